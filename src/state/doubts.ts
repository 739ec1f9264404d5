import type { NetworkEvent } from "../events.ts";
import type { Link } from "../route/link.ts";
import type { Rule } from "../route/rule.ts";
import type { Tracked } from "../route/tracking/mod.ts";
import type { Key } from "../route/tracking/tracking.ts";
import type { Cause } from "./change.ts";
import type { Mirror } from "./mirror.ts";

/** What the follower has to ask the kernel about. */
export class Doubts {
  /** The kinds of objects to be listed, and why their differences will be told. */
  readonly lists: Map<keyof Tracked, Cause> = new Map();
  /** Indexes of links to be read. */
  readonly links: Set<number> = new Set();
  readonly #topics: ReadonlySet<keyof Tracked>;
  readonly #traits = new Map<number, string>();

  /** Makes doubts about nothing; later about these topics alone. */
  constructor(topics: ReadonlySet<keyof Tracked>) {
    this.#topics = topics;
  }

  /** Whether the copy is what the kernel has, as far as we can know. */
  get isEmpty(): boolean {
    return this.lists.size === 0 && this.links.size === 0;
  }

  /** All objects of a kind have to be listed. What shows after a loss is told as that, whatever else is in doubt. */
  list(topic: keyof Tracked, cause: Cause): void {
    if (!this.#topics.has(topic)) return;
    if (!this.lists.has(topic) || cause === "resync") this.lists.set(topic, cause);
  }

  /** Everything has to be listed. */
  listAll(cause: Cause): void {
    for (const topic of this.#topics) this.list(topic, cause);
  }

  /**
   * Considers what the kernel does without a word when this happens. Measured on Linux 6.18, what vanishes or changes
   * unannounced follows an event of this list:
   *
   * - Link down, gone, without a carrier, or back: IPv4 routes go, those of both families get or lose flags, entries of
   *   forwarding databases go, nexthop objects get flags. Link gone, new or renamed: rules find their links or lose them.
   * - Address gone or new: routes with it as their source go, dead ones come back.
   * - Nexthop object gone or replaced: its routes go, or are other than they were; groups lose a member.
   * - Rule gone or new: rules that go to it find it or lose it.
   * - A port that leaves its bridge takes its entries with it.
   */
  consider(event: NetworkEvent, mirrors: ReadonlyMap<keyof Tracked, Mirror>): void {
    switch (event.type) {
      case "link":
        if (event.link.family === "bridge") {
          if (event.action === "delete") this.list("neighbor", "inferred");
        } else if (this.#notice(event.link, event.action === "delete")) {
          for (const topic of ["nexthop", "route", "neighbor", "rule"] as const) this.list(topic, "inferred");
        }
        // The table has links under "link".
        this.#doubtRelatives(event.link, mirrors.get("link")?.objects as ReadonlyMap<Key, Link> | undefined);
        break;
      case "address":
        this.list("route", "inferred");
        break;
      case "nexthop":
        if (event.action === "delete" || event.message.flags.includes("replace")) {
          this.list("nexthop", "inferred");
          this.list("route", "inferred");
        }
        break;
      case "rule":
        // The table has rules under "rule".
        for (const { action } of (mirrors.get("rule")?.objects.values() ?? []) as Iterable<Rule>) {
          if (action === "goto") this.list("rule", "inferred");
        }
        break;
    }
  }

  /** An event about a link is older than the link is now; and others change with it without a word. */
  #doubtRelatives({ index, parent, parentNamespaceId, master }: Link, links?: ReadonlyMap<Key, Link>): void {
    if (links === undefined) return;
    const before = links.get(index);
    this.links.add(index);
    if (parent && parentNamespaceId === undefined) this.links.add(parent);
    if (before?.parent && before.parentNamespaceId === undefined) this.links.add(before.parent);
    const bridges = new Set<number | undefined>([index, master, before?.master].filter((bridge) => bridge));
    for (const other of links.values()) {
      // Ports show what their bridge is; what stands on a link has its carrier, though nobody says so while it is down.
      const isOfBridge = bridges.has(other.index) || bridges.has(other.master);
      if (isOfBridge || other.parent === index) this.links.add(other.index);
    }
  }

  /** Whether a link is there or not, is up, has a carrier, a name or a master other than we knew. */
  #notice({ index, flags, state, name, master }: Link, isGone: boolean): boolean {
    if (isGone) {
      this.#traits.delete(index);
      return true;
    }
    const carried = flags.filter((flag) => flag === "up" || flag === "running" || flag === "lowerUp").join();
    const traits = `${carried} ${state} ${name} ${master ?? 0}`;
    const isOther = this.#traits.get(index) !== traits;
    this.#traits.set(index, traits);
    return isOther;
  }
}
