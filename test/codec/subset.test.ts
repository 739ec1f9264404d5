import { describe, expect, test } from "vitest";
import { attribute, attributes, type Extensible, repeated } from "../../src/codec/attributes.ts";
import { decode, encode } from "../../src/codec/codec.ts";
import { numbered } from "../../src/codec/numbered.ts";
import { u32, u8 } from "../../src/codec/numbers.ts";
import { subset } from "../../src/codec/subset.ts";
import { cstring } from "../../src/codec/text.ts";
import { encodeFailure, golden, hex } from "./golden.ts";

interface Port extends Extensible {
  readonly index?: number;
  readonly name?: string;
  readonly lanes?: readonly number[];
}
const port = attributes<Port>({
  index: attribute(1, u32),
  name: attribute(4, cstring),
  lanes: repeated(7, u8),
});

describe("some attributes of a list", () => {
  test("have the numbers and the codecs of all of them", () => {
    const query = subset(port, ["lanes"], ["index"]);
    golden(query, { lanes: [3, 4] }, "05000700 03000000 05000700 04000000");
    golden(query, { index: 2, lanes: [3] }, "08000100 02000000 05000700 03000000");
  });

  test("are all that can be told", () => {
    expect(encodeFailure(subset(port, ["index"]), { index: 1, name: "a" })).toContain("'name'");
  });

  test("leave the others unknown where they are read", () => {
    const bytes = encode(port, { index: 1, name: "a" });
    expect(decode(subset(port, ["index"]), bytes)).toEqual({ index: 1, unknown: [{ type: 4, data: hex("6100") }] });
  });

  test("are those of a list that has them", () => {
    const wrong = (codec: unknown, names: readonly string[]): unknown =>
      subset(codec as typeof port, names as ["name"]);
    expect(() => wrong(u32, [])).toThrow(
      new TypeError("Cannot take some attributes: expected a list of them, got 'number'"),
    );
    expect(() => wrong(numbered({ id: u32 }), ["name"])).toThrow(
      new TypeError("Cannot take some attributes: expected one of 'name'"),
    );
  });
});
