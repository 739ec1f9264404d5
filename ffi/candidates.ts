import { machine } from "./here.ts";

/** The variable of the environment that names another C library. */
export const LIBC_VARIABLE = "NETLINK_LIBC";

/** The kernel's word for a machine, in the paths of libraries, where a runtime has another. */
const MACHINES: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64", riscv64: "riscv64" };

/**
 * Names under which the C library may be found, the likeliest first: glibc by its name, musl by its name, then paths
 * for those who permit only a path. (`libc.so` is no library but a script of the linker.)
 */
function candidates(): readonly string[] {
  const own = MACHINES[machine()] ?? machine();
  return [
    "libc.so.6",
    `libc.musl-${own}.so.1`,
    `/lib/${own}-linux-gnu/libc.so.6`,
    `/usr/lib/${own}-linux-gnu/libc.so.6`,
    "/lib64/libc.so.6",
    "/usr/lib64/libc.so.6",
    "/lib/libc.so.6",
    "/usr/lib/libc.so.6",
    `/lib/ld-musl-${own}.so.1`,
  ];
}

/** Loads the C library from `path`, or else from the first place where it is and which is `allowed`. */
export function loadFirst<T>(
  path: string | undefined,
  allowed: (path: string) => boolean,
  load: (path: string) => T,
): T {
  if (path !== undefined) return loadNamed(path, load);
  const names = candidates().filter(allowed);
  const failures: unknown[] = [];
  for (const name of names) {
    try {
      return load(name);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 0) {
    throw new Error("Cannot load the C library: FFI is not permitted, neither in general nor for the path of one");
  }
  const cause = new AggregateError(failures, "No library could be loaded");
  const tried = `tried ${names.join(", ")}; the first failed with: ${reason(failures[0])}`;
  throw new Error(`Cannot load the C library: ${tried}`, { cause });
}

/** Loads the library that the user named, and no other. */
function loadNamed<T>(path: string, load: (path: string) => T): T {
  try {
    return load(path);
  } catch (cause) {
    throw new Error(`Cannot load the C library '${path}': ${reason(cause)}`, { cause });
  }
}

/** Why a library cannot be loaded; some runtimes say it twice. */
function reason(error: unknown): string {
  return (error instanceof Error ? error.message : `${error}`).replace(/^(.+?: )\1+/, "$1");
}
