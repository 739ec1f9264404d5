import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { shown } from "../../shown.ts";
import { type Filter, filterNoun, type FilterOptionsByKind } from "../filter.ts";
import type { FilterFlag } from "../tc/filter-flags.ts";
import { blockParent, type FilterParent, IN_BLOCK } from "../tc/handle.ts";
import { checkDescription, fitting, namesOf, need, pick } from "./description.ts";
import { LinkedRequests, type LinkIndex } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";
import { meant, type NewOfKind, placeText, type TrafficDescriptions, TrafficVerbs } from "./traffic-verbs.ts";

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
    if (subject.startsWith("Cannot get")) {
      need(subject, "a priority", filter.priority);
      need(subject, "a handle", filter.handle);
    }
    if (subject.startsWith("Cannot remove")) {
      need(subject, "a priority (flush removes all filters of a chain)", filter.priority);
    }
  },
  messageOf(filter: NewFilter | FilterKey, index: LinkIndex) {
    const { link: _link, block: _block, ...own } = filter;
    // What is missing of its structs is 0 in the message.
    return { protocol: ALL, ...own, ...placeOf(filter, index) } as Partial<Filter>;
  },
  accepted: withoutStates,
};

/** The members of options that can have flags of filters. */
const FLAGS = ["flags", "filterFlags"] as const;
/** The flags that tell what became of a filter, which the kernel refuses in requests. */
const STATES: readonly unknown[] = ["inHardware", "notInHardware"] satisfies readonly FilterFlag[];

/** A filter without what only the kernel tells of it. */
function withoutStates(filter: NewFilter): NewFilter {
  const options: object | undefined = filter.options;
  if (typeof options !== "object" || options === null) return filter;
  const asked = FLAGS.flatMap((name) => {
    const flags: unknown = Reflect.get(options, name);
    return Array.isArray(flags) ? [[name, flags.filter((flag) => !STATES.includes(flag))]] : [];
  });
  // The same kind of options, of which nothing but flags is gone.
  return { ...filter, options: { ...options, ...Object.fromEntries(asked) } } as NewFilter;
}

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

  /** Removes all filters of one chain, which is 0 where none is told; resolves where there are none too. */
  async flush(place: FilterPlace, options: RequestOptions = {}): Promise<void> {
    const subject = "Cannot flush filters";
    checkDescription(subject, place, PLACE);
    checkPlace(subject, place);
    await this.#requests.run(`flush filters of ${placeText(place)}`, options, ({ index }) => [
      { verb: "delete", value: { ...placeOf(place, index), ...pick(place, ["chain"]) } },
    ]);
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
