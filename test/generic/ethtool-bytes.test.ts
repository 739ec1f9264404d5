import { describe, expect, test } from "vitest";
import type { Codec } from "../../src/codec/codec.ts";
import { cableTestReport, tdrReport, tdrTest } from "../../src/generic/families/ethtool/cable-test.ts";
import { coalesce } from "../../src/generic/families/ethtool/coalesce.ts";
import { features } from "../../src/generic/families/ethtool/features.ts";
import { fec } from "../../src/generic/families/ethtool/fec.ts";
import { linkModes } from "../../src/generic/families/ethtool/link-modes.ts";
import { linkState } from "../../src/generic/families/ethtool/link-state.ts";
import { moduleEeprom } from "../../src/generic/families/ethtool/module-eeprom.ts";
import { powerReport } from "../../src/generic/families/ethtool/power.ts";
import { rss } from "../../src/generic/families/ethtool/rss.ts";
import { stats } from "../../src/generic/families/ethtool/stats.ts";
import { strings } from "../../src/generic/families/ethtool/strings.ts";
import { tunnelInfo } from "../../src/generic/families/ethtool/tunnel-info.ts";
import { virtualClocks } from "../../src/generic/families/ethtool/virtual-clocks.ts";
import { golden, survives } from "../codec/golden.ts";

/** Messages as the kernel has them: the attributes are those of its header, the numbers those of its facts. */
const messages: readonly (readonly [title: string, codec: Codec<object>, value: object, bytes: string])[] = [
  [
    "a header, with a flag",
    features,
    { header: { deviceName: "eth0", flags: ["compactBitsets"] } },
    `18 00 01 80  # ETHTOOL_A_FEATURES_HEADER
       09 00 02 00 65 74 68 30 00 00 00 00  # ETHTOOL_A_HEADER_DEV_NAME
       08 00 03 00 01 00 00 00  # ETHTOOL_A_HEADER_FLAGS`,
  ],
  [
    "a set of bits as a list, to switch one on and another off",
    features,
    { wanted: { bits: { bits: [{ name: "rx-gro", value: true }, { name: "b" }] } } },
    `28 00 03 80  # ETHTOOL_A_FEATURES_WANTED
       24 00 03 80  # ETHTOOL_A_BITSET_BITS
         14 00 01 80  # ETHTOOL_A_BITSET_BITS_BIT
           0b 00 02 00 72 78 2d 67 72 6f 00 00  04 00 03 00
         0c 00 01 80  06 00 02 00 62 00 00 00`,
  ],
  [
    "a set of bits as words, without a mask",
    features,
    { active: { noMask: true, size: 40, value: [1, 0x80] } },
    `1c 00 04 80  # ETHTOOL_A_FEATURES_ACTIVE
       04 00 01 00  # ETHTOOL_A_BITSET_NOMASK
       08 00 02 00 28 00 00 00  # ETHTOOL_A_BITSET_SIZE
       0c 00 04 00 01 00 00 00 80 00 00 00  # ETHTOOL_A_BITSET_VALUE`,
  ],
  [
    "a set of bits as words, with a mask",
    linkModes,
    { ours: { size: 33, value: [0x80000000, 1], mask: [0x80000001, 1] } },
    `24 00 03 80  # ETHTOOL_A_LINKMODES_OURS
       08 00 02 00 21 00 00 00
       0c 00 04 00 00 00 00 80 01 00 00 00
       0c 00 05 00 01 00 00 80 01 00 00 00  # ETHTOOL_A_BITSET_MASK`,
  ],
  [
    "what string sets are asked for",
    strings,
    { header: {}, stringSets: { sets: [{ id: "features" }, { id: 99 }] }, countsOnly: true },
    `04 00 01 80
     1c 00 02 80  # ETHTOOL_A_STRSET_STRINGSETS
       0c 00 01 80  08 00 01 00 04 00 00 00
       0c 00 01 80  08 00 01 00 63 00 00 00
     04 00 03 00  # ETHTOOL_A_STRSET_COUNTS_ONLY`,
  ],
  [
    "a string set",
    strings,
    { stringSets: { sets: [{ id: "statsRmon", count: 2, strings: { strings: [{ index: 0, value: "a" }] } }] } },
    `30 00 02 80
       2c 00 01 80
         08 00 01 00 14 00 00 00  # ETHTOOL_A_STRINGSET_ID
         08 00 02 00 02 00 00 00  # ETHTOOL_A_STRINGSET_COUNT
         18 00 03 80  # ETHTOOL_A_STRINGSET_STRINGS
           14 00 01 80  08 00 01 00 00 00 00 00  06 00 02 00 61 00 00 00`,
  ],
  [
    "counters by number, each in a list of its own, and packets by length",
    stats,
    {
      header: { deviceIndex: 2 },
      values: [{
        id: "ethMac",
        stringSet: "statsEthMac",
        counters: [[{ key: 0, value: 42n }], [{ key: 3, value: 2n ** 63n }]],
        rxHistogram: [{ low: 64, high: 127, value: 5n }],
      }],
      source: "preemptibleMac",
    },
    `0c 00 02 80  08 00 01 00 02 00 00 00
     54 00 04 80  # ETHTOOL_A_STATS_GRP
       08 00 02 00 01 00 00 00
       08 00 03 00 12 00 00 00
       10 00 04 80  0c 00 00 00 2a 00 00 00 00 00 00 00  # ETHTOOL_A_STATS_GRP_STAT
       10 00 04 80  0c 00 03 00 00 00 00 00 00 00 00 80
       20 00 05 80  # ETHTOOL_A_STATS_GRP_HIST_RX
         08 00 07 00 40 00 00 00  08 00 08 00 7f 00 00 00  0c 00 09 00 05 00 00 00 00 00 00 00
     08 00 05 00 02 00 00 00  # ETHTOOL_A_STATS_SRC`,
  ],
  [
    "why a link is down",
    linkState,
    { link: false, extendedState: "linkLogicalMismatch", extendedSubstate: "fcFecIsNotLocked" },
    "05 00 02 00 00 00 00 00  05 00 05 00 02 00 00 00  05 00 06 00 04 00 00 00",
  ],
  [
    "why a link is down, the detail first",
    linkState,
    { extendedSubstate: "remoteFault", extendedState: "linkTrainingFailure" },
    "05 00 06 00 04 00 00 00  05 00 05 00 01 00 00 00",
  ],
  [
    "why a link is down, in words of a newer kernel",
    linkState,
    { extendedState: 77, unknown: [{ type: 6, data: Uint8Array.of(3) }] },
    "05 00 05 00 4d 00 00 00  05 00 06 00 03 00 00 00",
  ],
  [
    "what a test of a cable found",
    cableTestReport,
    {
      header: { deviceIndex: 2 },
      status: "completed",
      results: {
        pairs: [{ pair: "a", code: "ok" }, { pair: "b", code: "open" }],
        faults: [{ pair: "b", centimeters: 300 }],
      },
    },
    `0c 00 01 80  08 00 01 00 02 00 00 00
     05 00 02 00 02 00 00 00
     40 00 03 80  # ETHTOOL_A_CABLE_TEST_NTF_NEST
       14 00 01 80  05 00 01 00 00 00 00 00  05 00 02 00 01 00 00 00
       14 00 01 80  05 00 01 00 01 00 00 00  05 00 02 00 02 00 00 00
       14 00 02 80  05 00 01 00 01 00 00 00  08 00 02 00 2c 01 00 00`,
  ],
  [
    "where a test of a cable measures",
    tdrTest,
    { header: { deviceIndex: 2 }, settings: { first: 100, pair: "d" } },
    `0c 00 01 80  08 00 01 00 02 00 00 00
     14 00 02 80  08 00 01 00 64 00 00 00  05 00 04 00 03 00 00 00`,
  ],
  [
    "the echoes of a cable, which can be negative",
    tdrReport,
    {
      status: "completed",
      results: {
        step: { firstDistance: 100, lastDistance: 200, stepDistance: 50 },
        pulses: [{ millivolts: 1000 }],
        amplitudes: [{ pair: "c", millivolts: -120 }],
      },
    },
    `05 00 02 00 02 00 00 00
     40 00 03 80  # ETHTOOL_A_CABLE_TEST_TDR_NTF_NEST
       1c 00 01 80  08 00 01 00 64 00 00 00  08 00 02 00 c8 00 00 00  08 00 03 00 32 00 00 00
       0c 00 03 80  06 00 01 00 e8 03 00 00
       14 00 02 80  05 00 01 00 02 00 00 00  06 00 02 00 88 ff 00 00`,
  ],
  [
    "the ports that a link knows, in network order",
    tunnelInfo,
    { udpPorts: { tables: [{ size: 4, ports: [{ port: 4789, type: "vxlan" }] }] } },
    `24 00 02 80
       20 00 01 80  # ETHTOOL_A_TUNNEL_UDP_TABLE
         08 00 01 00 04 00 00 00
         14 00 03 80  06 00 01 00 12 b5 00 00  08 00 02 00 00 00 00 00`,
  ],
  [
    "how a link corrects errors, with a counter for each lane",
    fec,
    { auto: true, active: 50, stats: { corrected: [7n, 3n, 4n] } },
    `05 00 03 00 01 00 00 00
     08 00 04 00 32 00 00 00
     20 00 05 80  # ETHTOOL_A_FEC_STATS
       1c 00 02 00 07 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00`,
  ],
  [
    "how a link spreads packets",
    rss,
    {
      context: 1,
      indirectionTable: [0, 1],
      hashKey: Uint8Array.of(1, 2, 3),
      inputTransformation: ["symmetricXor"],
      flowHash: { tcp4: ["ipSource", "ipDestination", "l4Bytes01", "l4Bytes23"], ether: ["discard"] },
    },
    `08 00 02 00 01 00 00 00
     0c 00 04 00 00 00 00 00 01 00 00 00  # ETHTOOL_A_RSS_INDIR
     07 00 05 00 01 02 03 00
     08 00 06 00 01 00 00 00
     14 00 08 80  # ETHTOOL_A_RSS_FLOW_HASH
       08 00 04 00 f0 00 00 00
       08 00 01 00 00 00 00 80`,
  ],
  [
    "the steps of a profile",
    coalesce,
    { useAdaptiveRx: true, rxProfile: { steps: [{ microseconds: 2, packets: 256 }, { microseconds: 8 }] } },
    `05 00 0b 00 01 00 00 00
     24 00 1d 80  # ETHTOOL_A_COALESCE_RX_PROFILE
       14 00 01 80  08 00 01 00 02 00 00 00  08 00 02 00 00 01 00 00
       0c 00 01 80  08 00 01 00 08 00 00 00`,
  ],
  [
    "what is read of a module",
    moduleEeprom,
    { header: { deviceIndex: 2 }, offset: 128, length: 1, page: 3, i2cAddress: 0x50, data: Uint8Array.of(0xff) },
    `0c 00 01 80  08 00 01 00 02 00 00 00
     08 00 02 00 80 00 00 00
     08 00 03 00 01 00 00 00
     05 00 04 00 03 00 00 00
     05 00 06 00 50 00 00 00
     05 00 07 00 ff 00 00 00`,
  ],
  [
    "what happens to power",
    powerReport,
    { header: { deviceIndex: 2 }, events: ["overCurrent", "disconnection", "0x80"] },
    "0c 00 01 80  08 00 01 00 02 00 00 00  08 00 02 00 91 00 00 00",
  ],
  [
    "the numbers of clocks",
    virtualClocks,
    { count: 2, indexes: [4, -1] },
    "08 00 02 00 02 00 00 00  0c 00 03 00 04 00 00 00 ff ff ff ff",
  ],
];

describe("ethtool says, and is told,", () => {
  test.each(messages)("%s", (_title, codec, value, bytes) => golden(codec, value, bytes));
});

test("what a newer kernel adds is kept", () => {
  const value = survives(features, "08 00 63 00 01 02 03 04  10 00 04 80 04 00 01 00 08 00 77 00 05 06 07 08");
  expect(value).toEqual({
    unknown: [{ type: 0x63, data: Uint8Array.of(1, 2, 3, 4) }],
    active: { noMask: true, unknown: [{ type: 0x77, data: Uint8Array.of(5, 6, 7, 8) }] },
  });
});
