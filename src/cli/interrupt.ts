import process from "node:process";

/** The reason with which a signal of the system aborts. */
export class Interrupted {
  /** Exit status of a program that the signal ended. */
  readonly status: number;

  /** Makes the reason for a signal of this number. */
  constructor(signal: number) {
    this.status = 128 + signal;
  }
}

const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

/** Aborted by SIGINT and SIGTERM, with an {@linkcode Interrupted}; stops listening when disposed. */
export function interruptible(): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const listeners = Object.entries(SIGNALS).map(([name, number]) =>
    [name, () => controller.abort(new Interrupted(number))] as const
  );
  for (const [name, listener] of listeners) process.on(name, listener);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}
