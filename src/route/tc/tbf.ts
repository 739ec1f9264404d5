import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { u32, u64 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";
import { type RateSpecification, rateSpecification } from "./rate.ts";

/** Rate and burst of a `tbf` qdisc (`struct tc_tbf_qopt`). */
export interface TbfParameters extends Grown {
  /** What passes in the long run (`rate`). */
  readonly rate: RateSpecification;
  /** What passes in a burst at most; all 0 for any (`peakrate`). */
  readonly peakRate: RateSpecification;
  /** Bytes that may wait (`limit`). */
  readonly limit: number;
  /** How long the rate takes to fill the bucket, in ticks of 64 nanoseconds (`buffer`). */
  readonly buffer: number;
  /** How long the peak rate takes to fill its bucket, in ticks of 64 nanoseconds (`mtu`). */
  readonly mtu: number;
}

const tbfParameters: FixedCodec<TbfParameters> = struct<TbfParameters>(36, {
  rate: field(0, rateSpecification),
  peakRate: field(12, rateSpecification),
  limit: field(24, u32),
  buffer: field(28, u32),
  mtu: field(32, u32),
});

/** Options of a qdisc of the kind `tbf`, which shapes with one token bucket. */
export interface TbfOptions extends Extensible {
  /** Rate and burst (`TCA_TBF_PARMS`). */
  readonly parameters?: TbfParameters;
  /** Rate table, as old kernels want it (`TCA_TBF_RTAB`). */
  readonly rateTable?: Uint8Array;
  /** Table of the peak rate, as old kernels want it (`TCA_TBF_PTAB`). */
  readonly peakTable?: Uint8Array;
  /** Bytes a second, where they need more than 32 bits (`TCA_TBF_RATE64`). */
  readonly rate64?: bigint;
  /** Bytes a second of the peak rate, where they need more than 32 bits (`TCA_TBF_PRATE64`). */
  readonly peakRate64?: bigint;
  /** Size of the bucket in bytes, in a request (`TCA_TBF_BURST`). */
  readonly burst?: number;
  /** Size of the bucket of the peak rate in bytes, in a request (`TCA_TBF_PBURST`). */
  readonly peakBurst?: number;
  /** Alignment on machines that need it (`TCA_TBF_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_OPTIONS` of the kind `tbf`. */
export const tbfOptions: Codec<TbfOptions> = onDemand(() =>
  attributes<TbfOptions>({
    parameters: attribute(1, tbfParameters),
    rateTable: attribute(2, bytes),
    peakTable: attribute(3, bytes),
    rate64: attribute(4, u64),
    peakRate64: attribute(5, u64),
    burst: attribute(6, u32),
    peakBurst: attribute(7, u32),
    padding: attribute(8, bytes),
  })
);
