import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { type Chain, chainNoun } from "../chain.ts";
import { fitting, pick } from "./description.ts";
import { checkPlace, type FilterPlace, PLACE, placeOf } from "./filters.ts";
import { LinkedRequests } from "./linked.ts";
import type { RequestOptions } from "./requests.ts";

/** Which chains are listed: all that have every one of these properties. */
export interface ChainQuery extends FilterPlace, RequestOptions {}

/**
 * The chains of filters: `RTM_GETCHAIN`.
 *
 * @example
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * for (const { chain } of await rtnetlink.chains.list({ link: "eth0", parent: "ingress" })) console.log(chain);
 * ```
 */
export class Chains {
  readonly #requests: LinkedRequests<Chain>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, chainNoun);
  }

  /** Lists the chains of a link or a block; rejects with `ENODEV` where there is no such link. */
  async list(query: ChainQuery): Promise<readonly Chain[]> {
    const operation = "list chains";
    checkOptions(operation, query, [...PLACE, "signal"]);
    checkPlace(`Cannot ${operation}`, query);
    return await this.#requests.listFor(operation, query, ({ index }) => {
      const own = pick(query, ["chain"]);
      const wanted: Partial<Chain> = { ...placeOf(query, index), ...own };
      return { query: wanted, bare: wanted, keep: fitting<Chain>(own) };
    });
  }
}
