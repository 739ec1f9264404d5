import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decode } from "../../src/decode.ts";
import { annotate } from "../captures/annotate.ts";
import { expectSurvival } from "../captures/survive.ts";
import { hex } from "../codec/golden.ts";

/** The messages of the files, behind what these say of themselves. */
const blocks = ["known.hex", "known-tc.hex"].flatMap((name) =>
  readFileSync(new URL(name, import.meta.url), "utf8").trimEnd().split("\n\n").slice(1)
);

/** What each message is, and the message itself, annotated. */
const known = blocks.map((block): readonly [string, string] => {
  const end = block.indexOf("\n");
  return [block.slice(2, end), block.slice(end + 1)];
});

describe("known bytes mean what they are known to mean, and are written again:", () => {
  test.each(known)("%s", (_title, text) => {
    const bytes = hex(text);
    expect(annotate(bytes)).toBe(text);
    expectSurvival(bytes);
  });

  test("there are many", () => expect(known.length).toBeGreaterThan(50));
});

/** Routes that once brought down another decoder, and a rule that another encoder wrote. */
describe("malformed attributes are told, and nothing else is lost:", () => {
  test.each([
    [
      "records without an end",
      `74000000 18000000 00000000 00000000 efbfea00 0700d1ea f94108f9 08000900 bf4108f9 08000700 f94108f9 08000700
       bf4108f9 08000700 d3eaf941 08000007 7fffffff 41080007 00d3eaf9 41080007 00bf4108 f9080007 00d3eaf9 41080007
       00d3eaf9 41080007 00bf4108 f9080007 00d32dbf bd`,
      "Cannot decode nextHops: expected a record length from 2 to 4, got 16831",
    ],
    [
      "a record beyond the attribute",
      "30000000 18000000 00000000 00000000 30303030 30303030 30303030 14000900 30ea3030 30303030 30303030 30303030",
      "Cannot decode nextHops: expected a record length from 2 to 16, got 59952",
    ],
    [
      "a record that is shorter than its header",
      `3d000000 18000000 00000000 00000000 30303030 30303030 30303030 21000900 08003030 30303030 08003030 30303030
       06003030 30303030 30303030 30`,
      "Cannot decode nextHops.2: expected at least 8 bytes, got 6",
    ],
    [
      "a range of users in half of its bytes",
      `34000000 20000000 00000000 00000000 07060504 03000002 01000000 08000f00 1d000000 08001400 16001900 08000600
       02000000`,
      "Cannot decode userRange: expected at least 8 bytes, got 4",
    ],
  ])("%s", (_title, text, message) => {
    const [event, ...undecoded] = decode(hex(text));
    expect(["route", "rule"]).toContain(event?.type);
    expect(undecoded[0]).toMatchObject({ type: "undecoded", error: { message } });
  });
});

describe("generic netlink", () => {
  const header = "2500 0000 00000000 00000000";

  test.each([
    [`10000000 ${header}`, { type: "undecoded" }],
    [`13000000 ${header} 000000`, { type: "undecoded" }],
    [`14000000 ${header} 00000000`, { type: "generic", family: 37, command: 0, version: 0, bytes: hex("") }],
    [`16000000 ${header} 01020000 0304`, { type: "generic", family: 37, command: 1, version: 2, bytes: hex("0304") }],
  ])("%s", (text, expected) => {
    expect([...decode(hex(text), { protocol: "generic" })]).toMatchObject([expected]);
  });
});
