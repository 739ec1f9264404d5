import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { boolean, u32, u64, u8 } from "../../../codec/numbers.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** Which of the two halves of a MAC counts, where it has two (`ETHTOOL_MAC_STATS_SRC_*`). */
export type EthtoolStatsSource = "aggregate" | "expressMac" | "preemptibleMac";

const STATS_SOURCES: Readonly<Record<EthtoolStatsSource, number>> = {
  aggregate: 0,
  expressMac: 1,
  preemptibleMac: 2,
};

/** Which of the two halves of a MAC counts, where it has two. */
export const statsSource: FixedCodec<EthtoolStatsSource | number> = enumeration(u32, STATS_SOURCES);

/** Counters of pause frames (`ETHTOOL_A_PAUSE_STAT_*`). */
export interface EthtoolPauseStats extends Extensible {
  /** Pause frames sent (`ETHTOOL_A_PAUSE_STAT_TX_FRAMES`). */
  readonly txFrames?: bigint;
  /** Pause frames received (`ETHTOOL_A_PAUSE_STAT_RX_FRAMES`). */
  readonly rxFrames?: bigint;
  /** How often so many were sent that the device stopped it (`ETHTOOL_A_PAUSE_STAT_TX_PAUSE_STORM_EVENTS`). */
  readonly txPauseStormEvents?: bigint;
}

const pauseStats: Codec<EthtoolPauseStats> = attributes<EthtoolPauseStats>({
  txFrames: attribute(2, u64),
  rxFrames: attribute(3, u64),
  txPauseStormEvents: attribute(4, u64),
});

/** Whether a link asks the other side to pause, and does so itself (`ETHTOOL_A_PAUSE_*`). */
export interface EthtoolPause extends Extensible {
  /** Which link (`ETHTOOL_A_PAUSE_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Whether both sides agree on it by themselves (`ETHTOOL_A_PAUSE_AUTONEG`). */
  readonly autonegotiation?: boolean;
  /** Whether the link obeys pause frames (`ETHTOOL_A_PAUSE_RX`). */
  readonly rx?: boolean;
  /** Whether the link sends pause frames (`ETHTOOL_A_PAUSE_TX`). */
  readonly tx?: boolean;
  /** Counters, where the flag `stats` of the header asks for them (`ETHTOOL_A_PAUSE_STATS`). */
  readonly stats?: EthtoolPauseStats;
  /** Which half of the MAC counts; asked for in a request (`ETHTOOL_A_PAUSE_STATS_SRC`). */
  readonly statsSource?: EthtoolStatsSource | number;
}

/** `ETHTOOL_A_PAUSE_*`. */
export const pause: Codec<EthtoolPause> = attributes<EthtoolPause>({
  header: attribute(1, header, { nested: true }),
  autonegotiation: attribute(2, boolean(u8)),
  rx: attribute(3, boolean(u8)),
  tx: attribute(4, boolean(u8)),
  stats: attribute(5, pauseStats, { nested: true }),
  statsSource: attribute(6, statsSource),
});
