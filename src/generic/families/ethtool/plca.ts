import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { boolean, u16, u32, u8 } from "../../../codec/numbers.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** Turns in which the nodes of a shared cable send (PLCA, clause 148 of IEEE 802.3) (`ETHTOOL_A_PLCA_*`). */
export interface EthtoolPlca extends Extensible {
  /** Which link (`ETHTOOL_A_PLCA_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Version of the management interface of the PHY (`ETHTOOL_A_PLCA_VERSION`). */
  readonly version?: number;
  /** Whether the node takes part (`ETHTOOL_A_PLCA_ENABLED`). */
  readonly enabled?: boolean;
  /** Whether the beacon is seen, so that there are turns (`ETHTOOL_A_PLCA_STATUS`). */
  readonly status?: boolean;
  /** How many nodes there are, which the coordinator tells; 1 to 255 (`ETHTOOL_A_PLCA_NODE_CNT`). */
  readonly nodeCount?: number;
  /** Number of the node; 0 coordinates, 255 takes no part (`ETHTOOL_A_PLCA_NODE_ID`). */
  readonly nodeId?: number;
  /** How long a node waits for another to begin, in bit times (`ETHTOOL_A_PLCA_TO_TMR`). */
  readonly transmitOpportunityTimer?: number;
  /** Packets that a node may send in a turn beside the first (`ETHTOOL_A_PLCA_BURST_CNT`). */
  readonly burstCount?: number;
  /** How long it may wait between these, in bit times (`ETHTOOL_A_PLCA_BURST_TMR`). */
  readonly burstTimer?: number;
}

/** `ETHTOOL_A_PLCA_*`. */
export const plca: Codec<EthtoolPlca> = attributes<EthtoolPlca>({
  header: attribute(1, header, { nested: true }),
  version: attribute(2, u16),
  enabled: attribute(3, boolean(u8)),
  status: attribute(4, boolean(u8)),
  nodeCount: attribute(5, u32),
  nodeId: attribute(6, u32),
  transmitOpportunityTimer: attribute(7, u32),
  burstCount: attribute(8, u32),
  burstTimer: attribute(9, u32),
});
