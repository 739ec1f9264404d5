import { constants, readFileSync, readlinkSync, readSync, writeSync } from "node:fs";
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

/** The descriptors that a process begins with. */
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
/** How many bytes of standard input are read at once. */
const CHUNK = 64 * 1024;
/** How long to wait where a descriptor is not ready, and does not wait itself, in milliseconds. */
const PAUSE = 1;

/**
 * Reads or writes, and keeps everything else waiting: a plugin has nothing else to do, and to set up a stream takes
 * several times as long. Some streams also forget who waits for them where nothing can be written.
 */
async function now(transfer: () => number): Promise<number> {
  for (;;) {
    try {
      return transfer();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      await setTimeout(PAUSE);
    }
  }
}

/**
 * Throws where nothing was open as standard output when the process began. Runtimes put `/dev/null` in its place then,
 * so that all could be written; other than where somebody wants nothing of it, it is open for reading, too.
 */
function requireStdout(): void {
  if (readlinkSync(`/proc/self/fd/${STDOUT}`) !== "/dev/null") return;
  const [, flags = ""] = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${STDOUT}`, "utf8")) ?? [];
  const { O_RDONLY, O_RDWR, O_WRONLY } = constants;
  const access = Number.parseInt(flags, 8) & (O_RDONLY | O_RDWR | O_WRONLY);
  if (access === O_RDWR) throw new Error("standard output is closed");
}

/** The process itself. */
export const processHost: Host = {
  env: process.env,
  async stdin() {
    const decoder = new TextDecoder();
    const bytes = new Uint8Array(CHUNK);
    let text = "";
    for (;;) {
      const count = await now(() => readSync(STDIN, bytes));
      if (count === 0) return text + decoder.decode();
      text += decoder.decode(bytes.subarray(0, count), { stream: true });
    }
  },
  async stdout(text) {
    requireStdout();
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length;) at += await now(() => writeSync(STDOUT, bytes.subarray(at)));
  },
  stderr(text) {
    try {
      writeSync(STDERR, text);
    } catch {
      // Nobody reads the log, and nobody can be told.
    }
  },
};
