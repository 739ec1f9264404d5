import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { bitSet, type EthtoolBitSet } from "./bitset.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** What the driver of a link writes to the log of the kernel (`ETHTOOL_A_DEBUG_*`). */
export interface EthtoolDebug extends Extensible {
  /** Which link (`ETHTOOL_A_DEBUG_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Kinds of messages, by the names of the string set `messageClasses` (`ETHTOOL_A_DEBUG_MSGMASK`). */
  readonly messageMask?: EthtoolBitSet;
}

/** `ETHTOOL_A_DEBUG_*`. */
export const debug: Codec<EthtoolDebug> = attributes<EthtoolDebug>({
  header: attribute(1, header, { nested: true }),
  messageMask: attribute(2, bitSet, { nested: true }),
});
