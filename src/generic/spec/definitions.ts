import { shown } from "../../shown.ts";
import type { DefinitionEntry } from "./document.ts";
import { byName, constantName, documentation, lookUp, PropertyNames } from "./names.ts";
import { type Place, refuse } from "./place.ts";
import type { Names, Naming } from "./specification.ts";

/** Limits that are called by the type whose limit they are, such as `u32-max`. */
const TYPE_LIMIT = /^([su])(8|16|32|64)-(min|max)$/;

/** The constants and names of a specification. */
export class Definitions {
  readonly #family: string;
  readonly #entries: ReadonlyMap<string, DefinitionEntry>;
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #names = new Map<string, Names>();

  /** Takes the definitions of a family. */
  constructor(family: string, entries: readonly DefinitionEntry[]) {
    this.#family = family;
    this.#entries = byName(entries, ["definitions"]);
    this.#indexes = new Map(entries.map(({ name }, i) => [name, i]));
    // All are looked at, whether they are used or not.
    for (const { name, type } of entries) {
      if (type === "enum" || type === "flags") this.names(name, this.placeOf(name));
    }
  }

  /** The place of a definition. */
  placeOf(name: string): Place {
    return ["definitions", this.#indexes.get(name) ?? 0];
  }

  /** The structs, in their order. */
  structs(): readonly DefinitionEntry[] {
    return [...this.#entries.values()].filter(({ type }) => type === "struct");
  }

  /** A number that is told, or called by the name of a constant or of the limit of a type, or one less than that. */
  number(told: number | string, place: Place): bigint {
    if (typeof told === "number") return BigInt(told);
    const [, sign, bits = "0", end] = TYPE_LIMIT.exec(told) ?? [];
    const room = 1n << BigInt(bits);
    if (sign === "u") return end === "min" ? 0n : room - 1n;
    if (sign === "s") return end === "min" ? -room / 2n : room / 2n - 1n;
    if (/^-?(\d+|0x[\da-f]+)$/i.test(told)) return told.startsWith("-") ? -BigInt(told.slice(1)) : BigInt(told);
    const [, name = "", less] = /^(.*?)( - 1)?$/.exec(told) ?? [];
    const constants = [...this.#entries.values()].filter(({ type }) => type === "const");
    const spellings = constants.flatMap((entry): [string, DefinitionEntry][] => [
      [entry.name, entry],
      [constantName(entry["name-prefix"] ?? "", entry.name), entry],
    ]);
    const known = new Map(spellings);
    const entry = known.get(constantName("", name)) ?? lookUp(known, name, "a constant", place);
    const value = entry.value ?? refuse(this.placeOf(entry.name), "expected 'value'");
    if (typeof value === "string" && !/^\d|^0x/i.test(value)) {
      refuse([...this.placeOf(entry.name), "value"], `expected a number, got ${shown(value)}`);
    }
    return this.number(value, place) - (less === undefined ? 0n : 1n);
  }

  /** A length in bytes. */
  length(told: number | string, place: Place): number {
    const length = this.number(told, place);
    if (length < 0n || length > 0xffffn) refuse(place, `expected a length from 0 to 65535, got ${length}`);
    return Number(length);
  }

  /** The names of an enumeration or of flags. */
  names(name: string, place: Place): Names {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const named = new Map([...this.#entries].filter(([, { type }]) => type === "enum" || type === "flags"));
    const made = this.#make(lookUp(named, name, "an enumeration or flags", place));
    this.#names.set(name, made);
    return made;
  }

  #make(entry: DefinitionEntry): Names {
    const { name, type, entries, doc, "name-prefix": prefix = `${this.#family}-${name}-` } = entry;
    const place = this.placeOf(name);
    if (entries === undefined) refuse(place, "expected 'entries'");
    const isFlags = type === "flags";
    const properties = new PropertyNames(["__proto__"]);
    let next = this.number(entry["value-start"] ?? 0, [...place, "value-start"]);
    const values = entries.map((entry, i) => {
      const at = [...place, "entries", i];
      const value = entry.value === undefined ? next : BigInt(entry.value);
      next = value + 1n;
      return [properties.take(entry.name, [...at, "name"]), Number(value)] as const;
    });
    return {
      name,
      isFlags,
      prefix: constantName("", prefix),
      ...documentation(doc),
      values: Object.fromEntries(values),
    };
  }
}

/** The values by name as they stand in bytes, where they are told so. */
export function wireValues({ names: { values }, asFlags }: Naming): Readonly<Record<string, number>> {
  if (!asFlags) return values;
  return Object.fromEntries(Object.entries(values).map(([name, bit]) => [name, 2 ** bit]));
}
