import type { FixedCodec } from "../codec/codec.ts";
import { enumeration } from "../codec/names.ts";
import { u8 } from "../codec/numbers.ts";

/** How far an address or a destination is known (`RT_SCOPE_*`); a number between for scopes of one's own. */
export type Scope = "global" | "site" | "link" | "host" | "nowhere" | number;

/** The scope of an address or a route. */
export const scope: FixedCodec<Scope> = enumeration(u8, { global: 0, site: 200, link: 253, host: 254, nowhere: 255 });
