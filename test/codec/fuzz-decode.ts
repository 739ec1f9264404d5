import { expect } from "vitest";
import { toJson } from "../../src/cli/json.ts";
import { encode } from "../../src/codec/codec.ts";
import { decode, type DecodedMessage, type DecodeOptions } from "../../src/decode.ts";
import { DecodeError } from "../../src/errors.ts";
import { messageTypes } from "../../src/route/message-type.ts";
import { requestCodec } from "../../src/route/noun.ts";

/** Bytes around a datagram that nobody may read. */
const GUARD = 64;

/** The datagram between bytes that do not belong to it. */
function between(datagram: Uint8Array, guard: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(datagram.length + 2 * GUARD).fill(guard);
  all.set(datagram, GUARD);
  return all.subarray(GUARD, GUARD + datagram.length);
}

/**
 * Decodes bytes, whatever they are, and expects what has to hold of all: nothing is thrown, nothing outside of them
 * matters, nothing of them is shared, errors are about the bytes, and objects can be sent back.
 */
export function decodeAnything(datagram: Uint8Array, options: DecodeOptions = {}): readonly DecodedMessage[] {
  const place = between(datagram, 0x00);
  const messages = [...decode(place, options)];
  const text = toJson(messages);
  expect(toJson([...decode(between(datagram, 0xff), options)])).toBe(text);
  place.fill(0xa5);
  expect(toJson(messages)).toBe(text);
  for (const message of messages) {
    if (message.type === "undecoded") expectAboutBytes(message.error);
    else expectSendable(message);
  }
  return messages;
}

/** An error that something else caused would be ours. */
function expectAboutBytes(error: DecodeError): void {
  expect(error).toBeInstanceOf(DecodeError);
  expect(error.cause).toBeUndefined();
  expect(error.reason).toMatch(/^expected .*, got /);
}

/** What was read can be written, malformed attributes too, and is then read as the same. */
function expectSendable(message: DecodedMessage): void {
  const value = message.type === "request"
    ? message.value
    : Object.entries(message).find(([name]) => name === message.type)?.[1];
  const known = [...messageTypes.values()].find(({ name }) => "message" in message && name === message.message?.name);
  // A request may have a form of its own.
  const codec = known && (message.type === "request" ? requestCodec(known.noun, known.verb) : known.noun.codec);
  if (codec === undefined || value === undefined) return;
  const bytes = encode(codec, value);
  const again = codec.salvage(new DataView(bytes.buffer), 0, bytes.length, []);
  expect(toJson(again)).toBe(toJson(value));
}
