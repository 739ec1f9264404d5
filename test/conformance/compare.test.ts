import { expect, test } from "vitest";
import { ip, ipv4 } from "../../src/codec/address.ts";
import { array } from "../../src/codec/array.ts";
import { attribute, chosen, repeated } from "../../src/codec/attributes.ts";
import type { AttributeTable, FieldTable } from "../../src/codec/codec.ts";
import { message } from "../../src/codec/message.ts";
import { namedArray } from "../../src/codec/named-array.ts";
import { enumeration, flags } from "../../src/codec/names.ts";
import { be16, i32, u16, u32, u8 } from "../../src/codec/numbers.ts";
import { prefixed } from "../../src/codec/prefixed.ts";
import { field, struct } from "../../src/codec/struct.ts";
import { bytes, cstring } from "../../src/codec/text.ts";
import type { Facts } from "../facts/facts.ts";
import type { AnyCodec } from "../schemas/walk.ts";
import { Comparison, type Knowledge } from "./compare.ts";

const facts: Facts = {
  messages: { THING: { header: "thingmsg", attributes: "thing", types: {}, groups: {} } },
  sets: {
    thing: {
      SIZE: "1 u32",
      KIND: "2 u8 of KIND_",
      ADDRESS: "3 ipv4 4",
      WORDS: "4 many string",
      PAD: "5 pad",
      COUNTS: "6 array u32 at KIND_",
      CONTENT: "7 one content",
      CHANGE: "8 bitfield of BIT_",
      BLOCK: "9 struct thingmsg then array u16",
    },
  },
  structs: { thingmsg: { size: 4, members: { family: "0 u8", pad: "1 pad", number: "2 be16" } } },
  choices: { content: { round: "struct thingmsg", square: "binary 4" } },
  values: { KIND_: { KIND_ROUND: 0, KIND_SQUARE: 1 }, BIT_: { BIT_LARGE: 2 } },
};

const header: FieldTable = { family: field(0, u8), number: field(2, be16) };
const kinds = { round: 0, square: 1 };
const contents: Readonly<Record<string, AnyCodec>> = {
  round: struct<object>(4, header) as AnyCodec,
  square: u32 as AnyCodec,
};
/** A bit field whose values have this name. */
function change(name: string): AnyCodec {
  const bits = flags(u32, { [name]: 2 });
  return struct<{ value: readonly string[]; selector: readonly string[] }>(8, {
    value: field(0, bits),
    selector: field(4, bits),
  }) as AnyCodec;
}

/** A struct with numbers behind it. */
function block(number: typeof u16): AnyCodec {
  const tail = { name: "numbers", alternatives: { numbers: array(number) }, choose: () => "numbers" } as const;
  return prefixed<object, "numbers", readonly number[]>(4, header, tail) as AnyCodec;
}

const fields: AttributeTable = {
  size: attribute(1, u32),
  kind: attribute(2, enumeration(u8, kinds)),
  address: attribute(3, ipv4),
  words: repeated(4, cstring),
  counts: attribute(6, namedArray<{ round?: number; square?: number }>(["round", "square"], u32)),
  content: chosen(7, contents, () => "round"),
  change: attribute(8, change("large")),
  block: attribute(9, block(u16)),
};

/** What a schema is found to have otherwise than the facts, which the one above has not. */
function found(
  { size = 4, header: ownHeader = header, fields: own = fields, knowledge = { renamed: {}, corrected: {} } }: {
    readonly size?: number;
    readonly header?: FieldTable;
    readonly fields?: AttributeTable;
    readonly knowledge?: Knowledge;
  },
): readonly string[] {
  const comparison = new Comparison(facts, knowledge);
  comparison.message("THING", message<object, object>(size, ownHeader, own) as AnyCodec, "thing");
  return comparison.findings.map(({ key, problem }) => `${key}: ${problem}`);
}

test("a schema that has everything as the kernel has nothing otherwise", () => {
  expect(found({})).toEqual([]);
});

test.each([
  ["a number of another size", { size: attribute(1, u16) }, "SIZE: thing.size is u16, expected u32"],
  ["a number with another sign", { size: attribute(1, i32) }, "SIZE: thing.size is s32, expected u32"],
  ["a looser form of address", { address: attribute(3, ip) }, "ADDRESS: thing.address is ip, expected ipv4 4"],
  ["bytes for text", { words: repeated(4, bytes) }, "WORDS: thing.words is bytes, expected string"],
  ["one for many", { words: attribute(4, cstring) }, "WORDS: thing.words may come once, expected many string"],
  ["a number without names", { kind: attribute(2, u8) }, "KIND values: thing.kind have no names, expected KIND_"],
  [
    "names that nobody tells",
    { size: attribute(1, enumeration(u32, kinds)) },
    "SIZE values: thing.size have names, which the facts do not tell",
  ],
  [
    "a value without a name",
    { kind: attribute(2, enumeration(u8, { round: 0 })) },
    "KIND_SQUARE: thing.kind has no name for 1",
  ],
  [
    "a value that is none",
    { kind: attribute(2, enumeration(u8, { ...kinds, flat: 2 })) },
    "KIND 2: thing.kind has 'flat', which is no value in the facts",
  ],
  ["an attribute that is none", { other: attribute(10, u8) }, "thing 10: thing.other is no attribute in the facts"],
  [
    "an array that ends early",
    { counts: attribute(6, namedArray<{ round?: number }>(["round"], u32)) },
    "KIND_SQUARE: thing.counts has no name for 1",
  ],
  [
    "an array without names",
    { counts: attribute(6, array(u32)) },
    "COUNTS values: thing.counts have no names, expected KIND_",
  ],
  [
    "a choice that is missing",
    { content: chosen(7, { round: contents["round"]! }, () => "round") },
    "CONTENT<square>: thing.content<square> is missing, expected binary 4",
  ],
  [
    "a choice that is another",
    { content: chosen(7, { ...contents, round: u32 as AnyCodec }, () => "round") },
    "CONTENT<round>: thing.content<round> is u32, expected struct thingmsg",
  ],
  [
    "a tail of another kind",
    { block: attribute(9, block(be16)) },
    "BLOCK: thing.block.numbers.* is be16, expected u16",
  ],
  ["no choice", { content: attribute(7, u32) }, "CONTENT: thing.content is u32, expected one content"],
])("is found: %s", (_, own, expected) => {
  expect(found({ fields: { ...fields, ...own } })).toEqual([expected]);
});

test("names that are exchanged are found, of values and of attributes", () => {
  const exchanged = enumeration(u8, { round: 1, square: 0 });
  expect(found({ fields: { ...fields, kind: attribute(2, exchanged) } })).toEqual([
    "KIND_ROUND: thing.kind calls it 'square'",
    "KIND_SQUARE: thing.kind calls it 'round'",
  ]);
  const { size, ...others } = fields;
  expect(found({ fields: { ...others, kilograms: size! } })).toEqual([
    "SIZE: thing.kilograms does not tell in its documentation that the kernel calls it SIZE",
  ]);
});

test("both numbers of a bit field are compared", () => {
  expect(found({ fields: { ...fields, change: attribute(8, change("heavy")) } })).toEqual([
    "BIT_LARGE: thing.change.value calls it 'heavy'",
    "BIT_LARGE: thing.change.selector calls it 'heavy'",
  ]);
});

test("what is missing is found, of attributes and of members", () => {
  const { address: _, ...others } = fields;
  expect(found({ fields: others })).toEqual(["ADDRESS: thing.3 is missing, expected ipv4 4"]);
  expect(found({ header: { family: field(0, u8) } })).toEqual([
    "thingmsg.number: thing.[2] is missing, expected be16",
  ]);
});

test("a member at another place, of another order or beyond the end is found", () => {
  expect(found({ header: { ...header, number: field(2, u16) } })).toEqual([
    "thingmsg.number: thing.number is u16, expected be16",
  ]);
  expect(found({ size: 8, header: { ...header, other: field(4, u32) } })).toEqual([
    "thingmsg: thing has 8 bytes, expected 4",
    "thingmsg 4: thing.other is no member in the facts",
  ]);
});

test("what is known better stands instead of the facts", () => {
  const corrected = { SIZE: ["u16", "a reason"], "thing ADDRESS": ["ip", "another"] } as const;
  const renamed = { KIND_ROUND: "circle" };
  const kind = attribute(2, enumeration(u8, { circle: 0, square: 1 }));
  const own = { ...fields, kind, size: attribute(1, u16), address: attribute(3, ip) };
  expect(found({ fields: own, knowledge: { corrected, renamed } })).toEqual([]);
  expect(found({ knowledge: { corrected, renamed: {} } })).toEqual(["SIZE: thing.size is u32, expected u16"]);
});
