import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { type Qdisc, qdiscNoun } from "../qdisc.ts";
import { canonicalHandle, type TcHandle } from "../tc/handle.ts";
import { chosenFlags, fitting, pick } from "./description.ts";
import { LinkedRequests } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";

/** Which qdiscs are listed: all that have every one of these properties. */
export interface QdiscQuery extends RequestOptions {
  /** Those of this link. */
  readonly link?: LinkReference;
  /** Those of this kind. */
  readonly kind?: string;
  /** Those with this parent, such as `"root"`. */
  readonly parent?: TcHandle;
  /** Whether those are listed too that the kernel made unasked in classes, and hides. @default {false} */
  readonly invisible?: boolean;
}

/**
 * The qdiscs of a network namespace: `RTM_GETQDISC`.
 *
 * @example What waits on a link
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * for (const { kind, handle, parent, stats } of await rtnetlink.qdiscs.list({ link: "eth0" })) {
 *   console.log(kind, handle, parent, stats?.queue?.length, stats?.queue?.drops);
 * }
 * ```
 */
export class Qdiscs {
  readonly #requests: LinkedRequests<Qdisc>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new LinkedRequests(exchange, qdiscNoun);
  }

  /** Lists the qdiscs, with their counters; rejects with `ENODEV` where a link is named that there is not. */
  async list(query: QdiscQuery = {}): Promise<readonly Qdisc[]> {
    const operation = "list qdiscs";
    checkOptions(operation, query, ["link", "kind", "parent", "invisible", "signal"]);
    const { link, parent } = query;
    const [invisible] = chosenFlags(`Cannot ${operation}`, query, ["invisible"]);
    this.#requests.checkWanted(operation, pick(query, ["kind", "parent"]));
    return await this.#requests.listFor(operation, query, ({ index }) => {
      const own = {
        ...pick(query, ["kind"]),
        ...(parent !== undefined && { parent: canonicalHandle(parent) }),
        ...(link !== undefined && { index: index(link) }),
      };
      // The kernel compares nothing.
      const wanted: Partial<Qdisc> = invisible === undefined ? {} : { dumpInvisible: true };
      return { query: wanted, bare: wanted, keep: fitting<Qdisc>(own) };
    });
  }
}
