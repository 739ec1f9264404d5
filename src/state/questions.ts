import { InterruptedError, NetlinkError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { nextTurn } from "../next-turn.ts";
import type { Link } from "../route/link.ts";
import { nouns } from "../route/mod.ts";
import type { Noun } from "../route/noun.ts";
import { type Tracked, trackings } from "../route/tracking/mod.ts";
import type { Tracking } from "../route/tracking/tracking.ts";
import { Requests } from "../route/verbs/requests.ts";
import { Mirror } from "./mirror.ts";

/** How many objects are loaded before others get their turn. */
const PORTION = 1024;
/** The loopback is the first link of every namespace. */
const LOOPBACK = 1;

/** All objects of a kind, as they were listed. */
export interface Listed {
  /** The objects. */
  readonly mirror: Mirror;
  /** Whether the kernel changed them all the while, so that some may be missing. */
  readonly isInterrupted: boolean;
}

/** What a follower asks the kernel. */
export class Questions {
  readonly #exchange: Exchange;

  /** Asks by this exchange. */
  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** Waits until whoever changes the network now, and has announced it, has carried it out. */
  async barrier(): Promise<void> {
    await this.#link(LOOPBACK);
  }

  /** All objects of a kind. */
  async list(topic: keyof Tracked): Promise<Listed> {
    const tracking: Tracking = trackings[topic];
    const noun: Noun = nouns[topic];
    const requests = new Requests(this.#exchange, noun);
    const mirror = new Mirror(topic);
    let isInterrupted = false;
    for (const query of tracking.queries) {
      try {
        const holds = (value: object) => tracking.holds(value);
        await loadAll(mirror, await requests.list(`follow topic '${topic}'`, query, query, holds, {}));
      } catch (error) {
        if (!(error instanceof InterruptedError)) throw error;
        isInterrupted = true;
        // What the list held is what would have come of it.
        await loadAll(mirror, error.partial as readonly object[]);
      }
    }
    return { mirror, isInterrupted };
  }

  /** Links by their index, `undefined` for those that are gone. */
  async links(indexes: readonly number[]): Promise<ReadonlyMap<number, Link | undefined>> {
    return new Map(
      await Promise.all(indexes.map(async (index) => [index, await this.#link(index)] as const)),
    );
  }

  async #link(index: number): Promise<Link | undefined> {
    const query: Partial<Link> = { family: "unspec", index, extendedMask: ["skipStats"] };
    try {
      const [link] = await new Requests(this.#exchange, nouns.link).send(`read link ${index}`, "get", 0, query, {});
      return link;
    } catch (error) {
      if (error instanceof NetlinkError && error.code === "ENODEV") return undefined;
      throw error;
    }
  }
}

/** Loads a list in portions, so that a long one keeps nobody else waiting. */
async function loadAll(mirror: Mirror, values: readonly object[]): Promise<void> {
  for (let i = 0; i < values.length; i += PORTION) {
    if (i > 0) await nextTurn();
    mirror.load(values.slice(i, i + PORTION));
  }
}
