import { describe, expect, test } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import { u32 } from "../../src/codec/numbers.ts";
import { bitfield } from "../../src/codec/bitfield.ts";
import { flags64 } from "../../src/route/tc/bits.ts";
import { control, controlIn } from "../../src/route/tc/control.ts";
import { filterParent, handle } from "../../src/route/tc/handle.ts";
import { encodeFailure, golden, hex, toHex } from "../codec/golden.ts";

describe("a handle", () => {
  test.each(
    [
      ["none", "00 00 00 00"],
      ["root", "ff ff ff ff"],
      ["ingress", "f1 ff ff ff"],
      ["1:", "00 00 01 00"],
      ["1:10", "10 00 01 00"],
      ["0:5", "05 00 00 00"],
      ["ffff:", "00 00 ff ff"],
      ["ffff:fff2", "f2 ff ff ff"],
      ["8001:abc", "bc 0a 01 80"],
    ] as const,
  )("'%s'", (text, bytes) => golden(handle, text, bytes));

  test("can be written in other ways", () => {
    expect(toHex(encode(handle, "0001:000A"))).toBe("0a 00 01 00");
    expect(toHex(encode(handle, "0:"))).toBe("00 00 00 00");
    expect(toHex(encode(handle, "ffff:ffff"))).toBe("ff ff ff ff");
  });

  test.each([
    "''",
    "':'",
    "':1'",
    "'1'",
    "'1:1:1'",
    "'12345:'",
    "'1:12345'",
    "'g:'",
    "'egress'",
    "'toString'",
    "1",
    "null",
  ])(
    "%s is none",
    (shown) => {
      const value: unknown = JSON.parse(shown.replaceAll("'", '"'));
      expect(encodeFailure(handle, value)).toBe(
        `Cannot encode value: expected none, root, ingress, or a handle such as 1: or 1:10, got ${shown}`,
      );
    },
  );

  test("of what filters are attached to has names for the sides of a link", () => {
    golden(filterParent, "ingress", "f2 ff ff ff");
    golden(filterParent, "egress", "f3 ff ff ff");
    golden(filterParent, "ffff:fff1", "f1 ff ff ff");
    golden(filterParent, "root", "ff ff ff ff");
    expect(encodeFailure(filterParent, "both")).toMatch(/expected none, root, ingress, egress, or a handle/);
  });
});

describe("what happens with a packet after an action", () => {
  test.each(
    [
      ["continue", "ff ff ff ff"],
      ["pass", "00 00 00 00"],
      ["drop", "02 00 00 00"],
      ["pipe", "03 00 00 00"],
      ["trap", "08 00 00 00"],
      ["jump 0", "00 00 00 10"],
      ["jump 2", "02 00 00 10"],
      ["goto chain 7", "07 00 00 20"],
      ["goto chain 268435455", "ff ff ff 2f"],
      [9, "09 00 00 00"],
      [0x30000001, "01 00 00 30"],
      [-2, "fe ff ff ff"],
    ] as const,
  )("%o", (action, bytes) => golden(control, action, bytes));

  test("is the same in a number without a sign", () => {
    golden(controlIn(u32), "continue", "ff ff ff ff");
    golden(controlIn(u32), "goto chain 7", "07 00 00 20");
    golden(controlIn(u32), 4294967294, "fe ff ff ff");
  });

  test.each(["", "shot", "jump", "jump -1", "goto chain 268435456", "goto chain 1 ", "toString"])(
    "%o is nothing of that kind",
    (value) => {
      expect(encodeFailure(control, value)).toBe(
        "Cannot encode value: expected continue, pass, reclassify, drop, pipe, stolen, queued, repeat, redirect, trap, " +
          `jump 2 or goto chain 7, got '${value}'`,
      );
    },
  );
});

describe("bits", () => {
  test("and which of them are told", () => {
    golden(
      bitfield({ one: 0x1, two: 0x2 }),
      { value: ["two"], selector: ["one", "two", "0x80"] },
      "02 00 00 00 | 83 00 00 00",
    );
  });

  test("of 64 have names too", () => {
    const flags = flags64({ low: 0x1n, high: 0x8000000000000000n });
    golden(flags, ["low", "high"], "01 00 00 00 00 00 00 80");
    golden(flags, ["0x2", "0x100000000"], "02 00 00 00 01 00 00 00");
    golden(flags, [], "00 00 00 00 00 00 00 00");
    expect(decode(flags, encode(flags, ["0x3"]))).toEqual(["low", "0x2"]);
    for (const value of ["low", ["lwo"], ["0x10000000000000000"]]) {
      expect(encodeFailure(flags, value)).toMatch(
        /^Cannot encode value: expected a list of low, high or a bit such as 0x80, got /,
      );
    }
  });

  test("that are too few are refused", () => {
    expect(() => decode(flags64({}), hex("00 00 00 00"))).toThrow("expected 8 bytes, got 4");
  });
});
