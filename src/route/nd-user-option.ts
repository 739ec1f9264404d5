import { ipv6 } from "../codec/address.ts";
import { attribute, type Extensible } from "../codec/attributes.ts";
import { type MessageCodec, messageWithBody } from "../codec/message.ts";
import { i32, u16, u8 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { bytes } from "../codec/text.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/** The fixed part of a message about options (`struct nduseroptmsg`). */
export interface NdUserOptionHeader {
  /** Always `"inet6"` (`nduseropt_family`). */
  readonly family: Family;
  /** Index of the link by which the advertisement came in (`nduseropt_ifindex`). */
  readonly index: number;
  /** Type of the ICMPv6 message: 134, a router advertisement (`nduseropt_icmp_type`). */
  readonly icmpType: number;
  /** Code of the ICMPv6 message (`nduseropt_icmp_code`). */
  readonly icmpCode: number;
}

/** What stands behind it. */
export interface NdUserOptionBody {
  /**
   * The options as the router sent them (`nduseropt_opts_len`): of each the type, such as 25 for DNS servers (RFC 8106),
   * its length in units of eight bytes, and the rest.
   */
  readonly options: Uint8Array;
}

/** The attributes of a message about options (`NDUSEROPT_*`). */
export interface NdUserOptionAttributes extends Extensible {
  /** Address of the router (`NDUSEROPT_SRCADDR`). */
  readonly source?: string;
}

/** Options of a router advertisement that are for programs, such as the addresses of DNS servers. */
export interface NdUserOption extends NdUserOptionHeader, NdUserOptionBody, NdUserOptionAttributes {}

/** Every message about options: `struct nduseroptmsg`, the options, and `NDUSEROPT_*`. */
export const ndUserOptionMessage: MessageCodec<NdUserOption> = messageWithBody<
  NdUserOptionHeader,
  NdUserOptionBody,
  NdUserOptionAttributes
>(
  16,
  { family: field(0, family), index: field(4, i32), icmpType: field(8, u8), icmpCode: field(9, u8) },
  { name: "options", length: field(2, u16), codec: bytes },
  { source: attribute(1, ipv6) },
);

/** A router advertised options that are for programs. */
export interface NdUserOptionEvent {
  /** Tells what the event is about. */
  readonly type: "ndUserOption";
  /** Always `new`. */
  readonly action: Action;
  /** The options. */
  readonly ndUserOption: NdUserOption;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Options of routers for programs: `RTM_NEWNDUSEROPT`. They are only told of, and cannot be listed. */
export const ndUserOptionNoun: Noun<NdUserOption, NdUserOptionEvent> = {
  kernelName: "NDUSEROPT",
  newType: 68,
  // RTNLGRP_ND_USEROPT
  groups: [20],
  codec: ndUserOptionMessage,
  links: [["index"]],
  event: (action, ndUserOption, message) => ({ type: "ndUserOption", action, ndUserOption, message }),
};
