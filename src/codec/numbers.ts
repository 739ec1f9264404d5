import { DecodeError } from "../errors.ts";
import { shown } from "../shown.ts";
import type { Codec, FixedCodec, NumberLayout, Values, VariableLayout } from "./codec.ts";
import { LITTLE_ENDIAN, type Writer } from "./writer.ts";

/** What the codecs of numbers differ in. */
interface NumberForm<T> {
  readonly size: number;
  readonly signed?: boolean;
  readonly bigEndian?: boolean;
  get(view: DataView, offset: number): T;
  set(view: DataView, offset: number, value: T): void;
}

/** A codec of whole numbers, with its layout told as what it is. */
export interface NumberCodec<T extends number | bigint = number> extends FixedCodec<T> {
  /** Size, sign and byte order. */
  readonly layout: NumberLayout;
}

/** The codecs of this file that read what their layout says and nothing else: {@linkcode isPlain}. */
const plain = new WeakSet<object>();

/**
 * Whether a codec reads just the number that its layout describes, so that others may read it in its place. A codec of
 * somebody else may do anything, whatever its layout.
 */
export function isPlain(codec: Codec<unknown>): codec is NumberCodec<number | bigint> {
  return plain.has(codec);
}

function number<T extends number | bigint>(form: NumberForm<T>): NumberCodec<T> {
  const codec = numberOf(form);
  plain.add(codec);
  return codec;
}

function numberOf<T extends number | bigint>(form: NumberForm<T>): NumberCodec<T> {
  const { size, signed = false, bigEndian = false, get, set } = form;
  const bits = BigInt(size * 8);
  const [least, most] = signed ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n];
  const type = size === 8 ? "bigint" : "number";
  return {
    layout: { type: "number", size, signed, bigEndian },
    size,
    read(view, offset, length) {
      if (length !== size) throw new DecodeError(`expected ${size} ${size === 1 ? "byte" : "bytes"}, got ${length}`);
      return get(view, offset);
    },
    write(out: Writer, value: T) {
      const kind = typeof value === "number" && type === "number" && !Number.isInteger(value) ? "whole number" : type;
      const whole = typeof value === type && (typeof value === "bigint" || Number.isInteger(value));
      if (!whole || value < least || value > most) {
        throw out.failure(`expected a ${kind} from ${least} to ${most}, got ${shown(value)}`);
      }
      const offset = out.reserve(size);
      set(out.view, offset, value);
    },
  };
}

/** An unsigned byte, 0 to 255. */
export const u8: NumberCodec = number({
  size: 1,
  get: (view, offset) => view.getUint8(offset),
  set: (view, offset, value) => view.setUint8(offset, value),
});

/** An unsigned 16-bit number in host order. */
export const u16: NumberCodec = number({
  size: 2,
  get: (view, offset) => view.getUint16(offset, LITTLE_ENDIAN),
  set: (view, offset, value) => view.setUint16(offset, value, LITTLE_ENDIAN),
});

/** An unsigned 32-bit number in host order. */
export const u32: NumberCodec = number({
  size: 4,
  get: (view, offset) => view.getUint32(offset, LITTLE_ENDIAN),
  set: (view, offset, value) => view.setUint32(offset, value, LITTLE_ENDIAN),
});

/** An unsigned 64-bit number in host order. */
export const u64: NumberCodec<bigint> = number({
  size: 8,
  get: (view, offset) => view.getBigUint64(offset, LITTLE_ENDIAN),
  set: (view, offset, value) => view.setBigUint64(offset, value, LITTLE_ENDIAN),
});

/** A signed byte, -128 to 127. */
export const i8: NumberCodec = number({
  size: 1,
  signed: true,
  get: (view, offset) => view.getInt8(offset),
  set: (view, offset, value) => view.setInt8(offset, value),
});

/** A signed 16-bit number in host order. */
export const i16: NumberCodec = number({
  size: 2,
  signed: true,
  get: (view, offset) => view.getInt16(offset, LITTLE_ENDIAN),
  set: (view, offset, value) => view.setInt16(offset, value, LITTLE_ENDIAN),
});

/** A signed 32-bit number in host order. */
export const i32: NumberCodec = number({
  size: 4,
  signed: true,
  get: (view, offset) => view.getInt32(offset, LITTLE_ENDIAN),
  set: (view, offset, value) => view.setInt32(offset, value, LITTLE_ENDIAN),
});

/** A signed 64-bit number in host order. */
export const i64: NumberCodec<bigint> = number({
  size: 8,
  signed: true,
  get: (view, offset) => view.getBigInt64(offset, LITTLE_ENDIAN),
  set: (view, offset, value) => view.setBigInt64(offset, value, LITTLE_ENDIAN),
});

/** An unsigned 16-bit number in network order (`__be16`). */
export const be16: NumberCodec = number({
  size: 2,
  bigEndian: true,
  get: (view, offset) => view.getUint16(offset),
  set: (view, offset, value) => view.setUint16(offset, value),
});

/** An unsigned 32-bit number in network order (`__be32`). */
export const be32: NumberCodec = number({
  size: 4,
  bigEndian: true,
  get: (view, offset) => view.getUint32(offset),
  set: (view, offset, value) => view.setUint32(offset, value),
});

/** An unsigned 64-bit number in network order (`__be64`). */
export const be64: NumberCodec<bigint> = number({
  size: 8,
  bigEndian: true,
  get: (view, offset) => view.getBigUint64(offset),
  set: (view, offset, value) => view.setBigUint64(offset, value),
});

/** An unsigned number that is `by` less on the wire, such as a weight that is sent as "weight minus one". */
export function plus(number: NumberCodec, by: number): NumberCodec {
  const most = 2 ** (number.size * 8) - 1 + by;
  return {
    ...number,
    layout: { ...number.layout, plus: by },
    read: (view, offset, length) => number.read(view, offset, length) + by,
    write(out, value) {
      if (!Number.isInteger(value) || value < by || value > most) {
        throw out.failure(`expected a number from ${by} to ${most}, got ${shown(value)}`);
      }
      number.write(out, value - by);
    },
  };
}

/** The same numbers but for one, which stands for what cannot be read: `reason` says so. */
export function except(number: NumberCodec, wrong: number, reason: string): NumberCodec {
  const expected = `expected another number than ${wrong}, ${reason}`;
  return {
    ...number,
    layout: { ...number.layout, except: wrong },
    read(view, offset, length) {
      const value = number.read(view, offset, length);
      if (value === wrong) throw new DecodeError(expected);
      return value;
    },
    write(out, value) {
      if (value === wrong) throw out.failure(expected);
      number.write(out, value);
    },
  };
}

/** A codec of whole numbers of 4 or 8 bytes. */
export interface VariableCodec extends Codec<number | bigint> {
  /** That it is one, and its sign. */
  readonly layout: VariableLayout;
}

function variable(small: NumberCodec, large: NumberCodec<bigint>): VariableCodec {
  return {
    layout: { type: "uint", size: 8, signed: small.layout.signed },
    read: (view, offset, length) => (length === 8 ? large : small).read(view, offset, length),
    write(out, value) {
      if (typeof value === "bigint") large.write(out, value);
      else small.write(out, value);
    },
  };
}

/**
 * An unsigned number of 4 or 8 bytes, as the kernel chose (`NLA_UINT`): a `number` or a `bigint`, so that the length
 * survives a round trip.
 */
export const uint: VariableCodec = variable(u32, u64);

/** The same with a sign (`NLA_SINT`). */
export const sint: VariableCodec = variable(i32, i64);

const BOOLEAN_VALUES: Values = { false: 0, true: 1 };

/** A number that is 0 or 1, as a `boolean`; other values are malformed. */
export function boolean(number: NumberCodec): FixedCodec<boolean> {
  return {
    layout: { type: "boolean", number: number.layout, values: BOOLEAN_VALUES },
    size: number.size,
    read(view, offset, length) {
      const value = number.read(view, offset, length);
      if (value !== 0 && value !== 1) throw new DecodeError(`expected 0 or 1, got ${value}`);
      return value === 1;
    },
    write(out, value) {
      if (typeof value !== "boolean") throw out.failure(`expected true or false, got ${shown(value)}`);
      number.write(out, value ? 1 : 0);
    },
  };
}

/** An attribute without a payload: it is there (`true`), or it is not (`NLA_FLAG`). */
export const flag: Codec<true> = {
  layout: { type: "flag" },
  read(_view, _offset, length) {
    if (length !== 0) throw new DecodeError(`expected no bytes, got ${length}`);
    return true;
  },
  write(out, value) {
    // Nothing but its absence says no.
    if (value !== true) throw out.failure(`expected true, or nothing, got ${shown(value)}`);
  },
};
