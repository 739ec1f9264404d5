/**
 * The command line: `netlink COMMAND`.
 *
 * @module
 */
import process from "node:process";
import { DecodeError } from "../errors.ts";
import {
  type Command,
  DONE,
  FAILED,
  help,
  oneOf,
  parse,
  type Program,
  TIMED_OUT,
  USAGE,
  UsageError,
} from "./command.ts";
import { Interrupted } from "./interrupt.ts";
import { writeError } from "./standard-error.ts";
import { printable } from "./text/paint.ts";
import { VERSION } from "./version.ts";

/** The commands; each is loaded when it is called. */
const COMMANDS: Readonly<Record<string, () => Promise<Command | Program>>> = {
  monitor: async () => (await import("./monitor.ts")).monitor,
  list: async () => (await import("./list.ts")).list,
  wait: async () => (await import("./wait.ts")).wait,
  decode: async () => (await import("./decode.ts")).decode,
  genl: async () => (await import("./genl.ts")).genl,
  "host-device": async () => (await import("./host-device.ts")).hostDeviceCommand,
  netmon: async () => (await import("./netmon.ts")).netmon,
};

async function usage(): Promise<string> {
  const commands = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => [name, await load()] as const),
  );
  const rows = commands.map(([name, { summary }]) => `  ${name.padEnd(13)}${summary}`);
  return [
    "Usage: netlink COMMAND ...",
    "",
    "Commands:",
    ...rows,
    "",
    "netlink COMMAND --help tells more, netlink --version which version this is.",
    "",
  ].join(
    "\n",
  );
}

/**
 * Runs one command and returns the exit status: 0 done, 1 failed, 2 wrong usage, 124 out of time, 129, 130 and 143 ended
 * by SIGHUP, SIGINT and SIGTERM. What is wrong stands in one sentence on standard error; a second line tells where help is.
 *
 * @param args What follows the name of the program
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name = "", ...rest] = args;
  const names = Object.keys(COMMANDS);
  try {
    if (["help", "--help", "-h"].includes(name)) {
      process.stdout.write(await usage());
      return DONE;
    }
    if (name === "--version") {
      process.stdout.write(`netlink ${VERSION}\n`);
      return DONE;
    }
    if (name === "") throw new UsageError(`Cannot run without a command: expected one of ${names.join(", ")}`);
    // What is no name of a command was refused.
    const command = await COMMANDS[oneOf(`Cannot run '${name}'`, names, name)]!();
    if ("main" in command) return await command.main(rest);
    const invocation = parse(command, rest);
    if (invocation.has("help")) {
      process.stdout.write(help(name, command));
      return DONE;
    }
    return await command.run(invocation);
  } catch (thrown) {
    // What went wrong last went wrong with the results.
    const error: unknown = isSuppressed(thrown) ? thrown.error : thrown;
    if (error instanceof Interrupted) {
      if (error.message !== undefined) complain(error.message);
      return error.status;
    }
    complain(error instanceof Error ? error.message : `${error}`);
    if (!isUsageError(error)) return FAILED;
    writeError(`Try 'netlink ${names.includes(name) ? `${name} ` : ""}--help'.\n`);
    return USAGE;
  }
}

/** Whether leaving a scope went wrong too; not every runtime has the class of such errors. */
function isSuppressed(thrown: unknown): thrown is { readonly error: unknown } {
  return thrown instanceof Error && thrown.name === "SuppressedError" && "error" in thrown;
}

function complain(sentence: string): void {
  writeError(`netlink: ${printable(sentence)}\n`);
}

/** A range error is about a value that was given, unless bytes are meant. */
function isUsageError(error: unknown): boolean {
  return error instanceof UsageError || error instanceof RangeError && !(error instanceof DecodeError);
}

// The entry point of both: a program when it is run, a module when it is imported.
if (import.meta.main) {
  process.exitCode = await main(process.argv.slice(2));
  // What nobody reads would keep a program that was told to end.
  if (process.exitCode >= TIMED_OUT) process.exit();
}
