import {
  type Binding,
  binding,
  CLOEXEC,
  EAGAIN,
  EBUSY,
  EEXIST,
  EINVAL,
  ENOENT,
  type Libc,
  LOCK_EX,
  LOCK_NB,
  MNT_DETACH,
  MS_BIND,
  MS_REC,
  MS_SHARED,
  O_CREAT,
  O_EXCL,
  UMOUNT_NOFOLLOW,
} from "../ffi/mod.ts";
import {
  check,
  cString,
  inNewNamespace,
  NAMESPACE_FOLDERS,
  namespaceLabel,
  namespacePaths,
  openPath,
  OWN_NAMESPACE,
} from "./namespace.ts";
import { checkOptions } from "./options.ts";
import { shown } from "./shown.ts";

/** How network namespaces are made and deleted. */
export interface NamespaceOptions {
  /** Path of another C library than the system's; `NETLINK_LIBC` in the environment does the same. */
  readonly libc?: string;
  /** Another kernel than the machine's, for tests: what `fakeKernel` of `@netlink/ffi/testing` makes. */
  readonly kernel?: Binding;
}

const OPTIONS: readonly string[] = ["libc", "kernel"] satisfies (keyof NamespaceOptions)[];

/** The longest name of a file, in bytes (`NAME_MAX`). */
const NAME_MAX = 255;
/** Where names are made. */
const [FOLDER] = NAMESPACE_FOLDERS;
/** How often a lock that another process holds is tried, and the milliseconds in between. */
const LOCK_ATTEMPTS = 100;
const LOCK_PAUSE = 10;

/**
 * Makes a network namespace with a name, as `ip netns add` does: it stays, empty but for a `lo` that is down, until it
 * is deleted and nothing uses it any more. Needs `CAP_SYS_ADMIN`.
 *
 * Throws a `RangeError` for a name that cannot be: longer than 255 bytes, with a slash, `"."` and the like. Throws a
 * {@linkcode NetlinkError} for what is refused, and leaves nothing of the name then: `EEXIST` where it is there
 * already, `EPERM` or `EACCES` without the privilege.
 *
 * @example Watch a network that nothing else uses
 * ```ts
 * import { createNamespace, deleteNamespace, watch } from "@netlink/ffi";
 *
 * await createNamespace("laboratory");
 * try {
 *   using events = await watch({ namespace: "laboratory" });
 *   console.log("Try 'ip -n laboratory link set lo up'");
 *   for await (const event of events) console.log(event);
 * } finally {
 *   await deleteNamespace("laboratory");
 * }
 * ```
 */
export async function createNamespace(name: string, options: NamespaceOptions = {}): Promise<void> {
  checkName("create", name);
  const { libc } = await bindingOf("create", options);
  const label = namespaceLabel(name);
  await prepareFolder(libc, label);
  const path = `${FOLDER}/${name}`;
  const target = cString(path);
  const own = cString(OWN_NAMESPACE);
  libc.close(check(`create ${label}`, libc.open(target, CLOEXEC | O_CREAT | O_EXCL)));
  try {
    const mounted = inNewNamespace(libc, `unshare ${label}`, () => libc.mount(own, target, MS_BIND));
    check(`mount ${label} at '${path}'`, mounted);
  } catch (error) {
    libc.unlink(target);
    throw error;
  }
}

/**
 * Deletes the name of a network namespace, as `ip netns delete` does, whoever made it. The namespace goes with the last
 * process, socket or other name that uses it. Needs `CAP_SYS_ADMIN`.
 *
 * Throws a `RangeError` for a name that cannot be, and a {@linkcode NetlinkError} for what is refused: `ENOENT` where
 * there is no such name, `EPERM` or `EACCES` without the privilege.
 */
export async function deleteNamespace(name: string, options: NamespaceOptions = {}): Promise<void> {
  checkName("delete", name);
  const { libc } = await bindingOf("delete", options);
  let result = -ENOENT;
  for (const path of namespacePaths(name)) {
    const target = cString(path);
    // Of a name without a namespace, there is nothing to unmount; of a symbolic link, it would be another's.
    const unmounted = libc.umount2(target, MNT_DETACH | UMOUNT_NOFOLLOW);
    result = libc.unlink(target);
    // It is busy because it is mounted still, and why it is, was said before.
    if (result === -EBUSY && unmounted < 0) result = unmounted;
    if (result !== -ENOENT) break;
  }
  check(`delete ${namespaceLabel(name)}`, result);
}

/**
 * The names of network namespaces, in the order of the alphabet, as `ip netns list` has them; none where none was ever
 * made. Any user may ask. It reads `/run/netns` and `/var/run/netns` as files, which a runtime may want to have
 * permitted, and throws what the runtime throws where that fails.
 */
export async function listNamespaces(): Promise<readonly string[]> {
  const lists = await Promise.all(NAMESPACE_FOLDERS.map(namesIn));
  // The one folder may be the other.
  return [...new Set(lists.flat())].sort();
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const { readdir } = await import("node:fs/promises");
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

function bindingOf(verb: string, options: NamespaceOptions): Binding | Promise<Binding> {
  checkOptions(`${verb} network namespace`, options, OPTIONS);
  return options.kernel ?? binding(options.libc);
}

/** Throws a `RangeError` for what no file can be called. */
function checkName(verb: string, name: string): void {
  const isText = typeof name === "string" && !/[/\0]/.test(name) && name !== "." && name !== "..";
  const length = isText ? new TextEncoder().encode(name).length : 0;
  if (length > 0 && length <= NAME_MAX) return;
  const expected = `expected a name of 1 to ${NAME_MAX} bytes, none of them '/' or NUL, other than '.' and '..'`;
  throw new RangeError(`Cannot ${verb} network namespace: ${expected}, got ${shown(name)}`);
}

/**
 * Makes the folder of the names, and a shared mount of it: a name that is deleted is gone then wherever the folder is
 * seen, and does not keep its namespace alive in another mount namespace.
 */
async function prepareFolder(libc: Libc, label: string): Promise<void> {
  const folder = cString(FOLDER);
  const made = libc.mkdir(folder, 0o755);
  if (made !== -EEXIST) check(`make '${FOLDER}' for ${label}`, made);
  const share = (): number => libc.mount(cString(""), folder, MS_SHARED | MS_REC);
  if (share() >= 0) return;
  // Two that mount it at the same time would mount it twice. `ip netns` holds the same lock, and also goes on without.
  const lock = check(`open '${FOLDER}' for ${label}`, openPath(libc, FOLDER));
  try {
    for (let i = 0; i < LOCK_ATTEMPTS && libc.flock(lock, LOCK_EX | LOCK_NB) === -EAGAIN; i++) {
      await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE));
    }
    let shared = share();
    // It is no mount yet.
    if (shared === -EINVAL) {
      check(`mount '${FOLDER}' for ${label}`, libc.mount(folder, folder, MS_BIND | MS_REC));
      shared = share();
    }
    check(`share '${FOLDER}' for ${label}`, shared);
  } finally {
    libc.close(lock);
  }
}
