import { expect, test } from "vitest";
import { array } from "../../src/codec/array.ts";
import { attribute, attributes } from "../../src/codec/attributes.ts";
import { counted } from "../../src/codec/counted.ts";
import { encode } from "../../src/codec/codec.ts";
import { u16, u8 } from "../../src/codec/numbers.ts";
import { prefixed } from "../../src/codec/prefixed.ts";
import { field } from "../../src/codec/struct.ts";
import { decodeFailure, encodeFailure, golden, toHex } from "./golden.ts";

interface Ports {
  readonly count?: number;
  readonly ports?: readonly number[];
}

const inStruct = counted(
  prefixed<{ readonly count?: number }, "ports", readonly number[]>(2, { count: field(0, u8) }, {
    name: "ports",
    alternatives: { ports: array(u16) },
    choose: () => "ports",
  }),
  "count",
  "ports",
);
const inAttributes = counted(
  attributes<Ports>({ count: attribute(1, u8), ports: attribute(2, array(u16)) }),
  "count",
  "ports",
);

test("a list is counted where nobody did, and where somebody did", () => {
  expect(toHex(encode(inStruct, { ports: [80, 443] }))).toBe("02 00 50 00 bb 01");
  golden(inStruct, { count: 2, ports: [80, 443] }, "02 00 50 00 bb 01");
  golden(inStruct, { count: 0, ports: [] }, "00 00");
  golden(inAttributes, { ports: [80], count: 1 }, "06000200 50000000 05000100 01000000");
  golden(inAttributes, {}, "");
});

test("a number without a list is what it is", () => {
  golden(inAttributes, { count: 7 }, "05000100 07000000");
});

test("wrong numbers are refused, in either direction", () => {
  expect(encodeFailure(inStruct, { count: 1, ports: [80, 443] })).toBe(
    "Cannot encode count: expected 2, as many as there are ports, got 1",
  );
  expect(encodeFailure(inStruct, { ports: Array.from({ length: 256 }, () => 1) })).toBe(
    "Cannot encode count: expected a number from 0 to 255, got 256",
  );
  expect(decodeFailure(inStruct, "03 00 50 00 bb 01")).toBe(
    "Cannot decode count: expected 2, as many as there are ports, got 3",
  );
  expect(decodeFailure(inAttributes, "06000200 50000000 05000100 02000000")).toBe(
    "Cannot decode count: expected 1, as many as there are ports, got 2",
  );
  expect(decodeFailure(inAttributes, "06000200 50000000")).toBe(
    "Cannot decode count: expected 1, as many as there are ports, got undefined",
  );
});

test("nothing else is counted", () => {
  expect(() => counted(array(u16), "length", "at")).toThrow(
    new TypeError("Cannot count 'at': expected attributes, or a struct with a list behind it, got 'array'"),
  );
});

test("what is no object, and no list, is refused as ever", () => {
  expect(encodeFailure(inStruct, null)).toContain("expected an object with fields, got null");
  expect(encodeFailure(inStruct, { ports: 5 })).toBe("Cannot encode ports: expected a list, got 5");
});
