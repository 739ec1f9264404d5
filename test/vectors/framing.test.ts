import { describe, expect, test } from "vitest";
import { decode } from "../../mod.ts";
import { attribute, attributes, type Extensible } from "../../src/codec/attributes.ts";
import { type Codec, decode as read, encode, lazy } from "../../src/codec/codec.ts";
import { walkMessages } from "../../src/codec/framing.ts";
import { u64 } from "../../src/codec/numbers.ts";
import { bytes as rawBytes, cstring } from "../../src/codec/text.ts";
import { DecodeError } from "../../src/errors.ts";
import { controllerMessage } from "../../src/generic/families/nlctrl/message.ts";
import { readGenericFacts } from "../facts/facts.ts";
import type { AnyCodec } from "../schemas/walk.ts";
import { hexOf, Judge, objectOf, type Said, type SaidObject } from "./said.ts";
import { bytesOf, headerOf, ids, of, rawMessages, without } from "./vectors.ts";

/** A list of attributes of which nothing is known. */
const unknown = attributes<Extensible>({});

function listOf(said: Said | undefined): readonly SaidObject[] {
  return Array.isArray(said) ? said : [];
}

test.each(ids(of("route", "framing")))("a datagram: %s", (_, { hex, expect: said }) => {
  const bytes = bytesOf(hex);
  const messages = rawMessages(bytes);
  const told = listOf(said["messages"] ?? said["lenient"]);
  expect(messages).toHaveLength(told.length);
  told.forEach(({ payload = "", ...header }, i) => {
    const { offset, length } = messages[i]!;
    expect(headerOf(messages[i]!)).toMatchObject(header);
    expect(hexOf(bytes.subarray(offset, offset + length))).toBe(payload);
  });
  const isBroken = said["invalid"] === true || said["invalidTail"] === true;
  if (!isBroken) return;
  expect(walkMessages(new DataView(bytes.buffer), bytes.length, () => {})).toBeLessThan(bytes.length);
  expect([...decode(bytes)].at(-1)).toMatchObject({ type: "undecoded" });
});

describe("a list of attributes:", () => {
  /** What the makers of this one take for nothing, and the kernel for broken. */
  const STRICTER: readonly string[] = ["mdl-attr-zero"];

  test.each(ids(of("route", "attribute")))("%s", (id, { hex, expect: said }) => {
    if (said["invalid"] === true || STRICTER.includes(id)) {
      expect(() => read(unknown, bytesOf(hex))).toThrow(DecodeError);
      return;
    }
    expectAttributes(bytesOf(hex), listOf(said["attributes"]));
    // The padding of the last one may be missing.
    expect(hexOf(encode(unknown, read(unknown, bytesOf(hex))))).toBe(hex.padEnd(Math.ceil(hex.length / 8) * 8, "0"));
  });

  test("the flag for the order of the network stays", () => {
    const { hex } = of("genl", "attribute").find(({ id }) => id === "core-nla-net-byteorder")!;
    const list = read(unknown, bytesOf(hex));
    expect(list.unknown).toMatchObject([{ type: 6, data: bytesOf("00000e10") }]);
    expect(hexOf(encode(unknown, list))).toBe(hex);
  });

  function expectAttributes(bytes: Uint8Array, told: readonly SaidObject[]): void {
    const { unknown: found = [] } = read(unknown, bytes);
    expect(found).toHaveLength(told.length);
    told.forEach(({ type, data, nested, children, u16, u32 }, i) => {
      expect(found[i]).toMatchObject({ type, ...(nested === true && { nested }) });
      const payload = found[i]!.data;
      if (data !== undefined) expect(hexOf(payload)).toBe(data);
      const number = u16 ?? u32;
      if (number !== undefined) {
        expect(hexOf(payload.toReversed())).toBe(Number(number).toString(16).padStart(payload.length * 2, "0"));
      }
      if (children !== undefined) expectAttributes(payload, listOf(children));
    });
  }
});

describe("a schema of others:", () => {
  interface Attributes extends Extensible {
    readonly U64TYPE?: bigint;
    readonly BINARYTYPE?: Uint8Array;
    readonly NULSTRINGTYPE?: string;
    readonly RECURSIVESELF?: Attributes;
  }
  const schema: Codec<Attributes> = attributes<Attributes>({
    U64TYPE: attribute(4, u64),
    BINARYTYPE: attribute(9, rawBytes),
    NULSTRINGTYPE: attribute(10, cstring),
    RECURSIVESELF: attribute(11, lazy(() => schema)),
  });

  test.each(ids(of("genl", "attribute").filter(({ id }) => id.startsWith("gnlpy"))))(
    "%s",
    (_, { hex, expect: said }) => {
      const value = read(schema, bytesOf(hex));
      const plain = (part: Attributes): object =>
        Object.fromEntries(
          Object.entries(part).filter(([name]) => name !== "unknown").map(([name, one]) => [
            name,
            one instanceof Uint8Array
              ? hexOf(one)
              : typeof one === "bigint"
              ? Number(one)
              : typeof one === "object"
              ? plain(one)
              : one,
          ]),
        );
      expect(plain(value)).toEqual(said["attributes"]);
      expect((value.unknown ?? []).map(({ type, data }) => ({ type, data: hexOf(data) }))).toEqual(
        said["unknown"] ?? [],
      );
      expect(hexOf(encode(schema, value))).toBe(hex);
    },
  );
});

describe("an answer:", () => {
  const answers = [...of("route"), ...of("genl")].filter(({ expect }) => "error" in expect);

  test.each(ids(answers))("%s", (_, { hex, expect: said }) => {
    const bytes = bytesOf(hex);
    const { nlmsghdr, error, extack, request_header } = said;
    const [raw] = rawMessages(bytes);
    expect(raw && headerOf(raw)).toMatchObject(without(objectOf(nlmsghdr), "type_name"));
    const [message, ...more] = decode(bytes);
    const { NLMSGERR_ATTR_MSG: text, NLMSGERR_ATTR_OFFS: offset } = objectOf(extack);
    const { seq, pid } = objectOf(request_header);
    expect(message).toMatchObject({
      type: raw?.type === 3 ? "done" : "error",
      errno: Math.abs(Number(error)),
      ...(extack !== undefined && { ack: { message: text, offset } }),
      ...(request_header !== undefined && { request: { sequence: seq, port: pid } }),
    });
    expect(more).toEqual([]);
  });
});

describe("generic netlink:", () => {
  const { facts } = readGenericFacts().find(({ name }) => name === "nlctrl")!;
  /** Number of the controller. */
  const CONTROLLER = 16;

  /** What is said of other bytes than these: an interface 1 and a command 32, where there are 2 and 17. */
  const MISTAKEN: readonly string[] = ["pr2-genl-nl80211-getiface-req"];
  const messages = of("genl").filter(({ id, expect }) => !("error" in expect) && !MISTAKEN.includes(id));

  test.each(ids(messages))("%s", (_, { hex, expect: said }) => {
    const bytes = bytesOf(hex);
    const { nlmsghdr, genlmsghdr, attrs } = said;
    const [raw] = rawMessages(bytes);
    expect(raw && headerOf(raw)).toMatchObject(objectOf(nlmsghdr));
    const [message, ...more] = decode(bytes, { protocol: "generic" });
    expect(more).toEqual([]);
    if (message?.type !== "generic") throw new Error(`Cannot be: ${message?.type}`);
    const { cmd, version } = objectOf(genlmsghdr);
    if (genlmsghdr !== undefined) expect(message).toMatchObject({ command: cmd, version });
    if (message.family === CONTROLLER) {
      const judge = new Judge(facts);
      const { layout } = controllerMessage as AnyCodec;
      if (layout.type !== "attributes") throw new Error("Cannot be: the controller tells attributes");
      judge.list("ctrl-attrs", layout.fields, message.value ?? {}, objectOf(attrs), "");
      expect(judge.problems).toEqual([]);
      expect(hexOf(encode(controllerMessage, message.value ?? {}))).toBe(hexOf(message.bytes));
      return;
    }
    // What the family of a number says only its schema knows.
    const { unknown: found = [] } = read(unknown, message.bytes);
    expect(found).toHaveLength(Object.values(objectOf(attrs)).flat().length);
    expect(hexOf(encode(unknown, { unknown: found }))).toBe(hexOf(message.bytes));
  });

  test.each(ids(of("genl", "genl-payload")))("%s", (_, { hex, expect: said }) => {
    const size = (16 + hex.length / 2).toString(16).padStart(2, "0");
    const [message, ...more] = decode(bytesOf(`${size}000000 2000 0000 00000000 00000000 ${hex}`.replaceAll(" ", "")), {
      protocol: "generic",
    });
    expect(more).toEqual([]);
    if (said["invalid"] === true) return expect(message).toMatchObject({ type: "undecoded" });
    const { cmd, version } = objectOf(said["genlmsghdr"]);
    expect(message).toMatchObject({ type: "generic", command: cmd, version, bytes: bytesOf(`${said["payload"]}`) });
  });
});
