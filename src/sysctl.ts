import { type Binding, binding, CLOEXEC, type Libc, O_WRONLY } from "../ffi/mod.ts";
import { check, cString, inNamespace, type Namespace, namespaceLabel } from "./namespace.ts";
import { checkOptions } from "./options.ts";
import { shown } from "./shown.ts";

/** Which network namespace's setting is meant, and how it is reached. */
export interface SysctlOptions {
  /** The network namespace whose setting it is; needs `CAP_SYS_ADMIN`. @default the namespace of the process */
  readonly namespace?: Namespace;
  /** Path of another C library than the system's; `NETLINK_LIBC` in the environment does the same. */
  readonly libc?: string;
  /** Another kernel than the machine's, for tests: what `fakeKernel` of `@netlink/ffi/testing` makes. */
  readonly kernel?: Binding;
}

const OPTIONS: readonly string[] = ["namespace", "libc", "kernel"] satisfies (keyof SysctlOptions)[];

/** Where the settings are files. */
const FOLDER = "/proc/sys";
/** The longest value that is read, in bytes. */
const LONGEST = 4096;

/**
 * Reads a setting of the kernel that netlink does not have, as `sysctl -n` does: its text without the end of the line.
 *
 * The parts of a name are parted by dots, and a slash is a dot within one, or the other way round, whichever comes
 * first: `"net.ipv6.conf.eth0/7.mtu"` is `"net/ipv6/conf/eth0.7/mtu"`.
 *
 * Throws a `RangeError` for a name that cannot be, and a {@linkcode NetlinkError} for what is refused: `ENOENT` where
 * there is no such setting, `EPERM` without the privilege.
 *
 * @example
 * ```ts
 * import { readSysctl } from "@netlink/ffi";
 *
 * console.log(await readSysctl("net.ipv4.ip_forward")); // 0
 * ```
 */
export async function readSysctl(name: string, options: SysctlOptions = {}): Promise<string> {
  const operation = `read sysctl ${shown(name)}`;
  const bytes = new Uint8Array(LONGEST);
  const read = await withFile(operation, name, 0, options, (libc, fd) => libc.read(fd, bytes));
  return new TextDecoder().decode(bytes.subarray(0, read)).trimEnd();
}

/**
 * Writes a setting of the kernel that netlink does not have, as `sysctl -w` does. Names and errors are those of
 * {@linkcode readSysctl}; `EINVAL` for a value that the kernel does not take.
 */
export async function writeSysctl(name: string, value: string | number, options: SysctlOptions = {}): Promise<void> {
  const bytes = new TextEncoder().encode(`${value}`);
  const operation = `write '${value}' to sysctl ${shown(name)}`;
  await withFile(operation, name, O_WRONLY, options, (libc, fd) => libc.write(fd, bytes));
}

/** Opens the file of a setting in the namespace, to which it belongs from then on, and uses it here. */
async function withFile(
  operation: string,
  name: string,
  flags: number,
  options: SysctlOptions,
  use: (libc: Libc, fd: number) => number,
): Promise<number> {
  checkOptions(operation, options, OPTIONS);
  const path = cString(`${FOLDER}/${pathOf(operation, name)}`);
  const { libc } = options.kernel ?? await binding(options.libc);
  const { namespace } = options;
  const open = (): number => libc.open(path, CLOEXEC | flags);
  const where = namespace === undefined ? operation : `${operation} in ${namespaceLabel(namespace)}`;
  const fd = check(where, namespace === undefined ? open() : inNamespace(libc, namespace, open));
  try {
    return check(where, use(libc, fd));
  } finally {
    libc.close(fd);
  }
}

/** The path of a setting below the folder of all. */
function pathOf(operation: string, name: string): string {
  const isDotted = typeof name === "string" && /^[^/]*\./.test(name);
  const swap = (separator: string): string => separator === "." ? "/" : ".";
  const path = isDotted ? name.replaceAll(/[./]/g, swap) : name;
  const parts = typeof path === "string" ? path.split("/") : [];
  if (parts.length > 1 && parts.every((part) => !/^\.{0,2}$|\0/.test(part))) return path;
  throw new RangeError(`Cannot ${operation}: expected a name such as 'net.ipv4.ip_forward'`);
}
