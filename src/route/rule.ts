import { ip } from "../codec/address.ts";
import { attribute, type Extensible } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { enumeration, type Flags, flags } from "../codec/names.ts";
import { be32, be64, u16, u32, u8 } from "../codec/numbers.ts";
import { field, struct } from "../codec/struct.ts";
import { bytes, cstring } from "../codec/text.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";
import { type RouteProtocol, routeProtocol } from "./protocol.ts";
import { headerTable } from "./table.ts";

/** What a rule does with a packet that it matches (`FR_ACT_*`); a number where it has no name here. */
export type RuleAction =
  | "unspec"
  | "table"
  | "goto"
  | "nop"
  | "blackhole"
  | "unreachable"
  | "prohibit"
  | number;

/** A flag of a rule (`FIB_RULE_*`). */
export type RuleFlag =
  | "permanent"
  | "invert"
  | "unresolved"
  | "inputLinkDetached"
  | "outputLinkDetached"
  | "findSource";

/** A range, both ends included (`struct fib_rule_uid_range`, `struct fib_rule_port_range`). */
export interface Range {
  /** First number. */
  readonly start: number;
  /** Last number. */
  readonly end: number;
}

/** The fixed part of a rule message (`struct fib_rule_hdr`). */
export interface RuleHeader {
  /** Family of the packets (`family`). */
  readonly family: Family;
  /** Length of `destination` in bits (`dst_len`). */
  readonly destinationPrefixLength: number;
  /** Length of `source` in bits (`src_len`). */
  readonly sourcePrefixLength: number;
  /** Type of service that packets must have; 0 for any (`tos`). */
  readonly tos: number;
  /** Table in which the route is looked up (`FRA_TABLE`, the lower part of which is in the header too). */
  readonly table: number;
  /** What is done with the packet (`action`). */
  readonly action: RuleAction;
  /** Flags (`flags`). */
  readonly flags: Flags<RuleFlag>;
}

/** The attributes of a rule message (`FRA_*`). */
export interface RuleAttributes extends Pick<RuleHeader, "table">, Extensible {
  /** Network that packets must go to; absent for any (`FRA_DST`). */
  readonly destination?: string;
  /** Network that packets must come from; absent for any (`FRA_SRC`). */
  readonly source?: string;
  /** Name of the link that packets must come in by (`FRA_IIFNAME`). */
  readonly inputLink?: string;
  /** Priority of the rule to go on with (`FRA_GOTO`). */
  readonly goto?: number;
  /** Unused by the kernel (`FRA_UNUSED2`). */
  readonly unused2?: Uint8Array;
  /** Place of the rule: small numbers come first; absent for 0 (`FRA_PRIORITY`). */
  readonly priority?: number;
  /** Unused by the kernel (`FRA_UNUSED3`). */
  readonly unused3?: Uint8Array;
  /** Unused by the kernel (`FRA_UNUSED4`). */
  readonly unused4?: Uint8Array;
  /** Unused by the kernel (`FRA_UNUSED5`). */
  readonly unused5?: Uint8Array;
  /** Mark that packets must have (`FRA_FWMARK`). */
  readonly mark?: number;
  /** Realms: source in the upper, destination in the lower 16 bits (`FRA_FLOW`). */
  readonly flow?: number;
  /** Tunnel that packets must come from (`FRA_TUN_ID`). */
  readonly tunnelId?: bigint;
  /** Group of links whose routes are ignored; 4294967295 for none (`FRA_SUPPRESS_IFGROUP`). */
  readonly suppressLinkGroup?: number;
  /** Routes of this prefix length or less are ignored; 4294967295 for none (`FRA_SUPPRESS_PREFIXLEN`). */
  readonly suppressPrefixLength?: number;
  /** Bits of the mark that count (`FRA_FWMASK`). */
  readonly markMask?: number;
  /** Name of the link that packets must go out by (`FRA_OIFNAME`). */
  readonly outputLink?: string;
  /** Alignment on machines that need it (`FRA_PAD`). */
  readonly padding?: Uint8Array;
  /** Not 0: the table is that of the link's routing domain (`FRA_L3MDEV`). */
  readonly l3Master?: number;
  /** Users whose packets match (`FRA_UID_RANGE`). */
  readonly userRange?: Range;
  /** Who made the rule (`FRA_PROTOCOL`). */
  readonly protocol?: RouteProtocol;
  /** IP protocol of the packets, such as 6 for TCP (`FRA_IP_PROTO`). */
  readonly ipProtocol?: number;
  /** Source ports of the packets (`FRA_SPORT_RANGE`). */
  readonly sourcePorts?: Range;
  /** Destination ports of the packets (`FRA_DPORT_RANGE`). */
  readonly destinationPorts?: Range;
  /** Differentiated services code point of the packets, 0 to 63 (`FRA_DSCP`). */
  readonly dscp?: number;
  /** IPv6 flow label of the packets (`FRA_FLOWLABEL`). */
  readonly flowLabel?: number;
  /** Bits of the flow label that count (`FRA_FLOWLABEL_MASK`). */
  readonly flowLabelMask?: number;
  /** Bits of the source port that count (`FRA_SPORT_MASK`). */
  readonly sourcePortMask?: number;
  /** Bits of the destination port that count (`FRA_DPORT_MASK`). */
  readonly destinationPortMask?: number;
  /** Bits of `dscp` that count (`FRA_DSCP_MASK`). */
  readonly dscpMask?: number;
}

/** A rule that chooses the routing table of a packet. */
export interface Rule extends RuleHeader, RuleAttributes {}

const portRange = struct<Range>(4, { start: field(0, u16), end: field(2, u16) });

/** Every rule message: `struct fib_rule_hdr` and `FRA_*`. */
export const ruleMessage: MessageCodec<Rule> = message<RuleHeader, RuleAttributes>(12, {
  family: field(0, family),
  destinationPrefixLength: field(1, u8),
  sourcePrefixLength: field(2, u8),
  tos: field(3, u8),
  table: field(4, headerTable),
  action: field(
    7,
    enumeration(u8, { unspec: 0, table: 1, goto: 2, nop: 3, blackhole: 6, unreachable: 7, prohibit: 8 }),
  ),
  flags: field(
    8,
    flags(u32, {
      permanent: 0x1,
      invert: 0x2,
      unresolved: 0x4,
      inputLinkDetached: 0x8,
      outputLinkDetached: 0x10,
      findSource: 0x10000,
    }),
  ),
}, {
  destination: attribute(1, ip),
  source: attribute(2, ip),
  inputLink: attribute(3, cstring),
  goto: attribute(4, u32),
  unused2: attribute(5, bytes),
  priority: attribute(6, u32),
  unused3: attribute(7, bytes),
  unused4: attribute(8, bytes),
  unused5: attribute(9, bytes),
  mark: attribute(10, u32),
  flow: attribute(11, u32),
  tunnelId: attribute(12, be64),
  suppressLinkGroup: attribute(13, u32),
  suppressPrefixLength: attribute(14, u32),
  table: attribute(15, u32),
  markMask: attribute(16, u32),
  outputLink: attribute(17, cstring),
  padding: attribute(18, bytes),
  l3Master: attribute(19, u8),
  userRange: attribute(20, struct<Range>(8, { start: field(0, u32), end: field(4, u32) })),
  protocol: attribute(21, routeProtocol),
  ipProtocol: attribute(22, u8),
  sourcePorts: attribute(23, portRange),
  destinationPorts: attribute(24, portRange),
  dscp: attribute(25, u8),
  flowLabel: attribute(26, be32),
  flowLabelMask: attribute(27, be32),
  sourcePortMask: attribute(28, u16),
  destinationPortMask: attribute(29, u16),
  dscpMask: attribute(30, u8),
});

/** A rule appeared or disappeared. */
export interface RuleEvent {
  /** Tells what the event is about. */
  readonly type: "rule";
  /** Whether the rule is there or gone. */
  readonly action: Action;
  /** The rule. */
  readonly rule: Rule;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Rules: `RTM_NEWRULE`, `RTM_DELRULE`. */
export const ruleNoun: Noun<Rule, RuleEvent> = {
  kernelName: "RULE",
  newType: 32,
  // RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE
  groups: [8, 19],
  codec: ruleMessage,
  links: [["inputLink"], ["outputLink"]],
  event: (action, rule, message) => ({ type: "rule", action, rule, message }),
};
