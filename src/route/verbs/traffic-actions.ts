import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from "../../codec/framing.ts";
import { NetlinkError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import type { TrafficAction } from "../tc/action.ts";
import type { Verb } from "../noun.ts";
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

  /** Gets the action of a kind with a number; rejects with `ENOENT` where there is none. */
  async get(action: TrafficActionKey, options: RequestOptions = {}): Promise<TrafficAction> {
    return await this.#one(named("get", action), "get", 0, action, options);
  }

  /** Adds an action that several filters can share, and returns it; rejects with `EEXIST` where its number is taken. */
  async add(action: NewTrafficAction, options: RequestOptions = {}): Promise<TrafficAction> {
    return await this.#one(described("add", action), "new", NLM_F_CREATE | NLM_F_EXCL | NLM_F_ECHO, action, options);
  }

  /** Puts an action in the place of the one with its number, where there is one, and returns it. */
  async replace(action: NewTrafficAction, options: RequestOptions = {}): Promise<TrafficAction> {
    const flags = NLM_F_CREATE | NLM_F_REPLACE | NLM_F_ECHO;
    return await this.#one(described("replace", action), "new", flags, action, options);
  }

  /** Removes an action that no filter uses any more; rejects with `ENOENT` where there is none, and `EPERM` where one does. */
  async remove(action: TrafficActionKey, options: RequestOptions = {}): Promise<void> {
    await this.#send(named("remove", action), "delete", 0, action, options);
  }

  async #send(
    operation: string,
    verb: Verb,
    flags: number,
    action: NewTrafficAction | TrafficActionKey,
    options: RequestOptions,
  ): Promise<readonly TrafficAction[]> {
    checkOptions(operation, options, ["signal"]);
    // What is missing of its structs is 0 in the message.
    const value = { actions: [action as TrafficAction] };
    const [told] = await this.#requests.send(operation, verb, flags, value, options);
    return told?.actions ?? [];
  }

  async #one(
    operation: string,
    verb: Verb,
    flags: number,
    action: NewTrafficAction | TrafficActionKey,
    options: RequestOptions,
  ): Promise<TrafficAction> {
    const [found] = await this.#send(operation, verb, flags, action, options);
    if (found === undefined) throw new NetlinkError(operation, "ENOENT");
    return found;
  }
}

/** What is done with an action that is told by its number. */
function named(verb: string, action: TrafficActionKey): string {
  const subject = `Cannot ${verb} traffic action`;
  checkDescription(subject, action, ["kind", "index"]);
  need(subject, "a kind", action.kind);
  need(subject, "an index", action.index);
  return `${verb} traffic action '${action.kind}' ${action.index}`;
}

/** What is done with an action as it is to be. */
function described(verb: string, action: NewTrafficAction): string {
  need(`Cannot ${verb} traffic action`, "an action with a kind", action?.kind);
  return `${verb} traffic action '${action.kind}'`;
}
