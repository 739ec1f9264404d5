import { shown } from "../../shown.ts";
import { checkFields, type FieldCheck } from "./fields.ts";

/** The words of `ip` and `bridge` for what has another name here. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["dev", "link"],
  ["dst", "destination"],
  ["dest", "destination"],
  ["to", "destination"],
  ["from", "source"],
  ["src", "preferredSource"],
  ["via", "gateway"],
  ["nexthop", "nextHops"],
  ["nhid", "nexthopId"],
  ["metric", "priority"],
  ["pref", "priority"],
  ["dsfield", "tos"],
  ["proto", "protocol"],
  ["lladdr", "linkLayerAddress"],
  ["mac", "linkLayerAddress"],
  ["iif", "inputLink"],
  ["oif", "outputLink"],
  ["fwmark", "mark"],
  ["not", "invert"],
  ["lookup", "table"],
  ["brd", "broadcast"],
  ["local", "address"],
  ["valid_lft", "validLifetime"],
  ["preferred_lft", "preferredLifetime"],
  ["nodad", "noDad"],
  ["vid", "vlan"],
]);

/** Refuses fields that do not exist, as {@linkcode checkFields} does; who writes the words of `ip` is told ours. */
export function checkDescription(
  subject: string,
  value: object,
  names: readonly string[],
  check: Omit<FieldCheck, "hint"> = {},
): void {
  const hint = (name: string): string | undefined => {
    const word = WORDS.get(name);
    return word !== undefined && names.includes(word) ? `did you mean '${word}'?` : undefined;
  };
  checkFields(subject, value, names, { ...check, hint });
}

/** The names of the fields of a description, which the compiler holds against its type. */
export function namesOf<T>(names: Readonly<Record<keyof T, true>>): readonly string[] {
  return Object.keys(names);
}

/** Throws a `RangeError` that starts with `subject` where a field that is needed is missing. */
export function need(subject: string, what: string, value: unknown): void {
  if (value === undefined || value === null) throw new RangeError(`${subject}: expected ${what}`);
}

/** Throws a `RangeError` that starts with `subject` for a family that is given and none of those. */
export function checkFamily(subject: string, families: readonly string[], family: unknown): void {
  if (family === undefined || families.some((known) => known === family)) return;
  throw new RangeError(`${subject}: family: expected ${families.join(", ")}, got ${shown(family)}`);
}

/** The properties of `value` with these names, as far as it has them. */
export function pick<T extends object, K extends keyof T>(value: T, names: readonly K[]): Pick<T, K> {
  // What is missing in it may be missing in the result.
  return Object.fromEntries(
    names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]),
  ) as Pick<T, K>;
}

/** Those of `names` that `value` has as `true`; throws a `RangeError` for what is neither `true` nor `false`. */
export function chosenFlags<Name extends string>(
  subject: string,
  value: { readonly [K in Name]?: boolean },
  names: readonly Name[],
): readonly Name[] {
  for (const name of names) {
    if (value[name] !== undefined && typeof value[name] !== "boolean") {
      throw new RangeError(`${subject}: ${name}: expected true or false, got ${shown(value[name])}`);
    }
  }
  return names.filter((name) => value[name]);
}

/** Tells the objects that have all these properties, of those that are not `undefined`; any family is `"unspec"`. */
export function fitting<T extends object>(
  wanted: { readonly [K in keyof T]?: T[K] | undefined },
): (value: T) => boolean {
  // A property of `wanted` is one of T.
  const entries = Object.entries(wanted) as [keyof T, unknown][];
  const needed = entries
    .filter(([name, want]) => want !== undefined && !(name === "family" && want === "unspec"))
    .map(([name, want]) => ({ name, want }));
  return (value) => {
    // For each object of a list, where a function for each property takes longer than all the rest.
    for (const { name, want } of needed) if (value[name] !== want) return false;
    return true;
  };
}
