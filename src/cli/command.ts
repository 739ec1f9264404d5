import { parseArgs } from "node:util";
import type { LinkReference } from "../../mod.ts";
import { closest, closestNoun } from "../options.ts";

/** One command of the command line. */
export interface Command {
  /** What it does, in one line. */
  readonly summary: string;
  /** What else there is to know, in lines of its help. */
  readonly details?: string;
  /** What follows the name of the program, as help shows it. */
  readonly usage: string;
  /** Options by their long name. */
  readonly options: Readonly<Record<string, Option>>;
  /** Runs it and returns the exit status. */
  run(invocation: Invocation): Promise<number>;
}

/** A command that has a command line of its own, since it takes the place of another program. */
export interface Program {
  /** What it does, in one line. */
  readonly summary: string;
  /** Runs it with the arguments behind its name and returns the exit status. */
  main(args: readonly string[]): Promise<number>;
}

/** An option of a command. */
export interface Option {
  /** Name of its value in the help; absent for a switch. */
  readonly value?: string;
  /** Whether it may be given several times. */
  readonly multiple?: boolean;
  /** What it does. */
  readonly help: string;
}

/** How a command was called. */
export interface Invocation {
  /** What is no option. */
  readonly positionals: readonly string[];
  /** Whether a switch was given. */
  has(name: string): boolean;
  /** The value of an option. */
  get(name: string): string | undefined;
  /** The values of an option that may be given several times. */
  all(name: string): readonly string[];
}

/** The command line is wrong: status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Exit statuses: done, failed, wrong usage, and `--timeout` ran out (as `timeout(1)`). */
export const DONE = 0;
/** Something was refused. */
export const FAILED = 1;
/** The command line is wrong. */
export const USAGE = 2;
/** `--timeout` ran out. */
export const TIMED_OUT = 124;

/** Parses what follows the name of a command; throws a {@linkcode UsageError}. */
export function parse(command: Command, args: readonly string[]): Invocation {
  const options = Object.fromEntries(
    Object.entries({ ...command.options, help: HELP }).map(([name, { value, multiple = false }]: [string, Option]) => [
      name,
      {
        type: value === undefined ? "boolean" as const : "string" as const,
        multiple,
        ...(name === "help" ? { short: "h" } : {}),
      },
    ]),
  );
  try {
    const { values, positionals, tokens } = parseArgs({
      args: joined(args, options),
      options,
      allowPositionals: true,
      tokens: true,
    });
    const given = tokens.flatMap((token) => token.kind === "option" && token.value !== undefined ? [token.name] : []);
    const twice = given.find((name, i) => options[name]?.multiple === false && given.indexOf(name) !== i);
    if (twice !== undefined) throw new Error(`Option '--${twice}' may be given once`);
    return {
      positionals,
      has: (name) => values[name] === true,
      get(name) {
        const value = values[name];
        return typeof value === "string" ? value : undefined;
      },
      all(name) {
        const value = values[name];
        return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
      },
    };
  } catch (error) {
    // The first sentence names the option; the second advises what nobody who mistypes needs.
    const [first = ""] = error instanceof Error ? error.message.split(/\.\s/) : [];
    const without = /^Option '(--[\w-]+)[^']*' argument (is ambiguous|missing)/.exec(first)?.[1];
    const sentence = without === undefined ? first : `${without}: expected a value`;
    const likely = closest(/^Unknown option '--(.+)'/.exec(sentence)?.[1] ?? "", Object.keys(options));
    throw new UsageError(`${sentence}${likely === undefined ? "" : ` (did you mean '--${likely}'?)`}`);
  }
}

/** The arguments with negative numbers joined to their options, which tell better than the parser what they take. */
function joined(args: readonly string[], options: Readonly<Record<string, { readonly type: string }>>): string[] {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  return args.flatMap((word, i) => {
    const isValue = (at: number): boolean =>
      at > 0 && at < end && /^-\d/.test(args[at] ?? "") && options[args[at - 1]!.slice(2)]?.type === "string";
    return isValue(i) ? [] : isValue(i + 1) ? [`${word}=${args[i + 1]}`] : [word];
  });
}

const HELP: Option = { help: "Shows this" };

/** The help of a command. */
export function help(name: string, command: Command): string {
  const rows = Object.entries({ ...command.options, help: HELP }).map(([option, { value, help }]): [string, string] => [
    `  --${option}${value === undefined ? "" : ` ${value}`}`,
    help,
  ]);
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    `Usage: netlink ${name} ${command.usage}`,
    "",
    command.summary,
    ...(command.details === undefined ? [] : [command.details]),
    "",
    "Options:",
    ...rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`),
    "",
  ].join("\n");
}

/** One of `words`; throws a {@linkcode UsageError} that begins with `subject` for any other. */
export function oneOf<Word extends string>(subject: string, words: readonly Word[], given: string): Word {
  const found = words.find((word) => word === given);
  if (found !== undefined) return found;
  const likely = closestNoun(given, words);
  const advice = likely === undefined ? "" : ` (did you mean '${likely}'?)`;
  throw new UsageError(`${subject}: expected one of ${words.join(", ")}${advice}`);
}

/** Throws a {@linkcode UsageError} where there is an argument that nothing is done with. */
export function noMore(subject: string, [argument]: readonly string[]): void {
  if (argument !== undefined) throw new UsageError(`${subject}: unexpected argument '${argument}'`);
}

const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
/** What a timer can take. */
const LONGEST = 2 ** 31 - 1;

/** A duration such as `500ms`, `10`, `10s`, `5m`, `1h` in milliseconds. */
export function duration(option: string, text: string): number {
  const [, number = "", unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const milliseconds = number === "" ? NaN : Number(number) * (DURATION_UNITS[unit] ?? NaN);
  if (!(milliseconds > 0 && milliseconds <= LONGEST)) {
    throw new UsageError(`--${option}: expected a duration such as 500ms, 10s or 5m up to 24 days, got '${text}'`);
  }
  return milliseconds;
}

/** A link as it is called: its name, or its index where that is all digits. */
export function linkOf(text: string): LinkReference {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** A whole number from 1 on. */
export function count(option: string, text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(number >= 1 && Number.isSafeInteger(number))) {
    throw new UsageError(`--${option}: expected a number from 1 on, got '${text}'`);
  }
  return number;
}

const SIZE_UNITS: Readonly<Record<string, number>> = { "": 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** A number of bytes such as `65536`, `64K`, `32M`, up to `most`. */
export function size(option: string, text: string, most: number): number {
  const [, number = "", unit = ""] = /^(\d+)([KMG]?)$/i.exec(text) ?? [];
  const bytes = number === "" ? NaN : Number(number) * (SIZE_UNITS[unit.toUpperCase()] ?? NaN);
  if (!(bytes <= most)) {
    throw new UsageError(`--${option}: expected bytes such as 65536, 64K or 32M up to ${most}, got '${text}'`);
  }
  return bytes;
}
