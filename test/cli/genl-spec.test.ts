import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { loadSpecification } from "../../src/cli/genl/load.ts";
import { requestOf } from "../../src/cli/genl/request.ts";
import { messageText, specificationEventText } from "../../src/cli/genl/text.ts";
import { plain } from "../../src/cli/text/paint.ts";
import { encode } from "../../src/codec/codec.ts";
import { familyFromSpec } from "../../src/generic/mod.ts";
import { hex, toHex } from "../codec/golden.ts";
import { specification, specificationFile } from "../generic/specs/read.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netlink-spec-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file, and gives what is said of it where it cannot be used; the file is called `FILE`. */
async function refusal(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, text);
  try {
    await loadSpecification(file);
  } catch (error) {
    return `${error}`.replaceAll(file, "FILE");
  }
  return expect.fail("accepted");
}

const YAML = `name: x
attribute-sets:
  - name: own
    attributes:
      - name: one
        type: u23
operations:
  list: []
`;

describe("the file of a specification", () => {
  test("may be YAML or JSON", async () => {
    const yaml = await loadSpecification(specificationFile("netdev"));
    const file = join(folder, "netdev.json");
    writeFileSync(file, JSON.stringify(specification("netdev")));
    expect(await loadSpecification(file)).toEqual(yaml);
  });

  test.each([
    [
      "wrong.yaml",
      YAML,
      "Error: Cannot use specification 'FILE', line 6: attribute-sets[0].attributes[0].type: expected ",
    ],
    [
      "missing.yaml",
      YAML.replace("        type: u23\n", ""),
      "Error: Cannot use specification 'FILE', line 5: attribute-sets[0].attributes[0]: expected 'type'",
    ],
    [
      "alias.yaml",
      "name: x\nattribute-sets: []\noperations:\n  list:\n    - name: a\n      do: &do\n        request:\n" +
      "          attributes: [b]\n    - { name: c, do: *do }\n",
      "Error: Cannot use specification 'FILE', line 8: operations.list[0].do.request.attributes[0]: expected ",
    ],
    ["empty.yaml", "", "Error: Cannot use specification 'FILE', line 1: expected an object, got null"],
    ["broken.yaml", "name: [x\nversion: 1", "Error: Cannot read 'FILE': line "],
    [
      "wrong.json",
      '{ "name": "x", "attribute-sets": [], "operations": {} }',
      "Error: Cannot use specification 'FILE', line 1: operations: expected 'list'",
    ],
    [
      "wrong-below.json",
      '{\n\t"name": "x",\n\t"attribute-sets": [],\n\t"operations":\n\t{ "list": [],\n"lsit": [] }\n}',
      "Error: Cannot use specification 'FILE', line 6: operations: unknown field 'lsit' (did you mean 'list'?)",
    ],
    ["broken.json", '{ "name": ', "Error: Cannot read 'FILE': line 1, column 11: expected JSON, got its end"],
    [
      "misspelt.yaml",
      "name: x\nattribute-sets: []\n\noperatons:\n  list: []\n",
      "Error: Cannot use specification 'FILE', line 4: unknown field 'operatons' (did you mean 'operations'?)",
    ],
    [
      "nobody.yaml",
      "name: x\nattribute-sets: []\noperations:\n  list: *all\n",
      "Error: Cannot read 'FILE': line 4: expected the name of an anchor before it, got '*all'",
    ],
    ["two.yaml", "name: x\n---\nname: y\n", "Error: Cannot read 'FILE': line 2: expected one document, got a second"],
    [
      "long.json",
      '{\n"name": "sixteen-bytes-ok", "attribute-sets": [],\n"operations": { "list": [] } }',
      "Error: Cannot use specification 'FILE', line 2: name: expected a name of 1 to 15 bytes",
    ],
  ])("is refused with what is wrong, and its line: %s", async (name, text, sentence) => {
    expect((await refusal(name, text)).slice(0, sentence.length)).toBe(sentence);
  });

  test("may repeat itself", async () => {
    const file = join(folder, "repeated.yaml");
    const operations = Array.from({ length: 200 }, (_, i) => `    - { name: a${i}, do: *do }\n`).join("");
    writeFileSync(
      file,
      `name: x\nattribute-sets: []\noperations:\n  list:\n    - { name: a, do: &do { request: {} } }\n${operations}`,
    );
    expect((await loadSpecification(file)).commands).toHaveLength(201);
  });

  test("is refused with what it takes, where that is YAML and nobody reads it", async () => {
    vi.doMock("node:module", () => ({
      createRequire: () => () => {
        throw new Error("Cannot find module 'yaml'");
      },
    }));
    vi.resetModules();
    try {
      const { loadSpecification: load } = await import("../../src/cli/genl/load.ts");
      const file = specificationFile("netdev");
      await expect(load(file)).rejects.toThrow(
        `Cannot read '${file}': YAML takes the package 'yaml' beside this one; JSON takes none`,
      );
      const json = join(folder, "shop.json");
      writeFileSync(json, '{ "name": "shop", "attribute-sets": [], "operations": { "list": [] } }');
      expect(await load(json)).toMatchObject({ name: "shop" });
    } finally {
      vi.doUnmock("node:module");
      vi.resetModules();
    }
  });

  test("is called as it is", async () => {
    const file = join(folder, "$&.json");
    writeFileSync(file, "[]");
    await expect(loadSpecification(file)).rejects.toThrow(
      `Cannot use specification '${file}', line 1: expected an object, got []`,
    );
  });

  test("has to be there", async () => {
    await expect(loadSpecification(join(folder, "none.yaml"))).rejects.toThrow(
      /^Cannot read '.*none\.yaml': .*ENOENT|No such/,
    );
  });
});

describe("a request in JSON", () => {
  const shapes = familyFromSpec(specification("shapes"));
  const codec = shapes.commands["get"]?.do.request ?? expect.fail("no schema");

  test.each<readonly [text: string, value: object]>([
    ['{"default": 5}', { default: 5 }],
    ['{"large": 5, "either": 5, "signedEither": -5}', { large: 5n, either: 5, signedEither: -5 }],
    ['{"large": 18446744073709551615}', { large: 2n ** 64n - 1n }],
    ['{"large": "18446744073709551615"}', { large: 2n ** 64n - 1n }],
    ['{"either": 4294967296, "signedEither": -9223372036854775808}', { either: 2n ** 32n, signedEither: -(2n ** 63n) }],
    ['{"bytes": "0102FF00", "record": {"key": "010203"}}', {
      bytes: Uint8Array.of(1, 2, 255, 0),
      record: { key: Uint8Array.of(1, 2, 3) },
    }],
    ['{"flags": ["up"], "mode": ["both", 7], "present": true}', { flags: ["up"], mode: ["both", 7], present: true }],
    ['{"trees": [{"leaf": ["both"]}], "tree": {"below": [{}, {}]}}', {
      trees: [{ leaf: ["both"] }],
      tree: { below: [{}, {}] },
    }],
    ['{"byNumber": [{"key": 1, "value": [{"key": 2, "value": {"leaf": [1]}}]}]}', {
      byNumber: [{ key: 1, value: [{ key: 2, value: { leaf: [1] } }] }],
    }],
    ['{"kind": "both", "data": {"x": 1, "y": 2, "leaf": [5]}}', { kind: "both", data: { x: 1, y: 2, leaf: [5] } }],
    ['{"x": 1, "kind": "a \\"12345678901234567890\\"", "unknown": [{"type": 99, "data": "0102"}]}', {
      x: 1,
      kind: 'a "12345678901234567890"',
      unknown: [{ type: 99, data: Uint8Array.of(1, 2) }],
    }],
  ])("%s", (text, value) => {
    expect(requestOf(text, codec)).toEqual(value);
    encode(codec, value);
  });

  test("may spell names as the specification does", () => {
    const { do: get } = familyFromSpec(specification("ethtool")).commands["channelsSet"] ?? expect.fail("no command");
    const text = '{"header": {"dev-name": "v0", "flags": ["compact-bitsets"]}, "rx-count": 4, "txCount": 1}';
    expect(requestOf(text, get.request ?? expect.fail("no schema"))).toEqual({
      header: { devName: "v0", flags: ["compactBitsets"] },
      rxCount: 4,
      txCount: 1,
    });
  });

  test.each([
    ['{"default": ', /^Cannot read request: line 1, column 13: expected JSON, got its end$/],
    ['{"default": 12345678901234567890 1}', /^Cannot read request: line 1, column 34: expected JSON, got '1}'$/],
    ["[]", /^Cannot read request: expected an object, got '\[\]'$/],
    ["5", /^Cannot read request: expected an object, got '5'$/],
  ])("is refused where it is none: %s", (text, sentence) => {
    expect(() => requestOf(text, codec)).toThrow(sentence);
  });

  test.each([
    ['{"bytes": "01zz"}', "bytes: expected a Uint8Array, got '01zz'"],
    ['{"large": 1.5}', "large: expected a bigint from 0 to 18446744073709551615, got 1.5"],
    ['{"defualt": 1}', "unknown field 'defualt' (did you mean 'default'?)"],
  ])("is refused by its schema where it does not fit: %s", (text, reason) => {
    expect(() => encode(codec, requestOf(text, codec))).toThrow(reason);
  });
});

describe("what a message tells", () => {
  test.each<readonly [object, string]>([
    [{ ifindex: 1, features: ["basic", "0x80"], none: [] }, "ifindex 1 features [ basic 0x80 ] none [ ]"],
    [{ header: { devName: "v0" }, present: true, off: false }, "header { devName v0 } present off false"],
    [{ list: [{ a: 1n }, { a: -2n }], bytes: hex("01 ff"), no: hex("") }, 'list [ { a 1 } { a -2 } ] bytes 01ff no ""'],
    [
      { name: "two words", empty: "", odd: "a\x1b[31m", quote: '"' },
      'name "two words" empty "" odd "a\\u001b[31m" quote "\\""',
    ],
  ])("is a line: %#", (value, text) => expect(messageText(value)).toBe(text));

  test.each<readonly [Parameters<typeof specificationEventText>[0], string]>([
    [
      {
        type: "notification",
        command: "devAddNtf",
        value: { ifindex: 5 },
        message: { name: "netdev devAddNtf", flags: [], sequence: 0, port: 0 },
      },
      "devAddNtf ifindex 5",
    ],
    [{ type: "overrun", lost: 1 }, "Lost 1 event"],
    [
      { type: "family", action: "delete", message: { name: "nlctrl deleteFamily", flags: [], sequence: 0, port: 0 } },
      "deleted family netdev",
    ],
    [
      { type: "family", action: "new", message: { name: "nlctrl newFamily", flags: [], sequence: 0, port: 0 } },
      "new family netdev",
    ],
  ])("is announced in a line: %#", (event, text) => expect(specificationEventText(event, "netdev", plain)).toBe(text));

  test("is the same bytes as in a request", () => {
    const { request } = familyFromSpec(specification("ethtool")).commands["channelsSet"]?.do ?? {};
    const codec = request ?? expect.fail("no schema");
    expect(toHex(encode(codec, requestOf('{"header": {"devIndex": 2}, "rxCount": 1}', codec)))).toBe(
      toHex(hex("0c 00 01 80 | 08 00 01 00 02 00 00 00 | 08 00 06 00 01 00 00 00")),
    );
  });
});
