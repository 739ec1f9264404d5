import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { boolean, u32, u64 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";

/** Options of a qdisc of the kind `pie`, which drops at random to keep waiting short. */
export interface PieOptions extends Extensible {
  /** Microseconds that packets may wait (`TCA_PIE_TARGET`). */
  readonly target?: number;
  /** Packets that may wait (`TCA_PIE_LIMIT`). */
  readonly limit?: number;
  /** Microseconds after which the probability of a drop is computed anew (`TCA_PIE_TUPDATE`). */
  readonly updateInterval?: number;
  /** Weight of the difference to the target, 0 to 32, in sixteenths (`TCA_PIE_ALPHA`). */
  readonly alpha?: number;
  /** Weight of the change of it, 0 to 32, in sixteenths (`TCA_PIE_BETA`). */
  readonly beta?: number;
  /** Whether packets are marked instead of dropped (`TCA_PIE_ECN`). */
  readonly ecn?: boolean;
  /** Whether large packets are dropped more often (`TCA_PIE_BYTEMODE`). */
  readonly byteMode?: boolean;
  /** Whether waiting is computed from the rate, instead of measured (`TCA_PIE_DQ_RATE_ESTIMATOR`). */
  readonly dequeueRateEstimator?: boolean;
}

/** `TCA_OPTIONS` of the kind `pie`. */
export const pieOptions: Codec<PieOptions> = onDemand(() =>
  attributes<PieOptions>({
    target: attribute(1, u32),
    limit: attribute(2, u32),
    updateInterval: attribute(3, u32),
    alpha: attribute(4, u32),
    beta: attribute(5, u32),
    ecn: attribute(6, boolean(u32)),
    byteMode: attribute(7, boolean(u32)),
    dequeueRateEstimator: attribute(8, boolean(u32)),
  })
);

/** Counters of a qdisc of the kind `pie` (`struct tc_pie_xstats`). */
export interface PieStatistics extends Grown {
  /** Probability of a drop, in parts of 2 to the 64th (`prob`). */
  readonly probability: bigint;
  /** Microseconds that packets wait (`delay`). */
  readonly delay: number;
  /** Bytes a second, where the rate is estimated (`avg_dq_rate`). */
  readonly averageDequeueRate: number;
  /** Whether the rate is estimated (`dq_rate_estimating`). */
  readonly dequeueRateEstimating: boolean;
  /** Packets that came in (`packets_in`). */
  readonly packetsIn: number;
  /** Packets dropped at random (`dropped`). */
  readonly dropped: number;
  /** Packets dropped since the queue was full (`overlimit`). */
  readonly overLimitDrops: number;
  /** Most packets that waited (`maxq`). */
  readonly maxQueue: number;
  /** Packets marked instead of dropped (`ecn_mark`). */
  readonly ecnMarks: number;
}

/** `struct tc_pie_xstats`. */
export const pieStatistics: FixedCodec<PieStatistics> = struct<PieStatistics>(40, {
  probability: field(0, u64),
  delay: field(8, u32),
  averageDequeueRate: field(12, u32),
  dequeueRateEstimating: field(16, boolean(u32)),
  packetsIn: field(20, u32),
  dropped: field(24, u32),
  overLimitDrops: field(28, u32),
  maxQueue: field(32, u32),
  ecnMarks: field(36, u32),
});

/** Options of a qdisc of the kind `fq_pie`: `pie` for each of many flows. */
export interface FqPieOptions extends Extensible {
  /** Packets that may wait (`TCA_FQ_PIE_LIMIT`). */
  readonly limit?: number;
  /** How many flows are told apart (`TCA_FQ_PIE_FLOWS`). */
  readonly flows?: number;
  /** Microseconds that packets may wait (`TCA_FQ_PIE_TARGET`). */
  readonly target?: number;
  /** Microseconds after which the probability of a drop is computed anew (`TCA_FQ_PIE_TUPDATE`). */
  readonly updateInterval?: number;
  /** Weight of the difference to the target, 0 to 32, in sixteenths (`TCA_FQ_PIE_ALPHA`). */
  readonly alpha?: number;
  /** Weight of the change of it, 0 to 32, in sixteenths (`TCA_FQ_PIE_BETA`). */
  readonly beta?: number;
  /** Bytes that a flow sends in its turn (`TCA_FQ_PIE_QUANTUM`). */
  readonly quantum?: number;
  /** Bytes of memory for what waits (`TCA_FQ_PIE_MEMORY_LIMIT`). */
  readonly memoryLimit?: number;
  /** Percent of drops from which packets are no longer marked instead (`TCA_FQ_PIE_ECN_PROB`). */
  readonly ecnProbability?: number;
  /** Whether packets are marked instead of dropped (`TCA_FQ_PIE_ECN`). */
  readonly ecn?: boolean;
  /** Whether large packets are dropped more often (`TCA_FQ_PIE_BYTEMODE`). */
  readonly byteMode?: boolean;
  /** Whether waiting is computed from the rate, instead of measured (`TCA_FQ_PIE_DQ_RATE_ESTIMATOR`). */
  readonly dequeueRateEstimator?: boolean;
}

/** `TCA_OPTIONS` of the kind `fq_pie`. */
export const fqPieOptions: Codec<FqPieOptions> = onDemand(() =>
  attributes<FqPieOptions>({
    limit: attribute(1, u32),
    flows: attribute(2, u32),
    target: attribute(3, u32),
    updateInterval: attribute(4, u32),
    alpha: attribute(5, u32),
    beta: attribute(6, u32),
    quantum: attribute(7, u32),
    memoryLimit: attribute(8, u32),
    ecnProbability: attribute(9, u32),
    ecn: attribute(10, boolean(u32)),
    byteMode: attribute(11, boolean(u32)),
    dequeueRateEstimator: attribute(12, boolean(u32)),
  })
);

/** Counters of a qdisc of the kind `fq_pie` (`struct tc_fq_pie_xstats`). */
export interface FqPieStatistics extends Grown {
  /** Packets that came in (`packets_in`). */
  readonly packetsIn: number;
  /** Packets dropped at random (`dropped`). */
  readonly dropped: number;
  /** Packets dropped since the queue was full (`overlimit`). */
  readonly overLimitDrops: number;
  /** Packets dropped since memory was used up (`overmemory`). */
  readonly overMemoryDrops: number;
  /** Packets marked instead of dropped (`ecn_mark`). */
  readonly ecnMarks: number;
  /** How often packets began a flow (`new_flow_count`). */
  readonly newFlowCount: number;
  /** Flows that have not had their first turn (`new_flows_len`). */
  readonly newFlows: number;
  /** Flows that wait for another turn (`old_flows_len`). */
  readonly oldFlows: number;
  /** Bytes of memory in use (`memory_usage`). */
  readonly memoryUsage: number;
}

/** `struct tc_fq_pie_xstats`. */
export const fqPieStatistics: FixedCodec<FqPieStatistics> = struct<FqPieStatistics>(36, {
  packetsIn: field(0, u32),
  dropped: field(4, u32),
  overLimitDrops: field(8, u32),
  overMemoryDrops: field(12, u32),
  ecnMarks: field(16, u32),
  newFlowCount: field(20, u32),
  newFlows: field(24, u32),
  oldFlows: field(28, u32),
  memoryUsage: field(32, u32),
});
