import { NetworkState, type NetworkStateOptions } from "./state.ts";
import { isSame } from "./state/compare.ts";

/** What is looked at for changes. */
export interface DetectOptions extends Omit<NetworkStateOptions, "snapshot"> {
  /**
   * Gives what counts, out of the copy: a change of anything else is none, and neither is one that was taken back. It is
   * called once at the beginning, and then when somebody asks after something changed. @default everything
   */
  readonly select?: (state: NetworkState) => unknown;
}

/**
 * Watches for changes, to be asked now and then whether there were any.
 *
 * Throws as {@linkcode NetworkState.open} does, and what `select` throws.
 *
 * @example Whether the hardware addresses changed since the last health check
 * ```ts
 * import { detectChanges } from "@netlink/ffi";
 *
 * using changes = await detectChanges({
 *   topics: ["link"],
 *   select: ({ links }) => [...links.values()].filter(({ type }) => type === "ether").map(({ address }) => address),
 * });
 * console.log(changes.take() ? "changed" : "as before"); // as before
 * ```
 */
export async function detectChanges(options: DetectOptions = {}): Promise<ChangeDetector> {
  const { select, ...rest } = options;
  if (select !== undefined && typeof select !== "function") {
    throw new RangeError(`Cannot detect changes: expected a function to select by, got '${select}'`);
  }
  const state = await NetworkState.open(rest);
  try {
    return new ChangeDetector(state, select);
  } catch (error) {
    state.close();
    throw error;
  }
}

/** Tells whether anything changed since it was last asked. Asking costs nothing while nothing happens. */
export class ChangeDetector implements Disposable, AsyncDisposable {
  /** The copy that is looked at. */
  readonly state: NetworkState;
  readonly #select: DetectOptions["select"];
  #selected: unknown;
  #isTouched = false;
  #isLossy = false;

  /** Makes a detector of a copy, which it closes in the end. */
  constructor(state: NetworkState, select?: DetectOptions["select"]) {
    this.state = state;
    this.#select = select;
    this.#selected = select?.(state);
    state.listen((changes) => {
      this.#isTouched = true;
      this.#isLossy ||= changes.some(({ type }) => type === "overrun");
    });
  }

  /**
   * Whether anything changed since the last {@linkcode take}. A loss of events counts as a change, since it may have
   * been one. Throws why the copy ended, where it failed or was closed.
   */
  get changed(): boolean {
    this.state.throwIfClosed();
    if (!this.#isTouched) return false;
    return this.#isLossy || this.#select === undefined || !isSame(this.#selected, this.#select(this.state));
  }

  /** The same, and begins anew: what happens from now on is for the next time. */
  take(): boolean {
    const { changed } = this;
    this.#isTouched = this.#isLossy = false;
    if (changed) this.#selected = this.#select?.(this.state);
    return changed;
  }

  /** Closes the copy. Further calls do nothing. */
  close(): void {
    this.state.close();
  }

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Closes the copy and waits until its descriptors are free. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.state[Symbol.asyncDispose]();
  }
}
