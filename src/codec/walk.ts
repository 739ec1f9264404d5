import { DecodeError } from "../errors.ts";
import { LITTLE_ENDIAN } from "./writer.ts";

/** Length of `struct nlattr`. */
export const HEADER_SIZE = 4;
/** `NLA_TYPE_MASK`: the type without `NLA_F_NESTED` and `NLA_F_NET_BYTEORDER`. */
export const TYPE_MASK = 0x3fff;

/** An attribute where it lies: its type with the flag bits, and the place of its payload. */
interface RawAttribute {
  readonly type: number;
  readonly offset: number;
  readonly length: number;
}

/** Walks a run of attributes without a schema; throws a {@linkcode DecodeError} at a length that cannot be. */
export function* walkAttributes(view: DataView, offset: number, end: number): Generator<RawAttribute> {
  while (offset < end) {
    const length = end - offset < HEADER_SIZE ? 0 : view.getUint16(offset, LITTLE_ENDIAN);
    if (length < HEADER_SIZE || length > end - offset) throw brokenAttribute(view, offset, end - offset);
    const type = view.getUint16(offset + 2, LITTLE_ENDIAN);
    yield { type, offset: offset + HEADER_SIZE, length: length - HEADER_SIZE };
    offset += (length + 3) & ~3;
  }
}

/** Why the `left` bytes at `offset` are no attribute. */
export function brokenAttribute(view: DataView, offset: number, left: number): DecodeError {
  if (left < HEADER_SIZE) return new DecodeError(`expected an attribute header of ${HEADER_SIZE} bytes, got ${left}`);
  const length = view.getUint16(offset, LITTLE_ENDIAN);
  return new DecodeError(`expected an attribute length from ${HEADER_SIZE} to ${left}, got ${length}`);
}
