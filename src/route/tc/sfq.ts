import type { FixedCodec } from "../../codec/codec.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { boolean, i32, u32, u8 } from "../../codec/numbers.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { RED_FLAGS, type RedFlag } from "./red.ts";

/** What every version of `sfq` has (`struct tc_sfq_qopt`). */
export interface SfqParameters extends Grown {
  /** Bytes that a flow sends in its turn (`quantum`). */
  readonly quantum: number;
  /** Seconds after which flows are hashed anew; 0 for never (`perturb_period`). */
  readonly perturbPeriod: number;
  /** Packets that may wait (`limit`). */
  readonly limit: number;
  /** How many flows are told apart, a power of 2 (`divisor`). */
  readonly divisor: number;
  /** Flows that may have packets at once (`flows`). */
  readonly flows: number;
}

const sfqParameters: FixedCodec<SfqParameters> = struct<SfqParameters>(20, {
  quantum: field(0, u32),
  perturbPeriod: field(4, i32),
  limit: field(8, u32),
  divisor: field(12, u32),
  flows: field(16, u32),
});

/** What `sfq` has dropped early (`struct tc_sfqred_stats`). */
export interface SfqRedStatistics extends Grown {
  /** Packets dropped at random (`prob_drop`). */
  readonly probabilityDrops: number;
  /** Packets dropped above the upper threshold (`forced_drop`). */
  readonly forcedDrops: number;
  /** Packets marked at random (`prob_mark`). */
  readonly probabilityMarks: number;
  /** Packets marked above the upper threshold (`forced_mark`). */
  readonly forcedMarks: number;
  /** First packets of a queue marked at random (`prob_mark_head`). */
  readonly headProbabilityMarks: number;
  /** First packets of a queue marked above the upper threshold (`forced_mark_head`). */
  readonly headForcedMarks: number;
}

/** `struct tc_sfqred_stats`. */
export const sfqRedStatistics: FixedCodec<SfqRedStatistics> = struct<SfqRedStatistics>(24, {
  probabilityDrops: field(0, u32),
  forcedDrops: field(4, u32),
  probabilityMarks: field(8, u32),
  forcedMarks: field(12, u32),
  headProbabilityMarks: field(16, u32),
  headForcedMarks: field(20, u32),
});

/** Options of a qdisc of the kind `sfq`, which gives each flow its turn (`struct tc_sfq_qopt_v1`). */
export interface SfqOptions extends Grown {
  /** What every version has (`v0`). */
  readonly basic: SfqParameters;
  /** Packets that may wait in one flow (`depth`). */
  readonly depth?: number;
  /** Whether the oldest packet of a full flow is dropped, instead of the newest (`headdrop`). */
  readonly headDrop?: boolean;
  /** Bytes that may wait in one flow, where packets are dropped early (`limit`). */
  readonly limit?: number;
  /** Bytes of a flow that wait on average when drops begin (`qth_min`). */
  readonly minThreshold?: number;
  /** Bytes of a flow that wait on average when drops are as frequent as they get (`qth_max`). */
  readonly maxThreshold?: number;
  /** How much the present counts in the average: 1 part in 2 to this power (`Wlog`). */
  readonly averageLog?: number;
  /** Steepness: the probability of a drop grows by 1 in 2 to this power for each byte (`Plog`). */
  readonly probabilityLog?: number;
  /** Idle time counts in steps of 2 to this power microseconds (`Scell_log`). */
  readonly cellLog?: number;
  /** What is done beside dropping (`flags`). */
  readonly flags?: Flags<RedFlag>;
  /** Probability of a drop at the upper threshold, in parts of 2 to the 32nd (`max_P`). */
  readonly maxProbability?: number;
  /** What was dropped early (`stats`). */
  readonly statistics?: SfqRedStatistics;
}

/** `struct tc_sfq_qopt_v1`. */
export const sfqOptions: FixedCodec<SfqOptions> = struct<SfqOptions>(72, {
  basic: field(0, sfqParameters),
  depth: field(20, u32),
  headDrop: field(24, boolean(u32)),
  limit: field(28, u32),
  minThreshold: field(32, u32),
  maxThreshold: field(36, u32),
  averageLog: field(40, u8),
  probabilityLog: field(41, u8),
  cellLog: field(42, u8),
  flags: field(43, flags(u8, RED_FLAGS)),
  maxProbability: field(44, u32),
  statistics: field(48, sfqRedStatistics),
}, { minimum: 20 });

/** Counters of a flow of a qdisc of the kind `sfq` (`struct tc_sfq_xstats`). */
export interface SfqStatistics extends Grown {
  /** Bytes that are left of its turn (`allot`). */
  readonly allotment: number;
}

/** `struct tc_sfq_xstats`. */
export const sfqStatistics: FixedCodec<SfqStatistics> = struct<SfqStatistics>(4, {
  allotment: field(0, i32),
});
