import { performance } from "node:perf_hooks";
import { root, run } from "../run/shell.ts";
import { childrenSeconds } from "./programs/stopwatch.ts";
import type { Sums } from "./programs/sums.ts";

/** What was measured of one side in one round. */
export interface Sample {
  /** Seconds. */
  readonly wall: number;
  /** Seconds of processor time. */
  readonly cpu: number;
  /** What was read; absent where nothing is. */
  readonly sums?: Sums;
  /** Bytes of memory that each of the objects takes; absent where none are kept. */
  readonly bytes?: number;
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
  /** Bytes of memory that each of the objects takes. */
  readonly bytes?: number;
  /** What else there is to tell. */
  readonly note?: string;
}

/** How often a program is started for one sample: the system tells the processor time of children in steps of 10 ms. */
const STARTS = 10;
/** Seconds after which a program that waits for changes is given up, since nobody makes them. */
const PATIENCE = "60";

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

/** A program that measures its own repeats, the first of which do not count. */
export function repeated(warmUp: number): (command: readonly string[]) => Promise<Sample> {
  return async (command) => {
    const { wall = [], cpu = [], ...rest } = await report(command);
    return { ...rest, wall: median(wall.slice(warmUp)), cpu: mean(cpu.slice(warmUp)) };
  };
}

/** How late a program heard of changes; the first tenth does not count. */
export async function measureLatency(command: readonly string[]): Promise<Sample> {
  const { sent = [], received = [], cpu = [], sums = {} } = await report(["timeout", PATIENCE, ...command]);
  if (sent.length !== received.length) {
    throw new Error(`Cannot compare times: expected ${sent.length} changes, got ${received.length}`);
  }
  const late = received.map((time, i) => time - (sent[i] ?? NaN));
  return { wall: median(late.slice(late.length / 10)), cpu: mean(cpu), sums };
}

/** How long a program takes from its start to its end, and what it prints. */
export async function measureStart(command: readonly string[]): Promise<Sample> {
  const before = childrenSeconds();
  const wall: number[] = [];
  let printed = "";
  for (let i = 0; i < STARTS; i++) {
    const start = performance.now();
    printed = await output(command);
    wall.push((performance.now() - start) / 1000);
  }
  const sums = { lines: printed.split("\n").length - 1, characters: printed.length };
  return { wall: median(wall), cpu: (childrenSeconds() - before) / STARTS, ...(printed === "" ? {} : { sums }) };
}
