import process from "node:process";
import { URL } from "node:url";
import { CLOEXEC, CLONE_NEWNET, type Libc } from "../ffi/mod.ts";
import { NetlinkError } from "./errors.ts";

/**
 * A network namespace: a name as `ip netns` has it, a path, the number of a process, or a `file:` URL. A text with a
 * slash is a path.
 */
export type Namespace = string | number | URL;

/** Where `ip netns` keeps its names, and where old versions kept them. */
const FOLDERS: readonly string[] = ["/run/netns", "/var/run/netns"];
const ENOENT = 2;

/** The paths under which `namespace` may be; throws a `RangeError` where it can be none. */
export function namespacePaths(namespace: Namespace): readonly string[] {
  if (namespace instanceof URL) {
    if (namespace.protocol !== "file:") {
      throw new RangeError(`Cannot open network namespace: expected a file: URL, got '${namespace}'`);
    }
    return [decodeURIComponent(namespace.pathname)];
  }
  if (typeof namespace === "number") {
    if (!Number.isInteger(namespace) || namespace <= 0) {
      throw new RangeError(`Cannot open network namespace: expected the number of a process, got ${namespace}`);
    }
    return [`/proc/${namespace}/ns/net`];
  }
  if (typeof namespace !== "string" || namespace === "" || namespace.includes("\0")) {
    throw new RangeError(`Cannot open network namespace: expected a name, path, process or URL, got '${namespace}'`);
  }
  return namespace.includes("/") ? [namespace] : FOLDERS.map((folder) => `${folder}/${namespace}`);
}

function check(operation: string, result: number): number {
  if (result < 0) throw new NetlinkError(operation, result);
  return result;
}

function openPath(libc: Libc, path: string): number {
  return libc.open(new TextEncoder().encode(`${path}\0`), CLOEXEC);
}

/**
 * Runs `make` in another network namespace and comes back, in one stretch without a wait: a namespace belongs to the
 * thread, and a thread that the runtime starts meanwhile would inherit it. So `make` does as little as it can; a socket
 * stays for life in the namespace in which it was made. Needs `CAP_SYS_ADMIN` over both namespaces.
 */
export function inNamespace<T>(libc: Libc, namespace: Namespace, make: () => T): T {
  const paths = namespacePaths(namespace);
  const label = `network namespace '${namespace}'`;
  let target = -ENOENT;
  for (const path of paths) {
    target = openPath(libc, path);
    if (target !== -ENOENT) break;
  }
  check(`open ${label}`, target);
  // Of this very thread: a worker has its own.
  const home = openPath(libc, "/proc/thread-self/ns/net");
  try {
    check("open the network namespace of this thread", home);
    check(`enter ${label}`, libc.setns(target, CLONE_NEWNET));
    try {
      return make();
    } finally {
      const back = libc.setns(home, CLONE_NEWNET);
      if (back < 0) abandon(back);
    }
  } finally {
    libc.close(target);
    if (home >= 0) libc.close(home);
  }
}

/** Ends the process: all that it did from now on would happen in the wrong namespace. */
function abandon(errno: number): never {
  const { message } = new NetlinkError("return from another network namespace", errno);
  process.stderr.write(`${message}; ending the process\n`);
  process.exit(134);
}
