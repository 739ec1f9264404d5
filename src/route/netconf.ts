import { attribute, type Extensible } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { enumeration } from "../codec/names.ts";
import { i32 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/** Whether packets are dropped whose source is not reached by the link that they came in by (`rp_filter`). */
export type ReversePathFilter = "off" | "strict" | "loose" | number;

/** The fixed part of a message about settings (`struct netconfmsg`). */
export interface NetconfHeader {
  /** Family of the packets that the settings are for (`ncm_family`). */
  readonly family: Family;
}

/** The attributes of a message about settings (`NETCONFA_*`); switches are 0 for off, and on otherwise. */
export interface NetconfAttributes extends Extensible {
  /** Index of the link; -1 for what holds for all, -2 for what new links begin with (`NETCONFA_IFINDEX`). */
  readonly index?: number;
  /** Whether packets are forwarded (`NETCONFA_FORWARDING`). */
  readonly forwarding?: number;
  /** Whether the way back to the source is checked; only IPv4 (`NETCONFA_RP_FILTER`). */
  readonly reversePathFilter?: ReversePathFilter;
  /** Whether multicast packets are forwarded (`NETCONFA_MC_FORWARDING`). */
  readonly multicastForwarding?: number;
  /** Whether ARP or ND is answered for others (`NETCONFA_PROXY_NEIGH`). */
  readonly proxyNeighbor?: number;
  /** Whether routes are passed over whose link has no carrier (`NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN`). */
  readonly ignoreRoutesWithLinkDown?: number;
  /** Whether MPLS packets are accepted; only MPLS (`NETCONFA_INPUT`). */
  readonly input?: number;
  /** Whether directed broadcasts are forwarded; only IPv4 (`NETCONFA_BC_FORWARDING`). */
  readonly broadcastForwarding?: number;
  /** Whether packets are forwarded though `forwarding` is off for all; only IPv6 (`NETCONFA_FORCE_FORWARDING`). */
  readonly forceForwarding?: number;
}

/** Settings of a link for one address family, as far as the kernel announces their changes. */
export interface Netconf extends NetconfHeader, NetconfAttributes {}

/** Every message about settings: `struct netconfmsg` and `NETCONFA_*`. */
export const netconfMessage: MessageCodec<Netconf> = message<NetconfHeader, NetconfAttributes>(1, {
  family: field(0, family),
}, {
  index: attribute(1, i32),
  forwarding: attribute(2, i32),
  reversePathFilter: attribute(3, enumeration(i32, { off: 0, strict: 1, loose: 2 })),
  multicastForwarding: attribute(4, i32),
  proxyNeighbor: attribute(5, i32),
  ignoreRoutesWithLinkDown: attribute(6, i32),
  input: attribute(7, i32),
  broadcastForwarding: attribute(8, i32),
  forceForwarding: attribute(9, i32),
});

/** Settings of a link changed, or are gone with it. */
export interface NetconfEvent {
  /** Tells what the event is about. */
  readonly type: "netconf";
  /** Whether the settings are there or gone; of those that are gone only the link is told. */
  readonly action: Action;
  /** The settings that changed, and those that did not where the kernel tells all. */
  readonly netconf: Netconf;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Settings of links: `RTM_NEWNETCONF`, `RTM_DELNETCONF`. */
export const netconfNoun: Noun<Netconf, NetconfEvent> = {
  kernelName: "NETCONF",
  newType: 80,
  // RTNLGRP_IPV4_NETCONF, RTNLGRP_IPV6_NETCONF, RTNLGRP_MPLS_NETCONF
  groups: [24, 25, 29],
  codec: netconfMessage,
  links: [["index"]],
  event: (action, netconf, message) => ({ type: "netconf", action, netconf, message }),
};
