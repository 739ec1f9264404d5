import type { NetworkEvent } from "../events.ts";
import type { Link } from "../route/link.ts";
import { messageTypes } from "../route/message-type.ts";
import type { Rule } from "../route/rule.ts";
import type { Tracked } from "../route/tracking/mod.ts";
import type { Agenda } from "./agenda.ts";
import type { ObjectChange } from "./change.ts";
import type { Mirror } from "./mirror.ts";

/** What hangs on links. */
const ON_LINKS: readonly (keyof Tracked)[] = ["address", "nexthop", "route", "neighbor", "rule"];
/** The names of the messages that have a schema. */
const NAMES: ReadonlySet<string> = new Set([...messageTypes.values()].map(({ name }) => name));

/**
 * What the kernel does without a word, by the events that it happens with. Measured on Linux 6.18, what vanishes or
 * changes unannounced follows an event of this list:
 *
 * - Link down, gone, without a carrier, or back: IPv4 routes go, those of both families get or lose flags, entries of
 *   forwarding databases go, nexthop objects get flags, and the link gets an IPv6 address, announced when it is checked. Link gone, new or renamed: rules find their links or lose them.
 * - Hardware address of a link changed: entries of the link below it go and come.
 * - Address gone or new: routes with it as their source go, dead ones come back.
 * - Nexthop object gone or replaced: its routes go, or are other than they were; groups lose a member.
 * - Rule gone or new: rules that go to it find it or lose it.
 * - A port that leaves its bridge takes its entries with it.
 */
export class Doubts {
  readonly #agenda: Agenda;
  readonly #mirrors: ReadonlyMap<keyof Tracked, Mirror>;
  /** What was last told of links that are not copied. */
  readonly #traits = new Map<number, string>();

  /** Puts questions on this agenda; what they are about depends on these copies too. */
  constructor(agenda: Agenda, mirrors: ReadonlyMap<keyof Tracked, Mirror>) {
    this.#agenda = agenda;
    this.#mirrors = mirrors;
  }

  /** Considers an event before it is taken into the copies; `isSynced` says whether what they have can be believed. */
  consider(event: NetworkEvent, isSynced: boolean): void {
    switch (event.type) {
      case "overrun":
        this.#agenda.listAll("resync");
        break;
      case "undecoded":
        // An attribute that cannot be read stays in its object. A whole message may be about anything of its kind, and
        // what follows from it about all others; one that is new to us is about nothing that is copied.
        if (event.error.path.length > 0 || !NAMES.has(event.message?.name ?? "RTM_NEWLINK")) break;
        this.#agenda.listAll("event");
        break;
      case "link":
        if (event.link.family === "bridge") {
          if (event.action === "delete") this.#agenda.list("neighbor", "inferred");
        } else if (event.action === "delete" || this.#isOther(event.link) || !isSynced) {
          this.#doubtWhatHangsOnLinks();
        }
        this.#doubtRelatives(event.link);
        break;
      case "address":
        // One that is there already is told again whenever its time to live is extended.
        if (event.action === "new" && this.#mirrors.get("address")?.has(event.address) && isSynced) break;
        this.#agenda.list("route", "inferred");
        break;
      case "nexthop":
        if (event.action === "delete" || event.message.flags.includes("replace")) {
          this.#agenda.list("nexthop", "inferred");
          this.#agenda.list("route", "inferred");
        }
        break;
      case "rule":
        // The table has rules under "rule".
        for (const { action } of (this.#mirrors.get("rule")?.objects.values() ?? []) as Iterable<Rule>) {
          if (action === "goto") this.#agenda.list("rule", "inferred");
        }
        break;
    }
  }

  /** Considers what no event told of, but showed when the kernel was asked. */
  considerAnswer(change: ObjectChange): void {
    if (change.type !== "link") return;
    const isSame = change.action === "change" && traitsOf(change.previous) === traitsOf(change.link);
    if (!isSame) this.#doubtWhatHangsOnLinks();
  }

  /** The links, where they are copied. */
  get #links(): ReadonlyMap<unknown, Link> | undefined {
    // The table has links under "link".
    return this.#mirrors.get("link")?.objects as ReadonlyMap<unknown, Link> | undefined;
  }

  #doubtWhatHangsOnLinks(): void {
    for (const topic of ON_LINKS) this.#agenda.list(topic, "inferred");
  }

  /** An event about a link is older than the link is now; and others change with it without a word. */
  #doubtRelatives({ index, parent, parentNamespaceId, master }: Link): void {
    if (this.#links === undefined) return;
    const before = this.#links.get(index);
    const bridges = new Set<number | undefined>([index, master, before?.master].filter((bridge) => bridge));
    const related = new Set([index]);
    if (parent && parentNamespaceId === undefined) related.add(parent);
    if (before?.parent && before.parentNamespaceId === undefined) related.add(before.parent);
    for (const other of this.#links.values()) {
      // Ports show what their bridge is; what stands on a link has its carrier, though nobody says so while it is down.
      const isOfBridge = bridges.has(other.index) || bridges.has(other.master);
      if (isOfBridge || other.parent === index) related.add(other.index);
    }
    for (const link of related) this.#agenda.readLink(link);
  }

  /** Whether a link is up, or has a carrier, a name, an address or a master other than we knew. */
  #isOther(link: Link): boolean {
    // A wireless link tells of itself in passing.
    if (link.name === undefined) return false;
    const traits = traitsOf(link);
    if (this.#links !== undefined) {
      const before = this.#links.get(link.index);
      return before === undefined || traitsOf(before) !== traits;
    }
    const isOther = this.#traits.get(link.index) !== traits;
    this.#traits.set(link.index, traits);
    return isOther;
  }
}

/** What of a link others depend on. */
function traitsOf({ flags, state, name, address, master }: Link): string {
  const carried = flags.filter((flag) => flag === "up" || flag === "running" || flag === "lowerUp").join();
  return `${carried} ${state} ${name} ${address} ${master ?? 0}`;
}
