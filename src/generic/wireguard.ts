import { Writer } from "../codec/writer.ts";
import { shown } from "../shown.ts";
import type { ReceiveOptions } from "../socket.ts";
import { wireguard, type WireguardCommands, type WireguardKey } from "./families/wireguard.ts";
import { wireguardDevice } from "./families/wireguard/device.ts";
import type { Family } from "./family.ts";
import { Genetlink, type GenetlinkOptions } from "./genetlink.ts";
import { requestOf, stateOf, type WireguardSettings, type WireguardState } from "./wireguard/model.ts";
import { divided, merged } from "./wireguard/parts.ts";

/**
 * Reads and changes the devices of WireGuard, as `wg` does. It needs `CAP_NET_ADMIN` in the network namespace. The links
 * themselves are those of the kind `wireguard`, which `Rtnetlink` lists, adds and removes.
 *
 * @example
 * ```ts
 * import { wireguard, Wireguard } from "@netlink/ffi/generic";
 * import { fakeKernel } from "@netlink/ffi/testing";
 *
 * const kernel = fakeKernel(); // without it, the devices of this machine
 * kernel.generic.add(wireguard, {
 *   getDevice: ({ name = "" }) => [{ index: 4, name, listenPort: 51820 }],
 *   setDevice: () => {},
 * });
 * await using tunnels = await Wireguard.open({ kernel });
 * await tunnels.set("wg0", {
 *   listenPort: 51820,
 *   peers: [{
 *     publicKey: "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=",
 *     endpoint: { address: "192.95.5.67", port: 1234 },
 *     allowedIps: ["10.192.122.3/32", "10.192.124.0/24"],
 *   }],
 * });
 * const { listenPort, peers } = await tunnels.get("wg0");
 * console.log(listenPort, peers.length); // 51820 0
 * ```
 */
export class Wireguard implements Disposable, AsyncDisposable {
  readonly #genetlink: Genetlink;
  readonly #family: Family<WireguardCommands, Record<never, never>, never>;

  private constructor(genetlink: Genetlink) {
    this.#genetlink = genetlink;
    this.#family = genetlink.family(wireguard);
  }

  /**
   * Opens a socket for requests, and loads the module `wireguard` where the kernel does not have it.
   *
   * Rejects with a {@linkcode FamilyNotFoundError} where it has none all the same, and as {@linkcode Genetlink.open} does.
   */
  static async open(options: GenetlinkOptions = {}): Promise<Wireguard> {
    const genetlink = await Genetlink.open(options);
    try {
      await genetlink.family(wireguard).find();
      return new Wireguard(genetlink);
    } catch (error) {
      await genetlink[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * Gets a device with all of its peers, by the name of its link or by its index; rejects with `ENODEV` where there is no
   * such link, and `EOPNOTSUPP` where it is of another kind.
   */
  async get(link: string | number, options: ReceiveOptions = {}): Promise<WireguardState> {
    const operation = `get WireGuard device ${shown(link)}`;
    const parts = await this.#family.dump("getDevice", keyOf(operation, link), { ...options, operation });
    return stateOf(merged(parts));
  }

  /**
   * Changes what is told of a device and its peers, and leaves the rest: `flags` say what else becomes of them. Rejects as
   * {@linkcode get} does.
   *
   * Peers that have no room in one message go in several, one after the other: what the kernel took before it refused one
   * stays.
   */
  async set(link: string | number, settings: WireguardSettings, options: ReceiveOptions = {}): Promise<void> {
    const operation = `set WireGuard device ${shown(link)}`;
    const messages = divided({ ...keyOf(operation, link), ...requestOf(`Cannot ${operation}`, settings) });
    // Nothing is sent before all of it is known to be right.
    for (const message of messages.slice(1)) wireguardDevice.write(new Writer(operation), message);
    for (const message of messages) await this.#family.execute("setDevice", message, { ...options, operation });
  }

  /** Closes the socket at once; what is under way is rejected. Further calls do nothing. */
  close(): void {
    this.#genetlink.close();
  }

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Closes the socket and waits until its descriptor is free. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#genetlink[Symbol.asyncDispose]();
  }
}

/** Which device is meant. */
function keyOf(operation: string, link: string | number): WireguardKey {
  if (typeof link === "number") return { index: link };
  if (typeof link === "string" && link !== "") return { name: link };
  throw new RangeError(`Cannot ${operation}: expected the name or the index of a link, got ${shown(link)}`);
}
