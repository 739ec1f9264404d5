import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { boolean, u32, u8 } from "../../../codec/numbers.ts";
import { bitSet, type EthtoolBitSet } from "./bitset.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** Whether both sides can send at a time (`DUPLEX_*`). */
export type EthtoolDuplex = "half" | "full" | "unknown";

const DUPLEX: Readonly<Record<EthtoolDuplex, number>> = {
  half: 0,
  full: 1,
  unknown: 0xff,
};

/** Which side of a link is to give the clock (`MASTER_SLAVE_CFG_*`). */
export type EthtoolMasterSlaveConfiguration =
  | "unsupported"
  | "unknown"
  | "masterPreferred"
  | "slavePreferred"
  | "masterForce"
  | "slaveForce";

const MASTER_SLAVE_CONFIGURATIONS: Readonly<Record<EthtoolMasterSlaveConfiguration, number>> = {
  unsupported: 0,
  unknown: 1,
  masterPreferred: 2,
  slavePreferred: 3,
  masterForce: 4,
  slaveForce: 5,
};

/** Which side of a link gives the clock (`MASTER_SLAVE_STATE_*`). */
export type EthtoolMasterSlaveState = "unsupported" | "unknown" | "master" | "slave" | "error";

const MASTER_SLAVE_STATES: Readonly<Record<EthtoolMasterSlaveState, number>> = {
  unsupported: 0,
  unknown: 1,
  master: 2,
  slave: 3,
  error: 4,
};

/**
 * How a PHY fits the rate of the MAC to that of the line: by pause frames, carrier sense, or stretched gaps
 * (`RATE_MATCH_*`).
 */
export type EthtoolRateMatching = "none" | "pause" | "carrierSense" | "openLoop";

const RATE_MATCHING: Readonly<Record<EthtoolRateMatching, number>> = {
  none: 0,
  pause: 1,
  carrierSense: 2,
  openLoop: 3,
};

/** How fast a link is, and what it can do (`ETHTOOL_A_LINKMODES_*`). */
export interface EthtoolLinkModes extends Extensible {
  /** Which link (`ETHTOOL_A_LINKMODES_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Whether both sides agree on a mode by themselves (`ETHTOOL_A_LINKMODES_AUTONEG`). */
  readonly autonegotiation?: boolean;
  /**
   * Modes of this side by the names of the string set `linkModes`: the mask has what it can, the value what it offers
   * (`ETHTOOL_A_LINKMODES_OURS`).
   */
  readonly ours?: EthtoolBitSet;
  /** Modes that the other side offers (`ETHTOOL_A_LINKMODES_PEER`). */
  readonly peer?: EthtoolBitSet;
  /** Speed in Mbit/s, 4294967295 where it is unknown (`ETHTOOL_A_LINKMODES_SPEED`). */
  readonly speed?: number;
  /** Whether both sides can send at a time (`ETHTOOL_A_LINKMODES_DUPLEX`). */
  readonly duplex?: EthtoolDuplex | number;
  /** Which side is to give the clock (`ETHTOOL_A_LINKMODES_MASTER_SLAVE_CFG`). */
  readonly masterSlaveConfiguration?: EthtoolMasterSlaveConfiguration | number;
  /** Which side gives the clock (`ETHTOOL_A_LINKMODES_MASTER_SLAVE_STATE`). */
  readonly masterSlaveState?: EthtoolMasterSlaveState | number;
  /** How many lanes are in use (`ETHTOOL_A_LINKMODES_LANES`). */
  readonly lanes?: number;
  /** How the PHY fits the rate of the MAC to that of the line (`ETHTOOL_A_LINKMODES_RATE_MATCHING`). */
  readonly rateMatching?: EthtoolRateMatching | number;
}

/** `ETHTOOL_A_LINKMODES_*`. */
export const linkModes: Codec<EthtoolLinkModes> = attributes<EthtoolLinkModes>({
  header: attribute(1, header, { nested: true }),
  autonegotiation: attribute(2, boolean(u8)),
  ours: attribute(3, bitSet, { nested: true }),
  peer: attribute(4, bitSet, { nested: true }),
  speed: attribute(5, u32),
  duplex: attribute(6, enumeration(u8, DUPLEX)),
  masterSlaveConfiguration: attribute(7, enumeration(u8, MASTER_SLAVE_CONFIGURATIONS)),
  masterSlaveState: attribute(8, enumeration(u8, MASTER_SLAVE_STATES)),
  lanes: attribute(9, u32),
  rateMatching: attribute(10, enumeration(u8, RATE_MATCHING)),
});
