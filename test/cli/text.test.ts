import { describe, expect, test } from "vitest";
import { toJson } from "../../src/cli/json.ts";
import { coloured, plain, printable } from "../../src/cli/text/paint.ts";
import { DecodeError } from "../../src/errors.ts";

describe("text of others", () => {
  test.each([
    ["eth0", "eth0"],
    ["Ä€ 中 😀", "Ä€ 中 😀"],
    // What a terminal would obey.
    ["a\x1b[31mb", "a\\x1b[31mb"],
    ["a\nb\tc\0", "a\\x0ab\\x09c\\x00"],
    ["\x7f\x80\x9f\xa0", "\\x7f\\x80\\x9f\xa0"],
    // What would show it in another order.
    ["\u202a\u202b\u202c\u202d\u202e", "\\u{202a}\\u{202b}\\u{202c}\\u{202d}\\u{202e}"],
    ["\u2066\u2067\u2068\u2069", "\\u{2066}\\u{2067}\\u{2068}\\u{2069}"],
    ["\u200e\u200f\u061c", "\\u{200e}\\u{200f}\\u{61c}"],
    // Bytes that are no UTF-8, and halves of characters that cannot come from any.
    ["\udcff\udc80", "\\xff\\x80"],
    ["\ud800", "\\u{d800}"],
  ])("%j is printed as %j", (text, printed) => expect(printable(text)).toBe(printed));
});

describe("a colour", () => {
  test("surrounds its part on a terminal, and is missing elsewhere", () => {
    expect(coloured("link", "eth0")).toBe("\x1b[36meth0\x1b[0m");
    expect(plain("link", "eth0")).toBe("eth0");
  });
});

describe("JSON", () => {
  test.each([
    [2n ** 64n - 1n, "18446744073709551615"],
    [-(2n ** 63n), "-9223372036854775808"],
    [Uint8Array.of(0, 10, 255), '"000aff"'],
    [new Uint8Array(0), '""'],
    [{ a: undefined, b: [1n, { c: "\u2028\n" }], d: false }, '{"b":[1,{"c":"\u2028\\n"}],"d":false}'],
    [[undefined, null], "[null,null]"],
    ["\udcff", '"\\udcff"'],
    [
      new DecodeError("expected 4 bytes, got 3", ["link", "mtu"]),
      '{"message":"Cannot decode link.mtu: expected 4 bytes, got 3","path":["link","mtu"],"reason":"expected 4 bytes, got 3"}',
    ],
  ])("of %s", (value, json) => {
    expect(toJson(value)).toBe(json);
    expect(() => JSON.parse(json)).not.toThrow();
  });
});
