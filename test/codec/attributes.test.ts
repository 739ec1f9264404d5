import { describe, expect, test } from "vitest";
import { attribute, attributes, chosen, type Extensible, repeated } from "../../src/codec/attributes.ts";
import { type Codec, decode, encode, lazy } from "../../src/codec/codec.ts";
import { boolean, flag, u16, u32, u8 } from "../../src/codec/numbers.ts";
import { field, struct } from "../../src/codec/struct.ts";
import { bytes, cstring } from "../../src/codec/text.ts";
import { decodeFailure, encodeFailure, golden, hex, survives, toHex } from "./golden.ts";
import { shown } from "../../src/shown.ts";

interface Inner extends Extensible {
  readonly id?: number;
}
interface Link extends Extensible {
  readonly name?: string;
  readonly mtu?: number;
  readonly up?: true;
  readonly inner?: Inner;
  readonly plain?: Inner;
}
const inner = attributes<Inner>({ id: attribute(1, u32) });
const link = attributes<Link>({
  name: attribute(3, cstring),
  mtu: attribute(4, u32),
  up: attribute(5, flag),
  inner: attribute(6, inner, { nested: true }),
  plain: attribute(7, inner),
});

const NAME = "07 00 03 00 6c 6f 00 00"; // name: "lo"
const MTU = "08 00 04 00 dc 05 00 00"; // mtu: 1500
const UNKNOWN = "05 00 09 00 ff 00 00 00"; // type 9

describe("attributes", () => {
  test("each with its header and padding", () => {
    golden(link, { mtu: 1500 }, "08 00 04 00 dc 05 00 00");
    golden(link, { name: "lo" }, "07 00 03 00 6c 6f 00 00");
    golden(link, { up: true }, "04 00 05 00");
    golden(link, {}, "");
  });

  test("in the order of the properties", () => {
    golden(link, { name: "lo", mtu: 1500 }, `${NAME} ${MTU}`);
    golden(link, { mtu: 1500, name: "lo" }, `${MTU} ${NAME}`);
    expect(Object.keys(decode(link, hex(`${MTU} ${NAME}`)))).toEqual(["mtu", "name"]);
  });

  test("a property that is undefined is missing", () => {
    // The types do not allow it; a program without types can do it.
    expect(toHex(encode<object>(link, { name: undefined, mtu: 1500 }))).toBe(toHex(hex(MTU)));
  });

  test("lists in lists, with NLA_F_NESTED where the kernel sets it", () => {
    golden(link, { inner: { id: 1 } }, "0c 00 06 80 | 08 00 01 00 01 00 00 00");
    golden(link, { plain: { id: 1 } }, "0c 00 07 00 | 08 00 01 00 01 00 00 00");
    golden(link, { inner: {} }, "04 00 06 80");
  });

  test("the padding of the last one may be missing", () => {
    expect(decode(link, hex(`${MTU} 07 00 03 00 6c 6f 00`))).toEqual({ mtu: 1500, name: "lo" });
  });

  test("what is in the padding does not count", () => {
    expect(decode(link, hex("07 00 03 00 6c 6f 00 ff | 08 00 04 00 dc 05 00 00"))).toEqual({ name: "lo", mtu: 1500 });
  });

  test.each([1, 2, 3])("%d bytes behind the last are no attribute", (extra) => {
    const bytes = Uint8Array.from([...hex("08 00 04 00 dc 05 00 00"), ...new Uint8Array(extra)]);
    expect(() => decode(link, bytes)).toThrow(`expected an attribute header of 4 bytes, got ${extra}`);
  });

  test("the last of equal ones wins", () => {
    expect(decode(link, hex(`08 00 04 00 01 00 00 00 ${NAME} ${MTU}`))).toEqual({ name: "lo", mtu: 1500 });
    expect(decode(link, hex(`08 00 04 80 01 00 00 00 ${MTU}`))).toEqual({ mtu: 1500 });
    expect(decode(link, hex(`08 00 04 00 01 00 00 00 08 00 04 80 dc 05 00 00`))).toEqual({ mtu: 1500 });
  });
});

describe("what the schema does not know", () => {
  test("is kept with its bytes", () => {
    expect(decode(link, hex(UNKNOWN))).toStrictEqual({ unknown: [{ type: 9, data: Uint8Array.of(0xff) }] });
    expect(decode(link, hex("05 00 09 80 ff 00 00 00"))).toStrictEqual({
      unknown: [{ type: 9, nested: true, data: Uint8Array.of(0xff) }],
    });
    expect(decode(link, hex("04 00 ff bf"))).toStrictEqual({
      unknown: [{ type: 0x3fff, nested: true, data: Uint8Array.of() }],
    });
  });

  test("is a copy", () => {
    const buffer = hex(UNKNOWN);
    const { unknown } = decode(link, buffer);
    buffer.fill(0);
    expect(unknown).toStrictEqual([{ type: 9, data: Uint8Array.of(0xff) }]);
  });

  test.each([
    ["alone", UNKNOWN],
    ["in front", `${UNKNOWN} ${NAME} ${MTU}`],
    ["between", `${NAME} ${UNKNOWN} ${MTU}`],
    ["behind", `${NAME} ${MTU} ${UNKNOWN}`],
    ["everywhere", `06 00 0a 00 01 02 0000 ${NAME} ${UNKNOWN} ${MTU} 04 00 0b 00`],
    ["the same one again", `${UNKNOWN} ${NAME} 05 00 09 00 aa 00 00 00 ${MTU} 05 00 09 00 bb 00 00 00`],
    ["type 0", `04 00 00 00 ${NAME}`],
    ["with NLA_F_NESTED", `04 00 09 80 ${NAME}`],
    ["with NLA_F_NET_BYTEORDER", `08 00 09 40 00 00 00 01 ${NAME}`],
    ["with both", `08 00 09 c0 00 00 00 01 ${NAME}`],
    ["with and without", `04 00 09 80 ${NAME} 04 00 09 00`],
    ["inside of a list", `10 00 06 80 04 00 09 00 08 00 01 00 01 00 00 00 ${NAME}`],
  ])("survives where it was: %s", (_where, text) => void survives(link, text));

  test.each([
    ["NLA_F_NESTED", "08 00 04 80 dc 05 00 00"],
    ["NLA_F_NET_BYTEORDER", "08 00 04 40 dc 05 00 00"],
    ["both", "08 00 04 c0 dc 05 00 00"],
  ])("unexpected flag bits survive, and the value is read: %s", (_bits, text) => {
    expect(survives(link, `${NAME} ${text}`)).toEqual({ name: "lo", mtu: 1500 });
    expect(survives(link, `${text} ${NAME}`)).toEqual({ mtu: 1500, name: "lo" });
  });

  test("the flag bit that is missing stays missing", () => {
    expect(survives(link, "0c 00 06 00 08 00 01 00 01 00 00 00")).toEqual({ inner: { id: 1 } });
  });

  test("it is written behind the rest of a new object", () => {
    const unknown = [{ type: 9, data: Uint8Array.of(0xff) }, { type: 2, nested: true, data: Uint8Array.of() }] as const;
    golden(link, { name: "lo", unknown }, `${NAME} ${UNKNOWN} 04 00 02 80`);
    expect(toHex(encode(link, { unknown, name: "lo" }))).toBe(toHex(hex(`${NAME} ${UNKNOWN} 04 00 02 80`)));
  });

  test("a changed copy has nothing to do with the order of the original", () => {
    const original = decode(link, hex(`${UNKNOWN} ${NAME} ${MTU}`));
    const { name: _name, ...rest } = original;
    expect(toHex(encode(link, rest))).toBe(toHex(hex(`${MTU} ${UNKNOWN}`)));
    const { unknown: _unknown, ...known } = original;
    expect(toHex(encode(link, { ...known, up: true }))).toBe(toHex(hex(`${NAME} ${MTU} 04 00 05 00`)));
    expect(toHex(encode(link, original))).toBe(toHex(hex(`${UNKNOWN} ${NAME} ${MTU}`)));
  });

  test("an object that was changed is written as it is now", () => {
    // Decoded objects are read-only to the types alone.
    const value = decode(link, hex(`${UNKNOWN} ${NAME} 08 00 04 80 dc 05 00 00`)) as Record<string, unknown>;
    delete value["name"];
    value["up"] = true;
    expect(toHex(encode(link, value))).toBe(toHex(hex(`${UNKNOWN} 08 00 04 80 dc 05 00 00 04 00 05 00`)));
    delete value["unknown"];
    value["mtu"] = 1;
    expect(toHex(encode(link, value))).toBe(toHex(hex(`08 00 04 80 01 00 00 00 04 00 05 00`)));
  });
});

describe("malformed attributes", () => {
  test.each([0, 1, 2, 3])("a length of %d", (length) => {
    expect(decodeFailure(link, `${MTU} 0${length} 00 03 00 00 00 00 00`)).toBe(
      `Cannot decode message: expected an attribute length from 4 to 8, got ${length}`,
    );
  });

  test("a length beyond the end", () => {
    expect(decodeFailure(link, `${MTU} 05 00 03 00`)).toBe(
      "Cannot decode message: expected an attribute length from 4 to 4, got 5",
    );
    expect(decodeFailure(link, "ff ff 03 00 00")).toContain("expected an attribute length from 4 to 5, got 65535");
  });

  test("the end of the inner list counts, not that of the outer", () => {
    expect(decodeFailure(link, `08 00 06 80 08 00 01 00 ${MTU}`)).toBe(
      "Cannot decode inner: expected an attribute length from 4 to 4, got 8",
    );
  });

  test("the error names the attribute", () => {
    expect(decodeFailure(link, "06 00 04 00 dc 05 00 00")).toBe("Cannot decode mtu: expected 4 bytes, got 2");
    expect(decodeFailure(link, "06 00 04 80 dc 05 00 00")).toBe("Cannot decode mtu: expected 4 bytes, got 2");
    expect(decodeFailure(link, "0c 00 06 80 06 00 01 00 01 00 00 00")).toBe(
      "Cannot decode inner.id: expected 4 bytes, got 2",
    );
  });

  test("other errors of a codec tell their cause", () => {
    const failing: Codec<never> = {
      layout: { type: "bytes" },
      read() {
        throw new TypeError("Something else");
      },
      write() {},
    };
    expect(decodeFailure(attributes<{ odd: never }>({ odd: attribute(1, failing) }), "04 00 01 00")).toBe(
      "Cannot decode odd: Something else",
    );
  });
});

describe("writing attributes", () => {
  test("the error names the attribute", () => {
    expect(encodeFailure(link, { mtu: -1 })).toBe(
      "Cannot encode mtu: expected a number from 0 to 4294967295, got -1",
    );
    expect(encodeFailure(link, { inner: { id: "x" } })).toBe(
      "Cannot encode inner.id: expected a number from 0 to 4294967295, got 'x'",
    );
    expect(encodeFailure(link, { mtu: null })).toContain("Cannot encode mtu: ");
  });

  test("properties without an attribute are refused", () => {
    expect(encodeFailure(link, { names: "lo" })).toBe(
      "Cannot encode value: unknown field 'names' (did you mean 'name'?)",
    );
    expect(encodeFailure(link, { inner: { x: 1 } })).toBe(
      "Cannot encode inner: unknown field 'x', expected one of id, unknown",
    );
  });

  test("what is no object is refused", () => {
    for (const value of [1, "x", null, undefined]) {
      expect(encodeFailure(link, value)).toBe(
        `Cannot encode value: expected an object with fields, got ${shown(value)}`,
      );
    }
  });

  test("unknown ones must have bytes", () => {
    expect(encodeFailure(link, { unknown: [{ type: 9, data: "ff" }] })).toBe(
      "Cannot encode unknown: expected a Uint8Array, got 'ff'",
    );
  });

  test.each([-1, 0x4000, 0x8009, 65536, 1.5, NaN, "9", undefined])("an unknown one of type %s is refused", (type) => {
    expect(encodeFailure(link, { unknown: [{ type, data: Uint8Array.of() }] })).toMatch(/^Cannot encode unknown.*: /);
  });

  test("a length of 16 bits is the limit", () => {
    const raw = attributes<{ data?: Uint8Array }>({ data: attribute(1, bytes) });
    const largest = encode(raw, { data: new Uint8Array(65531) });
    expect(toHex(largest.subarray(0, 4))).toBe("ff ff 01 00");
    expect(largest).toHaveLength(65536);
    expect(decode(raw, largest)).toEqual({ data: new Uint8Array(65531) });
    expect(encodeFailure(raw, { data: new Uint8Array(65532) })).toBe(
      "Cannot encode data: expected at most 65535 bytes in an attribute, got 65536",
    );
  });
});

describe("repeated", () => {
  interface Names extends Extensible {
    readonly names?: readonly string[];
    readonly mtu?: number;
    readonly ranges?: readonly { readonly start: number }[];
  }
  const names = attributes<Names>({
    names: repeated(53, cstring),
    mtu: attribute(4, u32),
    ranges: repeated(6, struct<{ readonly start: number }>(2, { start: field(0, u16) }), { nested: true }),
  });
  const A = "06 00 35 00 61 00 00 00";
  const B = "06 00 35 00 62 00 00 00";

  test("each in an attribute of its own", () => {
    golden(names, { names: ["a"] }, A);
    golden(names, { names: ["a", "b"], mtu: 1500 }, `${A} ${B} ${MTU}`);
    golden(names, { ranges: [{ start: 1 }, { start: 2 }] }, "06 00 06 80 01 00 0000 06 00 06 80 02 00 0000");
    expect(toHex(encode(names, { names: [] }))).toBe("");
  });

  test("with unknown ones between and unexpected flag bits", () => {
    expect(survives(names, `${A} ${UNKNOWN} ${B}`)).toEqual({
      names: ["a", "b"],
      unknown: [{ type: 9, data: Uint8Array.of(0xff) }],
    });
    expect(survives(names, `${A} 06 00 35 80 62 00 00 00 ${MTU} ${A}`)).toEqual({ names: ["a", "b", "a"], mtu: 1500 });
    expect(survives(names, `06 00 35 80 62 00 00 00 ${A}`)).toEqual({ names: ["b", "a"] });
  });

  test("with known ones between", () => {
    expect(survives(names, `${A} ${MTU} ${B}`)).toEqual({ names: ["a", "b"], mtu: 1500 });
  });

  test("an object with an order can have fewer or more of them", () => {
    const shorter = decode(names, hex(`${A} ${UNKNOWN} ${B}`)) as Record<string, unknown>;
    shorter["names"] = ["b"];
    expect(toHex(encode(names, shorter))).toBe(toHex(hex(`${B} ${UNKNOWN}`)));
    shorter["names"] = ["a", "b", "a"];
    expect(toHex(encode(names, shorter)).match(/06 00 35 00/g)).toHaveLength(3);
  });

  test("the error names the list", () => {
    expect(encodeFailure(names, { names: "a" })).toBe("Cannot encode names: expected a list, got 'a'");
    expect(encodeFailure(names, { ranges: [{ start: 1 }, { start: -1 }] })).toMatch(/^Cannot encode ranges.*start: /);
    expect(decodeFailure(names, "05 00 06 80 01 00 00 00")).toBe(
      "Cannot decode ranges: expected at least 2 bytes, got 1",
    );
  });

  test("describes itself as an array, which reads and writes alone too", () => {
    const { codec } = repeated(1, u16);
    expect(codec?.layout).toEqual({ type: "array", element: u16 });
    expect(codec && decode(codec, hex("01 00"))).toEqual([1]);
    expect(codec && toHex(encode(codec, [1, 2]))).toBe("01 00 02 00");
  });
});

interface Vlan extends Extensible {
  readonly id?: number;
}
interface Info extends Extensible {
  readonly kind?: string;
  readonly data?: Vlan | string;
  readonly port?: number;
}

describe.each([["early", false], ["late", true]])("chosen %s", (_name, late) => {
  const info = attributes<Info>({
    kind: attribute(1, cstring),
    data: chosen<Vlan | string, Info>(
      2,
      // The alternatives are those of a union, which one codec alone does not take.
      {
        vlan: attributes<Vlan>({ id: attribute(1, u16) }) as Codec<Vlan | string>,
        text: cstring as Codec<Vlan | string>,
      },
      ({ kind }) => kind,
      { late },
    ),
    port: attribute(3, u8),
  });
  const VLAN = "09 00 01 00 76 6c 61 6e 00 000000";
  const TEXT = "09 00 01 00 74 65 78 74 00 000000";
  const OTHER = "06 00 01 00 78 00 0000"; // kind: "x"
  const DATA = "0c 00 02 00 06 00 01 00 07 00 0000";
  const PORT = "05 00 03 00 01 000000";

  test("by what stands before it", () => {
    golden(info, { kind: "vlan", data: { id: 7 } }, `${VLAN} ${DATA}`);
    golden(info, { kind: "text", data: "a", port: 1 }, `${TEXT} 06 00 02 00 61 00 0000 ${PORT}`);
    golden(info, { kind: "vlan", port: 1, data: { id: 7 } }, `${VLAN} ${PORT} ${DATA}`);
  });

  test("stays unknown where nothing chooses it", () => {
    const unknown = [{ type: 2, data: hex("06 00 01 00 07 00 0000") }];
    expect(decode(info, hex(DATA))).toStrictEqual({ unknown });
    expect(decode(info, hex(`${OTHER} ${DATA}`))).toStrictEqual({ kind: "x", unknown });
    // A name that every object has is no alternative.
    expect(decode(info, hex(`10 00 01 00 63 6f 6e 73 74 72 75 63 74 6f 72 00 ${DATA}`))).toStrictEqual({
      kind: "constructor",
      unknown,
    });
  });

  test.each([
    ["alone", DATA],
    ["behind another kind", `${OTHER} ${DATA}`],
    ["with more behind it", `${OTHER} ${DATA} ${PORT}`],
    ["without a kind, with more behind it", `${DATA} ${PORT}`],
    ["with unknown ones", `${UNKNOWN} ${OTHER} ${DATA} 04 00 0a 00 ${PORT}`],
    ["with an unexpected flag bit", `${OTHER} 0c 00 02 80 06 00 01 00 07 00 0000 ${PORT}`],
    ["with an unexpected flag bit, in front", `0c 00 02 80 06 00 01 00 07 00 0000 ${PORT}`],
    ["in front of its kind", `${DATA} ${VLAN} ${PORT}`],
  ])("survives: %s", (_where, text) => void survives(info, text));

  test("with an unexpected flag bit it is read, and survives", () => {
    expect(survives(info, `${VLAN} 0c 00 02 80 06 00 01 00 07 00 0000 ${PORT}`)).toEqual({
      kind: "vlan",
      data: { id: 7 },
      port: 1,
    });
  });

  test("the errors name it", () => {
    expect(decodeFailure(info, `${VLAN} 0c 00 02 00 05 00 01 00 07 000000`)).toBe(
      "Cannot decode data.id: expected 2 bytes, got 1",
    );
    expect(encodeFailure(info, { kind: "vlan", data: { id: -1 } })).toMatch(/^Cannot encode data\.id: .* got -1$/);
    expect(encodeFailure(info, { kind: "vlan", data: "a" })).toBe(
      "Cannot encode data: expected an object with fields, got 'a'",
    );
  });

  test("what nothing chooses cannot be written", () => {
    for (const kind of [undefined, "x", "constructor"]) {
      expect(encodeFailure(info, { kind, data: { id: 7 } })).toBe(
        "Cannot encode data: expected vlan, text to choose it",
      );
    }
  });

  test("by a property that is named, and has a value that chooses nothing", () => {
    const data = chosen<number, Info>(2, { vlan: u32, text: u32 }, ({ kind }) => kind, { late, by: "kind" });
    const own = attributes<{ kind?: string; data?: number }>({ kind: attribute(1, cstring), data });
    const reason = "Cannot encode data: expected 'kind' to be one of vlan, text, got";
    expect(encodeFailure(own, { kind: "vlna", data: 7 })).toBe(`${reason} 'vlna' (did you mean 'vlan'?)`);
    expect(encodeFailure(own, { data: 7 })).toBe(`${reason} undefined`);
  });

  test(late ? "it may stand before what chooses it" : "before what chooses it, it stays unknown", () => {
    const value = decode(info, hex(`${DATA} ${VLAN} ${PORT}`));
    if (late) expect(value).toStrictEqual({ data: { id: 7 }, kind: "vlan", port: 1 });
    else expect(value).toEqual({ unknown: [{ type: 2, data: hex("06 00 01 00 07 00 0000") }], kind: "vlan", port: 1 });
  });

  test("an early choice does not go back", () => {
    expect(decode(info, hex(`${VLAN} ${DATA} ${TEXT}`))).toEqual(
      late
        // The data of a VLAN is no such text as the last kind says, but read as text it ends at its first NUL.
        ? { kind: "text", data: "\x06" }
        : { kind: "text", data: { id: 7 } },
    );
  });
});

describe("lazy", () => {
  interface Tree extends Extensible {
    readonly name?: string;
    readonly child?: Tree;
  }
  const tree: Codec<Tree> = attributes<Tree>({
    name: attribute(1, cstring),
    child: attribute(2, lazy(() => tree), { nested: true }),
  });

  test("a schema that contains itself", () => {
    golden(
      tree,
      { name: "a", child: { child: { name: "c" } } },
      "06 00 01 00 61 00 00 00 | 10 00 02 80 | 0c 00 02 80 | 06 00 01 00 63 00 00 00",
    );
  });

  test("what is unknown inside survives", () => {
    survives(tree, "18 00 02 80 04 00 09 00 10 00 02 00 04 00 09 00 05 00 01 00 00 000000 06 00 01 00 61 00 00 00");
  });

  test("its layout is that of the schema", () => {
    expect(lazy(() => tree).layout).toBe(tree.layout);
  });

  test("the errors name the way", () => {
    expect(encodeFailure(tree, { child: { child: { name: 5 } } })).toBe(
      "Cannot encode child.child.name: expected text, got 5",
    );
    const strict: Codec<{ child?: object; up?: boolean }> = attributes<{ child?: object; up?: boolean }>({
      child: attribute(1, lazy(() => strict as Codec<object>)),
      up: attribute(2, boolean(u8)),
    });
    expect(decodeFailure(strict, "10 00 01 00 0c 00 01 00 05 00 02 00 07 00 00 00")).toBe(
      "Cannot decode child.child.up: expected 0 or 1, got 7",
    );
  });
});
