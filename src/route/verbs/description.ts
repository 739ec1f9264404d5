/** The names of the fields of a description, which the compiler holds against its type. */
export function namesOf<T>(names: Readonly<Record<keyof T, true>>): readonly string[] {
  return Object.keys(names);
}

/** Throws a `RangeError` that starts with `subject` where a field that is needed is missing. */
export function need(subject: string, what: string, value: unknown): void {
  if (value === undefined || value === null) throw new RangeError(`${subject}: expected ${what}`);
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
      throw new RangeError(`${subject}: ${name}: expected true or false, got '${value[name]}'`);
    }
  }
  return names.filter((name) => value[name]);
}

/** Tells the objects that have all these properties, of those that are not `undefined`. */
export function fitting<T extends object>(
  wanted: { readonly [K in keyof T]?: T[K] | undefined },
): (value: T) => boolean {
  // A property of `wanted` is one of T.
  const needed = (Object.entries(wanted) as [keyof T, unknown][]).filter(([, value]) => value !== undefined);
  return (value) => needed.every(([name, want]) => value[name] === want);
}
