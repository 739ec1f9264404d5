import { array } from "../../../codec/array.ts";
import { attribute, attributes, type Extensible, repeated } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { boolean, u32, u64, u8, uint } from "../../../codec/numbers.ts";
import { bitSet, type EthtoolBitSet } from "./bitset.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** How many code words had a number of errors (`ETHTOOL_A_FEC_HIST_*`). */
export interface EthtoolFecHistogram extends Extensible {
  /** Fewest errors (`ETHTOOL_A_FEC_HIST_BIN_LOW`). */
  readonly binLow?: number;
  /** Most errors (`ETHTOOL_A_FEC_HIST_BIN_HIGH`). */
  readonly binHigh?: number;
  /** How many code words had as many (`ETHTOOL_A_FEC_HIST_BIN_VAL`). */
  readonly value?: number | bigint;
  /** The same for each lane (`ETHTOOL_A_FEC_HIST_BIN_VAL_PER_LANE`). */
  readonly valuePerLane?: readonly bigint[];
}

const fecHistogram: Codec<EthtoolFecHistogram> = attributes<EthtoolFecHistogram>({
  binLow: attribute(2, u32),
  binHigh: attribute(3, u32),
  value: attribute(4, uint),
  valuePerLane: attribute(5, array(u64)),
});

/**
 * Counters of errors: all together, and behind that one for each lane where the device tells them
 * (`ETHTOOL_A_FEC_STAT_*`).
 */
export interface EthtoolFecStats extends Extensible {
  /** Blocks that were corrected (`ETHTOOL_A_FEC_STAT_CORRECTED`). */
  readonly corrected?: readonly bigint[];
  /** Blocks that could not be (`ETHTOOL_A_FEC_STAT_UNCORR`). */
  readonly uncorrectable?: readonly bigint[];
  /** Bits that were corrected (`ETHTOOL_A_FEC_STAT_CORR_BITS`). */
  readonly correctedBits?: readonly bigint[];
  /** Code words by the number of their errors (`ETHTOOL_A_FEC_STAT_HIST`). */
  readonly histogram?: readonly EthtoolFecHistogram[];
}

const fecStats: Codec<EthtoolFecStats> = attributes<EthtoolFecStats>({
  corrected: attribute(2, array(u64)),
  uncorrectable: attribute(3, array(u64)),
  correctedBits: attribute(4, array(u64)),
  histogram: repeated(5, fecHistogram, { nested: true }),
});

/** How a link corrects errors (forward error correction) (`ETHTOOL_A_FEC_*`). */
export interface EthtoolFec extends Extensible {
  /** Which link (`ETHTOOL_A_FEC_HEADER`). */
  readonly header?: EthtoolHeader;
  /** The encodings that it may use, by names of the string set `linkModes` (`ETHTOOL_A_FEC_MODES`). */
  readonly modes?: EthtoolBitSet;
  /** Whether the device chooses (`ETHTOOL_A_FEC_AUTO`). */
  readonly auto?: boolean;
  /** The encoding that is in use: its number in the string set `linkModes` (`ETHTOOL_A_FEC_ACTIVE`). */
  readonly active?: number;
  /** Counters, where the flag `stats` of the header asks for them (`ETHTOOL_A_FEC_STATS`). */
  readonly stats?: EthtoolFecStats;
}

/** `ETHTOOL_A_FEC_*`. */
export const fec: Codec<EthtoolFec> = attributes<EthtoolFec>({
  header: attribute(1, header, { nested: true }),
  modes: attribute(2, bitSet, { nested: true }),
  auto: attribute(3, boolean(u8)),
  active: attribute(4, u32),
  stats: attribute(5, fecStats, { nested: true }),
});
