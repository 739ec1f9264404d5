import { attribute, attributes, type Extensible } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { u16, u32, u64 } from "../codec/numbers.ts";
import { field, type Grown, struct } from "../codec/struct.ts";
import { cstring } from "../codec/text.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/** What a table is made of (`struct ndt_config`). */
export interface NeighborTableConfig extends Grown {
  /** Bytes of an address (`ndtc_key_len`, `key_len`). */
  readonly keyLength: number;
  /** Bytes that an entry takes (`ndtc_entry_size`, `entry_size`). */
  readonly entrySize: number;
  /** How many entries there are (`ndtc_entries`, `entries`). */
  readonly entries: number;
  /** Milliseconds since the table was emptied (`ndtc_last_flush`, `last_flush`). */
  readonly lastFlush: number;
  /** Milliseconds since `reachableTime` was chosen anew (`ndtc_last_rand`, `last_rand`). */
  readonly lastRandom: number;
  /** What hashes begin with (`ndtc_hash_rnd`, `hash_rnd`). */
  readonly hashRandom: number;
  /** Mask of the hash (`ndtc_hash_mask`, `hash_mask`). */
  readonly hashMask: number;
  /** Not used (`ndtc_hash_chain_gc`, `hash_chain_gc`). */
  readonly hashChainGc: number;
  /** How many packets wait for an answer in another's name (`ndtc_proxy_qlen`, `proxy_qlen`). */
  readonly proxyQueueLength: number;
}

/** What happened in a table (`struct ndt_stats`). */
export interface NeighborTableStats extends Grown {
  /** Entries made (`ndts_allocs`, `allocs`). */
  readonly allocations: bigint;
  /** Entries removed (`ndts_destroys`, `destroys`). */
  readonly destroys: bigint;
  /** How often the table grew (`ndts_hash_grows`, `hash_grows`). */
  readonly hashGrows: bigint;
  /** Neighbors that were not found (`ndts_res_failed`, `res_failed`). */
  readonly resolutionsFailed: bigint;
  /** Look-ups (`ndts_lookups`, `lookups`). */
  readonly lookups: bigint;
  /** Look-ups that found an entry (`ndts_hits`, `hits`). */
  readonly hits: bigint;
  /** Questions received that were sent to a group (`ndts_rcv_probes_mcast`, `rcv_probes_mcast`). */
  readonly receivedMulticastProbes: bigint;
  /** Questions received that were sent to this host (`ndts_rcv_probes_ucast`, `rcv_probes_ucast`). */
  readonly receivedUnicastProbes: bigint;
  /** How often old entries were looked for in time (`ndts_periodic_gc_runs`, `periodic_gc_runs`). */
  readonly periodicGcRuns: bigint;
  /** How often they were looked for since the table was full (`ndts_forced_gc_runs`, `forced_gc_runs`). */
  readonly forcedGcRuns: bigint;
  /** How often there was no room for an entry (`ndts_table_fulls`, `table_fulls`). */
  readonly tableFulls?: bigint;
}

/** How neighbors are looked for, by one link or by those that come (`NDTPA_*`). */
export interface NeighborParameters extends Extensible {
  /** Index of the link; absent for what new links begin with (`NDTPA_IFINDEX`). */
  readonly index?: number;
  /** How many use the parameters (`NDTPA_REFCNT`). */
  readonly references?: number;
  /** Milliseconds that a neighbor counts as reachable: about `baseReachableTime`, at random (`NDTPA_REACHABLE_TIME`). */
  readonly reachableTime?: bigint;
  /** Milliseconds around which `reachableTime` is chosen (`NDTPA_BASE_REACHABLE_TIME`). */
  readonly baseReachableTime?: bigint;
  /** Milliseconds between two questions (`NDTPA_RETRANS_TIME`). */
  readonly retransmitTime?: bigint;
  /** Milliseconds after which an unused entry may go (`NDTPA_GC_STALETIME`). */
  readonly gcStaleTime?: bigint;
  /** Milliseconds that a stale neighbor is trusted before it is asked (`NDTPA_DELAY_PROBE_TIME`). */
  readonly delayProbeTime?: bigint;
  /** Packets that wait for the answer at most (`NDTPA_QUEUE_LEN`). */
  readonly queueLength?: number;
  /** How often a program is asked before the network is (`NDTPA_APP_PROBES`). */
  readonly applicationProbes?: number;
  /** How often the neighbor itself is asked (`NDTPA_UCAST_PROBES`). */
  readonly unicastProbes?: number;
  /** How often everybody is asked (`NDTPA_MCAST_PROBES`). */
  readonly multicastProbes?: number;
  /** Milliseconds at most before an answer for an anycast address (`NDTPA_ANYCAST_DELAY`). */
  readonly anycastDelay?: bigint;
  /** Milliseconds at most before an answer in another's name (`NDTPA_PROXY_DELAY`). */
  readonly proxyDelay?: bigint;
  /** Packets that wait for such an answer at most (`NDTPA_PROXY_QLEN`). */
  readonly proxyQueueLength?: number;
  /** Milliseconds that an entry is kept before another answer replaces it (`NDTPA_LOCKTIME`). */
  readonly lockTime?: bigint;
  /** Bytes that wait for the answer at most (`NDTPA_QUEUE_LENBYTES`). */
  readonly queueBytes?: number;
  /** How often everybody is asked once more when a known neighbor is silent (`NDTPA_MCAST_REPROBES`). */
  readonly multicastReprobes?: number;
  /** Milliseconds between two questions to a managed neighbor (`NDTPA_INTERVAL_PROBE_TIME_MS`). */
  readonly intervalProbeTime?: bigint;
}

/** The fixed part of a message about a table (`struct ndtmsg`). */
export interface NeighborTableHeader {
  /** Family of the neighbors (`ndtm_family`, `family`). */
  readonly family: Family;
}

/** The attributes of a message about a table (`NDTA_*`). */
export interface NeighborTableAttributes extends Extensible {
  /** Name of the table: `"arp_cache"` or `"ndisc_cache"` (`NDTA_NAME`). */
  readonly name?: string;
  /** Entries below which none is removed (`NDTA_THRESH1`). */
  readonly threshold1?: number;
  /** Entries above which old ones are removed at once (`NDTA_THRESH2`). */
  readonly threshold2?: number;
  /** Entries at most (`NDTA_THRESH3`). */
  readonly threshold3?: number;
  /** What the table is made of (`NDTA_CONFIG`). */
  readonly config?: NeighborTableConfig;
  /** How neighbors are looked for (`NDTA_PARMS`). */
  readonly parameters?: NeighborParameters;
  /** What happened in the table (`NDTA_STATS`). */
  readonly stats?: NeighborTableStats;
  /** Milliseconds between two searches for old entries (`NDTA_GC_INTERVAL`). */
  readonly gcInterval?: bigint;
}

/**
 * A table of neighbors, or what one link has of its own in it: then there are its `name` and its `parameters` alone, and
 * these have an `index`. Limits and counters are those of the whole machine.
 */
export interface NeighborTable extends NeighborTableHeader, NeighborTableAttributes {}

const config = struct<NeighborTableConfig>(32, {
  keyLength: field(0, u16),
  entrySize: field(2, u16),
  entries: field(4, u32),
  lastFlush: field(8, u32),
  lastRandom: field(12, u32),
  hashRandom: field(16, u32),
  hashMask: field(20, u32),
  hashChainGc: field(24, u32),
  proxyQueueLength: field(28, u32),
});

const stats = struct<NeighborTableStats>(88, {
  allocations: field(0, u64),
  destroys: field(8, u64),
  hashGrows: field(16, u64),
  resolutionsFailed: field(24, u64),
  lookups: field(32, u64),
  hits: field(40, u64),
  receivedMulticastProbes: field(48, u64),
  receivedUnicastProbes: field(56, u64),
  periodicGcRuns: field(64, u64),
  forcedGcRuns: field(72, u64),
  tableFulls: field(80, u64),
}, { minimum: 80 });

const parameters = attributes<NeighborParameters>({
  index: attribute(1, u32),
  references: attribute(2, u32),
  reachableTime: attribute(3, u64),
  baseReachableTime: attribute(4, u64),
  retransmitTime: attribute(5, u64),
  gcStaleTime: attribute(6, u64),
  delayProbeTime: attribute(7, u64),
  queueLength: attribute(8, u32),
  applicationProbes: attribute(9, u32),
  unicastProbes: attribute(10, u32),
  multicastProbes: attribute(11, u32),
  anycastDelay: attribute(12, u64),
  proxyDelay: attribute(13, u64),
  proxyQueueLength: attribute(14, u32),
  lockTime: attribute(15, u64),
  queueBytes: attribute(16, u32),
  multicastReprobes: attribute(17, u32),
  intervalProbeTime: attribute(19, u64),
});

/** Every message about a table: `struct ndtmsg` and `NDTA_*`. */
export const neighborTableMessage: MessageCodec<NeighborTable> = message<NeighborTableHeader, NeighborTableAttributes>(
  4,
  { family: field(0, family) },
  {
    name: attribute(1, cstring),
    threshold1: attribute(2, u32),
    threshold2: attribute(3, u32),
    threshold3: attribute(4, u32),
    config: attribute(5, config),
    parameters: attribute(6, parameters),
    stats: attribute(7, stats),
    gcInterval: attribute(8, u64),
  },
);

/** A table, as it stands in a list: the kernel tells nobody of changes. */
export interface NeighborTableEvent {
  /** Tells what the event is about. */
  readonly type: "neighborTable";
  /** Always `new`. */
  readonly action: Action;
  /** The table, or what one link has of its own in it. */
  readonly neighborTable: NeighborTable;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Tables of neighbors: `RTM_NEWNEIGHTBL`. */
export const neighborTableNoun: Noun<NeighborTable, NeighborTableEvent> = {
  kernelName: "NEIGHTBL",
  newType: 64,
  groups: [],
  codec: neighborTableMessage,
  links: [["parameters", "index"]],
  event: (action, neighborTable, message) => ({ type: "neighborTable", action, neighborTable, message }),
};
