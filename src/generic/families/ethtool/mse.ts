import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { uint } from "../../../codec/numbers.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** What a PHY can measure (`ETHTOOL_A_MSE_CAPABILITIES_*`). */
export interface EthtoolMseCapabilities extends Extensible {
  /** Largest average that it can tell (`ETHTOOL_A_MSE_CAPABILITIES_MAX_AVERAGE_MSE`). */
  readonly maximumAverage?: number | bigint;
  /** Largest peak that it can tell (`ETHTOOL_A_MSE_CAPABILITIES_MAX_PEAK_MSE`). */
  readonly maximumPeak?: number | bigint;
  /** Time between measurements in picoseconds (`ETHTOOL_A_MSE_CAPABILITIES_REFRESH_RATE_PS`). */
  readonly refreshRate?: number | bigint;
  /** How many symbols a measurement has (`ETHTOOL_A_MSE_CAPABILITIES_NUM_SYMBOLS`). */
  readonly symbols?: number | bigint;
}

const mseCapabilities: Codec<EthtoolMseCapabilities> = attributes<EthtoolMseCapabilities>({
  maximumAverage: attribute(1, uint),
  maximumPeak: attribute(2, uint),
  refreshRate: attribute(3, uint),
  symbols: attribute(4, uint),
});

/** A measurement, in parts of the largest value (`ETHTOOL_A_MSE_SNAPSHOT_*`). */
export interface EthtoolMseSnapshot extends Extensible {
  /** Average (`ETHTOOL_A_MSE_SNAPSHOT_AVERAGE_MSE`). */
  readonly average?: number | bigint;
  /** Largest of late (`ETHTOOL_A_MSE_SNAPSHOT_PEAK_MSE`). */
  readonly peak?: number | bigint;
  /** Largest since somebody asked (`ETHTOOL_A_MSE_SNAPSHOT_WORST_PEAK_MSE`). */
  readonly worstPeak?: number | bigint;
}

const mseSnapshot: Codec<EthtoolMseSnapshot> = attributes<EthtoolMseSnapshot>({
  average: attribute(1, uint),
  peak: attribute(2, uint),
  worstPeak: attribute(3, uint),
});

/** How much the signal of a link differs from what it should be (mean square error) (`ETHTOOL_A_MSE_*`). */
export interface EthtoolMse extends Extensible {
  /** Which link (`ETHTOOL_A_MSE_HEADER`). */
  readonly header?: EthtoolHeader;
  /** What its PHY can measure (`ETHTOOL_A_MSE_CAPABILITIES`). */
  readonly capabilities?: EthtoolMseCapabilities;
  /** The first pair (`ETHTOOL_A_MSE_CHANNEL_A`). */
  readonly channelA?: EthtoolMseSnapshot;
  /** The second pair (`ETHTOOL_A_MSE_CHANNEL_B`). */
  readonly channelB?: EthtoolMseSnapshot;
  /** The third pair (`ETHTOOL_A_MSE_CHANNEL_C`). */
  readonly channelC?: EthtoolMseSnapshot;
  /** The fourth pair (`ETHTOOL_A_MSE_CHANNEL_D`). */
  readonly channelD?: EthtoolMseSnapshot;
  /** The worst pair, where the PHY tells no others (`ETHTOOL_A_MSE_WORST_CHANNEL`). */
  readonly worstChannel?: EthtoolMseSnapshot;
  /** All of the link (`ETHTOOL_A_MSE_LINK`). */
  readonly link?: EthtoolMseSnapshot;
}

/** `ETHTOOL_A_MSE_*`. */
export const mse: Codec<EthtoolMse> = attributes<EthtoolMse>({
  header: attribute(1, header, { nested: true }),
  capabilities: attribute(2, mseCapabilities, { nested: true }),
  channelA: attribute(3, mseSnapshot, { nested: true }),
  channelB: attribute(4, mseSnapshot, { nested: true }),
  channelC: attribute(5, mseSnapshot, { nested: true }),
  channelD: attribute(6, mseSnapshot, { nested: true }),
  worstChannel: attribute(7, mseSnapshot, { nested: true }),
  link: attribute(8, mseSnapshot, { nested: true }),
});
