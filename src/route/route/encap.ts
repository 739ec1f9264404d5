import { attribute, type AttributesOf, chosen } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { u16 } from "../../codec/numbers.ts";
import { type BpfEncap, bpfEncap } from "./encap/bpf.ts";
import { type IlaEncap, ilaEncap } from "./encap/ila.ts";
import { type Ioam6Encap, ioam6Encap } from "./encap/ioam6.ts";
import { type Ip6Encap, ip6Encap, type IpEncap, ipEncap } from "./encap/ip-tunnel.ts";
import { type MplsEncap, mplsEncap } from "./encap/mpls.ts";
import { type RplEncap, rplEncap } from "./encap/rpl.ts";
import { type Seg6Encap, seg6Encap } from "./encap/seg6.ts";
import { type Seg6LocalEncap, seg6LocalEncap } from "./encap/seg6local.ts";
import { type XfrmEncap, xfrmEncap } from "./encap/xfrm.ts";

/** The ways to wrap packets that have a schema, and what belongs to each. */
export interface EncapByType {
  /** Labels in front of the packets. */
  readonly mpls: MplsEncap;
  /** An IPv4 tunnel. */
  readonly ip: IpEncap;
  /** Another upper half for the destination address. */
  readonly ila: IlaEncap;
  /** An IPv6 tunnel. */
  readonly ip6: Ip6Encap;
  /** A list of segments to visit first. */
  readonly seg6: Seg6Encap;
  /** Programs that see the packets. */
  readonly bpf: BpfEncap;
  /** What this host does as a segment. */
  readonly seg6local: Seg6LocalEncap;
  /** A list of segments, as small devices have it. */
  readonly rpl: RplEncap;
  /** A trace that packets take along. */
  readonly ioam6: Ioam6Encap;
  /** An IPsec link. */
  readonly xfrm: XfrmEncap;
}

/** How packets are wrapped (`LWTUNNEL_ENCAP_*`); a number where the way has no name here. */
export type EncapType = "none" | keyof EncapByType | number;

/** With what packets are wrapped: one of the ways, told by the type beside it. */
export type Encap = EncapByType[keyof EncapByType];

/** How and with what packets are wrapped. */
export interface EncapAttributes {
  /** How packets are wrapped (`RTA_ENCAP_TYPE`, `NHA_ENCAP_TYPE`). */
  readonly encapType?: EncapType;
  /** With what, in the form of `EncapByType[encapType]`; bytes in `unknown` without one (`RTA_ENCAP`, `NHA_ENCAP`). */
  readonly encap?: Encap;
}

const encapType: Codec<EncapType> = enumeration(u16, {
  none: 0,
  mpls: 1,
  ip: 2,
  ila: 3,
  ip6: 4,
  seg6: 5,
  bpf: 6,
  seg6local: 7,
  rpl: 8,
  ioam6: 9,
  xfrm: 10,
});

const ENCAPS: { readonly [Type in keyof EncapByType]: Codec<EncapByType[Type]> } = {
  mpls: mplsEncap,
  ip: ipEncap,
  ila: ilaEncap,
  ip6: ip6Encap,
  seg6: seg6Encap,
  bpf: bpfEncap,
  seg6local: seg6LocalEncap,
  rpl: rplEncap,
  ioam6: ioam6Encap,
  xfrm: xfrmEncap,
};

/** The two attributes with these numbers. */
export function encapAttributes(type: number, data: number): AttributesOf<EncapAttributes> {
  return {
    encapType: attribute(type, encapType),
    // The kernel sends it in front of the type and without the flag that some ways need in a request.
    encap: chosen<Encap, EncapAttributes>(data, ENCAPS, ({ encapType }) => `${encapType}`, {
      late: true,
      nested: true,
    }),
  };
}
