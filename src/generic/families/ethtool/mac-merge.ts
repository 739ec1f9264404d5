import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { boolean, u32, u64, u8 } from "../../../codec/numbers.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** What came of asking whether the other side can preempt (`ETHTOOL_MM_VERIFY_STATUS_*`). */
export type EthtoolVerifyStatus = "unknown" | "initial" | "verifying" | "succeeded" | "failed" | "disabled";

const VERIFY_STATUSES: Readonly<Record<EthtoolVerifyStatus, number>> = {
  unknown: 0,
  initial: 1,
  verifying: 2,
  succeeded: 3,
  failed: 4,
  disabled: 5,
};

/** Counters of fragments (`ETHTOOL_A_MM_STAT_*`). */
export interface EthtoolMacMergeStats extends Extensible {
  /** Packets that could not be put together (`ETHTOOL_A_MM_STAT_REASSEMBLY_ERRORS`). */
  readonly reassemblyErrors?: bigint;
  /** Fragments that began with an unexpected delimiter (`ETHTOOL_A_MM_STAT_SMD_ERRORS`). */
  readonly smdErrors?: bigint;
  /** Packets that were put together (`ETHTOOL_A_MM_STAT_REASSEMBLY_OK`). */
  readonly reassemblyOk?: bigint;
  /** Fragments received (`ETHTOOL_A_MM_STAT_RX_FRAG_COUNT`). */
  readonly rxFragments?: bigint;
  /** Fragments sent (`ETHTOOL_A_MM_STAT_TX_FRAG_COUNT`). */
  readonly txFragments?: bigint;
  /** How often preemptible traffic was held back (`ETHTOOL_A_MM_STAT_HOLD_COUNT`). */
  readonly holds?: bigint;
}

const macMergeStats: Codec<EthtoolMacMergeStats> = attributes<EthtoolMacMergeStats>({
  reassemblyErrors: attribute(2, u64),
  smdErrors: attribute(3, u64),
  reassemblyOk: attribute(4, u64),
  rxFragments: attribute(5, u64),
  txFragments: attribute(6, u64),
  holds: attribute(7, u64),
});

/** Whether urgent packets interrupt others (MAC merge, clause 99 of IEEE 802.3) (`ETHTOOL_A_MM_*`). */
export interface EthtoolMacMerge extends Extensible {
  /** Which link (`ETHTOOL_A_MM_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Whether packets can be received in fragments (`ETHTOOL_A_MM_PMAC_ENABLED`). */
  readonly preemptibleMacEnabled?: boolean;
  /** Whether packets shall be sent in fragments (`ETHTOOL_A_MM_TX_ENABLED`). */
  readonly txEnabled?: boolean;
  /** Whether they are (`ETHTOOL_A_MM_TX_ACTIVE`). */
  readonly txActive?: boolean;
  /** Least length of a fragment that is sent, in bytes without its checksum (`ETHTOOL_A_MM_TX_MIN_FRAG_SIZE`). */
  readonly txMinimumFragmentSize?: number;
  /**
   * Least length of a fragment that can be received, in bytes without its checksum (`ETHTOOL_A_MM_RX_MIN_FRAG_SIZE`).
   */
  readonly rxMinimumFragmentSize?: number;
  /** Whether the other side is asked before (`ETHTOOL_A_MM_VERIFY_ENABLED`). */
  readonly verifyEnabled?: boolean;
  /** What came of asking (`ETHTOOL_A_MM_VERIFY_STATUS`). */
  readonly verifyStatus?: EthtoolVerifyStatus | number;
  /** How long it waits for an answer, in milliseconds (`ETHTOOL_A_MM_VERIFY_TIME`). */
  readonly verifyTime?: number;
  /** Longest that it can wait, in milliseconds (`ETHTOOL_A_MM_MAX_VERIFY_TIME`). */
  readonly maximumVerifyTime?: number;
  /** Counters, where the flag `stats` of the header asks for them (`ETHTOOL_A_MM_STATS`). */
  readonly stats?: EthtoolMacMergeStats;
}

/** `ETHTOOL_A_MM_*`. */
export const macMerge: Codec<EthtoolMacMerge> = attributes<EthtoolMacMerge>({
  header: attribute(1, header, { nested: true }),
  preemptibleMacEnabled: attribute(2, boolean(u8)),
  txEnabled: attribute(3, boolean(u8)),
  txActive: attribute(4, boolean(u8)),
  txMinimumFragmentSize: attribute(5, u32),
  rxMinimumFragmentSize: attribute(6, u32),
  verifyEnabled: attribute(7, boolean(u8)),
  verifyStatus: attribute(8, enumeration(u8, VERIFY_STATUSES)),
  verifyTime: attribute(9, u32),
  maximumVerifyTime: attribute(10, u32),
  stats: attribute(11, macMergeStats, { nested: true }),
});
