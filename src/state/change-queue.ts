import { deferred } from "../deferred.ts";
import type { ReceiveOptions } from "../socket.ts";
import type { NetworkChange } from "./change.ts";
import { merged } from "./merge.ts";

/** From this many changes on, those of one object are told as one. */
const LIMIT = 4096;

/** How something ended that is followed: quietly, unless it says why. */
export interface End {
  /** What ended it; absent where somebody closed it. */
  readonly failure?: { readonly reason: unknown };
}

/**
 * The changes of a copy, for one reader, from the moment on when it was made. Leaving its loop ends it, and leaves the
 * copy open.
 */
export interface ChangeReader extends AsyncIterableIterator<NetworkChange, undefined>, Disposable, AsyncDisposable {
  /**
   * The next change; `done` at the end. Rejects once with why the copy ended, if it failed, and with the reason of
   * `signal`, which takes no change from the queue.
   */
  next(options?: ReceiveOptions): Promise<IteratorResult<NetworkChange, undefined>>;
  /** Ends it, as leaving a loop does. */
  return(): Promise<IteratorReturnResult<undefined>>;
  /** Ends it at once: what is waited for is `done`. Further calls do nothing. */
  close(): void;
  /** The reader itself. */
  [Symbol.asyncIterator](): this;
}

/**
 * The changes that somebody has yet to read.
 *
 * It holds all of them as long as they are few. When they are many, since the reader is slow, each object keeps one
 * change only: from what the reader knows of it to what it is now. So the queue is never longer than the copy.
 */
export class ChangeQueue implements ChangeReader {
  readonly #onEnd: () => void;
  #changes: NetworkChange[] = [];
  #delivered = 0;
  #limit = LIMIT;
  #waiters: PromiseWithResolvers<IteratorResult<NetworkChange, undefined>>[] = [];
  #end: End | undefined;

  /** Makes an empty queue; `onEnd` is called when the reader wants no more. */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  /** Adds what happened. */
  push(changes: Iterable<NetworkChange>): void {
    if (this.#end !== undefined) return;
    for (const change of changes) {
      const waiter = this.#waiters.shift();
      if (waiter === undefined) this.#changes.push(change);
      else waiter.resolve({ done: false, value: change });
    }
    if (this.#changes.length - this.#delivered <= this.#limit) return;
    this.#changes = merged(this.#changes.slice(this.#delivered));
    this.#delivered = 0;
    // What cannot be merged further is not tried again for each change.
    this.#limit = Math.max(LIMIT, this.#changes.length * 2);
  }

  /** Ends it: at once where that is quiet, behind what is queued where it is a failure. */
  finish(end: End): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    if (end.failure === undefined) this.#changes = [];
    // The first one is told of a failure, the others of the end.
    for (const { resolve, reject } of this.#waiters.splice(0)) void this.next().then(resolve, reject);
  }

  /** The next change. */
  next(options: ReceiveOptions = {}): Promise<IteratorResult<NetworkChange, undefined>> {
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(signal.reason);
    const change = this.#changes[this.#delivered];
    if (change !== undefined) {
      this.#delivered++;
      if (this.#delivered === this.#changes.length) this.#changes.length = this.#delivered = 0;
      return Promise.resolve({ done: false, value: change });
    }
    if (this.#end !== undefined) {
      const { failure } = this.#end;
      this.#end = {};
      return failure === undefined ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(failure.reason);
    }
    const waiter = deferred<IteratorResult<NetworkChange, undefined>>();
    this.#waiters.push(waiter);
    if (signal === undefined) return waiter.promise;
    const abort = (): void => {
      this.#waiters = this.#waiters.filter((other) => other !== waiter);
      waiter.reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
    return waiter.promise.finally(() => signal.removeEventListener("abort", abort));
  }

  /** Ends it, as leaving a loop does. */
  return(): Promise<IteratorReturnResult<undefined>> {
    this.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Ends it at once: what is waited for is `done`. Further calls do nothing. */
  close(): void {
    if (this.#end !== undefined) return;
    this.finish({});
    this.#onEnd();
  }

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** The same as {@linkcode close}. */
  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  /** The queue itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }
}
