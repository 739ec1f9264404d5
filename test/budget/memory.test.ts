import process from "node:process";
import { expect, test } from "vitest";
import { type Binding, NetworkState, watch } from "../../mod.ts";
import { fakeKernel } from "../../src/testing/mod.ts";
import { usedBytes } from "../used-bytes.ts";
import { announceRoutes } from "./counted.ts";

// What events and copies may take of the memory: what was measured where most is taken, and a tenth to a quarter.

const RECEIVE_BUFFER = 32 * 1024 * 1024;
/** How many are queued at a time, and how often. */
const BATCH = 2000;
const BATCHES = 10;
/** Bytes of a route event that is kept. */
const MOST_KEPT = 400;
/** Bytes of everything that is made for a route event, most of which is thrown away at once. */
const MOST_MADE = 1100;

const isBun = process.versions["bun"] !== undefined;
const isNode = !isBun && process.versions["deno"] === undefined;

/** Bytes of a route in a copy; Bun has more room in its maps. */
const MOST_COPIED = isBun ? 850 : 480;

test(`an event that is kept takes at most ${MOST_KEPT} bytes`, async () => {
  const kernel = fakeKernel();
  await using events = await watch({ topics: ["route"], kernel, receiveBuffer: RECEIVE_BUFFER });
  const kept: unknown[] = [];
  let before = 0;
  for (let batch = 0; batch <= BATCHES; batch++) {
    // The first ones pay for what is made once.
    if (batch === 1) before = await usedBytes();
    announceRoutes(kernel, BATCH);
    for (let i = 0; i < BATCH; i++) kept.push((await events.next()).value);
  }
  const bytes = await usedBytes() - before;
  expect(kept).not.toContain(undefined);
  expect(bytes / (BATCHES * BATCH)).toBeLessThan(MOST_KEPT);
});

// Bun tells only now and then how much is used.
test.skipIf(isBun)(`at most ${MOST_MADE} bytes are made for an event`, async () => {
  const EVENTS = 200;
  /** The engines have compiled everything after a fifth of them. */
  const ROUNDS = 500;
  const kernel = fakeKernel();
  const datagrams: Uint8Array[] = [];
  const record = { onDatagram: (datagram: Uint8Array) => void datagrams.push(datagram) };
  await using recorded = await watch({ topics: ["route"], kernel, receiveBuffer: RECEIVE_BUFFER, ...record });
  announceRoutes(kernel, EVENTS);
  for (let i = 0; i < EVENTS; i++) await recorded.next();

  // A kernel that makes nothing itself.
  let received = 0;
  const recv: Binding["libc"]["recv"] = (_fd, buffer) => {
    // There is one for each event.
    const datagram = datagrams[received++ % EVENTS]!;
    buffer.set(datagram);
    return datagram.length;
  };
  const binding: Binding = {
    libc: { ...kernel.libc, recv },
    watchReadable: (fd, ready) => kernel.watchReadable(fd, ready),
  };
  await using events = await watch({ topics: ["route"], kernel: binding });
  const made: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < EVENTS; i++) await events.next();
    made.push((process.memoryUsage().heapUsed - before) / EVENTS);
  }
  // Less is used than before where something was thrown away; the least else is that of compiled code.
  expect(Math.min(...made.filter((bytes) => bytes > 0))).toBeLessThan(MOST_MADE);
});

// The engine of Node.js, where nothing real can be copied, keeps the keys in pieces.
test.skipIf(isNode)(`a route takes at most ${MOST_COPIED} bytes in a copy`, async () => {
  const kernel = fakeKernel();
  await using state = await NetworkState.open({ topics: ["route"], kernel, receiveBuffer: RECEIVE_BUFFER });
  let before = 0;
  for (let batch = 0; batch <= BATCHES; batch++) {
    if (batch === 1) before = await usedBytes();
    announceRoutes(kernel, BATCH, batch * BATCH);
    await state.settled();
  }
  const bytes = await usedBytes() - before;
  expect(state.routes.size).toBe((BATCHES + 1) * BATCH);
  expect(bytes / (BATCHES * BATCH)).toBeLessThan(MOST_COPIED);
});
