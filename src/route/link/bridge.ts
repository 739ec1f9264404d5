import { ipv4, ipv6, mac } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { boolean, flag, u16, u32, u64, u8 } from "../../codec/numbers.ts";
import { field, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";
import { type BridgeId, bridgeId } from "./bridge-id.ts";
import { type VlanProtocol, vlanProtocol } from "./vlan.ts";

/** A switch of a bridge (`BR_BOOLOPT_*`). */
export type BridgeOption =
  | "noLinkLocalLearning"
  | "multicastVlanSnooping"
  | "multipleSpanningTrees"
  | "mdbOffloadFailureNotification"
  | "localDatabaseVlan0";

/** Switches of a bridge, and which of them a request changes (`struct br_boolopt_multi`). */
export interface BridgeOptions {
  /** Switches that are on (`optval`). */
  readonly values: Flags<BridgeOption>;
  /** Switches that the kernel knows, or that a request changes (`optmask`). */
  readonly mask: Flags<BridgeOption>;
}

/** Others who ask for memberships, one for each version of IP (`IFLA_BR_MCAST_QUERIER_STATE`). */
export interface BridgeQuerierState extends Extensible {
  /** IPv4 address of the querier (`BRIDGE_QUERIER_IP_ADDRESS`). */
  readonly address?: string;
  /** Index of the port behind which it is (`BRIDGE_QUERIER_IP_PORT`). */
  readonly port?: number;
  /** Time until it is taken for gone, in hundredths of a second (`BRIDGE_QUERIER_IP_OTHER_TIMER`). */
  readonly otherTimer?: bigint;
  /** Alignment on machines that need it (`BRIDGE_QUERIER_PAD`). */
  readonly padding?: Uint8Array;
  /** IPv6 address of the querier (`BRIDGE_QUERIER_IPV6_ADDRESS`). */
  readonly address6?: string;
  /** Index of the port behind which it is (`BRIDGE_QUERIER_IPV6_PORT`). */
  readonly port6?: number;
  /** Time until it is taken for gone, in hundredths of a second (`BRIDGE_QUERIER_IPV6_OTHER_TIMER`). */
  readonly otherTimer6?: bigint;
}

/** The data of a link of the kind `bridge`. */
export interface BridgeData extends Extensible {
  /** Time that a port listens and then learns before it forwards, in hundredths of a second (`IFLA_BR_FORWARD_DELAY`). */
  readonly forwardDelay?: number;
  /** Time between two messages of the root, in hundredths of a second (`IFLA_BR_HELLO_TIME`). */
  readonly helloTime?: number;
  /** Time after which a silent root is taken for gone, in hundredths of a second (`IFLA_BR_MAX_AGE`). */
  readonly maxAge?: number;
  /** Time after which a silent neighbor is forgotten, in hundredths of a second (`IFLA_BR_AGEING_TIME`). */
  readonly ageingTime?: number;
  /** Spanning tree: 0 off, 1 by the kernel, 2 by a program (`IFLA_BR_STP_STATE`). */
  readonly stpState?: number;
  /** Priority of the bridge in the spanning tree; the smaller wins (`IFLA_BR_PRIORITY`). */
  readonly priority?: number;
  /** Whether VLAN tags decide where packets go (`IFLA_BR_VLAN_FILTERING`). */
  readonly vlanFiltering?: boolean;
  /** Protocol of the tags by which it filters (`IFLA_BR_VLAN_PROTOCOL`). */
  readonly vlanProtocol?: VlanProtocol;
  /** Bits of the reserved link-local groups that are forwarded all the same (`IFLA_BR_GROUP_FWD_MASK`). */
  readonly groupForwardMask?: number;
  /** The root of the spanning tree (`IFLA_BR_ROOT_ID`). */
  readonly rootId?: BridgeId;
  /** The bridge itself in the spanning tree (`IFLA_BR_BRIDGE_ID`). */
  readonly bridgeId?: BridgeId;
  /** Number of the port towards the root; 0 where the bridge is the root (`IFLA_BR_ROOT_PORT`). */
  readonly rootPort?: number;
  /** Cost of the way to the root (`IFLA_BR_ROOT_PATH_COST`). */
  readonly rootPathCost?: number;
  /** Whether the root tells of a change (`IFLA_BR_TOPOLOGY_CHANGE`). */
  readonly topologyChange?: boolean;
  /** Whether the bridge saw a change (`IFLA_BR_TOPOLOGY_CHANGE_DETECTED`). */
  readonly topologyChangeDetected?: boolean;
  /** Time until the next message of the root, in hundredths of a second (`IFLA_BR_HELLO_TIMER`). */
  readonly helloTimer?: bigint;
  /** Time until the next notification of a change, in hundredths of a second (`IFLA_BR_TCN_TIMER`). */
  readonly topologyNotificationTimer?: bigint;
  /** Time until a change is over, in hundredths of a second (`IFLA_BR_TOPOLOGY_CHANGE_TIMER`). */
  readonly topologyChangeTimer?: bigint;
  /** Time until silent neighbors are looked for, in hundredths of a second (`IFLA_BR_GC_TIMER`). */
  readonly garbageTimer?: bigint;
  /** Address to which the messages of the spanning tree go (`IFLA_BR_GROUP_ADDR`). */
  readonly groupAddress?: string;
  /** Forgets all neighbors, in a request (`IFLA_BR_FDB_FLUSH`). */
  readonly flushDatabase?: true;
  /** Whether the bridge hears all multicast: 0 never, 1 when asked, 2 always (`IFLA_BR_MCAST_ROUTER`). */
  readonly multicastRouter?: number;
  /** Whether multicast goes only where it is wanted (`IFLA_BR_MCAST_SNOOPING`). */
  readonly multicastSnooping?: boolean;
  /** Whether its queries come from its own address (`IFLA_BR_MCAST_QUERY_USE_IFADDR`). */
  readonly multicastQueryUseAddress?: boolean;
  /** Whether the bridge asks who wants multicast (`IFLA_BR_MCAST_QUERIER`). */
  readonly multicastQuerier?: boolean;
  /** Longest chain of the group table; no longer used (`IFLA_BR_MCAST_HASH_ELASTICITY`). */
  readonly multicastHashElasticity?: number;
  /** Most groups that are remembered (`IFLA_BR_MCAST_HASH_MAX`). */
  readonly multicastHashMax?: number;
  /** Queries before a group is taken for left (`IFLA_BR_MCAST_LAST_MEMBER_CNT`). */
  readonly multicastLastMemberCount?: number;
  /** Queries at the start (`IFLA_BR_MCAST_STARTUP_QUERY_CNT`). */
  readonly multicastStartupQueryCount?: number;
  /** Time between the queries to the last member, in hundredths of a second (`IFLA_BR_MCAST_LAST_MEMBER_INTVL`). */
  readonly multicastLastMemberInterval?: bigint;
  /** Time after which a silent member is forgotten, in hundredths of a second (`IFLA_BR_MCAST_MEMBERSHIP_INTVL`). */
  readonly multicastMembershipInterval?: bigint;
  /** Time after which another querier is taken for gone, in hundredths of a second (`IFLA_BR_MCAST_QUERIER_INTVL`). */
  readonly multicastQuerierInterval?: bigint;
  /** Time between two queries, in hundredths of a second (`IFLA_BR_MCAST_QUERY_INTVL`). */
  readonly multicastQueryInterval?: bigint;
  /** Time that members have to answer, in hundredths of a second (`IFLA_BR_MCAST_QUERY_RESPONSE_INTVL`). */
  readonly multicastQueryResponseInterval?: bigint;
  /** Time between two queries at the start, in hundredths of a second (`IFLA_BR_MCAST_STARTUP_QUERY_INTVL`). */
  readonly multicastStartupQueryInterval?: bigint;
  /** Whether bridged IPv4 packets pass iptables (`IFLA_BR_NF_CALL_IPTABLES`). */
  readonly callIptables?: boolean;
  /** Whether bridged IPv6 packets pass ip6tables (`IFLA_BR_NF_CALL_IP6TABLES`). */
  readonly callIp6tables?: boolean;
  /** Whether bridged ARP packets pass arptables (`IFLA_BR_NF_CALL_ARPTABLES`). */
  readonly callArptables?: boolean;
  /** VLAN of untagged packets at new ports; 0 for none (`IFLA_BR_VLAN_DEFAULT_PVID`). */
  readonly vlanDefaultPvid?: number;
  /** Alignment on machines that need it (`IFLA_BR_PAD`). */
  readonly padding?: Uint8Array;
  /** Whether packets are counted by VLAN (`IFLA_BR_VLAN_STATS_ENABLED`). */
  readonly vlanStatsEnabled?: boolean;
  /** Whether multicast messages are counted (`IFLA_BR_MCAST_STATS_ENABLED`). */
  readonly multicastStatsEnabled?: boolean;
  /** Version of IGMP, 2 or 3 (`IFLA_BR_MCAST_IGMP_VERSION`). */
  readonly multicastIgmpVersion?: number;
  /** Version of MLD, 1 or 2 (`IFLA_BR_MCAST_MLD_VERSION`). */
  readonly multicastMldVersion?: number;
  /** Whether packets are counted by VLAN and port (`IFLA_BR_VLAN_STATS_PER_PORT`). */
  readonly vlanStatsPerPort?: boolean;
  /** Further switches (`IFLA_BR_MULTI_BOOLOPT`). */
  readonly options?: BridgeOptions;
  /** Others who ask for memberships (`IFLA_BR_MCAST_QUERIER_STATE`). */
  readonly multicastQuerierState?: BridgeQuerierState;
  /** How many neighbors the bridge has learnt (`IFLA_BR_FDB_N_LEARNED`). */
  readonly databaseLearned?: number;
  /** How many neighbors it may learn; 0 for any number (`IFLA_BR_FDB_MAX_LEARNED`). */
  readonly databaseMaxLearned?: number;
  /** Who runs the spanning tree; a number where it has no name here (`IFLA_BR_STP_MODE`). */
  readonly stpMode?: "auto" | "user" | "kernel" | number;
}

const bridgeOption = flags<BridgeOption>(u32, {
  noLinkLocalLearning: 1 << 0,
  multicastVlanSnooping: 1 << 1,
  multipleSpanningTrees: 1 << 2,
  mdbOffloadFailureNotification: 1 << 3,
  localDatabaseVlan0: 1 << 4,
});

const bridgeOptions: Codec<BridgeOptions> = struct<BridgeOptions>(8, {
  values: field(0, bridgeOption),
  mask: field(4, bridgeOption),
});

/** Others who ask for memberships, of a bridge or of one of its VLANs. */
export const bridgeQuerierState: Codec<BridgeQuerierState> = attributes<BridgeQuerierState>({
  address: attribute(1, ipv4),
  port: attribute(2, u32),
  otherTimer: attribute(3, u64),
  padding: attribute(4, bytes),
  address6: attribute(5, ipv6),
  port6: attribute(6, u32),
  otherTimer6: attribute(7, u64),
});

/** `IFLA_INFO_DATA` of a `bridge`. */
export const bridgeData: Codec<BridgeData> = attributes<BridgeData>({
  forwardDelay: attribute(1, u32),
  helloTime: attribute(2, u32),
  maxAge: attribute(3, u32),
  ageingTime: attribute(4, u32),
  stpState: attribute(5, u32),
  priority: attribute(6, u16),
  vlanFiltering: attribute(7, boolean(u8)),
  vlanProtocol: attribute(8, vlanProtocol),
  groupForwardMask: attribute(9, u16),
  rootId: attribute(10, bridgeId),
  bridgeId: attribute(11, bridgeId),
  rootPort: attribute(12, u16),
  rootPathCost: attribute(13, u32),
  topologyChange: attribute(14, boolean(u8)),
  topologyChangeDetected: attribute(15, boolean(u8)),
  helloTimer: attribute(16, u64),
  topologyNotificationTimer: attribute(17, u64),
  topologyChangeTimer: attribute(18, u64),
  garbageTimer: attribute(19, u64),
  groupAddress: attribute(20, mac),
  flushDatabase: attribute(21, flag),
  multicastRouter: attribute(22, u8),
  multicastSnooping: attribute(23, boolean(u8)),
  multicastQueryUseAddress: attribute(24, boolean(u8)),
  multicastQuerier: attribute(25, boolean(u8)),
  multicastHashElasticity: attribute(26, u32),
  multicastHashMax: attribute(27, u32),
  multicastLastMemberCount: attribute(28, u32),
  multicastStartupQueryCount: attribute(29, u32),
  multicastLastMemberInterval: attribute(30, u64),
  multicastMembershipInterval: attribute(31, u64),
  multicastQuerierInterval: attribute(32, u64),
  multicastQueryInterval: attribute(33, u64),
  multicastQueryResponseInterval: attribute(34, u64),
  multicastStartupQueryInterval: attribute(35, u64),
  callIptables: attribute(36, boolean(u8)),
  callIp6tables: attribute(37, boolean(u8)),
  callArptables: attribute(38, boolean(u8)),
  vlanDefaultPvid: attribute(39, u16),
  padding: attribute(40, bytes),
  vlanStatsEnabled: attribute(41, boolean(u8)),
  multicastStatsEnabled: attribute(42, boolean(u8)),
  multicastIgmpVersion: attribute(43, u8),
  multicastMldVersion: attribute(44, u8),
  vlanStatsPerPort: attribute(45, boolean(u8)),
  options: attribute(46, bridgeOptions),
  multicastQuerierState: attribute(47, bridgeQuerierState, { nested: true }),
  databaseLearned: attribute(48, u32),
  databaseMaxLearned: attribute(49, u32),
  stpMode: attribute(50, enumeration(u32, { auto: 0, user: 1, kernel: 2 })),
});
