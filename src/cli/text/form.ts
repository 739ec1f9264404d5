import type { Names } from "./names.ts";
import type { Paint } from "./paint.ts";
import { line } from "./words.ts";

/** How objects of one kind are told to people. */
export interface Form<T> {
  /** One of them in a line, close to what `ip`, `bridge` or `tc` prints. */
  readonly text: (value: T, names: Names, paint: Paint) => string;
  /** The same in a list, where what is made of several parts has a line for each. @default that line */
  readonly lines?: (value: T, names: Names, paint: Paint) => readonly string[];
  /** How many words at the beginning of a line say which one it is. @default {2} */
  readonly nameLength?: number | ((value: T) => number);
  /** What it has counted, in words behind its line; nothing where that is unknown. */
  readonly stats?: (value: T) => string;
}

/** The form of what belongs to a link and is made of parts: all in one line, and in a list each in its own. */
export function inParts<T extends { readonly index: number }>(
  parts: (value: T, names: Names, paint: Paint) => readonly string[],
): Form<T> {
  const at = ({ index }: T, names: Names): string => `dev ${names.text(index)}`;
  return {
    text: (value, names, paint) => line(at(value, names), parts(value, names, paint).join(", ")),
    lines: (value, names, paint) => parts(value, names, paint).map((part) => line(at(value, names), part)),
  };
}

/** A line in two: the words that say which object it is, and the rest. */
export function nameAndRest<T>(form: Form<T>, value: T, line: string): readonly [name: string, rest: string] {
  const { nameLength = 2 } = form;
  const words = line.split(" ");
  const length = typeof nameLength === "number" ? nameLength : nameLength(value);
  return [words.slice(0, length).join(" "), words.slice(length).join(" ")];
}

/** Lines with all that follows their names in one column. */
export function aligned(lines: readonly (readonly [name: string, rest: string])[]): readonly string[] {
  const width = lines.reduce((widest, [name]) => Math.max(widest, bare(name).length), 0);
  return lines.map(([name, rest]) => rest === "" ? name : `${name}${" ".repeat(width - bare(name).length)} ${rest}`);
}

/** A text without its colours. */
function bare(text: string): string {
  // deno-lint-ignore no-control-regex -- colours are control sequences
  return text.replace(/\x1b\[\d+m/g, "");
}
