import fc from "fast-check";
import { messageTypes } from "../../src/route/message-type.ts";
import { captures } from "../captures/file.ts";
import { messagesOf } from "../captures/pieces.ts";
import { hex } from "./golden.ts";

/** The messages of the captures, one by one. */
export const recorded: readonly Uint8Array[] = captures.flatMap(({ datagrams }) => datagrams).flatMap(messagesOf)
  .map((message) => message.slice());

/** A message whose length is right. */
export function message(type: number, payload: Uint8Array, flags = 0): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16 + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, flags, true);
  bytes.set(payload, 16);
  return bytes;
}

/** An attribute whose length is right, with its padding. */
export function attribute(type: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + payload.length + (-payload.length & 3));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 4 + payload.length, true);
  view.setUint16(2, type, true);
  bytes.set(payload, 4);
  return bytes;
}

/** Bytes one behind the other. */
export function concatenated(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** The attributes of a `veth` whose peer is a `veth` whose peer ..., with so many peers. */
export function peers(count: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(16);
  const kind = attribute(1, hex("76657468 00"));
  let inner: Uint8Array<ArrayBuffer> = new Uint8Array();
  for (let i = 0; i < count; i++) {
    inner = attribute(18, concatenated(kind, attribute(2, attribute(1, concatenated(header, inner)))));
  }
  return inner;
}

/** What a message can start with: one with a schema, an answer, or any other. */
const types = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...messageTypes.keys()) },
  { weight: 2, arbitrary: fc.constantFrom(1, 2, 3) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }) },
);
const flags = fc.constantFrom(0, 0x1, 0x2, 0x200, 0x300, 0xffff);

/** Attributes whose lengths are right, inside each other now and then; what is in them is anything. */
const attributes: fc.Arbitrary<Uint8Array> = fc.letrec<{ list: Uint8Array }>((tie) => ({
  list: fc.array(
    fc.tuple(
      fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 0xffff })),
      fc.oneof(
        { maxDepth: 3 },
        fc.uint8Array({ maxLength: 20 }),
        fc.constantFrom(0, 1, 2, 4, 6, 8, 16).chain((length) =>
          fc.uint8Array({ minLength: length, maxLength: length })
        ),
        tie("list"),
      ),
    ),
    { maxLength: 6 },
  ).map((all) => concatenated(...all.map(([type, payload]) => attribute(type, payload)))),
})).list;

/** Messages of which only the header, or the attributes too, make sense. */
export const messages: fc.Arbitrary<Uint8Array> = fc.tuple(
  types,
  fc.uint8Array({ minLength: 0, maxLength: 20 }),
  fc.oneof(attributes, fc.uint8Array({ maxLength: 64 })),
  flags,
).map(([type, header, rest, bits]) => message(type, concatenated(header, rest), bits));

/** Recorded messages with a few wrong bits or bytes. */
export const damaged: fc.Arbitrary<Uint8Array> = fc.tuple(
  fc.constantFrom(...recorded),
  fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 8 }),
).map(([original, changes]) => {
  const bytes = original.slice();
  for (const [at, change] of changes) bytes[at % bytes.length]! ^= change;
  return bytes;
});
