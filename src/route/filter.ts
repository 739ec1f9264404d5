import type { Codec } from "../codec/codec.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { be16, i32, u16, u32 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";
import { qdiscNoun } from "./qdisc.ts";
import {
  type BasicFilterOptions,
  basicFilterOptions,
  type BpfFilterOptions,
  bpfFilterOptions,
  type CgroupFilterOptions,
  cgroupFilterOptions,
  type FlowFilterOptions,
  flowFilterOptions,
  type FwFilterOptions,
  fwFilterOptions,
  type MatchallOptions,
  matchallOptions,
  type RouteFilterOptions,
  routeFilterOptions,
} from "./tc/filters.ts";
import { type FlowerOptions, flowerOptions } from "./tc/flower.ts";
import { blockOf, type FilterParent, filterParent } from "./tc/handle.ts";
import { kindAttributes, type TcAttributes, tcAttributes, type TcKindInfo } from "./tc/object.ts";
import { type U32Options, u32Options } from "./tc/u32.ts";

/** The kinds of filters whose options have a schema, and the type of these. */
export interface FilterOptionsByKind {
  /** Extended matches. */
  readonly basic: BasicFilterOptions;
  /** A program. */
  readonly bpf: BpfFilterOptions;
  /** The group of the process. */
  readonly cgroup: CgroupFilterOptions;
  /** A computed class. */
  readonly flow: FlowFilterOptions;
  /** Fields of packets. */
  readonly flower: FlowerOptions;
  /** A firewall mark. */
  readonly fw: FwFilterOptions;
  /** Every packet. */
  readonly matchall: MatchallOptions;
  /** Realms of the route. */
  readonly route: RouteFilterOptions;
  /** Any bits of packets. */
  readonly u32: U32Options;
}

/** Options by kind. */
export const filterOptions: { readonly [Kind in keyof FilterOptionsByKind]: Codec<FilterOptionsByKind[Kind]> } = {
  basic: basicFilterOptions,
  bpf: bpfFilterOptions,
  cgroup: cgroupFilterOptions,
  flow: flowFilterOptions,
  flower: flowerOptions,
  fw: fwFilterOptions,
  matchall: matchallOptions,
  route: routeFilterOptions,
  u32: u32Options,
};

/** The fixed part of a message about a filter (`struct tcmsg`). */
export interface FilterHeader {
  /** Always `"unspec"` (`tcm_family`). */
  readonly family: Family;
  /** Index of the link; -1 for a filter of a block, which `block` tells then (`tcm_ifindex`). */
  readonly index: number;
  /**
   * Number of the filter: the firewall mark for `fw`; for `u32` a table (12 bits), a bucket (8) and a place in it (12); 0
   * for what filters of one kind and priority have in common (`tcm_handle`).
   */
  readonly handle: number;
  /** The qdisc or class whose packets it sees (`tcm_parent`). */
  readonly parent: FilterParent;
  /** EtherType of the packets that it sees, such as 0x0800 for IPv4; 3 (`ETH_P_ALL`) for all (`tcm_info`). */
  readonly protocol: number;
  /** Its turn; a smaller number comes first (`tcm_info`). */
  readonly priority: number;
}

/** What repeats other fields of a filter or a chain. */
export interface InBlock {
  /** Number of the block that it belongs to, where several qdiscs share it. */
  readonly block?: number;
}

/** A filter: what tells the class of packets, or what is done with them. */
export type Filter = FilterHeader & FilterKindInfo & TcAttributes & InBlock;

/** The kind of a filter, and what depends on it. */
export type FilterKindInfo = TcKindInfo<FilterOptionsByKind, object>;

/** Every message about a filter: `struct tcmsg` and `TCA_*`. */
export const filterMessage: MessageCodec<Filter> = message<FilterHeader, FilterKindInfo & TcAttributes, InBlock>(
  20,
  {
    family: field(0, family),
    index: field(4, i32),
    handle: field(8, u32),
    parent: field(12, filterParent),
    // One number of this host, whose lower half has the order of the network.
    protocol: field(16, be16),
    priority: field(18, u16),
  },
  { ...kindAttributes<FilterKindInfo>(filterOptions, {}), ...tcAttributes },
  { block: blockOf },
);

/** A filter appeared, changed or disappeared. */
export interface FilterEvent {
  /** Tells what the event is about. */
  readonly type: "filter";
  /** Whether it is there or gone; those of a qdisc that is gone go without a word. */
  readonly action: Action;
  /** The filter as it is now, or as it was. */
  readonly filter: Filter;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Filters: `RTM_NEWTFILTER`, `RTM_DELTFILTER`. */
export const filterNoun: Noun<Filter, FilterEvent> = {
  kernelName: "TFILTER",
  newType: 44,
  groups: qdiscNoun.groups,
  codec: filterMessage,
  links: [["index"]],
  event: (action, filter, message) => ({ type: "filter", action, filter, message }),
};
