import { message, type MessageCodec } from "../codec/message.ts";
import { i32, u32 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import { type FilterKindInfo, filterOptions, type InBlock } from "./filter.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";
import { qdiscNoun } from "./qdisc.ts";
import { blockOf, type FilterParent, filterParent } from "./tc/handle.ts";
import { kindAttributes, type TcAttributes, tcAttributes } from "./tc/object.ts";

/** The fixed part of a message about a chain (`struct tcmsg`). */
export interface ChainHeader {
  /** Always `"unspec"` (`tcm_family`). */
  readonly family: Family;
  /** Index of the link; -1 for a chain of a block, which `block` tells then (`tcm_ifindex`). */
  readonly index: number;
  /** Of no meaning; the number is `chain` (`tcm_handle`). */
  readonly handle: number;
  /**
   * The qdisc or class whose filters are in it; in events `"ffff:"` for either side of a link, which the kernel does not
   * tell (`tcm_parent`).
   */
  readonly parent: FilterParent;
  /** Of no meaning (`tcm_info`). */
  readonly info: number;
}

/** A chain of filters, which others can jump to; with a `kind`, all its filters are as `options` tell. */
export type Chain = ChainHeader & FilterKindInfo & TcAttributes & InBlock;

/** Every message about a chain: `struct tcmsg` and `TCA_*`. */
export const chainMessage: MessageCodec<Chain> = message<ChainHeader, FilterKindInfo & TcAttributes, InBlock>(
  20,
  {
    family: field(0, family),
    index: field(4, i32),
    handle: field(8, u32),
    parent: field(12, filterParent),
    info: field(16, u32),
  },
  { ...kindAttributes<FilterKindInfo>(filterOptions, {}), ...tcAttributes },
  { block: blockOf },
);

/** A chain of filters appeared or disappeared. */
export interface ChainEvent {
  /** Tells what the event is about. */
  readonly type: "chain";
  /** Whether it is there or gone; the kernel does not tell of those that only an action names. */
  readonly action: Action;
  /** The chain. */
  readonly chain: Chain;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Chains of filters: `RTM_NEWCHAIN`, `RTM_DELCHAIN`. */
export const chainNoun: Noun<Chain, ChainEvent> = {
  kernelName: "CHAIN",
  newType: 100,
  groups: qdiscNoun.groups,
  codec: chainMessage,
  links: [["index"]],
  event: (action, chain, message) => ({ type: "chain", action, chain, message }),
};
