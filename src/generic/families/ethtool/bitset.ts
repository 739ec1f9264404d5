import { array } from "../../../codec/array.ts";
import { attribute, attributes, type Extensible, repeated } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { flag, u32 } from "../../../codec/numbers.ts";
import { cstring } from "../../../codec/text.ts";
import { shown } from "../../../shown.ts";

/** A bit of a set that is told as a list (`ETHTOOL_A_BITSET_BIT_*`). */
export interface EthtoolBit extends Extensible {
  /** Number of the bit, from 0; a request can do with the name (`ETHTOOL_A_BITSET_BIT_INDEX`). */
  readonly index?: number;
  /** Name of the bit (`ETHTOOL_A_BITSET_BIT_NAME`). */
  readonly name?: string;
  /** Whether the bit is set; without meaning where the set has no mask (`ETHTOOL_A_BITSET_BIT_VALUE`). */
  readonly value?: true;
}

const bit: Codec<EthtoolBit> = attributes<EthtoolBit>({
  index: attribute(1, u32),
  name: attribute(2, cstring),
  value: attribute(3, flag),
});

/** The bits of a set, one by one (`ETHTOOL_A_BITSET_BITS_*`). */
export interface EthtoolBitList extends Extensible {
  /**
   * The bits that are told of: those of the mask, or those that are set where there is none
   * (`ETHTOOL_A_BITSET_BITS_BIT`).
   */
  readonly bits?: readonly EthtoolBit[];
}

const bitList: Codec<EthtoolBitList> = attributes<EthtoolBitList>({
  bits: repeated(1, bit, { nested: true }),
});

/**
 * Bits of any number: as a list with names, or as words where `compactBitsets` was asked for (`ETHTOOL_A_BITSET_*`).
 * {@linkcode bitNames} reads either, {@linkcode bitChange} makes one for a request.
 */
export interface EthtoolBitSet extends Extensible {
  /** Whether it tells all the bits that are set, in place of what shall change (`ETHTOOL_A_BITSET_NOMASK`). */
  readonly noMask?: true;
  /** How many bits there are (`ETHTOOL_A_BITSET_SIZE`). */
  readonly size?: number;
  /** The bits as a list (`ETHTOOL_A_BITSET_BITS`). */
  readonly bits?: EthtoolBitList;
  /** The bits in words of 32, the lowest first (`ETHTOOL_A_BITSET_VALUE`). */
  readonly value?: readonly number[];
  /** Which of the bits are told of, in words of 32 (`ETHTOOL_A_BITSET_MASK`). */
  readonly mask?: readonly number[];
}

/** `ETHTOOL_A_BITSET_*`. */
export const bitSet: Codec<EthtoolBitSet> = attributes<EthtoolBitSet>({
  noMask: attribute(1, flag),
  size: attribute(2, u32),
  bits: attribute(3, bitList, { nested: true }),
  value: attribute(4, array(u32)),
  mask: attribute(5, array(u32)),
});

/**
 * Names of the bits of a set, in their order: of those that are set, or of those that the set tells of (`"mask"`).
 *
 * A set of words has no names: they are `names`, such as {@linkcode namesIn} gives. A bit without one is its number.
 *
 * @example
 * ```ts
 * import { bitNames } from "@netlink/ffi/generic";
 *
 * bitNames({ bits: { bits: [{ index: 0, name: "a", value: true }, { index: 1, name: "b" }] } }); // ["a"]
 * bitNames({ size: 3, value: [0b110] }, { names: ["a", "b", "c"] }); // ["b", "c"]
 * ```
 */
export function bitNames(set: EthtoolBitSet | undefined, options: BitNamesOptions = {}): readonly string[] {
  const { names = [], of = "value" } = options;
  const { noMask = false, bits, value = [], mask = value } = set ?? {};
  const listed = (bits?.bits ?? []).filter((bit) => of === "mask" || noMask || bit.value === true);
  if (bits !== undefined) return listed.map(({ index = -1, name = names[index] ?? `${index}` }) => name);
  return numbersOf(of === "value" ? value : mask).map((index) => names[index] ?? `${index}`);
}

/** How names of bits are read. */
export interface BitNamesOptions {
  /** Names by the number of the bit, for sets without names of their own. @default {[]} */
  readonly names?: readonly string[];
  /** Which bits are meant. @default {"value"} */
  readonly of?: "value" | "mask";
}

/** The numbers of the bits that are set in words of 32. */
function numbersOf(words: readonly number[]): readonly number[] {
  return words.flatMap((word, i) =>
    Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (word >>> bit & 1) !== 0).map((bit) => i * 32 + bit)
  );
}

/**
 * The set that switches bits on or off by their names, and leaves all others as they are. Throws a `RangeError` for what is
 * no object of `true` and `false`.
 *
 * @example
 * ```ts
 * import { bitChange, ethtool, Genetlink } from "@netlink/ffi/generic";
 *
 * await using genetlink = await Genetlink.open();
 * const wanted = bitChange({ "tx-checksum-ip-generic": true, "rx-gro": false });
 * await genetlink.family(ethtool).execute("setFeatures", { header: { deviceName: "eth0" }, wanted });
 * ```
 */
export function bitChange(bits: Readonly<Record<string, boolean>>): EthtoolBitSet {
  if (typeof bits !== "object" || bits === null || Array.isArray(bits)) {
    throw new RangeError(`Cannot change bits: expected an object such as { "rx-gro": true }, got ${shown(bits)}`);
  }
  for (const [name, on] of Object.entries(bits)) {
    if (typeof on === "boolean") continue;
    throw new RangeError(`Cannot change bit '${name}': expected true or false, got ${shown(on)}`);
  }
  const list = Object.entries(bits).map(([name, on]): EthtoolBit => on ? { name, value: true } : { name });
  return { bits: { bits: list } };
}
