import { type Codec, encode } from "../../src/codec/codec.ts";
import { type MessageHeader, writeMessage } from "../../src/codec/framing.ts";
import { genericMessage, withGenericHeader } from "../../src/codec/generic.ts";
import { bytes } from "../../src/codec/text.ts";
import { Writer } from "../../src/codec/writer.ts";

/** A message of generic netlink: its header, its command and what it says. */
export interface Message<T extends object = object> extends Partial<MessageHeader> {
  /** Number of the command; without one the payload stands behind the header of the message itself. */
  readonly command?: number;
  /** Schema of what it says. */
  readonly codec: Codec<T>;
  /** What it says. */
  readonly value: T;
}

/** Messages as one datagram; what is missing of a header is 0. */
export function datagram(...messages: readonly Message[]): Uint8Array<ArrayBuffer> {
  const out = new Writer();
  for (const { command, codec, value, type = 0, flags = 0, sequence = 0, port = 0 } of messages) {
    const payload = command === undefined ? codec : withGenericHeader(genericMessage(codec), { command, version: 1 });
    writeMessage(out, { type, flags, sequence, port }, bytes, encode(payload, value));
  }
  return out.finish();
}
