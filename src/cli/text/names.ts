import type { NetworkEvent } from "../../../mod.ts";
import { printable } from "./paint.ts";

/** The names of links by their index, as far as they were told. */
export class Names {
  readonly #names = new Map<number, string>();

  /** Takes a name for good or until an event changes it. */
  set(index: number, name: string): void {
    this.#names.set(index, name);
  }

  /** The name of a link; `if7` where it is not known. */
  get(index: number): string {
    return this.#names.get(index) ?? `if${index}`;
  }

  /** The same, fit for a terminal. */
  text(index: number): string {
    return printable(this.get(index));
  }

  /** Learns from an event, after it was printed: what is gone had its name until then. */
  learn(event: NetworkEvent): void {
    if (event.type !== "link" || event.link.family === "bridge") return;
    if (event.action === "delete") this.#names.delete(event.link.index);
    else if (event.link.name !== undefined) this.#names.set(event.link.index, event.link.name);
  }
}
