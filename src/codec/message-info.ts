import { flagNames } from "./names.ts";

/** What the message of an event says besides its object. */
export interface MessageInfo {
  /** The kernel's name of the message, such as `"RTM_NEWROUTE"`; `"RTM_130"` where it has none here. */
  readonly name: string;
  /** Flags by name (`NLM_F_*`), such as `replace` and `append` on a new route. */
  readonly flags: readonly string[];
  /** Sequence number: that of the request which caused the event, where the kernel tells it, else 0. */
  readonly sequence: number;
  /** Port of the socket that caused the event, where the kernel tells it, else 0. */
  readonly port: number;
}

/** The flags that mean the same in every message (`NLM_F_*`). */
const COMMON_FLAGS = { request: 0x1, multi: 0x2, ack: 0x4, echo: 0x8, dumpInterrupted: 0x10, dumpFiltered: 0x20 };
const GET_FLAGS = { ...COMMON_FLAGS, root: 0x100, match: 0x200, atomic: 0x400 };
const NEW_FLAGS = { ...COMMON_FLAGS, replace: 0x100, exclusive: 0x200, create: 0x400, append: 0x800 };
const DELETE_FLAGS = { ...COMMON_FLAGS, nonRecursive: 0x100, bulk: 0x200 };
const ACK_FLAGS = { ...COMMON_FLAGS, capped: 0x100, ackAttributes: 0x200 };

/** Names of the flags of a message, which depend on what it does. */
export const flagsOf: Readonly<
  Record<"new" | "delete" | "get" | "set" | "ack", (flags: number) => readonly string[]>
> = {
  new: flagNames(NEW_FLAGS, 16),
  delete: flagNames(DELETE_FLAGS, 16),
  get: flagNames(GET_FLAGS, 16),
  set: flagNames(NEW_FLAGS, 16),
  ack: flagNames(ACK_FLAGS, 16),
};
