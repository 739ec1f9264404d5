import { DecodeError, within } from "../errors.ts";
import { shown } from "../shown.ts";
import { writeAttribute } from "./attributes.ts";
import type { Codec, FixedCodec } from "./codec.ts";
import { wireType } from "./compile.ts";
import { u16 } from "./numbers.ts";
import { checkNames } from "./struct.ts";
import { TYPE_MASK, walkAttributes } from "./walk.ts";
import type { Writer } from "./writer.ts";

/** Values of one size, one behind the other, as a C array. */
export function array<T>(element: FixedCodec<T>): Codec<readonly T[]> {
  const { size } = element;
  return {
    layout: { type: "array", element },
    read(view, offset, length) {
      if (length % size !== 0) throw new DecodeError(`expected a multiple of ${size} bytes, got ${length}`);
      return Array.from({ length: length / size }, (_, i) => {
        try {
          return element.read(view, offset + i * size, size);
        } catch (error) {
          throw within(`${i}`, error);
        }
      });
    },
    write: (out, values) => writeAll(out, values, (value) => element.write(out, value)),
  };
}

/** A C array with a given number of elements, as a member of a struct. */
export function arrayOf<T>(count: number, element: FixedCodec<T>): FixedCodec<readonly T[]> {
  const list = array(element);
  const size = count * element.size;
  return {
    layout: { type: "array", element, count },
    size,
    read(view, offset, length) {
      if (length !== size) throw new DecodeError(`expected ${size} bytes, got ${length}`);
      return list.read(view, offset, length);
    },
    write(out, values) {
      if (Array.isArray(values) && values.length !== count) {
        throw out.failure(`expected a list of ${count}, got one of ${values.length}`);
      }
      list.write(out, values);
    },
  };
}

/** What an indexed array is, beside its elements. */
export interface IndexedOptions {
  /** The attribute type of the first element. @default {1} */
  readonly first?: number;
  /** Whether the kernel wants `NLA_F_NESTED` on each of them. @default {false} */
  readonly nested?: boolean;
}

/**
 * Values that each stand in an attribute of their own, whose type is the index (an `indexed-array` of the kernel's
 * specifications). The index is not kept: the values are numbered anew from `first` when they are written.
 */
export function indexed<T>(element: Codec<T>, options: IndexedOptions = {}): Codec<readonly T[]> {
  const { first = 1, nested = false } = options;
  return {
    layout: { type: "indexed", element, first },
    read(view, offset, length) {
      const values: T[] = [];
      for (const entry of walkAttributes(view, offset, offset + length)) {
        try {
          values.push(element.read(view, entry.offset, entry.length));
        } catch (error) {
          throw within(`${entry.type & TYPE_MASK}`, error);
        }
      }
      return values;
    },
    write: (out, values) =>
      writeAll(out, values, (value, i) => writeAttribute(out, wireType({ type: first + i, nested }), value, element)),
  };
}

const KEYED = new Set(["key", "value"]);

/** A value with the number by which it is known among others of its kind. */
export interface Keyed<T> {
  /** The number, 0 to 16383. */
  readonly key: number;
  /** What is known by it. */
  readonly value: T;
}

/**
 * Values that each stand in an attribute of their own, whose type tells one from another, such as the number of a command
 * (a `nest-type-value` of the kernel's specifications).
 *
 * @example
 * ```ts
 * import { decode, keyed, u8 } from "@netlink/ffi/codec";
 *
 * decode(keyed(u8), Uint8Array.of(5, 0, 42, 0, 7, 0, 0, 0)); // [{ key: 42, value: 7 }]
 * ```
 */
export function keyed<T>(element: Codec<T>): Codec<readonly Keyed<T>[]> {
  return {
    layout: { type: "keyed", element },
    read(view, offset, length) {
      const values: Keyed<T>[] = [];
      for (const entry of walkAttributes(view, offset, offset + length)) {
        const key = entry.type & TYPE_MASK;
        try {
          values.push({ key, value: element.read(view, entry.offset, entry.length) });
        } catch (error) {
          throw within(`${key}`, error);
        }
      }
      return values;
    },
    write(out, values) {
      const { type } = element.layout;
      const nested = type === "attributes" || type === "keyed";
      writeAll(out, values, (entry) => {
        checkNames(out, entry, KEYED);
        const { key, value } = entry;
        if (!(Number.isInteger(key) && key >= 0 && key <= TYPE_MASK)) {
          throw out.failure(`expected a key from 0 to ${TYPE_MASK}, got '${key}'`);
        }
        out.within("value", () => writeAttribute(out, wireType({ type: key, nested }), value, element));
      });
    },
  };
}

/**
 * Values that each start with their own length in 16 bits, padded to a multiple of four (as `struct rtnexthop`). The
 * length belongs to the first two bytes of `element`, which has no member there.
 */
export function records<T>(element: Codec<T>): Codec<readonly T[]> {
  return {
    layout: { type: "records", element },
    read(view, offset, length) {
      const values: T[] = [];
      const end = offset + length;
      while (offset < end) {
        const size = end - offset < LENGTH_SIZE ? 0 : u16.read(view, offset, LENGTH_SIZE);
        if (size < LENGTH_SIZE || size > end - offset) {
          throw new DecodeError(`expected a record length from ${LENGTH_SIZE} to ${end - offset}, got ${size}`);
        }
        try {
          values.push(element.read(view, offset, size));
        } catch (error) {
          throw within(`${values.length}`, error);
        }
        offset += (size + 3) & ~3;
      }
      return values;
    },
    write: (out, values) =>
      writeAll(out, values, (value) => {
        const start = out.length;
        element.write(out, value);
        const end = out.length;
        out.length = start;
        u16.write(out, end - start);
        out.length = end;
        out.align();
      }),
  };
}

/** Length of the length of a record. */
const LENGTH_SIZE = 2;

function writeAll<T>(out: Writer, values: readonly T[], write: (value: T, index: number) => void): void {
  if (!Array.isArray(values)) throw out.failure(`expected a list, got ${shown(values)}`);
  // With the holes, which are no values.
  for (const [i, value] of values.entries()) out.within(`${i}`, () => write(value, i));
}
