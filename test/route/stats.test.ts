import { describe, expect, test } from "vitest";
import { decode } from "../../mod.ts";
import { statsMessage, statsRequest } from "../../src/route/stats.ts";
import { golden, hex, survives } from "../codec/golden.ts";
import { eventOf, example } from "./example.ts";

// What Linux 6.18 lists after the commands of the test names, one attribute a line; of a bond and of MPLS what the
// kernel's code writes.

const RTM_NEWSTATS = 92;

/** Numbers of 64 bits, each one more than the one before. */
function counters(count: number, first = 1): string {
  return Array.from({ length: count }, (_, i) => `${(first + i).toString(16).padStart(2, "0")} 00 00 00 00 00 00 00`)
    .join(" ");
}

describe("counters", () => {
  test("ip stats show dev v0 group link", () => {
    const { link } = survives(
      statsMessage,
      `00 | 00 | 00 00 | 03 00 00 00 | 01 00 00 00   # struct if_stats_msg: family, pads, link, filter
       cc 00 01 00 | ${counters(25)}   # IFLA_STATS_LINK_64`,
    );
    expect(link).toMatchObject({ rxPackets: 1n, txPackets: 2n, txBytes: 4n, rxOtherHostDropped: 25n });
  });

  test("ip stats show dev v0 group xstats_slave, of a port of a bridge", () => {
    const { filter, portExtended } = survives(
      statsMessage,
      `00 00 00 00 03 00 00 00 04 00 00 00
       30 01 03 00 | 2c 01 01 00   # IFLA_STATS_LINK_XSTATS_SLAVE, LINK_XSTATS_TYPE_BRIDGE
         f4 00 02 00 | ${counters(30)}   # BRIDGE_XSTATS_MCAST: struct br_mcast_stats
         34 00 04 00 | ${counters(6)}   # BRIDGE_XSTATS_STP: struct bridge_stp_xstats`,
    );
    expect(filter).toEqual(["portExtended"]);
    expect(portExtended?.bridge).toEqual({
      multicast: {
        igmpV1Queries: { rx: 1n, tx: 2n },
        igmpV2Queries: { rx: 3n, tx: 4n },
        igmpV3Queries: { rx: 5n, tx: 6n },
        igmpLeaves: { rx: 7n, tx: 8n },
        igmpV1Reports: { rx: 9n, tx: 10n },
        igmpV2Reports: { rx: 11n, tx: 12n },
        igmpV3Reports: { rx: 13n, tx: 14n },
        igmpParseErrors: 15n,
        mldV1Queries: { rx: 16n, tx: 17n },
        mldV2Queries: { rx: 18n, tx: 19n },
        mldLeaves: { rx: 20n, tx: 21n },
        mldV1Reports: { rx: 22n, tx: 23n },
        mldV2Reports: { rx: 24n, tx: 25n },
        mldParseErrors: 26n,
        bytes: { rx: 27n, tx: 28n },
        packets: { rx: 29n, tx: 30n },
      },
      spanningTree: {
        blockingTransitions: 1n,
        forwardingTransitions: 2n,
        rxBpdu: 3n,
        txBpdu: 4n,
        rxTcn: 5n,
        txTcn: 6n,
      },
    });
  });

  test("of a bridge by VLAN, of a bond, and of MPLS", () => {
    example(statsMessage, RTM_NEWSTATS, {
      value: {
        family: "unspec",
        index: 6,
        filter: ["extended", "familySpecific"],
        extended: {
          bridge: {
            vlans: [
              { rxBytes: 1n, rxPackets: 2n, txBytes: 3n, txPackets: 4n, id: 7, flags: ["pvid"] },
              { rxBytes: 0n, rxPackets: 0n, txBytes: 0n, txPackets: 0n, id: 8, flags: [] },
            ],
          },
          bond: { lacp: { rxLacpdu: 9n, rxUnknownMarker: 0n } },
        },
        familySpecific: {
          mpls: {
            link: {
              rxPackets: 1n,
              txPackets: 2n,
              rxBytes: 3n,
              txBytes: 4n,
              rxErrors: 5n,
              txErrors: 6n,
              rxDropped: 7n,
              txDropped: 8n,
              rxNoRoute: 9n,
            },
          },
        },
      },
      bytes: `
        00 00 00 00 06 00 00 00 12 00 00 00
        80 00 02 00   # IFLA_STATS_LINK_XSTATS
          5c 00 01 00   # LINK_XSTATS_TYPE_BRIDGE
            2c 00 01 00 | ${counters(4)} | 07 00 | 02 00 | 00 00 00 00   # BRIDGE_XSTATS_VLAN
            2c 00 01 00 | ${counters(4).replaceAll(/0[1-4]/g, "00")} | 08 00 | 00 00 | 00 00 00 00
          20 00 02 00 | 1c 00 01 00   # LINK_XSTATS_TYPE_BOND, BOND_XSTATS_3AD
            0c 00 00 00 | 09 00 00 00 00 00 00 00   # BOND_3AD_STAT_LACPDU_RX
            0c 00 08 00 | 00 00 00 00 00 00 00 00   # BOND_3AD_STAT_MARKER_UNKNOWN_RX
        54 00 05 00 | 50 00 1c 00   # IFLA_STATS_AF_SPEC, AF_MPLS
          4c 00 01 00 | ${counters(9)}   # MPLS_STATS_LINK
      `,
      text: "dev br0 extended.bridge.vlans.0.rxBytes 1 extended.bridge.vlans.0.rxPackets 2 " +
        "extended.bridge.vlans.0.txBytes 3 extended.bridge.vlans.0.txPackets 4 extended.bond.lacp.rxLacpdu 9 " +
        "familySpecific.mpls.link.rxPackets 1 familySpecific.mpls.link.txPackets 2 familySpecific.mpls.link.rxBytes 3 " +
        "familySpecific.mpls.link.txBytes 4 familySpecific.mpls.link.rxErrors 5 familySpecific.mpls.link.txErrors 6 " +
        "familySpecific.mpls.link.rxDropped 7 familySpecific.mpls.link.txDropped 8 familySpecific.mpls.link.rxNoRoute 9",
    });
  });
});

test("ip stats set dev v0 l3_stats on", () => {
  example(statsMessage, RTM_NEWSTATS, {
    value: {
      family: "unspec",
      index: 3,
      filter: ["offload"],
      offload: {
        hardwareInfo: { l3Stats: { request: true, used: false } },
        l3Stats: {
          rxPackets: 0n,
          txPackets: 0n,
          rxBytes: 0n,
          txBytes: 0n,
          rxErrors: 0n,
          txErrors: 0n,
          rxDropped: 0n,
          txDropped: 0n,
          multicast: 7n,
        },
      },
    },
    bytes: `
      00 00 00 00 03 00 00 00 08 00 00 00
      68 00 04 00   # IFLA_STATS_LINK_OFFLOAD_XSTATS
        18 00 02 80   # IFLA_OFFLOAD_XSTATS_HW_S_INFO
          14 00 03 80   # IFLA_OFFLOAD_XSTATS_L3_STATS
            05 00 01 00 | 01 | 00 00 00   # IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST
            05 00 02 00 | 00 | 00 00 00   # IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED
        4c 00 03 00   # IFLA_OFFLOAD_XSTATS_L3_STATS: struct rtnl_hw_stats64
          ${"00 ".repeat(64)} 07 00 00 00 00 00 00 00
    `,
    text: "dev v0 offload.hardwareInfo.l3Stats.request true offload.l3Stats.multicast 7",
  });
  expect(eventOf(RTM_NEWSTATS, "00 00 00 00 03 00 00 00 00 00 00 00")).toMatchObject({ type: "stats", action: "new" });
});

describe("a request", () => {
  const get = `
    00 00 00 00 00 00 00 00 08 00 00 00
    0c 00 01 80 | 08 00 04 00 | 02 00 00 00   # IFLA_STATS_GET_FILTERS, IFLA_STATS_LINK_OFFLOAD_XSTATS
  `;

  test("to list has attributes of its own", () => {
    golden(statsRequest, { family: "unspec", index: 0, filter: ["offload"], parts: { offload: 2 } }, get);
    const [request] = decode(hex(`28 00 00 00 5e 00 01 03 00 00 00 00 00 00 00 00 ${get}`));
    expect(request).toMatchObject({ type: "request", verb: "get", topic: "stats", value: { parts: { offload: 2 } } });
  });

  test("to count by hardware too", () => {
    const set = "00 00 00 00 03 00 00 00 00 00 00 00 | 05 00 02 00 | 01 | 00 00 00";
    golden(statsRequest, { family: "unspec", index: 3, filter: [], l3Stats: true }, set);
    const [request] = decode(hex(`24 00 00 00 5f 00 05 00 00 00 00 00 00 00 00 00 ${set}`));
    expect(request).toMatchObject({ type: "request", verb: "set", topic: "stats", value: { l3Stats: true } });
  });
});
