import { root, run } from "../run/shell.ts";
import type { Sums } from "./programs/sums.ts";

/** What was measured of one side in one round. */
export interface Sample {
  /** Seconds. */
  readonly wall: number;
  /** Seconds of processor time. */
  readonly cpu: number;
  /** What was read; absent where nothing is. */
  readonly sums?: Sums;
  /** What else there is to tell. */
  readonly note?: string;
}

/** What a program prints as its last line, or as one of them. */
export interface Report {
  /** Seconds of each repeat. */
  readonly wall?: readonly number[];
  /** Seconds of processor time of each repeat. */
  readonly cpu?: readonly number[];
  /** When changes were made, in seconds of the common clock. */
  readonly sent?: readonly number[];
  /** When changes were heard of, in seconds of the common clock. */
  readonly received?: readonly number[];
  /** What was read. */
  readonly sums?: Sums;
  /** What else there is to tell. */
  readonly note?: string;
}

/** The number in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The sum through the number of them: what takes its time only now and then counts too. */
export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Runs a program to its end and gives what it printed; throws with that where it fails. */
export async function output(command: readonly string[]): Promise<string> {
  const { status, output } = await run(command);
  if (status === 0) return output;
  throw new Error(`Cannot run '${command.join(" ").replaceAll(root, "")}': status ${status}: ${output.trim()}`);
}

/** Runs a program and gives what it reports, in all of its lines. */
export async function report(command: readonly string[]): Promise<Report> {
  const lines = (await output(command)).trim().split("\n");
  // The programs are ours.
  return Object.assign({}, ...lines.map((line) => JSON.parse(line) as Report)) as Report;
}
