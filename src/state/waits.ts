import { deferred } from "../deferred.ts";

/** Those who wait until something is so. */
export class Waits {
  readonly #looks: Set<() => void> = new Set();

  /** Looks whether what is waited for is so now. Throws nothing. */
  look(): void {
    for (const look of [...this.#looks]) look();
  }

  /**
   * Looks at once, and then whenever {@linkcode look} is called, until `condition` gives something else than `undefined`
   * and `false`, and gives that. What it throws rejects the promise, and so does the reason of `signal`.
   */
  until<T>(condition: () => T | undefined | false, signal: AbortSignal | undefined): Promise<T> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = deferred<T>();
    const look = (): void => {
      try {
        const found = condition();
        if (found === undefined || found === false) return;
        resolve(found);
      } catch (error) {
        reject(error);
      }
      stop();
    };
    const abort = (): void => {
      reject(signal?.reason);
      stop();
    };
    const stop = (): void => {
      this.#looks.delete(look);
      signal?.removeEventListener("abort", abort);
    };
    this.#looks.add(look);
    signal?.addEventListener("abort", abort, { once: true });
    look();
    return promise;
  }
}
