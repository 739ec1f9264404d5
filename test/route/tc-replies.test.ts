import { describe, expect, test } from "vitest";
import type { Filter, Qdisc, TrafficClass } from "../../mod.ts";
import { chainMessage } from "../../src/route/chain.ts";
import { filterMessage } from "../../src/route/filter.ts";
import { qdiscMessage } from "../../src/route/qdisc.ts";
import { trafficActionsMessage } from "../../src/route/traffic-action.ts";
import { trafficClassMessage } from "../../src/route/traffic-class.ts";
import { encodeFailure, golden, hex, survives, toHex } from "../codec/golden.ts";
import { eventOf, example } from "./example.ts";

// What kernels tell of kinds that those of the tests need not have, as their headers say it is laid out. What `tc` asks
// for, and what Linux 6.18 answers, is in the captures and among the known messages.

const RTM_NEWQDISC = 36;
const RTM_NEWTCLASS = 40;
const RTM_NEWTFILTER = 44;
const RTM_DELACTION = 49;
const RTM_NEWCHAIN = 100;

/** Numbers of 32 bits, as this host has them. */
function words(...numbers: readonly number[]): string {
  return toHex(new Uint8Array(Int32Array.from(numbers).buffer));
}

/** Numbers of 64 bits. */
function longs(...numbers: readonly number[]): string {
  return toHex(new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer));
}

/** An attribute with its header and its padding. */
function attribute(type: number, ...payload: readonly string[]): string {
  const { length } = hex(payload.join(" "));
  const header = toHex(new Uint8Array(Uint16Array.of(length + 4, type).buffer));
  return [header, ...payload, "00 ".repeat((4 - length % 4) % 4)].join(" ");
}

/** `TCA_KIND`. */
function kind(name: string): string {
  return attribute(1, toHex(new TextEncoder().encode(`${name}\0`)));
}

/** `struct tcmsg` of link 3, with the handle 1:, at the root. */
const QDISC = words(0, 3, 0x10000, -1, 2);
const ROOT: Pick<Qdisc, "family" | "index" | "handle" | "parent" | "references"> = {
  family: "unspec",
  index: 3,
  handle: "1:",
  parent: "root",
  references: 2,
};

describe("a qdisc", () => {
  test("fq_codel with its counters, twice", () => {
    const counters = words(0, 1514, 1, 2, 3, 4, 5, 6, 7, 8);
    const app = {
      type: "qdisc",
      maxPacket: 1514,
      overLimitDrops: 1,
      ecnMarks: 2,
      newFlowCount: 3,
      newFlows: 4,
      oldFlows: 5,
      congestionMarks: 6,
      memoryUsage: 7,
      overMemoryDrops: 8,
    } as const;
    example(qdiscMessage, RTM_NEWQDISC, {
      value: {
        ...ROOT,
        kind: "fq_codel",
        options: { target: 4999, limit: 10240, interval: 99999, ecn: true, quantum: 1514, flows: 1024 },
        stats: {
          basic: { bytes: 2n ** 40n, packets: 9 },
          queue: { length: 1, backlog: 2, drops: 3, requeues: 4, overlimits: 5 },
          app,
        },
        oldKindStats: app,
      },
      bytes: [
        QDISC,
        kind("fq_codel"),
        attribute(
          2,
          attribute(1, words(4999)), // TCA_FQ_CODEL_TARGET
          attribute(2, words(10240)), // TCA_FQ_CODEL_LIMIT
          attribute(3, words(99999)), // TCA_FQ_CODEL_INTERVAL
          attribute(4, words(1)), // TCA_FQ_CODEL_ECN
          attribute(6, words(1514)), // TCA_FQ_CODEL_QUANTUM
          attribute(5, words(1024)), // TCA_FQ_CODEL_FLOWS
        ),
        attribute(
          7,
          attribute(1, longs(2 ** 40), words(9, 0)),
          attribute(3, words(1, 2, 3, 4, 5)),
          attribute(4, counters),
        ),
        attribute(4, counters),
      ].join(" "),
      text: "qdisc fq_codel 1: dev v0 root refcnt 2 target 4999 limit 10240 interval 99999 ecn quantum 1514 flows 1024",
    });
  });

  test("cake with its tins", () => {
    const tin = attribute(1, attribute(2, words(7)), attribute(3, longs(2 ** 33)), attribute(25, words(1514)));
    const { stats } = survives(
      qdiscMessage,
      [
        QDISC,
        kind("cake"),
        attribute(
          7,
          attribute(
            4,
            attribute(2, longs(125_000_000)), // TCA_CAKE_STATS_CAPACITY_ESTIMATE64
            attribute(10, tin, attribute(2, attribute(2, words(8)))), // TCA_CAKE_STATS_TIN_STATS
            attribute(11, words(-5)), // TCA_CAKE_STATS_DEFICIT
            attribute(17, words(3)), // TCA_CAKE_STATS_ACTIVE_QUEUES
          ),
        ),
      ].join(" "),
    );
    expect(stats).toEqual({
      app: {
        capacityEstimate: 125_000_000n,
        tins: [{ sentPackets: 7, sentBytes: 2n ** 33n, flowQuantum: 1514 }, { sentPackets: 8 }],
        deficit: -5,
        activeQueues: 3,
      },
    });
  });

  test("fq, of a kernel that counts less and of one that counts more", () => {
    const start = [longs(1, 2, 3, 4, 5, 6, 7, -8), words(9, 10, 11, 12)];
    const whole = [...start, longs(13, 14, 15, 16, 17, 18, 19), words(20, 21, 22, 0)];
    const message = (...parts: readonly string[]) =>
      [QDISC, kind("fq"), attribute(7, attribute(4, ...parts))].join(" ");
    const old = survives(qdiscMessage, message(...start));
    expect(old.stats?.app).toMatchObject({ collectedFlows: 1n, nextDelayedFlow: -8n, unthrottleLatency: 12 });
    expect(old.stats?.app).not.toHaveProperty("congestionMarks");
    expect(survives(qdiscMessage, message(...whole)).stats?.app).toMatchObject({
      fastPathPackets: 16n,
      bandDrops: [17n, 18n, 19n],
      bandPacketCount: [20, 21, 22],
    });
    expect(survives(qdiscMessage, message(...whole, "01 02 03 04")).stats?.app).toMatchObject({
      rest: hex("01020304"),
    });
  });

  test("gred with all its virtual queues", () => {
    const queue = (number: number) => [words(6000, 1, 2, number, 3, 4, 5, 6, 7, 8), "01 02 03 04", words(9, 10)];
    const { options } = survives(
      qdiscMessage,
      [
        QDISC,
        kind("gred"),
        attribute(
          2,
          attribute(3, words(2, 1), "01 01 00 00"), // TCA_GRED_DPS
          attribute(4, words(...Array(16).fill(5))), // TCA_GRED_MAX_P
          attribute(1, ...queue(0), ...queue(1)), // TCA_GRED_PARMS
          attribute(6, attribute(1, attribute(2, words(0)), attribute(3, longs(77)))), // TCA_GRED_VQ_LIST
        ),
      ].join(" "),
    );
    expect(options).toMatchObject({
      setup: { queues: 2, defaultQueue: 1, priorities: true, flags: ["ecn"] },
      queues: [{ dropPrecedence: 0, averageLog: 1, priority: 4 }, { dropPrecedence: 1, packets: 9, bytesIn: 10 }],
      virtualQueues: { entries: [{ dropPrecedence: 0, bytes: 77n }] },
    });
  });

  test("taprio with the schedule that takes over", () => {
    const entry = attribute(
      1,
      attribute(1, words(0)),
      attribute(2, "02"),
      attribute(3, words(3)),
      attribute(4, words(500)),
    );
    const { options } = survives(
      qdiscMessage,
      [
        QDISC,
        kind("taprio"),
        attribute(
          2,
          attribute(0x8000 | 12, attribute(1, words(0)), attribute(2, words(1500)), attribute(3, words(2))),
          attribute(0x8000 | 12, attribute(1, words(1)), attribute(2, words(0)), attribute(3, words(1))),
          attribute(7, attribute(3, longs(-1)), attribute(8, longs(1000)), attribute(2, entry)),
        ),
      ].join(" "),
    );
    expect(options).toEqual({
      trafficClasses: [
        { index: 0, maxSdu: 1500, framePreemption: "preemptible" },
        { index: 1, maxSdu: 0, framePreemption: "express" },
      ],
      adminSchedule: {
        baseTime: -1n,
        cycleTime: 1000n,
        entries: { entries: [{ index: 0, command: "setAndRelease", gateMask: 3, interval: 500 }] },
      },
    });
  });

  test("of a kind without a schema keeps what is special to it", () => {
    const qdisc = survives(
      qdiscMessage,
      [QDISC, kind("teql0"), attribute(2, words(1)), attribute(7, attribute(4, words(2))), attribute(4, words(3))].join(
        " ",
      ),
    );
    expect(qdisc).toEqual({
      ...ROOT,
      kind: "teql0",
      stats: { unknown: [{ type: 4, data: hex(words(2)) }] },
      unknown: [{ type: 2, data: hex(words(1)) }, { type: 4, data: hex(words(3)) }],
    });
  });

  test("whose kind comes last is understood all the same", () => {
    const { options } = survives(qdiscMessage, [QDISC, attribute(2, words(77)), kind("pfifo")].join(" "));
    expect(options).toEqual({ limit: 77 });
  });

  test("is refused with the options of another kind", () => {
    const wrong = { ...ROOT, kind: "pfifo", options: { target: 5 } };
    expect(encodeFailure(qdiscMessage, wrong)).toBe(
      "Cannot encode options: unknown field 'target', expected one of limit, rest",
    );
  });
});

describe("a class", () => {
  const header: Pick<TrafficClass, "family" | "index" | "handle" | "parent" | "leaf"> = {
    family: "unspec",
    index: 3,
    handle: "1:a",
    parent: "root",
    leaf: "8001:",
  };
  const start = words(0, 3, 0x1000a, -1, -0x7fff0000);

  test("of fq_codel is a flow with other counters than the qdisc", () => {
    example(trafficClassMessage, RTM_NEWTCLASS, {
      value: {
        ...header,
        kind: "fq_codel",
        stats: {
          app: { type: "class", deficit: -1, delay: 2, count: 3, lastCount: 4, dropping: true, dropNext: -6 },
        },
      },
      bytes: [start, kind("fq_codel"), attribute(7, attribute(4, words(1, -1, 2, 3, 4, 1, -6, 0, 0, 0)))].join(" "),
      text: "class fq_codel 1:a dev v0 root leaf 8001:",
    });
  });

  test("of hfsc has curves, where the qdisc has a default class", () => {
    example(trafficClassMessage, RTM_NEWTCLASS, {
      value: {
        ...header,
        kind: "hfsc",
        options: { realTime: { slope1: 1, duration: 2, slope2: 3 } },
        stats: { app: { work: 4n, realTimeWork: 5n, period: 6, level: 7 } },
      },
      bytes: [
        start,
        kind("hfsc"),
        attribute(2, attribute(1, words(1, 2, 3))),
        attribute(7, attribute(4, longs(4, 5), words(6, 7))),
      ].join(" "),
      text: "class hfsc 1:a dev v0 root leaf 8001: real_time slope1 1 duration 2 slope2 3",
    });
    golden(
      qdiscMessage,
      { ...ROOT, kind: "hfsc", options: { defaultClass: 0x20 } },
      [QDISC, kind("hfsc"), attribute(2, "20 00")].join(" "),
    );
  });
});

describe("a filter", () => {
  const header: Pick<Filter, "family" | "index" | "handle" | "parent" | "protocol" | "priority"> = {
    family: "unspec",
    index: 3,
    handle: 1,
    parent: "egress",
    protocol: 0x86dd,
    priority: 49152,
  };
  const start = [words(0, 3, 1, -13), "86 dd 00 c0"];

  test("with an action of each counter", () => {
    example(filterMessage, RTM_NEWTFILTER, {
      value: {
        ...header,
        chain: 7,
        kind: "matchall",
        options: {
          actions: [{
            kind: "gact",
            stats: { basic: { bytes: 1n, packets: 2 }, basicHardware: { bytes: 3n, packets: 4 }, packets64: 2n ** 32n },
            flags: { value: ["skipHardware"], selector: ["skipHardware"] },
            hardwareStats: { value: ["delayed"], selector: ["immediate", "delayed"] },
            options: {
              parameters: { index: 5, capabilities: 0, action: "goto chain 8", references: 1, bindings: 1 },
              times: { installed: 100n, lastUsed: 50n, expires: 0n },
            },
          }],
          flags: ["notInHardware"],
          counters: { hits: 9n },
        },
      },
      bytes: [
        ...start,
        attribute(11, words(7)),
        kind("matchall"),
        attribute(
          2,
          attribute(
            2,
            attribute(
              1,
              kind("gact"),
              attribute(
                4,
                attribute(1, longs(1), words(2, 0)),
                attribute(7, longs(3), words(4, 0)),
                attribute(8, longs(2 ** 32)),
              ),
              attribute(7, words(2, 2)),
              attribute(8, words(2, 3)),
              attribute(2, attribute(2, words(5, 0, 0x20000008, 1, 1)), attribute(1, longs(100, 50, 0))),
            ),
          ),
          attribute(3, words(8)),
          attribute(4, longs(9)),
        ),
      ].join(" "),
      text:
        "filter dev v0 egress protocol ipv6 pref 49152 matchall chain 7 handle 0x1 action gact index 5 goto chain 8 " +
        "notInHardware counters hits 9",
    });
  });

  test("u32 with the hits of its keys", () => {
    const { options } = survives(
      filterMessage,
      [
        ...start,
        kind("u32"),
        attribute(
          2,
          attribute(5, "01 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00", "ff 00 00 00 0a 00 00 00", words(16, 0)),
          attribute(9, longs(10, 5, 7)),
        ),
      ].join(" "),
    );
    expect(options).toMatchObject({
      selector: { keyCount: 1, keys: [{ mask: 0xff000000, value: 0x0a000000, offset: 16 }] },
      counters: { tried: 10n, hits: 5n, keyHits: [7n] },
    });
  });

  test("of a block tells it, and not where it is", () => {
    const bytes = [words(0, -1, 0, 0x10005), "08 00 05 00", kind("u32")].join(" ");
    expect(survives(filterMessage, bytes)).toEqual({
      family: "unspec",
      index: -1,
      handle: 0,
      parent: "1:5",
      block: 0x10005,
      protocol: 0x0800,
      priority: 5,
      kind: "u32",
    });
    const wrong = { ...header, index: -1, parent: "0:5", block: 6 };
    expect(encodeFailure(filterMessage, wrong)).toBe(
      "Cannot encode value: expected block to be '5' as in what it repeats, got '6'",
    );
  });
});

test("a chain with a template", () => {
  example(chainMessage, RTM_NEWCHAIN, {
    value: {
      family: "unspec",
      index: -1,
      handle: 0,
      parent: "0:7",
      info: 0,
      chain: 5,
      kind: "flower",
      options: { ipv6DestinationMask: "ffff:ffff::" },
      block: 7,
    },
    bytes: [
      words(0, -1, 0, 7, 0),
      attribute(11, words(5)),
      kind("flower"),
      attribute(2, attribute(17, "ff ff ff ff", "00 ".repeat(12))),
    ].join(" "),
    text: "chain block 7 chain 5 template flower ipv6_destination_mask ffff:ffff::",
  });
});

test("a list of actions from 0, as the kernel numbers them, and one that is gone", () => {
  const listed = [
    words(0),
    attribute(1, attribute(0, kind("gact")), attribute(1, kind("gact"))),
    attribute(3, words(2)),
  ];
  expect(eventOf(48, listed.join(" "))).toMatchObject({
    type: "trafficAction",
    trafficAction: { actions: [{ kind: "gact" }, { kind: "gact" }], count: 2 },
  });
  example(trafficActionsMessage, RTM_DELACTION, {
    value: { family: "unspec", actions: [{ kind: "mirred", index: 5 }], warning: "x" },
    bytes: [words(0), attribute(1, attribute(1, kind("mirred"), attribute(3, words(5)))), attribute(5, "78 00")].join(
      " ",
    ),
    text: "Deleted action mirred index 5",
  });
});
