import { describe, expect, test } from "vitest";
import { type Codec, decode, encode } from "../../src/codec/codec.ts";
import { limited, limitedLength } from "../../src/codec/limited.ts";
import { enumeration, flags } from "../../src/codec/names.ts";
import { i8, u32, u64, uint } from "../../src/codec/numbers.ts";
import { array } from "../../src/codec/array.ts";
import { bytes, cstring } from "../../src/codec/text.ts";
import { encodeFailure, golden, hex } from "./golden.ts";

describe("limited numbers", () => {
  test("are written where they lie between the limits", () => {
    for (const value of [1, 5]) golden(limited(u32, { minimum: 1, maximum: 5 }), value, `0${value} 00 00 00`);
    golden(limited(i8, { minimum: -2 }), -2, "fe");
    golden(limited(uint, { minimum: 1, maximum: 0xffffffff }), 7, "07 00 00 00");
    golden(limited(u64, { maximum: 5n }), 5n, "05 00 00 00 00 00 00 00");
  });

  test.each([
    [limited(u32, { minimum: 1, maximum: 5 }), 0, "expected a number from 1 to 5, got 0"],
    [limited(u32, { minimum: 1, maximum: 5 }), 6, "expected a number from 1 to 5, got 6"],
    [limited(u32, { minimum: 1 }), 0, "expected a number from 1, got 0"],
    [limited(u32, { maximum: 5 }), 6, "expected a number to 5, got 6"],
    [limited(i8, { minimum: -2 }), -3, "expected a number from -2, got -3"],
    [limited(uint, { maximum: 0xffffffff }), 2n ** 32n, "expected a number to 4294967295, got 4294967296n"],
    [limited(u64, { maximum: 5n }), 6n, "expected a number to 5, got 6n"],
    [limited(u32, { mask: 0x3 }), 5, "expected no bits but 0x3, got 0x5"],
    [limited(u32, { maximum: 5 }), "5", "expected a number from 0 to 4294967295, got '5'"],
  ])("%# are refused where they do not", (codec, value, reason) => {
    expect(encodeFailure(codec, value)).toBe(`Cannot encode value: ${reason}`);
  });

  test("are read whatever they are", () => {
    expect(decode(limited(u32, { minimum: 1 }), hex("00 00 00 00"))).toBe(0);
  });

  test("have names as all others", () => {
    const kind = enumeration(limited(u32, { maximum: 1 }), { one: 1, two: 2 });
    golden(kind, "one", "01 00 00 00");
    expect(encodeFailure(kind, "two")).toBe("Cannot encode value: expected a number to 1, got 2");
    const bits = flags(limited(u32, { mask: 1 }), { one: 1, two: 2 });
    golden(bits, ["one"], "01 00 00 00");
    expect(encodeFailure(bits, ["one", "two"])).toBe("Cannot encode value: expected no bits but 0x1, got 0x3");
  });

  test("stand in arrays", () => {
    expect(encodeFailure(array(limited(u32, { maximum: 1 })), [1, 2])).toBe(
      "Cannot encode 1: expected a number to 1, got 2",
    );
  });
});

describe("limited lengths", () => {
  test("are those of text without its NUL, and of bytes", () => {
    golden(limitedLength(cstring, { maximumLength: 3 }), "abc", "61 62 63 00");
    golden(limitedLength(bytes, { minimumLength: 2, maximumLength: 2 }), Uint8Array.of(1, 2), "01 02");
  });

  test.each<readonly [Codec<unknown>, unknown, string]>([
    [limitedLength(cstring, { maximumLength: 3 }) as Codec<unknown>, "abcd", "expected at most 3 bytes, got 4"],
    [limitedLength(cstring, { minimumLength: 1, maximumLength: 3 }), "", "expected from 1 to 3 bytes, got 0"],
    [limitedLength(bytes, { minimumLength: 2 }), Uint8Array.of(1), "expected at least 2 bytes, got 1"],
    [limitedLength(bytes, { minimumLength: 2, maximumLength: 2 }), Uint8Array.of(1), "expected 2 bytes, got 1"],
    [limitedLength(bytes, { minimumLength: 2 }), "ab", "expected a Uint8Array, got 'ab'"],
  ])("%# are refused where they do not fit", (codec, value, reason) => {
    expect(encodeFailure(codec, value)).toBe(`Cannot encode value: ${reason}`);
  });

  test("are read whatever they are", () => {
    expect(encode(bytes, decode(limitedLength(bytes, { minimumLength: 2 }), hex("01")))).toEqual(hex("01"));
  });
});
