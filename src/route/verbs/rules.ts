import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL } from "../../codec/framing.ts";
import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { type Rule, ruleNoun } from "../rule.ts";
import { checkFamily, fitting, need, pick } from "./description.ts";
import { LinkedRequests } from "./linked.ts";
import {
  checkRule,
  messageOfListedRule,
  messageOfNewRule,
  messageOfRule,
  type NewRule,
  RULE_FAMILIES,
  type RuleFamily,
} from "./new-rule.ts";
import type { RequestOptions } from "./requests.ts";
import { type RoutingTable, tableNumber } from "./routing-table.ts";

/** Which rules are listed: all that have every one of these properties. */
export interface RuleQuery extends RequestOptions {
  /** Those of this family; `ipmr` and `ip6mr`, whose rules are for multicast routing, are only listed when asked for. */
  readonly family?: RuleFamily;
  /** Those at this place. */
  readonly priority?: number;
  /** Those that look into this table. */
  readonly table?: RoutingTable;
}

/** Which rule is meant, beside its priority. */
export interface RuleGetOptions extends RequestOptions {
  /** Family of the rule. @default {"inet"} */
  readonly family?: RuleFamily;
}

/**
 * The rules of a network namespace: `RTM_GETRULE`, `RTM_NEWRULE`, `RTM_DELRULE`. The kernel changes no rules: there is no
 * `set`.
 *
 * @example Another table for a network
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * const { priority } = await rtnetlink.rules.add({ source: "192.0.2.0/24", table: 100 });
 * console.log(priority);
 * await rtnetlink.rules.remove({ source: "192.0.2.0/24", table: 100 });
 * ```
 */
export class Rules {
  readonly #requests: LinkedRequests<Rule>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, ruleNoun);
  }

  /** Lists the rules, of both IPv4 and IPv6 where no family is named. */
  async list(query: RuleQuery = {}): Promise<readonly Rule[]> {
    checkOptions("list rules", query, ["family", "priority", "table", "signal"]);
    return await this.#list("list rules", query);
  }

  /** Gets the first rule with a priority; rejects with `ENOENT` where there is none. */
  async get(priority: number, options: RuleGetOptions = {}): Promise<Rule> {
    const operation = `get rule ${priority}`;
    checkOptions(operation, options, ["family", "signal"]);
    // One that is missing would fit any.
    need(`Cannot ${operation}`, "a priority", priority);
    const [found] = await this.#list(operation, { family: "inet", ...options, priority });
    if (found === undefined) throw new NetlinkError(operation, "ENOENT");
    return found;
  }

  /**
   * Adds a rule and returns it, with the priority that it got; rejects with `EEXIST` where there is the same rule with the
   * same priority; without one there never is.
   */
  async add(rule: NewRule, options: RequestOptions = {}): Promise<Rule> {
    checkRule("Cannot add rule", rule);
    const operation = operationOf("add", rule);
    const flags = NLM_F_CREATE | NLM_F_EXCL | NLM_F_ECHO;
    const [made] = await this.#requests.run(operation, options, (links) => [
      { verb: "new", flags, value: messageOfNewRule(`Cannot ${operation}`, rule, links) },
    ]);
    if (made === undefined) throw new NetlinkError(operation, "ENOENT");
    return made;
  }

  /**
   * Removes a rule, as it was added or as it was listed; what is not told is not compared, and of several that fit the
   * first goes.
   *
   * Rejects with `ENOENT` where there is none.
   */
  async remove(rule: NewRule | Rule, options: RequestOptions = {}): Promise<void> {
    const isListed = typeof rule === "object" && rule !== null && "sourcePrefixLength" in rule;
    if (!isListed) {
      checkRule("Cannot remove rule", rule);
      // The kernel compares no flags either, and would take the first rule of all.
      const { family: _family, invert: _invert, ...telling } = rule;
      const told = Object.values(telling).find((value) => value !== undefined);
      need("Cannot remove rule", "a priority, or something else that tells it", told);
    }
    const operation = operationOf("remove", rule);
    await this.#requests.run(operation, options, (links) => [
      {
        verb: "delete",
        value: isListed ? messageOfListedRule(rule) : messageOfRule(`Cannot ${operation}`, rule, links),
      },
    ]);
  }

  #list(operation: string, query: RuleQuery): Promise<readonly Rule[]> {
    const { family, priority, table } = query;
    checkFamily(`Cannot ${operation}`, RULE_FAMILIES, family);
    this.#requests.checkWanted(operation, pick(query, ["priority"]));
    const fits = fitting<Rule>({
      family,
      table: table === undefined ? table : tableNumber(`Cannot ${operation}`, table),
    });
    const keep = (rule: Rule) =>
      fits(rule) && (priority === undefined || (rule.priority ?? 0) === priority) &&
      (family !== undefined || rule.family === "inet" || rule.family === "inet6");
    const wanted: Partial<Rule> = { family: family ?? "unspec" };
    return this.#requests.list(operation, wanted, wanted, keep, query);
  }
}

function operationOf(verb: string, { priority }: Pick<NewRule, "priority">): string {
  return priority === undefined ? `${verb} rule` : `${verb} rule ${priority}`;
}
