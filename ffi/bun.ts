import { dlopen, ptr, read } from "bun:ffi";
import { eventLoop } from "./bun-readiness.ts";
import { LIBC_VARIABLE, loadFirst } from "./candidates.ts";
import { environment } from "./environment.ts";
import type { Binding, Libc } from "./libc.ts";
import { FilterProgram, SO_ATTACH_FILTER, SOL_SOCKET } from "./socket-filter.ts";

const SYMBOLS = {
  // int socket(int domain, int type, int protocol)
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  // int bind(int fd, const struct sockaddr *address, socklen_t length)
  bind: { args: ["i32", "buffer", "u32"], returns: "i32" },
  // int connect(int fd, const struct sockaddr *address, socklen_t length)
  connect: { args: ["i32", "buffer", "u32"], returns: "i32" },
  // int getsockname(int fd, struct sockaddr *address, socklen_t *length)
  getsockname: { args: ["i32", "buffer", "buffer"], returns: "i32" },
  // int setsockopt(int fd, int level, int name, const void *value, socklen_t length)
  setsockopt: { args: ["i32", "i32", "i32", "buffer", "u32"], returns: "i32" },
  // int getsockopt(int fd, int level, int name, void *value, socklen_t *length)
  getsockopt: { args: ["i32", "i32", "i32", "buffer", "buffer"], returns: "i32" },
  // ssize_t send(int fd, const void *bytes, size_t length, int flags)
  send: { args: ["i32", "buffer", "u32", "i32"], returns: "i32" },
  // ssize_t recvfrom(int fd, void *buffer, size_t length, int flags, struct sockaddr *sender, socklen_t *length)
  recvfrom: { args: ["i32", "buffer", "u32", "i32", "buffer", "buffer"], returns: "i32" },
  // int poll(struct pollfd *fds, nfds_t count, int timeout)
  poll: { args: ["buffer", "u32", "i32"], returns: "i32" },
  // ssize_t read(int fd, void *buffer, size_t length)
  read: { args: ["i32", "buffer", "u32"], returns: "i32" },
  // ssize_t write(int fd, const void *bytes, size_t length)
  write: { args: ["i32", "buffer", "u32"], returns: "i32" },
  // int close(int fd)
  close: { args: ["i32"], returns: "i32" },
  // int open(const char *path, int flags, mode_t mode)
  open: { args: ["buffer", "i32", "u32"], returns: "i32" },
  // int mkdir(const char *path, mode_t mode)
  mkdir: { args: ["buffer", "u32"], returns: "i32" },
  // int unlink(const char *path)
  unlink: { args: ["buffer"], returns: "i32" },
  // int flock(int fd, int operation)
  flock: { args: ["i32", "i32"], returns: "i32" },
  // int ioctl(int fd, unsigned long request, ...)
  ioctl: { args: ["i32", "usize"], returns: "i32" },
  // int mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data)
  mount: { args: ["buffer", "buffer", "ptr", "usize", "ptr"], returns: "i32" },
  // int umount2(const char *target, int flags)
  umount2: { args: ["buffer", "i32"], returns: "i32" },
  // int setns(int fd, int kind)
  setns: { args: ["i32", "i32"], returns: "i32" },
  // int unshare(int kinds)
  unshare: { args: ["i32"], returns: "i32" },
  // int eventfd(unsigned int value, int flags)
  eventfd: { args: ["u32", "i32"], returns: "i32" },
  // int fcntl(int fd, int command, ...)
  fcntl: { args: ["i32", "i32", "i32"], returns: "i32" },
  // int *__errno_location(void)
  __errno_location: { args: [], returns: "ptr" },
} as const;

/** Binds the C library by the runtime's FFI. */
export function bind(path: string | undefined): Binding {
  const c = loadFirst(path ?? environment(LIBC_VARIABLE), () => true, (path) => dlopen(path, SYMBOLS).symbols);
  const errno = c.__errno_location();
  if (errno === null) throw new Error("Cannot use the C library: it has no errno");
  const location = errno;
  const addressLength = new Uint32Array(1);

  /** `result`, or the negative error number of the call that just failed. */
  function checked(result: number): number {
    if (result >= 0) return result;
    return -read.i32(location);
  }

  const libc: Libc = {
    socket: (domain, type, protocol) => checked(c.socket(domain, type, protocol)),
    bind: (fd, address) => checked(c.bind(fd, address, address.length)),
    connect: (fd, address) => checked(c.connect(fd, address, address.length)),
    getsockname: (fd, address) => checked(c.getsockname(fd, address, Uint32Array.of(address.length))),
    setsockopt: (fd, level, name, value) => checked(c.setsockopt(fd, level, name, value, value.length)),
    attachFilter(fd, program) {
      const { bytes, size } = new FilterProgram(program, ptr);
      return checked(c.setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, bytes, size));
    },
    getsockopt: (fd, level, name, value) => checked(c.getsockopt(fd, level, name, value, Uint32Array.of(value.length))),
    send: (fd, bytes, flags) => checked(c.send(fd, bytes, bytes.length, flags)),
    recv(fd, buffer, flags, sender) {
      addressLength[0] = sender.length;
      return checked(c.recvfrom(fd, buffer, buffer.length, flags, sender, addressLength));
    },
    poll: (fds, count) => checked(c.poll(fds, count, 0)),
    read: (fd, buffer) => checked(c.read(fd, buffer, buffer.length)),
    write: (fd, bytes) => checked(c.write(fd, bytes, bytes.length)),
    close: (fd) => checked(c.close(fd)),
    open: (path, flags) => checked(c.open(path, flags, 0)),
    mkdir: (path, mode) => checked(c.mkdir(path, mode)),
    unlink: (path) => checked(c.unlink(path)),
    flock: (fd, operation) => checked(c.flock(fd, operation)),
    ioctl: (fd, request) => checked(c.ioctl(fd, request)),
    mount: (source, target, flags) => checked(c.mount(source, target, null, flags, null)),
    umount2: (target, flags) => checked(c.umount2(target, flags)),
    setns: (fd, kind) => checked(c.setns(fd, kind)),
    unshare: (kinds) => checked(c.unshare(kinds)),
    eventfd: (value, flags) => checked(c.eventfd(value, flags)),
    fcntl: (fd, command, argument) => checked(c.fcntl(fd, command, argument)),
  };
  return { libc, watchReadable: eventLoop(libc) };
}
