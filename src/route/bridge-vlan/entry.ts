import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { boolean, u16, u32, u64, u8 } from "../../codec/numbers.ts";
import { type BridgePortState, bridgePortState, type BridgeVlan, bridgeVlan } from "../link/bridge-vlan.ts";
import { type MulticastRouterType, multicastRouterType } from "../mdb/router.ts";

/** The tunnel that a VLAN goes into (`BRIDGE_VLANDB_TINFO_*`). */
export interface BridgeVlanEntryTunnel extends Extensible {
  /** Network number of the first VLAN (`BRIDGE_VLANDB_TINFO_ID`). */
  readonly id?: number;
  /** What a request does: 19 (`RTM_SETLINK`) sets it, 17 (`RTM_DELLINK`) removes it (`BRIDGE_VLANDB_TINFO_CMD`). */
  readonly command?: number;
}

/** Counters of a VLAN (`BRIDGE_VLANDB_STATS_*`). */
export interface BridgeVlanStats extends Extensible {
  /** Bytes received (`BRIDGE_VLANDB_STATS_RX_BYTES`). */
  readonly rxBytes?: bigint;
  /** Packets received (`BRIDGE_VLANDB_STATS_RX_PACKETS`). */
  readonly rxPackets?: bigint;
  /** Bytes sent (`BRIDGE_VLANDB_STATS_TX_BYTES`). */
  readonly txBytes?: bigint;
  /** Packets sent (`BRIDGE_VLANDB_STATS_TX_PACKETS`). */
  readonly txPackets?: bigint;
}

/** A VLAN, or a range of equal ones, at a port or at the bridge itself (`BRIDGE_VLANDB_ENTRY_*`). */
export interface BridgeVlanEntry extends Extensible {
  /** The VLAN, or the first one (`BRIDGE_VLANDB_ENTRY_INFO`). */
  readonly info?: BridgeVlan;
  /** Number of the last one (`BRIDGE_VLANDB_ENTRY_RANGE`). */
  readonly range?: number;
  /** State in the spanning tree (`BRIDGE_VLANDB_ENTRY_STATE`). */
  readonly state?: BridgePortState;
  /** The tunnel that it goes into (`BRIDGE_VLANDB_ENTRY_TUNNEL_INFO`). */
  readonly tunnel?: BridgeVlanEntryTunnel;
  /** What was received and sent (`BRIDGE_VLANDB_ENTRY_STATS`). */
  readonly stats?: BridgeVlanStats;
  /** Whether a multicast router is behind the port (`BRIDGE_VLANDB_ENTRY_MCAST_ROUTER`). */
  readonly multicastRouter?: MulticastRouterType;
  /** How many multicast groups there are (`BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS`). */
  readonly multicastGroups?: number;
  /** How many there may be; 0 for any number (`BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS`). */
  readonly multicastMaxGroups?: number;
  /** Whether the bridge answers ARP and ND from what it knows (`BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS`). */
  readonly neighborSuppress?: boolean;
  /** Whether unasked ARP and ND messages go on all the same (`BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT`). */
  readonly neighborForwardGratuitous?: boolean;
}

/** `BRIDGE_VLANDB_ENTRY`. */
export const bridgeVlanEntry: Codec<BridgeVlanEntry> = attributes<BridgeVlanEntry>({
  info: attribute(1, bridgeVlan),
  range: attribute(2, u16),
  state: attribute(3, bridgePortState),
  tunnel: attribute(
    4,
    attributes<BridgeVlanEntryTunnel>({ id: attribute(1, u32), command: attribute(2, u32) }),
    { nested: true },
  ),
  stats: attribute(
    5,
    attributes<BridgeVlanStats>({
      rxBytes: attribute(1, u64),
      rxPackets: attribute(2, u64),
      txBytes: attribute(3, u64),
      txPackets: attribute(4, u64),
    }),
    { nested: true },
  ),
  multicastRouter: attribute(6, multicastRouterType),
  multicastGroups: attribute(7, u32),
  multicastMaxGroups: attribute(8, u32),
  neighborSuppress: attribute(9, boolean(u8)),
  neighborForwardGratuitous: attribute(10, boolean(u8)),
});
