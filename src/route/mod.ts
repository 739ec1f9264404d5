import { type Address, type AddressEvent, addressNoun } from "./address.ts";
import { type Link, type LinkEvent, linkNoun } from "./link.ts";
import { type Neighbor, type NeighborEvent, neighborNoun } from "./neighbor.ts";
import { type Nexthop, type NexthopBucketEvent, nexthopBucketNoun, type NexthopEvent, nexthopNoun } from "./nexthop.ts";
import type { Noun } from "./noun.ts";
import { type Route, type RouteEvent, routeNoun } from "./route.ts";
import { type Rule, type RuleEvent, ruleNoun } from "./rule.ts";

export type * from "./address.ts";
export type * from "./family.ts";
export type * from "./link.ts";
export type * from "./link/amt.ts";
export type * from "./link/bareudp.ts";
export type * from "./link/batadv.ts";
export type * from "./link/bond.ts";
export type * from "./link/bond-port.ts";
export type * from "./link/bridge.ts";
export type * from "./link/bridge-id.ts";
export type * from "./link/bridge-port.ts";
export type * from "./link/can.ts";
export type * from "./link/dsa.ts";
export type * from "./link/geneve.ts";
export type * from "./link/gre.ts";
export type * from "./link/gtp.ts";
export type * from "./link/hardware.ts";
export type * from "./link/hsr.ts";
export type * from "./link/info.ts";
export type * from "./link/ip-tunnel.ts";
export type * from "./link/ipoib.ts";
export type * from "./link/ipvlan.ts";
export type * from "./link/macsec.ts";
export type * from "./link/macvlan.ts";
export type * from "./link/netkit.ts";
export type * from "./link/ovpn.ts";
export type * from "./link/peer.ts";
export type * from "./link/ppp.ts";
export type * from "./link/rmnet.ts";
export type * from "./link/stats.ts";
export type * from "./link/tun.ts";
export type * from "./link/veth.ts";
export type * from "./link/vlan.ts";
export type * from "./link/vrf.ts";
export type * from "./link/vti.ts";
export type * from "./link/vxlan.ts";
export type * from "./link/wwan.ts";
export type * from "./link/xfrm.ts";
export type * from "./neighbor.ts";
export type * from "./nexthop.ts";
export type * from "./noun.ts";
export type * from "./protocol.ts";
export type * from "./route-type.ts";
export type * from "./route.ts";
export type * from "./route/encap.ts";
export type * from "./route/encap/bpf.ts";
export type * from "./route/encap/ila.ts";
export type * from "./route/encap/ioam6.ts";
export type * from "./route/encap/ip-tunnel.ts";
export type * from "./route/encap/mpls.ts";
export type * from "./route/encap/routing-header.ts";
export type * from "./route/encap/rpl.ts";
export type * from "./route/encap/seg6.ts";
export type * from "./route/encap/seg6local.ts";
export type * from "./route/encap/segment-routing.ts";
export type * from "./route/encap/tunnel-options.ts";
export type * from "./route/encap/xfrm.ts";
export type * from "./route/metrics.ts";
export type * from "./route/next-hop.ts";
export type * from "./rule.ts";
export type * from "./scope.ts";

/** The kinds of objects that rtnetlink tells of, by the topic to watch and the `type` of their events. */
export interface Nouns {
  /** Network interfaces. */
  readonly link: Noun<Link, LinkEvent>;
  /** IPv4 and IPv6 addresses of links. */
  readonly address: Noun<Address, AddressEvent>;
  /** IPv4, IPv6 and MPLS routes. */
  readonly route: Noun<Route, RouteEvent>;
  /** Neighbors: ARP, ND and forwarding databases. */
  readonly neighbor: Noun<Neighbor, NeighborEvent>;
  /** Rules that choose the routing table. */
  readonly rule: Noun<Rule, RuleEvent>;
  /** Nexthop objects, which routes share. */
  readonly nexthop: Noun<Nexthop, NexthopEvent>;
  /** Buckets of resilient groups of nexthop objects. */
  readonly nexthopBucket: Noun<Nexthop, NexthopBucketEvent>;
}

/** What can be watched. */
export type Topic = keyof Nouns;

/** An event about an object. */
export type ObjectEvent = { readonly [T in Topic]: Nouns[T] extends Noun<infer _, infer Event> ? Event : never }[Topic];

/** Every kind of object, in the order in which they are told of. */
export const nouns: Nouns = {
  link: linkNoun,
  address: addressNoun,
  route: routeNoun,
  neighbor: neighborNoun,
  rule: ruleNoun,
  nexthop: nexthopNoun,
  nexthopBucket: nexthopBucketNoun,
};
