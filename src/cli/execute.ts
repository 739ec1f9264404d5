import { setTimeout as delay } from "node:timers/promises";
import type { NetworkChange, NetworkState } from "../../mod.ts";
import { Batches } from "../netmon/batches.ts";
import { runChild } from "../netmon/child.ts";
import { toJson } from "./json.ts";
import { writeError } from "./standard-error.ts";
import { printable } from "./text/paint.ts";

/** After so many milliseconds a command that failed is run again; twice as many each time, up to the most. */
const FIRST = 1000;
const MOST = 30_000;

/** How a command is run for changes. */
export interface ExecuteOptions {
  /** The command, for a shell. */
  readonly command: string;
  /** How long nothing may change until it is run, in milliseconds. */
  readonly quietTime: number;
  /** Whether it is run for what is there, too. */
  readonly snapshot: boolean;
  /** Which changes it is for. */
  readonly isWanted: (change: NetworkChange) => boolean;
  /** How often it is run before this ends. */
  readonly runs: number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Runs a command for each batch of changes, which it reads as a JSON array; one at a time. One that fails is run again
 * with the same changes until it does not, so that nothing is lost by that; what changes meanwhile waits.
 */
export async function execute(state: NetworkState, options: ExecuteOptions): Promise<void> {
  const { command, quietTime, snapshot, isWanted, runs, signal } = options;
  using batches = new Batches(state, quietTime, { snapshot });
  for (let run = 0; run < runs;) {
    const changes = (await batches.next({ signal })).filter(isWanted);
    // A loss alone, or its repair, changes nothing.
    if (!changes.some((change) => "action" in change)) continue;
    const input = `[${changes.map(toJson).join(",\n")}]\n`;
    for (let pause = FIRST; !await hasRun(command, input, pause, signal); pause = Math.min(pause * 2, MOST)) {
      await delay(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    run++;
  }
}

/** Whether a command that was run did what it should; says on standard error why not. */
async function hasRun(command: string, input: string, pause: number, signal: AbortSignal): Promise<boolean> {
  try {
    await runChild(["sh", "-c", command], { input, inherit: true, signal });
    return true;
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : `${error}`;
    writeError(`netlink: ${printable(reason)}; again in ${pause / 1000} s\n`);
    return false;
  }
}
