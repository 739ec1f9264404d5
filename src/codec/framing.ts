import { type AttributePolicy, DecodeError, type ExtendedAck } from "../errors.ts";
import { attribute, attributes } from "./attributes.ts";
import type { Codec } from "./codec.ts";
import { i32, i64, u32, u64 } from "./numbers.ts";
import { bytes, cstring } from "./text.ts";
import { LITTLE_ENDIAN, type Writer } from "./writer.ts";

/** Length of `struct nlmsghdr`. */
export const HEADER_SIZE = 16;

/** The message types of every protocol (`NLMSG_*`). */
export const NLMSG_NOOP = 1;
/** An acknowledgement, or an error (`NLMSG_ERROR`). */
export const NLMSG_ERROR = 2;
/** The end of a dump (`NLMSG_DONE`). */
export const NLMSG_DONE = 3;
/** The first message type of a protocol's own (`NLMSG_MIN_TYPE`). */
export const NLMSG_MIN_TYPE = 16;

/** Flags of `struct nlmsghdr` that mean the same in every message (`NLM_F_*`). */
export const NLM_F_REQUEST = 0x01;
/** The message is one of several (`NLM_F_MULTI`). */
export const NLM_F_MULTI = 0x02;
/** The sender wants an acknowledgement (`NLM_F_ACK`). */
export const NLM_F_ACK = 0x04;
/** The table changed while it was dumped (`NLM_F_DUMP_INTR`). */
export const NLM_F_DUMP_INTR = 0x10;
/** The sender wants what the request makes or deletes back (`NLM_F_ECHO`). */
export const NLM_F_ECHO = 0x08;
/** In a "new" request: take the place of what is there (`NLM_F_REPLACE`). */
export const NLM_F_REPLACE = 0x100;
/** In a "new" request: fail where it is there already (`NLM_F_EXCL`). */
export const NLM_F_EXCL = 0x200;
/** In a "new" request: make it where it is not there (`NLM_F_CREATE`). */
export const NLM_F_CREATE = 0x400;
/** In a "new" request: put it behind what is there (`NLM_F_APPEND`). */
export const NLM_F_APPEND = 0x800;
/** List everything (`NLM_F_DUMP`). */
export const NLM_F_DUMP = 0x300;
/** In an acknowledgement: the request is echoed without its payload (`NLM_F_CAPPED`). */
const NLM_F_CAPPED = 0x100;
/** In an acknowledgement: attributes follow (`NLM_F_ACK_TLVS`). */
const NLM_F_ACK_TLVS = 0x200;

/** The fields of `struct nlmsghdr`, without the length. */
export interface MessageHeader {
  /** Message type (`nlmsg_type`). */
  readonly type: number;
  /** Flag bits (`nlmsg_flags`). */
  readonly flags: number;
  /** Sequence number (`nlmsg_seq`). */
  readonly sequence: number;
  /** Port of the sender, or of the requester (`nlmsg_pid`). */
  readonly port: number;
}

/** A message in a datagram: its header, and where its payload lies. */
export interface RawMessage extends MessageHeader {
  /** Offset of the payload in bytes. */
  readonly offset: number;
  /** Length of the payload in bytes. */
  readonly length: number;
}

function readHeader(view: DataView, offset: number): RawMessage {
  return {
    type: view.getUint16(offset + 4, LITTLE_ENDIAN),
    flags: view.getUint16(offset + 6, LITTLE_ENDIAN),
    sequence: view.getUint32(offset + 8, LITTLE_ENDIAN),
    port: view.getUint32(offset + 12, LITTLE_ENDIAN),
    offset: offset + HEADER_SIZE,
    length: view.getUint32(offset, LITTLE_ENDIAN) - HEADER_SIZE,
  };
}

/**
 * Calls `visit` for each message of a datagram, and returns the offset behind the last sound one: `length`, or where a
 * length cannot be. Always advances; the padding of the last message may be missing.
 */
export function walkMessages(view: DataView, length: number, visit: (message: RawMessage) => void): number {
  let offset = 0;
  while (length - offset >= HEADER_SIZE) {
    const size = view.getUint32(offset, LITTLE_ENDIAN);
    if (size < HEADER_SIZE || size > length - offset) return offset;
    visit(readHeader(view, offset));
    // At most 3 bytes beyond `length`, where the padding is missing.
    offset += (size + 3) & ~3;
  }
  return Math.min(offset, length);
}

/**
 * Goes from message to message of a datagram as {@linkcode walkMessages} does, and is the header of the one it stands at:
 * to make an object for each message would take a tenth of the time of a long list.
 */
export class MessageCursor implements RawMessage {
  /** Message type of the message at which it stands (`nlmsg_type`). */
  type = 0;
  /** Flag bits of it (`nlmsg_flags`). */
  flags = 0;
  /** Sequence number of it (`nlmsg_seq`). */
  sequence = 0;
  /** Port of its sender, or of the requester (`nlmsg_pid`). */
  port = 0;
  /** Offset of its payload in bytes. */
  offset = 0;
  /** Length of its payload in bytes. */
  length = 0;
  readonly #view: DataView;
  readonly #end: number;
  #next = 0;

  /** Stands before the first message of the `length` bytes of a view. */
  constructor(view: DataView, length: number) {
    this.#view = view;
    this.#end = length;
  }

  /** Goes to the next sound message; gives whether there is one. */
  next(): boolean {
    const view = this.#view;
    const start = this.#next;
    const left = this.#end - start;
    if (left < HEADER_SIZE) return false;
    const size = view.getUint32(start, LITTLE_ENDIAN);
    if (size < HEADER_SIZE || size > left) return false;
    this.type = view.getUint16(start + 4, LITTLE_ENDIAN);
    this.flags = view.getUint16(start + 6, LITTLE_ENDIAN);
    this.sequence = view.getUint32(start + 8, LITTLE_ENDIAN);
    this.port = view.getUint32(start + 12, LITTLE_ENDIAN);
    this.offset = start + HEADER_SIZE;
    this.length = size - HEADER_SIZE;
    this.#next = start + ((size + 3) & ~3);
    return true;
  }
}

/** Why the bytes at `offset` are no message, for what {@linkcode walkMessages} left. */
export function brokenMessage(view: DataView, offset: number, length: number): DecodeError {
  const left = length - offset;
  if (left < HEADER_SIZE) return new DecodeError(`expected a header of ${HEADER_SIZE} bytes, got ${left}`);
  const size = view.getUint32(offset, LITTLE_ENDIAN);
  return new DecodeError(`expected a message length from ${HEADER_SIZE} to ${left}, got ${size}`);
}

/** Appends a message: header, payload, padding. */
export function writeMessage<T>(out: Writer, header: MessageHeader, codec: Codec<T>, value: T): void {
  const start = out.reserve(HEADER_SIZE);
  codec.write(out, value);
  const { view } = out;
  view.setUint32(start, out.length - start, LITTLE_ENDIAN);
  view.setUint16(start + 4, header.type, LITTLE_ENDIAN);
  view.setUint16(start + 6, header.flags, LITTLE_ENDIAN);
  view.setUint32(start + 8, header.sequence, LITTLE_ENDIAN);
  view.setUint32(start + 12, header.port, LITTLE_ENDIAN);
  out.align();
}

/** What stands in an acknowledgement; the rest of {@linkcode ExtendedAck} takes the request to say. */
type WireAck = Omit<ExtendedAck, "path" | "missing">;

/** The attributes of an acknowledgement (`NLMSGERR_ATTR_*`). */
export const extendedAck: Codec<WireAck> = attributes<WireAck>({
  message: attribute(1, cstring),
  offset: attribute(2, u32),
  cookie: attribute(3, bytes),
  policy: attribute(
    4,
    attributes<AttributePolicy>({
      type: attribute(1, u32),
      minimumSigned: attribute(2, i64),
      maximumSigned: attribute(3, i64),
      minimum: attribute(4, u64),
      maximum: attribute(5, u64),
      minimumLength: attribute(6, u32),
      maximumLength: attribute(7, u32),
      bitfieldMask: attribute(10, u32),
      mask: attribute(12, u64),
    }),
    { nested: true },
  ),
  missingType: attribute(5, u32),
  missingNest: attribute(6, u32),
});

/** What an `NLMSG_ERROR` or `NLMSG_DONE` says. */
export interface Acknowledgement {
  /** 0 for success, else the negative error number. */
  readonly error: number;
  /** What else the kernel says; absent where it says nothing. */
  readonly ack?: ExtendedAck;
  /** Header of the request that is answered; absent in `NLMSG_DONE`. */
  readonly request?: MessageHeader;
}

/** Reads an `NLMSG_ERROR`. */
export function readError(view: DataView, { offset, length, flags }: RawMessage): Acknowledgement {
  const error = readErrorNumber(view, offset, length);
  const echoed = length - 4;
  if (echoed < HEADER_SIZE) return { error };
  const start = offset + 4;
  const { type, flags: requestFlags, sequence, port } = readHeader(view, start);
  const request = { type, flags: requestFlags, sequence, port };
  if ((flags & NLM_F_ACK_TLVS) === 0) return { error, request };
  // The flag alone tells whether the request's payload is there: a success may be capped too, without being asked to.
  const size = (flags & NLM_F_CAPPED) !== 0 ? HEADER_SIZE : view.getUint32(start, LITTLE_ENDIAN);
  if (size < HEADER_SIZE || size > echoed) return { error, request };
  const padded = (size + 3) & ~3;
  return { error, request, ...readExtendedAck(view, start + padded, echoed - padded) };
}

/** Reads an `NLMSG_DONE`, which is empty in some families. */
export function readDone(view: DataView, { offset, length, flags }: RawMessage): Acknowledgement {
  if (length === 0) return { error: 0 };
  const error = readErrorNumber(view, offset, length);
  if ((flags & NLM_F_ACK_TLVS) === 0) return { error };
  return { error, ...readExtendedAck(view, offset + 4, length - 4) };
}

function readErrorNumber(view: DataView, offset: number, length: number): number {
  if (length < 4) throw new DecodeError(`expected an error number of 4 bytes, got ${length}`);
  return i32.read(view, offset, 4);
}

/** What is beside the error number; where it cannot be read, the number is what counts. */
function readExtendedAck(view: DataView, offset: number, length: number): { readonly ack?: ExtendedAck } {
  if (length <= 0) return {};
  try {
    const ack = extendedAck.read(view, offset, length);
    return Object.keys(ack).length > 0 ? { ack } : {};
  } catch (error) {
    if (error instanceof DecodeError) return {};
    throw error;
  }
}
