import { spawn } from "node:child_process";
import process from "node:process";

/** How much of what a program prints is kept, in characters. */
const MOST_OUTPUT = 4096;
/** How long a program that was told to end may take for that, in milliseconds, before it is killed. */
const LAST_WORDS = 1000;
/** How long the output of a program is waited for when it has ended, in milliseconds: its children may hold it open. */
const REST = 100;

/** How a program is run. */
export interface ChildOptions {
  /** What it reads on its standard input. @default {""} */
  readonly input?: string;
  /** Whether its output goes where ours does; it is kept otherwise. @default {false} */
  readonly inherit?: boolean;
  /** Ends it, with all that it has started, after so many milliseconds. @default {Infinity} */
  readonly timeLimit?: number;
  /** Ends it, with all that it has started; the promise rejects with the reason when it has ended. */
  readonly signal?: AbortSignal;
}

/** Why programs cannot be started, where it has another name than its code. */
const REASONS: Readonly<Record<string, string>> = { ENOENT: "there is no such file", EACCES: "it may not be run" };

/**
 * Runs a program to its end, and gives what it printed, cut off where it is long.
 *
 * Throws an `Error` that tells its status, its signal or that its time was up, and what it printed; or why it could not
 * be started.
 */
export function runChild(command: readonly string[], options: ChildOptions = {}): Promise<string> {
  const { input = "", inherit = false, timeLimit = Infinity, signal } = options;
  const [program = "", ...args] = command;
  const subject = `Cannot run '${command.join(" ")}'`;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const output = inherit ? "inherit" : "pipe";
    // In a group of its own, which can be ended with all that it has started.
    const child = spawn(program, args, { stdio: ["pipe", output, output], detached: true });
    let printed = "";
    let isLate = false;
    let killing: ReturnType<typeof setTimeout> | undefined;

    function end(): void {
      kill(child.pid, "SIGTERM");
      killing ??= setTimeout(() => kill(child.pid, "SIGKILL"), LAST_WORDS);
    }
    const limit = timeLimit === Infinity ? undefined : setTimeout(() => {
      isLate = true;
      end();
    }, timeLimit);
    signal?.addEventListener("abort", end);

    function finish(failure: string | undefined): void {
      clearTimeout(limit);
      clearTimeout(killing);
      signal?.removeEventListener("abort", end);
      const said = printed.trim();
      if (signal?.aborted) reject(signal.reason);
      else if (failure === undefined) resolve(said);
      else reject(new Error(`${subject}: ${failure}${said === "" ? "" : `: ${said}`}`));
    }

    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        printed = `${printed}${text}`.slice(0, MOST_OUTPUT);
      });
    }
    // A program that does not read all of it is none of our business.
    child.stdin?.on("error", () => {}).end(input);
    child.on("error", ({ code = "", message }: NodeJS.ErrnoException) => {
      // What could not be sent to it is no end of it.
      if (child.pid === undefined) finish(code === "" ? message : REASONS[code] ?? code);
    });
    child.on("exit", (status, signalName) => {
      // What it has started may have ignored that it was to end.
      if (killing !== undefined) kill(child.pid, "SIGKILL");
      const rest = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, REST);
      child.on("close", () => {
        clearTimeout(rest);
        if (isLate) finish(`its time of ${timeLimit / 1000} s was up`);
        else if (signalName !== null) finish(`signal ${signalName}`);
        else finish(status === 0 ? undefined : `status ${status}`);
      });
    });
  });
}

/** Sends a signal to a program and all that it has started, as far as they are there. */
function kill(pid: number | undefined, signal: "SIGTERM" | "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}
