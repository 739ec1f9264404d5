import { array } from "../../codec/array.ts";
import { attribute, attributes, type AttributesOf, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { message } from "../../codec/message.ts";
import { boolean, i16, i32, i64, u32, u64 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type FieldsOf, type Grown, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";

/** What a `netem` qdisc does in any case (`struct tc_netem_qopt`). */
export interface NetemParameters {
  /** Delay in ticks of 64 nanoseconds, as far as 32 bits hold it (`latency`). */
  readonly latency: number;
  /** Packets that may wait (`limit`). */
  readonly limit: number;
  /** Probability of a loss, of 4294967295 (`loss`). */
  readonly loss: number;
  /** Every so many packets one is sent at once; 0 for none (`gap`). */
  readonly gap: number;
  /** Probability of a duplicate, of 4294967295 (`duplicate`). */
  readonly duplicate: number;
  /** Spread of the delay in ticks of 64 nanoseconds, as far as 32 bits hold it (`jitter`). */
  readonly jitter: number;
}

const netemParametersFields: FieldsOf<NetemParameters> = {
  latency: field(0, u32),
  limit: field(4, u32),
  loss: field(8, u32),
  gap: field(12, u32),
  duplicate: field(16, u32),
  jitter: field(20, u32),
};

/** How much a packet is like the one before it, of 4294967295 (`struct tc_netem_corr`). */
export interface NetemCorrelation extends Grown {
  /** In its delay (`delay_corr`). */
  readonly delay: number;
  /** In being lost (`loss_corr`). */
  readonly loss: number;
  /** In being duplicated (`dup_corr`). */
  readonly duplicate: number;
}

const netemCorrelation: FixedCodec<NetemCorrelation> = struct<NetemCorrelation>(12, {
  delay: field(0, u32),
  loss: field(4, u32),
  duplicate: field(8, u32),
});

/** How often something happens, of 4294967295 (`struct tc_netem_reorder`, `struct tc_netem_corrupt`). */
export interface NetemChance extends Grown {
  /** How probable it is (`probability`). */
  readonly probability: number;
  /** How much it depends on the packet before (`correlation`). */
  readonly correlation: number;
}

const netemReorder: FixedCodec<NetemChance> = struct<NetemChance>(8, {
  probability: field(0, u32),
  correlation: field(4, u32),
});

/** A rate, and how the size of a packet counts against it (`struct tc_netem_rate`). */
export interface NetemRate extends Grown {
  /** Bytes a second; 4294967295 where an attribute holds a larger rate (`rate`). */
  readonly rate: number;
  /** Bytes that are added to each packet, or taken off (`packet_overhead`). */
  readonly packetOverhead: number;
  /** Bytes of a cell; 0 for none (`cell_size`). */
  readonly cellSize: number;
  /** Bytes that are added to each cell, or taken off (`cell_overhead`). */
  readonly cellOverhead: number;
}

const netemRate: FixedCodec<NetemRate> = struct<NetemRate>(16, {
  rate: field(0, u32),
  packetOverhead: field(4, i32),
  cellSize: field(8, u32),
  cellOverhead: field(12, i32),
});

/** Packets that are let go together (`struct tc_netem_slot`). */
export interface NetemSlot extends Grown {
  /** Shortest time between slots in nanoseconds (`min_delay`). */
  readonly minDelay: bigint;
  /** Longest time between slots in nanoseconds (`max_delay`). */
  readonly maxDelay: bigint;
  /** Most packets of a slot; 0 for any number (`max_packets`). */
  readonly maxPackets: number;
  /** Most bytes of a slot; 0 for any number (`max_bytes`). */
  readonly maxBytes: number;
  /** Time between slots in nanoseconds, where it has a distribution (`dist_delay`). */
  readonly distributionDelay: bigint;
  /** Spread of it in nanoseconds (`dist_jitter`). */
  readonly distributionJitter: bigint;
}

const netemSlot: FixedCodec<NetemSlot> = struct<NetemSlot>(40, {
  minDelay: field(0, i64),
  maxDelay: field(8, i64),
  maxPackets: field(16, i32),
  maxBytes: field(20, i32),
  distributionDelay: field(24, i64),
  distributionJitter: field(32, i64),
});

/** Losses by four states; each number is the probability of a step, of 4294967295 (`struct tc_netem_gimodel`). */
export interface NetemIntuitiveLoss extends Grown {
  /** From reception to a burst of losses (`p13`). */
  readonly p13: number;
  /** From a burst of losses to reception (`p31`). */
  readonly p31: number;
  /** From a burst of losses to reception in the burst (`p32`). */
  readonly p32: number;
  /** From reception to a single loss (`p14`). */
  readonly p14: number;
  /** From reception in a burst to a loss in it (`p23`). */
  readonly p23: number;
}

const netemIntuitiveLoss: FixedCodec<NetemIntuitiveLoss> = struct<NetemIntuitiveLoss>(20, {
  p13: field(0, u32),
  p31: field(4, u32),
  p32: field(8, u32),
  p14: field(12, u32),
  p23: field(16, u32),
});

/** Losses by two states, good and bad; of 4294967295 (`struct tc_netem_gemodel`). */
export interface NetemGilbertElliotLoss extends Grown {
  /** Probability of a step from good to bad (`p`). */
  readonly p: number;
  /** Probability of a step from bad to good (`r`). */
  readonly r: number;
  /** Probability of a reception while it is bad (`h`). */
  readonly h: number;
  /** Probability of a loss while it is good (`k1`). */
  readonly k1: number;
}

const netemGilbertElliotLoss: FixedCodec<NetemGilbertElliotLoss> = struct<NetemGilbertElliotLoss>(16, {
  p: field(0, u32),
  r: field(4, u32),
  h: field(8, u32),
  k1: field(12, u32),
});

/** A model of losses: one of these. */
export interface NetemLoss extends Extensible {
  /** Four states (`NETEM_LOSS_GI`). */
  readonly intuitive?: NetemIntuitiveLoss;
  /** Two states (`NETEM_LOSS_GE`). */
  readonly gilbertElliot?: NetemGilbertElliotLoss;
}

const netemLoss: Codec<NetemLoss> = onDemand(() =>
  attributes<NetemLoss>({
    intuitive: attribute(1, netemIntuitiveLoss),
    gilbertElliot: attribute(2, netemGilbertElliotLoss),
  })
);

/** What else a `netem` qdisc does (`TCA_NETEM_*`). */
export interface NetemAttributes extends Extensible {
  /** How much packets are like the ones before them (`TCA_NETEM_CORR`). */
  readonly correlation?: NetemCorrelation;
  /** Distribution of the delay, in a request: spreads times 8192, by probability (`TCA_NETEM_DELAY_DIST`). */
  readonly delayDistribution?: readonly number[];
  /** How often a packet is sent at once, before those that wait (`TCA_NETEM_REORDER`). */
  readonly reorder?: NetemChance;
  /** How often a bit of a packet is changed (`TCA_NETEM_CORRUPT`). */
  readonly corrupt?: NetemChance;
  /** Losses by a model instead of `loss` above (`TCA_NETEM_LOSS`). */
  readonly lossModel?: NetemLoss;
  /** Rate of the link (`TCA_NETEM_RATE`). */
  readonly rate?: NetemRate;
  /** Whether packets are marked instead of lost (`TCA_NETEM_ECN`). */
  readonly ecn?: boolean;
  /** Bytes a second, where they need more than 32 bits (`TCA_NETEM_RATE64`). */
  readonly rate64?: bigint;
  /** Alignment on machines that need it (`TCA_NETEM_PAD`). */
  readonly padding?: Uint8Array;
  /** Delay in nanoseconds (`TCA_NETEM_LATENCY64`). */
  readonly latency64?: bigint;
  /** Spread of the delay in nanoseconds (`TCA_NETEM_JITTER64`). */
  readonly jitter64?: bigint;
  /** Packets that are let go together (`TCA_NETEM_SLOT`). */
  readonly slot?: NetemSlot;
  /** Distribution of the time between slots, in a request (`TCA_NETEM_SLOT_DIST`). */
  readonly slotDistribution?: readonly number[];
  /** Where the random numbers start (`TCA_NETEM_PRNG_SEED`). */
  readonly randomSeed?: bigint;
}

const netemAttributesFields: AttributesOf<NetemAttributes> = {
  correlation: attribute(1, netemCorrelation),
  delayDistribution: attribute(2, array(i16)),
  reorder: attribute(3, netemReorder),
  corrupt: attribute(4, netemReorder),
  lossModel: attribute(5, netemLoss),
  rate: attribute(6, netemRate),
  ecn: attribute(7, boolean(u32)),
  rate64: attribute(8, u64),
  padding: attribute(9, bytes),
  latency64: attribute(10, i64),
  jitter64: attribute(11, i64),
  slot: attribute(12, netemSlot),
  slotDistribution: attribute(13, array(i16)),
  randomSeed: attribute(14, u64),
};

/** Options of a qdisc of the kind `netem`, which makes a bad network of a good one. */
export interface NetemOptions extends NetemParameters, NetemAttributes {}

/** `TCA_OPTIONS` of the kind `netem`. */
export const netemOptions: Codec<NetemOptions> = onDemand(() =>
  message<NetemParameters, NetemAttributes>(24, netemParametersFields, netemAttributesFields)
);

/** Counters of a qdisc of the kind `netem` (`struct tc_netem_xstats`). */
export interface NetemStatistics extends Grown {
  /** Packets that were delayed (`delayed`). */
  readonly delayed: bigint;
  /** Packets that were lost (`dropped`). */
  readonly dropped: bigint;
  /** Packets of which a bit was changed (`corrupted`). */
  readonly corrupted: bigint;
  /** Packets that were duplicated (`duplicated`). */
  readonly duplicated: bigint;
  /** Packets that were sent before those that waited (`reordered`). */
  readonly reordered: bigint;
  /** Packets marked instead of lost (`ecn_marked`). */
  readonly ecnMarked: bigint;
  /** Packets for which there was no memory (`allocation_errors`). */
  readonly allocationErrors: bigint;
}

/** `struct tc_netem_xstats`. */
export const netemStatistics: FixedCodec<NetemStatistics> = struct<NetemStatistics>(56, {
  delayed: field(0, u64),
  dropped: field(8, u64),
  corrupted: field(16, u64),
  duplicated: field(24, u64),
  reordered: field(32, u64),
  ecnMarked: field(40, u64),
  allocationErrors: field(48, u64),
});
