import type { Rule } from "../../../mod.ts";
import type { Names } from "./names.ts";
import { type Paint, printable } from "./paint.ts";
import { tableName } from "./table.ts";

/** A number as people write marks. */
function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function action(rule: Rule): string {
  if (rule.action === "table") return rule.l3Master ? "lookup [l3mdev-table]" : `lookup ${tableName(rule.table)}`;
  return rule.action === "goto" ? `goto ${rule.goto ?? "unresolved"}` : `${rule.action}`;
}

/** A rule in one line. */
export function ruleText(rule: Rule, _names: Names, paint: Paint): string {
  const part = (text: string): string => paint(rule.family === "inet6" ? "inet6" : "inet", text);
  const { mark, markMask, inputLink, outputLink, sourcePorts, destinationPorts, userRange } = rule;
  const words = [
    `${rule.priority ?? 0}:`,
    rule.flags.includes("invert") ? "not" : "",
    `from ${rule.source === undefined ? "all" : part(`${rule.source}/${rule.sourcePrefixLength}`)}`,
    rule.destination === undefined ? "" : `to ${part(`${rule.destination}/${rule.destinationPrefixLength}`)}`,
    rule.tos === 0 ? "" : `tos ${hex(rule.tos)}`,
    mark === undefined
      ? ""
      : `fwmark ${hex(mark)}${markMask === undefined || markMask === 0xffffffff ? "" : `/${hex(markMask)}`}`,
    inputLink === undefined ? "" : `iif ${printable(inputLink)}`,
    outputLink === undefined ? "" : `oif ${printable(outputLink)}`,
    userRange === undefined ? "" : `uidrange ${userRange.start}-${userRange.end}`,
    rule.ipProtocol === undefined ? "" : `ipproto ${rule.ipProtocol}`,
    sourcePorts === undefined ? "" : `sport ${sourcePorts.start}-${sourcePorts.end}`,
    destinationPorts === undefined ? "" : `dport ${destinationPorts.start}-${destinationPorts.end}`,
    rule.family === "inet" ? "" : `family ${rule.family}`,
    action(rule),
    rule.protocol === undefined ? "" : `proto ${rule.protocol}`,
  ];
  return words.filter((word) => word !== "").join(" ");
}
