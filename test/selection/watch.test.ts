import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type EventFilter, type NetworkEvent, watch, type WatchOptions } from "../../mod.ts";
import { type Announcement, type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";

/** The links of the kernel: what lists tell until an event says something else. */
const ETH0 = { index: 2, name: "eth0", propertyList: { alternativeNames: ["the-uplink-of-this-machine"] } } as const;
const LINKS = [{ index: 1, name: "lo" }, ETH0, { index: 3, name: "eth1" }];

let kernel: FakeKernel;
beforeEach(() => {
  kernel = fakeKernel(({ topic }) => topic === "link" ? LINKS : undefined);
});
afterEach(() => expect(kernel.sockets).toBe(0));

/** What is announced in all of these tests, by the word under which it is expected. */
const ANNOUNCED: Readonly<Record<string, Announcement>> = {
  eth0: { type: "link", action: "new", link: ETH0 },
  "eth1 gone": { type: "link", action: "delete", link: { index: 3, name: "eth1" } },
  "bridge port": { type: "link", action: "new", link: { index: 3, name: "eth1", family: "bridge" } },
  "address of eth0": { type: "address", action: "new", address: { index: 2, address: "192.0.2.1" } },
  "address of eth1": { type: "address", action: "delete", address: { index: 3, address: "2001:db8::1" } },
  "main by eth0": {
    type: "route",
    action: "new",
    route: { destination: "192.0.2.0", prefixLength: 24, outputLink: 2 },
  },
  "1000 by eth1": { type: "route", action: "delete", route: { family: "inet6", table: 1000, outputLink: 3 } },
  "from eth0": { type: "route", action: "new", route: { family: "inet", inputLink: 2, outputLink: 1 } },
  "by both": {
    type: "route",
    action: "new",
    route: {
      family: "inet",
      table: 100,
      nextHops: [{ outputLink: 3, flags: [], weight: 1 }, { outputLink: 2, flags: [], weight: 1 }],
    },
  },
  "nowhere": { type: "route", action: "new", route: { family: "inet", type: "blackhole" } },
  "neighbor by eth1": { type: "neighbor", action: "miss", neighbor: { index: 3, destination: "192.0.2.9" } },
  "rule of eth0": { type: "rule", action: "new", rule: { family: "inet", inputLink: "eth0", table: 100 } },
  "rule of all": { type: "rule", action: "new", rule: { family: "inet6", table: 254 } },
  "namespace": { type: "nsid", action: "new", nsid: { id: 5 } },
};
const EVERYTHING = Object.keys(ANNOUNCED);
const TOPICS = ["link", "address", "route", "neighbor", "rule", "nsid"] as const;

/** What a watcher tells until it is told of a loss. */
async function told(options: WatchOptions, announce: () => void): Promise<readonly NetworkEvent[]> {
  await using events = await watch({ topics: TOPICS, kernel, ...options });
  announce();
  kernel.overrun();
  const all: NetworkEvent[] = [];
  for await (const event of events) {
    if (event.type === "overrun") break;
    all.push(event);
  }
  return all;
}

describe("events that are wanted", () => {
  test.each<[EventFilter, readonly string[]]>([
    [{}, EVERYTHING],
    [{ links: ["eth0"] }, [
      "eth0",
      "address of eth0",
      "main by eth0",
      "from eth0",
      "by both",
      "rule of eth0",
    ]],
    [{ links: ["the-uplink-of-this-machine"] }, [
      "eth0",
      "address of eth0",
      "main by eth0",
      "from eth0",
      "by both",
      "rule of eth0",
    ]],
    [{ links: [2] }, ["eth0", "address of eth0", "main by eth0", "from eth0", "by both", "rule of eth0"]],
    [{ links: [3] }, [
      "eth1 gone",
      "bridge port",
      "address of eth1",
      "1000 by eth1",
      "by both",
      "neighbor by eth1",
    ]],
    [{ links: ["no-such-link"] }, []],
    [{ links: [1, "eth1"] }, [
      "eth1 gone",
      "bridge port",
      "address of eth1",
      "1000 by eth1",
      "from eth0",
      "by both",
      "neighbor by eth1",
    ]],
    [{ tables: ["main"] }, EVERYTHING.filter((word) => !["1000 by eth1", "by both", "rule of eth0"].includes(word))],
    [
      { tables: [1000, 100] },
      EVERYTHING.filter((word) => !["main by eth0", "from eth0", "nowhere", "rule of all"].includes(word)),
    ],
    [{ families: ["inet6"] }, ["eth0", "eth1 gone", "address of eth1", "1000 by eth1", "rule of all", "namespace"]],
    [{ families: [10] }, ["eth0", "eth1 gone", "address of eth1", "1000 by eth1", "rule of all", "namespace"]],
    [{ families: ["bridge"] }, ["eth0", "eth1 gone", "bridge port", "namespace"]],
    [{ actions: ["delete"] }, ["eth1 gone", "address of eth1", "1000 by eth1"]],
    [{ actions: ["delete", "miss"], links: [3], families: ["inet"] }, ["eth1 gone", "neighbor by eth1"]],
  ])("%j", async (filter, expected) => {
    const announce = (): void => Object.values(ANNOUNCED).forEach((event) => kernel.announce(event));
    const all = await told({}, announce);
    const words = new Map(all.map((event, i) => [JSON.stringify(event), EVERYTHING[i]]));
    expect(words.size).toBe(EVERYTHING.length);
    const some = await told(filter, announce);
    expect(some.map((event) => words.get(JSON.stringify(event)))).toEqual(expected);
  });
});

describe("a link by its name", () => {
  const named = (index: number, name: string): Announcement => ({ type: "link", action: "new", link: { index, name } });
  const address = (index: number): Announcement => ({
    type: "address",
    action: "new",
    address: { index, address: `192.0.2.${index}` },
  });

  test("is the one that has it at the time", async () => {
    const all = await told({ topics: ["link", "address"], links: ["eth0"] }, () => {
      kernel.announce(address(2));
      // Who loses the name is told of it, and no more.
      kernel.announce(named(2, "old"));
      kernel.announce(address(2));
      kernel.announce(address(7));
      kernel.announce(named(7, "eth0"));
      kernel.announce(address(7));
      kernel.announce({ type: "link", action: "delete", link: { index: 7, name: "eth0" } });
      kernel.announce(address(7));
    });
    expect(
      all.map((event) => event.type === "link" ? event.link.index : event.type === "address" && event.address.index),
    )
      .toEqual([2, 2, 7, 7, 7, 7]);
  });

  test("is known where links are not watched, and they are not told of", async () => {
    const all = await told({ topics: ["address"], links: ["new0"] }, () => {
      kernel.announce(named(9, "new0"));
      kernel.announce(address(9));
      kernel.announce(address(2));
    });
    expect(all).toMatchObject([{ type: "address", address: { index: 9 } }]);
  });

  test("takes a list of links, which an index does not where none is called by its name", async () => {
    await told({ topics: ["link", "address", "route"], links: [2] }, () => {});
    expect(kernel.requests).toEqual([]);
    await told({ topics: ["rule"], links: [2] }, () => {});
    expect(kernel.requests.map(({ topic }) => topic)).toEqual(["link"]);
  });

  test("leaves nothing open where links cannot be listed", async () => {
    const failing = fakeKernel(() => Promise.reject(new Error("no links today")));
    await expect(watch({ kernel: failing, links: ["eth0"] })).rejects.toThrow("no links today");
    expect(failing.sockets).toBe(0);
  });
});

describe("what cannot be read", () => {
  /** A datagram of one address, whose flags have 3 bytes instead of 4. */
  function broken(index: number): Uint8Array {
    const bytes = new Uint8Array(32);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 32, true);
    view.setUint16(4, 20, true);
    bytes[16] = 2;
    view.setUint32(20, index, true);
    view.setUint16(24, 7, true);
    view.setUint16(26, 8, true);
    return bytes;
  }

  test("goes with the event that it belongs to", async () => {
    const all = await told({ links: [2] }, () => {
      kernel.deliver(broken(3));
      kernel.deliver(broken(2));
    });
    expect(all).toMatchObject([{ type: "address", address: { index: 2 } }, { type: "undecoded" }]);
  });

  test("is told where nobody knows what it belongs to", async () => {
    const all = await told({ links: [2], actions: ["delete"] }, () => kernel.deliver(broken(3).subarray(0, 18)));
    expect(all).toMatchObject([{ type: "undecoded" }]);
  });
});
