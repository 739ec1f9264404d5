import type { Samples } from "./line.ts";
import type { Line, Side } from "./lines.ts";
import { median, type Sample } from "./measure.ts";

/** A number of seconds with three digits, in the unit that suits it. */
function time(seconds: number): string {
  if (seconds >= 1) return `${seconds.toPrecision(3)} s`;
  return seconds >= 1e-3 ? `${(seconds * 1e3).toPrecision(3)} ms` : `${(seconds * 1e6).toPrecision(3)} µs`;
}

/** Rows in columns: the first column to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => i === 0 ? cell.padEnd(width(0)) : cell.padStart(width(i))).join("  ").trimEnd();
  return rows.map(line).join("\n");
}

const of = (samples: readonly Sample[], value: (sample: Sample) => number): number => median(samples.map(value));
const wall = ({ wall }: Sample): number => wall;
const cpu = ({ cpu }: Sample): number => cpu;
const share = ({ cpu, wall }: Sample): number => cpu / wall * 100;
const verdict = (isOver: boolean): string => isOver ? "over" : "ok";

/** How much more a side took than another: the median of the rounds, in each of which the machine was as busy for both. */
function ratio(own: readonly Sample[], other: readonly Sample[], value: (sample: Sample) => number): number {
  return median(own.flatMap((sample, round) => {
    const beside = other[round];
    return beside === undefined ? [] : value(sample) / value(beside);
  }));
}

/** The row of a side that works. */
function workingRow({ name, reference, limit }: Side, samples: Samples, limitsCpu: boolean): readonly string[] {
  const own = samples[name] ?? [];
  const row = [name, time(of(own, wall)), time(of(own, cpu))];
  if (reference === undefined) return row;
  const other = samples[reference] ?? [];
  const ratios = { wall: ratio(own, other, wall), cpu: ratio(own, other, cpu) };
  row.push(ratios.wall.toFixed(2), ratios.cpu.toFixed(2));
  if (limit !== undefined) row.push(`${limit}`, verdict(ratios.wall > limit || limitsCpu && ratios.cpu > limit));
  return row;
}

/** The row of a side that does nothing. */
function idleRow({ name, reference, limit = 0 }: Side, samples: Samples): readonly string[] {
  const own = of(samples[name] ?? [], share);
  const row = [name, `${own.toFixed(3)} %`];
  if (reference === undefined) return row;
  const more = own - of(samples[reference] ?? [], share);
  return [...row, `${more.toFixed(3)} %`, `${limit} %`, verdict(more > limit)];
}

/** A line of the table as people read it, with a row for each side. */
export function show(name: string, { title, sides, limitsCpu = false, isIdle }: Line, samples: Samples): string {
  const rows = isIdle ? [["", "CPU", "more", "at most"], ...sides.map((side) => idleRow(side, samples))] : [
    ["", "wall", "CPU", "ratio", "CPU ratio", "at most"],
    ...sides.map((side) => workingRow(side, samples, limitsCpu)),
  ];
  const notes = sides.flatMap(({ name }) => {
    const note = samples[name]?.at(-1)?.note;
    return note === undefined ? [] : `${name}, ${note}`;
  });
  return [`${name}: ${title}`, table(rows), ...notes].join("\n");
}
