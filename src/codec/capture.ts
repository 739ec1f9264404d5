import { DecodeError } from "../errors.ts";

/** One netlink datagram of a capture. */
export interface CapturedDatagram {
  /** The netlink messages, without the cooked header; may be a view into the capture, and cut short where that is. */
  readonly bytes: Uint8Array;
  /** Netlink protocol, such as 0 for `NETLINK_ROUTE`; absent in text. */
  readonly protocol?: number;
  /** Nanoseconds since 1970; absent in text and in Simple Packet Blocks. */
  readonly timestamp?: bigint;
}

const LINKTYPE_NETLINK = 253;

// The cooked header (`struct sll_header`), in network byte order. Its packet type tells no direction: Linux marks
// everything that an `nlmon` device shows as sent, even what the kernel sent.
const COOKED_HEADER_SIZE = 16;
const ARPHRD_NETLINK = 824;

// pcap, in the words of draft-ietf-opsawg-pcap.
const PCAP_MAGIC_MICROSECONDS = 0xa1b2c3d4;
const PCAP_MAGIC_NANOSECONDS = 0xa1b23c4d;
const PCAP_VERSION_MAJOR = 2;
const PCAP_VERSION_MINOR = 4;
const FILE_HEADER_SIZE = 24;
const PACKET_RECORD_HEADER_SIZE = 16;
/** The other half of the field tells of the frame check sequence. */
const LINKTYPE_MASK = 0xffff;

// pcapng, in the words of draft-ietf-opsawg-pcapng.
const SECTION_HEADER_BLOCK = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION_BLOCK = 1;
/** Obsolete: the Enhanced Packet Block took its place. */
const PACKET_BLOCK = 2;
const SIMPLE_PACKET_BLOCK = 3;
const ENHANCED_PACKET_BLOCK = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const PCAPNG_VERSION_MAJOR = 1;
const OPT_ENDOFOPT = 0;
const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;
/** Block type, and block total length at both ends. */
const BLOCK_OVERHEAD = 12;
/** Without options. */
const SECTION_HEADER_BLOCK_SIZE = 28;
/** The shortest blocks that hold the fixed fields of their type. */
const MINIMUM_BLOCK_LENGTHS: ReadonlyMap<number, number> = new Map([
  [SECTION_HEADER_BLOCK, SECTION_HEADER_BLOCK_SIZE],
  [INTERFACE_DESCRIPTION_BLOCK, 20],
  [PACKET_BLOCK, 32],
  [SIMPLE_PACKET_BLOCK, 16],
  [ENHANCED_PACKET_BLOCK, 32],
]);

const NANOSECONDS_PER_SECOND = 1_000_000_000n;

/** What an Interface Description Block says. */
interface CaptureInterface {
  readonly linkType: number;
  /** Zero where packets are not cut. */
  readonly snapLength: number;
  readonly ticksPerSecond: bigint;
  /** What is to add to each timestamp. */
  readonly offsetSeconds: bigint;
}

/** A section of a pcapng file: byte order and interfaces hold up to the next Section Header Block. */
interface Section {
  readonly view: DataView;
  readonly littleEndian: boolean;
  readonly interfaces: CaptureInterface[];
}

function wrong(expected: string, offset: number, got: number | string): DecodeError {
  return new DecodeError(`expected ${expected} at byte ${offset}, got ${got}`);
}

/** Throws where fewer than `length` bytes are left at `offset`. */
function requireBytes(view: DataView, offset: number, length: number, what: string): void {
  const rest = view.byteLength - offset;
  if (rest < length) throw wrong(`the ${length} bytes of ${what}`, offset, rest);
}

/** Throws where the length that the file has at `offset` is more than the `room` for it. */
function requireRoom(what: string, room: number, offset: number, length: number): void {
  if (length > room) throw wrong(`${what} of at most ${room}`, offset, length);
}

/** The datagram of the packet of `length` bytes, all of which are there. */
function readPacket(
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

function* readPcap(view: DataView, littleEndian: boolean, nanosecondsPerTick: bigint): Generator<CapturedDatagram> {
  requireBytes(view, 0, FILE_HEADER_SIZE, "a pcap file header");
  const [major, minor] = [view.getUint16(4, littleEndian), view.getUint16(6, littleEndian)];
  if (major !== PCAP_VERSION_MAJOR || minor !== PCAP_VERSION_MINOR) {
    throw wrong(`pcap version ${PCAP_VERSION_MAJOR}.${PCAP_VERSION_MINOR}`, 4, `${major}.${minor}`);
  }
  const linkType = view.getUint32(20, littleEndian) & LINKTYPE_MASK;
  for (let offset = FILE_HEADER_SIZE; offset < view.byteLength;) {
    requireBytes(view, offset, PACKET_RECORD_HEADER_SIZE, "a packet record header");
    const seconds = view.getUint32(offset, littleEndian);
    const ticks = view.getUint32(offset + 4, littleEndian);
    // The original length follows; nothing here depends on it.
    const capturedLength = view.getUint32(offset + 8, littleEndian);
    offset += PACKET_RECORD_HEADER_SIZE;
    requireBytes(view, offset, capturedLength, "packet data");
    const timestamp = BigInt(seconds) * NANOSECONDS_PER_SECOND + BigInt(ticks) * nanosecondsPerTick;
    yield readPacket(view, offset, capturedLength, linkType, timestamp);
    offset += capturedLength;
  }
}

/** Begins the section whose header block is at `offset`. */
function readSectionHeader(view: DataView, offset: number): Section {
  requireBytes(view, offset, SECTION_HEADER_BLOCK_SIZE, "a Section Header Block");
  const littleEndian = view.getUint32(offset + 8, true) === BYTE_ORDER_MAGIC;
  const magic = view.getUint32(offset + 8);
  if (!littleEndian && magic !== BYTE_ORDER_MAGIC) {
    const expected = `the byte-order magic 0x${BYTE_ORDER_MAGIC.toString(16)} in either order`;
    throw wrong(expected, offset + 8, `0x${magic.toString(16).padStart(8, "0")}`);
  }
  const [major, minor] = [view.getUint16(offset + 12, littleEndian), view.getUint16(offset + 14, littleEndian)];
  // Minor versions are compatible.
  if (major !== PCAPNG_VERSION_MAJOR) {
    throw wrong(`pcapng version ${PCAPNG_VERSION_MAJOR}`, offset + 12, `${major}.${minor}`);
  }
  return { view, littleEndian, interfaces: [] };
}

/** The block total length of the block at `offset`, which lies within the file and holds the fields of its type. */
function readBlockLength({ view, littleEndian }: Section, offset: number, type: number): number {
  const length = view.getUint32(offset + 4, littleEndian);
  const minimum = MINIMUM_BLOCK_LENGTHS.get(type) ?? BLOCK_OVERHEAD;
  if (length < minimum) throw wrong(`a block length of at least ${minimum}`, offset + 4, length);
  if (length % 4 !== 0) throw wrong("a block length that is a multiple of 4", offset + 4, length);
  requireBytes(view, offset, length, "a block");
  const end = offset + length - 4;
  const repeated = view.getUint32(end, littleEndian);
  if (repeated !== length) throw wrong(`the block length ${length} again`, end, repeated);
  return length;
}

/** What the options from `offset` to `end` say of the timestamps. */
function readClock({ view, littleEndian }: Section, offset: number, end: number) {
  // Microseconds, unless it says otherwise.
  let ticksPerSecond = 1_000_000n;
  let offsetSeconds = 0n;
  // Block lengths are multiples of four, so that a header is there or nothing.
  while (offset < end) {
    const code = view.getUint16(offset, littleEndian);
    const length = view.getUint16(offset + 2, littleEndian);
    if (code === OPT_ENDOFOPT) break;
    requireRoom("an option length", end - offset - 4, offset + 2, length);
    if (code === IF_TSRESOL) {
      if (length !== 1) throw wrong("length 1 of the option if_tsresol", offset + 2, length);
      const resolution = view.getUint8(offset + 4);
      const exponent = BigInt(resolution & 0x7f);
      ticksPerSecond = (resolution & 0x80) !== 0 ? 2n ** exponent : 10n ** exponent;
    } else if (code === IF_TSOFFSET) {
      if (length !== 8) throw wrong("length 8 of the option if_tsoffset", offset + 2, length);
      offsetSeconds = view.getBigInt64(offset + 4, littleEndian);
    }
    offset += 4 + Math.ceil(length / 4) * 4;
  }
  return { ticksPerSecond, offsetSeconds };
}

function readInterface(section: Section, offset: number, blockLength: number): CaptureInterface {
  return {
    linkType: section.view.getUint16(offset + 8, section.littleEndian),
    snapLength: section.view.getUint32(offset + 12, section.littleEndian),
    ...readClock(section, offset + 16, offset + blockLength - 4),
  };
}

/** The interface with the number `id`, which the packet block has at `offset`. */
function findInterface({ interfaces }: Section, offset: number, id: number): CaptureInterface {
  const found = interfaces[id];
  if (found !== undefined) return found;
  throw wrong(`one of the ${interfaces.length} interfaces of the section`, offset, id);
}

/** The packet of an Enhanced Packet Block; a Packet Block is the same but for the size of its interface number. */
function readEnhancedPacket(section: Section, offset: number, blockLength: number, id: number): CapturedDatagram {
  const { view, littleEndian } = section;
  const { linkType, ticksPerSecond, offsetSeconds } = findInterface(section, offset + 8, id);
  const [high, low] = [view.getUint32(offset + 12, littleEndian), view.getUint32(offset + 16, littleEndian)];
  const ticks = BigInt(high) << 32n | BigInt(low);
  const capturedLength = view.getUint32(offset + 20, littleEndian);
  const data = offset + 28;
  requireRoom("a captured length", offset + blockLength - 4 - data, offset + 20, capturedLength);
  const timestamp = ticks * NANOSECONDS_PER_SECOND / ticksPerSecond + offsetSeconds * NANOSECONDS_PER_SECOND;
  return readPacket(view, data, capturedLength, linkType, timestamp);
}

/** The packet of a Simple Packet Block, which tells the original length alone. */
function readSimplePacket(section: Section, offset: number, blockLength: number): CapturedDatagram {
  const { linkType, snapLength } = findInterface(section, offset + 8, 0);
  const originalLength = section.view.getUint32(offset + 8, section.littleEndian);
  const capturedLength = snapLength === 0 ? originalLength : Math.min(originalLength, snapLength);
  const data = offset + 12;
  requireRoom("a captured length", offset + blockLength - 4 - data, offset + 8, capturedLength);
  return readPacket(section.view, data, capturedLength, linkType);
}

function* readPcapng(view: DataView): Generator<CapturedDatagram> {
  let section: Section = { view, littleEndian: false, interfaces: [] };
  for (let offset = 0; offset < view.byteLength;) {
    requireBytes(view, offset, BLOCK_OVERHEAD, "a block");
    const type = view.getUint32(offset, section.littleEndian);
    // This type reads the same in both byte orders; the length does not.
    if (type === SECTION_HEADER_BLOCK) section = readSectionHeader(view, offset);
    const length = readBlockLength(section, offset, type);
    if (type === INTERFACE_DESCRIPTION_BLOCK) {
      section.interfaces.push(readInterface(section, offset, length));
    } else if (type === ENHANCED_PACKET_BLOCK) {
      yield readEnhancedPacket(section, offset, length, view.getUint32(offset + 8, section.littleEndian));
    } else if (type === PACKET_BLOCK) {
      yield readEnhancedPacket(section, offset, length, view.getUint16(offset + 8, section.littleEndian));
    } else if (type === SIMPLE_PACKET_BLOCK) {
      yield readSimplePacket(section, offset, length);
    }
    offset += length;
  }
}

function nameCharacter(character: string): string {
  if (/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)) return `'${character}'`;
  // Control characters would reach the terminal of who reads the error.
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
}

function* readHexadecimal(input: Uint8Array): Generator<CapturedDatagram> {
  const lines = new TextDecoder().decode(input).split(/\r\n?|\n/);
  let [digits, lastLine] = ["", 0];
  // The line behind the last one is as blank as those between datagrams.
  for (const [index, line] of [...lines, ""].entries()) {
    const found = line.replace(/#.*/s, "").replace(/\s+/g, "");
    const other = /[^0-9a-fA-F]/u.exec(found)?.[0];
    if (other !== undefined) {
      throw new DecodeError(`expected hexadecimal digits on line ${index + 1}, got ${nameCharacter(other)}`);
    }
    digits += found;
    if (found !== "") lastLine = index + 1;
    if (line.trim() !== "" || digits === "") continue;
    if (digits.length % 2 !== 0) {
      const odd = digits.slice(-1);
      throw new DecodeError(`expected an even number of digits up to line ${lastLine}, got the odd digit '${odd}'`);
    }
    yield { bytes: Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16)) };
    digits = "";
  }
}

/**
 * The netlink datagrams of a capture, in the order of the file: pcap, pcapng, or else text of hexadecimal digits.
 *
 * In text white space means nothing, and neither does what follows `#` in a line; a blank line starts another datagram.
 * Throws a {@linkcode DecodeError} on reaching what is wrong, so that the datagrams before it come out all the same.
 */
export function* readCapture(input: Uint8Array): Generator<CapturedDatagram> {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  for (const littleEndian of input.length < 4 ? [] : [false, true]) {
    const magic = view.getUint32(0, littleEndian);
    // The same in both byte orders: the section itself tells its order.
    if (magic === SECTION_HEADER_BLOCK) return yield* readPcapng(view);
    if (magic === PCAP_MAGIC_MICROSECONDS) return yield* readPcap(view, littleEndian, 1000n);
    if (magic === PCAP_MAGIC_NANOSECONDS) return yield* readPcap(view, littleEndian, 1n);
  }
  yield* readHexadecimal(input);
}
