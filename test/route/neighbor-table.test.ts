import { expect, test } from "vitest";
import { neighborTableMessage } from "../../src/route/neighbor-table.ts";
import { survives } from "../codec/golden.ts";
import { eventOf, example } from "./example.ts";

// What Linux 6.18 lists after the commands of the test names, one attribute a line.

const RTM_NEWNEIGHTBL = 64;

test("ip ntable show dev v2 name arp_cache", () => {
  example(neighborTableMessage, RTM_NEWNEIGHTBL, {
    value: {
      family: "inet",
      name: "arp_cache",
      parameters: {
        index: 5,
        references: 2,
        queueBytes: 212992,
        queueLength: 101,
        proxyQueueLength: 64,
        applicationProbes: 0,
        unicastProbes: 3,
        multicastProbes: 3,
        multicastReprobes: 0,
        reachableTime: 43824n,
        baseReachableTime: 30000n,
        gcStaleTime: 60000n,
        delayProbeTime: 5000n,
        retransmitTime: 1000n,
        anycastDelay: 1000n,
        proxyDelay: 800n,
        lockTime: 1000n,
        intervalProbeTime: 5000n,
      },
    },
    bytes: `
      02 | 00 00 00   # struct ndtmsg: family, pads
      0e 00 01 00 | 61 72 70 5f 63 61 63 68 65 00 | 00 00   # NDTA_NAME arp_cache
      b8 00 06 00   # NDTA_PARMS
        08 00 01 00 | 05 00 00 00   # NDTPA_IFINDEX
        08 00 02 00 | 02 00 00 00   # NDTPA_REFCNT
        08 00 10 00 | 00 40 03 00   # NDTPA_QUEUE_LENBYTES
        08 00 08 00 | 65 00 00 00   # NDTPA_QUEUE_LEN
        08 00 0e 00 | 40 00 00 00   # NDTPA_PROXY_QLEN
        08 00 09 00 | 00 00 00 00   # NDTPA_APP_PROBES
        08 00 0a 00 | 03 00 00 00   # NDTPA_UCAST_PROBES
        08 00 0b 00 | 03 00 00 00   # NDTPA_MCAST_PROBES
        08 00 11 00 | 00 00 00 00   # NDTPA_MCAST_REPROBES
        0c 00 03 00 | 30 ab 00 00 00 00 00 00   # NDTPA_REACHABLE_TIME
        0c 00 04 00 | 30 75 00 00 00 00 00 00   # NDTPA_BASE_REACHABLE_TIME
        0c 00 06 00 | 60 ea 00 00 00 00 00 00   # NDTPA_GC_STALETIME
        0c 00 07 00 | 88 13 00 00 00 00 00 00   # NDTPA_DELAY_PROBE_TIME
        0c 00 05 00 | e8 03 00 00 00 00 00 00   # NDTPA_RETRANS_TIME
        0c 00 0c 00 | e8 03 00 00 00 00 00 00   # NDTPA_ANYCAST_DELAY
        0c 00 0d 00 | 20 03 00 00 00 00 00 00   # NDTPA_PROXY_DELAY
        0c 00 0f 00 | e8 03 00 00 00 00 00 00   # NDTPA_LOCKTIME
        0c 00 13 00 | 88 13 00 00 00 00 00 00   # NDTPA_INTERVAL_PROBE_TIME_MS
    `,
    text: "inet arp_cache dev v2 refcnt 2 reachable 43824 base_reachable 30000 retrans 1000 gc_stale 60000 " +
      "delay_probe 5000 interval_probe 5000 queue 101 queue_bytes 212992 app_probes 0 ucast_probes 3 mcast_probes 3 " +
      "mcast_reprobes 0 anycast_delay 1000 proxy_delay 800 proxy_queue 64 locktime 1000",
  });
});

test("ip -s ntable show name arp_cache, without parameters", () => {
  example(neighborTableMessage, RTM_NEWNEIGHTBL, {
    value: {
      family: "inet",
      name: "arp_cache",
      gcInterval: 30000n,
      threshold1: 128,
      threshold2: 512,
      threshold3: 1024,
      config: {
        keyLength: 4,
        entrySize: 336,
        entries: 3,
        lastFlush: 4529340,
        lastRandom: 94304,
        hashRandom: 1069036501,
        hashMask: 15,
        hashChainGc: 0,
        proxyQueueLength: 0,
      },
      stats: {
        allocations: 561n,
        destroys: 558n,
        hashGrows: 1n,
        resolutionsFailed: 5n,
        lookups: 3882n,
        hits: 327n,
        receivedMulticastProbes: 0n,
        receivedUnicastProbes: 0n,
        periodicGcRuns: 297n,
        forcedGcRuns: 0n,
        tableFulls: 0n,
      },
    },
    bytes: `
      02 00 00 00
      0e 00 01 00 | 61 72 70 5f 63 61 63 68 65 00 | 00 00
      0c 00 08 00 | 30 75 00 00 00 00 00 00   # NDTA_GC_INTERVAL
      08 00 02 00 | 80 00 00 00   # NDTA_THRESH1
      08 00 03 00 | 00 02 00 00   # NDTA_THRESH2
      08 00 04 00 | 00 04 00 00   # NDTA_THRESH3
      24 00 05 00   # NDTA_CONFIG: struct ndt_config
        04 00 | 50 01 | 03 00 00 00 | bc 1c 45 00 | 60 70 01 00 | d5 33 b8 3f | 0f 00 00 00 | 00 00 00 00 | 00 00 00 00
      5c 00 07 00   # NDTA_STATS: struct ndt_stats
        31 02 00 00 00 00 00 00 | 2e 02 00 00 00 00 00 00 | 01 00 00 00 00 00 00 00 | 05 00 00 00 00 00 00 00
        2a 0f 00 00 00 00 00 00 | 47 01 00 00 00 00 00 00 | 00 00 00 00 00 00 00 00 | 00 00 00 00 00 00 00 00
        29 01 00 00 00 00 00 00 | 00 00 00 00 00 00 00 00 | 00 00 00 00 00 00 00 00
    `,
    text: "inet arp_cache thresh1 128 thresh2 512 thresh3 1024 gc_int 30000 key_len 4 entry_size 336 entries 3 " +
      "allocs 561 destroys 558 hash_grows 1 res_failed 5 lookups 3882 hits 327 table_fulls 0",
  });
});

test("the counters of an old kernel end before the last", () => {
  const { stats } = survives(neighborTableMessage, `0a 00 00 00 54 00 07 00 ${"01 00 00 00 00 00 00 00 ".repeat(10)}`);
  expect(stats).toMatchObject({ forcedGcRuns: 1n });
  expect(stats).not.toHaveProperty("tableFulls");
});

test("one that is told is an event too, as it stands in a recorded list", () => {
  expect(eventOf(RTM_NEWNEIGHTBL, "0a 00 00 00")).toMatchObject({
    type: "neighborTable",
    action: "new",
    neighborTable: { family: "inet6" },
  });
});
