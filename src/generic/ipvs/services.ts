import { NetlinkError } from "../../errors.ts";
import type { ReceiveOptions } from "../../socket.ts";
import { checkFields, checkList } from "../check.ts";
import type { IpvsCommands } from "../families/ipvs.ts";
import type { IpvsService } from "../families/ipvs/service.ts";
import type { Family } from "../family.ts";
import { type Identified, identify, type IpvsServiceKey, type IpvsVirtualService } from "./key.ts";

/** The family that the verbs speak with. */
export type IpvsFamily = Family<IpvsCommands, Record<never, never>, never>;

/** What a service is like, beside the key by which it is known. */
export interface IpvsServiceSettings
  extends Pick<IpvsService, "scheduler" | "flags" | "timeout" | "netmask" | "persistenceEngine"> {}

/**
 * A service as it is to be: what is not told is `scheduler: "rr"`, no `flags`, a `timeout` of 0, and the `netmask` of one
 * address: `"255.255.255.255"` or 128. The flag `onePacket` is for udp alone, and for marks, of which nobody knows the
 * protocol.
 */
export type NewIpvsService = IpvsServiceKey & IpvsServiceSettings;

const KEY: readonly (keyof IpvsService)[] = ["family", "protocol", "address", "port", "firewallMark"];
const SETTINGS: readonly (keyof IpvsServiceSettings)[] = [
  "scheduler",
  "flags",
  "timeout",
  "netmask",
  "persistenceEngine",
];
/** All that a service can have: who means one may tell it as it was listed. */
const FIELDS: readonly (keyof IpvsService)[] = [...KEY, ...SETTINGS, "stats", "stats64", "unknown"];

/** The networks of one address: a mask, and bits of a prefix. */
const ONE_ADDRESS = "255.255.255.255";
const ONE_ADDRESS6 = 128;

/**
 * The virtual services: `IPVS_CMD_GET_SERVICE`, `IPVS_CMD_NEW_SERVICE`, `IPVS_CMD_SET_SERVICE`, `IPVS_CMD_DEL_SERVICE`.
 *
 * A service that is listed can be the key of another call.
 *
 * @example The services, and one more
 * ```ts
 * import { Ipvs, ipvs } from "@netlink/ffi/generic";
 * import { fakeKernel } from "@netlink/ffi/testing";
 *
 * const kernel = fakeKernel(); // without it, the balancer of this machine
 * const there = { firewallMark: 7, scheduler: "wlc" };
 * kernel.generic.add(ipvs, { getService: () => [{ service: there }], newService: () => {} });
 * await using balancer = await Ipvs.open({ kernel });
 * for (const { firewallMark, scheduler } of await balancer.services.list()) console.log(firewallMark, scheduler); // 7 wlc
 * await balancer.services.add({ address: "192.0.2.1", port: 53, protocol: "udp", flags: ["onePacket"] });
 * ```
 */
export class IpvsServices {
  readonly #family: IpvsFamily;

  /** Makes the verbs of the family. */
  constructor(family: IpvsFamily) {
    this.#family = family;
  }

  /** Lists the services. */
  async list(options: ReceiveOptions = {}): Promise<readonly IpvsVirtualService[]> {
    const replies = await this.#family.dump("getService", {}, { ...options, operation: "list services" });
    return replies.map(({ service = {} }) => known(service));
  }

  /** Gets a service; `undefined` where there is none. */
  async get(key: IpvsServiceKey, options: ReceiveOptions = {}): Promise<IpvsVirtualService | undefined> {
    const { identity, name } = meant("get", key);
    try {
      const request = { service: identity };
      const { service = {} } = await this.#family.request("getService", request, {
        ...options,
        operation: `get ${name}`,
      });
      return known(service);
    } catch (error) {
      if (error instanceof NetlinkError && error.code === "ESRCH") return undefined;
      throw error;
    }
  }

  /** Adds a service; rejects with `EEXIST` where there is one, and `ENOENT` where the kernel has no such scheduler. */
  async add(service: NewIpvsService, options: ReceiveOptions = {}): Promise<void> {
    const { name, value } = described("add", service);
    await this.#family.execute("newService", { service: value }, { ...options, operation: `add ${name}` });
  }

  /** Changes what is told of a service, and leaves the rest; rejects with `ESRCH` where there is none. */
  async set(service: NewIpvsService, options: ReceiveOptions = {}): Promise<void> {
    const { name, value } = described("set", service);
    // The kernel wants to hear all of it.
    const now = settingsOf(await this.get(service, options) ?? {});
    const changed = { ...value, ...now, ...settingsOf(service) };
    await this.#family.execute("setService", { service: changed }, { ...options, operation: `set ${name}` });
  }

  /** Removes a service with its destinations; rejects with `ESRCH` where there is none. */
  async remove(key: IpvsServiceKey, options: ReceiveOptions = {}): Promise<void> {
    const { identity, name } = meant("remove", key);
    await this.#family.execute("deleteService", { service: identity }, { ...options, operation: `remove ${name}` });
  }
}

/** The service that a key tells; throws a `RangeError` for one that cannot be. */
export function meant(verb: string, key: IpvsServiceKey): Identified {
  const subject = `Cannot ${verb} service`;
  checkFields(subject, key, FIELDS);
  return identify(subject, key);
}

/** All of a service that is to be, and its name; throws a `RangeError` for one that cannot be. */
export function described(
  verb: "add" | "set",
  service: NewIpvsService,
): { readonly name: string; readonly value: IpvsService } {
  const subject = `Cannot ${verb} service`;
  checkFields(subject, service, [...KEY, ...SETTINGS]);
  const { flags = [] } = service;
  checkList(`${subject}: flags`, flags);
  const mayHaveAllPorts = verb === "set" || flags.includes("persistent");
  const { identity, name } = identify(subject, service, mayHaveAllPorts ? 0 : 1);
  const { family, protocol = "udp" } = identity;
  if (flags.includes("onePacket") && protocol !== "udp") {
    throw new RangeError(`${subject}: flags: expected onePacket with udp alone, got it with ${protocol}`);
  }
  const netmask = family === "inet" ? ONE_ADDRESS : ONE_ADDRESS6;
  const value = { ...identity, scheduler: "rr", flags, timeout: 0, netmask, ...settingsOf(service) };
  return { name, value };
}

/** What is told of a service beside its key. */
function settingsOf(service: IpvsServiceSettings): IpvsServiceSettings {
  return Object.fromEntries(
    SETTINGS.filter((name) => service[name] !== undefined).map((name) => [name, service[name]]),
  );
}

/** The kernel tells the address or the mark of each service. */
function known(service: IpvsService): IpvsVirtualService {
  return service as IpvsVirtualService;
}
