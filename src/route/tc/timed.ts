import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { i32, u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";

/** When `etf` sends (`struct tc_etf_qopt`). */
export interface EtfParameters extends Grown {
  /** Nanoseconds before its time that a packet is given to the device (`delta`). */
  readonly delta: number;
  /** Clock of the times (`CLOCK_*`), such as 11 for `CLOCK_TAI` (`clockid`). */
  readonly clock: number;
  /** How times are meant (`TC_ETF_*`) (`flags`). */
  readonly flags: Flags<"deadlineMode" | "offload" | "skipSockCheck">;
}

const etfParameters: FixedCodec<EtfParameters> = struct<EtfParameters>(12, {
  delta: field(0, i32),
  clock: field(4, i32),
  flags: field(8, flags(u32, { deadlineMode: 0x1, offload: 0x2, skipSockCheck: 0x4 })),
});

/** Options of a qdisc of the kind `etf`, which sends each packet at its time. */
export interface EtfOptions extends Extensible {
  /** When packets are sent (`TCA_ETF_PARMS`). */
  readonly parameters?: EtfParameters;
}

/** `TCA_OPTIONS` of the kind `etf`. */
export const etfOptions: Codec<EtfOptions> = onDemand(() =>
  attributes<EtfOptions>({
    parameters: attribute(1, etfParameters),
  })
);

/** Credits of a `cbs` qdisc (`struct tc_cbs_qopt`). */
export interface CbsParameters extends Grown {
  /** Whether the device shapes: 0 or 1 (`offload`). */
  readonly offload: number;
  /** Most credit in bytes (`hicredit`). */
  readonly highCredit: number;
  /** Least credit in bytes, negative (`locredit`). */
  readonly lowCredit: number;
  /** Kilobits a second by which credit grows while packets wait (`idleslope`). */
  readonly idleSlope: number;
  /** Kilobits a second by which it falls while one is sent, negative (`sendslope`). */
  readonly sendSlope: number;
}

const cbsParameters: FixedCodec<CbsParameters> = struct<CbsParameters>(20, {
  offload: field(0, u8),
  highCredit: field(4, i32),
  lowCredit: field(8, i32),
  idleSlope: field(12, i32),
  sendSlope: field(16, i32),
});

/** Options of a qdisc of the kind `cbs`, which shapes by credit. */
export interface CbsOptions extends Extensible {
  /** Credits (`TCA_CBS_PARMS`). */
  readonly parameters?: CbsParameters;
}

/** `TCA_OPTIONS` of the kind `cbs`. */
export const cbsOptions: Codec<CbsOptions> = onDemand(() =>
  attributes<CbsOptions>({
    parameters: attribute(1, cbsParameters),
  })
);
