import { type Flags, flags } from "../../../codec/names.ts";
import { be16, u8 } from "../../../codec/numbers.ts";
import { field } from "../../../codec/struct.ts";
import { commonFields, type RoutingFields, type RoutingHeader } from "./routing-header.ts";

/** A flag of a segment routing header (`SR6_FLAG1_*`). */
export type SegmentRoutingFlag = "hmac" | "alert" | "oam" | "protected";

/**
 * A segment routing header (RFC 8754, `struct ipv6_sr_hdr`).
 *
 * On the wire the segments stand in reverse. Where the header is inserted into a packet (`inline`, `End.B6`), the last
 * one is `"::"`, and the kernel puts the destination of the packet there.
 */
export interface SegmentRoutingHeader extends RoutingHeader {
  /** Flags (`flags`). */
  readonly flags?: Flags<SegmentRoutingFlag>;
  /** Number by which packets are grouped; 0 for none (`tag`). */
  readonly tag?: number;
  /** Options behind the segments, as they are sent: with `hmac` among `flags`, the signature (`struct sr6_tlv_hmac`). */
  readonly tlvs?: Uint8Array;
}

/** Number of the type of routing header (`IPV6_SRCRT_TYPE_4`). */
export const SEGMENT_ROUTING = 4;

/** The members of the header, behind `start` bytes. */
export function segmentRoutingFields(start = 0): RoutingFields<SegmentRoutingHeader> {
  return {
    ...commonFields(start),
    flags: field(start + 5, flags(u8, { hmac: 0x08, alert: 0x10, oam: 0x20, protected: 0x40 })),
    tag: field(start + 6, be16),
  };
}
