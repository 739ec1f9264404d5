import { describe, expect, test } from "vitest";
import { attribute, attributes, type Extensible, type Problem } from "../../src/codec/attributes.ts";
import { type Codec, decode, encode } from "../../src/codec/codec.ts";
import { genericMessage, readGenericHeader, withGenericHeader } from "../../src/codec/generic.ts";
import { locate } from "../../src/codec/locate.ts";
import { message, messageWithBody } from "../../src/codec/message.ts";
import { numbered } from "../../src/codec/numbered.ts";
import { u32, u8 } from "../../src/codec/numbers.ts";
import { onDemand } from "../../src/codec/on-demand.ts";
import { field, struct } from "../../src/codec/struct.ts";
import { bytes } from "../../src/codec/text.ts";
import { golden, hex, viewOf } from "./golden.ts";

const list = numbered({ a: u32, b: u8 });
const header = { command: 7, version: 2 };

describe("a message of generic netlink", () => {
  test("has a header in front of its attributes, and its value is theirs", () => {
    golden(withGenericHeader(genericMessage(list), header), { a: 1 }, "07 02 00 00 | 08 00 01 00 01 00 00 00");
    golden(withGenericHeader(genericMessage(list), header), {}, "07 02 00 00");
  });

  test("may have a header of the family between the two", () => {
    interface Flow extends Extensible {
      readonly index: number;
      readonly a?: number;
    }
    const flow = message<{ index: number }, Pick<Flow, "a">>(4, { index: field(0, u32) }, { a: attribute(1, u8) });
    const codec = withGenericHeader(genericMessage(flow), header);
    golden(codec, { index: 5, a: 6 }, "07 02 00 00 | 05 00 00 00 | 05 00 01 00 06 00 00 00");
    // Behind it an attribute is found by its offset, as the kernel tells it.
    const view = viewOf("07 02 00 00 | 05 00 00 00 | 05 00 01 00 06 00 00 00");
    expect(locate(codec, view, 0, 16, 8).path).toEqual(["a"]);
    expect(locate(codec, view, 0, 16, 4).path).toEqual([]);
  });

  test("tells what of it cannot be read, and keeps it", () => {
    const problems: Problem[] = [];
    const text = "07 02 00 00 | 05 00 01 00 01 00 00 00 | 05 00 02 00 09 00 00 00";
    expect(genericMessage(list).salvage(viewOf(text), 0, 20, problems)).toEqual({
      unknown: [{ type: 1, data: hex("01") }],
      b: 9,
    });
    expect(problems).toMatchObject([
      { bytes: hex("05 00 01 00 01"), error: { path: ["a"], reason: "expected 4 bytes, got 1" } },
    ]);
  });

  test("is made once of each schema", () => {
    expect(genericMessage(list)).toBe(genericMessage(list));
    const later = onDemand(() => attributes<{ a?: number }>({ a: attribute(1, u8) }));
    expect(decode(genericMessage(later), hex("00 00 00 00 | 05 00 01 00 03"))).toEqual({ a: 3 });
  });

  test.each<readonly [string, Codec<object>]>([
    ["a struct", struct<{ a: number }>(1, { a: field(0, u8) })],
    [
      "a message with a body",
      messageWithBody<object, { body: Uint8Array }, object>(
        1,
        {},
        { name: "body", length: field(0, u8), codec: bytes },
        {},
      ),
    ],
  ])("is not made of %s", (_, codec) => {
    expect(() => genericMessage(codec)).toThrow(TypeError);
    expect(() => genericMessage(codec)).toThrow(/^Cannot use a schema: expected attributes, or a message with attr/);
  });
});

describe("the header", () => {
  const raw = { type: 20, flags: 0, sequence: 0, port: 0, offset: 1 };

  test("is read where it lies", () => {
    expect(readGenericHeader(viewOf("ff 07 02 00 00 ff"), { ...raw, length: 5 })).toEqual(header);
  });

  test("is not shorter than four bytes", () => {
    expect(() => readGenericHeader(viewOf("ff 07 02 00"), { ...raw, length: 3 })).toThrow(
      "Cannot decode message: expected a header of 4 bytes, got 3",
    );
  });

  test("leaves no trace in what is written behind it", () => {
    const codec = withGenericHeader(genericMessage(list), { command: 255, version: 255 });
    expect(() => encode(withGenericHeader(genericMessage(list), { command: 256, version: 0 }), {})).toThrow(RangeError);
    golden(codec, { b: 1 }, "ff ff 00 00 | 05 00 02 00 01 00 00 00");
  });
});
