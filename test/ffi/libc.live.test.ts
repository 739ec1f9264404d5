import { beforeAll, expect, test } from "vitest";
import { AF_NETLINK, binding, CLOEXEC, type Libc, MSG_DONTWAIT, MSG_TRUNC, SOCK_RAW } from "../../ffi/mod.ts";
import { describeLive } from "../live/sandbox.ts";
import { KernelSocket } from "./kernel-socket.ts";

const ENOENT = 2;
const EBADF = 9;
const EAGAIN = 11;
const EINVAL = 22;
const EPROTONOSUPPORT = 93;
const EAFNOSUPPORT = 97;

let libc: Libc;
beforeAll(async () => {
  ({ libc } = await binding());
});

/** A descriptor that nobody has. */
const BAD = -1;
const bytes = new Uint8Array(12);

const FAILURES: readonly (readonly [name: keyof Libc, call: (libc: Libc) => number, errno: number])[] = [
  ["socket", (c) => c.socket(9999, SOCK_RAW, 0), EAFNOSUPPORT],
  ["socket", (c) => c.socket(AF_NETLINK, SOCK_RAW | CLOEXEC, 99), EPROTONOSUPPORT],
  ["bind", (c) => c.bind(BAD, bytes), EBADF],
  ["connect", (c) => c.connect(BAD, bytes), EBADF],
  ["getsockname", (c) => c.getsockname(BAD, bytes), EBADF],
  ["setsockopt", (c) => c.setsockopt(BAD, 1, 8, bytes), EBADF],
  ["attachFilter", (c) => c.attachFilter(BAD, new Uint8Array(8)), EBADF],
  ["getsockopt", (c) => c.getsockopt(BAD, 1, 8, bytes), EBADF],
  ["send", (c) => c.send(BAD, bytes, 0), EBADF],
  ["recv", (c) => c.recv(BAD, bytes, MSG_DONTWAIT, bytes), EBADF],
  ["poll", (c) => c.poll(new Int16Array(4), 2 ** 30), EINVAL],
  ["read", (c) => c.read(BAD, bytes), EBADF],
  ["write", (c) => c.write(BAD, bytes), EBADF],
  ["close", (c) => c.close(BAD), EBADF],
  ["open", (c) => c.open(new TextEncoder().encode("/no/such/file\0"), CLOEXEC), ENOENT],
  ["mkdir", (c) => c.mkdir(new TextEncoder().encode("/no/such/folder\0"), 0o755), ENOENT],
  ["unlink", (c) => c.unlink(new TextEncoder().encode("/no/such/file\0")), ENOENT],
  ["flock", (c) => c.flock(BAD, 2), EBADF],
  ["ioctl", (c) => c.ioctl(BAD, 0xb703), EBADF],
  ["mount", (c) => c.mount(Uint8Array.of(0), new TextEncoder().encode("/no/such/folder\0"), 0), ENOENT],
  ["umount2", (c) => c.umount2(new TextEncoder().encode("/no/such/folder\0"), 0), ENOENT],
  ["setns", (c) => c.setns(BAD, 0), EBADF],
  ["unshare", (c) => c.unshare(1), EINVAL],
  ["eventfd", (c) => c.eventfd(0, -1), EINVAL],
  ["fcntl", (c) => c.fcntl(BAD, 1030, 0), EBADF],
];

describeLive("a function of the C library that fails gives its negative error number", () => {
  test.each(FAILURES)("%s (row %#)", (_, call, errno) => {
    // Another failure in between leaves another error number behind.
    expect(libc.socket(AF_NETLINK, SOCK_RAW, 99)).toBe(-EPROTONOSUPPORT);
    expect(call(libc)).toBe(-errno);
    expect(call(libc)).toBe(-errno);
  });

  test("and there is no other function", () => {
    expect(new Set(FAILURES.map(([name]) => name))).toEqual(new Set(Object.keys(libc)));
  });
});

describeLive("a datagram", () => {
  test("is received with its whole length, though it is cut off", () => {
    using socket = new KernelSocket(libc);
    expect(socket.receive(MSG_DONTWAIT)).toBe(-EAGAIN);
    socket.ask();
    const small = new Uint8Array(20).fill(0xff, 16);
    expect(libc.recv(socket.fd, small.subarray(0, 16), MSG_DONTWAIT | MSG_TRUNC, new Uint8Array(12))).toBe(36);
    expect([...small.subarray(0, 6)]).toEqual([36, 0, 0, 0, 2, 0]);
    expect([...small.subarray(16)]).toEqual([0xff, 0xff, 0xff, 0xff]);
    expect(socket.receive(MSG_DONTWAIT)).toBe(-EAGAIN);
  });
});
