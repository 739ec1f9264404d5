import type { Link } from "./route/mod.ts";

/** How many links that are gone keep their names: what they had may be told as gone after them. */
const GONE = 1024;

/** What may tell of a link: an event or a change. */
interface Told {
  readonly type: string;
  readonly action?: string;
  readonly link?: Link;
}

/** The names of links by their index, as far as they were told. */
export class LinkNames {
  readonly #names = new Map<number, readonly string[]>();
  readonly #gone = new Set<number>();

  /** Takes a name for good or until an event changes it. */
  set(index: number, name: string): void {
    this.#names.set(index, [name]);
  }

  /** Takes the names of links as they are now. */
  add(links: Iterable<Link>): this {
    for (const link of links) this.#take(link);
    return this;
  }

  /** All names that are known, by index. */
  *entries(): Iterable<readonly [index: number, name: string]> {
    for (const [index, [name]] of this.#names) {
      if (name !== undefined) yield [index, name];
    }
  }

  /** The name of a link, and its alternative names behind it; none where they are not known. */
  of(index: number): readonly string[] {
    return this.#names.get(index) ?? [];
  }

  /** The links that have this name, by index: one, unless it went from one to another since. */
  *called(name: string): Iterable<number> {
    for (const [index, names] of this.#names) {
      if (names.includes(name)) yield index;
    }
  }

  /** Learns from an event or a change, after it was dealt with: until then a link had its former name. */
  learn<T extends Told>(told: T): void {
    if (told.type !== "link" || told.link === undefined || told.link.family === "bridge") return;
    const { index } = told.link;
    this.#gone.delete(index);
    if (told.action === "delete" || told.action === "remove") this.#gone.add(index);
    else this.#take(told.link);
    const [oldest] = this.#gone;
    if (this.#gone.size <= GONE || oldest === undefined) return;
    this.#gone.delete(oldest);
    this.#names.delete(oldest);
  }

  #take(link: Link): void {
    const names = namesOf(link);
    if (names.length > 0) this.#names.set(link.index, names);
  }
}

/** The name that a link is told with, and its alternative names. */
export function namesOf({ name, propertyList }: Link): readonly string[] {
  return name === undefined ? [] : [name, ...propertyList?.alternativeNames ?? []];
}
