import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NetworkState, waitForLink } from "../../mod.ts";
import { errno } from "../../src/errno.ts";
import { ETH0, ETH1, FakeNetwork, LO, record } from "./network.ts";

let network: FakeNetwork;
let state: NetworkState;
beforeEach(async () => {
  network = new FakeNetwork({ link: [LO, ETH0] });
  state = await network.follow({ topics: ["link"] });
});
afterEach(() => network.end());

describe("waitFor", () => {
  test("gives at once what is so already", async () => {
    expect(await state.waitFor(({ links }) => links.get(2)?.name)).toBe("eth0");
  });

  test("asks after each change, and not any more when it has been answered", async () => {
    const seen: (number | undefined)[] = [];
    const waiting = state.waitFor(({ links }) => {
      const mtu = links.get(2)?.mtu;
      seen.push(mtu);
      return mtu === 1402 && "found";
    });
    for (const mtu of [1401, 1402, 1403]) network.link({ ...ETH0, mtu });
    expect(await waiting).toBe("found");
    await state.settled();
    expect(seen).toEqual([1500, 1401, 1402]);
  });

  test("takes 0, null and empty text for answers", async () => {
    for (const answer of [0, null, ""]) expect(await state.waitFor(() => answer)).toBe(answer);
  });

  test("rejects with what the condition throws, and the copy goes on", async () => {
    const waiting = state.waitFor(({ links }) => {
      if (links.has(3)) throw new TypeError("no such thing");
    });
    network.link(ETH1);
    await expect(waiting).rejects.toThrow("no such thing");
    await state.settled();
    await expect(state.waitFor(({ routes }) => routes.size)).rejects.toThrow("Cannot read topic 'route'");
  });

  test("rejects with the reason of its signal, before and while it waits", async () => {
    const abort = new AbortController();
    const waiting = state.waitFor(() => false, { signal: abort.signal });
    abort.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await expect(state.waitFor(() => true, { signal: abort.signal })).rejects.toThrow("enough");
    await expect(state.waitFor(() => true, { signla: abort.signal } as object)).rejects.toThrow(
      "Cannot wait: unknown option 'signla' (did you mean 'signal'?)",
    );
  });

  test("refuses a promise, which would hold whatever comes of it, and what is no function", async () => {
    const promised = "Cannot wait for a condition: expected a value, got a promise";
    await expect(state.waitFor(async () => await Promise.resolve(false))).rejects.toThrow(new RangeError(promised));
    await expect(state.waitFor(() => Promise.reject(new Error("unseen")))).rejects.toThrow(promised);
    const asynchronous = (() => Promise.resolve(false)) as never;
    await expect(waitForLink("eth0", asynchronous, { state })).rejects.toThrow(promised);
    await expect(state.waitFor(true as never)).rejects.toThrow(
      "Cannot wait for a condition: expected a function, got true",
    );
  });

  test("finds what a repair brings: CI-18", async () => {
    const waiting = state.waitFor(({ links }) => links.get(3));
    network.tables = { link: [LO, ETH0, ETH1] };
    network.kernel.overrun();
    expect(await waiting).toMatchObject({ name: "eth1" });
  });
});

describe("a listener", () => {
  test("gets each change at once until it is taken away, and twice when it listens twice", async () => {
    const heard: unknown[] = [];
    const listener = (changes: readonly unknown[]): void => void heard.push(...changes);
    const stops = [state.listen(listener), state.listen(listener)];
    network.link(ETH1);
    await state.settled();
    expect(heard).toMatchObject([{ key: 3 }, { key: 3 }]);
    stops[0]?.();
    stops[0]?.();
    network.unlink(ETH1);
    await state.settled();
    expect(heard).toHaveLength(3);
  });

  test("that takes another away keeps it from hearing even of this", async () => {
    const heard = record(state);
    let stop = (): void => {};
    state.listen(() => stop());
    stop = state.listen(() => expect.unreachable());
    network.link(ETH1);
    await state.settled();
    expect(heard).toHaveLength(1);
  });

  test("that throws ends the copy, and everybody is told why", async () => {
    const changes = state.changes();
    state.listen(() => {
      throw new TypeError("no such thing");
    });
    const waiting = state.waitFor(({ links }) => !links.has(2));
    network.link(ETH1);
    await expect(waiting).rejects.toThrow("no such thing");
    expect(await changes.next()).toMatchObject({ value: { key: 3 } });
    await expect(changes.next()).rejects.toThrow("no such thing");
    expect(() => state.throwIfClosed()).toThrow("no such thing");
    await expect(state.settled()).rejects.toThrow("no such thing");
  });
});

describe("refresh", () => {
  test("finds what the kernel announces to nobody: KF-03", async () => {
    const told = record(state);
    network.tables = { link: [LO, { ...ETH0, alias: "uplink" }] };
    await state.settled();
    expect(told).toEqual([]);
    await state.refresh();
    expect(told).toMatchObject([{ action: "change", cause: "resync", changed: ["alias"], link: { alias: "uplink" } }]);
  });

  test("while a list is made has it made once more", async () => {
    let refreshed: Promise<void> | undefined;
    network.asked = ({ message }) => {
      if (refreshed === undefined && message.flags.includes("root")) refreshed = state.refresh();
    };
    await state.refresh();
    await refreshed;
    expect(network.lists("link")).toBe(3);
  });

  test("asked for by who hears of a change is made", async () => {
    let refreshed: Promise<void> | undefined;
    state.listen(() => refreshed ??= state.refresh());
    network.link(ETH1);
    await state.settled();
    network.tables = { link: [LO] };
    await refreshed;
    expect(network.lists("link")).toBe(2);
  });

  test("several times at once is one", async () => {
    await Promise.all([state.refresh(), state.refresh(), state.settled()]);
    expect(network.lists("link")).toBe(2);
  });
});

describe("what cannot be is refused", () => {
  const { kernel } = new FakeNetwork({});

  test.each([
    [{ topics: [] }, "Cannot follow topics: expected a list of one or more, got an empty one"],
    [
      { topics: ["links"] },
      "Cannot follow topic 'links': expected one of link, address, nexthop, route, neighbor, rule",
    ],
    [{ topics: "link" }, "Cannot follow topics: expected a list of one or more, got 'link'"],
    [{ topic: ["link"] }, "Cannot follow: unknown option 'topic' (did you mean 'topics'?)"],
    [{ signal: 7 }, "Cannot follow: expected an AbortSignal as the signal, got 7"],
    [{ receiveBuffer: -1 }, "Cannot open socket: expected a receive buffer from 0 to 1073741823 bytes, got -1"],
  ])("%o", async (options, message) => {
    // The compiler knows these.
    await expect(NetworkState.open({ ...options, kernel } as object)).rejects.toThrow(message);
    expect(kernel.sockets).toBe(0);
  });

  test("by the kernel, and nothing is left of what was open", async () => {
    const { libc, watchReadable } = kernel;
    let sockets = 0;
    const socket: typeof libc.socket = (...args) => ++sockets === 2 ? -errno("EMFILE") : libc.socket(...args);
    const opening = NetworkState.open({ kernel: { watchReadable, libc: { ...libc, socket } } });
    await expect(opening).rejects.toThrow("Cannot open socket: EMFILE, Too many open files");
    expect(kernel.sockets).toBe(0);
  });
});
