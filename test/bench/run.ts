// Measures the speed beside a program in C and `ip -j`, each line of the table in a network namespace of its own.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { root, run, tool } from "../run/shell.ts";
import type { Samples, Task } from "./line.ts";
import { batches, here, lines, type Scale, type Tools } from "./lines.ts";
import { show } from "./show.ts";

const HELP = `Usage: run.ts [--only NAME]... [--rounds N] [--quick] [--idle SECONDS] [--json]

  --only NAME     only this line: routes, links, events, latency, start, idle
  --rounds N      how often each program is run, in turn; the result is the median (default: 5)
  --quick         a tenth of the work, in 2 rounds
  --idle SECONDS  measure idle processes too, for so long (the design asks for 60)
  --json          all samples as JSON
`;

const FULL: Scale = { routes: 100_000, links: 2_000, events: 50_000, changes: 2_000, idle: 0 };
const QUICK: Scale = { routes: 10_000, links: 200, events: 5_000, changes: 200, idle: 0 };
const PROGRAMS_IN_C = ["routes", "links", "events", "latency"];
const folder = `${root}.cache/bench/`;

/** Builds the programs in C; returns why they cannot be built. */
async function build(): Promise<string | undefined> {
  for (const program of PROGRAMS_IN_C) {
    const source = fileURLToPath(new URL(`programs/${program}.c`, import.meta.url));
    const { status, output } = await run(["cc", "-O2", "-Wall", "-o", `${folder}${program}`, source, "-lmnl"]);
    if (status !== 0) return output.trim().split("\n")[0];
  }
  return undefined;
}

/** A runtime and its version; absent where it is not there. */
async function find(name: string): Promise<{ readonly path: string; readonly version: string } | undefined> {
  const path = tool(name);
  const { status, output } = await run([path, "--version"]);
  return status === 0 ? { path, version: /\d+\.\d+\.\d+/.exec(output)?.[0] ?? "unknown" } : undefined;
}

/** Runs a line in a namespace of its own, which ends with it. */
async function measure(task: Task): Promise<Samples> {
  const inside = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
  const program = here(fileURLToPath(new URL("line.ts", import.meta.url)), JSON.stringify(task));
  const { status, output } = await run(["unshare", "--net", "--mount", ...inside, ...program]);
  if (status !== 0) throw new Error(`Cannot measure '${task.name}' in a network of its own: ${output.trim()}`);
  return JSON.parse(output) as Samples;
}

/** A whole number that an option gives. */
function count(what: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new RangeError(`Cannot measure '${text}' ${what}: expected a whole number from ${least}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true },
      rounds: { type: "string" },
      quick: { type: "boolean", default: false },
      idle: { type: "string", default: "0" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const say = values.json ? console.error : console.log;
  const scale = { ...(values.quick ? QUICK : FULL), idle: count("seconds", values.idle, 0) };
  const rounds = count("rounds", values.rounds ?? (values.quick ? "2" : "5"), 1);

  mkdirSync(folder, { recursive: true });
  for (const [name, commands] of Object.entries(batches(scale))) {
    writeFileSync(`${folder}${name}`, `${commands.join("\n")}\n`);
  }
  const [why, bun, deno] = await Promise.all([build(), find("bun"), find("deno")]);
  const versions = { Linux: release(), Bun: bun?.version ?? "none", Deno: deno?.version ?? "none" };
  const machine = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  say(`${machine.join(", ")}; ${cpus().length} processors, ${rounds} rounds`);
  if (why !== undefined) say(`There is no column for C, which needs cc and the headers of libmnl: ${why}`);

  const tools: Tools = {
    ...(why === undefined ? { c: folder } : {}),
    ...(bun === undefined ? {} : { bun: bun.path }),
    ...(deno === undefined ? {} : { deno: deno.path }),
  };
  const all = Object.entries(lines(tools, scale, folder));
  const names = all.map(([name]) => name);
  const wrong = values.only?.find((name) => !names.includes(name));
  if (wrong !== undefined) throw new RangeError(`Cannot measure '${wrong}': expected one of ${names.join(", ")}`);

  const measured: Record<string, Samples> = {};
  for (const [name, line] of all.filter(([name]) => values.only?.includes(name) ?? true)) {
    const samples = measured[name] = await measure({ name, rounds, scale, tools, folder });
    say(`\n${show(name, line, samples)}`);
  }
  if (values.json) console.log(JSON.stringify({ ...versions, rounds, scale, lines: measured }));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
