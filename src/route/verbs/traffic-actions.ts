import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from "../../codec/framing.ts";
import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import type { TrafficAction } from "../tc/action.ts";
import { trafficActionNoun, type TrafficActions } from "../traffic-action.ts";
import { checkDescription, chosenFlags, need } from "./description.ts";
import { type RequestOptions, Requests } from "./requests.ts";
import type { Described } from "./traffic-verbs.ts";

/** Which actions are listed. */
export interface TrafficActionQuery extends RequestOptions {
  /** Those of this kind, such as `"mirred"`; the kernel lists no others at once. */
  readonly kind: string;
  /** Whether nothing but their numbers, flags and counters are told; since Linux 5.11. @default {false} */
  readonly terse?: boolean;
}

/** Which action is meant. */
export interface TrafficActionKey {
  /** What it does. */
  readonly kind: string;
  /** Number of the action among those of its kind. */
  readonly index: number;
}

/** An action as it is to be, by itself; `index` in the parameters of its options is its number, 0 for any that is free. */
export type NewTrafficAction = Described<TrafficAction> & Pick<TrafficActionKey, "kind">;

/**
 * The actions of traffic control, those of filters and those that are there by themselves: `RTM_GETACTION`,
 * `RTM_NEWACTION`, `RTM_DELACTION`. Changes need `CAP_NET_ADMIN` outside of any user namespace.
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

  /** Adds an action that several filters can share, and returns it; rejects with `EEXIST` where its number is taken. */
  add(action: NewTrafficAction, options: RequestOptions = {}): Promise<TrafficAction> {
    return this.#put("add", NLM_F_CREATE | NLM_F_EXCL, action, options);
  }

  /** Puts an action in the place of the one with its number, where there is one, and returns it. */
  replace(action: NewTrafficAction, options: RequestOptions = {}): Promise<TrafficAction> {
    return this.#put("replace", NLM_F_CREATE | NLM_F_REPLACE, action, options);
  }

  /** Removes an action that no filter uses any more; rejects with `ENOENT` where there is none, and `EPERM` where one does. */
  async remove(action: TrafficActionKey, options: RequestOptions = {}): Promise<void> {
    const subject = "Cannot remove traffic action";
    checkDescription(subject, action, ["kind", "index"]);
    need(subject, "a kind", action.kind);
    need(subject, "an index", action.index);
    const operation = `remove traffic action '${action.kind}' ${action.index}`;
    checkOptions(operation, options, ["signal"]);
    await this.#requests.send(operation, "delete", 0, { actions: [action] }, options);
  }

  async #put(verb: string, flags: number, action: NewTrafficAction, options: RequestOptions): Promise<TrafficAction> {
    need(`Cannot ${verb} traffic action`, "an action with a kind", action?.kind);
    const operation = `${verb} traffic action '${action.kind}'`;
    checkOptions(operation, options, ["signal"]);
    // What is missing of its structs is 0 in the message.
    const value = { actions: [action as TrafficAction] };
    const [told] = await this.#requests.send(operation, "new", flags | NLM_F_ECHO, value, options);
    const [made] = told?.actions ?? [];
    if (made === undefined) throw new NetlinkError(operation, "ENOENT");
    return made;
  }
}
