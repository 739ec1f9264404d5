import type { Exchange } from "../../exchange.ts";
import { checkOptions } from "../../options.ts";
import { type Qdisc, qdiscNoun } from "../qdisc.ts";
import { canonicalHandle, type TcHandle } from "../tc/handle.ts";
import type { QdiscOptionsByKind } from "../tc/qdisc-kinds.ts";
import type { HtbOptions } from "../tc/shapers.ts";
import { chosenFlags, fitting, namesOf, need, pick } from "./description.ts";
import { LinkedRequests, type LinkIndex } from "./linked.ts";
import type { LinkReference } from "./reference.ts";
import type { RequestOptions } from "./requests.ts";
import { type Described, type NewOfKind, type TrafficDescriptions, TrafficVerbs } from "./traffic-verbs.ts";

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

/** Which qdisc is meant. */
export interface QdiscKey {
  /** Its link. */
  readonly link: LinkReference;
  /** Where it is. @default {"ingress"} for the kinds `ingress` and `clsact`, `"root"` for all others */
  readonly parent?: TcHandle;
  /** Its handle, such as `"1:"`. @default for a new one: any that is free */
  readonly handle?: TcHandle;
  /** What it is. */
  readonly kind?: string;
}

/** A qdisc as it is to be. */
export type NewQdisc =
  & Omit<QdiscKey, "kind">
  & NewOfKind<QdiscOptionsByKind>
  & Pick<Qdisc, "ingressBlock" | "egressBlock" | "sizeTable" | "rate">;

const IN_FRONT: readonly (string | undefined)[] = ["ingress", "clsact"];

const DESCRIPTIONS: TrafficDescriptions<Qdisc, NewQdisc, QdiscKey> = {
  name: "qdisc",
  fields: namesOf<NewQdisc>({
    link: true,
    parent: true,
    handle: true,
    kind: true,
    options: true,
    ingressBlock: true,
    egressBlock: true,
    sizeTable: true,
    rate: true,
  }),
  identity: ["index", "parent", "handle", "kind"],
  check: (subject, { link }) => need(subject, "a link", link),
  messageOf({ link, ...own }: NewQdisc | QdiscKey, index: LinkIndex) {
    const parent = IN_FRONT.includes(own.kind) ? "ingress" : "root";
    // What is missing of its structs is 0 in the message.
    return { parent, ...own, index: index(link) } as Partial<Qdisc>;
  },
  accepted(qdisc) {
    if (qdisc.kind !== "htb") return qdisc;
    // They are those of the kind, or the type checker was not asked.
    const options: Described<HtbOptions> | undefined = qdisc.options;
    return { ...qdisc, kind: "htb", options: acceptedHtb(options) };
  },
};

/** The version that a request has to tell (`HTB_VER`, its upper half). */
const HTB_VERSION = 3;
/** What `tc` divides rates by where it is not told. */
const RATE_TO_QUANTUM = 10;

/** Options of a qdisc of the kind `htb`: the kernel lists two versions in one number, and makes none without options. */
function acceptedHtb(options: Described<HtbOptions> = {}): Described<HtbOptions> {
  return { ...options, global: { rateToQuantum: RATE_TO_QUANTUM, ...options.global, version: HTB_VERSION } };
}

/**
 * The qdiscs of a network namespace: `RTM_GETQDISC`, `RTM_NEWQDISC`, `RTM_DELQDISC`.
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
 * @example At most 1000 packets wait
 * ```ts
 * import { Rtnetlink } from "@netlink/ffi";
 *
 * await using rtnetlink = await Rtnetlink.open();
 * await rtnetlink.qdiscs.replace({ link: "eth0", kind: "pfifo", options: { limit: 1000 } });
 * ```
 */
export class Qdiscs extends TrafficVerbs<Qdisc, NewQdisc, QdiscKey> {
  readonly #requests: LinkedRequests<Qdisc>;

  /** Makes the verbs of an exchange. */
  constructor(exchange: Exchange) {
    super(exchange, qdiscNoun, DESCRIPTIONS);
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
