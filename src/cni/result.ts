import { canonicalPrefix, familyOf, parseAddress } from "./ip.ts";
import { Fields, present, text } from "./json.ts";

/** What an ADD made, in the words of the newest specification; {@linkcode printResult} writes it in those of any. */
export interface Result {
  /** The interfaces that were made, or moved. */
  readonly interfaces?: readonly ResultInterface[];
  /** The addresses that were given to them. */
  readonly ips?: readonly ResultAddress[];
  /** The routes that were added. */
  readonly routes?: readonly ResultRoute[];
  /** How names are looked up. */
  readonly dns?: Dns;
}

/** A network interface of a result. */
export interface ResultInterface {
  /** Name of the interface. */
  readonly name: string;
  /** Hardware address. */
  readonly mac?: string;
  /** Largest packet in bytes. */
  readonly mtu?: number;
  /** Path of the network namespace in which it is; absent on the host. */
  readonly sandbox?: string;
  /** Path of a socket file that belongs to it. */
  readonly socketPath?: string;
  /** Address of the PCI device behind it. */
  readonly pciID?: string;
}

/** An address of a result. */
export interface ResultAddress {
  /** Index in the list of interfaces. */
  readonly interface?: number;
  /** The address with the length of its prefix, such as `"10.0.0.7/24"`. */
  readonly address: string;
  /** Address of the router. */
  readonly gateway?: string;
}

/** A route of a result. */
export interface ResultRoute {
  /** Network that packets go to, such as `"0.0.0.0/0"`. */
  readonly dst: string;
  /** Address of the next router. */
  readonly gw?: string;
  /** Largest packet in bytes along the route. */
  readonly mtu?: number;
  /** Largest TCP segment in bytes that is announced to the other end. */
  readonly advmss?: number;
  /** Priority; the lowest number counts. */
  readonly priority?: number;
  /** Number of the routing table. */
  readonly table?: number;
  /** Number of the scope: 0 global, 253 link, 254 host. */
  readonly scope?: number;
}

/** How names are looked up. */
export interface Dns {
  /** Addresses of servers, the first one first. */
  readonly nameservers?: readonly string[];
  /** Local domain. */
  readonly domain?: string;
  /** Domains that short names are looked up in. */
  readonly search?: readonly string[];
  /** Options of the resolver. */
  readonly options?: readonly string[];
}

/**
 * Reads a result of any version of the specification.
 *
 * Throws a `RangeError` that names the place for a value that cannot be, such as an address that is a number.
 */
export function parseResult(value: unknown): Result {
  const fields = new Fields(value, "result");
  const ip4 = fields.object("ip4", readOld);
  const ip6 = fields.object("ip6", readOld);
  // Versions before 0.3.0 tell of one address a family, and no interfaces.
  const old = [ip4, ip6].filter((one) => one !== undefined);
  const oldRoutes = old.flatMap(({ routes }) => routes);
  return present<Result>({
    interfaces: fields.list("interfaces", readInterface),
    ips: old.length > 0 ? old.map(({ ip }) => ip) : fields.list("ips", readAddress),
    routes: fields.list("routes", readRoute) ?? (oldRoutes.length > 0 ? oldRoutes : undefined),
    dns: fields.object("dns", parseDns),
  });
}

/** Reads how names are looked up; throws a `RangeError` that begins with `place`. */
export function parseDns(value: unknown, place: string): Dns {
  const fields = new Fields(value, place);
  return present<Dns>({
    nameservers: fields.list("nameservers", text),
    domain: fields.text("domain") || undefined,
    search: fields.list("search", text),
    options: fields.list("options", text),
  });
}

/** Whether nothing is told of how names are looked up. */
export function isEmptyDns({ nameservers = [], domain, search = [], options = [] }: Dns = {}): boolean {
  return domain === undefined && [nameservers, search, options].every(({ length }) => length === 0);
}

function readInterface(value: unknown, place: string): ResultInterface {
  const fields = new Fields(value, place);
  return present<ResultInterface>({
    name: fields.text("name") ?? "",
    mac: fields.text("mac") || undefined,
    mtu: fields.number("mtu") || undefined,
    sandbox: fields.text("sandbox") || undefined,
    socketPath: fields.text("socketPath") || undefined,
    pciID: fields.text("pciID") || undefined,
  });
}

function readAddress(value: unknown, place: string): ResultAddress {
  const fields = new Fields(value, place);
  return present<ResultAddress>({
    interface: fields.number("interface"),
    address: canonicalPrefix(fields.text("address") ?? "", `${place}.address`),
    gateway: addressOf(fields, "gateway", place),
  });
}

function readRoute(value: unknown, place: string): ResultRoute {
  const fields = new Fields(value, place);
  return present<ResultRoute>({
    dst: canonicalPrefix(fields.text("dst") ?? "", `${place}.dst`),
    gw: addressOf(fields, "gw", place),
    mtu: fields.number("mtu") || undefined,
    advmss: fields.number("advmss") || undefined,
    priority: fields.number("priority") || undefined,
    table: fields.number("table"),
    scope: fields.number("scope"),
  });
}

function readOld(
  value: unknown,
  place: string,
): { readonly ip: ResultAddress; readonly routes: readonly ResultRoute[] } {
  const fields = new Fields(value, place);
  const gateway = addressOf(fields, "gateway", place);
  const address = canonicalPrefix(fields.text("ip") ?? "", `${place}.ip`);
  return {
    ip: present<ResultAddress>({ address, gateway, interface: undefined }),
    routes: fields.list("routes", readRoute) ?? [],
  };
}

function addressOf(fields: Fields, name: string, place: string): string | undefined {
  const given = fields.text(name);
  return given ? parseAddress(given, `${place}.${name}`) : undefined;
}

/** The family of what begins with an address. */
export function familyOfPrefix(prefix: string): "inet" | "inet6" {
  return familyOf(prefix.split("/")[0] ?? "");
}
