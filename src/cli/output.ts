import process from "node:process";
import { environment } from "../../ffi/mod.ts";

/** Standard output, written line by line, no faster than it is read. */
export class Output {
  readonly #gone = new AbortController();

  /** Aborted when nobody reads any more, as after `| head`. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Takes over standard output. */
  constructor() {
    process.stdout.on("error", () => this.#gone.abort());
  }

  /** Writes text; resolves when more may be written. Writes nothing when nobody reads any more. */
  async write(text: string): Promise<void> {
    if (this.#gone.signal.aborted) return;
    try {
      if (process.stdout.write(text)) return;
    } catch {
      // Some runtimes throw what others emit.
      this.#gone.abort();
      return;
    }
    await new Promise<void>((resolve) => {
      const done = (): void => {
        process.stdout.off("drain", done);
        this.#gone.signal.removeEventListener("abort", done);
        resolve();
      };
      process.stdout.on("drain", done);
      this.#gone.signal.addEventListener("abort", done);
    });
  }
}

/** Whether standard output shall be coloured: a terminal, and nobody said `NO_COLOR`. */
export function isColourful(): boolean {
  return process.stdout.isTTY === true && !environment("NO_COLOR");
}
