import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode, type Layout } from "../../src/codec/codec.ts";
import { DecodeError } from "../../src/errors.ts";
import { roots, schemas } from "./all.ts";
import { objectsOf } from "./arbitrary.ts";
import { refusals } from "./refusals.ts";
import { type AnyCodec, named, reach } from "./walk.ts";

describe("what is encoded is decoded:", () => {
  test.each(schemas)("%s", (_path, codec) => {
    fc.assert(
      fc.property(objectsOf(codec), (value) => {
        const bytes = encode(codec, value);
        const decoded = decode(codec, bytes);
        expect(decoded).toStrictEqual(value);
        expect(encode(codec, decoded)).toEqual(bytes);
        // A copy is another object, of which nothing is known but its properties.
        expect(decode(codec, encode(codec, { ...value }))).toStrictEqual(value);
      }),
      { numRuns: 20 },
    );
  });
});

describe("a wrong value is refused with its path:", () => {
  test.each(Object.entries(roots))("%s", (_path, codec) => {
    const accepted = [...refusals(codec)].flatMap(({ path, value }) => {
      const where = path.join(".") || "value";
      const failure = failureOf(codec, value);
      const isRefused = failure instanceof RangeError && !(failure instanceof DecodeError) &&
        failure.message.startsWith(`Cannot encode ${where}: `);
      return isRefused ? [] : [`${where}: ${failure}`];
    });
    expect(accepted).toEqual([]);
  });
});

function failureOf(codec: AnyCodec, value: unknown): unknown {
  try {
    encode(codec, value);
  } catch (error) {
    return error;
  }
  return "nothing was refused";
}

test("those of every kind of object are there, and those that belong to none", () => {
  const paths = schemas.map(([path]) => path);
  expect(paths).toContain("link.linkInfo.data<vlan>.flags");
  expect(paths).toContain("route.encap<seg6local>");
  expect(paths).toContain("extendedAck.policy");
  expect(paths).toContain("mdbRequest");
});

describe("a layout holds what it says:", () => {
  const layouts = [...reach(roots)].map(([layout, [path]]): [string, Layout] => [path, layout]);
  const ofType = (...types: readonly Layout["type"][]) => layouts.filter(([, { type }]) => types.includes(type));

  test.each(ofType("message", "attributes"))("each attribute of %s has a number of its own", (_path, layout) => {
    const numbers = named(layout).flatMap(([, part]) => "type" in part ? [part.type] : []);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.every((number) => Number.isInteger(number) && number >= 0 && number <= 0x3fff)).toBe(true);
  });

  test.each(ofType("message", "struct", "prefixed"))("the members of %s do not overlap", (_path, layout) => {
    const table = "header" in layout ? layout.header : "fields" in layout ? layout.fields : {};
    const members = Object.values(table).map((part) =>
      "offset" in part ? [part.offset, part.codec.size] as const : [0, 0] as const
    );
    let end = 0;
    for (const [offset, size] of members.toSorted(([a], [b]) => a - b)) {
      expect(offset).toBeGreaterThanOrEqual(end);
      end = offset + size;
    }
    expect(end).toBeLessThanOrEqual("size" in layout ? layout.size ?? 0 : 0);
  });

  test.each(ofType("flags", "enumeration"))("the values of %s fit its number", (_path, layout) => {
    if (!("values" in layout)) throw new Error("Nothing to hold");
    const values = Object.values(layout.values);
    const room = 2 ** (layout.number.size * 8);
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value < room)).toBe(true);
    if (layout.type === "flags") expect(values.every((value) => Number.isInteger(Math.log2(value)))).toBe(true);
  });
});
