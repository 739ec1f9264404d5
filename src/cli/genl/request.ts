import { codecOf } from "../../codec/choice.ts";
import type { Codec, Layout } from "../../codec/codec.ts";
import { bytes } from "../../codec/text.ts";
import type { SpecificationValue } from "../../generic/mod.ts";
import { camelCase } from "../../generic/spec/names.ts";
import { UsageError } from "../command.ts";
import { parseJson } from "./parse-json.ts";

type AnyCodec = Codec<unknown>;

// To who reads what it is made of, its values are unknown.
const BYTES = bytes as AnyCodec;

/** A string, or a number that may have more digits than one in JavaScript. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The request that a text in JSON tells: in it bytes are hexadecimal text, and numbers may have 64 bits. */
export function requestOf(text: string, codec: Codec<SpecificationValue>): SpecificationValue {
  let told: unknown;
  try {
    parseJson(text);
    // What is JSON stays so with numbers in quotes.
    told = JSON.parse(text.replaceAll(TOKEN, (token) => isExact(token) ? token : `"${token}"`));
  } catch (error) {
    throw new UsageError(`Cannot read request: ${error instanceof Error ? error.message : error}`);
  }
  // What cannot be written is refused by the codec.
  const value = convert(told, codec as AnyCodec);
  // An object that is no list has members by name.
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as SpecificationValue;
  throw new UsageError(`Cannot read request: expected an object, got '${text}'`);
}

function isExact(token: string): boolean {
  return !/^-?\d+$/.test(token) || Number.isSafeInteger(Number(token));
}

/** A value of JSON as the codec takes it; what it does not take stays, and is refused by it. */
function convert(value: unknown, codec: AnyCodec): unknown {
  const { layout } = codec;
  switch (layout.type) {
    case "number":
      return layout.size === 8 ? large(value) : value;
    case "uint":
      return typeof value === "string" || typeof value === "number" && !fitsSmall(value, layout.signed)
        ? large(value)
        : value;
    case "enumeration":
      if (typeof value === "string") return spelled(value, layout.values);
      return typeof value === "number" && layout.number.type === "number" && layout.number.size === 8
        ? large(value)
        : value;
    case "flags":
      return Array.isArray(value)
        ? value.map((flag: unknown) => typeof flag === "string" ? spelled(flag, layout.values) : flag)
        : value;
    case "bytes":
      return typeof value === "string" && /^([\da-f]{2})*$/i.test(value)
        ? Uint8Array.from(value.match(/../g) ?? [], (pair) => parseInt(pair, 16))
        : value;
    case "array":
    case "indexed":
      return Array.isArray(value) ? value.map((element: unknown) => convert(element, layout.element)) : value;
    case "keyed":
      return Array.isArray(value)
        ? value.map((entry: unknown) =>
          members(entry, (name, own) => name === "value" ? convert(own, layout.element) : own)
        )
        : value;
    default:
      return members(
        value,
        (name, own, parent) => convertMember(layout, name, own, parent),
        (name) => spelled(name, membersOf(layout)),
      );
  }
}

function convertMember(layout: Layout, name: string, value: unknown, parent: object): unknown {
  if (name === "unknown" && Array.isArray(value)) {
    return value.map((attribute: unknown) =>
      members(attribute, (part, own) => part === "data" ? convert(own, BYTES) : own)
    );
  }
  const tables = membersOf(layout);
  const member = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (member === undefined) return value;
  if ("offset" in member) return convert(value, member.codec);
  const codec = codecOf(member, parent);
  if (codec === undefined) return value;
  return member.element !== undefined && Array.isArray(value)
    ? value.map((element: unknown) => convert(element, codec))
    : convert(value, codec);
}

/** What an object has by name. */
function membersOf(layout: Layout) {
  return { ...("header" in layout ? layout.header : {}), ...("fields" in layout ? layout.fields : {}) };
}

/** A name as the family has it, where it is told as the specification spells it. */
function spelled(name: string, known: object): string {
  return !Object.hasOwn(known, name) && Object.hasOwn(known, camelCase(name)) ? camelCase(name) : name;
}

/** The members of an object, each made anew; what is no object stays. */
function members(
  value: unknown,
  make: (name: string, own: unknown, parent: object) => unknown,
  called: (name: string) => string = (name) => name,
): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const named = Object.entries(value).map(([name, own]: [string, unknown]) => [called(name), own] as const);
  // What chooses the codec of another is looked for by its name.
  const parent = Object.fromEntries(named);
  return Object.fromEntries(named.map(([name, own]) => [name, make(name, own, parent)]));
}

function large(value: unknown): unknown {
  const isWhole = typeof value === "number" && Number.isInteger(value) ||
    typeof value === "string" && /^-?\d+$/.test(value);
  return isWhole ? BigInt(value) : value;
}

function fitsSmall(value: number, signed: boolean): boolean {
  return signed ? value === (value | 0) : value === value >>> 0;
}
