import { expect, test } from "vitest";
import type { NetworkChange, NetworkState } from "../../mod.ts";
import { Batches } from "../../src/netmon/batches.ts";
import { ChangeQueue } from "../../src/state/change-queue.ts";

/** Changes that tell one from the other, and no more. */
function losses(...numbers: readonly number[]): readonly NetworkChange[] {
  return numbers.map((lost) => ({ type: "overrun", lost }));
}

/** The changes of a copy, and the batches of them, which are taken after so many milliseconds without any. */
function batched(
  quietTime = 0,
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
