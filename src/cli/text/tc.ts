import type { Chain, Filter, Qdisc, TrafficAction, TrafficActions, TrafficClass } from "../../../mod.ts";
import type { Names } from "./names.ts";
import { printable } from "./paint.ts";
import { line, word } from "./words.ts";

/** What `tc` calls what has a name of several words here. */
const WORDS: Readonly<Record<string, string>> = {
  ceiling: "ceil",
  classId: "flowid",
  congestionThreshold: "ce_threshold",
  defaultClass: "default",
  directQueueLength: "direct_qlen",
  inputLink: "indev",
  mode: "",
  parameters: "",
  rateToQuantum: "r2q",
  selector: "",
};
/** What says nothing to people: tables, and what the kernel keeps for itself. */
const HIDDEN: ReadonlySet<string> = new Set(["bindings", "capabilities", "padding", "references", "rest", "unknown"]);
/** Bytes that are no longer than this are shown. */
const SHORT = 16;

/** The words of options of any kind; what is 0, empty or false is left out, as far as that is what `tc` does. */
function optionWords(options: object, names: Names): string {
  return line(
    ...Object.entries(options).map(([name, value]) => HIDDEN.has(name) ? "" : optionWord(name, value, names)),
  );
}

function optionWord(name: string, value: unknown, names: Names): string {
  const called = WORDS[name] ?? name.replaceAll(/[A-Z]|(?<=[a-z])\d+$/g, (part) => `_${part.toLowerCase()}`);
  if (name === "actions" && Array.isArray(value)) {
    return line(...value.map((action: TrafficAction) => `action ${actionText(action, names)}`));
  }
  if (name === "link" && typeof value === "number") return value === 0 ? "" : `dev ${names.text(value)}`;
  if (value === true) return called;
  if (isRate(value)) return value.rate === 0 ? "" : line(called, bits(value.rate));
  if (value instanceof Uint8Array) return value.length > SHORT ? "" : line(called, hexadecimal(value));
  if (Array.isArray(value)) return listWords(called, value, names);
  if (typeof value === "object" && value !== null) return line(called, optionWords(value, names));
  return value === 0 || value === 0n || value === false ? "" : line(called, printable(`${value}`));
}

function listWords(called: string, list: readonly unknown[], names: Names): string {
  if (!list.some((value) => typeof value === "object")) return list.length === 0 ? "" : line(called, list.join(","));
  return line(...list.map((value) => optionWord(called, value, names)));
}

function isRate(value: unknown): value is { readonly rate: number } {
  return typeof value === "object" && value !== null && "rate" in value && "cellLog" in value;
}

/** Bytes a second in bits, as `tc` writes them. */
function bits(rate: number): string {
  const [unit, size] =
    ([["Gbit", 1e9], ["Mbit", 1e6], ["Kbit", 1e3]] as const).find(([, size]) =>
      rate * 8 >= size && (rate * 8) % size === 0
    ) ?? ["bit", 1];
  return `${rate * 8 / size}${unit}`;
}

/** The link of an object, or the block that it belongs to instead. */
function place(index: number, names: Names, block?: number): string {
  return block === undefined ? `dev ${names.text(index)}` : `block ${block}`;
}

function parentWord(parent: string): string {
  return parent === "root" || parent === "ingress" || parent === "egress" || parent === "none"
    ? parent
    : `parent ${parent}`;
}

/** A handle; `tc` writes the missing one of a qdisc so. */
function handleWord(handle: string): string {
  return handle === "none" ? "0:" : handle;
}

/** A qdisc in one line. */
export function qdiscText(qdisc: Qdisc, names: Names): string {
  const { kind = "", handle, index, parent, references, options = {} } = qdisc;
  return line(
    `qdisc ${printable(kind)} ${handleWord(handle)}`,
    place(index, names),
    parentWord(parent),
    references === 0 ? "" : `refcnt ${references}`,
    word("ingress_block", qdisc.ingressBlock),
    word("egress_block", qdisc.egressBlock),
    optionWords(options, names),
  );
}

/** A class in one line. */
export function trafficClassText(trafficClass: TrafficClass, names: Names): string {
  const { kind = "", handle, index, parent, leaf, options = {} } = trafficClass;
  return line(
    `class ${printable(kind)} ${handle}`,
    place(index, names),
    parentWord(parent),
    leaf === "none" ? "" : `leaf ${leaf}`,
    optionWords(options, names),
  );
}

/** The EtherTypes that `tc` has words for, of those that filters mostly see. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  0x3: "all",
  0x0800: "ip",
  0x0806: "arp",
  0x8100: "802.1Q",
  0x86dd: "ipv6",
  0x8847: "mpls_uc",
  0x88a8: "802.1ad",
};

/** The number of a filter: that of `u32` is a table, a bucket and a place in it. */
function filterHandle({ kind, handle }: Filter): string {
  if (handle === 0) return "";
  if (kind !== "u32") return `handle 0x${handle.toString(16)}`;
  const [table, bucket, node] = [handle >>> 20, handle >>> 12 & 0xff, handle & 0xfff];
  const part = (number: number): string => number === 0 ? "" : number.toString(16);
  return `fh ${table.toString(16)}:${part(bucket)}${node === 0 ? "" : `:${part(node)}`}`;
}

/** A filter in one line. */
export function filterText(filter: Filter, names: Names): string {
  const { kind = "", index, parent, block, protocol, priority, options = {} } = filter;
  return line(
    `filter ${place(index, names, block)}`,
    block === undefined ? parentWord(parent) : "",
    protocol === 0 ? "" : `protocol ${PROTOCOLS[protocol] ?? `[${protocol}]`}`,
    priority === 0 ? "" : `pref ${priority}`,
    printable(kind),
    word("chain", filter.chain),
    filterHandle(filter),
    optionWords(options, names),
  );
}

/** A chain of filters in one line. */
export function chainText(chain: Chain, names: Names): string {
  const { kind, index, parent, block, options = {} } = chain;
  return line(
    `chain ${place(index, names, block)}`,
    block === undefined ? parentWord(parent) : "",
    word("chain", chain.chain),
    word("template", kind, printable),
    optionWords(options, names),
  );
}

/** Actions by themselves in one line. */
export function trafficActionsText({ actions = [] }: TrafficActions, names: Names): string {
  return actions.map((action) => `action ${actionText(action, names)}`).join(" ");
}

function actionText({ kind = "", index, options = {}, cookie }: TrafficAction, names: Names): string {
  return line(
    printable(kind),
    word("index", index),
    optionWords(options, names),
    word("cookie", cookie, hexadecimal),
  );
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
