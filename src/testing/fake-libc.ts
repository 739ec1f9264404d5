import type { Libc } from "../../ffi/libc.ts";
import { errno } from "../errno.ts";

/** The calls that a socket needs. */
type SocketCall =
  | "socket"
  | "bind"
  | "connect"
  | "getsockname"
  | "setsockopt"
  | "attachFilter"
  | "getsockopt"
  | "send"
  | "recv"
  | "close";

function fail(): number {
  return -errno("ENOSYS");
}

/** What a kernel without files and namespaces does not do. */
export const unsupported: Omit<Libc, SocketCall> = {
  poll: fail,
  read: fail,
  write: fail,
  open: fail,
  mkdir: fail,
  unlink: fail,
  flock: fail,
  ioctl: fail,
  mount: fail,
  umount2: fail,
  setns: fail,
  unshare: fail,
  eventfd: fail,
  fcntl: fail,
};
