import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  decode,
  type Link,
  type LinkState,
  NetlinkError,
  NetlinkSocket,
  type NetworkState,
  waitForLink,
  waitForNewLink,
  waitForReconnect,
  waitForRemovedLink,
  watch,
} from "../../mod.ts";
import { errno } from "../../src/errno.ts";
import { type FakeKernel, fakeKernel, type FakeObject } from "../../src/testing/mod.ts";
import { FakeNetwork, LO, record, turn } from "../state/network.ts";

// What cloud-init's netlink.py does, and what it got wrong, by the numbers of its description (CI-01 to CI-24).

/** The states of a link by their number (`IF_OPER_*`): CI-15. */
const STATES: readonly LinkState[] = ["unknown", "notPresent", "down", "lowerLayerDown", "testing", "dormant", "up"];

/** A message as its own tests make one: 16 bytes that say what follows, 16 bytes of zeros, attributes. */
function message(type: number, ...attributes: readonly (readonly number[])[]): Uint8Array {
  const payload = attributes.flat();
  return Uint8Array.of(32 + payload.length, 0, 0, 0, type, 0, ...new Array(26).fill(0), ...payload);
}

const NEW_LINK = 16;
const NAME = [8, 0, 3, 0, ...new TextEncoder().encode("eth0")];
const DOWN = [5, 0, 16, 0, 2, 0, 0, 0];
const PADDING = [0, 0, 0, 0];

describe("a socket", () => {
  test("of links alone is bound to a port of the kernel's choice and joins their group: CI-01, CI-03", async () => {
    const kernel = fakeKernel();
    const joined: number[] = [];
    const { libc, watchReadable } = kernel;
    const setsockopt: typeof libc.setsockopt = (fd, level, name, value) => {
      // NETLINK_ADD_MEMBERSHIP of SOL_NETLINK.
      if (level === 270 && name === 1) joined.push(value[0] ?? 0);
      return libc.setsockopt(fd, level, name, value);
    };
    const counted = { watchReadable, libc: { ...libc, setsockopt } };
    await using _links = await watch({ topics: ["link"], kernel: counted });
    // A second one in the same process has a port of its own, which is no negative number.
    await using second = await NetlinkSocket.open("route", { kernel: counted });
    expect(joined).toEqual([1]);
    expect(second.port).toBeGreaterThan(2 ** 31);
  });

  test.each(["socket", "bind"] as const)("that cannot be made fails with what %s said: CI-02", async (call) => {
    const { libc, watchReadable } = fakeKernel();
    const failing = { watchReadable, libc: { ...libc, [call]: () => -errno("EPERM") } };
    const opening = NetlinkSocket.open("route", { kernel: failing });
    await expect(opening).rejects.toThrow(/^Cannot (open|bind) socket: EPERM, Operation not permitted$/);
    await expect(opening).rejects.toBeInstanceOf(NetlinkError);
  });

  test("gives up waiting when its time is up, and lives on: CI-06, CI-14", async () => {
    const kernel = fakeKernel();
    await using socket = await NetlinkSocket.open("route", { kernel });
    socket.join(1);
    const timeout = socket.receive({ signal: AbortSignal.timeout(5) });
    await expect(timeout).rejects.toMatchObject({ name: "TimeoutError" });
    kernel.deliver(Uint8Array.of(1, 2, 3));
    expect(await socket.receive()).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("takes nothing that the kernel did not send: CI-19", async () => {
    const kernel = fakeKernel();
    const { libc, watchReadable } = kernel;
    let isForeign = true;
    const recv: typeof libc.recv = (fd, buffer, flags, sender) => {
      const length = libc.recv(fd, buffer, flags, sender);
      // The port of the sender stands behind the family and its padding.
      if (length > 0 && isForeign) sender[4] = 99;
      isForeign = false;
      return length;
    };
    await using socket = await NetlinkSocket.open("route", { kernel: { watchReadable, libc: { ...libc, recv } } });
    socket.join(1);
    kernel.deliver(message(NEW_LINK, NAME));
    kernel.deliver(Uint8Array.of(1, 2, 3));
    expect(await socket.receive()).toEqual(Uint8Array.of(1, 2, 3));
    expect(socket.foreign).toBe(1);
  });
});

describe("a message", () => {
  test.each<[string, Uint8Array, object]>([
    ["name and state", message(NEW_LINK, NAME, DOWN), { name: "eth0", state: "down" }],
    ["a name alone", message(NEW_LINK, NAME), { name: "eth0" }],
    ["a state alone", message(NEW_LINK, DOWN), { state: "down" }],
    ["neither", message(NEW_LINK), {}],
    ["two names, of which the last counts", message(NEW_LINK, [5, 0, 3, 0, 120, 0, 0, 0], NAME), { name: "eth0" }],
    ["a state of which nobody knew", message(NEW_LINK, [5, 0, 16, 0, 9, 0, 0, 0]), { state: 9 }],
  ])("says %s: CI-04, CI-05, CI-08", (_, bytes, said) => {
    const [event, ...more] = decode(bytes);
    expect(event).toEqual({
      type: "link",
      action: "new",
      link: { family: "unspec", type: "netrom", index: 0, flags: [], change: [], ...said },
      message: { name: "RTM_NEWLINK", flags: [], sequence: 0, port: 0 },
    });
    expect(more).toEqual([]);
  });

  test.each(STATES.map((state, number) => [number, state] as const))(
    "says %i for the state %s: CI-15",
    (number, state) => {
      const [event] = decode(message(NEW_LINK, [5, 0, 16, 0, number, 0, 0, 0]));
      expect(event).toMatchObject({ link: { state } });
    },
  );

  test.each<[string, Uint8Array]>([
    ["an attribute of 0 bytes", message(NEW_LINK, [0, 0, 16, 0])],
    ["an attribute of 3 bytes", message(NEW_LINK, [3, 0, 16, 0])],
    ["an attribute that ends behind the message", message(NEW_LINK, [60, 0, 16, 0, 2, 0, 0, 0])],
    ["a state of no byte", message(NEW_LINK, [4, 0, 16, 0])],
    ["less than a header", Uint8Array.of(8, 0, 0, 0, 16, 0, 0, 0)],
    ["a length of 0", Uint8Array.of(0, 0, 0, 0, ...message(NEW_LINK, NAME).subarray(4))],
    ["no header of its own", message(NEW_LINK).with(0, 24).subarray(0, 24)],
  ])("with %s is told as bytes that cannot be read: CI-04, CI-07, CI-09, CI-10", (_, bytes) => {
    const events = [...decode(bytes)];
    expect(events.at(-1)).toMatchObject({ type: "undecoded" });
    expect(events.length).toBeLessThan(3);
  });

  test("ends where it says, and the next begins there: CI-09, CI-13", () => {
    const first = message(NEW_LINK, [...NAME.with(0, 7)]).with(0, 39);
    // The first one ends in the middle of a word.
    const both = Uint8Array.of(...first, ...message(17, NAME, DOWN));
    expect([...decode(both)]).toMatchObject([
      { action: "new", link: { name: "eth" } },
      { action: "delete", link: { name: "eth0", state: "down" } },
    ]);
  });
});

describe("waiting", () => {
  const ETH0 = { index: 2, name: "eth0", state: "up" } as const;
  let network: FakeNetwork;
  let state: NetworkState;
  beforeEach(async () => {
    network = new FakeNetwork({ link: [LO, ETH0] });
    state = await network.follow({ topics: ["link"] });
  });
  afterEach(() => network.end());

  /** Expects that a wait ends with the last of what happens, and not before. */
  async function expectLast(waiting: Promise<Link>, happen: readonly (() => void)[]): Promise<Link> {
    let isOver = false;
    const over = waiting.then((link) => (isOver = true, link));
    for (const [i, step] of happen.entries()) {
      expect(isOver, `before step ${i + 1}`).toBe(false);
      step();
      await state.settled();
      await turn();
    }
    return await over;
  }

  /** Steps in which a link is announced in each of these states, by their numbers. */
  function announced(states: readonly number[], link: FakeObject<"link"> = ETH0): (() => void)[] {
    return states.map((number) => () => network.link({ ...link, state: STATES[number] ?? number }));
  }

  test.each([
    [[2, 6]],
    [[6, 6, 5, 6, 1, 6, 3, 6, 4, 6, 0, 6, 2, 6]],
    [[2, 5, 0, 6]],
    [[7, 6, 2, 7, 6]],
  ])("for a reconnect ends with the last of the states %j: CI-12", async (states) => {
    expect(await expectLast(waitForReconnect("eth0", { state }), announced(states))).toMatchObject(ETH0);
  });

  test.each<[string, (kernel: FakeKernel) => void]>([
    ["of another link", (kernel) => kernel.announce({ type: "link", action: "new", link: { index: 9, name: "eth9" } })],
    ["without a name", (kernel) => kernel.announce({ type: "link", action: "new", link: { index: 2, state: "down" } })],
    ["that asks for a link", (kernel) => kernel.deliver(message(18, NAME, DOWN))],
    ["that would change a link", (kernel) => kernel.deliver(message(19, NAME, DOWN))],
    ["that does nothing, of three kinds", (kernel) =>
      kernel.deliver(Uint8Array.of(
        ...message(1, PADDING),
        ...message(2, PADDING),
        ...message(3, PADDING),
      ))],
    ["of a bridge", (kernel) =>
      kernel.announce({
        type: "link",
        action: "delete",
        link: { ...ETH0, family: "bridge", state: "down" },
      })],
    ["that is broken off", (kernel) => kernel.deliver(message(NEW_LINK, NAME, DOWN).subarray(0, 38))],
  ])("for a reconnect passes over a message %s: CI-12, CI-13, CI-20, CI-24", async (_, tell) => {
    const happen = [() => tell(network.kernel), ...announced([6, 2, 6])];
    await expectLast(waitForReconnect("eth0", { state }), happen);
  });

  test("for a reconnect finds all that it waits for in one datagram: CI-13", async () => {
    // Without an index it is another link of this name.
    const waiting = waitForReconnect("eth0", { state });
    network.asked = ({ message: { flags } }) => {
      if (!flags.includes("root")) network.tables = { link: [LO, { ...ETH0, index: 0 }] };
    };
    network.kernel.deliver(Uint8Array.of(
      ...message(NEW_LINK, NAME, DOWN),
      ...message(NEW_LINK, NAME, DOWN.with(4, 6)),
    ));
    expect(await waiting).toMatchObject({ name: "eth0", state: "up" });
  });

  test("needs the name of a link: CI-11", async () => {
    for (const wait of [waitForReconnect("", { state }), waitForLink("", "up", { state })]) {
      await expect(wait).rejects.toThrow("expected the name or the index of a link, got ''");
    }
  });

  test("has no end but what it waits for, and the signal that it got: CI-14", async () => {
    const abort = new AbortController();
    const waiting = waitForReconnect("eth0", { state, signal: abort.signal });
    await turn();
    abort.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });

  test("hides nothing of what it passes over from others: CI-16, CI-21", async () => {
    const told = record(state);
    await expectLast(waitForReconnect("eth0", { state }), [
      ...announced([2], { index: 9, name: "eth9" }),
      ...announced([2, 6]),
    ]);
    expect(told.map((change) => change.type === "link" && [change.action, change.link.name, change.link.state]))
      .toEqual([["add", "eth9", "down"], ["change", "eth0", "down"], ["change", "eth0", "up"]]);
  });

  test("for whatever a function says of any link: CI-21", async () => {
    const waiting = state.waitFor(({ links }) => [...links.values()].find(({ state }) => state === "testing"));
    network.link({ index: 9, name: "eth9", state: "testing" });
    expect(await waiting).toMatchObject({ name: "eth9" });
  });

  test.each<[readonly string[], readonly (readonly [string, number])[], string]>([
    [["lo", "eth9"], [["eth1", 2]], "eth1"],
    [["lo", "eth9"], [["eth1", 6]], "eth1"],
    [["lo", "eth0"], [["eth0", 6], ["eth1", 6]], "eth1"],
    [["lo", "eth1"], [["eth0", 6]], "eth0"],
    [["lo", "eth0"], [["eth1", 1], ["eth1", 5], ["eth1", 3], ["eth1", 2]], "eth1"],
  ])("for a link other than %j ends with the last of %j: CI-22", async (except, links, expected) => {
    using changes = state.changes();
    const indexes: Readonly<Record<string, number>> = { eth0: 2, eth1: 3 };
    const happen = links.flatMap(([name, number]) =>
      announced([number], { index: indexes[name] ?? 9, name, mtu: 1000 + number })
    );
    expect(await expectLast(waitForNewLink({ changes, except }), happen)).toMatchObject({ name: expected });
  });

  test("for a link that goes ends with its end: CI-23", async () => {
    const removed = await expectLast(waitForRemovedLink({ state }), [
      ...announced([2]),
      () => network.unlink({ ...ETH0, state: "down" }),
    ]);
    expect(removed).toMatchObject({ name: "eth0" });
  });

  test("twice in a row on one reader misses nothing between: CI-17", async () => {
    using changes = state.changes();
    // All of it is there before the first wait begins.
    network.unlink(ETH0);
    network.link({ index: 3, name: "eth1", state: "down" });
    network.link({ index: 3, name: "eth1", state: "up" });
    network.link({ index: 3, name: "eth1", state: "down" });
    network.link({ index: 3, name: "eth1", state: "up" });
    await state.settled();
    expect(await waitForRemovedLink({ changes })).toMatchObject({ name: "eth0" });
    expect(await waitForNewLink({ changes, except: ["lo"] })).toMatchObject({ name: "eth1", state: "down" });
    expect(await waitForReconnect("eth1", { changes })).toMatchObject({ state: "up" });
  });

  test("finds out what happened while events were lost: CI-18", async () => {
    const told = record(state);
    const waits = [waitForRemovedLink({ state }), waitForNewLink({ state }), waitForLink("eth1", "present", { state })];
    network.tables = { link: [LO, { index: 3, name: "eth1", state: "down" }] };
    network.kernel.overrun(5);
    expect(await Promise.all(waits)).toMatchObject([{ name: "eth0" }, { name: "eth1" }, { name: "eth1" }]);
    await state.settled();
    expect([told.at(0), told.at(-1)]).toEqual([{ type: "overrun", lost: 5 }, { type: "synced" }]);
  });
});
