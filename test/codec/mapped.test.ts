import { describe, expect, test } from "vitest";
import { arrayOf } from "../../src/codec/array.ts";
import { decode } from "../../src/codec/codec.ts";
import { mapped } from "../../src/codec/mapped.ts";
import { boolean, u16, u8 } from "../../src/codec/numbers.ts";
import { onDemand } from "../../src/codec/on-demand.ts";
import { field, struct } from "../../src/codec/struct.ts";
import { decodeFailure, encodeFailure, golden, hex } from "./golden.ts";
import { shown } from "../../src/shown.ts";

describe("mapped", () => {
  const version = mapped(u8, {
    from: (byte) => `${byte >> 4}.${byte & 15}`,
    to: (text: string) => /^\d\.\d$/.test(text) ? Number(text[0]) * 16 + Number(text[2]) : undefined,
    expected: "a version such as 1.2",
  });

  test("a number as text", () => golden(version, "1.2", "12"));

  test("as a member of a struct", () => {
    golden(
      struct<{ size: number; version: string }>(2, { size: field(0, u8), version: field(1, version) }),
      { size: 7, version: "4.0" },
      "07 40",
    );
  });

  test("what means nothing is refused", () => {
    for (const value of ["1,2", "", null, undefined]) {
      expect(encodeFailure(version, value)).toBe(
        `Cannot encode value: expected a version such as 1.2, got ${shown(value)}`,
      );
    }
  });

  test("what the codec refuses is refused", () => {
    expect(decodeFailure(version, "12 34")).toBe("Cannot decode message: expected 1 byte, got 2");
  });
});

describe("an array of a given length", () => {
  const pair = arrayOf(2, u16);

  test("is as long as it says", () => {
    golden(pair, [1, 2], "01 00 02 00");
    expect(pair.size).toBe(4);
  });

  test("is refused where it is longer or shorter, or none", () => {
    expect(decodeFailure(pair, "01 00")).toBe("Cannot decode message: expected 4 bytes, got 2");
    expect(encodeFailure(pair, [1])).toBe("Cannot encode value: expected a list of 2, got one of 1");
    expect(encodeFailure(pair, "12")).toBe("Cannot encode value: expected a list, got '12'");
  });

  test("tells which element is wrong", () => {
    expect(encodeFailure(pair, [1, -1])).toBe("Cannot encode 1: expected a number from 0 to 65535, got -1");
    expect(decodeFailure(arrayOf(2, boolean(u8)), "00 02")).toBe("Cannot decode 1: expected 0 or 1, got 2");
  });
});

describe("a codec on demand", () => {
  test("is made once, when it is first used", () => {
    let made = 0;
    const codec = onDemand(() => (made++, u16));
    expect(made).toBe(0);
    expect(decode(codec, hex("07 00"))).toBe(7);
    golden(codec, 8, "08 00");
    expect(codec.layout).toBe(u16.layout);
    expect(made).toBe(1);
  });
});
