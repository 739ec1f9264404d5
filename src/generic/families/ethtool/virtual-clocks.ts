import { array } from "../../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { i32, u32 } from "../../../codec/numbers.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** The virtual clocks that the clock of a link carries (`ETHTOOL_A_PHC_VCLOCKS_*`). */
export interface EthtoolVirtualClocks extends Extensible {
  /** Which link (`ETHTOOL_A_PHC_VCLOCKS_HEADER`). */
  readonly header?: EthtoolHeader;
  /** How many there are (`ETHTOOL_A_PHC_VCLOCKS_NUM`). */
  readonly count?: number;
  /** Their numbers, those of `/dev/ptp*` (`ETHTOOL_A_PHC_VCLOCKS_INDEX`). */
  readonly indexes?: readonly number[];
}

/** `ETHTOOL_A_PHC_VCLOCKS_*`. */
export const virtualClocks: Codec<EthtoolVirtualClocks> = attributes<EthtoolVirtualClocks>({
  header: attribute(1, header, { nested: true }),
  count: attribute(2, u32),
  indexes: attribute(3, array(i32)),
});
