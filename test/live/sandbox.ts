import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { describe } from "vitest";
import type { NetworkEvent, Watcher } from "../../mod.ts";

/** The folder of the checkout. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** Whether this runtime has a foreign function interface, and namespaces can be made. */
export const isLive: boolean = (process.versions["bun"] !== undefined || process.versions["deno"] !== undefined) &&
  process.env["NETLINK_TEST_LIVE"] === "1";

/** Whether we may administer the network of the machine itself, beyond a user namespace of our own. */
export const isPrivileged: boolean = (() => {
  const capabilities = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  const CAP_NET_ADMIN = 12n;
  return /^\s*0\s+0\s+4294967295\s*$/.test(readFileSync("/proc/self/uid_map", "utf8")) &&
    (BigInt(`0x${capabilities}`) >> CAP_NET_ADMIN & 1n) === 1n;
})();

/** Without the privileges that we have, as the same user: the only one that there may be in a user namespace. */
export const UNPRIVILEGED: readonly string[] = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"];

/** The greatest number up to this one that a user can have here: in a user namespace, 0 is often the only one. */
export function userUpTo(most: number): number {
  const lines = readFileSync("/proc/self/uid_map", "utf8").trim().split("\n");
  const users = lines.map((line) => {
    const [first = 0, , count = 0] = line.trim().split(/\s+/).map(Number);
    return first > most ? 0 : Math.min(most, first + count - 1);
  });
  return Math.max(...users);
}

/** Whether we may make links with `/dev/net/tun`: where its mode is 0600, an ordinary user may not. */
export const hasTunnels: boolean = (() => {
  try {
    accessSync("/dev/net/tun", constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
})();

/** A group of tests that need a kernel to talk to. */
export function describeLive(name: string, define: () => void): void {
  if (isLive) describe(name, define);
  else describe.skip(without(name, "Bun or Deno, and leave to make network namespaces"), define);
}

/** A group of tests that need what not every machine, or not every user, has. In CI nothing may be missing: there they fail. */
export function describeWhere(isThere: boolean, needs: string, name: string, define: () => void): void {
  if (isThere || process.env["CI"] === "true") describe(name, define);
  else describe.skip(without(name, needs), define);
}

/** The name of what does not run; the list of that is all that is seen of it. */
function without(name: string, needs: string): string {
  return `${name} (needs ${needs})`;
}

/** Runs a program to its end and returns what it printed; throws with what it complained of. */
function runNow(command: readonly string[], input = ""): string {
  const [program = "", ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`Cannot run '${command.join(" ")}': status ${status}: ${stderr.trim()}`);
  return stdout;
}

/** A fresh network namespace; disposing of it deletes its name, and with the last process in it itself. */
export class Sandbox implements Disposable, AsyncDisposable {
  /** Name, as `ip netns` has it. */
  readonly name: string;

  /** Makes a namespace of this name; its `lo` is down. */
  constructor(name: string) {
    this.name = name;
    runNow(["ip", "netns", "add", name]);
  }

  /** Runs `ip` in the namespace and returns what it prints. */
  ip(...args: readonly string[]): string {
    return runNow(["ip", "-n", this.name, ...args]);
  }

  /** Runs `ip -j -d` in the namespace and returns the list that it prints. */
  json(...args: readonly string[]): Record<string, unknown>[] {
    // With -j every show command prints a list of objects, or nothing.
    return JSON.parse(this.ip("-j", "-d", ...args) || "[]") as Record<string, unknown>[];
  }

  /** Runs one command of `ip` a line, in one process. */
  batch(lines: readonly string[]): void {
    try {
      runNow(["ip", "-n", this.name, "-batch", "-"], `${lines.join("\n")}\n`);
    } catch (error) {
      const [, number] = /Command failed -:(\d+)/.exec(`${error}`) ?? [];
      throw new Error(`Cannot run 'ip ${lines[Number(number) - 1] ?? "-batch -"}'`, { cause: error });
    }
  }

  /** Deletes the name. */
  [Symbol.dispose](): void {
    runNow(["ip", "netns", "delete", this.name]);
  }

  /** Deletes the name. */
  [Symbol.asyncDispose](): Promise<void> {
    this[Symbol.dispose]();
    return Promise.resolve();
  }
}

let namespaces = 0;

/** A fresh network namespace with a name of its own. */
export function namespace(): Sandbox {
  return new Sandbox(`nt-${process.pid}-${namespaces++}`);
}

const pending = new WeakMap<Watcher, Promise<IteratorResult<NetworkEvent, undefined>>>();

/**
 * The events of a watcher until none has come for this long. Another call goes on where this one ended; after the
 * first, nobody else may ask the watcher for events.
 */
export async function collect(watcher: Watcher, quietMilliseconds: number): Promise<NetworkEvent[]> {
  const events: NetworkEvent[] = [];
  for (;;) {
    const next = pending.get(watcher) ?? watcher.next();
    pending.set(watcher, next);
    const quiet = Promise.withResolvers<undefined>();
    const timer = setTimeout(quiet.resolve, quietMilliseconds);
    const result = await Promise.race([next, quiet.promise]).finally(() => clearTimeout(timer));
    if (result === undefined) return events;
    pending.delete(watcher);
    if (result.done) return events;
    events.push(result.value);
  }
}

/** What became of a program. */
export interface Outcome {
  /** Exit status; `null` where a signal ended it. */
  readonly status: number | null;
  /** Name of the signal that ended it. */
  readonly signal: string | null;
  /** What it printed on standard output. */
  readonly stdout: string;
  /** What it printed on standard error. */
  readonly stderr: string;
}

/** How a program is run. */
export interface RunOptions {
  /** What it reads from standard input; nothing when absent. */
  readonly input?: string | Uint8Array;
  /** After how many milliseconds it is killed (SIGKILL). @default {30000} */
  readonly timeout?: number;
  /** Variables of the environment beside those that are there. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gets the process when it has been started. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs a program to its end. */
export function run(command: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [program = "", ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env: { ...process.env, ...options.env } });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => stdout += text);
    child.stderr.setEncoding("utf8").on("data", (text: string) => stderr += text);
    const timer = setTimeout(() => child.kill("SIGKILL"), options.timeout ?? 30_000);
    child.on("error", reject);
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      resolve({ status, signal, stdout, stderr });
    });
    // A program that ends without reading all of it is none of our business.
    child.stdin.on("error", () => {}).end(options.input);
    options.started?.(child);
  });
}

/** The command line of this runtime, with these arguments. */
export function cli(args: readonly string[]): readonly string[] {
  const main = `${root}src/cli/main.ts`;
  if (process.versions["bun"] !== undefined) return [process.execPath, main, ...args];
  // Those that run programs hand them the whole environment.
  const more = args[0] === "netmon" || args.includes("--exec")
    ? ["--allow-run", "--allow-env"]
    : ["--allow-env=NO_COLOR,NETLINK_LIBC,LOG_TOKENS,LOG_STREAM"];
  const allowed = ["--allow-ffi", "--allow-read", "--allow-write", ...more];
  return [process.execPath, "run", "--no-config", ...allowed, main, ...args];
}
