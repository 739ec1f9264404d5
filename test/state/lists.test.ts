import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { NetworkState } from "../../mod.ts";
import { deferred } from "../../src/deferred.ts";
import type { FakeRequest } from "../../src/testing/fake-handler.ts";
import { ETH0, ETH1, FakeNetwork, isList, LO, newRoute, record, turn } from "./network.ts";

const ROUTE = { destination: "198.51.100.0", prefixLength: 24, outputLink: 2 };

let network: FakeNetwork;
beforeEach(() => {
  network = new FakeNetwork({ link: [LO, ETH0], route: [ROUTE] });
});
afterEach(() => network.end());

/** Has something happen while the links are listed, `times` times. */
function duringLists(times: number, happen: (time: number) => void): void {
  let time = 0;
  network.asked = (request) => {
    if (request.topic === "link" && isList(request) && time < times) happen(++time);
  };
}

/** The names of the links that a copy has. */
function names({ links }: NetworkState): unknown {
  return [...links.values()].map(({ name }) => name);
}

describe("events that come while a list is made", () => {
  test("and are older than it set the copy back only until the next one", async () => {
    const state = await network.follow();
    const told = record(state);
    duringLists(1, () => {
      network.link({ ...ETH0, mtu: 1400 });
      network.link({ ...ETH0, mtu: 9000 });
    });
    await state.refresh();
    expect(state.links.get(2)?.mtu).toBe(9000);
    expect(told).toMatchObject([
      { changed: ["mtu"], link: { mtu: 1400 }, cause: "event" },
      { changed: ["mtu"], link: { mtu: 9000 }, cause: "event" },
    ]);
  });

  test("are taken while it goes on, so that a long list loses none of them", async () => {
    const state = await network.follow({ topics: ["link", "address"], receiveBuffer: 4096 });
    const told = record(state);
    const listed = deferred<void>();
    network.asked = ({ topic }) => topic === "address" ? listed.promise : undefined;
    const refreshed = state.refresh();
    for (let i = 1; i <= 50; i++) {
      network.link({ index: 10 + i, name: `veth${i}` });
      await turn();
      expect(told).toHaveLength(i);
    }
    listed.resolve();
    await refreshed;
    await state.settled();
    expect(told).toHaveLength(50);
  });

  test("are about what was not there yet, before the copy is open", async () => {
    duringLists(1, () => network.link(ETH1));
    const { links } = await network.follow();
    expect([...links.keys()].toSorted()).toEqual([1, 2, 3]);
  });

  test("make it doubtful: what it leaves out is not taken for gone", async () => {
    const state = await network.follow();
    const told = record(state);
    duringLists(1, () => {
      const whole = network.tables;
      network.tables = { ...whole, link: [LO] };
      network.kernel.announce({ type: "link", action: "new", link: ETH1 });
      // The list is of what is there now; the next is not.
      queueMicrotask(() => network.tables = { ...whole, link: [LO, ETH0, ETH1] });
    });
    await state.refresh();
    await state.settled();
    expect(told).toMatchObject([{ action: "add", link: { name: "eth1" } }]);
    expect(names(state)).toEqual(["lo", "eth0", "eth1"]);
  });

  test("without end do not keep the copy from opening, nor a refresh from ending", async () => {
    let mtu = 2000;
    duringLists(Infinity, () => network.link({ ...ETH0, mtu: ++mtu }));
    const state = await network.follow({ topics: ["link"] });
    expect(network.lists("link")).toBe(4);
    expect(state.links.get(2)?.mtu).toBe(2004);
    network.tables = { link: [LO, ETH0, ETH1] };
    await state.refresh();
    expect(names(state)).toContain("eth1");
  });

  test("without end, and are younger than each, are in the copy as well", async () => {
    const address = { index: 2, local: "192.0.2.1" };
    network.tables = { address: [address] };
    let priority = 0;
    network.asked = ({ topic }) => {
      if (topic !== "address") return;
      queueMicrotask(() => {
        const changed = { ...address, routePriority: ++priority };
        network.tables = { address: [changed] };
        network.kernel.announce({ type: "address", action: "new", address: changed });
      });
    };
    const { addresses } = await network.follow({ topics: ["address"] });
    expect(network.lists("address")).toBe(4);
    expect([...addresses.values()]).toMatchObject([{ routePriority: 4 }]);
  });

  test("leave a doubt behind, which is settled when there are none", async () => {
    duringLists(4, () => network.link(ETH0));
    const state = await network.follow({ topics: ["link"] });
    const told = record(state);
    network.tables = { link: [LO, ETH0, ETH1] };
    await state.settled();
    expect(network.lists("link")).toBe(5);
    expect(told).toMatchObject([{ action: "add", link: { name: "eth1" }, cause: "inferred" }]);
  });

  test("about a route that is to go, but is listed still, are waited for", async () => {
    const state = await network.follow();
    let isGoing = false;
    network.asked = (request) => {
      // Whoever has announced it holds the lock until after this question.
      if (request.topic === "link" && !isList(request) && !isGoing) {
        isGoing = true;
        network.kernel.announce({ type: "route", action: "delete", route: ROUTE });
      } else if (request.topic === "route" && isGoing) {
        queueMicrotask(() => network.tables = { ...network.tables, route: [] });
      }
    };
    await state.refresh();
    await state.settled();
    expect(isGoing).toBe(true);
    expect(state.routes.size).toBe(0);
  });

  test("about a link keep what was read of it from being taken, and it is read again", async () => {
    const state = await network.follow({ topics: ["link"] });
    const told = record(state);
    let reads = 0;
    network.asked = (request: FakeRequest) => {
      if (isList(request) || request.topic !== "link" || request.value?.index !== 2) return;
      if (++reads === 1) network.link({ ...ETH0, mtu: 1300 });
      // The answer is younger than what was announced.
      network.tables = { link: [LO, { ...ETH0, mtu: 1200 }] };
    };
    network.link({ ...ETH0, mtu: 1400 });
    await state.settled();
    expect(told.map((change) => change.type === "link" && change.link.mtu)).toEqual([1400, 1300, 1200]);
    expect(reads).toBe(2);
  });

  test("about a link are younger than what was read of it: it is not set back", async () => {
    const state = await network.follow({ topics: ["link"] });
    const told = record(state);
    let reads = 0;
    network.asked = (request) => {
      if (request.topic !== "link" || request.value?.index !== 2 || ++reads > 1) return;
      queueMicrotask(() => network.link({ ...ETH0, mtu: 1300 }));
    };
    network.link({ ...ETH0, mtu: 1400 });
    await state.settled();
    expect(told.map((change) => change.type === "link" && change.link.mtu)).toEqual([1400, 1300]);
    expect(reads).toBe(2);
  });
});

describe("a list that the kernel marks as interrupted", () => {
  test("is made again", async () => {
    network.kernel.interrupt(3);
    const state = await network.follow({ topics: ["link"] });
    expect(names(state)).toEqual(["lo", "eth0"]);
    expect(network.lists("link")).toBe(4);
  });

  test("again and again counts in the end, and is repeated later", async () => {
    network.kernel.interrupt(50);
    const state = await network.follow({ topics: ["link"] });
    expect(network.lists("link")).toBe(40);
    expect(names(state)).toEqual(["lo", "eth0"]);
    const told = record(state);
    network.tables = { link: [LO, ETH0, ETH1] };
    await state.settled();
    expect(told).toMatchObject([{ action: "add", key: 3, cause: "inferred" }]);
  });
});

describe("a loss of events", () => {
  test("is told, then what is different since, then that the copy is right again: CI-18", async () => {
    const state = await network.follow({ topics: ["link", "route"] });
    const told = record(state);
    network.tables = { link: [LO, { ...ETH0, mtu: 9000 }, ETH1], route: [] };
    network.kernel.overrun(7);
    await state.settled();
    expect(told).toMatchObject([
      { type: "overrun", lost: 7 },
      { type: "link", action: "change", key: 2, cause: "resync", changed: ["mtu"] },
      { type: "link", action: "add", key: 3, cause: "resync" },
      { type: "route", action: "remove", cause: "resync" },
      { type: "synced" },
    ]);
  });

  test("behind queued events comes behind them", async () => {
    const state = await network.follow({ topics: ["link"], receiveBuffer: 4096 });
    const told = record(state);
    for (let i = 1; i <= 100; i++) network.link({ index: 10 + i, name: `veth${i}` });
    await state.settled();
    const overrun = told.findIndex(({ type }) => type === "overrun");
    expect(overrun).toBeGreaterThan(0);
    expect(told[overrun]).toEqual({ type: "overrun", lost: 100 - overrun });
    expect(told.slice(0, overrun)).toEqual(told.slice(0, overrun).map((change) => ({ ...change, cause: "event" })));
    expect(told.slice(overrun + 1, -1)).toHaveLength(100 - overrun);
    expect(told.at(-1)).toEqual({ type: "synced" });
    expect(state.links.size).toBe(102);
  });

  test("while a list is made has it made again", async () => {
    const state = await network.follow({ topics: ["link"] });
    const told = record(state);
    duringLists(1, () => {
      network.kernel.overrun();
      const whole = network.tables;
      network.tables = { link: [LO] };
      queueMicrotask(() => network.tables = whole);
    });
    network.kernel.overrun();
    await state.settled();
    expect(told).toEqual([{ type: "overrun", lost: 1 }, { type: "overrun", lost: 1 }, { type: "synced" }]);
  });

  test.each(["link", "address"])(
    "is repaired with what an old copy of a %s would take for nothing new",
    async (type) => {
      const address = { index: 2, local: "192.0.2.1" };
      network.tables = { ...network.tables, address: [address] };
      const state = await network.follow({ topics: ["link", "address", "route"] });
      // All went down and away; it comes back just behind the list of the routes, which come back without a word.
      network.tables = { link: [LO, { ...ETH0, flags: [] }], address: [], route: [] };
      network.asked = ({ topic }) => {
        if (topic !== "route") return;
        network.asked = () => {};
        queueMicrotask(() => {
          network.tables = { link: [LO, ETH0], address: [address], route: [ROUTE] };
          if (type === "link") network.kernel.announce({ type, action: "new", link: ETH0 });
          else network.kernel.announce({ type: "address", action: "new", address });
        });
      };
      network.kernel.overrun();
      await state.settled();
      expect(state.routes.size).toBe(1);
    },
  );

  test("in every list has the lists made less often, until one is whole", async () => {
    duringLists(6, () => network.kernel.overrun());
    const start = performance.now();
    const state = await network.follow({ topics: ["link"] });
    expect(names(state)).toEqual(["lo", "eth0"]);
    expect(network.lists("link")).toBe(7);
    // Four at once, then three, each behind a pause.
    expect(performance.now() - start).toBeGreaterThan(700);
  });
});

describe("a message that cannot be read", () => {
  /** A message of a type with a payload of a few bytes. */
  function message(type: number): Uint8Array {
    return Uint8Array.from([20, 0, 0, 0, type, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
  }

  test.each([["about a link", message(16)], ["broken off", Uint8Array.of(1, 2, 3)]])(
    "%s may be about anything: everything is listed",
    async (_, bytes) => {
      const state = await network.follow({ topics: ["link", "route"] });
      network.tables = { link: [LO, ETH0, ETH1], route: [] };
      network.kernel.deliver(bytes);
      await state.settled();
      expect([state.links.size, state.routes.size]).toEqual([3, 0]);
    },
  );

  test("since its type is new is about nothing that is copied", async () => {
    const state = await network.follow({ topics: ["link"] });
    network.kernel.deliver(message(250));
    await state.settled();
    expect(network.lists("link")).toBe(1);
  });
});

describe("questions", () => {
  test("about what is only inferred take a fifth of the time", async () => {
    const TAKES = 10;
    const state = await network.follow({ topics: ["address", "route"] });
    network.asked = ({ topic }) => topic === "route" ? new Promise((done) => setTimeout(done, TAKES)) : undefined;
    const end = performance.now() + 300;
    for (let i = 0; performance.now() < end; i++) {
      network.kernel.announce({ type: "address", action: "new", address: { index: i, local: "192.0.2.1" } });
      await new Promise((done) => setTimeout(done, 1));
    }
    await state.settled();
    // One at the beginning, one at once, and then one in five times as long as each takes.
    expect(network.lists("route")).toBeGreaterThan(2);
    expect(network.lists("route")).toBeLessThanOrEqual(2 + 300 / TAKES / 5 + 1);
  });

  test("are not asked about what hangs on links and addresses while these only tell of themselves", async () => {
    const state = await network.follow({ topics: ["link", "address", "route"] });
    const address = { index: 2, local: "192.0.2.1" };
    network.kernel.announce({ type: "address", action: "new", address });
    await state.settled();
    expect(network.lists("route")).toBe(2);
    network.kernel.announce({ type: "address", action: "new", address: { ...address, flags: ["permanent"] } });
    network.link({ ...ETH0, mtu: 1400 });
    await state.settled();
    expect(network.lists("route")).toBe(2);
    network.link({ ...ETH0, mtu: 1400, flags: [] });
    await state.settled();
    expect(network.lists("route")).toBe(3);
  });

  test("follow what showed without an event too", async () => {
    const above = { index: 4, name: "macvlan0", parent: 2, flags: ["up", "running"] as const };
    network.tables = { ...network.tables, link: [LO, ETH0, above] };
    const state = await network.follow({ topics: ["link", "route"] });
    network.tables = { link: [LO, ETH0, { ...above, flags: ["up"] }], route: [] };
    network.kernel.announce({ type: "link", action: "new", link: { ...ETH0, mtu: 1400 } });
    await state.settled();
    expect(state.routes.size).toBe(0);
  });

  test("about more links than a few are one", async () => {
    const bridge = { index: 10, name: "br0", kind: "bridge" };
    const ports = Array.from({ length: 300 }, (_, i) => ({ index: 100 + i, name: `port${i}`, master: 10 }));
    network.tables = { link: [LO, bridge, ...ports] };
    const state = await network.follow({ topics: ["link"] });
    const before = network.kernel.requests.length;
    network.link({ ...bridge, mtu: 1400 });
    await state.settled();
    expect(network.lists("link")).toBe(2);
    expect(network.kernel.requests.length - before).toBe(2);
  });

  test("are about the followed topics alone, though others tell of them", async () => {
    const state = await network.follow({ topics: ["route"] });
    network.tables = { ...network.tables, route: [] };
    network.link({ ...ETH0, flags: [], state: "down" });
    await state.settled();
    expect(state.routes.size).toBe(0);
    expect(network.kernel.requests.filter(isList).map(({ topic }) => topic)).toEqual(["route", "route"]);
    expect(() => state.links).toThrow("Cannot read topic 'link': only route are followed");
  });
});

test("a flood of events keeps no timer waiting", async () => {
  const state = await network.follow({ topics: ["route"], receiveBuffer: 2 ** 28 });
  for (let i = 0; i < 5000; i++) network.kernel.announce(newRoute({ ...ROUTE, priority: i }));
  let turns = 0;
  const timer = setInterval(() => turns++);
  await state.settled();
  clearInterval(timer);
  expect(state.routes.size).toBe(5000);
  expect(turns).toBeGreaterThan(1);
});
