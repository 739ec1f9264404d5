// What stands in this folder is compiled, never run: a claim that does not hold is an error of the type checker, and so
// is an expected error that does not come.

/** Whether two types are the same, `readonly` and `any` included. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

/** Claims that a type is `true`. */
export function holds<_ extends true>(): void {}

/** Claims that a value has exactly this type. */
export function is<Expected>(): <Actual>(
  value: Actual,
  ...claim: Same<Expected, Actual> extends true ? [] : [never]
) => void {
  return () => {};
}

/** Names of the properties of a type that can be written to. */
export type Writable<T> = {
  [K in keyof T]-?: Same<{ [_ in K]: T[K] }, { -readonly [_ in K]: T[K] }> extends true ? K : never;
}[keyof T];
