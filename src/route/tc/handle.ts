import type { FixedCodec } from "../../codec/codec.ts";
import { mapped } from "../../codec/mapped.ts";
import { u32 } from "../../codec/numbers.ts";

/**
 * A handle of traffic control as `tc` writes it, in hexadecimal: `"1:"` for a qdisc, `"1:10"` for a class of it, `"root"`
 * for the way out of a link, `"ingress"` for the way in, `"none"` for no handle.
 */
export type TcHandle = "none" | "root" | "ingress" | `${string}:${string}`;

/**
 * What a filter or a chain is attached to: a qdisc or a class by its handle, `"ingress"` and `"egress"` for the two
 * sides of a qdisc of the kind `clsact`, and the former for one of the kind `ingress` too.
 */
export type FilterParent = TcHandle | "egress";

/** The handles that have names (`TC_H_UNSPEC`, `TC_H_ROOT`, `TC_H_INGRESS`). */
const NAMES: Readonly<Record<string, number>> = { none: 0, root: 0xffffffff, ingress: 0xfffffff1 };
/** The same where filters are; these are classes of the qdisc `ffff:` (`TC_H_MIN_INGRESS`, `TC_H_MIN_EGRESS`). */
const PARENT_NAMES: Readonly<Record<string, number>> = { ...NAMES, ingress: 0xfffffff2, egress: 0xfffffff3 };

function handleOf<Name extends TcHandle | "egress">(names: Readonly<Record<string, number>>): FixedCodec<Name> {
  return mapped(u32, {
    // The names are those of the type, and all else has two parts.
    from: (number) => textOf(names, number) as Name,
    to: (text) => numberOf(names, text),
    expected: `${Object.keys(names).join(", ")}, or a handle such as 1: or 1:10`,
  });
}

/** The handle that a number stands for. */
function textOf(names: Readonly<Record<string, number>>, number: number): string {
  return Object.keys(names).find((name) => names[name] === number) ?? handleText(number);
}

/** The number that a handle stands for. */
function numberOf(names: Readonly<Record<string, number>>, text: string): number | undefined {
  if (Object.hasOwn(names, text)) return names[text];
  const [, major = "", minor = ""] = /^([\da-f]{1,4}):([\da-f]{0,4})$/i.exec(text) ?? [];
  return major === "" ? undefined : parseInt(major, 16) * 2 ** 16 + parseInt(`0${minor}`, 16);
}

/** A handle in its two parts, the second of which is left out where it is 0. */
export function handleText(number: number): string {
  const minor = number & 0xffff;
  return `${(number >>> 16).toString(16)}:${minor === 0 ? "" : minor.toString(16)}`;
}

/** A handle in 32 bits. */
export const handle: FixedCodec<TcHandle> = handleOf<TcHandle>(NAMES);

/** A handle as messages tell it: `"1:a"` for `"1:0A"`, `"root"` for `"ffff:ffff"`. */
export function canonicalHandle(text: TcHandle): TcHandle {
  const number = numberOf(NAMES, text);
  // The names are those of the type, and all else has two parts.
  return number === undefined ? text : textOf(NAMES, number) as TcHandle;
}

/** What a filter or a chain is attached to, in 32 bits. */
export const filterParent: FixedCodec<FilterParent> = handleOf<FilterParent>(PARENT_NAMES);

/** The index of the link of a filter or a chain that belongs to a block instead (`TCM_IFINDEX_MAGIC_BLOCK`). */
export const IN_BLOCK: number = -1;

/** A block in the place of a parent. */
export function blockParent(block: number): FilterParent {
  return `${(block >>> 16).toString(16)}:${(block & 0xffff).toString(16)}`;
}

/** The number of the block that a filter or a chain belongs to, which stands in the place of its parent then. */
export function blockOf(
  { index, parent }: { readonly index: number; readonly parent: FilterParent },
): number | undefined {
  return index === IN_BLOCK ? numberOf(PARENT_NAMES, parent) : undefined;
}
