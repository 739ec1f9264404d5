import { ipv4, ipv6, mac } from "../../codec/address.ts";
import { attribute, attributes } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { be16, be32, u16, u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { bytes, cstring } from "../../codec/text.ts";
import { actionList, type TrafficAction } from "./action.ts";
import { FILTER_FLAGS, type FilterFlag } from "./filter-flags.ts";
import {
  type FlowerCfm,
  flowerCfm,
  type FlowerKeyFlag,
  type FlowerMplsEntries,
  flowerMplsEntries,
  type FlowerTunnelKeys,
  flowerTunnelKeysFields,
  KEY_FLAGS,
} from "./flower-keys.ts";
import { handle, type TcHandle } from "./handle.ts";

/** A state of connection tracking (`TCA_FLOWER_KEY_CT_FLAGS_*`). */
export type FlowerConntrackState = "new" | "established" | "related" | "tracked" | "invalid" | "reply";

const CONNTRACK_STATES: Readonly<Record<FlowerConntrackState, number>> = {
  new: 0x1,
  established: 0x2,
  related: 0x4,
  tracked: 0x8,
  invalid: 0x10,
  reply: 0x20,
};

/**
 * Options of a filter of the kind `flower`, which looks at the fields of packets; those with a mask count where its
 * bits are set.
 */
export interface FlowerOptions extends FlowerTunnelKeys {
  /** Class of the packets that fit (`TCA_FLOWER_CLASSID`). */
  readonly classId?: TcHandle;
  /** Link that packets came in by (`TCA_FLOWER_INDEV`). */
  readonly inputLink?: string;
  /** What is done with packets that fit (`TCA_FLOWER_ACT`). */
  readonly actions?: readonly TrafficAction[];
  /** Link-layer address that packets go to (`TCA_FLOWER_KEY_ETH_DST`). */
  readonly ethernetDestination?: string;
  /** Its mask (`TCA_FLOWER_KEY_ETH_DST_MASK`). */
  readonly ethernetDestinationMask?: string;
  /** Link-layer address that packets come from (`TCA_FLOWER_KEY_ETH_SRC`). */
  readonly ethernetSource?: string;
  /** Its mask (`TCA_FLOWER_KEY_ETH_SRC_MASK`). */
  readonly ethernetSourceMask?: string;
  /** Protocol, such as 0x0800 for IPv4 (`TCA_FLOWER_KEY_ETH_TYPE`). */
  readonly etherType?: number;
  /** Protocol over IP, such as 6 for TCP (`TCA_FLOWER_KEY_IP_PROTO`). */
  readonly ipProtocol?: number;
  /** IPv4 address that packets come from (`TCA_FLOWER_KEY_IPV4_SRC`). */
  readonly ipv4Source?: string;
  /** Its mask (`TCA_FLOWER_KEY_IPV4_SRC_MASK`). */
  readonly ipv4SourceMask?: string;
  /** IPv4 address that packets go to (`TCA_FLOWER_KEY_IPV4_DST`). */
  readonly ipv4Destination?: string;
  /** Its mask (`TCA_FLOWER_KEY_IPV4_DST_MASK`). */
  readonly ipv4DestinationMask?: string;
  /** IPv6 address that packets come from (`TCA_FLOWER_KEY_IPV6_SRC`). */
  readonly ipv6Source?: string;
  /** Its mask (`TCA_FLOWER_KEY_IPV6_SRC_MASK`). */
  readonly ipv6SourceMask?: string;
  /** IPv6 address that packets go to (`TCA_FLOWER_KEY_IPV6_DST`). */
  readonly ipv6Destination?: string;
  /** Its mask (`TCA_FLOWER_KEY_IPV6_DST_MASK`). */
  readonly ipv6DestinationMask?: string;
  /** TCP port that packets come from (`TCA_FLOWER_KEY_TCP_SRC`). */
  readonly tcpSource?: number;
  /** TCP port that packets go to (`TCA_FLOWER_KEY_TCP_DST`). */
  readonly tcpDestination?: number;
  /** UDP port that packets come from (`TCA_FLOWER_KEY_UDP_SRC`). */
  readonly udpSource?: number;
  /** UDP port that packets go to (`TCA_FLOWER_KEY_UDP_DST`). */
  readonly udpDestination?: number;
  /** Whether hardware does it (`TCA_FLOWER_FLAGS`). */
  readonly flags?: Flags<FilterFlag>;
  /** Number of the outer VLAN (`TCA_FLOWER_KEY_VLAN_ID`). */
  readonly vlanId?: number;
  /** Priority of the outer VLAN, 0 to 7 (`TCA_FLOWER_KEY_VLAN_PRIO`). */
  readonly vlanPriority?: number;
  /** Protocol behind the outer VLAN (`TCA_FLOWER_KEY_VLAN_ETH_TYPE`). */
  readonly vlanEtherType?: number;
  /** Mask of `tcpSource` (`TCA_FLOWER_KEY_TCP_SRC_MASK`). */
  readonly tcpSourceMask?: number;
  /** Mask of `tcpDestination` (`TCA_FLOWER_KEY_TCP_DST_MASK`). */
  readonly tcpDestinationMask?: number;
  /** Mask of `udpSource` (`TCA_FLOWER_KEY_UDP_SRC_MASK`). */
  readonly udpSourceMask?: number;
  /** Mask of `udpDestination` (`TCA_FLOWER_KEY_UDP_DST_MASK`). */
  readonly udpDestinationMask?: number;
  /** Mask of `sctpSource` (`TCA_FLOWER_KEY_SCTP_SRC_MASK`). */
  readonly sctpSourceMask?: number;
  /** Mask of `sctpDestination` (`TCA_FLOWER_KEY_SCTP_DST_MASK`). */
  readonly sctpDestinationMask?: number;
  /** SCTP port that packets come from (`TCA_FLOWER_KEY_SCTP_SRC`). */
  readonly sctpSource?: number;
  /** SCTP port that packets go to (`TCA_FLOWER_KEY_SCTP_DST`). */
  readonly sctpDestination?: number;
  /** Flags of the packet (`TCA_FLOWER_KEY_FLAGS`). */
  readonly keyFlags?: Flags<FlowerKeyFlag>;
  /** Which of these flags count (`TCA_FLOWER_KEY_FLAGS_MASK`). */
  readonly keyFlagsMask?: Flags<FlowerKeyFlag>;
  /** Code of ICMP (`TCA_FLOWER_KEY_ICMPV4_CODE`). */
  readonly icmpv4Code?: number;
  /** Its mask (`TCA_FLOWER_KEY_ICMPV4_CODE_MASK`). */
  readonly icmpv4CodeMask?: number;
  /** Type of ICMP (`TCA_FLOWER_KEY_ICMPV4_TYPE`). */
  readonly icmpv4Type?: number;
  /** Its mask (`TCA_FLOWER_KEY_ICMPV4_TYPE_MASK`). */
  readonly icmpv4TypeMask?: number;
  /** Code of ICMPv6 (`TCA_FLOWER_KEY_ICMPV6_CODE`). */
  readonly icmpv6Code?: number;
  /** Its mask (`TCA_FLOWER_KEY_ICMPV6_CODE_MASK`). */
  readonly icmpv6CodeMask?: number;
  /** Type of ICMPv6 (`TCA_FLOWER_KEY_ICMPV6_TYPE`). */
  readonly icmpv6Type?: number;
  /** Its mask (`TCA_FLOWER_KEY_ICMPV6_TYPE_MASK`). */
  readonly icmpv6TypeMask?: number;
  /** IPv4 address of the sender of ARP (`TCA_FLOWER_KEY_ARP_SIP`). */
  readonly arpSourceIp?: string;
  /** Its mask (`TCA_FLOWER_KEY_ARP_SIP_MASK`). */
  readonly arpSourceIpMask?: string;
  /** IPv4 address that ARP asks for (`TCA_FLOWER_KEY_ARP_TIP`). */
  readonly arpTargetIp?: string;
  /** Its mask (`TCA_FLOWER_KEY_ARP_TIP_MASK`). */
  readonly arpTargetIpMask?: string;
  /** What ARP wants: 1 asks, 2 answers (`TCA_FLOWER_KEY_ARP_OP`). */
  readonly arpOperation?: number;
  /** Its mask (`TCA_FLOWER_KEY_ARP_OP_MASK`). */
  readonly arpOperationMask?: number;
  /** Link-layer address of the sender of ARP (`TCA_FLOWER_KEY_ARP_SHA`). */
  readonly arpSourceHardware?: string;
  /** Its mask (`TCA_FLOWER_KEY_ARP_SHA_MASK`). */
  readonly arpSourceHardwareMask?: string;
  /** Link-layer address that ARP is about (`TCA_FLOWER_KEY_ARP_THA`). */
  readonly arpTargetHardware?: string;
  /** Its mask (`TCA_FLOWER_KEY_ARP_THA_MASK`). */
  readonly arpTargetHardwareMask?: string;
  /** TTL of the first MPLS label (`TCA_FLOWER_KEY_MPLS_TTL`). */
  readonly mplsTtl?: number;
  /** Whether the first MPLS label is the last: 0 or 1 (`TCA_FLOWER_KEY_MPLS_BOS`). */
  readonly mplsBottom?: number;
  /** Traffic class of the first MPLS label, 0 to 7 (`TCA_FLOWER_KEY_MPLS_TC`). */
  readonly mplsTrafficClass?: number;
  /** First MPLS label, 0 to 1048575 (`TCA_FLOWER_KEY_MPLS_LABEL`). */
  readonly mplsLabel?: number;
  /** Flags of TCP, such as 0x2 for SYN (`TCA_FLOWER_KEY_TCP_FLAGS`). */
  readonly tcpFlags?: number;
  /** Which of these flags count (`TCA_FLOWER_KEY_TCP_FLAGS_MASK`). */
  readonly tcpFlagsMask?: number;
  /** Type of service or traffic class (`TCA_FLOWER_KEY_IP_TOS`). */
  readonly ipTos?: number;
  /** Its mask (`TCA_FLOWER_KEY_IP_TOS_MASK`). */
  readonly ipTosMask?: number;
  /** TTL or hop limit (`TCA_FLOWER_KEY_IP_TTL`). */
  readonly ipTtl?: number;
  /** Its mask (`TCA_FLOWER_KEY_IP_TTL_MASK`). */
  readonly ipTtlMask?: number;
  /** Number of the inner VLAN (`TCA_FLOWER_KEY_CVLAN_ID`). */
  readonly customerVlanId?: number;
  /** Priority of the inner VLAN, 0 to 7 (`TCA_FLOWER_KEY_CVLAN_PRIO`). */
  readonly customerVlanPriority?: number;
  /** Protocol behind the inner VLAN (`TCA_FLOWER_KEY_CVLAN_ETH_TYPE`). */
  readonly customerVlanEtherType?: number;
  /** How many devices do it (`TCA_FLOWER_IN_HW_COUNT`). */
  readonly inHardwareCount?: number;
  /** First of the ports that packets come from (`TCA_FLOWER_KEY_PORT_SRC_MIN`). */
  readonly portSourceMin?: number;
  /** Last of the ports that packets come from (`TCA_FLOWER_KEY_PORT_SRC_MAX`). */
  readonly portSourceMax?: number;
  /** First of the ports that packets go to (`TCA_FLOWER_KEY_PORT_DST_MIN`). */
  readonly portDestinationMin?: number;
  /** Last of the ports that packets go to (`TCA_FLOWER_KEY_PORT_DST_MAX`). */
  readonly portDestinationMax?: number;
  /** What connection tracking says (`TCA_FLOWER_KEY_CT_STATE`). */
  readonly conntrackState?: Flags<FlowerConntrackState>;
  /** Which of these states count (`TCA_FLOWER_KEY_CT_STATE_MASK`). */
  readonly conntrackStateMask?: Flags<FlowerConntrackState>;
  /** Zone of connection tracking (`TCA_FLOWER_KEY_CT_ZONE`). */
  readonly conntrackZone?: number;
  /** Its mask (`TCA_FLOWER_KEY_CT_ZONE_MASK`). */
  readonly conntrackZoneMask?: number;
  /** Mark of the connection (`TCA_FLOWER_KEY_CT_MARK`). */
  readonly conntrackMark?: number;
  /** Its mask (`TCA_FLOWER_KEY_CT_MARK_MASK`). */
  readonly conntrackMarkMask?: number;
  /** Labels of the connection, 16 bytes (`TCA_FLOWER_KEY_CT_LABELS`). */
  readonly conntrackLabels?: Uint8Array;
  /** Their mask (`TCA_FLOWER_KEY_CT_LABELS_MASK`). */
  readonly conntrackLabelsMask?: Uint8Array;
  /** Entries of the MPLS label stack (`TCA_FLOWER_KEY_MPLS_OPTS`). */
  readonly mplsEntries?: FlowerMplsEntries;
  /** Hash of the packet (`TCA_FLOWER_KEY_HASH`). */
  readonly hash?: number;
  /** Its mask (`TCA_FLOWER_KEY_HASH_MASK`). */
  readonly hashMask?: number;
  /** How many VLAN tags there are (`TCA_FLOWER_KEY_NUM_OF_VLANS`). */
  readonly vlanCount?: number;
  /** Session of PPPoE (`TCA_FLOWER_KEY_PPPOE_SID`). */
  readonly pppoeSession?: number;
  /** Protocol over PPP (`TCA_FLOWER_KEY_PPP_PROTO`). */
  readonly pppProtocol?: number;
  /** Session of L2TPv3 (`TCA_FLOWER_KEY_L2TPV3_SID`). */
  readonly l2tpv3Session?: number;
  /** Whether the forwarding database of the bridge did not know the address: 0 or 1 (`TCA_FLOWER_L2_MISS`). */
  readonly layer2Miss?: number;
  /** Connectivity fault management (`TCA_FLOWER_KEY_CFM`). */
  readonly cfm?: FlowerCfm;
  /** Security parameter index of IPsec (`TCA_FLOWER_KEY_SPI`). */
  readonly spi?: number;
  /** Its mask (`TCA_FLOWER_KEY_SPI_MASK`). */
  readonly spiMask?: number;
}

/** `TCA_OPTIONS` of the kind `flower`. */
export const flowerOptions: Codec<FlowerOptions> = onDemand(() =>
  attributes<FlowerOptions>({
    ...flowerTunnelKeysFields,
    classId: attribute(1, handle),
    inputLink: attribute(2, cstring),
    actions: attribute(3, actionList),
    ethernetDestination: attribute(4, mac),
    ethernetDestinationMask: attribute(5, mac),
    ethernetSource: attribute(6, mac),
    ethernetSourceMask: attribute(7, mac),
    etherType: attribute(8, be16),
    ipProtocol: attribute(9, u8),
    ipv4Source: attribute(10, ipv4),
    ipv4SourceMask: attribute(11, ipv4),
    ipv4Destination: attribute(12, ipv4),
    ipv4DestinationMask: attribute(13, ipv4),
    ipv6Source: attribute(14, ipv6),
    ipv6SourceMask: attribute(15, ipv6),
    ipv6Destination: attribute(16, ipv6),
    ipv6DestinationMask: attribute(17, ipv6),
    tcpSource: attribute(18, be16),
    tcpDestination: attribute(19, be16),
    udpSource: attribute(20, be16),
    udpDestination: attribute(21, be16),
    flags: attribute(22, flags(u32, FILTER_FLAGS)),
    vlanId: attribute(23, u16),
    vlanPriority: attribute(24, u8),
    vlanEtherType: attribute(25, be16),
    tcpSourceMask: attribute(35, be16),
    tcpDestinationMask: attribute(36, be16),
    udpSourceMask: attribute(37, be16),
    udpDestinationMask: attribute(38, be16),
    sctpSourceMask: attribute(39, be16),
    sctpDestinationMask: attribute(40, be16),
    sctpSource: attribute(41, be16),
    sctpDestination: attribute(42, be16),
    keyFlags: attribute(47, flags(be32, KEY_FLAGS)),
    keyFlagsMask: attribute(48, flags(be32, KEY_FLAGS)),
    icmpv4Code: attribute(49, u8),
    icmpv4CodeMask: attribute(50, u8),
    icmpv4Type: attribute(51, u8),
    icmpv4TypeMask: attribute(52, u8),
    icmpv6Code: attribute(53, u8),
    icmpv6CodeMask: attribute(54, u8),
    icmpv6Type: attribute(55, u8),
    icmpv6TypeMask: attribute(56, u8),
    arpSourceIp: attribute(57, ipv4),
    arpSourceIpMask: attribute(58, ipv4),
    arpTargetIp: attribute(59, ipv4),
    arpTargetIpMask: attribute(60, ipv4),
    arpOperation: attribute(61, u8),
    arpOperationMask: attribute(62, u8),
    arpSourceHardware: attribute(63, mac),
    arpSourceHardwareMask: attribute(64, mac),
    arpTargetHardware: attribute(65, mac),
    arpTargetHardwareMask: attribute(66, mac),
    mplsTtl: attribute(67, u8),
    mplsBottom: attribute(68, u8),
    mplsTrafficClass: attribute(69, u8),
    mplsLabel: attribute(70, u32),
    tcpFlags: attribute(71, be16),
    tcpFlagsMask: attribute(72, be16),
    ipTos: attribute(73, u8),
    ipTosMask: attribute(74, u8),
    ipTtl: attribute(75, u8),
    ipTtlMask: attribute(76, u8),
    customerVlanId: attribute(77, u16),
    customerVlanPriority: attribute(78, u8),
    customerVlanEtherType: attribute(79, be16),
    inHardwareCount: attribute(86, u32),
    portSourceMin: attribute(87, be16),
    portSourceMax: attribute(88, be16),
    portDestinationMin: attribute(89, be16),
    portDestinationMax: attribute(90, be16),
    conntrackState: attribute(91, flags(u16, CONNTRACK_STATES)),
    conntrackStateMask: attribute(92, flags(u16, CONNTRACK_STATES)),
    conntrackZone: attribute(93, u16),
    conntrackZoneMask: attribute(94, u16),
    conntrackMark: attribute(95, u32),
    conntrackMarkMask: attribute(96, u32),
    conntrackLabels: attribute(97, bytes),
    conntrackLabelsMask: attribute(98, bytes),
    mplsEntries: attribute(99, flowerMplsEntries, { nested: true }),
    hash: attribute(100, u32),
    hashMask: attribute(101, u32),
    vlanCount: attribute(102, u8),
    pppoeSession: attribute(103, be16),
    pppProtocol: attribute(104, be16),
    l2tpv3Session: attribute(105, be32),
    layer2Miss: attribute(106, u8),
    cfm: attribute(107, flowerCfm, { nested: true }),
    spi: attribute(108, be32),
    spiMask: attribute(109, be32),
  })
);
