import { expect } from "vitest";
import { type Codec, decode, encode } from "../../src/codec/codec.ts";
import { DecodeError } from "../../src/errors.ts";

// The golden bytes are those of a little-endian host, as all are on which the runtimes exist.

/** The bytes of hexadecimal text; white space, `|` and comments from `#` to the end of the line mean nothing. */
export function hex(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.replace(/#.*$/gm, "").replace(/[\s|]/g, "");
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new Error(`No hexadecimal bytes: '${text}'`);
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** Bytes as hexadecimal text, so that a difference can be read. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** A view of the bytes of hexadecimal text. */
export function viewOf(text: string): DataView {
  return new DataView(hex(text).buffer);
}

/** Expects that `value` is written as `text`, and `text` read as `value`. */
export function golden<T>(codec: Codec<T>, value: T, text: string): void {
  expect(toHex(encode(codec, value))).toBe(toHex(hex(text)));
  expect(decode(codec, hex(text))).toStrictEqual(value);
}

/** Expects that reading and writing `text` gives `text` again; returns what was read. */
export function survives<T>(codec: Codec<T>, text: string): T {
  const value = decode(codec, hex(text));
  expect(toHex(encode(codec, value))).toBe(toHex(hex(text)));
  return value;
}

/** What `run` throws; fails where it throws nothing. */
function thrown(run: () => unknown): unknown {
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown", { cause: result });
}

/** The sentence with which encoding `value`, which the types forbid, fails. */
export function encodeFailure<T>(codec: Codec<T>, value: unknown): string {
  // A value of the wrong type is the point.
  const error = thrown(() => encode(codec, value as T));
  expect(error).toBeInstanceOf(RangeError);
  expect(error).not.toBeInstanceOf(DecodeError);
  return error instanceof Error ? error.message : "";
}

/** The sentence with which decoding fails; that the path is the one in the sentence is checked too. */
export function decodeFailure(codec: Codec<unknown>, text: string): string {
  const error = thrown(() => decode(codec, hex(text)));
  expect(error).toBeInstanceOf(DecodeError);
  if (!(error instanceof DecodeError)) return "";
  expect(error.message).toBe(`Cannot decode ${error.path.join(".") || "message"}: ${error.reason}`);
  return error.message;
}
