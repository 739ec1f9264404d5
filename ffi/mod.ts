import { endianness, platform } from "./here.ts";
import type { Binding } from "./libc.ts";

export { environment } from "./environment.ts";
export { endProcess } from "./here.ts";
export * from "./libc.ts";
export { isOutputGone, isTerminal, writeOutput } from "./output.ts";

/** Where a program runs; a parameter, so that every refusal can be tried. */
export interface Host {
  /** Operating system. */
  readonly platform: string;
  /** Byte order, `"LE"` or `"BE"`. */
  readonly endianness: string;
  /** The global objects, among which the runtime's own is. */
  readonly globals: object;
}

const here: Host = { platform: platform(), endianness: endianness(), globals: globalThis };

/** The bindings by the library that they were asked for. */
const bindings = new Map<string | undefined, Promise<Binding>>();

/**
 * The binding of this runtime to the C library, made when it is first asked for.
 *
 * Throws an `Error` on another system than Linux, on a big-endian host, in another runtime than Deno and Bun, and where
 * no C library can be loaded.
 */
export function binding(path?: string, host: Host = here): Promise<Binding> {
  const known = bindings.get(path);
  if (known !== undefined && host === here) return known;
  const made = bindOn(host, path);
  if (host === here) {
    bindings.set(path, made);
    // The next one tries again.
    made.catch(() => bindings.delete(path));
  }
  return made;
}

async function bindOn(host: Host, path: string | undefined): Promise<Binding> {
  if (host.platform !== "linux") {
    throw new Error(`Cannot use netlink on this system: expected linux, got ${host.platform}`);
  }
  if (host.endianness !== "LE") {
    throw new Error(`Cannot use netlink on this machine: expected little-endian byte order, got ${host.endianness}`);
  }
  // Deno first: it may be asked to look like others, and the others are never asked to look like it.
  if ("Deno" in host.globals) return (await import("./deno.ts")).bind(path);
  if ("Bun" in host.globals) return (await import("./bun.ts")).bind(path);
  throw new Error("Cannot use netlink in this runtime: expected Deno or Bun");
}
