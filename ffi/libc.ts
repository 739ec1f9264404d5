/** The address family of netlink sockets (`AF_NETLINK`). */
export const AF_NETLINK = 16;
/** A socket that keeps datagrams apart (`SOCK_RAW`). */
export const SOCK_RAW = 3;
/** Close the descriptor when another program is executed (`SOCK_CLOEXEC`, `O_CLOEXEC`, `EFD_CLOEXEC`). */
export const CLOEXEC = 0o2000000;
/** Do not wait (`MSG_DONTWAIT`). */
export const MSG_DONTWAIT = 0x40;
/** Return the whole length of a datagram, even of one that is cut off (`MSG_TRUNC`). */
export const MSG_TRUNC = 0x20;
/** Fail instead of waiting (`EFD_NONBLOCK`). */
export const NONBLOCK = 0o4000;
/** Duplicate a descriptor, to be closed on execution (`F_DUPFD_CLOEXEC`). */
export const F_DUPFD_CLOEXEC = 1030;
/** A network namespace, for `setns` (`CLONE_NEWNET`). */
export const CLONE_NEWNET = 0x40000000;
/** Nothing is there now (`EAGAIN`). */
export const EAGAIN = 11;
/** A signal came in between (`EINTR`). */
export const EINTR = 4;

/**
 * The functions of the C library that netlink needs.
 *
 * A failed call returns the negative error number. Buffers cross as typed arrays, never as addresses; paths are
 * NUL-terminated bytes. No function waits.
 */
export interface Libc {
  /** `int socket(int domain, int type, int protocol)` */
  socket(domain: number, type: number, protocol: number): number;
  /** `int bind(int fd, const struct sockaddr *address, socklen_t length)` */
  bind(fd: number, address: Uint8Array): number;
  /** `int connect(int fd, const struct sockaddr *address, socklen_t length)` */
  connect(fd: number, address: Uint8Array): number;
  /** `int getsockname(int fd, struct sockaddr *address, socklen_t *length)`; fills `address`. */
  getsockname(fd: number, address: Uint8Array): number;
  /** `int setsockopt(int fd, int level, int name, const void *value, socklen_t length)` */
  setsockopt(fd: number, level: number, name: number, value: Uint8Array): number;
  /** `int getsockopt(int fd, int level, int name, void *value, socklen_t *length)`; fills `value`. */
  getsockopt(fd: number, level: number, name: number, value: Uint8Array): number;
  /** `ssize_t send(int fd, const void *bytes, size_t length, int flags)` */
  send(fd: number, bytes: Uint8Array, flags: number): number;
  /**
   * `ssize_t recvfrom(int fd, void *buffer, size_t length, int flags, struct sockaddr *sender, socklen_t *length)`;
   * fills `sender` too, which costs no more than `recv`.
   */
  recv(fd: number, buffer: Uint8Array, flags: number, sender: Uint8Array): number;
  /** `int poll(struct pollfd *fds, nfds_t count, int timeout)` with a timeout of 0. */
  poll(fds: Int16Array, count: number): number;
  /** `ssize_t read(int fd, void *buffer, size_t length)` */
  read(fd: number, buffer: Uint8Array): number;
  /** `ssize_t write(int fd, const void *bytes, size_t length)` */
  write(fd: number, bytes: Uint8Array): number;
  /** `int close(int fd)` */
  close(fd: number): number;
  /** `int open(const char *path, int flags)` */
  open(path: Uint8Array, flags: number): number;
  /** `int setns(int fd, int kind)`; changes the namespace of the calling thread. */
  setns(fd: number, kind: number): number;
  /** `int eventfd(unsigned int value, int flags)` */
  eventfd(value: number, flags: number): number;
  /** `int fcntl(int fd, int command, int argument)` */
  fcntl(fd: number, command: number, argument: number): number;
}

/** A descriptor that is watched for something to read. */
export interface Watch {
  /** Calls `ready` once, when there is something to read; a second call before that changes nothing. */
  arm(): void;
  /** Calls `ready` no more. The descriptor may be closed when the promise resolves. */
  stop(): Promise<void>;
}

/**
 * Watches a descriptor. `ready` may get a datagram that the runtime received already; it is the oldest one then, and
 * may also come after `stop`, or without `arm`.
 */
export type WatchReadable = (fd: number, ready: (datagram?: Uint8Array) => void) => Watch;

/** What a runtime offers: its binding to the C library, and its way of waiting. */
export interface Binding {
  /** The C library. */
  readonly libc: Libc;
  /** Waiting without a thread of our own. */
  readonly watchReadable: WatchReadable;
}
