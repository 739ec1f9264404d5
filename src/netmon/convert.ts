import type { Address, Link, Route, Scope } from "../../mod.ts";

/** An address, in the words of the runtime. */
export interface RuntimeAddress {
  /** Its family: 2 is IPv4, 10 is IPv6 (`AF_INET`, `AF_INET6`). */
  readonly Family: 2 | 10;
  /** The address itself, without a prefix. */
  readonly Address: string;
  /** The length of its prefix, in digits. */
  readonly Mask: string;
}

/** An interface, in the words of the runtime. */
export interface RuntimeInterface {
  /** Its name. */
  readonly Device: string;
  /** Its name. */
  readonly Name: string;
  /** Its addresses; `null` where there is none. */
  readonly IPAddresses: readonly RuntimeAddress[] | null;
  /** Largest packet, in bytes. */
  readonly Mtu: number;
  /** Its hardware address, such as `"02:00:ca:fe:00:48"`; empty where it has none. */
  readonly HwAddr: string;
  /** Always empty: the place of a device of the host, which no link has. */
  readonly PciAddr: "";
  /** Its kind, such as `"veth"`; `"device"` for what is of no kind. */
  readonly LinkType: string;
}

/** A route, in the words of the runtime. */
export interface RuntimeRoute {
  /** Its destination as a prefix, in the first version without a length; empty for the default route. */
  readonly Dest: string;
  /** The router; empty where there is none. */
  readonly Gateway: string;
  /** The name of the interface that it leads to; empty where it is none that the runtime knows. */
  readonly Device: string;
  /** The source address that it prefers; empty where it prefers none. */
  readonly Source: string;
  /** How far its destination is (`RT_SCOPE_*`): 0 is everywhere, 253 the link. */
  readonly Scope: number;
}

const FAMILIES: Readonly<Record<string, RuntimeAddress["Family"]>> = { inet: 2, inet6: 10 };
/** The number of the main table (`RT_TABLE_MAIN`). */
const MAIN_TABLE = 254;
const SCOPES: Readonly<Record<Exclude<Scope, number>, number>> = {
  global: 0,
  site: 200,
  link: 253,
  host: 254,
  nowhere: 255,
};

/** A link with its addresses; those of IPv4 alone for the first version (`compat`). */
export function runtimeInterface(link: Link, addresses: readonly Address[], compat: boolean): RuntimeInterface {
  const { name = "", mtu = 0, address = "", kind = "device" } = link;
  const own = addresses.flatMap(({ family, address, local = address, prefixLength }): RuntimeAddress[] => {
    const number = FAMILIES[family];
    if (number === undefined || local === undefined || compat && family !== "inet") return [];
    return [{ Family: number, Address: local, Mask: `${prefixLength}` }];
  });
  return {
    Device: name,
    Name: name,
    IPAddresses: own.length === 0 ? null : own,
    Mtu: mtu,
    HwAddr: address,
    PciAddr: "",
    LinkType: kind,
  };
}

/**
 * Whether the runtime is told of a route: one of the main table, and no copy of another; in the first version (`compat`)
 * of IPv4, else one that carries packets to somewhere, and that the kernel does not make by itself.
 */
export function isTold(route: Route, compat: boolean): boolean {
  const { family, table, type, protocol, flags } = route;
  if (table !== MAIN_TABLE || flags.includes("cloned")) return false;
  if (compat) return family === "inet";
  return FAMILIES[family] !== undefined && type === "unicast" && protocol !== "kernel";
}

/** The interface that a route leads to, by its first way; absent where it leads to none. */
export function outputOf({ outputLink, nextHops }: Route): number | undefined {
  return outputLink ?? nextHops?.[0]?.outputLink;
}

/**
 * A route; `nameOf` tells the names of the interfaces that the runtime knows. The shape has room for one way: of several
 * it is the first. For the first version (`compat`), destinations are bare addresses, and only IPv4 has addresses at all.
 */
export function runtimeRoute(
  route: Route,
  nameOf: (index: number) => string | undefined,
  compat: boolean,
): RuntimeRoute {
  const { destination, prefixLength, gateway, nextHops, preferredSource, scope } = route;
  const output = compat ? route.outputLink : outputOf(route);
  const text = (address = ""): string => compat && address.includes(":") ? "" : address;
  const prefix = destination === undefined || compat ? text(destination) : `${destination}/${prefixLength}`;
  return {
    Dest: prefix,
    Gateway: text(compat ? gateway : gateway ?? nextHops?.[0]?.gateway),
    Device: output === undefined ? "" : nameOf(output) ?? "",
    Source: text(preferredSource),
    Scope: typeof scope === "number" ? scope : SCOPES[scope],
  };
}

/** Characters that the runtime's own writer of JSON escapes, though JSON does not ask for it. */
const ESCAPED = /[<>&\u2028\u2029]/g;

/** What the file for the runtime holds, as the first version wrote it: an interface, or routes, `null` where there is none. */
export function fileText(content: RuntimeInterface | readonly RuntimeRoute[] | null): string {
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(content).replace(ESCAPED, escape);
}
