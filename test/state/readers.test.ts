import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChangeReader, NetworkChange, NetworkState } from "../../mod.ts";
import { ETH0, ETH1, FakeNetwork, LO, newRoute } from "./network.ts";

/** From this many changes on, a reader gets those of one object as one. */
const LIMIT = 4096;

let network: FakeNetwork;
let state: NetworkState;
beforeEach(async () => {
  network = new FakeNetwork({ link: [LO, ETH0] });
  state = await network.follow({ topics: ["link", "route"] });
});
afterEach(() => network.end());

/** The next changes of a reader. */
async function take(changes: AsyncIterator<NetworkChange>, count: number): Promise<readonly NetworkChange[]> {
  return (await Promise.all(Array.from({ length: count }, () => changes.next()))).map(({ value }) => value);
}

/** Whatever a reader has; it gets no more afterwards. */
async function rest(changes: ChangeReader): Promise<readonly NetworkChange[]> {
  const all: NetworkChange[] = [];
  const end = new AbortController();
  for (;;) {
    const next = changes.next({ signal: end.signal });
    end.abort("nothing is queued");
    const change = await next.catch(() => undefined);
    if (change === undefined || change.done) return all;
    all.push(change.value);
    return [...all, ...await rest(changes)];
  }
}

describe("a reader", () => {
  test("gets what changes from now on, in its order", async () => {
    network.link(ETH1);
    await state.settled();
    using changes = state.changes();
    network.link({ ...ETH1, mtu: 9000 });
    network.unlink({ ...ETH1, mtu: 9000 });
    expect(await take(changes, 2)).toMatchObject([{ action: "change", changed: ["mtu"] }, { action: "remove" }]);
  });

  test("with a snapshot gets what is there first, and that this was all", async () => {
    using changes = state.changes({ snapshot: true });
    network.link(ETH1);
    expect(await take(changes, 4)).toMatchObject([
      { action: "add", cause: "snapshot", link: { name: "lo" } },
      { action: "add", cause: "snapshot", link: { name: "eth0" } },
      { type: "synced" },
      { action: "add", cause: "event", link: { name: "eth1" } },
    ]);
  });

  test("with a snapshot during the repair of a loss is told behind it that it is right", async () => {
    let changes: ChangeReader | undefined;
    network.tables = { link: [LO, { ...ETH0, mtu: 9000 }] };
    state.listen(([change]) => {
      if (change?.type === "overrun") changes = state.changes({ snapshot: true });
    });
    network.kernel.overrun();
    await state.settled();
    // It was made when the loss was told.
    expect(await take(changes!, 4)).toMatchObject([
      { cause: "snapshot" },
      { cause: "snapshot", link: { mtu: 1500 } },
      { cause: "resync", link: { mtu: 9000 } },
      { type: "synced" },
    ]);
  });

  test("gets the snapshot that the options of the copy ask for, unless it says otherwise", async () => {
    const other = await network.follow({ topics: ["link"], snapshot: true });
    using changes = other.changes();
    using bare = other.changes({ snapshot: false });
    network.link(ETH1);
    expect(await take(changes, 3)).toMatchObject([{ key: 1 }, { key: 2 }, { type: "synced" }]);
    expect(await take(bare, 1)).toMatchObject([{ key: 3 }]);
  });

  test("has changes of its own, beside others", async () => {
    const [one, two] = [state.changes(), state.changes()];
    network.link(ETH1);
    expect(await take(one, 1)).toEqual(await take(two, 1));
    one.close();
    network.unlink(ETH1);
    expect(await take(two, 1)).toMatchObject([{ action: "remove" }]);
    expect(await one.next()).toEqual({ done: true, value: undefined });
  });

  test("that leaves its loop leaves the copy open", async () => {
    network.link(ETH1);
    for await (const change of state.changes({ snapshot: true })) {
      expect(change).toMatchObject({ key: 1 });
      break;
    }
    await state.settled();
    expect(state.links.size).toBe(3);
  });

  test("may ask for several at once, and gives up one question without losing anything", async () => {
    using changes = state.changes();
    const abort = new AbortController();
    const asked = [changes.next(), changes.next({ signal: abort.signal }), changes.next()] as const;
    abort.abort(new Error("enough"));
    await expect(asked[1]).rejects.toThrow("enough");
    network.link(ETH1);
    network.unlink(ETH1);
    expect(await Promise.all([asked[0], asked[2]])).toMatchObject([
      { value: { action: "add" } },
      { value: { action: "remove" } },
    ]);
    await expect(changes.next({ signal: abort.signal })).rejects.toThrow("enough");
  });

  test("leaves nothing behind at the signal that it gave", async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const [add, remove] = [signal.addEventListener, signal.removeEventListener];
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--;
      remove.apply(signal, args);
    };
    using changes = state.changes();
    const next = changes.next({ signal });
    const waiting = state.waitFor(({ links }) => links.get(3), { signal });
    network.link(ETH1);
    await Promise.all([next, waiting]);
    expect(listeners).toBe(0);
  });

  test("is refused an option that does not exist", () => {
    // The compiler knows this one.
    expect(() => state.changes({ snaphsot: true } as object)).toThrow(
      "Cannot read changes: unknown option 'snaphsot' (did you mean 'snapshot'?)",
    );
  });
});

describe("a reader that is slow", () => {
  /** Announces changes of one link until there is one more, with those that `queued` says, than are kept apart. */
  async function overwhelm(queued = 0): Promise<void> {
    for (let mtu = 2000 + queued; mtu <= 2000 + LIMIT; mtu++) network.link({ ...ETH0, mtu });
    await state.settled();
  }

  test("gets the changes of one object as one, from what it knows to what is now", async () => {
    using changes = state.changes();
    await overwhelm();
    expect(await rest(changes)).toMatchObject([
      { action: "change", changed: ["mtu"], previous: { mtu: 1500 }, link: { mtu: 2000 + LIMIT } },
    ]);
  });

  test("gets nothing of what came and went, and the end of what was there", async () => {
    using changes = state.changes();
    network.link(ETH1);
    network.link({ ...ETH1, mtu: 1400 });
    network.unlink(ETH1);
    network.link({ ...LO, mtu: 1400 });
    network.unlink({ ...LO, newNamespaceId: 7 });
    await overwhelm(5);
    expect(await rest(changes)).toMatchObject([
      { action: "remove", link: { name: "lo", mtu: 1400, newNamespaceId: 7 } },
      { action: "change", key: 2 },
    ]);
  });

  test("gets what is new as an addition, as it is now; and nothing where all is as it was", async () => {
    using changes = state.changes();
    network.link({ ...LO, mtu: 1400 });
    network.link(ETH1);
    network.link({ ...ETH1, mtu: 1400 });
    network.link(LO);
    await overwhelm(4);
    expect(await rest(changes)).toMatchObject([{ action: "add", link: { name: "eth1", mtu: 1400 } }, { key: 2 }]);
  });

  test("gets a route that was replaced as one that went and one that came", async () => {
    const route = { destination: "198.51.100.0", prefixLength: 24 };
    const [first, second, third] = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map((gateway) => ({ ...route, gateway }));
    network.kernel.announce(newRoute(first!));
    await state.settled();
    network.tables = { ...network.tables, route: [third!] };
    using changes = state.changes();
    network.kernel.announce(newRoute(second!, "replace"));
    network.kernel.announce(newRoute(third!, "replace"));
    await overwhelm(2);
    expect(await rest(changes)).toMatchObject([
      { action: "remove", route: first },
      { action: "add", route: third },
      { type: "link" },
    ]);
  });

  test("gets losses as one, and at the end that they are repaired", async () => {
    using changes = state.changes({ snapshot: true });
    network.kernel.overrun(3);
    await state.settled();
    network.kernel.overrun(4);
    await state.settled();
    await overwhelm(7);
    const got = await rest(changes);
    expect(got[0]).toEqual({ type: "overrun", lost: 7 });
    expect(got.slice(1, -1).map((change) => "key" in change && change.key)).toEqual([1, 2]);
    expect(got.at(-1)).toEqual({ type: "synced" });
  });

  test("is told once that a loss is repaired, behind the repair", async () => {
    using changes = state.changes({ snapshot: true });
    await overwhelm(4);
    // With the loss, it is one more than are kept apart.
    network.kernel.overrun();
    network.tables = { link: [LO, ETH0, ETH1] };
    await state.settled();
    const got = await rest(changes);
    expect(got.map((change) => "key" in change ? change.key : change.type)).toEqual(["overrun", 1, 2, 2, 3, "synced"]);
  });

  test("gets all changes of many objects, since none of them can be left out", async () => {
    using changes = state.changes();
    const COUNT = LIMIT + 1000;
    for (let i = 0; i < COUNT; i++) network.kernel.announce(newRoute({ priority: i }));
    await state.settled();
    const got = await rest(changes);
    expect(got.map((change) => change.type === "route" && change.route.priority))
      .toEqual(Array.from({ length: COUNT }, (_, i) => i));
  });
});
