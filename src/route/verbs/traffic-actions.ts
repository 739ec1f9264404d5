import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import type { TrafficAction } from "../tc/action.ts";
import { trafficActionNoun, type TrafficActions } from "../traffic-action.ts";
import { chosenFlags, need } from "./description.ts";
import { type RequestOptions, Requests } from "./requests.ts";

/** Which actions are listed. */
export interface TrafficActionQuery extends RequestOptions {
  /** Those of this kind, such as `"mirred"`; the kernel lists no others at once. */
  readonly kind: string;
  /** Whether nothing but their numbers, flags and counters are told; since Linux 5.11. @default {false} */
  readonly terse?: boolean;
}

/**
 * The actions of traffic control, those of filters and those that are there by themselves: `RTM_GETACTION`.
 *
 * @example Where packets go
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * for (const { kind, options } of await rtnetlink.trafficActions.list({ kind: "mirred" })) console.log(kind, options);
 * ```
 */
export class TrafficActionList {
  readonly #requests: Requests<TrafficActions>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    this.#requests = new Requests(exchange, trafficActionNoun);
  }

  /** Lists the actions of a kind, with their counters; none where the kernel does not know the kind. */
  async list(query: TrafficActionQuery): Promise<readonly TrafficAction[]> {
    const operation = "list traffic actions";
    const subject = `Cannot ${operation}`;
    checkOptions(operation, query, ["kind", "terse", "signal"]);
    need(subject, "a kind", query.kind);
    const terse = chosenFlags(subject, query, ["terse"]).map(() => "terseDump" as const);
    const flags = ["largeDump", ...terse] as const;
    const wanted: Partial<TrafficActions> = {
      actions: [{ kind: query.kind }],
      flags: { value: flags, selector: flags },
    };
    const parts = await this.#requests.list(operation, wanted, wanted, () => true, query);
    return parts.flatMap(({ actions = [] }) => actions);
  }
}
