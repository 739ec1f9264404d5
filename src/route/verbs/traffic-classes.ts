import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { canonicalHandle, type TcHandle } from "../tc/handle.ts";
import { type TrafficClass, trafficClassNoun } from "../traffic-class.ts";
import { fitting, need, pick } from "./description.ts";
import { LinkedRequests } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** Which classes are listed: all that have every one of these properties. */
export interface TrafficClassQuery extends RequestOptions {
  /** Those of this link; the kernel lists no others at once. */
  readonly link: LinkReference;
  /** Those of this kind, which is that of their qdisc. */
  readonly kind?: string;
  /** Those with this parent: a class such as `"1:1"`, or `"root"` for the uppermost. */
  readonly parent?: TcHandle;
}

/**
 * The classes of qdiscs: `RTM_GETTCLASS`.
 *
 * @example
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * for (const { handle, kind, options } of await rtnetlink.trafficClasses.list({ link: "eth0" })) {
 *   console.log(handle, kind, options);
 * }
 * ```
 */
export class TrafficClasses {
  readonly #requests: LinkedRequests<TrafficClass>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, trafficClassNoun);
  }

  /** Lists the classes of a link, with their counters; rejects with `ENODEV` where there is no such link. */
  async list(query: TrafficClassQuery): Promise<readonly TrafficClass[]> {
    const operation = "list traffic classes";
    checkOptions(operation, query, ["link", "kind", "parent", "signal"]);
    const { link, parent } = query;
    need(`Cannot ${operation}`, "a link", link);
    this.#requests.checkWanted(operation, pick(query, ["kind", "parent"]));
    return await this.#requests.listFor(operation, query, ({ index }) => {
      const wanted: Partial<TrafficClass> = { index: index(link) };
      const own = { ...pick(query, ["kind"]), ...(parent !== undefined && { parent: canonicalHandle(parent) }) };
      return { query: wanted, bare: wanted, keep: fitting<TrafficClass>(own) };
    });
  }
}
