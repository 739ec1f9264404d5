import { Exchange, type ExchangeOptions } from "../exchange.ts";
import { checkSocketOptions } from "../open-socket.ts";
import { shown } from "../shown.ts";
import { Controller } from "./controller.ts";
import {
  checkDefinition,
  type CommandDefinition,
  type FamilyDefinition,
  type Members,
  type NotificationDefinition,
} from "./definition.ts";
import { type Connection, Family } from "./family.ts";
import { type LoadModule, modprobe } from "./modules.ts";
import { Resolver } from "./resolver.ts";

/** How {@linkcode Genetlink} is opened. */
export interface GenetlinkOptions extends ExchangeOptions {
  /**
   * Loads a module of a family that the kernel does not have; the family is looked for again behind that.
   * @default runs `modprobe`
   */
  readonly loadModule?: LoadModule;
}

/**
 * Speaks generic netlink with the families of a network namespace.
 *
 * Requests that are made in one turn of the event loop travel together, and each has a result of its own.
 *
 * @example
 * ```ts
 * import { defineFamily, Genetlink } from "@netlink/ffi/generic";
 * import { numbered, u32, u64 } from "@netlink/ffi/codec";
 *
 * const device = numbered({ index: u32, padding: u32, xdpFeatures: u64 });
 * const netdev = defineFamily({ name: "netdev", commands: { getDevice: { number: 1, dump: { reply: device } } } });
 *
 * await using genetlink = await Genetlink.open();
 * for (const { index, xdpFeatures } of await genetlink.family(netdev).dump("getDevice")) {
 *   console.log(index, xdpFeatures);
 * }
 * ```
 */
export class Genetlink implements Disposable, AsyncDisposable {
  readonly #connection: Connection;
  /** Ends what waits for something else than the socket. */
  readonly #closing: AbortController;
  /** The families that there are. */
  readonly controller: Controller;

  private constructor(connection: Connection, closing: AbortController) {
    this.#connection = connection;
    this.#closing = closing;
    this.controller = new Controller(connection);
  }

  /**
   * Opens a socket for requests. What a request needs, its family says.
   *
   * Throws a `RangeError` for an option that cannot be, and a {@linkcode NetlinkError} for what the kernel refuses.
   */
  static async open(options: GenetlinkOptions = {}): Promise<Genetlink> {
    checkSocketOptions("open socket", options, ["onWarning", "onUndecoded", "loadModule"]);
    const { loadModule = modprobe, ...exchangeOptions } = options;
    if (typeof loadModule !== "function") {
      throw new RangeError(`Cannot open socket: expected a function as loadModule, got ${shown(loadModule)}`);
    }
    const { onWarning: _, onUndecoded: __, ...socketOptions } = exchangeOptions;
    const exchange = await Exchange.open("generic", exchangeOptions);
    const closing = new AbortController();
    const signal = options.signal === undefined ? closing.signal : AbortSignal.any([closing.signal, options.signal]);
    return new Genetlink({ exchange, resolver: new Resolver(exchange, loadModule, signal), socketOptions }, closing);
  }

  /**
   * The family of a definition; it is looked for when it is first needed. Throws a `RangeError` for what is no definition.
   */
  family<
    Commands extends Members<Commands, CommandDefinition>,
    Notifications extends Members<Notifications, NotificationDefinition>,
    Group extends string,
  >(definition: FamilyDefinition<Commands, Notifications, Group>): Family<Commands, Notifications, Group> {
    checkDefinition("use family", definition);
    return new Family(definition, this.#connection);
  }

  /** Closes the socket at once; what is under way is rejected. Subscriptions have sockets of their own. */
  close(): void {
    this.#connection.exchange.close();
    this.#closing.abort();
  }

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Closes the socket and waits until its descriptor is free. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.#connection.exchange[Symbol.asyncDispose]();
  }
}
