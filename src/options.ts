import { shown } from "./shown.ts";

/**
 * Refuses options that do not exist, since a name with a mistake in it would have no effect, and a `signal` that is
 * none.
 *
 * @param operation What the options are for, as it reads after "Cannot", such as `"watch"`
 * @param options What the caller gave
 * @param names The options that exist
 */
export function checkOptions(operation: string, options: object, names: readonly string[]): void {
  const wrong = unknownName("option", options, names);
  if (wrong !== undefined) throw new RangeError(`Cannot ${operation}: ${wrong}`);
  const { signal } = options as { readonly signal?: unknown };
  if (signal === undefined || signal instanceof AbortSignal) return;
  throw new RangeError(`Cannot ${operation}: expected an AbortSignal as the signal, got ${shown(signal)}`);
}

/** How many names are told where none is like the one that was given. */
const FEW = 16;

/** What is wrong with the names of the properties of `value`: one that is not among `names`; absent where all are. */
export function unknownName(
  kind: "option" | "field" | "command",
  value: object,
  names: Iterable<string>,
): string | undefined {
  // Nothing but the type checker keeps a caller from giving another value.
  const given: unknown = value;
  if (typeof given !== "object" || given === null) return `expected an object with ${kind}s, got ${shown(given)}`;
  const known = [...names];
  const name = Object.keys(given).find((name) => !known.includes(name));
  if (name === undefined) return undefined;
  const likely = closest(name, known);
  if (likely !== undefined) return `unknown ${kind} '${name}' (did you mean '${likely}'?)`;
  if (known.length === 0) return `unknown ${kind} '${name}', expected none`;
  return `unknown ${kind} '${name}'${known.length <= FEW ? `, expected one of ${known.join(", ")}` : ""}`;
}

/** What somebody who wrote `word` may have meant: the candidate with the fewest slips, where they are few. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  // One slip is likely in a short word, three in a long one.
  let fewest = Math.min(3, Math.ceil(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const slips = distance(word.toLowerCase(), candidate.toLowerCase());
    if (slips < fewest) [best, fewest] = [candidate, slips];
  }
  return best;
}

/**
 * What somebody who named `noun` may have meant: what is spelled like it, or else what has it for a part, or is a part of
 * it, as `class` and `traffic-classes` of `classes`; of several the shortest.
 */
export function closestNoun(noun: string, candidates: readonly string[]): string | undefined {
  const likely = closest(noun, candidates);
  const own = stem(noun);
  if (likely !== undefined || own.length < SHORTEST_STEM) return likely;
  return candidates.filter((candidate) => stem(candidate).includes(own) || own.includes(stem(candidate)))
    .toSorted((a, b) => a.length - b.length)[0];
}

/** Fewer letters than these are part of too many words. */
const SHORTEST_STEM = 4;

/** A noun in small letters, without the ending of its plural. */
function stem(noun: string): string {
  return noun.toLowerCase().replace(/(?<=ss)es$|(?<!s)s$/, "");
}

/** How many characters were left out, added, replaced or swapped with their neighbour between two words. */
function distance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      // Every index lies in the rows that are there.
      current[column] = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (same ? 0 : 1),
        swapped ? beforeLast[column - 2]! + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length]!;
}

/** Throws a `RangeError` where `topics` is no list of one or more of `known`. */
export function checkTopics(operation: string, topics: readonly string[], known: readonly string[]): void {
  if (!Array.isArray(topics) || topics.length === 0) {
    const got = Array.isArray(topics) ? "an empty one" : shown(topics);
    throw new RangeError(`Cannot ${operation} topics: expected a list of one or more, got ${got}`);
  }
  for (const topic of topics) {
    if (known.includes(topic)) continue;
    const likely = closestNoun(`${topic}`, known);
    const advice = likely === undefined ? "" : ` (did you mean '${likely}'?)`;
    throw new RangeError(`Cannot ${operation} topic '${topic}': expected one of ${known.join(", ")}${advice}`);
  }
}
