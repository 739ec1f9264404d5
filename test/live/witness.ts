import type { Link } from "../../mod.ts";

/** What is known besides the object itself. */
export interface Context {
  /** The links of the namespace by their index. */
  readonly links: ReadonlyMap<number, Link>;
}

/**
 * What `ip` prints under one of its names, made of our object; `undefined` where it prints nothing. The last argument
 * is what it did print, for a row that has rows inside.
 */
export type Row<T> = (ours: T, context: Context, theirs: unknown) => unknown;

/** How the words of `ip -j -d` are made of our object: a row for each of its names. */
export interface Table<T> {
  /** The names that every `ip` prints. */
  readonly rows: Readonly<Record<string, Row<T>>>;
  /** The names that only newer versions print, or only sometimes: compared where they are there. */
  readonly sometimes?: Readonly<Record<string, Row<T>>>;
  /** The names that nothing of ours answers to, each with the reason. */
  readonly ignored?: Readonly<Record<string, string>>;
}

/** A number that goes on while we look, and how far it may have gone. */
class Near {
  readonly value: number;
  readonly tolerance: number;

  constructor(value: number, tolerance: number) {
    this.value = value;
    this.tolerance = tolerance;
  }
}

/** A number of seconds, or of something else, that goes on while we look. */
export function near(value: number | undefined, tolerance = 3): unknown {
  return value === undefined ? undefined : new Near(value, tolerance);
}

/** What `ip` has to print for our object, to be compared with what it did print. */
export function witnessed<T>(table: Table<T>, ours: T, theirs: unknown, context: Context): Record<string, unknown> {
  // Objects of ip's JSON.
  const printed = theirs as Readonly<Record<string, unknown>>;
  const names = new Set([...Object.keys(table.rows), ...Object.keys(printed)]);
  const made = [...names].map((name) => [name, make(name)] as const);
  return Object.fromEntries(made.filter(([, value]) => value !== undefined));

  function make(name: string): unknown {
    const value = printed[name];
    if (table.ignored !== undefined && Object.hasOwn(table.ignored, name)) return value;
    const row = table.rows[name] ?? table.sometimes?.[name];
    if (row === undefined) return `there is no row for ${name}`;
    const made = row(ours, context, value);
    if (!(made instanceof Near)) return made;
    return typeof value === "number" && Math.abs(value - made.value) <= made.tolerance ? value : made.value;
  }
}

/** `null`, with which `ip` prints what is there, where `condition` holds. */
export function mark(condition: boolean): null | undefined {
  return condition ? null : undefined;
}

export function yes(condition: boolean): true | undefined {
  return condition ? true : undefined;
}

/** The name of a link. */
export function nameOf(index: number | undefined, { links }: Context): string | undefined {
  return index === undefined ? undefined : links.get(index)?.name;
}

/** A number in hexadecimal digits, as `ip` prints what has bits. */
export function hexadecimal(number: number | undefined): string | undefined {
  return number === undefined ? undefined : `0x${number.toString(16)}`;
}

export function nonZero(number: number | undefined): number | undefined {
  return number === 0 ? undefined : number;
}

/** Text for what `ip` looks up in a file, where it stays a number as it has no name there. */
export function text(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : `${value}`;
}

export function tableName(table: number): string {
  return { 253: "default", 254: "main", 255: "local" }[table] ?? `${table}`;
}

/** A network as `ip` prints it: without the length where that is a whole address. */
export function network(address: string | undefined, length: number): string | undefined {
  if (address === undefined) return undefined;
  return length === (address.includes(":") ? 128 : 32) ? address : `${address}/${length}`;
}

/** Those of our flags that `ip` has a word for, in its order. */
export function words(flags: readonly string[], names: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(names).filter(([flag]) => flags.includes(flag)).map(([, word]) => word);
}

/** A number of 32 bits that means "none". */
export const NONE = 0xffffffff;
