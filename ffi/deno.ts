import { LIBC_VARIABLE, loadFirst } from "./candidates.ts";
import { sharedPoll } from "./deno-readiness.ts";
import { environment } from "./environment.ts";
import type { Binding, Libc } from "./libc.ts";
import { FilterProgram, SO_ATTACH_FILTER, SOL_SOCKET } from "./socket-filter.ts";

/** What this file uses of the runtime; it has to type-check where the runtime's own types are missing. */
declare const Deno: {
  dlopen(path: string, symbols: Record<string, unknown>): { readonly symbols: unknown };
  readonly permissions: {
    querySync(descriptor: { name: "ffi"; path?: string }): { readonly state: string };
  };
};

const SYMBOLS = {
  // int socket(int domain, int type, int protocol)
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  // int bind(int fd, const struct sockaddr *address, socklen_t length)
  bind: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  // int connect(int fd, const struct sockaddr *address, socklen_t length)
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  // int getsockname(int fd, struct sockaddr *address, socklen_t *length)
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  // int setsockopt(int fd, int level, int name, const void *value, socklen_t length)
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
  // int getsockopt(int fd, int level, int name, void *value, socklen_t *length)
  getsockopt: { parameters: ["i32", "i32", "i32", "buffer", "buffer"], result: "i32" },
  // ssize_t send(int fd, const void *bytes, size_t length, int flags)
  // Lengths and results of 64 bits cost twice as much to pass as those of 32, which are enough here.
  send: { parameters: ["i32", "buffer", "u32", "i32"], result: "i32" },
  // ssize_t recvfrom(int fd, void *buffer, size_t length, int flags, struct sockaddr *sender, socklen_t *length)
  recvfrom: { parameters: ["i32", "buffer", "u32", "i32", "buffer", "buffer"], result: "i32" },
  // int poll(struct pollfd *fds, nfds_t count, int timeout)
  poll: { parameters: ["buffer", "u32", "i32"], result: "i32" },
  // The same on a thread of the pool, the only call that waits. Its errno is that thread's and cannot be read.
  pollLater: { name: "poll", parameters: ["buffer", "u32", "i32"], result: "i32", nonblocking: true },
  // ssize_t read(int fd, void *buffer, size_t length)
  read: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  // ssize_t write(int fd, const void *bytes, size_t length)
  write: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  // int close(int fd)
  close: { parameters: ["i32"], result: "i32" },
  // int open(const char *path, int flags, mode_t mode)
  open: { parameters: ["buffer", "i32", "u32"], result: "i32" },
  // int mkdir(const char *path, mode_t mode)
  mkdir: { parameters: ["buffer", "u32"], result: "i32" },
  // int unlink(const char *path)
  unlink: { parameters: ["buffer"], result: "i32" },
  // int flock(int fd, int operation)
  flock: { parameters: ["i32", "i32"], result: "i32" },
  // int ioctl(int fd, unsigned long request, ...)
  ioctl: { parameters: ["i32", "usize"], result: "i32" },
  // int mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data)
  mount: { parameters: ["buffer", "buffer", "pointer", "usize", "pointer"], result: "i32" },
  // int umount2(const char *target, int flags)
  umount2: { parameters: ["buffer", "i32"], result: "i32" },
  // int setns(int fd, int kind)
  setns: { parameters: ["i32", "i32"], result: "i32" },
  // int unshare(int kinds)
  unshare: { parameters: ["i32"], result: "i32" },
  // int eventfd(unsigned int value, int flags)
  eventfd: { parameters: ["u32", "i32"], result: "i32" },
  // int fcntl(int fd, int command, ...)
  fcntl: { parameters: ["i32", "i32", "i32"], result: "i32" },
  // int *__errno_location(void)
  __errno_location: { parameters: [], result: "pointer" },
  // void *memcpy(void *to, const void *from, size_t length): reads errno where a view of an address is not permitted
  memcpy: { parameters: ["buffer", "pointer", "usize"], result: "void" },
  // The same with nothing to copy gives the address of its first argument, which is not permitted otherwise either.
  addressOf: { name: "memcpy", parameters: ["buffer", "buffer", "usize"], result: "usize" },
} as const;

/** The functions that {@linkcode SYMBOLS} declares. */
type Foreign =
  & {
    readonly [K in Exclude<keyof typeof SYMBOLS, "pollLater" | "addressOf">]: (...values: readonly unknown[]) => number;
  }
  & { readonly addressOf: (to: Uint8Array, from: Uint8Array, length: number) => number | bigint }
  & { readonly pollLater: (fds: Int16Array, count: number, timeout: number) => Promise<number> };

/** The C library named by the user, else the first that can be loaded and may be. */
function load(path: string | undefined): Foreign {
  const permitted = (path: string) => Deno.permissions.querySync({ name: "ffi", path }).state === "granted";
  const everything = Deno.permissions.querySync({ name: "ffi" }).state === "granted";
  // A permission for paths is for absolute ones: a bare name would be taken for a file in the working directory.
  const allowed = (path: string) => everything || (path.startsWith("/") && permitted(path));
  // The table above says what the functions are.
  return loadFirst(path, allowed, (path) => Deno.dlopen(path, SYMBOLS).symbols as Foreign);
}

/** Binds the C library by the runtime's FFI. */
export function bind(path: string | undefined): Binding {
  const c = load(path ?? environment(LIBC_VARIABLE));
  const location = c.__errno_location();
  const errno = new Int32Array(1);
  const addressLength = new Uint32Array(1);

  /** `result`, or the negative error number of the call that just failed. */
  function checked(result: number): number {
    if (result >= 0) return result;
    c.memcpy(errno, location, 4n);
    return -(errno[0] ?? 0);
  }

  const libc: Libc = {
    socket: (domain, type, protocol) => checked(c.socket(domain, type, protocol)),
    bind: (fd, address) => checked(c.bind(fd, address, address.length)),
    connect: (fd, address) => checked(c.connect(fd, address, address.length)),
    getsockname: (fd, address) => checked(c.getsockname(fd, address, Uint32Array.of(address.length))),
    setsockopt: (fd, level, name, value) => checked(c.setsockopt(fd, level, name, value, value.length)),
    attachFilter(fd, program) {
      const { bytes, size } = new FilterProgram(program, (buffer) => c.addressOf(buffer, buffer, 0));
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
  return { libc, watchReadable: sharedPoll(libc, (fds, count) => c.pollLater(fds, count, -1)) };
}
