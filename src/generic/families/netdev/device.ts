import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { type Flags, flags } from "../../../codec/names.ts";
import { u32, u64 } from "../../../codec/numbers.ts";

/** What the driver of a device can do with XDP programs (`NETDEV_XDP_ACT_*`). */
export type XdpFeature =
  | "basic"
  | "redirect"
  | "ndoXmit"
  | "xskZeroCopy"
  | "hardwareOffload"
  | "rxScatterGather"
  | "ndoXmitScatterGather";

const XDP_FEATURES: Readonly<Record<XdpFeature, number>> = {
  basic: 1,
  redirect: 2,
  ndoXmit: 4,
  xskZeroCopy: 8,
  hardwareOffload: 16,
  rxScatterGather: 32,
  ndoXmitScatterGather: 64,
};

/** What XDP programs can learn of a packet that was received (`NETDEV_XDP_RX_METADATA_*`). */
export type XdpRxMetadata = "timestamp" | "hash" | "vlanTag";

const XDP_RX_METADATA: Readonly<Record<XdpRxMetadata, number>> = { timestamp: 1, hash: 2, vlanTag: 4 };

/** What AF_XDP sockets can have done with packets that they send (`NETDEV_XSK_FLAGS_*`). */
export type XskFeature = "txTimestamp" | "txChecksum" | "txLaunchTimeFifo";

const XSK_FEATURES: Readonly<Record<XskFeature, number>> = { txTimestamp: 1, txChecksum: 2, txLaunchTimeFifo: 4 };

/** A network device, and what it can do with XDP. */
export interface NetdevDevice extends Extensible {
  /** Index of the link (`NETDEV_A_DEV_IFINDEX`). */
  readonly index?: number;
  /** What the driver can do with XDP programs (`NETDEV_A_DEV_XDP_FEATURES`). */
  readonly xdpFeatures?: Flags<XdpFeature>;
  /** How many buffers a packet of an AF_XDP socket without copies may have (`NETDEV_A_DEV_XDP_ZC_MAX_SEGS`). */
  readonly xdpZeroCopyMaxSegments?: number;
  /** What XDP programs can learn of a packet (`NETDEV_A_DEV_XDP_RX_METADATA_FEATURES`). */
  readonly xdpRxMetadata?: Flags<XdpRxMetadata>;
  /** What AF_XDP sockets can have done with packets (`NETDEV_A_DEV_XSK_FEATURES`). */
  readonly xskFeatures?: Flags<XskFeature>;
}

/** `NETDEV_A_DEV_*`. */
export const netdevDevice: Codec<NetdevDevice> = attributes<NetdevDevice>({
  index: attribute(1, u32),
  xdpFeatures: attribute(3, flags(u64, XDP_FEATURES)),
  xdpZeroCopyMaxSegments: attribute(4, u32),
  xdpRxMetadata: attribute(5, flags(u64, XDP_RX_METADATA)),
  xskFeatures: attribute(6, flags(u64, XSK_FEATURES)),
});
