import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { NetworkChange, NetworkState } from "../../mod.ts";
import { ETH0, ETH1, FakeNetwork, LO, newRoute, record } from "./network.ts";

let network: FakeNetwork;
let state: NetworkState;
let told: readonly NetworkChange[];

async function follow(tables: FakeNetwork["tables"]): Promise<void> {
  network = new FakeNetwork(tables);
  state = await network.follow();
  told = record(state);
}

afterEach(() => network.end());

/** The names of the links that the copy has. */
function names(): unknown {
  return [...state.links.values()].map(({ name }) => name);
}

describe("a link", () => {
  beforeEach(() => follow({ link: [LO, ETH0] }));

  test("that is there is in the copy when it is open", () => {
    expect(names()).toEqual(["lo", "eth0"]);
    expect(state.links.get(2)).toMatchObject(ETH0);
  });

  test("that a list has twice is one link all the same", async () => {
    network.tables = { link: [LO, ETH0, ETH0] };
    await state.refresh();
    expect([...state.links.keys()]).toEqual([1, 2]);
    expect(told).toEqual([]);
  });

  test("that comes up gets an address without a word", async () => {
    const address = { index: 2, address: "fe80::1", prefixLength: 64 };
    network.tables = { ...network.tables, address: [address] };
    network.link({ ...ETH0, flags: ["up"] });
    await state.settled();
    expect(told).toMatchObject([{ changed: ["flags"] }, {
      type: "address",
      action: "add",
      address,
      cause: "inferred",
    }]);
  });

  test("that is added, changed and removed is told as just that, with what was before", async () => {
    network.link(ETH1);
    network.link({ ...ETH1, mtu: 9000 });
    network.unlink({ ...ETH1, mtu: 9000 });
    await state.settled();
    expect(told).toMatchObject([
      { type: "link", action: "add", cause: "event", key: 3, link: { name: "eth1" } },
      { action: "change", cause: "event", link: { mtu: 9000 }, previous: { name: "eth1" }, changed: ["mtu"] },
      { action: "remove", cause: "event", link: { name: "eth1", mtu: 9000 } },
    ]);
    expect(names()).toEqual(["lo", "eth0"]);
  });

  test("that loses a field has changed in that", async () => {
    const { mtu: _, ...rest } = ETH0;
    network.link(rest);
    await state.settled();
    expect(told).toMatchObject([{ action: "change", changed: ["mtu"], previous: { mtu: 1500 } }]);
  });

  test("that only counts, or is announced again as it is, has not changed", async () => {
    network.link({ ...ETH0, wireless: Uint8Array.of(1), event: "notifyPeers", change: ["up"] });
    network.link(ETH0);
    await state.settled();
    expect(told).toEqual([]);
  });

  test("that leaves its bridge is still there: KF-01, CI-20", async () => {
    network.link({ ...ETH0, master: 7 });
    network.kernel.announce({
      type: "link",
      action: "new",
      link: { family: "bridge", index: 2, name: "eth0", mtu: 1 },
    });
    network.kernel.announce({ type: "link", action: "delete", link: { family: "bridge", index: 2, name: "eth0" } });
    network.link(ETH0);
    await state.settled();
    expect(told).toMatchObject([{ action: "change", changed: ["master"] }, { action: "change", changed: ["master"] }]);
    expect(state.links.get(2)).toMatchObject({ mtu: 1500 });
  });

  test("that is wireless says in passing what it alone says: the rest stays, and is read anew", async () => {
    network.tables = { link: [LO, { ...ETH0, mtu: 1400 }] };
    network.kernel.announce({ type: "link", action: "new", link: { index: 2, wireless: Uint8Array.of(1, 2) } });
    await state.settled();
    expect(told).toMatchObject([{ action: "change", changed: ["mtu"], link: { name: "eth0", mtu: 1400 } }]);
    expect(network.lists("route")).toBe(1);
  });

  test("that is renamed has changed its name: KF-05", async () => {
    network.link({ ...ETH0, name: "wan" });
    await state.settled();
    expect(told).toMatchObject([{ action: "change", key: 2, changed: ["name"], previous: { name: "eth0" } }]);
  });

  test("that moves to another namespace is removed, and says where it went: KF-06, KF-18", async () => {
    network.unlink({ ...ETH0, newNamespaceId: 4, newIndex: 17 });
    await state.settled();
    expect(told).toMatchObject([
      { action: "remove", link: { name: "eth0", mtu: 1500, newNamespaceId: 4, newIndex: 17 } },
    ]);
  });

  test("that changes without a word shows when another event makes us look", async () => {
    const above = { ...ETH1, index: 4, name: "macvlan0", parent: 2 };
    network.link(above);
    await state.settled();
    // Its carrier goes with that of the link below.
    network.tables = { link: [LO, ETH0, { ...above, state: "lowerLayerDown" }] };
    network.link({ ...ETH0, state: "down" });
    await state.settled();
    expect(told.slice(1)).toMatchObject([
      { key: 2, changed: ["state"] },
      { key: 4, changed: ["state"], link: { state: "lowerLayerDown" }, cause: "event" },
    ]);
  });

  test("that is new is read too, since it may be other by now", async () => {
    network.tables = { link: [LO, ETH0, { ...ETH1, mtu: 9000 }] };
    network.kernel.announce({ type: "link", action: "new", link: { ...ETH1, mtu: 1400 } });
    await state.settled();
    expect(told).toMatchObject([{ action: "add", link: { mtu: 1400 } }, { action: "change", link: { mtu: 9000 } }]);
  });

  test("that is not there any more when it is read again is removed", async () => {
    network.tables = { link: [LO] };
    network.kernel.announce({ type: "link", action: "new", link: ETH0 });
    await state.settled();
    expect(told).toMatchObject([{ action: "remove", key: 2 }]);
  });
});

describe("a route", () => {
  const network24 = { destination: "198.51.100.0", prefixLength: 24, outputLink: 2 };
  const first = { ...network24, gateway: "192.0.2.1" };
  const second = { ...network24, gateway: "192.0.2.2" };

  beforeEach(() => follow({ link: [LO, ETH0], route: [first] }));

  test("that is replaced has changed, and had another key: KF-04", async () => {
    const [before] = state.routes.keys();
    network.tables = { ...network.tables, route: [second] };
    network.kernel.announce(newRoute(second, "replace"));
    await state.settled();
    expect(told).toMatchObject([{ action: "change", changed: ["gateway"], previous: first, previousKey: before }]);
    expect([...state.routes.keys()]).toEqual([told[0] !== undefined && "key" in told[0] && told[0].key]);
  });

  test("that is appended stands beside the other: KF-17", async () => {
    network.tables = { ...network.tables, route: [first, second] };
    network.kernel.announce(newRoute(second, "create", "append"));
    await state.settled();
    expect(told).toMatchObject([{ action: "add", cause: "event", route: second }]);
    expect(state.routes.size).toBe(2);
  });

  test("that replaces one of several is listed, since nobody says which", async () => {
    const third = { ...network24, gateway: "192.0.2.3" };
    network.tables = { ...network.tables, route: [first, second] };
    network.kernel.announce(newRoute(second, "append"));
    await state.settled();
    network.tables = { ...network.tables, route: [third, second] };
    network.kernel.announce(newRoute(third, "replace"));
    await state.settled();
    expect(told.slice(1)).toMatchObject([
      { action: "remove", route: first, cause: "event" },
      { action: "add", route: third, cause: "event" },
    ]);
  });

  test("of IPv6 that gets another way has changed: the kernel makes one route of both", async () => {
    const net = { destination: "2001:db8::", prefixLength: 32 };
    const nextHops = ["fe80::1", "fe80::2"].map((gateway) => ({ flags: [], weight: 1, outputLink: 2, gateway }));
    network.tables = { ...network.tables, route: [first, { ...net, gateway: "fe80::1", outputLink: 2 }] };
    network.kernel.announce(newRoute({ ...net, gateway: "fe80::1", outputLink: 2 }));
    await state.settled();
    network.tables = { ...network.tables, route: [first, { ...net, nextHops }] };
    network.kernel.announce(newRoute({ ...net, gateway: "fe80::2", outputLink: 2 }, "append"));
    await state.settled();
    expect(told.slice(1)).toMatchObject([
      { action: "change", cause: "event", changed: ["nextHops", "gateway", "outputLink"] },
    ]);
  });

  test("that goes without a word when its link goes down is inferred: KF-04", async () => {
    network.link(ETH0);
    await state.settled();
    network.tables = { ...network.tables, route: [] };
    network.link({ ...ETH0, flags: [], state: "down" });
    await state.settled();
    expect(told).toMatchObject([
      { type: "link", changed: ["flags", "state"] },
      { type: "route", action: "remove", cause: "inferred", route: first },
    ]);
  });

  test("that only a table of the kernel's cache has is none", async () => {
    network.kernel.announce(newRoute({ ...second, flags: ["cloned"] }));
    await state.settled();
    expect(told).toEqual([]);
  });

  test("of which there are two that look the same is one of two", async () => {
    const keys = [...state.routes.keys()];
    network.tables = { ...network.tables, route: [first, first] };
    network.kernel.announce(newRoute(first, "append"));
    await state.settled();
    expect(told).toMatchObject([{ action: "add", cause: "event", route: first }]);
    network.kernel.announce(newRoute({ ...first, flags: ["offload"] }));
    network.tables = { ...network.tables, route: [first] };
    network.kernel.announce({ type: "route", action: "delete", route: first });
    await state.settled();
    expect(told.slice(1)).toMatchObject([{ action: "remove", cause: "event" }]);
    expect([...state.routes.keys()]).toEqual(keys);
  });

  test("that only looks like another is another: by a flag, by those of an encapsulation", async () => {
    const labelled = { ...second, encapType: "mpls", encap: { destination: "100" } } as const;
    const others = [{ ...first, flags: ["onlink"] as const }, second, labelled];
    for (const other of others) network.kernel.announce(newRoute(other));
    await state.settled();
    expect(told).toMatchObject(others.map((route) => ({ action: "add", route })));
    network.kernel.announce(newRoute({ ...second, flags: ["linkDown", "offload"] }));
    await state.settled();
    expect(told.slice(3)).toMatchObject([{ action: "change", changed: ["flags"] }]);
  });

  test("that went, and of which nobody knows which it was, is found by a list", async () => {
    network.tables = { ...network.tables, route: [] };
    network.kernel.announce({ type: "route", action: "delete", route: { ...first, protocol: "boot" } });
    await state.settled();
    expect(told).toMatchObject([{ action: "remove", route: first, cause: "event" }]);
  });
});

describe("a rule", () => {
  test("that is added once more is there once more", async () => {
    const rule = { priority: 7, table: 100 };
    await follow({ rule: [rule] });
    network.tables = { rule: [rule, rule] };
    network.kernel.announce({ type: "rule", action: "new", rule });
    await state.settled();
    expect(told).toMatchObject([{ action: "add", cause: "event", rule }]);
    network.tables = { rule: [rule] };
    network.kernel.announce({ type: "rule", action: "delete", rule });
    await state.settled();
    expect(told.slice(1)).toMatchObject([{ action: "remove", cause: "event", rule }]);
  });

  test("that goes to another finds it, or does not, without a word", async () => {
    const [from, to] = [{ priority: 7, action: "goto", goto: 9 } as const, { priority: 9 }];
    await follow({ rule: [{ ...from, flags: ["unresolved"] }] });
    network.tables = { rule: [from, to] };
    network.kernel.announce({ type: "rule", action: "new", rule: to });
    await state.settled();
    expect(told).toMatchObject([{ action: "add", rule: to }, {
      action: "change",
      changed: ["flags"],
      cause: "inferred",
    }]);
  });
});

describe("a change", () => {
  test("of every kind is told under the name of its kind", async () => {
    await follow({ link: [LO] });
    network.kernel.announce({ type: "address", action: "new", address: { index: 1, local: "192.0.2.1" } });
    network.kernel.announce({ type: "neighbor", action: "new", neighbor: { index: 1, destination: "192.0.2.7" } });
    network.kernel.announce({ type: "rule", action: "new", rule: { priority: 7 } });
    network.kernel.announce({ type: "nexthop", action: "new", nexthop: { id: 9 } });
    network.kernel.announce({ type: "nexthopBucket", action: "new", nexthopBucket: { id: 9 } });
    network.kernel.announce({ type: "neighbor", action: "miss", neighbor: { index: 1, destination: "192.0.2.8" } });
    await state.settled();
    expect(told).toMatchObject([
      { type: "address", action: "add", address: { local: "192.0.2.1" } },
      { type: "neighbor", action: "add", neighbor: { destination: "192.0.2.7" } },
      { type: "rule", action: "add", rule: { priority: 7 } },
      { type: "nexthop", action: "add", key: 9, nexthop: { id: 9 } },
    ]);
    expect([state.addresses, state.neighbors, state.rules, state.nexthops].map(({ size }) => size))
      .toEqual([1, 1, 1, 1]);
  });
});
