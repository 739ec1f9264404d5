import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { u64 } from "../../codec/numbers.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";

/** MPLS packets of a link (`struct mpls_link_stats`). */
export interface MplsLinkStats extends Grown {
  /** Packets received (`rx_packets`). */
  readonly rxPackets: bigint;
  /** Packets sent (`tx_packets`). */
  readonly txPackets: bigint;
  /** Bytes received (`rx_bytes`). */
  readonly rxBytes: bigint;
  /** Bytes sent (`tx_bytes`). */
  readonly txBytes: bigint;
  /** Broken packets received (`rx_errors`). */
  readonly rxErrors: bigint;
  /** Packets that could not be sent (`tx_errors`). */
  readonly txErrors: bigint;
  /** Packets received and dropped (`rx_dropped`). */
  readonly rxDropped: bigint;
  /** Packets dropped on their way out (`tx_dropped`). */
  readonly txDropped: bigint;
  /** Packets received for which there was no route (`rx_noroute`). */
  readonly rxNoRoute: bigint;
}

/** What MPLS counts (`MPLS_STATS_*`). */
export interface MplsStats extends Extensible {
  /** Packets of the link (`MPLS_STATS_LINK`). */
  readonly link?: MplsLinkStats;
}

/** `MPLS_STATS_*`. */
export const mplsStats: Codec<MplsStats> = attributes<MplsStats>({
  link: attribute(
    1,
    struct<MplsLinkStats>(72, {
      rxPackets: field(0, u64),
      txPackets: field(8, u64),
      rxBytes: field(16, u64),
      txBytes: field(24, u64),
      rxErrors: field(32, u64),
      txErrors: field(40, u64),
      rxDropped: field(48, u64),
      txDropped: field(56, u64),
      rxNoRoute: field(64, u64),
    }),
  ),
});
