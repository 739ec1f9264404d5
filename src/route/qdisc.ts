import { message, type MessageCodec } from "../codec/message.ts";
import { i32, u32 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";
import { handle, type TcHandle } from "./tc/handle.ts";
import { kindAttributes, type TcAttributes, tcAttributes, type TcKindInfo } from "./tc/object.ts";
import { qdiscCounters, type QdiscCountersByKind, qdiscOptions, type QdiscOptionsByKind } from "./tc/qdisc-kinds.ts";

/** The fixed part of a message about a qdisc (`struct tcmsg`). */
export interface QdiscHeader {
  /** Always `"unspec"` (`tcm_family`). */
  readonly family: Family;
  /** Index of the link (`tcm_ifindex`). */
  readonly index: number;
  /** Its handle, such as `"1:"`; `"none"` where the kernel made it unasked (`tcm_handle`). */
  readonly handle: TcHandle;
  /** The class that it belongs to, `"root"` or `"ingress"` (`tcm_parent`). */
  readonly parent: TcHandle;
  /** How many hold on to it, in what the kernel tells (`tcm_info`). */
  readonly references: number;
}

/** A qdisc: what decides which packet of a link goes next, or whether it goes at all. */
export type Qdisc = QdiscHeader & QdiscKindInfo & TcAttributes;

/** The kind of a qdisc, and what depends on it. */
export type QdiscKindInfo = TcKindInfo<QdiscOptionsByKind, QdiscCountersByKind>;

/** Every message about a qdisc: `struct tcmsg` and `TCA_*`. */
export const qdiscMessage: MessageCodec<Qdisc> = message<QdiscHeader, QdiscKindInfo & TcAttributes>(20, {
  family: field(0, family),
  index: field(4, i32),
  handle: field(8, handle),
  parent: field(12, handle),
  references: field(16, u32),
}, { ...kindAttributes<QdiscKindInfo>(qdiscOptions, qdiscCounters), ...tcAttributes });

/** A qdisc appeared, changed or disappeared. */
export interface QdiscEvent {
  /** Tells what the event is about. */
  readonly type: "qdisc";
  /** Whether it is there or gone; those of a link that is gone go without a word. */
  readonly action: Action;
  /** The qdisc as it is now, or as it was. */
  readonly qdisc: Qdisc;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Qdiscs: `RTM_NEWQDISC`, `RTM_DELQDISC`. */
export const qdiscNoun: Noun<Qdisc, QdiscEvent> = {
  kernelName: "QDISC",
  newType: 36,
  // RTNLGRP_TC
  groups: [4],
  codec: qdiscMessage,
  links: [["index"]],
  event: (action, qdisc, message) => ({ type: "qdisc", action, qdisc, message }),
};
