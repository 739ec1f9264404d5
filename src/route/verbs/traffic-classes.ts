import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { canonicalHandle, type TcHandle } from "../tc/handle.ts";
import { type ClassOptionsByKind, type TrafficClass, trafficClassNoun } from "../traffic-class.ts";
import { fitting, namesOf, need, pick } from "./description.ts";
import { LinkedRequests, type LinkIndex } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";
import { type NewOfKind, type TrafficDescriptions, TrafficVerbs } from "./traffic-verbs.ts";

/** Which classes are listed: all that have every one of these properties. */
export interface TrafficClassQuery extends RequestOptions {
  /** Those of this link; the kernel lists no others at once. */
  readonly link: LinkReference;
  /** Those of this kind, which is that of their qdisc. */
  readonly kind?: string;
  /** Those with this parent: a class such as `"1:1"`, or `"root"` for the uppermost. */
  readonly parent?: TcHandle;
}

/** Which class is meant. */
export interface TrafficClassKey {
  /** Its link. */
  readonly link: LinkReference;
  /** Its handle: that of its qdisc and its own, such as `"1:10"`. */
  readonly handle: TcHandle;
  /** The class or the qdisc that it belongs to. @default the qdisc */
  readonly parent?: TcHandle;
  /** What it is, which is the kind of its qdisc. */
  readonly kind?: string;
}

/** A class as it is to be. */
export type NewTrafficClass =
  & Omit<TrafficClassKey, "kind">
  & NewOfKind<ClassOptionsByKind>
  & Pick<TrafficClass, "rate">;

const DESCRIPTIONS: TrafficDescriptions<TrafficClass, NewTrafficClass, TrafficClassKey> = {
  name: "traffic class",
  fields: namesOf<NewTrafficClass>({
    link: true,
    handle: true,
    parent: true,
    kind: true,
    options: true,
    rate: true,
  }),
  identity: ["index", "handle", "kind"],
  check(subject, { link, handle }) {
    need(subject, "a link", link);
    need(subject, "a handle", handle);
  },
  messageOf({ link, ...own }: NewTrafficClass | TrafficClassKey, index: LinkIndex) {
    // What is no handle the schema refuses.
    const [qdisc] = `${own.handle}`.split(":");
    // What is missing of its structs is 0 in the message.
    return { parent: `${qdisc}:`, ...own, index: index(link) } as Partial<TrafficClass>;
  },
};

/**
 * The classes of qdiscs: `RTM_GETTCLASS`, `RTM_NEWTCLASS`, `RTM_DELTCLASS`.
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
export class TrafficClasses extends TrafficVerbs<TrafficClass, NewTrafficClass, TrafficClassKey> {
  readonly #requests: LinkedRequests<TrafficClass>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    super(exchange, trafficClassNoun, DESCRIPTIONS);
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
