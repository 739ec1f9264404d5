import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { boolean, flag, u16, u32, u64, u8 } from "../../codec/numbers.ts";
import { bytes } from "../../codec/text.ts";
import { type BridgeId, bridgeId } from "./bridge-id.ts";
import { type BridgePortState, bridgePortState } from "./bridge-vlan.ts";

/** What a link is as a port of a bridge. */
export interface BridgePortData extends Extensible {
  /** State in the spanning tree; a number where it has no name here (`IFLA_BRPORT_STATE`). */
  readonly state?: BridgePortState;
  /** Priority of the port; the smaller wins (`IFLA_BRPORT_PRIORITY`). */
  readonly priority?: number;
  /** Cost of the way through the port (`IFLA_BRPORT_COST`). */
  readonly cost?: number;
  /** Whether packets may leave by the port that they came in by (`IFLA_BRPORT_MODE`). */
  readonly hairpin?: boolean;
  /** Whether messages of the spanning tree are refused (`IFLA_BRPORT_GUARD`). */
  readonly guard?: boolean;
  /** Whether the root may not be behind the port (`IFLA_BRPORT_PROTECT`). */
  readonly rootBlock?: boolean;
  /** Whether the port leaves a multicast group at once (`IFLA_BRPORT_FAST_LEAVE`). */
  readonly fastLeave?: boolean;
  /** Whether neighbors behind the port are learnt (`IFLA_BRPORT_LEARNING`). */
  readonly learning?: boolean;
  /** Whether packets to unknown neighbors go out here (`IFLA_BRPORT_UNICAST_FLOOD`). */
  readonly unicastFlood?: boolean;
  /** Whether the bridge answers ARP for others (`IFLA_BRPORT_PROXYARP`). */
  readonly proxyArp?: boolean;
  /** Whether neighbors that the hardware learnt are taken over (`IFLA_BRPORT_LEARNING_SYNC`). */
  readonly learningSync?: boolean;
  /** Whether the bridge answers ARP for others, as access points do (`IFLA_BRPORT_PROXYARP_WIFI`). */
  readonly proxyArpWifi?: boolean;
  /** The root of the spanning tree behind the port (`IFLA_BRPORT_ROOT_ID`). */
  readonly rootId?: BridgeId;
  /** The bridge that is responsible for the port's network (`IFLA_BRPORT_BRIDGE_ID`). */
  readonly bridgeId?: BridgeId;
  /** The port that is responsible for that network (`IFLA_BRPORT_DESIGNATED_PORT`). */
  readonly designatedPort?: number;
  /** Cost of the way from there to the root (`IFLA_BRPORT_DESIGNATED_COST`). */
  readonly designatedCost?: number;
  /** Priority and number of the port in one (`IFLA_BRPORT_ID`). */
  readonly id?: number;
  /** Number of the port in its bridge (`IFLA_BRPORT_NO`). */
  readonly number?: number;
  /** Whether a change is to be acknowledged (`IFLA_BRPORT_TOPOLOGY_CHANGE_ACK`). */
  readonly topologyChangeAck?: boolean;
  /** Whether a message of the spanning tree is to be sent (`IFLA_BRPORT_CONFIG_PENDING`). */
  readonly configPending?: boolean;
  /** Time until the root is taken for gone, in hundredths of a second (`IFLA_BRPORT_MESSAGE_AGE_TIMER`). */
  readonly messageAgeTimer?: bigint;
  /** Time until the next state, in hundredths of a second (`IFLA_BRPORT_FORWARD_DELAY_TIMER`). */
  readonly forwardDelayTimer?: bigint;
  /** Time until the next message may be sent, in hundredths of a second (`IFLA_BRPORT_HOLD_TIMER`). */
  readonly holdTimer?: bigint;
  /** Forgets the neighbors behind the port, in a request (`IFLA_BRPORT_FLUSH`). */
  readonly flush?: true;
  /** Whether a multicast router is there: 0 never, 1 when heard, 2 always, 3 for a while (`IFLA_BRPORT_MULTICAST_ROUTER`). */
  readonly multicastRouter?: number;
  /** Alignment on machines that need it (`IFLA_BRPORT_PAD`). */
  readonly padding?: Uint8Array;
  /** Whether multicast that nobody asked for goes out here (`IFLA_BRPORT_MCAST_FLOOD`). */
  readonly multicastFlood?: boolean;
  /** Whether multicast is sent to each member by itself (`IFLA_BRPORT_MCAST_TO_UCAST`). */
  readonly multicastToUnicast?: boolean;
  /** Whether VLANs become tunnel numbers (`IFLA_BRPORT_VLAN_TUNNEL`). */
  readonly vlanTunnel?: boolean;
  /** Whether broadcasts go out here (`IFLA_BRPORT_BCAST_FLOOD`). */
  readonly broadcastFlood?: boolean;
  /** Bits of the reserved link-local groups that are forwarded all the same (`IFLA_BRPORT_GROUP_FWD_MASK`). */
  readonly groupForwardMask?: number;
  /** Whether the bridge answers ARP and ND from what it knows (`IFLA_BRPORT_NEIGH_SUPPRESS`). */
  readonly neighborSuppress?: boolean;
  /** Whether the port reaches no other isolated one (`IFLA_BRPORT_ISOLATED`). */
  readonly isolated?: boolean;
  /** Index of the link that takes over when this one has no carrier (`IFLA_BRPORT_BACKUP_PORT`). */
  readonly backupPort?: number;
  /** Whether the MRP ring is open (`IFLA_BRPORT_MRP_RING_OPEN`). */
  readonly mrpRingOpen?: boolean;
  /** Whether the interconnection of MRP rings is open (`IFLA_BRPORT_MRP_IN_OPEN`). */
  readonly mrpInterconnectOpen?: boolean;
  /** Most hosts whose membership is tracked (`IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT`). */
  readonly multicastHostsLimit?: number;
  /** Hosts whose membership is tracked (`IFLA_BRPORT_MCAST_EHT_HOSTS_CNT`). */
  readonly multicastHosts?: number;
  /** Whether only known neighbors may send (`IFLA_BRPORT_LOCKED`). */
  readonly locked?: boolean;
  /** Whether unknown neighbors are remembered as locked (`IFLA_BRPORT_MAB`). */
  readonly macAuthenticationBypass?: boolean;
  /** Groups at the port (`IFLA_BRPORT_MCAST_N_GROUPS`). */
  readonly multicastGroups?: number;
  /** Most groups at the port; 0 for any number (`IFLA_BRPORT_MCAST_MAX_GROUPS`). */
  readonly multicastMaxGroups?: number;
  /** Whether `neighborSuppress` is decided by VLAN (`IFLA_BRPORT_NEIGH_VLAN_SUPPRESS`). */
  readonly neighborVlanSuppress?: boolean;
  /** Number of the nexthop object for the backup port; 0 for none (`IFLA_BRPORT_BACKUP_NHID`). */
  readonly backupNexthopId?: number;
  /** Whether unasked announcements of neighbors are forwarded (`IFLA_BRPORT_NEIGH_FORWARD_GRAT`). */
  readonly neighborForwardGratuitous?: boolean;
}

/** `IFLA_INFO_SLAVE_DATA` of a port of a bridge, and `IFLA_PROTINFO` of what the bridge tells of it. */
export const bridgePortData: Codec<BridgePortData> = attributes<BridgePortData>({
  state: attribute(1, bridgePortState),
  priority: attribute(2, u16),
  cost: attribute(3, u32),
  hairpin: attribute(4, boolean(u8)),
  guard: attribute(5, boolean(u8)),
  rootBlock: attribute(6, boolean(u8)),
  fastLeave: attribute(7, boolean(u8)),
  learning: attribute(8, boolean(u8)),
  unicastFlood: attribute(9, boolean(u8)),
  proxyArp: attribute(10, boolean(u8)),
  learningSync: attribute(11, boolean(u8)),
  proxyArpWifi: attribute(12, boolean(u8)),
  rootId: attribute(13, bridgeId),
  bridgeId: attribute(14, bridgeId),
  designatedPort: attribute(15, u16),
  designatedCost: attribute(16, u16),
  id: attribute(17, u16),
  number: attribute(18, u16),
  topologyChangeAck: attribute(19, boolean(u8)),
  configPending: attribute(20, boolean(u8)),
  messageAgeTimer: attribute(21, u64),
  forwardDelayTimer: attribute(22, u64),
  holdTimer: attribute(23, u64),
  flush: attribute(24, flag),
  multicastRouter: attribute(25, u8),
  padding: attribute(26, bytes),
  multicastFlood: attribute(27, boolean(u8)),
  multicastToUnicast: attribute(28, boolean(u8)),
  vlanTunnel: attribute(29, boolean(u8)),
  broadcastFlood: attribute(30, boolean(u8)),
  groupForwardMask: attribute(31, u16),
  neighborSuppress: attribute(32, boolean(u8)),
  isolated: attribute(33, boolean(u8)),
  backupPort: attribute(34, u32),
  mrpRingOpen: attribute(35, boolean(u8)),
  mrpInterconnectOpen: attribute(36, boolean(u8)),
  multicastHostsLimit: attribute(37, u32),
  multicastHosts: attribute(38, u32),
  locked: attribute(39, boolean(u8)),
  macAuthenticationBypass: attribute(40, boolean(u8)),
  multicastGroups: attribute(41, u32),
  multicastMaxGroups: attribute(42, u32),
  neighborVlanSuppress: attribute(43, boolean(u8)),
  backupNexthopId: attribute(44, u32),
  neighborForwardGratuitous: attribute(45, boolean(u8)),
});
