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
    address === undefined ? `link/${link.type}` : `link/${link.type} ${paint("hardware", address)}`,
    link.newNamespaceId === undefined ? "" : `new-nsid ${link.newNamespaceId}`,
    alias === undefined ? "" : `alias ${printable(alias)}`,
  ];
  return words.filter((word) => word !== "").join(" ");
}
