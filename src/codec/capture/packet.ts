import { DecodeError } from "../../errors.ts";

/** One netlink datagram of a capture. */
export interface CapturedDatagram {
  /** The netlink messages, without the cooked header; may be a view into the capture, and cut short where that is. */
  readonly bytes: Uint8Array;
  /** Netlink protocol, such as 0 for `NETLINK_ROUTE`; absent in text. */
  readonly protocol?: number;
  /** Nanoseconds since 1970; absent in text and in Simple Packet Blocks. */
  readonly timestamp?: bigint;
  /** What was noted about it (`opt_comment`); only pcapng. */
  readonly comment?: string;
}

/** Datagrams were lost at this place of a capture (`isb_ifdrop`). */
export interface CapturedLoss {
  /** How many. */
  readonly lost: number;
}

/** What was noted about a whole section of a capture (`opt_comment`). */
export interface CapturedNote {
  /** The note. */
  readonly note: string;
}

/** What stands in a capture. */
export type Captured = CapturedDatagram | CapturedLoss | CapturedNote;

/** The link type of netlink in captures. */
export const LINKTYPE_NETLINK = 253;

// The cooked header (`struct sll_header`), in network byte order. Its packet type tells no direction: Linux marks
// everything that an `nlmon` device shows as sent, even what the kernel sent.
export const COOKED_HEADER_SIZE = 16;
const ARPHRD_NETLINK = 824;

/** Why a capture cannot be read at a place. */
export function wrong(expected: string, offset: number, got: number | string): DecodeError {
  return new DecodeError(`expected ${expected} at byte ${offset}, got ${got}`);
}

/** Throws where fewer than `length` bytes are left at `offset`. */
export function requireBytes(view: DataView, offset: number, length: number, what: string): void {
  const rest = view.byteLength - offset;
  if (rest < length) throw wrong(`the ${length} bytes of ${what}`, offset, rest);
}

/** Throws where the length that the file has at `offset` is more than the `room` for it. */
export function requireRoom(what: string, room: number, offset: number, length: number): void {
  if (length > room) throw wrong(`${what} of at most ${room}`, offset, length);
}

/** The datagram of the packet of `length` bytes, all of which are there. */
export function readPacket(
  view: DataView,
  offset: number,
  length: number,
  linkType: number,
  timestamp?: bigint,
): CapturedDatagram {
  if (linkType !== LINKTYPE_NETLINK) {
    throw wrong(`link type ${LINKTYPE_NETLINK} (LINKTYPE_NETLINK) of the packet`, offset, linkType);
  }
  if (length < COOKED_HEADER_SIZE) throw wrong(`the ${COOKED_HEADER_SIZE} bytes of a cooked header`, offset, length);
  const hardware = view.getUint16(offset + 2);
  if (hardware !== ARPHRD_NETLINK) throw wrong(`${ARPHRD_NETLINK} (ARPHRD_NETLINK)`, offset + 2, hardware);
  const start = view.byteOffset + offset + COOKED_HEADER_SIZE;
  return {
    bytes: new Uint8Array(view.buffer, start, length - COOKED_HEADER_SIZE),
    protocol: view.getUint16(offset + 14),
    ...(timestamp === undefined ? {} : { timestamp }),
  };
}

/** The cooked header of a datagram that came from the kernel. */
export function cookedHeader(protocol: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(COOKED_HEADER_SIZE));
  view.setUint16(2, ARPHRD_NETLINK);
  view.setUint16(14, protocol);
  return new Uint8Array(view.buffer);
}
