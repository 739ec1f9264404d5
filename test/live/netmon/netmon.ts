import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { expect, vi } from "vitest";
import type { RuntimeContent } from "../../../src/netmon/mod.ts";
import { cli, type Outcome, run } from "../sandbox.ts";

/** A runtime that writes down how it was called, with what, and the modes of the file and its folder. */
const RUNTIME = `#!/bin/sh
[ "$2" = --help ] && exit 0
here=\${0%/*}
printf '%s\\t%s\\t%s\\t%s\\n' "$*" $(stat -c %a "$4" "\${4%/*}") "$(cat "$4")" >> "$here/calls"
[ ! -e "$here/work" ] || . "$here/work"
`;

/** Waits until a check passes; unlike `expect.poll`, beside other tests too. */
export async function eventually(check: () => void): Promise<void> {
  await vi.waitFor(check, { timeout: 20_000 });
}

/** One call of the runtime, as it saw it. */
export interface Call {
  /** Its arguments, with spaces between them. */
  readonly args: string;
  /** The second of them. */
  readonly action: string;
  /** The modes of the file and of its folder. */
  readonly modes: readonly string[];
  /** What the file held. */
  readonly content: RuntimeContent;
}

/** How the monitor of a test is started. */
export interface NetmonSetup {
  /** What the runtime runs after it has written down a call. @default {""} */
  readonly work?: string;
  /** What stands before the command. @default {[]} */
  readonly before?: readonly string[];
  /** Where the folders of sandboxes are, which the monitor is not told; else it is told of a place of its own. */
  readonly storage?: string;
}

/** `netlink netmon` that runs while a test goes on, with a runtime of its own. Disposing of it kills it. */
export class Netmon implements AsyncDisposable {
  /** What became of it. */
  readonly outcome: Promise<Outcome>;
  /** The folder of the runtime. */
  readonly folder: string = mkdtempSync(join(tmpdir(), "netlink-netmon-"));
  /** The path of the runtime. */
  readonly runtime: string = join(this.folder, "runtime");
  /** Where the folders of sandboxes are. */
  readonly storage: string;
  readonly #child: ChildProcess;
  #log = "";

  /** Starts it for the sandbox `box` with these arguments. */
  constructor(args: readonly string[], { work = "", before = [], storage }: NetmonSetup = {}) {
    writeFileSync(this.runtime, RUNTIME, { mode: 0o755 });
    if (work !== "") this.work(work);
    this.storage = storage ?? join(this.folder, "sbs");
    const place = storage === undefined ? ["-storage", this.storage] : [];
    const all = ["-s", "box", "-r", this.runtime, ...place, "-log", "info", ...args];
    let child: ChildProcess | undefined;
    this.outcome = run([...before, ...cli(["netmon", ...all])], {
      timeout: 60_000,
      started: (started) => child = started,
    });
    // It is started at once, with pipes.
    this.#child = child!;
    this.#child.stderr!.on("data", (text: string) => this.#log += text);
  }

  /** What it has logged so far. */
  get log(): string {
    return this.#log;
  }

  /** The number of its process. */
  get pid(): number {
    // It was started.
    return this.#child.pid!;
  }

  /** The calls of its runtime so far. */
  get calls(): readonly Call[] {
    const file = join(this.folder, "calls");
    const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
    return lines.map((line) => {
      const [args = "", fileMode = "", folderMode = "", text = ""] = line.split("\t");
      // What the monitor writes is what the runtime takes.
      const content = text === "" ? null : JSON.parse(text) as RuntimeContent;
      return { args, action: args.split(" ")[1] ?? "", modes: [fileMode, folderMode], content };
    });
  }

  /** The calls in short: the action, and the name of the interface or how many routes. */
  get told(): readonly string[] {
    return this.calls.map(({ action, content }) => {
      if (content === null) return `${action} null`;
      return "Device" in content ? `${action} ${content.Device}` : `${action} ${content.length}`;
    });
  }

  /** Has the runtime run this shell code after it has written down a call. */
  work(code: string): void {
    writeFileSync(join(this.folder, "work"), code);
  }

  /** Waits until it monitors. */
  async begun(): Promise<this> {
    await this.logged("monitoring");
    return this;
  }

  /** Waits until it has logged this. */
  async logged(text: string): Promise<void> {
    await eventually(() => expect(this.log).toContain(text));
  }

  /** Waits until these are the calls, and no more. */
  async expectTold(...calls: readonly string[]): Promise<void> {
    await eventually(() => expect(this.told).toEqual(calls));
  }

  /** Forgets the calls so far. */
  forget(): void {
    rmSync(join(this.folder, "calls"), { force: true });
  }

  /** Reads its log no more. */
  deafen(): void {
    this.#child.stderr?.destroy();
  }

  /** Sends it a signal. */
  kill(signal: string): void {
    process.kill(this.pid, signal);
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.outcome;
    rmSync(this.folder, { recursive: true });
  }
}
