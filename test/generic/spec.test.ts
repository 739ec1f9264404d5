import { describe, expect, test } from "vitest";
import { type Codec, decode, encode } from "../../src/codec/codec.ts";
import {
  ethtool,
  familyFromSpec,
  mptcpPm,
  netdev,
  nlctrl,
  type SpecificationFamily,
  tcpMetrics,
} from "../../src/generic/mod.ts";
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
      commands: ["channelsGet 17 18 do dump", "channelsSet 18 18 do privileged"],
      notifications: ["channelsNtf 19"],
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

/** A schema that was written by hand. */
function own<T>(codec: Codec<T> | undefined): Codec<unknown> {
  // As above.
  return (codec ?? expect.fail("no schema")) as Codec<unknown>;
}

type Counterpart = readonly [
  theirs: Codec<unknown>,
  ours: Codec<unknown>,
  ...values: readonly (readonly [theirs: object, ours: object])[],
];

/** Requests of specifications and of schemas that were written by hand, with values of both that are the same. */
const REQUESTS: Readonly<Record<string, Counterpart>> = {
  "nlctrl getfamily": [
    schema("nlctrl", "getfamily", "do", "request"),
    own(nlctrl.commands.getFamily.do.request),
    [{ familyName: "nlctrl" }, { name: "nlctrl" }],
    [{ familyId: 16 }, { id: 16 }],
    [{}, {}],
  ],
  "nlctrl getpolicy": [
    schema("nlctrl", "getpolicy", "dump", "request"),
    own(nlctrl.commands.getPolicy.dump.request),
    [{ familyName: "netdev", op: 1 }, { name: "netdev", command: 1 }],
  ],
  "netdev dev-get": [
    schema("netdev", "devGet", "do", "request"),
    own(netdev.commands.getDevice.do.request),
    [{ ifindex: 2 }, { index: 2 }],
  ],
  "netdev queue-get": [
    schema("netdev", "queueGet", "do", "request"),
    own(netdev.commands.getQueue.do.request),
    [{ ifindex: 2, type: "tx", id: 3 }, { linkIndex: 2, type: "tx", id: 3 }],
  ],
  "netdev qstats-get": [
    schema("netdev", "qstatsGet", "dump", "request"),
    own(netdev.commands.getQueueStats.dump.request),
    [{ ifindex: 2, scope: ["queue"] }, { linkIndex: 2, scope: ["queue"] }],
  ],
  "netdev bind-rx": [
    schema("netdev", "bindRx", "do", "request"),
    own(netdev.commands.bindRx.do.request),
    [{ ifindex: 2, fd: 5, queues: [{ type: "rx", id: 1 }, { type: "rx", id: 2 }] }, {
      linkIndex: 2,
      fd: 5,
      queues: [{ type: "rx", id: 1 }, { type: "rx", id: 2 }],
    }],
  ],
  "ethtool channels-get": [
    schema("ethtool", "channelsGet", "do", "request"),
    own(ethtool.commands.getChannels.do.request),
    [{ header: { devIndex: 2 } }, { header: { deviceIndex: 2 } }],
    [{ header: { flags: ["stats"] } }, { header: { flags: ["stats"] } }],
  ],
  "ethtool channels-set": [
    schema("ethtool", "channelsSet", "do", "request"),
    own(ethtool.commands.setChannels.do.request),
    [{ header: { devName: "eth0" }, rxCount: 1, combinedCount: 2 }, {
      header: { deviceName: "eth0" },
      rxCount: 1,
      combinedCount: 2,
    }],
  ],
  "mptcp_pm add-addr": [
    schema("mptcp_pm", "addAddr", "do", "request"),
    own(mptcpPm.commands.addEndpoint.do.request),
    [{ addr: { family: 2, id: 1, addr4: "192.0.2.1", port: 80, flags: ["signal"], ifIdx: 3 } }, {
      address: { family: "inet", id: 1, address4: "192.0.2.1", port: 80, flags: ["signal"], linkIndex: 3 },
    }],
    [{ addr: { family: 10, addr6: "2001:db8::1" } }, { address: { family: "inet6", address6: "2001:db8::1" } }],
  ],
  "mptcp_pm set-limits": [
    schema("mptcp_pm", "setLimits", "do", "request"),
    own(mptcpPm.commands.setLimits.do.request),
    [{ rcvAddAddrs: 2, subflows: 3 }, { acceptedAddresses: 2, subflows: 3 }],
  ],
  "tcp_metrics get": [
    schema("tcp_metrics", "get", "do", "request"),
    own(tcpMetrics.commands.get.do.request),
    [{ addrIpv4: "192.0.2.1", saddrIpv4: "192.0.2.2" }, { address4: "192.0.2.1", source4: "192.0.2.2" }],
    [{ addrIpv6: "2001:db8::1" }, { address6: "2001:db8::1" }],
  ],
};

/** The same of replies, which the kernel writes. */
const REPLIES: Readonly<Record<string, Counterpart>> = {
  "nlctrl getfamily": [
    schema("nlctrl", "getfamily", "do", "reply"),
    own(nlctrl.commands.getFamily.do.reply),
    [
      {
        familyId: 16,
        familyName: "shop",
        version: 2,
        hdrsize: 0,
        maxattr: 10,
        ops: [{ id: 1, flags: ["cmdCapDo", "cmdCapDump"] }, { id: 2, flags: ["adminPerm"] }],
        mcastGroups: [{ name: "sales", id: 21 }],
      },
      {
        id: 16,
        name: "shop",
        version: 2,
        headerSize: 0,
        maximumType: 10,
        commands: [{ number: 1, capabilities: ["do", "dump"] }, { number: 2, capabilities: ["administrator"] }],
        groups: [{ name: "sales", id: 21 }],
      },
    ],
  ],
  "nlctrl getpolicy": [
    schema("nlctrl", "getpolicy", "dump", "reply"),
    own(nlctrl.commands.getPolicy.dump.reply),
    [
      {
        familyId: 20,
        policy: [{ key: 1, value: [{ key: 2, value: { type: "u32", minValueU: 1n, maxValueU: 0xffffffffn } }] }],
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
  "netdev dev-get": [
    schema("netdev", "devGet", "do", "reply"),
    own(netdev.commands.getDevice.do.reply),
    [
      { ifindex: 2, xdpFeatures: ["basic", "rxSg"], xdpZcMaxSegs: 1, xdpRxMetadataFeatures: ["hash"], xskFeatures: [] },
      {
        index: 2,
        xdpFeatures: ["basic", "rxScatterGather"],
        xdpZeroCopyMaxSegments: 1,
        xdpRxMetadata: ["hash"],
        xskFeatures: [],
      },
    ],
  ],
  "netdev qstats-get": [
    schema("netdev", "qstatsGet", "dump", "reply"),
    own(netdev.commands.getQueueStats.dump.reply),
    [{ ifindex: 2, rxPackets: 5, rxBytes: 2n ** 40n }, { linkIndex: 2, rxPackets: 5, rxBytes: 2n ** 40n }],
  ],
  "ethtool channels-get": [
    schema("ethtool", "channelsGet", "do", "reply"),
    own(ethtool.commands.getChannels.do.reply),
    [{ header: { devIndex: 2, devName: "eth0" }, rxMax: 4, rxCount: 1 }, {
      header: { deviceIndex: 2, deviceName: "eth0" },
      rxMax: 4,
      rxCount: 1,
    }],
  ],
  "mptcp_pm get-limits": [
    schema("mptcp_pm", "getLimits", "do", "reply"),
    own(mptcpPm.commands.getLimits.do.reply),
    [{ rcvAddAddrs: 2, subflows: 3 }, { acceptedAddresses: 2, subflows: 3 }],
  ],
  "tcp_metrics get": [
    schema("tcp_metrics", "get", "dump", "reply"),
    own(tcpMetrics.commands.get.dump.reply),
    [
      {
        addrIpv4: "192.0.2.1",
        age: 5n,
        vals: { rtt: 8, cwnd: 10, rttUs: 8000 },
        fopenMss: 1400,
        fopenCookie: Uint8Array.of(1),
      },
      {
        address4: "192.0.2.1",
        age: 5n,
        values: { rtt: 8, congestionWindow: 10, rttMicroseconds: 8000 },
        fastOpenMss: 1400,
        fastOpenCookie: Uint8Array.of(1),
      },
    ],
  ],
};

describe("the schema of a specification", () => {
  test.each(Object.entries(REQUESTS))(
    "asks in the bytes of that which was written by hand: %s",
    (_name, counterpart) => {
      const [theirs, ours, ...values] = counterpart;
      for (const [value, same] of values) {
        const bytes = encode(ours, same);
        expect(toHex(encode(theirs, value))).toBe(toHex(bytes));
        expect(decode(theirs, bytes)).toEqual(value);
      }
    },
  );

  test.each(Object.entries(REPLIES))("reads what that which was written by hand reads: %s", (_name, counterpart) => {
    const [theirs, ours, ...values] = counterpart;
    for (const [value, same] of values) {
      const bytes = encode(ours, same);
      expect(decode(theirs, bytes)).toEqual(value);
      // Whether the sender marked a list inside as one, stays as it was.
      expect(toHex(encode(theirs, decode(theirs, bytes)))).toBe(toHex(bytes));
    }
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
