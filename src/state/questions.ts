import { InterruptedError, NetlinkError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Link } from "../route/link.ts";
import { nouns } from "../route/mod.ts";
import type { Noun } from "../route/noun.ts";
import { type Tracked, trackings } from "../route/tracking/mod.ts";
import type { Tracking } from "../route/tracking/tracking.ts";
import { Requests } from "../route/verbs/requests.ts";
import { Mirror } from "./mirror.ts";

/** The loopback is the first link of every namespace. */
const LOOPBACK = 1;

/** What a follower asks the kernel. */
export class Questions {
  readonly #exchange: Exchange;

  /** Asks by this exchange. */
  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** Waits until whoever changes the network now, and has announced it, has carried it out. */
  async barrier(): Promise<void> {
    await this.links([LOOPBACK]);
  }

  /** All objects of a kind; `undefined` where the kernel never had them at one moment. */
  async list(topic: keyof Tracked): Promise<Mirror | undefined> {
    const tracking: Tracking = trackings[topic];
    const noun: Noun = nouns[topic];
    const requests = new Requests(this.#exchange, noun);
    const mirror = new Mirror(topic);
    try {
      for (const query of tracking.queries) {
        mirror.load(
          await requests.list(`follow topic '${topic}'`, query, query, (value) => tracking.holds(value), {}),
        );
      }
      return mirror;
    } catch (error) {
      if (error instanceof InterruptedError) return undefined;
      throw error;
    }
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
