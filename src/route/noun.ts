import type { FieldPath } from "../codec/datagram-filter.ts";
import type { MessageCodec } from "../codec/message.ts";
import type { MessageInfo } from "../codec/message-info.ts";

export type { FieldPath } from "../codec/datagram-filter.ts";
export type { MessageInfo } from "../codec/message-info.ts";

/** Whether an object is there (new or changed), or is gone. */
export type Action = "new" | "delete";

/** What a message does with an object: the four messages of a kind, in the order of their numbers. */
export const VERBS = ["new", "delete", "get", "set"] as const;

/** What a message does with an object. */
export type Verb = typeof VERBS[number];

/** One kind of object of rtnetlink: its messages, its groups, its schema. */
export interface Noun<Value extends object = object, Event extends object = object> {
  /** The kernel's word in the names of its messages: `LINK` for `RTM_NEWLINK`. */
  readonly kernelName: string;
  /** Number of its "new" message; "delete", "get" and "set" are the three that follow. */
  readonly newType: number;
  /** The multicast groups that announce it (`RTNLGRP_*`). */
  readonly groups: readonly number[];
  /** Schema of its messages. */
  readonly codec: MessageCodec<Value>;
  /** The fields that tell links by index or name; absent where it is about none. */
  readonly links?: readonly FieldPath[];
  /** Schemas of the requests whose attributes are others than those that the kernel tells of the object. */
  readonly requests?: { readonly [V in Verb]?: MessageCodec<object> };
  /** Makes the event; an object literal each, so that the engines see one shape. */
  event(action: Action, value: Value, message: MessageInfo): Event;
  /** Makes the event of a "get" message of the kernel: one that asks user space for something, or a part of a list. */
  asked?(value: Value, message: MessageInfo): Event;
}

/** Schema of the requests of a kind that do this with it. */
export function requestCodec<Value extends object>(noun: Noun<Value>, verb: Verb): MessageCodec<object> {
  return noun.requests?.[verb] ?? noun.codec;
}
