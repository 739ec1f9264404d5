import type { Address } from "../../../mod.ts";
import type { Names } from "./names.ts";
import { type Paint, printable } from "./paint.ts";

/** No end, in the fields that count seconds. */
const FOREVER = 0xffffffff;

/** Seconds to live. */
export function lifetime(seconds: number): string {
  return seconds === FOREVER ? "forever" : `${seconds}sec`;
}

/** An address in one line. */
export function addressText(address: Address, names: Names, paint: Paint): string {
  const { family, index, local, prefixLength, broadcast, label, flags, cacheInfo } = address;
  const own = local ?? address.address;
  const peer = local !== undefined && address.address !== undefined && address.address !== local;
  const part = family === "inet6" ? "inet6" : "inet";
  const words = [
    `${index}: ${paint("link", names.text(index))}`,
    `${family}`,
    own === undefined
      ? ""
      : paint(part, own) + (peer ? ` peer ${paint(part, address.address ?? "")}` : "") + `/${prefixLength}`,
    broadcast === undefined ? "" : `brd ${paint(part, broadcast)}`,
    `scope ${address.scope}`,
    ...flags.filter((flag) => flag !== "permanent"),
    // Flags hold "permanent" for what does not end; `ip` says "dynamic" for the rest.
    flags.includes("permanent") ? "" : "dynamic",
    label === undefined ? "" : printable(label),
    cacheInfo === undefined ? "" : `valid ${lifetime(cacheInfo.valid)} preferred ${lifetime(cacheInfo.preferred)}`,
  ];
  return words.filter((word) => word !== "").join(" ");
}
