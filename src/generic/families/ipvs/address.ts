import { ipv6, paddedIpv4 } from "../../../codec/address.ts";
import { type AttributeOptions, chosen } from "../../../codec/attributes.ts";
import type { Attribute, FixedCodec } from "../../../codec/codec.ts";

/** Length of `union nf_inet_addr`, which has room for either form. */
const SIZE = 16;

const FORMS: Readonly<Record<string, FixedCodec<string>>> = { inet: paddedIpv4(SIZE), inet6: ipv6 };
/** The family may stand in front of the address or behind it. */
const LATE: AttributeOptions = { late: true };

/** An address whose family is told beside it (`union nf_inet_addr`); where it is not, the bytes stay in `unknown`. */
export function unionAddress<Parent>(type: number, familyOf: (parent: Parent) => unknown): Attribute<string> {
  return chosen<string, Parent>(type, FORMS, (parent) => `${familyOf(parent)}`, LATE);
}
