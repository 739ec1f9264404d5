import { describe, expect, test } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import { enumeration, flagNames, flags } from "../../src/codec/names.ts";
import { be16, i8, u16, u32, u64, u8, uint } from "../../src/codec/numbers.ts";
import { decodeFailure, encodeFailure, golden, hex, toHex } from "./golden.ts";
import { shown } from "../../src/shown.ts";

describe("enumeration", () => {
  const scope = enumeration(u8, { universe: 0, link: 253, host: 254 });

  test("names", () => {
    golden(scope, "universe", "00");
    golden(scope, "link", "fd");
    golden(scope, "host", "fe");
  });

  test("a number without a name stays a number", () => {
    golden(scope, 7, "07");
    golden(scope, 255, "ff");
  });

  test("the number of a name is written too", () => {
    expect(toHex(encode(scope, 253))).toBe("fd");
  });

  test("of numbers above 255, negative ones and in network order", () => {
    const protocol = enumeration(be16, { "802.1Q": 0x8100, "802.1ad": 0x88a8 });
    golden(protocol, "802.1Q", "81 00");
    golden(protocol, "802.1ad", "88 a8");
    golden(protocol, 0x81, "00 81");
    const signed = enumeration(i8, { none: -1, one: 1 });
    golden(signed, "none", "ff");
    golden(signed, "one", "01");
    golden(signed, -2, "fe");
  });

  test("of several names of a number the first is read", () => {
    const names = enumeration(u32, { first: 300, second: 300 });
    expect(toHex(encode(names, "second"))).toBe("2c 01 00 00");
    expect(decode(names, hex("2c 01 00 00"))).toBe("first");
  });

  test("what is neither name nor number is refused", () => {
    for (const value of ["Link", "", "constructor", "0", null, undefined, true]) {
      expect(encodeFailure(scope, value)).toBe(
        `Cannot encode value: expected universe, link, host or a number, got ${shown(value)}`,
      );
    }
  });

  test("the number must fit", () => {
    expect(encodeFailure(scope, 256)).toBe("Cannot encode value: expected a number from 0 to 255, got 256");
    expect(encodeFailure(scope, NaN)).toContain("got NaN");
    expect(decodeFailure(scope, "00 00")).toBe("Cannot decode message: expected 1 byte, got 2");
  });
});

describe("an enumeration of 64 bits", () => {
  test("of which some have names", () => {
    const wide = enumeration(u64, { small: 5, large: 2 ** 40 });
    golden(wide, "small", "05 00 00 00 00 00 00 00");
    golden(wide, "large", "00 00 00 00 00 01 00 00");
    golden(wide, 2n ** 64n - 1n, "ff ff ff ff ff ff ff ff");
    expect(encodeFailure(wide, 5)).toContain("expected a bigint from 0 to 18446744073709551615, got 5");
  });

  test("takes 4 bytes where it can", () => {
    const either = enumeration(uint, { small: 5, large: 2 ** 40 });
    golden(either, "small", "05 00 00 00");
    golden(either, "large", "00 00 00 00 00 01 00 00");
    golden(either, 7, "07 00 00 00");
    golden(either, 7n, "07 00 00 00 00 00 00 00");
    expect(decode(either, hex("05 00 00 00 00 00 00 00"))).toBe("small");
  });
});

describe("flags", () => {
  const small = flags(u8, { up: 0x01, loopback: 0x08 });
  const large = flags(u32, { up: 0x01, last: 0x80000000 });

  test("names, in the order of the bits", () => {
    golden(small, [], "00");
    golden(small, ["up"], "01");
    golden(small, ["up", "loopback"], "09");
    expect(toHex(encode(small, ["loopback", "up"]))).toBe("09");
  });

  test("of 64 bits", () => {
    const wide = flags(u64, { low: 1, high: 2 ** 63 });
    golden(wide, ["low", "high"], "01 00 00 00 00 00 00 80");
    golden(wide, ["0x2", "0x100000000"], "02 00 00 00 01 00 00 00");
    expect(toHex(encode(wide, ["0x8000000000000003"]))).toBe("03 00 00 00 00 00 00 80");
    expect(encodeFailure(wide, ["0x10000000000000000"])).toContain("expected bits below 0x10000000000000000, got");
  });

  test("of 4 or 8 bytes, the fewer where they do", () => {
    const either = flags(uint, { low: 1, high: 2 ** 40 });
    golden(either, [], "00 00 00 00");
    golden(either, ["low", "0x80000000"], "01 00 00 80");
    golden(either, ["low", "high"], "01 00 00 00 00 01 00 00");
    expect(decode(either, hex("01 00 00 00 00 00 00 00"))).toEqual(["low"]);
  });

  test("bits without a name are kept", () => {
    golden(small, ["up", "0x2", "loopback", "0x80"], "8b");
    golden(large, ["up", "0x40000000", "last"], "01 00 00 c0");
  });

  test("bit 31, with a name and without", () => {
    golden(large, ["last"], "00 00 00 80");
    golden(flags(u32, { up: 1 }), ["0x80000000"], "00 00 00 80");
    golden(flags(u16, { up: 1 }), ["0x8000"], "00 80");
  });

  test("all bits", () => {
    const all = decode(flags(u32, {}), hex("ff ff ff ff"));
    expect(all).toHaveLength(32);
    expect(toHex(encode(flags(u32, {}), all))).toBe("ff ff ff ff");
  });

  test("the same flag twice is one flag", () => {
    expect(toHex(encode(small, ["up", "up", "0x1"]))).toBe("01");
  });

  test("several bits in one number, and upper case", () => {
    expect(toHex(encode(small, ["0x81"]))).toBe("81");
    expect(toHex(encode(small, ["0xF0"]))).toBe("f0");
  });

  test("equal lists are the same frozen array", () => {
    const one = decode(small, hex("09"));
    expect(decode(small, hex("09"))).toBe(one);
    expect(Object.isFrozen(one)).toBe(true);
  });

  test("more lists than are remembered are still right", () => {
    const counter = flagNames({ one: 1, two: 2 }, 16);
    for (let value = 0; value < 5000; value++) {
      const sum = counter(value).reduce(
        (total, name) => total + ({ one: 1, two: 2 }[name as string] ?? Number(name)),
        0,
      );
      expect(sum).toBe(value);
    }
  });

  test("what is no flag is refused", () => {
    for (const value of ["down", "8", "0x", "0xg", "", "constructor", 1]) {
      expect(encodeFailure(small, [value])).toBe(
        `Cannot encode value: expected up, loopback or a bit such as 0x80, got ${shown(value)}`,
      );
    }
  });

  test("bits that do not fit are refused", () => {
    expect(encodeFailure(small, ["0x100"])).toBe("Cannot encode value: expected bits below 0x100, got '0x100'");
    expect(encodeFailure(large, ["0x100000000"])).toBe(
      "Cannot encode value: expected bits below 0x100000000, got '0x100000000'",
    );
  });

  test("what is no list is refused", () => {
    for (const value of ["up", 1, null, undefined]) {
      expect(encodeFailure(small, value)).toBe(`Cannot encode value: expected a list of flags, got ${shown(value)}`);
    }
  });

  test("another length is refused", () => {
    expect(decodeFailure(large, "00 00")).toBe("Cannot decode message: expected 4 bytes, got 2");
  });
});
