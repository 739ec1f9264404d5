import { ip } from "../codec/address.ts";
import { attribute, chosen } from "../codec/attributes.ts";
import { mplsLabels } from "../codec/labels.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { enumeration, type Flags, flags } from "../codec/names.ts";
import { be16, be32, boolean, i32, u32, u64, u8, uint } from "../codec/numbers.ts";
import { field, type Grown, struct } from "../codec/struct.ts";
import { bytes } from "../codec/text.ts";
import { type Family, family } from "./family.ts";
import type { Action, FieldPath, MessageInfo, Noun } from "./noun.ts";
import { type RouteProtocol, routeProtocol } from "./protocol.ts";
import { type RouteType, routeType } from "./route-type.ts";
import { type RouteMetrics, routeMetrics } from "./route/metrics.ts";
import {
  NEXT_HOP_FLAGS,
  type NextHop,
  type NextHopAttributes,
  nextHopAttributes,
  type NextHopFlag,
  nextHops,
} from "./route/next-hop.ts";
import { type Scope, scope } from "./scope.ts";
import { headerTable } from "./table.ts";

/** A flag of a route: those of its only next hop (`RTNH_F_*`), and its own (`RTM_F_*`). */
export type RouteFlag =
  | NextHopFlag
  | "notify"
  | "cloned"
  | "equalize"
  | "prefix"
  | "lookupTable"
  | "fibMatch"
  | "routeOffload"
  | "routeTrap"
  | "routeOffloadFailed";

/** How good a router says it is (RFC 4191); a number where it has no name here. */
export type RoutePreference = "medium" | "high" | "invalid" | "low" | number;

/** How a cached route is used (`struct rta_cacheinfo`). */
export interface RouteCacheInfo extends Grown {
  /** How many use it (`rta_clntref`). */
  readonly references: number;
  /** Hundredths of a second since it was used (`rta_lastuse`). */
  readonly lastUse: number;
  /** Hundredths of a second until it is removed; 0 for never (`rta_expires`). */
  readonly expires: number;
  /** Error number that packets get; negative (`rta_error`). */
  readonly error: number;
  /** How often it was used (`rta_used`). */
  readonly used: number;
  /** Identification of packets (`rta_id`). */
  readonly id?: number;
  /** Time stamp of TCP (`rta_ts`). */
  readonly timestamp?: number;
  /** Age of the time stamp in seconds (`rta_tsage`). */
  readonly timestampAge?: number;
}

/** Counters of a multicast route (`struct rta_mfc_stats`). */
export interface MulticastRouteStats extends Grown {
  /** Packets forwarded (`mfcs_packets`). */
  readonly packets: bigint;
  /** Bytes forwarded (`mfcs_bytes`). */
  readonly bytes: bigint;
  /** Packets that came in by another link (`mfcs_wrong_if`). */
  readonly wrongLink: bigint;
}

/** The fixed part of a route message (`struct rtmsg`). */
export interface RouteHeader {
  /** Family of the route (`rtm_family`). */
  readonly family: Family;
  /** Length of `destination` in bits; 0 for the default route (`rtm_dst_len`). */
  readonly prefixLength: number;
  /** Length of `source` in bits (`rtm_src_len`). */
  readonly sourcePrefixLength: number;
  /** Type of service that packets must have; 0 for any (`rtm_tos`). */
  readonly tos: number;
  /** Table of the route: 254 main, 255 local (`RTA_TABLE`, the lower part of which is in `rtm_table` too). */
  readonly table: number;
  /** Who made the route (`rtm_protocol`). */
  readonly protocol: RouteProtocol;
  /** How far the destination is (`rtm_scope`). */
  readonly scope: Scope;
  /** What happens to the packets (`rtm_type`). */
  readonly type: RouteType;
  /** Flags (`rtm_flags`). */
  readonly flags: Flags<RouteFlag>;
}

/** The attributes of a route message (`RTA_*`). */
export interface RouteAttributes extends Pick<RouteHeader, "table">, NextHopAttributes {
  /** Network that packets go to; absent for the default route. For MPLS a label, such as `"100"` (`RTA_DST`). */
  readonly destination?: string;
  /** Network that packets come from; absent for any (`RTA_SRC`). */
  readonly source?: string;
  /** Index of the link that packets come in by (`RTA_IIF`). */
  readonly inputLink?: number;
  /** Index of the link that packets leave by; absent with `nextHops` (`RTA_OIF`). */
  readonly outputLink?: number;
  /** Priority, also called metric: the smallest wins (`RTA_PRIORITY`). */
  readonly priority?: number;
  /** Source address that the host prefers for such packets (`RTA_PREFSRC`). */
  readonly preferredSource?: string;
  /** What connections start with (`RTA_METRICS`). */
  readonly metrics?: RouteMetrics;
  /** The ways that packets can take, where there are several (`RTA_MULTIPATH`). */
  readonly nextHops?: readonly NextHop[];
  /** Unused by the kernel (`RTA_PROTOINFO`). */
  readonly protocolInfo?: Uint8Array;
  /** How the route is used (`RTA_CACHEINFO`). */
  readonly cacheInfo?: RouteCacheInfo;
  /** Unused by the kernel (`RTA_SESSION`). */
  readonly session?: Uint8Array;
  /** Unused by the kernel (`RTA_MP_ALGO`). */
  readonly multipathAlgorithm?: Uint8Array;
  /** Mark of the packets, in a query (`RTA_MARK`). */
  readonly mark?: number;
  /** Counters of a multicast route (`RTA_MFC_STATS`). */
  readonly multicastStats?: MulticastRouteStats;
  /** How good the router says it is; only IPv6 (`RTA_PREF`). */
  readonly preference?: RoutePreference;
  /** How long ago a multicast route was used, in hundredths of a second; in a request seconds to live (`RTA_EXPIRES`). */
  readonly expires?: number | bigint;
  /** Alignment on machines that need it (`RTA_PAD`). */
  readonly padding?: Uint8Array;
  /** User whose packets they are, in a query (`RTA_UID`). */
  readonly user?: number;
  /** Whether the TTL of MPLS packets is taken over (`RTA_TTL_PROPAGATE`). */
  readonly ttlPropagate?: boolean;
  /** IP protocol of the packets, in a query (`RTA_IP_PROTO`). */
  readonly ipProtocol?: number;
  /** Source port of the packets, in a query (`RTA_SPORT`). */
  readonly sourcePort?: number;
  /** Destination port of the packets, in a query (`RTA_DPORT`). */
  readonly destinationPort?: number;
  /** Number of the nexthop object that the route uses (`RTA_NH_ID`). */
  readonly nexthopId?: number;
  /** IPv6 flow label of the packets, in a query (`RTA_FLOWLABEL`). */
  readonly flowLabel?: number;
  /** Why the route was deleted (`RTA_DEL_REASON`). */
  readonly deleteReason?: "unspec" | "expired" | "routerWithdrew" | number;
}

/** A route. */
export interface Route extends RouteHeader, RouteAttributes {}

const cacheInfo = struct<RouteCacheInfo>(32, {
  references: field(0, u32),
  lastUse: field(4, u32),
  expires: field(8, i32),
  error: field(12, i32),
  used: field(16, u32),
  id: field(20, u32),
  timestamp: field(24, u32),
  timestampAge: field(28, u32),
}, { minimum: 20 });

const multicastStats = struct<MulticastRouteStats>(24, {
  packets: field(0, u64),
  bytes: field(8, u64),
  wrongLink: field(16, u64),
});

/** Every route message: `struct rtmsg` and `RTA_*`. */
export const routeMessage: MessageCodec<Route> = message<RouteHeader, RouteAttributes>(12, {
  family: field(0, family),
  prefixLength: field(1, u8),
  sourcePrefixLength: field(2, u8),
  tos: field(3, u8),
  table: field(4, headerTable),
  protocol: field(5, routeProtocol),
  scope: field(6, scope),
  type: field(7, routeType),
  flags: field(
    8,
    flags<RouteFlag>(u32, {
      ...NEXT_HOP_FLAGS,
      notify: 0x100,
      cloned: 0x200,
      equalize: 0x400,
      prefix: 0x800,
      lookupTable: 0x1000,
      fibMatch: 0x2000,
      routeOffload: 0x4000,
      routeTrap: 0x8000,
      routeOffloadFailed: 0x20000000,
    }),
  ),
}, {
  destination: chosen(
    1,
    { ip, mpls: mplsLabels },
    ({ family }: RouteHeader) => family === "mpls" ? "mpls" : "ip",
  ),
  source: attribute(2, ip),
  inputLink: attribute(3, u32),
  outputLink: attribute(4, u32),
  priority: attribute(6, u32),
  preferredSource: attribute(7, ip),
  metrics: attribute(8, routeMetrics),
  nextHops: attribute(9, nextHops),
  protocolInfo: attribute(10, bytes),
  cacheInfo: attribute(12, cacheInfo),
  session: attribute(13, bytes),
  multipathAlgorithm: attribute(14, bytes),
  table: attribute(15, u32),
  mark: attribute(16, u32),
  multicastStats: attribute(17, multicastStats),
  preference: attribute(20, enumeration(u8, { medium: 0, high: 1, invalid: 2, low: 3 })),
  expires: attribute(23, uint),
  padding: attribute(24, bytes),
  user: attribute(25, u32),
  ttlPropagate: attribute(26, boolean(u8)),
  ipProtocol: attribute(27, u8),
  sourcePort: attribute(28, be16),
  destinationPort: attribute(29, be16),
  nexthopId: attribute(30, u32),
  flowLabel: attribute(31, be32),
  deleteReason: attribute(32, enumeration(u32, { unspec: 0, expired: 1, routerWithdrew: 2 })),
  ...nextHopAttributes,
});

/** A route appeared, changed or disappeared. */
export interface RouteEvent {
  /** Tells what the event is about. */
  readonly type: "route";
  /**
   * Whether the route is there or gone. The kernel deletes IPv4 routes without a word when their link goes down or
   * their address goes; a `new` one whose message has the flag `replace` takes the place of another.
   */
  readonly action: Action;
  /** The route as it is now, or as it was. */
  readonly route: Route;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** A route of multicast packets appeared, changed or disappeared. */
export interface MulticastRouteEvent {
  /** Tells what the event is about. */
  readonly type: "multicastRoute";
  /** Whether the route is there or gone. */
  readonly action: Action;
  /**
   * The route as it is now, or as it was: from `source` and `inputLink`, for the group `destination`, to its `nextHops`,
   * whose number of hops is the least TTL of the packets.
   */
  readonly multicastRoute: Route;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** The fields of a route that tell links. */
const routeLinks: readonly FieldPath[] = [["inputLink"], ["outputLink"], ["nextHops", "outputLink"]];

/** Routes of multicast packets: messages about routes of the families `"ipmr"` and `"ip6mr"`. */
export const multicastRouteNoun: Noun<Route, MulticastRouteEvent> = {
  kernelName: "ROUTE",
  newType: 24,
  // RTNLGRP_IPV4_MROUTE, RTNLGRP_IPV6_MROUTE
  groups: [6, 10],
  codec: routeMessage,
  links: routeLinks,
  event: (action, multicastRoute, message) => ({ type: "multicastRoute", action, multicastRoute, message }),
};

/** Routes: `RTM_NEWROUTE`, `RTM_DELROUTE`. */
export const routeNoun: Noun<Route, RouteEvent | MulticastRouteEvent> = {
  kernelName: "ROUTE",
  newType: 24,
  // RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE, RTNLGRP_MPLS_ROUTE
  groups: [7, 11, 27],
  codec: routeMessage,
  links: routeLinks,
  event: (action, route, message) =>
    route.family === "ipmr" || route.family === "ip6mr"
      ? multicastRouteNoun.event(action, route, message)
      : { type: "route", action, route, message },
};
