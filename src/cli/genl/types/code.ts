// Code is laid out as its formatter would: in one line where that fits, else with each part on a line of its own.

/** Longest line, the default of formatters. */
const WIDTH = 80;
const STEP = 2;

/** A piece of code. */
export type Code = string | Group | readonly Code[];

/** Parts between brackets. */
interface Group {
  readonly open: string;
  readonly parts: readonly Code[];
  readonly close: string;
  /** What stands at the edges where all is in one line. */
  readonly edge: "" | " ";
  /** What stands between the parts: a comma behind each, a sign of types in front of each, or nothing. */
  readonly between: "," | "|" | "&" | "";
}

/** A call of a function. */
export function call(name: string, ...parts: readonly Code[]): Code {
  // What is all that is told stands behind its bracket.
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && isGroup(only) && only.open === "{") return [`${name}(`, only, ")"];
  return { open: `${name}(`, parts, close: ")", edge: "", between: "," };
}

/** An object, or a type of objects. */
export function object(members: readonly (readonly [name: string, value: Code])[]): Code {
  const parts = members.map(([name, value]): Code => name === value ? name : [`${propertyName(name)}: `, value]);
  return parts.length === 0 ? "{}" : { open: "{", parts, close: "}", edge: " ", between: "," };
}

/** The arguments of a generic type. */
export function generic(name: string, ...parts: readonly Code[]): Code {
  return { open: `${name}<`, parts, close: ">", edge: "", between: "," };
}

/** A list. */
export function list(parts: readonly Code[]): Code {
  return { open: "[", parts, close: "]", edge: "", between: "," };
}

/** One of several types. */
export function union(parts: readonly Code[]): Code {
  const [only] = parts;
  if (only === undefined) return "never";
  return parts.length === 1 ? only : { open: "", parts, close: "", edge: "", between: "|" };
}

/** The name of a property, in quotes where it needs them. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function isGroup(code: Code): code is Group {
  return typeof code === "object" && "open" in code;
}

function flat(code: Code): string {
  if (typeof code === "string") return code;
  if (!isGroup(code)) return code.map(flat).join("");
  const { open, parts, close, edge, between } = code;
  return open + edge + parts.map(flat).join(between === "," ? ", " : ` ${between} `) + edge + close;
}

/** How much of code stands in its first line at least, where `after` characters follow it. */
function lead(code: readonly Code[], after: number): number {
  const [first, ...rest] = code;
  if (first === undefined) return after;
  if (typeof first === "string") return first.length + lead(rest, after);
  return isGroup(first) ? first.open.length : lead([...first, ...rest], after);
}

/** The text of code that begins at `column` of a line that is indented by `indent`; `after` characters follow it. */
export function layOut(code: Code, indent = 0, column: number = indent, after = 1): string {
  if (typeof code === "string") return code;
  const short = flat(code);
  if (column + short.length + after <= WIDTH) return short;
  if (!isGroup(code)) {
    let text = "";
    for (const [i, part] of code.entries()) {
      const start = text.includes("\n") ? text.length - text.lastIndexOf("\n") - 1 : column + text.length;
      const next = layOut(part, indent, start, lead(code.slice(i + 1), after));
      text = (next.startsWith("\n") ? text.trimEnd() : text) + next;
    }
    return text;
  }
  const { open, parts, close, between } = code;
  const inner = indent + STEP;
  const margin = " ".repeat(inner);
  if (between !== ",") {
    const sign = between === "" ? "" : `${between} `;
    return parts.map((part) => `\n${margin}${sign}${layOut(part, inner, inner + sign.length, after)}`).join("");
  }
  // Behind the last argument of a type there is no comma.
  const end = close === ">" ? "" : ",";
  const lines = parts.map((part, i) => `\n${margin}${layOut(part, inner)}${i + 1 < parts.length ? "," : end}`);
  return `${open}${lines.join("")}\n${" ".repeat(indent)}${close}`;
}

/** A documentation comment, its lines broken between words. */
export function comment(text: string, indent = 0): string {
  const margin = " ".repeat(indent);
  const safe = text.replaceAll("*/", "* /");
  if (indent + safe.length + 7 <= WIDTH) return `${margin}/** ${safe} */\n`;
  const lines: string[] = [];
  for (const word of safe.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || indent + last.length + word.length + 4 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return [`${margin}/**`, ...lines.map((line) => `${margin} * ${line}`), `${margin} */`, ""].join("\n");
}
