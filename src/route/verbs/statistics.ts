import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { type Stats, type StatsFilter, statsNoun, type StatsRequest } from "../stats.ts";
import { checkDescription, need } from "./description.ts";
import { called, LinkedRequests } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** Which counters are wanted. */
export interface StatsQuery extends RequestOptions {
  /** Kinds of counters. @default {["link"]} */
  readonly filter?: readonly StatsFilter[];
}

/** What of the counters of a link is to be otherwise. */
export interface StatsChange {
  /** The link. */
  readonly link: LinkReference;
  /** Whether hardware is to count the packets that it routes. */
  readonly l3Stats: boolean;
}

/**
 * The counters of links, without all else that belongs to them: `RTM_GETSTATS`, `RTM_SETSTATS`.
 *
 * @example Multicast messages at ports of bridges
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * for (const { index, portExtended } of await rtnetlink.stats.list({ filter: ["portExtended"] })) {
 *   console.log(index, portExtended?.bridge?.multicast?.packets);
 * }
 * ```
 */
export class Statistics {
  readonly #requests: LinkedRequests<Stats, StatsRequest>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, statsNoun);
  }

  /** Lists the counters of all links that have such. */
  async list(query: StatsQuery = {}): Promise<readonly Stats[]> {
    const operation = "list stats";
    checkOptions(operation, query, ["filter", "signal"]);
    const { filter = ["link"] } = query;
    return await this.#requests.list(operation, { filter }, { filter }, () => true, query);
  }

  /** Gets the counters of a link; rejects with `ENODEV` where there is none. */
  async get(link: LinkReference, query: StatsQuery = {}): Promise<Stats> {
    const operation = `get stats of ${called(link)}`;
    checkOptions(operation, query, ["filter", "signal"]);
    const { filter = ["link"], ...options } = query;
    const [found] = await this.#requests.run(operation, options, ({ index }) => [
      { verb: "get", value: { index: index(link), filter } },
    ]);
    if (found === undefined) throw new NetlinkError(operation, "ENODEV");
    return found;
  }

  /** Asks hardware to count for a link, or no more; where none can, that is only noted (`offload.hardwareInfo`). */
  async set(change: StatsChange, options: RequestOptions = {}): Promise<void> {
    const subject = "Cannot set stats";
    checkDescription(subject, change, ["link", "l3Stats"]);
    need(subject, "a link", change.link);
    need(subject, "l3Stats: true or false", change.l3Stats);
    const { link, l3Stats } = change;
    await this.#requests.run(`set stats of ${called(link)}`, options, ({ index }) => [
      { verb: "set", value: { index: index(link), l3Stats } },
    ]);
  }
}
