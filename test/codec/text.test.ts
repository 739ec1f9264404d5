import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import { bytes, bytesOf, cstring, text } from "../../src/codec/text.ts";
import { decodeFailure, encodeFailure, golden, hex, survives, toHex } from "./golden.ts";
import { shown } from "../../src/shown.ts";

describe("cstring", () => {
  test("ends with a NUL", () => {
    golden(cstring, "eth0", "65 74 68 30 00");
    golden(cstring, "", "00");
  });

  test("is read without a NUL too", () => {
    expect(decode(cstring, hex("65 74 68 30"))).toBe("eth0");
    expect(decode(cstring, hex(""))).toBe("");
  });

  test("ends at the first NUL", () => {
    expect(decode(cstring, hex("61 00 62 00"))).toBe("a");
    expect(decode(cstring, hex("c3 a9 00 ff"))).toBe("é");
    expect(decode(cstring, hex("00 c3"))).toBe("");
  });

  test.each([
    ["two bytes", "é", "c3 a9 00"],
    ["three bytes", "日本", "e6 97 a5 e6 9c ac 00"],
    ["four bytes", "💀", "f0 9f 92 80 00"],
    ["ASCII in front", "vé0", "76 c3 a9 30 00"],
    ["a replacement character of its own", "\ufffd", "ef bf bd 00"],
    ["control characters", "\x01\x7f", "01 7f 00"],
  ])("UTF-8: %s", (_name, value, bytes) => golden(cstring, value, bytes));

  test("a byte order mark is part of the text", () => {
    golden(cstring, "\ufeffeth0", "ef bb bf 65 74 68 30 00");
    golden(cstring, "a\ufeff", "61 ef bb bf 00");
  });

  test.each([
    ["a lone continuation byte", "80 00", "\udc80"],
    ["a byte that never occurs", "61 ff 62 00", "a\udcffb"],
    ["an end too early", "e6 97 00", "\udce6\udc97"],
    ["an overlong form", "c0 af 00", "\udcc0\udcaf"],
    ["a surrogate", "ed a0 80 00", "\udced\udca0\udc80"],
    ["beyond the last character", "f4 90 80 80 00", "\udcf4\udc90\udc80\udc80"],
    ["a sound character beside it", "c3 a9 ff 00", "\udcc3\udca9\udcff"],
  ])("no UTF-8: %s", (_name, bytes, value) => golden(cstring, value, bytes));

  test("any bytes without a NUL survive, and no two are the same text", () => {
    const payload = fc.uint8Array({ max: 255, maxLength: 12 }).map((bytes) => bytes.filter((byte) => byte !== 0));
    const likelyUtf8 = fc.string({ unit: "binary", maxLength: 6 }).map((value) => new TextEncoder().encode(value))
      .map((bytes) => bytes.filter((byte) => byte !== 0));
    fc.assert(
      fc.property(fc.oneof(payload, likelyUtf8), (bytes) => {
        const value = decode(cstring, bytes);
        expect(toHex(encode(cstring, value))).toBe(toHex(Uint8Array.of(...bytes, 0)));
      }),
      { numRuns: 500 },
    );
  });

  test("a NUL is refused", () => {
    expect(encodeFailure(cstring, "a\0b")).toBe('Cannot encode value: expected text without a NUL, got "a\\u0000b"');
  });

  test("what is no text is refused", () => {
    for (const value of [1, true, null, undefined]) {
      expect(encodeFailure(cstring, value)).toBe(`Cannot encode value: expected text, got ${shown(value)}`);
    }
  });

  test("half a character that stands for no byte is refused", () => {
    for (const value of ["\ud83d", "a\udc00", "\udc7f", "\udd00"]) {
      expect(encodeFailure(cstring, value)).toMatch(/^Cannot encode value: expected /);
    }
  });
});

describe("text", () => {
  test("is filled up with NULs", () => {
    golden(text(8), "eth0", "65 74 68 30 00 00 00 00");
    golden(text(4), "", "00 00 00 00");
  });

  test("can fill its place", () => {
    golden(text(4), "eth0", "65 74 68 30");
    golden(text(2), "é", "c3 a9");
  });

  test("survives without being UTF-8", () => {
    expect(survives(text(4), "61 ff 00 00")).toBe("a\udcff");
  });

  test("the length is that of the bytes", () => {
    expect(encodeFailure(text(4), "eth10")).toBe("Cannot encode value: expected at most 4 bytes, got 'eth10'");
    expect(encodeFailure(text(3), "éé")).toBe("Cannot encode value: expected at most 3 bytes, got 'éé'");
    expect(encodeFailure(text(4), "a\0b")).toContain("expected text without a NUL");
    expect(encodeFailure(text(4), 4)).toContain("expected text, got 4");
  });

  test("more than can be written is not read", () => {
    expect(decodeFailure(text(4), "65 74 68 31 30")).toBe("Cannot decode message: expected 4 bytes, got 5");
  });

  test("tells its size", () => {
    expect(text(16).size).toBe(16);
    expect(text(16).layout).toEqual({ type: "text", size: 16 });
  });
});

describe("bytes", () => {
  test("any number of them", () => {
    golden(bytes, Uint8Array.of(), "");
    golden(bytes, Uint8Array.of(1, 0, 255), "01 00 ff");
  });

  test("what is read shares no memory with where it was read", () => {
    const buffer = hex("01 02 03");
    for (const codec of [bytes, bytesOf(3)]) {
      const value = decode(codec, buffer);
      expect(value.buffer).not.toBe(buffer.buffer);
      expect(value.buffer.byteLength).toBe(3);
    }
  });

  test("what is no Uint8Array is refused", () => {
    for (const value of [[1, 2], "01", undefined]) {
      expect(encodeFailure(bytes, value)).toBe(`Cannot encode value: expected a Uint8Array, got ${shown(value)}`);
    }
  });

  test("exactly as many as asked for", () => {
    golden(bytesOf(3), Uint8Array.of(1, 2, 3), "01 02 03");
    for (const value of [Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3, 4), [1, 2, 3]]) {
      expect(encodeFailure(bytesOf(3), value)).toBe(
        `Cannot encode value: expected a Uint8Array of 3 bytes, got ${shown(value)}`,
      );
    }
    expect(decodeFailure(bytesOf(3), "01 02")).toBe("Cannot decode message: expected 3 bytes, got 2");
    expect(decodeFailure(bytesOf(3), "01 02 03 04")).toBe("Cannot decode message: expected 3 bytes, got 4");
  });
});
