import { camelCase } from "../../../generic/spec/names.ts";

/** What a name of one's own would hide: words of the language, and types that everybody knows. */
const RESERVED: readonly string[] = `
  break case catch class const continue debugger default delete do else enum export extends false finally for function if
  import in instanceof new null return super switch this throw true try typeof var void while with yield let static
  implements interface package private protected public await async arguments eval undefined NaN Infinity
  Array Boolean Date Error Function Map Number Object Omit Pick Promise Readonly Record Set String Symbol Uint8Array
`.trim().split(/\s+/);

/** The names of a module: those of what it imports, and its own, none of which is the same. */
export class Identifiers {
  readonly #taken: Set<string>;

  /** Takes the names that may be imported. */
  constructor(imported: Iterable<string>) {
    this.#taken = new Set([...RESERVED, ...imported]);
  }

  /** A name of a type, such as `PagePool`, for a name of the specification; with `suffix` where it is taken. */
  type(name: string, suffix: string): string {
    const camel = camelCase(name);
    return this.#take(`${camel.charAt(0).toUpperCase()}${camel.slice(1)}`, suffix);
  }

  /** A name of a value, such as `pagePool`. */
  value(name: string, suffix: string): string {
    return this.#take(camelCase(name), suffix);
  }

  #take(wanted: string, suffix: string): string {
    // No name begins with a digit.
    const base = /^\d/.test(wanted) ? `_${wanted}` : wanted;
    let name = base;
    for (let i = 1; this.#taken.has(name); i++) name = `${base}${suffix}${i === 1 ? "" : i}`;
    this.#taken.add(name);
    return name;
  }
}
