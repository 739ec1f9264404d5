import { type Captured, type CapturedDatagram, readPacket, requireBytes, requireRoom, wrong } from "./packet.ts";

// pcapng, in the words of draft-ietf-opsawg-pcapng.
/** The type of the first block of a pcapng file, the same in both byte orders. */
export const SECTION_HEADER_BLOCK = 0x0a0d0d0a;
export const INTERFACE_DESCRIPTION_BLOCK = 1;
/** Obsolete: the Enhanced Packet Block took its place. */
const PACKET_BLOCK = 2;
const SIMPLE_PACKET_BLOCK = 3;
export const INTERFACE_STATISTICS_BLOCK = 5;
export const ENHANCED_PACKET_BLOCK = 6;
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
export const PCAPNG_VERSION_MAJOR = 1;
export const OPT_ENDOFOPT = 0;
export const OPT_COMMENT = 1;
export const ISB_IFDROP = 5;
export const IF_TSRESOL = 9;
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
  [INTERFACE_STATISTICS_BLOCK, 24],
  [ENHANCED_PACKET_BLOCK, 32],
]);

/** Nanoseconds in a second. */
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

/** An option of a block: its code, and where its value lies. */
interface Option {
  readonly code: number;
  readonly offset: number;
  readonly length: number;
}

/** The options from `offset` to `end`. */
function* readOptions({ view, littleEndian }: Section, offset: number, end: number): Generator<Option> {
  // Block lengths are multiples of four, so that a header is there or nothing.
  while (offset < end) {
    const code = view.getUint16(offset, littleEndian);
    const length = view.getUint16(offset + 2, littleEndian);
    if (code === OPT_ENDOFOPT) break;
    requireRoom("an option length", end - offset - 4, offset + 2, length);
    yield { code, offset: offset + 4, length };
    offset += 4 + Math.ceil(length / 4) * 4;
  }
}

/** Throws where the option has another length than it has to have. */
function requireLength(name: string, { offset, length }: Option, expected: number): void {
  if (length !== expected) throw wrong(`length ${expected} of the option ${name}`, offset - 2, length);
}

/** What the options from `offset` to `end` say of the timestamps. */
function readClock(section: Section, offset: number, end: number) {
  const { view, littleEndian } = section;
  // Microseconds, unless it says otherwise.
  let ticksPerSecond = 1_000_000n;
  let offsetSeconds = 0n;
  for (const option of readOptions(section, offset, end)) {
    if (option.code === IF_TSRESOL) {
      requireLength("if_tsresol", option, 1);
      const resolution = view.getUint8(option.offset);
      const exponent = BigInt(resolution & 0x7f);
      ticksPerSecond = (resolution & 0x80) !== 0 ? 2n ** exponent : 10n ** exponent;
    } else if (option.code === IF_TSOFFSET) {
      requireLength("if_tsoffset", option, 8);
      offsetSeconds = view.getBigInt64(option.offset, littleEndian);
    }
  }
  return { ticksPerSecond, offsetSeconds };
}

/** The first comment among the options from `offset` to `end`. */
function readComment(section: Section, offset: number, end: number): string | undefined {
  for (const { code, offset: at, length } of readOptions(section, offset, end)) {
    if (code !== OPT_COMMENT) continue;
    return new TextDecoder().decode(new Uint8Array(section.view.buffer, section.view.byteOffset + at, length));
  }
  return undefined;
}

/** How many datagrams were dropped since the section began, as far as an Interface Statistics Block says so. */
function readDrops(section: Section, offset: number, end: number): bigint | undefined {
  for (const option of readOptions(section, offset, end)) {
    if (option.code !== ISB_IFDROP) continue;
    requireLength("isb_ifdrop", option, 8);
    return section.view.getBigUint64(option.offset, section.littleEndian);
  }
  return undefined;
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
  const comment = readComment(section, data + Math.ceil(capturedLength / 4) * 4, offset + blockLength - 4);
  const packet = readPacket(view, data, capturedLength, linkType, timestamp);
  return comment === undefined ? packet : { ...packet, comment };
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

/** What stands in a pcapng file. */
export function* readPcapng(view: DataView): Generator<Captured> {
  let section: Section = { view, littleEndian: false, interfaces: [] };
  let drops = 0n;
  for (let offset = 0; offset < view.byteLength;) {
    requireBytes(view, offset, BLOCK_OVERHEAD, "a block");
    const type = view.getUint32(offset, section.littleEndian);
    // This type reads the same in both byte orders; the length does not.
    if (type === SECTION_HEADER_BLOCK) section = readSectionHeader(view, offset);
    const length = readBlockLength(section, offset, type);
    const end = offset + length - 4;
    if (type === SECTION_HEADER_BLOCK) {
      drops = 0n;
      const note = readComment(section, offset + SECTION_HEADER_BLOCK_SIZE - 4, end);
      if (note !== undefined) yield { note };
    } else if (type === INTERFACE_DESCRIPTION_BLOCK) {
      section.interfaces.push(readInterface(section, offset, length));
    } else if (type === ENHANCED_PACKET_BLOCK) {
      yield readEnhancedPacket(section, offset, length, view.getUint32(offset + 8, section.littleEndian));
    } else if (type === PACKET_BLOCK) {
      yield readEnhancedPacket(section, offset, length, view.getUint16(offset + 8, section.littleEndian));
    } else if (type === SIMPLE_PACKET_BLOCK) {
      yield readSimplePacket(section, offset, length);
    } else if (type === INTERFACE_STATISTICS_BLOCK) {
      const now = readDrops(section, offset + 20, end) ?? drops;
      if (now > drops) yield { lost: Number(now - drops) };
      drops = now;
    }
    offset += length;
  }
}
