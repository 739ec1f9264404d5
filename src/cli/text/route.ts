import type { NextHop, Route } from "../../../mod.ts";
import { encapWords } from "./encap.ts";
import type { Names } from "./names.ts";
import type { Paint } from "./paint.ts";
import { tableName } from "./table.ts";

/** The table that is meant where none is named. */
const MAIN = 254;

/** Where packets go: encapsulation, gateway and link. */
export function way(hop: Partial<Omit<NextHop, "flags">>, names: Names, part: (text: string) => string): string[] {
  return [
    ...encapWords(hop, { names, part }),
    hop.newDestination === undefined ? "" : `as ${hop.newDestination}`,
    hop.gateway === undefined ? "" : `via ${part(hop.gateway)}`,
    hop.via === undefined ? "" : `via ${hop.via.family} ${part(hop.via.address)}`,
    hop.outputLink === undefined ? "" : `dev ${names.text(hop.outputLink)}`,
  ];
}

/** A route in one line. */
export function routeText(route: Route, names: Names, paint: Paint): string {
  const part = (text: string): string => paint(route.family === "inet6" ? "inet6" : "inet", text);
  const full = route.family === "inet6" ? 128 : route.family === "mpls" ? 20 : 32;
  const prefix = (address: string, length: number): string => part(length === full ? address : `${address}/${length}`);
  const words = [
    route.type === "unicast" ? "" : `${route.type}`,
    route.destination === undefined ? "default" : prefix(route.destination, route.prefixLength),
    route.source === undefined ? "" : `from ${prefix(route.source, route.sourcePrefixLength)}`,
    route.tos === 0 ? "" : `tos ${route.tos}`,
    route.nexthopId === undefined ? "" : `nhid ${route.nexthopId}`,
    ...way(route, names, part),
    route.inputLink === undefined ? "" : `iif ${names.text(route.inputLink)}`,
    route.table === MAIN ? "" : `table ${tableName(route.table)}`,
    `proto ${route.protocol}`,
    route.scope === "global" ? "" : `scope ${route.scope}`,
    route.preferredSource === undefined ? "" : `src ${part(route.preferredSource)}`,
    route.priority === undefined ? "" : `metric ${route.priority}`,
    route.metrics?.mtu === undefined ? "" : `mtu ${route.metrics.mtu}`,
    ...route.flags,
    route.preference === undefined || route.preference === "medium" ? "" : `pref ${route.preference}`,
    ...(route.nextHops ?? []).flatMap((
      hop,
    ) => ["nexthop", ...way(hop, names, part), `weight ${hop.weight}`, ...hop.flags]),
  ];
  return words.filter((word) => word !== "").join(" ");
}
