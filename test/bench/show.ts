import type { Result, SideResult } from "./summary.ts";

/** A number of seconds with three digits, in the unit that suits it. */
function time(seconds: number): string {
  if (seconds >= 1) return `${seconds.toPrecision(3)} s`;
  return seconds >= 1e-3 ? `${(seconds * 1e3).toPrecision(3)} ms` : `${(seconds * 1e6).toPrecision(3)} µs`;
}

const percent = (value: number): string => `${value.toFixed(3)} %`;
const factor = (value: number): string => value.toFixed(2);
const verdict = (isOver: boolean): string => isOver ? "over" : "ok";

/** A column: what is above it, and what is in it where there is something. */
type Column = readonly [title: string, cell: (side: SideResult) => string | undefined];

/** A cell of something that not each side has. */
function cell<T>(
  value: (side: SideResult) => T | undefined,
  shown: (value: T) => string,
): (side: SideResult) => string | undefined {
  return (side) => {
    const found = value(side);
    return found === undefined ? undefined : shown(found);
  };
}

const NAME: Column = ["", ({ name }) => name];
const LIMIT = ({ beside }: SideResult): number | undefined => beside?.limit;
const VERDICT: Column = ["", cell(({ beside }) => beside?.isOver, verdict)];

/** The columns of work whose time counts. */
const TIMES: readonly Column[] = [
  NAME,
  ["wall", ({ wall }) => time(wall)],
  ["CPU", ({ cpu }) => time(cpu)],
  ["CPU each", cell(({ cpuEach }) => cpuEach, time)],
  ["ratio", cell(({ beside }) => beside?.wall, factor)],
  ["CPU ratio", cell(({ beside }) => beside?.cpu, factor)],
  ["bytes each", cell(({ bytes }) => bytes, (value) => value.toFixed(0))],
  ["at most", cell(LIMIT, (limit) => `${limit}`)],
  VERDICT,
];

/** The columns of what has its time given. */
const SHARES: readonly Column[] = [
  NAME,
  ["CPU", cell(({ share }) => share, percent)],
  ["more", cell(({ beside }) => beside?.share, percent)],
  ["at most", cell(LIMIT, (limit) => `${limit} %`)],
  VERDICT,
];

/** Rows in columns: the first column to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => i === 0 ? cell.padEnd(width(0)) : cell.padStart(width(i))).join("  ").trimEnd();
  return rows.map(line).join("\n");
}

/** A line of the table as people read it, with a row for each side; columns in which there is nothing are left out. */
export function show(name: string, { title, sides }: Result): string {
  const columns = (sides.some(({ share }) => share !== undefined) ? SHARES : TIMES)
    .filter(([, cell]) => sides.some((side) => cell(side) !== undefined));
  const rows = [columns.map(([title]) => title), ...sides.map((side) => columns.map(([, cell]) => cell(side) ?? ""))];
  const notes = sides.flatMap(({ name, note }) => note === undefined ? [] : `${name}, ${note}`);
  return [`${name}: ${title}`, table(rows), ...notes].join("\n");
}
