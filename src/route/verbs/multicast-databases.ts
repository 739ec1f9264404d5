import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../codec/framing.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { type Mdb, mdbNoun } from "../mdb.ts";
import type { MdbRequest } from "../mdb/request.ts";
import { called, LinkedRequests } from "./linked.ts";
import { checkMdbEntry, type MdbKey, messageOfMdbEntry, type NewMdbEntry } from "./new-mdb-entry.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** Which multicast databases are listed. */
export interface MdbQuery extends RequestOptions {
  /** That of this bridge or tunnel; of a port of a bridge, what the database says of it. */
  readonly link?: LinkReference;
}

/**
 * The multicast databases of bridges and tunnels: `RTM_GETMDB`, `RTM_NEWMDB`, `RTM_DELMDB`.
 *
 * @example Who is in which group
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * await rtnetlink.links.add({ name: "br0", kind: "bridge", up: true });
 * await rtnetlink.links.set("eth0", { master: "br0" });
 * await rtnetlink.mdb.add({ link: "br0", member: "eth0", group: "239.1.1.1" });
 * for (const { groups } of await rtnetlink.mdb.list({ link: "br0" })) {
 *   for (const { members = [] } of groups?.entries ?? []) console.log(members[0]?.group, members.length);
 * }
 * ```
 */
export class MulticastDatabases {
  readonly #requests: LinkedRequests<Mdb, MdbRequest>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, mdbNoun);
  }

  /** Lists the databases; a long one comes in parts, each an object of its own. */
  async list(query: MdbQuery = {}): Promise<readonly Mdb[]> {
    const operation = "list mdb";
    checkOptions(operation, query, ["link", "signal"]);
    const { link } = query;
    let at: number | undefined;
    const databases = await this.#requests.listFor(operation, query, ({ index }) => {
      const wanted: Partial<MdbRequest> = { family: "bridge" };
      at = link === undefined ? undefined : index(link);
      return { query: wanted, bare: wanted, keep: () => true };
    });
    return at === undefined ? databases : databases.flatMap(ofLink(at));
  }

  /** Adds a member to a group; rejects with `EEXIST` where it is in it. */
  async add(entry: NewMdbEntry, options: RequestOptions = {}): Promise<void> {
    await this.#change("add", NLM_F_CREATE | NLM_F_EXCL, entry, options);
  }

  /** Adds a member to a group, or puts it in the place of the same one; since Linux 6.2. */
  async set(entry: NewMdbEntry, options: RequestOptions = {}): Promise<void> {
    await this.#change("set", NLM_F_CREATE | NLM_F_REPLACE, entry, options);
  }

  /** Removes a member from a group; where it is not in it a bridge rejects with `EINVAL`, and a tunnel with `ENOENT`. */
  async remove(entry: MdbKey, options: RequestOptions = {}): Promise<void> {
    await this.#change("remove", 0, entry, options);
  }

  async #change(verb: "add" | "set" | "remove", flags: number, entry: NewMdbEntry, options: RequestOptions) {
    checkMdbEntry(`Cannot ${verb} mdb entry`, entry);
    const operation = `${verb} mdb entry '${entry.group}' ${verb === "remove" ? "of" : "to"} ${called(entry.link)}`;
    await this.#requests.run(operation, options, ({ index }) => [
      { verb: verb === "remove" ? "delete" : "new", flags, value: messageOfMdbEntry(entry, index) },
    ]);
  }
}

/** A database as far as it is that of a link, or says something of it; nothing where it does not. */
function ofLink(link: number): (database: Mdb) => readonly Mdb[] {
  const isIt = ({ index }: { readonly index: number }): boolean => index === link;
  return (database) => {
    if (isIt(database)) return [database];
    const { groups, routers, ...rest } = database;
    const entries = (groups?.entries ?? []).flatMap(({ members = [], ...group }) =>
      members.some(isIt) ? [{ ...group, members: members.filter(isIt) }] : []
    );
    const ports = (routers?.ports ?? []).filter(isIt);
    if (entries.length === 0 && ports.length === 0) return [];
    return [{
      ...rest,
      ...(entries.length > 0 && { groups: { ...groups, entries } }),
      ...(ports.length > 0 && { routers: { ...routers, ports } }),
    }];
  };
}
