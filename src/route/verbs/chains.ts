import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../../codec/framing.ts";
import { type Chain, chainNoun } from "../chain.ts";
import type { FilterOptionsByKind } from "../filter.ts";
import type { Verb } from "../noun.ts";
import type { FilterParent } from "../tc/handle.ts";
import { checkDescription, fitting, namesOf, need, pick } from "./description.ts";
import { checkPlace, type FilterPlace, PLACE, placeOf } from "./filters.ts";
import { LinkedRequests } from "./linked.ts";
import type { RequestOptions } from "./requests.ts";
import { isListed, type NewOfKind, placeText } from "./traffic-verbs.ts";

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

  /**
   * Lists the chains of a link or a block; rejects with `ENODEV` where there is no such link. Those of one side of a link
   * have that as their `parent`, of which the kernel tells the qdisc alone, `"ffff:"`.
   */
  async list(query: ChainQuery): Promise<readonly Chain[]> {
    const operation = "list chains";
    checkOptions(operation, query, [...PLACE, "signal"]);
    checkPlace(`Cannot ${operation}`, query);
    const chains = await this.#requests.listFor(operation, query, ({ index }) => {
      const own = pick(query, ["chain"]);
      const wanted: Partial<Chain> = { ...placeOf(query, index), ...own };
      return { query: wanted, bare: wanted, keep: fitting<Chain>(own) };
    });
    return chains.map((chain) => ofSide(chain, query));
  }

  /** Gets a chain, as {@linkcode list} gives it; rejects with `EINVAL` where there is none of this number. */
  async get(chain: ChainKey | Chain, options: RequestOptions = {}): Promise<Chain> {
    const key = keyOf(chain);
    const [found] = await this.#ask("get", "get", 0, key, options);
    if (found === undefined) throw new NetlinkError(`get chain ${key.chain}`, "ENOENT");
    return ofSide(found, key);
  }

  /** Adds a chain; rejects with `EEXIST` where there is one of this number. */
  async add(chain: NewChain, options: RequestOptions = {}): Promise<void> {
    await this.#ask("add", "new", NLM_F_CREATE | NLM_F_EXCL, chain, options);
  }

  /** Removes a chain with all its filters; rejects with `EINVAL` where there is none of this number. */
  async remove(chain: ChainKey | Chain, options: RequestOptions = {}): Promise<void> {
    await this.#ask("remove", "delete", 0, keyOf(chain), options);
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

/** The sides of a link that a qdisc such as `clsact` has chains of. */
const SIDES: readonly unknown[] = ["ingress", "egress"] satisfies readonly FilterParent[];

/** A chain with the side of the link that was asked for. */
function ofSide(chain: Chain, { parent }: FilterPlace): Chain {
  return parent !== undefined && SIDES.includes(parent) ? { ...chain, parent } : chain;
}

/** What tells which chain is meant, as it was told or as it was listed. */
function keyOf(chain: ChainKey | Chain): ChainKey {
  if (!isListed(chain)) return chain;
  const { index, parent, block, chain: number = 0 } = chain;
  return { chain: number, ...(block === undefined ? { link: index, parent } : { block }) };
}
