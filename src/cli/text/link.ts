import type { Link } from "../../../mod.ts";
import type { Names } from "./names.ts";
import { type Paint, printable } from "./paint.ts";

/** A name of ours in capitals, as `ip` writes flags and states; it keeps one word apart. */
function capitals(name: string): string {
  return name === "lowerUp" ? "LOWER_UP" : name.toUpperCase();
}

function state(value: Link["state"], paint: Paint): string {
  const text = capitals(`${value}`);
  return value === "up" || value === "down" ? paint(value, text) : text;
}

/** The fields that tell most of a link, whatever its kind, and what a line calls them. */
const TELLING: Readonly<Record<string, string>> = {
  mode: "mode",
  type: "type",
  role: "role",
  protocol: "protocol",
  id: "id",
  linkId: "id",
  interfaceId: "if_id",
  partitionKey: "pkey",
  table: "table",
  remote: "remote",
  remote6: "remote",
  group: "group",
  group6: "group",
  local: "local",
  local6: "local",
  link: "dev",
  conduit: "conduit",
  port1: "slave1",
  port2: "slave2",
  port: "port",
  algorithm: "algorithm",
  state: "state",
};

/** Those of them that are indexes of links. */
const INDEXES: ReadonlySet<string> = new Set(["link", "conduit", "port1", "port2"]);

/** What a bridge tells of a port. */
const PORT_TELLING: Readonly<Record<string, string>> = { state: "port-state", priority: "priority", cost: "cost" };

/** Addresses that are none. */
const NONE: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/** The words for those fields of `data` that say something: names and numbers, not what is made of several. */
function told(data: object | undefined, telling: Readonly<Record<string, string>>, names: Names): readonly string[] {
  return Object.entries(telling).flatMap(([field, word]) => {
    const value: unknown = Reflect.get(data ?? {}, field);
    if (INDEXES.has(field)) return typeof value === "number" && value > 0 ? [`${word} ${names.text(value)}`] : [];
    if ((typeof value !== "string" && typeof value !== "number") || NONE.has(`${value}`)) return [];
    return [`${word} ${printable(`${value}`)}`];
  });
}

/** A link in one line. */
export function linkText(link: Link, names: Names, paint: Paint): string {
  const { index, name, parent, address, kind, alias } = link;
  const own = printable(name ?? names.get(index));
  // A parent in another namespace has a number there, which means nothing here.
  const other = parent === undefined || parent === 0
    ? ""
    : `@${link.parentNamespaceId === undefined ? names.text(parent) : `if${parent}`}`;
  const words = [
    `${index}: ${paint("link", own)}${other}:`,
    `<${link.flags.map(capitals).join(",")}>`,
    link.mtu === undefined ? "" : `mtu ${link.mtu}`,
    link.qdisc === undefined ? "" : `qdisc ${printable(link.qdisc)}`,
    link.master === undefined ? "" : `master ${names.text(link.master)}`,
    link.state === undefined ? "" : `state ${state(link.state, paint)}`,
    link.family === "unspec" ? "" : `family ${link.family}`,
    kind === undefined ? "" : `kind ${printable(kind)}`,
    ...told(link.linkInfo?.data, TELLING, names),
    ...told(link.family === "bridge" ? link.protocolInfo : undefined, PORT_TELLING, names),
    address === undefined ? `link/${link.type}` : `link/${link.type} ${paint("hardware", address)}`,
    link.newNamespaceId === undefined ? "" : `new-nsid ${link.newNamespaceId}`,
    alias === undefined ? "" : `alias ${printable(alias)}`,
  ];
  return words.filter((word) => word !== "").join(" ");
}
