import type { MulticastRouteReport, Route } from "../../../mod.ts";
import type { Names } from "./names.ts";
import type { Paint } from "./paint.ts";
import { tableName } from "./table.ts";
import { line, word } from "./words.ts";

/** A route of multicast packets in one line, much as `ip mroute` prints it. */
export function multicastRouteText(route: Route, names: Names, paint: Paint): string {
  const { family, source = "*", destination = "*", inputLink, nextHops = [], multicastStats } = route;
  const part = (text: string): string => paint(family === "ip6mr" ? "inet6" : "inet", text);
  const outputs = nextHops.flatMap(({ outputLink }) => outputLink ? [names.text(outputLink)] : []);
  return line(
    `(${part(source)},${part(destination)})`,
    word("iif", inputLink, (index) => names.text(index)),
    outputs.length === 0 ? "" : `oifs ${outputs.join(",")}`,
    ...route.flags,
    `table ${tableName(route.table)}`,
    word("packets", multicastStats?.packets),
    word("bytes", multicastStats?.bytes),
  );
}

/** A question to the program that routes multicast packets, in one line. */
export function multicastRouteReportText(report: MulticastRouteReport, _names: Names, paint: Paint): string {
  const { family, reportType, interfaceId, source = "*", destination = "*", table, packet } = report;
  const part = (text: string): string => paint(family === "ip6mr" ? "inet6" : "inet", text);
  return line(
    `${reportType} (${part(source)},${part(destination)})`,
    word("vif", interfaceId),
    word("table", table, tableName),
    packet === undefined ? "" : `(${packet.length} bytes)`,
  );
}
