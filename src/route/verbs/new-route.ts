import { familyOf, parseAddress, parsePrefix } from "../../codec/prefix.ts";
import { shown } from "../../shown.ts";
import type { Family } from "../family.ts";
import type { RouteProtocol } from "../protocol.ts";
import type { RouteType } from "../route-type.ts";
import type { Route } from "../route.ts";
import type { NextHop } from "../route/next-hop.ts";
import type { Scope } from "../scope.ts";
import { checkDescription, checkFamily, chosenFlags, namesOf, need, pick } from "./description.ts";
import type { LinkIndex } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import { type RoutingTable, tableNumber } from "./routing-table.ts";

/** A family whose routes can be changed. */
export type RouteFamily = "inet" | "inet6" | "mpls";

/** One of several ways that packets of a route are to take. */
export interface NewNextHop
  extends Partial<Pick<NextHop, "weight" | "flow" | "newDestination" | "encapType" | "encap">> {
  /** Address of the next router, for IPv4 and MPLS routes of either family. */
  readonly gateway?: string;
  /** The link that packets leave by. */
  readonly link?: LinkReference;
  /** Whether the gateway is taken to be on the link, whatever the addresses are (`RTNH_F_ONLINK`). @default {false} */
  readonly onlink?: boolean;
}

/** A route as it is to be. */
export interface NewRoute extends
  Omit<NewNextHop, "weight">,
  Partial<
    Pick<
      Route,
      "preferredSource" | "priority" | "metrics" | "tos" | "preference" | "expires" | "ttlPropagate" | "nexthopId"
    >
  > {
  /** Network that packets go to: `"10.0.0.0/8"`, a whole address, `"default"`; for MPLS a label such as `"100"`. */
  readonly destination: string;
  /** Family of the route. @default that of its addresses, and IPv4 for a default route without any */
  readonly family?: RouteFamily;
  /** Network that packets come from; only IPv6. */
  readonly source?: string;
  /** Table of the route. @default {"main"}, but `"local"` for the types that belong there */
  readonly table?: RoutingTable;
  /** What happens to the packets. @default {"unicast"} */
  readonly type?: RouteType;
  /** Who made the route. @default {"static"} */
  readonly protocol?: RouteProtocol;
  /** How far the destination is. @default as `ip` guesses: on the link where there is no gateway; only IPv4 has scopes */
  readonly scope?: Scope;
  /** The ways that packets take, where there are several. */
  readonly nextHops?: readonly NewNextHop[];
}

const NEXT_HOP_FIELDS = namesOf<NewNextHop>({
  gateway: true,
  link: true,
  weight: true,
  onlink: true,
  flow: true,
  newDestination: true,
  encapType: true,
  encap: true,
});
const FIELDS = namesOf<NewRoute>({
  destination: true,
  gateway: true,
  link: true,
  family: true,
  source: true,
  preferredSource: true,
  table: true,
  priority: true,
  metrics: true,
  scope: true,
  type: true,
  protocol: true,
  tos: true,
  nextHops: true,
  nexthopId: true,
  onlink: true,
  expires: true,
  preference: true,
  flow: true,
  newDestination: true,
  encapType: true,
  encap: true,
  ttlPropagate: true,
});
/** The families whose routes can be changed. */
export const ROUTE_FAMILIES: readonly RouteFamily[] = ["inet", "inet6", "mpls"];
/** The addresses of default routes, which are listed without one. */
const ANY: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);
/** Length in bits of an MPLS label. */
const LABEL_LENGTH = 20;
/** The types whose routes the kernel looks for in the table "local". */
const LOCAL_TYPES: ReadonlySet<unknown> = new Set(["local", "broadcast", "nat", "anycast"]);
/** The types of which `ip` guesses that the destination is the host, or on the link. */
const SCOPES: ReadonlyMap<unknown, Scope> = new Map<unknown, Scope>([
  ["local", "host"],
  ["nat", "host"],
  ["broadcast", "link"],
  ["multicast", "link"],
  ["anycast", "link"],
]);

/** Throws a `RangeError` for a description with unknown fields, or without a destination. */
export function checkRoute(subject: string, route: NewRoute): void {
  checkDescription(subject, route, FIELDS);
  need(subject, "a destination", route.destination);
}

/** The family of a route: that which is told, or that of its addresses. */
function familyOfRoute(
  subject: string,
  { family, destination, source, preferredSource, gateway, nextHops = [] }: NewRoute,
): RouteFamily {
  checkFamily(subject, ROUTE_FAMILIES, family);
  if (family !== undefined) return family;
  if (destination !== "default") return parsePrefix(subject, destination).family;
  if (!Array.isArray(nextHops)) throw new RangeError(`${subject}: nextHops: expected a list, got ${shown(nextHops)}`);
  const addresses = [source, preferredSource, gateway, ...nextHops.map((hop: NewNextHop) => hop?.gateway)];
  return addresses.some((address) => familyOf(`${address}`) === "inet6") ? "inet6" : "inet";
}

/** Where packets go to, as messages have it, and the family where the destination tells it. */
export function destinationOf(
  subject: string,
  destination: string,
  family: Family | undefined,
): Pick<Partial<Route>, "family" | "destination"> & Pick<Route, "prefixLength"> {
  if (destination === "default") return { prefixLength: 0 };
  if (family === "mpls") return { destination, prefixLength: LABEL_LENGTH };
  const prefix = parsePrefix(subject, destination, family === "inet" || family === "inet6" ? family : undefined);
  const { address, prefixLength } = prefix;
  const isDefault = prefixLength === 0 && ANY.has(address);
  return { family: prefix.family, prefixLength, ...(!isDefault && { destination: address }) };
}

/** The message of a route that is to be, or of one that is to go: what is not told of that is not compared. */
export function messageOfRoute(
  subject: string,
  route: NewRoute,
  index: LinkIndex,
  verb: "new" | "delete",
): Partial<Route> {
  const family = familyOfRoute(subject, route);
  const { table = LOCAL_TYPES.has(route.type) ? "local" : "main", nextHops, preferredSource } = route;
  return {
    family,
    ...destinationOf(subject, route.destination, family),
    ...sourceOf(subject, route, family),
    table: tableNumber(subject, table),
    // MPLS has no other, and wants it in every message.
    ...(verb === "new" && { protocol: "static" }),
    ...((verb === "new" || family === "mpls") && { type: "unicast" }),
    scope: family !== "inet" ? "global" : verb === "delete" ? "nowhere" : scopeOf(route),
    ...pick(route, ["protocol", "type", "scope", "priority", "metrics", "tos"]),
    ...pick(route, ["preference", "expires", "ttlPropagate", "nexthopId"]),
    ...(preferredSource !== undefined && family !== "mpls" && {
      preferredSource: parseAddress(`${subject}: preferredSource`, preferredSource, family),
    }),
    ...messageOfHop(subject, route, family, index),
    ...(nextHops !== undefined && { nextHops: messagesOfHops(subject, nextHops, family, index) }),
  };
}

/** As `ip` guesses for IPv4: what has a gateway is far, and what has none is on the link. */
function scopeOf({ type = "unicast", gateway, nextHops, nexthopId }: NewRoute): Scope {
  const isDirect = gateway === undefined && nextHops === undefined && nexthopId === undefined;
  return SCOPES.get(type) ?? (type === "unicast" && isDirect ? "link" : "global");
}

function sourceOf(subject: string, { source }: NewRoute, family: RouteFamily): Partial<Route> {
  if (source === undefined) return {};
  // The kernel would take it and never look at it.
  if (family !== "inet6") throw new RangeError(`${subject}: source: expected none, as only IPv6 routes have one`);
  const { address, prefixLength } = parsePrefix(`${subject}: source`, source, family);
  return { source: address, sourcePrefixLength: prefixLength };
}

function messagesOfHops(
  subject: string,
  nextHops: readonly NewNextHop[],
  family: RouteFamily,
  index: LinkIndex,
): readonly NextHop[] {
  if (!Array.isArray(nextHops)) throw new RangeError(`${subject}: nextHops: expected a list, got ${shown(nextHops)}`);
  return nextHops.map((hop: NewNextHop, i) => {
    const within = `nextHops.${i}`;
    checkDescription(subject, hop, NEXT_HOP_FIELDS, { within });
    const message = messageOfHop(`${subject}: ${within}`, hop, family, index);
    return { flags: [], weight: 1, outputLink: 0, ...pick(hop, ["weight"]), ...message };
  });
}

/** What a route and a next hop have in common. */
function messageOfHop(
  subject: string,
  hop: Omit<NewNextHop, "weight">,
  family: RouteFamily,
  index: LinkIndex,
): Partial<Omit<NextHop, "weight">> {
  const { gateway, link } = hop;
  const flags = chosenFlags(subject, hop, ["onlink"]);
  return {
    ...(gateway !== undefined && gatewayOf(`${subject}: gateway`, gateway, family)),
    ...(link !== undefined && { outputLink: index(link) }),
    ...(flags.length > 0 && { flags }),
    ...pick(hop, ["flow", "newDestination", "encapType", "encap"]),
  };
}

function gatewayOf(subject: string, gateway: string, family: RouteFamily): Pick<NextHop, "gateway" | "via"> {
  const address = parseAddress(subject, gateway, family === "inet6" ? family : undefined);
  const own = familyOf(address);
  return own === family ? { gateway: address } : { via: { family: own, address } };
}

/** The message that removes a route as it was listed: what makes it the one that it is, and nothing of its state. */
export function messageOfListed(route: Route): Partial<Route> {
  const { nexthopId, nextHops, encap = {}, flags = [] } = route;
  // Options of a tunnel can crash the kernel, which reads them to compare.
  const isComparable = nexthopId === undefined && !("options" in encap);
  return {
    ...pick(route, ["family", "destination", "prefixLength", "source", "sourcePrefixLength", "tos"]),
    ...pick(route, ["table", "protocol", "scope", "type", "priority", "preferredSource", "nexthopId", "metrics"]),
    // A route of a nexthop object is listed with what that has, too.
    ...(nexthopId === undefined && pick(route, ["gateway", "via", "outputLink", "newDestination", "flow"])),
    // What the kernel found out on the way goes, and not the route that it is like.
    ...(flags.includes("cloned") && { flags: ["cloned"] }),
    ...(isComparable && pick(route, ["encapType", "encap"])),
    ...(nexthopId === undefined && nextHops && { nextHops: nextHops.map((hop) => ({ ...hop, flags: [] })) }),
  };
}
