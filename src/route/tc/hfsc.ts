import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { u16, u32, u64 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";

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
