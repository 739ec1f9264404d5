import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { bytes } from "../../../codec/text.ts";
import { bitSet, type EthtoolBitSet } from "./bitset.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** What wakes the machine up by a link (`ETHTOOL_A_WOL_*`). */
export interface EthtoolWakeOnLan extends Extensible {
  /** Which link (`ETHTOOL_A_WOL_HEADER`). */
  readonly header?: EthtoolHeader;
  /**
   * What does, by the names of the string set `wakeOnLanModes`: the mask has what can, the value what is chosen
   * (`ETHTOOL_A_WOL_MODES`).
   */
  readonly modes?: EthtoolBitSet;
  /** The six bytes of the password that a secured magic packet has to carry (`ETHTOOL_A_WOL_SOPASS`). */
  readonly password?: Uint8Array;
}

/** `ETHTOOL_A_WOL_*`. */
export const wakeOnLan: Codec<EthtoolWakeOnLan> = attributes<EthtoolWakeOnLan>({
  header: attribute(1, header, { nested: true }),
  modes: attribute(2, bitSet, { nested: true }),
  password: attribute(3, bytes),
});
