import { decode, encode } from "../../codec/codec.ts";
import type { IpFamily } from "../../codec/ip-family.ts";
import { familyOf, parseAddress } from "../../codec/prefix.ts";
import { shown } from "../../shown.ts";
import type { ReceiveOptions } from "../../socket.ts";
import { checkFields, checkNumber, MAX_PORT } from "../check.ts";
import { type IpvsDestination, ipvsDestination, type IpvsForwardingMethod } from "../families/ipvs/destination.ts";
import { type Identified, type IpvsServiceKey, socketText } from "./key.ts";
import { type IpvsFamily, meant } from "./services.ts";

/** Which destination of a service is meant. */
export interface IpvsDestinationKey {
  /** Its address, whose family may be another than that of the service. */
  readonly address: string;
  /** Its port. @default that of the service, 0 for one that is known by a mark */
  readonly port?: number;
}

/** What a destination is like, beside the key by which it is known. */
export interface IpvsDestinationSettings extends
  Pick<
    IpvsDestination,
    "weight" | "upperThreshold" | "lowerThreshold" | "tunnelType" | "tunnelPort" | "tunnelFlags"
  > {
  /** How packets get to it. @default {"tunnel"} */
  readonly forwardingMethod?: Exclude<IpvsForwardingMethod, "bypass">;
}

/** A destination as it is to be: what is not told is a `weight` of 1, `"tunnel"` as the method, and no thresholds. */
export interface NewIpvsDestination extends IpvsDestinationKey, IpvsDestinationSettings {}

/** A destination as the kernel has it, with its address and port. */
export type IpvsRealServer = IpvsDestination & Required<Pick<IpvsDestination, "address" | "port">>;

const DEFAULTS = { weight: 1, forwardingMethod: "tunnel", upperThreshold: 0, lowerThreshold: 0 } as const;
const SETTINGS: readonly (keyof IpvsDestinationSettings)[] = [
  "forwardingMethod",
  "weight",
  "upperThreshold",
  "lowerThreshold",
  "tunnelType",
  "tunnelPort",
  "tunnelFlags",
];
const NEW_FIELDS: readonly string[] = ["address", "port", ...SETTINGS];
/** All that a destination can have: who means one may tell it as it was listed. */
const FIELDS: readonly string[] = [
  ...NEW_FIELDS,
  "addressFamily",
  "activeConnections",
  "inactiveConnections",
  "persistentConnections",
  "stats",
  "stats64",
  "unknown",
];
const METHODS: readonly string[] = ["masquerade", "localNode", "tunnel", "directRoute"];
const MAX_WEIGHT = 2 ** 31 - 1;

/**
 * The destinations of services, which connections go to: `IPVS_CMD_GET_DEST`, `IPVS_CMD_NEW_DEST`, `IPVS_CMD_SET_DEST`,
 * `IPVS_CMD_DEL_DEST`.
 *
 * @example One more server
 * ```ts
 * import { Ipvs, ipvs } from "@netlink/ffi/generic";
 * import { fakeKernel } from "@netlink/ffi/testing";
 *
 * const kernel = fakeKernel(); // without it, the balancer of this machine
 * const there = { addressFamily: "inet", address: "198.51.100.6", weight: 1 } as const;
 * kernel.generic.add(ipvs, { getDestination: () => [{ destination: there }], newDestination: () => {} });
 * await using balancer = await Ipvs.open({ kernel });
 * const service = { address: "192.0.2.1", port: 80 };
 * const [first] = await balancer.destinations.list(service);
 * console.log(first?.address, first?.weight); // 198.51.100.6 1
 * await balancer.destinations.add(service, { address: "198.51.100.7", weight: 10, forwardingMethod: "masquerade" });
 * ```
 */
export class IpvsDestinations {
  readonly #family: IpvsFamily;

  /** Makes the verbs of the family. */
  constructor(family: IpvsFamily) {
    this.#family = family;
  }

  /** Lists the destinations of a service, as a rule the newest first; nothing where there is no such service. */
  async list(service: IpvsServiceKey, options: ReceiveOptions = {}): Promise<readonly IpvsRealServer[]> {
    const { identity, name } = meant("list destinations of", service);
    const operation = `list destinations of ${name}`;
    const replies = await this.#family.dump("getDestination", { service: identity }, { ...options, operation });
    return replies.map(({ destination = {} }) => known(destination, identity.family));
  }

  /** Adds a destination to a service; rejects with `EEXIST` where it has it, `ESRCH` where there is no such service. */
  async add(service: IpvsServiceKey, destination: NewIpvsDestination, options: ReceiveOptions = {}): Promise<void> {
    await this.#change("newDestination", newDestination("add", service, destination), options);
  }

  /**
   * Changes what is told of a destination, and leaves the rest; rejects with `ENOENT` where the service does not have it,
   * `ESRCH` where there is no such service.
   */
  async set(service: IpvsServiceKey, destination: NewIpvsDestination, options: ReceiveOptions = {}): Promise<void> {
    const { operation, request } = newDestination("set", service, destination);
    const { address, port } = request.destination;
    // The kernel wants to hear all of it.
    const now = (await this.list(service, options)).find((one) => one.address === address && one.port === port);
    const changed = { ...request.destination, ...settingsOf(now ?? {}), ...settingsOf(destination) };
    const all = { operation, request: { ...request, destination: changed } };
    await this.#change("setDestination", all, options);
  }

  /** Removes a destination of a service; rejects with `ENOENT` where the service does not have it. */
  async remove(
    service: IpvsServiceKey,
    destination: IpvsDestinationKey,
    options: ReceiveOptions = {},
  ): Promise<void> {
    await this.#change("deleteDestination", change("remove", service, destination, FIELDS), options);
  }

  async #change(
    command: "newDestination" | "setDestination" | "deleteDestination",
    { operation, request }: Change,
    options: ReceiveOptions,
  ): Promise<void> {
    await this.#family.execute(command, request, { ...options, operation });
  }
}

/** A request about a destination, and what it is for. */
interface Change {
  readonly operation: string;
  readonly request: { readonly service: Identified["identity"]; readonly destination: IpvsDestination };
}

/** Between the verb and the service. */
const BEHIND = { add: "to", set: "of", remove: "of" } as const;

/** A request about the destination that is meant; throws a `RangeError` for what cannot be. */
function change(
  verb: keyof typeof BEHIND,
  service: IpvsServiceKey,
  destination: IpvsDestinationKey,
  fields: readonly string[],
): Change {
  const { identity, name } = meant(`${verb} destination ${BEHIND[verb]}`, service);
  const subject = `Cannot ${verb} destination ${BEHIND[verb]} ${name}`;
  checkFields(subject, destination, fields);
  const { port = identity.port ?? 0 } = destination;
  const address = parseAddress(`${subject}: address`, destination.address);
  checkNumber(`${subject}: port`, port, 0, MAX_PORT);
  return {
    operation: `${verb} destination ${socketText(address, port)} ${BEHIND[verb]} ${name}`,
    request: { service: identity, destination: { addressFamily: familyOf(address), address, port } },
  };
}

/** A request with all of a destination that is to be; throws a `RangeError` for one that cannot be. */
export function newDestination(verb: "add" | "set", service: IpvsServiceKey, destination: NewIpvsDestination): Change {
  const { operation, request } = change(verb, service, destination, NEW_FIELDS);
  const value = { ...request.destination, ...DEFAULTS, ...settingsOf(destination) };
  const { weight, forwardingMethod } = value;
  // The kernel refuses -1 itself.
  checkNumber(`Cannot ${operation}: weight`, weight, -1, MAX_WEIGHT);
  if (!METHODS.includes(`${forwardingMethod}`)) {
    const expected = `expected one of ${METHODS.join(", ")}, got ${shown(forwardingMethod)}`;
    throw new RangeError(`Cannot ${operation}: forwardingMethod: ${expected}`);
  }
  return { operation, request: { ...request, destination: value } };
}

/** What is told of a destination beside its key. */
function settingsOf(destination: Partial<Record<keyof IpvsDestinationSettings, unknown>>): Partial<IpvsDestination> {
  return Object.fromEntries(
    SETTINGS.filter((name) => destination[name] !== undefined).map((name) => [name, destination[name]]),
  );
}

/** A destination as the kernel told it; kernels before 3.18 do not tell its family, which is that of the service. */
function known(destination: IpvsDestination, family: IpFamily): IpvsRealServer {
  const told = destination.addressFamily === undefined
    ? decode(ipvsDestination, encode(ipvsDestination, { ...destination, addressFamily: family }))
    : destination;
  // The kernel tells the address and the port of each destination.
  return told as IpvsRealServer;
}
