import { DecodeError, within } from "../errors.ts";
import type { Field, FieldTable, FixedCodec } from "./codec.ts";
import { compileStruct, type StructReader } from "./compile.ts";
import { bytes } from "./text.ts";
import { unknownName } from "../options.ts";
import type { Writer } from "./writer.ts";

/** Bytes at the end of a struct that its schema does not know, from a newer kernel. */
export interface Grown {
  /** The bytes behind the last known member. */
  readonly rest?: Uint8Array;
}

/** The members of a struct `T`, each with its place. */
export type FieldsOf<T> = { readonly [K in Exclude<keyof T, "rest">]-?: Field<Exclude<T[K], undefined>> };

/** What a struct is, beside its members. */
export interface StructOptions {
  /** Bytes that older kernels send at least; members behind them can be missing. @default {size} */
  readonly minimum?: number;
}

/** A member of a struct at `offset` bytes. */
export function field<T>(offset: number, codec: FixedCodec<T>): Field<T> {
  return { offset, codec };
}

/** Writes the members of a struct that `value` has into `size` new bytes; what no member covers is zero. */
export function writeFields(out: Writer, size: number, fields: FieldTable, value: object): void {
  const start = out.reserve(size);
  for (const [name, { offset, codec }] of Object.entries(fields)) {
    // A field of the schema is a property of the value, or it is missing.
    const member = (value as Record<string, unknown>)[name];
    if (member === undefined) continue;
    // Codecs append: let this one append at the member's own place.
    const end = out.length;
    out.length = start + offset;
    out.within(name, () => codec.write(out, member));
    out.length = end;
  }
}

/** Throws where `value` is no object, or has a property that is not among `names`. */
export function checkNames(out: Writer, value: object, names: Iterable<string>): void {
  const wrong = unknownName("field", value, names);
  if (wrong !== undefined) throw out.failure(wrong);
}

/**
 * A C struct of `size` bytes.
 *
 * A longer one, of a newer kernel, keeps its end as `rest`; a shorter one, of an older kernel, is read where `minimum`
 * allows it, without the members that it lacks.
 */
export function struct<T extends object>(
  size: number,
  fields: FieldsOf<T>,
  options: StructOptions = {},
): FixedCodec<T> {
  const { minimum = size } = options;
  const table: FieldTable = fields;
  let names: readonly string[] | undefined;
  let compiled: StructReader | undefined;

  function readShort(view: DataView, offset: number, length: number): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const [name, { offset: at, codec }] of Object.entries(table)) {
      if (at + codec.size <= length) value[name] = codec.read(view, offset + at, codec.size);
    }
    return value;
  }

  /** The length of the kernel's struct: one that was short has no members at its end. */
  function lengthOf(value: object): number {
    const ends = Object.entries(table).map(([name, { offset, codec }]) =>
      // A field of the schema is a property of the value, or it is missing.
      (value as Record<string, unknown>)[name] === undefined ? 0 : offset + codec.size
    );
    return minimum === size ? size : Math.max(minimum, ...ends);
  }

  return {
    layout: { type: "struct", size, minimum, fields: table },
    size,
    read(view, offset, length) {
      if (length < minimum) throw new DecodeError(`expected at least ${minimum} bytes, got ${length}`);
      compiled ??= compileStruct(table);
      let value: Record<string, unknown>;
      try {
        value = length < size ? readShort(view, offset, length) : compiled(view, offset);
      } catch (error) {
        throw atMember(table, view, offset, error);
      }
      if (length > size) {
        value["rest"] = new Uint8Array(view.buffer, view.byteOffset + offset + size, length - size).slice();
      }
      // The table has a codec for each property of T, and the compiler holds it against T.
      return value as T;
    },
    write(out, value) {
      checkNames(out, value, names ??= [...Object.keys(table), "rest"]);
      const { rest } = value as Grown;
      writeFields(out, rest === undefined ? lengthOf(value) : size, table, value);
      if (rest !== undefined) out.within("rest", () => bytes.write(out, rest));
    },
  };
}

/** The error of the generated reader, which does not know names, with the name of the member that fails. */
export function atMember(table: FieldTable, view: DataView, offset: number, error: unknown): unknown {
  for (const [name, { offset: at, codec }] of Object.entries(table)) {
    try {
      codec.read(view, offset + at, codec.size);
    } catch (failure) {
      return within(name, failure);
    }
  }
  return error;
}
