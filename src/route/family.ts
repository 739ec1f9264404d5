import type { FixedCodec } from "../codec/codec.ts";
import { enumeration } from "../codec/names.ts";
import { type NumberCodec, u16, u8 } from "../codec/numbers.ts";

/** An address family by name (`AF_*`, `RTNL_FAMILY_*`); a number where it has no name here. */
export type Family =
  | "unspec"
  | "inet"
  | "bridge"
  | "inet6"
  | "packet"
  | "mpls"
  | "can"
  | "mctp"
  | "ipmr"
  | "ip6mr"
  | number;

function familyIn(number: NumberCodec): FixedCodec<Family> {
  return enumeration(number, {
    unspec: 0,
    inet: 2,
    bridge: 7,
    inet6: 10,
    packet: 17,
    mpls: 28,
    can: 29,
    mctp: 45,
    ipmr: 128,
    ip6mr: 129,
  });
}

/** The address family in the first byte of every rtnetlink message. */
export const family: FixedCodec<Family> = familyIn(u8);

/** An address family of 16 bits, as in socket addresses. */
export const family16: FixedCodec<Family> = familyIn(u16);
