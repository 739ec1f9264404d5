import { describe, expect, test } from "vitest";
import {
  type MdbEntry,
  type PoliceParameters,
  type RateSpecification,
  Rtnetlink,
  type U32Selector,
} from "../../mod.ts";
import { type Filters, listings } from "../../src/cli/listings.ts";
import { aligned } from "../../src/cli/text/form.ts";
import { Names } from "../../src/cli/text/names.ts";
import { plain } from "../../src/cli/text/paint.ts";
import { fakeKernel, type FakeObject, type FakeRequest } from "../../src/testing/mod.ts";

const names = new Names();
names.set(3, "v0");
names.set(6, "br0");

/** What is listed of a kind, of a kernel that has these objects, in lines for people. */
async function linesOf(
  noun: string,
  objects: readonly FakeObject[],
  filters: Filters = {},
): Promise<readonly string[]> {
  const kernel = fakeKernel(() => objects);
  await using rtnetlink = await Rtnetlink.open({ kernel });
  const listed = await listings[noun]?.list(rtnetlink, filters) ?? [];
  return aligned(listed.flatMap(({ lines }) => lines(names, plain, filters.stats ?? false)));
}

const queue = { length: 1, backlog: 98, drops: 2, requeues: 3, overlimits: 4 };
const stats = { basic: { bytes: 196n, packets: 2 }, queue };
const SENT = "Sent 196 bytes 2 pkt (dropped 2, overlimits 4 requeues 3) backlog 98b 1p";

/** A member of a group of a bridge. */
function member(index: number, group: string): MdbEntry {
  return { index, state: "permanent", flags: [], vlan: 0, group, timer: 0 };
}

const RATE: RateSpecification = {
  cellLog: 0,
  linkLayer: "ethernet",
  overhead: 0,
  cellAlign: 0,
  minimum: 0,
  rate: 12_500_000,
};
const NO_RATE: RateSpecification = { ...RATE, rate: 0 };
const HTB = {
  rate: RATE,
  ceiling: { ...RATE, rate: 25_000_000 },
  buffer: 19187,
  ceilingBuffer: 1000,
  quantum: 200_000,
  level: 7,
  priority: 3,
};
const TBF = {
  rate: { ...RATE, rate: 125_000 },
  peakRate: { ...RATE, rate: 250_000 },
  limit: 82768,
  buffer: 4_096_000,
  mtu: 96250,
};
const POLICE: PoliceParameters = {
  index: 5,
  action: "pass",
  limit: 0,
  burst: 1_250_000,
  mtu: 2047,
  rate: { ...RATE, rate: 125_000 },
  peakRate: NO_RATE,
  references: 1,
  bindings: 1,
  capabilities: 0,
};

const SELECTOR: U32Selector = {
  flags: [],
  offsetShift: 0,
  keyCount: 0,
  offsetMask: 0,
  offset: 0,
  offsetAt: 0,
  hashAt: 0,
  hashMask: 0,
  keys: [],
};

describe("people get of", () => {
  test.each<readonly [noun: string, filters: Filters, objects: readonly FakeObject[], lines: readonly string[]]>([
    ["qdiscs", {}, [
      { index: 3, handle: "1:", parent: "root", references: 2, kind: "prio", stats },
      { index: 6, handle: "none", parent: "1:10", kind: "pfifo", options: { limit: 77 } },
    ], [
      "qdisc prio 1:  dev v0 root refcnt 2",
      "qdisc pfifo 0: dev br0 parent 1:10 limit 77",
    ]],
    ["qdiscs", { stats: true }, [{ index: 3, handle: "1:", parent: "root", kind: "prio", stats }], [
      `qdisc prio 1: dev v0 root ${SENT}`,
    ]],
    // More packets than 32 bits hold, and nothing known of what waits.
    ["qdiscs", { stats: true }, [
      { index: 3, handle: "1:", parent: "root", kind: "prio", stats: { ...stats, packets64: 5000000000n } },
      { index: 3, handle: "2:", parent: "root", kind: "prio", stats: { basic: stats.basic } },
    ], [
      `qdisc prio 1: dev v0 root ${SENT.replace("2 pkt", "5000000000 pkt")}`,
      "qdisc prio 2: dev v0 root",
    ]],
    ["classes", { link: 3, stats: true }, [{ index: 3, handle: "1:10", parent: "1:1", kind: "htb", stats }], [
      `class htb 1:10 dev v0 parent 1:1 ${SENT}`,
    ]],
    ["filters", { link: 3 }, [{
      index: 3,
      parent: "1:",
      kind: "u32",
      protocol: 0x0800,
      priority: 5,
      handle: 0x80000800,
      options: {
        classId: "1:10",
        selector: {
          ...SELECTOR,
          flags: ["terminal"],
          keyCount: 2,
          keys: [
            { value: 0x50, mask: 0xffff, offset: 0, offsetMask: -1 },
            { value: 0xc6336400, mask: 0xffffff00, offset: 16, offsetMask: 0 },
          ],
        },
      },
    }], [
      "filter dev v0 parent 1: protocol ip pref 5 u32 fh 800::800 flowid 1:10 terminal " +
      "match 00000050/0000ffff at nexthdr+0 match c6336400/ffffff00 at 16",
    ]],
    // What counts of a value stands behind it, unless that is all of an address; 0 is a value too.
    ["filters", { link: 3 }, [{
      index: 3,
      parent: "ingress",
      kind: "flower",
      protocol: 0x0800,
      priority: 5,
      options: {
        ipv4Destination: "10.0.0.0",
        ipv4DestinationMask: "255.0.0.0",
        ipv4Source: "192.0.2.1",
        ipv4SourceMask: "255.255.255.255",
        icmpv4Code: 0,
        icmpv4CodeMask: 0xff,
        keyFlags: [],
        keyFlagsMask: ["fragment"],
        conntrackState: ["tracked"],
        conntrackStateMask: ["tracked", "new"],
        conntrackLabels: Uint8Array.of(0, 1),
        conntrackLabelsMask: Uint8Array.of(0, 255),
        tunnelOptions: { vxlan: { groupPolicy: 7 } },
        tunnelOptionsMask: { vxlan: { groupPolicy: 255 } },
      },
    }], [
      "filter dev v0 ingress protocol ip pref 5 flower ipv4_destination 10.0.0.0/255.0.0.0 ipv4_source 192.0.2.1 " +
      "icmpv4_code 0/0xff key_flags none/fragment conntrack_state tracked/new,tracked conntrack_labels 0001/00ff " +
      "tunnel_options vxlan group_policy 7 tunnel_options_mask vxlan group_policy 255",
    ]],
    ["filters", { link: 3 }, [{
      index: 3,
      parent: "1:",
      kind: "u32",
      protocol: 0x0800,
      priority: 5,
      options: { selector: { ...SELECTOR, offset: 4, offsetMask: 0xf00, offsetShift: 6 } },
    }], ["filter dev v0 parent 1: protocol ip pref 5 u32 offset_shift 6 offset_mask 3840 offset 4"]],
    // A rate is told in the largest unit of which it is a whole number.
    [
      "qdiscs",
      {},
      [12_345, 125, 250_000_000].map((rate, i) => ({
        index: 3,
        handle: `${i}:`,
        parent: "root",
        kind: "tbf",
        options: { parameters: { ...TBF, rate: { ...RATE, rate }, peakRate: NO_RATE, buffer: 0 } },
      })),
      ["98760bit", "1Kbit", "2Gbit"].map((rate, i) => `qdisc tbf ${i}: dev v0 root rate ${rate} limit 82768`),
    ],
    // Bursts are told as the time that they take, at rates of 64 bits where there are any.
    ["classes", { link: 3 }, [
      { index: 3, handle: "1:1", parent: "root", kind: "htb", options: { parameters: HTB } },
      {
        index: 3,
        handle: "1:2",
        parent: "root",
        kind: "htb",
        options: { parameters: { ...HTB, rate: { ...RATE, rate: 2 ** 32 - 1 } }, rate64: 5_000_000_000n },
      },
    ], [
      "class htb 1:1 dev v0 root rate 100Mbit ceil 200Mbit burst 15337b cburst 1600b quantum 200000 level 7 prio 3",
      "class htb 1:2 dev v0 root ceil 200Mbit burst 6135000b cburst 1600b quantum 200000 level 7 prio 3 rate 40Gbit",
    ]],
    ["qdiscs", {}, [
      { index: 3, handle: "1:", parent: "root", kind: "tbf", options: { parameters: TBF } },
      { index: 3, handle: "2:", parent: "root", kind: "tbf", options: { parameters: { ...TBF, peakRate: NO_RATE } } },
    ], [
      "qdisc tbf 1: dev v0 root rate 1Mbit peakrate 2Mbit limit 82768 burst 32768b minburst 1540b",
      "qdisc tbf 2: dev v0 root rate 1Mbit limit 82768 burst 32768b",
    ]],
    // The mtu of a policer is bytes.
    ["actions", { kind: "police" }, [{
      actions: [{
        kind: "police",
        options: { parameters: POLICE },
      }],
    }], ["action police index 5 pass burst 10000b mtu 2047 rate 1Mbit"]],
    ["filters", { block: 7 }, [
      { index: -1, parent: "0:7", kind: "u32", protocol: 0x86dd, priority: 5, handle: 0x80000800 },
    ], ["filter block 7 protocol ipv6 pref 5 u32 fh 800::800"]],
    ["chains", { link: 3, parent: "ingress" }, [{ index: 3, parent: "ingress", chain: 9 }], [
      "chain dev v0 ingress chain 9",
    ]],
    ["actions", { kind: "gact", stats: true }, [{ actions: [{ kind: "gact", stats }, { kind: "gact" }] }], [
      `action gact ${SENT}`,
      "action gact",
    ]],
    ["netconfs", { family: "inet" }, [
      { family: "inet", index: -1, forwarding: 1 },
      { family: "inet", index: 3, forwarding: 0 },
    ], [
      "inet all    forwarding on",
      "inet dev v0 forwarding off",
    ]],
    ["nsids", {}, [{ id: 7 }], ["nsid 7"]],
    // What is made of parts has a line for each.
    ["mdb", {}, [{
      family: "bridge",
      index: 6,
      groups: {
        entries: [{
          members: ["239.1.1.1", "239.1.1.2"].map((group) => member(3, group)),
        }],
      },
      routers: { ports: [{ index: 3 }] },
    }], [
      "dev br0 port v0 grp 239.1.1.1 permanent",
      "dev br0 port v0 grp 239.1.1.2 permanent",
      "dev br0 router port v0",
    ]],
    ["mdb", {}, [{ family: "bridge", index: 6 }], []],
    // Of a port, what the database of its bridge says of it.
    ["mdb", { link: 3 }, [
      {
        family: "bridge",
        index: 3,
        groups: { entries: [{ members: [member(3, "239.1.1.9")] }] },
      },
      {
        family: "bridge",
        index: 6,
        groups: {
          entries: [
            { members: [member(3, "239.1.1.1"), member(6, "239.1.1.1")] },
            { members: [member(6, "239.1.1.2")] },
          ],
        },
        routers: { ports: [{ index: 6 }, { index: 3 }] },
      },
      { family: "bridge", index: 7, routers: { ports: [{ index: 8 }] } },
    ], [
      "dev v0  port v0 grp 239.1.1.9 permanent",
      "dev br0 port v0 grp 239.1.1.1 permanent",
      "dev br0 router port v0",
    ]],
    ["bridge-vlans", {}, [{
      family: "bridge",
      index: 3,
      entries: [{ info: { id: 1, flags: ["pvid"] } }, { info: { id: 5, flags: [] }, range: 9 }],
    }], ["dev v0 vlan 1 pvid", "dev v0 vlan 5-9"]],
    ["tunnels", {}, [{ family: "bridge", index: 3, entries: [{ start: 7 }, { start: 8, end: 9 }] }], [
      "dev v0 vni 7",
      "dev v0 vni 8-9",
    ]],
  ])("%s, with %j", async (noun, filters, objects, lines) => {
    expect(await linesOf(noun, objects, filters)).toEqual(lines);
  });
});

test.each<readonly [noun: string, filters: Filters, request: Pick<FakeRequest, "topic"> & { readonly value: object }]>([
  ["qdiscs", { invisible: true }, { topic: "qdisc", value: { dumpInvisible: true } }],
  ["classes", { link: 3 }, { topic: "trafficClass", value: { index: 3 } }],
  ["filters", { link: 3, parent: "ingress", chain: 4 }, {
    topic: "filter",
    value: { index: 3, parent: "ingress", chain: 4 },
  }],
  ["chains", { block: 7, chain: 9 }, { topic: "chain", value: { index: -1, parent: "0:7", chain: 9 } }],
  ["actions", { kind: "mirred", stats: true }, {
    topic: "trafficAction",
    value: { actions: [{ kind: "mirred" }] },
  }],
  ["bridge-vlans", { global: true, link: 3 }, { topic: "bridgeVlan", value: { index: 3, dumpFlags: ["global"] } }],
  ["tunnels", { stats: true }, { topic: "tunnel", value: { flags: ["stats"] } }],
  ["neighbors", { proxy: true, family: "inet" }, { topic: "neighbor", value: { flags: ["proxy"] } }],
])("the kernel is asked for %s by what it compares, with %j", async (noun, filters, request) => {
  const kernel = fakeKernel();
  await using rtnetlink = await Rtnetlink.open({ kernel });
  expect(await listings[noun]?.list(rtnetlink, filters)).toEqual([]);
  expect(kernel.requests).toMatchObject([{ verb: "get", ...request }]);
});
