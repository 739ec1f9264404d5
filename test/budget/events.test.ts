import { createHook } from "node:async_hooks";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Binding, type NetworkEvent, watch, type Watcher } from "../../mod.ts";
import { type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";

// What an event may cost, counted instead of timed: the same on every machine, however busy it is.

/** How many events are queued at a time; more than are received in one turn of the event loop. */
const COUNT = 2000;
/** After so many datagrams the event loop gets its turn. */
const TURN = 256;
const BUFFER = 32 * 1024 * 1024;

let kernel: FakeKernel;
beforeEach(() => {
  kernel = fakeKernel();
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(kernel.sockets).toBe(0);
});

function announce(count: number): void {
  for (let i = 0; i < count; i++) {
    const destination = `10.${i >> 16}.${(i >> 8) & 0xff}.${i & 0xff}`;
    kernel.announce({ type: "route", action: "new", route: { destination, prefixLength: 32, outputLink: 3 } });
  }
}

/** The fake kernel, and which calls it got since the last time that somebody asked. */
function counted(): { readonly binding: Binding; readonly calls: () => Readonly<Record<string, number>> } {
  let counts: Record<string, number> = {};
  const libc = Object.fromEntries(
    Object.entries(kernel.libc).map(([name, call]: [string, (...values: never[]) => number]) => [
      name,
      (...values: never[]) => {
        counts[name] = (counts[name] ?? 0) + 1;
        return call(...values);
      },
    ]),
    // It has the same functions.
  ) as unknown as Binding["libc"];
  const watchReadable: Binding["watchReadable"] = (fd, ready) => {
    const watched = kernel.watchReadable(fd, ready);
    const arm = (): void => {
      counts["wait"] = (counts["wait"] ?? 0) + 1;
      watched.arm();
    };
    return { ...watched, arm, stop: () => watched.stop() };
  };
  return {
    binding: { libc, watchReadable },
    calls() {
      const made = counts;
      counts = {};
      return made;
    },
  };
}

async function take(events: Watcher, count: number): Promise<NetworkEvent[]> {
  const all: NetworkEvent[] = [];
  for await (const event of { [Symbol.asyncIterator]: () => ({ next: () => events.next() }) }) {
    all.push(event);
    if (all.length === count) break;
  }
  return all;
}

describe(`${COUNT} events that are queued`, () => {
  test("take one call each, and none to wait or to look for losses", async () => {
    const { binding, calls } = counted();
    using events = await watch({ topics: ["route"], kernel: binding, receiveBuffer: BUFFER });
    announce(COUNT);
    calls();
    expect(await take(events, COUNT)).toHaveLength(COUNT);
    expect(calls()).toEqual({ recv: COUNT });
  });

  test("and then the queue is empty: two calls find that out, before one waits", async () => {
    const { binding, calls } = counted();
    using events = await watch({ topics: ["route"], kernel: binding, receiveBuffer: BUFFER });
    announce(1);
    await take(events, 1);
    calls();
    const next = events.next();
    expect(calls()).toEqual({ recv: 1, getsockopt: 1, wait: 1 });
    announce(1);
    expect((await next).value).toMatchObject({ type: "route" });
    expect(calls()).toEqual({ recv: 1 });
  });

  test("take nothing at all of who watches another topic", async () => {
    const { binding, calls } = counted();
    using events = await watch({ topics: ["link"], kernel: binding });
    const next = events.next();
    calls();
    announce(COUNT);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(calls()).toEqual({});
    events.close();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  // Only Node.js tells of each promise.
  const tellsPromises = process.versions["bun"] === undefined && process.versions["deno"] === undefined;
  test.runIf(tellsPromises)("make one promise each, which next() has to give", async () => {
    const EVENTS = 100;
    // Others would get their turn after some time, which takes a promise too.
    vi.spyOn(performance, "now").mockReturnValue(0);
    using events = await watch({ topics: ["route"], kernel, receiveBuffer: BUFFER });
    announce(TURN);
    await take(events, 1);
    const made: number[] = [];
    const hook = createHook({ init: (id, type) => void (type === "PROMISE" && made.push(id)) }).enable();
    const waiting: Promise<unknown>[] = [];
    // All in one turn, in which nobody else makes any.
    for (let i = 0; i < EVENTS; i++) waiting.push(events.next());
    const promises = made.length;
    hook.disable();
    expect(promises).toBe(EVENTS);
    await Promise.all(waiting);
  });
});
