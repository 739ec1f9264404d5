import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../../codec/framing.ts";
import { type Chain, chainNoun } from "../chain.ts";
import type { FilterOptionsByKind } from "../filter.ts";
import type { Verb } from "../noun.ts";
import { checkDescription, fitting, namesOf, need, pick } from "./description.ts";
import { checkPlace, type FilterPlace, PLACE, placeOf } from "./filters.ts";
import { LinkedRequests } from "./linked.ts";
import type { RequestOptions } from "./requests.ts";
import { type NewOfKind, placeText } from "./traffic-verbs.ts";

/** Which chains are listed: all that have every one of these properties. */
export interface ChainQuery extends FilterPlace, RequestOptions {}

/** Which chain is meant. */
export interface ChainKey extends FilterPlace {
  /** Its number. */
  readonly chain: number;
}

/** A chain as it is to be; with a `kind`, all its filters are as `options` tell. */
export type NewChain = ChainKey & Partial<NewOfKind<FilterOptionsByKind>>;

const FIELDS = namesOf<NewChain>({ link: true, parent: true, block: true, chain: true, kind: true, options: true });

/**
 * The chains of filters: `RTM_GETCHAIN`, `RTM_NEWCHAIN`, `RTM_DELCHAIN`. They come with their first filter too.
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

  /** Gets a chain; rejects with `EINVAL` where there is none of this number. */
  async get(chain: ChainKey, options: RequestOptions = {}): Promise<Chain> {
    const [found] = await this.#ask("get", "get", 0, chain, options);
    if (found === undefined) throw new NetlinkError(`get chain ${chain.chain}`, "ENOENT");
    return found;
  }

  /** Adds a chain; rejects with `EEXIST` where there is one of this number. */
  async add(chain: NewChain, options: RequestOptions = {}): Promise<void> {
    await this.#ask("add", "new", NLM_F_CREATE | NLM_F_EXCL, chain, options);
  }

  /** Removes a chain with all its filters; rejects with `EINVAL` where there is none of this number. */
  async remove(chain: ChainKey, options: RequestOptions = {}): Promise<void> {
    await this.#ask("remove", "delete", 0, chain, options);
  }

  async #ask(
    word: "get" | "add" | "remove",
    verb: Verb,
    flags: number,
    chain: NewChain,
    options: RequestOptions,
  ): Promise<readonly Chain[]> {
    const subject = `Cannot ${word} chain`;
    checkDescription(subject, chain, FIELDS);
    checkPlace(subject, chain);
    need(subject, "the number of a chain", chain.chain);
    const operation = `${word} chain ${chain.chain} ${word === "add" ? "to" : "of"} ${placeText(chain)}`;
    return await this.#requests.run(operation, options, ({ index }) => {
      // What is missing of its structs is 0 in the message.
      const value = { ...pick(chain, ["chain", "kind", "options"]), ...placeOf(chain, index) } as Partial<Chain>;
      return [{ verb, flags, value }];
    });
  }
}
