import { describe, expect, test } from "vitest";
import { decode } from "../../src/decode.ts";
import { captures, formatCapture } from "./file.ts";
import { messagesOf, piecesOf } from "./pieces.ts";
import { recordings } from "./recordings.ts";
import { expectSurvival } from "./survive.ts";

test("each capture can be recorded anew, and each recording is there", () => {
  expect(captures.map(({ name }) => name).toSorted()).toEqual(recordings.map(({ name }) => name).toSorted());
});

const LENGTH_OFFSET = 0;
const HEADER_SIZE = 16;

/** The first `length` bytes of a message, which says that it has no more. */
function shortened(message: Uint8Array, length: number): Uint8Array {
  const bytes = message.slice(0, length);
  new DataView(bytes.buffer).setUint32(LENGTH_OFFSET, length, true);
  return bytes;
}

/** The attributes of the object that a message is about; without those for which the header stands in. */
function attributesOf(message: Uint8Array): Readonly<Record<string, unknown>> {
  const [decoded] = decode(message);
  const name = decoded?.type === "request" ? "value" : decoded?.type;
  const value: unknown = Object.entries(decoded ?? {}).find(([property]) => property === name)?.[1];
  const object = typeof value === "object" ? Object.entries({ ...value, unknown: undefined }) : [];
  const layout = piecesOf(message).find(({ codec }) => codec !== undefined)?.codec?.layout;
  const header = layout?.type === "message" ? layout.header : {};
  return Object.fromEntries(object.filter(([name]) => !Object.hasOwn(header, name)));
}

describe.each(captures)("$name", (capture) => {
  test("names and values are those of the schemas; --annotate writes them anew", () => {
    expect(formatCapture(capture)).toBe(capture.text);
  });

  test("says where it comes from", () => {
    expect(capture.head.at(-1)).toMatch(/^Linux \d+\.\d+\.\d+$/);
    expect(capture.head.some((line) => line.startsWith("ip "))).toBe(true);
  });

  test("everything that is decoded is encoded to the same bytes", () => {
    capture.datagrams.forEach(expectSurvival);
  });

  test("nothing is undecoded", () => {
    const all = capture.datagrams.flatMap((datagram) => [...decode(datagram)]);
    expect(all.filter(({ type }) => type === "undecoded")).toEqual([]);
  });

  test("a datagram that breaks off in any message delivers those before it, and the bytes that are left", () => {
    for (const datagram of capture.datagrams) {
      const whole = [...decode(datagram)];
      for (const [i, { byteOffset, length }] of messagesOf(datagram).entries()) {
        const start = byteOffset - datagram.byteOffset;
        const cut = datagram.subarray(0, start + Math.floor(length / 2));
        expect([...decode(cut)]).toEqual([
          ...whole.slice(0, i),
          expect.objectContaining({ type: "undecoded", bytes: cut.slice(start) }),
        ]);
      }
    }
  });

  test("a message that ends early, told or not, is one message and at most one attribute that is cut", () => {
    for (const message of capture.datagrams.flatMap(messagesOf)) {
      const lengths = Array.from(message.slice(1), (_, i) => i + 1);
      const typesOf = (bytes: Uint8Array): string => [...decode(bytes)].map(({ type }) => type).join(" ");
      expect(new Set(lengths.map((length) => typesOf(message.subarray(0, length))))).toEqual(new Set(["undecoded"]));
      const told = [...new Set(lengths.slice(HEADER_SIZE - 1).map((length) => typesOf(shortened(message, length))))];
      const [decoded] = decode(message);
      expect(told.filter((types) => !["undecoded", decoded?.type, `${decoded?.type} undecoded`].includes(types)))
        .toEqual([]);
    }
  });

  test("what stands before the end of a message that ends early is what it was", () => {
    for (const message of capture.datagrams.flatMap(messagesOf)) {
      const whole = attributesOf(message);
      for (let length = 32; length < message.length; length += 32) {
        expect(whole).toMatchObject(attributesOf(shortened(message, length)));
      }
    }
  });
});
