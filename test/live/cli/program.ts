import type { ChildProcess } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { cli, type Outcome, run } from "../sandbox.ts";

/** A command of our command line that runs while a test goes on; disposing of it kills it. */
export class Program implements AsyncDisposable {
  /** What became of it. */
  readonly outcome: Promise<Outcome>;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  /** Starts it. */
  constructor(...args: readonly string[]) {
    let child: ChildProcess | undefined;
    this.outcome = run(cli(args), { started: (started) => child = started });
    // It is started at once, with pipes.
    this.#child = child!;
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  /** The lines that it prints from here on, up to the first with this text; an error where there is none. */
  async linesUntil(text: string): Promise<readonly string[]> {
    const lines: string[] = [];
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) throw new Error(`Cannot find '${text}' in '${lines.join("\n")}': ${(await this.outcome).stderr}`);
      lines.push(value);
      if (value.includes(text)) return lines;
    }
  }

  /** Gives each line that it prints from here on to `take`, until it ends. */
  async each(take: (line: string) => void): Promise<void> {
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) return;
      take(value);
    }
  }

  /** Sends it a signal. */
  kill(signal: "SIGHUP" | "SIGINT" | "SIGTERM" | "SIGKILL" | "SIGSTOP" | "SIGCONT"): void {
    // Where Deno's `ChildProcess` sends a signal, it takes that for the end of the process.
    if (this.#child.pid !== undefined) process.kill(this.#child.pid, signal);
  }

  /** Does something again and again until the program has ended; gives what became of it. */
  async endedBy(act: () => void): Promise<Outcome> {
    let ended = false;
    const outcome = this.outcome.finally(() => ended = true);
    while (!ended) {
      act();
      // Lets the end be heard of.
      await Promise.race([outcome, new Promise((resolve) => setTimeout(resolve, 20))]);
    }
    return await outcome;
  }

  /** Kills it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.outcome;
  }
}
