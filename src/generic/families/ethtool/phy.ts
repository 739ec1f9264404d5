import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { u32 } from "../../../codec/numbers.ts";
import { cstring } from "../../../codec/text.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** What a PHY is connected to, towards the machine (`PHY_UPSTREAM_*`). */
export type EthtoolPhyUpstream = "mac" | "phy";

const UPSTREAMS: Readonly<Record<EthtoolPhyUpstream, number>> = {
  mac: 0,
  phy: 1,
};

/** A PHY of a link (`ETHTOOL_A_PHY_*`). */
export interface EthtoolPhy extends Extensible {
  /** Which link (`ETHTOOL_A_PHY_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Number of the PHY, for `phyIndex` of a header (`ETHTOOL_A_PHY_INDEX`). */
  readonly index?: number;
  /** Name of its driver (`ETHTOOL_A_PHY_DRVNAME`). */
  readonly driverName?: string;
  /** Name of the device (`ETHTOOL_A_PHY_NAME`). */
  readonly name?: string;
  /** What it is connected to, towards the machine (`ETHTOOL_A_PHY_UPSTREAM_TYPE`). */
  readonly upstreamType?: EthtoolPhyUpstream | number;
  /** Number of the PHY that it is connected to (`ETHTOOL_A_PHY_UPSTREAM_INDEX`). */
  readonly upstreamIndex?: number;
  /** Name of the SFP cage that it is plugged into (`ETHTOOL_A_PHY_UPSTREAM_SFP_NAME`). */
  readonly upstreamSfpName?: string;
  /** Name of the SFP cage behind it (`ETHTOOL_A_PHY_DOWNSTREAM_SFP_NAME`). */
  readonly downstreamSfpName?: string;
}

/** `ETHTOOL_A_PHY_*`. */
export const phy: Codec<EthtoolPhy> = attributes<EthtoolPhy>({
  header: attribute(1, header, { nested: true }),
  index: attribute(2, u32),
  driverName: attribute(3, cstring),
  name: attribute(4, cstring),
  upstreamType: attribute(5, enumeration(u32, UPSTREAMS)),
  upstreamIndex: attribute(6, u32),
  upstreamSfpName: attribute(7, cstring),
  downstreamSfpName: attribute(8, cstring),
});
