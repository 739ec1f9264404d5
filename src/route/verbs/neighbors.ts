import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../codec/framing.ts";
import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import type { Family } from "../family.ts";
import { type Neighbor, neighborNoun, type NeighborState } from "../neighbor.ts";
import { chosenFlags, fitting, pick } from "./description.ts";
import { called, LinkedRequests } from "./linked.ts";
import {
  addressOfNeighbor,
  checkNeighbor,
  database,
  keyOfListed,
  keyOfNeighbor,
  type NeighborKey,
  type NewNeighbor,
} from "./new-neighbor.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** Which neighbors are listed: all that have every one of these properties. */
export interface NeighborQuery extends RequestOptions {
  /** Those of this family; `"bridge"` lists forwarding databases, which are not listed otherwise. */
  readonly family?: Family;
  /** Those behind this link. */
  readonly link?: LinkReference;
  /** Entries of forwarding databases that belong to this bridge; those that its ports have for themselves do not. */
  readonly master?: LinkReference;
  /** Those of which this is known. */
  readonly state?: NeighborState;
  /** Whether those are listed that links answer for, instead of neighbors. @default {false} */
  readonly proxy?: boolean;
}

/**
 * The neighbors of a network namespace, and its forwarding databases: `RTM_GETNEIGH`, `RTM_NEWNEIGH`, `RTM_DELNEIGH`.
 *
 * @example An entry of the ARP table, and one of a forwarding database
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * const { neighbors } = rtnetlink;
 * await neighbors.set({ link: "eth0", destination: "192.0.2.2", linkLayerAddress: "02:00:00:00:00:02" });
 * await neighbors.set({ family: "bridge", link: "vxlan0", linkLayerAddress: "02:00:00:00:00:03", destination: "192.0.2.3" });
 * for (const { destination, state } of await neighbors.list({ link: "eth0" })) console.log(destination, state);
 * ```
 */
export class Neighbors {
  readonly #requests: LinkedRequests<Neighbor>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, neighborNoun);
  }

  /** Lists the neighbors; rejects with `ENODEV` where a link is named that there is not. */
  async list(query: NeighborQuery = {}): Promise<readonly Neighbor[]> {
    const operation = "list neighbors";
    checkOptions(operation, query, ["family", "link", "master", "state", "proxy", "signal"]);
    const { family = "unspec", link, proxy = false } = query;
    chosenFlags(`Cannot ${operation}`, query, ["proxy"]);
    this.#requests.checkWanted(operation, pick(query, ["state"]));
    return await this.#requests.listFor(operation, query, ({ index }) => {
      const master = query.master === undefined ? {} : { master: index(query.master) };
      const at = link === undefined ? undefined : index(link);
      const fits = fitting<Neighbor>({ family, index: at, ...master, ...pick(query, ["state"]) });
      return {
        query: {
          family,
          ...(proxy && { flags: ["proxy"] }),
          // In a query it is the link that the neighbors are behind.
          ...(at !== undefined && { tunnelIndex: at }),
          ...master,
        },
        bare: { family },
        keep: (neighbor) => fits(neighbor) && neighbor.flags.includes("proxy") === proxy,
      };
    });
  }

  /** Gets a neighbor; rejects with `ENOENT` where there is none. */
  async get(neighbor: NeighborKey, options: RequestOptions = {}): Promise<Neighbor> {
    checkNeighbor("Cannot get neighbor", neighbor);
    return await this.#get(
      `get neighbor '${addressOfNeighbor(neighbor)}' of ${called(neighbor.link)}`,
      neighbor,
      options,
    );
  }

  /** Adds a neighbor and returns it; rejects with `EEXIST` where the link has it. */
  add(neighbor: NewNeighbor, options: RequestOptions = {}): Promise<Neighbor> {
    return this.#put("add", "to", NLM_F_CREATE | NLM_F_EXCL, neighbor, options);
  }

  /** Changes a neighbor, or adds it where the link does not have it, and returns it. */
  set(neighbor: NewNeighbor, options: RequestOptions = {}): Promise<Neighbor> {
    return this.#put("set", "of", NLM_F_CREATE | NLM_F_REPLACE, neighbor, options);
  }

  /**
   * Adds one more other end to an entry of a tunnel's forwarding database, and returns it. Only entries for groups, and
   * that of all unknown addresses (`"00:00:00:00:00:00"`), have several; the kernel adds to no other, and says nothing:
   * that rejects with `ENOENT`.
   */
  append(neighbor: NewNeighbor, options: RequestOptions = {}): Promise<Neighbor> {
    return this.#put("append", "to", NLM_F_CREATE | NLM_F_APPEND, neighbor, options);
  }

  /** Removes a neighbor, as it was added or as it was listed; rejects with `ENOENT` where there is none. */
  async remove(neighbor: NeighborKey | Neighbor, options: RequestOptions = {}): Promise<void> {
    const isListed = typeof neighbor === "object" && neighbor !== null && "index" in neighbor;
    const key = isListed ? keyOfListed(neighbor) : neighbor;
    checkNeighbor("Cannot remove neighbor", key);
    const operation = `remove neighbor '${addressOfNeighbor(key)}' of ${called(key.link)}`;
    await this.#requests.run(operation, options, ({ index }) => [
      { verb: "delete", value: keyOfNeighbor(`Cannot ${operation}`, key, index) },
    ]);
  }

  async #put(
    verb: string,
    preposition: string,
    flags: number,
    neighbor: NewNeighbor,
    options: RequestOptions,
  ): Promise<Neighbor> {
    checkNeighbor(`Cannot ${verb} neighbor`, neighbor);
    const operation = `${verb} neighbor '${addressOfNeighbor(neighbor)}' ${preposition} ${called(neighbor.link)}`;
    await this.#requests.run(operation, options, ({ index }) => {
      const key = keyOfNeighbor(`Cannot ${operation}`, neighbor, index);
      const value = { ...key, ...pick(neighbor, ["state", "extendedFlags", "protocol"]) };
      return [{ verb: "new", flags, value }];
    });
    // The kernel echoes no neighbors.
    return this.#get(operation, neighbor, options);
  }

  /** Looks a neighbor up, or finds it in the list where the kernel does not look it up. */
  async #get(operation: string, neighbor: NeighborKey, options: RequestOptions): Promise<Neighbor> {
    let key: Partial<Neighbor> = {};
    const found = await this.#requests.run(operation, options, ({ index }) => {
      key = keyOfNeighbor(`Cannot ${operation}`, neighbor, index);
      return [{ verb: "get", value: questionOf(key) }];
    }).catch((error) => {
      if (error instanceof NetlinkError && error.code === "EOPNOTSUPP") return [];
      throw error;
    });
    const { family, index, flags = [] } = key;
    const { linkLayerAddress } = neighbor;
    const fits = fitting<Neighbor>({
      ...pick(key, ["index", "destination", "vlan"]),
      ...(family === "bridge" && { linkLayerAddress: linkLayerAddress?.toLowerCase() }),
    });
    // Of the other ends of a tunnel's entry the kernel tells the first.
    const isIt = (candidate: Neighbor) =>
      fits(candidate) && (family !== "bridge" || flags.includes(database(candidate)));
    const query: NeighborQuery = {
      ...options,
      ...(family !== undefined && { family }),
      ...(index !== undefined && { link: index }),
      proxy: flags.includes("proxy"),
    };
    const it = found.find(isIt) ?? (await this.list(query)).find(isIt);
    if (it === undefined) throw new NetlinkError(operation, "ENOENT");
    return it;
  }
}

/** What the kernel wants to know of a neighbor that it is asked for; it refuses to hear more. */
function questionOf(key: Partial<Neighbor>): Partial<Neighbor> {
  const isDatabase = key.family === "bridge";
  const flags = key.flags?.filter((flag) => isDatabase ? flag === "self" || flag === "master" : flag === "proxy");
  const known = isDatabase ? pick(key, ["linkLayerAddress", "vlan", "vni"]) : pick(key, ["destination"]);
  return { ...pick(key, ["family", "index"]), flags: flags ?? [], ...known };
}
