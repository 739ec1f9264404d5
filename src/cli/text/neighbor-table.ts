import type { NeighborParameters, NeighborTable, NeighborTableConfig, NeighborTableStats } from "../../../mod.ts";
import type { Names } from "./names.ts";
import { printable } from "./paint.ts";
import { line, numbers, word } from "./words.ts";

const LIMITS: { readonly [K in keyof NeighborTable]?: string } = {
  threshold1: "thresh1",
  threshold2: "thresh2",
  threshold3: "thresh3",
  gcInterval: "gc_int",
};

const CONFIG: { readonly [K in keyof NeighborTableConfig]?: string } = {
  keyLength: "key_len",
  entrySize: "entry_size",
  entries: "entries",
};

const PARAMETERS: { readonly [K in keyof NeighborParameters]?: string } = {
  references: "refcnt",
  reachableTime: "reachable",
  baseReachableTime: "base_reachable",
  retransmitTime: "retrans",
  gcStaleTime: "gc_stale",
  delayProbeTime: "delay_probe",
  intervalProbeTime: "interval_probe",
  queueLength: "queue",
  queueBytes: "queue_bytes",
  applicationProbes: "app_probes",
  unicastProbes: "ucast_probes",
  multicastProbes: "mcast_probes",
  multicastReprobes: "mcast_reprobes",
  anycastDelay: "anycast_delay",
  proxyDelay: "proxy_delay",
  proxyQueueLength: "proxy_queue",
  lockTime: "locktime",
};

const STATS: { readonly [K in keyof NeighborTableStats]?: string } = {
  allocations: "allocs",
  destroys: "destroys",
  hashGrows: "hash_grows",
  resolutionsFailed: "res_failed",
  lookups: "lookups",
  hits: "hits",
  tableFulls: "table_fulls",
};

/** A table of neighbors, or what a link has of its own in it, in one line; times in milliseconds. */
export function neighborTableText(table: NeighborTable, names: Names): string {
  const { family, name = "", config, parameters = {}, stats } = table;
  return line(
    `${family} ${printable(name)}`,
    word("dev", parameters.index, (index) => names.text(index)),
    numbers(LIMITS, table),
    config === undefined ? "" : numbers(CONFIG, config),
    numbers(PARAMETERS, parameters),
    stats === undefined ? "" : numbers(STATS, stats),
  );
}
