import { DecodeError } from "../errors.ts";
import { Writer } from "./writer.ts";

/**
 * Converts one value to and from its bytes.
 *
 * A codec is a value: big ones are made of small ones, and each tells by its {@linkcode Layout} what it is made of, so
 * that a schema can be walked as well as run.
 */
export interface Codec<T> {
  /** What the codec is made of. */
  readonly layout: Layout;
  /** Length in bytes, where every value has the same length. */
  readonly size?: number;
  /** Reads a value from `length` bytes at `offset`; throws a {@linkcode DecodeError} where they do not fit. */
  read(view: DataView, offset: number, length: number): T;
  /** Appends the bytes of `value`, without padding; throws a `RangeError` where it has none. */
  write(out: Writer, value: T): void;
}

/** A codec whose values all have the same length, so that it can be a member of a struct. */
export interface FixedCodec<T> extends Codec<T> {
  /** Length in bytes. */
  readonly size: number;
}

/** The type of value that a codec reads and writes. */
export type Infer<C> = C extends Codec<infer T> ? T : never;

/** What a codec is made of: the schema as data, for tools that walk it (tests, documentation, error paths). */
export type Layout =
  | NumberLayout
  | { readonly type: "boolean"; readonly number: NumberLayout; readonly values: Values }
  | { readonly type: "enumeration" | "flags"; readonly number: NumberLayout | VariableLayout; readonly values: Values }
  | { readonly type: "text"; readonly size?: number }
  | { readonly type: "address"; readonly form: "hardware" | "padded" | "ip" | "ipv4" | "ipv6"; readonly size?: number }
  | { readonly type: "bytes"; readonly size?: number }
  | { readonly type: "flag" }
  | VariableLayout
  | { readonly type: "array"; readonly element: Codec<unknown>; readonly count?: number }
  | { readonly type: "records"; readonly element: Codec<unknown> }
  | { readonly type: "indexed"; readonly element: Codec<unknown>; readonly first: number }
  | { readonly type: "keyed"; readonly element: Codec<unknown> }
  | { readonly type: "labels" }
  | { readonly type: "mapped"; readonly codec: FixedCodec<unknown>; readonly from: (value: never) => unknown }
  | {
    readonly type: "prefixed";
    readonly size: number;
    readonly fields: FieldTable;
    readonly tail: TailLayout;
    readonly counted?: Counted;
  }
  | { readonly type: "namedArray"; readonly fields: FieldTable }
  | { readonly type: "struct"; readonly size: number; readonly minimum: number; readonly fields: FieldTable }
  | { readonly type: "attributes"; readonly fields: AttributeTable; readonly counted?: Counted }
  | {
    readonly type: "message";
    readonly size: number;
    readonly header: FieldTable;
    readonly fields: AttributeTable;
    readonly derived: Derivations;
    readonly body?: BodyLayout;
  };

/** The number that tells how long a list is, of {@linkcode counted}. */
export interface Counted {
  /** Name of the number. */
  readonly count: string;
  /** Name of the list. */
  readonly list: string;
}

/** The layout of a whole number. */
export interface NumberLayout {
  /** Tells numbers from other layouts. */
  readonly type: "number";
  /** Length in bytes: 1, 2, 4 or 8. */
  readonly size: number;
  /** Whether the number can be negative. */
  readonly signed: boolean;
  /** Whether the most significant byte comes first, whatever the host does. */
  readonly bigEndian: boolean;
  /** How much more the value is than the number on the wire; absent where they are the same. */
  readonly plus?: number;
  /** The one number that there cannot be; absent where there can be all. */
  readonly except?: number;
}

/** The layout of a whole number of 4 or 8 bytes. */
export interface VariableLayout {
  /** Tells these from numbers of one length. */
  readonly type: "uint";
  /** Length in bytes at most. */
  readonly size: 8;
  /** Whether the number can be negative. */
  readonly signed: boolean;
}

/** Names and the numbers or bits that they stand for. */
export type Values = Readonly<Record<string, number>>;

/** The members of a struct by name. */
export type FieldTable = Readonly<Record<string, Field<unknown>>>;

/** The attributes of a list by name. */
export type AttributeTable = Readonly<Record<string, Attribute<unknown>>>;

/** The properties of a message that repeat others, by name. */
export type Derivations = Readonly<Record<string, (value: never) => unknown>>;

/** What stands between the header of a message and its attributes. */
export interface BodyLayout {
  /** Name of the property. */
  readonly name: string;
  /** The member of the header that tells how many bytes it has; no property of its own. */
  readonly length: Field<number>;
  /** Codec of these bytes. */
  readonly codec: Codec<unknown>;
}

/** What follows a struct of {@linkcode prefixed}. */
export interface TailLayout {
  /** Name of the property. */
  readonly name: string;
  /** The codecs to choose from. */
  readonly alternatives: Readonly<Record<string, Codec<unknown>>>;
  /** Names the alternative, from the members of the struct. */
  readonly choose: (head: never) => string;
}

/** A member of a struct. */
export interface Field<T> {
  /** Offset in bytes from the start of the struct. */
  readonly offset: number;
  /** Codec of the member. */
  readonly codec: FixedCodec<T>;
}

/** An attribute of a list. */
export interface Attribute<T> {
  /** Number of the attribute, without its two flag bits. */
  readonly type: number;
  /** Codec of the payload; `undefined` where another value chooses it, see {@linkcode chosen}. */
  readonly codec: Codec<T> | undefined;
  /** The codecs to choose from. */
  readonly alternatives?: Readonly<Record<string, Codec<unknown>>>;
  /** Names the alternative, from the object that the attribute belongs to; `undefined` leaves the attribute unknown. */
  readonly choose?: (parent: never) => string | undefined;
  /** Whether the choice needs attributes that can come later. */
  readonly late?: boolean;
  /** Name of the property that chooses. */
  readonly by?: string;
  /** Whether the attribute may come several times, each time with `element`. */
  readonly element?: Codec<unknown>;
  /** Whether the kernel sets `NLA_F_NESTED` on it. */
  readonly nested?: boolean;
  /** Whether reading passes over it. */
  readonly skipped?: boolean;
}

/** The bytes of `value`. */
export function encode<T>(codec: Codec<T>, value: T): Uint8Array<ArrayBuffer> {
  const out = new Writer();
  codec.write(out, value);
  return out.finish();
}

/** The value that all of `bytes` stand for; throws a {@linkcode DecodeError} where they stand for none. */
export function decode<T>(codec: Codec<T>, bytes: Uint8Array): T {
  return codec.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.byteLength);
}

/** How often a schema may contain itself: nobody needs as many, and hostile bytes must not exhaust the stack. */
const MAX_LEVELS = 32;

/**
 * A codec that is made when it is first used, so that a schema can contain itself: up to 32 levels, beyond which bytes
 * are malformed and values refused.
 */
export function lazy<T>(make: () => Codec<T>): Codec<T> {
  let level = 0;

  function descend<R>(failure: (reason: string) => Error, run: () => R): R {
    if (level === MAX_LEVELS) throw failure(`expected at most ${MAX_LEVELS} levels inside each other, got more`);
    level++;
    try {
      return run();
    } finally {
      level--;
    }
  }

  return {
    get layout(): Layout {
      return make().layout;
    },
    read: (view, offset, length) =>
      descend((reason) => new DecodeError(reason), () => make().read(view, offset, length)),
    write: (out, value) => descend((reason) => out.failure(reason), () => make().write(out, value)),
  };
}
