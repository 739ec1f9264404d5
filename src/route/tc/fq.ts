import { array, arrayOf } from "../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { boolean, i32, i64, u32, u64, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { type PrioOptions, prioOptions } from "./prio.ts";

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
}, { minimum: 80 });
