import { write } from "node:fs";

/** What this file uses of the runtime; it has to type-check where the runtime's own types are missing. */
declare const Deno: { readonly stdout: { write(bytes: Uint8Array): Promise<number> } } | undefined;

const STANDARD_OUTPUT = 1;

/** Writes to standard output while the event loop goes on; resolves to how many of the bytes were written. */
export function writeOutput(bytes: Uint8Array): Promise<number> {
  // Its streams and `node:fs` would keep everything waiting, signals too, until somebody reads.
  if (typeof Deno !== "undefined") return Deno.stdout.write(bytes);
  return new Promise((resolve, reject) => {
    write(STANDARD_OUTPUT, bytes, (error, count) => error === null ? resolve(count) : reject(error));
  });
}
