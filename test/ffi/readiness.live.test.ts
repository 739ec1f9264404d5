import { readFileSync } from "node:fs";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Binding, binding, CLOEXEC, MSG_DONTWAIT, NONBLOCK, type Watch } from "../../ffi/mod.ts";
import { timedPoll } from "../../ffi/readiness.ts";
import { descriptors } from "../live/process.ts";
import { describeLive } from "../live/sandbox.ts";
import { KernelSocket } from "./kernel-socket.ts";

/** Longer than any way of waiting takes to notice what is there, in milliseconds. */
const QUIET = 100;

function quiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, QUIET));
}

/** The netlink sockets of this process in its own namespace; test runners have sockets of other kinds. */
function netlinkSockets(): readonly string[] {
  const table = readFileSync("/proc/self/net/netlink", "utf8");
  const inodes = new Set(table.split("\n").map((line) => `socket:[${line.trim().split(/ +/).at(-1)}]`));
  return descriptors().filter((target) => inodes.has(target));
}

let bound: Binding;
beforeAll(async () => {
  bound = await binding();
});

const WAYS: readonly (readonly [string, () => Binding["watchReadable"]])[] = [
  ["the runtime's own way of waiting", () => bound.watchReadable],
  ["waiting with a timer", () => timedPoll(bound.libc)],
];

for (const [name, way] of WAYS) {
  describeLive(name, () => {
    let socket: KernelSocket;
    let watch: Watch;
    let before: readonly string[];
    /** How often it was ready, and how many datagrams were handed over. */
    let calls = 0;
    let early = 0;
    let onReady: () => void;

    beforeEach(() => {
      before = netlinkSockets();
      socket = new KernelSocket(bound.libc);
      calls = early = 0;
      onReady = () => {};
      watch = way()(socket.fd, (datagram) => {
        calls++;
        if (datagram !== undefined) early++;
        onReady();
      });
    });
    afterEach(async () => {
      await watch.stop();
      socket[Symbol.dispose]();
      await expect.poll(netlinkSockets).toEqual(before);
    });

    /** Waits until it has been ready this often. */
    async function readyTimes(times: number): Promise<void> {
      while (calls < times) await new Promise<void>((resolve) => onReady = resolve);
    }

    /** How many datagrams are left in the socket. */
    function left(): number {
      let count = 0;
      while (socket.receive(MSG_DONTWAIT) > 0) count++;
      return count;
    }

    test("is ready once for each time it is armed, and loses nothing", async () => {
      watch.arm();
      for (let i = 0; i < 3; i++) socket.ask();
      await readyTimes(1);
      await quiet();
      // A runtime that receives by itself may have received one before it was told to wait.
      expect(calls - early).toBeLessThanOrEqual(1);
      expect(early).toBeLessThanOrEqual(2);
      expect(early + left()).toBe(3);
    });

    test("is ready for what was there before it was armed", async () => {
      socket.ask();
      watch.arm();
      await readyTimes(1);
    });

    test("armed twice is armed once", async () => {
      watch.arm();
      watch.arm();
      await quiet();
      expect(calls).toBe(0);
      watch.arm();
      socket.ask();
      await readyTimes(1);
      expect(early + left()).toBe(1);
      await quiet();
      expect(calls).toBe(1);
    });

    test("is ready again when it is armed again, from within too", async () => {
      const asked = 5;
      for (let i = 0; i < asked; i++) socket.ask();
      const all = new Promise<void>((resolve) => {
        let received = 0;
        onReady = () => {
          if (socket.receive(MSG_DONTWAIT) > 0) received++;
          if (received + early === asked) resolve();
          else watch.arm();
        };
      });
      watch.arm();
      await all;
      expect(left()).toBe(0);
    });

    test("is not ready without being armed", async () => {
      socket.ask();
      await quiet();
      expect(calls).toBe(0);
    });

    test("stopped, it is ready no more, whatever comes", async () => {
      watch.arm();
      const stopped = watch.stop();
      socket.ask();
      await stopped;
      await quiet();
      expect(calls).toBe(0);
    });

    test("stopped, it cannot be armed again", async () => {
      watch.arm();
      socket.ask();
      await readyTimes(1);
      await watch.stop();
      const until = calls;
      socket.ask();
      watch.arm();
      await quiet();
      expect(calls).toBe(until);
    });

    test("stopped before it was armed, it does not start", async () => {
      await watch.stop();
      watch.arm();
      socket.ask();
      await quiet();
      expect(calls).toBe(0);
    });

    test("is stopped any number of times, at the same time too", async () => {
      watch.arm();
      await Promise.all([watch.stop(), watch.stop()]);
      await watch.stop();
    });

    test("stopped from within, it stays stopped", async () => {
      onReady = () => void watch.stop();
      watch.arm();
      socket.ask();
      await quiet();
      expect(calls).toBe(1);
      watch.arm();
      socket.ask();
      await quiet();
      expect(calls).toBe(1);
    });

    test("lets its descriptor be closed when it has stopped, and its number be given out again", async () => {
      watch.arm();
      // Long enough that it waits.
      await quiet();
      await watch.stop();
      socket[Symbol.dispose]();
      const next = new KernelSocket(bound.libc);
      expect(next.fd).toBe(socket.fd);
      socket = next;
      const ready = Promise.withResolvers<void>();
      watch = way()(next.fd, () => ready.resolve());
      watch.arm();
      next.ask();
      await ready.promise;
      expect(calls).toBe(0);
    });

    test("of many, the ones are ready that have something to read", async () => {
      const sockets = Array.from({ length: 64 }, () => new KernelSocket(bound.libc));
      const ready = new Set<number>();
      const half = Promise.withResolvers<void>();
      const watches = sockets.map(({ fd }, i) =>
        way()(fd, () => {
          if (ready.add(i).size === sockets.length / 2) half.resolve();
        })
      );
      for (const each of watches) each.arm();
      await quiet();
      expect(ready.size).toBe(0);
      sockets.forEach((each, i) => i % 2 === 0 && each.ask());
      await half.promise;
      await quiet();
      expect([...ready].toSorted((a, b) => a - b)).toEqual(sockets.flatMap((_, i) => i % 2 === 0 ? [i] : []));
      await Promise.all(watches.map((each) => each.stop()));
      for (const each of sockets) each[Symbol.dispose]();
    });

    test("tells of a descriptor that is none, so that somebody finds out", async () => {
      const missing = Promise.withResolvers<void>();
      const none = way()(2 ** 20, () => missing.resolve());
      none.arm();
      await missing.promise;
      await none.stop();
    });

    test("watches what is no socket too", async () => {
      const eventfd = bound.libc.eventfd(0, CLOEXEC | NONBLOCK);
      let ready = Promise.withResolvers<void>();
      const other = way()(eventfd, () => ready.resolve());
      const one = new Uint8Array(8).fill(1, 0, 1);
      for (let round = 0; round < 3; round++) {
        ready = Promise.withResolvers();
        other.arm();
        bound.libc.write(eventfd, one);
        await ready.promise;
        expect(bound.libc.read(eventfd, new Uint8Array(8))).toBe(8);
      }
      await other.stop();
      bound.libc.close(eventfd);
    });

    test("watches what no event loop can watch", async () => {
      // A file is always readable.
      const file = bound.libc.open(new TextEncoder().encode("/etc/hostname\0"), CLOEXEC);
      const ready = Promise.withResolvers<void>();
      const other = way()(file, () => ready.resolve());
      other.arm();
      await ready.promise;
      await other.stop();
      bound.libc.close(file);
    });
  });
}
