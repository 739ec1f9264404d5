import { describe, expect, test } from "vitest";
import { type Codec, decode, encode } from "../../src/codec/codec.ts";
import { familyFromSpec, type SpecificationFamily } from "../../src/generic/mod.ts";
import { hex, toHex } from "../codec/golden.ts";
import { specification } from "./specs/read.ts";

/** The numbers of a family, without its schemas. */
function outline({ name, version, commands, notifications, groups }: SpecificationFamily): object {
  const told = Object.entries(commands).map(([command, { number, replyNumber, privileged, ...modes }]) =>
    [command, number, replyNumber ?? number, ...Object.keys(modes), ...(privileged ? ["privileged"] : [])].join(" ")
  );
  const announced = Object.entries(notifications).map(([notification, { number }]) => `${notification} ${number}`);
  return { name, version, commands: told, notifications: announced, groups };
}

describe("a family of a specification", () => {
  test("has one count of numbers", () => {
    expect(outline(familyFromSpec(specification("netdev")))).toEqual({
      name: "netdev",
      version: 1,
      commands: ["devGet 1 1 do dump", "queueGet 10 10 do dump", "qstatsGet 12 12 dump", "bindRx 13 13 do privileged"],
      notifications: ["devAddNtf 2", "devDelNtf 3", "devChangeNtf 4"],
      groups: ["mgmt", "page-pool"],
    });
  });

  test("has a count for each direction", () => {
    expect(outline(familyFromSpec(specification("nlctrl")))).toEqual({
      name: "nlctrl",
      version: 2,
      commands: ["getfamily 3 1 do dump", "getpolicy 10 10 dump"],
      notifications: ["newfamilyNtf 1", "delfamilyNtf 2"],
      groups: ["notify"],
    });
    expect(outline(familyFromSpec(specification("ethtool")))).toMatchObject({
      commands: [
        "strsetGet 1 1 do dump",
        "linkstateGet 6 6 do dump",
        "featuresGet 11 11 do dump",
        "featuresSet 12 12 do privileged",
        "channelsGet 17 18 do dump",
        "channelsSet 18 18 do privileged",
      ],
      notifications: ["featuresNtf 13", "channelsNtf 19"],
    });
  });

  test("has names in camelCase, whatever they are parted by and begin with", () => {
    const list = ["get", "Set-ALL", "a_b c", "2-go"].map((name) => ({ name, do: {} }));
    const family = familyFromSpec({ name: "x", "attribute-sets": [], operations: { list } });
    expect(Object.keys(family.commands)).toEqual(["get", "setALL", "aBC", "2Go"]);
  });

  test("goes on counting in either direction by what commands ask and reply", () => {
    const family = familyFromSpec({
      name: "two",
      "attribute-sets": [],
      operations: {
        "enum-model": "directional",
        list: [
          { name: "a", do: { request: {}, reply: {} } },
          { name: "b", do: { request: {} } },
          { name: "b-ntf", notify: "a" },
          { name: "c", dump: { request: { value: 7 }, reply: { value: 9 } } },
          { name: "c-ntf", event: {} },
          { name: "d", do: { request: {}, reply: {} } },
        ],
      },
    });
    expect(outline(family)).toMatchObject({
      commands: ["a 1 1 do", "b 2 2 do", "c 7 9 dump", "d 8 11 do"],
      notifications: ["bNtf 2", "cNtf 10"],
    });
  });

  test("counts what is neither a command nor a notification", () => {
    expect(outline(familyFromSpec(specification("mptcp_pm")))).toMatchObject({
      commands: [
        "addAddr 1 1 do privileged",
        "delAddr 2 2 do privileged",
        "getAddr 3 3 do dump",
        "setLimits 5 5 do privileged",
        "getLimits 6 6 do",
        "setFlags 7 7 do privileged",
        "announce 8 8 do privileged",
        "remove 9 9 do privileged",
        "subflowCreate 10 10 do privileged",
      ],
    });
  });
});

test("the schema of a specification keeps attributes that it does not know", () => {
  // To who compares what it makes, its values are unknown.
  const codec = familyFromSpec(specification("tcp_metrics")).commands["get"]?.do.reply as Codec<unknown>;
  const bytes = hex("08 00 01 00 c0 00 02 01 | 06 00 63 00 07 08 00 00 | 0c 00 06 80 08 00 01 00 05 00 00 00");
  const value = decode(codec, bytes);
  expect(value).toEqual({
    addrIpv4: "192.0.2.1",
    unknown: [{ type: 99, data: Uint8Array.of(7, 8) }],
    vals: { rtt: 5 },
  });
  expect(toHex(encode(codec, value))).toBe(toHex(bytes));
});
