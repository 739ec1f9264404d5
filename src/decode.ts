import type { Problem } from "./codec/attributes.ts";
import {
  type Acknowledgement,
  type MessageHeader,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_MIN_TYPE,
  NLMSG_NOOP,
  type RawMessage,
  readDone,
  readError,
} from "./codec/framing.ts";
import { GENERIC_HEADER_SIZE, genericMessage, readGenericHeader } from "./codec/generic.ts";
import { flagsOf, type MessageInfo } from "./codec/message-info.ts";
import { bytes as rawBytes } from "./codec/text.ts";
import { DecodeError, errorCode, type ExtendedAck } from "./errors.ts";
import { type NetworkEvent, readEvent, readEvents } from "./events.ts";
import {
  controllerCommands,
  type ControllerMessage,
  controllerMessage,
  NLCTRL,
} from "./generic/families/nlctrl/message.ts";
import { messageTypes, type Verb } from "./route/message-type.ts";
import type { Topic } from "./route/mod.ts";
import { requestCodec } from "./route/noun.ts";
import type { Protocol } from "./open-socket.ts";
import { checkOptions } from "./options.ts";
import { shown } from "./shown.ts";
import { undecoded, walkDatagram } from "./undecoded.ts";

/** How bytes are decoded. */
export interface DecodeOptions {
  /** The protocol to which the messages belong. @default {"route"} */
  readonly protocol?: Protocol;
  /**
   * Whether all of it came from multicast groups, as what {@linkcode watch} receives does: then nothing is taken for a
   * request, though the kernel marks some events as what caused them was marked. @default {false}
   */
  readonly events?: boolean;
}

/** What a program asks of the kernel. */
export interface RequestMessage {
  /** Tells what the message is. */
  readonly type: "request";
  /** What it wants to do. */
  readonly verb: Verb;
  /** The kind of object. */
  readonly topic: Topic;
  /** What it says of the object, in the form of that kind; absent where it says nothing. */
  readonly value?: object;
  /** The message itself. */
  readonly message: MessageInfo;
}

/** What the kernel says to a request: an error, or that all is well (`NLMSG_ERROR`, `NLMSG_DONE`). */
export interface AnswerMessage {
  /** `"error"` answers one request, with success too; `"done"` ends a list. */
  readonly type: "error" | "done";
  /** Positive error number; 0 for success. */
  readonly errno: number;
  /** Name of the error, such as `"EEXIST"`; absent for success. */
  readonly code?: string;
  /** What else the kernel says. */
  readonly ack?: ExtendedAck;
  /** The request that is answered; absent in the end of a list. */
  readonly request?: MessageInfo;
  /** The message itself. */
  readonly message: MessageInfo;
}

/** A message that says nothing (`NLMSG_NOOP`). */
export interface NoopMessage {
  /** Tells what the message is. */
  readonly type: "noop";
  /** The message itself. */
  readonly message: MessageInfo;
}

/** A message of a generic netlink family, whose numbers only the running kernel knows. */
export interface GenericMessage {
  /** Tells what the message is. */
  readonly type: "generic";
  /** Number of the family on that machine; 16 is the controller. */
  readonly family: number;
  /** Command of the family (`cmd`). */
  readonly command: number;
  /** Version of the family (`version`). */
  readonly version: number;
  /** What follows the header, as it was sent. */
  readonly bytes: Uint8Array;
  /** What the message says, where the family is the controller; absent for all others. */
  readonly value?: ControllerMessage;
  /** The message itself. */
  readonly message: MessageInfo;
}

/** What {@linkcode decode} gives: an event, or another message of a conversation with the kernel. */
export type DecodedMessage = NetworkEvent | RequestMessage | AnswerMessage | NoopMessage | GenericMessage;

/**
 * Decodes a datagram, in any runtime and without a socket. Whatever the bytes, it throws nothing: what cannot be read
 * comes as `undecoded`. A `RangeError` is for what are no bytes, and for options that cannot be.
 *
 * @example
 * ```ts
 * import { decode } from "@netlink/ffi";
 *
 * const acknowledgement = Uint8Array.from([36, 0, 0, 0, 2, 0, 0, 0, ...Array(28).fill(0)]);
 * for (const message of decode(acknowledgement)) console.log(message.type); // error
 * ```
 */
export function decode(bytes: Uint8Array, options: DecodeOptions = {}): Iterable<DecodedMessage> {
  if (!(bytes instanceof Uint8Array)) {
    throw new RangeError(`Cannot decode: expected a Uint8Array, got ${shown(bytes)}`);
  }
  checkOptions("decode", options, ["protocol", "events"]);
  const { protocol = "route", events = false } = options;
  if (protocol !== "route" && protocol !== "generic") {
    throw new RangeError(`Cannot decode protocol '${protocol}': expected route or generic`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const messages: DecodedMessage[] = [];
  if (events && protocol === "route") {
    // What it appends are events, which are such messages.
    readEvents(view, bytes.length, messages as NetworkEvent[]);
    return messages;
  }
  const rest = walkDatagram(view, bytes.length, (raw) => {
    if (raw.type < NLMSG_MIN_TYPE) messages.push(readControl(view, raw));
    else if (protocol === "generic") readGeneric(view, raw, messages);
    else if ((raw.flags & NLM_F_REQUEST) !== 0 && messageTypes.has(raw.type)) readRequest(view, raw, messages);
    // What it appends are events, which are such messages.
    else readEvent(view, raw, messages as NetworkEvent[]);
  });
  if (rest !== undefined) messages.push(rest);
  return messages;
}

/** The header of a message by name, where the types of messages are those of rtnetlink. */
function describe({ type, flags, sequence, port }: MessageHeader): MessageInfo {
  const known = messageTypes.get(type);
  return { name: known?.name ?? `${type}`, flags: flagsOf[known?.verb ?? "get"](flags), sequence, port };
}

const CONTROL_NAMES: Readonly<Record<number, string>> = {
  [NLMSG_NOOP]: "NLMSG_NOOP",
  [NLMSG_ERROR]: "NLMSG_ERROR",
  [NLMSG_DONE]: "NLMSG_DONE",
};

function readControl(view: DataView, raw: RawMessage): DecodedMessage {
  const { type, flags, sequence, port } = raw;
  const message: MessageInfo = {
    name: CONTROL_NAMES[type] ?? `NLMSG_${type}`,
    flags: flagsOf.ack(flags),
    sequence,
    port,
  };
  try {
    if (type === NLMSG_NOOP) return { type: "noop", message };
    if (type === NLMSG_ERROR) return answer("error", readError(view, raw), message);
    if (type === NLMSG_DONE) return answer("done", readDone(view, raw), message);
    throw new DecodeError(`expected a message type with a schema, got ${type}`);
  } catch (error) {
    return undecoded(view, raw, message, error);
  }
}

function answer(type: "error" | "done", { error, ack, request }: Acknowledgement, message: MessageInfo): AnswerMessage {
  return {
    type,
    errno: Math.abs(error),
    ...(error === 0 ? {} : { code: errorCode(error) }),
    ...(ack === undefined ? {} : { ack }),
    ...(request === undefined ? {} : { request: describe(request) }),
    message,
  };
}

function readGeneric(view: DataView, raw: RawMessage, messages: DecodedMessage[]): void {
  const { type: family, flags, sequence, port, offset, length } = raw;
  let message: MessageInfo = { name: `${family}`, flags: flagsOf.get(flags), sequence, port };
  const problems: Problem[] = [];
  try {
    const header = readGenericHeader(view, raw);
    const bytes = rawBytes.read(view, offset + GENERIC_HEADER_SIZE, length - GENERIC_HEADER_SIZE);
    if (family !== NLCTRL) {
      messages.push({ type: "generic", family, ...header, bytes, message });
    } else {
      const value = genericMessage(controllerMessage).salvage(view, offset, length, problems);
      message = { ...message, name: controllerCommands[header.command] ?? `CTRL_CMD_${header.command}` };
      messages.push({ type: "generic", family, ...header, bytes, value, message });
    }
  } catch (error) {
    messages.push(undecoded(view, raw, message, error));
  }
  for (const problem of problems) messages.push({ type: "undecoded", ...problem, message });
}

function readRequest(view: DataView, raw: RawMessage, messages: DecodedMessage[]): void {
  const known = messageTypes.get(raw.type);
  if (known === undefined) return;
  const { verb, topic, noun } = known;
  const message = describe(raw);
  const problems: Problem[] = [];
  const codec = requestCodec(noun, verb);
  try {
    // A program that lists may send no more than the address family, in less than the header of the objects.
    const bare = raw.length < codec.headerSize;
    const value = bare ? undefined : codec.salvage(view, raw.offset, raw.length, problems);
    messages.push({ type: "request", verb, topic, ...(value === undefined ? {} : { value }), message });
  } catch (error) {
    messages.push(undecoded(view, raw, message, error));
  }
  for (const problem of problems) messages.push({ type: "undecoded", ...problem, message });
}
