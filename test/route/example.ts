import { expect } from "vitest";
import { decode, type NetworkEvent } from "../../mod.ts";
import { eventText } from "../../src/cli/text/event.ts";
import { Names } from "../../src/cli/text/names.ts";
import { plain } from "../../src/cli/text/paint.ts";
import type { MessageCodec } from "../../src/codec/message.ts";
import { golden, hex } from "../codec/golden.ts";

const names = new Names();
names.set(3, "v0");
names.set(5, "v2");
names.set(6, "br0");
names.set(7, "vx0");

/** Bytes of a message without its header, what they mean, and what the command line prints of them. */
export interface Example<T> {
  /** What the message means. */
  readonly value: T;
  /** The bytes, one attribute a line. */
  readonly bytes: string;
  /** What the command line prints. */
  readonly text: string;
}

/** Expects that bytes and object are each other's. */
export function example<T>(codec: MessageCodec<T>, type: number, { value, bytes, text }: Example<T>): void {
  golden(codec, value, bytes);
  expect(eventText(eventOf(type, bytes), names, plain)).toBe(text);
}

/** The event of a message of this type, which has no flags. */
export function eventOf(type: number, bytes: string): NetworkEvent {
  const payload = hex(bytes);
  const message = new Uint8Array(16 + payload.length);
  new DataView(message.buffer).setUint32(0, message.length, true);
  new DataView(message.buffer).setUint16(4, type, true);
  message.set(payload, 16);
  const [event, ...more] = decode(message, { events: true });
  expect(more).toEqual([]);
  // Nothing but events comes of events.
  return event as NetworkEvent;
}
