import type { Problem } from "./codec/attributes.ts";
import { brokenMessage, type RawMessage, walkMessages } from "./codec/framing.ts";
import { bytes } from "./codec/text.ts";
import { DecodeError, within } from "./errors.ts";
import { flagsOf, messageTypes } from "./route/message-type.ts";
import type { MessageInfo, ObjectEvent } from "./route/mod.ts";

/** Events were lost, because the kernel's queue was full; those that follow may be newer than the loss. */
export interface OverrunEvent {
  /** Tells what the event is about. */
  readonly type: "overrun";
  /** How many datagrams the kernel could not queue since the last such event; each holds one event. */
  readonly lost: number;
}

/** Bytes that cannot be read; everything else of the same message or datagram is delivered. */
export interface UndecodedEvent {
  /** Tells what the event is about. */
  readonly type: "undecoded";
  /** An attribute with its header, a whole message, or what is left of a broken datagram. */
  readonly bytes: Uint8Array;
  /** What is wrong, and where: the path names the attribute. */
  readonly error: DecodeError;
  /** The message to which the bytes belong; absent where there is no sound header. */
  readonly message?: MessageInfo;
}

/** What {@linkcode watch} delivers; `type` tells what it is about. */
export type NetworkEvent = ObjectEvent | OverrunEvent | UndecodedEvent;

/** Appends the events of a datagram of the kernel to `events`. Throws nothing, whatever the bytes. */
export function readEvents(view: DataView, length: number, events: NetworkEvent[]): void {
  const end = walkMessages(view, Math.min(length, view.byteLength), (raw) => readEvent(view, raw, events));
  if (end < length) events.push(brokenTail(view, end, length));
}

/** What is left of a datagram whose messages do not fill it. */
export function brokenTail(view: DataView, offset: number, length: number): UndecodedEvent {
  const there = Math.min(length, view.byteLength);
  const error = length > there
    ? new DecodeError(`expected a datagram of at most ${there} bytes, got ${length}`)
    : brokenMessage(view, offset, there);
  return { type: "undecoded", bytes: bytes.read(view, offset, there - offset), error };
}

/** Appends the event of one rtnetlink message, and what of it cannot be read. */
export function readEvent(view: DataView, raw: RawMessage, events: NetworkEvent[]): void {
  const { type, flags, sequence, port, offset, length } = raw;
  const known = messageTypes.get(type);
  const message: MessageInfo = {
    name: known?.name ?? `RTM_${type}`,
    flags: flagsOf[known?.verb ?? "new"](flags),
    sequence,
    port,
  };
  if (known === undefined) {
    events.push(undecoded(view, raw, message, new DecodeError(`expected a message type with a schema, got ${type}`)));
    return;
  }
  const { noun, verb } = known;
  const problems: Problem[] = [];
  try {
    const value = noun.codec.salvage(view, offset, length, problems);
    // A noun makes events of the union; the table of nouns has forgotten which.
    if (verb === "new" || verb === "delete") events.push(noun.event(verb, value, message) as ObjectEvent);
    else if (noun.asked !== undefined) events.push(noun.asked(value, message) as ObjectEvent);
  } catch (error) {
    events.push(undecoded(view, raw, message, error));
  }
  for (const problem of problems) events.push({ type: "undecoded", ...problem, message });
}

/** A message that cannot be read at all, for whatever reason. */
export function undecoded(view: DataView, raw: RawMessage, message: MessageInfo, reason: unknown): UndecodedEvent {
  const error = reason instanceof DecodeError ? reason : within(message.name, reason);
  return { type: "undecoded", bytes: bytes.read(view, raw.offset, raw.length), error, message };
}
