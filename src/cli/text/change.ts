import type { NetworkChange } from "../../../mod.ts";
import { trackings } from "../../route/tracking/mod.ts";
import { toJson } from "../json.ts";
import { eventText } from "./event.ts";
import type { Names } from "./names.ts";
import { type Holder, nameOf, objectOf, objectText } from "./object.ts";
import { type Paint, printable } from "./paint.ts";

/** What is compared, and how it is written. */
interface Comparison {
  /** What differs without being a change, by its path. */
  readonly volatile: ReadonlySet<string>;
  /** Writes a value, which stands at this path. */
  text(path: string, value: unknown): string;
}

/** How long something that came or went as a whole may be; what is longer is told in full by `--json`. */
const LONGEST = 64;

/** Fields that hold the index of a link. */
const LINK_FIELDS: ReadonlySet<string> = new Set([
  "activePort",
  "backupPort",
  "index",
  "inputLink",
  "link",
  "master",
  "outputLink",
  "primary",
]);

/**
 * A change in one line: `+` for what is there now, `-` for what is gone, and `~` for what is other than it was, with all
 * that differs in parentheses. Why it is told stands behind it in brackets, where that is not an event.
 */
export function changeText(change: NetworkChange, names: Names, paint: Paint): string {
  if (change.type === "synced") return "synced";
  if (change.type === "overrun") return eventText(change, names, paint);
  const text = objectText(change, names, paint);
  const cause = change.cause === "event" || change.cause === "snapshot" ? "" : ` [${change.cause}]`;
  if (change.action === "add") return `${paint("up", "+")} ${change.type} ${text}${cause}`;
  if (change.action === "remove") return `${paint("gone", "-")} ${change.type} ${text}${cause}`;
  const { type, previous, changed } = change;
  const comparison: Comparison = {
    volatile: trackings[type].volatile,
    text: (path, value) => valueText(path, value, names, paint),
  };
  const parts = changed.flatMap((name) =>
    differences(name, member(previous, name), member(objectOf(change), name), comparison)
  );
  return `~ ${type} ${subject(change, text)}${parts.length === 0 ? "" : ` (${parts.join(", ")})`}${cause}`;
}

/** What has changed: the name of a link, which has a long line; all of anything else, whose name alone is none. */
function subject(holder: Holder, text: string): string {
  return holder.type === "link" ? nameOf(holder, text).replace(/:$/, "") : text;
}

function member(value: unknown, name: string): unknown {
  return isObject(value) ? Reflect.get(value, name) : undefined;
}

/** A value that has others inside; bytes are one. */
function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

/** All that is other in a value than it was before. */
function differences(path: string, before: unknown, after: unknown, comparison: Comparison): readonly string[] {
  if (comparison.volatile.has(path) || toJson(before) === toJson(after)) return [];
  const [old, now] = [words(before, after), words(after, before)];
  if (old !== undefined && now !== undefined) {
    const signed = [
      ...now.filter((word) => !old.includes(word)).map((word) => `+${printable(word)}`),
      ...old.filter((word) => !now.includes(word)).map((word) => `-${printable(word)}`),
    ];
    if (signed.length > 0) return [`${path} ${signed.join(" ")}`];
  } else if (isObject(before) && isObject(after)) {
    const fields = new Set([...Object.keys(after), ...Object.keys(before)]);
    return [...fields].flatMap((name) =>
      differences(`${path}.${name}`, member(before, name), member(after, name), comparison)
    );
  }
  return [`${path} ${comparison.text(path, before)} -> ${comparison.text(path, after)}`];
}

/** A list of words, such as flags; one that is not there is empty where the other is such a list. */
function words(value: unknown, other: unknown): readonly string[] | undefined {
  if (value === undefined) return Array.isArray(other) ? [] : undefined;
  return Array.isArray(value) && value.every((word) => typeof word === "string") ? value : undefined;
}

function valueText(path: string, value: unknown, names: Names, paint: Paint): string {
  if (value === undefined) return "none";
  if (value === "up" || value === "down") return paint(value, value);
  if (typeof value === "string") return printable(value);
  const isLink = typeof value === "number" && LINK_FIELDS.has(path.slice(path.lastIndexOf(".") + 1));
  if (isLink && value !== 0) return names.text(value);
  // Bytes are quoted in JSON alone.
  const text = printable(value instanceof Uint8Array ? toJson(value).slice(1, -1) : toJson(value));
  return text.length <= LONGEST ? text : "{...}";
}
