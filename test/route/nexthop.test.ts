import { describe, expect, test } from "vitest";
import { decode } from "../../mod.ts";
import { eventText } from "../../src/cli/text/event.ts";
import { Names } from "../../src/cli/text/names.ts";
import { nexthopText } from "../../src/cli/text/nexthop.ts";
import { plain } from "../../src/cli/text/paint.ts";
import { type Nexthop, nexthopMessage } from "../../src/route/nexthop.ts";
import { encodeFailure, golden, hex, survives } from "../codec/golden.ts";

const names = new Names();
names.set(3, "v0");

/** Expects that bytes and object are each other's, and what the command line prints of them. */
function example(nexthop: Nexthop, bytes: string, text: string): void {
  golden(nexthopMessage, nexthop, bytes);
  expect(nexthopText(nexthop, names, plain)).toBe(text);
}

// What Linux 6.18 tells after the commands of the test names, one attribute a line.

describe("a nexthop object", () => {
  test("ip nexthop add id 2 via 10.0.0.3 dev v0 onlink proto 77", () => {
    example(
      { family: "inet", scope: "link", protocol: 77, flags: ["onlink"], id: 2, outputLink: 3, gateway: "10.0.0.3" },
      `
      02 | fd | 4d | 00 | 04 00 00 00                   # struct nhmsg: family, scope, protocol, reserved, flags
      08 00 01 00 | 02 00 00 00                         # NHA_ID 2
      08 00 05 00 | 03 00 00 00                         # NHA_OIF 3
      08 00 06 00 | 0a 00 00 03                         # NHA_GATEWAY 10.0.0.3
      `,
      "id 2 via 10.0.0.3 dev v0 scope link proto 77 onlink",
    );
  });

  test("ip nexthop add id 3 via 2001:db8::3 dev v0", () => {
    example(
      {
        family: "inet6",
        scope: "link",
        protocol: "unspec",
        flags: [],
        id: 3,
        outputLink: 3,
        gateway: "2001:db8::3",
      },
      `
      0a | fd | 00 | 00 | 00 00 00 00
      08 00 01 00 | 03 00 00 00                         # NHA_ID 3
      08 00 05 00 | 03 00 00 00                         # NHA_OIF 3
      14 00 06 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 03 # NHA_GATEWAY
      `,
      "id 3 via 2001:db8::3 dev v0 scope link",
    );
  });

  test("ip -6 nexthop add id 15 blackhole", () => {
    example(
      { family: "inet6", scope: "global", protocol: "unspec", flags: [], id: 15, blackhole: true },
      `
      0a | 00 | 00 | 00 | 00 00 00 00
      08 00 01 00 | 0f 00 00 00                         # NHA_ID 15
      04 00 04 00                                       # NHA_BLACKHOLE
      `,
      "id 15 blackhole",
    );
  });

  test("ip nexthop add id 9 via 10.0.0.9 fdb", () => {
    example(
      { family: "inet", scope: "link", protocol: "unspec", flags: [], id: 9, fdb: true, gateway: "10.0.0.9" },
      `
      02 | fd | 00 | 00 | 00 00 00 00
      08 00 01 00 | 09 00 00 00                         # NHA_ID 9
      04 00 0b 00                                       # NHA_FDB
      08 00 06 00 | 0a 00 00 09                         # NHA_GATEWAY
      `,
      "id 9 via 10.0.0.9 scope link fdb",
    );
  });

  test("ip -6 nexthop add id 14 encap seg6 mode encap segs 2001:db8::a via 2001:db8::7 dev v0", () => {
    const nexthop = survives(
      nexthopMessage,
      `
      0a | fd | 00 | 00 | 00 00 00 00
      08 00 01 00 | 0e 00 00 00                         # NHA_ID 14
      08 00 05 00 | 03 00 00 00                         # NHA_OIF 3
      14 00 06 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 07 # NHA_GATEWAY
      24 00 08 00                                       # NHA_ENCAP
        20 00 01 00 | 01 00 00 00                       #   SEG6_IPTUNNEL_SRH, SEG6_IPTUN_MODE_ENCAP
          00 02 04 00 00 00 00 00
          20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 0a
      06 00 07 00 | 05 00 | 00 00                       # NHA_ENCAP_TYPE, LWTUNNEL_ENCAP_SEG6
      `,
    );
    expect(nexthop).toMatchObject({ id: 14, encapType: "seg6", encap: { routingHeader: { mode: "encap" } } });
    expect(nexthopText(nexthop, names, plain))
      .toBe("id 14 encap seg6 mode encap segs 1 [ 2001:db8::a ] via 2001:db8::7 dev v0 scope link");
  });
});

describe("a group of nexthop objects", () => {
  test("ip nexthop add id 6 group 1/2,5", () => {
    example(
      {
        family: "unspec",
        scope: "global",
        protocol: "unspec",
        flags: [],
        id: 6,
        groupType: "multipath",
        group: [{ id: 1, weight: 1 }, { id: 2, weight: 5 }],
        operationFlags: ["groupReserved0"],
      },
      `
      00 | 00 | 00 | 00 | 00 00 00 00
      08 00 01 00 | 06 00 00 00                         # NHA_ID 6
      06 00 03 00 | 00 00 | 00 00                       # NHA_GROUP_TYPE, NEXTHOP_GRP_TYPE_MPATH
      14 00 02 00                                       # NHA_GROUP
        01 00 00 00 | 00 | 00 | 00 00                   #   id 1, weight - 1, its upper byte, reserved
        02 00 00 00 | 04 | 00 | 00 00                   #   id 2
      08 00 0e 00 | 00 00 00 80                         # NHA_OP_FLAGS, NHA_OP_FLAG_RESP_GRP_RESVD_0
      `,
      "id 6 group 1/2,5",
    );
  });

  test("ip nexthop add id 8 group 1/2,7 type resilient buckets 8 idle_timer 60 unbalanced_timer 300", () => {
    example(
      {
        family: "unspec",
        scope: "global",
        protocol: "unspec",
        flags: [],
        id: 8,
        groupType: "resilient",
        group: [{ id: 1, weight: 1 }, { id: 2, weight: 7 }],
        resilientGroup: { buckets: 8, idleTimer: 6000, unbalancedTimer: 30000, unbalancedTime: 0n },
        operationFlags: ["groupReserved0"],
      },
      `
      00 | 00 | 00 | 00 | 00 00 00 00
      08 00 01 00 | 08 00 00 00                         # NHA_ID 8
      06 00 03 00 | 01 00 | 00 00                       # NHA_GROUP_TYPE, NEXTHOP_GRP_TYPE_RES
      14 00 02 00 | 01 00 00 00 00 00 00 00 | 02 00 00 00 06 00 00 00 # NHA_GROUP
      28 00 0c 80                                       # NHA_RES_GROUP, marked as nested
        06 00 01 00 | 08 00 | 00 00                     #   NHA_RES_GROUP_BUCKETS 8
        08 00 02 00 | 70 17 00 00                       #   NHA_RES_GROUP_IDLE_TIMER 60 s
        08 00 03 00 | 30 75 00 00                       #   NHA_RES_GROUP_UNBALANCED_TIMER 300 s
        0c 00 04 00 | 00 00 00 00 00 00 00 00           #   NHA_RES_GROUP_UNBALANCED_TIME
      08 00 0e 00 | 00 00 00 80                         # NHA_OP_FLAGS
      `,
      "id 8 group 1/2,7 type resilient buckets 8 idle_timer 60 unbalanced_timer 300 unbalanced_time 0",
    );
  });

  test("ip -s -s nexthop, which asks for statistics", () => {
    example(
      {
        family: "unspec",
        scope: "global",
        protocol: "unspec",
        flags: [],
        id: 11,
        fdb: true,
        groupType: "multipath",
        group: [{ id: 9, weight: 1 }],
        hardwareStatsEnable: false,
        hardwareStatsUsed: true,
        groupStats: { entries: [{ id: 9, packets: 7, hardwarePackets: 5_000_000_000n }] },
        operationFlags: ["dumpStats", "dumpHardwareStats", "groupReserved0"],
      },
      `
      00 | 00 | 00 | 00 | 00 00 00 00
      08 00 01 00 | 0b 00 00 00                         # NHA_ID 11
      04 00 0b 00                                       # NHA_FDB
      06 00 03 00 | 00 00 | 00 00                       # NHA_GROUP_TYPE
      0c 00 02 00 | 09 00 00 00 00 00 00 00             # NHA_GROUP
      08 00 10 00 | 00 00 00 00                         # NHA_HW_STATS_ENABLE
      08 00 11 00 | 01 00 00 00                         # NHA_HW_STATS_USED
      24 00 0f 80                                       # NHA_GROUP_STATS, marked as nested
        20 00 01 80                                     #   NHA_GROUP_STATS_ENTRY, marked as nested
          08 00 01 00 | 09 00 00 00                     #     NHA_GROUP_STATS_ENTRY_ID 9
          08 00 02 00 | 07 00 00 00                     #     NHA_GROUP_STATS_ENTRY_PACKETS, in 32 bits
          0c 00 03 00 | 00 f2 05 2a 01 00 00 00         #     NHA_GROUP_STATS_ENTRY_PACKETS_HW, in 64 bits
      08 00 0e 00 | 03 00 00 80                         # NHA_OP_FLAGS
      `,
      "id 11 group 9 fdb",
    );
  });

  test("weights have 16 bits, in two bytes", () => {
    const header = { family: "unspec", scope: "global", protocol: "unspec", flags: [] } as const;
    golden(
      nexthopMessage,
      { ...header, group: [{ id: 1, weight: 256 }, { id: 2, weight: 300 }, { id: 3, weight: 65536 }] },
      `
      00 00 00 00 00 00 00 00
      1c 00 02 00 | 01 00 00 00 ff 00 00 00 | 02 00 00 00 2b 01 00 00 | 03 00 00 00 ff ff 00 00
      `,
    );
    expect(encodeFailure(nexthopMessage, { ...header, group: [{ id: 1, weight: 0 }] }))
      .toBe("Cannot encode group.0.weight: expected a number from 1 to 65536, got 0");
  });

  test("half a member is told as malformed, and kept", () => {
    const bytes = hex(`
      28 00 00 00 | 68 00 | 00 00 | 00 00 00 00 | 00 00 00 00 # struct nlmsghdr, RTM_NEWNEXTHOP
      00 00 00 00 00 00 00 00
      08 00 01 00 | 06 00 00 00                         # NHA_ID 6
      08 00 02 00 | 01 00 00 00                         # NHA_GROUP
    `);
    const [event, problem] = [...decode(bytes)];
    expect(event).toMatchObject({
      type: "nexthop",
      nexthop: { id: 6, unknown: [{ type: 2, data: hex("01 00 00 00") }] },
    });
    expect(problem).toMatchObject({ type: "undecoded", error: { path: ["group"] } });
  });
});

describe("a query", () => {
  test("ip nexthop list groups fdb master br0 dev v0, and the port of a newer kernel", () => {
    golden(
      nexthopMessage,
      {
        family: "unspec",
        scope: "global",
        protocol: "unspec",
        flags: [],
        outputLink: 3,
        groups: true,
        master: 4,
        fdb: true,
        destinationPort: 4789,
      },
      `
      00 | 00 | 00 | 00 | 00 00 00 00
      08 00 05 00 | 03 00 00 00                         # NHA_OIF
      04 00 09 00                                       # NHA_GROUPS
      08 00 0a 00 | 04 00 00 00                         # NHA_MASTER
      04 00 0b 00                                       # NHA_FDB
      06 00 12 00 | 12 b5 | 00 00                       # NHA_DST_PORT 4789, network order
      `,
    );
  });
});

describe("events", () => {
  const header = "| 00 00 | 00 00 00 00 | 00 00 00 00";

  test("of an object that is gone", () => {
    const [event] = [
      ...decode(hex(`
        20 00 00 00 | 69 00 ${header}
        02 | 00 | 00 | 00 | 00 00 00 00
        08 00 01 00 | 05 00 00 00
      `)),
    ];
    expect(event).toEqual({
      type: "nexthop",
      action: "delete",
      nexthop: { family: "inet", scope: "global", protocol: "unspec", flags: [], id: 5 },
      message: { name: "RTM_DELNEXTHOP", flags: [], sequence: 0, port: 0 },
    });
    expect(event && eventText(event, names, plain)).toBe("Deleted id 5");
  });

  test("of a bucket that has got another owner", () => {
    const [event] = [
      ...decode(hex(`
        40 00 00 00 | 74 00 ${header}
        00 | 00 | 00 | 00 | 40 00 00 00
        08 00 01 00 | 08 00 00 00                       # NHA_ID 8
        20 00 0d 80                                     # NHA_RES_BUCKET, marked as nested
          06 00 01 00 | 01 00 | 00 00                   #   NHA_RES_BUCKET_INDEX 1
          08 00 03 00 | 02 00 00 00                     #   NHA_RES_BUCKET_NH_ID 2
          0c 00 02 00 | 0d 00 00 00 00 00 00 00         #   NHA_RES_BUCKET_IDLE_TIME 13
      `)),
    ];
    expect(event).toEqual({
      type: "nexthopBucket",
      action: "new",
      nexthopBucket: {
        family: "unspec",
        scope: "global",
        protocol: "unspec",
        flags: ["trap"],
        id: 8,
        resilientBucket: { index: 1, nexthopId: 2, idleTime: 13n },
      },
      message: { name: "RTM_NEWNEXTHOPBUCKET", flags: [], sequence: 0, port: 0 },
    });
    expect(event && eventText(event, names, plain)).toBe("id 8 index 1 idle_time 0.13 nhid 2 trap");
  });

  test("what a newer kernel says beside it is kept", () => {
    const nexthop = survives(
      nexthopMessage,
      "02 00 00 00 00 00 00 00 | 08 00 01 00 05 00 00 00 | 06 00 63 80 01 02 00 00",
    );
    expect(nexthop.unknown).toEqual([{ type: 99, nested: true, data: Uint8Array.of(1, 2) }]);
  });
});
