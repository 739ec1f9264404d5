import { toJson } from "../../src/cli/json.ts";
import type { Codec } from "../../src/codec/codec.ts";
import {
  extendedAck,
  HEADER_SIZE,
  NLMSG_DONE,
  NLMSG_ERROR,
  type RawMessage,
  walkMessages,
} from "../../src/codec/framing.ts";
import { decode } from "../../src/decode.ts";
import { messageTypes } from "../../src/route/message-type.ts";

/** A part of a message, from here to the next one. */
export interface Piece {
  /** Where it starts. */
  readonly offset: number;
  /** What it is, where no schema says so. */
  readonly note?: string;
  /** How far its line is indented; 0 where a message starts. @default {1} */
  readonly depth?: number;
  /** Its schema. */
  readonly codec?: Codec<unknown>;
  /** How many bytes belong to the schema; padding does not. */
  readonly length?: number;
}

/** Length of the error number in an answer. */
const ERROR_SIZE = 4;
/** The answer has only the header of the request (`NLM_F_CAPPED`), or attributes (`NLM_F_ACK_TLVS`). */
const NLM_F_CAPPED = 0x100;
const NLM_F_ACK_TLVS = 0x200;

/** The pieces of a datagram: headers, error numbers, and what has a schema. */
export function piecesOf(bytes: Uint8Array): readonly Piece[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: Piece[] = [];
  walkMessages(view, view.byteLength, (raw) => pieces.push(...piecesOfMessage(bytes, view, raw)));
  return pieces;
}

/** The messages of a datagram, each with its padding; they share its memory. */
export function messagesOf(datagram: Uint8Array): readonly Uint8Array[] {
  const starts = piecesOf(datagram).filter(({ depth }) => depth === 0).map(({ offset }) => offset);
  return starts.map((start, i) => datagram.subarray(start, starts[i + 1]));
}

function* piecesOfMessage(bytes: Uint8Array, view: DataView, raw: RawMessage): Generator<Piece> {
  const { type, flags, offset, length } = raw;
  const start = offset - HEADER_SIZE;
  const [decoded] = decode(bytes.subarray(start, offset + length));
  yield { offset: start, depth: 0, note: toJson(decoded && "message" in decoded ? decoded.message : {}) };
  if (type !== NLMSG_ERROR && type !== NLMSG_DONE) return yield* known(type, offset, length);
  const { errno, code, request } = decoded?.type === "error" || decoded?.type === "done" ? decoded : {};
  if (length > 0) yield { offset, note: toJson({ errno, code }) };
  let behind = offset + ERROR_SIZE;
  if (request !== undefined) {
    yield { offset: behind, note: toJson({ request }) };
    // The answer to a success has no more of the request than its header, whatever the length in it says.
    const whole = view.getUint32(behind, true) - HEADER_SIZE;
    const echoed = (flags & NLM_F_CAPPED) === 0 && behind + HEADER_SIZE + whole <= offset + length ? whole : 0;
    if (echoed > 0) yield* known(view.getUint16(behind + 4, true), behind + HEADER_SIZE, echoed);
    behind += HEADER_SIZE + ((echoed + 3) & ~3);
  }
  // A list of attributes is one of unknown values to who gives it back only what it read.
  const codec = extendedAck as Codec<unknown>;
  if ((flags & NLM_F_ACK_TLVS) !== 0) yield { offset: behind, length: offset + length - behind, codec };
}

/** The payload of a message, with the schema of its type. */
function* known(type: number, offset: number, length: number): Generator<Piece> {
  const codec = messageTypes.get(type)?.noun.codec;
  // A request for a list can be shorter than the header of what is listed.
  if (codec !== undefined && length >= codec.headerSize) yield { offset, length, codec: codec as Codec<unknown> };
  else if (length > 0) yield { offset, note: "" };
}
