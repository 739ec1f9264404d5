import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { shown } from "../../shown.ts";
import { type Link, linkNoun } from "../link.ts";
import { addLink } from "./add-link.ts";
import { chosenFlags } from "./description.ts";
import { checkChanges, type LinkChanges } from "./link-changes.ts";
import { checkAlternativeName } from "./link-name.ts";
import { Places } from "./link-namespace.ts";
import { LinkRequests } from "./link-requests.ts";
import { additionOf, checkNewLink, type NewLink } from "./new-link.ts";
import { checkMaster, findBy, findLink, type LinkReference, quoted } from "./reference.ts";
import { type RequestOptions, Requests } from "./requests.ts";
import { setLink } from "./set-link.ts";

/** How one link is asked for. */
export interface LinkOptions extends RequestOptions {
  /** Whether the link comes with its counters. @default {false} */
  readonly stats?: boolean;
}

/** Which links are listed, and with what. */
export interface LinkQuery extends LinkOptions {
  /** Only links of this kind, such as `"veth"`. */
  readonly kind?: string;
  /** Only what belongs to this bridge, bond or routing domain; 0 for what belongs to none. */
  readonly master?: LinkReference;
  /** Only links that are up, or only those that are down. */
  readonly up?: boolean;
  /** Only links of this group. */
  readonly group?: number;
}

/**
 * The links of a network namespace: `RTM_GETLINK`, `RTM_NEWLINK`, `RTM_DELLINK`.
 *
 * A link is told by its index, its name or an alternative name. What cannot be is a `RangeError` before anything is
 * sent; what the kernel refuses is a {@linkcode NetlinkError} whose `ack.path` names the field.
 *
 * @example A bridge with one end of a cable, whose other end is in another namespace
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * const { links } = rtnetlink;
 * const bridge = await links.add({ name: "br0", kind: "bridge", up: true });
 * await links.add({
 *   name: "port7",
 *   kind: "veth",
 *   master: bridge.index,
 *   up: true,
 *   peer: { name: "eth0", namespace: "blue" },
 * });
 * await links.set("port7", { mtu: 1400, alias: "to blue", port: { isolated: true } });
 * for (const { name, state } of await links.list({ master: "br0" })) console.log(name, state);
 * await links.remove("br0");
 * ```
 */
export class Links {
  readonly #exchange: Exchange;
  readonly #links: LinkRequests;
  readonly #counted: Requests<Link>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.#links = new LinkRequests(exchange);
    this.#counted = new Requests(exchange, linkNoun);
  }

  /**
   * Lists the links, without their counters unless these are asked for.
   *
   * Rejects with `ENODEV` where there is no such `master`.
   */
  async list(query: LinkQuery = {}): Promise<readonly Link[]> {
    const operation = "list links";
    checkOptions(operation, query, ["kind", "master", "up", "group", "stats", "signal"]);
    const { kind, master, up, group, stats = false, signal } = query;
    chosenFlags("Cannot list links", query, ["up", "stats"]);
    if (group !== undefined && !Number.isInteger(group)) {
      throw new RangeError(`Cannot list links: group: expected a number, got ${shown(group)}`);
    }
    checkMaster("Cannot list links", master);
    const options: RequestOptions = signal === undefined ? {} : { signal };
    const above = await this.#links.refer(operation, master, options);
    const bare: Partial<Link> = { family: "unspec", ...(stats ? {} : { extendedMask: ["skipStats"] }) };
    const filters: Partial<Link> = {
      ...(kind === undefined ? {} : { linkInfo: { kind } }),
      ...(above === undefined ? {} : { master: above.index }),
    };
    const keep = (link: Link): boolean =>
      (kind === undefined || link.kind === kind) &&
      (master === undefined || (link.master ?? 0) === (above?.index ?? 0)) &&
      (up === undefined || link.flags.includes("up") === up) &&
      (group === undefined || link.group === group);
    return await this.#reader(stats).list(operation, { ...bare, ...filters }, bare, keep, options);
  }

  /** Gets a link, without its counters unless these are asked for; rejects with `ENODEV` where there is none. */
  async get(link: LinkReference, options: LinkOptions = {}): Promise<Link> {
    const operation = `get link ${quoted(link)}`;
    checkOptions(operation, options, ["stats", "signal"]);
    findBy("Cannot get link", link);
    return await findLink(this.#reader(options.stats), operation, link, options);
  }

  /**
   * Makes a link; gives it as the kernel made it.
   *
   * What the kernel sets only when a link is there (an alias, alternative names, the flags of a peer) is set at once;
   * where that fails, the link is removed again. A link that is made in another `namespace` needs a name. Who gives up
   * waiting does not stop it.
   *
   * Kernels before 6.2, and some kinds in all of them, do not tell which name they chose: of a link without a name, the
   * newest of its kind is given there.
   */
  async add(link: NewLink, options: RequestOptions = {}): Promise<Link> {
    const operation = additionOf(link);
    checkNewLink(operation, link);
    return await this.#run(operation, options, (places) => addLink(this.#links, operation, link, places));
  }

  /**
   * Changes a link; gives it as it is then, where it is then.
   *
   * The kernel takes most changes in one request, one by one: where one is refused, those before it stay. Who gives up
   * waiting does not stop it.
   */
  async set(link: LinkReference, changes: LinkChanges, options: RequestOptions = {}): Promise<Link> {
    const operation = `set link ${quoted(link)}`;
    findBy("Cannot set link", link);
    checkChanges(operation, changes);
    return await this.#run(operation, options, (places) => setLink(this.#links, operation, link, changes, places));
  }

  /** Gives a link one more name, of up to 127 bytes; `EEXIST` where any link has it. */
  async addAlternativeName(link: LinkReference, name: string, options: RequestOptions = {}): Promise<void> {
    const operation = `add alternative name '${name}' to link ${quoted(link)}`;
    checkOptions(operation, options, ["signal"]);
    checkAlternativeName(`Cannot ${operation}`, name);
    await this.#links.changeName("new", operation, link, name, options);
  }

  /** Takes an alternative name from a link; `ENOENT` where the link has no such one. */
  async removeAlternativeName(link: LinkReference, name: string, options: RequestOptions = {}): Promise<void> {
    const operation = `remove alternative name '${name}' from link ${quoted(link)}`;
    checkOptions(operation, options, ["signal"]);
    checkAlternativeName(`Cannot ${operation}`, name);
    await this.#links.changeName("delete", operation, link, name, options);
  }

  /** Removes a link, and with one end of a `veth` the other; `EOPNOTSUPP` for one that cannot be removed. */
  async remove(link: LinkReference, options: RequestOptions = {}): Promise<void> {
    const operation = `remove link ${quoted(link)}`;
    checkOptions(operation, options, ["signal"]);
    await this.#links.remove(operation, link, options);
  }

  #reader(stats: boolean | undefined): Requests<Link> {
    return stats ? this.#counted : this.#links;
  }

  /** Runs what takes several requests: who gives up waiting does not keep it from closing what it opened. */
  #run<T>(
    operation: string,
    options: RequestOptions,
    work: (places: Places) => Promise<T>,
  ): Promise<T> {
    checkOptions(operation, options, ["signal"]);
    const { signal } = options;
    signal?.throwIfAborted();
    const places = new Places(this.#exchange);
    const done = work(places).finally(() => places.close());
    if (signal === undefined) return done;
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(signal.reason);
      signal.addEventListener("abort", abort, { once: true });
      done.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
    });
  }
}
