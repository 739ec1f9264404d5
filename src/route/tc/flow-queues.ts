import { array, arrayOf } from "../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { boolean, i32, i64, u32, u64, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytesOf } from "../../codec/text.ts";
import { RED_FLAGS, type RedFlag } from "./red.ts";
import { type PrioOptions, prioOptions } from "./simple-qdiscs.ts";

/** Options of a qdisc of the kind `fq`, which gives each flow its turn and its pace. */
export interface FqOptions extends Extensible {
  /** Packets that may wait (`TCA_FQ_PLIMIT`). */
  readonly limit?: number;
  /** Packets that may wait in one flow (`TCA_FQ_FLOW_PLIMIT`). */
  readonly flowLimit?: number;
  /** Bytes that a flow sends in its turn (`TCA_FQ_QUANTUM`). */
  readonly quantum?: number;
  /** Bytes that a new flow sends first (`TCA_FQ_INITIAL_QUANTUM`). */
  readonly initialQuantum?: number;
  /** Whether flows are paced (`TCA_FQ_RATE_ENABLE`). */
  readonly rateEnable?: boolean;
  /** No longer of any meaning (`TCA_FQ_FLOW_DEFAULT_RATE`). */
  readonly flowDefaultRate?: number;
  /** Bytes a second of a flow at most; 4294967295 for any (`TCA_FQ_FLOW_MAX_RATE`). */
  readonly flowMaxRate?: number;
  /** Flows are looked up in 2 to this power buckets (`TCA_FQ_BUCKETS_LOG`). */
  readonly bucketsLog?: number;
  /** Microseconds after which an idle flow gets its quantum anew (`TCA_FQ_FLOW_REFILL_DELAY`). */
  readonly flowRefillDelay?: number;
  /** Packets without a socket are hashed into so many flows, less one (`TCA_FQ_ORPHAN_MASK`). */
  readonly orphanMask?: number;
  /** Bytes a second below which a flow is paced packet by packet (`TCA_FQ_LOW_RATE_THRESHOLD`). */
  readonly lowRateThreshold?: number;
  /** Microseconds of waiting from which packets are marked as congested (CE) (`TCA_FQ_CE_THRESHOLD`). */
  readonly congestionThreshold?: number;
  /** Nanoseconds that a timer may be late (`TCA_FQ_TIMER_SLACK`). */
  readonly timerSlack?: number;
  /** Microseconds ahead for which a packet may be scheduled (`TCA_FQ_HORIZON`). */
  readonly horizon?: number;
  /** Whether packets beyond the horizon are dropped, instead of sent at it (`TCA_FQ_HORIZON_DROP`). */
  readonly horizonDrop?: boolean;
  /** The three bands of priorities (`TCA_FQ_PRIOMAP`). */
  readonly priorityMap?: PrioOptions;
  /** Bytes that each of the bands sends in its turn (`TCA_FQ_WEIGHTS`). */
  readonly weights?: readonly number[];
  /** Microseconds ahead for which the device schedules packets itself (`TCA_FQ_OFFLOAD_HORIZON`). */
  readonly offloadHorizon?: number;
}

/** `TCA_OPTIONS` of the kind `fq`. */
export const fqOptions: Codec<FqOptions> = onDemand(() =>
  attributes<FqOptions>({
    limit: attribute(1, u32),
    flowLimit: attribute(2, u32),
    quantum: attribute(3, u32),
    initialQuantum: attribute(4, u32),
    rateEnable: attribute(5, boolean(u32)),
    flowDefaultRate: attribute(6, u32),
    flowMaxRate: attribute(7, u32),
    bucketsLog: attribute(8, u32),
    flowRefillDelay: attribute(9, u32),
    orphanMask: attribute(10, u32),
    lowRateThreshold: attribute(11, u32),
    congestionThreshold: attribute(12, u32),
    timerSlack: attribute(13, u32),
    horizon: attribute(14, u32),
    horizonDrop: attribute(15, boolean(u8)),
    priorityMap: attribute(16, prioOptions),
    weights: attribute(17, array(i32)),
    offloadHorizon: attribute(18, u32),
  })
);

/** Counters of a qdisc of the kind `fq` (`struct tc_fq_qd_stats`). */
export interface FqStatistics extends Grown {
  /** Idle flows that were forgotten (`gc_flows`). */
  readonly collectedFlows: bigint;
  /** Packets that went before all flows (`highprio_packets`). */
  readonly highPriorityPackets: bigint;
  /** Packets of TCP that were sent again (`tcp_retrans`). */
  readonly tcpRetransmissions: bigint;
  /** How often a flow had to wait for its pace (`throttled`). */
  readonly throttled: bigint;
  /** Packets that were dropped since their flow was full (`flows_plimit`). */
  readonly flowLimitDrops: bigint;
  /** Packets of which one is more than the pace allows in a second (`pkts_too_long`). */
  readonly packetsTooLong: bigint;
  /** Flows for which there was no memory (`allocation_errors`). */
  readonly allocationErrors: bigint;
  /** Nanoseconds until a throttled flow may send (`time_next_delayed_flow`). */
  readonly nextDelayedFlow: bigint;
  /** Flows that are known (`flows`). */
  readonly flows: number;
  /** Flows without packets (`inactive_flows`). */
  readonly inactiveFlows: number;
  /** Flows that wait for their pace (`throttled_flows`). */
  readonly throttledFlows: number;
  /** Nanoseconds that flows were let go late, on average (`unthrottle_latency_ns`). */
  readonly unthrottleLatency: number;
  /** Packets marked for waiting too long (`ce_mark`). */
  readonly congestionMarks?: bigint;
  /** Packets dropped since they were beyond the horizon (`horizon_drops`). */
  readonly horizonDrops?: bigint;
  /** Packets that were scheduled at the horizon instead of beyond (`horizon_caps`). */
  readonly horizonCaps?: bigint;
  /** Packets that did not have to wait (`fastpath_packets`). */
  readonly fastPathPackets?: bigint;
  /** Packets dropped in each band (`band_drops`). */
  readonly bandDrops?: readonly bigint[];
  /** Packets that wait in each band (`band_pkt_count`). */
  readonly bandPacketCount?: readonly number[];
  /** Always 0 (`pad`). */
  readonly reserved?: Uint8Array;
}

/** `struct tc_fq_qd_stats`. */
export const fqStatistics: FixedCodec<FqStatistics> = struct<FqStatistics>(152, {
  collectedFlows: field(0, u64),
  highPriorityPackets: field(8, u64),
  tcpRetransmissions: field(16, u64),
  throttled: field(24, u64),
  flowLimitDrops: field(32, u64),
  packetsTooLong: field(40, u64),
  allocationErrors: field(48, u64),
  nextDelayedFlow: field(56, i64),
  flows: field(64, u32),
  inactiveFlows: field(68, u32),
  throttledFlows: field(72, u32),
  unthrottleLatency: field(76, u32),
  congestionMarks: field(80, u64),
  horizonDrops: field(88, u64),
  horizonCaps: field(96, u64),
  fastPathPackets: field(104, u64),
  bandDrops: field(112, arrayOf(3, u64)),
  bandPacketCount: field(136, arrayOf(3, u32)),
  reserved: field(148, bytesOf(4)),
}, { minimum: 80 });

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

/** Options of a qdisc of the kind `hhf`, which lets small flows go before heavy ones. */
export interface HhfOptions extends Extensible {
  /** Packets that may wait (`TCA_HHF_BACKLOG_LIMIT`). */
  readonly backlogLimit?: number;
  /** Bytes of heavy flows in their turn (`TCA_HHF_QUANTUM`). */
  readonly quantum?: number;
  /** How many heavy flows are remembered (`TCA_HHF_HH_FLOWS_LIMIT`). */
  readonly heavyFlowsLimit?: number;
  /** Microseconds after which the counters of flows start anew (`TCA_HHF_RESET_TIMEOUT`). */
  readonly resetTimeout?: number;
  /** Bytes from which a flow is heavy (`TCA_HHF_ADMIT_BYTES`). */
  readonly admitBytes?: number;
  /** Microseconds after which an idle flow is no longer heavy (`TCA_HHF_EVICT_TIMEOUT`). */
  readonly evictTimeout?: number;
  /** How many quanta small flows get for one of the heavy ones (`TCA_HHF_NON_HH_WEIGHT`). */
  readonly lightWeight?: number;
}

/** `TCA_OPTIONS` of the kind `hhf`. */
export const hhfOptions: Codec<HhfOptions> = onDemand(() =>
  attributes<HhfOptions>({
    backlogLimit: attribute(1, u32),
    quantum: attribute(2, u32),
    heavyFlowsLimit: attribute(3, u32),
    resetTimeout: attribute(4, u32),
    admitBytes: attribute(5, u32),
    evictTimeout: attribute(6, u32),
    lightWeight: attribute(7, u32),
  })
);

/** Counters of a qdisc of the kind `hhf` (`struct tc_hhf_xstats`). */
export interface HhfStatistics extends Grown {
  /** Packets dropped since the queue was full (`drop_overlimit`). */
  readonly overLimitDrops: number;
  /** Heavy flows that there was no room to remember (`hh_overlimit`). */
  readonly heavyOverLimit: number;
  /** Heavy flows that were found so far (`hh_tot_count`). */
  readonly heavyTotal: number;
  /** Heavy flows at present (`hh_cur_count`). */
  readonly heavyCurrent: number;
}

/** `struct tc_hhf_xstats`. */
export const hhfStatistics: FixedCodec<HhfStatistics> = struct<HhfStatistics>(16, {
  overLimitDrops: field(0, u32),
  heavyOverLimit: field(4, u32),
  heavyTotal: field(8, u32),
  heavyCurrent: field(12, u32),
});
