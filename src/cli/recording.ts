import { type FileHandle, open } from "node:fs/promises";
import { CaptureWriter } from "../codec/capture/pcapng-writer.ts";

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
  readonly #capture = new CaptureWriter(NETLINK_ROUTE);
  #datagram: { readonly bytes: Uint8Array; readonly timestamp: bigint } | undefined;
  #isShown = false;
  #written: Promise<unknown> = Promise.resolve();

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Begins a file; one that is there is overwritten. */
  static async open(path: string): Promise<Recording> {
    try {
      return new Recording(await open(path, "w"));
    } catch (error) {
      throw new Error(`Cannot write '${path}': ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  }

  /** Writes the beginning, with the names of the links as they are before the first event. */
  begin(names: Iterable<readonly [index: number, name: string]>): void {
    this.#write(this.#capture.header(NOTE + JSON.stringify(Object.fromEntries(names))));
  }

  /** Takes a datagram that was received; it is written when it is known whether anything of it is shown. */
  receive(bytes: Uint8Array): void {
    this.#flush();
    this.#datagram = { bytes, timestamp: now() };
  }

  /** Something of the last datagram is shown. */
  shown(): void {
    this.#isShown = true;
  }

  /** Datagrams were lost. */
  lose(lost: number): void {
    this.#flush();
    this.#write(this.#capture.loss(lost, now()));
  }

  /** Writes the rest and closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#flush();
    try {
      await this.#written;
    } finally {
      await this.#file.close();
    }
  }

  #flush(): void {
    const { bytes, timestamp } = this.#datagram ?? {};
    if (bytes !== undefined && timestamp !== undefined) {
      this.#write(this.#capture.datagram(bytes, timestamp, this.#isShown ? undefined : NOT_SHOWN));
    }
    this.#datagram = undefined;
    this.#isShown = false;
  }

  #write(block: Uint8Array): void {
    this.#written = this.#written.then(() => this.#file.writeFile(block));
    // Whoever waits for it is told.
    this.#written.catch(() => {});
  }
}

function now(): bigint {
  return BigInt(Date.now()) * NANOSECONDS_PER_MILLISECOND;
}
