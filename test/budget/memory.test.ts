import process from "node:process";
import { expect, test } from "vitest";
import { type NetworkEvent, watch } from "../../mod.ts";
import { fakeKernel } from "../../src/testing/mod.ts";

const COUNT = 100_000;
/** How many are queued at a time. */
const BATCH = 2000;
/** Bytes of a route event that is kept, and of what was not collected yet: three to four times what was measured. */
const MOST_BYTES = 1200;

test(`an event that is kept takes at most ${MOST_BYTES} bytes`, { timeout: 120_000 }, async () => {
  const kernel = fakeKernel();
  await using events = await watch({ topics: ["route"], kernel, receiveBuffer: 32 * 1024 * 1024 });
  const kept: NetworkEvent[] = [];
  // The first ones pay for what is made once.
  let before = 0;
  for (let i = 0; i < COUNT + BATCH; i += BATCH) {
    if (i === BATCH) before = process.memoryUsage().heapUsed;
    for (let j = 0; j < BATCH; j++) {
      const destination = `10.${(i + j) >> 16}.${((i + j) >> 8) & 0xff}.${(i + j) & 0xff}`;
      kernel.announce({ type: "route", action: "new", route: { destination, prefixLength: 32, outputLink: 3 } });
    }
    for (let j = 0; j < BATCH; j++) {
      const { value } = await events.next();
      if (value !== undefined) kept.push(value);
    }
  }
  expect(kept).toHaveLength(COUNT + BATCH);
  const bytes = (process.memoryUsage().heapUsed - before) / COUNT;
  expect(bytes).toBeLessThan(MOST_BYTES);
});
