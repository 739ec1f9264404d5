import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from "../../codec/framing.ts";
import type { IpFamily } from "../../codec/ip-family.ts";
import { familyOf, parseAddress } from "../../codec/prefix.ts";
import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { shown } from "../../shown.ts";
import type { Family } from "../family.ts";
import { type Nexthop, nexthopBucketNoun, type NexthopGroupMember, nexthopNoun } from "../nexthop.ts";
import { checkDescription, checkFamily, chosenFlags, fitting, namesOf, need, pick } from "./description.ts";
import { LinkedRequests, type LinkIndex } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** Which nexthop objects are listed: all that have every one of these properties. */
export interface NexthopQuery extends RequestOptions {
  /** Those of this family, which groups are not. */
  readonly family?: Family;
  /** Those that send packets out by this link, which groups do not. */
  readonly link?: LinkReference;
  /** Those whose link has this master, such as a bridge or a VRF. */
  readonly master?: LinkReference;
  /** Whether they are groups. */
  readonly groups?: boolean;
  /** Whether they belong to forwarding databases. */
  readonly fdb?: boolean;
  /** Whether groups come with what their members have sent; since Linux 6.9. @default {false} */
  readonly stats?: boolean;
}

/** How a nexthop object is looked up. */
export interface NexthopGetOptions extends RequestOptions, Pick<NexthopQuery, "stats"> {}

/** A member of a group as it is to be. */
export interface NewNexthopGroupMember
  extends Pick<NexthopGroupMember, "id">, Partial<Pick<NexthopGroupMember, "weight">> {}

/** A nexthop object as it is to be: a gateway, a link or both, a black hole, or a group of others. */
export interface NewNexthop extends
  Partial<
    Pick<Nexthop, "id" | "groupType" | "resilientGroup" | "hardwareStatsEnable" | "encapType" | "encap" | "protocol">
  > {
  /** Family of the packets. @default that of the gateway, and IPv4 without one */
  readonly family?: IpFamily;
  /** Address of the next router; with `fdb` that of the other end of a tunnel. */
  readonly gateway?: string;
  /** The link that packets leave by. */
  readonly link?: LinkReference;
  /** Whether the gateway is taken to be on the link, whatever the addresses are (`RTNH_F_ONLINK`). @default {false} */
  readonly onlink?: boolean;
  /** Whether packets are dropped (`NHA_BLACKHOLE`). @default {false} */
  readonly blackhole?: boolean;
  /** Whether it is for the forwarding database of a tunnel (`NHA_FDB`). @default {false} */
  readonly fdb?: boolean;
  /** The members of a group. */
  readonly group?: readonly NewNexthopGroupMember[];
}

const FIELDS = namesOf<NewNexthop>({
  id: true,
  gateway: true,
  link: true,
  family: true,
  onlink: true,
  blackhole: true,
  fdb: true,
  group: true,
  groupType: true,
  resilientGroup: true,
  hardwareStatsEnable: true,
  encapType: true,
  encap: true,
  protocol: true,
});
const MEMBER_FIELDS = namesOf<NewNexthopGroupMember>({ id: true, weight: true });

/**
 * The nexthop objects of a network namespace: `RTM_GETNEXTHOP`, `RTM_NEWNEXTHOP`, `RTM_DELNEXTHOP`.
 *
 * @example A route that uses a group
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * const { nexthops, routes } = rtnetlink;
 * await nexthops.add({ id: 1, gateway: "192.0.2.253", link: "eth0" });
 * await nexthops.add({ id: 2, gateway: "192.0.2.254", link: "eth0" });
 * const { id } = await nexthops.add({ group: [{ id: 1 }, { id: 2, weight: 3 }] });
 * if (id !== undefined) await routes.add({ destination: "198.51.100.0/24", nexthopId: id });
 * ```
 */
export class Nexthops {
  readonly #requests: LinkedRequests<Nexthop>;
  readonly #buckets: LinkedRequests<Nexthop>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, nexthopNoun);
    this.#buckets = new LinkedRequests(exchange, nexthopBucketNoun);
  }

  /** Lists the nexthop objects. */
  async list(query: NexthopQuery = {}): Promise<readonly Nexthop[]> {
    const operation = "list nexthops";
    checkOptions(operation, query, ["family", "link", "master", "groups", "fdb", "stats", "signal"]);
    const { family = "unspec", link, groups, fdb } = query;
    chosenFlags(`Cannot ${operation}`, query, ["groups", "fdb", "stats"]);
    return await this.#requests.listFor(operation, query, ({ index }) => {
      // An answer does not tell the master.
      const bare: Partial<Nexthop> = { family, ...(query.master !== undefined && { master: index(query.master) }) };
      const own: Partial<Nexthop> = link === undefined ? {} : { outputLink: index(link) };
      const fits = fitting<Nexthop>({ family, ...own });
      return {
        query: { ...bare, ...own, ...(groups && { groups }), ...(fdb && { fdb }), ...operationFlags(query) },
        bare,
        keep: (nexthop) =>
          fits(nexthop) && (groups ?? isGroup(nexthop)) === isGroup(nexthop) &&
          (fdb ?? isFdb(nexthop)) === isFdb(nexthop),
      };
    });
  }

  /** Gets a nexthop object by its number; rejects with `ENOENT` where there is none. */
  async get(id: number, options: NexthopGetOptions = {}): Promise<Nexthop> {
    const operation = `get nexthop ${numbered("Cannot get nexthop", id)}`;
    checkOptions(operation, options, ["stats", "signal"]);
    const { signal } = options;
    chosenFlags(`Cannot ${operation}`, options, ["stats"]);
    const [found] = await this.#requests.run(operation, signal ? { signal } : {}, () => [
      { verb: "get", value: { id, ...operationFlags(options) } },
    ]);
    if (found === undefined) throw new NetlinkError(operation, "ENOENT");
    return found;
  }

  /**
   * Lists the buckets of resilient groups, or of one of them by its number; rejects with `ENOENT` where there is none, and
   * with `EINVAL` where it is of another kind.
   */
  async buckets(group?: number, options: RequestOptions = {}): Promise<readonly Nexthop[]> {
    const operation = group === undefined
      ? "list nexthop buckets"
      : `list buckets of nexthop ${numbered("Cannot list buckets of nexthop", group)}`;
    checkOptions(operation, options, ["signal"]);
    const query: Partial<Nexthop> = group === undefined ? {} : { id: group };
    return await this.#buckets.list(operation, query, query, fitting<Nexthop>({ id: group }), options);
  }

  /** Adds a nexthop object and returns it, with the number that it got; rejects with `EEXIST` where that is taken. */
  add(nexthop: NewNexthop, options: RequestOptions = {}): Promise<Nexthop> {
    return this.#put("add", NLM_F_CREATE | NLM_F_EXCL, nexthop, options);
  }

  /** Puts a nexthop object in the place of the one with this number, if any, and returns it; routes of that use it. */
  set(nexthop: NewNexthop, options: RequestOptions = {}): Promise<Nexthop> {
    return this.#put("set", NLM_F_CREATE | NLM_F_REPLACE, nexthop, options);
  }

  /** Removes a nexthop object by its number, and the routes that use it; rejects with `ENOENT` where there is none. */
  async remove(nexthop: number | Nexthop, options: RequestOptions = {}): Promise<void> {
    const told = typeof nexthop === "object" && nexthop !== null ? nexthop.id : nexthop;
    const id = numbered("Cannot remove nexthop", told);
    const operation = `remove nexthop ${id}`;
    await this.#requests.run(operation, options, () => [{ verb: "delete", value: { id } }]);
  }

  async #put(verb: "add" | "set", flags: number, nexthop: NewNexthop, options: RequestOptions): Promise<Nexthop> {
    const subject = `Cannot ${verb} nexthop`;
    checkDescription(subject, nexthop, FIELDS);
    checkFamily(subject, ["inet", "inet6"], nexthop.family);
    const { id, gateway, link, blackhole, group } = nexthop;
    need(subject, "a gateway, a link, a group, or blackhole", gateway ?? link ?? group ?? blackhole);
    const operation = `${verb} nexthop${id === undefined ? "" : ` ${id}`}`;
    const [made] = await this.#requests.run(operation, options, ({ index }) => [
      { verb: "new", flags: flags | NLM_F_ECHO, value: messageOf(`Cannot ${operation}`, nexthop, index) },
    ]);
    if (made === undefined) throw new NetlinkError(operation, "ENOENT");
    return made;
  }
}

function isGroup({ group }: Nexthop): boolean {
  return group !== undefined;
}

function isFdb({ fdb }: Nexthop): boolean {
  return fdb !== undefined;
}

function operationFlags({ stats }: Pick<NexthopQuery, "stats">): Pick<Nexthop, "operationFlags"> {
  return stats ? { operationFlags: ["dumpStats", "dumpHardwareStats"] } : {};
}

function messageOf(subject: string, nexthop: NewNexthop, index: LinkIndex): Partial<Nexthop> {
  const { family, gateway, link, group, resilientGroup } = nexthop;
  const address = gateway === undefined ? undefined : parseAddress(`${subject}: gateway`, gateway, family);
  const own: Family = family ?? (address === undefined ? "inet" : familyOf(address));
  const [onlink] = chosenFlags(subject, nexthop, ["onlink"]);
  return {
    // A group has the families of its members.
    family: group === undefined ? own : "unspec",
    protocol: "static",
    ...(onlink && { flags: [onlink] }),
    ...pick(nexthop, ["id", "protocol", "encapType", "encap", "groupType", "resilientGroup", "hardwareStatsEnable"]),
    ...(resilientGroup !== undefined && nexthop.groupType === undefined && { groupType: "resilient" }),
    ...Object.fromEntries(chosenFlags(subject, nexthop, ["blackhole", "fdb"]).map((name) => [name, true])),
    ...(address !== undefined && { gateway: address }),
    ...(link !== undefined && { outputLink: index(link) }),
    ...(group !== undefined && { group: membersOf(subject, group) }),
  };
}

function membersOf(subject: string, group: readonly NewNexthopGroupMember[]): readonly NexthopGroupMember[] {
  if (!Array.isArray(group)) throw new RangeError(`${subject}: group: expected a list, got ${shown(group)}`);
  return group.map((member: NewNexthopGroupMember, i) => {
    const within = `group.${i}`;
    checkDescription(subject, member, MEMBER_FIELDS, { within });
    need(`${subject}: ${within}`, "an id", member.id);
    return { weight: 1, ...member };
  });
}

/** The number of a nexthop object; throws a `RangeError` that starts with `subject` for what errors cannot call one. */
function numbered(subject: string, id: number | undefined): number {
  if (id !== undefined && typeof id !== "object") return id;
  throw new RangeError(`${subject}: expected its number, got ${shown(id)}`);
}
