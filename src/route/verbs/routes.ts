import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from "../../codec/framing.ts";
import { familyOf, parseAddress, parsePrefix } from "../../codec/prefix.ts";
import { hinted, NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import type { Family } from "../family.ts";
import type { RouteProtocol } from "../protocol.ts";
import type { RouteType } from "../route-type.ts";
import { type Route, type RouteFlag, routeNoun } from "../route.ts";
import { checkFamily, chosenFlags, fitting, pick } from "./description.ts";
import { LinkedRequests } from "./linked.ts";
import { mplsNoun } from "./mpls.ts";
import {
  checkRoute,
  destinationOf,
  messageOfListed,
  messageOfRoute,
  type NewRoute,
  ROUTE_FAMILIES,
  type RouteFamily,
} from "./new-route.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";
import { type RoutingTable, tableNumber } from "./routing-table.ts";

/** Which routes are listed: all that have every one of these properties. */
export interface RouteQuery extends RequestOptions {
  /** Those of this family. */
  readonly family?: Family;
  /** Those in this table, such as `"main"`, the only one that `ip route` prints unasked. @default every table */
  readonly table?: RoutingTable;
  /** Those that send packets out by this link. */
  readonly link?: LinkReference;
  /** Those that this made. */
  readonly protocol?: RouteProtocol;
  /** Those that do this with packets. */
  readonly type?: RouteType;
  /** Those to exactly this network: `"10.0.0.0/8"`, or `"default"`. */
  readonly destination?: string;
  /** Whether what the kernel found out on the way is listed (`RTM_F_CLONED`), instead of routes. @default {false} */
  readonly cloned?: boolean;
}

/** What packets are like for which a route is looked up. */
export interface RouteLookup
  extends
    RequestOptions,
    Partial<Pick<Route, "mark" | "user" | "tos" | "ipProtocol" | "sourcePort" | "destinationPort" | "flowLabel">> {
  /** Family of the destination, where that is an MPLS label. */
  readonly family?: RouteFamily;
  /** Address that they come from. */
  readonly from?: string;
  /** The link that they come in by, which with `from` means that they are forwarded. */
  readonly inputLink?: LinkReference;
  /** The link that they leave by. */
  readonly outputLink?: LinkReference;
  /** Whether the entry of the table is wanted as it stands there, with its prefix (`RTM_F_FIB_MATCH`). @default {false} */
  readonly fibMatch?: boolean;
}

const QUERY_FIELDS: readonly (keyof RouteQuery)[] = [
  "family",
  "table",
  "link",
  "protocol",
  "type",
  "destination",
  "cloned",
  "signal",
];
const PACKET_FIELDS = ["mark", "user", "tos", "ipProtocol", "sourcePort", "destinationPort", "flowLabel"] as const;
const LOOKUP_FIELDS: readonly (keyof RouteLookup)[] = [
  ...PACKET_FIELDS,
  "family",
  "from",
  "inputLink",
  "outputLink",
  "fibMatch",
  "signal",
];

/**
 * The routes of a network namespace: `RTM_GETROUTE`, `RTM_NEWROUTE`, `RTM_DELROUTE`.
 *
 * @example The way of packets
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * await rtnetlink.routes.add({ destination: "198.51.100.0/24", gateway: "192.0.2.254" });
 * const { outputLink, gateway } = await rtnetlink.routes.get("198.51.100.7");
 * console.log(outputLink, gateway);
 * await rtnetlink.routes.remove({ destination: "198.51.100.0/24" });
 * ```
 */
export class Routes {
  readonly #requests: LinkedRequests<Route>;
  readonly #mpls: LinkedRequests<Route>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, routeNoun);
    this.#mpls = new LinkedRequests(exchange, mplsNoun);
  }

  /** Lists the routes of all tables; rejects with `ENODEV` where there is no such link. */
  async list(query: RouteQuery = {}): Promise<readonly Route[]> {
    const operation = "list routes";
    checkOptions(operation, query, QUERY_FIELDS);
    const { family = "unspec", table, link, destination, cloned = false } = query;
    const subject = `Cannot ${operation}`;
    chosenFlags(subject, query, ["cloned"]);
    const own: Partial<Route> = {
      family,
      ...pick(query, ["protocol", "type"]),
      ...(table !== undefined && { table: tableNumber(subject, table) }),
    };
    const to = destination === undefined ? {} : destinationOf(`${subject}: destination`, destination, family);
    const fits = fitting<Route>({ ...own, ...to });
    const list = this.#requests.listFor(operation, query, ({ index }) => {
      const outputLink = link === undefined ? undefined : index(link);
      return {
        query: { ...own, ...(cloned && { flags: ["cloned"] }), ...(outputLink !== undefined && { outputLink }) },
        bare: { family },
        keep: (route) =>
          // Most have no flags at all, which is quicker to see.
          fits(route) && (route.flags.length > 0 && route.flags.includes("cloned")) === cloned &&
          (outputLink === undefined || uses(route, outputLink)),
      };
    });
    return await list.catch((error) => {
      // A table that nothing was ever put into has no routes.
      if (table !== undefined && error instanceof NetlinkError && error.code === "ENOENT") return [];
      throw error;
    });
  }

  /**
   * Looks up the route that packets to an address take, as `ip route get` does.
   *
   * Rejects with what such packets get where there is none: `ENETUNREACH`, `EHOSTUNREACH`, `EACCES`.
   */
  async get(destination: string, packets: RouteLookup = {}): Promise<Route> {
    const operation = `get route '${destination}'`;
    const subject = `Cannot ${operation}`;
    checkOptions(operation, packets, LOOKUP_FIELDS);
    checkFamily(subject, ROUTE_FAMILIES, packets.family);
    const { signal, from, inputLink, outputLink } = packets;
    const family = packets.family === "mpls"
      ? packets.family
      : familyOf(parseAddress(subject, destination, packets.family));
    const [found] = await this.#requests.run(operation, signal ? { signal } : {}, ({ index }) => {
      const flags: readonly RouteFlag[] = [
        // IPv6 tells the table in any case, and refuses to be asked for it.
        ...(family === "inet" ? ["lookupTable"] as const : []),
        ...chosenFlags(subject, packets, ["fibMatch"]),
      ];
      const value: Partial<Route> = {
        ...destinationOf(subject, destination, family),
        family,
        flags,
        ...(from !== undefined && sourceOfPackets(`${subject}: from`, from, family)),
        ...(inputLink !== undefined && { inputLink: index(inputLink) }),
        ...(outputLink !== undefined && { outputLink: index(outputLink) }),
        ...pick(packets, PACKET_FIELDS),
      };
      return [{ verb: "get", value }];
    });
    if (found === undefined) throw new NetlinkError(operation, "ESRCH");
    return found;
  }

  /** Adds a route and returns it; rejects with `EEXIST` where there is one to this network with the same priority. */
  add(route: NewRoute, options: RequestOptions = {}): Promise<Route> {
    return this.#put("add", NLM_F_CREATE | NLM_F_EXCL, route, options);
  }

  /** Adds a route in the place of the one to the same network with the same priority, if any, and returns it. */
  set(route: NewRoute, options: RequestOptions = {}): Promise<Route> {
    return this.#put("set", NLM_F_CREATE | NLM_F_REPLACE, route, options);
  }

  /**
   * Adds a route behind those to the same network with the same priority, and returns it: for IPv4 a route that counts
   * when those are gone, for IPv6 one more next hop of the route.
   */
  append(route: NewRoute, options: RequestOptions = {}): Promise<Route> {
    return this.#put("append", NLM_F_CREATE | NLM_F_APPEND, route, options);
  }

  /**
   * Removes a route, as it was added or as it was listed; what is not told is not
   * compared, and of several that fit the first goes.
   *
   * Rejects with `ESRCH` where there is none.
   */
  async remove(route: NewRoute | Route, options: RequestOptions = {}): Promise<void> {
    const isListed = typeof route === "object" && route !== null && "prefixLength" in route;
    if (!isListed) checkRoute("Cannot remove route", route);
    const { destination = "default", family } = route;
    const operation = `remove route '${destination}${isListed ? `/${route.prefixLength}` : ""}'`;
    await this.#requestsOf(family).run(operation, options, ({ index }) => [
      {
        verb: "delete",
        value: isListed ? messageOfListed(route) : messageOfRoute(`Cannot ${operation}`, route, index, "delete"),
      },
    ]);
  }

  async #put(verb: string, flags: number, route: NewRoute, options: RequestOptions): Promise<Route> {
    checkRoute(`Cannot ${verb} route`, route);
    const operation = `${verb} route '${route.destination}'`;
    const [made] = await this.#requestsOf(route.family).run(operation, options, ({ index }) => [
      { verb: "new", flags: flags | NLM_F_ECHO, value: messageOfRoute(`Cannot ${operation}`, route, index, "new") },
    ]).catch((failure: unknown) => {
      throw hinted(failure, ({ code }) => code === "ENODEV" ? hintOfWay(route) : undefined);
    });
    if (made === undefined) throw new NetlinkError(operation, "ESRCH");
    return made;
  }

  #requestsOf(family: Family | undefined): LinkedRequests<Route> {
    return family === "mpls" ? this.#mpls : this.#requests;
  }
}

/** What a route lacks that leads nowhere. */
function hintOfWay({ link, gateway, nextHops, nexthopId }: NewRoute): string | undefined {
  const isThere = [link, gateway, nextHops, nexthopId].some((way) => way !== undefined);
  return isThere ? undefined : "missing outputLink; expected a link or a gateway";
}

function sourceOfPackets(subject: string, from: string, family: RouteFamily): Partial<Route> {
  const { address, prefixLength } = parsePrefix(
    subject,
    parseAddress(subject, from, family === "mpls" ? undefined : family),
  );
  return { source: address, sourcePrefixLength: prefixLength };
}

function uses({ outputLink, nextHops, nexthopId }: Route, index: number): boolean {
  // What uses a nexthop object is listed without a link where the kernel was told so (`nexthop_compat_mode`).
  if (outputLink === undefined && nextHops === undefined) return nexthopId !== undefined;
  return outputLink === index || (nextHops ?? []).some((hop) => hop.outputLink === index);
}
