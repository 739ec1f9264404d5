import { write } from "node:fs";
import type { Libc } from "./libc.ts";

/** What this file uses of the runtime; it has to type-check where the runtime's own types are missing. */
declare const Deno: { readonly stdout: { write(bytes: Uint8Array): Promise<number> } } | undefined;

const STANDARD_OUTPUT = 1;
/** Nobody reads any more (`POLLERR`), or the other end is gone (`POLLHUP`); told without being asked for. */
const GONE = 0x8 | 0x10;

/** Writes to standard output while the event loop goes on; resolves to how many of the bytes were written. */
export function writeOutput(bytes: Uint8Array): Promise<number> {
  // Its streams and `node:fs` would keep everything waiting, signals too, until somebody reads.
  if (typeof Deno !== "undefined") return Deno.stdout.write(bytes);
  return new Promise((resolve, reject) => {
    write(STANDARD_OUTPUT, bytes, (error, count) => error === null ? resolve(count) : reject(error));
  });
}

/** Whether nobody reads standard output any more, as after `| head`; asks the kernel, and waits for nothing. */
export function isOutputGone(libc: Libc): boolean {
  // `struct pollfd`: the descriptor in two halves, nothing that is awaited, and what came.
  const set = Int16Array.of(STANDARD_OUTPUT, 0, 0, 0);
  return libc.poll(set, 1) > 0 && ((set[3] ?? 0) & GONE) !== 0;
}
