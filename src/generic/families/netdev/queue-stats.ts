import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { type Flags, flags } from "../../../codec/names.ts";
import { u32, uint } from "../../../codec/numbers.ts";
import { type QueueType, queueType } from "./queue.ts";

/** What is counted apart; all of a device together where nothing is named (`NETDEV_QSTATS_SCOPE_*`). */
export type QueueStatsScope = "queue";

/** What a device, or one queue of it, has counted since it was made. */
export interface NetdevQueueStats extends Extensible {
  /** Index of the link (`NETDEV_A_QSTATS_IFINDEX`). */
  readonly linkIndex?: number;
  /** Which way the packets of the queue go; absent for a whole device (`NETDEV_A_QSTATS_QUEUE_TYPE`). */
  readonly queueType?: QueueType | number;
  /** Number of the queue among those of this type; absent for a whole device (`NETDEV_A_QSTATS_QUEUE_ID`). */
  readonly queueId?: number;
  /** What shall be counted apart; only in requests (`NETDEV_A_QSTATS_SCOPE`). */
  readonly scope?: Flags<QueueStatsScope>;
  /** Packets received (`NETDEV_A_QSTATS_RX_PACKETS`). */
  readonly rxPackets?: number | bigint;
  /** Bytes received (`NETDEV_A_QSTATS_RX_BYTES`). */
  readonly rxBytes?: number | bigint;
  /** Packets sent (`NETDEV_A_QSTATS_TX_PACKETS`). */
  readonly txPackets?: number | bigint;
  /** Bytes sent (`NETDEV_A_QSTATS_TX_BYTES`). */
  readonly txBytes?: number | bigint;
  /** Packets for which there was no memory (`NETDEV_A_QSTATS_RX_ALLOC_FAIL`). */
  readonly rxAllocFail?: number | bigint;
  /** Packets that the device dropped, for whatever reason (`NETDEV_A_QSTATS_RX_HW_DROPS`). */
  readonly rxHardwareDrops?: number | bigint;
  /** Packets that the device dropped for want of room (`NETDEV_A_QSTATS_RX_HW_DROP_OVERRUNS`). */
  readonly rxHardwareDropOverruns?: number | bigint;
  /** Packets whose sum the device told (`NETDEV_A_QSTATS_RX_CSUM_COMPLETE`). */
  readonly rxChecksumComplete?: number | bigint;
  /** Packets whose checksum the device found right (`NETDEV_A_QSTATS_RX_CSUM_UNNECESSARY`). */
  readonly rxChecksumUnnecessary?: number | bigint;
  /** Packets whose checksum the device did not look at (`NETDEV_A_QSTATS_RX_CSUM_NONE`). */
  readonly rxChecksumNone?: number | bigint;
  /** Packets whose checksum the device found wrong (`NETDEV_A_QSTATS_RX_CSUM_BAD`). */
  readonly rxChecksumBad?: number | bigint;
  /** Packets that the device put together of several (`NETDEV_A_QSTATS_RX_HW_GRO_PACKETS`). */
  readonly rxHardwareGroPackets?: number | bigint;
  /** Bytes of packets that the device put together (`NETDEV_A_QSTATS_RX_HW_GRO_BYTES`). */
  readonly rxHardwareGroBytes?: number | bigint;
  /** Packets on the wire that the device put together (`NETDEV_A_QSTATS_RX_HW_GRO_WIRE_PACKETS`). */
  readonly rxHardwareGroWirePackets?: number | bigint;
  /** Bytes on the wire of packets that the device put together (`NETDEV_A_QSTATS_RX_HW_GRO_WIRE_BYTES`). */
  readonly rxHardwareGroWireBytes?: number | bigint;
  /** Packets that the device dropped, since they came too fast (`NETDEV_A_QSTATS_RX_HW_DROP_RATELIMITS`). */
  readonly rxHardwareDropRateLimits?: number | bigint;
  /** Packets that the device did not send, for whatever reason (`NETDEV_A_QSTATS_TX_HW_DROPS`). */
  readonly txHardwareDrops?: number | bigint;
  /** Packets that the device did not send, since they were broken (`NETDEV_A_QSTATS_TX_HW_DROP_ERRORS`). */
  readonly txHardwareDropErrors?: number | bigint;
  /** Packets that needed no checksum of the device (`NETDEV_A_QSTATS_TX_CSUM_NONE`). */
  readonly txChecksumNone?: number | bigint;
  /** Packets whose checksum the device had to work out (`NETDEV_A_QSTATS_TX_NEEDS_CSUM`). */
  readonly txNeedsChecksum?: number | bigint;
  /** Packets that the device cut into several (`NETDEV_A_QSTATS_TX_HW_GSO_PACKETS`). */
  readonly txHardwareGsoPackets?: number | bigint;
  /** Bytes of packets that the device cut into several (`NETDEV_A_QSTATS_TX_HW_GSO_BYTES`). */
  readonly txHardwareGsoBytes?: number | bigint;
  /** Packets on the wire that the device made of larger ones (`NETDEV_A_QSTATS_TX_HW_GSO_WIRE_PACKETS`). */
  readonly txHardwareGsoWirePackets?: number | bigint;
  /** Bytes on the wire of packets that the device made of larger ones (`NETDEV_A_QSTATS_TX_HW_GSO_WIRE_BYTES`). */
  readonly txHardwareGsoWireBytes?: number | bigint;
  /** Packets that the device did not send, since they came too fast (`NETDEV_A_QSTATS_TX_HW_DROP_RATELIMITS`). */
  readonly txHardwareDropRateLimits?: number | bigint;
  /** How often the driver stopped the queue for want of room (`NETDEV_A_QSTATS_TX_STOP`). */
  readonly txStop?: number | bigint;
  /** How often the driver let the queue go on (`NETDEV_A_QSTATS_TX_WAKE`). */
  readonly txWake?: number | bigint;
}

/** `NETDEV_A_QSTATS_*`. */
export const netdevQueueStats: Codec<NetdevQueueStats> = attributes<NetdevQueueStats>({
  linkIndex: attribute(1, u32),
  queueType: attribute(2, queueType),
  queueId: attribute(3, u32),
  scope: attribute(4, flags<QueueStatsScope>(uint, { queue: 1 })),
  rxPackets: attribute(8, uint),
  rxBytes: attribute(9, uint),
  txPackets: attribute(10, uint),
  txBytes: attribute(11, uint),
  rxAllocFail: attribute(12, uint),
  rxHardwareDrops: attribute(13, uint),
  rxHardwareDropOverruns: attribute(14, uint),
  rxChecksumComplete: attribute(15, uint),
  rxChecksumUnnecessary: attribute(16, uint),
  rxChecksumNone: attribute(17, uint),
  rxChecksumBad: attribute(18, uint),
  rxHardwareGroPackets: attribute(19, uint),
  rxHardwareGroBytes: attribute(20, uint),
  rxHardwareGroWirePackets: attribute(21, uint),
  rxHardwareGroWireBytes: attribute(22, uint),
  rxHardwareDropRateLimits: attribute(23, uint),
  txHardwareDrops: attribute(24, uint),
  txHardwareDropErrors: attribute(25, uint),
  txChecksumNone: attribute(26, uint),
  txNeedsChecksum: attribute(27, uint),
  txHardwareGsoPackets: attribute(28, uint),
  txHardwareGsoBytes: attribute(29, uint),
  txHardwareGsoWirePackets: attribute(30, uint),
  txHardwareGsoWireBytes: attribute(31, uint),
  txHardwareDropRateLimits: attribute(32, uint),
  txStop: attribute(33, uint),
  txWake: attribute(34, uint),
});
