import type { Problem } from "./codec/attributes.ts";
import type { RawMessage } from "./codec/framing.ts";
import { flagsOf, type MessageInfo } from "./codec/message-info.ts";
import { DecodeError } from "./errors.ts";
import type { OverrunEvent } from "./event-stream.ts";
import { messageTypes } from "./route/message-type.ts";
import type { ObjectEvent } from "./route/mod.ts";
import { undecoded, type UndecodedEvent, walkDatagram } from "./undecoded.ts";

export type { OverrunEvent } from "./event-stream.ts";
export type { UndecodedEvent } from "./undecoded.ts";

/** What {@linkcode watch} delivers; `type` tells what it is about. */
export type NetworkEvent = ObjectEvent | OverrunEvent | UndecodedEvent;

/** Appends the events of a datagram of the kernel to `events`. Throws nothing, whatever the bytes. */
export function readEvents(view: DataView, length: number, events: NetworkEvent[]): void {
  const rest = walkDatagram(view, length, (raw) => readEvent(view, raw, events));
  if (rest !== undefined) events.push(rest);
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
