import { describe, expect, test } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import {
  be16,
  be32,
  be64,
  boolean,
  except,
  flag,
  i16,
  i32,
  i64,
  i8,
  type NumberCodec,
  plus,
  sint,
  u16,
  u32,
  u64,
  u8,
  uint,
} from "../../src/codec/numbers.ts";
import { decodeFailure, encodeFailure, golden, hex } from "./golden.ts";
import { shown } from "../../src/shown.ts";

interface Case<T extends number | bigint> {
  readonly codec: NumberCodec<T>;
  readonly size: number;
  readonly values: readonly (readonly [value: T, text: string])[];
  readonly outside: readonly T[];
}

const NUMBERS: Readonly<Record<string, Case<number>>> = {
  u8: { codec: u8, size: 1, values: [[0, "00"], [0x7f, "7f"], [0x80, "80"], [255, "ff"]], outside: [-1, 256] },
  i8: { codec: i8, size: 1, values: [[0, "00"], [127, "7f"], [-128, "80"], [-1, "ff"]], outside: [-129, 128] },
  u16: { codec: u16, size: 2, values: [[1, "01 00"], [0x1234, "34 12"], [65535, "ff ff"]], outside: [-1, 65536] },
  i16: {
    codec: i16,
    size: 2,
    values: [[32767, "ff 7f"], [-32768, "00 80"], [-2, "fe ff"]],
    outside: [-32769, 32768],
  },
  u32: {
    codec: u32,
    size: 4,
    values: [[1500, "dc 05 00 00"], [2 ** 31, "00 00 00 80"], [2 ** 32 - 1, "ff ff ff ff"]],
    outside: [-1, 2 ** 32],
  },
  i32: {
    codec: i32,
    size: 4,
    values: [[2 ** 31 - 1, "ff ff ff 7f"], [-(2 ** 31), "00 00 00 80"], [-1, "ff ff ff ff"]],
    outside: [-(2 ** 31) - 1, 2 ** 31],
  },
  be16: { codec: be16, size: 2, values: [[0x8100, "81 00"], [1, "00 01"], [65535, "ff ff"]], outside: [-1, 65536] },
  be32: {
    codec: be32,
    size: 4,
    values: [[0x01020304, "01 02 03 04"], [0xfffffffe, "ff ff ff fe"]],
    outside: [-1, 2 ** 32],
  },
};

const BIG_NUMBERS: Readonly<Record<string, Case<bigint>>> = {
  u64: {
    codec: u64,
    size: 8,
    values: [[1n, "01 00 00 00 00 00 00 00"], [2n ** 64n - 1n, "ff ff ff ff ff ff ff ff"]],
    outside: [-1n, 2n ** 64n],
  },
  i64: {
    codec: i64,
    size: 8,
    values: [[-2n, "fe ff ff ff ff ff ff ff"], [-(2n ** 63n), "00 00 00 00 00 00 00 80"]],
    outside: [-(2n ** 63n) - 1n, 2n ** 63n],
  },
  be64: {
    codec: be64,
    size: 8,
    values: [[0x0102030405060708n, "01 02 03 04 05 06 07 08"], [2n ** 64n - 1n, "ff ff ff ff ff ff ff ff"]],
    outside: [-1n, 2n ** 64n],
  },
};

describe("whole numbers", () => {
  describe.each(Object.entries(NUMBERS))("%s", (_name, { codec, size, values, outside }) => {
    test.each(values)("%d", (value, text) => golden(codec, value, text));

    test.each(outside)("%d is out of range", (value) => {
      expect(encodeFailure(codec, value)).toMatch(/^Cannot encode value: expected a number from -?\d+ to \d+, got /);
      expect(encodeFailure(codec, value)).toContain(`got ${value}`);
    });

    test("what is no whole number is refused", () => {
      for (const value of [0.5, NaN, Infinity, "1", 1n, true, null, undefined]) {
        const kind = typeof value === "number" ? "whole number" : "number";
        expect(encodeFailure(codec, value)).toContain(`expected a ${kind} from`);
        expect(encodeFailure(codec, value)).toContain(`, got ${shown(value)}`);
      }
    });

    test("another length is refused", () => {
      const unit = size === 1 ? "byte" : "bytes";
      for (const length of [0, size - 1, size + 1]) {
        expect(decodeFailure(codec, "00".repeat(length))).toBe(
          `Cannot decode message: expected ${size} ${unit}, got ${length}`,
        );
      }
    });
  });

  describe.each(Object.entries(BIG_NUMBERS))("%s", (_name, { codec, values, outside }) => {
    test.each(values)("%d", (value, text) => golden(codec, value, text));

    test.each(outside)("%d is out of range", (value) => {
      expect(encodeFailure(codec, value)).toMatch(/^Cannot encode value: expected a bigint from -?\d+ to \d+, got /);
      expect(encodeFailure(codec, value)).toContain(`got ${value}`);
    });

    test("a number is no bigint", () => {
      expect(encodeFailure(codec, 1)).toMatch(/^Cannot encode value: expected a bigint from -?\d+ to \d+, got 1$/);
    });

    test("another length is refused", () => {
      expect(decodeFailure(codec, "00 00 00 00")).toBe("Cannot decode message: expected 8 bytes, got 4");
    });
  });

  test("the sentence tells the range", () => {
    expect(encodeFailure(u8, 256)).toBe("Cannot encode value: expected a number from 0 to 255, got 256");
    expect(encodeFailure(i16, "x")).toBe("Cannot encode value: expected a number from -32768 to 32767, got 'x'");
    expect(encodeFailure(u64, -1n)).toBe(
      "Cannot encode value: expected a bigint from 0 to 18446744073709551615, got -1n",
    );
  });

  test("the layout tells size, sign and byte order", () => {
    expect(u8.layout).toEqual({ type: "number", size: 1, signed: false, bigEndian: false });
    expect(i32.layout).toEqual({ type: "number", size: 4, signed: true, bigEndian: false });
    expect(be64.layout).toEqual({ type: "number", size: 8, signed: false, bigEndian: true });
  });
});

describe("plus", () => {
  const weight = plus(u8, 1);

  test("the number on the wire is smaller", () => {
    golden(weight, 1, "00");
    golden(weight, 256, "ff");
  });

  test("the error tells the value and the range of the caller", () => {
    expect(encodeFailure(weight, 0)).toBe("Cannot encode value: expected a number from 1 to 256, got 0");
    expect(encodeFailure(weight, 257)).toBe("Cannot encode value: expected a number from 1 to 256, got 257");
  });

  test("text is no number", () => {
    expect(encodeFailure(weight, "5")).toContain("got '5'");
  });

  test("another length is refused", () => {
    expect(decodeFailure(weight, "00 00")).toBe("Cannot decode message: expected 1 byte, got 2");
  });
});

describe("except", () => {
  const version = except(u16, 15, "since nobody knows it");

  test("other numbers are what they are", () => {
    golden(version, 14, "0e 00");
    golden(version, 16, "10 00");
  });

  test("the one is neither read nor written", () => {
    expect(decodeFailure(version, "0f 00")).toBe(
      "Cannot decode message: expected another number than 15, since nobody knows it",
    );
    expect(encodeFailure(version, 15)).toBe(
      "Cannot encode value: expected another number than 15, since nobody knows it",
    );
  });
});

describe("uint", () => {
  test("four bytes are a number, eight a bigint", () => {
    golden(uint, 7, "07 00 00 00");
    golden(uint, 7n, "07 00 00 00 00 00 00 00");
    golden(uint, 2 ** 32 - 1, "ff ff ff ff");
    golden(uint, 2n ** 64n - 1n, "ff ff ff ff ff ff ff ff");
  });

  test("what does not fit is refused", () => {
    expect(encodeFailure(uint, 2 ** 32)).toContain("expected a number from 0 to 4294967295, got 4294967296");
    expect(encodeFailure(uint, -1n)).toContain("expected a bigint from 0 to 18446744073709551615, got -1n");
    expect(encodeFailure(uint, "7")).toContain("got '7'");
  });

  test("other lengths are refused", () => {
    for (const length of [0, 1, 2, 3, 5, 6, 7, 9, 16]) {
      expect(decodeFailure(uint, "00".repeat(length))).toMatch(new RegExp(`expected .*4.* bytes, got ${length}$`));
    }
  });
});

describe("sint", () => {
  test("is the same with a sign", () => {
    golden(sint, -7, "f9 ff ff ff");
    golden(sint, -7n, "f9 ff ff ff ff ff ff ff");
    expect(encodeFailure(sint, 2 ** 31)).toContain("expected a number from -2147483648 to 2147483647");
  });
});

describe("boolean", () => {
  test("0 and 1, of any width", () => {
    golden(boolean(u8), false, "00");
    golden(boolean(u8), true, "01");
    golden(boolean(u32), true, "01 00 00 00");
    golden(boolean(be16), true, "00 01");
  });

  test.each([[boolean(u8), "02", 2], [boolean(u8), "ff", 255], [boolean(u32), "00 01 00 00", 256]])(
    "other numbers are malformed",
    (codec, text, value) => {
      expect(decodeFailure(codec, text)).toBe(`Cannot decode message: expected 0 or 1, got ${value}`);
    },
  );

  test("a negative number is malformed too", () => {
    expect(decodeFailure(boolean(i8), "ff")).toBe("Cannot decode message: expected 0 or 1, got -1");
  });

  test("nothing else is taken for true or false", () => {
    for (const value of [0, 1, "true", null, undefined]) {
      expect(encodeFailure(boolean(u8), value)).toBe(
        `Cannot encode value: expected true or false, got ${shown(value)}`,
      );
    }
  });

  test("another length is refused", () => {
    expect(decodeFailure(boolean(u8), "")).toBe("Cannot decode message: expected 1 byte, got 0");
  });
});

describe("flag", () => {
  test("has no bytes", () => golden(flag, true, ""));

  test("bytes are malformed", () => {
    expect(decodeFailure(flag, "01")).toBe("Cannot decode message: expected no bytes, got 1");
  });

  test("is not written for what does not mean yes", () => {
    expect(encodeFailure(flag, false)).toBe("Cannot encode value: expected true, or nothing, got false");
  });
});

describe("decode", () => {
  test("reads where the bytes lie in their buffer, and no further", () => {
    const buffer = hex("ff ff dc 05 00 00 ff ff");
    expect(decode(u32, buffer.subarray(2, 6))).toBe(1500);
    expect(() => decode(u32, buffer.subarray(2, 5))).toThrow("expected 4 bytes, got 3");
  });

  test("encode gives bytes of their own buffer", () => {
    expect(encode(u16, 1).buffer.byteLength).toBe(2);
  });
});
