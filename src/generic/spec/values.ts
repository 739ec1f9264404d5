import type { LengthLimits, NumberLimits } from "../../codec/limited.ts";
import { type Definitions, wireValues } from "./definitions.ts";
import type { AttributeWord, ChecksEntry, MemberWord, ValueEntry } from "./document.ts";
import { lookUp } from "./names.ts";
import { numberName, NUMBERS } from "./numbers.ts";
import { type Place, refuse } from "./place.ts";
import type { AddressForm, Names, Naming, Struct, ValueType } from "./specification.ts";

/** What values are made of. */
export interface Parts {
  /** Constants and names. */
  readonly definitions: Definitions;
  /** The structs by name. */
  readonly structs: ReadonlyMap<string, Struct>;
}

/** The types of values that have no attributes inside. */
export type PlainWord =
  | Exclude<MemberWord, "pad">
  | Extract<AttributeWord, "flag" | "uint" | "sint">;

/** A value that has no attributes inside. */
export interface PlainEntry extends ValueEntry {
  readonly checks?: ChecksEntry;
  readonly "sub-type"?: AttributeWord;
}

const ADDRESS_HINTS: Readonly<Record<string, AddressForm>> = {
  ipv4: "ipv4",
  ipv6: "ipv6",
  "ipv4-or-v6": "ip",
  mac: "hardwareAddress",
};
const ETHERNET = 6;
/** The last bit of the largest numbers. */
const MAX_BIT = 63;

/** The type of a value that has no attributes inside. */
export function plainType(word: PlainWord, entry: PlainEntry, parts: Parts, place: Place): ValueType {
  switch (word) {
    case "flag":
      return { kind: "flag" };
    case "bitfield32":
      return { kind: "bitfield", ...naming(entry, parts, place) };
    case "string":
      return { kind: "text", ...lengths(entry, parts, place) };
    case "binary":
      return binaryType(entry, parts, place);
    default: {
      // An address is in the order of the network, whether that is told or not.
      if (word === "u32" && entry["display-hint"] === "ipv4") return { kind: "address", form: "ipv4" };
      const number = numberName(word, entry, place);
      return { kind: "number", number, ...naming(entry, parts, place), ...numberLimits(entry, parts, place) };
    }
  }
}

function binaryType(entry: PlainEntry, parts: Parts, place: Place): ValueType {
  const { struct, "sub-type": sub, "display-hint": hint = "" } = entry;
  if (struct !== undefined) {
    return {
      kind: "struct",
      struct: lookUp(parts.structs, struct, "a struct that stands before", [...place, "struct"]),
    };
  }
  if (sub !== undefined) {
    const element = plainType(plainWord(sub, [...place, "sub-type"]), withoutLengths(entry), parts, place);
    if (sizeOf(element) === undefined) refuse([...place, "sub-type"], `expected values of one length, got '${sub}'`);
    return { kind: "array", element };
  }
  const told = lengths(entry, parts, place);
  const form = ADDRESS_HINTS[hint];
  if (form === undefined) return { kind: "bytes", ...told };
  const length = told.size ?? told.limits?.maximumLength;
  return { kind: "address", form: form === "hardwareAddress" && length === ETHERNET ? "mac" : form };
}

function withoutLengths({ len: _, checks: __, "sub-type": ___, ...entry }: PlainEntry): PlainEntry {
  return entry;
}

/** A type of values that have no attributes inside. */
export function plainWord(word: AttributeWord, place: Place): PlainWord {
  switch (word) {
    case "nest":
    case "indexed-array":
    case "array-nest":
    case "nest-type-value":
    case "sub-message":
    case "pad":
    case "unused":
      return refuse(place, `expected the type of a value, got '${word}'`);
    default:
      return word;
  }
}

/** Length in bytes, where all values have the same. */
export function sizeOf(type: ValueType): number | undefined {
  switch (type.kind) {
    case "number":
      return NUMBERS[type.number].size;
    case "text":
    case "bytes":
      return type.size;
    case "address":
      return { ip: undefined, ipv4: 4, ipv6: 16, mac: ETHERNET, hardwareAddress: undefined }[type.form];
    case "bitfield":
      return 8;
    case "struct":
      return type.struct.size;
    default:
      return undefined;
  }
}

function naming(entry: PlainEntry, { definitions }: Parts, place: Place): { readonly naming?: Naming } {
  if (entry.enum === undefined) return {};
  const at = [...place, "enum"];
  const names = definitions.names(entry.enum, at);
  return { naming: entry["enum-as-flags"] === true || names.isFlags ? bitsOf(names, at) : { names, asFlags: false } };
}

/** Names as those of bits. */
function bitsOf(names: Names, place: Place): Naming {
  const wrong = Object.values(names.values).find((bit) => bit < 0 || bit > MAX_BIT);
  if (wrong !== undefined) refuse(place, `expected bits from 0 to ${MAX_BIT} in '${names.name}', got ${wrong}`);
  return { names, asFlags: true };
}

function numberLimits(
  { checks = {} }: PlainEntry,
  { definitions }: Parts,
  place: Place,
): { readonly limits?: NumberLimits } {
  const { min, max, "flags-mask": flags } = checks;
  const at = [...place, "checks"];
  const limits = {
    ...(min === undefined ? {} : { minimum: definitions.number(min, [...at, "min"]) }),
    ...(max === undefined ? {} : { maximum: definitions.number(max, [...at, "max"]) }),
    ...(flags === undefined ? {} : { mask: maskOf(flags, definitions, [...at, "flags-mask"]) }),
  };
  return Object.keys(limits).length === 0 ? {} : { limits };
}

function maskOf(name: string, definitions: Definitions, place: Place): bigint {
  const bits = Object.values(wireValues(bitsOf(definitions.names(name, place), place)));
  return bits.reduce((mask, bit) => mask | BigInt(bit), 0n);
}

function lengths(
  { len, checks = {} }: PlainEntry,
  { definitions }: Parts,
  place: Place,
): { readonly size?: number; readonly limits?: LengthLimits } {
  if (len !== undefined) return { size: definitions.length(len, [...place, "len"]) };
  const { "min-len": min, "max-len": max, "exact-len": exact } = checks;
  const length = (told: number | string, name: string): number => definitions.length(told, [...place, "checks", name]);
  const limits = exact === undefined
    ? {
      ...(min === undefined ? {} : { minimumLength: length(min, "min-len") }),
      ...(max === undefined ? {} : { maximumLength: length(max, "max-len") }),
    }
    : { minimumLength: length(exact, "exact-len"), maximumLength: length(exact, "exact-len") };
  return Object.keys(limits).length === 0 ? {} : { limits };
}
