import { array } from "../../codec/array.ts";
import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { boolean, u32, u64, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";
import { type Bitfield, bitfield } from "../../codec/bitfield.ts";

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

/** A virtual queue of `gred` (`struct tc_gred_qopt`). */
export interface GredQueue extends Grown {
  /** Bytes that may wait (`limit`). */
  readonly limit: number;
  /** Bytes that wait on average when drops begin (`qth_min`). */
  readonly minThreshold: number;
  /** Bytes that wait on average when drops are as frequent as they get (`qth_max`). */
  readonly maxThreshold: number;
  /** Number of the queue; 16 or more where there is none (`DP`). */
  readonly dropPrecedence: number;
  /** Bytes that wait (`backlog`). */
  readonly backlog: number;
  /** Bytes that wait on average (`qave`). */
  readonly average: number;
  /** Packets dropped above the upper threshold (`forced`). */
  readonly forced: number;
  /** Packets dropped at random (`early`). */
  readonly early: number;
  /** Packets dropped for other reasons (`other`). */
  readonly other: number;
  /** Packets dropped since the queue was full (`pdrop`). */
  readonly overLimitDrops: number;
  /** How much the present counts in the average: 1 part in 2 to this power (`Wlog`). */
  readonly averageLog: number;
  /** Steepness: the probability of a drop grows by 1 in 2 to this power for each byte (`Plog`). */
  readonly probabilityLog: number;
  /** Idle time counts in steps of 2 to this power microseconds, by the table (`Scell_log`). */
  readonly cellLog: number;
  /** Which queue goes first, where priorities are used; a smaller one does (`prio`). */
  readonly priority: number;
  /** Packets that came in (`packets`). */
  readonly packets: number;
  /** Bytes that came in (`bytesin`). */
  readonly bytesIn: number;
}

const gredQueue: FixedCodec<GredQueue> = struct<GredQueue>(52, {
  limit: field(0, u32),
  minThreshold: field(4, u32),
  maxThreshold: field(8, u32),
  dropPrecedence: field(12, u32),
  backlog: field(16, u32),
  average: field(20, u32),
  forced: field(24, u32),
  early: field(28, u32),
  other: field(32, u32),
  overLimitDrops: field(36, u32),
  averageLog: field(40, u8),
  probabilityLog: field(41, u8),
  cellLog: field(42, u8),
  priority: field(43, u8),
  packets: field(44, u32),
  bytesIn: field(48, u32),
});

/** How `gred` is set up (`struct tc_gred_sopt`). */
export interface GredSetup extends Grown {
  /** How many virtual queues there are, 1 to 16 (`DPs`). */
  readonly queues: number;
  /** Queue of packets that belong to none (`def_DP`). */
  readonly defaultQueue: number;
  /** Whether the queues have priorities (`grio`). */
  readonly priorities: boolean;
  /** What is done beside dropping (`flags`). */
  readonly flags: Flags<RedFlag>;
}

const gredSetup: FixedCodec<GredSetup> = struct<GredSetup>(12, {
  queues: field(0, u32),
  defaultQueue: field(4, u32),
  priorities: field(8, boolean(u8)),
  flags: field(9, flags(u8, RED_FLAGS)),
});

/** A virtual queue of `gred`, with counters of full size. */
export interface GredVirtualQueue extends Extensible {
  /** Alignment on machines that need it (`TCA_GRED_VQ_PAD`). */
  readonly padding?: Uint8Array;
  /** Number of the queue (`TCA_GRED_VQ_DP`). */
  readonly dropPrecedence?: number;
  /** Bytes that came in (`TCA_GRED_VQ_STAT_BYTES`). */
  readonly bytes?: bigint;
  /** Packets that came in (`TCA_GRED_VQ_STAT_PACKETS`). */
  readonly packets?: number;
  /** Bytes that wait (`TCA_GRED_VQ_STAT_BACKLOG`). */
  readonly backlog?: number;
  /** Packets dropped at random (`TCA_GRED_VQ_STAT_PROB_DROP`). */
  readonly probabilityDrops?: number;
  /** Packets marked at random (`TCA_GRED_VQ_STAT_PROB_MARK`). */
  readonly probabilityMarks?: number;
  /** Packets dropped above the upper threshold (`TCA_GRED_VQ_STAT_FORCED_DROP`). */
  readonly forcedDrops?: number;
  /** Packets marked above the upper threshold (`TCA_GRED_VQ_STAT_FORCED_MARK`). */
  readonly forcedMarks?: number;
  /** Packets dropped since the queue was full (`TCA_GRED_VQ_STAT_PDROP`). */
  readonly overLimitDrops?: number;
  /** Packets dropped for other reasons (`TCA_GRED_VQ_STAT_OTHER`). */
  readonly other?: number;
  /** What is done beside dropping (`TCA_GRED_VQ_FLAGS`). */
  readonly flags?: Flags<RedFlag>;
}

const gredVirtualQueue: Codec<GredVirtualQueue> = onDemand(() =>
  attributes<GredVirtualQueue>({
    padding: attribute(1, bytes),
    dropPrecedence: attribute(2, u32),
    bytes: attribute(3, u64),
    packets: attribute(4, u32),
    backlog: attribute(5, u32),
    probabilityDrops: attribute(6, u32),
    probabilityMarks: attribute(7, u32),
    forcedDrops: attribute(8, u32),
    forcedMarks: attribute(9, u32),
    overLimitDrops: attribute(10, u32),
    other: attribute(11, u32),
    flags: attribute(12, flags(u32, RED_FLAGS)),
  })
);

/** The virtual queues of `gred`. */
export interface GredVirtualQueues extends Extensible {
  /** One each (`TCA_GRED_VQ_ENTRY`). */
  readonly entries?: readonly GredVirtualQueue[];
}

const gredVirtualQueues: Codec<GredVirtualQueues> = onDemand(() =>
  attributes<GredVirtualQueues>({
    entries: repeated(1, gredVirtualQueue),
  })
);

/** Options of a qdisc of the kind `gred`: `red` with up to 16 virtual queues. */
export interface GredOptions extends Extensible {
  /** One virtual queue in a request, all 16 in what the kernel tells (`TCA_GRED_PARMS`). */
  readonly queues?: readonly GredQueue[];
  /** How the average fades in idle time, 256 shifts (`TCA_GRED_STAB`). */
  readonly idleTable?: Uint8Array;
  /** How many queues there are, and which is the default (`TCA_GRED_DPS`). */
  readonly setup?: GredSetup;
  /** Probability of a drop of each queue, in parts of 2 to the 32nd; one in a request (`TCA_GRED_MAX_P`). */
  readonly maxProbabilities?: readonly number[];
  /** Bytes that may wait in all (`TCA_GRED_LIMIT`). */
  readonly limit?: number;
  /** The queues that there are (`TCA_GRED_VQ_LIST`). */
  readonly virtualQueues?: GredVirtualQueues;
}

/** `TCA_OPTIONS` of the kind `gred`. */
export const gredOptions: Codec<GredOptions> = onDemand(() =>
  attributes<GredOptions>({
    queues: attribute(1, array(gredQueue)),
    idleTable: attribute(2, bytes),
    setup: attribute(3, gredSetup),
    maxProbabilities: attribute(4, array(u32)),
    limit: attribute(5, u32),
    virtualQueues: attribute(6, gredVirtualQueues),
  })
);
