import { ip } from "../codec/address.ts";
import { array } from "../codec/array.ts";
import { attribute, attributes, type Extensible, repeated } from "../codec/attributes.ts";
import type { Codec } from "../codec/codec.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { enumeration, type Flags, flags } from "../codec/names.ts";
import { be16, boolean, flag, plus, u16, u32, u64, uint } from "../codec/numbers.ts";
import { field, struct } from "../codec/struct.ts";
import { bytes } from "../codec/text.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";
import { type RouteProtocol, routeProtocol } from "./protocol.ts";
import { type EncapAttributes, encapAttributes } from "./route/encap.ts";
import { NEXT_HOP_FLAGS, type NextHopFlag } from "./route/next-hop.ts";
import { type Scope, scope } from "./scope.ts";

/** A member of a group (`struct nexthop_grp`). */
export interface NexthopGroupMember {
  /** Number of the nexthop object (`id`). */
  readonly id: number;
  /** Share of the packets that it gets, 1 to 65536; before Linux 6.12 to 256 (`weight`, `weight_high`, plus one). */
  readonly weight: number;
}

/** How a group spreads packets over its members (`NEXTHOP_GRP_TYPE_*`); a number where it has no name here. */
export type NexthopGroupType = "multipath" | "resilient" | number;

/** What is special to a resilient group, whose members own buckets of flows (`NHA_RES_GROUP`). */
export interface ResilientGroup extends Extensible {
  /** Alignment on machines that need it (`NHA_RES_GROUP_PAD`). */
  readonly padding?: Uint8Array;
  /** How many buckets it has (`NHA_RES_GROUP_BUCKETS`). */
  readonly buckets?: number;
  /** Hundredths of a second without packets after which a bucket may move (`NHA_RES_GROUP_IDLE_TIMER`). */
  readonly idleTimer?: number;
  /** Hundredths of a second out of balance after which buckets are moved; 0 for never (`NHA_RES_GROUP_UNBALANCED_TIMER`). */
  readonly unbalancedTimer?: number;
  /** Hundredths of a second that the group has been out of balance (`NHA_RES_GROUP_UNBALANCED_TIME`). */
  readonly unbalancedTime?: bigint;
}

/** A bucket of a resilient group (`NHA_RES_BUCKET`). */
export interface ResilientBucket extends Extensible {
  /** Alignment on machines that need it (`NHA_RES_BUCKET_PAD`). */
  readonly padding?: Uint8Array;
  /** Which bucket of the group it is, from 0 (`NHA_RES_BUCKET_INDEX`). */
  readonly index?: number;
  /** Hundredths of a second since its last packet (`NHA_RES_BUCKET_IDLE_TIME`). */
  readonly idleTime?: bigint;
  /** Number of the nexthop object that owns it (`NHA_RES_BUCKET_NH_ID`). */
  readonly nexthopId?: number;
}

/** What a member of a group has sent (`NHA_GROUP_STATS_ENTRY`). */
export interface NexthopGroupStatsEntry extends Extensible {
  /** Number of the nexthop object (`NHA_GROUP_STATS_ENTRY_ID`). */
  readonly id?: number;
  /** Packets, those of the hardware too (`NHA_GROUP_STATS_ENTRY_PACKETS`). */
  readonly packets?: number | bigint;
  /** Packets of the hardware (`NHA_GROUP_STATS_ENTRY_PACKETS_HW`). */
  readonly hardwarePackets?: number | bigint;
}

/** What the members of a group have sent (`NHA_GROUP_STATS`). */
export interface NexthopGroupStats extends Extensible {
  /** The members (`NHA_GROUP_STATS_ENTRY`). */
  readonly entries?: readonly NexthopGroupStatsEntry[];
}

/**
 * What else a query asks for (`NHA_OP_FLAG_*`). An answer has `groupReserved0` where the upper byte of the weights is
 * sound; without it, a kernel that knows no such weights can have left anything there.
 */
export type NexthopOperationFlag = "dumpStats" | "dumpHardwareStats" | "groupReserved0";

/** The fixed part of a nexthop message (`struct nhmsg`). */
export interface NexthopHeader {
  /** Family of the packets; `"unspec"` for a group (`nh_family`). */
  readonly family: Family;
  /** How far the gateway is, as the kernel has found (`nh_scope`). */
  readonly scope: Scope;
  /** Who made it (`nh_protocol`). */
  readonly protocol: RouteProtocol;
  /** Flags (`nh_flags`). */
  readonly flags: Flags<NextHopFlag>;
}

/** The attributes of a nexthop message (`NHA_*`). */
export interface NexthopAttributes extends EncapAttributes, Extensible {
  /** Number that routes name it by; 0 or absent in a request for any free one (`NHA_ID`). */
  readonly id?: number;
  /** The members, where it is a group (`NHA_GROUP`). */
  readonly group?: readonly NexthopGroupMember[];
  /** How a group spreads packets (`NHA_GROUP_TYPE`). */
  readonly groupType?: NexthopGroupType;
  /** Present where packets are dropped (`NHA_BLACKHOLE`). */
  readonly blackhole?: true;
  /** Index of the link that packets leave by; in a query the link of those that are listed (`NHA_OIF`). */
  readonly outputLink?: number;
  /** Address of the next router (`NHA_GATEWAY`). */
  readonly gateway?: string;
  /** In a query: only groups are listed (`NHA_GROUPS`). */
  readonly groups?: true;
  /** In a query: index of the master of the links of those that are listed (`NHA_MASTER`). */
  readonly master?: number;
  /** Present where it belongs to the forwarding database of a bridge, not to routes (`NHA_FDB`). */
  readonly fdb?: true;
  /** What is special to a resilient group (`NHA_RES_GROUP`). */
  readonly resilientGroup?: ResilientGroup;
  /** A bucket of a resilient group (`NHA_RES_BUCKET`). */
  readonly resilientBucket?: ResilientBucket;
  /** What a query asks for, and what an answer holds (`NHA_OP_FLAGS`). */
  readonly operationFlags?: Flags<NexthopOperationFlag>;
  /** What the members of a group have sent; only where a query asks for it (`NHA_GROUP_STATS`). */
  readonly groupStats?: NexthopGroupStats;
  /** Whether the hardware is to count for the group (`NHA_HW_STATS_ENABLE`). */
  readonly hardwareStatsEnable?: boolean;
  /** Whether some hardware does count for the group (`NHA_HW_STATS_USED`). */
  readonly hardwareStatsUsed?: boolean;
  /** UDP port that packets are sent to, with `fdb` (`NHA_DST_PORT`). */
  readonly destinationPort?: number;
}

/** A nexthop object: a next hop with a number, or a group of them, for routes to share. */
export interface Nexthop extends NexthopHeader, NexthopAttributes {}

const group: Codec<readonly NexthopGroupMember[]> = array(struct<NexthopGroupMember>(8, {
  id: field(0, u32),
  // Two bytes, the lower one first.
  weight: field(4, plus(u16, 1)),
}));

const resilientGroup = attributes<ResilientGroup>({
  padding: attribute(0, bytes),
  buckets: attribute(1, u16),
  idleTimer: attribute(2, u32),
  unbalancedTimer: attribute(3, u32),
  unbalancedTime: attribute(4, u64),
});

const resilientBucket = attributes<ResilientBucket>({
  padding: attribute(0, bytes),
  index: attribute(1, u16),
  idleTime: attribute(2, u64),
  nexthopId: attribute(3, u32),
});

const groupStats = attributes<NexthopGroupStats>({
  entries: repeated(
    1,
    attributes<NexthopGroupStatsEntry>({
      id: attribute(1, u32),
      packets: attribute(2, uint),
      hardwarePackets: attribute(3, uint),
    }),
    { nested: true },
  ),
});

/** Every nexthop message: `struct nhmsg` and `NHA_*`. */
export const nexthopMessage: MessageCodec<Nexthop> = message<NexthopHeader, NexthopAttributes>(8, {
  family: field(0, family),
  scope: field(1, scope),
  protocol: field(2, routeProtocol),
  flags: field(4, flags(u32, NEXT_HOP_FLAGS)),
}, {
  id: attribute(1, u32),
  group: attribute(2, group),
  groupType: attribute(3, enumeration(u16, { multipath: 0, resilient: 1 })),
  blackhole: attribute(4, flag),
  outputLink: attribute(5, u32),
  gateway: attribute(6, ip),
  ...encapAttributes(7, 8),
  groups: attribute(9, flag),
  master: attribute(10, u32),
  fdb: attribute(11, flag),
  resilientGroup: attribute(12, resilientGroup, { nested: true }),
  resilientBucket: attribute(13, resilientBucket, { nested: true }),
  operationFlags: attribute(14, flags(u32, { dumpStats: 0x1, dumpHardwareStats: 0x2, groupReserved0: 0x80000000 })),
  groupStats: attribute(15, groupStats, { nested: true }),
  hardwareStatsEnable: attribute(16, boolean(u32)),
  hardwareStatsUsed: attribute(17, boolean(u32)),
  destinationPort: attribute(18, be16),
});

/** A nexthop object appeared, changed or disappeared. */
export interface NexthopEvent {
  /** Tells what the event is about. */
  readonly type: "nexthop";
  /**
   * Whether it is there or gone. The kernel deletes those of a link that goes down without a word, and takes a deleted
   * one out of its groups; of that it tells the group as `new`.
   */
  readonly action: Action;
  /** The object as it is now, or as it was. */
  readonly nexthop: Nexthop;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Nexthop objects: `RTM_NEWNEXTHOP`, `RTM_DELNEXTHOP`. */
export const nexthopNoun: Noun<Nexthop, NexthopEvent> = {
  kernelName: "NEXTHOP",
  newType: 104,
  // RTNLGRP_NEXTHOP
  groups: [32],
  codec: nexthopMessage,
  links: [["outputLink"]],
  event: (action, nexthop, message) => ({ type: "nexthop", action, nexthop, message }),
};

/** A bucket of a resilient group has got another owner. */
export interface NexthopBucketEvent {
  /** Tells what the event is about. */
  readonly type: "nexthopBucket";
  /** Always `new`: buckets come and go with their group. */
  readonly action: Action;
  /** The group by its `id`, and the bucket in `resilientBucket`. */
  readonly nexthopBucket: Nexthop;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Buckets of resilient groups: `RTM_NEWNEXTHOPBUCKET`, told in the same group as the objects. */
export const nexthopBucketNoun: Noun<Nexthop, NexthopBucketEvent> = {
  kernelName: "NEXTHOPBUCKET",
  newType: 116,
  groups: nexthopNoun.groups,
  codec: nexthopMessage,
  event: (action, nexthopBucket, message) => ({ type: "nexthopBucket", action, nexthopBucket, message }),
};
