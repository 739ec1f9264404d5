import type { Codec } from "../codec/codec.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { i32 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";
import { qdiscNoun } from "./qdisc.ts";
import { type CakeStatistics, cakeStatistics } from "./tc/cake.ts";
import { type FqCodelClassStatistics, fqCodelClassStatistics } from "./tc/codel.ts";
import { type SfqStatistics, sfqStatistics } from "./tc/flow-queues.ts";
import { handle, type TcHandle } from "./tc/handle.ts";
import { kindAttributes, type TcAttributes, tcAttributes, type TcKindInfo } from "./tc/object.ts";
import {
  type HfscClassOptions,
  hfscClassOptions,
  type HfscStatistics,
  hfscStatistics,
  type HtbOptions,
  htbOptions,
  type HtbStatistics,
  htbStatistics,
} from "./tc/shapers.ts";
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
} from "./tc/simple-qdiscs.ts";

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

const classOptions: { readonly [Kind in keyof ClassOptionsByKind]: Codec<ClassOptionsByKind[Kind]> } = {
  drr: drrClassOptions,
  ets: etsClassOptions,
  hfsc: hfscClassOptions,
  htb: htbOptions,
  qfq: qfqClassOptions,
};

const classCounters: { readonly [Kind in keyof ClassCountersByKind]: Codec<ClassCountersByKind[Kind]> } = {
  cake: cakeStatistics,
  drr: drrStatistics,
  fq_codel: fqCodelClassStatistics,
  hfsc: hfscStatistics,
  htb: htbStatistics,
  qfq: qfqStatistics,
  sfq: sfqStatistics,
};

/** The fixed part of a message about a class (`struct tcmsg`). */
export interface TrafficClassHeader {
  /** Always `"unspec"` (`tcm_family`). */
  readonly family: Family;
  /** Index of the link (`tcm_ifindex`). */
  readonly index: number;
  /** Its handle, such as `"1:10"` in the qdisc `"1:"` (`tcm_handle`). */
  readonly handle: TcHandle;
  /** The class above, the qdisc itself, or `"root"` for the uppermost classes of some kinds (`tcm_parent`). */
  readonly parent: TcHandle;
  /** Handle of the qdisc in it, in what the kernel tells (`tcm_info`). */
  readonly leaf: TcHandle;
}

/** A class: a part of a qdisc that holds packets of one sort. */
export type TrafficClass = TrafficClassHeader & TrafficClassKindInfo & TcAttributes;

/** The kind of the qdisc that a class is in, and what depends on it. */
export type TrafficClassKindInfo = TcKindInfo<ClassOptionsByKind, ClassCountersByKind>;

/** Every message about a class: `struct tcmsg` and `TCA_*`. */
export const trafficClassMessage: MessageCodec<TrafficClass> = message<
  TrafficClassHeader,
  TrafficClassKindInfo & TcAttributes
>(20, {
  family: field(0, family),
  index: field(4, i32),
  handle: field(8, handle),
  parent: field(12, handle),
  leaf: field(16, handle),
}, { ...kindAttributes<TrafficClassKindInfo>(classOptions, classCounters), ...tcAttributes });

/** A class of a qdisc appeared, changed or disappeared. */
export interface TrafficClassEvent {
  /** Tells what the event is about. */
  readonly type: "trafficClass";
  /** Whether it is there or gone; those of a qdisc that is gone go without a word. */
  readonly action: Action;
  /** The class as it is now, or as it was. */
  readonly trafficClass: TrafficClass;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Classes of qdiscs: `RTM_NEWTCLASS`, `RTM_DELTCLASS`. */
export const trafficClassNoun: Noun<TrafficClass, TrafficClassEvent> = {
  kernelName: "TCLASS",
  newType: 40,
  groups: qdiscNoun.groups,
  codec: trafficClassMessage,
  links: [["index"]],
  event: (action, trafficClass, message) => ({ type: "trafficClass", action, trafficClass, message }),
};
