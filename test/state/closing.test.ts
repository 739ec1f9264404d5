import { afterEach, describe, expect, test } from "vitest";
import { NetlinkError, NetworkState } from "../../mod.ts";
import type { FakeRequest } from "../../src/testing/fake-handler.ts";
import { ETH0, ETH1, FakeNetwork, isList, LO } from "./network.ts";

let network: FakeNetwork;
afterEach(() => network.end());

/** An answer that never comes. */
function never(): Promise<void> {
  return new Promise(() => {});
}

/** Has every request that is like this wait for ever. */
function hang(isLike: (request: FakeRequest) => boolean): void {
  network.asked = (request) => isLike(request) ? never() : undefined;
}

/** What a copy may be doing when it is closed. */
const OCCUPATIONS: readonly (readonly [string, (state: NetworkState) => Promise<void> | void])[] = [
  ["while nothing happens", () => {}],
  ["while a list is made", (state) => {
    hang(isList);
    void state.refresh().catch(() => {});
  }],
  ["while a list is made again after a loss", () => {
    hang(isList);
    network.kernel.overrun();
  }],
  ["while it asks whether all changes are done", (state) => {
    hang((request) => !isList(request));
    void state.refresh().catch(() => {});
  }],
  ["while a link is read", () => {
    hang((request) => !isList(request) && request.topic === "link" && request.value?.index === 2);
    network.link(ETH0);
  }],
  ["while it pauses between lists", async (state) => {
    network.asked = (request) => isList(request) ? network.link(ETH0) : undefined;
    await state.refresh();
  }],
  ["while a flood is read", () => {
    for (let i = 0; i < 1000; i++) network.link({ ...ETH1, mtu: 1000 + i });
  }],
  ["when somebody has just asked for a refresh", (state) => void state.refresh().catch(() => {})],
];

describe.each(OCCUPATIONS)("a copy that is closed %s", (_, occupy) => {
  /** A copy that is doing it. */
  async function busy(options: { readonly signal?: AbortSignal } = {}): Promise<NetworkState> {
    network = new FakeNetwork({ link: [LO, ETH0] });
    const state = await network.follow({ topics: ["link"], ...options });
    await occupy(state);
    return state;
  }

  test.each([["at once", 0], ["a little later", 1]])("%s ends everything, and leaves nothing", async (_, turns) => {
    const state = await busy();
    const [changes, other] = [state.changes(), state[Symbol.asyncIterator]()];
    const waiting = state.waitFor(() => false).catch((error) => error);
    const settled = state.settled().catch((error) => error);
    const nexts = (async () => {
      for await (const _ of changes) { /* nothing of it counts */ }
      for await (const _ of { [Symbol.asyncIterator]: () => other }) { /* nothing of it counts */ }
    })();
    for (let i = 0; i < turns; i++) await new Promise((resolve) => setTimeout(resolve));
    const heard: unknown[] = [];
    state.listen((changes) => void heard.push(changes));
    state.close();
    expect(await waiting).toMatchObject({
      name: "NetlinkError",
      message: "Cannot use the copy of the network after closing it: EBADF, Bad file descriptor",
    });
    await nexts;
    const isSettled = await settled;
    if (isSettled !== undefined) expect(isSettled).toBeInstanceOf(NetlinkError);
    await state[Symbol.asyncDispose]();
    expect(network.kernel.sockets).toBe(0);
    expect(heard).toEqual([]);
  });

  test("by its signal fails with the reason", async () => {
    const abort = new AbortController();
    const state = await busy({ signal: abort.signal });
    const changes = state.changes();
    const waiting = state.waitFor(() => false).catch((error) => error);
    abort.abort(new Error("enough"));
    expect(await waiting).toMatchObject({ message: "enough" });
    await expect((async () => {
      for await (const _ of changes) { /* nothing of it counts */ }
    })()).rejects.toThrow("enough");
    expect(await changes.next()).toEqual({ done: true, value: undefined });
    await state[Symbol.asyncDispose]();
    expect(network.kernel.sockets).toBe(0);
  });
});

describe("opening", () => {
  test.each([["the first list", isList], ["the question before it", (request: FakeRequest) => !isList(request)]])(
    "is given up by the signal during %s",
    async (_, isLike) => {
      network = new FakeNetwork({ link: [LO] });
      hang(isLike);
      const abort = new AbortController();
      const opening = network.follow({ signal: abort.signal });
      await expect.poll(() => network.kernel.requests.length).toBeGreaterThan(0);
      abort.abort(new Error("enough"));
      await expect(opening).rejects.toThrow("enough");
      expect(network.kernel.sockets).toBe(0);
    },
  );

  test("with a signal that is aborted opens nothing", async () => {
    network = new FakeNetwork({});
    await expect(network.follow({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    expect(network.kernel.requests).toEqual([]);
  });

  test("fails with what the kernel refuses", async () => {
    network = new FakeNetwork({});
    network.asked = ({ topic }) => {
      if (topic === "rule") throw new NetlinkError("list", 95, { ack: { message: "No rules here" } });
    };
    await expect(network.follow()).rejects.toThrow(
      "Cannot follow topic 'rule': EOPNOTSUPP, Operation not supported: No rules here",
    );
    expect(network.kernel.sockets).toBe(0);
  });
});

describe("a copy that has ended", () => {
  test("keeps what it had, and has nothing more to say", async () => {
    network = new FakeNetwork({ link: [LO, ETH0] });
    const state = await network.follow({ topics: ["link"] });
    const changes = state.changes();
    network.link(ETH1);
    await state.settled();
    state.close();
    state.close();
    expect(state.links.size).toBe(3);
    // What was not read by then is not told.
    expect(await changes.next()).toEqual({ done: true, value: undefined });
    expect(await state.changes({ snapshot: true }).next()).toEqual({ done: true, value: undefined });
    await expect(state.waitFor(() => true)).rejects.toThrow("after closing it");
    await expect(state.refresh()).rejects.toThrow("after closing it");
    expect(() => state.throwIfClosed()).toThrow("after closing it");
  });

  test("since the kernel refused something tells each reader once, behind what was queued", async () => {
    network = new FakeNetwork({ link: [LO, ETH0] });
    const state = await network.follow({ topics: ["link"] });
    const [changes, later] = [state.changes(), state.changes()];
    const asked = [later.next(), later.next(), later.next()] as const;
    network.asked = () => {
      throw new NetlinkError("list", 12);
    };
    network.link(ETH1);
    await expect(state.refresh()).rejects.toThrow("ENOMEM");
    expect(await changes.next()).toMatchObject({ value: { key: 3 } });
    await expect(changes.next()).rejects.toThrow("ENOMEM");
    expect(await changes.next()).toEqual({ done: true, value: undefined });
    expect(await asked[0]).toMatchObject({ value: { key: 3 } });
    await expect(asked[1]).rejects.toThrow("ENOMEM");
    expect(await asked[2]).toEqual({ done: true, value: undefined });
    await expect(state.changes({ snapshot: true }).next()).rejects.toThrow("ENOMEM");
  });

  test("in the middle of a listener tells the others nothing more", async () => {
    network = new FakeNetwork({ link: [LO, ETH0] });
    const state = await network.follow({ topics: ["link"] });
    let heard = false;
    state.listen(() => state.close());
    state.listen(() => void (heard = true));
    network.link(ETH1);
    network.link({ ...ETH1, mtu: 1400 });
    await expect(state.settled()).rejects.toThrow("after closing it");
    expect(heard).toBe(false);
    expect(state.links.get(3)).not.toHaveProperty("mtu");
  });
});

test("leaving the loop over a copy closes it; await using does too", async () => {
  network = new FakeNetwork({ link: [LO, ETH0] });
  const state = await network.follow({ topics: ["link"], snapshot: true });
  for await (const change of state) {
    expect(change).toMatchObject({ action: "add", link: { name: "lo" } });
    break;
  }
  expect(network.kernel.sockets).toBe(0);
  {
    await using other = await NetworkState.open({ kernel: network.kernel });
    expect(other.links.size).toBe(2);
  }
  expect(network.kernel.sockets).toBe(0);
  {
    using other = await network.follow();
    expect(other.links.size).toBe(2);
  }
});
