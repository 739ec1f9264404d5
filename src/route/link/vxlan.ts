import { ipv4, ipv6 } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { be16, be32, boolean, flag, u32, u8 } from "../../codec/numbers.ts";
import { field, struct } from "../../codec/struct.ts";
import { bytesOf } from "../../codec/text.ts";

/** A range of UDP ports, 0 to 0 for the system's (`struct ifla_vxlan_port_range`, `struct ifla_geneve_port_range`). */
export interface VxlanPortRange {
  /** First port (`low`). */
  readonly low: number;
  /** Last port (`high`). */
  readonly high: number;
}

/** The data of a link of the kind `vxlan`. */
export interface VxlanData extends Extensible {
  /** Network number, 0 to 16777215 (`IFLA_VXLAN_ID`). */
  readonly id?: number;
  /** IPv4 address of the group, or of the other end (`IFLA_VXLAN_GROUP`). */
  readonly group?: string;
  /** Index of the link that carries the tunnel (`IFLA_VXLAN_LINK`). */
  readonly link?: number;
  /** IPv4 address of this end (`IFLA_VXLAN_LOCAL`). */
  readonly local?: string;
  /** TTL of the outer packets; 0 for the default (`IFLA_VXLAN_TTL`). */
  readonly ttl?: number;
  /** Type of service of the outer packets; 1 for that of the inner (`IFLA_VXLAN_TOS`). */
  readonly tos?: number;
  /** Whether neighbors behind the tunnel are learnt (`IFLA_VXLAN_LEARNING`). */
  readonly learning?: boolean;
  /** Seconds after which a silent neighbor is forgotten (`IFLA_VXLAN_AGEING`). */
  readonly ageing?: number;
  /** Most neighbors that are remembered; 0 for any number (`IFLA_VXLAN_LIMIT`). */
  readonly limit?: number;
  /** UDP ports that packets are sent from (`IFLA_VXLAN_PORT_RANGE`). */
  readonly portRange?: VxlanPortRange;
  /** Whether the tunnel answers ARP for others (`IFLA_VXLAN_PROXY`). */
  readonly proxy?: boolean;
  /** Whether packets to a router go straight to their end (`IFLA_VXLAN_RSC`). */
  readonly routeShortCircuit?: boolean;
  /** Whether unknown link-layer addresses are asked for (`IFLA_VXLAN_L2MISS`). */
  readonly layer2Miss?: boolean;
  /** Whether unknown IP addresses are asked for (`IFLA_VXLAN_L3MISS`). */
  readonly layer3Miss?: boolean;
  /** UDP port that packets are sent to (`IFLA_VXLAN_PORT`). */
  readonly port?: number;
  /** IPv6 address of the group, or of the other end (`IFLA_VXLAN_GROUP6`). */
  readonly group6?: string;
  /** IPv6 address of this end (`IFLA_VXLAN_LOCAL6`). */
  readonly local6?: string;
  /** Whether IPv4 packets carry a UDP checksum (`IFLA_VXLAN_UDP_CSUM`). */
  readonly udpChecksum?: boolean;
  /** Whether IPv6 packets are sent without a UDP checksum (`IFLA_VXLAN_UDP_ZERO_CSUM6_TX`). */
  readonly udpZeroChecksum6Transmit?: boolean;
  /** Whether IPv6 packets without a UDP checksum are accepted (`IFLA_VXLAN_UDP_ZERO_CSUM6_RX`). */
  readonly udpZeroChecksum6Receive?: boolean;
  /** Whether the other end completes checksums (`IFLA_VXLAN_REMCSUM_TX`). */
  readonly remoteChecksumTransmit?: boolean;
  /** Whether this end completes checksums (`IFLA_VXLAN_REMCSUM_RX`). */
  readonly remoteChecksumReceive?: boolean;
  /** Present where packets carry a group policy (`IFLA_VXLAN_GBP`). */
  readonly groupPolicy?: true;
  /** Present where checksums are not completed partially (`IFLA_VXLAN_REMCSUM_NOPARTIAL`). */
  readonly remoteChecksumNoPartial?: true;
  /** Whether routes and filters decide about each packet (`IFLA_VXLAN_COLLECT_METADATA`). */
  readonly collectMetadata?: boolean;
  /** IPv6 flow label of the outer packets (`IFLA_VXLAN_LABEL`). */
  readonly label?: number;
  /** Present where packets are not only Ethernet (`IFLA_VXLAN_GPE`). */
  readonly genericProtocol?: true;
  /** Whether the TTL is that of the inner packets (`IFLA_VXLAN_TTL_INHERIT`). */
  readonly ttlInherit?: boolean;
  /** Whether outer packets may be fragmented; a number where it has no name here (`IFLA_VXLAN_DF`). */
  readonly dontFragment?: "unset" | "set" | "inherit" | number;
  /** Whether only listed network numbers are accepted (`IFLA_VXLAN_VNIFILTER`). */
  readonly vniFilter?: boolean;
  /** Whether packets to a tunnel of this host skip the network (`IFLA_VXLAN_LOCALBYPASS`). */
  readonly localBypass?: boolean;
  /** Where the flow label comes from; a number where it has no name here (`IFLA_VXLAN_LABEL_POLICY`). */
  readonly labelPolicy?: "fixed" | "inherit" | number;
  /** Bits of the header that may be set, as they stand in it (`IFLA_VXLAN_RESERVED_BITS`). */
  readonly reservedBits?: Uint8Array;
  /** Whether multicast of the tunnel is routed (`IFLA_VXLAN_MC_ROUTE`). */
  readonly multicastRoute?: boolean;
}

/** A range of UDP ports, as tunnels in UDP have it. */
export const vxlanPortRange: Codec<VxlanPortRange> = struct<VxlanPortRange>(4, {
  low: field(0, be16),
  high: field(2, be16),
});

/** `IFLA_INFO_DATA` of a `vxlan`. */
export const vxlanData: Codec<VxlanData> = attributes<VxlanData>({
  id: attribute(1, u32),
  group: attribute(2, ipv4),
  link: attribute(3, u32),
  local: attribute(4, ipv4),
  ttl: attribute(5, u8),
  tos: attribute(6, u8),
  learning: attribute(7, boolean(u8)),
  ageing: attribute(8, u32),
  limit: attribute(9, u32),
  portRange: attribute(10, vxlanPortRange),
  proxy: attribute(11, boolean(u8)),
  routeShortCircuit: attribute(12, boolean(u8)),
  layer2Miss: attribute(13, boolean(u8)),
  layer3Miss: attribute(14, boolean(u8)),
  port: attribute(15, be16),
  group6: attribute(16, ipv6),
  local6: attribute(17, ipv6),
  udpChecksum: attribute(18, boolean(u8)),
  udpZeroChecksum6Transmit: attribute(19, boolean(u8)),
  udpZeroChecksum6Receive: attribute(20, boolean(u8)),
  remoteChecksumTransmit: attribute(21, boolean(u8)),
  remoteChecksumReceive: attribute(22, boolean(u8)),
  groupPolicy: attribute(23, flag),
  remoteChecksumNoPartial: attribute(24, flag),
  collectMetadata: attribute(25, boolean(u8)),
  label: attribute(26, be32),
  genericProtocol: attribute(27, flag),
  ttlInherit: attribute(28, boolean(u8)),
  dontFragment: attribute(29, enumeration(u8, { unset: 0, set: 1, inherit: 2 })),
  vniFilter: attribute(30, boolean(u8)),
  localBypass: attribute(31, boolean(u8)),
  labelPolicy: attribute(32, enumeration(u32, { fixed: 0, inherit: 1 })),
  reservedBits: attribute(33, bytesOf(8)),
  multicastRoute: attribute(34, boolean(u8)),
});
