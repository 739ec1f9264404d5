import type { Libc } from "./libc.ts";

/** What this file uses of the runtime; it has to type-check where the runtime's own types are missing. */
declare const Deno: {
  readonly stdout: { write(bytes: Uint8Array): Promise<number>; isTerminal(): boolean };
} | undefined;

const STANDARD_OUTPUT = 1;
/** Nobody reads any more (`POLLERR`), or the other end is gone (`POLLHUP`); told without being asked for. */
const GONE = 0x8 | 0x10;

/** Writes to standard output while the event loop goes on; resolves to how many of the bytes were written. */
export async function writeOutput(bytes: Uint8Array): Promise<number> {
  // Its streams and `node:fs` would keep everything waiting, signals too, until somebody reads.
  if (typeof Deno !== "undefined") return await Deno.stdout.write(bytes);
  const { write } = await import("node:fs");
  return await new Promise((resolve, reject) => {
    write(STANDARD_OUTPUT, bytes, (error, count) => error === null ? resolve(count) : reject(error));
  });
}

/** Whether standard output is a terminal. */
export async function isTerminal(): Promise<boolean> {
  if (typeof Deno !== "undefined") return Deno.stdout.isTerminal();
  const { fstatSync } = await import("node:fs");
  // What is no device is no terminal; the module that tells them apart takes longer to load than any other.
  return fstatSync(STANDARD_OUTPUT).isCharacterDevice() && (await import("node:tty")).isatty(STANDARD_OUTPUT);
}

/** Whether nobody reads standard output any more, as after `| head`; asks the kernel, and waits for nothing. */
export function isOutputGone(libc: Libc): boolean {
  // `struct pollfd`: the descriptor in two halves, nothing that is awaited, and what came.
  const set = Int16Array.of(STANDARD_OUTPUT, 0, 0, 0);
  return libc.poll(set, 1) > 0 && ((set[3] ?? 0) & GONE) !== 0;
}
