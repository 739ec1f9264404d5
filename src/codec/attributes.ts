import { type DecodeError, within } from "../errors.ts";
import { shown } from "../shown.ts";
import { type Attribute, type AttributeTable, type Codec, decode } from "./codec.ts";
import { checkTable } from "./check-table.ts";
import { codecOf, unchosen } from "./choice.ts";
import { compileList, type ListReader, wireType } from "./compile.ts";
import { type WireAttribute, wireOrder } from "./order.ts";
import { checkNames } from "./struct.ts";
import { bytes, cstring } from "./text.ts";
import type { Extensible, UnknownAttribute } from "./unknown.ts";
import { brokenAttribute, HEADER_SIZE, TYPE_MASK } from "./walk.ts";
import { LITTLE_ENDIAN, type Writer } from "./writer.ts";

export type { Extensible, UnknownAttribute } from "./unknown.ts";

const NESTED = 0x8000;

/** What cannot be read: its bytes, and why. */
export interface Problem {
  /** The attribute with its header, or all that is left of a broken list. */
  readonly bytes: Uint8Array;
  /** What is wrong, with the names of the fields. */
  readonly error: DecodeError;
}

/** The attributes of a list `T`. */
export type AttributesOf<T> = { readonly [K in Exclude<keyof T, "unknown">]-?: Attribute<Exclude<T[K], undefined>> };

/** What an attribute is, beside its number and codec. */
export interface AttributeOptions {
  /** Whether the kernel sets `NLA_F_NESTED` on it. @default {false} */
  readonly nested?: boolean;
  /** For {@linkcode chosen}: whether the choice needs attributes that can come later. @default {false} */
  readonly late?: boolean;
  /** For {@linkcode chosen}: name of the property that chooses, for errors. @default not told */
  readonly by?: string;
}

/** An attribute with a number and the codec of its payload. */
export function attribute<T>(type: number, codec: Codec<T>, options: AttributeOptions = {}): Attribute<T> {
  return { type, codec, ...options };
}

/** An attribute that can come several times, as one array. */
export function repeated<T>(type: number, element: Codec<T>, options: AttributeOptions = {}): Attribute<readonly T[]> {
  return { type, codec: listOf(element), element, ...options };
}

/** A codec of several values, each in an attribute of its own; it only describes, see {@linkcode repeated}. */
function listOf<T>(element: Codec<T>): Codec<readonly T[]> {
  return {
    layout: { type: "array", element },
    read: (view, offset, length) => [element.read(view, offset, length)],
    write(out, values) {
      for (const value of values) element.write(out, value);
    },
  };
}

/**
 * An attribute whose codec depends on other values of the same object, as the data of a link depends on its kind.
 *
 * Where `choose` names no alternative, the attribute stays in `unknown`.
 */
export function chosen<T, Parent>(
  type: number,
  alternatives: Readonly<Record<string, Codec<T>>>,
  choose: (parent: Parent) => string | undefined,
  options: AttributeOptions = {},
): Attribute<T> {
  return { type, codec: undefined, alternatives, choose, ...options };
}

/**
 * The attributes of an object as they stood on the wire, where encoding its properties one by one would give other bytes:
 * some were unknown, or apart from their like, or had unexpected flag bits, or text without the usual end. It belongs to
 * this very object: a changed copy is encoded afresh.
 */
const orders = new WeakMap<object, readonly WireAttribute[]>();

/** Writes one attribute: its header, its payload and the padding behind it. */
export function writeAttribute<T>(out: Writer, type: number, value: T, codec: Codec<T>): void {
  const start = out.reserve(HEADER_SIZE);
  codec.write(out, value);
  const length = out.length - start;
  if (length > 0xffff) throw out.failure(`expected at most 65535 bytes in an attribute, got ${length}`);
  out.view.setUint16(start, length, LITTLE_ENDIAN);
  out.view.setUint16(start + 2, type, LITTLE_ENDIAN);
  out.align();
}

/** The run of attributes of a schema, read into and written from the properties of any object. */
export interface AttributeList {
  /** Reads into `target`; what cannot be read goes to `problems`, or is thrown where there is no such list. */
  read(target: object, view: DataView, offset: number, end: number, problems: Problem[] | undefined): void;
  /** Remembers the order of what was read into `target`, for where its properties do not tell which attributes it had. */
  keepOrder(target: object, view: DataView, offset: number, end: number): void;
  /** Writes the attributes among the properties of `value`; `inHeader` tells those that a header holds already. */
  write(out: Writer, value: object, inHeader?: (name: string) => boolean): void;
}

/** Makes the list of a table; the decoder is compiled when it first runs. Throws a `RangeError` for what is no table. */
export function attributeList(fields: AttributeTable): AttributeList {
  checkTable(fields);
  let types: ReadonlyMap<number, { readonly name: string; readonly attribute: Attribute<unknown> }> | undefined;
  let compiled: ListReader | undefined;

  /** The attribute with a number. The table is made when it is first needed: most programs need few schemas. */
  function byType(type: number) {
    types ??= new Map(Object.entries(fields).map(([name, attribute]) => [attribute.type, { name, attribute }]));
    return types.get(type);
  }

  function keep(target: { unknown?: UnknownAttribute[] }, view: DataView, offset: number): void {
    const length = view.getUint16(offset, LITTLE_ENDIAN);
    const type = view.getUint16(offset + 2, LITTLE_ENDIAN);
    const data = bytes.read(view, offset + HEADER_SIZE, length - HEADER_SIZE);
    (target.unknown ??= []).push({ type: type & TYPE_MASK, ...(type & NESTED ? { nested: true } : {}), data });
  }

  const actions = {
    broken(view: DataView, offset: number, end: number, problems: Problem[] | undefined): void {
      const left = end - offset;
      const error = brokenAttribute(view, offset, left);
      if (problems === undefined) throw error;
      problems.push({ bytes: bytes.read(view, offset, left), error });
    },

    failed(error: unknown, target: object, view: DataView, offset: number, problems: Problem[] | undefined): void {
      const type = view.getUint16(offset + 2, LITTLE_ENDIAN) & TYPE_MASK;
      const name = byType(type)?.name ?? `${type}`;
      const named = within(name, error);
      if (problems === undefined) throw named;
      // The place of a late one; what came before with the same type stays.
      if (Object.hasOwn(target, name) && Reflect.get(target, name) === undefined) Reflect.deleteProperty(target, name);
      keep(target, view, offset);
      problems.push({ bytes: bytes.read(view, offset, view.getUint16(offset, LITTLE_ENDIAN)), error: named });
    },

    choose: codecOf,

    other(target: Record<string, unknown>, view: DataView, offset: number, chosen: boolean): boolean {
      const known = byType(view.getUint16(offset + 2, LITTLE_ENDIAN) & TYPE_MASK);
      if (known?.attribute.skipped) return false;
      if (known?.attribute.late && !chosen) {
        // A late one with unexpected flag bits: what chooses it is there or is not.
        target[known.name] = undefined;
      }
      const codec = known && codecOf(known.attribute, target);
      if (known === undefined || codec === undefined) {
        if (known?.attribute.late) delete target[known.name];
        keep(target, view, offset);
        return true;
      }
      const length = view.getUint16(offset, LITTLE_ENDIAN) - HEADER_SIZE;
      const value = codec.read(view, offset + HEADER_SIZE, length);
      if (known.attribute.element === undefined) target[known.name] = value;
      // The same attribute came before, or this is the first: either way the property holds a list.
      else ((target[known.name] ??= []) as unknown[]).push(value);
      return false;
    },
  };

  function writeNamed(out: Writer, parent: object, name: string, values: readonly unknown[], type?: number): void {
    const attribute = fields[name];
    if (attribute === undefined) return;
    out.within(name, () => {
      const codec = codecOf(attribute, parent);
      if (codec === undefined) {
        throw out.failure(unchosen(attribute, parent));
      }
      for (const value of values) writeAttribute(out, type ?? wireType(attribute), value, codec);
    });
  }

  /** The values of a property, one for each attribute that it stands for. */
  function valuesOf(out: Writer, name: string, value: unknown): readonly unknown[] {
    // What is no list is refused there.
    return fields[name]?.element === undefined ? [value] : listed(out, name, value as readonly unknown[]);
  }

  function writeUnknown(out: Writer, attribute: UnknownAttribute, wire?: number): void {
    out.within("unknown", () => {
      // The types forbid `null`; the sentence about its type is better than none.
      const { type, nested, data } = attribute ?? {};
      if (!(Number.isInteger(type) && type >= 0 && type <= TYPE_MASK)) {
        throw out.failure(`expected a type from 0 to ${TYPE_MASK}, got ${shown(type)}`);
      }
      writeAttribute(out, wire ?? (nested ? type | NESTED : type), data, bytes);
    });
  }

  /** Writes what `order` tells of; returns how many of each property, and which unknown attributes, it wrote. */
  function writeInOrder(
    out: Writer,
    value: Extensible & Record<string, unknown>,
    order: readonly WireAttribute[],
  ): ReadonlyMap<unknown, number> {
    const written = new Map<unknown, number>();
    const kept = new Set(value.unknown);
    for (const { type, text, unknown } of order) {
      if (unknown !== undefined) {
        if (!kept.has(unknown)) continue;
        writeUnknown(out, unknown, type);
        written.set(unknown, 1);
        continue;
      }
      const name = byType(type & TYPE_MASK)?.name;
      if (name === undefined || value[name] === undefined) continue;
      const at = written.get(name) ?? 0;
      const values = valuesOf(out, name, value[name]);
      if (at >= values.length) continue;
      written.set(name, at + 1);
      if (text !== undefined && decode(cstring, text) === values[at]) writeAttribute(out, type, text, bytes);
      else writeNamed(out, value, name, [values[at]], type);
    }
    return written;
  }

  function keepOrder(target: object, view: DataView, offset: number, end: number): void {
    const { unknown = [] }: Extensible = target;
    orders.set(target, wireOrder(view, offset, end, unknown, (type) => isText(byType(type)?.attribute)));
  }

  return {
    read(target, view, offset, end, problems) {
      // The actions take what this list makes: plain objects, and the problems of this very call.
      compiled ??= compileList(fields, actions as never);
      if (compiled(target, view, offset, end, problems)) keepOrder(target, view, offset, end);
    },
    keepOrder,
    write(out, value, inHeader = () => false) {
      // The caller checked that each property has a name of the schema.
      const properties = value as Extensible & Record<string, unknown>;
      const unknowns = listed(out, "unknown", properties.unknown ?? []);
      const order = orders.get(value);
      const written = order === undefined ? new Map<unknown, number>() : writeInOrder(out, properties, order);
      for (const [name, property] of Object.entries(properties)) {
        if (property === undefined || name === "unknown") continue;
        // What the header holds is an attribute too only where the schema has one, and none is known to have been absent.
        if (inHeader(name) && (order !== undefined || !Object.hasOwn(fields, name))) continue;
        writeNamed(out, value, name, valuesOf(out, name, property).slice(written.get(name) ?? 0));
      }
      for (const unknown of unknowns) if (!written.has(unknown)) writeUnknown(out, unknown);
    },
  };
}

/**
 * A run of netlink attributes as an object: a property for each that is there, `unknown` for those without a schema.
 *
 * They are written in the order of the properties, so that decoding and encoding gives the same bytes. Throws a
 * `RangeError` for attributes that cannot be, such as two with one number.
 *
 * @example
 * ```ts
 * import { attribute, attributes, cstring, encode, u32 } from "@netlink/ffi/codec";
 *
 * const link = attributes<{ name?: string; mtu?: number }>({
 *   name: attribute(3, cstring),
 *   mtu: attribute(4, u32),
 * });
 * encode(link, { mtu: 1500 }); // 08 00 04 00 dc 05 00 00
 * ```
 */
export function attributes<T extends object>(fields: AttributesOf<T>): Codec<T> {
  const table: AttributeTable = fields;
  const list = attributeList(table);
  let names: readonly string[] | undefined;
  return {
    layout: { type: "attributes", fields: table },
    read(view, offset, length) {
      const value = {};
      list.read(value, view, offset, offset + length, undefined);
      // The table has a codec for each property of T, and the compiler holds it against T.
      return value as T;
    },
    write(out, value) {
      checkNames(out, value, names ??= [...Object.keys(table), "unknown"]);
      list.write(out, value);
    },
  };
}

/** The value of a property that holds a list. */
function listed<T>(out: Writer, name: string, value: readonly T[]): readonly T[] {
  if (!Array.isArray(value)) {
    out.within(name, () => {
      throw out.failure(`expected a list, got ${shown(value)}`);
    });
  }
  return value;
}

function isText(attribute: Attribute<unknown> | undefined): boolean {
  const layout = (attribute?.element ?? attribute?.codec)?.layout;
  return layout?.type === "text" && layout.size === undefined;
}
