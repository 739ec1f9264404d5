import { message, type MessageCodec } from "../codec/message.ts";
import { i32 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";
import { qdiscNoun } from "./qdisc.ts";
import { classCounters, type ClassCountersByKind, classOptions, type ClassOptionsByKind } from "./tc/class-kinds.ts";
import { handle, type TcHandle } from "./tc/handle.ts";
import { kindAttributes, type TcAttributes, tcAttributes, type TcKindInfo } from "./tc/object.ts";

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
}, { ...kindAttributes(classOptions, classCounters), ...tcAttributes });

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
  event: (action, trafficClass, message) => ({ type: "trafficClass", action, trafficClass, message }),
};
