import { describe, expect, test } from "vitest";
import { type Codec, decode, encode } from "../../src/codec/codec.ts";
import { familyFromSpec, Genetlink } from "../../src/generic/mod.ts";
import { fakeKernel } from "../../src/testing/mod.ts";
import { encodeFailure, golden, hex, survives } from "../codec/golden.ts";
import { specification } from "./specs/read.ts";

type Entry = Readonly<Record<string, unknown>>;

const DEFINITIONS: readonly Entry[] = [
  { name: "key-len", type: "const", value: 4, "name-prefix": "x-" },
  { name: "mode", type: "enum", "value-start": 1, entries: ["one-way", { name: "both", value: 5 }, "other"] },
  { name: "state", type: "flags", entries: ["up", { name: "late", value: 3 }, "later"] },
  {
    name: "point",
    type: "struct",
    members: [
      { name: "x", type: "s16" },
      { name: "pad", type: "pad", len: 2 },
      { name: "y", type: "u32", "byte-order": "big-endian" },
    ],
  },
  {
    name: "head",
    type: "struct",
    members: [
      { name: "kind", type: "u8", enum: "mode" },
      { name: "bits", type: "u8", enum: "state" },
      { name: "label", type: "string", len: 6 },
      { name: "where", type: "binary", struct: "point" },
      { name: "host", type: "u32", "byte-order": "big-endian", "display-hint": "ipv4" },
      { name: "mac", type: "binary", len: 6, "display-hint": "mac" },
      { name: "raw", type: "binary", len: "key-len - 1" },
      { name: "end", type: "u8" },
    ],
  },
];

/** A schema of a list with one attribute, `value`, and more beside it. */
function listOf(attribute: Entry, ...more: readonly Entry[]): Codec<Entry> {
  const family = familyFromSpec({
    name: "x",
    definitions: DEFINITIONS,
    "attribute-sets": [
      { name: "own", attributes: [{ name: "value", ...attribute }, ...more] },
      {
        name: "inner",
        attributes: [{ name: "a", type: "u8" }, { name: "deep", type: "nest", "nested-attributes": "inner" }],
      },
    ],
    "sub-messages": [{
      name: "data",
      formats: [
        { value: "list", "attribute-set": "inner" },
        { value: "struct", "fixed-header": "point" },
        { value: "both", "fixed-header": "point", "attribute-set": "inner" },
        { value: "nothing" },
      ],
    }],
    operations: { list: [{ name: "get", "attribute-set": "own", do: { request: {} } }] },
  });
  return family.commands["get"]?.do.request ?? expect.fail("no schema");
}

/** Types of the specification, each with values and the payloads that they are. */
const VALUES: Readonly<
  Record<string, readonly [type: Entry, ...values: readonly (readonly [value: unknown, payload: string])[]]>
> = {
  u8: [{ type: "u8" }, [200, "c8"]],
  s8: [{ type: "s8" }, [-2, "fe"]],
  u16: [{ type: "u16" }, [0x1234, "34 12"]],
  "u16 of the network": [{ type: "u16", "byte-order": "big-endian" }, [0x1234, "12 34"]],
  "u16 of the host": [{ type: "u16", "byte-order": "little-endian" }, [0x1234, "34 12"]],
  s32: [{ type: "s32" }, [-2, "fe ff ff ff"]],
  u64: [{ type: "u64" }, [5n, "05 00 00 00 00 00 00 00"]],
  "u64 of the network": [{ type: "u64", "byte-order": "big-endian" }, [5n, "00 00 00 00 00 00 00 05"]],
  uint: [{ type: "uint" }, [5, "05 00 00 00"], [5n, "05 00 00 00 00 00 00 00"]],
  sint: [{ type: "sint" }, [-5, "fb ff ff ff"], [-5n, "fb ff ff ff ff ff ff ff"]],
  string: [{ type: "string" }, ["eth0", "65 74 68 30 00"]],
  flag: [{ type: "flag" }, [true, ""]],
  binary: [{ type: "binary" }, [Uint8Array.of(1, 2, 3), "01 02 03"]],
  "a UUID": [{ type: "binary", "display-hint": "uuid" }, [Uint8Array.of(1, 2, 3), "01 02 03"]],
  "an Ethernet address": [
    { type: "binary", "display-hint": "mac", checks: { "exact-len": 6 } },
    ["02:00:00:00:00:01", "02 00 00 00 00 01"],
  ],
  "an IPv4 address": [
    { type: "u32", "byte-order": "big-endian", "display-hint": "ipv4" },
    ["192.0.2.1", "c0 00 02 01"],
  ],
  "an IPv6 address": [
    { type: "binary", "display-hint": "ipv6" },
    ["2001:db8::1", "20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01"],
  ],
  "an address": [{ type: "binary", "display-hint": "ipv4-or-v6" }, ["192.0.2.1", "c0 00 02 01"]],
  "an enumeration": [{ type: "u32", enum: "mode" }, ["oneWay", "01 00 00 00"], ["other", "06 00 00 00"], [
    9,
    "09 00 00 00",
  ]],
  flags: [{ type: "u16", enum: "state" }, [["up", "late", "later"], "19 00"], [["0x2"], "02 00"]],
  "an enumeration as flags": [
    { type: "u8", enum: "mode", "enum-as-flags": true },
    [["oneWay", "both"], "22"],
  ],
  "flags of 64 bits": [{ type: "u64", enum: "state" }, [["late", "0x100000000"], "08 00 00 00 01 00 00 00"]],
  "flags of either length": [{ type: "uint", enum: "state" }, [["late"], "08 00 00 00"]],
  "a bit field": [{ type: "bitfield32", enum: "state" }, [
    { value: ["up"], selector: ["up", "late"] },
    "01 00 00 00 | 09 00 00 00",
  ]],
  "a bit field without names": [{ type: "bitfield32" }, [
    { value: ["0x1"], selector: ["0x1", "0x2"] },
    "01 00 00 00 | 03 00 00 00",
  ]],
  "a C array": [{ type: "binary", "sub-type": "u16" }, [[1, 2], "01 00 | 02 00"]],
  "a list": [{ type: "nest", "nested-attributes": "inner" }, [{ a: 5 }, "05 00 01 00 05 00 00 00"]],
  "a list inside of itself": [{ type: "nest", "nested-attributes": "inner" }, [
    { deep: { deep: { a: 5 } } },
    "10 00 02 80 | 0c 00 02 80 | 05 00 01 00 05 00 00 00",
  ]],
  "an indexed array": [{ type: "indexed-array", "sub-type": "nest", "nested-attributes": "inner" }, [
    [{ a: 5 }, {}],
    "0c 00 01 00 | 05 00 01 00 05 00 00 00 | 04 00 02 00",
  ]],
  "an indexed array by its former name": [{ type: "array-nest", "nested-attributes": "inner" }, [
    [{ a: 5 }],
    "0c 00 01 00 | 05 00 01 00 05 00 00 00",
  ]],
  "an indexed array of addresses": [
    { type: "indexed-array", "sub-type": "u32", "byte-order": "big-endian", "display-hint": "ipv4" },
    [["192.0.2.1", "192.0.2.2"], "08 00 01 00 c0 00 02 01 | 08 00 02 00 c0 00 02 02"],
  ],
  "types that are values": [
    { type: "nest-type-value", "type-value": ["outer", "inner"], "nested-attributes": "inner" },
    [
      [{ key: 7, value: [{ key: 9, value: { a: 5 } }] }],
      "10 00 07 80 | 0c 00 09 80 | 05 00 01 00 05 00 00 00",
    ],
  ],
  "a struct": [
    { type: "binary", struct: "head" },
    [
      {
        kind: "both",
        bits: ["late"],
        label: "abc",
        where: { x: -2, y: 0x01020304 },
        host: "192.0.2.1",
        mac: "02:00:00:00:00:01",
        raw: Uint8Array.of(7, 8, 9),
        end: 255,
      },
      "05 08 | 61 62 63 00 00 00 | fe ff 00 00 01 02 03 04 | c0 00 02 01 | 02 00 00 00 00 01 | 07 08 09 | ff",
    ],
    [
      {
        kind: "both",
        bits: [],
        label: "",
        where: { x: 0, y: 0 },
        host: "0.0.0.0",
        mac: "00:00:00:00:00:00",
        raw: Uint8Array.of(0, 0, 0),
        end: 0,
        rest: Uint8Array.of(1),
      },
      `05 ${"00 ".repeat(29)} 01`,
    ],
  ],
};

/** A payload in an attribute: its length, its number, what follows, and what fills it up. */
function attributeOf(payload: string, type: string): string {
  const size = hex(payload).length;
  const length = (size + 4).toString(16).padStart(2, "0");
  return `${length} 00 ${type} ${payload} ${"00 ".repeat(-size & 3)}`;
}

const NESTS = ["nest", "indexed-array", "array-nest", "nest-type-value"];

describe("values of a specification", () => {
  test.each(Object.entries(VALUES))("%s", (_name, [type, ...values]) => {
    const list = listOf(type);
    const mark = NESTS.includes(`${type["type"]}`) ? "01 80" : "01 00";
    for (const [value, payload] of values) golden(list, { value }, attributeOf(payload, mark));
  });

  test("that may come several times are a list", () => {
    const list = listOf({ type: "u8", "multi-attr": true }, { name: "other", type: "u8" });
    golden(
      list,
      { value: [1, 2], other: 3 },
      "05 00 01 00 01 00 00 00 | 05 00 01 00 02 00 00 00 | 05 00 02 00 03 00 00 00",
    );
  });

  test("are chosen by others, wherever these stand", () => {
    const list = listOf({ type: "sub-message", "sub-message": "data", selector: "form" }, {
      name: "form",
      type: "string",
    });
    const form = (word: string): string => {
      const text = [...new TextEncoder().encode(word), 0].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
      return attributeOf(text, "02 00");
    };
    const values: readonly (readonly [form: string, value: unknown, payload: string])[] = [
      ["list", { a: 5 }, "05 00 01 00 05 00 00 00"],
      ["struct", { x: 1, y: 2 }, "01 00 00 00 | 00 00 00 02"],
      ["both", { x: 1, y: 2, a: 5 }, "01 00 00 00 | 00 00 00 02 | 05 00 01 00 05 00 00 00"],
      ["nothing", {}, ""],
    ];
    for (const [word, value, payload] of values) {
      golden(list, { form: word, value }, form(word) + attributeOf(payload, "01 80"));
      golden(list, { value, form: word }, attributeOf(payload, "01 80") + form(word));
    }
    expect(survives(list, form("none") + attributeOf("01 02", "01 80"))).toEqual({
      form: "none",
      unknown: [{ type: 1, nested: true, data: Uint8Array.of(1, 2) }],
    });
  });

  test("that a newer kernel sends are kept", () => {
    expect(survives(listOf({ type: "u8" }), "05 00 01 00 07 00 00 00 | 06 00 09 00 01 02 00 00")).toEqual({
      value: 7,
      unknown: [{ type: 9, data: Uint8Array.of(1, 2) }],
    });
  });

  test("of padding and of what is unused have no names", () => {
    const list = listOf({ type: "pad" }, { name: "gone", type: "unused" }, { name: "last", type: "u8" });
    golden(list, { last: 7 }, "05 00 03 00 07 00 00 00");
    expect(encodeFailure(list, { value: 1 })).toContain("unknown field 'value', expected one of last, unknown");
  });
});

describe("what a specification checks", () => {
  test.each<readonly [Entry, unknown, string]>([
    [{ type: "u32", checks: { min: 1 } }, 0, "expected a number from 1, got 0"],
    [
      { type: "u32", checks: { min: 1, max: "s32-max" } },
      2 ** 31,
      "expected a number from 1 to 2147483647, got 2147483648",
    ],
    [{ type: "s32", checks: { min: "s16-min" } }, -32769, "expected a number from -32768, got -32769"],
    [{ type: "uint", checks: { max: "u32-max" } }, 2n ** 32n, "expected a number to 4294967295, got 4294967296n"],
    [{ type: "u64", checks: { max: "key-len" } }, 5n, "expected a number to 4, got 5n"],
    [{ type: "u32", enum: "mode", checks: { max: 5 } }, "other", "expected a number to 5, got 6"],
    [{ type: "u32", checks: { "flags-mask": "state" } }, 2, "expected no bits but 0x19, got 0x2"],
    [{ type: "string", checks: { "max-len": "key-len - 1" } }, "eth0", "expected at most 3 bytes, got 4"],
    [{ type: "string", checks: { "min-len": 1 } }, "", "expected at least 1 byte, got 0"],
    [{ type: "binary", checks: { "exact-len": "x-key-len" } }, Uint8Array.of(1), "expected 4 bytes, got 1"],
    [
      { type: "binary", checks: { "min-len": 1, "max-len": 2 } },
      new Uint8Array(3),
      "expected from 1 to 2 bytes, got 3",
    ],
    [{ type: "binary", len: 2 }, new Uint8Array(3), "expected a Uint8Array of 2 bytes, got a Uint8Array of 3 bytes"],
  ])("%j refuses %s", (type, value, reason) => {
    expect(encodeFailure(listOf(type), { value })).toBe(`Cannot encode value: ${reason}`);
  });

  test("may be told by a part of a list alone", () => {
    const { commands } = familyFromSpec({
      name: "x",
      "attribute-sets": [
        { name: "all", attributes: [{ name: "a", type: "u8" }, { name: "b", type: "u8" }] },
        { name: "part", "subset-of": "all", attributes: [{ name: "b", checks: { max: 5 } }] },
      ],
      operations: { list: ["all", "part"].map((name) => ({ name, "attribute-set": name, do: { request: {} } })) },
    });
    const schema = (name: string) => commands[name]?.do.request ?? expect.fail("no schema");
    golden(schema("all"), { b: 6 }, "05 00 02 00 06 00 00 00");
    golden(schema("part"), { b: 5 }, "05 00 02 00 05 00 00 00");
    expect(encodeFailure(schema("part"), { b: 6 })).toBe("Cannot encode b: expected a number to 5, got 6");
  });

  test("is not held against what the kernel tells", () => {
    const list = listOf({ type: "u32", checks: { min: 1 } });
    expect(decode(list, hex("08 00 01 00 00 00 00 00"))).toEqual({ value: 0 });
  });
});

describe("a header in front of the attributes", () => {
  const family = familyFromSpec({
    name: "ovs_x",
    definitions: [{ name: "head", type: "struct", members: [{ name: "dp-ifindex", type: "u32" }] }],
    "attribute-sets": [{ name: "dp", attributes: [{ name: "name", type: "string" }] }],
    operations: {
      "fixed-header": "head",
      list: [
        { name: "get", "attribute-set": "dp", do: { request: {}, reply: {} }, dump: { reply: {} } },
        { name: "flush", do: {} },
        { name: "get-ntf", notify: "get" },
      ],
    },
  });

  test("is one object with them", () => {
    const value = { dpIfindex: 7, name: "br" };
    const bytes = "07 00 00 00 | 07 00 01 00 62 72 00 00";
    golden(family.commands["get"]!.do.request!, value, bytes);
    golden(family.notifications["getNtf"]!.value, value, bytes);
  });

  test("is there too where nothing is asked", async () => {
    const kernel = fakeKernel();
    kernel.generic.add(family, { get: (request) => [request], flush: () => {} });
    await using genetlink = await Genetlink.open({ kernel });
    await genetlink.family(family).execute("flush", { dpIfindex: 7 });
    expect(await genetlink.family(family).dump("get", { dpIfindex: 7 })).toEqual([{ dpIfindex: 7 }]);
    expect(kernel.generic.requests.at(-1)).toMatchObject({ value: { dpIfindex: 7 } });
  });
});

describe("a family of a specification that is asked", () => {
  test("has its requests checked, and its replies read", async () => {
    const kernel = fakeKernel();
    const netdev = familyFromSpec(specification("netdev"));
    kernel.generic.add(netdev, {
      devGet: ({ ifindex }) => [{ ifindex: ifindex ?? 1, xdpFeatures: ["basic"] }],
    });
    await using genetlink = await Genetlink.open({ kernel });
    const family = genetlink.family(netdev);
    expect(await family.request("devGet", { ifindex: 5 })).toEqual({ ifindex: 5, xdpFeatures: ["basic"] });
    expect(await family.dump("devGet")).toEqual([{ ifindex: 1, xdpFeatures: ["basic"] }]);
    await expect(family.request("devGet", { ifindex: 0 })).rejects.toThrow(
      "Cannot request 'devGet' of family 'netdev': ifindex: expected a number from 1, got 0",
    );
    await expect(family.request("devGet", { ifindxe: 1 })).rejects.toThrow(
      "unknown field 'ifindxe' (did you mean 'ifindex'?)",
    );
    await expect(family.request("devGte")).rejects.toThrow(
      "expected one of devGet, queueGet, bindRx (did you mean 'devGet'?)",
    );
    await expect(family.dump("bindRx", { fd: 1 })).rejects.toThrow(
      "it can only be requested or executed, expected one of devGet, queueGet, qstatsGet",
    );
    await using events = await family.subscribe("mgmt");
    kernel.generic.announce(netdev, "devAddNtf", { ifindex: 9 }, "mgmt");
    expect(await events.next()).toMatchObject({ value: { command: "devAddNtf", value: { ifindex: 9 } } });
  });

  test("gives the same bytes for the same value", () => {
    const { request } = familyFromSpec(specification("netdev")).commands["bindRx"]!.do;
    golden(
      request!,
      { ifindex: 2, fd: 5, queues: [{ id: 1, type: "rx" }, { id: 2, type: "tx" }] },
      "08 00 01 00 02 00 00 00 | 08 00 03 00 05 00 00 00" +
        "| 14 00 02 80 | 08 00 01 00 01 00 00 00 | 08 00 03 00 00 00 00 00" +
        "| 14 00 02 80 | 08 00 01 00 02 00 00 00 | 08 00 03 00 01 00 00 00",
    );
    expect(() => encode(request!, { queues: [{ ifindex: 1 }] })).toThrow("unknown field 'ifindex'");
  });
});
