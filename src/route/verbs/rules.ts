import type { Exchange } from "../../exchange.ts";
import { type Rule, ruleNoun } from "../rule.ts";
import { type RequestOptions, Requests } from "./requests.ts";

/** Which rules are listed. */
export interface RuleQuery extends RequestOptions {}

/** The rules of a network namespace. */
export class Rules {
  readonly #requests: Requests<Rule>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new Requests(exchange, ruleNoun);
  }

  /** Lists the rules. */
  list(query: RuleQuery = {}): Promise<readonly Rule[]> {
    const bare: Partial<Rule> = { family: "unspec" };
    return this.#requests.list("list rules", bare, bare, () => true, query);
  }
}
