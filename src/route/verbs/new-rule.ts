import { parsePrefix, type Prefix } from "../../codec/prefix.ts";
import type { RouteProtocol } from "../protocol.ts";
import type { Rule, RuleAction } from "../rule.ts";
import { checkDescription, checkFamily, chosenFlags, namesOf, pick } from "./description.ts";
import type { LinkResolver } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import { type RoutingTable, tableNumber } from "./routing-table.ts";

/** A family that has rules. */
export type RuleFamily = "inet" | "inet6" | "ipmr" | "ip6mr";

/** A rule as it is to be; of one that is to go, whatever tells it from others. */
export interface NewRule extends
  Partial<
    Pick<
      Rule,
      | "priority"
      | "tos"
      | "goto"
      | "mark"
      | "markMask"
      | "flow"
      | "tunnelId"
      | "suppressLinkGroup"
      | "suppressPrefixLength"
      | "l3Master"
      | "userRange"
      | "ipProtocol"
      | "sourcePorts"
      | "sourcePortMask"
      | "destinationPorts"
      | "destinationPortMask"
      | "dscp"
      | "dscpMask"
      | "flowLabel"
      | "flowLabelMask"
    >
  > {
  /** Family of the packets. @default that of `source` and `destination`, and IPv4 without them */
  readonly family?: RuleFamily;
  /** Network that packets must come from, such as `"10.0.0.0/8"`. */
  readonly source?: string;
  /** Network that packets must go to. */
  readonly destination?: string;
  /** The link that packets must come in by; one given by its name need not be there yet. */
  readonly inputLink?: LinkReference;
  /** The link that packets must go out by; one given by its name need not be there yet. */
  readonly outputLink?: LinkReference;
  /** Whether the rule is for packets that do not fit it (`FIB_RULE_INVERT`). @default {false} */
  readonly invert?: boolean;
  /** What is done with the packets. @default {"table"}, and `"goto"` where that is given */
  readonly action?: RuleAction;
  /** The table in which the route is looked up. @default {"main"} */
  readonly table?: RoutingTable;
  /** Who made the rule. @default {"static"} */
  readonly protocol?: RouteProtocol;
}

const FIELDS = namesOf<NewRule>({
  priority: true,
  family: true,
  source: true,
  destination: true,
  inputLink: true,
  outputLink: true,
  invert: true,
  table: true,
  action: true,
  goto: true,
  protocol: true,
  mark: true,
  markMask: true,
  tos: true,
  dscp: true,
  dscpMask: true,
  ipProtocol: true,
  sourcePorts: true,
  sourcePortMask: true,
  destinationPorts: true,
  destinationPortMask: true,
  userRange: true,
  flow: true,
  flowLabel: true,
  flowLabelMask: true,
  tunnelId: true,
  l3Master: true,
  suppressLinkGroup: true,
  suppressPrefixLength: true,
});
/** The families that have rules. */
export const RULE_FAMILIES: readonly RuleFamily[] = ["inet", "inet6", "ipmr", "ip6mr"];
/** What a rule has that suppresses nothing. */
const NOTHING = 0xffffffff;

/** Throws a `RangeError` for a description with unknown fields, or of a family that has no rules. */
export function checkRule(subject: string, rule: NewRule): void {
  checkDescription(subject, rule, FIELDS);
  checkFamily(subject, RULE_FAMILIES, rule.family);
}

/** The message of a rule that is to be. */
export function messageOfNewRule(subject: string, rule: NewRule, links: LinkResolver): Partial<Rule> {
  const { goto, l3Master = 0, action = goto === undefined ? "table" : "goto", table } = rule;
  // The kernel would choose an empty table.
  const needsTable = action === "table" && table === undefined && l3Master === 0;
  const message = messageOfRule(subject, needsTable ? { ...rule, table: "main" } : rule, links);
  return { action, protocol: "static", ...message };
}

/** The message of a rule with nothing that is not told. */
export function messageOfRule(subject: string, rule: NewRule, { name }: LinkResolver): Partial<Rule> {
  const { family: given, source, destination, inputLink, outputLink, invert: _invert, table, ...same } = rule;
  const from = prefixOf(`${subject}: source`, source, given);
  const to = prefixOf(`${subject}: destination`, destination, given ?? from?.family);
  const flags = chosenFlags(subject, rule, ["invert"]);
  return {
    family: given ?? from?.family ?? to?.family ?? "inet",
    ...(from && { source: from.address, sourcePrefixLength: from.prefixLength }),
    ...(to && { destination: to.address, destinationPrefixLength: to.prefixLength }),
    ...(inputLink !== undefined && { inputLink: name(inputLink) }),
    ...(outputLink !== undefined && { outputLink: name(outputLink) }),
    ...(flags.length > 0 && { flags }),
    ...(table !== undefined && { table: tableNumber(subject, table) }),
    // What is `undefined` is not told, and leaves the default.
    ...pick(same, Object.keys(same) as (keyof typeof same)[]),
  };
}

function prefixOf(subject: string, text: string | undefined, family: RuleFamily | undefined): Prefix | undefined {
  const isIpv6 = family === "inet6" || family === "ip6mr";
  return text === undefined ? undefined : parsePrefix(subject, text, family && (isIpv6 ? "inet6" : "inet"));
}

/** The message that removes a rule as it was listed: without its state, and what is listed of every rule. */
export function messageOfListedRule(rule: Rule): Partial<Rule> {
  const { flags, unknown: _unknown, suppressPrefixLength, suppressLinkGroup, ...same } = rule;
  return {
    ...same,
    flags: flags.filter((flag) => flag === "invert"),
    ...(suppressPrefixLength !== NOTHING && pick(rule, ["suppressPrefixLength"])),
    ...(suppressLinkGroup !== NOTHING && pick(rule, ["suppressLinkGroup"])),
  };
}
