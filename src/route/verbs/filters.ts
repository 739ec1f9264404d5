import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { shown } from "../../shown.ts";
import { type Filter, filterNoun, type FilterOptionsByKind } from "../filter.ts";
import { blockParent, type FilterParent, IN_BLOCK } from "../tc/handle.ts";
import { fitting, namesOf, need, pick } from "./description.ts";
import { LinkedRequests, type LinkIndex } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";
import { meant, type NewOfKind, type TrafficDescriptions, TrafficVerbs } from "./traffic-verbs.ts";

/** Where filters and chains are. */
export interface FilterPlace {
  /** Those of this link; without one those of a block. */
  readonly link?: LinkReference;
  /** The qdisc or class of the link whose packets they see. @default the qdisc at the root */
  readonly parent?: FilterParent;
  /** Those of this block, which qdiscs share. */
  readonly block?: number;
  /** Those of this chain. */
  readonly chain?: number;
}

/** Which filters are listed: all that have every one of these properties. */
export interface FilterQuery extends FilterPlace, RequestOptions {
  /** Those of this kind. */
  readonly kind?: string;
  /** Those of this EtherType, such as 0x0800 for IPv4; 3 for those that see all packets. */
  readonly protocol?: number;
  /** Those with this priority. */
  readonly priority?: number;
}

/** Which filters are meant: those of one priority, or the one of them with this handle. */
export interface FilterKey extends FilterPlace {
  /** EtherType of the packets that they see. @default {3} those that see all packets */
  readonly protocol?: number;
  /** Their turn. */
  readonly priority: number;
  /** Number of the filter. @default for a new one: any that is free */
  readonly handle?: number;
  /** What they are. */
  readonly kind?: string;
}

/** A filter as it is to be; without a `priority` it comes before those that are there. */
export type NewFilter =
  & Omit<FilterKey, "kind" | "priority">
  & Partial<Pick<FilterKey, "priority">>
  & NewOfKind<FilterOptionsByKind>;

/** Every EtherType (`ETH_P_ALL`). */
const ALL = 3;

const DESCRIPTIONS: TrafficDescriptions<Filter, NewFilter, FilterKey> = {
  name: "filter",
  fields: namesOf<NewFilter>({
    link: true,
    parent: true,
    block: true,
    chain: true,
    protocol: true,
    priority: true,
    handle: true,
    kind: true,
    options: true,
  }),
  identity: ["index", "parent", "protocol", "priority", "handle", "chain", "kind"],
  check(subject, filter) {
    checkPlace(subject, filter);
    // Without it the kernel removes all of the chain.
    if (/^Cannot (get|remove)/.test(subject)) need(subject, "a priority", filter.priority);
    if (subject.startsWith("Cannot get")) need(subject, "a handle", filter.handle);
  },
  messageOf(filter: NewFilter | FilterKey, index: LinkIndex) {
    const { link: _link, block: _block, ...own } = filter;
    // What is missing of its structs is 0 in the message.
    return { protocol: ALL, ...own, ...placeOf(filter, index) } as Partial<Filter>;
  },
};

/**
 * The filters of qdiscs and classes: `RTM_GETTFILTER`, `RTM_NEWTFILTER`, `RTM_DELTFILTER`.
 *
 * @example What is done with packets that come in
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * for (const { kind, priority, options } of await rtnetlink.filters.list({ link: "eth0", parent: "ingress" })) {
 *   console.log(kind, priority, options?.actions?.map(({ kind }) => kind));
 * }
 * ```
 */
export class Filters extends TrafficVerbs<Filter, NewFilter, FilterKey> {
  readonly #requests: LinkedRequests<Filter>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    super(exchange, filterNoun, DESCRIPTIONS);
    this.#requests = new LinkedRequests(exchange, filterNoun);
  }

  /** Gets one filter, with its counters, by its priority and its handle; rejects with `ENOENT` where there is none. */
  async get(filter: FilterKey | Filter, options: RequestOptions = {}): Promise<Filter> {
    const { operation, messageOf } = meant(DESCRIPTIONS, "get", filter);
    const [found] = await this.#requests.run(operation, options, ({ index }) => [
      { verb: "get", value: messageOf(index) },
    ]);
    if (found === undefined) throw new NetlinkError(operation, "ENOENT");
    return found;
  }

  /** Lists the filters of a link or a block; rejects with `ENODEV` where there is no such link. */
  async list(query: FilterQuery): Promise<readonly Filter[]> {
    const operation = "list filters";
    checkOptions(operation, query, [...PLACE, "kind", "protocol", "priority", "signal"]);
    checkPlace(`Cannot ${operation}`, query);
    this.#requests.checkWanted(operation, pick(query, ["kind"]));
    return await this.#requests.listFor(operation, query, ({ index }) => {
      const own = pick(query, ["protocol", "priority", "chain"]);
      const wanted: Partial<Filter> = { ...placeOf(query, index), ...own };
      return { query: wanted, bare: wanted, keep: fitting<Filter>({ ...own, ...pick(query, ["kind"]) }) };
    });
  }
}

/** The options that tell a place. */
export const PLACE: readonly (keyof FilterPlace)[] = ["link", "parent", "block", "chain"];

/** Throws a `RangeError` that starts with `subject` where no place is told, or two. */
export function checkPlace(subject: string, { link, block, parent }: FilterPlace): void {
  need(subject, "a link or a block", link ?? block);
  if (block !== undefined && (link ?? parent) !== undefined) {
    throw new RangeError(`${subject}: expected either a link or a block`);
  }
  if (block !== undefined && !(Number.isInteger(block) && block > 0 && block <= MAX_BLOCK)) {
    throw new RangeError(`${subject}: expected a block from 1 to ${MAX_BLOCK}, got ${shown(block)}`);
  }
}

/** Largest number of a block, one of 32 bits. */
const MAX_BLOCK = 2 ** 32 - 1;

/** A place as messages have it. */
export function placeOf(
  { link, parent, block = 0 }: FilterPlace,
  index: (link: LinkReference) => number,
): { readonly index: number; readonly parent?: FilterParent } {
  if (link === undefined) return { index: IN_BLOCK, parent: blockParent(block) };
  return { index: index(link), ...(parent !== undefined && { parent }) };
}
