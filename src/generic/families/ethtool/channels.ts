import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/numbers.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** How many channels a link has: queues with an interrupt of their own (`ETHTOOL_A_CHANNELS_*`). */
export interface EthtoolChannels extends Extensible {
  /** Which link (`ETHTOOL_A_CHANNELS_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Most channels that only receive (`ETHTOOL_A_CHANNELS_RX_MAX`). */
  readonly rxMax?: number;
  /** Most channels that only send (`ETHTOOL_A_CHANNELS_TX_MAX`). */
  readonly txMax?: number;
  /** Most channels that do neither, as for link events (`ETHTOOL_A_CHANNELS_OTHER_MAX`). */
  readonly otherMax?: number;
  /** Most channels that do both (`ETHTOOL_A_CHANNELS_COMBINED_MAX`). */
  readonly combinedMax?: number;
  /** Channels that only receive (`ETHTOOL_A_CHANNELS_RX_COUNT`). */
  readonly rxCount?: number;
  /** Channels that only send (`ETHTOOL_A_CHANNELS_TX_COUNT`). */
  readonly txCount?: number;
  /** Channels that do neither (`ETHTOOL_A_CHANNELS_OTHER_COUNT`). */
  readonly otherCount?: number;
  /** Channels that do both (`ETHTOOL_A_CHANNELS_COMBINED_COUNT`). */
  readonly combinedCount?: number;
}

/** `ETHTOOL_A_CHANNELS_*`. */
export const channels: Codec<EthtoolChannels> = attributes<EthtoolChannels>({
  header: attribute(1, header, { nested: true }),
  rxMax: attribute(2, u32),
  txMax: attribute(3, u32),
  otherMax: attribute(4, u32),
  combinedMax: attribute(5, u32),
  rxCount: attribute(6, u32),
  txCount: attribute(7, u32),
  otherCount: attribute(8, u32),
  combinedCount: attribute(9, u32),
});
