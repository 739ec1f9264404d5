import { createHook } from "node:async_hooks";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type NetworkEvent, watch, type Watcher } from "../../mod.ts";
import { type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";
import { announceRoutes, counted } from "./counted.ts";

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
    const { binding, calls } = counted(kernel);
    using events = await watch({ topics: ["route"], kernel: binding, receiveBuffer: BUFFER });
    announceRoutes(kernel, COUNT);
    calls();
    expect(await take(events, COUNT)).toHaveLength(COUNT);
    expect(calls()).toEqual({ recv: COUNT });
  });

  test("and then the queue is empty: two calls find that out, before one waits", async () => {
    const { binding, calls } = counted(kernel);
    using events = await watch({ topics: ["route"], kernel: binding, receiveBuffer: BUFFER });
    announceRoutes(kernel, 1);
    await take(events, 1);
    calls();
    const next = events.next();
    expect(calls()).toEqual({ recv: 1, getsockopt: 1, wait: 1 });
    announceRoutes(kernel, 1);
    expect((await next).value).toMatchObject({ type: "route" });
    expect(calls()).toEqual({ recv: 1 });
  });

  test("take nothing at all of who watches another topic", async () => {
    const { binding, calls } = counted(kernel);
    using events = await watch({ topics: ["link"], kernel: binding });
    const next = events.next();
    calls();
    announceRoutes(kernel, COUNT);
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
    announceRoutes(kernel, TURN);
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
