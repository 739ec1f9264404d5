import { describe, expect, test } from "vitest";
import { decode } from "../../mod.ts";
import type { Problem } from "../../src/codec/attributes.ts";
import { encode } from "../../src/codec/codec.ts";
import { writeMessage } from "../../src/codec/framing.ts";
import { bytes as rawBytes } from "../../src/codec/text.ts";
import { Writer } from "../../src/codec/writer.ts";
import { messageTypes } from "../../src/route/message-type.ts";
import { requestCodec } from "../../src/route/noun.ts";
import { readFacts } from "../facts/facts.ts";
import type { AnyCodec } from "../schemas/walk.ts";
import { hexOf, Judge, objectOf, type Said, type SaidObject } from "./said.ts";
import { bytesOf, headerOf, ids, of, rawMessages, type Vector, without } from "./vectors.ts";

const rtnetlink = readFacts("rtnetlink");
const tc = readFacts("tc");

/** What is said of a message, with the few things that some tell by other names in the form of all others. */
function saidOf({ ifname, operstate, ifindex, ifi_index = ifindex, lenient, ...said }: SaidObject): SaidObject {
  const attrs = { IFLA_IFNAME: ifname, IFLA_OPERSTATE: operstate };
  const told = Object.entries(attrs).filter((entry): entry is [string, Said] => entry[1] !== undefined);
  return {
    ...(ifi_index !== undefined && { ifinfomsg: { ifi_index } }),
    ...(told.length > 0 && { attrs: Object.fromEntries(told) }),
    ...(lenient !== undefined && { attrs: lenient }),
    ...said,
  };
}

/** What is wrong in the bytes of others, each with the reason. */
const BROKEN: Readonly<Record<string, string>> = {
  "jsi-rule-full-uidrange-wrong": "userRange", // Two numbers of 16 bits, which have 32.
};

/** Bytes that say two tables, in the header and in an attribute, which no kernel does: the latter counts for us. */
const TWO_TABLES: readonly string[] = ["jsi-route-full", "jsi-rule-full-uidrange-wrong"];
/** The table in the header of a route, or of a rule, in a message. */
const TABLE = 16 + 4;

const isAnswer = ({ expect }: Vector): boolean => "error" in expect;
const isRequestOfDumps = ({ expect }: Vector): boolean => "rtgenmsg" in expect && !("attrs" in expect);
const isBroken = ({ expect }: Vector): boolean => expect["invalid"] === true;

describe("objects of rtnetlink", () => {
  const objects = of("route").filter((one) => !isAnswer(one) && !isRequestOfDumps(one) && !isBroken(one));

  test.each(ids(objects))("%s", (id, { hex, expect: said }) => {
    const bytes = bytesOf(hex);
    const messages = rawMessages(bytes);
    // A list, where it is there.
    const each = said["messages"] as readonly SaidObject[] | undefined ?? [said];
    expect(messages).toHaveLength(each.length);
    const again = new Writer();
    for (const [i, raw] of messages.entries()) {
      const { type, nlmsghdr = {}, ...parts } = saidOf(each[i] ?? {});
      expect(headerOf(raw)).toMatchObject(without(objectOf(nlmsghdr), "type_name"));
      if (type !== undefined) expect(raw.type).toBe(type);
      const { noun, verb } = messageTypes.get(raw.type)!;
      // A codec of one type is a codec of `unknown` to who compares.
      const codec = (verb === "get" ? requestCodec(noun, verb) : noun.codec) as typeof noun.codec & AnyCodec;
      const problems: Problem[] = [];
      const value = codec.salvage(new DataView(bytes.buffer), raw.offset, raw.length, problems);
      expect(problems.map(({ error }) => error.path.join("."))).toEqual(id in BROKEN ? [BROKEN[id]] : []);
      const judge = new Judge(Object.hasOwn(tc.messages, noun.kernelName) ? tc : rtnetlink);
      judge.message(noun.kernelName, codec, value, without(parts, "len"));
      expect(judge.problems).toEqual([]);
      writeMessage(again, raw, rawBytes, encode(codec, value));
    }
    const made = again.finish();
    if (TWO_TABLES.includes(id)) made[TABLE] = bytes[TABLE]!;
    expect(hexOf(made)).toBe(hex);
  });

  test.each(ids(of("route").filter(isRequestOfDumps)))("%s asks for all of them", (_, { hex, expect: said }) => {
    const [raw] = rawMessages(bytesOf(hex));
    expect(raw && headerOf(raw)).toMatchObject(without(objectOf(said["nlmsghdr"]), "type_name"));
    const [message, ...more] = decode(bytesOf(hex));
    expect(message).toMatchObject({ type: "request", verb: "get", message: { sequence: raw?.sequence } });
    expect(more).toEqual([]);
  });

  test.each(ids(of("route").filter(isBroken)))("%s is told as bytes that cannot be read", (_, { hex }) => {
    expect([...decode(bytesOf(hex))].map(({ type }) => type)).toContain("undecoded");
  });
});
