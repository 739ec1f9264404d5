import { DecodeError } from "../errors.ts";
import type { Codec, FieldTable, FixedCodec, Layout } from "./codec.ts";
import { compileStruct, type StructReader } from "./compile.ts";
import { atMember, checkNames, field, type Grown, writeFields } from "./struct.ts";
import { bytes } from "./text.ts";

/** The names of the elements of an array, in their order. */
export type NamesOf<T> = readonly (Exclude<keyof T, "rest"> & string)[];

/** What the elements of such an array are. */
export type ElementOf<T> = Exclude<T[Exclude<keyof T, "rest">], undefined>;

/**
 * A C array whose indexes have names, as the settings and counters that every kernel appends some to: an object with a
 * property for each element that is there. Elements behind the last name, of a newer kernel, stay as bytes in `rest`.
 *
 * @example
 * ```ts
 * import { decode, namedArray, u32 } from "@netlink/ffi/codec";
 *
 * const settings = namedArray<{ forwarding?: number; proxy?: number }>(["forwarding", "proxy"], u32);
 * decode(settings, Uint8Array.of(1, 0, 0, 0)); // { forwarding: 1 }
 * ```
 */
export function namedArray<T extends object>(names: NamesOf<T>, element: FixedCodec<ElementOf<T>>): Codec<T> {
  const { size } = element;
  /** By how many elements there are: kernels differ in it, but one kernel has always the same. */
  const readers: (StructReader | undefined)[] = [];
  let layout: Extract<Layout, { readonly type: "namedArray" }> | undefined;

  /** The first elements, as members of a struct. */
  function first(count: number): FieldTable {
    return Object.fromEntries(names.slice(0, count).map((name, i) => [name, field(i * size, element)]));
  }

  /** What the array is made of, told when somebody asks: there can be many names. */
  const described = () => layout ??= { type: "namedArray", fields: first(names.length) };

  return {
    get layout(): Layout {
      return described();
    },
    read(view, offset, length) {
      if (length % size !== 0) throw new DecodeError(`expected a multiple of ${size} bytes, got ${length}`);
      const count = Math.min(length / size, names.length);
      const reader = readers[count] ??= compileStruct(first(count));
      let value: Record<string, unknown>;
      try {
        value = reader(view, offset);
      } catch (error) {
        throw atMember(first(count), view, offset, error);
      }
      const end = count * size;
      if (length > end) value["rest"] = bytes.read(view, offset + end, length - end);
      // Each name is one of T, and the element has its type.
      return value as T;
    },
    write(out, value) {
      checkNames(out, value, [...names, "rest"]);
      const { rest } = value as Grown;
      // A name is a property of the value, or it is missing.
      const last = names.findLastIndex((name) => (value as Record<string, unknown>)[name] !== undefined);
      writeFields(out, (rest === undefined ? last + 1 : names.length) * size, described().fields, value);
      if (rest === undefined) return;
      out.within("rest", () => {
        const start = out.length;
        bytes.write(out, rest);
        if ((out.length - start) % size !== 0) {
          throw out.failure(`expected a multiple of ${size} bytes, got ${out.length - start}`);
        }
      });
    },
  };
}
