import { parseIp } from "../../codec/address.ts";
import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from "../../codec/framing.ts";
import { parseAddress, parsePrefix } from "../../codec/prefix.ts";
import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { shown } from "../../shown.ts";
import { type Address, type AddressCacheInfo, type AddressFlag, addressNoun } from "../address.ts";
import type { Family } from "../family.ts";
import type { Scope } from "../scope.ts";
import { checkDescription, checkFamily, chosenFlags, fitting, namesOf, need, pick } from "./description.ts";
import { called, LinkedRequests } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** Which addresses are listed: all that have every one of these properties. */
export interface AddressQuery extends RequestOptions {
  /** Those of this link. */
  readonly link?: LinkReference;
  /** IPv4 or IPv6 ones. */
  readonly family?: Family;
  /** Those that are known so far. */
  readonly scope?: Scope;
}

/** Which address is meant. */
export interface AddressKey {
  /** The link that has it. */
  readonly link: LinkReference;
  /** The address with the length of its prefix, such as `"10.0.0.1/24"`; the whole address without one. */
  readonly address: string;
  /** Address of the other end, with the length of its prefix. */
  readonly peer?: string;
}

/** An address as it is to be. */
export interface NewAddress
  extends AddressKey, Partial<Pick<Address, "label" | "anycast" | "scope" | "routePriority" | "protocol">> {
  /**
   * Broadcast address, or `"+"` for the last one of a network of more than two addresses; none where it is absent, as
   * with `ip`. Only IPv4.
   */
  readonly broadcast?: string;
  /** Seconds for which new connections use the address. @default {validLifetime} */
  readonly preferredLifetime?: number;
  /** Seconds after which the kernel removes the address; at least 1. @default {Infinity} */
  readonly validLifetime?: number;
  /** Whether nobody is asked for a duplicate; only IPv6 (`IFA_F_NODAD`). @default {false} */
  readonly noDad?: boolean;
  /** Whether it is used while others are asked for a duplicate; only IPv6 (`IFA_F_OPTIMISTIC`). @default {false} */
  readonly optimistic?: boolean;
  /** Whether it is the home address of Mobile IPv6 (`IFA_F_HOMEADDRESS`). @default {false} */
  readonly homeAddress?: boolean;
  /** Whether the kernel makes temporary addresses of it; only IPv6 (`IFA_F_MANAGETEMPADDR`). @default {false} */
  readonly manageTemporary?: boolean;
  /** Whether the kernel adds no route to the network of the address (`IFA_F_NOPREFIXROUTE`). @default {false} */
  readonly noPrefixRoute?: boolean;
  /** Whether the link joins the multicast group that the address is (`IFA_F_MCAUTOJOIN`). @default {false} */
  readonly multicastAutoJoin?: boolean;
}

const FIELDS = namesOf<NewAddress>({
  link: true,
  address: true,
  peer: true,
  broadcast: true,
  anycast: true,
  label: true,
  scope: true,
  preferredLifetime: true,
  validLifetime: true,
  noDad: true,
  optimistic: true,
  homeAddress: true,
  manageTemporary: true,
  noPrefixRoute: true,
  multicastAutoJoin: true,
  routePriority: true,
  protocol: true,
});
const FLAGS: readonly (AddressFlag & keyof NewAddress)[] = [
  "noDad",
  "optimistic",
  "homeAddress",
  "manageTemporary",
  "noPrefixRoute",
  "multicastAutoJoin",
];
/** The families that have addresses; any of them is `"unspec"`. */
const FAMILIES: readonly string[] = ["inet", "inet6", "unspec"];
/** What the kernel would not see in an IPv6 address. */
const IPV4_FIELDS = ["broadcast", "label"] as const;
/** Lives for ever (`INFINITY_LIFE_TIME`). */
const FOREVER = 0xffffffff;

/**
 * The addresses of a network namespace: `RTM_GETADDR`, `RTM_NEWADDR`, `RTM_DELADDR`.
 *
 * @example An address comes and goes
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * await rtnetlink.addresses.add({ link: "eth0", address: "192.0.2.1/24" });
 * for (const { address, prefixLength } of await rtnetlink.addresses.list({ link: "eth0" })) {
 *   console.log(`${address}/${prefixLength}`);
 * }
 * await rtnetlink.addresses.remove({ link: "eth0", address: "192.0.2.1/24" });
 * ```
 */
export class Addresses {
  readonly #requests: LinkedRequests<Address>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, addressNoun);
  }

  /** Lists the addresses; rejects with `ENODEV` where there is no such link. */
  async list(query: AddressQuery = {}): Promise<readonly Address[]> {
    const operation = "list addresses";
    checkOptions(operation, query, ["link", "family", "scope", "signal"]);
    checkFamily(`Cannot ${operation}`, FAMILIES, query.family);
    this.#requests.checkWanted(operation, pick(query, ["scope"]));
    return await this.#list(operation, query, query);
  }

  /**
   * Gets an address, of any link where none is named; one with a prefix only where it has that prefix.
   *
   * Rejects with `EADDRNOTAVAIL` where there is no such address.
   */
  async get(
    address: string | Omit<AddressKey, "peer">,
    options: RequestOptions = {},
  ): Promise<Address> {
    const key: Partial<AddressKey> = typeof address === "string" ? { address } : address;
    checkDescription("Cannot get address", key, FIELDS);
    need("Cannot get address", "an address", key.address);
    const { address: text = "", link } = key;
    const operation = `get address '${text}'${link === undefined ? "" : ` of ${called(link)}`}`;
    const prefix = parsePrefix(`Cannot ${operation}`, text);
    const { family, address: own } = prefix;
    // The kernel looks up IPv6 addresses alone.
    const candidates = family === "inet6"
      ? await this.#requests.run(operation, options, ({ index }) => [
        { verb: "get", value: { family, address: own, ...(link !== undefined && { index: index(link) }) } },
      ])
      : await this.#list(operation, { family, ...(link !== undefined && { link }) }, options);
    const found = candidates.find((candidate) =>
      (candidate.local ?? candidate.address) === own &&
      (!text.includes("/") || candidate.prefixLength === prefix.prefixLength)
    );
    if (found === undefined) throw new NetlinkError(operation, "EADDRNOTAVAIL");
    return found;
  }

  /** Adds an address to a link and returns it; rejects with `EEXIST` where the link has it. */
  add(address: NewAddress, options: RequestOptions = {}): Promise<Address> {
    return this.#put("add", "to", NLM_F_CREATE | NLM_F_EXCL, address, options);
  }

  /** Changes an address, or adds it where the link does not have it, and returns it. */
  set(address: NewAddress, options: RequestOptions = {}): Promise<Address> {
    return this.#put("set", "of", NLM_F_CREATE | NLM_F_REPLACE, address, options);
  }

  /** Removes an address, as it was added or as it was listed; rejects with `EADDRNOTAVAIL` where the link does not have it. */
  async remove(address: AddressKey | Address, options: RequestOptions = {}): Promise<void> {
    const key = isListed(address) ? keyOf(address) : address;
    checkKey("Cannot remove address", key);
    const operation = `remove address '${key.address}' of ${called(key.link)}`;
    await this.#requests.run(operation, options, ({ index }) => [
      { verb: "delete", value: { ...ends(`Cannot ${operation}`, key), index: index(key.link) } },
    ]);
  }

  #list(operation: string, query: AddressQuery, options: RequestOptions): Promise<readonly Address[]> {
    const { link, family = "unspec" } = query;
    return this.#requests.listFor(operation, options, ({ index }) => {
      const known: Partial<Address> = { family, ...(link !== undefined && { index: index(link) }) };
      return { query: known, bare: { family }, keep: fitting<Address>({ ...known, ...pick(query, ["scope"]) }) };
    });
  }

  async #put(
    verb: "add" | "set",
    preposition: string,
    flags: number,
    address: NewAddress,
    options: RequestOptions,
  ): Promise<Address> {
    checkKey(`Cannot ${verb} address`, address);
    const operation = `${verb} address '${address.address}' ${preposition} ${called(address.link)}`;
    const [made] = await this.#requests.run(operation, options, ({ index }) => {
      const value = { ...messageOf(`Cannot ${operation}`, address), index: index(address.link) };
      const { family, index: at, local } = value;
      const change = { verb: "new", flags: flags | NLM_F_ECHO, value } as const;
      // The kernel echoes no IPv6 address, and looks up no IPv4 address.
      return family === "inet" ? [change] : [change, { verb: "get", value: { family, index: at, address: local } }];
    });
    if (made === undefined) throw new NetlinkError(operation, "EADDRNOTAVAIL");
    return made;
  }
}

function isListed(address: AddressKey | Address): address is Address {
  return typeof address === "object" && address !== null && "index" in address;
}

/** What tells a listed address from others. */
function keyOf({ index, address = "", local = address, prefixLength }: Address): AddressKey {
  const own = { link: index, address: `${local}/${prefixLength}` };
  return local === address ? own : { ...own, peer: `${address}/${prefixLength}` };
}

function checkKey(subject: string, address: AddressKey): void {
  checkDescription(subject, address, FIELDS);
  need(subject, "a link", address.link);
  need(subject, "an address", address.address);
}

type Ends = Required<Pick<Address, "family" | "prefixLength" | "local" | "address">>;

/** The own address and that of the other end, to which the prefix belongs where there is one. */
function ends(subject: string, { address, peer }: AddressKey): Ends {
  const own = parsePrefix(subject, address);
  const other = peer === undefined ? own : parsePrefix(`${subject}: peer`, peer, own.family);
  return { family: own.family, prefixLength: other.prefixLength, local: own.address, address: other.address };
}

function messageOf(subject: string, description: NewAddress): Partial<Address> & Ends {
  const own = ends(subject, description);
  const { family, local } = own;
  for (const name of IPV4_FIELDS) {
    if (family === "inet6" && description[name] !== undefined) {
      throw new RangeError(`${subject}: ${name}: expected none, as only IPv4 addresses have one`);
    }
  }
  const flags = chosenFlags(subject, description, FLAGS);
  return {
    ...own,
    // As `ip` guesses; the kernel finds the scope of IPv6 addresses itself.
    scope: local.startsWith("127.") ? "host" : "global",
    ...pick(description, ["label", "anycast", "scope", "routePriority", "protocol"]),
    ...broadcastOf(subject, description, own),
    ...(flags.length > 0 && { flags }),
    ...lifetimes(subject, description),
  };
}

function broadcastOf(
  subject: string,
  { broadcast }: NewAddress,
  { address, prefixLength }: Ends,
): Pick<Address, "broadcast"> {
  // A network of two addresses has none (RFC 3021).
  if (broadcast === undefined || (broadcast === "+" && prefixLength > 30)) return {};
  if (broadcast !== "+") return { broadcast: parseAddress(`${subject}: broadcast`, broadcast, "inet") };
  // The address was read already.
  const octets = parseIp(address)!;
  const hostBits = (i: number) => 0xff >> Math.min(8, Math.max(0, prefixLength - 8 * i));
  return { broadcast: octets.map((octet, i) => octet | hostBits(i)).join(".") };
}

function lifetimes(
  subject: string,
  { preferredLifetime, validLifetime }: NewAddress,
): { cacheInfo?: AddressCacheInfo } {
  if (preferredLifetime === undefined && validLifetime === undefined) return {};
  const valid = seconds(`${subject}: validLifetime`, validLifetime ?? Infinity);
  const preferred = preferredLifetime === undefined
    ? valid
    : seconds(`${subject}: preferredLifetime`, preferredLifetime);
  return { cacheInfo: { preferred, valid, created: 0, updated: 0 } };
}

function seconds(subject: string, value: number): number {
  if (value === Infinity) return FOREVER;
  if (Number.isInteger(value) && value >= 0 && value < FOREVER) return value;
  throw new RangeError(`${subject}: expected seconds from 0 to ${FOREVER - 1} or Infinity, got ${shown(value)}`);
}
