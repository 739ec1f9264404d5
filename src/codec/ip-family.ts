import type { FixedCodec } from "./codec.ts";
import { enumeration } from "./names.ts";
import { u16 } from "./numbers.ts";

/** A family of IP addresses by name (`AF_INET`, `AF_INET6`). */
export type IpFamily = "inet" | "inet6";

/** The family of an IP address in 16 bits; a number where it is neither. */
export const ipFamily: FixedCodec<IpFamily | number> = enumeration(u16, { inet: 2, inet6: 10 });
