import { brokenMessage, type RawMessage, walkMessages } from "./codec/framing.ts";
import type { MessageInfo } from "./codec/message-info.ts";
import { bytes } from "./codec/text.ts";
import { DecodeError, within } from "./errors.ts";

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

/** Calls `visit` for each message of a datagram; gives what is left of one whose messages do not fill it. */
export function walkDatagram(
  view: DataView,
  length: number,
  visit: (message: RawMessage) => void,
): UndecodedEvent | undefined {
  const there = Math.min(length, view.byteLength);
  const end = walkMessages(view, there, visit);
  if (end >= length) return undefined;
  const error = length > there
    ? new DecodeError(`expected a datagram of at most ${there} bytes, got ${length}`)
    : brokenMessage(view, end, there);
  return { type: "undecoded", bytes: bytes.read(view, end, there - end), error };
}

/** A message that cannot be read at all, for whatever reason. */
export function undecoded(view: DataView, raw: RawMessage, message: MessageInfo, reason: unknown): UndecodedEvent {
  const error = reason instanceof DecodeError ? reason : within(message.name, reason);
  return { type: "undecoded", bytes: bytes.read(view, raw.offset, raw.length), error, message };
}
