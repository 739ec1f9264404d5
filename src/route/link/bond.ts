import { ipv4, ipv6, mac } from "../../codec/address.ts";
import { indexed } from "../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { boolean, u16, u32, u8 } from "../../codec/numbers.ts";

/** The ports that work together after IEEE 802.3ad (`IFLA_BOND_AD_INFO`). */
export interface BondAggregator extends Extensible {
  /** Number of the aggregator (`IFLA_BOND_AD_INFO_AGGREGATOR`). */
  readonly id?: number;
  /** How many ports it has (`IFLA_BOND_AD_INFO_NUM_PORTS`). */
  readonly ports?: number;
  /** Key of this side (`IFLA_BOND_AD_INFO_ACTOR_KEY`). */
  readonly actorKey?: number;
  /** Key of the other side (`IFLA_BOND_AD_INFO_PARTNER_KEY`). */
  readonly partnerKey?: number;
  /** Address of the other side (`IFLA_BOND_AD_INFO_PARTNER_MAC`). */
  readonly partnerAddress?: string;
}

/** The data of a link of the kind `bond`. */
export interface BondData extends Extensible {
  /** How packets are shared out; a number where it has no name here (`IFLA_BOND_MODE`). */
  readonly mode?:
    | "balance-rr"
    | "active-backup"
    | "balance-xor"
    | "broadcast"
    | "802.3ad"
    | "balance-tlb"
    | "balance-alb"
    | number;
  /** Index of the port that is in use; only in modes that use one (`IFLA_BOND_ACTIVE_SLAVE`). */
  readonly activePort?: number;
  /** Milliseconds between two looks at the carriers; 0 for none (`IFLA_BOND_MIIMON`). */
  readonly miiInterval?: number;
  /** Milliseconds before a port with a carrier is used (`IFLA_BOND_UPDELAY`). */
  readonly upDelay?: number;
  /** Milliseconds before a port without a carrier is given up (`IFLA_BOND_DOWNDELAY`). */
  readonly downDelay?: number;
  /** Whether the carrier is asked of the driver in the modern way (`IFLA_BOND_USE_CARRIER`). */
  readonly useCarrier?: boolean;
  /** Milliseconds between two ARP requests; 0 for none (`IFLA_BOND_ARP_INTERVAL`). */
  readonly arpInterval?: number;
  /** Whom to ask by ARP, at most 16 (`IFLA_BOND_ARP_IP_TARGET`). */
  readonly arpTargets?: readonly string[];
  /** Which answers count; a number where it has no name here (`IFLA_BOND_ARP_VALIDATE`). */
  readonly arpValidate?: "none" | "active" | "backup" | "all" | "filter" | "filter_active" | "filter_backup" | number;
  /** Whether one target or all have to answer; a number where it has no name here (`IFLA_BOND_ARP_ALL_TARGETS`). */
  readonly arpAllTargets?: "any" | "all" | number;
  /** Index of the port that is used whenever it can be (`IFLA_BOND_PRIMARY`). */
  readonly primary?: number;
  /** When the primary port is used again; a number where it has no name here (`IFLA_BOND_PRIMARY_RESELECT`). */
  readonly primaryReselect?: "always" | "better" | "failure" | number;
  /** Whose link-layer address the bond has; a number where it has no name here (`IFLA_BOND_FAIL_OVER_MAC`). */
  readonly failOverMac?: "none" | "active" | "follow" | number;
  /** What of a packet chooses its port; a number where it has no name here (`IFLA_BOND_XMIT_HASH_POLICY`). */
  readonly transmitHashPolicy?: "layer2" | "layer3+4" | "layer2+3" | "encap2+3" | "encap3+4" | "vlan+srcmac" | number;
  /** How often memberships are told anew after a failure (`IFLA_BOND_RESEND_IGMP`). */
  readonly resendIgmp?: number;
  /** How often neighbors are told after a failure (`IFLA_BOND_NUM_PEER_NOTIF`). */
  readonly peerNotifications?: number;
  /** Whether packets are accepted from inactive ports (`IFLA_BOND_ALL_SLAVES_ACTIVE`). */
  readonly allPortsActive?: boolean;
  /** Ports that must work for the bond to have a carrier (`IFLA_BOND_MIN_LINKS`). */
  readonly minLinks?: number;
  /** Seconds between two learning packets (`IFLA_BOND_LP_INTERVAL`). */
  readonly learningInterval?: number;
  /** Packets before the next port's turn in the mode `balance-rr`; 0 for a random port (`IFLA_BOND_PACKETS_PER_SLAVE`). */
  readonly packetsPerPort?: number;
  /** How often LACP messages are wanted; a number where it has no name here (`IFLA_BOND_AD_LACP_RATE`). */
  readonly lacpRate?: "slow" | "fast" | number;
  /** How an aggregator is chosen; a number where it has no name here (`IFLA_BOND_AD_SELECT`). */
  readonly aggregatorSelection?: "stable" | "bandwidth" | "count" | "actor_port_prio" | number;
  /** The aggregator in use (`IFLA_BOND_AD_INFO`). */
  readonly aggregator?: BondAggregator;
  /** Priority of this system, 1 to 65535 (`IFLA_BOND_AD_ACTOR_SYS_PRIO`). */
  readonly actorSystemPriority?: number;
  /** Upper part of the port key, 0 to 1023 (`IFLA_BOND_AD_USER_PORT_KEY`). */
  readonly userPortKey?: number;
  /** Address of this system (`IFLA_BOND_AD_ACTOR_SYSTEM`). */
  readonly actorSystem?: string;
  /** Whether `balance-tlb` moves flows by load (`IFLA_BOND_TLB_DYNAMIC_LB`). */
  readonly dynamicBalance?: boolean;
  /** Milliseconds between two notifications of neighbors (`IFLA_BOND_PEER_NOTIF_DELAY`). */
  readonly peerNotificationDelay?: number;
  /** Whether LACP messages are sent unasked (`IFLA_BOND_AD_LACP_ACTIVE`). */
  readonly lacpActive?: boolean;
  /** ARP requests without an answer before a port is given up (`IFLA_BOND_MISSED_MAX`). */
  readonly missedMax?: number;
  /** Whom to ask by ND, at most 16 (`IFLA_BOND_NS_IP6_TARGET`). */
  readonly ndTargets?: readonly string[];
  /** Whether collecting and distributing start together (`IFLA_BOND_COUPLED_CONTROL`). */
  readonly coupledControl?: boolean;
  /** Whether ARP and ND go out of all ports (`IFLA_BOND_BROADCAST_NEIGH`). */
  readonly broadcastNeighbor?: boolean;
  /** Whether the carrier needs a partner that speaks LACP (`IFLA_BOND_LACP_STRICT`). */
  readonly lacpStrict?: boolean;
}

const bondAggregator: Codec<BondAggregator> = attributes<BondAggregator>({
  id: attribute(1, u16),
  ports: attribute(2, u16),
  actorKey: attribute(3, u16),
  partnerKey: attribute(4, u16),
  partnerAddress: attribute(5, mac),
});

/** `IFLA_INFO_DATA` of a `bond`. */
export const bondData: Codec<BondData> = attributes<BondData>({
  mode: attribute(
    1,
    enumeration(u8, {
      "balance-rr": 0,
      "active-backup": 1,
      "balance-xor": 2,
      broadcast: 3,
      "802.3ad": 4,
      "balance-tlb": 5,
      "balance-alb": 6,
    }),
  ),
  activePort: attribute(2, u32),
  miiInterval: attribute(3, u32),
  upDelay: attribute(4, u32),
  downDelay: attribute(5, u32),
  useCarrier: attribute(6, boolean(u8)),
  arpInterval: attribute(7, u32),
  arpTargets: attribute(8, indexed(ipv4, { first: 0 })),
  arpValidate: attribute(
    9,
    enumeration(u32, { none: 0, active: 1, backup: 2, all: 3, filter: 4, "filter_active": 5, "filter_backup": 6 }),
  ),
  arpAllTargets: attribute(10, enumeration(u32, { any: 0, all: 1 })),
  primary: attribute(11, u32),
  primaryReselect: attribute(12, enumeration(u8, { always: 0, better: 1, failure: 2 })),
  failOverMac: attribute(13, enumeration(u8, { none: 0, active: 1, follow: 2 })),
  transmitHashPolicy: attribute(
    14,
    enumeration(u8, { "layer2": 0, "layer3+4": 1, "layer2+3": 2, "encap2+3": 3, "encap3+4": 4, "vlan+srcmac": 5 }),
  ),
  resendIgmp: attribute(15, u32),
  peerNotifications: attribute(16, u8),
  allPortsActive: attribute(17, boolean(u8)),
  minLinks: attribute(18, u32),
  learningInterval: attribute(19, u32),
  packetsPerPort: attribute(20, u32),
  lacpRate: attribute(21, enumeration(u8, { slow: 0, fast: 1 })),
  aggregatorSelection: attribute(22, enumeration(u8, { stable: 0, bandwidth: 1, count: 2, "actor_port_prio": 3 })),
  aggregator: attribute(23, bondAggregator),
  actorSystemPriority: attribute(24, u16),
  userPortKey: attribute(25, u16),
  actorSystem: attribute(26, mac),
  dynamicBalance: attribute(27, boolean(u8)),
  peerNotificationDelay: attribute(28, u32),
  lacpActive: attribute(29, boolean(u8)),
  missedMax: attribute(30, u8),
  ndTargets: attribute(31, indexed(ipv6, { first: 0 }), { nested: true }),
  coupledControl: attribute(32, boolean(u8)),
  broadcastNeighbor: attribute(33, boolean(u8)),
  lacpStrict: attribute(34, boolean(u8)),
});
