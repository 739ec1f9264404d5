// The few functions of the C library that the programs by hand call, by the shortest way there is in each runtime.

/** What this file uses of one of the runtimes. */
declare const Deno: { dlopen(path: string, symbols: object): { readonly symbols: unknown } };

/** The functions; a failure is -1. */
interface Calls {
  socket(domain: number, type: number, protocol: number): number;
  bind(fd: number, address: Uint8Array, length: number): number;
  send(fd: number, bytes: Uint8Array, length: number, flags: number): number;
  recv(fd: number, bytes: Uint8Array, length: number, flags: number): number;
  /** `poll` on a thread of the runtime's pool; only in Deno. */
  pollLater(fds: Int16Array, count: number, timeout: number): Promise<number>;
}

const PARAMETERS = {
  socket: ["i32", "i32", "i32"],
  bind: ["i32", "buffer", "u32"],
  send: ["i32", "buffer", "u32", "i32"],
  recv: ["i32", "buffer", "u32", "i32"],
};

/** Whether this is Deno; otherwise it is Bun. */
export const isDeno: boolean = "Deno" in globalThis;

async function load(): Promise<Calls> {
  const table = (parameters: "args" | "parameters", result: "returns" | "result"): object =>
    Object.fromEntries(
      Object.entries(PARAMETERS).map(([name, list]) => [name, { [parameters]: list, [result]: "i32" }]),
    );
  // The runtime makes a function of each symbol, as it is told.
  if (isDeno) {
    const pollLater = { name: "poll", parameters: ["buffer", "u32", "i32"], result: "i32", nonblocking: true };
    return Deno.dlopen("libc.so.6", { ...table("parameters", "result"), pollLater }).symbols as Calls;
  }
  const { dlopen } = await import("bun:ffi");
  return dlopen("libc.so.6", table("args", "returns") as never).symbols as unknown as Calls;
}

export const libc: Calls = await load();

/** A socket of rtnetlink (`AF_NETLINK`, `SOCK_RAW`, `NETLINK_ROUTE`), maybe with more flags. */
export function rtnetlink(flags = 0): number {
  return libc.socket(16, 3 | flags, 0);
}
