import { ipv6 } from "../codec/address.ts";
import { attribute, type Extensible } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { type Flags, flags } from "../codec/names.ts";
import { i32, u32, u8 } from "../codec/numbers.ts";
import { field, type Grown, struct } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/**
 * What a router says of a prefix, in the bits of its advertisement (RFC 4861, 6275 and 9762): that the addresses are on the
 * link, that addresses may be made of it, that it holds the router's own address, that prefixes are to be asked for. Older
 * kernels tell the first two with other bits: `prefixOnLink` and `prefixAutoconf` (`IF_PREFIX_*`).
 */
export type PrefixFlag =
  | "onLink"
  | "autoconf"
  | "routerAddress"
  | "preferDelegation"
  | "prefixOnLink"
  | "prefixAutoconf";

/** How long a prefix lives (`struct prefix_cacheinfo`). */
export interface PrefixCacheInfo extends Grown {
  /** Seconds until addresses of it are deprecated; 4294967295 for never (`preferred_time`). */
  readonly preferred: number;
  /** Seconds until addresses of it are removed; 4294967295 for never (`valid_time`). */
  readonly valid: number;
}

/** The fixed part of a message about a prefix (`struct prefixmsg`). */
export interface PrefixHeader {
  /** Always `"inet6"` (`prefix_family`). */
  readonly family: Family;
  /** Index of the link by which the router told it (`prefix_ifindex`). */
  readonly index: number;
  /** Type of the option in the advertisement: 3 (`prefix_type`). */
  readonly type: number;
  /** Length of the prefix in bits (`prefix_len`). */
  readonly prefixLength: number;
  /** Flags (`prefix_flags`). */
  readonly flags: Flags<PrefixFlag>;
}

/** The attributes of a message about a prefix (`PREFIX_*`). */
export interface PrefixAttributes extends Extensible {
  /** The prefix (`PREFIX_ADDRESS`). */
  readonly address?: string;
  /** How long it lives (`PREFIX_CACHEINFO`). */
  readonly cacheInfo?: PrefixCacheInfo;
}

/** A prefix of IPv6 addresses that a router advertised. */
export interface AdvertisedPrefix extends PrefixHeader, PrefixAttributes {}

const cacheInfo = struct<PrefixCacheInfo>(8, { preferred: field(0, u32), valid: field(4, u32) });

/** Every message about a prefix: `struct prefixmsg` and `PREFIX_*`. */
export const prefixMessage: MessageCodec<AdvertisedPrefix> = message<PrefixHeader, PrefixAttributes>(12, {
  family: field(0, family),
  index: field(4, i32),
  type: field(8, u8),
  prefixLength: field(9, u8),
  flags: field(
    10,
    flags(u8, {
      onLink: 0x80,
      autoconf: 0x40,
      routerAddress: 0x20,
      preferDelegation: 0x10,
      prefixAutoconf: 0x2,
      prefixOnLink: 0x1,
    }),
  ),
}, {
  address: attribute(1, ipv6),
  cacheInfo: attribute(2, cacheInfo),
});

/** A router advertised a prefix, for the first time or once more. */
export interface PrefixEvent {
  /** Tells what the event is about. */
  readonly type: "prefix";
  /** Always `new`. */
  readonly action: Action;
  /** The prefix. */
  readonly prefix: AdvertisedPrefix;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Prefixes that routers advertise: `RTM_NEWPREFIX`. They are only told of, and cannot be listed. */
export const prefixNoun: Noun<AdvertisedPrefix, PrefixEvent> = {
  kernelName: "PREFIX",
  newType: 52,
  // RTNLGRP_IPV6_PREFIX
  groups: [18],
  codec: prefixMessage,
  links: [["index"]],
  event: (action, prefix, message) => ({ type: "prefix", action, prefix, message }),
};
