import { type Keyed, keyed } from "../../../codec/array.ts";
import { attribute, attributes, type Extensible, repeated } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { u32, u64 } from "../../../codec/numbers.ts";
import { bitSet, type EthtoolBitSet } from "./bitset.ts";
import { type EthtoolHeader, header } from "./header.ts";
import { type EthtoolStatsSource, statsSource } from "./pause.ts";
import { type EthtoolStringSetId, stringSetId } from "./strings.ts";

/** A group of counters that all drivers have in one form (`ETHTOOL_STATS_*`). */
export type EthtoolStatsGroupId = "ethPhy" | "ethMac" | "ethControl" | "rmon" | "phy";

const GROUPS: Readonly<Record<EthtoolStatsGroupId, number>> = {
  ethPhy: 0,
  ethMac: 1,
  ethControl: 2,
  rmon: 3,
  phy: 4,
};

/** How many packets had a length (`ETHTOOL_A_STATS_GRP_HIST_*`). */
export interface EthtoolStatsHistogram extends Extensible {
  /** Least length in bytes (`ETHTOOL_A_STATS_GRP_HIST_BKT_LOW`). */
  readonly low?: number;
  /** Largest length in bytes (`ETHTOOL_A_STATS_GRP_HIST_BKT_HI`). */
  readonly high?: number;
  /** How many packets had such a length (`ETHTOOL_A_STATS_GRP_HIST_VAL`). */
  readonly value?: bigint;
}

const statsHistogram: Codec<EthtoolStatsHistogram> = attributes<EthtoolStatsHistogram>({
  low: attribute(7, u32),
  high: attribute(8, u32),
  value: attribute(9, u64),
});

/** A group of counters (`ETHTOOL_A_STATS_GRP_*`). */
export interface EthtoolStatsGroup extends Extensible {
  /** Which group (`ETHTOOL_A_STATS_GRP_ID`). */
  readonly id?: EthtoolStatsGroupId | number;
  /** The string set that has the names of its counters (`ETHTOOL_A_STATS_GRP_SS_ID`). */
  readonly stringSet?: EthtoolStringSetId | number;
  /** Its counters by their number in the string set, each in a list of its own (`ETHTOOL_A_STATS_GRP_STAT`). */
  readonly counters?: readonly (readonly Keyed<bigint>[])[];
  /** Packets received by their length (`ETHTOOL_A_STATS_GRP_HIST_RX`). */
  readonly rxHistogram?: readonly EthtoolStatsHistogram[];
  /** Packets sent by their length (`ETHTOOL_A_STATS_GRP_HIST_TX`). */
  readonly txHistogram?: readonly EthtoolStatsHistogram[];
}

const statsGroup: Codec<EthtoolStatsGroup> = attributes<EthtoolStatsGroup>({
  id: attribute(2, enumeration(u32, GROUPS)),
  stringSet: attribute(3, stringSetId),
  counters: repeated(4, keyed(u64), { nested: true }),
  rxHistogram: repeated(5, statsHistogram, { nested: true }),
  txHistogram: repeated(6, statsHistogram, { nested: true }),
});

/** Counters of a link, in the groups that a request chooses (`ETHTOOL_A_STATS_*`). */
export interface EthtoolStats extends Extensible {
  /** Which link (`ETHTOOL_A_STATS_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Which groups are asked for, by the names of the string set `statsStandard` (`ETHTOOL_A_STATS_GROUPS`). */
  readonly groups?: EthtoolBitSet;
  /** The counters, group by group (`ETHTOOL_A_STATS_GRP`). */
  readonly values?: readonly EthtoolStatsGroup[];
  /** Which half of the MAC counts (`ETHTOOL_A_STATS_SRC`). */
  readonly source?: EthtoolStatsSource | number;
}

/** `ETHTOOL_A_STATS_*`. */
export const stats: Codec<EthtoolStats> = attributes<EthtoolStats>({
  header: attribute(2, header, { nested: true }),
  groups: attribute(3, bitSet, { nested: true }),
  values: repeated(4, statsGroup, { nested: true }),
  source: attribute(5, statsSource),
});

/** What counters are asked for: the groups, such as `bitChange({ rmon: true })`. */
export type EthtoolStatsQuery = Required<Pick<EthtoolStats, "groups">> & Pick<EthtoolStats, "source">;

/**
 * The counters of a group by name, as `names` has them, such as {@linkcode namesIn} gives; one without is its number.
 */
export function countersOf(
  { counters = [] }: EthtoolStatsGroup,
  names: readonly string[],
): ReadonlyMap<string, bigint> {
  return new Map(counters.flat().map(({ key, value }) => [names[key] ?? `${key}`, value]));
}
