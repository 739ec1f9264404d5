import { describe, expect, test } from "vitest";
import { hardwareAddress, ip } from "../../src/codec/address.ts";
import { array } from "../../src/codec/array.ts";
import { type Codec, decode, encode, type FixedCodec } from "../../src/codec/codec.ts";
import { be16, boolean, u16, u32, u8 } from "../../src/codec/numbers.ts";
import { prefixed } from "../../src/codec/prefixed.ts";
import { field, type Grown, struct } from "../../src/codec/struct.ts";
import { text } from "../../src/codec/text.ts";
import { decodeFailure, encodeFailure, golden, hex, survives, toHex } from "./golden.ts";
import { shown } from "../../src/shown.ts";

interface Range {
  readonly start: number;
  readonly end: number;
}
const range = struct<Range>(4, { start: field(0, u16), end: field(2, u16) });

interface Padded extends Grown {
  readonly kind: number;
  readonly port: number;
  readonly name: string;
  readonly up: boolean;
}
const padded = struct<Padded>(12, {
  kind: field(0, u8),
  port: field(2, be16),
  name: field(4, text(4)),
  up: field(8, boolean(u8)),
});
const PADDED: Padded = { kind: 7, port: 80, name: "eth0", up: true };

interface Ageing extends Grown {
  readonly first: number;
  readonly second?: number;
  readonly third?: number;
}
const ageing = struct<Ageing>(12, { first: field(0, u32), second: field(4, u32), third: field(8, u32) }, {
  minimum: 4,
});

describe("struct", () => {
  test("members at their places, zeros between them", () => {
    golden(range, { start: 1, end: 2 }, "01 00 02 00");
    golden(padded, PADDED, "07 00 0050 65746830 01 000000");
  });

  test("what no member covers is not read", () => {
    expect(decode(padded, hex("07 ff 0050 65746830 01 ffffff"))).toStrictEqual(PADDED);
  });

  test("the order of the properties does not count", () => {
    expect(toHex(encode(range, { end: 2, start: 1 }))).toBe("01 00 02 00");
  });

  test("a member that is not there is zero", () => {
    // The types ask for every member; a program without types can forget one.
    expect(toHex(encode(range, { end: 2 } as Range))).toBe("00 00 02 00");
  });

  test("in an array and in another struct", () => {
    golden(array(range), [{ start: 1, end: 2 }, { start: 3, end: 4 }], "01 00 02 00 | 03 00 04 00");
    const both = struct<{ readonly ports: Range; readonly users: Range }>(8, {
      ports: field(4, range),
      users: field(0, range),
    });
    golden(both, { ports: { start: 1, end: 2 }, users: { start: 3, end: 4 } }, "03 00 04 00 | 01 00 02 00");
    expect(encodeFailure(both, { ports: { start: 1, end: -1 } })).toMatch(/^Cannot encode ports\.end: .* got -1$/);
  });

  test("a codec that only looks like a number is asked", () => {
    const doubled: FixedCodec<number> = { ...u16, read: (view, offset, length) => u16.read(view, offset, length) * 2 };
    expect(decode(struct<{ readonly a: number }>(2, { a: field(0, doubled) }), hex("02 00"))).toEqual({ a: 4 });
  });

  test("the end of a longer one is kept", () => {
    const grown = { ...PADDED, rest: Uint8Array.of(1, 2, 3) };
    golden(padded, grown, "07 00 0050 65746830 01 000000 | 01 02 03");
    golden(ageing, { first: 1, second: 2, third: 3, rest: Uint8Array.of(9) }, "01000000 02000000 03000000 09");
  });

  test("the rest is a copy", () => {
    const buffer = hex("01 00 02 00 ff");
    // Any struct may have a rest, whether its type tells or not.
    const { rest } = decode(range, buffer) as Grown;
    buffer[4] = 0;
    expect(rest).toStrictEqual(Uint8Array.of(0xff));
  });

  test("the rest must be bytes", () => {
    for (const rest of ["12", [1, 2], 5, { length: 2 }]) {
      expect(encodeFailure(range, { start: 1, end: 2, rest })).toBe(
        `Cannot encode rest: expected a Uint8Array, got ${shown(rest)}`,
      );
    }
  });

  test.each([
    ["01000000", { first: 1 }],
    ["01000000 02000000", { first: 1, second: 2 }],
    ["01000000 02000000 03000000", { first: 1, second: 2, third: 3 }],
  ])("one of an older kernel lacks members and stays as short: %s", (bytes, value) => golden(ageing, value, bytes));

  test("half a member is none", () => {
    expect(decode(ageing, hex("01000000 0200"))).toStrictEqual({ first: 1 });
  });

  test("one with a rest has its whole length in front of it", () => {
    expect(toHex(encode(ageing, { first: 1, rest: Uint8Array.of(9) }))).toBe("01 00 00 00 00 00 00 00 00 00 00 00 09");
  });

  test("one that is shorter than every kernel's is malformed", () => {
    expect(decodeFailure(ageing, "010000")).toBe("Cannot decode message: expected at least 4 bytes, got 3");
    expect(decodeFailure(range, "010002")).toBe("Cannot decode message: expected at least 4 bytes, got 3");
    expect(decodeFailure(range, "")).toBe("Cannot decode message: expected at least 4 bytes, got 0");
  });

  test("the error names the member that is malformed", () => {
    expect(decodeFailure(padded, "07 00 0050 65746830 02 000000")).toBe("Cannot decode up: expected 0 or 1, got 2");
    const outer = struct<{ readonly inner: Padded }>(12, { inner: field(0, padded) });
    expect(decodeFailure(outer, "07 00 0050 65746830 02 000000")).toBe(
      "Cannot decode inner.up: expected 0 or 1, got 2",
    );
  });

  test("also in one that is short", () => {
    const short = struct<{ readonly up: boolean; readonly late?: number }>(
      8,
      { up: field(0, boolean(u8)), late: field(4, u32) },
      { minimum: 4 },
    );
    expect(decodeFailure(short, "03 000000")).toBe("Cannot decode up: expected 0 or 1, got 3");
  });

  test("the error names the member that cannot be written", () => {
    expect(encodeFailure(range, { start: 1, end: 65536 })).toBe(
      "Cannot encode end: expected a number from 0 to 65535, got 65536",
    );
  });

  test("a property without a member is refused", () => {
    expect(encodeFailure(range, { start: 1, end: 2, step: 3 })).toBe(
      "Cannot encode value: unknown field 'step', expected one of start, end, rest",
    );
  });

  test("what is no object is refused", () => {
    for (const value of [1, "x", null, undefined]) {
      expect(encodeFailure(range, value)).toBe(
        `Cannot encode value: expected an object with fields, got ${shown(value)}`,
      );
    }
  });

  test("a name that would change what an object is is refused", () => {
    const table = Object.defineProperty({}, "__proto__", { value: field(0, u8), enumerable: true });
    expect(() => decode(struct(1, table), hex("00"))).toThrow("Cannot use the field name: '__proto__'");
  });

  test("names that are no identifiers are names as well", () => {
    golden(
      struct<{ readonly 'a "b"\n': number; readonly "1-2": number }>(2, {
        'a "b"\n': field(0, u8),
        "1-2": field(1, u8),
      }),
      { 'a "b"\n': 1, "1-2": 2 },
      "01 02",
    );
  });
});

describe("prefixed", () => {
  interface Via {
    readonly family: number;
    readonly address: string;
  }
  const via: Codec<Via> = prefixed<Pick<Via, "family">, "address", string>(2, { family: field(0, u16) }, {
    name: "address",
    alternatives: { ip, hardware: hardwareAddress },
    choose: ({ family }) => family === 2 || family === 10 ? "ip" : family === 99 ? "nothing" : "hardware",
  });

  test("the struct tells the form of what follows", () => {
    golden(via, { family: 2, address: "192.0.2.1" }, "02 00 c0 00 02 01");
    golden(via, { family: 10, address: "fe80::1" }, "0a 00 fe80 0000 0000 0000 0000 0000 0000 0001");
    golden(via, { family: 17, address: "02:00:00:00:00:01" }, "11 00 02 00 00 00 00 01");
    golden(via, { family: 17, address: "" }, "11 00");
  });

  test("shorter than the struct", () => {
    expect(decodeFailure(via, "02")).toBe("Cannot decode message: expected at least 2 bytes, got 1");
  });

  test("the errors name what follows", () => {
    expect(decodeFailure(via, "02 00 c0 00 02")).toBe(
      "Cannot decode address: expected the 4 or 16 bytes of an IPv4 or IPv6 address, got 3",
    );
    expect(encodeFailure(via, { family: 2, address: "x" })).toBe(
      "Cannot encode address: expected an IPv4 or IPv6 address, got 'x'",
    );
    expect(encodeFailure(via, { family: 2 })).toBe(
      "Cannot encode address: expected an IPv4 or IPv6 address, got undefined",
    );
  });

  test("the errors name the member of the struct", () => {
    const flagged = prefixed<{ readonly up: boolean }, "ports", Range>(1, { up: field(0, boolean(u8)) }, {
      name: "ports",
      alternatives: { range },
      choose: () => "range",
    });
    golden(flagged, { up: true, ports: { start: 1, end: 2 } }, "01 | 01 00 02 00");
    expect(decodeFailure(flagged, "02 | 01 00 02 00")).toBe("Cannot decode up: expected 0 or 1, got 2");
    expect(encodeFailure(flagged, { up: 1, ports: { start: 1, end: 2 } })).toBe(
      "Cannot encode up: expected true or false, got 1",
    );
    expect(encodeFailure(flagged, { up: true, ports: { start: 1, end: -2 } })).toMatch(/^Cannot encode ports\.end: /);
  });

  test("a form that is not there", () => {
    expect(decodeFailure(via, "63 00 01")).toBe("Cannot decode address: expected a known form, got 'nothing'");
    expect(encodeFailure(via, { family: 99, address: "x" })).toBe(
      "Cannot encode address: expected a known form, got 'nothing'",
    );
  });

  test("properties without a place are refused", () => {
    expect(encodeFailure(via, { family: 2, address: "1.2.3.4", port: 1 })).toBe(
      "Cannot encode value: unknown field 'port', expected one of family, address",
    );
    expect(encodeFailure(via, null)).toBe("Cannot encode value: expected an object with fields, got null");
  });

  test("survives", () => {
    survives(via, "1c 00 00 06 41 00");
  });
});
