import { test } from "vitest";
import { tunnelMessage } from "../../src/route/tunnel.ts";
import { example } from "./example.ts";

// What Linux 6.18 tells after the commands of the test names, one attribute a line.

const RTM_NEWTUNNEL = 120;
const RTM_DELTUNNEL = 121;

test("bridge vni add dev vx0 vni 200-202", () => {
  example(tunnelMessage, RTM_NEWTUNNEL, {
    value: { family: "bridge", flags: [], index: 7, entries: [{ start: 200, end: 202 }] },
    bytes: `
      07 | 00 | 00 00 | 07 00 00 00   # struct tunnel_msg: AF_BRIDGE, flags, pad, link
      14 00 01 80   # VXLAN_VNIFILTER_ENTRY
        08 00 01 00 | c8 00 00 00   # VXLAN_VNIFILTER_ENTRY_START
        08 00 02 00 | ca 00 00 00   # VXLAN_VNIFILTER_ENTRY_END
    `,
    text: "dev vx0 vni 200-202",
  });
});

test("bridge vni delete dev vx0 vni 100, with groups of both families", () => {
  example(tunnelMessage, RTM_DELTUNNEL, {
    value: {
      family: "bridge",
      flags: [],
      index: 7,
      entries: [{ start: 100, group: "239.1.1.7" }, { start: 101, group6: "ff05::7" }],
    },
    bytes: `
      07 00 00 00 07 00 00 00
      14 00 01 80 | 08 00 01 00 | 64 00 00 00
        08 00 03 00 | ef 01 01 07   # VXLAN_VNIFILTER_ENTRY_GROUP
      20 00 01 80 | 08 00 01 00 | 65 00 00 00
        14 00 04 00 | ff 05 00 00 00 00 00 00 00 00 00 00 00 00 00 07   # VXLAN_VNIFILTER_ENTRY_GROUP6
    `,
    text: "Deleted dev vx0 vni 100 group 239.1.1.7, vni 101 group ff05::7",
  });
});

test("bridge -s vni show", () => {
  const counters = (first: number) =>
    Array.from({ length: 8 }, (_, i) => `0c 00 0${i + 1} 00 | 0${first + i} 00 00 00 00 00 00 00`).join(" ");
  example(tunnelMessage, RTM_NEWTUNNEL, {
    value: {
      family: "bridge",
      flags: ["stats"],
      index: 7,
      entries: [{
        start: 200,
        stats: {
          rxBytes: 1n,
          rxPackets: 2n,
          rxDrops: 3n,
          rxErrors: 4n,
          txBytes: 5n,
          txPackets: 6n,
          txDrops: 7n,
          txErrors: 8n,
        },
      }],
    },
    bytes: `
      07 | 01 | 00 00 | 07 00 00 00   # TUNNEL_MSG_FLAG_STATS
      70 00 01 80 | 08 00 01 00 | c8 00 00 00
        64 00 05 80 | ${counters(1)}   # VXLAN_VNIFILTER_ENTRY_STATS, VNIFILTER_ENTRY_STATS_*
    `,
    text: "dev vx0 vni 200 rx_packets 2 rx_bytes 1 tx_packets 6 tx_bytes 5",
  });
});
