import type {
  ErspanOption,
  FlowerConntrackState,
  FlowerKeyFlag,
  FlowerOptions,
  FlowerTunnelOptions,
} from "../../../mod.ts";
import type { Row, Table } from "../witness.ts";

/** EtherTypes and protocols over IP as `tc` prints them, which has other words for the former in keys. */
const ETHER_TYPES: Readonly<Record<number, string>> = { 0x0800: "ip", 0x86dd: "ipv6", 0x8100: "802.1Q" };
const KEY_TYPES: Readonly<Record<number, string>> = { 0x0800: "ipv4", 0x86dd: "ipv6", 0x0806: "arp" };
const IP_PROTOCOLS: Readonly<Record<number, string>> = { 1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6", 132: "sctp" };
const ARP_OPERATIONS: Readonly<Record<number, string>> = { 1: "request", 2: "reply" };
/** In the order of `tc`. */
const CONNTRACK: Readonly<Record<FlowerConntrackState, string>> = {
  tracked: "trk",
  new: "new",
  established: "est",
  related: "rel",
  invalid: "inv",
  reply: "rpl",
};
const FLAGS: Readonly<Partial<Record<FlowerKeyFlag, string>>> = { fragment: "frag", firstFragment: "firstfrag" };

/** The length of a mask, where it has no holes. */
function lengthOf(bits: string): number | undefined {
  return /^1*0*$/.test(bits) ? bits.lastIndexOf("1") + 1 : undefined;
}

/** The bits of an address. */
function bitsOf(address: string): string {
  if (address.includes(".")) {
    return address.split(".").map((part) => Number(part).toString(2).padStart(8, "0")).join("");
  }
  const [head = "", tail = ""] = address.split("::");
  const [left, right] = [head, tail].map((half) => half.split(":").filter((group) => group !== ""));
  // Addresses of the link layer are groups of eight bits, and have no gap.
  const width = address.length === 17 && !address.includes("::") ? 8 : 16;
  const count = (width === 8 ? 6 : 8) - (left?.length ?? 0) - (right?.length ?? 0);
  return [...left ?? [], ...Array<string>(count).fill("0"), ...right ?? []]
    .map((group) => parseInt(group, 16).toString(2).padStart(width, "0")).join("");
}

/** An address, with the length of its mask unless that is all of it. */
function masked(address: string | undefined, mask: string | undefined): string | undefined {
  if (address === undefined || mask === undefined) return address;
  const bits = bitsOf(mask);
  const length = lengthOf(bits);
  return length === bits.length ? address : `${address}/${length ?? mask}`;
}

/** A mask in hexadecimal digits, unless all of its bits are set. */
function maskOf(mask: number | undefined, all: number): string | undefined {
  return mask === undefined || mask === all ? undefined : mask.toString(16);
}

function port(one: number | undefined, first: number | undefined, last: number | undefined): unknown {
  return one ?? (first === undefined ? undefined : { start: first, end: last });
}

/** A number as text. */
function text(number: number | undefined): string | undefined {
  return number === undefined ? undefined : `${number}`;
}

function hexadecimalBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What is special to tunnels: each kind has rows for its key and for its mask. */
function tunnelOptions(
  name: string,
  words: (options: FlowerTunnelOptions) => unknown,
): Readonly<Record<string, Row<FlowerOptions>>> {
  return {
    [`${name}_opt_key`]: ({ tunnelOptions }) => tunnelOptions && words(tunnelOptions),
    [`${name}_opt_mask`]: ({ tunnelOptionsMask }) => tunnelOptionsMask && words(tunnelOptionsMask),
  };
}

/** The keys of a filter of the kind `flower`. */
export const FLOWER: Table<FlowerOptions> = {
  rows: {
    num_of_vlans: ({ vlanCount }) => vlanCount,
    vlan_id: ({ vlanId }) => vlanId,
    vlan_prio: ({ vlanPriority }) => vlanPriority,
    vlan_ethtype: ({ vlanEtherType }) => vlanEtherType && ETHER_TYPES[vlanEtherType],
    cvlan_id: ({ customerVlanId }) => customerVlanId,
    cvlan_prio: ({ customerVlanPriority }) => customerVlanPriority,
    cvlan_ethtype: ({ customerVlanEtherType }) => customerVlanEtherType && ETHER_TYPES[customerVlanEtherType],
    dst_mac: (at) => masked(at.ethernetDestination, at.ethernetDestinationMask),
    src_mac: (at) => masked(at.ethernetSource, at.ethernetSourceMask),
    eth_type: ({ etherType }) => etherType && (KEY_TYPES[etherType] ?? etherType.toString(16)),
    ip_proto: ({ ipProtocol }) => ipProtocol && IP_PROTOCOLS[ipProtocol],
    ip_tos: ({ ipTos }) => ipTos,
    ip_tos_mask: ({ ipTosMask }) => maskOf(ipTosMask, 0xff),
    ip_ttl: ({ ipTtl }) => ipTtl,
    ip_ttl_mask: ({ ipTtlMask }) => maskOf(ipTtlMask, 0xff),
    dst_ip: (at) =>
      masked(at.ipv4Destination, at.ipv4DestinationMask) ?? masked(at.ipv6Destination, at.ipv6DestinationMask),
    src_ip: (at) => masked(at.ipv4Source, at.ipv4SourceMask) ?? masked(at.ipv6Source, at.ipv6SourceMask),
    dst_port: (at) =>
      port(
        at.tcpDestination ?? at.udpDestination ?? at.sctpDestination,
        at.portDestinationMin,
        at.portDestinationMax,
      ),
    dst_port_mask: (at) => maskOf(at.tcpDestinationMask ?? at.udpDestinationMask ?? at.sctpDestinationMask, 0xffff),
    src_port: (at) => port(at.tcpSource ?? at.udpSource ?? at.sctpSource, at.portSourceMin, at.portSourceMax),
    src_port_mask: (at) => maskOf(at.tcpSourceMask ?? at.udpSourceMask ?? at.sctpSourceMask, 0xffff),
    tcp_flags: ({ tcpFlags, tcpFlagsMask }) =>
      tcpFlags === undefined ? undefined : `0x${tcpFlags.toString(16)}/${tcpFlagsMask?.toString(16)}`,
    icmp_type: ({ icmpv4Type, icmpv6Type }) => text(icmpv4Type ?? icmpv6Type),
    icmp_code: ({ icmpv4Code, icmpv6Code }) => text(icmpv4Code ?? icmpv6Code),
    arp_sip: (at) => masked(at.arpSourceIp, at.arpSourceIpMask),
    arp_tip: (at) => masked(at.arpTargetIp, at.arpTargetIpMask),
    arp_op: ({ arpOperation }) => arpOperation && ARP_OPERATIONS[arpOperation],
    arp_sha: (at) => masked(at.arpSourceHardware, at.arpSourceHardwareMask),
    arp_tha: (at) => masked(at.arpTargetHardware, at.arpTargetHardwareMask),
    mpls: ({ mplsEntries }) =>
      mplsEntries?.entries?.map(({ depth, label, trafficClass, bottom, ttl }) => ({
        depth,
        ...(label !== undefined && { label }),
        ...(trafficClass !== undefined && { tc: trafficClass }),
        ...(bottom !== undefined && { bos: bottom }),
        ...(ttl !== undefined && { ttl }),
      })),
    mpls_label: ({ mplsLabel }) => mplsLabel,
    mpls_tc: ({ mplsTrafficClass }) => text(mplsTrafficClass),
    mpls_bos: ({ mplsBottom }) => text(mplsBottom),
    mpls_ttl: ({ mplsTtl }) => text(mplsTtl),
    pppoe_sid: ({ pppoeSession }) => pppoeSession,
    ppp_proto: ({ pppProtocol }) => pppProtocol && ({ 0x21: "ip", 0x57: "ipv6" })[pppProtocol],
    ip_flags: ({ keyFlags = [], keyFlagsMask }) =>
      keyFlagsMask &&
      Object.fromEntries(
        Object.entries(FLAGS).filter(([flag]) => keyFlagsMask.some((one) => one === flag))
          .map(([flag, word]) => [word, keyFlags.some((one) => one === flag)]),
      ),
    ct_state: ({ conntrackState = [], conntrackStateMask }) =>
      conntrackStateMask &&
      Object.entries(CONNTRACK).filter(([state]) => conntrackStateMask.some((one) => one === state))
        .map(([state, word]) => `${conntrackState.some((one) => one === state) ? "+" : "-"}${word}`).join(""),
    ct_zone: ({ conntrackZone }) => conntrackZone,
    ct_zone_mask: ({ conntrackZoneMask }) => maskOf(conntrackZoneMask, 0xffff),
    ct_mark: ({ conntrackMark }) => conntrackMark,
    ct_mark_mask: ({ conntrackMarkMask }) => maskOf(conntrackMarkMask, 0xffffffff),
    ct_label: ({ conntrackLabels: labels, conntrackLabelsMask: mask }) =>
      labels && mask && `${hexadecimalBytes(labels)}/${hexadecimalBytes(mask).padEnd(2 * labels.length, "0")}`,
    enc_key_id: ({ tunnelId }) => tunnelId,
    enc_dst_ip: (at) =>
      masked(at.tunnelIpv4Destination, at.tunnelIpv4DestinationMask) ??
        masked(at.tunnelIpv6Destination, at.tunnelIpv6DestinationMask),
    enc_src_ip: (at) =>
      masked(at.tunnelIpv4Source, at.tunnelIpv4SourceMask) ?? masked(at.tunnelIpv6Source, at.tunnelIpv6SourceMask),
    enc_dst_port: ({ tunnelUdpDestinationPort }) => tunnelUdpDestinationPort,
    enc_src_port: ({ tunnelUdpSourcePort }) => tunnelUdpSourcePort,
    enc_tos: ({ tunnelTos }) => tunnelTos,
    enc_ttl: ({ tunnelTtl }) => tunnelTtl,
    // Those of a request stand in a list each, of which the first is read.
    ...tunnelOptions(
      "geneve",
      ({ geneve }) => geneve?.[0]?.map(({ class: kind, type, data }) => ({ class: kind, type, data: [...data] })),
    ),
    ...tunnelOptions("vxlan", ({ vxlan }) => vxlan && [{ gbp: vxlan.groupPolicy }]),
    ...tunnelOptions("erspan", ({ erspan }) => erspan && [erspanOf(erspan)]),
  },
};

/** What of a tunnel its version has; the rest is 0. */
function erspanOf({ version, index, direction, hardwareId }: ErspanOption): object {
  return version === 1
    ? { ver: version, index, dir: 0, hwid: 0 }
    : { ver: version, index: 0, dir: direction, hwid: hardwareId };
}
