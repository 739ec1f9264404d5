import { describe, expect, test } from "vitest";
import { attribute, attributes, type Extensible, type Problem, repeated } from "../../src/codec/attributes.ts";
import { decode, encode } from "../../src/codec/codec.ts";
import { message, type MessageCodec, narrowed } from "../../src/codec/message.ts";
import { boolean, u16, u32, u8 } from "../../src/codec/numbers.ts";
import { field } from "../../src/codec/struct.ts";
import { bytes, cstring } from "../../src/codec/text.ts";
import { decodeFailure, encodeFailure, golden, hex, survives, toHex, viewOf } from "./golden.ts";

interface Header {
  readonly family: number;
  readonly table: number;
  readonly up: boolean;
}
interface Info extends Extensible {
  readonly kind?: string;
}
interface List extends Extensible, Pick<Header, "table"> {
  readonly mtu?: number;
  readonly name?: string;
  readonly info?: Info;
  readonly sizes?: readonly number[];
}
interface Derived {
  readonly kind?: string;
}

/** A header of six bytes, so that padding follows it. */
const codec = message<Header, List, Derived>(6, {
  family: field(0, u8),
  table: field(1, narrowed(u8, (table) => table > 0xff ? 252 : table)),
  up: field(5, boolean(u8)),
}, {
  mtu: attribute(4, u32),
  name: attribute(3, cstring),
  table: attribute(15, u32),
  info: attribute(18, attributes<Info>({ kind: attribute(1, cstring) })),
  sizes: repeated(20, u16),
}, { kind: ({ info }) => info?.kind });

const HEADER = "02 fe 0000 00 01 0000"; // family: 2, table: 254, up: true
const TABLE = "08 00 0f 00 fe 00 00 00"; // table: 254
const MTU = "08 00 04 00 dc 05 00 00"; // mtu: 1500
const NAME = "07 00 03 00 6c 6f 00 00"; // name: "lo"
const UNKNOWN = "05 00 09 00 ff 00 00 00"; // type 9

describe("message", () => {
  test("header and attributes are one object", () => {
    golden(codec, { family: 2, up: true, table: 254, mtu: 1500 }, `${HEADER} ${TABLE} ${MTU}`);
  });

  test("the header alone, with and without the padding behind it", () => {
    const value = { family: 2, up: true, table: 254 };
    expect(decode(codec, hex(HEADER))).toEqual(value);
    expect(decode(codec, hex("02 fe 0000 00 01"))).toEqual(value);
    expect(decode(codec, hex("02 fe 0000 00 01 00"))).toEqual(value);
  });

  test("less than the header is malformed", () => {
    expect(decodeFailure(codec, "02 fe 00 00 00")).toBe("Cannot decode message: expected at least 6 bytes, got 5");
    expect(decodeFailure(codec, "")).toBe("Cannot decode message: expected at least 6 bytes, got 0");
    expect(() => codec.salvage(viewOf("02 fe"), 0, 2, [])).toThrow("expected at least 6 bytes, got 2");
  });

  test("tells the length of its header, and its layout", () => {
    expect(codec.headerSize).toBe(6);
    expect(codec.layout).toMatchObject({ type: "message", size: 6, header: { up: { offset: 5 } } });
  });

  test("the errors name the field", () => {
    expect(decodeFailure(codec, "02 fe 0000 00 02 0000")).toBe("Cannot decode up: expected 0 or 1, got 2");
    expect(decodeFailure(codec, `${HEADER} 06 00 04 00 dc 05 0000`)).toBe("Cannot decode mtu: expected 4 bytes, got 2");
    expect(encodeFailure(codec, { family: 256, up: true, table: 0 })).toBe(
      "Cannot encode family: expected a number from 0 to 255, got 256",
    );
    expect(encodeFailure(codec, { family: 2, up: true, table: 0, mtu: -1 })).toContain("Cannot encode mtu: ");
    expect(encodeFailure(codec, { family: 2, up: true, table: 0, speed: 1 })).toBe(
      "Cannot encode value: unknown field 'speed', expected one of family, table, up, mtu, name, info, sizes, kind, unknown",
    );
    expect(encodeFailure(codec, "x")).toBe("Cannot encode value: expected an object with fields, got 'x'");
  });

  test("in the middle of other bytes", () => {
    const value = codec.read(viewOf(`ff ff ff ff ${HEADER} ${MTU} ff ff`), 4, 16);
    expect(value).toEqual({ family: 2, up: true, table: 254, mtu: 1500 });
  });

  test("unknown attributes survive", () => {
    survives(codec, `${HEADER} ${UNKNOWN} ${TABLE} ${NAME}`);
    survives(codec, `${HEADER} ${NAME} ${UNKNOWN} ${MTU} ${TABLE} 04 00 0b c0`);
  });
});

describe("a name that header and attributes share", () => {
  test("the attribute counts, the header has what fits", () => {
    golden(codec, { family: 2, up: true, table: 1000 }, "02 fc 0000 00 01 0000 | 08 00 0f 00 e8 03 00 00");
    expect(decode(codec, hex(`${HEADER} 08 00 0f 00 e8 03 00 00`)).table).toBe(1000);
  });

  test("without the attribute the header counts, and none is written again", () => {
    expect(survives(codec, `${HEADER} ${MTU}`)).toEqual({ family: 2, up: true, table: 254, mtu: 1500 });
    expect(survives(codec, `${HEADER} ${UNKNOWN}`).table).toBe(254);
    survives(codec, `02 00 0000 00 00 0000`);
  });

  test("the header's can be another than the attribute says: that of the attribute is written", () => {
    const value = decode(codec, hex(`02 00 0000 00 01 0000 ${TABLE}`));
    expect(value.table).toBe(254);
    expect(toHex(encode(codec, value))).toBe(toHex(hex(`${HEADER} ${TABLE}`)));
  });

  test("a copy has the attribute", () => {
    const value = decode(codec, hex(HEADER));
    expect(toHex(encode(codec, { ...value }))).toBe(toHex(hex(`${HEADER} ${TABLE}`)));
  });

  test("the attribute must fit too", () => {
    expect(encodeFailure(codec, { family: 2, up: true, table: 2 ** 32 })).toContain(
      "Cannot encode table: expected a number from 0 to 4294967295",
    );
    expect(encodeFailure(codec, { family: 2, up: true, table: -1 })).toContain("Cannot encode table: ");
  });
});

describe("what is derived", () => {
  const INFO = "0c 00 12 00 | 06 00 01 00 78 00 0000"; // info: { kind: "x" }

  test("repeats what is deeper inside, and is not written", () => {
    golden(
      codec,
      { family: 2, up: true, table: 254, info: { kind: "x" }, kind: "x" },
      `${HEADER} ${TABLE} ${INFO}`,
    );
    expect(toHex(encode(codec, { family: 2, up: true, table: 254, info: { kind: "x" } }))).toBe(
      toHex(hex(`${HEADER} ${TABLE} ${INFO}`)),
    );
  });

  test("is missing where there is nothing to repeat", () => {
    expect(decode(codec, hex(`${HEADER} ${TABLE} 04 00 12 00`))).not.toHaveProperty("kind");
    expect(decode(codec, hex(`${HEADER} ${TABLE}`))).not.toHaveProperty("kind");
  });

  test("must be what it repeats", () => {
    expect(encodeFailure(codec, { family: 2, up: true, table: 1, kind: "y", info: { kind: "x" } })).toBe(
      "Cannot encode value: expected kind to be 'x' as in what it repeats, got 'y'",
    );
    expect(encodeFailure(codec, { family: 2, up: true, table: 1, kind: "y" })).toBe(
      "Cannot encode value: expected kind to be 'undefined' as in what it repeats, got 'y'",
    );
  });
});

/** Salvages a message; the problems are shortened to their bytes and sentence. */
function salvage<T>(from: MessageCodec<T>, text: string): { readonly value: T; readonly problems: readonly string[] } {
  const problems: Problem[] = [];
  const view = viewOf(text);
  const value = from.salvage(view, 0, view.byteLength, problems);
  return { value, problems: problems.map(({ bytes, error }) => `${toHex(bytes)} | ${error.message}`) };
}

describe("salvage", () => {
  const BAD_MTU = "06 00 04 00 dc 05 0000";

  test("a sound message has no problems", () => {
    expect(salvage(codec, `${HEADER} ${TABLE} ${MTU}`)).toEqual({
      value: { family: 2, up: true, table: 254, mtu: 1500 },
      problems: [],
    });
  });

  test("one bad attribute does not take the others with it", () => {
    const { value, problems } = salvage(codec, `${HEADER} ${NAME} ${BAD_MTU} ${TABLE}`);
    expect(value).toStrictEqual({
      family: 2,
      up: true,
      name: "lo",
      unknown: [{ type: 4, data: Uint8Array.of(0xdc, 0x05) }],
      table: 254,
    });
    expect(problems).toEqual(["06 00 04 00 dc 05 | Cannot decode mtu: expected 4 bytes, got 2"]);
    expect(toHex(encode(codec, value))).toBe(toHex(hex(`${HEADER} ${NAME} ${BAD_MTU} ${TABLE}`)));
  });

  test("several bad ones, one of them with an unexpected flag bit", () => {
    const text = `${HEADER} ${BAD_MTU} ${TABLE} 05 00 14 80 00 000000 ${NAME}`;
    const { value, problems } = salvage(codec, text);
    expect(value).toStrictEqual({
      family: 2,
      up: true,
      unknown: [{ type: 4, data: Uint8Array.of(0xdc, 0x05) }, { type: 20, nested: true, data: Uint8Array.of(0) }],
      table: 254,
      name: "lo",
    });
    expect(problems).toEqual([
      "06 00 04 00 dc 05 | Cannot decode mtu: expected 4 bytes, got 2",
      "05 00 14 80 00 | Cannot decode sizes: expected 2 bytes, got 1",
    ]);
    expect(toHex(encode(codec, value))).toBe(toHex(hex(text)));
  });

  test("a list that is bad inside is bad as a whole", () => {
    const { value, problems } = salvage(codec, `${HEADER} ${TABLE} 08 00 12 00 09 00 01 00 ${NAME}`);
    expect(value).toStrictEqual({
      family: 2,
      up: true,
      table: 254,
      unknown: [{ type: 18, data: Uint8Array.of(9, 0, 1, 0) }],
      name: "lo",
    });
    expect(problems).toEqual([
      "08 00 12 00 09 00 01 00 | Cannot decode info: expected an attribute length from 4 to 4, got 9",
    ]);
  });

  test.each([0, 1, 2, 3, 9, 255])("a list that breaks off with a length of %d keeps what came before", (length) => {
    const end = `${length.toString(16).padStart(2, "0")} 00 03 00 6c 6f 00 00`;
    const { value, problems } = salvage(codec, `${HEADER} ${TABLE} ${MTU} ${end}`);
    expect(value).toEqual({ family: 2, up: true, table: 254, mtu: 1500 });
    expect(problems).toEqual([
      `${toHex(hex(end))} | Cannot decode message: expected an attribute length from 4 to 8, got ${length}`,
    ]);
  });

  test("a list that breaks off at once leaves the header", () => {
    expect(salvage(codec, `${HEADER} 00 00 00 00`).value).toEqual({ family: 2, up: true, table: 254 });
  });

  test("the bytes of a problem are a copy", () => {
    const problems: Problem[] = [];
    const view = viewOf(`${HEADER} ${BAD_MTU} 00 00 00 00`);
    codec.salvage(view, 0, view.byteLength, problems);
    expect(problems).toHaveLength(2);
    for (const problem of problems) expect(problem.bytes.buffer).not.toBe(view.buffer);
  });

  test("a bad one behind a good one of the same type does not take it", () => {
    const { value, problems } = salvage(codec, `${HEADER} ${TABLE} ${MTU} ${BAD_MTU}`);
    expect(value).toEqual({
      family: 2,
      up: true,
      table: 254,
      mtu: 1500,
      unknown: [{ type: 4, data: Uint8Array.of(0xdc, 0x05) }],
    });
    expect(problems).toHaveLength(1);
  });

  test("a bad one among those of a list does not take the others", () => {
    const text = `${HEADER} ${TABLE} 06 00 14 00 01 00 0000 05 00 14 00 02 000000 06 00 14 00 03 00 0000`;
    const { value, problems } = salvage(codec, text);
    expect(value).toEqual({
      family: 2,
      up: true,
      table: 254,
      sizes: [1, 3],
      unknown: [{ type: 20, data: Uint8Array.of(2) }],
    });
    expect(problems).toEqual(["05 00 14 00 02 | Cannot decode sizes: expected 2 bytes, got 1"]);
  });

  test.each([
    ["the only one", `${HEADER} ${BAD_MTU}`],
    ["behind a good one", `${HEADER} ${TABLE} ${MTU} ${BAD_MTU}`],
    ["in front of a good one", `${HEADER} ${TABLE} ${BAD_MTU} ${MTU}`],
    ["that the header repeats", `${HEADER} 06 00 0f 00 fe 00 0000 ${MTU}`],
    ["of a list", `${HEADER} ${TABLE} 06 00 14 00 01 00 0000 05 00 14 00 02 000000 06 00 14 00 03 00 0000`],
  ])("what was bad survives: %s", (_name, text) => {
    expect(toHex(encode(codec, salvage(codec, text).value))).toBe(toHex(hex(text)));
  });

  test("the member of the header stands in for a bad attribute", () => {
    const { value, problems } = salvage(codec, `${HEADER} 06 00 0f 00 e8 03 0000`);
    expect(value.table).toBe(254);
    expect(problems).toEqual(["06 00 0f 00 e8 03 | Cannot decode table: expected 4 bytes, got 2"]);
  });
});

describe("a message without some of its attributes", () => {
  const lean = codec.without("mtu", "sizes");
  const SIZE = "06 00 14 00 01 00 0000";

  test("reads all others, as if those had not been sent", () => {
    expect(salvage(lean, `${HEADER} ${SIZE} ${TABLE} ${MTU}`)).toEqual({
      value: { family: 2, up: true, table: 254 },
      problems: [],
    });
  });

  test("passes over those that cannot be read, or have unexpected flag bits", () => {
    const text = `${HEADER} ${TABLE} 06 00 04 00 dc 05 0000 08 00 04 80 dc 05 00 00`;
    expect(salvage(lean, text)).toEqual({ value: { family: 2, up: true, table: 254 }, problems: [] });
  });

  test("is written as it was read, without them", () => {
    const { value } = salvage(lean, `${HEADER} ${MTU} ${TABLE} 05 00 63 00 07 000000`);
    expect(toHex(encode(lean, value))).toBe(toHex(hex(`${HEADER} ${TABLE} 05 00 63 00 07 000000`)));
  });

  test("leaves the codec that it was made of as it is", () => {
    expect(salvage(codec, `${HEADER} ${TABLE} ${MTU}`).value.mtu).toBe(1500);
  });
});

describe("a message as an attribute", () => {
  test("is not salvaged: it is bad as a whole", () => {
    const outer = message<{ readonly family: number }, { readonly peer?: object; readonly data?: Uint8Array }>(4, {
      family: field(0, u8),
    }, { peer: attribute(1, codec), data: attribute(2, bytes) });
    const { value, problems } = salvage(outer, `02 000000 14 00 01 00 ${HEADER} 06 00 04 00 dc 05 0000 05 00 02 00 07`);
    expect(value).toMatchObject({ family: 2, data: Uint8Array.of(7), unknown: [{ type: 1 }] });
    expect(problems).toEqual([
      `14 00 01 00 ${toHex(hex(`${HEADER} 06 00 04 00 dc 05 0000`))} | Cannot decode peer.mtu: expected 4 bytes, got 2`,
    ]);
  });
});
