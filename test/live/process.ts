import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import process from "node:process";
import { expect } from "vitest";
import { type Outcome, root, run } from "./sandbox.ts";

/** Where a symbolic link leads; nothing where it has gone meanwhile. */
export function linkAt(path: string): readonly string[] {
  try {
    return [readlinkSync(path)];
  } catch {
    return [];
  }
}

/** The network namespace of each thread of this process. */
export function namespacesOfThreads(): readonly string[] {
  return readdirSync("/proc/self/task").flatMap((thread) => linkAt(`/proc/self/task/${thread}/ns/net`));
}

/** What the descriptors of this process stand for, in no order. */
export function descriptors(): readonly string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => linkAt(`/proc/self/fd/${fd}`))
    // The folder that is being read.
    .filter((target) => !target.startsWith("/proc/"))
    .toSorted();
}

/** What has come to the descriptors; what the runtime still had of ended processes may have gone meanwhile. */
export function gained(before: readonly string[]): readonly string[] {
  const left = [...before];
  return descriptors().filter((target) => {
    const index = left.indexOf(target);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** A process that sleeps in a new namespace until it is disposed of. */
export interface Sleeper extends AsyncDisposable {
  /** Its number. */
  readonly pid: number;
}

/** Starts a process in new namespaces, made with these options of `unshare`. */
export async function sleeper(...options: readonly string[]): Promise<Sleeper> {
  const child = spawn("unshare", [...options, "sleep", "1000"], { stdio: "ignore" });
  await once(child, "spawn");
  // A process that was started has a number.
  const pid = child.pid!;
  // Everything is made when it is no longer `unshare` that runs.
  await expect.poll(() => linkAt(`/proc/${pid}/exe`)).toEqual([expect.stringMatching(/\/(sleep|coreutils|busybox)$/)]);
  return {
    pid,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await once(child, "close");
    },
  };
}

/**
 * Runs a program of this runtime in a process of its own, after these words, with leave to use FFI and nothing else, or
 * with another permission.
 */
export function script(
  code: string,
  before: readonly string[] = [],
  permission: string = "--allow-ffi",
): Promise<Outcome> {
  const module = `import { binding } from "file://${root}ffi/mod.ts"; import * as netlink from "file://${root}mod.ts";`;
  const options = process.versions["bun"] === undefined ? ["--no-config", permission] : [];
  return run([...before, process.execPath, "run", ...options, "-"], { input: `${module}\n${code}` });
}
