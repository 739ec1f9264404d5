import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  attribute,
  attributes,
  be16,
  be32,
  bytes,
  type Codec,
  cstring,
  decode,
  encode,
  type Extensible,
  i32,
  ignored,
  type Infer,
  lazy,
  numbered,
  u16,
  u32,
  u64,
  u8,
} from "../../src/codec/mod.ts";
import { decodeFailure, encodeFailure, golden, hex, survives, toHex } from "../codec/golden.ts";

// What gnlpy's lists of attributes do, and what they got wrong, by the numbers of its description (GN-01 to GN-08, GN-B1
// and GN-B2).

/** A list with one of everything, numbered by the order. */
const everything = numbered({
  u8,
  u16,
  u32,
  u64,
  i32,
  net16: be16,
  net32: be32,
  nothing: ignored,
  binary: bytes,
  text: cstring,
});

describe("numbers have their size and byte order: GN-01", () => {
  test.each<readonly [Codec<number>, number, string]>([
    [u8, 254, "fe"],
    [u16, 0x1234, "34 12"],
    [u32, 0x12345678, "78 56 34 12"],
    [i32, -2, "fe ff ff ff"],
    [be16, 0x1234, "12 34"],
    [be32, 0x12345678, "12 34 56 78"],
  ])("%#", (codec, value, text) => {
    golden(codec, value, text);
    expect(decodeFailure(codec, `${text} 00`)).toMatch(/^Cannot decode message: expected \d bytes?, got \d$/);
    expect(encodeFailure(codec, 2 ** 33)).toMatch(/^Cannot encode value: expected a number from .* got 8589934592$/);
  });

  test("of 64 bits", () => {
    golden(u64, 2n, "02 00 00 00 00 00 00 00");
    expect(decodeFailure(u64, "02 00 00 00")).toBe("Cannot decode message: expected 8 bytes, got 4");
  });
});

test("text ends with a NUL, is UTF-8 both ways, and is read without one too: GN-02", () => {
  golden(cstring, "abcd", "61 62 63 64 00");
  golden(cstring, "é", "c3 a9 00");
  expect(decode(cstring, hex("61 62"))).toBe("ab");
});

test("bytes are bytes both ways: GN-03", () => {
  golden(bytes, hex("41 42"), "41 42");
  expect(encodeFailure(bytes, "AB")).toBe("Cannot encode value: expected a Uint8Array, got 'AB'");
});

test("what is ignored takes a number, is passed over, and cannot be written: GN-04", () => {
  expect(decode(everything, hex("05 00 08 00 07 00 00 00 | 05 00 01 00 01 00 00 00"))).toEqual({ u8: 1 });
  expect(encodeFailure(everything, { nothing: hex("07") })).toBe(
    "Cannot encode nothing: expected nothing, since it is ignored",
  );
});

interface Tree extends Extensible {
  readonly name?: string;
  readonly child?: Tree;
}
const tree: Codec<Tree> = attributes<Tree>({ name: attribute(1, cstring), child: attribute(2, lazy(() => tree)) });

describe("lists in lists: GN-05", () => {
  test("of the same kind", () => {
    golden(tree, { child: { name: "abcd" } }, "10 00 02 00 | 09 00 01 00 61 62 63 64 00 00 00 00");
  });

  test("of another kind", () => {
    const outer = numbered({ inner: numbered({ value: u8 }), last: u8 });
    golden(outer, { inner: { value: 7 }, last: 8 }, "0c 00 01 00 | 05 00 01 00 07 000000 | 05 00 02 00 08 000000");
  });
});

describe("attributes: GN-06", () => {
  test("are numbered from 1 in their order, and on from one that tells its number", () => {
    const list = numbered({ a: u8, b: attribute(4, u8), c: u8 });
    golden(list, { a: 1, b: 2, c: 3 }, "05 00 01 00 01 000000 | 05 00 04 00 02 000000 | 05 00 05 00 03 000000");
  });

  test("that are undefined are not sent, and a default is what the language has", () => {
    expect(encode(everything, { u8: undefined } as unknown as Infer<typeof everything>)).toEqual(new Uint8Array());
    const { u16: missing = 5, text = undefined } = decode(everything, hex("05 00 01 00 01"));
    expect([missing, text]).toEqual([5, undefined]);
  });

  test("have one name, and another one is refused with the likely one", () => {
    expect(encodeFailure(everything, { BINARY: hex("00") })).toBe(
      "Cannot encode value: unknown field 'BINARY' (did you mean 'binary'?)",
    );
    expect(encodeFailure(everything, { 1: 5 })).toMatch(/^Cannot encode value: unknown field '1'/);
  });

  test("can be sent by their number", () => {
    expect(toHex(encode(everything, { unknown: [{ type: 77, data: hex("01") }] }))).toBe("05 00 4d 00 01 00 00 00");
  });
});

test("a list is written in the order of its properties, padded, and not marked as nested: GN-07", () => {
  golden(
    everything,
    { u64: 2n, binary: hex("41424344"), text: "abcd" },
    "0c00040002000000000000000800090041424344 09000a006162636400000000",
  );
  expect(toHex(encode(everything, { text: "abcd", u8: 1 }))).toBe(
    "09 00 0a 00 61 62 63 64 00 00 00 00 05 00 01 00 01 00 00 00",
  );
});

test("a list is read until its bytes end, whatever it holds: GN-08", () => {
  const values = fc.record({
    u8: fc.nat(0xff),
    u16: fc.nat(0xffff),
    u32: fc.nat(0xffffffff),
    u64: fc.bigInt(0n, 2n ** 64n - 1n),
    i32: fc.integer(),
    net16: fc.nat(0xffff),
    net32: fc.nat(0xffffffff),
    binary: fc.uint8Array({ maxLength: 40 }),
    text: fc.string({ unit: "grapheme", maxLength: 20 }).filter((text) => !text.includes("\0")),
  }, { requiredKeys: [], noNullPrototype: true });
  fc.assert(fc.property(values, (value) => {
    expect(decode(everything, encode(everything, value))).toEqual(value);
  }));
});

describe("what was wrong before", () => {
  test("the upper bits of a type are no part of its number: GN-B1", () => {
    const marked = "10 00 02 80 | 09 00 01 40 61 62 63 64 00 00 00 00";
    expect(survives(tree, marked)).toEqual({ child: { name: "abcd" } });
  });

  test("unknown attributes are kept, and written again: GN-B2", () => {
    expect(survives(everything, "05 00 01 00 01 000000 | 06 00 4d 80 01 02 0000")).toEqual({
      u8: 1,
      unknown: [{ type: 77, nested: true, data: hex("01 02") }],
    });
  });
});
