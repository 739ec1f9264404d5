/** A flag, as the command line of the first version has it. */
export interface Flag {
  /** What it is for. */
  readonly usage: string;
  /** What its value is; absent for a switch. */
  readonly type?: "string" | "duration";
  /** What it is where it is not given. */
  readonly fallback?: string;
  /** The name of the flag that it is another name of. */
  readonly of?: string;
}

/** The flags that a program has, by name. */
export type Flags = Readonly<Record<string, Flag>>;

/** The command line is wrong. */
export class FlagError extends Error {
  override readonly name = "FlagError";
}

/** The values of flags, by name: text, `"true"` and `"false"` for switches. */
export type FlagValues = ReadonlyMap<string, string>;

const TRUE = ["1", "t", "T", "true", "TRUE", "True"];
const FALSE = ["0", "f", "F", "false", "FALSE", "False"];

/**
 * Reads `-x`, `--x`, `-x=v` and `-x v`, as Go's package `flag` does; what follows the first word that is no flag, or `--`,
 * is left alone. Throws a {@linkcode FlagError} with that package's words.
 */
export function parseFlags(flags: Flags, args: readonly string[]): FlagValues {
  const values = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? "";
    if (word === "--" || word === "-" || !word.startsWith("-")) break;
    const text = word.replace(/^--?/, "");
    if (text === "" || text.startsWith("-") || text.startsWith("=")) throw new FlagError(`bad flag syntax: ${word}`);
    const [, name = "", given] = /^([^=]*)(?:=([\s\S]*))?$/.exec(text) ?? [];
    const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
    if (flag === undefined) throw new FlagError(`flag provided but not defined: -${name}`);
    const { of: main = name } = flag;
    if (flag.type === undefined) {
      values.set(main, switchValue(name, given));
      continue;
    }
    const value = given ?? args[++i];
    if (value === undefined) throw new FlagError(`flag needs an argument: -${name}`);
    if (flag.type === "duration" && milliseconds(value) === undefined) {
      throw new FlagError(`invalid value ${JSON.stringify(value)} for flag -${name}: parse error`);
    }
    values.set(main, value);
  }
  return values;
}

function switchValue(name: string, given = "true"): string {
  if (TRUE.includes(given)) return "true";
  if (FALSE.includes(given)) return "false";
  throw new FlagError(`invalid boolean value ${JSON.stringify(given)} for -${name}: parse error`);
}

/** Milliseconds in a unit. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A duration such as `300ms` or `1m30s` in milliseconds; absent where it is none. */
export function milliseconds(text: string): number | undefined {
  if (text === "0") return 0;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  const parts = text.matchAll(/([\d.]+)([^\d.]+)/g);
  return [...parts].reduce((sum, [, number, unit = ""]) => sum + Number(number) * (UNITS[unit] ?? NaN), 0);
}

/** The flags and what they are for, as that package prints them. */
export function flagDefaults(flags: Flags): string {
  return Object.entries(flags).toSorted(([a], [b]) => a < b ? -1 : 1).map(([name, { usage, type, fallback }]) => {
    const head = `  -${name}${type === undefined ? "" : ` ${type}`}`;
    const shown = type === "string" ? JSON.stringify(fallback) : fallback;
    // What has one letter and no value stands in one line.
    const gap = head.length <= "  -x".length ? "\t" : "\n    \t";
    return `${head}${gap}${usage}${fallback === undefined ? "" : ` (default ${shown})`}\n`;
  }).join("");
}
