import { DecodeError } from "../errors.ts";
import { type Captured, type CapturedDatagram, readPacket, requireBytes, wrong } from "./capture/packet.ts";
import { readPcapng, SECTION_HEADER_BLOCK } from "./capture/pcapng.ts";

export type { Captured, CapturedDatagram, CapturedLoss, CapturedNote } from "./capture/packet.ts";

// pcap, in the words of draft-ietf-opsawg-pcap.
const PCAP_MAGIC_MICROSECONDS = 0xa1b2c3d4;
const PCAP_MAGIC_NANOSECONDS = 0xa1b23c4d;
const PCAP_VERSION_MAJOR = 2;
const PCAP_VERSION_MINOR = 4;
const FILE_HEADER_SIZE = 24;
const PACKET_RECORD_HEADER_SIZE = 16;
/** The other half of the field tells of the frame check sequence. */
const LINKTYPE_MASK = 0xffff;

/** Nanoseconds in a second. */
const NANOSECONDS_PER_SECOND = 1_000_000_000n;

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
      const place = `hexadecimal digits on line ${index + 1}, got ${nameCharacter(other)}`;
      throw new DecodeError(
        lastLine > 0 ? `expected ${place}` : `neither a capture nor hexadecimal text: expected ${place}`,
      );
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
export function* readCapture(input: Uint8Array): Generator<Captured> {
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
