import { expect, test } from "vitest";
import type { NetworkChange, NetworkState } from "../../mod.ts";
import { Batches } from "../../src/netmon/batches.ts";
import { ChangeQueue } from "../../src/state/change-queue.ts";

/** Changes that tell one from the other, and no more. */
function losses(...numbers: readonly number[]): readonly NetworkChange[] {
  return numbers.map((lost) => ({ type: "overrun", lost }));
}

test.each(Array.from({ length: 12 }, (_, ticks) => ticks))(
  "a batch or the next one has what comes while it is taken, %d steps later",
  async (ticks) => {
    const queue = new ChangeQueue(() => {});
    // What batches ask of a copy.
    const state = { changes: () => queue, listen: () => () => {} } as Partial<NetworkState> as NetworkState;
    using batches = new Batches(state, 0);
    queue.push(losses(1));
    const first = batches.next();
    for (let i = 0; i < ticks; i++) await undefined;
    queue.push(losses(2));
    expect([...await first, ...await batches.next({ timeout: 10 })]).toEqual(losses(1, 2));
  },
);
