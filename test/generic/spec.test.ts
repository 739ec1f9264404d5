import { describe, expect, test } from "vitest";
import { type Codec, decode, encode } from "../../src/codec/codec.ts";
import { familyFromSpec, nlctrl, type SpecificationFamily } from "../../src/generic/mod.ts";
import { hex, toHex } from "../codec/golden.ts";
import { ethtool } from "../live/generic/channels.ts";
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
      commands: ["channelsGet 17 18 do dump", "channelsSet 18 18 do privileged"],
      notifications: ["channelsNtf 19"],
    });
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
        "getAddr 3 3 do dump privileged",
        "setLimits 5 5 do privileged",
        "getLimits 6 6 do",
      ],
    });
  });
});

/** A schema of a family of a specification. */
function schema(name: string, command: string, mode: "do" | "dump", member: "request" | "reply"): Codec<unknown> {
  const codec = familyFromSpec(specification(name)).commands[command]?.[mode][member];
  if (codec === undefined) throw new Error(`Cannot find ${command} ${mode} ${member} of ${name}`);
  // To who compares what it makes, its values are unknown.
  return codec as Codec<unknown>;
}

interface Counterpart {
  /** The schema of the specification. */
  readonly theirs: Codec<unknown>;
  /** The schema that was written by hand. */
  readonly ours: Codec<unknown> | undefined;
  /** Values of both that are the same. */
  readonly values: readonly (readonly [theirs: object, ours: object])[];
}

/** Schemas that were written by hand beside those of specifications. */
const COUNTERPARTS: Readonly<Record<string, Counterpart>> = {
  "a question to nlctrl": {
    theirs: schema("nlctrl", "getfamily", "do", "request"),
    ours: nlctrl.commands.getFamily.do.request as Codec<unknown>,
    values: [
      [{ familyName: "nlctrl" }, { name: "nlctrl" }],
      [{ familyId: 16 }, { id: 16 }],
      [{}, {}],
    ],
  },
  "an answer of nlctrl": {
    theirs: schema("nlctrl", "getfamily", "do", "reply"),
    ours: nlctrl.commands.getFamily.do.reply as Codec<unknown>,
    values: [
      [{ familyId: 16, familyName: "nlctrl", version: 2, hdrsize: 0, maxattr: 10 }, {
        id: 16,
        name: "nlctrl",
        version: 2,
        headerSize: 0,
        maximumType: 10,
      }],
    ],
  },
  "what nlctrl is asked of policies": {
    theirs: schema("nlctrl", "getpolicy", "dump", "request"),
    ours: nlctrl.commands.getPolicy.dump.request as Codec<unknown>,
    values: [[{ familyName: "netdev", op: 1 }, { name: "netdev", command: 1 }]],
  },
  "what nlctrl tells of policies": {
    theirs: schema("nlctrl", "getpolicy", "dump", "reply"),
    ours: nlctrl.commands.getPolicy.dump.reply as Codec<unknown>,
    values: [
      [
        {
          familyId: 20,
          policy: [{
            key: 1,
            value: [{ key: 2, value: { type: "u32", minValueU: 1n, maxValueU: 0xffffffffn } }],
          }],
        },
        {
          id: 20,
          policies: [{ key: 1, value: [{ key: 2, value: { type: "u32", minimum: 1n, maximum: 0xffffffffn } }] }],
        },
      ],
      [{ opPolicy: [{ key: 1, value: { do: 0, dump: 1 } }] }, {
        commandPolicies: [{ key: 1, value: { do: 0, dump: 1 } }],
      }],
    ],
  },
  "channels of ethtool": {
    theirs: schema("ethtool", "channelsSet", "do", "request"),
    ours: ethtool.commands.set.do.request as Codec<unknown>,
    values: [
      [{ header: { devIndex: 2 } }, { header: { deviceIndex: 2 } }],
      [{ header: { devName: "eth0" }, rxCount: 1, txCount: 2 }, {
        header: { deviceName: "eth0" },
        rxCount: 1,
        txCount: 2,
      }],
    ],
  },
};

describe("the schema of a specification", () => {
  test.each(Object.entries(COUNTERPARTS))("of %s is that which was written by hand", (_name, counterpart) => {
    const { theirs, ours, values } = counterpart;
    if (ours === undefined) throw new Error("Nothing to compare with");
    for (const [value, own] of values) {
      const bytes = encode(ours, own);
      expect(toHex(encode(theirs, value))).toBe(toHex(bytes));
      expect(decode(theirs, bytes)).toEqual(value);
    }
  });

  test("reads lists inside lists whether they are marked as such or not", () => {
    const ours = nlctrl.commands.getFamily.do.reply as Codec<unknown>;
    const bytes = encode(ours, {
      name: "shop",
      commands: [{ number: 1, capabilities: ["do", "dump"] }, { number: 2, capabilities: ["administrator"] }],
      groups: [{ name: "sales", id: 21 }],
    });
    const theirs = schema("nlctrl", "getfamily", "do", "reply");
    const value = decode(theirs, bytes);
    expect(value).toEqual({
      familyName: "shop",
      ops: [{ id: 1, flags: ["cmdCapDo", "cmdCapDump"] }, { id: 2, flags: ["adminPerm"] }],
      mcastGroups: [{ name: "sales", id: 21 }],
    });
    expect(toHex(encode(theirs, value))).toBe(toHex(bytes));
  });

  test("keeps attributes that it does not know", () => {
    const codec = schema("tcp_metrics", "get", "do", "reply");
    const bytes = hex("08 00 01 00 c0 00 02 01 | 06 00 63 00 07 08 00 00 | 0c 00 06 80 08 00 01 00 05 00 00 00");
    const value = decode(codec, bytes);
    expect(value).toEqual({
      addrIpv4: "192.0.2.1",
      unknown: [{ type: 99, data: Uint8Array.of(7, 8) }],
      vals: { rtt: 5 },
    });
    expect(toHex(encode(codec, value))).toBe(toHex(bytes));
  });
});
