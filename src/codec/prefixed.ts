import { DecodeError, within } from "../errors.ts";
import type { Codec, FieldTable, TailLayout } from "./codec.ts";
import { compileStruct, type StructReader } from "./compile.ts";
import { atMember, checkNames, type FieldsOf, writeFields } from "./struct.ts";

/** The last property of a {@linkcode prefixed} value: its name, and how its codec is chosen by the rest. */
export interface Tail<Head, Name extends string, T> extends TailLayout {
  /** Name of the property. */
  readonly name: Name;
  /** The codecs to choose from. */
  readonly alternatives: Readonly<Record<string, Codec<T>>>;
  /** Names the alternative, from the members of the struct. */
  readonly choose: (head: Head) => string;
}

/** A struct of `size` bytes and, in all the bytes behind it, one more value whose form the struct tells. */
export function prefixed<Head extends object, Name extends string, T>(
  size: number,
  fields: FieldsOf<Head>,
  tail: Tail<Head, Name, T>,
): Codec<Head & { readonly [K in Name]: T }> {
  const table: FieldTable = fields;
  const names = new Set([...Object.keys(table), tail.name]);
  let compiled: StructReader | undefined;

  /** The codec that the struct tells, or why there is none. */
  function codecFor(head: Head, failure: (reason: string) => Error): Codec<T> {
    const codec = tail.alternatives[tail.choose(head)];
    if (codec === undefined) throw failure(`expected a known form, got '${tail.choose(head)}'`);
    return codec;
  }

  return {
    layout: { type: "prefixed", size, fields: table, tail },
    read(view, offset, length) {
      if (length < size) throw new DecodeError(`expected at least ${size} bytes, got ${length}`);
      compiled ??= compileStruct(table);
      let value: Record<string, unknown>;
      try {
        value = compiled(view, offset);
      } catch (error) {
        throw atMember(table, view, offset, error);
      }
      try {
        // The table has a codec for each property of Head, and the compiler holds it against Head.
        value[tail.name] = codecFor(value as Head, (reason) => new DecodeError(reason)).read(
          view,
          offset + size,
          length - size,
        );
      } catch (error) {
        throw within(tail.name, error);
      }
      // With the line above, every property is there.
      return value as Head & { readonly [K in Name]: T };
    },
    write(out, value) {
      checkNames(out, value, names);
      writeFields(out, size, table, value);
      out.within(tail.name, () => codecFor(value, (reason) => out.failure(reason)).write(out, value[tail.name]));
    },
  };
}
