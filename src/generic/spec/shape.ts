import { closest, unknownName } from "../../options.ts";
import { shown } from "../../shown.ts";
import { type Place, refuse } from "./place.ts";

/** What a part of a document has to be: gives it with its type, or throws a {@linkcode SpecificationError}. */
export type Shape<T> = (value: unknown, place: Place) => T;

/** Any text; a name that happens to be a number is one of its digits. */
export const text: Shape<string> = (value, place) => {
  if (typeof value === "string") return value;
  if (typeof value === "number") return `${value}`;
  return refuse(place, `expected text, got ${shown(value)}`);
};

/** `true` or `false`. */
export const yesOrNo: Shape<boolean> = (value, place) =>
  typeof value === "boolean" ? value : refuse(place, `expected true or false, got ${shown(value)}`);

/** A whole number of any sign. */
export const whole: Shape<number> = (value, place) =>
  typeof value === "number" && Number.isSafeInteger(value)
    ? value
    : refuse(place, `expected a whole number, got ${shown(value)}`);

/** A whole number, or the name of one. */
export const wholeOrName: Shape<number | string> = (value, place) => {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  return refuse(place, `expected a whole number or the name of a constant, got ${shown(value)}`);
};

/** A whole number from `least` to `most`. */
export function wholeFrom(least: number, most: number): Shape<number> {
  return (value, place) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
      ? value
      : refuse(place, `expected a number from ${least} to ${most}, got ${shown(value)}`);
}

/** One of these words. */
export function oneOf<Word extends string>(words: readonly Word[]): Shape<Word> {
  return (value, place) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const likely = closest(`${value}`, words);
    const advice = likely === undefined ? "" : ` (did you mean '${likely}'?)`;
    return refuse(place, `expected one of ${words.join(", ")}, got ${shown(value)}${advice}`);
  };
}

/** A list of parts of one shape. */
export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, place) =>
    Array.isArray(value)
      ? value.map((element: unknown, i) => shape(element, [...place, i]))
      : refuse(place, `expected a list, got ${shown(value)}`);
}

/** Text, or what has more to say. */
export function nameOr<T>(make: (name: string) => T, shape: Shape<T>): Shape<T> {
  return (value, place) => typeof value === "object" && value !== null ? shape(value, place) : make(text(value, place));
}

/** The shapes of the members of `T`, by name. */
export type Members<T> = { readonly [K in keyof T]-?: Shape<Exclude<T[K], undefined>> };

/**
 * An object with these members. Those of no effect on bytes and names are let be without a look; all others are refused,
 * since a name with a mistake in it would have no effect.
 */
export function object<T extends object>(
  members: Members<T>,
  required: readonly (keyof T & string)[],
  ignored: readonly string[] = [],
): Shape<T> {
  // The table has a shape for each member of T.
  const shapes = Object.entries(members) as [string, Shape<unknown>][];
  const known = [...shapes.map(([name]) => name), ...ignored];
  return (value, place) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return refuse(place, `expected an object, got ${shown(value)}`);
    }
    const wrong = unknownName("field", value, known);
    if (wrong !== undefined) refuse(place, wrong, Object.keys(value).find((name) => !known.includes(name)));
    const missing = required.find((name) => !isTold(value, name));
    if (missing !== undefined) refuse(place, `expected '${missing}'`);
    const told = shapes.filter(([name]) => isTold(value, name));
    const checked = told.map(([name, shape]) => [name, shape(Reflect.get(value, name), [...place, name])]);
    // Each member that is there has its shape, and none is missing that is required.
    return Object.fromEntries(checked) as T;
  };
}

/** Whether an object has a member: one without a value, as YAML can have it, is none. */
function isTold(value: object, name: string): boolean {
  return Object.hasOwn(value, name) && (Reflect.get(value, name) ?? undefined) !== undefined;
}
