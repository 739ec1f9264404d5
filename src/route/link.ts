import { attribute, chosen, type Extensible } from "../codec/attributes.ts";
import { hardwareAddress, ip } from "../codec/address.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { enumeration, type Flags } from "../codec/names.ts";
import { boolean, i32, u16, u32, u8, uint } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { bytes, cstring } from "../codec/text.ts";
import { type Family, family } from "./family.ts";
import { type BridgePortData, bridgePortData } from "./link/bridge-port.ts";
import { type LinkDevlinkPort, linkDevlinkPort } from "./link/devlink-port.ts";
import { type LinkDpllPin, linkDpllPin } from "./link/dpll-pin.ts";
import { type LinkEventReason, linkEventReason } from "./link/event-reason.ts";
import { type ExtendedMask, extendedMask } from "./link/extended-mask.ts";
import { type FamilySpecific, familySpecific } from "./link/family-specific.ts";
import { type LinkFlag, linkFlags } from "./link/flags.ts";
import { type HardwareType, hardwareType } from "./link/hardware.ts";
import { type Inet6Settings, inet6Settings } from "./link/inet6.ts";
import { type LinkInfo, linkInfo } from "./link/info.ts";
import { type LinkMap, linkMap } from "./link/map.ts";
import { type LinkProperties, linkProperties } from "./link/properties.ts";
import { type ProtoDownReason, protoDownReason } from "./link/proto-down-reason.ts";
import { type LinkState, linkState } from "./link/state.ts";
import { type LinkStats, stats32, stats64 } from "./link/stats.ts";
import { type VirtualFunctions, virtualFunctions } from "./link/virtual-function.ts";
import { type VirtualPort, virtualPort, type VirtualPorts, virtualPorts } from "./link/virtual-port.ts";
import { type LinkXdp, linkXdp } from "./link/xdp.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/**
 * What the family of a message tells of a link (`IFLA_PROTINFO`): for `bridge` it has the fields of
 * {@linkcode BridgePortData}, for `inet6` those of {@linkcode Inet6Settings}.
 */
export interface ProtocolInfo extends BridgePortData, Inet6Settings {}

/** The fixed part of a link message (`struct ifinfomsg`). */
export interface LinkHeader {
  /**
   * `"unspec"` for the link itself; `"bridge"` for what a bridge tells of a port, in which a `delete` means only that
   * the link left the bridge (`ifi_family`).
   */
  readonly family: Family;
  /** Type of the hardware (`ifi_type`, `ARPHRD_*`). */
  readonly type: HardwareType;
  /** Number of the link in its namespace, its identity (`ifi_index`). */
  readonly index: number;
  /** Flags (`ifi_flags`, `IFF_*`). */
  readonly flags: Flags<LinkFlag>;
  /** Flags that changed; all bits when the link is new (`ifi_change`). */
  readonly change: Flags<LinkFlag>;
}

/** The attributes of a link message (`IFLA_*`). */
export interface LinkAttributes extends Extensible {
  /** Link-layer address; an IP address for IP tunnels (`IFLA_ADDRESS`). */
  readonly address?: string;
  /** Link-layer broadcast address; the other end of IP tunnels (`IFLA_BROADCAST`). */
  readonly broadcast?: string;
  /** Name, up to 15 bytes; it can change, unlike `index` (`IFLA_IFNAME`). */
  readonly name?: string;
  /** Largest packet in bytes (`IFLA_MTU`). */
  readonly mtu?: number;
  /** Index of the link below, or of the other end of a `veth`, in the namespace `parentNamespaceId` (`IFLA_LINK`). */
  readonly parent?: number;
  /** Name of the root queueing discipline (`IFLA_QDISC`). */
  readonly qdisc?: string;
  /** Counters of 32 bits, which wrap; prefer `stats` (`IFLA_STATS`). */
  readonly stats32?: LinkStats<number>;
  /** Unused by the kernel (`IFLA_COST`). */
  readonly cost?: Uint8Array;
  /** Unused by the kernel (`IFLA_PRIORITY`). */
  readonly priority?: Uint8Array;
  /** Index of the bridge, bond or routing domain above (`IFLA_MASTER`). */
  readonly master?: number;
  /** A wireless event (`IFLA_WIRELESS`). */
  readonly wireless?: Uint8Array;
  /** What the family of the message tells of the link: a bridge of its port, IPv6 of its state (`IFLA_PROTINFO`). */
  readonly protocolInfo?: ProtocolInfo;
  /** Packets that can wait to be sent (`IFLA_TXQLEN`). */
  readonly transmitQueueLength?: number;
  /** Resources of the hardware (`IFLA_MAP`). */
  readonly map?: LinkMap;
  /** Packets that a driver handles in one go (`IFLA_WEIGHT`). */
  readonly weight?: number;
  /** Whether the link can carry packets (`IFLA_OPERSTATE`). */
  readonly state?: LinkState;
  /** Who decides when a link with a carrier is `up` (`IFLA_LINKMODE`). */
  readonly linkMode?: "default" | "dormant" | "testing" | number;
  /** Kind of the link and what belongs to it (`IFLA_LINKINFO`). */
  readonly linkInfo?: LinkInfo;
  /** Process whose namespace the link moves to, in a request (`IFLA_NET_NS_PID`). */
  readonly namespacePid?: number;
  /** A text that people give the link (`IFLA_IFALIAS`). */
  readonly alias?: string;
  /** How many virtual functions the device has (`IFLA_NUM_VF`). */
  readonly virtualFunctionCount?: number;
  /** Virtual functions, in a list that asks for them (`IFLA_VFINFO_LIST`). */
  readonly virtualFunctions?: VirtualFunctions;
  /** Counters; events carry them, lists only on request (`IFLA_STATS64`). */
  readonly stats?: LinkStats;
  /** Ports of virtual functions (`IFLA_VF_PORTS`). */
  readonly virtualPorts?: VirtualPorts;
  /** Port of the device itself (`IFLA_PORT_SELF`). */
  readonly ownPort?: VirtualPort;
  /** What belongs to address families, such as the configuration of IPv4 (`IFLA_AF_SPEC`). */
  readonly familySpecific?: FamilySpecific;
  /** Group, named in `/etc/iproute2/group` (`IFLA_GROUP`). */
  readonly group?: number;
  /** Descriptor of the namespace that the link moves to, in a request (`IFLA_NET_NS_FD`). */
  readonly namespaceDescriptor?: number;
  /** What a dump shall contain, in a request (`IFLA_EXT_MASK`). */
  readonly extendedMask?: Flags<ExtendedMask>;
  /** How many want to see packets for others (`IFLA_PROMISCUITY`). */
  readonly promiscuity?: number;
  /** Queues for sending (`IFLA_NUM_TX_QUEUES`). */
  readonly transmitQueues?: number;
  /** Queues for receiving (`IFLA_NUM_RX_QUEUES`). */
  readonly receiveQueues?: number;
  /** Whether the link has a carrier (`IFLA_CARRIER`). */
  readonly carrier?: boolean;
  /** Identity of the physical port (`IFLA_PHYS_PORT_ID`). */
  readonly physicalPortId?: Uint8Array;
  /** How often the carrier came or went (`IFLA_CARRIER_CHANGES`). */
  readonly carrierChanges?: number;
  /** Identity of the switch that the port belongs to (`IFLA_PHYS_SWITCH_ID`). */
  readonly physicalSwitchId?: Uint8Array;
  /** Number, in this namespace, of the namespace in which `parent` is (`IFLA_LINK_NETNSID`). */
  readonly parentNamespaceId?: number;
  /** Name of the physical port (`IFLA_PHYS_PORT_NAME`). */
  readonly physicalPortName?: string;
  /** Whether a protocol keeps the link down (`IFLA_PROTO_DOWN`). */
  readonly protoDown?: boolean;
  /** Most segments of one large packet to be sent (`IFLA_GSO_MAX_SEGS`). */
  readonly gsoMaxSegments?: number;
  /** Most bytes of one large packet to be sent (`IFLA_GSO_MAX_SIZE`). */
  readonly gsoMaxSize?: number;
  /** Alignment on machines that need it (`IFLA_PAD`). */
  readonly padding?: Uint8Array;
  /** The program that sees packets first (`IFLA_XDP`). */
  readonly xdp?: LinkXdp;
  /** Why the kernel announces the link (`IFLA_EVENT`). */
  readonly event?: LinkEventReason;
  /** Number, in this namespace, of the namespace that the link moves to (`IFLA_NEW_NETNSID`). */
  readonly newNamespaceId?: number;
  /** Number of the namespace that a request is about (`IFLA_TARGET_NETNSID`). */
  readonly targetNamespaceId?: number;
  /** How often the carrier came (`IFLA_CARRIER_UP_COUNT`). */
  readonly carrierUpCount?: number;
  /** How often the carrier went (`IFLA_CARRIER_DOWN_COUNT`). */
  readonly carrierDownCount?: number;
  /** Index that the link gets in the namespace that it moves to (`IFLA_NEW_IFINDEX`). */
  readonly newIndex?: number;
  /** Smallest `mtu` that the link takes (`IFLA_MIN_MTU`). */
  readonly minMtu?: number;
  /** Largest `mtu` that the link takes; 0 for no limit (`IFLA_MAX_MTU`). */
  readonly maxMtu?: number;
  /** Further properties, such as alternative names (`IFLA_PROP_LIST`). */
  readonly propertyList?: LinkProperties;
  /** Alternative name by which a request finds the link (`IFLA_ALT_IFNAME`). */
  readonly alternativeName?: string;
  /** Link-layer address of the hardware, whatever `address` was set to (`IFLA_PERM_ADDRESS`). */
  readonly permanentAddress?: string;
  /** Why a protocol keeps the link down (`IFLA_PROTO_DOWN_REASON`). */
  readonly protoDownReason?: ProtoDownReason;
  /** Name of the device on its bus, such as a PCI address (`IFLA_PARENT_DEV_NAME`). */
  readonly parentDeviceName?: string;
  /** Name of that bus, such as `"pci"` (`IFLA_PARENT_DEV_BUS_NAME`). */
  readonly parentDeviceBusName?: string;
  /** Most bytes of one packet put together from several received (`IFLA_GRO_MAX_SIZE`). */
  readonly groMaxSize?: number;
  /** Most bytes of one large packet that the hardware divides (`IFLA_TSO_MAX_SIZE`). */
  readonly tsoMaxSize?: number;
  /** Most segments into which the hardware divides one large packet (`IFLA_TSO_MAX_SEGS`). */
  readonly tsoMaxSegments?: number;
  /** How many want to see all multicast packets (`IFLA_ALLMULTI`). */
  readonly allMulticast?: number;
  /** The port that it is in the `devlink` family; empty where it is none (`IFLA_DEVLINK_PORT`). */
  readonly devlinkPort?: LinkDevlinkPort;
  /** As `gsoMaxSize`, for IPv4 (`IFLA_GSO_IPV4_MAX_SIZE`). */
  readonly gsoIpv4MaxSize?: number;
  /** As `groMaxSize`, for IPv4 (`IFLA_GRO_IPV4_MAX_SIZE`). */
  readonly groIpv4MaxSize?: number;
  /** The pin of a clock (`IFLA_DPLL_PIN`). */
  readonly dpllPin?: LinkDpllPin;
  /** How far ahead, in nanoseconds, the hardware can schedule packets (`IFLA_MAX_PACING_OFFLOAD_HORIZON`). */
  readonly maxPacingOffloadHorizon?: number | bigint;
  /** Whether the link cannot leave its namespace (`IFLA_NETNS_IMMUTABLE`). */
  readonly namespaceImmutable?: boolean;
  /** Bytes that the driver wants in front of a packet (`IFLA_HEADROOM`). */
  readonly headroom?: number;
  /** Bytes that the driver wants behind a packet (`IFLA_TAILROOM`). */
  readonly tailroom?: number;
}

/** What a link says deeper inside. */
export interface LinkDerived {
  /** What the link is, such as `"veth"`: the kind of `linkInfo`; absent for hardware and the loopback. */
  readonly kind?: string;
}

/** A network interface. */
export interface Link extends LinkHeader, LinkAttributes, LinkDerived {}

/** The hardware types whose link-layer addresses are IP addresses. */
const IP_TUNNELS: ReadonlySet<HardwareType> = new Set<HardwareType>(["ipip", "tunnel6", "sit", "gre", "gre6"]);

/** An address as the kind of hardware has it; the lengths of IP addresses alone are told apart from others'. */
const linkLayerAddress = { ip, hardware: hardwareAddress };

function addressForm({ type }: LinkHeader): "ip" | "hardware" {
  return IP_TUNNELS.has(type) ? "ip" : "hardware";
}

/** Every link message: `struct ifinfomsg` and `IFLA_*`. */
export const linkMessage: MessageCodec<Link> = message<LinkHeader, LinkAttributes, LinkDerived>(16, {
  family: field(0, family),
  type: field(2, hardwareType),
  index: field(4, i32),
  flags: field(8, linkFlags),
  change: field(12, linkFlags),
}, {
  address: chosen(1, linkLayerAddress, addressForm),
  broadcast: chosen(2, linkLayerAddress, addressForm),
  name: attribute(3, cstring),
  mtu: attribute(4, u32),
  parent: attribute(5, u32),
  qdisc: attribute(6, cstring),
  stats32: attribute(7, stats32),
  cost: attribute(8, bytes),
  priority: attribute(9, bytes),
  master: attribute(10, u32),
  wireless: attribute(11, bytes),
  protocolInfo: chosen<ProtocolInfo, LinkHeader>(
    12,
    { bridge: bridgePortData, inet6: inet6Settings },
    ({ family }) => `${family}`,
    { nested: true },
  ),
  transmitQueueLength: attribute(13, u32),
  map: attribute(14, linkMap),
  weight: attribute(15, u32),
  state: attribute(16, linkState),
  linkMode: attribute(17, enumeration(u8, { default: 0, dormant: 1, testing: 2 })),
  linkInfo: attribute(18, linkInfo),
  namespacePid: attribute(19, u32),
  alias: attribute(20, cstring),
  virtualFunctionCount: attribute(21, u32),
  virtualFunctions: attribute(22, virtualFunctions),
  stats: attribute(23, stats64),
  virtualPorts: attribute(24, virtualPorts),
  ownPort: attribute(25, virtualPort),
  familySpecific: chosen<FamilySpecific, LinkHeader>(
    26,
    familySpecific,
    ({ family }) => family === "bridge" || family === "ipmr" ? family : "unspec",
  ),
  group: attribute(27, u32),
  namespaceDescriptor: attribute(28, u32),
  extendedMask: attribute(29, extendedMask),
  promiscuity: attribute(30, u32),
  transmitQueues: attribute(31, u32),
  receiveQueues: attribute(32, u32),
  carrier: attribute(33, boolean(u8)),
  physicalPortId: attribute(34, bytes),
  carrierChanges: attribute(35, u32),
  physicalSwitchId: attribute(36, bytes),
  parentNamespaceId: attribute(37, i32),
  physicalPortName: attribute(38, cstring),
  protoDown: attribute(39, boolean(u8)),
  gsoMaxSegments: attribute(40, u32),
  gsoMaxSize: attribute(41, u32),
  padding: attribute(42, bytes),
  xdp: attribute(43, linkXdp),
  event: attribute(44, linkEventReason),
  newNamespaceId: attribute(45, i32),
  targetNamespaceId: attribute(46, i32),
  carrierUpCount: attribute(47, u32),
  carrierDownCount: attribute(48, u32),
  newIndex: attribute(49, i32),
  minMtu: attribute(50, u32),
  maxMtu: attribute(51, u32),
  propertyList: attribute(52, linkProperties, { nested: true }),
  alternativeName: attribute(53, cstring),
  permanentAddress: attribute(54, hardwareAddress),
  protoDownReason: attribute(55, protoDownReason, { nested: true }),
  parentDeviceName: attribute(56, cstring),
  parentDeviceBusName: attribute(57, cstring),
  groMaxSize: attribute(58, u32),
  tsoMaxSize: attribute(59, u32),
  tsoMaxSegments: attribute(60, u32),
  allMulticast: attribute(61, u32),
  devlinkPort: attribute(62, linkDevlinkPort, { nested: true }),
  gsoIpv4MaxSize: attribute(63, u32),
  groIpv4MaxSize: attribute(64, u32),
  dpllPin: attribute(65, linkDpllPin, { nested: true }),
  maxPacingOffloadHorizon: attribute(66, uint),
  namespaceImmutable: attribute(67, boolean(u8)),
  headroom: attribute(68, u16),
  tailroom: attribute(69, u16),
}, {
  kind: ({ linkInfo }) => linkInfo?.kind,
});

/** A link appeared, changed or disappeared. */
export interface LinkEvent {
  /** Tells what the event is about. */
  readonly type: "link";
  /** Whether the link is there, or is gone from this namespace (for `family: "bridge"`: from its bridge). */
  readonly action: Action;
  /** The link as it is now, or as it was. */
  readonly link: Link;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Links: `RTM_NEWLINK`, `RTM_DELLINK`. */
export const linkNoun: Noun<Link, LinkEvent> = {
  kernelName: "LINK",
  newType: 16,
  // RTNLGRP_LINK
  groups: [1],
  codec: linkMessage,
  links: [["index"]],
  event: (action, link, message) => ({ type: "link", action, link, message }),
};
