// Measures the speed beside a program in C and `ip -j`, each line of the table in a network namespace of its own.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { root, run, tool } from "../run/shell.ts";
import type { Samples, Task } from "./line.ts";
import { batches, lines, type Scale } from "./lines.ts";
import { show } from "./show.ts";
import { here, type Tools } from "./sides.ts";
import { type Result, summary } from "./summary.ts";

const HELP = `Usage: run.ts [--rounds N] [--quick] [--idle SECONDS] [--json] [LINE]...

  LINE            only these lines: routes, links, events, copy, resync, follow, requests, latency, unwanted, start, idle
  --rounds N      how often each program is run, in turn; the result is the median (default: 5)
  --quick         a tenth of the work, in 2 rounds
  --idle SECONDS  for how long nothing happens in the line of that name (default: 60, with --quick 6)
  --json          the results and all samples as JSON
`;

const FULL: Scale = {
  routes: 100_000,
  links: 2_000,
  events: 50_000,
  differences: 100,
  requests: 10_000,
  changes: 2_000,
  idle: 60,
};
const QUICK: Scale = {
  routes: 10_000,
  links: 200,
  events: 5_000,
  differences: 100,
  requests: 1_000,
  changes: 200,
  idle: 6,
};
const PROGRAMS_IN_C = ["routes", "links", "events", "requests", "latency"];
/** What keeps an executable from taking settings of the folder in which it is started. */
const ALONE = ["--no-compile-autoload-dotenv", "--no-compile-autoload-bunfig"];
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

/** Builds the program that prints five links as the README says. */
async function bundle(bun: string): Promise<Pick<Tools, "bundle" | "executable">> {
  const source = fileURLToPath(new URL("programs/start.ts", import.meta.url));
  const executable = `${folder}start`;
  const ways = [
    ["--target=bun", "--splitting", `--outdir=${folder}bundle`],
    ["--compile", "--minify", "--bytecode", "--format=esm", ...ALONE, `--outfile=${executable}`],
  ];
  for (const way of ways) {
    const { status, output } = await run([bun, "build", ...way, source]);
    if (status !== 0) throw new Error(`Cannot build '${source}' with ${way.join(" ")}: ${output.trim()}`);
  }
  return { bundle: `${folder}bundle/start.js`, executable };
}

/** Makes as many empty files as the module has, and one that imports them; returns where that is. */
async function makeFiles(deno: string): Promise<string> {
  const { status, output } = await run([deno, "info", "--json", "mod.ts"]);
  if (status !== 0) throw new Error(`Cannot count the files of the module: ${output.trim()}`);
  // As Deno documents it; those of other kinds are not ours.
  const { modules } = JSON.parse(output) as { readonly modules: readonly { readonly kind: string }[] };
  const names = modules.filter(({ kind }) => kind === "esm").map((_, i) => `${i}.ts`);
  mkdirSync(`${folder}files`, { recursive: true });
  for (const name of names) writeFileSync(`${folder}files/${name}`, "export {};\n");
  writeFileSync(`${folder}files/all.ts`, names.map((name) => `import "./${name}";\n`).join(""));
  return `${folder}files/all.ts`;
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
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: "string" },
      quick: { type: "boolean", default: false },
      idle: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const say = values.json ? console.error : console.log;
  const usual = values.quick ? QUICK : FULL;
  const scale: Scale = { ...usual, idle: count("seconds", values.idle ?? `${usual.idle}`, 1) };
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
    ...(bun === undefined ? {} : { bun: bun.path, ...await bundle(bun.path) }),
    ...(deno === undefined ? {} : { deno: deno.path, files: await makeFiles(deno.path) }),
  };
  const all = lines(tools, scale, folder);
  const names = Object.keys(all);
  const wrong = positionals.find((name) => !names.includes(name));
  if (wrong !== undefined) throw new RangeError(`Cannot measure '${wrong}': expected one of ${names.join(", ")}`);

  const results: Record<string, Result & { readonly samples: Samples }> = {};
  for (const [name, line] of Object.entries(all)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const samples = await measure({ name, rounds, scale, tools, folder });
    const result = summary(line, samples);
    results[name] = { ...result, samples };
    say(`\n${show(name, result)}`);
  }
  if (values.json) console.log(JSON.stringify({ ...versions, rounds, scale, lines: results }));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
