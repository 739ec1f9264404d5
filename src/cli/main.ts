/**
 * The command line: `netlink COMMAND`.
 *
 * @module
 */
import process from "node:process";
import { DecodeError, NetlinkError } from "../errors.ts";
import { type Command, DONE, FAILED, help, parse, USAGE, UsageError } from "./command.ts";

/** The commands; each is loaded when it is called. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  monitor: async () => (await import("./monitor.ts")).monitor,
  decode: async () => (await import("./decode.ts")).decode,
};

async function usage(): Promise<string> {
  const commands = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => [name, await load()] as const),
  );
  const rows = commands.map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  return ["Usage: netlink COMMAND ...", "", "Commands:", ...rows, "", "netlink COMMAND --help tells more.", ""].join(
    "\n",
  );
}

/**
 * Runs one command and returns the exit status: 0 done, 1 failed, 2 wrong usage, 124 out of time, 130 and 143 ended by
 * SIGINT and SIGTERM. What is wrong stands in one sentence on standard error.
 *
 * @param args What follows the name of the program
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name = "", ...rest] = args;
  try {
    if (["help", "--help", "-h"].includes(name)) {
      process.stdout.write(await usage());
      return DONE;
    }
    const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (load === undefined) {
      const expected = `expected one of ${Object.keys(COMMANDS).join(", ")}`;
      throw new UsageError(
        name === "" ? `Cannot run without a command: ${expected}` : `Cannot run '${name}': ${expected}`,
      );
    }
    const command = await load();
    const invocation = parse(command, rest);
    if (invocation.has("help")) {
      process.stdout.write(help(name, command));
      return DONE;
    }
    return await command.run(invocation);
  } catch (error) {
    process.stderr.write(`netlink: ${error instanceof Error ? error.message : error}\n`);
    if (error instanceof UsageError) return USAGE;
    // A range error is about a value that was given, unless bytes are meant.
    if (error instanceof RangeError && !(error instanceof DecodeError)) return USAGE;
    if (error instanceof NetlinkError || error instanceof DecodeError || error instanceof Error) return FAILED;
    throw error;
  }
}

// The entry point of both: a program when it is run, a module when it is imported.
if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
