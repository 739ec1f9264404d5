import { readFileSync } from "node:fs";
import process from "node:process";

/** How many ticks of `/proc/self/stat` a second has (`USER_HZ`). */
const TICKS = 100;

/** Seconds of processor time that this process has used, in all of its threads. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Seconds of processor time that the processes used which this one has started and seen end, in steps of 10 ms. */
export function childrenSeconds(): number {
  const stat = readFileSync("/proc/self/stat", "utf8");
  // What follows the name of the program, which may contain anything: cutime and cstime are the 14th and 15th.
  const [cutime, cstime] = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(13, 15);
  return (Number(cutime) + Number(cstime)) / TICKS;
}

/** Measures the same work several times. */
export class Stopwatch {
  /** Seconds that each took. */
  readonly wall: number[] = [];
  /** Seconds of processor time that each took. */
  readonly cpu: number[] = [];
  readonly #cpuSeconds: () => number;
  #startedAt = 0;
  #usedBefore = 0;

  /** Makes a stopwatch that reads this clock for the processor time. */
  constructor(cpu: () => number = cpuSeconds) {
    this.#cpuSeconds = cpu;
  }

  /** The work begins. */
  start(): void {
    this.#usedBefore = this.#cpuSeconds();
    this.#startedAt = performance.now();
  }

  /** The work is done. */
  stop(): void {
    this.wall.push((performance.now() - this.#startedAt) / 1000);
    this.cpu.push(this.#cpuSeconds() - this.#usedBefore);
  }
}
