import { LinkNames } from "../../link-names.ts";
import { printable } from "./paint.ts";

/** The names of links as they are printed. */
export class Names extends LinkNames {
  /** The name of a link; `if7` where it is not known. */
  get(index: number): string {
    return this.of(index)[0] ?? `if${index}`;
  }

  /** The same, fit for a terminal. */
  text(index: number): string {
    return printable(this.get(index));
  }
}
