import { attribute, attributes, type Extensible, repeated } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { boolean, u32, u8 } from "../../../codec/numbers.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** How long an interrupt waits, at one step of a profile (`ETHTOOL_A_IRQ_MODERATION_*`). */
export interface EthtoolModeration extends Extensible {
  /** Longest wait in microseconds (`ETHTOOL_A_IRQ_MODERATION_USEC`). */
  readonly microseconds?: number;
  /** Most packets that wait (`ETHTOOL_A_IRQ_MODERATION_PKTS`). */
  readonly packets?: number;
  /** Most completions that wait (`ETHTOOL_A_IRQ_MODERATION_COMPS`). */
  readonly completions?: number;
}

const moderation: Codec<EthtoolModeration> = attributes<EthtoolModeration>({
  microseconds: attribute(1, u32),
  packets: attribute(2, u32),
  completions: attribute(3, u32),
});

/** The steps that moderation chooses from by the traffic (`ETHTOOL_A_PROFILE_*`). */
export interface EthtoolProfile extends Extensible {
  /** The steps, from little traffic to much (`ETHTOOL_A_PROFILE_IRQ_MODERATION`). */
  readonly steps?: readonly EthtoolModeration[];
}

const profile: Codec<EthtoolProfile> = attributes<EthtoolProfile>({
  steps: repeated(1, moderation, { nested: true }),
});

/**
 * How many packets share an interrupt: each limit by itself brings it about, 0 is none (`ETHTOOL_A_COALESCE_*`). A
 * driver tells and takes those that it has.
 */
export interface EthtoolCoalesce extends Extensible {
  /** Which link (`ETHTOOL_A_COALESCE_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Longest wait after a packet was received, in microseconds (`ETHTOOL_A_COALESCE_RX_USECS`). */
  readonly rxMicroseconds?: number;
  /** Most packets that are received before an interrupt (`ETHTOOL_A_COALESCE_RX_MAX_FRAMES`). */
  readonly rxMaxFrames?: number;
  /** The same wait while an interrupt is served, in microseconds (`ETHTOOL_A_COALESCE_RX_USECS_IRQ`). */
  readonly rxMicrosecondsIrq?: number;
  /** The same number of packets while an interrupt is served (`ETHTOOL_A_COALESCE_RX_MAX_FRAMES_IRQ`). */
  readonly rxMaxFramesIrq?: number;
  /** Longest wait after a packet was sent, in microseconds (`ETHTOOL_A_COALESCE_TX_USECS`). */
  readonly txMicroseconds?: number;
  /** Most packets that are sent before an interrupt (`ETHTOOL_A_COALESCE_TX_MAX_FRAMES`). */
  readonly txMaxFrames?: number;
  /** The same wait while an interrupt is served, in microseconds (`ETHTOOL_A_COALESCE_TX_USECS_IRQ`). */
  readonly txMicrosecondsIrq?: number;
  /** The same number of packets while an interrupt is served (`ETHTOOL_A_COALESCE_TX_MAX_FRAMES_IRQ`). */
  readonly txMaxFramesIrq?: number;
  /** Time between updates of statistics in memory, in microseconds (`ETHTOOL_A_COALESCE_STATS_BLOCK_USECS`). */
  readonly statsBlockMicroseconds?: number;
  /** Whether the limits for receiving follow the traffic (`ETHTOOL_A_COALESCE_USE_ADAPTIVE_RX`). */
  readonly useAdaptiveRx?: boolean;
  /** Whether the limits for sending follow the traffic (`ETHTOOL_A_COALESCE_USE_ADAPTIVE_TX`). */
  readonly useAdaptiveTx?: boolean;
  /** Packets a second below which the limits for little traffic hold (`ETHTOOL_A_COALESCE_PKT_RATE_LOW`). */
  readonly packetRateLow?: number;
  /** Longest wait when receiving with little traffic, in microseconds (`ETHTOOL_A_COALESCE_RX_USECS_LOW`). */
  readonly rxMicrosecondsLow?: number;
  /** Most packets received with little traffic (`ETHTOOL_A_COALESCE_RX_MAX_FRAMES_LOW`). */
  readonly rxMaxFramesLow?: number;
  /** Longest wait when sending with little traffic, in microseconds (`ETHTOOL_A_COALESCE_TX_USECS_LOW`). */
  readonly txMicrosecondsLow?: number;
  /** Most packets sent with little traffic (`ETHTOOL_A_COALESCE_TX_MAX_FRAMES_LOW`). */
  readonly txMaxFramesLow?: number;
  /** Packets a second above which the limits for much traffic hold (`ETHTOOL_A_COALESCE_PKT_RATE_HIGH`). */
  readonly packetRateHigh?: number;
  /** Longest wait when receiving with much traffic, in microseconds (`ETHTOOL_A_COALESCE_RX_USECS_HIGH`). */
  readonly rxMicrosecondsHigh?: number;
  /** Most packets received with much traffic (`ETHTOOL_A_COALESCE_RX_MAX_FRAMES_HIGH`). */
  readonly rxMaxFramesHigh?: number;
  /** Longest wait when sending with much traffic, in microseconds (`ETHTOOL_A_COALESCE_TX_USECS_HIGH`). */
  readonly txMicrosecondsHigh?: number;
  /** Most packets sent with much traffic (`ETHTOOL_A_COALESCE_TX_MAX_FRAMES_HIGH`). */
  readonly txMaxFramesHigh?: number;
  /** Time between measurements of the traffic, in seconds (`ETHTOOL_A_COALESCE_RATE_SAMPLE_INTERVAL`). */
  readonly rateSampleInterval?: number;
  /** Whether the wait for sending begins anew with each completion (`ETHTOOL_A_COALESCE_USE_CQE_MODE_TX`). */
  readonly useCqeModeTx?: boolean;
  /** Whether the wait for receiving begins anew with each completion (`ETHTOOL_A_COALESCE_USE_CQE_MODE_RX`). */
  readonly useCqeModeRx?: boolean;
  /** Most bytes of packets that are sent as one block (`ETHTOOL_A_COALESCE_TX_AGGR_MAX_BYTES`). */
  readonly txAggregationMaxBytes?: number;
  /** Most packets that are sent as one block (`ETHTOOL_A_COALESCE_TX_AGGR_MAX_FRAMES`). */
  readonly txAggregationMaxFrames?: number;
  /** Longest wait for more packets of a block, in microseconds (`ETHTOOL_A_COALESCE_TX_AGGR_TIME_USECS`). */
  readonly txAggregationMicroseconds?: number;
  /** The steps for receiving (`ETHTOOL_A_COALESCE_RX_PROFILE`). */
  readonly rxProfile?: EthtoolProfile;
  /** The steps for sending (`ETHTOOL_A_COALESCE_TX_PROFILE`). */
  readonly txProfile?: EthtoolProfile;
  /** Most packets received that share a completion (`ETHTOOL_A_COALESCE_RX_CQE_FRAMES`). */
  readonly rxCqeFrames?: number;
  /** Longest wait for more packets of a completion, in nanoseconds (`ETHTOOL_A_COALESCE_RX_CQE_NSECS`). */
  readonly rxCqeNanoseconds?: number;
}

/** `ETHTOOL_A_COALESCE_*`. */
export const coalesce: Codec<EthtoolCoalesce> = attributes<EthtoolCoalesce>({
  header: attribute(1, header, { nested: true }),
  rxMicroseconds: attribute(2, u32),
  rxMaxFrames: attribute(3, u32),
  rxMicrosecondsIrq: attribute(4, u32),
  rxMaxFramesIrq: attribute(5, u32),
  txMicroseconds: attribute(6, u32),
  txMaxFrames: attribute(7, u32),
  txMicrosecondsIrq: attribute(8, u32),
  txMaxFramesIrq: attribute(9, u32),
  statsBlockMicroseconds: attribute(10, u32),
  useAdaptiveRx: attribute(11, boolean(u8)),
  useAdaptiveTx: attribute(12, boolean(u8)),
  packetRateLow: attribute(13, u32),
  rxMicrosecondsLow: attribute(14, u32),
  rxMaxFramesLow: attribute(15, u32),
  txMicrosecondsLow: attribute(16, u32),
  txMaxFramesLow: attribute(17, u32),
  packetRateHigh: attribute(18, u32),
  rxMicrosecondsHigh: attribute(19, u32),
  rxMaxFramesHigh: attribute(20, u32),
  txMicrosecondsHigh: attribute(21, u32),
  txMaxFramesHigh: attribute(22, u32),
  rateSampleInterval: attribute(23, u32),
  useCqeModeTx: attribute(24, boolean(u8)),
  useCqeModeRx: attribute(25, boolean(u8)),
  txAggregationMaxBytes: attribute(26, u32),
  txAggregationMaxFrames: attribute(27, u32),
  txAggregationMicroseconds: attribute(28, u32),
  rxProfile: attribute(29, profile, { nested: true }),
  txProfile: attribute(30, profile, { nested: true }),
  rxCqeFrames: attribute(31, u32),
  rxCqeNanoseconds: attribute(32, u32),
});
