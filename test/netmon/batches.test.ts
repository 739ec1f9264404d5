import { expect, test } from "vitest";
import type { NetworkChange, NetworkState } from "../../mod.ts";
import { Batches } from "../../src/netmon/batches.ts";
import { ChangeQueue } from "../../src/state/change-queue.ts";

/** What never comes. */
const NEVER = new Promise<never>(() => {});

/** Changes that tell one from the other, and no more. */
function losses(...numbers: readonly number[]): readonly NetworkChange[] {
  return numbers.map((lost) => ({ type: "overrun", lost }));
}

/**
 * The changes of a copy, and the batches of them, which are taken after so many milliseconds without any, when the copy
 * has settled.
 */
function batched(
  quietTime = 0,
  settled = Promise.resolve(),
): { readonly queue: ChangeQueue; readonly change: () => void; readonly batches: Batches } {
  const queue = new ChangeQueue(() => {});
  let heard = (): void => {};
  // What batches ask of a copy.
  const state = {
    changes: () => queue,
    listen(listener: (changes: readonly NetworkChange[]) => void) {
      heard = () => listener([]);
      return () => {};
    },
    settled: () => settled,
  } as Partial<NetworkState> as NetworkState;
  function change(): void {
    queue.push(losses(1));
    heard();
  }
  return { queue, change, batches: new Batches(state, quietTime) };
}

test.each(Array.from({ length: 12 }, (_, ticks) => ticks))(
  "a batch or the next one has what comes while it is taken, %d steps later",
  async (ticks) => {
    const { queue, batches } = batched();
    queue.push(losses(1));
    const first = batches.next();
    for (let i = 0; i < ticks; i++) await undefined;
    queue.push(losses(2));
    expect([...await first, ...await batches.next({ timeout: 10 })]).toEqual(losses(1, 2));
  },
);

test("no batch is waited for that nobody wants, and none is lost by that", async () => {
  const { queue, batches } = batched();
  await expect(batches.next({ signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
  const stop = new AbortController();
  const waiting = batches.next(stop);
  stop.abort("enough");
  await expect(waiting).rejects.toBe("enough");
  queue.push(losses(1));
  await expect(batches.next({ signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
  expect(await batches.next()).toEqual(losses(1));
});

test("a batch has what shows while the copy settles", async () => {
  let settle = (): void => {};
  const { queue, change, batches } = batched(20, new Promise((resolve) => settle = resolve));
  change();
  const batch = batches.next();
  setTimeout(() => {
    queue.push(losses(2));
    settle();
  }, 60);
  expect(await batch).toEqual(losses(1, 2));
});

test("a batch comes though the copy never settles, unless nobody wants it any more or the copy has ended", async () => {
  const { change, batches } = batched(2, NEVER);
  change();
  const begun = performance.now();
  expect(await batches.next()).toEqual(losses(1));
  expect(performance.now() - begun).toBeGreaterThan(190);
  change();
  const stop = new AbortController();
  setTimeout(() => stop.abort("enough"), 50);
  await expect(batches.next(stop)).rejects.toBe("enough");
  const end = Promise.reject(new Error("it has ended"));
  end.catch(() => {});
  const ended = batched(2, end);
  ended.change();
  await expect(ended.batches.next()).rejects.toThrow("it has ended");
});

test("a batch comes though the network never rests", async () => {
  const { change, batches } = batched(100);
  const begun = performance.now();
  let rested = false;
  const changing = setInterval(change, 5);
  const rest = setTimeout(() => {
    rested = true;
    clearInterval(changing);
  }, 5000);
  await batches.next();
  clearInterval(changing);
  clearTimeout(rest);
  expect(rested).toBe(false);
  expect(performance.now() - begun).toBeGreaterThan(100);
});
