import { deferred } from "../deferred.ts";

/** Waits for what others may wait for too, as long as the signal lets; it is not begun where that was given before. */
export async function unlessAborted<T>(begin: () => Promise<T> | T, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await begin();
  signal.throwIfAborted();
  const aborted = deferred<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([begin(), aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
