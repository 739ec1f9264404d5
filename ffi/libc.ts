/** The address family of netlink sockets (`AF_NETLINK`). */
export const AF_NETLINK = 16;
/** The address family of sockets within a machine (`AF_UNIX`). */
export const AF_UNIX = 1;
/** A socket for datagrams (`SOCK_DGRAM`). */
export const SOCK_DGRAM = 2;
/** A socket that keeps datagrams apart (`SOCK_RAW`). */
export const SOCK_RAW = 3;
/** Close the descriptor when another program is executed (`SOCK_CLOEXEC`, `O_CLOEXEC`, `EFD_CLOEXEC`). */
export const CLOEXEC = 0o2000000;
/** Do not wait (`MSG_DONTWAIT`). */
export const MSG_DONTWAIT = 0x40;
/** Return the whole length of a datagram, even of one that is cut off (`MSG_TRUNC`). */
export const MSG_TRUNC = 0x20;
/** Fail instead of waiting (`EFD_NONBLOCK`, `O_NONBLOCK`). */
export const NONBLOCK = 0o4000;
/** Duplicate a descriptor, to be closed on execution (`F_DUPFD_CLOEXEC`). */
export const F_DUPFD_CLOEXEC = 1030;
/** Open for writing alone (`O_WRONLY`). */
export const O_WRONLY = 1;
/** Create the file that is opened (`O_CREAT`). */
export const O_CREAT = 0o100;
/** Fail where the file that shall be created is there already (`O_EXCL`). */
export const O_EXCL = 0o200;
/** Hold a lock that nobody else holds (`LOCK_EX`). */
export const LOCK_EX = 2;
/** Fail instead of waiting for a lock (`LOCK_NB`). */
export const LOCK_NB = 4;
/** Mount what is somewhere already (`MS_BIND`). */
export const MS_BIND = 0x1000;
/** With all mounts below (`MS_REC`). */
export const MS_REC = 0x4000;
/** Let mounts below be seen wherever the same is mounted (`MS_SHARED`). */
export const MS_SHARED = 0x100000;
/** Take a mount away at once, though it is in use (`MNT_DETACH`). */
export const MNT_DETACH = 2;
/** Do not follow a symbolic link (`UMOUNT_NOFOLLOW`). */
export const UMOUNT_NOFOLLOW = 8;
/** A network namespace, for `setns` and `unshare` (`CLONE_NEWNET`). */
export const CLONE_NEWNET = 0x40000000;
/** The request for the kind of the namespace behind a descriptor, such as {@linkcode CLONE_NEWNET} (`NS_GET_NSTYPE`). */
export const NS_GET_NSTYPE = 0xb703;
/** There is no such file (`ENOENT`). */
export const ENOENT = 2;
/** Nothing is there now (`EAGAIN`). */
export const EAGAIN = 11;
/** A signal came in between (`EINTR`). */
export const EINTR = 4;
/** It is in use (`EBUSY`). */
export const EBUSY = 16;
/** It is there already (`EEXIST`). */
export const EEXIST = 17;
/** A value does not fit (`EINVAL`). */
export const EINVAL = 22;

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
  /**
   * `int setsockopt(int fd, SOL_SOCKET, SO_ATTACH_FILTER, const struct sock_fprog *value, socklen_t length)`: what a
   * program of classic BPF does not pass, never reaches the socket. Its instructions (`struct sock_filter`) cross as
   * bytes, so that no caller needs their address.
   */
  attachFilter(fd: number, program: Uint8Array): number;
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
  /** `int open(const char *path, int flags, mode_t mode)`; the mode is 0: what it creates, nobody may open. */
  open(path: Uint8Array, flags: number): number;
  /** `int mkdir(const char *path, mode_t mode)` */
  mkdir(path: Uint8Array, mode: number): number;
  /** `int unlink(const char *path)` */
  unlink(path: Uint8Array): number;
  /** `int flock(int fd, int operation)`; only with {@linkcode LOCK_NB}. */
  flock(fd: number, operation: number): number;
  /** `int ioctl(int fd, unsigned long request)`, for requests without an argument. */
  ioctl(fd: number, request: number): number;
  /**
   * `int mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data)`, for
   * binds and what needs neither type nor data either.
   */
  mount(source: Uint8Array, target: Uint8Array, flags: number): number;
  /** `int umount2(const char *target, int flags)` */
  umount2(target: Uint8Array, flags: number): number;
  /** `int setns(int fd, int kind)`; changes the namespace of the calling thread. */
  setns(fd: number, kind: number): number;
  /** `int unshare(int kinds)`; puts the calling thread into new namespaces. */
  unshare(kinds: number): number;
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
