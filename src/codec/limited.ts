import { shown } from "../shown.ts";
import type { Codec } from "./codec.ts";
import type { NumberCodec, VariableCodec } from "./numbers.ts";
import type { Writer } from "./writer.ts";

/** What is accepted of numbers. */
export interface NumberLimits {
  /** Smallest value. @default that of the codec */
  readonly minimum?: number | bigint;
  /** Largest value. @default that of the codec */
  readonly maximum?: number | bigint;
  /** The bits that it may have. @default all */
  readonly mask?: number | bigint;
}

/** What is accepted of bytes, and of text without the NUL behind it. */
export interface LengthLimits {
  /** Smallest length in bytes. @default {0} */
  readonly minimumLength?: number;
  /** Largest length in bytes. @default none */
  readonly maximumLength?: number;
}

/**
 * The numbers of a codec that a receiver takes: others are refused when they are written, and read all the same.
 *
 * @example
 * ```ts
 * import { encode, limited, u32 } from "@netlink/ffi/codec";
 *
 * const index = limited(u32, { minimum: 1, maximum: 0x7fffffff });
 * encode(index, 5); // and 0 is refused: expected a number from 1 to 2147483647, got 0
 * ```
 */
export function limited<Number extends NumberCodec | NumberCodec<bigint> | VariableCodec>(
  number: Number,
  { minimum, maximum, mask }: NumberLimits,
): Number {
  const range = [minimum === undefined ? "" : ` from ${minimum}`, maximum === undefined ? "" : ` to ${maximum}`];
  // What a codec of numbers writes is a number or a bigint.
  const { write } = number as Codec<number | bigint>;
  return {
    ...number,
    write(out: Writer, value: number | bigint) {
      write(out, value);
      if (minimum !== undefined && value < minimum || maximum !== undefined && value > maximum) {
        throw out.failure(`expected a number${range.join("")}, got ${shown(value)}`);
      }
      if (mask !== undefined && (BigInt(value) & ~BigInt(mask)) !== 0n) {
        throw out.failure(`expected no bits but 0x${mask.toString(16)}, got 0x${value.toString(16)}`);
      }
    },
  };
}

/** The text or bytes of a codec that a receiver takes: what is too short or too long is refused when it is written. */
export function limitedLength<T>(codec: Codec<T>, { minimumLength = 0, maximumLength }: LengthLimits): Codec<T> {
  const end = codec.layout.type === "text" ? 1 : 0;
  const most = maximumLength ?? Infinity;
  const last = most === Infinity ? minimumLength : most;
  const words = minimumLength === most
    ? ""
    : minimumLength === 0
    ? "at most "
    : most === Infinity
    ? "at least "
    : `from ${minimumLength} to `;
  const expected = `expected ${words}${last} ${last === 1 ? "byte" : "bytes"}`;
  return {
    ...codec,
    write(out, value) {
      const start = out.length;
      codec.write(out, value);
      const length = out.length - start - end;
      if (length < minimumLength || length > most) throw out.failure(`${expected}, got ${length}`);
    },
  };
}
