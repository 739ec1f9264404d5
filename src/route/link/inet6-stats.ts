import type { Codec } from "../../codec/codec.ts";
import { namedArray, type NamesOf } from "../../codec/named-array.ts";
import { u64 } from "../../codec/numbers.ts";
import type { Grown } from "../../codec/struct.ts";

/** What IPv6 counts on a link (`IPSTATS_MIB_*`). */
export interface Inet6Stats extends Grown {
  /** How many elements there are, this one with them (`IPSTATS_MIB_NUM`). */
  readonly count?: bigint;
  /** Packets received (`IPSTATS_MIB_INPKTS`). */
  readonly inPackets?: bigint;
  /** Bytes received (`IPSTATS_MIB_INOCTETS`). */
  readonly inOctets?: bigint;
  /** Packets given to programs (`IPSTATS_MIB_INDELIVERS`). */
  readonly inDelivers?: bigint;
  /** Packets forwarded (`IPSTATS_MIB_OUTFORWDATAGRAMS`). */
  readonly outForwardedDatagrams?: bigint;
  /** Packets that programs wanted to send; `IPSTATS_MIB_OUTPKTS` until Linux 6.6 (`IPSTATS_MIB_OUTREQUESTS`). */
  readonly outRequests?: bigint;
  /** Bytes sent (`IPSTATS_MIB_OUTOCTETS`). */
  readonly outOctets?: bigint;
  /** Packets received with errors in their header (`IPSTATS_MIB_INHDRERRORS`). */
  readonly inHeaderErrors?: bigint;
  /** Packets that were too big to be forwarded (`IPSTATS_MIB_INTOOBIGERRORS`). */
  readonly inTooBigErrors?: bigint;
  /** Packets received for which there was no route (`IPSTATS_MIB_INNOROUTES`). */
  readonly inNoRoutes?: bigint;
  /** Packets received with an impossible address (`IPSTATS_MIB_INADDRERRORS`). */
  readonly inAddressErrors?: bigint;
  /** Packets received of a protocol that nobody speaks (`IPSTATS_MIB_INUNKNOWNPROTOS`). */
  readonly inUnknownProtocols?: bigint;
  /** Packets received that were shorter than they said (`IPSTATS_MIB_INTRUNCATEDPKTS`). */
  readonly inTruncatedPackets?: bigint;
  /** Packets received and dropped (`IPSTATS_MIB_INDISCARDS`). */
  readonly inDiscards?: bigint;
  /** Packets to be sent and dropped (`IPSTATS_MIB_OUTDISCARDS`). */
  readonly outDiscards?: bigint;
  /** Packets to be sent for which there was no route (`IPSTATS_MIB_OUTNOROUTES`). */
  readonly outNoRoutes?: bigint;
  /** Packets whose fragments did not come in time (`IPSTATS_MIB_REASMTIMEOUT`). */
  readonly reassemblyTimeouts?: bigint;
  /** Fragments received (`IPSTATS_MIB_REASMREQDS`). */
  readonly reassemblyRequests?: bigint;
  /** Packets put together (`IPSTATS_MIB_REASMOKS`). */
  readonly reassemblyOks?: bigint;
  /** Packets that could not be put together (`IPSTATS_MIB_REASMFAILS`). */
  readonly reassemblyFails?: bigint;
  /** Packets fragmented (`IPSTATS_MIB_FRAGOKS`). */
  readonly fragmentOks?: bigint;
  /** Packets that could not be fragmented (`IPSTATS_MIB_FRAGFAILS`). */
  readonly fragmentFails?: bigint;
  /** Fragments made (`IPSTATS_MIB_FRAGCREATES`). */
  readonly fragmentCreates?: bigint;
  /** Multicast packets received (`IPSTATS_MIB_INMCASTPKTS`). */
  readonly inMulticastPackets?: bigint;
  /** Multicast packets sent (`IPSTATS_MIB_OUTMCASTPKTS`). */
  readonly outMulticastPackets?: bigint;
  /** Broadcasts received (`IPSTATS_MIB_INBCASTPKTS`). */
  readonly inBroadcastPackets?: bigint;
  /** Broadcasts sent (`IPSTATS_MIB_OUTBCASTPKTS`). */
  readonly outBroadcastPackets?: bigint;
  /** Bytes of multicast received (`IPSTATS_MIB_INMCASTOCTETS`). */
  readonly inMulticastOctets?: bigint;
  /** Bytes of multicast sent (`IPSTATS_MIB_OUTMCASTOCTETS`). */
  readonly outMulticastOctets?: bigint;
  /** Bytes of broadcasts received (`IPSTATS_MIB_INBCASTOCTETS`). */
  readonly inBroadcastOctets?: bigint;
  /** Bytes of broadcasts sent (`IPSTATS_MIB_OUTBCASTOCTETS`). */
  readonly outBroadcastOctets?: bigint;
  /** Packets received with a wrong checksum (`IPSTATS_MIB_CSUMERRORS`). */
  readonly checksumErrors?: bigint;
  /** Packets received that cannot be marked as congested (`IPSTATS_MIB_NOECTPKTS`). */
  readonly noEctPackets?: bigint;
  /** Packets received that can be, marked with ECT(1) (`IPSTATS_MIB_ECT1PKTS`). */
  readonly ect1Packets?: bigint;
  /** Packets received that can be, marked with ECT(0) (`IPSTATS_MIB_ECT0PKTS`). */
  readonly ect0Packets?: bigint;
  /** Packets received that are marked as congested (`IPSTATS_MIB_CEPKTS`). */
  readonly cePackets?: bigint;
  /** Packets whose fragments overlap (`IPSTATS_MIB_REASM_OVERLAPS`). */
  readonly reassemblyOverlaps?: bigint;
  /** Packets sent, since Linux 6.7 (`IPSTATS_MIB_OUTPKTS`). */
  readonly outPackets?: bigint;
}

/** What ICMPv6 counts on a link (`ICMP6_MIB_*`). */
export interface Icmp6Stats extends Grown {
  /** How many elements there are, this one with them (`ICMP6_MIB_NUM`). */
  readonly count?: bigint;
  /** Messages received (`ICMP6_MIB_INMSGS`). */
  readonly inMessages?: bigint;
  /** Messages received with errors (`ICMP6_MIB_INERRORS`). */
  readonly inErrors?: bigint;
  /** Messages sent (`ICMP6_MIB_OUTMSGS`). */
  readonly outMessages?: bigint;
  /** Messages that could not be sent (`ICMP6_MIB_OUTERRORS`). */
  readonly outErrors?: bigint;
  /** Messages received with a wrong checksum (`ICMP6_MIB_CSUMERRORS`). */
  readonly checksumErrors?: bigint;
  /** Messages not sent since there were too many (`ICMP6_MIB_RATELIMITHOST`). */
  readonly rateLimitHost?: bigint;
}

/** The order until Linux 6.14; the last is missing until 6.6. */
const OLD_ORDER: NamesOf<Inet6Stats> = [
  "count",
  "inPackets",
  "inOctets",
  "inDelivers",
  "outForwardedDatagrams",
  "outRequests",
  "outOctets",
  "inHeaderErrors",
  "inTooBigErrors",
  "inNoRoutes",
  "inAddressErrors",
  "inUnknownProtocols",
  "inTruncatedPackets",
  "inDiscards",
  "outDiscards",
  "outNoRoutes",
  "reassemblyTimeouts",
  "reassemblyRequests",
  "reassemblyOks",
  "reassemblyFails",
  "fragmentOks",
  "fragmentFails",
  "fragmentCreates",
  "inMulticastPackets",
  "outMulticastPackets",
  "inBroadcastPackets",
  "outBroadcastPackets",
  "inMulticastOctets",
  "outMulticastOctets",
  "inBroadcastOctets",
  "outBroadcastOctets",
  "checksumErrors",
  "noEctPackets",
  "ect1Packets",
  "ect0Packets",
  "cePackets",
  "reassemblyOverlaps",
  "outPackets",
];

/** The order since Linux 6.15. */
const ORDER: NamesOf<Inet6Stats> = [
  "count",
  "inPackets",
  "inOctets",
  "inDelivers",
  "noEctPackets",
  "ect1Packets",
  "ect0Packets",
  "cePackets",
  "outRequests",
  "outPackets",
  "outOctets",
  "outForwardedDatagrams",
  "inHeaderErrors",
  "inTooBigErrors",
  "inNoRoutes",
  "inAddressErrors",
  "inUnknownProtocols",
  "inTruncatedPackets",
  "inDiscards",
  "outDiscards",
  "outNoRoutes",
  "reassemblyTimeouts",
  "reassemblyRequests",
  "reassemblyOks",
  "reassemblyFails",
  "fragmentOks",
  "fragmentFails",
  "fragmentCreates",
  "inMulticastPackets",
  "outMulticastPackets",
  "inBroadcastPackets",
  "outBroadcastPackets",
  "inMulticastOctets",
  "outMulticastOctets",
  "inBroadcastOctets",
  "outBroadcastOctets",
  "checksumErrors",
  "reassemblyOverlaps",
];

/** `IFLA_INET6_STATS`, by the order of its elements, which nothing in it tells. */
export const inet6Stats: Readonly<Record<"old" | "new", Codec<Inet6Stats>>> = {
  old: namedArray<Inet6Stats>(OLD_ORDER, u64),
  new: namedArray<Inet6Stats>(ORDER, u64),
};

/** `IFLA_INET6_ICMP6STATS`. */
export const icmp6Stats: Codec<Icmp6Stats> = namedArray<Icmp6Stats>([
  "count",
  "inMessages",
  "inErrors",
  "outMessages",
  "outErrors",
  "checksumErrors",
  "rateLimitHost",
], u64);
