import type { Tracked } from "../route/tracking/mod.ts";
import type { Cause } from "./change.ts";

/** How often a list that events disturbed is repeated at once; and after how many milliseconds from then on. */
const ATTEMPTS = 4;
const PAUSE = 250;
/** Questions about what is only inferred take at most one part in so many of the time. */
const SHARE = 5;
/** More links than this are cheaper to list than to read one by one. */
const MOST_LINKS = 256;

/** What is asked of the kernel at one time. */
export interface Task {
  /** The kinds of objects to be listed, and why their differences will be told. */
  readonly lists: ReadonlyMap<keyof Tracked, Cause>;
  /** Indexes of the links to be read. */
  readonly links: readonly number[];
}

/**
 * What became of a list: nothing happened meanwhile (`"clean"`), its kind changed so that it may be of no one moment
 * (`"disturbed"`), or nobody knows, since events were lost (`"lossy"`).
 */
export type Verdict = "clean" | "disturbed" | "lossy";

/** What has to be asked of the kernel, and when. */
export class Agenda {
  readonly #topics: ReadonlySet<keyof Tracked>;
  readonly #lists = new Map<keyof Tracked, Cause>();
  readonly #links = new Set<number>();
  /** When a kind may be listed again, and links may be read again. */
  readonly #notBefore = new Map<keyof Tracked | "links", number>();
  /** How many lists of a kind in a row were not clean. */
  readonly #refusals = new Map<keyof Tracked, number>();

  /** Makes an agenda with nothing on it; later nothing but what is about these topics. */
  constructor(topics: ReadonlySet<keyof Tracked>) {
    this.#topics = topics;
  }

  /** Whether there is nothing to ask. */
  get isEmpty(): boolean {
    return this.#lists.size === 0 && this.#links.size === 0;
  }

  /** Whether nothing is to be listed that was never read, or that may have been lost. */
  get isWhole(): boolean {
    return ![...this.#lists.values()].some(isUrgent);
  }

  /** All objects of a kind have to be listed; the most urgent cause is the one that will be told. */
  list(topic: keyof Tracked, cause: Cause): void {
    if (this.#topics.has(topic) && (isUrgent(cause) || !this.#lists.has(topic))) this.#lists.set(topic, cause);
  }

  /** Everything has to be listed. */
  listAll(cause: Cause): void {
    for (const topic of this.#topics) this.list(topic, cause);
  }

  /** A link has to be read. */
  readLink(index: number): void {
    this.#links.add(index);
    if (this.#links.size > MOST_LINKS) this.list("link", "event");
    if (this.#lists.has("link")) this.#links.clear();
  }

  /** When the next question is due, by the clock of `performance`; `Infinity` where there is none. */
  get due(): number {
    const lists = [...this.#lists].map(([topic, cause]) => this.#dueOf(topic, cause));
    return Math.min(this.#links.size > 0 ? this.#notBefore.get("links") ?? 0 : Infinity, ...lists);
  }

  /** Takes from the agenda what is due. */
  take(): Task {
    const now = performance.now();
    const lists = new Map([...this.#lists].filter(([topic, cause]) => this.#dueOf(topic, cause) <= now));
    for (const topic of lists.keys()) this.#lists.delete(topic);
    if (lists.has("link")) this.#links.clear();
    const links = (this.#notBefore.get("links") ?? 0) <= now ? [...this.#links] : [];
    if (links.length > 0) this.#links.clear();
    return { lists, links };
  }

  /** Links were read, which took so many milliseconds. */
  linksRead(duration: number): void {
    this.#notBefore.set("links", performance.now() + duration * (SHARE - 1));
  }

  /**
   * Whether a list counts that took so many milliseconds. One that does not is put on the agenda again; so is one that
   * counts though it was disturbed, since that never ended.
   */
  listed(topic: keyof Tracked, cause: Cause, duration: number, verdict: Verdict): boolean {
    const refusals = verdict === "clean" ? 0 : (this.#refusals.get(topic) ?? 0) + 1;
    this.#refusals.set(topic, refusals);
    const pause = refusals < ATTEMPTS ? 0 : PAUSE;
    this.#notBefore.set(topic, performance.now() + Math.max(pause, duration * (SHARE - 1)));
    const counts = verdict === "clean" || verdict === "disturbed" && refusals >= ATTEMPTS;
    if (verdict !== "clean") this.list(topic, counts ? "inferred" : cause);
    return counts;
  }

  #dueOf(topic: keyof Tracked, cause: Cause): number {
    const isAtOnce = isUrgent(cause) && (this.#refusals.get(topic) ?? 0) < ATTEMPTS;
    return isAtOnce ? 0 : this.#notBefore.get(topic) ?? 0;
  }
}

/** Whether somebody waits for it: what is not yet there, what may be lost, what a user asks for. */
function isUrgent(cause: Cause): boolean {
  return cause === "snapshot" || cause === "resync";
}
