import type { IpFamily } from "../../codec/ip-family.ts";
import { familyOf, parseAddress } from "../../codec/prefix.ts";
import { shown } from "../../shown.ts";
import { checkNumber, MAX_PORT } from "../check.ts";
import type { IpvsProtocol, IpvsService } from "../families/ipvs/service.ts";

/** The service at an address. */
export interface IpvsServiceAddress {
  /** The address that clients connect to. */
  readonly address: string;
  /** The port that clients connect to, 1 to 65535; 0 for all of them, with the flag `persistent`. */
  readonly port: number;
  /** The protocol, in small letters or in capitals, as files have it. @default {"tcp"} */
  readonly protocol?: IpvsProtocol | Uppercase<IpvsProtocol>;
  /** Family of the address. @default that which it has */
  readonly family?: IpFamily;
  /** Not told: a service is known by its address or by a mark. */
  readonly firewallMark?: never;
}

/** The service of all packets that the firewall marked. */
export interface IpvsServiceMark {
  /** The mark, 1 to 4294967295. */
  readonly firewallMark: number;
  /** Family of the packets; two services can have one mark. @default {"inet"} */
  readonly family?: IpFamily;
  /** Not told: a service is known by its address or by a mark. */
  readonly address?: never;
  /** Not told either. */
  readonly port?: never;
  /** Not told either. */
  readonly protocol?: never;
}

/** Which service is meant. */
export type IpvsServiceKey = IpvsServiceAddress | IpvsServiceMark;

/** A service that is known by its address or by a mark, as every one is that the kernel tells of. */
export type IpvsVirtualService = IpvsService & IpvsServiceKey;

/** A service as requests have it, and as errors name it. */
export interface Identified {
  /** What tells it from all others. */
  readonly identity: Pick<IpvsService, "protocol" | "address" | "port" | "firewallMark"> & {
    readonly family: IpFamily;
  };
  /** Its name, such as `"service tcp 192.0.2.1:80"`. */
  readonly name: string;
}

const PROTOCOLS: readonly IpvsProtocol[] = ["tcp", "udp", "sctp"];
const FAMILIES: readonly IpFamily[] = ["inet", "inet6"];
const MAX_MARK = 0xffffffff;

/**
 * The service that is meant, whose port is `leastPort` at least; throws a `RangeError` that starts with `subject` for a key
 * that cannot be.
 */
export function identify(subject: string, key: IpvsServiceKey, leastPort: 0 | 1 = 0): Identified {
  const { family, firewallMark } = key;
  if (family !== undefined && !FAMILIES.includes(family)) {
    throw new RangeError(`${subject}: family: expected ${FAMILIES.join(" or ")}, got ${shown(family)}`);
  }
  return firewallMark === undefined ? atAddress(subject, key, leastPort) : ofMark(subject, key);
}

function ofMark(subject: string, { firewallMark, family = "inet", ...other }: IpvsServiceMark): Identified {
  const both = (["address", "port", "protocol"] as const).find((name) => other[name] !== undefined);
  if (both !== undefined) throw new RangeError(`${subject}: expected ${both} or firewallMark, got both`);
  checkNumber(`${subject}: firewallMark`, firewallMark, 1, MAX_MARK);
  return { identity: { family, firewallMark }, name: `service of mark ${firewallMark} (${family})` };
}

function atAddress(
  subject: string,
  { protocol = "tcp", address: text, port, family }: IpvsServiceAddress,
  leastPort: 0 | 1,
): Identified {
  const known = PROTOCOLS.find((name) => name === `${protocol}`.toLowerCase());
  if (known === undefined) {
    throw new RangeError(`${subject}: protocol: expected one of ${PROTOCOLS.join(", ")}, got ${shown(protocol)}`);
  }
  if (text === undefined) throw new RangeError(`${subject}: expected an address and a port, or a firewallMark`);
  const address = parseAddress(`${subject}: address`, text, family);
  checkNumber(`${subject}: port`, port, leastPort, MAX_PORT);
  return {
    identity: { family: familyOf(address), protocol: known, address, port },
    name: `service ${known} ${socketText(address, port)}`,
  };
}

/** An address with a port, as URLs have it. */
export function socketText(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
