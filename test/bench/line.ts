// Runs one line of the table, inside a network namespace of its own, and prints the samples of each side as JSON.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { lines, type Scale } from "./lines.ts";
import type { Sample } from "./measure.ts";
import type { Side, Tools } from "./sides.ts";

/** What to do, as the only argument. */
export interface Task {
  /** Name of the line. */
  readonly name: string;
  /** How often each side does it, in turn. */
  readonly rounds: number;
  /** How much work it is. */
  readonly scale: Scale;
  /** Who is there to do it. */
  readonly tools: Tools;
  /** Folder of the batches of `ip`, with a slash at its end. */
  readonly folder: string;
}

/** The samples of each side, in the order of the rounds. */
export type Samples = Readonly<Record<string, readonly Sample[]>>;

/** Runs one command of `ip` a line. */
function prepare(setup: readonly string[]): void {
  const { status, stderr } = spawnSync("ip", ["-batch", "-"], { input: `${setup.join("\n")}\n`, encoding: "utf8" });
  if (status !== 0) throw new Error(`Cannot prepare the namespace: ${stderr}`);
}

/** Throws unless all sides have read the same. */
function compareSums(sides: readonly { readonly name: string; readonly sample: Sample }[]): void {
  const [first, ...others] = sides.filter(({ sample }) => sample.sums !== undefined);
  const expected = JSON.stringify(first?.sample.sums);
  for (const { name, sample } of others) {
    const sums = JSON.stringify(sample.sums);
    if (sums !== expected) {
      throw new Error(`Cannot compare: expected ${expected} as of ${first?.name}, got ${sums} of ${name}`);
    }
  }
}

/** Measures all sides of a line, and gives their samples once they have proved to have read the same. */
async function measure({ name, rounds, scale, tools, folder }: Task): Promise<Samples> {
  const line = lines(tools, scale, folder)[name];
  if (line === undefined) throw new RangeError(`Cannot measure '${name}': there is no such line`);
  prepare(line.setup);
  const measured: { readonly name: string; readonly sample: Sample }[] = [];
  const measureSide = async ({ name, command }: Side): Promise<void> => {
    measured.push({ name, sample: await line.measure(command) });
  };
  if (line.isAtOnce) {
    await Promise.all(line.sides.map(measureSide));
  } else {
    for (let round = 0; round < rounds; round++) {
      for (const side of line.sides) await measureSide(side);
    }
  }
  compareSums(measured);
  return Object.fromEntries(line.sides.map((side) => [
    side.name,
    measured.filter(({ name }) => name === side.name).map(({ sample }) => sample),
  ]));
}

try {
  // What the program beside this one wrote.
  const task = JSON.parse(process.argv[2] ?? "") as Task;
  console.log(JSON.stringify(await measure(task)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
