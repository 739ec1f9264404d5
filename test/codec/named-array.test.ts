import { describe, expect, test } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import { namedArray } from "../../src/codec/named-array.ts";
import { be32, boolean, i32, i64, u16, u64, u8 } from "../../src/codec/numbers.ts";
import type { Grown } from "../../src/codec/struct.ts";
import { decodeFailure, encodeFailure, golden, hex, survives, toHex } from "./golden.ts";

interface Settings extends Grown {
  readonly forwarding?: number;
  readonly hopLimit?: number;
  readonly mtu?: number;
}

const settings = namedArray<Settings>(["forwarding", "hopLimit", "mtu"], i32);

describe("an array whose indexes have names", () => {
  test("has a property for each element", () => {
    golden(settings, { forwarding: 1, hopLimit: 64, mtu: -1 }, "01 00 00 00 | 40 00 00 00 | ff ff ff ff");
  });

  test("of an older kernel lacks the last", () => {
    golden(settings, { forwarding: 1, hopLimit: 64 }, "01 00 00 00 | 40 00 00 00");
    golden(settings, {}, "");
  });

  test("of a newer kernel keeps what has no name", () => {
    golden(
      settings,
      { forwarding: 1, hopLimit: 64, mtu: 1500, rest: hex("05 00 00 00 06 00 00 00") },
      "01 00 00 00 | 40 00 00 00 | dc 05 00 00 | 05 00 00 00 | 06 00 00 00",
    );
  });

  test("is read again and again, whatever its length", () => {
    for (const text of ["01 00 00 00", "", "01 00 00 00 02 00 00 00", "03 00 00 00", `${"07 00 00 00 ".repeat(5)}`]) {
      survives(settings, text);
    }
    expect(decode(settings, hex("03 00 00 00"))).toStrictEqual({ forwarding: 3 });
  });

  test("has zeros where a name before the last is missing", () => {
    expect(toHex(encode(settings, { mtu: 1 }))).toBe("00 00 00 00 00 00 00 00 01 00 00 00");
    expect(toHex(encode(settings, { rest: hex("01 00 00 00") }))).toBe(`${"00 ".repeat(12)}01 00 00 00`);
  });

  test.each([
    ["u64", u64, 2n ** 64n - 1n, "ff ff ff ff ff ff ff ff"],
    ["i64", i64, -2n, "fe ff ff ff ff ff ff ff"],
    ["u16", u16, 0xfffe, "fe ff"],
    ["be32", be32, 0xfffffffe, "ff ff ff fe"],
    ["u8", u8, 255, "ff"],
    ["boolean", boolean(u8), true, "01"],
  ])("has elements of any size: %s", (_, element, value, text) => {
    const codec = namedArray<{ readonly one?: unknown; readonly two?: unknown }>(["one", "two"], element as never);
    golden<object>(codec, { one: value, two: value }, `${text} ${text}`);
  });

  test("does not share memory with what was read", () => {
    const bytes = hex("01 00 00 00 02 00 00 00 03 00 00 00 04 00 00 00");
    const { rest } = decode(settings, bytes);
    bytes.fill(0xff);
    expect(rest).toEqual(hex("04 00 00 00"));
  });

  test("is malformed where its last element is cut off", () => {
    expect(decodeFailure(settings, "01 00 00 00 02 00")).toBe(
      "Cannot decode message: expected a multiple of 4 bytes, got 6",
    );
  });

  test("tells which element is wrong", () => {
    const flags = namedArray<{ readonly a?: boolean; readonly b?: boolean }>(["a", "b"], boolean(u8));
    expect(decodeFailure(flags, "00 02")).toBe("Cannot decode b: expected 0 or 1, got 2");
    expect(encodeFailure(settings, { hopLimit: 1.5 })).toMatch(
      /^Cannot encode hopLimit: expected a whole number from -/,
    );
    expect(encodeFailure(settings, { ttl: 1 })).toMatch(/^Cannot encode value: unknown field 'ttl'/);
    expect(encodeFailure(settings, { rest: hex("01 00 00") })).toBe(
      "Cannot encode rest: expected a multiple of 4 bytes, got 3",
    );
  });
});
