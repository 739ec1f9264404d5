import { setTimeout as delay } from "node:timers/promises";
import { binding, environment, isOutputGone, isTerminal, writeOutput } from "../../ffi/mod.ts";
import { deferred } from "../deferred.ts";
import { DONE } from "./command.ts";
import { Interrupted } from "./interrupt.ts";

/** How many characters may wait to be written before the writer has to. */
const ENOUGH = 64 * 1024;
/** How long to wait for a reader whose pipe does not, in milliseconds. */
const RETRY = 10;
/** How long nobody looks whether the reader is there, in milliseconds. */
const LOOK = 500;
/** What a program that was told to end still has to write its last lines, in milliseconds. */
const LAST = 100;

/** Standard output, written no faster than it is read; what is left is written when it is disposed of. */
export class Output implements AsyncDisposable {
  readonly #failure = new AbortController();
  #text = "";
  #looking: ReturnType<typeof setInterval> | undefined;
  #before: () => Promise<unknown> = () => Promise.resolve();
  #writing: Promise<void> | undefined;

  /**
   * Aborted when nothing can be written any more, and with the signals that were given. The reason is an
   * {@linkcode Interrupted} where nobody reads, as after `| head`.
   */
  readonly signal: AbortSignal;

  /** Takes over standard output until one of the signals is aborted. */
  constructor(...signals: readonly AbortSignal[]) {
    this.signal = AbortSignal.any([this.#failure.signal, ...signals]);
  }

  /** From now on waits before it writes text, so that what is printed stands elsewhere too. */
  writeAfter(before: () => Promise<unknown>): void {
    this.#before = before;
  }

  /** From now on ends as soon as nobody reads, though there may be nothing to write. */
  async endWithReader(): Promise<void> {
    const { libc } = await binding();
    this.#looking = setInterval(() => {
      if (isOutputGone(libc)) this.#failure.abort(new Interrupted(DONE));
    }, LOOK);
  }

  /** Writes text; resolves when more may be written. Rejects with the reason of {@linkcode signal}. */
  async write(text: string): Promise<void> {
    this.signal.throwIfAborted();
    this.#text += text;
    this.#writing ??= this.#run();
    if (this.#text.length >= ENOUGH) await this.#written();
  }

  /** Waits until everything is written, or not for long once the signal is aborted. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#looking);
    if (!this.signal.aborted) return await this.#written();
    await Promise.race([this.#writing, delay(LAST, undefined, { ref: false })]);
  }

  async #written(): Promise<void> {
    const { promise, resolve } = deferred<void>();
    const end = (): void => resolve();
    this.signal.addEventListener("abort", end);
    await Promise.race([this.#writing, promise]);
    this.signal.removeEventListener("abort", end);
    this.signal.throwIfAborted();
  }

  async #run(): Promise<void> {
    try {
      while (this.#text !== "") {
        const text = this.#take();
        try {
          await this.#before();
        } catch (error) {
          // What stands nowhere else is printed all the same: nobody can read it again.
          await writeAll(text + this.#take());
          throw error;
        }
        await writeAll(text);
      }
    } catch (error) {
      this.#failure.abort(error);
    }
    this.#writing = undefined;
  }

  #take(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }
}

async function writeAll(text: string): Promise<void> {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(await writeSome(bytes));
}

/** Writes what is taken at once; another program may have made the pipe one that does not wait. */
async function writeSome(bytes: Uint8Array): Promise<number> {
  try {
    return await writeOutput(bytes);
  } catch (error) {
    const { code, message }: NodeJS.ErrnoException = error instanceof Error ? error : new Error(`${error}`);
    if (code === "EPIPE") throw new Interrupted(DONE);
    if (code !== "EAGAIN") throw new Error(`Cannot write to standard output: ${message}`, { cause: error });
    await delay(RETRY);
    return 0;
  }
}

/** Whether standard output shall be coloured: a terminal, and nobody said `NO_COLOR`. */
export async function isColourful(): Promise<boolean> {
  return !environment("NO_COLOR") && await isTerminal();
}
