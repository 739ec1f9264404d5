import { shown } from "../shown.ts";
import type { FixedCodec, Values } from "./codec.ts";
import type { NumberCodec } from "./numbers.ts";

/** A bit that has no name yet, such as `"0x80000"`. */
export type UnknownBit = `0x${string}`;

/** A list of flags: names, and unknown bits as hexadecimal text. */
export type Flags<Name extends string> = readonly (Name | UnknownBit)[];

/**
 * A number whose values have names; a value without one stays a number.
 *
 * @example
 * ```ts
 * import { decode, enumeration, u8 } from "@netlink/ffi/codec";
 *
 * const scope = enumeration(u8, { universe: 0, link: 253, host: 254 });
 * decode(scope, new Uint8Array([253])); // "link"
 * decode(scope, new Uint8Array([7])); // 7
 * ```
 */
export function enumeration<Name extends string>(
  number: NumberCodec,
  values: Readonly<Record<Name, number>>,
): FixedCodec<Name | number> {
  const table: Values = values;
  let names: ReadonlyMap<number, Name> | undefined;
  let small: readonly (Name | undefined)[] | undefined;

  /** The names by their number, made when the first is read: most programs need few enumerations. */
  function namesByNumber(): ReadonlyMap<number, Name> {
    // Object.entries forgets the type of the keys, which are those of `values`. The first of several names for a number
    // is the one that is read.
    return names ??= new Map(
      (Object.entries(table) as [Name, number][]).toReversed().map(([name, value]) => [value, name]),
    );
  }

  return {
    layout: { type: "enumeration", number: number.layout, values },
    size: number.size,
    read(view, offset, length) {
      const value = number.read(view, offset, length);
      small ??= Array.from({ length: 256 }, (_, value) => namesByNumber().get(value));
      return (value >= 0 && value < 256 ? small[value] : namesByNumber().get(value)) ?? value;
    },
    write(out, value) {
      const known = typeof value === "number" ? value : Object.hasOwn(table, value) ? table[value] : undefined;
      if (known === undefined) {
        throw out.failure(`expected ${Object.keys(table).join(", ")} or a number, got ${shown(value)}`);
      }
      number.write(out, known);
    },
  };
}

/** How many sets of flags are remembered; hostile bytes must not make the memory grow without end. */
const REMEMBERED_SETS = 1024;

/** The bits of a number, by name; equal numbers give the same frozen list. */
export function flagNames<Name extends string>(
  values: Readonly<Record<Name, number>>,
  width: number,
): (value: number) => Flags<Name> {
  // Object.entries forgets the type of the keys, which are those of `values`.
  const entries = Object.entries(values) as [Name, number][];
  const sets = new Map<number, Flags<Name>>();

  function name(value: number): Flags<Name> {
    const set: (Name | UnknownBit)[] = [];
    for (let bit = 0; bit < width; bit++) {
      const mask = 2 ** bit;
      // Never `=== mask`: a bitwise "and" with bit 31 is negative.
      if ((value & mask) !== 0) set.push(entries.find(([, flag]) => flag === mask)?.[0] ?? `0x${mask.toString(16)}`);
    }
    return Object.freeze(set);
  }

  return (value) => {
    let set = sets.get(value);
    if (set === undefined) {
      set = name(value);
      if (sets.size < REMEMBERED_SETS) sets.set(value, set);
    }
    return set;
  };
}

/** A number whose bits have names, as the list of the bits that are set; equal lists are the same frozen array. */
export function flags<Name extends string>(
  number: NumberCodec,
  values: Readonly<Record<Name, number>>,
): FixedCodec<Flags<Name>> {
  const bits: Values = values;
  const width = number.size * 8;
  const names = flagNames(values, width);
  return {
    layout: { type: "flags", number: number.layout, values },
    size: number.size,
    read: (view, offset, length) => names(number.read(view, offset, length)),
    write(out, value) {
      if (!Array.isArray(value)) throw out.failure(`expected a list of flags, got ${shown(value)}`);
      let sum = 0;
      for (const flag of value) {
        const bit = Object.hasOwn(bits, flag) ? bits[flag] : (/^0x[0-9a-f]+$/i.test(flag) ? Number(flag) : undefined);
        if (bit === undefined) {
          throw out.failure(`expected ${Object.keys(bits).join(", ")} or a bit such as 0x80, got ${shown(flag)}`);
        }
        if (bit >= 2 ** width) {
          throw out.failure(`expected bits below 0x${(2 ** width).toString(16)}, got ${shown(flag)}`);
        }
        sum |= bit;
      }
      number.write(out, sum >>> 0);
    },
  };
}
