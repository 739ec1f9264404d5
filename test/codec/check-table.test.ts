import { describe, expect, test } from "vitest";
import { attribute, attributes, chosen, repeated } from "../../src/codec/attributes.ts";
import { message } from "../../src/codec/message.ts";
import { numbered } from "../../src/codec/numbered.ts";
import { u32 } from "../../src/codec/numbers.ts";

/** What a caller gives who has no type checker. */
function loose(value: unknown): never {
  return value as never;
}

describe("attributes that no list can have are refused when they are declared:", () => {
  const name = "expected attribute(NUMBER, CODEC)";
  test.each<[string, object, string]>([
    ["a number of 15 bits", { a: attribute(70000, u32) }, "expected a number from 0 to 16383, got 70000"],
    ["a negative number", { a: repeated(-1, u32) }, "expected a number from 0 to 16383, got -1"],
    ["a fraction", { a: chosen(1.5, {}, () => "x") }, "expected a number from 0 to 16383, got 1.5"],
    ["text", { a: attribute(loose("1"), u32) }, "expected a number from 0 to 16383, got '1'"],
    ["no codec", { a: attribute(1, loose(undefined)) }, "expected a codec, got undefined"],
    ["a codec that is none", { a: attribute(1, loose("u32")) }, "expected a codec, got 'u32'"],
    ["a codec alone", { a: u32 }, `${name}, got a codec without a number`],
    ["nothing", { a: undefined }, `${name}, got undefined`],
    ["one number twice", { b: attribute(1, u32), a: attribute(1, u32) }, "expected a number of its own, got 1 of 'b'"],
  ])("%s", (_what, table, reason) => {
    const error = new RangeError(`Cannot declare attribute 'a': ${reason}`);
    expect(() => attributes(loose(table))).toThrow(error);
    expect(() => message(4, {}, loose(table))).toThrow(error);
  });

  test("the name of those without a schema", () => {
    expect(() => attributes(loose({ unknown: attribute(1, u32) }))).toThrow(
      "Cannot declare attribute 'unknown': expected another name, since what has no schema is called so",
    );
  });

  test("a number that is counted twice", () => {
    expect(() => numbered({ a: attribute(2, u32), b: attribute(1, u32), c: u32 })).toThrow(
      "Cannot declare attribute 'c': expected a number of its own, got 2 of 'a'",
    );
  });

  test.each([undefined, null, 5])("no entry of a list that is numbered: %s", (entry) => {
    expect(() => numbered({ a: u32, b: loose(entry) })).toThrow(
      new RangeError(`Cannot declare attribute 'b': expected a codec, an attribute or ignored, got ${entry}`),
    );
  });
});
