import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { boolean, i32, u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";

/** Options of a qdisc of the kind `codel`, which drops by how long packets have waited. */
export interface CodelOptions extends Extensible {
  /** Microseconds that packets may wait (`TCA_CODEL_TARGET`). */
  readonly target?: number;
  /** Packets that may wait (`TCA_CODEL_LIMIT`). */
  readonly limit?: number;
  /** Microseconds in which waiting has to become short once (`TCA_CODEL_INTERVAL`). */
  readonly interval?: number;
  /** Whether packets are marked instead of dropped (`TCA_CODEL_ECN`). */
  readonly ecn?: boolean;
  /** Microseconds of waiting from which packets are marked as congested (CE) (`TCA_CODEL_CE_THRESHOLD`). */
  readonly congestionThreshold?: number;
}

/** `TCA_OPTIONS` of the kind `codel`. */
export const codelOptions: Codec<CodelOptions> = onDemand(() =>
  attributes<CodelOptions>({
    target: attribute(1, u32),
    limit: attribute(2, u32),
    interval: attribute(3, u32),
    ecn: attribute(4, boolean(u32)),
    congestionThreshold: attribute(5, u32),
  })
);

/** Counters of a qdisc of the kind `codel` (`struct tc_codel_xstats`). */
export interface CodelStatistics extends Grown {
  /** Largest packet so far, in bytes (`maxpacket`). */
  readonly maxPacket: number;
  /** Drops since dropping began (`count`). */
  readonly count: number;
  /** The same when dropping began last (`lastcount`). */
  readonly lastCount: number;
  /** Microseconds that the last packet waited (`ldelay`). */
  readonly delay: number;
  /** Microseconds until the next drop (`drop_next`). */
  readonly dropNext: number;
  /** Packets dropped since the queue was full (`drop_overlimit`). */
  readonly overLimitDrops: number;
  /** Packets marked instead of dropped (`ecn_mark`). */
  readonly ecnMarks: number;
  /** Whether packets are dropped at present (`dropping`). */
  readonly dropping: boolean;
  /** Packets marked for waiting too long (`ce_mark`). */
  readonly congestionMarks?: number;
}

/** `struct tc_codel_xstats`. */
export const codelStatistics: FixedCodec<CodelStatistics> = struct<CodelStatistics>(36, {
  maxPacket: field(0, u32),
  count: field(4, u32),
  lastCount: field(8, u32),
  delay: field(12, u32),
  dropNext: field(16, i32),
  overLimitDrops: field(20, u32),
  ecnMarks: field(24, u32),
  dropping: field(28, boolean(u32)),
  congestionMarks: field(32, u32),
}, { minimum: 32 });

/** Options of a qdisc of the kind `fq_codel`: `codel` for each of many flows. */
export interface FqCodelOptions extends Extensible {
  /** Microseconds that packets may wait (`TCA_FQ_CODEL_TARGET`). */
  readonly target?: number;
  /** Packets that may wait (`TCA_FQ_CODEL_LIMIT`). */
  readonly limit?: number;
  /** Microseconds in which waiting has to become short once (`TCA_FQ_CODEL_INTERVAL`). */
  readonly interval?: number;
  /** Whether packets are marked instead of dropped (`TCA_FQ_CODEL_ECN`). */
  readonly ecn?: boolean;
  /** How many flows are told apart (`TCA_FQ_CODEL_FLOWS`). */
  readonly flows?: number;
  /** Bytes that a flow sends in its turn (`TCA_FQ_CODEL_QUANTUM`). */
  readonly quantum?: number;
  /** Microseconds of waiting from which packets are marked as congested (CE) (`TCA_FQ_CODEL_CE_THRESHOLD`). */
  readonly congestionThreshold?: number;
  /** Packets that are dropped at once from the fullest flow (`TCA_FQ_CODEL_DROP_BATCH_SIZE`). */
  readonly dropBatchSize?: number;
  /** Bytes of memory for what waits (`TCA_FQ_CODEL_MEMORY_LIMIT`). */
  readonly memoryLimit?: number;
  /** The threshold is for packets whose type of service has these bits (`TCA_FQ_CODEL_CE_THRESHOLD_SELECTOR`). */
  readonly congestionSelector?: number;
  /** Bits of the type of service that are compared (`TCA_FQ_CODEL_CE_THRESHOLD_MASK`). */
  readonly congestionMask?: number;
}

/** `TCA_OPTIONS` of the kind `fq_codel`. */
export const fqCodelOptions: Codec<FqCodelOptions> = onDemand(() =>
  attributes<FqCodelOptions>({
    target: attribute(1, u32),
    limit: attribute(2, u32),
    interval: attribute(3, u32),
    ecn: attribute(4, boolean(u32)),
    flows: attribute(5, u32),
    quantum: attribute(6, u32),
    congestionThreshold: attribute(7, u32),
    dropBatchSize: attribute(8, u32),
    memoryLimit: attribute(9, u32),
    congestionSelector: attribute(10, u8),
    congestionMask: attribute(11, u8),
  })
);

/** Counters of a qdisc of the kind `fq_codel` (`struct tc_fq_codel_xstats`). */
export interface FqCodelStatistics extends Grown {
  /** Of what they are: always `qdisc` here (`type`). */
  readonly type: "qdisc" | "class" | number;
  /** Largest packet so far, in bytes (`maxpacket`). */
  readonly maxPacket: number;
  /** Packets dropped since the queue was full (`drop_overlimit`). */
  readonly overLimitDrops: number;
  /** Packets marked instead of dropped (`ecn_mark`). */
  readonly ecnMarks: number;
  /** How often packets began a flow (`new_flow_count`). */
  readonly newFlowCount: number;
  /** Flows that have not had their first turn (`new_flows_len`). */
  readonly newFlows: number;
  /** Flows that wait for another turn (`old_flows_len`). */
  readonly oldFlows: number;
  /** Packets marked for waiting too long (`ce_mark`). */
  readonly congestionMarks?: number;
  /** Bytes of memory in use (`memory_usage`). */
  readonly memoryUsage?: number;
  /** Packets dropped since memory was used up (`drop_overmemory`). */
  readonly overMemoryDrops?: number;
}

/** `struct tc_fq_codel_xstats`. */
export const fqCodelStatistics: FixedCodec<FqCodelStatistics> = struct<FqCodelStatistics>(40, {
  type: field(0, enumeration(u32, { qdisc: 0, class: 1 })),
  maxPacket: field(4, u32),
  overLimitDrops: field(8, u32),
  ecnMarks: field(12, u32),
  newFlowCount: field(16, u32),
  newFlows: field(20, u32),
  oldFlows: field(24, u32),
  congestionMarks: field(28, u32),
  memoryUsage: field(32, u32),
  overMemoryDrops: field(36, u32),
}, { minimum: 28 });

/** Counters of a flow of a qdisc of the kind `fq_codel` (`struct tc_fq_codel_xstats`). */
export interface FqCodelClassStatistics extends Grown {
  /** Of what they are: always `class` here (`type`). */
  readonly type: "qdisc" | "class" | number;
  /** Bytes that are left of its turn (`deficit`). */
  readonly deficit: number;
  /** Microseconds that the last packet waited (`ldelay`). */
  readonly delay: number;
  /** Drops since dropping began (`count`). */
  readonly count: number;
  /** The same when dropping began last (`lastcount`). */
  readonly lastCount: number;
  /** Whether packets are dropped at present (`dropping`). */
  readonly dropping: boolean;
  /** Microseconds until the next drop (`drop_next`). */
  readonly dropNext: number;
}

/** `struct tc_fq_codel_xstats`. */
export const fqCodelClassStatistics: FixedCodec<FqCodelClassStatistics> = struct<FqCodelClassStatistics>(40, {
  type: field(0, enumeration(u32, { qdisc: 0, class: 1 })),
  deficit: field(4, i32),
  delay: field(8, u32),
  count: field(12, u32),
  lastCount: field(16, u32),
  dropping: field(20, boolean(u32)),
  dropNext: field(24, i32),
});
