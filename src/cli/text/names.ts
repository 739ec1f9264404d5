import type { Link, NetworkChange, NetworkEvent } from "../../../mod.ts";
import { printable } from "./paint.ts";

/** How many links that are gone keep their names: what they had may be told as gone after them. */
const GONE = 1024;

/** The names of links by their index, as far as they were told. */
export class Names {
  readonly #names = new Map<number, string>();
  readonly #gone = new Set<number>();

  /** Takes a name for good or until an event changes it. */
  set(index: number, name: string): void {
    this.#names.set(index, name);
  }

  /** Takes the names of links as they are now. */
  add(links: Iterable<Link>): this {
    for (const { index, name } of links) {
      if (name !== undefined) this.set(index, name);
    }
    return this;
  }

  /** All names that are known, by index. */
  entries(): Iterable<readonly [index: number, name: string]> {
    return this.#names.entries();
  }

  /** The name of a link; `if7` where it is not known. */
  get(index: number): string {
    return this.#names.get(index) ?? `if${index}`;
  }

  /** The same, fit for a terminal. */
  text(index: number): string {
    return printable(this.get(index));
  }

  /** Learns from an event or a change, after it was printed: until then a link had its former name. */
  learn(told: NetworkEvent | NetworkChange): void {
    if (told.type !== "link" || told.link.family === "bridge") return;
    const { index, name } = told.link;
    this.#gone.delete(index);
    if (told.action === "delete" || told.action === "remove") this.#gone.add(index);
    else if (name !== undefined) this.set(index, name);
    const [oldest] = this.#gone;
    if (this.#gone.size <= GONE || oldest === undefined) return;
    this.#gone.delete(oldest);
    this.#names.delete(oldest);
  }
}
