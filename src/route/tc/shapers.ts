import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { flag, i32, u16, u32, u64 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";
import { type RateSpecification, rateSpecification } from "./rate.ts";

/** Rates of a class of an `htb` qdisc (`struct tc_htb_opt`). */
export interface HtbParameters extends Grown {
  /** What the class gets in any case (`rate`). */
  readonly rate: RateSpecification;
  /** What the class gets at most, of what others leave (`ceil`). */
  readonly ceiling: RateSpecification;
  /** How long it can send at full speed to use its burst up, in ticks of 64 nanoseconds (`buffer`). */
  readonly buffer: number;
  /** The same for the burst of the ceiling (`cbuffer`). */
  readonly ceilingBuffer: number;
  /** Bytes that the class may borrow in a turn (`quantum`). */
  readonly quantum: number;
  /** How far the class is above the leaves; only in what the kernel tells (`level`). */
  readonly level: number;
  /** Turn in which spare rate is offered, 0 (first) to 7 (`prio`). */
  readonly priority: number;
}

const htbParameters: FixedCodec<HtbParameters> = struct<HtbParameters>(44, {
  rate: field(0, rateSpecification),
  ceiling: field(12, rateSpecification),
  buffer: field(24, u32),
  ceilingBuffer: field(28, u32),
  quantum: field(32, u32),
  level: field(36, u32),
  priority: field(40, u32),
});

/** What belongs to the whole of an `htb` qdisc (`struct tc_htb_glob`). */
export interface HtbGlobal extends Grown {
  /**
   * Versions of the interface, 3, and of the scheduler, as in 0x30011; requests need not tell them (`version`).
   */
  readonly version: number;
  /** What rates are divided by to get a quantum (`rate2quantum`). */
  readonly rateToQuantum: number;
  /**
   * Minor number of the class for packets that no filter has one for; 0 for none, where they are not shaped (`defcls`).
   */
  readonly defaultClass: number;
  /** Always 0 (`debug`). */
  readonly debug: number;
  /** Packets that were not shaped (`direct_pkts`). */
  readonly directPackets: number;
}

const htbGlobal: FixedCodec<HtbGlobal> = struct<HtbGlobal>(20, {
  version: field(0, u32),
  rateToQuantum: field(4, u32),
  defaultClass: field(8, u32),
  debug: field(12, u32),
  directPackets: field(16, u32),
});

/** Options of a qdisc or a class of the kind `htb`, which shapes with a hierarchy of token buckets. */
export interface HtbOptions extends Extensible {
  /** Rates of a class (`TCA_HTB_PARMS`). */
  readonly parameters?: HtbParameters;
  /** What belongs to the whole qdisc (`TCA_HTB_INIT`). */
  readonly global?: HtbGlobal;
  /** Rate table of the ceiling, as old kernels want it (`TCA_HTB_CTAB`). */
  readonly ceilingTable?: Uint8Array;
  /** Rate table, as old kernels want it (`TCA_HTB_RTAB`). */
  readonly rateTable?: Uint8Array;
  /** Packets that may wait without being shaped (`TCA_HTB_DIRECT_QLEN`). */
  readonly directQueueLength?: number;
  /** Rate of a class in bytes a second, where it needs more than 32 bits (`TCA_HTB_RATE64`). */
  readonly rate64?: bigint;
  /** Ceiling of a class in bytes a second, where it needs more than 32 bits (`TCA_HTB_CEIL64`). */
  readonly ceiling64?: bigint;
  /** Alignment on machines that need it (`TCA_HTB_PAD`). */
  readonly padding?: Uint8Array;
  /** Present where the device shapes (`TCA_HTB_OFFLOAD`). */
  readonly offload?: true;
}

/** `TCA_OPTIONS` of the kind `htb`. */
export const htbOptions: Codec<HtbOptions> = onDemand(() =>
  attributes<HtbOptions>({
    parameters: attribute(1, htbParameters),
    global: attribute(2, htbGlobal),
    ceilingTable: attribute(3, bytes),
    rateTable: attribute(4, bytes),
    directQueueLength: attribute(5, u32),
    rate64: attribute(6, u64),
    ceiling64: attribute(7, u64),
    padding: attribute(8, bytes),
    offload: attribute(9, flag),
  })
);

/** Counters of a class of the kind `htb` (`struct tc_htb_xstats`). */
export interface HtbStatistics extends Grown {
  /** Packets that were sent with the rate of the class itself (`lends`). */
  readonly lends: number;
  /** Packets that were sent with the rate of a parent (`borrows`). */
  readonly borrows: number;
  /** Always 0 (`giants`). */
  readonly giants: number;
  /** Tokens that are left, in ticks of 64 nanoseconds (`tokens`). */
  readonly tokens: number;
  /** Tokens of the ceiling that are left, in ticks of 64 nanoseconds (`ctokens`). */
  readonly ceilingTokens: number;
}

/** `struct tc_htb_xstats`. */
export const htbStatistics: FixedCodec<HtbStatistics> = struct<HtbStatistics>(20, {
  lends: field(0, u32),
  borrows: field(4, u32),
  giants: field(8, u32),
  tokens: field(12, i32),
  ceilingTokens: field(16, i32),
});

/** Options of a qdisc of the kind `hfsc`, which shares a link by service curves (`struct tc_hfsc_qopt`). */
export interface HfscOptions extends Grown {
  /** Minor number of the class for packets that no filter has one for (`defcls`). */
  readonly defaultClass: number;
}

/** `struct tc_hfsc_qopt`. */
export const hfscOptions: FixedCodec<HfscOptions> = struct<HfscOptions>(2, {
  defaultClass: field(0, u16),
});

/** A curve of two pieces: what is served by when (`struct tc_service_curve`). */
export interface ServiceCurve extends Grown {
  /** Bytes a second of the first piece (`m1`). */
  readonly slope1: number;
  /** Microseconds that the first piece lasts (`d`). */
  readonly duration: number;
  /** Bytes a second from then on (`m2`). */
  readonly slope2: number;
}

const serviceCurve: FixedCodec<ServiceCurve> = struct<ServiceCurve>(12, {
  slope1: field(0, u32),
  duration: field(4, u32),
  slope2: field(8, u32),
});

/** Options of a class of the kind `hfsc`. */
export interface HfscClassOptions extends Extensible {
  /** What is guaranteed (`TCA_HFSC_RSC`). */
  readonly realTime?: ServiceCurve;
  /** Share of what is left over (`TCA_HFSC_FSC`). */
  readonly linkSharing?: ServiceCurve;
  /** What the class gets at most (`TCA_HFSC_USC`). */
  readonly upperLimit?: ServiceCurve;
}

/** `TCA_OPTIONS` of the kind `hfsc`. */
export const hfscClassOptions: Codec<HfscClassOptions> = onDemand(() =>
  attributes<HfscClassOptions>({
    realTime: attribute(1, serviceCurve),
    linkSharing: attribute(2, serviceCurve),
    upperLimit: attribute(3, serviceCurve),
  })
);

/** Counters of a class of the kind `hfsc` (`struct tc_hfsc_stats`). */
export interface HfscStatistics extends Grown {
  /** Bytes that were sent (`work`). */
  readonly work: bigint;
  /** Bytes of them that were guaranteed (`rtwork`). */
  readonly realTimeWork: bigint;
  /** Number of its present period of activity (`period`). */
  readonly period: number;
  /** How far the class is above the leaves (`level`). */
  readonly level: number;
}

/** `struct tc_hfsc_stats`. */
export const hfscStatistics: FixedCodec<HfscStatistics> = struct<HfscStatistics>(24, {
  work: field(0, u64),
  realTimeWork: field(8, u64),
  period: field(16, u32),
  level: field(20, u32),
});

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
