import { setTimeout as delay } from "node:timers/promises";
import type { ChangeReader, ChangesOptions, NetworkChange, NetworkState } from "../../mod.ts";

/** After so many times the quiet time a batch is taken though there was no quiet: some networks never rest. */
const PATIENCE = 10;
/** And so many times the quiet time it is waited for that the copy is right again, as after events were lost. */
const TRUST = 100;
/** Why waiting for a change is given up where none has come. */
const NOTHING = Symbol("no change");

/** How a batch is waited for. */
export interface BatchOptions {
  /** Gives up waiting; the promise rejects with the reason. No change is lost by that. */
  readonly signal?: AbortSignal;
  /** After so many milliseconds a batch without changes comes instead. @default {Infinity} */
  readonly timeout?: number;
}

/**
 * The changes of a copy in batches, each taken when nothing has changed for a while and nothing is in doubt, such as the
 * routes of a link that went down. What changes while nobody asks stands in the next batch, however long that takes: the
 * queue behind it is never longer than the copy.
 */
export class Batches implements Disposable {
  readonly #state: NetworkState;
  readonly #reader: ChangeReader;
  readonly #quietTime: number;
  readonly #stopListening: () => void;
  /** What is taken from the reader already. */
  readonly #changes: NetworkChange[] = [];
  #lastChange = 0;

  /** Gathers the changes from now on; a batch is taken when there was none for `quietTime` milliseconds. */
  constructor(state: NetworkState, quietTime: number, options: ChangesOptions = {}) {
    this.#state = state;
    this.#quietTime = quietTime;
    this.#reader = state.changes(options);
    this.#stopListening = state.listen(() => this.#lastChange = performance.now());
  }

  /** The next batch. Rejects with the reason of the signal, and with why the copy ended. */
  async next({ signal, timeout = Infinity }: BatchOptions = {}): Promise<readonly NetworkChange[]> {
    signal?.throwIfAborted();
    if (this.#changes.length === 0 && !await this.#gather(timeout, signal)) return [];
    const latest = performance.now() + this.#quietTime * PATIENCE;
    for (;;) {
      const rest = Math.min(this.#lastChange + this.#quietTime, latest) - performance.now();
      if (rest <= 0) break;
      await delay(rest, undefined, signal && { signal }).catch((error) => {
        throw signal?.aborted ? signal.reason : error;
      });
    }
    await this.#settle(signal);
    while (await this.#gather(0));
    return this.#changes.splice(0);
  }

  /** Gathers no more. */
  [Symbol.dispose](): void {
    this.#stopListening();
    this.#reader.close();
  }

  /** Waits until nothing is in doubt, within reason. */
  async #settle(signal?: AbortSignal): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let abort = (): void => {};
    try {
      await new Promise<void>((resolve, reject) => {
        abort = () => reject(signal?.reason);
        signal?.addEventListener("abort", abort);
        timer = setTimeout(resolve, this.#quietTime * TRUST);
        this.#state.settled().then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Takes a change from the reader; gives whether one has come within so many milliseconds. */
  async #gather(timeout: number, signal?: AbortSignal): Promise<boolean> {
    const waiting = new AbortController();
    const abort = (): void => waiting.abort(signal?.reason);
    const giveUp = (): void => waiting.abort(NOTHING);
    signal?.addEventListener("abort", abort);
    const next = this.#reader.next({ signal: waiting.signal });
    const timer = timeout > 0 && timeout < Infinity ? setTimeout(giveUp, timeout) : undefined;
    // At once: what comes later is not for a reader that has given up.
    if (timeout === 0) giveUp();
    try {
      const { done, value } = await next;
      if (done) this.#state.throwIfClosed();
      else this.#changes.push(value);
      return true;
    } catch (error) {
      if (error === NOTHING) return false;
      throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }
}
