import { closest } from "../../options.ts";
import { shown } from "../../shown.ts";
import { type Place, refuse } from "./place.ts";

/** A name of a specification in camelCase, its words as they are spelled: `xdp-features` is `xdpFeatures`. */
export function camelCase(name: string): string {
  const [first = "", ...others] = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}` +
    others.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("");
}

/** The kernel's constant for a name, such as `NETDEV_A_DEV_IFINDEX`. */
export function constantName(prefix: string, name: string): string {
  return `${prefix}${name}`.replaceAll(/[^A-Za-z0-9]/g, "_").toUpperCase();
}

/** A documentation in one line; absent where there is none. */
export function documentation(doc: string | undefined): { readonly doc?: string } {
  const line = doc?.replaceAll(/\s+/g, " ").trim() ?? "";
  return line === "" ? {} : { doc: line };
}

/** What has a name in a specification. */
export interface Named {
  /** The name as it is spelled there. */
  readonly name: string;
}

/** Things by their names, each with a name of its own, as the specification spells it. */
export function byName<T extends Named>(entries: readonly T[], place: Place): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [i, entry] of entries.entries()) {
    if (found.has(entry.name)) {
      refuse([...place, i, "name"], `expected a name of its own, got ${shown(entry.name)} again`);
    }
    found.set(entry.name, entry);
  }
  return found;
}

/** Names in camelCase that properties of one object can have: none twice, and none that has a meaning already. */
export class PropertyNames {
  readonly #taken = new Map<string, string>();
  readonly #reserved: readonly string[];

  /** Makes an empty set; nothing can be called as those of `reserved`. */
  constructor(reserved: readonly string[] = []) {
    this.#reserved = reserved;
  }

  /** Takes a name of the specification. */
  take(name: string, place: Place): string {
    const property = camelCase(name);
    if (property === "") refuse(place, `expected a name of letters and digits, got ${shown(name)}`);
    if (this.#reserved.includes(property)) refuse(place, `expected another name, since '${property}' is reserved`);
    const other = this.#taken.get(property);
    if (other !== undefined) refuse(place, `expected another name than that of '${other}', got ${shown(name)}`);
    this.#taken.set(property, name);
    return property;
  }
}

/** Numbers of things that are told from each other by them. */
export class OwnNumbers {
  readonly #taken = new Map<number, string>();

  /** Takes the number of what has a name. */
  take(number: number, name: string, place: Place): void {
    const other = this.#taken.get(number);
    if (other !== undefined) refuse(place, `expected a number of its own, got ${number} of '${other}'`);
    this.#taken.set(number, name);
  }
}

/** What a name stands for; `what` says which kind of thing is expected, such as `"a struct"`. */
export function lookUp<T>(known: ReadonlyMap<string, T>, name: string, what: string, place: Place): T {
  const found = known.get(name);
  if (found !== undefined) return found;
  const likely = closest(name, known.keys());
  const advice = likely === undefined ? "" : ` (did you mean '${likely}'?)`;
  return refuse(place, `expected the name of ${what}, got ${shown(name)}${advice}`);
}
