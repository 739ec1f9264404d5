import { type FileHandle, open } from "node:fs/promises";
import { CaptureWriter } from "../codec/capture/pcapng-writer.ts";
import { nextTurn } from "../next-turn.ts";

/** The note about a datagram that was received, but not asked for: it may change names. */
export const NOT_SHOWN = "not shown";
/** How the note about a recording begins; the names of the links follow as JSON. */
const NOTE = "netlink monitor, links: ";
const NETLINK_ROUTE = 0;
const NANOSECONDS_PER_MILLISECOND = 1_000_000n;

/** The names of the links in the note about a recording; `undefined` where it is another note. */
export function namesIn(note: string): ReadonlyMap<number, string> | undefined {
  if (!note.startsWith(NOTE)) return undefined;
  try {
    const names: unknown = JSON.parse(note.slice(NOTE.length));
    if (typeof names !== "object" || names === null) return undefined;
    return new Map(Object.entries(names).map(([index, name]) => [Number(index), `${name}`]));
  } catch {
    return undefined;
  }
}

/** A file with what was received, as it was, and with what is needed to print the same again. */
export class Recording implements AsyncDisposable {
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #capture = new CaptureWriter(NETLINK_ROUTE);
  #datagram: { readonly bytes: Uint8Array; readonly timestamp: bigint } | undefined;
  #isLookedAt = false;
  #written: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** Begins a file; one that is there is overwritten. */
  static async open(path: string): Promise<Recording> {
    try {
      return new Recording(await open(path, "w"), path);
    } catch (error) {
      throw cannotWrite(path, error);
    }
  }

  /** Writes the beginning, with the names of the links as they are before the first event. */
  begin(names: Iterable<readonly [index: number, name: string]>): void {
    this.#write(this.#capture.header(NOTE + JSON.stringify(Object.fromEntries(names))));
  }

  /**
   * Takes a datagram that was received; it is written as soon as it is known whether anything of it is shown. Its events
   * are told up to the first that is shown before the event loop gets its turn.
   */
  receive(bytes: Uint8Array): void {
    this.#flush(NOT_SHOWN);
    this.#datagram = { bytes, timestamp: now() };
    if (this.#isLookedAt) return;
    this.#isLookedAt = true;
    nextTurn().then(() => {
      this.#isLookedAt = false;
      this.#flush(NOT_SHOWN);
    });
  }

  /** Something of the last datagram is shown. */
  shown(): void {
    this.#flush();
  }

  /** Resolves when all until now stands in the file; rejects where it cannot be written. */
  written(): Promise<void> {
    return this.#written;
  }

  /** Datagrams were lost. */
  lose(lost: number): void {
    this.#flush(NOT_SHOWN);
    this.#write(this.#capture.loss(lost, now()));
  }

  /** Writes the rest and closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#flush(NOT_SHOWN);
    try {
      await this.#written;
    } finally {
      await this.#file.close();
    }
  }

  #flush(note?: string): void {
    if (this.#datagram === undefined) return;
    const { bytes, timestamp } = this.#datagram;
    this.#datagram = undefined;
    this.#write(this.#capture.datagram(bytes, timestamp, note));
  }

  #write(block: Uint8Array): void {
    this.#written = this.#append(block, this.#written);
    // Whoever waits for it is told.
    this.#written.catch(() => {});
  }

  async #append(block: Uint8Array, before: Promise<void>): Promise<void> {
    await before;
    try {
      await this.#file.writeFile(block);
    } catch (error) {
      throw cannotWrite(this.#path, error);
    }
  }
}

function cannotWrite(path: string, error: unknown): Error {
  return new Error(`Cannot write '${path}': ${error instanceof Error ? error.message : error}`, { cause: error });
}

function now(): bigint {
  return BigInt(Date.now()) * NANOSECONDS_PER_MILLISECOND;
}
