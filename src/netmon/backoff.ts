/** After so many milliseconds what failed is tried again; twice as many each time, up to the most. */
const FIRST = 100;
const MOST = 10_000;

/** When things that failed are tried again. */
export class Backoff {
  readonly #failed: Map<string, { readonly pause: number; readonly due: number }> = new Map();

  /** Something failed; gives after how many milliseconds it is tried again. */
  fail(name: string): number {
    const pause = Math.min((this.#failed.get(name)?.pause ?? FIRST / 2) * 2, MOST);
    this.#failed.set(name, { pause, due: performance.now() + pause });
    return pause;
  }

  /** Keeps what failed where it is still to be done; all else has worked, or is not wanted any more. */
  keep(names: ReadonlySet<string>): void {
    for (const name of this.#failed.keys()) {
      if (!names.has(name)) this.#failed.delete(name);
    }
  }

  /** Whether something may be tried now. */
  isDue(name: string): boolean {
    return (this.#failed.get(name)?.due ?? 0) <= performance.now();
  }

  /** How many milliseconds it is until something has to be tried again; `Infinity` where nothing has failed. */
  get rest(): number {
    return Math.max(0, Math.min(...[...this.#failed.values()].map(({ due }) => due)) - performance.now());
  }
}
