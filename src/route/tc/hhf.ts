import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { u32 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";

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
