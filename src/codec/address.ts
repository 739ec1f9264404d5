import { DecodeError } from "../errors.ts";
import { shown } from "../shown.ts";
import type { Codec, FixedCodec } from "./codec.ts";
import type { Writer } from "./writer.ts";

/** Each byte as two hexadecimal digits. */
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
/** Each byte in decimal, and the same with a dot behind it: an IPv4 address is four look-ups. */
const OCTET: readonly string[] = Array.from({ length: 256 }, (_, byte) => `${byte}`);
const OCTET_DOT: readonly string[] = Array.from({ length: 256 }, (_, byte) => `${byte}.`);

const IPV4_SIZE = 4;
const IPV6_SIZE = 16;
const MAC_SIZE = 6;

/**
 * The first three bytes of the last IPv4 address, and their text: in a list, the next one often has the same, and joining
 * two texts takes a third of the time and of the memory that joining four does.
 */
let network = 0;
let networkText = "0.0.0.";

function formatIpv4(view: DataView, offset: number): string {
  const own = view.getUint32(offset) >>> 8;
  // The tables have all 256 entries.
  if (own !== network) {
    network = own;
    networkText = OCTET_DOT[own >>> 16]! + OCTET_DOT[own >>> 8 & 0xff]! + OCTET_DOT[own & 0xff]!;
  }
  return networkText + OCTET[view.getUint8(offset + 3)]!;
}

/** The canonical text of RFC 5952; IPv4-mapped addresses in mixed notation, as its section 5 advises. */
function formatIpv6(view: DataView, offset: number): string {
  // No address, which every link has for the lower half of its own: it is the most frequent one.
  if (
    view.getUint32(offset) === 0 && view.getUint32(offset + 4) === 0 && view.getUint32(offset + 8) === 0 &&
    view.getUint32(offset + 12) === 0
  ) return "::";
  const groups: number[] = [];
  for (let i = 0; i < 8; i++) groups.push(view.getUint16(offset + i * 2));
  // The longest run of at least two zero groups is left out; of equal ones the first.
  let [start, longest] = [-1, 1];
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > longest) [start, longest] = [i, end - i];
    if (end > i) i = end;
  }
  if (start === 0 && longest === 5 && groups[5] === 0xffff) return `::ffff:${formatIpv4(view, offset + 12)}`;
  const hex = groups.map((group) => group.toString(16));
  if (start < 0) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + longest).join(":")}`;
}

/** Leading zeros are refused, since some read them as octal. */
const DECIMAL_OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const DOTTED = new RegExp(`^${Array(IPV4_SIZE).fill(DECIMAL_OCTET).join("\\.")}$`);

/** The four bytes of a dotted IPv4 address, or `undefined`. */
function parseIpv4(text: string): number[] | undefined {
  return DOTTED.exec(text)?.slice(1).map(Number);
}

/** The sixteen bytes of an IPv6 address, or `undefined`. */
function parseIpv6(text: string): number[] | undefined {
  const tail = text.slice(text.lastIndexOf(":") + 1);
  const dotted = tail.includes(".") ? parseIpv4(tail) : [];
  if (dotted === undefined) return undefined;
  const head = dotted.length > 0 ? `${text.slice(0, -tail.length)}0:0` : text;
  const halves = head.split("::");
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => half === "" ? [] : half.split(":"));
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...left, ...Array<string>(missing).fill("0"), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const octets = groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]);
  return dotted.length > 0 ? [...octets.slice(0, 12), ...dotted] : octets;
}

/** The bytes of an IPv4 or IPv6 address in text, or `undefined` where it is neither. */
export function parseIp(text: string): number[] | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

function ipOf(form: "ip" | "ipv4" | "ipv6", sizes: readonly number[]) {
  const kind = form === "ip" ? "IPv4 or IPv6" : form === "ipv4" ? "IPv4" : "IPv6";
  const [none, short, long] = [0, IPV4_SIZE, IPV6_SIZE].map((size) => sizes.includes(size));
  return {
    read(view: DataView, offset: number, length: number): string {
      if (short && length === IPV4_SIZE) return formatIpv4(view, offset);
      if (long && length === IPV6_SIZE) return formatIpv6(view, offset);
      if (none && length === 0) return "";
      throw new DecodeError(
        `expected the ${sizes.filter((size) => size > 0).join(" or ")} bytes of an ${kind} address, got ${length}`,
      );
    },
    write(out: Writer, value: string): void {
      const octets = value === "" ? [] : typeof value === "string" ? parseIp(value) : undefined;
      if (octets === undefined || !sizes.includes(octets.length)) {
        throw out.failure(`expected an ${kind} address, got ${shown(value)}`);
      }
      out.append(Uint8Array.from(octets));
    },
  };
}

/**
 * An IPv4 or IPv6 address, told apart by its length; text in the canonical form of RFC 5952. No bytes, which some send
 * for no address, are `""`.
 */
export const ip: Codec<string> = {
  layout: { type: "address", form: "ip" },
  ...ipOf("ip", [0, IPV4_SIZE, IPV6_SIZE]),
};

/** An IPv4 address. */
export const ipv4: FixedCodec<string> = {
  layout: { type: "address", form: "ipv4", size: IPV4_SIZE },
  size: IPV4_SIZE,
  ...ipOf("ipv4", [IPV4_SIZE]),
};

/**
 * An IPv4 address in a member of `size` bytes, filled up with zeros, where there is room for something longer (`union
 * nf_inet_addr`).
 */
export function paddedIpv4(size: number): FixedCodec<string> {
  return {
    layout: { type: "address", form: "ipv4", size },
    size,
    read(view, offset, length) {
      if (length !== size) throw new DecodeError(`expected ${size} bytes, got ${length}`);
      return formatIpv4(view, offset);
    },
    write(out, value) {
      ipv4.write(out, value);
      out.reserve(size - IPV4_SIZE);
    },
  };
}

/** An IPv6 address in the canonical form of RFC 5952. */
export const ipv6: FixedCodec<string> = {
  layout: { type: "address", form: "ipv6", size: IPV6_SIZE },
  size: IPV6_SIZE,
  ...ipOf("ipv6", [IPV6_SIZE]),
};

function formatHardware(view: DataView, offset: number, length: number): string {
  let address = "";
  for (let i = 0; i < length; i++) address += (i === 0 ? "" : ":") + HEX[view.getUint8(offset + i)]!;
  return address;
}

function writeHardware(out: Writer, value: string, size?: number): void {
  const digits = typeof value === "string" && value !== "" ? value.split(":") : [];
  const valid = typeof value === "string" && digits.every((pair) => /^[0-9a-f]{2}$/i.test(pair)) &&
    (size === undefined || digits.length === size);
  if (!valid) {
    throw out.failure(
      `expected ${size === undefined ? "hexadecimal" : size} bytes such as 02:00:00:00:00:01, got ${shown(value)}`,
    );
  }
  out.append(Uint8Array.from(digits, (pair) => parseInt(pair, 16)));
}

/** A link-layer address of any length, such as `"02:00:5e:10:00:01"`; no bytes are `""`. */
export const hardwareAddress: Codec<string> = {
  layout: { type: "address", form: "hardware" },
  read: formatHardware,
  write: (out, value) => writeHardware(out, value),
};

/** An Ethernet address, six bytes. */
export const mac: FixedCodec<string> = {
  layout: { type: "address", form: "hardware", size: MAC_SIZE },
  size: MAC_SIZE,
  read(view, offset, length) {
    if (length !== MAC_SIZE) throw new DecodeError(`expected the 6 bytes of an Ethernet address, got ${length}`);
    return formatHardware(view, offset, length);
  },
  write: (out, value) => writeHardware(out, value, MAC_SIZE),
};

/**
 * A link-layer address in a member of `size` bytes, filled up with zeros. Its length is not told: it has the six bytes of
 * an Ethernet address, or as many more as there are up to the last that is not zero.
 */
export function paddedHardwareAddress(size: number): FixedCodec<string> {
  return {
    layout: { type: "address", form: "padded", size },
    size,
    read(view, offset, length) {
      if (length !== size) throw new DecodeError(`expected ${size} bytes, got ${length}`);
      let end = size;
      while (end > MAC_SIZE && view.getUint8(offset + end - 1) === 0) end--;
      return formatHardware(view, offset, end);
    },
    write(out, value) {
      const start = out.length;
      writeHardware(out, value);
      const length = out.length - start;
      if (length < MAC_SIZE || length > size) {
        throw out.failure(`expected from ${MAC_SIZE} to ${size} bytes such as 02:00:00:00:00:01, got ${shown(value)}`);
      }
      out.reserve(size - length);
    },
  };
}
