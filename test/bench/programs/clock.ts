import { loadFirst } from "../../../ffi/candidates.ts";

/** What this file uses of one of the runtimes. */
declare const Deno: {
  dlopen(path: string, symbols: Record<string, unknown>): { readonly symbols: unknown };
};

/** `int clock_gettime(clockid_t clock, struct timespec *time)` */
type ClockGettime = (clock: number, time: BigInt64Array) => number;

const CLOCK_MONOTONIC = 1;

async function bindClock(): Promise<ClockGettime> {
  if ("Deno" in globalThis) {
    const symbols = { clock_gettime: { parameters: ["i32", "buffer"], result: "i32" } };
    const load = (path: string): unknown => Deno.dlopen(path, symbols).symbols;
    // The runtime makes a function of each symbol, as it is told.
    return (loadFirst(undefined, () => true, load) as { readonly clock_gettime: ClockGettime }).clock_gettime;
  }
  const { dlopen } = await import("bun:ffi");
  const symbols = { clock_gettime: { args: ["i32", "buffer"], returns: "i32" } } as const;
  return loadFirst(undefined, () => true, (path) => dlopen(path, symbols).symbols).clock_gettime;
}

/** The clock that all processes of the machine share, in seconds; that of the runtimes starts with the process. */
export async function monotonicClock(): Promise<() => number> {
  const gettime = await bindClock();
  const time = new BigInt64Array(2);
  return () => {
    gettime(CLOCK_MONOTONIC, time);
    const [seconds = 0n, nanoseconds = 0n] = time;
    return Number(seconds) + Number(nanoseconds) / 1e9;
  };
}
