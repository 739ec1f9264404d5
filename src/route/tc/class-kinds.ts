import type { Codec } from "../../codec/codec.ts";
import { type CakeStatistics, cakeStatistics } from "./cake.ts";
import { type FqCodelClassStatistics, fqCodelClassStatistics } from "./codel.ts";
import { type HfscClassOptions, hfscClassOptions, type HfscStatistics, hfscStatistics } from "./hfsc.ts";
import { type HtbOptions, htbOptions, type HtbStatistics, htbStatistics } from "./htb.ts";
import {
  type DrrClassOptions,
  drrClassOptions,
  type DrrStatistics,
  drrStatistics,
  type EtsClassOptions,
  etsClassOptions,
  type QfqClassOptions,
  qfqClassOptions,
  type QfqStatistics,
  qfqStatistics,
} from "./round-robin.ts";
import { type SfqStatistics, sfqStatistics } from "./sfq.ts";

/** The kinds of classes whose options have a schema, and the type of these. */
export interface ClassOptionsByKind {
  /** Each class has its turn. */
  readonly drr: DrrClassOptions;
  /** Some go first and others share. */
  readonly ets: EtsClassOptions;
  /** Service curves. */
  readonly hfsc: HfscClassOptions;
  /** A hierarchy that shapes. */
  readonly htb: HtbOptions;
  /** Shares by weight. */
  readonly qfq: QfqClassOptions;
}

/** The kinds of classes that count what others do not, and the type of these counters. */
export interface ClassCountersByKind {
  /** One of the flows of `cake`. */
  readonly cake: CakeStatistics;
  /** What is left of a turn. */
  readonly drr: DrrStatistics;
  /** One of the flows of `fq_codel`. */
  readonly fq_codel: FqCodelClassStatistics;
  /** What was sent. */
  readonly hfsc: HfscStatistics;
  /** What was lent and borrowed. */
  readonly htb: HtbStatistics;
  /** The share again. */
  readonly qfq: QfqStatistics;
  /** One of the flows of `sfq`. */
  readonly sfq: SfqStatistics;
}

/** Options by kind. */
export const classOptions: { readonly [Kind in keyof ClassOptionsByKind]: Codec<ClassOptionsByKind[Kind]> } = {
  drr: drrClassOptions,
  ets: etsClassOptions,
  hfsc: hfscClassOptions,
  htb: htbOptions,
  qfq: qfqClassOptions,
};

/** Counters by kind. */
export const classCounters: { readonly [Kind in keyof ClassCountersByKind]: Codec<ClassCountersByKind[Kind]> } = {
  cake: cakeStatistics,
  drr: drrStatistics,
  fq_codel: fqCodelClassStatistics,
  hfsc: hfscStatistics,
  htb: htbStatistics,
  qfq: qfqStatistics,
  sfq: sfqStatistics,
};
