import { u16, u32, u64 } from "../numbers.ts";
import { Writer } from "../writer.ts";
import { cookedHeader, LINKTYPE_NETLINK } from "./packet.ts";
import {
  BYTE_ORDER_MAGIC,
  ENHANCED_PACKET_BLOCK,
  IF_TSRESOL,
  INTERFACE_DESCRIPTION_BLOCK,
  INTERFACE_STATISTICS_BLOCK,
  ISB_IFDROP,
  OPT_COMMENT,
  OPT_ENDOFOPT,
  PCAPNG_VERSION_MAJOR,
  SECTION_HEADER_BLOCK,
} from "./pcapng.ts";

/** Timestamps in units of 10 to the power of minus so much: nanoseconds. */
const RESOLUTION = 9;
/** The length of a section that is still being written. */
const UNKNOWN_LENGTH = 0xffff_ffff_ffff_ffffn;

/** Writes captures in the form of pcapng, one block after the other, in the byte order of the host. */
export class CaptureWriter {
  readonly #protocol: number;
  #lost = 0n;

  /** Makes a writer of datagrams of one netlink protocol. */
  constructor(protocol: number) {
    this.#protocol = protocol;
  }

  /** The beginning of the file, with a note about all of it. */
  header(note?: string): Uint8Array {
    const out = new Writer();
    block(out, SECTION_HEADER_BLOCK, () => {
      u32.write(out, BYTE_ORDER_MAGIC);
      u16.write(out, PCAPNG_VERSION_MAJOR);
      u16.write(out, 0);
      u64.write(out, UNKNOWN_LENGTH);
      if (note !== undefined) comment(out, note);
    });
    block(out, INTERFACE_DESCRIPTION_BLOCK, () => {
      u16.write(out, LINKTYPE_NETLINK);
      u16.write(out, 0);
      u32.write(out, 0);
      option(out, IF_TSRESOL, Uint8Array.of(RESOLUTION));
      option(out, OPT_ENDOFOPT, new Uint8Array());
    });
    return out.finish();
  }

  /** A datagram, when it came in nanoseconds since 1970, and a note about it. */
  datagram(bytes: Uint8Array, timestamp: bigint, note?: string): Uint8Array {
    const out = new Writer();
    block(out, ENHANCED_PACKET_BLOCK, () => {
      const cooked = cookedHeader(this.#protocol);
      u32.write(out, 0);
      writeTime(out, timestamp);
      u32.write(out, cooked.length + bytes.length);
      u32.write(out, cooked.length + bytes.length);
      out.append(cooked);
      out.append(bytes);
      out.align();
      if (note !== undefined) comment(out, note);
    });
    return out.finish();
  }

  /** That datagrams were lost, and when that was seen. */
  loss(lost: number, timestamp: bigint): Uint8Array {
    this.#lost += BigInt(lost);
    const out = new Writer();
    block(out, INTERFACE_STATISTICS_BLOCK, () => {
      u32.write(out, 0);
      writeTime(out, timestamp);
      // The number is of all since the beginning.
      const total = new Writer();
      u64.write(total, this.#lost);
      option(out, ISB_IFDROP, total.finish());
      option(out, OPT_ENDOFOPT, new Uint8Array());
    });
    return out.finish();
  }
}

/** Writes a block around what `body` writes: its type, and its length at both ends. */
function block(out: Writer, type: number, body: () => void): void {
  const start = out.length;
  u32.write(out, type);
  u32.write(out, 0);
  body();
  const length = out.length + 4 - start;
  u32.write(out, length);
  const end = out.length;
  out.length = start + 4;
  u32.write(out, length);
  out.length = end;
}

function writeTime(out: Writer, timestamp: bigint): void {
  u32.write(out, Number(timestamp >> 32n));
  u32.write(out, Number(timestamp & 0xffff_ffffn));
}

function comment(out: Writer, text: string): void {
  option(out, OPT_COMMENT, new TextEncoder().encode(text));
  option(out, OPT_ENDOFOPT, new Uint8Array());
}

function option(out: Writer, code: number, value: Uint8Array): void {
  u16.write(out, code);
  u16.write(out, value.length);
  out.append(value);
  out.align();
}
