import { attribute, type Extensible } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { i32, u32 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/** The fixed part of a message about the number of a namespace (`struct rtgenmsg`). */
export interface NamespaceIdHeader {
  /** Not used (`rtgen_family`). */
  readonly family: Family;
}

/** The attributes of such a message (`NETNSA_*`). */
export interface NamespaceIdAttributes extends Extensible {
  /** Number of the namespace in this one; -1 for none, or for any in a request (`NETNSA_NSID`). */
  readonly id?: number;
  /** A process in the namespace, in a request (`NETNSA_PID`). */
  readonly pid?: number;
  /** A descriptor of the namespace, in a request (`NETNSA_FD`). */
  readonly descriptor?: number;
  /** Number of another namespace, in a request: what has numbers there is asked for (`NETNSA_TARGET_NSID`). */
  readonly targetId?: number;
  /** Number that the namespace has in this one, where it was asked for in another (`NETNSA_CURRENT_NSID`). */
  readonly currentId?: number;
}

/** The number by which one namespace knows another. */
export interface NamespaceId extends NamespaceIdHeader, NamespaceIdAttributes {}

/** `struct rtgenmsg` and `NETNSA_*`. */
export const namespaceIdMessage: MessageCodec<NamespaceId> = message<NamespaceIdHeader, NamespaceIdAttributes>(1, {
  family: field(0, family),
}, {
  id: attribute(1, i32),
  pid: attribute(2, u32),
  descriptor: attribute(3, u32),
  targetId: attribute(4, i32),
  currentId: attribute(5, i32),
});

/** A namespace got a number, or lost it as it went. */
export interface NamespaceIdEvent {
  /** Tells what the event is about. */
  readonly type: "nsid";
  /** Whether the number stands for a namespace now, or no longer. */
  readonly action: Action;
  /** The number. */
  readonly nsid: NamespaceId;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Numbers of namespaces: `RTM_NEWNSID`, `RTM_DELNSID`. */
export const namespaceIdNoun: Noun<NamespaceId, NamespaceIdEvent> = {
  kernelName: "NSID",
  newType: 88,
  // RTNLGRP_NSID
  groups: [28],
  codec: namespaceIdMessage,
  event: (action, nsid, message) => ({ type: "nsid", action, nsid, message }),
};
