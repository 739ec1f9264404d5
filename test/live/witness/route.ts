import type { Route } from "../../../mod.ts";
import {
  hexadecimal,
  mark,
  nameOf,
  near,
  network,
  nonZero,
  type Table,
  tableName,
  text,
  witnessed,
  words,
} from "../witness.ts";
import { ENCAP, tunnelDestination, tunnelTos } from "./encap.ts";

/** The flags of next hops and routes in the words of `ip`. */
export const NEXT_HOP_FLAGS = {
  dead: "dead",
  onlink: "onlink",
  pervasive: "pervasive",
  offload: "offload",
  trap: "trap",
  notify: "notify",
  linkDown: "linkdown",
  unresolved: "unresolved",
  routeOffload: "rt_offload",
  routeTrap: "rt_trap",
  routeOffloadFailed: "rt_offload_failed",
};

const METRICS: Table<NonNullable<Route["metrics"]>> = {
  rows: {
    mtu: ({ mtu }) => mtu,
    window: ({ window }) => window,
    rtt: ({ rtt }) => rtt === undefined ? undefined : rtt / 8,
    rttvar: ({ rttVariance }) => rttVariance === undefined ? undefined : rttVariance / 4,
    ssthresh: ({ slowStartThreshold }) => slowStartThreshold,
    cwnd: ({ congestionWindow }) => congestionWindow,
    advmss: ({ advertisedMss }) => advertisedMss,
    reordering: ({ reordering }) => reordering,
    hoplimit: ({ hopLimit }) => hopLimit,
    initcwnd: ({ initialCongestionWindow }) => initialCongestionWindow,
    ecn: ({ features = 0 }) => mark((features & 1) !== 0),
    rto_min: ({ minRetransmitTimeout }) => minRetransmitTimeout,
    initrwnd: ({ initialReceiveWindow }) => initialReceiveWindow,
    quickack: ({ quickAck }) => quickAck,
    congestion: ({ congestionControl }) => congestionControl,
    fastopen_no_cookie: ({ fastOpenNoCookie }) => fastOpenNoCookie,
  },
};

type Hop = Pick<Route, "gateway" | "via" | "outputLink" | "flags" | "flow" | "encapType" | "encap">;

const HOP: Table<Hop>["rows"] = {
  ...ENCAP,
  gateway: ({ gateway }) => gateway,
  via: ({ via }) => via && { family: via.family, host: via.address },
  dev: ({ outputLink }, context) => nameOf(outputLink, context),
  flags: ({ flags }) => words(flags, NEXT_HOP_FLAGS),
  flow: ({ flow }) => flow === undefined ? undefined : { from: `${flow >>> 16}`, to: `${flow & 0xffff}` },
};

const NEXT_HOP: Table<NonNullable<Route["nextHops"]>[number]> = {
  rows: { ...HOP, weight: ({ weight }) => weight },
};

/** `ip route show table all`. */
export const ROUTE: Table<Route> = {
  rows: {
    ...HOP,
    type: ({ type }) => text(type),
    dst: (route) => tunnelDestination(route) ?? network(route.destination, route.prefixLength) ?? "default",
    from: ({ source, sourcePrefixLength }) => network(source, sourcePrefixLength),
    tos: (route) => tunnelTos(route) ?? hexadecimal(nonZero(route.tos)),
    table: ({ table }) => tableName(table),
    protocol: ({ protocol }) => text(protocol),
    scope: ({ scope }) => text(scope),
    prefsrc: ({ preferredSource }) => preferredSource,
    metric: ({ priority }) => priority,
    metrics: ({ metrics }, context, theirs) =>
      // A list of one.
      metrics && [witnessed(METRICS, metrics, (theirs as unknown[] | undefined)?.[0] ?? {}, context)],
    nexthops: ({ nextHops }, context, theirs) =>
      nextHops?.map((hop, i) => witnessed(NEXT_HOP, hop, (theirs as unknown[] | undefined)?.[i] ?? {}, context)),
    nhid: ({ nexthopId }) => nexthopId,
    expires: ({ cacheInfo }) => near(nonZero(cacheInfo?.expires && cacheInfo.expires / 100)),
    pref: ({ preference }) => text(preference),
  },
  ignored: { nh_info: "ip asks for the nexthop object itself" },
};
