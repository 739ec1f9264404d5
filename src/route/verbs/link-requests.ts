import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { type Link, linkNoun } from "../link.ts";
import { findBy, findIn, type FindOptions, findReferred, type LinkReference, linkWithoutStats } from "./reference.ts";
import { type RequestOptions, Requests } from "./requests.ts";

/** Number of the request that gives an alternative name; the next one takes it (`RTM_NEWLINKPROP`, `RTM_DELLINKPROP`). */
const RTM_NEWLINKPROP = 108;

/** The requests about links, without their counters. */
export class LinkRequests extends Requests<Link> {
  readonly #properties: Requests<Link>;

  /** Makes the requests of an exchange. */
  constructor(exchange: Exchange) {
    super(exchange, linkWithoutStats);
    this.#properties = new Requests(exchange, { ...linkNoun, newType: RTM_NEWLINKPROP });
  }

  /** A link that a request refers to; absent where it refers to none. */
  async refer(
    operation: string,
    link: LinkReference | undefined,
    options: FindOptions,
  ): Promise<Link | undefined> {
    return link === undefined || link === 0 ? undefined : await findReferred(this, operation, link, options);
  }

  /** The link of a kind that was made last. */
  async newest(operation: string, kind: string): Promise<Link> {
    const bare: Partial<Link> = { family: "unspec" };
    const links = await this.list(operation, { ...bare, linkInfo: { kind } }, bare, (link) => link.kind === kind, {});
    // The kernel counts the indexes upwards.
    const [newest] = links.toSorted((a, b) => b.index - a.index);
    if (newest === undefined) throw new NetlinkError(operation, "ENODEV");
    return newest;
  }

  /** Removes a link. */
  async remove(operation: string, link: LinkReference, { targetNamespaceId, ...options }: FindOptions): Promise<void> {
    await this.send(operation, "delete", 0, findIn(`Cannot ${operation}`, link, targetNamespaceId), options);
  }

  /** Gives a link an alternative name, or takes one from it. */
  async changeName(
    verb: "new" | "delete",
    operation: string,
    link: LinkReference,
    name: string,
    options: RequestOptions,
  ): Promise<void> {
    const value = { ...findBy(`Cannot ${operation}`, link), propertyList: { alternativeNames: [name] } };
    await this.#properties.send(operation, verb, 0, value, options);
  }
}
