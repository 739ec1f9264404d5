import { hardwareAddress } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { i32, u16, u32, u8 } from "../../codec/numbers.ts";

/** What a link is as a port of a bond. */
export interface BondPortData extends Extensible {
  /** Whether the port is in use; a number where it has no name here (`IFLA_BOND_SLAVE_STATE`). */
  readonly state?: "active" | "backup" | number;
  /** Whether the port has a carrier; a number where it has no name here (`IFLA_BOND_SLAVE_MII_STATUS`). */
  readonly miiStatus?: "up" | "goingDown" | "down" | "goingBack" | number;
  /** How often the port lost its carrier (`IFLA_BOND_SLAVE_LINK_FAILURE_COUNT`). */
  readonly linkFailures?: number;
  /** Link-layer address that the port had before (`IFLA_BOND_SLAVE_PERM_HWADDR`). */
  readonly permanentAddress?: string;
  /** Queue whose packets leave by the port; 0 for none (`IFLA_BOND_SLAVE_QUEUE_ID`). */
  readonly queueId?: number;
  /** Number of the aggregator that the port belongs to (`IFLA_BOND_SLAVE_AD_AGGREGATOR_ID`). */
  readonly aggregatorId?: number;
  /** State bits of this side after IEEE 802.3ad (`IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE`). */
  readonly actorPortState?: number;
  /** State bits of the other side (`IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE`). */
  readonly partnerPortState?: number;
  /** Priority for becoming the port in use; the larger wins (`IFLA_BOND_SLAVE_PRIO`). */
  readonly priority?: number;
  /** Priority of the port after IEEE 802.3ad (`IFLA_BOND_SLAVE_ACTOR_PORT_PRIO`). */
  readonly actorPortPriority?: number;
  /** Whether this side keeps changing; a number where it has no name here (`IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE`). */
  readonly churnActorState?: "monitor" | "churned" | "none" | number;
  /** Whether the other side keeps changing; a number where it has no name here (`IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE`). */
  readonly churnPartnerState?: "monitor" | "churned" | "none" | number;
}

/** `IFLA_INFO_SLAVE_DATA` of a port of a bond. */
export const bondPortData: Codec<BondPortData> = attributes<BondPortData>({
  state: attribute(1, enumeration(u8, { active: 0, backup: 1 })),
  miiStatus: attribute(2, enumeration(u8, { up: 0, goingDown: 1, down: 2, goingBack: 3 })),
  linkFailures: attribute(3, u32),
  permanentAddress: attribute(4, hardwareAddress),
  queueId: attribute(5, u16),
  aggregatorId: attribute(6, u16),
  actorPortState: attribute(7, u8),
  partnerPortState: attribute(8, u16),
  priority: attribute(9, i32),
  actorPortPriority: attribute(10, u16),
  churnActorState: attribute(11, enumeration(u8, { monitor: 0, churned: 1, none: 2 })),
  churnPartnerState: attribute(12, enumeration(u8, { monitor: 0, churned: 1, none: 2 })),
});
