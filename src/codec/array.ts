import { DecodeError, within } from "../errors.ts";
import { walkAttributes, writeAttribute } from "./attributes.ts";
import type { Codec, FixedCodec } from "./codec.ts";
import type { Writer } from "./writer.ts";

/** `NLA_TYPE_MASK`: the type without its two flag bits. */
const TYPE_MASK = 0x3fff;

/** Values of one size, one behind the other, as a C array. */
export function array<T>(element: FixedCodec<T>): Codec<readonly T[]> {
  const { size } = element;
  return {
    layout: { type: "array", element },
    read(view, offset, length) {
      if (length % size !== 0) throw new DecodeError(`expected a multiple of ${size} bytes, got ${length}`);
      return Array.from({ length: length / size }, (_, i) => element.read(view, offset + i * size, size));
    },
    write: (out, values) => writeAll(out, values, (value) => element.write(out, value)),
  };
}

/** What an indexed array is, beside its elements. */
export interface IndexedOptions {
  /** The attribute type of the first element. @default {1} */
  readonly first?: number;
}

/**
 * Values that each stand in an attribute of their own, whose type is the index (an `indexed-array` of the kernel's
 * specifications). The index is not kept: the values are numbered anew from `first` when they are written.
 */
export function indexed<T>(element: Codec<T>, options: IndexedOptions = {}): Codec<readonly T[]> {
  const { first = 1 } = options;
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
    write: (out, values) => writeAll(out, values, (value, i) => writeAttribute(out, first + i, value, element)),
  };
}

function writeAll<T>(out: Writer, values: readonly T[], write: (value: T, index: number) => void): void {
  if (!Array.isArray(values)) throw out.failure(`expected a list, got '${values}'`);
  values.forEach((value, i) => out.within(`${i}`, () => write(value, i)));
}
