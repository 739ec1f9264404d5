import { CniError } from "./error.ts";
import { sorted, toJson } from "./json.ts";
import { familyOfPrefix, isEmptyDns, type Result } from "./result.ts";
import { isAtLeast } from "./version.ts";

/** How results are written, by the version from which on they are, newest first. */
const FORMATS: readonly (readonly [since: string, format: (version: string, result: Result) => object])[] = [
  ["1.0.0", current],
  ["0.3.0", listed],
  ["0.0.0", paired],
];

/**
 * A result as the specification of a version has it: the text that goes to standard output, without an end of line.
 *
 * Throws a {@linkcode CniError} where the version has no words for it: before 0.3.0, a result has an address.
 */
export function printResult(result: Result, version: string): string {
  const format = FORMATS.find(([since]) => isAtLeast(version, since))?.[1] ?? current;
  return toJson(format(version, result));
}

/** 1.0.0 and newer: sorted, and nothing that is empty. */
function current(cniVersion: string, { interfaces = [], ips = [], routes = [], dns }: Result): object {
  return sorted({
    cniVersion,
    ...(interfaces.length > 0 && { interfaces }),
    ...(ips.length > 0 && { ips }),
    ...(routes.length > 0 && { routes }),
    ...(!isEmptyDns(dns) && { dns }),
  }) as object;
}

/** 0.3.0 to 0.4.0: addresses tell their family. */
function listed(cniVersion: string, { interfaces = [], ips = [], routes = [], dns = {} }: Result): object {
  return {
    cniVersion,
    ...(interfaces.length > 0 &&
      { interfaces: interfaces.map(({ name, mac, sandbox }) => ({ name, mac, sandbox })) }),
    ...(ips.length > 0 && {
      ips: ips.map(({ interface: index, address, gateway }) => ({
        version: familyOfPrefix(address) === "inet" ? "4" : "6",
        interface: index,
        address,
        gateway,
      })),
    }),
    ...routesOf(routes),
    dns: ordered(dns),
  };
}

/** 0.1.0 and 0.2.0: one address a family, with the routes of that family. */
function paired(cniVersion: string, { ips = [], routes = [], dns = {} }: Result): object {
  const pairs = ([["ip4", "inet"], ["ip6", "inet6"]] as const).flatMap(([key, family]) => {
    const address = ips.find((one) => familyOfPrefix(one.address) === family);
    const own = routes.filter(({ dst }) => familyOfPrefix(dst) === family);
    return address === undefined ? [] : [[key, { ip: address.address, gateway: address.gateway, ...routesOf(own) }]];
  });
  if (pairs.length === 0) throw new CniError("internal", "cannot convert: no valid IP addresses");
  return { cniVersion, ...Object.fromEntries(pairs), dns: ordered(dns) };
}

function routesOf(routes: NonNullable<Result["routes"]>): object {
  if (routes.length === 0) return {};
  return {
    routes: routes.map(({ dst, gw, mtu, advmss, priority, table, scope }) => (
      { dst, gw, mtu, advmss, priority, table, scope }
    )),
  };
}

function ordered({ nameservers, domain, search, options }: NonNullable<Result["dns"]>): object {
  return { nameservers, domain, search, options };
}
