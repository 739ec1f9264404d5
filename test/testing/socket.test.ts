import { afterEach, beforeEach, expect, test } from "vitest";
import { NetlinkSocket } from "../../mod.ts";
import { type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";

const RTNLGRP_LINK = 1;
const RTNLGRP_NEIGH = 3;

let kernel: FakeKernel;
beforeEach(() => {
  kernel = fakeKernel();
});
afterEach(() => expect(kernel.sockets).toBe(0));

function announceLink(index: number): void {
  kernel.announce({ type: "link", action: "new", link: { index } });
}

test("a socket has a port of its own, which is beyond the positive numbers of an int", async () => {
  await using one = await NetlinkSocket.open("route", { kernel });
  await using other = await NetlinkSocket.open("route", { kernel });
  expect(one.port).toBeGreaterThanOrEqual(2 ** 31);
  expect(other.port).toBeGreaterThanOrEqual(2 ** 31);
  expect(other.port).not.toBe(one.port);
});

test("a socket hears of the groups that it joined, until it leaves them", async () => {
  await using socket = await NetlinkSocket.open("route", { kernel });
  announceLink(1);
  socket.join(RTNLGRP_LINK);
  socket.join(RTNLGRP_NEIGH);
  announceLink(2);
  socket.leave(RTNLGRP_LINK);
  announceLink(3);
  kernel.deliver(Uint8Array.of(4));
  socket.leave(RTNLGRP_NEIGH);
  kernel.deliver(Uint8Array.of(5));
  const datagrams = [await socket.receive(), await socket.receive()];
  // The index of a link stands behind 16 bytes of header and 4 of family and type.
  expect(datagrams[0]?.slice(20, 24)).toEqual(Uint8Array.of(2, 0, 0, 0));
  expect(datagrams[1]).toEqual(Uint8Array.of(4));
  expect(socket.receiveNow()).toBeUndefined();
});

test("there is no group 0", async () => {
  await using socket = await NetlinkSocket.open("route", { kernel });
  expect(() => socket.join(0)).toThrow("Cannot join group 0: EINVAL, Invalid argument");
});

test("other protocols are none", async () => {
  await expect(NetlinkSocket.open(12, { kernel })).rejects
    .toThrow("Cannot open socket: EPROTONOSUPPORT, Protocol not supported");
});

test("the receive buffer is twice what is asked for, as Linux grants it", async () => {
  await using usual = await NetlinkSocket.open("route", { kernel });
  await using small = await NetlinkSocket.open("route", { kernel, receiveBuffer: 0 });
  expect([usual.receiveBuffer, small.receiveBuffer]).toEqual([8 * 1024 * 1024, 2304]);
});

test("the smallest queue takes one datagram of any size, and counts the others", async () => {
  await using socket = await NetlinkSocket.open("route", { kernel, receiveBuffer: 0 });
  socket.join(RTNLGRP_LINK);
  kernel.deliver(new Uint8Array(10_000));
  announceLink(1);
  expect(socket.takeDrops()).toBe(1);
  expect((await socket.receive()).length).toBe(10_000);
  announceLink(2);
  expect(socket.takeDrops()).toBe(0);
});

test("a datagram beyond the buffer is cut, and tells its whole length", async () => {
  await using socket = await NetlinkSocket.open("route", { kernel });
  socket.join(RTNLGRP_LINK);
  kernel.deliver(new Uint8Array(200_000));
  const datagram = socket.receiveNow();
  expect(datagram?.length).toBe(200_000);
  expect(datagram?.view.byteLength).toBe(131_072);
});

test("everybody who waits is told, and none who gave up", async () => {
  await using socket = await NetlinkSocket.open("route", { kernel });
  socket.join(RTNLGRP_LINK);
  const abort = new AbortController();
  const one = socket.readable();
  const two = socket.readable();
  const three = socket.readable({ signal: abort.signal });
  abort.abort(new Error("enough"));
  await expect(three).rejects.toThrow("enough");
  announceLink(1);
  await Promise.all([one, two]);
});

test("a loss wakes who waits, once", async () => {
  await using socket = await NetlinkSocket.open("route", { kernel });
  socket.join(RTNLGRP_LINK);
  const waiting = socket.receive();
  kernel.overrun();
  // To wait goes on: there is nothing to receive.
  await socket.readable({ signal: AbortSignal.timeout(50) }).catch(() => {});
  announceLink(1);
  await waiting;
  expect(socket.takeDrops()).toBe(1);
});

test("what is put back is received again, in its order and before what waits", async () => {
  await using socket = await NetlinkSocket.open("route", { kernel });
  socket.join(RTNLGRP_LINK);
  for (const index of [1, 2, 3]) announceLink(index);
  const datagrams = [await socket.receive(), await socket.receive()];
  for (const datagram of datagrams) socket.putBack(datagram);
  expect([await socket.receive(), await socket.receive()]).toEqual(datagrams);
  expect(await socket.receive()).not.toEqual(datagrams[0]);
  expect(socket.receiveNow()).toBeUndefined();
  const waiting = socket.receive();
  announceLink(4);
  expect((await waiting).length).toBeGreaterThan(0);
});

test("a closed socket wakes who waits, and its descriptor is none", async () => {
  const socket = await NetlinkSocket.open("route", { kernel });
  const waiting = socket.receive();
  socket.close();
  await expect(waiting).rejects.toThrow("EBADF");
  await socket[Symbol.asyncDispose]();
  for (const call of ["bind", "connect", "getsockname"] as const) {
    expect(kernel.libc[call](3, new Uint8Array(12))).toBe(-9);
  }
  expect(kernel.libc.close(3)).toBe(-9);
  expect(() => kernel.watchReadable(3, () => {})).toThrow("Cannot watch descriptor 3: EBADF");
});

test("a port that is taken is refused", async () => {
  await using one = await NetlinkSocket.open("route", { kernel });
  const { libc } = kernel;
  const fd = libc.socket(16, 3, 0);
  const address = new Uint8Array(12);
  // struct sockaddr_nl: the port stands behind the family and as many bytes of nothing.
  address.set(new Uint8Array(Uint32Array.of(one.port).buffer), 4);
  expect(libc.bind(fd, address)).toBe(-98);
  address[4] = 77;
  expect(libc.bind(fd, address)).toBe(0);
  const own = new Uint8Array(12);
  expect(libc.getsockname(fd, own)).toBe(0);
  expect(own.slice(4, 8)).toEqual(address.slice(4, 8));
  libc.close(fd);
});

test("a socket that does not count its losses is told of them as an error, once", () => {
  const { libc } = kernel;
  const fd = libc.socket(16, 3, 0);
  const ADD_MEMBERSHIP = 1;
  libc.setsockopt(fd, 270, ADD_MEMBERSHIP, Uint8Array.of(1, 0, 0, 0));
  announceLink(1);
  kernel.overrun();
  const receive = () => libc.recv(fd, new Uint8Array(100), 0, new Uint8Array(12));
  expect([receive(), receive(), receive()]).toEqual([-105, 32, -11]);
  libc.close(fd);
});

test("what it does not do, it says", () => {
  const { libc } = kernel;
  expect(libc.socket(2, 1, 0)).toBe(-97);
  expect(libc.eventfd(0, 0)).toBe(-38);
  const fd = libc.socket(16, 3, 0);
  expect(libc.setsockopt(fd, 1, 2, Uint8Array.of(1, 0, 0, 0))).toBe(-92);
  expect(libc.getsockopt(fd, 1, 2, new Uint8Array(4))).toBe(-92);
  libc.close(fd);
});
