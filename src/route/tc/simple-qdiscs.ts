import { arrayOf } from "../../codec/array.ts";
import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { i32, u16, u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";

/**
 * Options of a plain queue: of the kinds `pfifo`, `pfifo_head_drop` and `skbprio`, or `bfifo` (`struct tc_fifo_qopt`).
 */
export interface FifoOptions extends Grown {
  /** Packets that may wait; bytes for `bfifo` (`limit`). */
  readonly limit: number;
}

/** `struct tc_fifo_qopt`. */
export const fifoOptions: FixedCodec<FifoOptions> = struct<FifoOptions>(4, {
  limit: field(0, u32),
});

/** What a qdisc of the kind `plug` is told to do, which holds packets back (`struct tc_plug_qopt`). */
export interface PlugOptions extends Grown {
  /** What to do; a number where it has no name here (`action`). */
  readonly action: "buffer" | "releaseOne" | "releaseIndefinite" | "limit" | number;
  /** Bytes that may wait, with `limit` (`limit`). */
  readonly limit: number;
}

/** `struct tc_plug_qopt`. */
export const plugOptions: FixedCodec<PlugOptions> = struct<PlugOptions>(8, {
  action: field(0, enumeration(i32, { buffer: 0, releaseOne: 1, releaseIndefinite: 2, limit: 3 })),
  limit: field(4, u32),
});

/** Options of a kind that has none: `ingress`, `clsact`. */
export interface EmptyOptions extends Extensible {}

/** `TCA_OPTIONS` without anything in it. */
export const emptyOptions: Codec<EmptyOptions> = onDemand(() => attributes<EmptyOptions>({}));

/** Options of a qdisc of the kind `prio` or `pfifo_fast`, which sends by priority (`struct tc_prio_qopt`). */
export interface PrioOptions extends Grown {
  /** How many bands there are; the first goes first (`bands`). */
  readonly bands: number;
  /** Band of each of the 16 priorities of packets (`priomap`). */
  readonly priorityMap: readonly number[];
}

/** `struct tc_prio_qopt`. */
export const prioOptions: FixedCodec<PrioOptions> = struct<PrioOptions>(20, {
  bands: field(0, i32),
  priorityMap: field(4, arrayOf(16, u8)),
});

/** Options of a qdisc of the kind `multiq`, which has a band for each queue of the device (`struct tc_multiq_qopt`). */
export interface MultiqOptions extends Grown {
  /** Bands in use (`bands`). */
  readonly bands: number;
  /** Queues that the device has (`max_bands`). */
  readonly maxBands: number;
}

/** `struct tc_multiq_qopt`. */
export const multiqOptions: FixedCodec<MultiqOptions> = struct<MultiqOptions>(4, {
  bands: field(0, u16),
  maxBands: field(2, u16),
});

/** Options of a class of the kind `drr`, which gives each class its turn. */
export interface DrrClassOptions extends Extensible {
  /** Bytes that the class sends in its turn (`TCA_DRR_QUANTUM`). */
  readonly quantum?: number;
}

/** `TCA_OPTIONS` of the kind `drr`. */
export const drrClassOptions: Codec<DrrClassOptions> = onDemand(() =>
  attributes<DrrClassOptions>({
    quantum: attribute(1, u32),
  })
);

/** Counters of a class of the kind `drr` (`struct tc_drr_stats`). */
export interface DrrStatistics extends Grown {
  /** Bytes that are left of its turn (`deficit`). */
  readonly deficit: number;
}

/** `struct tc_drr_stats`. */
export const drrStatistics: FixedCodec<DrrStatistics> = struct<DrrStatistics>(4, {
  deficit: field(0, u32),
});

/** Options of a class of the kind `qfq`, which shares by weights. */
export interface QfqClassOptions extends Extensible {
  /** Share of the class, 1 to 1023 (`TCA_QFQ_WEIGHT`). */
  readonly weight?: number;
  /** Largest packet of the class in bytes (`TCA_QFQ_LMAX`). */
  readonly maxPacket?: number;
}

/** `TCA_OPTIONS` of the kind `qfq`. */
export const qfqClassOptions: Codec<QfqClassOptions> = onDemand(() =>
  attributes<QfqClassOptions>({
    weight: attribute(1, u32),
    maxPacket: attribute(2, u32),
  })
);

/** Counters of a class of the kind `qfq` (`struct tc_qfq_stats`). */
export interface QfqStatistics extends Grown {
  /** Share of the class (`weight`). */
  readonly weight: number;
  /** Largest packet of the class in bytes (`lmax`). */
  readonly maxPacket: number;
}

/** `struct tc_qfq_stats`. */
export const qfqStatistics: FixedCodec<QfqStatistics> = struct<QfqStatistics>(8, {
  weight: field(0, u32),
  maxPacket: field(4, u32),
});

/** Quanta of the bands of `ets` (`TCA_ETS_QUANTA`). */
export interface EtsQuanta extends Extensible {
  /** Bytes that each band sends in its turn (`TCA_ETS_QUANTA_BAND`). */
  readonly bands?: readonly number[];
}

const etsQuanta: Codec<EtsQuanta> = onDemand(() =>
  attributes<EtsQuanta>({
    bands: repeated(4, u32),
  })
);

/** Bands of the priorities of `ets` (`TCA_ETS_PRIOMAP`). */
export interface EtsPriorityMap extends Extensible {
  /** Band of each priority (`TCA_ETS_PRIOMAP_BAND`). */
  readonly bands?: readonly number[];
}

const etsPriorityMap: Codec<EtsPriorityMap> = onDemand(() =>
  attributes<EtsPriorityMap>({
    bands: repeated(6, u8),
  })
);

/** Options of a qdisc of the kind `ets`, with bands of which some go first and others share. */
export interface EtsOptions extends Extensible {
  /** How many bands there are (`TCA_ETS_NBANDS`). */
  readonly bands?: number;
  /** How many of them go before the others, one by one (`TCA_ETS_NSTRICT`). */
  readonly strictBands?: number;
  /** Bytes that the others send in their turns (`TCA_ETS_QUANTA`). */
  readonly quanta?: EtsQuanta;
  /** Bands of the priorities (`TCA_ETS_PRIOMAP`). */
  readonly priorityMap?: EtsPriorityMap;
}

/** `TCA_OPTIONS` of the kind `ets`. */
export const etsOptions: Codec<EtsOptions> = onDemand(() =>
  attributes<EtsOptions>({
    bands: attribute(1, u8),
    strictBands: attribute(2, u8),
    quanta: attribute(3, etsQuanta, { nested: true }),
    priorityMap: attribute(5, etsPriorityMap, { nested: true }),
  })
);

/** Options of a class of the kind `ets`: a band that shares. */
export interface EtsClassOptions extends Extensible {
  /** Bytes that the band sends in its turn (`TCA_ETS_QUANTA_BAND`). */
  readonly quantum?: number;
}

/** `TCA_OPTIONS` of the kind `ets`. */
export const etsClassOptions: Codec<EtsClassOptions> = onDemand(() =>
  attributes<EtsClassOptions>({
    quantum: attribute(4, u32),
  })
);
