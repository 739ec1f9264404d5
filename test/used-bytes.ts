import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What this file uses of one of the runtimes. */
declare const Bun: { gc(isAtOnce: boolean): void };

function bindCollector(): () => void {
  if ("Bun" in globalThis) return () => Bun.gc(true);
  setFlagsFromString("--expose-gc");
  // The flag gives each context that is made from now on a function of this name.
  return runInNewContext("gc") as () => void;
}

const collect = bindCollector();
/** Milliseconds after which the engines have let go of what was in use last. */
const SETTLE = 100;

/** Bytes of memory that are in use once all that nobody uses has been thrown away. */
export async function usedBytes(): Promise<number> {
  await setTimeout(SETTLE);
  collect();
  return process.memoryUsage().heapUsed;
}
