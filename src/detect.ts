import { checkSocketOptions } from "./open-socket.ts";
import { shown } from "./shown.ts";
import { NetworkState, type NetworkStateOptions } from "./state.ts";

/** What is looked at for changes. */
export interface DetectOptions extends Omit<NetworkStateOptions, "snapshot"> {
  /**
   * Gives what counts, out of the copy: a change of anything else is none, and neither is one that was taken back. It is
   * called once at the beginning, and then when somebody asks after something changed. Compared is all that the value is
   * made of, in its order. @default everything
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
  checkSocketOptions("detect changes", options, ["topics", "select"]);
  const { select, ...rest } = options;
  if (select !== undefined && typeof select !== "function") {
    throw new RangeError(`Cannot detect changes: expected a function to select by, got ${shown(select)}`);
  }
  const state = await NetworkState.open(rest);
  try {
    return new ChangeDetector(state, select);
  } catch (error) {
    await state[Symbol.asyncDispose]();
    throw error;
  }
}

/** Tells whether anything changed since it was last asked. Asking costs nothing while nothing happens. */
export class ChangeDetector implements Disposable, AsyncDisposable {
  /** The copy that is looked at. */
  readonly state: NetworkState;
  readonly #select: DetectOptions["select"];
  #selected: string;
  #isTouched = false;
  #isLossy = false;

  /** Makes a detector of a copy, which it closes in the end. */
  constructor(state: NetworkState, select?: DetectOptions["select"]) {
    this.state = state;
    this.#select = select;
    this.#selected = this.#look();
    state.listen((changes) => {
      this.#isTouched ||= changes.some(({ type }) => type !== "synced");
      this.#isLossy ||= changes.some(({ type }) => type === "overrun");
    });
  }

  /**
   * Whether anything changed since the last {@linkcode take}. A loss of events counts as a change, since it may have
   * been one. Throws why the copy ended, where it failed or was closed.
   */
  get changed(): boolean {
    this.state.throwIfClosed();
    if (this.#isTouched && !this.#isLossy && this.#select !== undefined) {
      this.#isTouched = this.#look() !== this.#selected;
    }
    return this.#isTouched;
  }

  /** The same, and begins anew: what happens from now on is for the next time. */
  take(): boolean {
    const { changed } = this;
    this.#isTouched = this.#isLossy = false;
    if (changed) this.#selected = this.#look();
    return changed;
  }

  /** What is selected now, as a text: it may be a part of the copy, which goes on. */
  #look(): string {
    return textOf(this.#select?.(this.state));
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

/** A text that differs where values differ, in whatever order their fields are. */
function textOf(value: unknown): string {
  return JSON.stringify([value], (_, part: unknown) => {
    if (typeof part === "bigint") return `${part}n`;
    if (part instanceof Promise) throw new RangeError("Cannot detect changes: expected a value, got a promise of one");
    if (typeof part !== "object" || part === null) return part;
    // What has an iterator can be iterated over.
    if (Symbol.iterator in part) return [...part as Iterable<unknown>];
    return Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => one < other ? -1 : 1));
  });
}
