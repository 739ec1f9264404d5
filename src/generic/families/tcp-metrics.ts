import { ipv4, ipv6 } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { i32, u16, u32, u64 } from "../../codec/numbers.ts";
import { subset } from "../../codec/subset.ts";
import { bytes } from "../../codec/text.ts";
import {
  defineFamily,
  type DoCommand,
  type DumpCommand,
  type FamilyDefinition,
  type NoAttributes,
} from "../definition.ts";

/** What connections to an address have come to; what none has come to yet is absent. */
export interface TcpMetricValues extends Extensible {
  /** Round-trip time in eighths of a millisecond (`TCP_METRICS_A_METRICS_RTT`). */
  readonly rtt?: number;
  /** Deviation of it in quarters of a millisecond (`TCP_METRICS_A_METRICS_RTTVAR`). */
  readonly rttVariance?: number;
  /** Slow start threshold in segments (`TCP_METRICS_A_METRICS_SSTHRESH`). */
  readonly slowStartThreshold?: number;
  /** Congestion window in segments (`TCP_METRICS_A_METRICS_CWND`). */
  readonly congestionWindow?: number;
  /** How many packets may overtake each other (`TCP_METRICS_A_METRICS_REODERING`). */
  readonly reordering?: number;
  /** Round-trip time in eighths of a microsecond (`TCP_METRICS_A_METRICS_RTT_US`). */
  readonly rttMicroseconds?: number;
  /** Deviation of it in quarters of a microsecond (`TCP_METRICS_A_METRICS_RTTVAR_US`). */
  readonly rttVarianceMicroseconds?: number;
}

/** Between which addresses: exactly one to which connections lead, and where it matters the one that they come from. */
export interface TcpMetricsKey {
  /** Where connections lead to (`TCP_METRICS_ATTR_ADDR_IPV4`). */
  readonly address4?: string;
  /** Where connections lead to (`TCP_METRICS_ATTR_ADDR_IPV6`). */
  readonly address6?: string;
  /** Where they come from (`TCP_METRICS_ATTR_SADDR_IPV4`). @default the first that is found */
  readonly source4?: string;
  /** Where they come from (`TCP_METRICS_ATTR_SADDR_IPV6`). @default the first that is found */
  readonly source6?: string;
}

/** What is remembered of connections between two addresses when they are over, for the next ones. */
export interface TcpMetrics extends TcpMetricsKey, Extensible {
  /** Milliseconds since something changed of it (`TCP_METRICS_ATTR_AGE`). */
  readonly age?: bigint;
  /** The last time stamp of the peer (`TCP_METRICS_ATTR_TW_TSVAL`); kernels since 4.10 do not tell it. */
  readonly timestamp?: number;
  /** Seconds since it came (`TCP_METRICS_ATTR_TW_TS_STAMP`); kernels since 4.10 do not tell it. */
  readonly timestampAge?: number;
  /** What connections have come to (`TCP_METRICS_ATTR_VALS`). */
  readonly values?: TcpMetricValues;
  /** Largest segment in bytes that the peer told together with its cookie (`TCP_METRICS_ATTR_FOPEN_MSS`). */
  readonly fastOpenMss?: number;
  /** How many requests with data were lost (`TCP_METRICS_ATTR_FOPEN_SYN_DROPS`). */
  readonly fastOpenSynDrops?: number;
  /** Milliseconds since the last of them (`TCP_METRICS_ATTR_FOPEN_SYN_DROP_TS`). */
  readonly fastOpenSynDropAge?: bigint;
  /** The cookie of the peer (`TCP_METRICS_ATTR_FOPEN_COOKIE`). */
  readonly fastOpenCookie?: Uint8Array;
}

/** `TCP_METRICS_ATTR_*`. */
export const tcpMetricsMessage: Codec<TcpMetrics> = attributes<TcpMetrics>({
  address4: attribute(1, ipv4),
  address6: attribute(2, ipv6),
  age: attribute(3, u64),
  timestamp: attribute(4, u32),
  timestampAge: attribute(5, i32),
  values: attribute(
    6,
    attributes<TcpMetricValues>({
      rtt: attribute(1, u32),
      rttVariance: attribute(2, u32),
      slowStartThreshold: attribute(3, u32),
      congestionWindow: attribute(4, u32),
      reordering: attribute(5, u32),
      rttMicroseconds: attribute(6, u32),
      rttVarianceMicroseconds: attribute(7, u32),
    }),
  ),
  fastOpenMss: attribute(7, u16),
  fastOpenSynDrops: attribute(8, u16),
  fastOpenSynDropAge: attribute(9, u64),
  fastOpenCookie: attribute(10, bytes),
  source4: attribute(11, ipv4),
  source6: attribute(12, ipv6),
});

const key: Codec<TcpMetricsKey> = subset(tcpMetricsMessage, [], ["address4", "address6", "source4", "source6"]);

/** What can be asked about connections that are over. */
export interface TcpMetricsCommands {
  /** What is remembered of an address, or of all (`TCP_METRICS_CMD_GET`). */
  readonly get: DoCommand<TcpMetricsKey, TcpMetrics> & DumpCommand<NoAttributes, TcpMetrics>;
  /** Forgets an address, or all where none is named; needs `CAP_NET_ADMIN` on the machine (`TCP_METRICS_CMD_DEL`). */
  readonly delete: DoCommand<TcpMetricsKey>;
}

/**
 * What TCP remembers of addresses that it was connected with (`tcp_metrics`).
 *
 * @example The round-trip times, in microseconds
 * ```ts
 * import { Genetlink, tcpMetrics } from "@netlink/ffi/generic";
 *
 * await using genetlink = await Genetlink.open();
 * for (const { address4, address6, values } of await genetlink.family(tcpMetrics).dump("get")) {
 *   console.log(address4 ?? address6, (values?.rttMicroseconds ?? 0) / 8);
 * }
 * ```
 */
export const tcpMetrics: FamilyDefinition<TcpMetricsCommands, object, never> = defineFamily({
  name: "tcp_metrics",
  commands: {
    get: { number: 1, do: { request: key, reply: tcpMetricsMessage }, dump: { reply: tcpMetricsMessage } },
    delete: { number: 2, do: { request: key }, privileged: true },
  },
});
