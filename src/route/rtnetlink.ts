import { Exchange, type ExchangeOptions } from "../exchange.ts";
import { Addresses } from "./verbs/addresses.ts";
import { Links } from "./verbs/links.ts";
import { Neighbors } from "./verbs/neighbors.ts";
import { Nexthops } from "./verbs/nexthops.ts";
import { Routes } from "./verbs/routes.ts";
import { Rules } from "./verbs/rules.ts";

/** How {@linkcode Rtnetlink} is opened. */
export interface RtnetlinkOptions extends ExchangeOptions {}

/**
 * Lists and changes the network of a namespace.
 *
 * Requests that are made in one turn of the event loop travel together, and each has a result of its own.
 *
 * @example
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * for (const link of await rtnetlink.links.list()) console.log(link.index, link.name, link.state);
 * ```
 */
export class Rtnetlink implements Disposable, AsyncDisposable {
  readonly #exchange: Exchange;
  /** Network interfaces. */
  readonly links: Links;
  /** Addresses of links. */
  readonly addresses: Addresses;
  /** Routes. */
  readonly routes: Routes;
  /** Neighbors and entries of forwarding databases. */
  readonly neighbors: Neighbors;
  /** Rules that choose the routing table. */
  readonly rules: Rules;
  /** Nexthop objects, which routes share. */
  readonly nexthops: Nexthops;

  private constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.links = new Links(exchange);
    this.addresses = new Addresses(exchange);
    this.routes = new Routes(exchange);
    this.neighbors = new Neighbors(exchange);
    this.rules = new Rules(exchange);
    this.nexthops = new Nexthops(exchange);
  }

  /**
   * Opens a socket for requests. Listing is for any user; changes need `CAP_NET_ADMIN`.
   *
   * Throws a `RangeError` for an option that cannot be, and a {@linkcode NetlinkError} for what the kernel refuses.
   */
  static async open(options: RtnetlinkOptions = {}): Promise<Rtnetlink> {
    return new Rtnetlink(await Exchange.open("route", options));
  }

  /** Closes the socket at once; what is under way is rejected. Further calls do nothing. */
  close(): void {
    this.#exchange.close();
  }

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Closes the socket and waits until its descriptor is free. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#exchange[Symbol.asyncDispose]();
  }
}
