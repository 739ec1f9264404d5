import type { Codec } from "../../codec/codec.ts";
import { type CakeOptions, cakeOptions, type CakeStatistics, cakeStatistics } from "./cake.ts";
import {
  type CodelOptions,
  codelOptions,
  type CodelStatistics,
  codelStatistics,
  type FqCodelOptions,
  fqCodelOptions,
  type FqCodelStatistics,
  fqCodelStatistics,
} from "./codel.ts";
import {
  type CbsOptions,
  cbsOptions,
  type EtfOptions,
  etfOptions,
  type MqprioOptions,
  mqprioOptions,
  type TaprioOptions,
  taprioOptions,
} from "./device-queues.ts";
import {
  type FqOptions,
  fqOptions,
  type FqStatistics,
  fqStatistics,
  type HhfOptions,
  hhfOptions,
  type HhfStatistics,
  hhfStatistics,
  type SfqOptions,
  sfqOptions,
} from "./flow-queues.ts";
import { type NetemOptions, netemOptions, type NetemStatistics, netemStatistics } from "./netem.ts";
import {
  type Dualpi2Options,
  dualpi2Options,
  type Dualpi2Statistics,
  dualpi2Statistics,
  type FqPieOptions,
  fqPieOptions,
  type FqPieStatistics,
  fqPieStatistics,
  type PieOptions,
  pieOptions,
  type PieStatistics,
  pieStatistics,
} from "./pie.ts";
import {
  type ChokeOptions,
  chokeOptions,
  type ChokeStatistics,
  chokeStatistics,
  type GredOptions,
  gredOptions,
  type RedOptions,
  redOptions,
  type RedStatistics,
  redStatistics,
} from "./red.ts";
import { type SfbOptions, sfbOptions, type SfbStatistics, sfbStatistics } from "./sfb.ts";
import { type HfscOptions, hfscOptions, type HtbOptions, htbOptions, type TbfOptions, tbfOptions } from "./shapers.ts";
import {
  type EmptyOptions,
  emptyOptions,
  type EtsOptions,
  etsOptions,
  type FifoOptions,
  fifoOptions,
  type MultiqOptions,
  multiqOptions,
  type PlugOptions,
  plugOptions,
  type PrioOptions,
  prioOptions,
} from "./simple-qdiscs.ts";

/** The kinds of qdiscs whose options have a schema, and the type of these. */
export interface QdiscOptionsByKind {
  /** A plain queue, limited in bytes. */
  readonly bfifo: FifoOptions;
  /** Shaping, fairness and short queues in one. */
  readonly cake: CakeOptions;
  /** Shaping by credit. */
  readonly cbs: CbsOptions;
  /** A queue that drops flows which fill it. */
  readonly choke: ChokeOptions;
  /** No queue: filters for what comes in and for what goes out. */
  readonly clsact: EmptyOptions;
  /** A queue that drops by how long packets have waited. */
  readonly codel: CodelOptions;
  /** A queue with low latency beside a classic one. */
  readonly dualpi2: Dualpi2Options;
  /** A queue that sends each packet at its time. */
  readonly etf: EtfOptions;
  /** Bands of which some go first and others share. */
  readonly ets: EtsOptions;
  /** A queue for each flow, with a pace of its own. */
  readonly fq: FqOptions;
  /** `codel` for each of many flows. */
  readonly fq_codel: FqCodelOptions;
  /** `pie` for each of many flows. */
  readonly fq_pie: FqPieOptions;
  /** `red` with several virtual queues. */
  readonly gred: GredOptions;
  /** Classes that share a link by service curves. */
  readonly hfsc: HfscOptions;
  /** A queue that lets small flows go before heavy ones. */
  readonly hhf: HhfOptions;
  /** A hierarchy of classes that shape. */
  readonly htb: HtbOptions;
  /** No queue: filters for what comes in. */
  readonly ingress: EmptyOptions;
  /** The queues of the device, in classes. */
  readonly mqprio: MqprioOptions;
  /** A band for each queue of the device. */
  readonly multiq: MultiqOptions;
  /** A bad network. */
  readonly netem: NetemOptions;
  /** A plain queue. */
  readonly pfifo: FifoOptions;
  /** Three bands by priority. */
  readonly pfifo_fast: PrioOptions;
  /** A plain queue that drops the oldest. */
  readonly pfifo_head_drop: FifoOptions;
  /** A queue that drops at random to keep waiting short. */
  readonly pie: PieOptions;
  /** A queue that holds packets back. */
  readonly plug: PlugOptions;
  /** Bands by priority. */
  readonly prio: PrioOptions;
  /** A queue that drops at random before it is full. */
  readonly red: RedOptions;
  /** A queue that drops those that do not slow down. */
  readonly sfb: SfbOptions;
  /** A queue for each flow. */
  readonly sfq: SfqOptions;
  /** A queue that drops packets of low priority. */
  readonly skbprio: FifoOptions;
  /** Queues that open and close by the clock. */
  readonly taprio: TaprioOptions;
  /** A token bucket. */
  readonly tbf: TbfOptions;
}

/** The kinds of qdiscs that count what others do not, and the type of these counters. */
export interface QdiscCountersByKind {
  /** Tins and flows. */
  readonly cake: CakeStatistics;
  /** Drops. */
  readonly choke: ChokeStatistics;
  /** Drops. */
  readonly codel: CodelStatistics;
  /** Drops and delays. */
  readonly dualpi2: Dualpi2Statistics;
  /** Flows. */
  readonly fq: FqStatistics;
  /** Drops and flows. */
  readonly fq_codel: FqCodelStatistics;
  /** Drops and flows. */
  readonly fq_pie: FqPieStatistics;
  /** Heavy flows. */
  readonly hhf: HhfStatistics;
  /** What was done to packets. */
  readonly netem: NetemStatistics;
  /** Drops and delays. */
  readonly pie: PieStatistics;
  /** Drops. */
  readonly red: RedStatistics;
  /** Drops. */
  readonly sfb: SfbStatistics;
}

/** Options by kind. */
export const qdiscOptions: { readonly [Kind in keyof QdiscOptionsByKind]: Codec<QdiscOptionsByKind[Kind]> } = {
  bfifo: fifoOptions,
  cake: cakeOptions,
  cbs: cbsOptions,
  choke: chokeOptions,
  clsact: emptyOptions,
  codel: codelOptions,
  dualpi2: dualpi2Options,
  etf: etfOptions,
  ets: etsOptions,
  fq: fqOptions,
  fq_codel: fqCodelOptions,
  fq_pie: fqPieOptions,
  gred: gredOptions,
  hfsc: hfscOptions,
  hhf: hhfOptions,
  htb: htbOptions,
  ingress: emptyOptions,
  mqprio: mqprioOptions,
  multiq: multiqOptions,
  netem: netemOptions,
  pfifo: fifoOptions,
  pfifo_fast: prioOptions,
  pfifo_head_drop: fifoOptions,
  pie: pieOptions,
  plug: plugOptions,
  prio: prioOptions,
  red: redOptions,
  sfb: sfbOptions,
  sfq: sfqOptions,
  skbprio: fifoOptions,
  taprio: taprioOptions,
  tbf: tbfOptions,
};

/** Counters by kind. */
export const qdiscCounters: { readonly [Kind in keyof QdiscCountersByKind]: Codec<QdiscCountersByKind[Kind]> } = {
  cake: cakeStatistics,
  choke: chokeStatistics,
  codel: codelStatistics,
  dualpi2: dualpi2Statistics,
  fq: fqStatistics,
  fq_codel: fqCodelStatistics,
  fq_pie: fqPieStatistics,
  hhf: hhfStatistics,
  netem: netemStatistics,
  pie: pieStatistics,
  red: redStatistics,
  sfb: sfbStatistics,
};
