import { describe, expect, test } from "vitest";
import { ip, ipv4 } from "../../src/codec/address.ts";
import { attribute, chosen, type Problem, repeated } from "../../src/codec/attributes.ts";
import { encode, type FixedCodec } from "../../src/codec/codec.ts";
import { Forms } from "../../src/codec/form.ts";
import { message, type MessageCodec } from "../../src/codec/message.ts";
import { enumeration } from "../../src/codec/names.ts";
import { u16, u32, u8 } from "../../src/codec/numbers.ts";
import { field } from "../../src/codec/struct.ts";
import { cstring } from "../../src/codec/text.ts";
import { messageTypes } from "../../src/route/message-type.ts";
import { recorded } from "./fuzz-bytes.ts";
import { hex } from "./golden.ts";

/** After how many messages that are alike there is a decoder of their form, at the latest; and when none is yet. */
const MANY = 256;
const FEW = 60;
/** In how many ways a message of the kernel is changed at most. */
const MOST_CHANGES = 150;
/** Length of `struct nlmsghdr`. */
const HEADER_SIZE = 16;

/** A codec like this one, which has read nothing. */
function fresh<T extends object>(codec: MessageCodec<T>): MessageCodec<T> {
  return codec.without();
}

/** All that can be told of what a codec makes of a payload. */
function outcome(codec: MessageCodec<object>, payload: Uint8Array): unknown {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const problems: Problem[] = [];
  let strict: unknown;
  try {
    codec.read(view, 0, payload.length);
  } catch (error) {
    strict = `${error}`;
  }
  try {
    const value = codec.salvage(view, 0, payload.length, problems);
    const told = problems.map(({ bytes, error }) => [bytes, error.message]);
    return { strict, value, names: Object.keys(value), told, written: encode(codec, value) };
  } catch (error) {
    return { strict, failure: `${error}` };
  }
}

/** A codec that has read this payload many times. */
function learned(codec: MessageCodec<object>, ...payloads: readonly Uint8Array<ArrayBuffer>[]): MessageCodec<object> {
  const own = fresh(codec);
  for (const payload of payloads) {
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    for (let i = 0; i < MANY; i++) own.salvage(view, 0, payload.length, []);
  }
  return own;
}

/** Holds what the two codecs make of these payloads against each other. */
function expectSame(codec: MessageCodec<object>, own: MessageCodec<object>, payloads: Iterable<Uint8Array>): void {
  let other = fresh(codec);
  let count = 0;
  for (const payload of payloads) {
    // Each payload is read twice.
    if ((count += 2) % FEW === 0) other = fresh(codec);
    expect(outcome(own, payload)).toEqual(outcome(other, payload));
  }
}

/** The payload, with each byte as several others, and with each shorter end. */
function* changed(payload: Uint8Array): Generator<Uint8Array> {
  yield payload;
  for (let at = 0; at < payload.length; at++) {
    for (const byte of [0, 1, 2, 10, 0x7f, 0x80, 0xff, (payload[at] ?? 0) ^ 4]) {
      const other = payload.slice();
      other[at] = byte;
      yield other;
    }
    yield payload.slice(0, at);
  }
}

interface Header {
  readonly family: "short" | "long" | number;
  readonly kind: "a" | "b" | number;
  readonly table: number;
}
interface List extends Pick<Header, "table"> {
  readonly address?: string;
  readonly link?: number;
  readonly name?: string;
  readonly sizes?: readonly number[];
  readonly again?: string;
}

const codec: MessageCodec<object> = message<Header, List>(4, {
  family: field(0, enumeration(u8, { short: 2, long: 10 })),
  kind: field(1, enumeration(u8, { a: 0, b: 1 })),
  table: field(2, u8),
}, {
  table: attribute(15, u32),
  address: chosen(
    1,
    { ipv4, ip },
    ({ family }: Header) => family === "short" ? "ipv4" : family === "long" ? "ip" : undefined,
  ),
  link: attribute(4, u32),
  name: attribute(3, cstring),
  sizes: repeated(20, u16),
  again: chosen(5, { ip }, ({ table }: List) => table === 254 ? "ip" : undefined),
});

const TABLE = "08 00 0f 00 fe 00 00 00";
const ADDRESS = "08 00 01 00 0a 00 00 01";
const LINK = "08 00 04 00 03 00 00 00";
const AGAIN = "08 00 05 00 0a 00 00 02";
const NAME = "07 00 03 00 6c 6f 00 00";
const SIZE = "06 00 14 00 01 00 00 00";
const UNKNOWN = "05 00 09 00 ff 00 00 00";

describe("a message like many before it is read as the first was:", () => {
  test.each([
    ["what most have", `02 00 fe 00 ${TABLE} ${ADDRESS} ${LINK}`],
    ["no attributes", "02 00 fe 00"],
    ["in another order", `02 01 fe 00 ${LINK} ${ADDRESS} ${TABLE}`],
    ["with the last padding missing", `02 00 fe 00 ${TABLE} 05 00 09 00 ff`],
    ["without the wider form of a member", `02 00 fe 00 ${ADDRESS} ${LINK}`],
    ["chosen by an attribute", `02 00 fe 00 ${TABLE} ${AGAIN} ${ADDRESS}`],
    ["not chosen", `03 00 fe 00 ${TABLE} ${ADDRESS}`],
    ["twice the same", `02 00 fe 00 ${TABLE} ${LINK} ${LINK}`],
    ["text", `02 00 fe 00 ${TABLE} ${NAME}`],
    ["a list", `02 00 fe 00 ${TABLE} ${SIZE} ${SIZE}`],
    ["unknown", `02 00 fe 00 ${TABLE} ${UNKNOWN} ${LINK}`],
  ])("%s", (_, text) => {
    const payload = hex(text);
    expectSame(codec, learned(codec, payload), changed(payload));
  });

  test("several forms, one after the other", () => {
    const payloads = [`${TABLE} ${ADDRESS}`, `${TABLE} ${LINK}`, `${TABLE} ${LINK} ${ADDRESS}`, TABLE]
      .map((attributes) => hex(`02 00 fe 00 ${attributes}`));
    const own = learned(codec, ...payloads);
    for (const payload of payloads) expectSame(codec, own, changed(payload));
  });

  test("the view has more around it", () => {
    const payload = hex(`ff ff ff 02 00 fe 00 ${TABLE} ${ADDRESS} ff ff`);
    const own = learned(codec, payload.slice(3, -2));
    const view = new DataView(payload.buffer);
    expect(own.read(view, 3, payload.length - 5)).toEqual(fresh(codec).read(view, 3, payload.length - 5));
  });

  test("attributes that reading passes over", () => {
    const payload = hex(`02 00 fe 00 ${TABLE} ${ADDRESS} ${LINK}`);
    const some: MessageCodec<object> = (codec as MessageCodec<Header & List>).without("link");
    expectSame(some, learned(some, payload), changed(payload));
    const view = new DataView(payload.buffer);
    expect(learned(some, payload).read(view, 0, payload.length)).not.toHaveProperty("link");
  });
});

test("a codec of one byte may give anything, and is asked each time", () => {
  let count = 0;
  const counting: FixedCodec<object> = { ...u8, read: () => ({ count: ++count }) } as never;
  const own = message<{ readonly one: object }, object>(4, { one: field(0, counting) }, {});
  const view = new DataView(new ArrayBuffer(4));
  for (let i = 1; i <= MANY; i++) own.read(view, 0, 4);
  const before = count;
  expect(own.read(view, 0, 4)).toEqual({ one: { count: before + 1 } });
});

test("an enumeration that reads in a way of its own is asked each time", () => {
  const names = new Map([[1, "one"]]);
  const growing: FixedCodec<string | number> = {
    ...enumeration(u8, {}),
    read(view, offset) {
      const byte = view.getUint8(offset);
      if (byte > 7) throw new TypeError(`Cannot name ${byte}`);
      return names.get(byte) ?? byte;
    },
  };
  const own = message<{ readonly one: string | number }, object>(4, { one: field(1, growing) }, {});
  const view = new DataView(Uint8Array.of(0, 7, 0, 0).buffer);
  for (let i = 1; i <= MANY; i++) expect(own.read(view, 0, 4)).toEqual({ one: 7 });
  names.set(7, "seven");
  expect(own.read(view, 0, 4)).toEqual({ one: "seven" });
});

test("an attribute that reads as nothing leaves the member of the header", () => {
  const positive = { ...u32, read: (view: DataView, offset: number) => view.getUint32(offset, true) || undefined };
  const table = attribute<number>(15, positive as never);
  const own = message<{ readonly table: number }, { readonly table: number }>(4, { table: field(1, u8) }, { table });
  const view = new DataView(hex("01 07 00 00 | 08 00 0f 00 00 00 00 00").buffer);
  for (let i = 1; i <= MANY; i++) expect(own.read(view, 0, 12)).toEqual({ table: 7 });
});

describe("Forms", () => {
  const tables = {
    own: { kind: field(0, u8) },
    shared: [],
    fields: { link: attribute(4, u32), name: attribute(3, cstring) },
  };

  /** What forms that have learned from a payload read of it. */
  function read(text: string, count: number): unknown {
    const forms = new Forms(tables);
    const payload = hex(text);
    const view = new DataView(payload.buffer);
    for (let i = 0; i < count; i++) forms.learn(view, { offset: 0, start: 4, end: payload.length });
    return forms.read(view, 0, payload.length);
  }

  test("what many have in common gets one, and not before", () => {
    expect(read(`01 000000 ${LINK}`, MANY)).toEqual({ kind: 1, link: 3 });
    expect(read(`01 000000 ${LINK}`, FEW)).toBeUndefined();
  });

  test("what is rare gets none", () => {
    for (const attributes of [NAME, UNKNOWN, `${LINK} ${LINK}`, "06 00 04 00 03 00 00 00", "03 00 04 00"]) {
      expect(read(`01 000000 ${attributes}`, MANY)).toBeUndefined();
    }
  });

  test("no more than a few", () => {
    const forms = new Forms(tables);
    // Longer and longer headers are as good as other attributes.
    const payloads = Array.from({ length: 20 }, (_, i) => new Uint8Array(4 + i * 4));
    for (const payload of payloads) {
      const view = new DataView(payload.buffer);
      for (let i = 0; i < MANY; i++) forms.learn(view, { offset: 0, start: payload.length, end: payload.length });
    }
    const known = payloads.filter((payload) =>
      forms.read(new DataView(payload.buffer), 0, payload.length) !== undefined
    );
    expect(known.length).toBeGreaterThan(0);
    expect(known.length).toBeLessThan(10);
  });
});

describe("what the kernel announced:", () => {
  const typeOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint16(4, true);

  test.each(
    [...messageTypes].flatMap(([type, { name, noun }]) => {
      const bytes = recorded.find((candidate) => typeOf(candidate) === type);
      return bytes === undefined ? [] : [{ name, codec: noun.codec, payload: bytes.slice(HEADER_SIZE) }];
    }),
  )("$name", ({ codec, payload }) => {
    const all = [...changed(payload)];
    const some = all.filter((_, i) => i % Math.ceil(all.length / MOST_CHANGES) === 0);
    // Every schema of the kernel is one of objects.
    expectSame(codec as MessageCodec<object>, learned(codec as MessageCodec<object>, payload), some);
  });
});
