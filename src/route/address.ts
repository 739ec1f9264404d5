import { ip, ipv4 } from "../codec/address.ts";
import { attribute, type Extensible } from "../codec/attributes.ts";
import { message, type MessageCodec, narrowed } from "../codec/message.ts";
import { enumeration, type Flags, flags } from "../codec/names.ts";
import { i32, u32, u8 } from "../codec/numbers.ts";
import { field, type Grown, struct } from "../codec/struct.ts";
import { cstring } from "../codec/text.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";
import { type Scope, scope } from "./scope.ts";

/** A flag of an address (`IFA_F_*`). */
export type AddressFlag =
  | "secondary"
  | "noDad"
  | "optimistic"
  | "dadFailed"
  | "homeAddress"
  | "deprecated"
  | "tentative"
  | "permanent"
  | "manageTemporary"
  | "noPrefixRoute"
  | "multicastAutoJoin"
  | "stablePrivacy";

/** Who configured an address (`IFAPROT_*`); a number where it has no name here. */
export type AddressProtocol = "unspec" | "kernelLoopback" | "kernelRouterAdvertisement" | "kernelLinkLocal" | number;

/** How long an address lives (`struct ifa_cacheinfo`). */
export interface AddressCacheInfo extends Grown {
  /** Seconds until the address is deprecated; 4294967295 for never (`ifa_prefered`). */
  readonly preferred: number;
  /** Seconds until the address is removed; 4294967295 for never (`ifa_valid`). */
  readonly valid: number;
  /** When it was made, in hundredths of a second since boot (`cstamp`). */
  readonly created: number;
  /** When it was last changed, in hundredths of a second since boot (`tstamp`). */
  readonly updated: number;
}

/** The fixed part of an address message (`struct ifaddrmsg`). */
export interface AddressHeader {
  /** Whether it is an IPv4 or an IPv6 address (`ifa_family`). */
  readonly family: Family;
  /** Length of the network's prefix in bits (`ifa_prefixlen`). */
  readonly prefixLength: number;
  /** Flags (`IFA_FLAGS`, of which the first eight are in `ifa_flags` too). */
  readonly flags: Flags<AddressFlag>;
  /** How far the address is known (`ifa_scope`). */
  readonly scope: Scope;
  /** Index of the link that has the address (`ifa_index`). */
  readonly index: number;
}

/** The attributes of an address message (`IFA_*`). */
export interface AddressAttributes extends Pick<AddressHeader, "flags">, Extensible {
  /** The address; on a point-to-point link that of the other end (`IFA_ADDRESS`). */
  readonly address?: string;
  /** The link's own address: IPv4 always has it, IPv6 only where the other end has another (`IFA_LOCAL`). */
  readonly local?: string;
  /** Name of the link, or that with a colon and a text behind; only IPv4 (`IFA_LABEL`). */
  readonly label?: string;
  /** Broadcast address; only IPv4 (`IFA_BROADCAST`). */
  readonly broadcast?: string;
  /** Anycast address; only IPv6 (`IFA_ANYCAST`). */
  readonly anycast?: string;
  /** How long the address lives (`IFA_CACHEINFO`). */
  readonly cacheInfo?: AddressCacheInfo;
  /** Multicast address (`IFA_MULTICAST`). */
  readonly multicast?: string;
  /** Priority of the route to the address's network (`IFA_RT_PRIORITY`). */
  readonly routePriority?: number;
  /** Number of the namespace that the message is about (`IFA_TARGET_NETNSID`). */
  readonly targetNamespaceId?: number;
  /** Who configured the address (`IFA_PROTO`). */
  readonly protocol?: AddressProtocol;
  /** How many use the multicast address (`IFA_MC_USERS`). */
  readonly multicastUsers?: number;
}

/** An IPv4 or IPv6 address of a link. */
export interface Address extends AddressHeader, AddressAttributes {}

/** The flags that `ifa_flags` has room for. */
const HEADER_FLAGS = {
  secondary: 0x1,
  noDad: 0x2,
  optimistic: 0x4,
  dadFailed: 0x8,
  homeAddress: 0x10,
  deprecated: 0x20,
  tentative: 0x40,
  permanent: 0x80,
} as const;

const cacheInfo = struct<AddressCacheInfo>(16, {
  preferred: field(0, u32),
  valid: field(4, u32),
  created: field(8, u32),
  updated: field(12, u32),
});

/** Every address message: `struct ifaddrmsg` and `IFA_*`. */
export const addressMessage: MessageCodec<Address> = message<AddressHeader, AddressAttributes>(8, {
  family: field(0, family),
  prefixLength: field(1, u8),
  flags: field(
    2,
    narrowed<Flags<AddressFlag>>(
      flags<AddressFlag & keyof typeof HEADER_FLAGS>(u8, HEADER_FLAGS),
      (set) => Array.isArray(set) ? set.filter((flag) => Object.hasOwn(HEADER_FLAGS, flag)) : set,
    ),
  ),
  scope: field(3, scope),
  index: field(4, u32),
}, {
  address: attribute(1, ip),
  local: attribute(2, ip),
  label: attribute(3, cstring),
  broadcast: attribute(4, ipv4),
  anycast: attribute(5, ip),
  cacheInfo: attribute(6, cacheInfo),
  multicast: attribute(7, ip),
  flags: attribute(
    8,
    flags<AddressFlag>(u32, {
      ...HEADER_FLAGS,
      manageTemporary: 0x100,
      noPrefixRoute: 0x200,
      multicastAutoJoin: 0x400,
      stablePrivacy: 0x800,
    }),
  ),
  routePriority: attribute(9, u32),
  targetNamespaceId: attribute(10, i32),
  protocol: attribute(
    11,
    enumeration(u8, { unspec: 0, kernelLoopback: 1, kernelRouterAdvertisement: 2, kernelLinkLocal: 3 }),
  ),
  multicastUsers: attribute(12, u32),
});

/** An address appeared, changed or disappeared. */
export interface AddressEvent {
  /** Tells what the event is about. */
  readonly type: "address";
  /** Whether the address is there or gone. */
  readonly action: Action;
  /** The address as it is now, or as it was. */
  readonly address: Address;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Addresses: `RTM_NEWADDR`, `RTM_DELADDR`. */
export const addressNoun: Noun<Address, AddressEvent> = {
  kernelName: "ADDR",
  newType: 20,
  // RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR
  groups: [5, 9],
  codec: addressMessage,
  links: [["index"]],
  event: (action, address, message) => ({ type: "address", action, address, message }),
};
