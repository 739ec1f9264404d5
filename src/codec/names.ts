import { shown } from "../shown.ts";
import type { Codec, FixedCodec, Values } from "./codec.ts";
import { isPlain, type NumberCodec, type VariableCodec } from "./numbers.ts";
import type { Writer } from "./writer.ts";

/** A bit that has no name yet, such as `"0x80000"`. */
export type UnknownBit = `0x${string}`;

/** A list of flags: names, and unknown bits as hexadecimal text. */
export type Flags<Name extends string> = readonly (Name | UnknownBit)[];

/** A codec of whole numbers, of 64 bits too. */
type AnyNumberCodec = NumberCodec | NumberCodec<bigint> | VariableCodec;

/** Numbers from here on need 8 bytes where they can have 4. */
const LARGE = 2n ** 32n;

/** The enumerations of this file over plain numbers: {@linkcode isEnumeration}. */
const enumerations = new WeakSet<object>();

/**
 * Whether a codec names the number that its layout describes, so that its names may be looked up in its place. A codec of
 * somebody else may do anything, whatever its layout.
 */
export function isEnumeration(codec: Codec<unknown>): boolean {
  return enumerations.has(codec);
}

/** Numbers below have their names in an array. */
const SMALL = 256;

/** Writes a number as the codec has it: a `bigint` where it takes 8 bytes. */
function writeNumber(out: Writer, codec: AnyNumberCodec, value: bigint): void {
  const isWide = codec.layout.type === "uint" ? value >= LARGE : codec.size === 8;
  // What has 8 bytes takes a bigint, all else a number.
  (codec as Codec<number | bigint>).write(out, isWide ? value : Number(value));
}

/** What the codec of something with names has of the codec of its number. */
function sizeOf({ size }: AnyNumberCodec): { readonly size?: number } {
  return size === undefined ? {} : { size };
}

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
): FixedCodec<Name | number>;
/** The same of 64 bits. */
export function enumeration<Name extends string>(
  number: NumberCodec<bigint>,
  values: Readonly<Record<Name, number>>,
): FixedCodec<Name | bigint>;
/** The same of 4 or 8 bytes. */
export function enumeration<Name extends string>(
  number: VariableCodec,
  values: Readonly<Record<Name, number>>,
): Codec<Name | number | bigint>;
/** The same of any length. */
export function enumeration<Name extends string>(
  number: AnyNumberCodec,
  values: Readonly<Record<Name, number>>,
): Codec<Name | number | bigint> {
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

  /** The names of the numbers that most have, where they are found without hashing. */
  function smallNames(): readonly (Name | undefined)[] {
    const small = new Array<Name | undefined>(SMALL).fill(undefined);
    for (const [value, name] of namesByNumber()) if (value >= 0 && value < SMALL) small[value] = name;
    return small;
  }

  const codec: Codec<Name | number | bigint> = {
    layout: { type: "enumeration", number: number.layout, values },
    ...sizeOf(number),
    read(view, offset, length) {
      const value = number.read(view, offset, length);
      small ??= smallNames();
      return (value >= 0 && value < SMALL ? small[Number(value)] : namesByNumber().get(Number(value))) ?? value;
    },
    write(out, value) {
      if (typeof value === "string" && Object.hasOwn(table, value)) {
        // A name of the table has a number.
        writeNumber(out, number, BigInt(table[value]!));
      } else if (typeof value === "number" || typeof value === "bigint") {
        // Whether it is of the right kind, the codec says.
        (number as Codec<number | bigint>).write(out, value);
      } else {
        throw out.failure(`expected ${Object.keys(table).join(", ")} or a number, got ${shown(value)}`);
      }
    },
  };
  if (isPlain(number)) enumerations.add(codec);
  return codec;
}

/** How many sets of flags are remembered; hostile bytes must not make the memory grow without end. */
const REMEMBERED_SETS = 1024;

/** The bits of a number, by name; equal numbers give the same frozen list. */
export function flagNames<Name extends string>(
  values: Readonly<Record<Name, number>>,
  width: number,
): (value: number | bigint) => Flags<Name> {
  // Object.entries forgets the type of the keys, which are those of `values`.
  const entries = Object.entries(values) as [Name, number][];
  const sets = new Map<number | bigint, Flags<Name>>();

  function name(value: bigint): Flags<Name> {
    const set: (Name | UnknownBit)[] = [];
    for (let bit = 0; bit < width; bit++) {
      if ((value >> BigInt(bit) & 1n) === 0n) continue;
      const mask = 2 ** bit;
      set.push(entries.find(([, flag]) => flag === mask)?.[0] ?? `0x${mask.toString(16)}`);
    }
    return Object.freeze(set);
  }

  return (value) => {
    let set = sets.get(value);
    if (set === undefined) {
      set = name(BigInt(value));
      if (sets.size < REMEMBERED_SETS) sets.set(value, set);
    }
    return set;
  };
}

/** A number whose bits have names, as the list of the bits that are set; equal lists are the same frozen array. */
export function flags<Name extends string>(
  number: NumberCodec | NumberCodec<bigint>,
  values: Readonly<Record<Name, number>>,
): FixedCodec<Flags<Name>>;
/** The same of 4 or 8 bytes. */
export function flags<Name extends string>(
  number: VariableCodec,
  values: Readonly<Record<Name, number>>,
): Codec<Flags<Name>>;
/** The same of any length. */
export function flags<Name extends string>(
  number: AnyNumberCodec,
  values: Readonly<Record<Name, number>>,
): Codec<Flags<Name>> {
  const bits: Values = values;
  const width = number.layout.size * 8;
  const names = flagNames(values, width);
  return {
    layout: { type: "flags", number: number.layout, values },
    ...sizeOf(number),
    read: (view, offset, length) => names(number.read(view, offset, length)),
    write(out, value) {
      if (!Array.isArray(value)) throw out.failure(`expected a list of flags, got ${shown(value)}`);
      let sum = 0n;
      for (const flag of value) {
        const bit = Object.hasOwn(bits, flag) ? bits[flag] : /^0x[0-9a-f]+$/i.test(flag) ? flag : undefined;
        if (bit === undefined) {
          throw out.failure(`expected ${Object.keys(bits).join(", ")} or a bit such as 0x80, got ${shown(flag)}`);
        }
        if (BigInt(bit) >> BigInt(width) !== 0n) {
          throw out.failure(`expected bits below 0x${(2 ** width).toString(16)}, got ${shown(flag)}`);
        }
        sum |= BigInt(bit);
      }
      writeNumber(out, number, sum);
    },
  };
}
