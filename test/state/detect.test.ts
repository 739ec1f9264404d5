import { afterEach, beforeEach, expect, test } from "vitest";
import { type ChangeDetector, detectChanges, type DetectOptions, type NetworkState } from "../../mod.ts";
import { ETH0, ETH1, FakeNetwork, LO, newRoute } from "./network.ts";

let network: FakeNetwork;
let detector: ChangeDetector;
beforeEach(() => {
  network = new FakeNetwork({ link: [LO, ETH0] });
});
afterEach(async () => {
  await detector[Symbol.asyncDispose]();
  expect(network.kernel.sockets).toBe(0);
});

/** Begins to look for changes. */
async function detect(options: DetectOptions = { topics: ["link"] }): Promise<void> {
  detector = await detectChanges({ ...options, ...network.options });
}

/** Whether there was a change, once everything has arrived. */
async function changed(): Promise<boolean> {
  await detector.state.settled();
  return detector.changed;
}

/** The hardware addresses of all ethernet links. */
function addresses({ links }: NetworkState): unknown {
  return [...links.values()].filter(({ type }) => type === "ether").map(({ address }) => address);
}

test("there is no change at the beginning, and one until somebody takes it", async () => {
  await detect();
  expect(await changed()).toBe(false);
  network.link(ETH1);
  expect(await changed()).toBe(true);
  expect(detector.changed).toBe(true);
  expect(detector.take()).toBe(true);
  expect(detector.take()).toBe(false);
  expect(await changed()).toBe(false);
});

test("what is announced as it was is no change", async () => {
  await detect({ topics: ["link", "address"] });
  network.link({ ...ETH0, event: "notifyPeers" });
  network.kernel.announce({ type: "route", action: "new", route: { destination: "192.0.2.1" } });
  expect(await changed()).toBe(false);
});

test("a loss is a change, though nothing that is seen has changed; its repair is none", async () => {
  await detect({ topics: ["link"], select: addresses });
  network.kernel.overrun();
  expect(await changed()).toBe(true);
  expect(detector.take()).toBe(true);
  expect(await changed()).toBe(false);
  network.tables = { link: [LO, { ...ETH0, address: "02:00:00:00:00:99" }] };
  network.kernel.overrun();
  // The repair brings what was lost, also to who took the loss for the change.
  await detector.state.waitFor(() => detector.take());
  expect(await changed()).toBe(true);
});

test("a repair that finds nothing is no change", async () => {
  await detect();
  network.kernel.overrun();
  await detector.state.waitFor(() => detector.take());
  expect(await changed()).toBe(false);
});

test("the order of what has no order is nothing", async () => {
  let isTurned = false;
  const select = () => {
    isTurned = !isTurned;
    return isTurned ? { one: 1, two: { three: 3, four: 4 } } : { two: { four: 4, three: 3 }, one: 1 };
  };
  await detect({ topics: ["link"], select });
  network.link(ETH1);
  expect(await changed()).toBe(false);
});

test("only what is selected counts, and not what was taken back", async () => {
  let selections = 0;
  await detect({ topics: ["link"], select: (state) => (selections++, addresses(state)) });
  expect([selections, await changed(), selections]).toEqual([1, false, 1]);
  network.link({ ...ETH0, mtu: 9000 });
  expect([await changed(), selections]).toEqual([false, 2]);
  expect([detector.changed, detector.take(), selections]).toEqual([false, false, 2]);
  network.link({ ...ETH0, address: "02:00:00:00:00:99" });
  expect(await changed()).toBe(true);
  network.link(ETH0);
  expect(await changed()).toBe(false);
  network.link({ ...ETH0, address: "02:00:00:00:00:99" });
  await detector.state.settled();
  expect([detector.take(), detector.take()]).toEqual([true, false]);
});

test.each<[string, (state: NetworkState) => unknown]>([
  ["a map of the copy itself", ({ links }) => links],
  ["an object of it", ({ links }) => links.get(2)],
  ["a set", ({ links }) => new Set([...links.values()].map(({ mtu }) => mtu))],
  ["an iterator", ({ links }) => links.values()],
  ["a map in an object", ({ links }) => ({ by: new Map([...links.values()].map(({ name, mtu }) => [name, mtu])) })],
  ["a number", ({ links }) => links.get(2)?.mtu],
  ["a large number", ({ links }) => BigInt(links.get(2)?.mtu ?? 0)],
  ["a flag", ({ links }) => links.get(2)?.mtu === 1500],
  ["bytes", ({ links }) => Uint8Array.of((links.get(2)?.mtu ?? 0) >> 8)],
  ["what may be absent", ({ links }) => links.get(2)?.mtu === 1500 ? undefined : "odd"],
])("what is selected may be %s", async (_, select) => {
  await detect({ topics: ["link"], select });
  network.link({ ...LO, alias: "loop" });
  network.link(LO);
  expect(await changed()).toBe(false);
  network.link({ ...ETH0, mtu: 9000 });
  await detector.state.settled();
  expect([detector.take(), detector.take()]).toEqual([true, false]);
});

test("what throws, or cannot be, is refused, and nothing is left", async () => {
  await detect();
  const refused: readonly (readonly [unknown, string])[] = [
    [() => {
      throw new TypeError("no such thing");
    }, "no such thing"],
    [({ routes }: NetworkState) => routes, "Cannot read topic 'route': only link are followed"],
    [() => Promise.resolve(1), "Cannot detect changes: expected a value, got a promise of one"],
    ["mtu", "Cannot detect changes: expected a function to select by, got 'mtu'"],
    [{ topics: [] }, "Cannot detect changes: expected a function to select by, got an object"],
  ];
  for (const [select, message] of refused) {
    // The compiler knows the last two.
    await expect(detect({ topics: ["link"], select: select as () => unknown })).rejects.toThrow(message);
    expect(network.kernel.sockets).toBe(2);
  }
  await expect(detect({ snapshot: true } as DetectOptions)).rejects.toThrow("unknown option 'snapshot'");
});

test("addresses and routes can be looked at too", async () => {
  await detect({ topics: ["address", "route"], select: ({ addresses, routes }) => [addresses.size, routes.size] });
  network.kernel.announce(newRoute({ destination: "192.0.2.1" }));
  expect(await changed()).toBe(true);
});

test("who asks a detector that has ended is told why", async () => {
  await detect();
  network.link(ETH1);
  await detector.state.settled();
  detector.close();
  expect(() => detector.changed).toThrow("Cannot use the copy of the network after closing it: EBADF");
  expect(() => detector.take()).toThrow("EBADF");
  const abort = new AbortController();
  await detect({ topics: ["link"], signal: abort.signal });
  abort.abort(new Error("enough"));
  await expect(detector.state.settled()).rejects.toThrow("enough");
  expect(() => detector.take()).toThrow("enough");
});
