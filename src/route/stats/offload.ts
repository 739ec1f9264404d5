import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { boolean, u64, u8 } from "../../codec/numbers.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { type LinkStats, stats64 } from "../link/stats.ts";

/** Whether hardware counts something (`IFLA_OFFLOAD_XSTATS_HW_S_INFO_*`). */
export interface HardwareStatsInfo extends Extensible {
  /** Whether it is to count (`IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST`). */
  readonly request?: boolean;
  /** Whether it does (`IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED`). */
  readonly used?: boolean;
}

/** What hardware counts, by kind. */
export interface HardwareStatsInfos extends Extensible {
  /** Packets that it routes (`IFLA_OFFLOAD_XSTATS_L3_STATS`). */
  readonly l3Stats?: HardwareStatsInfo;
}

/** Packets that hardware routes (`struct rtnl_hw_stats64`). */
export interface HardwareStats extends Grown {
  /** Packets received (`rx_packets`). */
  readonly rxPackets: bigint;
  /** Packets sent (`tx_packets`). */
  readonly txPackets: bigint;
  /** Bytes received (`rx_bytes`). */
  readonly rxBytes: bigint;
  /** Bytes sent (`tx_bytes`). */
  readonly txBytes: bigint;
  /** Packets received with an error (`rx_errors`). */
  readonly rxErrors: bigint;
  /** Packets that could not be sent (`tx_errors`). */
  readonly txErrors: bigint;
  /** Packets received and dropped (`rx_dropped`). */
  readonly rxDropped: bigint;
  /** Packets dropped on their way out (`tx_dropped`). */
  readonly txDropped: bigint;
  /** Multicast packets received (`multicast`). */
  readonly multicast: bigint;
}

/** What hardware did in place of the kernel (`IFLA_OFFLOAD_XSTATS_*`). */
export interface OffloadStats extends Extensible {
  /** What the kernel did all the same (`IFLA_OFFLOAD_XSTATS_CPU_HIT`). */
  readonly cpuHit?: LinkStats;
  /** What hardware counts (`IFLA_OFFLOAD_XSTATS_HW_S_INFO`). */
  readonly hardwareInfo?: HardwareStatsInfos;
  /** Packets that it routes (`IFLA_OFFLOAD_XSTATS_L3_STATS`). */
  readonly l3Stats?: HardwareStats;
}

/** `IFLA_OFFLOAD_XSTATS_*`. */
export const offloadStats: Codec<OffloadStats> = attributes<OffloadStats>({
  cpuHit: attribute(1, stats64),
  hardwareInfo: attribute(
    2,
    attributes<HardwareStatsInfos>({
      l3Stats: attribute(
        3,
        attributes<HardwareStatsInfo>({ request: attribute(1, boolean(u8)), used: attribute(2, boolean(u8)) }),
        { nested: true },
      ),
    }),
    { nested: true },
  ),
  l3Stats: attribute(
    3,
    struct<HardwareStats>(72, {
      rxPackets: field(0, u64),
      txPackets: field(8, u64),
      rxBytes: field(16, u64),
      txBytes: field(24, u64),
      rxErrors: field(32, u64),
      txErrors: field(40, u64),
      rxDropped: field(48, u64),
      txDropped: field(56, u64),
      multicast: field(64, u64),
    }),
  ),
});
