import type { RuntimeInterface, RuntimeRoute } from "./convert.ts";
import { runChild } from "./child.ts";

/** What the runtime is told: an interface is usable, or other than it was; one is gone; the routes are these. */
export type RuntimeAction = "add-iface" | "del-iface" | "update-routes";

/** What the runtime is told of. */
export type RuntimeContent = RuntimeInterface | readonly RuntimeRoute[] | null;

/** One call of the runtime. */
export interface RuntimeCall {
  /** What it is told. */
  readonly action: RuntimeAction;
  /** Of which sandbox. */
  readonly sandboxId: string;
  /** The path of the file that holds the content as JSON. */
  readonly file: string;
  /** What the file holds: an interface, or all routes, `null` where there is none. */
  readonly content: RuntimeContent;
}

/** How a call of the runtime is ended. */
export interface RuntimeOptions {
  /** Ends it, since the monitor ends. */
  readonly signal: AbortSignal;
}

/** The runtime as a function, one call at a time; where it throws or rejects, the call has failed. */
export type Runtime = (call: RuntimeCall, options: RuntimeOptions) => Promise<unknown> | void;

/** The command of the runtime that takes such calls. */
const COMMAND = "kata-network";

/** The runtime as a program, which has so many milliseconds for a call. */
export function runtimeProgram(path: string, timeLimit: number): Runtime {
  return ({ action, sandboxId, file }, { signal }) =>
    runChild([path, COMMAND, action, sandboxId, file], { timeLimit, signal });
}

/** The runtime as a function, which is not waited for when the monitor ends. */
export function runtimeFunction(call: Runtime): Runtime {
  return async (told, options) => {
    const { signal } = options;
    signal.throwIfAborted();
    let abort = (): void => {};
    const aborted = new Promise<never>((_, reject) => abort = () => reject(signal.reason));
    signal.addEventListener("abort", abort);
    try {
      await Promise.race([call(told, options), aborted]);
    } finally {
      signal.removeEventListener("abort", abort);
    }
  };
}

/** Throws an `Error` where the runtime cannot be started, or does not know what it would be told. */
export async function checkRuntime(
  path: string,
  options: { readonly timeLimit: number; readonly signal: AbortSignal },
): Promise<void> {
  await runChild([path, COMMAND, "--help"], options);
}
