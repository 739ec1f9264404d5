import type { NeighborTable } from "../../../mod.ts";
import { hexadecimal, nameOf, near, type Table } from "../witness.ts";

/** A number of 64 bits, which is small enough for JSON. */
function number(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** A counter of the whole machine, which goes on while we look. */
function counter(value: bigint | undefined): unknown {
  return near(number(value), 10_000);
}

/** `ip -s ntable`. */
export const NEIGHBOR_TABLE: Table<NeighborTable> = {
  rows: {
    family: ({ family }) => family,
    name: ({ name }) => name,
    dev: ({ parameters }, context) => nameOf(parameters?.index, context),
    thresh1: ({ threshold1 }) => threshold1,
    thresh2: ({ threshold2 }) => threshold2,
    thresh3: ({ threshold3 }) => threshold3,
    gc_interval: ({ gcInterval }) => number(gcInterval),
    key_length: ({ config }) => config?.keyLength,
    entry_size: ({ config }) => config?.entrySize,
    entries: ({ config }) => near(config?.entries, 1000),
    hash_rnd: ({ config }) => config?.hashRandom,
    hash_mask: ({ config }) => hexadecimal(config?.hashMask),
    hash_chain_gc: ({ config }) => config?.hashChainGc,
    proxy_qlen: ({ config }) => config?.proxyQueueLength,
    refcnt: ({ parameters }) => near(parameters?.references, 10),
    // Chosen anew at times, around the base.
    reachable: ({ parameters }) => near(number(parameters?.reachableTime), 60_000),
    base_reachable: ({ parameters }) => number(parameters?.baseReachableTime),
    retrans: ({ parameters }) => number(parameters?.retransmitTime),
    gc_stale: ({ parameters }) => number(parameters?.gcStaleTime),
    delay_probe: ({ parameters }) => number(parameters?.delayProbeTime),
    queue: ({ parameters }) => parameters?.queueLength,
    app_probes: ({ parameters }) => parameters?.applicationProbes,
    ucast_probes: ({ parameters }) => parameters?.unicastProbes,
    mcast_probes: ({ parameters }) => parameters?.multicastProbes,
    anycast_delay: ({ parameters }) => number(parameters?.anycastDelay),
    proxy_delay: ({ parameters }) => number(parameters?.proxyDelay),
    proxy_queue: ({ parameters }) => parameters?.proxyQueueLength,
    locktime: ({ parameters }) => number(parameters?.lockTime),
    allocs: ({ stats }) => counter(stats?.allocations),
    destroys: ({ stats }) => counter(stats?.destroys),
    hash_grows: ({ stats }) => counter(stats?.hashGrows),
    res_failed: ({ stats }) => counter(stats?.resolutionsFailed),
    lookups: ({ stats }) => counter(stats?.lookups),
    hits: ({ stats }) => counter(stats?.hits),
    rcv_probes_mcast: ({ stats }) => counter(stats?.receivedMulticastProbes),
    rcv_probes_ucast: ({ stats }) => counter(stats?.receivedUnicastProbes),
    periodic_gc_runs: ({ stats }) => counter(stats?.periodicGcRuns),
    forced_gc_runs: ({ stats }) => counter(stats?.forcedGcRuns),
    table_fulls: ({ stats }) => counter(stats?.tableFulls),
  },
  ignored: { last_flush: "ip makes a date of it", last_rand: "ip makes a date of it" },
};
