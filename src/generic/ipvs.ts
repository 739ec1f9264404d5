import type { ReceiveOptions } from "../socket.ts";
import { ipvs } from "./families/ipvs.ts";
import type { IpvsInfo } from "./families/ipvs/message.ts";
import { Genetlink, type GenetlinkOptions } from "./genetlink.ts";
import { IpvsDestinations } from "./ipvs/destinations.ts";
import type { IpvsServiceKey } from "./ipvs/key.ts";
import { IpvsPools } from "./ipvs/pools.ts";
import { type IpvsFamily, IpvsServices, meant } from "./ipvs/services.ts";

/**
 * Lists and changes the balancer of connections in the kernel (IP Virtual Server), as `ipvsadm` does. It needs
 * `CAP_NET_ADMIN`. For its daemons and timeouts there are the commands of the family {@linkcode ipvs}.
 *
 * @example
 * ```ts
 * import { Ipvs, ipvs } from "@netlink/ffi/generic";
 * import { fakeKernel } from "@netlink/ffi/testing";
 *
 * const kernel = fakeKernel(); // without it, the balancer of this machine
 * kernel.generic.add(ipvs, {
 *   getInfo: () => ({ version: "1.2.1", connectionTableSize: 4096 }),
 *   newService: () => {},
 *   newDestination: () => {},
 *   getService: () => [],
 * });
 * await using balancer = await Ipvs.open({ kernel });
 * const service = { address: "192.0.2.1", port: 80 };
 * await balancer.services.add({ ...service, scheduler: "wlc" });
 * await balancer.destinations.add(service, { address: "198.51.100.7", forwardingMethod: "masquerade" });
 * for (const pool of await balancer.pools.list()) console.log(pool.service.address, pool.destinations.length);
 * console.log((await balancer.info()).version); // 1.2.1
 * ```
 */
export class Ipvs implements Disposable, AsyncDisposable {
  readonly #genetlink: Genetlink;
  readonly #family: IpvsFamily;
  /** Virtual services. */
  readonly services: IpvsServices;
  /** The servers that their connections go to. */
  readonly destinations: IpvsDestinations;
  /** Services with their destinations. */
  readonly pools: IpvsPools;

  private constructor(genetlink: Genetlink) {
    this.#genetlink = genetlink;
    this.#family = genetlink.family(ipvs);
    this.services = new IpvsServices(this.#family);
    this.destinations = new IpvsDestinations(this.#family);
    this.pools = new IpvsPools(this.services, this.destinations);
  }

  /**
   * Opens a socket for requests, and loads the module `ip_vs` where the kernel has no balancer.
   *
   * Rejects with a {@linkcode FamilyNotFoundError} where it has none all the same, and as {@linkcode Genetlink.open} does.
   */
  static async open(options: GenetlinkOptions = {}): Promise<Ipvs> {
    const genetlink = await Genetlink.open(options);
    try {
      await genetlink.family(ipvs).find();
      return new Ipvs(genetlink);
    } catch (error) {
      await genetlink[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** What the balancer says of itself. */
  info(options: ReceiveOptions = {}): Promise<IpvsInfo> {
    return this.#family.request("getInfo", {}, { ...options, operation: "get information of IPVS" });
  }

  /** Sets the counters of a service and its destinations to 0, or those of all; rejects with `ESRCH` where there is none. */
  async zero(key?: IpvsServiceKey, options: ReceiveOptions = {}): Promise<void> {
    const { identity, name = "all services" } = key === undefined ? {} : meant("zero", key);
    const request = identity === undefined ? {} : { service: identity };
    await this.#family.execute("zero", request, { ...options, operation: `zero ${name}` });
  }

  /** Removes all services with their destinations. */
  async flush(options: ReceiveOptions = {}): Promise<void> {
    await this.#family.execute("flush", {}, { ...options, operation: "flush services" });
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
