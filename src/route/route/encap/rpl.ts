import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { be32 } from "../../../codec/numbers.ts";
import { field } from "../../../codec/struct.ts";
import { commonFields, type RoutingHeader, routingHeader } from "./routing-header.ts";

/**
 * A source routing header of RPL (RFC 6554, `struct ipv6_rpl_sr_hdr`).
 *
 * Other than those of segment routing, the segments stand in the order in which they are visited; `ip` reads and prints
 * them in reverse.
 */
export interface RplRoutingHeader extends RoutingHeader {
  /** How much of the addresses is left out: 0, since the kernel takes whole ones only (`cmpri`, `cmpre`, `pad`). */
  readonly compression?: number;
}

/** A list of segments to visit first in a network of small devices: the encapsulation `rpl`. */
export interface RplEncap extends Extensible {
  /** The segments (`RPL_IPTUNNEL_SRH`). */
  readonly routingHeader?: RplRoutingHeader;
}

/** `RTA_ENCAP` of the type `rpl`. */
export const rplEncap: Codec<RplEncap> = attributes<RplEncap>({
  routingHeader: attribute(
    1,
    routingHeader<RplRoutingHeader>({
      // IPV6_SRCRT_TYPE_3
      type: 3,
      fields: { ...commonFields(), compression: field(4, be32) },
      reversed: false,
    }),
  ),
});
