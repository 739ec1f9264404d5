import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { u32, uint } from "../../../codec/numbers.ts";
import { bitSet, type EthtoolBitSet } from "./bitset.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** How exact timestamps are: as IEEE 1588 needs it, or roughly (`HWTSTAMP_PROVIDER_QUALIFIER_*`). */
export type EthtoolTimestampQualifier = "precise" | "approximate";

const QUALIFIERS: Readonly<Record<EthtoolTimestampQualifier, number>> = {
  precise: 0,
  approximate: 1,
};

/** What takes timestamps: the MAC, or the PHY (`HWTSTAMP_SOURCE_*`). */
export type EthtoolTimestampSource = "netdev" | "phylib";

const SOURCES: Readonly<Record<EthtoolTimestampSource, number>> = {
  netdev: 1,
  phylib: 2,
};

/** Counters of timestamps of packets sent (`ETHTOOL_A_TS_STAT_*`). */
export interface EthtoolTimestampStats extends Extensible {
  /** Packets with a timestamp (`ETHTOOL_A_TS_STAT_TX_PKTS`). */
  readonly txPackets?: number | bigint;
  /** Packets whose timestamp never came (`ETHTOOL_A_TS_STAT_TX_LOST`). */
  readonly txLost?: number | bigint;
  /** Packets that could not get one (`ETHTOOL_A_TS_STAT_TX_ERR`). */
  readonly txErrors?: number | bigint;
  /**
   * Packets that took their timestamp along, which the device did not confirm
   * (`ETHTOOL_A_TS_STAT_TX_ONESTEP_PKTS_UNCONFIRMED`).
   */
  readonly txOneStepUnconfirmed?: number | bigint;
}

const timestampStats: Codec<EthtoolTimestampStats> = attributes<EthtoolTimestampStats>({
  txPackets: attribute(1, uint),
  txLost: attribute(2, uint),
  txErrors: attribute(3, uint),
  txOneStepUnconfirmed: attribute(4, uint),
});

/** A clock that takes timestamps (`ETHTOOL_A_TS_HWTSTAMP_PROVIDER_*`). */
export interface EthtoolTimestampProvider extends Extensible {
  /** Number of the clock, that of `/dev/ptp*` (`ETHTOOL_A_TS_HWTSTAMP_PROVIDER_INDEX`). */
  readonly index?: number;
  /** How exact it is (`ETHTOOL_A_TS_HWTSTAMP_PROVIDER_QUALIFIER`). */
  readonly qualifier?: EthtoolTimestampQualifier | number;
}

const timestampProvider: Codec<EthtoolTimestampProvider> = attributes<EthtoolTimestampProvider>({
  index: attribute(1, u32),
  qualifier: attribute(2, enumeration(u32, QUALIFIERS)),
});

/** What timestamps a link can take (`ETHTOOL_A_TSINFO_*`). */
export interface EthtoolTimestampInfo extends Extensible {
  /** Which link (`ETHTOOL_A_TSINFO_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Ways to take them, by the names of the string set `sofTimestamping` (`ETHTOOL_A_TSINFO_TIMESTAMPING`). */
  readonly timestamping?: EthtoolBitSet;
  /**
   * Which packets sent can have one, by the names of the string set `timestampTxTypes` (`ETHTOOL_A_TSINFO_TX_TYPES`).
   */
  readonly txTypes?: EthtoolBitSet;
  /**
   * Which packets received can have one, by the names of the string set `timestampRxFilters`
   * (`ETHTOOL_A_TSINFO_RX_FILTERS`).
   */
  readonly rxFilters?: EthtoolBitSet;
  /**
   * Number of the clock of the hardware, that of `/dev/ptp*`; absent where there is none
   * (`ETHTOOL_A_TSINFO_PHC_INDEX`).
   */
  readonly clockIndex?: number;
  /** Counters, where the flag `stats` of the header asks for them (`ETHTOOL_A_TSINFO_STATS`). */
  readonly stats?: EthtoolTimestampStats;
  /** The clock; asked for in a request (`ETHTOOL_A_TSINFO_HWTSTAMP_PROVIDER`). */
  readonly provider?: EthtoolTimestampProvider;
  /** What takes them (`ETHTOOL_A_TSINFO_HWTSTAMP_SOURCE`). */
  readonly source?: EthtoolTimestampSource | number;
  /** Number of the PHY, where that takes them (`ETHTOOL_A_TSINFO_HWTSTAMP_PHYINDEX`). */
  readonly phyIndex?: number;
}

/** `ETHTOOL_A_TSINFO_*`. */
export const timestampInfo: Codec<EthtoolTimestampInfo> = attributes<EthtoolTimestampInfo>({
  header: attribute(1, header, { nested: true }),
  timestamping: attribute(2, bitSet, { nested: true }),
  txTypes: attribute(3, bitSet, { nested: true }),
  rxFilters: attribute(4, bitSet, { nested: true }),
  clockIndex: attribute(5, u32),
  stats: attribute(6, timestampStats, { nested: true }),
  provider: attribute(7, timestampProvider, { nested: true }),
  source: attribute(8, enumeration(u32, SOURCES)),
  phyIndex: attribute(9, u32),
});

/** What timestamps a link takes (`ETHTOOL_A_TSCONFIG_*`). */
export interface EthtoolTimestampSettings extends Extensible {
  /** Which link (`ETHTOOL_A_TSCONFIG_HEADER`). */
  readonly header?: EthtoolHeader;
  /** The clock (`ETHTOOL_A_TSCONFIG_HWTSTAMP_PROVIDER`). */
  readonly provider?: EthtoolTimestampProvider;
  /** Which packets sent have one (`ETHTOOL_A_TSCONFIG_TX_TYPES`). */
  readonly txTypes?: EthtoolBitSet;
  /** Which packets received have one (`ETHTOOL_A_TSCONFIG_RX_FILTERS`). */
  readonly rxFilters?: EthtoolBitSet;
  /** What else holds, by the names of the string set `timestampFlags` (`ETHTOOL_A_TSCONFIG_HWTSTAMP_FLAGS`). */
  readonly flags?: EthtoolBitSet;
}

/** `ETHTOOL_A_TSCONFIG_*`. */
export const timestampSettings: Codec<EthtoolTimestampSettings> = attributes<EthtoolTimestampSettings>({
  header: attribute(1, header, { nested: true }),
  provider: attribute(2, timestampProvider, { nested: true }),
  txTypes: attribute(3, bitSet, { nested: true }),
  rxFilters: attribute(4, bitSet, { nested: true }),
  flags: attribute(5, bitSet, { nested: true }),
});
