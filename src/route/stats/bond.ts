import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { u64 } from "../../codec/numbers.ts";

/** LACP messages of a bond, or of a port of one (`BOND_3AD_STAT_*`). */
export interface LacpCounters extends Extensible {
  /** LACP messages received (`BOND_3AD_STAT_LACPDU_RX`). */
  readonly rxLacpdu?: bigint;
  /** LACP messages sent (`BOND_3AD_STAT_LACPDU_TX`). */
  readonly txLacpdu?: bigint;
  /** Messages received of a type that nobody knows (`BOND_3AD_STAT_LACPDU_UNKNOWN_RX`). */
  readonly rxUnknownLacpdu?: bigint;
  /** Broken messages received (`BOND_3AD_STAT_LACPDU_ILLEGAL_RX`). */
  readonly rxIllegalLacpdu?: bigint;
  /** Markers received (`BOND_3AD_STAT_MARKER_RX`). */
  readonly rxMarker?: bigint;
  /** Markers sent (`BOND_3AD_STAT_MARKER_TX`). */
  readonly txMarker?: bigint;
  /** Answers to markers received (`BOND_3AD_STAT_MARKER_RESP_RX`). */
  readonly rxMarkerResponse?: bigint;
  /** Answers to markers sent (`BOND_3AD_STAT_MARKER_RESP_TX`). */
  readonly txMarkerResponse?: bigint;
  /** Markers received of a type that nobody knows (`BOND_3AD_STAT_MARKER_UNKNOWN_RX`). */
  readonly rxUnknownMarker?: bigint;
}

/** Counters of a bond, or of a port of one (`BOND_XSTATS_*`). */
export interface BondCounters extends Extensible {
  /** LACP messages (`BOND_XSTATS_3AD`). */
  readonly lacp?: LacpCounters;
}

/** `BOND_XSTATS_*`. */
export const bondCounters: Codec<BondCounters> = attributes<BondCounters>({
  lacp: attribute(
    1,
    attributes<LacpCounters>({
      rxLacpdu: attribute(0, u64),
      txLacpdu: attribute(1, u64),
      rxUnknownLacpdu: attribute(2, u64),
      rxIllegalLacpdu: attribute(3, u64),
      rxMarker: attribute(4, u64),
      txMarker: attribute(5, u64),
      rxMarkerResponse: attribute(6, u64),
      txMarkerResponse: attribute(7, u64),
      rxUnknownMarker: attribute(8, u64),
    }),
  ),
});
