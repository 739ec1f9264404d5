import { shown } from "../shown.ts";
import type { FixedCodec } from "./codec.ts";

/** How the values of a codec are told, and understood. */
export interface Mapping<Raw, T> {
  /** What is told of a value; each value has to have a form of its own. */
  readonly from: (raw: Raw) => T;
  /** The value that is meant; `undefined` where nothing is. */
  readonly to: (value: T) => Raw | undefined;
  /** What is expected, for the errors, such as `"a handle such as 1:10"`. */
  readonly expected: string;
}

/**
 * The values of another codec in a form that says more, such as text for a number of several parts.
 *
 * @example
 * ```ts
 * import { decode, mapped, u8 } from "@netlink/ffi/codec";
 *
 * const version = mapped(u8, {
 *   from: (byte) => `${byte >> 4}.${byte & 15}`,
 *   to: (text) => /^\d\.\d$/.test(text) ? Number(text[0]) * 16 + Number(text[2]) : undefined,
 *   expected: "a version such as 1.2",
 * });
 * decode(version, Uint8Array.of(0x12)); // "1.2"
 * ```
 */
export function mapped<Raw, T>(codec: FixedCodec<Raw>, { from, to, expected }: Mapping<Raw, T>): FixedCodec<T> {
  return {
    // What reads the layout passes what the codec reads.
    layout: { type: "mapped", codec, from: from as (raw: never) => unknown },
    size: codec.size,
    read: (view, offset, length) => from(codec.read(view, offset, length)),
    write(out, value) {
      // The types forbid `null`; the sentence about it is better than none.
      const raw = value === undefined || value === null ? undefined : to(value);
      if (raw === undefined) throw out.failure(`expected ${expected}, got ${shown(value)}`);
      codec.write(out, raw);
    },
  };
}
