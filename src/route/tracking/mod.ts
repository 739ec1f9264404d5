import type { Address } from "../address.ts";
import type { Link } from "../link.ts";
import type { Neighbor } from "../neighbor.ts";
import type { Nexthop } from "../nexthop.ts";
import type { Route } from "../route.ts";
import type { Rule } from "../rule.ts";
import { addressTracking } from "./address.ts";
import { linkTracking } from "./link.ts";
import { neighborTracking } from "./neighbor.ts";
import { nexthopTracking } from "./nexthop.ts";
import { routeTracking } from "./route.ts";
import { ruleTracking } from "./rule.ts";
import type { Tracking } from "./tracking.ts";

/** The objects of which a copy can be kept, by their topic. */
export interface Tracked {
  /** Network interfaces. */
  readonly link: Link;
  /** IPv4 and IPv6 addresses of links. */
  readonly address: Address;
  /** IPv4, IPv6 and MPLS routes. */
  readonly route: Route;
  /** Neighbors and entries of forwarding databases. */
  readonly neighbor: Neighbor;
  /** Rules that choose the routing table. */
  readonly rule: Rule;
  /** Nexthop objects. */
  readonly nexthop: Nexthop;
}

/** What a copy has to know of each kind; links first, since all others name them. */
export const trackings: { readonly [T in keyof Tracked]: Tracking<Tracked[T]> } = {
  link: linkTracking,
  address: addressTracking,
  nexthop: nexthopTracking,
  route: routeTracking,
  neighbor: neighborTracking,
  rule: ruleTracking,
};
