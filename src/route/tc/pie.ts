import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { boolean, i32, u32, u64, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";

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

/** Options of a qdisc of the kind `dualpi2`, which has a queue with low latency (L4S) beside a classic one. */
export interface Dualpi2Options extends Extensible {
  /** Packets that may wait (`TCA_DUALPI2_LIMIT`). */
  readonly limit?: number;
  /** Bytes of memory for what waits (`TCA_DUALPI2_MEMORY_LIMIT`). */
  readonly memoryLimit?: number;
  /** Microseconds that classic packets may wait (`TCA_DUALPI2_TARGET`). */
  readonly target?: number;
  /** Microseconds after which the probability of a drop is computed anew (`TCA_DUALPI2_TUPDATE`). */
  readonly updateInterval?: number;
  /** Weight of the difference to the target, in 1/256 Hz (`TCA_DUALPI2_ALPHA`). */
  readonly alpha?: number;
  /** Weight of the change of it, in 1/256 Hz (`TCA_DUALPI2_BETA`). */
  readonly beta?: number;
  /** Packets with low latency that wait from which they are marked (`TCA_DUALPI2_STEP_THRESH_PKTS`). */
  readonly stepThresholdPackets?: number;
  /** Microseconds of waiting from which packets with low latency are marked (`TCA_DUALPI2_STEP_THRESH_US`). */
  readonly stepThreshold?: number;
  /** Packets with low latency that have to wait for any to be marked (`TCA_DUALPI2_MIN_QLEN_STEP`). */
  readonly minQueueStep?: number;
  /**
   * How many times as often packets with low latency are marked as classic ones, by the square root
   * (`TCA_DUALPI2_COUPLING`).
   */
  readonly coupling?: number;
  /** What happens to packets with low latency under too much load (`TCA_DUALPI2_DROP_OVERLOAD`). */
  readonly dropOverload?: "overflow" | "drop" | number;
  /** When packets are dropped (`TCA_DUALPI2_DROP_EARLY`). */
  readonly dropEarly?: "dropDequeue" | "dropEnqueue" | number;
  /** Percent of the turns that classic packets have at least (`TCA_DUALPI2_C_PROTECTION`). */
  readonly classicProtection?: number;
  /** Which packets take the queue with low latency, by their ECN bits (`TCA_DUALPI2_ECN_MASK`). */
  readonly ecnMask?: "l4sEct" | "classicEct" | "anyEct" | number;
  /** Whether large packets are split (`TCA_DUALPI2_SPLIT_GSO`). */
  readonly splitGso?: "noSplitGso" | "splitGso" | number;
  /** Alignment on machines that need it (`TCA_DUALPI2_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_OPTIONS` of the kind `dualpi2`. */
export const dualpi2Options: Codec<Dualpi2Options> = onDemand(() =>
  attributes<Dualpi2Options>({
    limit: attribute(1, u32),
    memoryLimit: attribute(2, u32),
    target: attribute(3, u32),
    updateInterval: attribute(4, u32),
    alpha: attribute(5, u32),
    beta: attribute(6, u32),
    stepThresholdPackets: attribute(7, u32),
    stepThreshold: attribute(8, u32),
    minQueueStep: attribute(9, u32),
    coupling: attribute(10, u8),
    dropOverload: attribute(11, enumeration(u8, { overflow: 0, drop: 1 })),
    dropEarly: attribute(12, enumeration(u8, { dropDequeue: 0, dropEnqueue: 1 })),
    classicProtection: attribute(13, u8),
    ecnMask: attribute(14, enumeration(u8, { l4sEct: 1, classicEct: 2, anyEct: 3 })),
    splitGso: attribute(15, enumeration(u8, { noSplitGso: 0, splitGso: 1 })),
    padding: attribute(16, bytes),
  })
);

/** Counters of a qdisc of the kind `dualpi2` (`struct tc_dualpi2_xstats`). */
export interface Dualpi2Statistics extends Grown {
  /** Probability of a drop before coupling, in parts of 2 to the 32nd (`prob`). */
  readonly probability: number;
  /** Microseconds that classic packets wait (`delay_c`). */
  readonly classicDelay: number;
  /** Microseconds that packets with low latency wait (`delay_l`). */
  readonly lowLatencyDelay: number;
  /** Classic packets that came in (`pkts_in_c`). */
  readonly classicPackets: number;
  /** Packets with low latency that came in (`pkts_in_l`). */
  readonly lowLatencyPackets: number;
  /** Most packets that waited (`maxq`). */
  readonly maxQueue: number;
  /** Packets marked (`ecn_mark`). */
  readonly ecnMarks: number;
  /** Packets marked by the threshold of the queue with low latency (`step_mark`). */
  readonly stepMarks: number;
  /** Credit of the turns: positive for the classic queue (`credit`). */
  readonly credit: number;
  /** Bytes of memory in use (`memory_used`). */
  readonly memoryUsed: number;
  /** Most bytes of memory that were in use (`max_memory_used`). */
  readonly maxMemoryUsed: number;
  /** Bytes of memory for what waits (`memory_limit`). */
  readonly memoryLimit: number;
}

/** `struct tc_dualpi2_xstats`. */
export const dualpi2Statistics: FixedCodec<Dualpi2Statistics> = struct<Dualpi2Statistics>(48, {
  probability: field(0, u32),
  classicDelay: field(4, u32),
  lowLatencyDelay: field(8, u32),
  classicPackets: field(12, u32),
  lowLatencyPackets: field(16, u32),
  maxQueue: field(20, u32),
  ecnMarks: field(24, u32),
  stepMarks: field(28, u32),
  credit: field(32, i32),
  memoryUsed: field(36, u32),
  maxMemoryUsed: field(40, u32),
  memoryLimit: field(44, u32),
});
