import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { boolean, u32, u8 } from "../../../codec/numbers.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** Whether headers and payloads of TCP are received into buffers of their own (`ETHTOOL_TCP_DATA_SPLIT_*`). */
export type EthtoolTcpDataSplit = "unknown" | "disabled" | "enabled";

const TCP_DATA_SPLIT: Readonly<Record<EthtoolTcpDataSplit, number>> = {
  unknown: 0,
  disabled: 1,
  enabled: 2,
};

/** How many packets wait between a link and its driver, in descriptors (`ETHTOOL_A_RINGS_*`). */
export interface EthtoolRings extends Extensible {
  /** Which link (`ETHTOOL_A_RINGS_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Most that a ring for receiving can have (`ETHTOOL_A_RINGS_RX_MAX`). */
  readonly rxMax?: number;
  /** Most that a ring for small packets can have (`ETHTOOL_A_RINGS_RX_MINI_MAX`). */
  readonly rxMiniMax?: number;
  /** Most that a ring for jumbo frames can have (`ETHTOOL_A_RINGS_RX_JUMBO_MAX`). */
  readonly rxJumboMax?: number;
  /** Most that a ring for sending can have (`ETHTOOL_A_RINGS_TX_MAX`). */
  readonly txMax?: number;
  /** Descriptors of a ring for receiving (`ETHTOOL_A_RINGS_RX`). */
  readonly rx?: number;
  /** Descriptors of a ring for small packets (`ETHTOOL_A_RINGS_RX_MINI`). */
  readonly rxMini?: number;
  /** Descriptors of a ring for jumbo frames (`ETHTOOL_A_RINGS_RX_JUMBO`). */
  readonly rxJumbo?: number;
  /** Descriptors of a ring for sending (`ETHTOOL_A_RINGS_TX`). */
  readonly tx?: number;
  /** Length of a buffer for receiving in bytes (`ETHTOOL_A_RINGS_RX_BUF_LEN`). */
  readonly rxBufferLength?: number;
  /** Whether headers and payloads are received apart (`ETHTOOL_A_RINGS_TCP_DATA_SPLIT`). */
  readonly tcpDataSplit?: EthtoolTcpDataSplit | number;
  /** Length of an event of a completion queue in bytes (`ETHTOOL_A_RINGS_CQE_SIZE`). */
  readonly cqeSize?: number;
  /** Whether descriptors are written to the device itself when sending (`ETHTOOL_A_RINGS_TX_PUSH`). */
  readonly txPush?: boolean;
  /** Whether descriptors are written to the device itself when receiving (`ETHTOOL_A_RINGS_RX_PUSH`). */
  readonly rxPush?: boolean;
  /** Bytes of a packet that are written to the device itself (`ETHTOOL_A_RINGS_TX_PUSH_BUF_LEN`). */
  readonly txPushBufferLength?: number;
  /** Most bytes that can be (`ETHTOOL_A_RINGS_TX_PUSH_BUF_LEN_MAX`). */
  readonly txPushBufferLengthMax?: number;
  /** Length of a packet in bytes from which its header is received apart (`ETHTOOL_A_RINGS_HDS_THRESH`). */
  readonly headerSplitThreshold?: number;
  /** Largest such length (`ETHTOOL_A_RINGS_HDS_THRESH_MAX`). */
  readonly headerSplitThresholdMax?: number;
}

/** `ETHTOOL_A_RINGS_*`. */
export const rings: Codec<EthtoolRings> = attributes<EthtoolRings>({
  header: attribute(1, header, { nested: true }),
  rxMax: attribute(2, u32),
  rxMiniMax: attribute(3, u32),
  rxJumboMax: attribute(4, u32),
  txMax: attribute(5, u32),
  rx: attribute(6, u32),
  rxMini: attribute(7, u32),
  rxJumbo: attribute(8, u32),
  tx: attribute(9, u32),
  rxBufferLength: attribute(10, u32),
  tcpDataSplit: attribute(11, enumeration(u8, TCP_DATA_SPLIT)),
  cqeSize: attribute(12, u32),
  txPush: attribute(13, boolean(u8)),
  rxPush: attribute(14, boolean(u8)),
  txPushBufferLength: attribute(15, u32),
  txPushBufferLengthMax: attribute(16, u32),
  headerSplitThreshold: attribute(17, u32),
  headerSplitThresholdMax: attribute(18, u32),
});
