import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { boolean, u32, u8 } from "../../../codec/numbers.ts";
import { bitSet, type EthtoolBitSet } from "./bitset.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** Whether an idle link sleeps to save energy (Energy-Efficient Ethernet) (`ETHTOOL_A_EEE_*`). */
export interface EthtoolEee extends Extensible {
  /** Which link (`ETHTOOL_A_EEE_HEADER`). */
  readonly header?: EthtoolHeader;
  /**
   * Link modes in which this side can: the mask has what it can, the value what it offers (`ETHTOOL_A_EEE_MODES_OURS`).
   */
  readonly modesOurs?: EthtoolBitSet;
  /** Link modes in which the other side offers it (`ETHTOOL_A_EEE_MODES_PEER`). */
  readonly modesPeer?: EthtoolBitSet;
  /** Whether both sides agreed on it (`ETHTOOL_A_EEE_ACTIVE`). */
  readonly active?: boolean;
  /** Whether it is enabled (`ETHTOOL_A_EEE_ENABLED`). */
  readonly enabled?: boolean;
  /** Whether the link goes to sleep when it has nothing to send (`ETHTOOL_A_EEE_TX_LPI_ENABLED`). */
  readonly txLpiEnabled?: boolean;
  /** How long it waits for something to send before, in microseconds (`ETHTOOL_A_EEE_TX_LPI_TIMER`). */
  readonly txLpiTimer?: number;
}

/** `ETHTOOL_A_EEE_*`. */
export const eee: Codec<EthtoolEee> = attributes<EthtoolEee>({
  header: attribute(1, header, { nested: true }),
  modesOurs: attribute(2, bitSet, { nested: true }),
  modesPeer: attribute(3, bitSet, { nested: true }),
  active: attribute(4, boolean(u8)),
  enabled: attribute(5, boolean(u8)),
  txLpiEnabled: attribute(6, boolean(u8)),
  txLpiTimer: attribute(7, u32),
});
