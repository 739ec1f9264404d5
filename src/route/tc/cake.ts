import { indexed } from "../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { boolean, i32, u32, u64 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { bytes } from "../../codec/text.ts";

/** How `cake` tells flows and hosts apart (`CAKE_FLOW_*`). */
export type CakeFlowMode =
  | "none"
  | "srcIp"
  | "dstIp"
  | "hosts"
  | "flows"
  | "dualSrc"
  | "dualDst"
  | "triple"
  | number;

/** Options of a qdisc of the kind `cake`, which does shaping, fairness and short queues in one. */
export interface CakeOptions extends Extensible {
  /** Alignment on machines that need it (`TCA_CAKE_PAD`). */
  readonly padding?: Uint8Array;
  /** Bytes a second; 0 for any (`TCA_CAKE_BASE_RATE64`). */
  readonly baseRate?: bigint;
  /** How packets are put in tins by their type of service (`TCA_CAKE_DIFFSERV_MODE`). */
  readonly differentiation?: "diffserv3" | "diffserv4" | "diffserv8" | "bestEffort" | "precedence" | number;
  /** How the cells of the link count (`TCA_CAKE_ATM`). */
  readonly atm?: "none" | "atm" | "ptm" | number;
  /** How flows and hosts are told apart (`TCA_CAKE_FLOW_MODE`). */
  readonly flowMode?: CakeFlowMode;
  /** Bytes that are added to each packet, -64 to 256 (`TCA_CAKE_OVERHEAD`). */
  readonly overhead?: number;
  /** Microseconds that a packet and its answer take (`TCA_CAKE_RTT`). */
  readonly roundTripTime?: number;
  /** Microseconds that packets may wait (`TCA_CAKE_TARGET`). */
  readonly target?: number;
  /** Whether the rate follows what comes in (`TCA_CAKE_AUTORATE`). */
  readonly autorate?: boolean;
  /** Bytes of memory for what waits; 0 for the default (`TCA_CAKE_MEMORY`). */
  readonly memory?: number;
  /** Whether hosts are told apart by their addresses before translation (`TCA_CAKE_NAT`). */
  readonly nat?: boolean;
  /** There where sizes are those of the kernel, without any overhead; its value means nothing (`TCA_CAKE_RAW`). */
  readonly raw?: number;
  /** Whether the type of service is cleared (`TCA_CAKE_WASH`). */
  readonly wash?: boolean;
  /** Bytes that a packet counts for at least (`TCA_CAKE_MPU`). */
  readonly minimum?: number;
  /** Whether packets that are dropped count as received (`TCA_CAKE_INGRESS`). */
  readonly ingress?: boolean;
  /** Whether superfluous acknowledgements of TCP are dropped (`TCA_CAKE_ACK_FILTER`). */
  readonly ackFilter?: "none" | "filter" | "aggressive" | number;
  /** Whether large packets are split (`TCA_CAKE_SPLIT_GSO`). */
  readonly splitGso?: boolean;
  /** Bits of the firewall mark that choose the tin; 0 for none (`TCA_CAKE_FWMARK`). */
  readonly firewallMark?: number;
}

/** `TCA_OPTIONS` of the kind `cake`. */
export const cakeOptions: Codec<CakeOptions> = onDemand(() =>
  attributes<CakeOptions>({
    padding: attribute(1, bytes),
    baseRate: attribute(2, u64),
    differentiation: attribute(
      3,
      enumeration(u32, { diffserv3: 0, diffserv4: 1, diffserv8: 2, bestEffort: 3, precedence: 4 }),
    ),
    atm: attribute(4, enumeration(u32, { none: 0, atm: 1, ptm: 2 })),
    flowMode: attribute(
      5,
      enumeration(u32, { none: 0, srcIp: 1, dstIp: 2, hosts: 3, flows: 4, dualSrc: 5, dualDst: 6, triple: 7 }),
    ),
    overhead: attribute(6, i32),
    roundTripTime: attribute(7, u32),
    target: attribute(8, u32),
    autorate: attribute(9, boolean(u32)),
    memory: attribute(10, u32),
    nat: attribute(11, boolean(u32)),
    raw: attribute(12, u32),
    wash: attribute(13, boolean(u32)),
    minimum: attribute(14, u32),
    ingress: attribute(15, boolean(u32)),
    ackFilter: attribute(16, enumeration(u32, { none: 0, filter: 1, aggressive: 2 })),
    splitGso: attribute(17, boolean(u32)),
    firewallMark: attribute(18, u32),
  })
);

/** Counters of a tin of `cake`. */
export interface CakeTin extends Extensible {
  /** Alignment on machines that need it (`TCA_CAKE_TIN_STATS_PAD`). */
  readonly padding?: Uint8Array;
  /** Packets that were sent (`TCA_CAKE_TIN_STATS_SENT_PACKETS`). */
  readonly sentPackets?: number;
  /** Bytes that were sent (`TCA_CAKE_TIN_STATS_SENT_BYTES64`). */
  readonly sentBytes?: bigint;
  /** Packets that were dropped (`TCA_CAKE_TIN_STATS_DROPPED_PACKETS`). */
  readonly droppedPackets?: number;
  /** Bytes that were dropped (`TCA_CAKE_TIN_STATS_DROPPED_BYTES64`). */
  readonly droppedBytes?: bigint;
  /** Acknowledgements that were dropped (`TCA_CAKE_TIN_STATS_ACKS_DROPPED_PACKETS`). */
  readonly acksDroppedPackets?: number;
  /** Bytes of them (`TCA_CAKE_TIN_STATS_ACKS_DROPPED_BYTES64`). */
  readonly acksDroppedBytes?: bigint;
  /** Packets marked instead of dropped (`TCA_CAKE_TIN_STATS_ECN_MARKED_PACKETS`). */
  readonly ecnMarkedPackets?: number;
  /** Bytes of them (`TCA_CAKE_TIN_STATS_ECN_MARKED_BYTES64`). */
  readonly ecnMarkedBytes?: bigint;
  /** Packets that wait (`TCA_CAKE_TIN_STATS_BACKLOG_PACKETS`). */
  readonly backlogPackets?: number;
  /** Bytes that wait (`TCA_CAKE_TIN_STATS_BACKLOG_BYTES`). */
  readonly backlogBytes?: number;
  /** Bytes a second up to which the tin goes first (`TCA_CAKE_TIN_STATS_THRESHOLD_RATE64`). */
  readonly thresholdRate?: bigint;
  /** Microseconds that packets may wait (`TCA_CAKE_TIN_STATS_TARGET_US`). */
  readonly target?: number;
  /** Microseconds in which waiting has to become short once (`TCA_CAKE_TIN_STATS_INTERVAL_US`). */
  readonly interval?: number;
  /** Flows that were found in another place of their set than the first (`TCA_CAKE_TIN_STATS_WAY_INDIRECT_HITS`). */
  readonly wayIndirectHits?: number;
  /** Flows that were new (`TCA_CAKE_TIN_STATS_WAY_MISSES`). */
  readonly wayMisses?: number;
  /** Flows that had to share a queue (`TCA_CAKE_TIN_STATS_WAY_COLLISIONS`). */
  readonly wayCollisions?: number;
  /** Microseconds of waiting, the longest of late (`TCA_CAKE_TIN_STATS_PEAK_DELAY_US`). */
  readonly peakDelay?: number;
  /** Microseconds of waiting, on average (`TCA_CAKE_TIN_STATS_AVG_DELAY_US`). */
  readonly averageDelay?: number;
  /** Microseconds of waiting, the shortest of late (`TCA_CAKE_TIN_STATS_BASE_DELAY_US`). */
  readonly baseDelay?: number;
  /** Flows with few packets (`TCA_CAKE_TIN_STATS_SPARSE_FLOWS`). */
  readonly sparseFlows?: number;
  /** Flows that fill their queue (`TCA_CAKE_TIN_STATS_BULK_FLOWS`). */
  readonly bulkFlows?: number;
  /** Flows that do not slow down (`TCA_CAKE_TIN_STATS_UNRESPONSIVE_FLOWS`). */
  readonly unresponsiveFlows?: number;
  /** Largest packet in bytes (`TCA_CAKE_TIN_STATS_MAX_SKBLEN`). */
  readonly maxPacket?: number;
  /** Bytes that a flow sends in its turn (`TCA_CAKE_TIN_STATS_FLOW_QUANTUM`). */
  readonly flowQuantum?: number;
}

const cakeTin: Codec<CakeTin> = onDemand(() =>
  attributes<CakeTin>({
    padding: attribute(1, bytes),
    sentPackets: attribute(2, u32),
    sentBytes: attribute(3, u64),
    droppedPackets: attribute(4, u32),
    droppedBytes: attribute(5, u64),
    acksDroppedPackets: attribute(6, u32),
    acksDroppedBytes: attribute(7, u64),
    ecnMarkedPackets: attribute(8, u32),
    ecnMarkedBytes: attribute(9, u64),
    backlogPackets: attribute(10, u32),
    backlogBytes: attribute(11, u32),
    thresholdRate: attribute(12, u64),
    target: attribute(13, u32),
    interval: attribute(14, u32),
    wayIndirectHits: attribute(15, u32),
    wayMisses: attribute(16, u32),
    wayCollisions: attribute(17, u32),
    peakDelay: attribute(18, u32),
    averageDelay: attribute(19, u32),
    baseDelay: attribute(20, u32),
    sparseFlows: attribute(21, u32),
    bulkFlows: attribute(22, u32),
    unresponsiveFlows: attribute(23, u32),
    maxPacket: attribute(24, u32),
    flowQuantum: attribute(25, u32),
  })
);

/** Counters of a qdisc of the kind `cake`, or of one of its flows. */
export interface CakeStatistics extends Extensible {
  /** Alignment on machines that need it (`TCA_CAKE_STATS_PAD`). */
  readonly padding?: Uint8Array;
  /** Bytes a second that the link is taken to have (`TCA_CAKE_STATS_CAPACITY_ESTIMATE64`). */
  readonly capacityEstimate?: bigint;
  /** Bytes of memory for what waits (`TCA_CAKE_STATS_MEMORY_LIMIT`). */
  readonly memoryLimit?: number;
  /** Bytes of memory that were used at most (`TCA_CAKE_STATS_MEMORY_USED`). */
  readonly memoryUsed?: number;
  /** Bytes in front of the network header, on average (`TCA_CAKE_STATS_AVG_NETOFF`). */
  readonly averageOffset?: number;
  /** Smallest packet in bytes, without link layer; 65535 before the first (`TCA_CAKE_STATS_MIN_NETLEN`). */
  readonly minNetworkLength?: number;
  /** Largest packet in bytes, without link layer (`TCA_CAKE_STATS_MAX_NETLEN`). */
  readonly maxNetworkLength?: number;
  /** What the smallest packet counted for (`TCA_CAKE_STATS_MIN_ADJLEN`). */
  readonly minAdjustedLength?: number;
  /** What the largest packet counted for (`TCA_CAKE_STATS_MAX_ADJLEN`). */
  readonly maxAdjustedLength?: number;
  /** Its tins (`TCA_CAKE_STATS_TIN_STATS`). */
  readonly tins?: readonly CakeTin[];
  /** Bytes that are left of the turn, of a flow (`TCA_CAKE_STATS_DEFICIT`). */
  readonly deficit?: number;
  /** Drops since dropping began, of a flow (`TCA_CAKE_STATS_COBALT_COUNT`). */
  readonly count?: number;
  /** Whether packets are dropped at present, of a flow (`TCA_CAKE_STATS_DROPPING`). */
  readonly dropping?: boolean;
  /** Microseconds until the next drop, of a flow (`TCA_CAKE_STATS_DROP_NEXT_US`). */
  readonly dropNext?: number;
  /** Probability of a drop, in parts of 2 to the 32nd, of a flow (`TCA_CAKE_STATS_P_DROP`). */
  readonly dropProbability?: number;
  /** Microseconds until that probability changes, of a flow (`TCA_CAKE_STATS_BLUE_TIMER_US`). */
  readonly blueTimer?: number;
  /** Queues of the device that it shares its rate with (`TCA_CAKE_STATS_ACTIVE_QUEUES`). */
  readonly activeQueues?: number;
}

/** `TCA_STATS_APP` of the kind `cake`. */
export const cakeStatistics: Codec<CakeStatistics> = onDemand(() =>
  attributes<CakeStatistics>({
    padding: attribute(1, bytes),
    capacityEstimate: attribute(2, u64),
    memoryLimit: attribute(3, u32),
    memoryUsed: attribute(4, u32),
    averageOffset: attribute(5, u32),
    minNetworkLength: attribute(6, u32),
    maxNetworkLength: attribute(7, u32),
    minAdjustedLength: attribute(8, u32),
    maxAdjustedLength: attribute(9, u32),
    tins: attribute(10, indexed(cakeTin)),
    deficit: attribute(11, i32),
    count: attribute(12, u32),
    dropping: attribute(13, boolean(u32)),
    dropNext: attribute(14, i32),
    dropProbability: attribute(15, u32),
    blueTimer: attribute(16, i32),
    activeQueues: attribute(17, u32),
  })
);
