import type { ReceiveOptions } from "../../socket.ts";
import { checkFields, checkList } from "../check.ts";
import { type IpvsDestinations, type IpvsRealServer, newDestination, type NewIpvsDestination } from "./destinations.ts";
import type { IpvsServiceKey, IpvsVirtualService } from "./key.ts";
import { described, type IpvsServices, type NewIpvsService } from "./services.ts";

/** A service with its destinations. */
export interface IpvsPool {
  /** The service. */
  readonly service: IpvsVirtualService;
  /** Its destinations, as a rule the newest first. */
  readonly destinations: readonly IpvsRealServer[];
}

/** A service with its destinations, as it is to be. */
export interface NewIpvsPool {
  /** The service. */
  readonly service: NewIpvsService;
  /** Its destinations. @default none */
  readonly destinations?: readonly NewIpvsDestination[];
}

/**
 * Services with their destinations.
 *
 * @example A pool of a file
 * ```ts
 * import { Ipvs, ipvs } from "@netlink/ffi/generic";
 * import { fakeKernel } from "@netlink/ffi/testing";
 *
 * const file = `[{
 *   "service": { "address": "192.0.2.1", "port": 80, "protocol": "TCP", "scheduler": "wrr" },
 *   "destinations": [{ "address": "198.51.100.7", "weight": 10 }, { "address": "198.51.100.8" }]
 * }]`;
 * const kernel = fakeKernel(); // without it, the balancer of this machine
 * kernel.generic.add(ipvs, { getService: () => [], newService: () => {}, newDestination: () => {} });
 * await using balancer = await Ipvs.open({ kernel });
 * for (const pool of JSON.parse(file)) await balancer.pools.add(pool);
 * console.log(await balancer.pools.list()); // []
 * ```
 */
export class IpvsPools {
  readonly #services: IpvsServices;
  readonly #destinations: IpvsDestinations;

  /** Makes the verbs of those of its parts. */
  constructor(services: IpvsServices, destinations: IpvsDestinations) {
    this.#services = services;
    this.#destinations = destinations;
  }

  /** Lists the services with their destinations: each as it is when its turn comes, since the kernel lists them apart. */
  async list(options: ReceiveOptions = {}): Promise<readonly IpvsPool[]> {
    const services = await this.#services.list(options);
    return await Promise.all(services.map((service) => this.#complete(service, options)));
  }

  /** Gets a service with its destinations; `undefined` where there is none. */
  async get(key: IpvsServiceKey, options: ReceiveOptions = {}): Promise<IpvsPool | undefined> {
    const service = await this.#services.get(key, options);
    return service && await this.#complete(service, options);
  }

  /**
   * Adds a service and its destinations, in their order. Nothing is added where something of it cannot be; what the kernel
   * took before it refused something stays.
   */
  async add(pool: NewIpvsPool, options: ReceiveOptions = {}): Promise<void> {
    checkFields("Cannot add pool", pool, ["service", "destinations"]);
    const { service, destinations = [] } = pool;
    checkList("Cannot add pool: destinations", destinations);
    described("add", service);
    for (const destination of destinations) newDestination("add", service, destination);
    await this.#services.add(service, options);
    for (const destination of destinations) await this.#destinations.add(service, destination, options);
  }

  async #complete(service: IpvsVirtualService, options: ReceiveOptions): Promise<IpvsPool> {
    return { service, destinations: await this.#destinations.list(service, options) };
  }
}
