import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import type { Flags } from "../../codec/names.ts";
import { u16, u64 } from "../../codec/numbers.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { type BridgeVlanFlag, bridgeVlanFlags } from "../link/bridge-vlan.ts";

/** Counters of a VLAN of a bridge or a port (`struct bridge_vlan_xstats`). */
export interface BridgeVlanCounters extends Grown {
  /** Bytes received (`rx_bytes`). */
  readonly rxBytes: bigint;
  /** Packets received (`rx_packets`). */
  readonly rxPackets: bigint;
  /** Bytes sent (`tx_bytes`). */
  readonly txBytes: bigint;
  /** Packets sent (`tx_packets`). */
  readonly txPackets: bigint;
  /** Number of the VLAN (`vid`). */
  readonly id: number;
  /** Flags of the VLAN (`flags`). */
  readonly flags: Flags<BridgeVlanFlag>;
}

/** What was counted both ways (`BR_MCAST_DIR_*`). */
export interface MulticastCounter extends Grown {
  /** Received (`BR_MCAST_DIR_RX`). */
  readonly rx: bigint;
  /** Sent (`BR_MCAST_DIR_TX`). */
  readonly tx: bigint;
}

/** Multicast messages and packets of a bridge or a port (`struct br_mcast_stats`). */
export interface MulticastCounters extends Grown {
  /** Queries of IGMP version 1 (`igmp_v1queries`). */
  readonly igmpV1Queries: MulticastCounter;
  /** Queries of IGMP version 2 (`igmp_v2queries`). */
  readonly igmpV2Queries: MulticastCounter;
  /** Queries of IGMP version 3 (`igmp_v3queries`). */
  readonly igmpV3Queries: MulticastCounter;
  /** Members that left a group of IPv4 (`igmp_leaves`). */
  readonly igmpLeaves: MulticastCounter;
  /** Reports of IGMP version 1 (`igmp_v1reports`). */
  readonly igmpV1Reports: MulticastCounter;
  /** Reports of IGMP version 2 (`igmp_v2reports`). */
  readonly igmpV2Reports: MulticastCounter;
  /** Reports of IGMP version 3 (`igmp_v3reports`). */
  readonly igmpV3Reports: MulticastCounter;
  /** Broken messages of IGMP (`igmp_parse_errors`). */
  readonly igmpParseErrors: bigint;
  /** Queries of MLD version 1 (`mld_v1queries`). */
  readonly mldV1Queries: MulticastCounter;
  /** Queries of MLD version 2 (`mld_v2queries`). */
  readonly mldV2Queries: MulticastCounter;
  /** Members that left a group of IPv6 (`mld_leaves`). */
  readonly mldLeaves: MulticastCounter;
  /** Reports of MLD version 1 (`mld_v1reports`). */
  readonly mldV1Reports: MulticastCounter;
  /** Reports of MLD version 2 (`mld_v2reports`). */
  readonly mldV2Reports: MulticastCounter;
  /** Broken messages of MLD (`mld_parse_errors`). */
  readonly mldParseErrors: bigint;
  /** Bytes of multicast packets (`mcast_bytes`). */
  readonly bytes: MulticastCounter;
  /** Multicast packets (`mcast_packets`). */
  readonly packets: MulticastCounter;
}

/** What a port did in the spanning tree (`struct bridge_stp_xstats`). */
export interface SpanningTreeCounters extends Grown {
  /** How often it began to block (`transition_blk`). */
  readonly blockingTransitions: bigint;
  /** How often it began to forward (`transition_fwd`). */
  readonly forwardingTransitions: bigint;
  /** Messages received (`rx_bpdu`). */
  readonly rxBpdu: bigint;
  /** Messages sent (`tx_bpdu`). */
  readonly txBpdu: bigint;
  /** Notifications of changes received (`rx_tcn`). */
  readonly rxTcn: bigint;
  /** Notifications of changes sent (`tx_tcn`). */
  readonly txTcn: bigint;
}

/** Counters of a bridge, or of a port of one (`BRIDGE_XSTATS_*`). */
export interface BridgeCounters extends Extensible {
  /** Counters of each VLAN (`BRIDGE_XSTATS_VLAN`). */
  readonly vlans?: readonly BridgeVlanCounters[];
  /** Multicast messages and packets (`BRIDGE_XSTATS_MCAST`). */
  readonly multicast?: MulticastCounters;
  /** The spanning tree; only of a port (`BRIDGE_XSTATS_STP`). */
  readonly spanningTree?: SpanningTreeCounters;
}

const both: FixedCodec<MulticastCounter> = struct<MulticastCounter>(16, { rx: field(0, u64), tx: field(8, u64) });

/** `BRIDGE_XSTATS_*`. */
export const bridgeCounters: Codec<BridgeCounters> = attributes<BridgeCounters>({
  vlans: repeated(
    1,
    struct<BridgeVlanCounters>(40, {
      rxBytes: field(0, u64),
      rxPackets: field(8, u64),
      txBytes: field(16, u64),
      txPackets: field(24, u64),
      id: field(32, u16),
      flags: field(34, bridgeVlanFlags),
    }),
  ),
  multicast: attribute(
    2,
    struct<MulticastCounters>(240, {
      igmpV1Queries: field(0, both),
      igmpV2Queries: field(16, both),
      igmpV3Queries: field(32, both),
      igmpLeaves: field(48, both),
      igmpV1Reports: field(64, both),
      igmpV2Reports: field(80, both),
      igmpV3Reports: field(96, both),
      igmpParseErrors: field(112, u64),
      mldV1Queries: field(120, both),
      mldV2Queries: field(136, both),
      mldLeaves: field(152, both),
      mldV1Reports: field(168, both),
      mldV2Reports: field(184, both),
      mldParseErrors: field(200, u64),
      bytes: field(208, both),
      packets: field(224, both),
    }),
  ),
  spanningTree: attribute(
    4,
    struct<SpanningTreeCounters>(48, {
      blockingTransitions: field(0, u64),
      forwardingTransitions: field(8, u64),
      rxBpdu: field(16, u64),
      txBpdu: field(24, u64),
      rxTcn: field(32, u64),
      txTcn: field(40, u64),
    }),
  ),
});
