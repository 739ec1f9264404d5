import {
  type Address,
  type Link,
  NetlinkError,
  type NewAddress,
  type NewRoute,
  type Route,
  type Rtnetlink,
} from "../../../mod.ts";

/** What a link has that it loses when it moves to another namespace. */
export interface Configured {
  /** Index of the bridge, bond or routing domain above; absent where it is below none. */
  readonly master?: number;
  /** Its addresses, but for those that it gets by itself. */
  readonly addresses: readonly Address[];
  /** Its routes, but for those that it gets by itself, and those with several next hops or an encapsulation. */
  readonly routes: readonly Route[];
}

/** What a link has now. */
export async function configuredOn(
  { addresses, routes }: Rtnetlink,
  { index, master }: Pick<Link, "index" | "master">,
): Promise<Configured> {
  const [own, ways] = await Promise.all([addresses.list({ link: index }), routes.list({ link: index })]);
  return {
    ...(master !== undefined && { master }),
    addresses: own.filter(({ family, scope }) => family === "inet" || scope !== "link"),
    routes: ways.filter(({ type, protocol, nextHops, nexthopId, encap, via }) =>
      type === "unicast" && protocol !== "kernel" && [nextHops, nexthopId, encap, via].every((one) => one === undefined)
    ),
  };
}

/** Gives a link what it had, as far as it does not have it. */
export async function reconfigure(
  rtnetlink: Rtnetlink,
  index: number,
  { master, addresses, routes }: Configured,
): Promise<void> {
  if (master !== undefined) await rtnetlink.links.set(index, { master });
  for (const address of addresses) await rtnetlink.addresses.set(newAddress(address, index));
  for (const route of routes) {
    await rtnetlink.routes.append(newRoute(route, index)).catch((error) => {
      if (!(error instanceof NetlinkError && error.code === "EEXIST")) throw error;
    });
  }
}

function newAddress(address: Address, link: number): NewAddress {
  const { family, prefixLength, flags, scope, label, broadcast, routePriority, cacheInfo } = address;
  const { address: far = "", local = far } = address;
  return {
    link,
    scope,
    address: local === far ? `${local}/${prefixLength}` : local,
    ...(local !== far && { peer: `${far}/${prefixLength}` }),
    ...(label !== undefined && { label }),
    ...(broadcast !== undefined && { broadcast }),
    ...(routePriority !== undefined && { routePriority }),
    ...(!flags.includes("permanent") && cacheInfo !== undefined && {
      preferredLifetime: cacheInfo.preferred,
      validLifetime: cacheInfo.valid,
    }),
    ...(flags.includes("noPrefixRoute") && { noPrefixRoute: true }),
    ...(family === "inet6" && flags.includes("noDad") && { noDad: true }),
  };
}

function newRoute(route: Route, link: number): NewRoute {
  const { family, destination, prefixLength, gateway, flags, table, protocol, scope, tos } = route;
  const { priority, preferredSource, metrics, source, sourcePrefixLength } = route;
  return {
    // Links have routes of no other families: what is routed by labels is told by them.
    family: family === "inet6" ? "inet6" : "inet",
    destination: destination === undefined ? "default" : `${destination}/${prefixLength}`,
    link,
    table,
    protocol,
    ...(family === "inet" && { scope, tos }),
    ...(gateway !== undefined && { gateway }),
    ...(flags.includes("onlink") && { onlink: true }),
    ...(priority !== undefined && { priority }),
    ...(preferredSource !== undefined && { preferredSource }),
    ...(metrics !== undefined && { metrics }),
    ...(source !== undefined && { source: `${source}/${sourcePrefixLength}` }),
  };
}
