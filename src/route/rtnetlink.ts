import { Exchange, type ExchangeOptions } from "../exchange.ts";
import type { Address } from "./address.ts";
import { anycastAddressNoun } from "./anycast-address.ts";
import { multicastAddressNoun } from "./multicast-address.ts";
import { type Netconf, netconfNoun } from "./netconf.ts";
import { multicastRouteNoun, type Route } from "./route.ts";
import { AddressLabels } from "./verbs/address-labels.ts";
import { Addresses } from "./verbs/addresses.ts";
import { BridgeVlans } from "./verbs/bridge-vlans.ts";
import { Chains } from "./verbs/chains.ts";
import { Filters } from "./verbs/filters.ts";
import { Links } from "./verbs/links.ts";
import { MulticastDatabases } from "./verbs/multicast-databases.ts";
import { NamespaceIds } from "./verbs/namespace-ids.ts";
import { NeighborTables } from "./verbs/neighbor-tables.ts";
import { Neighbors } from "./verbs/neighbors.ts";
import { Nexthops } from "./verbs/nexthops.ts";
import { ObjectList } from "./verbs/object-list.ts";
import { Qdiscs } from "./verbs/qdiscs.ts";
import { Routes } from "./verbs/routes.ts";
import { Rules } from "./verbs/rules.ts";
import { Statistics } from "./verbs/statistics.ts";
import { TrafficActionList } from "./verbs/traffic-actions.ts";
import { TrafficClasses } from "./verbs/traffic-classes.ts";
import { Tunnels } from "./verbs/tunnels.ts";

/** How {@linkcode Rtnetlink} is opened. */
export interface RtnetlinkOptions extends ExchangeOptions {}

/**
 * Lists and changes the network of a namespace.
 *
 * Requests that are made in one turn of the event loop travel together, and each has a result of its own.
 *
 * @example
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * for (const link of await rtnetlink.links.list()) console.log(link.index, link.name, link.state);
 * ```
 */
export class Rtnetlink implements Disposable, AsyncDisposable {
  readonly #exchange: Exchange;
  /** Network interfaces. */
  readonly links: Links;
  /** Addresses of links. */
  readonly addresses: Addresses;
  /** Routes. */
  readonly routes: Routes;
  /** Neighbors and entries of forwarding databases. */
  readonly neighbors: Neighbors;
  /** Rules that choose the routing table. */
  readonly rules: Rules;
  /** Nexthop objects, which routes share. */
  readonly nexthops: Nexthops;
  /** Settings of links for each address family. */
  readonly netconfs: ObjectList<Netconf>;
  /** Numbers by which the namespace knows others. */
  readonly nsids: NamespaceIds;
  /** Labels of IPv6 prefixes, by which source addresses are chosen. */
  readonly addressLabels: AddressLabels;
  /** Multicast groups of links; those of IPv4 can be listed since Linux 6.15. */
  readonly multicastAddresses: ObjectList<Address>;
  /** Anycast addresses of links. */
  readonly anycastAddresses: ObjectList<Address>;
  /** Routes of multicast packets; `link` is the one that packets come in by. */
  readonly multicastRoutes: ObjectList<Route>;
  /** Tables of neighbors, and how links look for neighbors. */
  readonly neighborTables: NeighborTables;
  /** Multicast databases of bridges and tunnels. */
  readonly mdb: MulticastDatabases;
  /** VLANs of bridges and their ports. */
  readonly bridgeVlans: BridgeVlans;
  /** Counters of links. */
  readonly stats: Statistics;
  /** Networks that tunnels accept. */
  readonly tunnels: Tunnels;
  /** Qdiscs, which queue the packets of links. */
  readonly qdiscs: Qdiscs;
  /** Classes of qdiscs. */
  readonly trafficClasses: TrafficClasses;
  /** Filters, which tell the classes of packets. */
  readonly filters: Filters;
  /** Chains of filters. */
  readonly chains: Chains;
  /** Actions of traffic control. */
  readonly trafficActions: TrafficActionList;

  private constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.links = new Links(exchange);
    this.addresses = new Addresses(exchange);
    this.routes = new Routes(exchange);
    this.neighbors = new Neighbors(exchange);
    this.rules = new Rules(exchange);
    this.nexthops = new Nexthops(exchange);
    this.netconfs = new ObjectList(exchange, netconfNoun, {
      name: "netconfs",
      families: ["inet", "inet6", "mpls"],
      linkOf: ({ index }) => index,
    });
    this.nsids = new NamespaceIds(exchange);
    this.addressLabels = new AddressLabels(exchange);
    this.multicastAddresses = new ObjectList(exchange, multicastAddressNoun, {
      name: "multicast addresses",
      families: ["inet", "inet6"],
      linkOf: ({ index }) => index,
    });
    this.anycastAddresses = new ObjectList(exchange, anycastAddressNoun, {
      name: "anycast addresses",
      families: ["inet6"],
      linkOf: ({ index }) => index,
    });
    this.multicastRoutes = new ObjectList(exchange, multicastRouteNoun, {
      name: "multicast routes",
      families: ["ipmr", "ip6mr"],
      linkOf: ({ inputLink }) => inputLink,
    });
    this.neighborTables = new NeighborTables(exchange);
    this.mdb = new MulticastDatabases(exchange);
    this.bridgeVlans = new BridgeVlans(exchange);
    this.stats = new Statistics(exchange);
    this.tunnels = new Tunnels(exchange);
    this.qdiscs = new Qdiscs(exchange);
    this.trafficClasses = new TrafficClasses(exchange);
    this.filters = new Filters(exchange);
    this.chains = new Chains(exchange);
    this.trafficActions = new TrafficActionList(exchange);
  }

  /**
   * Opens a socket for requests. Listing is for any user; changes need `CAP_NET_ADMIN`.
   *
   * Throws a `RangeError` for an option that cannot be, and a {@linkcode NetlinkError} for what the kernel refuses.
   */
  static async open(options: RtnetlinkOptions = {}): Promise<Rtnetlink> {
    return new Rtnetlink(await Exchange.open("route", options));
  }

  /** Closes the socket at once; what is under way is rejected. Further calls do nothing. */
  close(): void {
    this.#exchange.close();
  }

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Closes the socket and waits until its descriptor is free. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#exchange[Symbol.asyncDispose]();
  }
}
