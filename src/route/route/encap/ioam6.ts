import { ipv6 } from "../../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../../codec/names.ts";
import { be16, be32, u32, u8 } from "../../../codec/numbers.ts";
import { field, struct } from "../../../codec/struct.ts";

/** What each node on the way writes into a trace (RFC 9197, section 4.4.2). */
export type Ioam6Field =
  | "hopLimitAndNode"
  | "links"
  | "seconds"
  | "fraction"
  | "transitDelay"
  | "namespaceData"
  | "queueDepth"
  | "checksumComplement"
  | "wideHopLimitAndNode"
  | "wideLinks"
  | "wideNamespaceData"
  | "bufferOccupancy"
  | "opaqueState";

/** The trace that packets take along (`struct ioam6_trace_hdr`). */
export interface Ioam6Trace {
  /** Number of the namespace that gives the data its meaning (`namespace_id`). */
  readonly namespaceId: number;
  /**
   * Words of four bytes that each node writes, times 8, which the kernel works out of `type`; the lowest three bits are
   * flags (`nodelen`, `overflow`).
   */
  readonly nodeLength: number;
  /** Words of four bytes that there is room for, 1 to 61 (`remlen`). */
  readonly remainingLength: number;
  /** What each node writes (`type`). */
  readonly type: Flags<Ioam6Field>;
}

/** How packets get the trace (`IOAM6_IPTUNNEL_MODE_*`): `auto` is `inline` for the host's own, `encap` for others. */
export type Ioam6Mode = "inline" | "encap" | "auto" | number;

/** A trace that packets take along and nodes write into: the encapsulation `ioam6`. */
export interface Ioam6Encap extends Extensible {
  /** How packets get it (`IOAM6_IPTUNNEL_MODE`). */
  readonly mode?: Ioam6Mode;
  /** IPv6 address that outer packets go to (`IOAM6_IPTUNNEL_DST`). */
  readonly destination?: string;
  /** The trace (`IOAM6_IPTUNNEL_TRACE`). */
  readonly trace?: Ioam6Trace;
  /** So many packets get it, 1 to 1000000 ... (`IOAM6_IPTUNNEL_FREQ_K`). */
  readonly frequencyK?: number;
  /** ... out of so many, 1 to 1000000 (`IOAM6_IPTUNNEL_FREQ_N`). */
  readonly frequencyN?: number;
  /** IPv6 address that outer packets come from; absent for any of the host (`IOAM6_IPTUNNEL_SRC`). */
  readonly source?: string;
}

/** The fields of a trace, of which the standard numbers the highest bit 0. */
export const ioam6Fields: FixedCodec<Flags<Ioam6Field>> = flags<Ioam6Field>(be32, {
  hopLimitAndNode: 0x80000000,
  links: 0x40000000,
  seconds: 0x20000000,
  fraction: 0x10000000,
  transitDelay: 0x08000000,
  namespaceData: 0x04000000,
  queueDepth: 0x02000000,
  checksumComplement: 0x01000000,
  wideHopLimitAndNode: 0x00800000,
  wideLinks: 0x00400000,
  wideNamespaceData: 0x00200000,
  bufferOccupancy: 0x00100000,
  opaqueState: 0x00000200,
});

const trace = struct<Ioam6Trace>(8, {
  namespaceId: field(0, be16),
  nodeLength: field(2, u8),
  remainingLength: field(3, u8),
  type: field(4, ioam6Fields),
});

/** `RTA_ENCAP` of the type `ioam6`. */
export const ioam6Encap: Codec<Ioam6Encap> = attributes<Ioam6Encap>({
  mode: attribute(1, enumeration(u8, { inline: 1, encap: 2, auto: 3 })),
  destination: attribute(2, ipv6),
  trace: attribute(3, trace),
  frequencyK: attribute(4, u32),
  frequencyN: attribute(5, u32),
  source: attribute(6, ipv6),
});
