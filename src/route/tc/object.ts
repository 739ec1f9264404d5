import { attribute, type AttributesOf, chosen, type Extensible } from "../../codec/attributes.ts";
import type { Attribute, Codec } from "../../codec/codec.ts";
import { boolean, flag, u32, u8 } from "../../codec/numbers.ts";
import { bytes, cstring } from "../../codec/text.ts";
import { type Bitfield, bitfield } from "../../codec/bitfield.ts";
import { type SizeTable, sizeTable } from "./rate.ts";
import {
  type Estimator,
  estimator,
  type OldStatistics,
  oldStatistics,
  statistics,
  type TcStatistics,
} from "./statistics.ts";

/** What the messages of every object of traffic control have (`TCA_*`). */
export interface TcAttributes extends Extensible {
  /** Counters as old programs are told them; `stats` has more (`TCA_STATS`). */
  readonly oldStats?: OldStatistics;
  /** How rates are estimated (`TCA_RATE`). */
  readonly rate?: Estimator;
  /** No longer sent (`TCA_FCNT`). */
  readonly count?: number;
  /** Sizes that packets count for, instead of their own (`TCA_STAB`). */
  readonly sizeTable?: SizeTable;
  /** Alignment on machines that need it (`TCA_PAD`). */
  readonly padding?: Uint8Array;
  /** In a query: those are listed too that were made unasked, and are hidden for that (`TCA_DUMP_INVISIBLE`). */
  readonly dumpInvisible?: true;
  /** Number of the chain that a filter is in; the first is 0 (`TCA_CHAIN`). */
  readonly chain?: number;
  /** Whether the device does it (`TCA_HW_OFFLOAD`). */
  readonly hardwareOffload?: boolean;
  /** Number of the block of filters for what comes in, which qdiscs can share (`TCA_INGRESS_BLOCK`). */
  readonly ingressBlock?: number;
  /** Number of the block of filters for what goes out (`TCA_EGRESS_BLOCK`). */
  readonly egressBlock?: number;
  /** In a query: how much is told (`TCA_DUMP_FLAGS`). */
  readonly dumpFlags?: Bitfield<"terse">;
  /** What the kernel warns of (`TCA_EXT_WARN_MSG`). */
  readonly warning?: string;
}

/** The attributes that are the same for every kind. */
export const tcAttributes: AttributesOf<TcAttributes> = {
  oldStats: attribute(3, oldStatistics),
  rate: attribute(5, estimator),
  count: attribute(6, u32),
  sizeTable: attribute(8, sizeTable),
  padding: attribute(9, bytes),
  dumpInvisible: attribute(10, flag),
  chain: attribute(11, u32),
  hardwareOffload: attribute(12, boolean(u8)),
  ingressBlock: attribute(13, u32),
  egressBlock: attribute(14, u32),
  dumpFlags: attribute(15, bitfield({ terse: 0x1 })),
  warning: attribute(16, cstring),
};

/** What of an object of traffic control depends on its kind, where options and counters have a type for each. */
export type TcKindInfo<Options, Counters> =
  | {
    readonly [Kind in keyof Options | keyof Counters]: {
      /** What it is (`TCA_KIND`). */
      readonly kind: Kind;
      /** How it is set (`TCA_OPTIONS`). */
      readonly options?: TcOfKind<Options, Kind>;
      /** What it has counted (`TCA_STATS2`). */
      readonly stats?: TcStatistics<TcOfKind<Counters, Kind> & object>;
      /** What only its kind counts, as old programs are told it; `stats.app` is the same (`TCA_XSTATS`). */
      readonly oldKindStats?: TcOfKind<Counters, Kind>;
    };
  }[keyof Options | keyof Counters]
  | {
    /** What it is, such as `"noqueue"` (`TCA_KIND`). */
    readonly kind?: string;
    /** Absent, since the kind has no schema (`TCA_OPTIONS`). */
    readonly options?: undefined;
    /** What it has counted (`TCA_STATS2`). */
    readonly stats?: TcStatistics;
    /** Absent, since the kind has no schema (`TCA_XSTATS`). */
    readonly oldKindStats?: undefined;
  };

/** What a table has of a kind. */
export type TcOfKind<Table, Kind> = Kind extends keyof Table ? Table[Kind] : undefined;

/** What an object is and what depends on that, whatever its kind. */
export interface OfKind {
  /** Name of the kind. */
  readonly kind?: string;
  /** Options of the kind. */
  readonly options?: object | undefined;
  /** Counters, with those of the kind. */
  readonly stats?: TcStatistics<object>;
  /** Counters of the kind, as old programs are told them. */
  readonly oldKindStats?: object | undefined;
}

/** The name of the form for all kinds without one of their own; none is called so. */
const OTHER = "*";

/** The kind of an object, and the attributes whose form depends on it: options, and the counters of the kind. */
export function kindAttributes<T extends OfKind>(
  options: Readonly<Record<string, Codec<object>>>,
  counters: Readonly<Record<string, Codec<object>>>,
): { readonly [K in keyof OfKind]-?: Attribute<Exclude<T[K], undefined>> } {
  const stats = Object.entries(counters).map(([kind, app]) => [kind, statistics(app)]);
  const attributes: AttributesOf<OfKind> = {
    kind: attribute(1, cstring),
    options: chosen<object, OfKind>(2, options, ({ kind }) => kind, { late: true, by: "kind" }),
    stats: chosen<TcStatistics<object>, OfKind>(
      7,
      { ...Object.fromEntries(stats), [OTHER]: statistics() },
      ({ kind = OTHER }) => Object.hasOwn(counters, kind) ? kind : OTHER,
      { late: true },
    ),
    oldKindStats: chosen<object, OfKind>(4, counters, ({ kind }) => kind, { late: true, by: "kind" }),
  };
  // The type of an object says for each of its kinds what the tables have.
  return attributes as { readonly [K in keyof OfKind]-?: Attribute<Exclude<T[K], undefined>> };
}
