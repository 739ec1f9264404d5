import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { shown } from "../../shown.ts";
import { type NamespaceId, namespaceIdNoun } from "../namespace-id.ts";
import { labelOf, type LinkNamespace, namespaceAt, Places } from "./link-namespace.ts";
import { type RequestOptions, Requests } from "./requests.ts";

/** Which numbers are listed. */
export interface NamespaceIdQuery extends RequestOptions {
  /** Number of another namespace: those that it has are listed, with those of the same namespaces here as `currentId`. */
  readonly target?: number;
}

/** Has none (`NETNSA_NSID_NOT_ASSIGNED`), and in a request: any. */
const NONE = -1;
/** The largest number (`INT_MAX`). */
const MAX_ID = 2 ** 31 - 1;

/**
 * The numbers by which a network namespace knows others: `RTM_GETNSID`, `RTM_NEWNSID`. They go with their namespaces: there
 * is no `remove`.
 *
 * @example Which namespaces have a number here
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * for (const { id } of await rtnetlink.nsids.list()) console.log(id);
 * ```
 */
export class NamespaceIds {
  readonly #exchange: Exchange;
  readonly #requests: Requests<NamespaceId>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.#requests = new Requests(exchange, namespaceIdNoun);
  }

  /** Lists the numbers of namespaces. */
  async list(query: NamespaceIdQuery = {}): Promise<readonly NamespaceId[]> {
    const operation = "list nsids";
    checkOptions(operation, query, ["target", "signal"]);
    const { target } = query;
    const wanted: Partial<NamespaceId> = target === undefined ? {} : { targetId: target };
    return await this.#requests.list(operation, wanted, wanted, () => true, query);
  }

  /** Gets the number of a namespace; rejects with `ENOENT` where it has none, or where there is none. */
  async get(namespace: LinkNamespace, options: RequestOptions = {}): Promise<NamespaceId> {
    const operation = `get nsid of ${labelOf(namespace)}`;
    checkOptions(operation, options, ["signal"]);
    return await this.#at(operation, namespace, (place) => this.#get(operation, place, options));
  }

  /**
   * Gives a namespace a number, this one or any that is free, and returns it; rejects with `EEXIST` where the namespace
   * has one, or another has this one.
   */
  async add(namespace: LinkNamespace, id: number = NONE, options: RequestOptions = {}): Promise<NamespaceId> {
    const operation = `add nsid to ${labelOf(namespace)}`;
    checkOptions(operation, options, ["signal"]);
    if (!(Number.isInteger(id) && id >= NONE && id <= MAX_ID)) {
      throw new RangeError(`Cannot ${operation}: expected a number from 0 to ${MAX_ID}, got ${shown(id)}`);
    }
    return await this.#at(operation, namespace, async (place) => {
      await this.#requests.send(operation, "new", 0, { ...place, id }, options);
      return await this.#get(operation, place, options);
    });
  }

  async #get(operation: string, place: Partial<NamespaceId>, options: RequestOptions): Promise<NamespaceId> {
    const [found] = await this.#requests.send(operation, "get", 0, place, options);
    if (found === undefined || found.id === NONE) throw new NetlinkError(operation, "ENOENT");
    return found;
  }

  /** Opens a namespace while something is asked about it. */
  async #at<T>(
    operation: string,
    namespace: LinkNamespace,
    ask: (place: Partial<NamespaceId>) => Promise<T>,
  ): Promise<T> {
    const places = new Places(this.#exchange);
    try {
      return await ask(namespaceAt(places.open(operation, namespace)));
    } finally {
      places.close();
    }
  }
}
