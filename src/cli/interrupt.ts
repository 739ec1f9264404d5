import process from "node:process";
import { TIMED_OUT } from "./command.ts";

/** Somebody else ended a command, or its time is up. */
export class Interrupted {
  /** Exit status of the program. */
  readonly status: number;

  /** What is to be said about it; mostly nothing. */
  readonly message: string | undefined;

  /** Makes the reason for an exit with this status. */
  constructor(status: number, message?: string) {
    this.status = status;
    this.message = message;
  }
}

/** The exit statuses of programs that signals ended. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Aborted by SIGHUP, SIGINT and SIGTERM, and after so many milliseconds, with an {@linkcode Interrupted}; stops listening when
 * disposed.
 */
export function interruptible(timeout?: number): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const timer = timeout === undefined
    ? undefined
    : setTimeout(() => controller.abort(new Interrupted(TIMED_OUT)), timeout);
  const listeners = Object.entries(SIGNALS).map(([name, status]) =>
    [name, () => controller.abort(new Interrupted(status))] as const
  );
  for (const [name, listener] of listeners) process.on(name, listener);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}
