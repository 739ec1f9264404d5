import { setTimeout as delay } from "node:timers/promises";
import type { ChangeReader, ChangesOptions, NetworkChange, NetworkState } from "../../mod.ts";

/** After so many times the quiet time a batch is taken though there was no quiet: some networks never rest. */
const PATIENCE = 10;
/** What is there at once, where nothing else is. */
const NOTHING = Promise.resolve(undefined);

/** How a batch is waited for. */
export interface BatchOptions {
  /** Gives up waiting; the promise rejects with the reason. No change is lost by that. */
  readonly signal?: AbortSignal;
  /** After so many milliseconds a batch without changes comes instead. @default {Infinity} */
  readonly timeout?: number;
}

/**
 * The changes of a copy in batches, each taken when nothing has changed for a while. What changes while nobody asks
 * stands in the next batch, however long that takes: the queue behind it is never longer than the copy.
 */
export class Batches implements Disposable {
  readonly #state: NetworkState;
  readonly #reader: ChangeReader;
  readonly #quietTime: number;
  readonly #stopListening: () => void;
  /** What is taken from the reader already. */
  #changes: NetworkChange[] = [];
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
    if (!await this.#hasChange(timeout, signal)) return [];
    const latest = performance.now() + this.#quietTime * PATIENCE;
    for (;;) {
      const rest = Math.min(this.#lastChange + this.#quietTime, latest) - performance.now();
      if (rest <= 0) return await this.#take();
      await delay(rest, undefined, signal && { signal }).catch((error) => {
        throw signal?.aborted ? signal.reason : error;
      });
    }
  }

  /** Gathers no more. */
  [Symbol.dispose](): void {
    this.#stopListening();
    this.#reader.close();
  }

  /** Waits until there is a change, or for so many milliseconds. */
  async #hasChange(timeout: number, signal: AbortSignal | undefined): Promise<boolean> {
    signal?.throwIfAborted();
    if (this.#changes.length > 0) return true;
    const waiting = new AbortController();
    const abort = (): void => waiting.abort(signal?.reason);
    signal?.addEventListener("abort", abort);
    const timer = timeout === Infinity ? undefined : setTimeout(() => waiting.abort(NOTHING), timeout);
    try {
      this.#gather(await this.#reader.next({ signal: waiting.signal }));
      return true;
    } catch (error) {
      if (error === NOTHING) return false;
      throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Everything that is there now. */
  async #take(): Promise<readonly NetworkChange[]> {
    const end = new AbortController();
    for (;;) {
      const next = this.#reader.next({ signal: end.signal });
      // It is given up, where it waits.
      next.catch(() => {});
      const result = await Promise.race([next, NOTHING]);
      if (result === undefined) break;
      this.#gather(result);
    }
    end.abort();
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  #gather({ done, value }: IteratorResult<NetworkChange, undefined>): void {
    if (done) this.#state.throwIfClosed();
    else this.#changes.push(value);
  }
}
