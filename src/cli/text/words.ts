/** The words of a line, without those that are empty. */
export function line(...words: readonly string[]): string {
  return words.filter((word) => word !== "").join(" ");
}

/** A name and the value behind it, where there is one. */
export function word<T>(name: string, value: T | undefined, text: (value: T) => string = (some) => `${some}`): string {
  return value === undefined ? "" : `${name} ${text(value)}`;
}

/** Numbers with a name each, as far as they are there, in the order of the names. */
export function numbers<T extends object>(names: { readonly [K in keyof T]?: string }, values: T): string {
  // What is a name in the table is one of T.
  const entries = Object.entries(names) as [keyof T, string][];
  return line(...entries.map(([key, name]) => word(name, values[key])));
}

/** Hundredths of a second as people read them. */
export function seconds(hundredths: number | bigint): string {
  return (Number(hundredths) / 100).toFixed(2);
}
