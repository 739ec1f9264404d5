import { attribute, type Extensible } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { u32 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { cstring } from "../codec/text.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";
import { qdiscNoun } from "./qdisc.ts";
import { actionList, type TrafficAction } from "./tc/action.ts";
import { type Bitfield, bitfield } from "../codec/bitfield.ts";

/** The fixed part of a message about actions (`struct tcamsg`). */
export interface TrafficActionsHeader {
  /** Always `"unspec"` (`tca_family`). */
  readonly family: Family;
}

/** What a query for actions asks for (`TCA_ACT_FLAG_LARGE_DUMP_ON`, `TCA_ACT_FLAG_TERSE_DUMP`). */
export type ActionDumpFlag = "largeDump" | "terseDump";

/** The attributes of a message about actions (`TCA_ROOT_*`). */
export interface TrafficActionsAttributes extends Extensible {
  /** The actions; in a query one with the kind of those that are listed (`TCA_ROOT_TAB`). */
  readonly actions?: readonly TrafficAction[];
  /** In a query: how it is answered (`TCA_ROOT_FLAGS`). */
  readonly flags?: Bitfield<ActionDumpFlag>;
  /** In a list: how many actions this part of it has (`TCA_ROOT_COUNT`). */
  readonly count?: number;
  /** In a query: only those are listed that were used in so many milliseconds (`TCA_ROOT_TIME_DELTA`). */
  readonly timeDelta?: number;
  /** What the kernel warns of (`TCA_ROOT_EXT_WARN_MSG`). */
  readonly warning?: string;
}

/** The actions that a message is about: those that are there by themselves, or that one request made. */
export interface TrafficActions extends TrafficActionsHeader, TrafficActionsAttributes {}

/** Every message about actions: `struct tcamsg` and `TCA_ROOT_*`. */
export const trafficActionsMessage: MessageCodec<TrafficActions> = message<
  TrafficActionsHeader,
  TrafficActionsAttributes
>(4, { family: field(0, family) }, {
  actions: attribute(1, actionList),
  flags: attribute(2, bitfield<ActionDumpFlag>({ largeDump: 0x1, terseDump: 0x2 })),
  count: attribute(3, u32),
  timeDelta: attribute(4, u32),
  warning: attribute(5, cstring),
});

/** Actions appeared, changed or disappeared that belong to no filter. */
export interface TrafficActionEvent {
  /** Tells what the event is about. */
  readonly type: "trafficAction";
  /** Whether they are there or gone. */
  readonly action: Action;
  /** The actions as they are now, or as they were. */
  readonly trafficAction: TrafficActions;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Actions by themselves: `RTM_NEWACTION`, `RTM_DELACTION`. */
export const trafficActionNoun: Noun<TrafficActions, TrafficActionEvent> = {
  kernelName: "ACTION",
  newType: 48,
  groups: qdiscNoun.groups,
  codec: trafficActionsMessage,
  event: (action, trafficAction, message) => ({ type: "trafficAction", action, trafficAction, message }),
};
