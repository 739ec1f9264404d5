import { DecodeError, within } from "../errors.ts";
import { attributeList, type AttributesOf, type Problem } from "./attributes.ts";
import type { AttributeTable, BodyLayout, Codec, Derivations, Field, FieldTable, FixedCodec } from "./codec.ts";
import { compileStruct, type StructReader } from "./compile.ts";
import { Forms } from "./form.ts";
import { atMember, checkNames, type FieldsOf, writeFields } from "./struct.ts";
import type { Writer } from "./writer.ts";

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

/** What stands between the header of a message and its attributes, as the only property of `T`. */
export interface BodyOf<T> extends BodyLayout {
  /** Name of the property. */
  readonly name: keyof T & string;
  /** Codec of these bytes. */
  readonly codec: Codec<T[keyof T]>;
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
  // A derivation of the type is one of the layout.
  return make<Header & List & Derived>(size, header, fields, derived as Derivations);
}

/** The same, with a `body` between header and attributes: bytes whose number a member of the header tells. */
export function messageWithBody<Header extends object, Body extends object, List extends object>(
  size: number,
  header: FieldsOf<Header>,
  body: BodyOf<Body>,
  fields: AttributesOf<List>,
): MessageCodec<Header & Body & List> {
  return make<Header & Body & List>(size, header, fields, {}, body);
}

/** Where the attributes of a message start, behind a header of `size` bytes and a body. */
export function attributesStart(size: number, body: BodyLayout | undefined, view: DataView, offset: number): number {
  return offset + ((size + bodyLength(body, view, offset) + 3) & ~3);
}

function bodyLength(body: BodyLayout | undefined, view: DataView, offset: number): number {
  return body === undefined ? 0 : body.length.codec.read(view, offset + body.length.offset, body.length.codec.size);
}

/** What reads the messages of a schema. */
interface MessageReader {
  /** Reads the members that are in the header alone. */
  readonly header: StructReader;
  /** The members whose wider form is an attribute. */
  readonly shared: readonly (readonly [string, Field<unknown>])[];
  /** Reads the messages that are like many others. */
  readonly forms: Forms;
}

/** Makes the codec of tables, which the callers hold against the type of the values. */
function make<T extends object>(
  size: number,
  members: FieldTable,
  table: AttributeTable,
  derived: Derivations,
  body?: BodyLayout,
): MessageCodec<T> {
  // Each takes the message that it belongs to.
  const derivations = Object.entries(derived) as [string, (value: object) => unknown][];
  const list = attributeList(table);
  let reader: MessageReader | undefined;
  let names: ReadonlySet<string> | undefined;

  /** Made when the first message is read: most programs need few kinds of messages. */
  function makeReader(): MessageReader {
    const [shared = [], rest = []] = [true, false].map((isAttribute) =>
      Object.entries(members).filter(([name]) => Object.hasOwn(table, name) === isAttribute)
    );
    const own = Object.fromEntries(rest);
    const forms = new Forms({ own, shared: shared.map(([name]) => name), fields: table });
    return { header: compileStruct(own), shared, forms };
  }

  function namesOfAll(): ReadonlySet<string> {
    const tables = [members, table, derived, body === undefined ? {} : { [body.name]: body }];
    return new Set([...tables.flatMap(Object.keys), "unknown"]);
  }

  /** Reads the body into `value`; a message without one has none to read. */
  function readBody(value: Record<string, unknown>, view: DataView, offset: number, length: number): void {
    if (body === undefined) return;
    const wanted = bodyLength(body, view, offset);
    try {
      if (wanted > length - size) throw new DecodeError(`expected ${wanted} bytes, got ${length - size}`);
      value[body.name] = body.codec.read(view, offset + size, wanted);
    } catch (error) {
      throw within(body.name, error);
    }
  }

  function writeBody(out: Writer, start: number, value: Record<string, unknown>): void {
    if (body === undefined) return;
    const { name, length: { offset, codec } } = body;
    out.within(name, () => {
      const from = out.length;
      if (value[name] !== undefined) body.codec.write(out, value[name]);
      const end = out.length;
      out.length = start + offset;
      codec.write(out, end - from);
      out.length = end;
    });
  }

  /** Reads a message that is not like many others. */
  function readOne(
    { header, shared, forms }: MessageReader,
    view: DataView,
    offset: number,
    length: number,
    problems: Problem[] | undefined,
  ): Record<string, unknown> {
    let value: Record<string, unknown>;
    try {
      value = header(view, offset);
    } catch (error) {
      throw atMember(members, view, offset, error);
    }
    readBody(value, view, offset, length);
    const start = attributesStart(size, body, view, offset);
    const end = offset + length;
    if (start < end) list.read(value, view, start, end, problems);
    for (const [name, { offset: at, codec }] of shared) {
      if (value[name] !== undefined) continue;
      value[name] = codec.read(view, offset + at, codec.size);
      list.keepOrder(value, view, start, end);
    }
    if (body === undefined) forms.learn(view, { offset, start, end });
    return value;
  }

  function read(view: DataView, offset: number, length: number, problems: Problem[] | undefined): T {
    if (length < size) throw new DecodeError(`expected at least ${size} bytes, got ${length}`);
    reader ??= makeReader();
    let value: Record<string, unknown> | undefined;
    try {
      value = reader.forms.read(view, offset, length);
    } catch {
      // What it throws, is thrown once more where the name of the field is known, and where the rest can be kept.
    }
    value ??= readOne(reader, view, offset, length, problems);
    for (const [name, derive] of derivations) {
      const repeated = derive(value);
      if (repeated !== undefined) value[name] = repeated;
    }
    // The tables have a codec for each property, and the compiler holds them against the types.
    return value as T;
  }

  /** Whether a property has its place before the attributes, or none. */
  function isElsewhere(name: string): boolean {
    return Object.hasOwn(members, name) || Object.hasOwn(derived, name) || name === body?.name;
  }

  return {
    layout: { type: "message", size, header: members, fields: table, derived, ...(body && { body }) },
    headerSize: size,
    read: (view, offset, length) => read(view, offset, length, undefined),
    salvage: read,
    without(...skipped) {
      const left = Object.entries(table).map(([name, attribute]) => // A name of the table is one of T.
      [name, skipped.includes(name as typeof skipped[number]) ? { ...attribute, skipped: true } : attribute]);
      // The same table, but for what reading does with it.
      return make(size, members, Object.fromEntries(left), derived, body);
    },
    write(out, value) {
      checkNames(out, value, names ??= namesOfAll());
      for (const [name, derive] of derivations) {
        // A property of the value by its name.
        const repeated = (value as Record<string, unknown>)[name];
        if (repeated !== undefined && repeated !== derive(value)) {
          throw out.failure(`expected ${name} to be '${derive(value)}' as in what it repeats, got '${repeated}'`);
        }
      }
      const start = out.length;
      writeFields(out, size, members, value);
      // A property of the value by its name.
      writeBody(out, start, value as Record<string, unknown>);
      out.align();
      list.write(out, value, isElsewhere);
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
