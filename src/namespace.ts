import type { URL } from "node:url";
import { CLOEXEC, CLONE_NEWNET, EINVAL, endProcess, ENOENT, type Libc, NONBLOCK, NS_GET_NSTYPE } from "../ffi/mod.ts";
import { NetlinkError } from "./errors.ts";
import { shown } from "./shown.ts";

/**
 * A network namespace: a name as `ip netns` has it, a path, the number of a process, or a `file:` URL. A text with a
 * slash is a path.
 */
export type Namespace = string | number | URL;

/** Where `ip netns` keeps its names, and where old versions kept them. */
export const NAMESPACE_FOLDERS: readonly [string, string] = ["/run/netns", "/var/run/netns"];

/** The namespace of the very thread that opens it: a worker has its own. */
export const OWN_NAMESPACE = "/proc/thread-self/ns/net";

/** The paths under which `namespace` may be; throws a `RangeError` where it can be none. */
export function namespacePaths(namespace: Namespace): readonly string[] {
  if (typeof namespace === "number") {
    if (!Number.isInteger(namespace) || namespace <= 0) {
      throw new RangeError(`Cannot open network namespace: expected the number of a process, got ${namespace}`);
    }
    return [`/proc/${namespace}/ns/net`];
  }
  const place = isUrl(namespace) ? urlPath(namespace) : namespace;
  if (typeof place !== "string" || place === "" || place.includes("\0")) {
    throw new RangeError(
      `Cannot open network namespace: expected a name, path, process or URL, got ${
        isUrl(namespace) ? `'${namespace}'` : shown(namespace)
      }`,
    );
  }
  if (place.startsWith("file://")) {
    throw new RangeError(`Cannot open network namespace: expected a path or a URL object, got the text '${place}'`);
  }
  return place.includes("/") ? [place] : NAMESPACE_FOLDERS.map((folder) => `${folder}/${place}`);
}

function isUrl(value: unknown): value is URL {
  // Importing the class, which is the global one, would take as long as everything else here.
  return value instanceof globalThis.URL;
}

/** The path of a `file:` URL; none where it tells another machine, or a name that cannot be. */
function urlPath(url: URL): string {
  try {
    if (url.protocol === "file:" && url.host === "" && !/%2f/i.test(url.pathname)) {
      return decodeURIComponent(url.pathname);
    }
  } catch {
    // The same is wrong with it as with any other that is no path.
  }
  throw new RangeError(`Cannot open network namespace: expected a file: URL, got '${url}'`);
}

/** How errors call a namespace. */
export function namespaceLabel(namespace: Namespace): string {
  if (typeof namespace === "number") return `network namespace of process ${namespace}`;
  return `network namespace ${isUrl(namespace) ? `'${namespace}'` : shown(namespace)}`;
}

/** The result of a call, unless it failed: then a {@linkcode NetlinkError} that says what was tried. */
export function check(operation: string, result: number): number {
  if (result < 0) throw new NetlinkError(operation, result);
  return result;
}

/** A text as the C library takes it. */
export function cString(text: string): Uint8Array {
  return new TextEncoder().encode(`${text}\0`);
}

/** Opens a file to look at it; one that would keep us waiting, such as a FIFO, does not. */
export function openPath(libc: Libc, path: string): number {
  return libc.open(cString(path), CLOEXEC | NONBLOCK);
}

/**
 * A descriptor of `namespace`, which the caller closes.
 *
 * Throws a `RangeError` for what can be none, and a {@linkcode NetlinkError} that names it where it cannot be opened;
 * `EINVAL` where something else is in its place.
 */
export function openNamespace(libc: Libc, namespace: Namespace): number {
  const operation = `open ${namespaceLabel(namespace)}`;
  let fd = -ENOENT;
  for (const path of namespacePaths(namespace)) {
    fd = openPath(libc, path);
    if (fd !== -ENOENT) break;
  }
  check(operation, fd);
  if (libc.ioctl(fd, NS_GET_NSTYPE) === CLONE_NEWNET) return fd;
  libc.close(fd);
  throw new NetlinkError(operation, EINVAL);
}

/**
 * Runs `make` in another network namespace and comes back. So `make` does as little as it can; a socket stays for life
 * in the namespace in which it was made. Needs `CAP_SYS_ADMIN` over both namespaces.
 */
export function inNamespace<T>(libc: Libc, namespace: Namespace, make: () => T): T {
  const target = openNamespace(libc, namespace);
  try {
    return roundTrip(libc, `enter ${namespaceLabel(namespace)}`, () => libc.setns(target, CLONE_NEWNET), make);
  } finally {
    libc.close(target);
  }
}

/** Runs `make` in a network namespace that is new, as {@linkcode inNamespace} does in one that is there. */
export function inNewNamespace<T>(libc: Libc, operation: string, make: () => T): T {
  return roundTrip(libc, operation, () => libc.unshare(CLONE_NEWNET), make);
}

/**
 * Brings this thread to another network namespace for `make`, and back, in one stretch without a wait: a namespace
 * belongs to the thread, and a thread that the runtime starts meanwhile would inherit it.
 */
function roundTrip<T>(libc: Libc, operation: string, leave: () => number, make: () => T): T {
  const home = check("open the network namespace of this thread", openPath(libc, OWN_NAMESPACE));
  try {
    check(operation, leave());
    try {
      return make();
    } finally {
      const back = libc.setns(home, CLONE_NEWNET);
      if (back < 0) abandon(back);
    }
  } finally {
    libc.close(home);
  }
}

/** Ends the process: all that it did from now on would happen in the wrong namespace. */
function abandon(errno: number): never {
  const { message } = new NetlinkError("return from another network namespace", errno);
  endProcess(`${message}; ending the process`, 134);
}
