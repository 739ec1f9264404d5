import { type Address, type AddressEvent, addressNoun } from "./address.ts";
import { type AddressLabel, type AddressLabelEvent, addressLabelNoun } from "./address-label.ts";
import { type AnycastAddressEvent, anycastAddressNoun } from "./anycast-address.ts";
import { type BridgeVlanDatabase, type BridgeVlanEvent, bridgeVlanNoun } from "./bridge-vlan.ts";
import { type Chain, type ChainEvent, chainNoun } from "./chain.ts";
import { type Filter, type FilterEvent, filterNoun } from "./filter.ts";
import { type Link, type LinkEvent, linkNoun } from "./link.ts";
import { type Mdb, type MdbEvent, mdbNoun } from "./mdb.ts";
import { type MulticastAddressEvent, multicastAddressNoun } from "./multicast-address.ts";
import {
  type MulticastRouteReport,
  type MulticastRouteReportEvent,
  multicastRouteReportNoun,
} from "./multicast-route-report.ts";
import { type NamespaceId, type NamespaceIdEvent, namespaceIdNoun } from "./namespace-id.ts";
import { type NdUserOption, type NdUserOptionEvent, ndUserOptionNoun } from "./nd-user-option.ts";
import { type Neighbor, type NeighborEvent, neighborNoun } from "./neighbor.ts";
import { type NeighborTable, type NeighborTableEvent, neighborTableNoun } from "./neighbor-table.ts";
import { type Netconf, type NetconfEvent, netconfNoun } from "./netconf.ts";
import { type Nexthop, type NexthopBucketEvent, nexthopBucketNoun, type NexthopEvent, nexthopNoun } from "./nexthop.ts";
import type { Noun } from "./noun.ts";
import { type AdvertisedPrefix, type PrefixEvent, prefixNoun } from "./prefix.ts";
import { type Qdisc, type QdiscEvent, qdiscNoun } from "./qdisc.ts";
import { type MulticastRouteEvent, multicastRouteNoun, type Route, type RouteEvent, routeNoun } from "./route.ts";
import { type Rule, type RuleEvent, ruleNoun } from "./rule.ts";
import { type Stats, type StatsEvent, statsNoun } from "./stats.ts";
import { type TrafficActionEvent, trafficActionNoun, type TrafficActions } from "./traffic-action.ts";
import { type TrafficClass, type TrafficClassEvent, trafficClassNoun } from "./traffic-class.ts";
import { type Tunnel, type TunnelEvent, tunnelNoun } from "./tunnel.ts";

export type * from "./address.ts";
export type * from "./address-label.ts";
export type * from "./anycast-address.ts";
export type * from "./bridge-vlan.ts";
export type * from "./bridge-vlan/entry.ts";
export type * from "./bridge-vlan/options.ts";
export type * from "./chain.ts";
export type * from "./family.ts";
export type * from "./filter.ts";
export type * from "./link.ts";
export type * from "./link/amt.ts";
export type * from "./link/bareudp.ts";
export type * from "./link/batadv.ts";
export type * from "./link/bond.ts";
export type * from "./link/bond-port.ts";
export type * from "./link/bridge.ts";
export type * from "./link/bridge-cfm.ts";
export type * from "./link/bridge-id.ts";
export type * from "./link/bridge-mrp.ts";
export type * from "./link/bridge-port.ts";
export type * from "./link/bridge-vlan.ts";
export type * from "./link/can.ts";
export type * from "./link/devlink-port.ts";
export type * from "./link/dpll-pin.ts";
export type * from "./link/dsa.ts";
export type * from "./link/event-reason.ts";
export type * from "./link/extended-mask.ts";
export type * from "./link/family-specific.ts";
export type * from "./link/flags.ts";
export type * from "./link/geneve.ts";
export type * from "./link/gre.ts";
export type * from "./link/gtp.ts";
export type * from "./link/hardware.ts";
export type * from "./link/hsr.ts";
export type * from "./link/inet.ts";
export type * from "./link/inet6.ts";
export type * from "./link/inet6-configuration.ts";
export type * from "./link/inet6-stats.ts";
export type * from "./link/info.ts";
export type * from "./link/ip-tunnel.ts";
export type * from "./link/ipoib.ts";
export type * from "./link/ipvlan.ts";
export type * from "./link/macsec.ts";
export type * from "./link/macvlan.ts";
export type * from "./link/map.ts";
export type * from "./link/multicast-routing.ts";
export type * from "./link/netkit.ts";
export type * from "./link/ovpn.ts";
export type * from "./link/peer.ts";
export type * from "./link/ppp.ts";
export type * from "./link/properties.ts";
export type * from "./link/proto-down-reason.ts";
export type * from "./link/rmnet.ts";
export type * from "./link/state.ts";
export type * from "./link/stats.ts";
export type * from "./link/tun.ts";
export type * from "./link/veth.ts";
export type * from "./link/virtual-function.ts";
export type * from "./link/virtual-port.ts";
export type * from "./link/vlan.ts";
export type * from "./link/vrf.ts";
export type * from "./link/vti.ts";
export type * from "./link/vxlan.ts";
export type * from "./link/wwan.ts";
export type * from "./link/xdp.ts";
export type * from "./link/xfrm.ts";
export type * from "./mdb.ts";
export type * from "./mdb/entry.ts";
export type * from "./mdb/request.ts";
export type * from "./mdb/router.ts";
export type * from "./multicast-address.ts";
export type * from "./multicast-route-report.ts";
export type * from "./namespace-id.ts";
export type * from "./nd-user-option.ts";
export type * from "./neighbor.ts";
export type * from "./neighbor-table.ts";
export type * from "./netconf.ts";
export type * from "./nexthop.ts";
export type * from "./noun.ts";
export type * from "./prefix.ts";
export type * from "./protocol.ts";
export type * from "./qdisc.ts";
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
export type * from "./stats.ts";
export type * from "./stats/bond.ts";
export type * from "./stats/bridge.ts";
export type * from "./stats/mpls.ts";
export type * from "./stats/offload.ts";
export type * from "./tc/mod.ts";
export type * from "./traffic-action.ts";
export type * from "./traffic-class.ts";
export type * from "./tunnel.ts";

/** The kinds of objects that rtnetlink tells of, by the topic to watch and the `type` of their events. */
export interface Nouns {
  /** Network interfaces. */
  readonly link: Noun<Link, LinkEvent>;
  /** IPv4 and IPv6 addresses of links. */
  readonly address: Noun<Address, AddressEvent>;
  /** IPv4, IPv6 and MPLS routes. */
  readonly route: Noun<Route, RouteEvent | MulticastRouteEvent>;
  /** Neighbors: ARP, ND and forwarding databases. */
  readonly neighbor: Noun<Neighbor, NeighborEvent>;
  /** Rules that choose the routing table. */
  readonly rule: Noun<Rule, RuleEvent>;
  /** Nexthop objects, which routes share. */
  readonly nexthop: Noun<Nexthop, NexthopEvent>;
  /** Buckets of resilient groups of nexthop objects. */
  readonly nexthopBucket: Noun<Nexthop, NexthopBucketEvent>;
  /** Settings of links that the kernel announces. */
  readonly netconf: Noun<Netconf, NetconfEvent>;
  /** Numbers of namespaces. */
  readonly nsid: Noun<NamespaceId, NamespaceIdEvent>;
  /** Prefixes that routers advertise. */
  readonly prefix: Noun<AdvertisedPrefix, PrefixEvent>;
  /** Labels of prefixes, by which source addresses are chosen; nobody is told of changes. */
  readonly addressLabel: Noun<AddressLabel, AddressLabelEvent>;
  /** Multicast groups of links. */
  readonly multicastAddress: Noun<Address, MulticastAddressEvent>;
  /** Anycast addresses of links. */
  readonly anycastAddress: Noun<Address, AnycastAddressEvent>;
  /** Tables of neighbors; nobody is told of changes. */
  readonly neighborTable: Noun<NeighborTable, NeighborTableEvent>;
  /** Multicast databases of bridges and tunnels. */
  readonly mdb: Noun<Mdb, MdbEvent>;
  /** VLANs of bridges and their ports. */
  readonly bridgeVlan: Noun<BridgeVlanDatabase, BridgeVlanEvent>;
  /** Counters of links; watchers are told whether hardware counts, and no numbers. */
  readonly stats: Noun<Stats, StatsEvent>;
  /** Options of router advertisements that are for programs. */
  readonly ndUserOption: Noun<NdUserOption, NdUserOptionEvent>;
  /** Networks that tunnels accept. */
  readonly tunnel: Noun<Tunnel, TunnelEvent>;
  /** Routes of multicast packets, which have the messages of routes. */
  readonly multicastRoute: Noun<Route, MulticastRouteEvent>;
  /** Questions to programs that route multicast packets. */
  readonly multicastRouteReport: Noun<MulticastRouteReport, MulticastRouteReportEvent>;
  /** Qdiscs, which queue the packets of links. */
  readonly qdisc: Noun<Qdisc, QdiscEvent>;
  /** Classes of qdiscs. */
  readonly trafficClass: Noun<TrafficClass, TrafficClassEvent>;
  /** Filters, which tell the classes of packets. */
  readonly filter: Noun<Filter, FilterEvent>;
  /** Chains of filters. */
  readonly chain: Noun<Chain, ChainEvent>;
  /** Actions that several filters share. */
  readonly trafficAction: Noun<TrafficActions, TrafficActionEvent>;
}

/** A kind of objects, by which they are watched. */
export type Topic = keyof Nouns;

/** What can be watched: one kind of objects, or all of traffic control (`"tc"`), whose kinds are announced together. */
export type WatchTopic = Topic | "tc";

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
  netconf: netconfNoun,
  nsid: namespaceIdNoun,
  prefix: prefixNoun,
  addressLabel: addressLabelNoun,
  multicastAddress: multicastAddressNoun,
  anycastAddress: anycastAddressNoun,
  neighborTable: neighborTableNoun,
  mdb: mdbNoun,
  bridgeVlan: bridgeVlanNoun,
  stats: statsNoun,
  ndUserOption: ndUserOptionNoun,
  tunnel: tunnelNoun,
  multicastRoute: multicastRouteNoun,
  multicastRouteReport: multicastRouteReportNoun,
  qdisc: qdiscNoun,
  trafficClass: trafficClassNoun,
  filter: filterNoun,
  chain: chainNoun,
  trafficAction: trafficActionNoun,
};

/** What can be watched: what the kernel announces; all other kinds of objects are only listed. */
export const announced: readonly WatchTopic[] = [
  // Object.keys forgets the type of the keys.
  ...(Object.keys(nouns) as Topic[]).filter((topic) => nouns[topic].groups.length > 0),
  "tc",
];

/** The kinds of traffic control. */
const TRAFFIC_CONTROL: readonly Topic[] = ["qdisc", "trafficClass", "filter", "chain", "trafficAction"];

/** The kinds of objects that topics stand for. */
export function kindsOf(topics: readonly WatchTopic[]): readonly Topic[] {
  return topics.flatMap((topic) => topic === "tc" ? TRAFFIC_CONTROL : [topic]);
}
