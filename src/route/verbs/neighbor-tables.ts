import type { IpFamily } from "../../codec/ip-family.ts";
import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { type NeighborParameters, type NeighborTable, neighborTableNoun } from "../neighbor-table.ts";
import { checkDescription, checkFamily, fitting, namesOf, need, pick } from "./description.ts";
import { called, LinkedRequests } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** Which tables are listed. */
export interface NeighborTableQuery extends RequestOptions {
  /** The one of this family. */
  readonly family?: IpFamily;
  /** What this link has of its own; without it tables themselves are listed too. */
  readonly link?: LinkReference;
}

/** What is to be other in a table. */
export interface NeighborTableChange
  extends Partial<Pick<NeighborTable, "threshold1" | "threshold2" | "threshold3" | "gcInterval">> {
  /** Family of the neighbors. */
  readonly family: IpFamily;
  /** The link whose own parameters change. @default those that new links begin with */
  readonly link?: LinkReference;
  /** How neighbors are to be looked for; what is not told stays as it is. */
  readonly parameters?: Omit<NeighborParameters, "index" | "references" | "reachableTime" | "unknown">;
}

const FIELDS = namesOf<NeighborTableChange>({
  family: true,
  link: true,
  threshold1: true,
  threshold2: true,
  threshold3: true,
  gcInterval: true,
  parameters: true,
});
const PARAMETERS = namesOf<Required<NeighborTableChange>["parameters"]>({
  baseReachableTime: true,
  retransmitTime: true,
  gcStaleTime: true,
  delayProbeTime: true,
  intervalProbeTime: true,
  queueLength: true,
  queueBytes: true,
  applicationProbes: true,
  unicastProbes: true,
  multicastProbes: true,
  multicastReprobes: true,
  anycastDelay: true,
  proxyDelay: true,
  proxyQueueLength: true,
  lockTime: true,
});
const NAMES: Readonly<Record<IpFamily, string>> = { inet: "arp_cache", inet6: "ndisc_cache" };
const FAMILIES = ["inet", "inet6"] as const;

/**
 * The tables of neighbors, with their limits and counters, and how links look for neighbors: `RTM_GETNEIGHTBL`,
 * `RTM_SETNEIGHTBL`. In any but the first network namespace nothing can be changed but what links have of their own.
 *
 * @example How often a link asks
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * const { neighborTables } = rtnetlink;
 * await neighborTables.set({ family: "inet", link: "eth0", parameters: { unicastProbes: 5 } });
 * for (const { name, parameters } of await neighborTables.list({ link: "eth0" })) console.log(name, parameters);
 * ```
 */
export class NeighborTables {
  readonly #requests: LinkedRequests<NeighborTable>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, neighborTableNoun);
  }

  /** Lists the tables, and behind each what links have of their own in it. */
  async list(query: NeighborTableQuery = {}): Promise<readonly NeighborTable[]> {
    const operation = "list neighbor tables";
    checkOptions(operation, query, ["family", "link", "signal"]);
    const { family = "unspec", link } = query;
    checkFamily(`Cannot ${operation}`, FAMILIES, query.family);
    return await this.#requests.listFor(operation, query, ({ index }) => {
      const at = link === undefined ? undefined : index(link);
      const fits = fitting<NeighborTable>({ family });
      return {
        query: { family },
        bare: { family },
        keep: (table) => fits(table) && (at === undefined || table.parameters?.index === at),
      };
    });
  }

  /**
   * Changes a table, or what a link has of its own in it, and returns that; rejects with `ENOENT` for a table in any but
   * the first network namespace.
   */
  async set(change: NeighborTableChange, options: RequestOptions = {}): Promise<NeighborTable> {
    checkDescription("Cannot set neighbor table", change, FIELDS);
    const { family, link, parameters = {} } = change;
    need("Cannot set neighbor table", `a family: ${FAMILIES.join(" or ")}`, family);
    checkFamily("Cannot set neighbor table", FAMILIES, family);
    const operation = `set neighbor table '${NAMES[family]}'${link === undefined ? "" : ` of ${called(link)}`}`;
    checkDescription(`Cannot ${operation}`, parameters, PARAMETERS, { within: "parameters" });
    const limits = pick(change, ["threshold1", "threshold2", "threshold3", "gcInterval"]);
    await this.#requests.run(operation, options, ({ index }) => [{
      verb: "set",
      value: {
        family,
        name: NAMES[family],
        ...limits,
        ...(Object.keys(parameters).length > 0 &&
          { parameters: { ...(link !== undefined && { index: index(link) }), ...parameters } }),
      },
    }]);
    const tables = await this.list({ ...options, family, ...(link !== undefined && { link }) });
    const [table] = tables.filter((one) => link !== undefined || one.parameters?.index === undefined);
    if (table === undefined) throw new NetlinkError(operation, "ENOENT");
    return table;
  }
}
