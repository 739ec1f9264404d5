import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { decode, type NetworkEvent, watch, type Watcher } from "../../mod.ts";
import { type Announcement, type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";

let kernel: FakeKernel;
beforeEach(() => {
  kernel = fakeKernel();
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(kernel.sockets).toBe(0);
});

/** The next events. */
async function take(watcher: Watcher, count: number): Promise<NetworkEvent[]> {
  const events: NetworkEvent[] = [];
  while (events.length < count) {
    const { value, done } = await watcher.next();
    if (done) break;
    events.push(value);
  }
  return events;
}

/** An event that says no more than it has to. */
function newLink(name: string): Announcement {
  return { type: "link", action: "new", link: { index: 2, name } };
}

describe("announced events", () => {
  test("come with what the header of a link says", async () => {
    await using events = await watch({ topics: ["link"], kernel });
    kernel.announce(newLink("eth0"));
    expect(await take(events, 1)).toEqual([{
      type: "link",
      action: "new",
      link: { family: "unspec", type: "ether", index: 2, flags: [], change: [], name: "eth0" },
      message: { name: "RTM_NEWLINK", flags: [], sequence: 0, port: 0 },
    }]);
  });

  test.each<[Announcement, object]>([
    [{ type: "link", action: "new", link: { index: 3, kind: "veth" } }, { linkInfo: { kind: "veth" }, kind: "veth" }],
    [{ type: "link", action: "delete", link: { index: 3, type: "loopback", flags: ["up"] } }, {
      type: "loopback",
      flags: ["up"],
    }],
    [{ type: "address", action: "new", address: { index: 2, local: "192.0.2.1" } }, {
      family: "inet",
      prefixLength: 32,
      scope: "global",
      flags: [],
    }],
    [{ type: "address", action: "new", address: { index: 2, address: "2001:db8::1" } }, {
      family: "inet6",
      prefixLength: 128,
    }],
    [{ type: "address", action: "new", address: { index: 2, address: "192.0.2.1", prefixLength: 24, scope: "link" } }, {
      prefixLength: 24,
      scope: "link",
    }],
    [{ type: "route", action: "new", route: { destination: "198.51.100.0", prefixLength: 24, outputLink: 2 } }, {
      family: "inet",
      prefixLength: 24,
      sourcePrefixLength: 0,
      table: 254,
      protocol: "static",
      scope: "global",
      type: "unicast",
    }],
    [{ type: "route", action: "new", route: { destination: "2001:db8::7" } }, { family: "inet6", prefixLength: 128 }],
    [{ type: "route", action: "new", route: { gateway: "fe80::1" } }, { family: "inet6", prefixLength: 0 }],
    [{ type: "route", action: "delete", route: { table: 5000, type: "blackhole" } }, {
      family: "inet",
      prefixLength: 0,
      table: 5000,
      type: "blackhole",
    }],
    [{ type: "neighbor", action: "new", neighbor: { index: 2, destination: "2001:db8::2" } }, {
      family: "inet6",
      state: "reachable",
      type: "unicast",
    }],
    [{ type: "neighbor", action: "new", neighbor: { index: 2, linkLayerAddress: "02:00:00:00:00:01" } }, {
      family: "bridge",
    }],
    [{ type: "rule", action: "new", rule: { source: "192.0.2.0", sourcePrefixLength: 24, priority: 100 } }, {
      family: "inet",
      sourcePrefixLength: 24,
      destinationPrefixLength: 0,
      table: 254,
      action: "table",
    }],
    [{ type: "nexthop", action: "new", nexthop: { id: 7 } }, { family: "unspec", id: 7, flags: [] }],
  ])("say what follows from %o", async (announced, expected) => {
    await using events = await watch({ topics: [announced.type], kernel });
    kernel.announce(announced);
    expect(await take(events, 1)).toMatchObject([{
      type: announced.type,
      action: announced.action,
      [announced.type]: expected,
    }]);
  });

  test("keep their order, and wait until they are asked for", async () => {
    await using events = await watch({ kernel });
    for (let i = 0; i < 600; i++) kernel.announce(newLink(`veth${i}`));
    const names = (await take(events, 600)).map((event) => event.type === "link" ? event.link.name : event.type);
    expect(names).toEqual(Array.from({ length: 600 }, (_, i) => `veth${i}`));
  });

  test("wake who waits", async () => {
    await using events = await watch({ kernel });
    const waiting = Promise.all([take(events, 1), take(events, 1)]);
    kernel.announce(newLink("eth0"));
    kernel.announce(newLink("eth1"));
    expect(await waiting).toMatchObject([[{ link: { name: "eth0" } }], [{ link: { name: "eth1" } }]]);
  });

  test("go to those who watch their topic, and to all of them", async () => {
    await using links = await watch({ topics: ["link"], kernel });
    await using all = await watch({ topics: ["link", "route"], kernel });
    expect(kernel.sockets).toBe(2);
    kernel.announce({ type: "route", action: "new", route: { gateway: "192.0.2.1" } });
    kernel.announce(newLink("eth0"));
    expect(await take(links, 1)).toMatchObject([{ type: "link" }]);
    expect(await take(all, 2)).toMatchObject([{ type: "route" }, { type: "link" }]);
  });

  test("say what request caused them, and what it wanted", async () => {
    await using events = await watch({ topics: ["route"], kernel });
    const message = { flags: ["replace", "0x8000"], sequence: 7, port: 4_000_000_000 };
    kernel.announce({ type: "route", action: "new", route: { outputLink: 2 }, message });
    expect(await take(events, 1)).toMatchObject([{ message: { name: "RTM_NEWROUTE", ...message } }]);
  });

  test("can be what the kernel asks user space for", async () => {
    await using events = await watch({ topics: ["neighbor"], kernel });
    kernel.announce({ type: "neighbor", action: "miss", neighbor: { index: 2, destination: "192.0.2.1" } });
    expect(await take(events, 1)).toMatchObject([{ action: "miss", message: { name: "RTM_GETNEIGH" } }]);
  });

  test("can be events that were recorded, with what no schema knows in its place", async () => {
    // A deleted link with attributes 3 (its name), 200 (unknown) and 4 (its mtu).
    const bytes = Uint8Array.from([
      ...[56, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ...[0, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ...[7, 0, 3, 0, 101, 97, 0, 0, 6, 0, 200, 0, 1, 2, 0, 0, 8, 0, 4, 0, 220, 5, 0, 0],
    ]);
    const [recorded] = decode(bytes);
    if (recorded?.type !== "link") throw new Error(`expected a link, got ${recorded?.type}`);
    await using events = await watch({ topics: ["link"], kernel });
    kernel.announce(recorded);
    const [event] = await take(events, 1);
    expect(event).toEqual(recorded);
    expect(Object.keys(event?.type === "link" ? event.link : {})).toEqual(Object.keys(recorded.link));
  });
});

describe("an event that cannot be", () => {
  // What the type checker would refuse too: people have tests in JavaScript.
  const announce = (event: object) => () => kernel.announce(event as Announcement);

  test.each<[object, RegExp]>([
    [{ type: "lnk", action: "new", lnk: {} }, /^Cannot announce 'lnk': expected one of link, address, /],
    [{ type: "toString", action: "new" }, /^Cannot announce 'toString': expected one of link, /],
    [
      { type: "link", action: "change", link: {} },
      /^Cannot announce link: expected the action new, delete, got 'change'/,
    ],
    [{ type: "rule", action: "miss", rule: {} }, /^Cannot announce rule: expected the action new, delete, got 'miss'/],
    [{ type: "link", action: "new", address: {} }, /^Cannot announce link: unknown field 'address'/],
    [{ type: "link", action: "new" }, /^Cannot announce link: expected an object/],
    [{ type: "link", action: "new", link: { nmae: "eth0" } }, /^Cannot announce link: .*'nmae' \(did you mean 'name'/],
    [{ type: "link", action: "new", link: { index: 2, mtu: -1 } }, /^Cannot announce link: mtu: .* got -1$/],
    [{ type: "link", action: "new", link: { flags: ["upp"] } }, /^Cannot announce link: flags: .* got 'upp'$/],
    [
      { type: "address", action: "new", address: { address: "192.0.2" } },
      /^Cannot announce address: address: .*192\.0\.2'$/,
    ],
    [{ type: "link", action: "new", link: {}, message: { seq: 1 } }, /^Cannot announce link: unknown field 'seq'/],
    [{ type: "link", action: "new", link: {}, message: { flags: ["root"] } }, /^Cannot announce link: .* got 'root'$/],
    [
      { type: "link", action: "new", link: {}, message: { flags: "replace" } },
      /^Cannot announce link: .* a list of flags, got 'replace'$/,
    ],
    [
      { type: "link", action: "new", link: {}, message: { port: 2 ** 32 } },
      /^Cannot announce link: .* a port from 0 .* 4294967296$/,
    ],
    [
      { type: "link", action: "new", link: {}, message: { sequence: -1 } },
      /^Cannot announce link: .* a sequence .* -1$/,
    ],
  ])("is refused though nobody listens: %o", (event, message) => {
    expect(announce(event)).toThrow(RangeError);
    expect(announce(event)).toThrow(message);
  });
});

describe("losses", () => {
  test("are told as many as there were, behind what was queued", async () => {
    await using events = await watch({ kernel });
    kernel.announce(newLink("eth0"));
    kernel.overrun(3);
    kernel.overrun();
    kernel.announce(newLink("eth1"));
    expect(await take(events, 3)).toMatchObject([
      { link: { name: "eth0" } },
      { link: { name: "eth1" } },
      { type: "overrun", lost: 4 },
    ]);
  });

  test("wake who waits", async () => {
    await using events = await watch({ kernel });
    const waiting = take(events, 1);
    kernel.overrun(1744);
    expect(await waiting).toEqual([{ type: "overrun", lost: 1744 }]);
  });

  test("come of a queue that is full, though it is as long as one turn takes, and what follows is new", async () => {
    // The turn ends by the number of events, and not by the clock.
    vi.spyOn(performance, "now").mockReturnValue(0);
    await using events = await watch({ topics: ["route"], receiveBuffer: 106_496, kernel });
    // As many as the default queue of Linux holds of messages of this size.
    const held = 256;
    for (let i = 0; i < 2000; i++) kernel.announce({ type: "route", action: "new", route: { priority: i } });
    const seen = await take(events, held + 1);
    expect(seen.slice(0, held).map((event) => event.type === "route" && event.route.priority))
      .toEqual(Array.from({ length: held }, (_, i) => i));
    expect(seen[held]).toEqual({ type: "overrun", lost: 2000 - held });
    kernel.announce({ type: "route", action: "new", route: { priority: 7 } });
    expect(await take(events, 1)).toMatchObject([{ route: { priority: 7 } }]);
  });

  test("are no more than 32 bits count", async () => {
    await using events = await watch({ kernel });
    kernel.overrun(2 ** 32 - 1);
    expect(await take(events, 1)).toEqual([{ type: "overrun", lost: 2 ** 32 - 1 }]);
    kernel.overrun(3);
    expect(await take(events, 1)).toEqual([{ type: "overrun", lost: 3 }]);
  });

  test.each([0, -1, 1.5, 2 ** 32, NaN])("cannot be %d", (lost) => {
    expect(() => kernel.overrun(lost)).toThrow(/^Cannot lose datagrams: expected a number from 1 to 4294967295, got /);
  });
});

describe("bytes", () => {
  test("that break off come as such, with the sound message before them", async () => {
    await using events = await watch({ kernel });
    const route = [28, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 254, 4, 0, 1, 0, 0, 0, 0];
    kernel.deliver(Uint8Array.from([...route, 20, 0, 0]));
    expect(await take(events, 2)).toMatchObject([
      { type: "route", route: { table: 254 } },
      { type: "undecoded", bytes: Uint8Array.of(20, 0, 0) },
    ]);
  });

  test("belong to whoever delivers them", async () => {
    await using events = await watch({ kernel });
    const bytes = Uint8Array.of(1, 2, 3);
    kernel.deliver(bytes);
    bytes.fill(0);
    expect(await take(events, 1)).toMatchObject([{ bytes: Uint8Array.of(1, 2, 3) }]);
  });
});

describe("a watcher", () => {
  test("that is closed leaves nothing, and hears of nothing", async () => {
    const events = await watch({ kernel });
    const waiting = events.next();
    events.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await events[Symbol.asyncDispose]();
    expect(kernel.sockets).toBe(0);
    kernel.announce(newLink("eth0"));
    kernel.overrun();
  });

  test("ends with its loop", async () => {
    const events = await watch({ kernel });
    kernel.announce(newLink("eth0"));
    for await (const event of events) {
      expect(event.type).toBe("link");
      break;
    }
    expect(kernel.sockets).toBe(0);
  });

  test("that is aborted throws the reason", async () => {
    const abort = new AbortController();
    await using events = await watch({ kernel, signal: abort.signal });
    const waiting = events.next();
    abort.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });

  test("of another namespace is more than a fake kernel has", async () => {
    await expect(watch({ namespace: "blue", kernel })).rejects
      .toThrow("Cannot open network namespace 'blue': ENOSYS, Function not implemented");
  });
});

test("who asks while a datagram is seen comes behind those who wait", async () => {
  let inner: Promise<IteratorResult<NetworkEvent, undefined>> | undefined;
  let seen = 0;
  await using events: Watcher = await watch({
    kernel,
    topics: ["link"],
    onDatagram: () => {
      seen++;
      inner ??= events.next();
    },
  });
  const outer = events.next();
  // It waits by now.
  await new Promise((resolve) => setTimeout(resolve, 5));
  for (const index of [1, 2, 3]) kernel.announce({ type: "link", action: "new", link: { index, name: `l${index}` } });
  expect([await outer, await inner, await events.next()]).toMatchObject(
    [1, 2, 3].map((index) => ({ value: { link: { index } } })),
  );
  expect(seen).toBe(3);
});

test("who closes it while a datagram is seen gets the end, and no event", async () => {
  await using events: Watcher = await watch({ kernel, topics: ["link"], onDatagram: () => events.close() });
  kernel.announce({ type: "link", action: "new", link: { index: 1, name: "l1" } });
  expect(await events.next()).toEqual({ done: true, value: undefined });
});
