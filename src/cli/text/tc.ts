import type {
  Bitfield,
  Chain,
  Filter,
  Qdisc,
  TrafficAction,
  TrafficActions,
  TrafficClass,
  U32Key,
} from "../../../mod.ts";
import type { Form } from "./form.ts";
import type { Names } from "./names.ts";
import { printable } from "./paint.ts";
import { burstWords, isRate } from "./tc-burst.ts";
import { isMask, maskedText } from "./tc-mask.ts";
import { tcStatsText } from "./tc-stats.ts";
import { line, word } from "./words.ts";

/** What `tc` calls what has another name here; nothing where the value says enough. */
const WORDS: Readonly<Record<string, string>> = {
  action: "",
  ceiling: "ceil",
  ceiling64: "ceil",
  classId: "flowid",
  congestionThreshold: "ce_threshold",
  defaultClass: "default",
  directQueueLength: "direct_qlen",
  flags: "",
  global: "",
  inputLink: "indev",
  mode: "",
  parameters: "",
  peakRate: "peakrate",
  peakRate64: "peakrate",
  priority: "prio",
  rate64: "rate",
  rateToQuantum: "r2q",
  selector: "",
};
/** What says nothing to people: how many there are of what is listed, and what the kernel keeps for itself. */
const HIDDEN: ReadonlySet<string> = new Set([
  "bindings",
  "capabilities",
  "hash",
  "instructionCount",
  "keyCount",
  "padding",
  "references",
  "rest",
  "times",
  "unknown",
  "version",
]);
/** Rates of 64 bits, in bytes a second. */
const RATES: ReadonlySet<string> = new Set(["ceiling64", "peakRate64", "rate64"]);
/** Bytes that are no longer than this are shown; longer ones are tables. */
const SHORT = 16;
/** A rate that 32 bits do not hold. */
const LARGE_RATE = 2 ** 32 - 1;

/** The words of options of any kind, or of a part of them; what is 0, empty or false is left out. */
function optionWords(options: object, names: Names, around: object = options): string {
  return line(
    ...Object.entries(options).map(([name, value]) => {
      if (HIDDEN.has(name) || isMask(name, options)) return "";
      const masked = maskedText(name, value, options);
      if (masked !== undefined) return line(calledBy(name), masked);
      return burstWords(name, value, options, around) ?? optionWord(name, value, names, options);
    }),
  );
}

/** What people call an option. */
function calledBy(name: string): string {
  return WORDS[name] ?? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function optionWord(name: string, value: unknown, names: Names, around: object): string {
  const called = calledBy(name);
  if (name === "actions" && Array.isArray(value)) return actionWords(value, names);
  if (Array.isArray(value)) return listWords(called, value, names);
  if (value === 0 || value === 0n || value === false || value === "") return "";
  if (value === true) return called;
  if (name === "link" && typeof value === "number") return `dev ${names.text(value)}`;
  if (name === "defaultClass") return `${called} 0x${Number(value).toString(16)}`;
  if (RATES.has(name)) return `${called} ${bits(Number(value))}`;
  const text = typeof value === "object" && value !== null ? objectWords(value, names, around) : printable(`${value}`);
  return text === "" ? "" : line(called, text);
}

function listWords(called: string, list: readonly unknown[], names: Names): string {
  const parts = list.filter((value) => typeof value === "object" && value !== null);
  if (parts.length === 0) return list.length === 0 ? "" : line(called, list.join(","));
  return line(...parts.map((part) => line(isKey(part) ? "match" : called, objectWords(part, names))));
}

/** The words of a value of several parts; those of some are few. */
function objectWords(value: object, names: Names, around: object = value): string {
  if (value instanceof Uint8Array) return value.length > SHORT ? "" : hexadecimal(value);
  if (isRate(value)) return value.rate === 0 || value.rate === LARGE_RATE ? "" : bits(value.rate);
  if (isKey(value)) {
    return `${digits(value.value)}/${digits(value.mask)} at ${value.offsetMask === 0 ? "" : "nexthdr+"}${value.offset}`;
  }
  if (isBitfield(value)) return value.value.join(",");
  return optionWords(value, names, around);
}

function isKey(value: object): value is U32Key {
  return "offsetMask" in value && "value" in value && !("at" in value);
}

function isBitfield(value: object): value is Bitfield<string> {
  return "selector" in value && Array.isArray(value.selector);
}

/** 32 bits in all of their digits. */
function digits(number: number): string {
  return number.toString(16).padStart(8, "0");
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
    references > 1 ? `refcnt ${references}` : "",
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
  return actionWords(actions, names);
}

function actionWords(actions: readonly TrafficAction[], names: Names): string {
  return line(...actions.map((action) => actionText(action, names)));
}

function actionText({ kind = "", index, options = {}, cookie }: TrafficAction, names: Names): string {
  return line(
    `action ${printable(kind)}`,
    word("index", index),
    optionWords(options, names),
    word("cookie", cookie, hexadecimal),
  );
}

/** How an action of a list is told. */
export const trafficActionForm: Form<TrafficAction> = {
  text: actionText,
  stats: ({ stats }) => tcStatsText(stats),
};

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
