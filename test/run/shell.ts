import process from "node:process";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** What became of a command. */
export interface Outcome {
  /** Exit status; -1 where it could not be started. */
  readonly status: number;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

/** Runs a command in the checkout; `show` passes on each line that it prints, behind these words. */
export function run(
  command: readonly string[],
  options: { readonly show?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Outcome> {
  const [program = "", ...args] = command;
  const env = { ...process.env, NO_COLOR: "1", ...options.env };
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => output += chunk);
      if (options.show !== undefined) {
        createInterface(stream).on("line", (line) => process.stdout.write(`${options.show}${line}\n`));
      }
    }
    child.on("error", (error) => resolve({ status: -1, output: `${output}${error.message}\n` }));
    child.on("close", (status) => resolve({ status: status ?? -1, output }));
  });
}

/** The path of a development tool: the one of the checkout, else whatever the system has. */
export function tool(name: string): string {
  const own = `${root}node_modules/.bin/${name}`;
  return existsSync(own) ? own : name;
}
