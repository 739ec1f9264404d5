import type { Route } from "../route.ts";
import { fingerprint, type Tracking } from "./tracking.ts";

/** The flags of a route or a next hop that do not come and go: all others only say how it is now. */
function lasting({ flags }: { readonly flags: readonly string[] }): string {
  return flags.includes("onlink") ? "onlink" : "";
}

/** What tells a route from others of the same slot, beside its next hops. */
function nature({ type, scope, protocol, preferredSource, metrics, preference, source, inputLink }: Route): string {
  const rest = metrics === undefined && preferredSource === undefined && source === undefined && inputLink === undefined
    ? ""
    : fingerprint([metrics, preferredSource, source, inputLink]);
  return `${type} ${scope} ${protocol} ${preference ?? ""} ${rest}`;
}

/** The way of a route's packets. A nexthop object's own ways change without a word, so its number stands for them. */
function way(route: Route): string {
  const { family, nexthopId, nextHops, gateway, outputLink, via, encapType, encap, flow, newDestination } = route;
  if (nexthopId !== undefined) return `nexthop ${nexthopId}`;
  if (nextHops !== undefined) {
    const hops = nextHops.map((hop) => fingerprint({ ...hop, flags: lasting(hop) }));
    // IPv6 keeps no order among them.
    return (family === "inet6" ? hops.toSorted() : hops).join();
  }
  const rest = [via, encapType, encap, flow, newDestination];
  return `${gateway ?? ""} ${outputLink ?? ""} ${lasting(route)} ${
    rest.every((part) => part === undefined) ? "" : fingerprint(rest)
  }`;
}

function slot({ family, table, destination, prefixLength, source, sourcePrefixLength, tos, priority }: Route): string {
  return `${family} ${table} ${destination ?? ""}/${prefixLength} ${source ?? ""}/${sourcePrefixLength} ${tos} ${
    priority ?? 0
  }`;
}

/**
 * Routes. Several may have the same destination, table, type of service and priority: all that they are made of tells
 * them apart.
 */
export const routeTracking: Tracking<Route> = {
  queries: [{ family: "unspec" }],
  holds: ({ family, flags }) =>
    (family === "inet" || family === "inet6" || family === "mpls") && !flags.includes("cloned"),
  kept: (route) => route,
  key: (route, place = slot(route)) => `${place} ${nature(route)} ${way(route)}`,
  slot,
  // IPv6 makes one route of several ways out of those that are added one by one.
  merges: ({ family }) => family === "inet6",
  repeats: (flags) => flags.includes("append"),
  volatile: new Set(["cacheInfo"]),
};
