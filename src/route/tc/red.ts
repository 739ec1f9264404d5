import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";
import { type Bitfield, bitfield } from "./bits.ts";

/** A flag of the queues that drop early at random (`TC_RED_*`). */
export type RedFlag = "ecn" | "hardDrop" | "adaptative" | "noDrop";

/** Bits of these flags. */
export const RED_FLAGS: Readonly<Record<RedFlag, number>> = { ecn: 0x1, hardDrop: 0x2, adaptative: 0x4, noDrop: 0x8 };

/**
 * Thresholds of a queue that drops early at random: in bytes for `red`, in packets for `choke` (`struct tc_red_qopt`).
 */
export interface RedParameters extends Grown {
  /** How much may wait (`limit`). */
  readonly limit: number;
  /** How much waits on average when drops begin (`qth_min`). */
  readonly minThreshold: number;
  /** How much waits on average when drops are as frequent as they get (`qth_max`). */
  readonly maxThreshold: number;
  /** How much the present counts in the average: 1 part in 2 to this power (`Wlog`). */
  readonly averageLog: number;
  /** Steepness: the probability of a drop grows by 1 in 2 to this power for each byte (`Plog`). */
  readonly probabilityLog: number;
  /** Idle time counts in steps of 2 to this power microseconds, by the table (`Scell_log`). */
  readonly cellLog: number;
  /** What is done beside dropping (`flags`). */
  readonly flags: Flags<RedFlag>;
}

const redParameters: FixedCodec<RedParameters> = struct<RedParameters>(16, {
  limit: field(0, u32),
  minThreshold: field(4, u32),
  maxThreshold: field(8, u32),
  averageLog: field(12, u8),
  probabilityLog: field(13, u8),
  cellLog: field(14, u8),
  flags: field(15, flags(u8, RED_FLAGS)),
});

/** Options of a qdisc of the kind `red`, which drops at random before it is full. */
export interface RedOptions extends Extensible {
  /** Thresholds (`TCA_RED_PARMS`). */
  readonly parameters?: RedParameters;
  /** How the average fades in idle time, 256 shifts (`TCA_RED_STAB`). */
  readonly idleTable?: Uint8Array;
  /** Probability of a drop at the upper threshold, in parts of 2 to the 32nd (`TCA_RED_MAX_P`). */
  readonly maxProbability?: number;
  /** What is done beside dropping (`TCA_RED_FLAGS`). */
  readonly flags?: Bitfield<RedFlag>;
  /** Number of the block whose filters see packets dropped early; 0 for none (`TCA_RED_EARLY_DROP_BLOCK`). */
  readonly earlyDropBlock?: number;
  /** Number of the block whose filters see packets that were marked; 0 for none (`TCA_RED_MARK_BLOCK`). */
  readonly markBlock?: number;
}

/** `TCA_OPTIONS` of the kind `red`. */
export const redOptions: Codec<RedOptions> = onDemand(() =>
  attributes<RedOptions>({
    parameters: attribute(1, redParameters),
    idleTable: attribute(2, bytes),
    maxProbability: attribute(3, u32),
    flags: attribute(4, bitfield(RED_FLAGS)),
    earlyDropBlock: attribute(5, u32),
    markBlock: attribute(6, u32),
  })
);

/** Counters of a qdisc of the kind `red` (`struct tc_red_xstats`). */
export interface RedStatistics extends Grown {
  /** Packets dropped at random (`early`). */
  readonly early: number;
  /** Packets dropped since the queue was full (`pdrop`). */
  readonly overLimitDrops: number;
  /** Always 0 on new kernels (`other`). */
  readonly other: number;
  /** Packets marked instead of dropped (`marked`). */
  readonly marked: number;
}

/** `struct tc_red_xstats`. */
export const redStatistics: FixedCodec<RedStatistics> = struct<RedStatistics>(16, {
  early: field(0, u32),
  overLimitDrops: field(4, u32),
  other: field(8, u32),
  marked: field(12, u32),
});

/** Options of a qdisc of the kind `choke`, which drops flows that fill the queue. */
export interface ChokeOptions extends Extensible {
  /** Thresholds (`TCA_CHOKE_PARMS`). */
  readonly parameters?: RedParameters;
  /** How the average fades in idle time, 256 shifts (`TCA_CHOKE_STAB`). */
  readonly idleTable?: Uint8Array;
  /** Probability of a drop at the upper threshold, in parts of 2 to the 32nd (`TCA_CHOKE_MAX_P`). */
  readonly maxProbability?: number;
}

/** `TCA_OPTIONS` of the kind `choke`. */
export const chokeOptions: Codec<ChokeOptions> = onDemand(() =>
  attributes<ChokeOptions>({
    parameters: attribute(1, redParameters),
    idleTable: attribute(2, bytes),
    maxProbability: attribute(3, u32),
  })
);

/** Counters of a qdisc of the kind `choke` (`struct tc_choke_xstats`). */
export interface ChokeStatistics extends Grown {
  /** Packets dropped at random (`early`). */
  readonly early: number;
  /** Packets dropped since the queue was full (`pdrop`). */
  readonly overLimitDrops: number;
  /** Packets dropped for other reasons (`other`). */
  readonly other: number;
  /** Packets marked instead of dropped (`marked`). */
  readonly marked: number;
  /** Packets dropped with another of their flow (`matched`). */
  readonly matched: number;
}

/** `struct tc_choke_xstats`. */
export const chokeStatistics: FixedCodec<ChokeStatistics> = struct<ChokeStatistics>(20, {
  early: field(0, u32),
  overLimitDrops: field(4, u32),
  other: field(8, u32),
  marked: field(12, u32),
  matched: field(16, u32),
});
