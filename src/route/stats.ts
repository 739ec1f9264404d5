import { attribute, attributes, type Extensible } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { type Flags, flags } from "../codec/names.ts";
import { boolean, u32, u8 } from "../codec/numbers.ts";
import { field, type FieldsOf } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import { type LinkStats, stats64 } from "./link/stats.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";
import { type BondCounters, bondCounters } from "./stats/bond.ts";
import { type BridgeCounters, bridgeCounters } from "./stats/bridge.ts";
import { type MplsStats, mplsStats } from "./stats/mpls.ts";
import { type OffloadStats, offloadStats } from "./stats/offload.ts";

/** A kind of counters (`IFLA_STATS_FILTER_BIT`). */
export type StatsFilter = "link" | "extended" | "portExtended" | "offload" | "familySpecific";

/** Counters that only some kinds of links have (`LINK_XSTATS_TYPE_*`). */
export interface ExtendedStats extends Extensible {
  /** Those of a bridge, or of a port of one (`LINK_XSTATS_TYPE_BRIDGE`). */
  readonly bridge?: BridgeCounters;
  /** Those of a bond, or of a port of one (`LINK_XSTATS_TYPE_BOND`). */
  readonly bond?: BondCounters;
}

/** Counters of address families (`AF_*`). */
export interface FamilyStats extends Extensible {
  /** Those of MPLS (`AF_MPLS`). */
  readonly mpls?: MplsStats;
}

/** The fixed part of a message about counters (`struct if_stats_msg`). */
export interface StatsHeader {
  /** Not used (`family`). */
  readonly family: Family;
  /** Index of the link (`ifindex`). */
  readonly index: number;
  /** Which counters a request wants, and an answer has (`filter_mask`). */
  readonly filter: Flags<StatsFilter>;
}

/** The attributes of a message about counters (`IFLA_STATS_*`). */
export interface StatsAttributes extends Extensible {
  /** What every link counts (`IFLA_STATS_LINK_64`). */
  readonly link?: LinkStats;
  /** What links of its kind count (`IFLA_STATS_LINK_XSTATS`). */
  readonly extended?: ExtendedStats;
  /** What ports of its master count (`IFLA_STATS_LINK_XSTATS_SLAVE`). */
  readonly portExtended?: ExtendedStats;
  /** What hardware did in place of the kernel (`IFLA_STATS_LINK_OFFLOAD_XSTATS`). */
  readonly offload?: OffloadStats;
  /** What address families count (`IFLA_STATS_AF_SPEC`). */
  readonly familySpecific?: FamilyStats;
}

/** Counters of a link. */
export interface Stats extends StatsHeader, StatsAttributes {}

/** Which parts of some counters are wanted, as bits of their attributes (`IFLA_STATS_GET_FILTERS`). */
export interface StatsParts extends Extensible {
  /** Parts of `offload` (`IFLA_STATS_LINK_OFFLOAD_XSTATS`). */
  readonly offload?: number;
}

/** The attributes of a request (`IFLA_STATS_GETSET_*`). */
export interface StatsRequestAttributes extends Extensible {
  /** Which parts of some counters are wanted (`IFLA_STATS_GET_FILTERS`). */
  readonly parts?: StatsParts;
  /** Whether hardware is to count what it routes (`IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS`). */
  readonly l3Stats?: boolean;
}

/** A request about counters. */
export interface StatsRequest extends StatsHeader, StatsRequestAttributes {}

const header: FieldsOf<StatsHeader> = {
  family: field(0, family),
  index: field(4, u32),
  filter: field(
    8,
    flags<StatsFilter>(u32, { link: 0x1, extended: 0x2, portExtended: 0x4, offload: 0x8, familySpecific: 0x10 }),
  ),
};

const extendedStats = attributes<ExtendedStats>({
  bridge: attribute(1, bridgeCounters),
  bond: attribute(2, bondCounters),
});

/** Every message of the kernel about counters: `struct if_stats_msg` and `IFLA_STATS_*`. */
export const statsMessage: MessageCodec<Stats> = message<StatsHeader, StatsAttributes>(12, header, {
  link: attribute(1, stats64),
  extended: attribute(2, extendedStats),
  portExtended: attribute(3, extendedStats),
  offload: attribute(4, offloadStats),
  familySpecific: attribute(5, attributes<FamilyStats>({ mpls: attribute(28, mplsStats) })),
});

/** Every request about counters: `struct if_stats_msg` and `IFLA_STATS_GETSET_*`. */
export const statsRequest: MessageCodec<StatsRequest> = message<StatsHeader, StatsRequestAttributes>(12, header, {
  parts: attribute(1, attributes<StatsParts>({ offload: attribute(4, u32) }), { nested: true }),
  l3Stats: attribute(2, boolean(u8)),
});

/** Hardware began or ceased to count for a link. Counters themselves are only listed. */
export interface StatsEvent {
  /** Tells what the event is about. */
  readonly type: "stats";
  /** Always `new`. */
  readonly action: Action;
  /** The link, and what hardware counts for it. */
  readonly stats: Stats;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Counters of links: `RTM_NEWSTATS`. */
export const statsNoun: Noun<Stats, StatsEvent> = {
  kernelName: "STATS",
  newType: 92,
  // RTNLGRP_STATS
  groups: [36],
  codec: statsMessage,
  links: [["index"]],
  requests: { get: statsRequest, set: statsRequest },
  event: (action, stats, message) => ({ type: "stats", action, stats, message }),
};
