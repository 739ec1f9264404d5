import { DecodeError } from "../errors.ts";
import { shown } from "../shown.ts";
import type { Codec, FixedCodec } from "./codec.ts";
import type { Writer } from "./writer.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The text of `length` bytes up to the first NUL.
 *
 * The kernel lets interface names and the like be any bytes. What is no UTF-8 becomes, byte for byte, a lone surrogate
 * U+DC80 to U+DCFF (as Python's "surrogateescape" does), so that each name is told from each other and can be sent back.
 */
function readText(view: DataView, offset: number, length: number): string {
  let text = "";
  let end = offset;
  for (const last = offset + length; end < last; end++) {
    const byte = view.getUint8(end);
    if (byte === 0) return text;
    if (byte >= 0x80) return readUnicode(view, offset, length);
    text += String.fromCharCode(byte);
  }
  return text;
}

function readUnicode(view: DataView, offset: number, length: number): string {
  const all = new Uint8Array(view.buffer, view.byteOffset + offset, length);
  const nul = all.indexOf(0);
  const bytes = nul < 0 ? all : all.subarray(0, nul);
  try {
    return utf8.decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join("");
  }
}

/** The bytes of `text`, lone surrogates U+DC80 to U+DCFF as the bytes that they stand for. */
function textBytes(out: Writer, text: string): Uint8Array {
  if (typeof text !== "string") throw out.failure(`expected text, got ${shown(text)}`);
  if (text.includes("\0")) throw out.failure(`expected text without a NUL, got ${JSON.stringify(text)}`);
  if (text.isWellFormed()) return new TextEncoder().encode(text);
  return Uint8Array.from([...text].flatMap((character) => {
    if (character.isWellFormed()) return [...new TextEncoder().encode(character)];
    const byte = character.charCodeAt(0) - 0xdc00;
    if (byte < 0x80 || byte > 0xff) throw out.failure(`expected whole characters, got ${JSON.stringify(text)}`);
    return [byte];
  }));
}

/** Text that ends with a NUL (`NLA_NUL_STRING`); one without is read too. */
export const cstring: Codec<string> = {
  layout: { type: "text" },
  read: readText,
  write(out, value) {
    out.append(textBytes(out, value));
    out.reserve(1);
  },
};

/** Text in a member of `size` bytes (`char name[size]`), filled up with NULs. */
export function text(size: number): FixedCodec<string> {
  return {
    layout: { type: "text", size },
    size,
    read(view, offset, length) {
      if (length !== size) throw new DecodeError(`expected ${size} bytes, got ${length}`);
      return readText(view, offset, length);
    },
    write(out, value) {
      const bytes = textBytes(out, value);
      if (bytes.length > size) throw out.failure(`expected at most ${size} bytes, got ${shown(value)}`);
      const end = out.length + size;
      out.append(bytes);
      out.reserve(end - out.length);
    },
  };
}

function readBytes(view: DataView, offset: number, length: number): Uint8Array {
  // A copy: what is decoded never shares memory with the receive buffer.
  return new Uint8Array(view.buffer, view.byteOffset + offset, length).slice();
}

/** Bytes that have no schema, as a copy. */
export const bytes: Codec<Uint8Array> = {
  layout: { type: "bytes" },
  read: readBytes,
  write(out, value) {
    if (!(value instanceof Uint8Array)) throw out.failure(`expected a Uint8Array, got ${shown(value)}`);
    out.append(value);
  },
};

/** Exactly `size` bytes. */
export function bytesOf(size: number): FixedCodec<Uint8Array> {
  return {
    layout: { type: "bytes", size },
    size,
    read(view, offset, length) {
      if (length !== size) throw new DecodeError(`expected ${size} bytes, got ${length}`);
      return readBytes(view, offset, length);
    },
    write(out, value) {
      if (!(value instanceof Uint8Array && value.length === size)) {
        throw out.failure(`expected a Uint8Array of ${size} bytes, got ${shown(value)}`);
      }
      out.append(value);
    },
  };
}
