// Runs the tests in every runtime that is there, as many at once as there are processors, each in a network and mount
// namespace of its own, and adds them up.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { run, tool } from "./shell.ts";

const VITEST = "node_modules/vitest/vitest.mjs";
const filters = process.argv.slice(2);

/** How vitest is started in each runtime; what takes longest comes first. */
const RUNTIMES: Readonly<Record<string, readonly string[]>> = {
  deno: [tool("deno"), "run", "--allow-all", VITEST],
  bun: [tool("bun"), "--bun", VITEST],
  node: ["node", VITEST],
};

/**
 * A sandbox in which everything is allowed and nothing is lost: its network is empty, and `ip netns` keeps its names
 * on a file system that vanishes with it. An ordinary user gets one with a user namespace.
 */
const SANDBOXES: readonly (readonly string[])[] = [
  ["unshare", "--net", "--mount"],
  ["unshare", "--net", "--mount", "--user", "--map-root-user"],
];
const PREPARE = 'mount -t tmpfs tmpfs /run && ip link set lo up && exec "$@"';

interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

async function findSandbox(): Promise<readonly string[] | undefined> {
  for (const sandbox of SANDBOXES) {
    const command = [...sandbox, "sh", "-c", PREPARE, "sh"];
    if ((await run([...command, "true"])).status === 0) return command;
  }
  return undefined;
}

/** What vitest writes of a run; the words are its own. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly ancestorTitles: readonly string[] }[];
  }[];
}

/** What stands before each line about a runtime. */
function prefix(runtime: string): string {
  return `${runtime.padEnd(6)}`;
}

/** Tells which groups of tests did not run, whose names say why; returns how many tests they have. */
function tellSkipped(runtime: string, { testResults }: Report): number {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const skipped = tests.filter(({ status }) => status !== "passed" && status !== "failed");
  const groups = Map.groupBy(skipped, ({ ancestorTitles }) => ancestorTitles.join(" > "));
  const say = (line: string): void => console.log(`${prefix(runtime)}${line}`);
  if (skipped.length > 0) say("Did not run:");
  for (const [group, { length }] of groups) say(`  ${group}: ${length} ${length === 1 ? "test" : "tests"}`);
  return skipped.length;
}

/** Runs the suite in one runtime; a suite that cannot be run is one failure. */
async function test(runtime: string, command: readonly string[], sandbox: readonly string[]): Promise<Totals> {
  const folder = mkdtempSync(join(tmpdir(), "netlink-test-"));
  const file = join(folder, "report.json");
  const args = ["run", "--config", "test/vitest.config.ts", "--reporter=default", "--reporter=json"];
  const env = { NETLINK_TEST_RUNTIME: runtime, NETLINK_TEST_LIVE: sandbox.length > 0 ? "1" : "" };
  const { status } = await run([...sandbox, ...command, ...args, `--outputFile.json=${file}`, ...filters], {
    show: prefix(runtime),
    env,
  });
  try {
    // Written by vitest a moment ago.
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    const failed = report.numFailedTests;
    return {
      passed: report.numPassedTests,
      // A file that cannot be loaded fails without a test, and so does an error outside of one.
      failed: failed === 0 && status !== 0 ? 1 : failed,
      skipped: tellSkipped(runtime, report),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const sandbox = await findSandbox();
let failed = 0;
if (sandbox === undefined) {
  const needs = "root, or a user who may make user namespaces, and the command ip (iproute2)";
  console.log(`Cannot make a network namespace: the live tests do not run. They need ${needs}.`);
  if (process.env["CI"] === "true") failed++;
}
let passed = 0;
let skipped = 0;

const queue = Object.entries(RUNTIMES);
/** Takes one runtime after the other, until none is left. */
async function work(): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [runtime, command] = next;
    const [program = ""] = command;
    const { status, output } = await run([program, "--version"]);
    if (status !== 0) {
      console.log(`There is no ${runtime}: its tests do not run.`);
      if (process.env["CI"] === "true") failed++;
      continue;
    }
    console.log(`${prefix(runtime)}=== ${output.split("\n")[0]}`);
    const totals = await test(runtime, command, sandbox ?? []);
    passed += totals.passed;
    failed += totals.failed;
    skipped += totals.skipped;
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, work));
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
