// Everything that can be said of the code without running it. One line a step; the output of a step that fails.
import process from "node:process";
import { root, run, tool } from "./shell.ts";

const ENTRY_POINTS = [
  "mod.ts",
  "src/cli/main.ts",
  "src/cni/mod.ts",
  "src/codec/mod.ts",
  "src/generic/mod.ts",
  "src/netmon/mod.ts",
  "src/testing/mod.ts",
];
const deno = tool("deno");

const STEPS: Readonly<Record<string, readonly string[]>> = {
  format: [deno, "fmt", "--check"],
  lint: [deno, "lint"],
  "types (tsc)": [tool("tsc"), "--noEmit", "-p", root],
  "types (deno)": [deno, "check", ...ENTRY_POINTS, "ffi/deno.ts", "ffi/bun.ts"],
  documentation: [deno, "doc", "--lint", ...ENTRY_POINTS],
  package: [deno, "publish", "--dry-run", "--allow-dirty", "--no-provenance"],
  layers: ["node", "node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts", "test/layers.test.ts"],
};

const results = await Promise.all(
  Object.entries(STEPS).map(async ([name, command]) => ({ name, ...await run(command) })),
);
for (const { name, status, output } of results) {
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name}`);
  if (status !== 0) console.log(output);
}
process.exitCode = results.every(({ status }) => status === 0) ? 0 : 1;
