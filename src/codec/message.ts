import { DecodeError } from "../errors.ts";
import { attributeList, type AttributesOf, type Problem } from "./attributes.ts";
import type { AttributeTable, Codec, FieldTable, FixedCodec } from "./codec.ts";
import { compileStruct, type StructReader } from "./compile.ts";
import { atMember, checkNames, type FieldsOf, writeFields } from "./struct.ts";

/** A codec of messages: a fixed header and a run of attributes behind it, as one object. */
export interface MessageCodec<T> extends Codec<T> {
  /** Length of the header in bytes, which every message has at least. */
  readonly headerSize: number;
  /**
   * Like `read`, but an attribute that cannot be read stays in `unknown`, and a list that breaks off ends there; both
   * are told in `problems`. Throws only where the header itself is too short.
   */
  salvage(view: DataView, offset: number, length: number, problems: Problem[]): T;
  /** The same codec, but reading passes over these attributes, as if they had not been sent. */
  without(...names: readonly (keyof T & string)[]): MessageCodec<T>;
}

/** How each property of `Derived` follows from the rest of a message; `undefined` leaves it out. */
export type DerivedFrom<T, Derived> = {
  readonly [K in keyof Derived]-?: (value: T) => Exclude<Derived[K], undefined> | undefined;
};

/**
 * A message: a header of `size` bytes with the members `header`, and the attributes behind it.
 *
 * A name that stands in both is one value: the attribute is the wider form of the header's member, which counts only
 * where the attribute is missing. (So the table of a route, 8 bits of which are in the header, is one property.)
 *
 * `derived` repeats a value from deeper inside where people look for it. It is not written: what it repeats is.
 */
export function message<Header extends object, List extends object, Derived extends object = object>(
  size: number,
  header: FieldsOf<Header>,
  fields: AttributesOf<List>,
  derived: DerivedFrom<Header & List, Derived> = {} as DerivedFrom<Header & List, Derived>,
): MessageCodec<Header & List & Derived> {
  const members: FieldTable = header;
  const table: AttributeTable = fields;
  // The type of the table says so; Object.entries forgets it.
  const derivations = Object.entries(derived) as [string, (value: object) => unknown][];
  const names = new Set([...Object.keys(members), ...Object.keys(table), ...Object.keys(derived), "unknown"]);
  const list = attributeList(table);
  const own = Object.fromEntries(Object.entries(members).filter(([name]) => !Object.hasOwn(table, name)));
  const shared = Object.entries(members).filter(([name]) => Object.hasOwn(table, name));
  const start = (size + 3) & ~3;
  let compiled: StructReader | undefined;

  function read(
    view: DataView,
    offset: number,
    length: number,
    problems: Problem[] | undefined,
  ): Header & List & Derived {
    if (length < size) throw new DecodeError(`expected at least ${size} bytes, got ${length}`);
    compiled ??= compileStruct(own);
    let value: Record<string, unknown>;
    try {
      value = compiled(view, offset);
    } catch (error) {
      throw atMember(members, view, offset, error);
    }
    if (length > start) list.read(value, view, offset + start, offset + length, problems);
    for (const [name, { offset: at, codec }] of shared) {
      if (value[name] !== undefined) continue;
      value[name] = codec.read(view, offset + at, codec.size);
      list.keepOrder(value, view, offset + start, offset + length);
    }
    for (const [name, derive] of derivations) {
      const repeated = derive(value);
      if (repeated !== undefined) value[name] = repeated;
    }
    // The tables have a codec for each property, and the compiler holds them against the types.
    return value as Header & List & Derived;
  }

  return {
    layout: { type: "message", size, header: members, fields: table, derived },
    headerSize: size,
    read: (view, offset, length) => read(view, offset, length, undefined),
    salvage: read,
    without(...skipped) {
      const left = Object.entries(table).map(([name, attribute]) => // A name of the table is one of T.
      [name, skipped.includes(name as typeof skipped[number]) ? { ...attribute, skipped: true } : attribute]);
      // The same table, but for what reading does with it.
      return message(size, header, Object.fromEntries(left) as typeof fields, derived);
    },
    write(out, value) {
      checkNames(out, value, names);
      for (const [name, derive] of derivations) {
        // A property of the value by its name.
        const repeated = (value as Record<string, unknown>)[name];
        if (repeated !== undefined && repeated !== derive(value)) {
          throw out.failure(`expected ${name} to be '${derive(value)}' as in what it repeats, got '${repeated}'`);
        }
      }
      writeFields(out, size, members, value);
      out.align();
      list.write(out, value, (name) => Object.hasOwn(members, name) || Object.hasOwn(derived, name));
    },
  };
}

/**
 * The member of a header that is too narrow for its value, which an attribute of the same name holds whole: `narrow`
 * says what the member has instead.
 */
export function narrowed<T>(codec: FixedCodec<T>, narrow: (value: T) => T): FixedCodec<T> {
  return { ...codec, write: (out, value) => codec.write(out, narrow(value)) };
}
