import type { Codec } from "../codec/codec.ts";
import {
  extendedAck,
  HEADER_SIZE,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_ECHO,
  NLMSG_DONE,
  NLMSG_ERROR,
  type RawMessage,
  writeMessage,
} from "../codec/framing.ts";
import { i32 } from "../codec/numbers.ts";
import { bytes as rawBytes } from "../codec/text.ts";
import { Writer } from "../codec/writer.ts";
import type { RequestMessage } from "../decode.ts";
import { NetlinkError } from "../errors.ts";
import type { Verb } from "../route/message-type.ts";
import type { Topic } from "../route/mod.ts";
import { flagBits, objectMessage } from "./fake-object.ts";
import type { FakeSocket } from "./fake-socket.ts";

/** How many bytes of a list go into one datagram, about (`NLMSG_GOODSIZE`). */
const LIST_SIZE = 8192;
/** What the kernel says where there is no such object. */
const NOT_FOUND: { readonly [T in Topic]?: string } = { link: "ENODEV", route: "ESRCH" };

/** A request as it came. */
export interface Asked {
  /** The socket that asked. */
  readonly socket: FakeSocket;
  /** The header of the message. */
  readonly raw: RawMessage;
  /** The message with its header. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Queues the answer to a list: the messages that `write` makes with these flags, several in a datagram, and their end. */
export function answerList(
  asked: Asked,
  interrupted: boolean,
  write: (flags: readonly string[]) => readonly Uint8Array[],
): void {
  const { socket } = asked;
  const flags = ["multi", ...(interrupted ? ["dumpInterrupted"] : [])];
  let datagram = new Writer();
  for (const message of [...write(flags), controlMessage(asked, NLMSG_DONE, flags, i32, 0)]) {
    if (datagram.length > 0 && datagram.length + message.length > LIST_SIZE) {
      socket.push(datagram.finish());
      datagram = new Writer();
    }
    datagram.append(message);
  }
  socket.push(datagram.finish());
}

/** Queues the answer to a question about one object. */
export function answerQuestion(asked: Asked, topic: Topic, object: object | undefined): void {
  if (object === undefined) throw new NetlinkError(`get ${topic}`, NOT_FOUND[topic] ?? "ENOENT");
  asked.socket.offer(answerMessage(asked, topic, "new", object, []));
  acknowledge(asked);
}

/** Queues the answer to a change: what it made or deleted, where the request wants that back. */
export function answerChange(asked: Asked, topic: Topic, verb: Verb, objects: readonly object[]): void {
  const isWanted = (asked.raw.flags & NLM_F_ECHO) !== 0;
  for (const object of isWanted ? objects : []) {
    asked.socket.offer(answerMessage(asked, topic, verb === "delete" ? verb : "new", object, []));
  }
  acknowledge(asked);
}

/** Whether a request asks for a list. */
export function isList({ verb }: Pick<RequestMessage, "verb">, { flags }: RawMessage): boolean {
  return verb === "get" && (flags & NLM_F_DUMP) !== 0;
}

/** Queues an acknowledgement where the request wants one. */
export function acknowledge(asked: Asked): void {
  if ((asked.raw.flags & NLM_F_ACK) !== 0) asked.socket.offer(errorMessage(asked, 0));
}

/** Queues what the kernel says where it refuses a request. */
export function refuse(asked: Asked, error: NetlinkError): void {
  asked.socket.offer(errorMessage(asked, -error.errno, error));
}

function errorMessage(asked: Asked, error: number, { ack }: Pick<NetlinkError, "ack"> = {}): Uint8Array<ArrayBuffer> {
  const { socket, bytes } = asked;
  // The request comes back as a whole only with an error, and only where that is welcome.
  const isCapped = error === 0 || socket.wantsCappedAck;
  // Names are for the reader: the kernel tells places and numbers.
  const { path: _path, missing: _missing, ...said } = ack ?? {};
  const isExtended = socket.wantsExtendedAck && Object.keys(said).length > 0;
  const out = new Writer(`refuse ${asked.raw.type}`);
  i32.write(out, error);
  out.append(isCapped ? bytes.subarray(0, HEADER_SIZE) : bytes);
  out.align();
  if (isExtended) extendedAck.write(out, said);
  const flags = [...(isCapped ? ["capped"] : []), ...(isExtended ? ["ackAttributes"] : [])];
  return controlMessage(asked, NLMSG_ERROR, flags, rawBytes, out.finish());
}

/** A message that every protocol has. */
function controlMessage<T>(
  { socket: { port }, raw: { sequence } }: Asked,
  type: number,
  flags: readonly string[],
  codec: Codec<T>,
  value: T,
): Uint8Array<ArrayBuffer> {
  const out = new Writer();
  writeMessage(out, { type, flags: flagBits("answer", "ack", flags), sequence, port }, codec, value);
  return out.finish();
}

/** A message about an object, as the answer to a request. */
export function answerMessage(
  { socket: { port }, raw: { sequence } }: Asked,
  topic: Topic,
  verb: Verb,
  object: object,
  flags: readonly string[],
): Uint8Array<ArrayBuffer> {
  return objectMessage(`answer with ${topic}`, topic, verb, object, { flags, sequence, port });
}
