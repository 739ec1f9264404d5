import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { u32 } from "../../codec/numbers.ts";
import { cstring } from "../../codec/text.ts";

/** What connections over a route start with (`RTA_METRICS`). */
export interface RouteMetrics extends Extensible {
  /** Bits of the metrics that connections do not change: bit 2 for `mtu`, and so on (`RTAX_LOCK`). */
  readonly lock?: number;
  /** Largest packet in bytes (`RTAX_MTU`). */
  readonly mtu?: number;
  /** Largest window in bytes (`RTAX_WINDOW`). */
  readonly window?: number;
  /** Round-trip time in eighths of a millisecond (`RTAX_RTT`). */
  readonly rtt?: number;
  /** Deviation of it in quarters of a millisecond (`RTAX_RTTVAR`). */
  readonly rttVariance?: number;
  /** Slow start threshold in segments (`RTAX_SSTHRESH`). */
  readonly slowStartThreshold?: number;
  /** Largest congestion window in segments (`RTAX_CWND`). */
  readonly congestionWindow?: number;
  /** Largest segment in bytes that is told to others (`RTAX_ADVMSS`). */
  readonly advertisedMss?: number;
  /** How many packets may overtake each other (`RTAX_REORDERING`). */
  readonly reordering?: number;
  /** Hop limit of packets (`RTAX_HOPLIMIT`). */
  readonly hopLimit?: number;
  /** Congestion window of new connections in segments (`RTAX_INITCWND`). */
  readonly initialCongestionWindow?: number;
  /** Bits of features, 1 for explicit congestion notification (`RTAX_FEATURES`). */
  readonly features?: number;
  /** Shortest time in milliseconds before sending again (`RTAX_RTO_MIN`). */
  readonly minRetransmitTimeout?: number;
  /** Receive window of new connections in segments (`RTAX_INITRWND`). */
  readonly initialReceiveWindow?: number;
  /** Not 0: every packet is acknowledged at once (`RTAX_QUICKACK`). */
  readonly quickAck?: number;
  /** Name of the congestion control, such as `"bbr"` (`RTAX_CC_ALGO`). */
  readonly congestionControl?: string;
  /** Not 0: TCP Fast Open needs no cookie (`RTAX_FASTOPEN_NO_COOKIE`). */
  readonly fastOpenNoCookie?: number;
}

/** `RTA_METRICS`. */
export const routeMetrics: Codec<RouteMetrics> = attributes<RouteMetrics>({
  lock: attribute(1, u32),
  mtu: attribute(2, u32),
  window: attribute(3, u32),
  rtt: attribute(4, u32),
  rttVariance: attribute(5, u32),
  slowStartThreshold: attribute(6, u32),
  congestionWindow: attribute(7, u32),
  advertisedMss: attribute(8, u32),
  reordering: attribute(9, u32),
  hopLimit: attribute(10, u32),
  initialCongestionWindow: attribute(11, u32),
  features: attribute(12, u32),
  minRetransmitTimeout: attribute(13, u32),
  initialReceiveWindow: attribute(14, u32),
  quickAck: attribute(15, u32),
  congestionControl: attribute(16, cstring),
  fastOpenNoCookie: attribute(17, u32),
});
