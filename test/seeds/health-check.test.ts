import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ChangeDetector, detectChanges, type DetectOptions, type NetworkState, Rtnetlink } from "../../mod.ts";
import type { FakeObject } from "../../src/testing/mod.ts";
import { FakeNetwork, LO, turn } from "../state/network.ts";

// What a health check of a cluster needs, and what its first listener got wrong, by the numbers of its description (BL-01
// to BL-05, and BL-B1 to BL-B9).

const ETH0 = { index: 2, name: "eth0", address: "02:00:00:00:00:02" };
const ETH1 = { index: 3, name: "eth1", address: "02:00:00:00:00:03" };

/** A message that does nothing. */
const NOTHING = [20, 0, 0, 0, 1, ...new Array<number>(15).fill(0)];

let network: FakeNetwork;
let detector: ChangeDetector;
/** How often a socket was asked for a datagram. */
let receives: number;

/** The hardware addresses of ethernet links, which is what the check compares. */
function addresses({ links }: NetworkState): readonly unknown[] {
  return [...links.values()].filter(({ type }) => type === "ether").map(({ address }) => address);
}

/** Begins to look. */
async function detect(options: DetectOptions): Promise<void> {
  const { libc, watchReadable } = network.kernel;
  const recv: typeof libc.recv = (...args) => (receives++, libc.recv(...args));
  detector = await detectChanges({ ...options, kernel: { watchReadable, libc: { ...libc, recv } } });
  receives = 0;
}

/** A health check: whether there is something to do, which there is not any more then. */
async function check(): Promise<boolean> {
  await detector.state.settled();
  return detector.take();
}

beforeEach(async () => {
  network = new FakeNetwork({ link: [LO, ETH0] });
  await detect({ topics: ["link"], select: addresses });
});
afterEach(async () => {
  await detector[Symbol.asyncDispose]();
  expect(network.kernel.sockets).toBe(0);
});

test("the addresses of all ethernet links are one call away, in the kernel's order: BL-01", async () => {
  network.link(ETH1);
  await using rtnetlink = await Rtnetlink.open(network.options);
  const links = await rtnetlink.links.list();
  expect(links.filter(({ type }) => type === "ether").map(({ address }) => address))
    .toEqual(["02:00:00:00:00:02", "02:00:00:00:00:03"]);
});

test("a check asks nobody anything while nothing happens: BL-02, BL-B6", async () => {
  await turn();
  const requests = network.kernel.requests.length;
  for (let i = 0; i < 100; i++) expect(detector.take()).toBe(false);
  await turn();
  expect([network.kernel.requests.length, receives]).toEqual([requests, 0]);
});

test("the end comes at once, not within a second: BL-03", async () => {
  const start = performance.now();
  await detector[Symbol.asyncDispose]();
  expect(performance.now() - start).toBeLessThan(500);
  expect(network.kernel.sockets).toBe(0);
});

describe("a change is", () => {
  test.each<[string, () => void]>([
    ["another address: BL-05", () => network.link({ ...ETH0, address: "02:00:00:00:00:99" })],
    ["a link that comes", () => network.link(ETH1)],
    ["a link that goes, of which the first listener did not hear: BL-B1", () => network.unlink(ETH0)],
    ["the second message of a datagram: BL-B3", () => {
      network.tables = { link: [LO, ETH0, { index: 3, name: "x" }] };
      network.kernel.deliver(Uint8Array.of(...NOTHING, ...linkMessage(3)));
    }],
    ["whatever is lost, which the first listener did not notice: BL-B7", () => network.kernel.overrun()],
  ])("%s", async (_, happen) => {
    expect(await check()).toBe(false);
    happen();
    expect(await check()).toBe(true);
    expect(await check()).toBe(false);
  });

  test.each<[string, FakeObject<"link">]>([
    ["that says the same: BL-B4", ETH0],
    ["about flags: BL-B4", { ...ETH0, flags: ["up", "running"], state: "up" }],
    ["about a name, which is no address: BL-05", { ...ETH0, name: "wan" }],
    ["of a port that left its bridge: KF-01", { ...ETH0, family: "bridge" }],
  ])("no message %s", async (_, link) => {
    network.kernel.announce({ type: "link", action: link.family === "bridge" ? "delete" : "new", link });
    expect(await check()).toBe(false);
  });

  test("no message that does nothing, and none that says of a failure: BL-04", async () => {
    for (const type of [1, 2, 3]) network.kernel.deliver(Uint8Array.from(NOTHING.with(4, type)));
    expect(await check()).toBe(false);
    network.link(ETH1);
    expect(await check()).toBe(true);
  });

  test("an IP address too, where that is asked for: BL-B5", async () => {
    await detector[Symbol.asyncDispose]();
    await detect({ topics: ["address"] });
    network.kernel.announce({ type: "address", action: "new", address: { index: 2, local: "192.0.2.1" } });
    expect(await check()).toBe(true);
  });
});

test("while a change waits to be taken, nothing spins, and nothing is lost: BL-B2", async () => {
  network.link(ETH1);
  await detector.state.settled();
  expect(detector.changed).toBe(true);
  // What was on the agenda for later has been asked by now.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const before = receives;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(receives).toBe(before);
  for (let i = 0; i < 300; i++) network.link({ ...ETH1, mtu: 1000 + i });
  await detector.state.settled();
  expect(detector.state.links.get(3)?.mtu).toBe(1299);
});

test("what happens after a check is for the next one: BL-02", async () => {
  network.link(ETH1);
  expect(await check()).toBe(true);
  const seen = addresses(detector.state);
  network.unlink(ETH1);
  expect(seen).toHaveLength(2);
  expect(await check()).toBe(true);
});

test("a failure of the socket is no quiet end: BL-B7", async () => {
  const abort = new AbortController();
  await detector[Symbol.asyncDispose]();
  await detect({ topics: ["link"], signal: abort.signal });
  abort.abort(new Error("gone"));
  await expect(check()).rejects.toThrow("gone");
  expect(() => detector.changed).toThrow("gone");
});

test("two listeners in one process have ports of their own: BL-B8, CI-03", async () => {
  await using other = await detectChanges({ topics: ["link"], ...network.options });
  network.link(ETH1);
  await Promise.all([detector.state.settled(), other.state.settled()]);
  expect([detector.take(), other.take()]).toEqual([true, true]);
});

test("an answer is true or false, and not how to get one: BL-B9", async () => {
  expect(await check()).toBe(false);
  expect(detector.changed).toBe(false);
});

/** A message that says nothing of a link but its index and a name. */
function linkMessage(index: number): readonly number[] {
  const name = [6, 0, 3, 0, 0x78, 0, 0, 0];
  // An ethernet link.
  return [40, 0, 0, 0, 16, ...new Array(13).fill(0), 1, 0, index, ...new Array(11).fill(0), ...name];
}
