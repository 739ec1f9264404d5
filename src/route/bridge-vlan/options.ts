import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { boolean, u16, u32, u64, u8 } from "../../codec/numbers.ts";
import { type BridgeQuerierState, bridgeQuerierState } from "../link/bridge.ts";
import { type MulticastRouters, multicastRouters } from "../mdb/router.ts";

/** Ports that lead to multicast routers, in the form that a multicast database has them. */
export interface BridgeVlanRouters extends Extensible {
  /** Those ports (`MDBA_ROUTER`). */
  readonly routers?: MulticastRouters;
}

/** What a VLAN, or a range of them, is for a whole bridge (`BRIDGE_VLANDB_GOPTS_*`); times in hundredths of a second. */
export interface BridgeVlanOptions extends Extensible {
  /** Number of the VLAN, or of the first one (`BRIDGE_VLANDB_GOPTS_ID`). */
  readonly id?: number;
  /** Number of the last one (`BRIDGE_VLANDB_GOPTS_RANGE`). */
  readonly range?: number;
  /** Whether multicast goes only where it is wanted (`BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING`). */
  readonly multicastSnooping?: boolean;
  /** Version of IGMP, 2 or 3 (`BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION`). */
  readonly multicastIgmpVersion?: number;
  /** Version of MLD, 1 or 2 (`BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION`). */
  readonly multicastMldVersion?: number;
  /** Queries before a group is taken for left (`BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT`). */
  readonly multicastLastMemberCount?: number;
  /** Queries at the start (`BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT`). */
  readonly multicastStartupQueryCount?: number;
  /** Time between the queries to the last member (`BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL`). */
  readonly multicastLastMemberInterval?: bigint;
  /** Time after which a silent member is forgotten (`BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL`). */
  readonly multicastMembershipInterval?: bigint;
  /** Time after which another querier is taken for gone (`BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL`). */
  readonly multicastQuerierInterval?: bigint;
  /** Time between two queries (`BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL`). */
  readonly multicastQueryInterval?: bigint;
  /** Time that members have to answer (`BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL`). */
  readonly multicastQueryResponseInterval?: bigint;
  /** Time between two queries at the start (`BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL`). */
  readonly multicastStartupQueryInterval?: bigint;
  /** Whether the bridge asks who wants multicast (`BRIDGE_VLANDB_GOPTS_MCAST_QUERIER`). */
  readonly multicastQuerier?: boolean;
  /** Ports that lead to multicast routers (`BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS`). */
  readonly multicastRouterPorts?: BridgeVlanRouters;
  /** Who else asks (`BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE`). */
  readonly multicastQuerierState?: BridgeQuerierState;
  /** The spanning tree that the VLAN belongs to (`BRIDGE_VLANDB_GOPTS_MSTI`). */
  readonly spanningTree?: number;
}

/** `BRIDGE_VLANDB_GLOBAL_OPTIONS`. */
export const bridgeVlanOptions: Codec<BridgeVlanOptions> = attributes<BridgeVlanOptions>({
  id: attribute(1, u16),
  range: attribute(2, u16),
  multicastSnooping: attribute(3, boolean(u8)),
  multicastIgmpVersion: attribute(4, u8),
  multicastMldVersion: attribute(5, u8),
  multicastLastMemberCount: attribute(6, u32),
  multicastStartupQueryCount: attribute(7, u32),
  multicastLastMemberInterval: attribute(8, u64),
  multicastMembershipInterval: attribute(10, u64),
  multicastQuerierInterval: attribute(11, u64),
  multicastQueryInterval: attribute(12, u64),
  multicastQueryResponseInterval: attribute(13, u64),
  multicastStartupQueryInterval: attribute(14, u64),
  multicastQuerier: attribute(15, boolean(u8)),
  multicastRouterPorts: attribute(
    16,
    attributes<BridgeVlanRouters>({ routers: attribute(2, multicastRouters) }),
    { nested: true },
  ),
  multicastQuerierState: attribute(17, bridgeQuerierState, { nested: true }),
  spanningTree: attribute(18, u16),
});
