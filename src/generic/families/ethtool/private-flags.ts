import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { bitSet, type EthtoolBitSet } from "./bitset.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** Switches that a driver has of its own (`ETHTOOL_A_PRIVFLAGS_*`). */
export interface EthtoolPrivateFlags extends Extensible {
  /** Which link (`ETHTOOL_A_PRIVFLAGS_HEADER`). */
  readonly header?: EthtoolHeader;
  /** The switches, by the names of the string set `privateFlags` of the link (`ETHTOOL_A_PRIVFLAGS_FLAGS`). */
  readonly flags?: EthtoolBitSet;
}

/** `ETHTOOL_A_PRIVFLAGS_*`. */
export const privateFlags: Codec<EthtoolPrivateFlags> = attributes<EthtoolPrivateFlags>({
  header: attribute(1, header, { nested: true }),
  flags: attribute(2, bitSet, { nested: true }),
});
