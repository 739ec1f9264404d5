import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { u32 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";

/** How `sfb` finds flows that do not slow down (`struct tc_sfb_qopt`). */
export interface SfbParameters extends Grown {
  /** Milliseconds after which flows are hashed anew (`rehash_interval`). */
  readonly rehashInterval: number;
  /** Milliseconds before that in which both hashes are kept (`warmup_time`). */
  readonly warmupTime: number;
  /** Packets of a bin that wait from which packets are dropped more often (`max`). */
  readonly targetLength: number;
  /** Packets of a bin that wait at most (`bin_size`). */
  readonly binSize: number;
  /** Step by which the probability of a drop grows, in parts of 65536 (`increment`). */
  readonly increment: number;
  /** Step by which the probability of a drop falls, in parts of 65536 (`decrement`). */
  readonly decrement: number;
  /** Packets that may wait in all (`limit`). */
  readonly limit: number;
  /** Packets a second of the flows that do not slow down (`penalty_rate`). */
  readonly penaltyRate: number;
  /** Packets of them in a burst (`penalty_burst`). */
  readonly penaltyBurst: number;
}

const sfbParameters: FixedCodec<SfbParameters> = struct<SfbParameters>(36, {
  rehashInterval: field(0, u32),
  warmupTime: field(4, u32),
  targetLength: field(8, u32),
  binSize: field(12, u32),
  increment: field(16, u32),
  decrement: field(20, u32),
  limit: field(24, u32),
  penaltyRate: field(28, u32),
  penaltyBurst: field(32, u32),
});

/** Options of a qdisc of the kind `sfb`, which drops those that do not slow down. */
export interface SfbOptions extends Extensible {
  /** How it finds them (`TCA_SFB_PARMS`). */
  readonly parameters?: SfbParameters;
}

/** `TCA_OPTIONS` of the kind `sfb`. */
export const sfbOptions: Codec<SfbOptions> = onDemand(() =>
  attributes<SfbOptions>({
    parameters: attribute(1, sfbParameters),
  })
);

/** Counters of a qdisc of the kind `sfb` (`struct tc_sfb_xstats`). */
export interface SfbStatistics extends Grown {
  /** Packets dropped at random (`earlydrop`). */
  readonly earlyDrops: number;
  /** Packets dropped of flows that do not slow down (`penaltydrop`). */
  readonly penaltyDrops: number;
  /** Packets dropped since a bin was full (`bucketdrop`). */
  readonly bucketDrops: number;
  /** Packets dropped since the queue was full (`queuedrop`). */
  readonly queueDrops: number;
  /** Packets dropped by the qdisc inside (`childdrop`). */
  readonly childDrops: number;
  /** Packets marked instead of dropped (`marked`). */
  readonly marked: number;
  /** Packets in the fullest bin (`maxqlen`). */
  readonly maxQueue: number;
  /** Largest probability of a drop of all bins, in parts of 65536 (`maxprob`). */
  readonly maxProbability: number;
  /** Probability of a drop, on average over the bins, in parts of 65536 (`avgprob`). */
  readonly averageProbability: number;
}

/** `struct tc_sfb_xstats`. */
export const sfbStatistics: FixedCodec<SfbStatistics> = struct<SfbStatistics>(36, {
  earlyDrops: field(0, u32),
  penaltyDrops: field(4, u32),
  bucketDrops: field(8, u32),
  queueDrops: field(12, u32),
  childDrops: field(16, u32),
  marked: field(20, u32),
  maxQueue: field(24, u32),
  maxProbability: field(28, u32),
  averageProbability: field(32, u32),
});
