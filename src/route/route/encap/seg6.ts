import { ipv6 } from "../../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { i32, u32 } from "../../../codec/numbers.ts";
import { field } from "../../../codec/struct.ts";
import { routingHeader } from "./routing-header.ts";
import { SEGMENT_ROUTING, segmentRoutingFields, type SegmentRoutingHeader } from "./segment-routing.ts";

/** How packets get their segments (`SEG6_IPTUN_MODE_*`); a number where it has no name here. */
export type Seg6Mode = "inline" | "encap" | "l2encap" | "encap.red" | "l2encap.red" | number;

/** A segment routing header, and how packets get it (`struct seg6_iptunnel_encap`). */
export interface Seg6RoutingHeader extends SegmentRoutingHeader {
  /** Whether it is inserted, or starts an outer packet, and whether the first segment is left out there (`mode`). */
  readonly mode: Seg6Mode;
}

/** A list of segments to visit first: the encapsulation `seg6`. */
export interface Seg6Encap extends Extensible {
  /** The segments (`SEG6_IPTUNNEL_SRH`). */
  readonly routingHeader?: Seg6RoutingHeader;
  /** Source address of outer packets; absent for any of the host (`SEG6_IPTUNNEL_SRC`). */
  readonly source?: string;
  /** Table in which the route to the first segment is looked up (`SEG6_IPTUNNEL_TABLE`). */
  readonly table?: number;
}

const MODE_SIZE = 4;

/** `RTA_ENCAP` of the type `seg6`. */
export const seg6Encap: Codec<Seg6Encap> = attributes<Seg6Encap>({
  routingHeader: attribute(
    1,
    routingHeader<Seg6RoutingHeader>({
      type: SEGMENT_ROUTING,
      start: MODE_SIZE,
      fields: {
        mode: field(0, enumeration(i32, { inline: 0, encap: 1, l2encap: 2, "encap.red": 3, "l2encap.red": 4 })),
        ...segmentRoutingFields(MODE_SIZE),
      },
      reversed: true,
    }),
  ),
  source: attribute(2, ipv6),
  table: attribute(3, u32),
});
