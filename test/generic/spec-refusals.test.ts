import { describe, expect, test } from "vitest";
import { familyFromSpec, SpecificationError } from "../../src/generic/mod.ts";

type Entry = Readonly<Record<string, unknown>>;

/** A specification that is right, but for what a test says of it. */
function specification(parts: Entry): Entry {
  return { name: "x", "attribute-sets": [], operations: { list: [] }, ...parts };
}

function withSets(...sets: readonly Entry[]): Entry {
  return specification({ "attribute-sets": sets });
}

/** One list with these attributes, beside one that is called `inner`. */
function withAttributes(...attributes: readonly Entry[]): Entry {
  return withSets({ name: "own", attributes }, { name: "inner", attributes: [{ name: "a", type: "u8" }] });
}

function withDefinitions(...definitions: readonly Entry[]): Entry {
  return specification({ definitions });
}

function withOperations(...list: readonly Entry[]): Entry {
  return specification({
    "attribute-sets": [{ name: "own", attributes: [{ name: "index", type: "u32" }] }],
    operations: { list },
  });
}

const ATTRIBUTE = "attribute-sets[0].attributes[0]";

/** What is wrong with documents, and where. */
const REFUSALS: Readonly<Record<string, readonly [document: unknown, sentence: string | RegExp]>> = {
  "no object": ["netdev", "expected an object, got 'netdev'"],
  "nothing": [undefined, "expected an object, got undefined"],
  "a list": [[], "expected an object, got []"],
  "no name": [{ "attribute-sets": [], operations: { list: [] } }, "expected 'name'"],
  "a name that no family can have": [
    specification({ name: "x".repeat(16) }),
    /^name: expected a name of 1 to 15 bytes/,
  ],
  "a name of two lines": [
    specification({ name: "x\ny()//" }),
    "name: expected a name of 1 to 15 bytes in one line, got 'x\ny()//'",
  ],
  "a name that would end a comment": [specification({ name: "x\u2028y()//" }), /^name: expected .* in one line, got/],
  "no lists": [{ name: "x", operations: { list: [] } }, "expected 'attribute-sets'"],
  "no operations": [{ name: "x", "attribute-sets": [] }, "expected 'operations'"],
  "a misspelt member": [
    specification({ "atribute-sets": [] }),
    "unknown field 'atribute-sets' (did you mean 'attribute-sets'?)",
  ],
  "another protocol": [
    specification({ protocol: "netlink-raw" }),
    "protocol: expected one of genetlink, genetlink-c, genetlink-legacy, got 'netlink-raw'",
  ],
  "a version that is none": [specification({ version: 256 }), "version: expected a number from 0 to 255, got 256"],
  "no list of lists": [specification({ "attribute-sets": {} }), "attribute-sets: expected a list, got an object"],
  "an unknown type": [
    withSets({ name: "a", attributes: [] }, {
      name: "b",
      attributes: [{ name: "x", type: "u8" }, { name: "y", type: "u23" }],
    }),
    /^attribute-sets\[1\]\.attributes\[1\]\.type: expected one of u8, u16, .*, got 'u23' \(did you mean 'u32'\?\)$/,
  ],
  "a misspelt member of an attribute": [
    withAttributes({ name: "a", type: "nest", "nested-atributes": "inner" }),
    `${ATTRIBUTE}: unknown field 'nested-atributes' (did you mean 'nested-attributes'?)`,
  ],
  "an attribute without a type": [withAttributes({ name: "a" }), `${ATTRIBUTE}: expected 'type'`],
  "an attribute without a name": [withAttributes({ type: "u8" }), `${ATTRIBUTE}: expected 'name'`],
  "a number of an attribute that is none": [
    withAttributes({ name: "a", type: "u8", value: -1 }),
    `${ATTRIBUTE}.value: expected a number from 0 to 16383, got -1`,
  ],
  "two attributes of one number": [
    withAttributes({ name: "a", type: "u8" }, { name: "b", type: "u8", value: 1 }),
    "attribute-sets[0].attributes[1]: expected a number of its own, got 1 of 'a'",
  ],
  "two attributes of one name": [
    withAttributes({ name: "one-two", type: "u8" }, { name: "one_two", type: "u8" }),
    "attribute-sets[0].attributes[1].name: expected another name than that of 'one-two', got 'one_two'",
  ],
  "a name that is taken": [
    withAttributes({ name: "unknown", type: "u8" }),
    `${ATTRIBUTE}.name: expected another name, since 'unknown' is reserved`,
  ],
  "a name of no letters": [
    withAttributes({ name: "--", type: "u8" }),
    `${ATTRIBUTE}.name: expected a name of letters and digits, got '--'`,
  ],
  "two lists of one name": [
    withSets({ name: "a", attributes: [] }, { name: "a", attributes: [] }),
    "attribute-sets[1].name: expected a name of its own, got 'a' again",
  ],
  "a list inside without a name": [
    withAttributes({ name: "a", type: "nest" }),
    `${ATTRIBUTE}: expected 'nested-attributes'`,
  ],
  "a list inside that is none": [
    withAttributes({ name: "a", type: "nest", "nested-attributes": "iner" }),
    `${ATTRIBUTE}.nested-attributes: expected the name of an attribute set, got 'iner' (did you mean 'inner'?)`,
  ],
  "elements that have no value": [
    withAttributes({ name: "a", type: "indexed-array", "sub-type": "pad" }),
    `${ATTRIBUTE}.sub-type: expected the type of a value, got 'pad'`,
  ],
  "an array of values of any length": [
    withAttributes({ name: "a", type: "binary", "sub-type": "string" }),
    `${ATTRIBUTE}.sub-type: expected values of one length, got 'string'`,
  ],
  "types that are values of nothing": [
    withAttributes({ name: "a", type: "nest-type-value", "nested-attributes": "inner" }),
    `${ATTRIBUTE}: expected 'type-value'`,
  ],
  "no enumeration": [
    withAttributes({ name: "a", type: "u8", enum: "mode" }),
    `${ATTRIBUTE}.enum: expected the name of an enumeration or flags, got 'mode'`,
  ],
  "no struct": [
    withAttributes({ name: "a", type: "binary", struct: "point" }),
    `${ATTRIBUTE}.struct: expected the name of a struct that stands before, got 'point'`,
  ],
  "no constant": [
    withAttributes({ name: "a", type: "string", checks: { "max-len": "name-len" } }),
    `${ATTRIBUTE}.checks.max-len: expected the name of a constant, got 'name-len'`,
  ],
  "a length that is none": [
    withAttributes({ name: "a", type: "string", checks: { "max-len": -1 } }),
    `${ATTRIBUTE}.checks.max-len: expected a length from 0 to 65535, got -1`,
  ],
  "a check that is none": [
    withAttributes({ name: "a", type: "u32", checks: { minimum: 1 } }),
    `${ATTRIBUTE}.checks: unknown field 'minimum', expected one of min, max, flags-mask, min-len, max-len, exact-len, unterminated-ok, sparse`,
  ],
  "an order of bytes that signed numbers do not have": [
    withAttributes({ name: "a", type: "s32", "byte-order": "big-endian" }),
    `${ATTRIBUTE}.byte-order: expected that of the host for a number of type 's32'`,
  ],
  "a hint that is none": [
    withAttributes({ name: "a", type: "u32", "display-hint": "ip4" }),
    `${ATTRIBUTE}.display-hint: expected one of hex, mac, fddi, ipv4, ipv6, ipv4-or-v6, uuid, got 'ip4' (did you mean 'ipv4'?)`,
  ],
  "a part of no list": [
    withSets({ name: "own", "subset-of": "all", attributes: [] }),
    "attribute-sets[0].subset-of: expected the name of an attribute set, got 'all'",
  ],
  "a part of a part": [
    withSets({ name: "a", attributes: [] }, { name: "b", "subset-of": "a", attributes: [] }, {
      name: "c",
      "subset-of": "b",
      attributes: [],
    }),
    "attribute-sets[2].subset-of: expected a list that is no part itself, got 'b'",
  ],
  "an attribute that the whole does not have": [
    withSets({ name: "all", attributes: [{ name: "index", type: "u8" }] }, {
      name: "part",
      "subset-of": "all",
      attributes: [{ name: "indxe" }],
    }),
    "attribute-sets[1].attributes[0].name: expected the name of an attribute of 'all', got 'indxe' (did you mean 'index'?)",
  ],
  "a message to choose that is none": [
    withAttributes({ name: "a", type: "sub-message", "sub-message": "data", selector: "kind" }),
    `${ATTRIBUTE}.sub-message: expected the name of a sub-message, got 'data'`,
  ],
  "a message to choose without what chooses": [
    withAttributes({ name: "a", type: "sub-message", "sub-message": "data" }),
    `${ATTRIBUTE}: expected 'selector'`,
  ],
  "a message that is chosen by what is not there": [
    {
      ...withAttributes({ name: "a", type: "sub-message", "sub-message": "data", selector: "kind" }),
      "sub-messages": [{ name: "data", formats: [] }],
    },
    `${ATTRIBUTE}.selector: expected the name of an attribute of 'own', got 'kind'`,
  ],
  "a message that is chosen by a number": [
    {
      ...withAttributes({ name: "a", type: "sub-message", "sub-message": "data", selector: "kind" }, {
        name: "kind",
        type: "u8",
      }),
      "sub-messages": [{ name: "data", formats: [] }],
    },
    `${ATTRIBUTE}.selector: expected an attribute of type 'string', got 'u8'`,
  ],
  "a format of no list": [
    specification({ "sub-messages": [{ name: "data", formats: [{ value: "a", "attribute-set": "b" }] }] }),
    "sub-messages[0].formats[0].attribute-set: expected the name of an attribute set, got 'b'",
  ],
  "an enumeration without entries": [
    withDefinitions({ name: "a", type: "enum" }),
    "definitions[0]: expected 'entries'",
  ],
  "an entry twice": [
    withDefinitions({ name: "a", type: "enum", entries: ["one", "one"] }),
    "definitions[0].entries[1].name: expected another name than that of 'one', got 'one'",
  ],
  "a bit that numbers do not have": [
    {
      ...withAttributes({ name: "a", type: "u64", enum: "bits" }),
      definitions: [{ name: "bits", type: "flags", entries: [{ name: "one", value: 64 }] }],
    },
    `${ATTRIBUTE}.enum: expected bits from 0 to 63 in 'bits', got 64`,
  ],
  "values that are no bits": [
    {
      ...withAttributes({ name: "a", type: "u64", checks: { "flags-mask": "mode" } }),
      definitions: [{ name: "mode", type: "enum", entries: [{ name: "one", value: -1 }] }],
    },
    `${ATTRIBUTE}.checks.flags-mask: expected bits from 0 to 63 in 'mode', got -1`,
  ],
  "an announcement of what an operation says wrong": [
    withOperations({ name: "get-ntf", notify: "get" }, {
      name: "get",
      "attribute-set": "own",
      do: { reply: { attributes: ["indexx"] } },
    }),
    "operations.list[1].do.reply.attributes[0]: expected the name of an attribute of 'own', got 'indexx' (did you mean 'index'?)",
  ],
  "a struct without members": [withDefinitions({ name: "a", type: "struct" }), "definitions[0]: expected 'members'"],
  "a member of a struct without a length": [
    withDefinitions({ name: "a", type: "struct", members: [{ name: "x", type: "u8" }, { name: "y", type: "string" }] }),
    "definitions[0].members[1]: expected 'len'",
  ],
  "a struct in itself": [
    withDefinitions({ name: "a", type: "struct", members: [{ name: "x", type: "binary", struct: "a" }] }),
    "definitions[0].members[0].struct: expected the name of a struct that stands before, got 'a'",
  ],
  "a constant without a value": [
    {
      ...withAttributes({ name: "a", type: "string", checks: { "max-len": "len" } }),
      definitions: [{ name: "len", type: "const" }],
    },
    "definitions[0]: expected 'value'",
  ],
  "operations that are counted in no way": [
    specification({ operations: { "enum-model": "undirected", list: [] } }),
    "operations.enum-model: expected one of unified, directional, got 'undirected'",
  ],
  "an operation of no list": [
    withOperations({ name: "get", "attribute-set": "onw", do: {} }),
    "operations.list[0].attribute-set: expected the name of an attribute set, got 'onw' (did you mean 'own'?)",
  ],
  "an operation of an attribute that is none": [
    withOperations({ name: "get", "attribute-set": "own", do: { request: { attributes: ["indexx"] } } }),
    "operations.list[0].do.request.attributes[0]: expected the name of an attribute of 'own', got 'indexx' (did you mean 'index'?)",
  ],
  "two operations of one number": [
    withOperations({ name: "get", do: {} }, { name: "set", do: {}, value: 1 }),
    "operations.list[1]: expected a number of its own, got 1 of 'get'",
  ],
  "a number of a command that is none": [
    withOperations({ name: "get", do: {}, value: 256 }),
    "operations.list[0].value: expected a number from 0 to 255, got 256",
  ],
  "what nobody can do anything with": [
    specification({ operations: { "enum-model": "directional", list: [{ name: "get" }] } }),
    "operations.list[0]: expected one of 'do', 'dump', 'notify' or 'event'",
  ],
  "an announcement of no operation": [
    withOperations({ name: "get-ntf", notify: "get" }),
    "operations.list[0].notify: expected the name of an operation, got 'get'",
  ],
  "a flag that is none": [
    withOperations({ name: "get", do: {}, flags: ["admin"] }),
    "operations.list[0].flags[0]: expected one of admin-perm, uns-admin-perm, got 'admin'",
  ],
  "two groups of one name": [
    specification({ "mcast-groups": { list: [{ name: "a" }, { name: "b" }, { name: "a" }] } }),
    "mcast-groups.list[2].name: expected a name of its own, got 'a' again",
  ],
  "a header that is no struct": [
    withOperations({ name: "get", do: {}, "fixed-header": "head" }),
    "operations.list[0].fixed-header: expected the name of a struct, got 'head'",
  ],
  "a header that has the name of an attribute": [
    {
      ...withOperations({ name: "get", "attribute-set": "own", do: {}, "fixed-header": "head" }),
      definitions: [{ name: "head", type: "struct", members: [{ name: "index", type: "u8" }] }],
    },
    "operations.list[0].fixed-header: expected members with other names than attributes, got 'index'",
  ],
};

describe("a specification is refused", () => {
  test.each(Object.entries(REFUSALS))("that has %s", (_name, [document, sentence]) => {
    const refused = (): unknown => familyFromSpec(document as object);
    expect(refused).toThrow(SpecificationError);
    expect(refused).toThrow(RangeError);
    const reason = typeof sentence === "string" ? sentence : expect.stringMatching(sentence);
    try {
      refused();
    } catch (error) {
      expect((error as Error).message.replace(/^Cannot use specification: /, "")).toEqual(reason);
    }
  });

  test("with the way to what is wrong", () => {
    try {
      familyFromSpec(withAttributes({ name: "a", type: "u8", enum: "mode" }));
      expect.fail("accepted");
    } catch (error) {
      expect(error).toMatchObject({
        name: "SpecificationError",
        path: ["attribute-sets", 0, "attributes", 0, "enum"],
        reason: "expected the name of an enumeration or flags, got 'mode'",
      });
    }
  });

  test("but not for members that are empty, or that matter to others", () => {
    const family = familyFromSpec({
      ...withAttributes({ name: "a", type: "u8", doc: null, checks: null }),
      doc: null,
      "uapi-header": "linux/x.h",
      "c-family-name": "x-name",
      "kernel-policy": "global",
    });
    expect(family.commands).toEqual({});
  });
});
