import { readSync } from "node:fs";
import process from "node:process";
import { setTimeout } from "node:timers/promises";

/** What a plugin has to do with, other than the kernel: by default the process that it is. */
export interface Host {
  /** The environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads all of standard input. */
  readonly stdin: () => Promise<string>;
  /** Writes to standard output; rejects where nobody takes it. */
  readonly stdout: (text: string) => Promise<void>;
  /** Writes to standard error. */
  readonly stderr: (text: string) => void;
}

/** How many bytes of standard input are read at once. */
const CHUNK = 64 * 1024;
/** Descriptor of standard input. */
const STDIN = 0;
/** How long to wait where nothing is there yet, and the descriptor does not wait itself, in milliseconds. */
const PAUSE = 1;

/**
 * Reads from standard input, and keeps everything else waiting: a plugin has nothing else to do, and to set up a stream
 * takes several times as long as all of that.
 */
async function readNow(bytes: Uint8Array): Promise<number> {
  for (;;) {
    try {
      return readSync(STDIN, bytes);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      await setTimeout(PAUSE);
    }
  }
}

/** The process itself. */
export const processHost: Host = {
  env: process.env,
  async stdin() {
    const decoder = new TextDecoder();
    const bytes = new Uint8Array(CHUNK);
    let text = "";
    for (;;) {
      const count = await readNow(bytes);
      if (count === 0) return text + decoder.decode();
      text += decoder.decode(bytes.subarray(0, count), { stream: true });
    }
  },
  stdout(text) {
    return new Promise((resolve, reject) => {
      process.stdout.once("error", reject).write(text, (error) => error ? reject(error) : resolve());
    });
  },
  stderr(text) {
    process.stderr.write(text);
  },
};
