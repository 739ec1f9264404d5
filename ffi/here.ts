// The modules of Node.js that tell all of this take Deno longer to load than everything that it is for.

/** What this file uses of the runtime; it has to type-check where the runtime's own types are missing. */
declare const Deno: {
  readonly build: { readonly os: string; readonly arch: string };
  exit(status: number): never;
} | undefined;
declare const process: {
  readonly platform: string;
  readonly arch: string;
  exit(status: number): never;
} | undefined;
declare const console: { error(message: string): void };

/** What this runtime calls the operating system: `linux` everywhere. */
export function platform(): string {
  return typeof Deno !== "undefined" ? Deno.build.os : typeof process !== "undefined" ? process.platform : "unknown";
}

/** What this runtime calls the machine: what one calls `x64` and `arm64`, is `x86_64` and `aarch64` to another. */
export function machine(): string {
  return typeof Deno !== "undefined" ? Deno.build.arch : typeof process !== "undefined" ? process.arch : "unknown";
}

/** Byte order of the machine. */
export function endianness(): "LE" | "BE" {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? "LE" : "BE";
}

/** Ends the process at once, with a last word on standard error. */
export function endProcess(message: string, status: number): never {
  console.error(message);
  if (typeof Deno !== "undefined") Deno.exit(status);
  if (typeof process !== "undefined") process.exit(status);
  throw new Error(message);
}
