import { attribute, attributes, type AttributesOf, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { i8, u32, u64, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";

/** What passed (`struct gnet_stats_basic`). */
export interface BasicStatistics extends Grown {
  /** Bytes (`bytes`). */
  readonly bytes: bigint;
  /** Packets, modulo 2 to the 32nd (`packets`). */
  readonly packets: number;
}

/** `struct gnet_stats_basic`. */
export const basicStatistics: FixedCodec<BasicStatistics> = struct<BasicStatistics>(16, {
  bytes: field(0, u64),
  packets: field(8, u32),
});

/** How much passes at present (`struct gnet_stats_rate_est`). */
export interface RateEstimate extends Grown {
  /** Bytes a second (`bps`). */
  readonly bytesPerSecond: number;
  /** Packets a second (`pps`). */
  readonly packetsPerSecond: number;
}

const rateEstimate: FixedCodec<RateEstimate> = struct<RateEstimate>(8, {
  bytesPerSecond: field(0, u32),
  packetsPerSecond: field(4, u32),
});

/** How much passes at present, in 64 bits (`struct gnet_stats_rate_est64`). */
export interface RateEstimate64 extends Grown {
  /** Bytes a second (`bps`). */
  readonly bytesPerSecond: bigint;
  /** Packets a second (`pps`). */
  readonly packetsPerSecond: bigint;
}

const rateEstimate64: FixedCodec<RateEstimate64> = struct<RateEstimate64>(16, {
  bytesPerSecond: field(0, u64),
  packetsPerSecond: field(8, u64),
});

/** What waits, and what did not get through (`struct gnet_stats_queue`). */
export interface QueueStatistics extends Grown {
  /** Packets that wait (`qlen`). */
  readonly length: number;
  /** Bytes that wait (`backlog`). */
  readonly backlog: number;
  /** Packets that were dropped (`drops`). */
  readonly drops: number;
  /** Packets that the driver gave back (`requeues`). */
  readonly requeues: number;
  /** How often packets came faster than they may (`overlimits`). */
  readonly overlimits: number;
}

/** `struct gnet_stats_queue`. */
export const queueStatistics: FixedCodec<QueueStatistics> = struct<QueueStatistics>(20, {
  length: field(0, u32),
  backlog: field(4, u32),
  drops: field(8, u32),
  requeues: field(12, u32),
  overlimits: field(16, u32),
});

/** What old programs are told (`struct tc_stats`). */
export interface OldStatistics extends Grown {
  /** Bytes that passed (`bytes`). */
  readonly bytes: bigint;
  /** Packets that passed (`packets`). */
  readonly packets: number;
  /** Packets that were dropped (`drops`). */
  readonly drops: number;
  /** How often packets came faster than they may (`overlimits`). */
  readonly overlimits: number;
  /** Bytes a second at present, where they are estimated (`bps`). */
  readonly bytesPerSecond: number;
  /** Packets a second at present, where they are estimated (`pps`). */
  readonly packetsPerSecond: number;
  /** Packets that wait (`qlen`). */
  readonly length: number;
  /** Bytes that wait (`backlog`). */
  readonly backlog: number;
}

/** `struct tc_stats`. */
export const oldStatistics: FixedCodec<OldStatistics> = struct<OldStatistics>(40, {
  bytes: field(0, u64),
  packets: field(8, u32),
  drops: field(12, u32),
  overlimits: field(16, u32),
  bytesPerSecond: field(20, u32),
  packetsPerSecond: field(24, u32),
  length: field(28, u32),
  backlog: field(32, u32),
});

/** How rates are estimated (`struct gnet_estimator`). */
export interface Estimator extends Grown {
  /** The rate is sampled every 2 to this power seconds, -2 to 3 (`interval`). */
  readonly interval: number;
  /** How much a new sample counts: 1 part in 2 to this power (`ewma_log`). */
  readonly averageLog: number;
}

/** `struct gnet_estimator`. */
export const estimator: FixedCodec<Estimator> = struct<Estimator>(2, {
  interval: field(0, i8),
  averageLog: field(1, u8),
});

/** What a qdisc, a class or an action has counted, with what only its kind counts. */
export interface TcStatistics<App extends object = never> extends Extensible {
  /** What passed (`TCA_STATS_BASIC`). */
  readonly basic?: BasicStatistics;
  /** How much passes at present, where that is estimated (`TCA_STATS_RATE_EST`). */
  readonly rateEstimate?: RateEstimate;
  /** What waits, and what did not get through (`TCA_STATS_QUEUE`). */
  readonly queue?: QueueStatistics;
  /** What only the kind counts, where that has a schema (`TCA_STATS_APP`). */
  readonly app?: App;
  /** How much passes at present, where 32 bits do not hold it (`TCA_STATS_RATE_EST64`). */
  readonly rateEstimate64?: RateEstimate64;
  /** Alignment on machines that need it (`TCA_STATS_PAD`). */
  readonly padding?: Uint8Array;
  /** What passed in hardware, which `basic` holds too (`TCA_STATS_BASIC_HW`). */
  readonly basicHardware?: BasicStatistics;
  /** Packets that passed, where 32 bits do not hold them (`TCA_STATS_PKT64`). */
  readonly packets64?: bigint;
}

/** `TCA_STATS2`, `TCA_ACT_STATS`, with what only a kind counts. */
export function statistics<App extends object = never>(app?: Codec<App>): Codec<TcStatistics<App>> {
  const common: AttributesOf<Omit<TcStatistics, "app">> = {
    basic: attribute(1, basicStatistics),
    rateEstimate: attribute(2, rateEstimate),
    queue: attribute(3, queueStatistics),
    rateEstimate64: attribute(5, rateEstimate64),
    padding: attribute(6, bytes),
    basicHardware: attribute(7, basicStatistics),
    packets64: attribute(8, u64),
  };
  // What has no codec is never there.
  const all = { ...common, ...(app && { app: attribute(4, app) }) } as AttributesOf<TcStatistics<App>>;
  return onDemand(() => attributes<TcStatistics<App>>(all));
}
