import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Link,
  type LinkReference,
  NetlinkError,
  type NetworkState,
  waitForLink,
  waitForNewLink,
  waitForReconnect,
  waitForRemovedLink,
} from "../../mod.ts";
import { shown } from "../../src/shown.ts";
import { ETH0, ETH1, FakeNetwork, LO, turn } from "./network.ts";

const UP = ETH0;
const DOWN = { ...ETH0, flags: ["up"] as const, state: "down" as const };

let network: FakeNetwork;
beforeEach(() => {
  network = new FakeNetwork({ link: [LO, ETH0] });
});
afterEach(() => network.end());

/** Whether a promise is settled when all that can happen has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const settled = promise.then(() => true, () => true);
  await turn();
  return await Promise.race([settled, Promise.resolve(false)]);
}

describe("waitForLink", () => {
  test.each<[Parameters<typeof waitForLink>[1], object | undefined]>([
    ["up", UP],
    ["present", UP],
    [({ mtu }) => mtu === 1500, UP],
  ])("gives at once a link that is %s, and closes what it opened", async (condition, expected) => {
    expect(await waitForLink("eth0", condition, network.options)).toMatchObject(expected!);
    expect(await waitForLink(2, condition, network.options)).toMatchObject(expected!);
  });

  test("gives nothing at once for a link that is absent", async () => {
    expect(await waitForLink("eth1", "absent", network.options)).toBeUndefined();
  });

  test("waits until a link is there, up, down, gone", async () => {
    const state = await network.follow({ topics: ["link"] });
    const options = { state };
    for (
      const [condition, change] of [
        ["present", () => network.link(ETH1)],
        ["up", () => network.link({ ...ETH1, flags: ["up", "running"], state: "unknown" })],
        ["down", () => network.link({ ...ETH1, flags: ["up"], state: "lowerLayerDown" })],
        ["absent", () => network.unlink(ETH1)],
      ] as const
    ) {
      const waiting = waitForLink("eth1", condition, options);
      expect(await isSettled(waiting), condition).toBe(false);
      change();
      await waiting;
    }
    expect(state.links.size).toBe(2);
  });

  test("finds a link by an alternative name, which alone may be longer than 15 bytes", async () => {
    const alternativeNames = ["the-uplink-of-this-machine", "wan"];
    const waiting = waitForLink("the-uplink-of-this-machine", "present", network.options);
    expect(await isSettled(waiting)).toBe(false);
    network.link({ ...ETH1, propertyList: { alternativeNames } });
    expect(await waiting).toMatchObject({ name: "eth1" });
    expect(await waitForLink("wan", "present", network.options)).toMatchObject({ index: 3 });
  });

  test("rejects with what a condition throws, and with the reason of its signal", async () => {
    const broken = () => {
      throw new TypeError("no such thing");
    };
    await expect(waitForLink("eth0", broken, network.options)).rejects.toThrow("no such thing");
    const state = await network.follow({ topics: ["link"] });
    for (const options of [network.options, { state }]) {
      const abort = new AbortController();
      const waiting = waitForLink("eth1", "present", { ...options, signal: abort.signal });
      await turn();
      abort.abort(new Error("enough"));
      await expect(waiting).rejects.toThrow("enough");
    }
    expect(network.kernel.sockets).toBe(2);
  });
});

describe("waitForReconnect", () => {
  let state: NetworkState;
  let waiting: Promise<Link>;
  beforeEach(async () => {
    state = await network.follow({ topics: ["link"] });
    waiting = waitForReconnect("eth0", { state });
  });

  test.each<[string, () => void]>([
    ["went down and up", () => {
      network.link(DOWN);
      network.link(UP);
    }],
    ["counted a loss of its carrier, though nobody saw it down", () => {
      network.link({ ...UP, carrierDownCount: 3 });
      network.link({ ...UP, carrierDownCount: 4 });
    }],
    ["was deleted and made again", () => {
      network.unlink(UP);
      network.link({ ...UP, index: 9 });
    }],
    ["went down, was renamed, and another took its name", () => {
      network.link({ ...UP, name: "old0" });
      network.link({ ...UP, index: 9 });
    }],
  ])("is told of a link that %s", async (_, happen) => {
    happen();
    expect(await waiting).toMatchObject({ name: "eth0", state: "up" });
  });

  test.each<[string, () => void]>([
    ["is up", () => network.link({ ...UP, mtu: 1400 })],
    ["is down", () => network.link(DOWN)],
    ["lost the carrier of what is below", () => {
      network.link({ ...UP, state: "lowerLayerDown" });
      network.link(UP);
    }],
    ["is another", () => {
      network.link({ ...DOWN, index: 3, name: "eth1" });
      network.link({ ...UP, index: 3, name: "eth1" });
    }],
    ["has been renamed since it was lost", () => {
      network.link(DOWN);
      network.link({ ...UP, name: "eth9" });
    }],
    ["has another's name, whose losses were more", () => {
      network.link({ ...UP, carrierDownCount: 1 });
      network.link({ ...ETH1, carrierDownCount: 5 });
    }],
    ["is a port that left its bridge", () => {
      network.kernel.announce({ type: "link", action: "delete", link: { ...UP, family: "bridge" } });
      network.link({ ...UP, mtu: 1400 });
    }],
  ])("goes on for a link that %s", async (_, happen) => {
    happen();
    expect(await isSettled(waiting)).toBe(false);
    network.link(DOWN);
    network.link(UP);
    if (state.links.get(2)?.name === "eth0") await waiting;
    else {
      state.close();
      await expect(waiting).rejects.toThrow("Cannot wait for a link after closing the copy: EBADF");
    }
  });

  test("counts nothing that a snapshot tells", async () => {
    network.link(DOWN);
    await state.settled();
    const other = waitForReconnect("eth0", { changes: state.changes({ snapshot: true }) });
    network.link(UP);
    expect(await isSettled(other)).toBe(false);
    await waiting;
    state.close();
    await expect(other).rejects.toThrow("EBADF");
  });
});

describe("waitForNewLink", () => {
  test("gives a link that appears, as soon as it is up or down", async () => {
    const waiting = waitForNewLink(network.options);
    await turn();
    network.link({ ...ETH0, mtu: 1400 });
    network.link({ ...ETH1, state: "notPresent" });
    expect(await isSettled(waiting)).toBe(false);
    network.link({ ...ETH1, state: "down" });
    expect(await waiting).toMatchObject({ index: 3, state: "down" });
  });

  test("gives one that is up by its flags alone", async () => {
    const waiting = waitForNewLink(network.options);
    await turn();
    network.link({ index: 7, name: "tun0", flags: ["up", "running"], state: "unknown" });
    expect(await waiting).toMatchObject({ name: "tun0" });
  });

  test("takes no link for new that is only called otherwise", async () => {
    const state = await network.follow({ topics: ["link"] });
    const changes = state.changes({ snapshot: true });
    const waits = [
      waitForNewLink({ state }),
      waitForNewLink({ state, except: ["lo", "eth0"] }),
      waitForNewLink({ changes: state.changes(), except: ["lo", "eth0"] }),
      waitForNewLink({ changes }),
    ];
    network.link({ ...ETH0, name: "wan" });
    network.link({ ...ETH0, name: "wan", mtu: 1400 });
    for (const waiting of waits) expect(await isSettled(waiting)).toBe(false);
    network.link(ETH1);
    for (const link of await Promise.all(waits)) expect(link).toMatchObject({ name: "eth1" });
  });

  test("does take one whose index is used again", async () => {
    const state = await network.follow({ topics: ["link"] });
    const waiting = waitForNewLink({ state, except: ["lo", "eth0"] });
    network.unlink(ETH0);
    network.link({ ...ETH0, name: "usb0" });
    expect(await waiting).toMatchObject({ index: 2, name: "usb0" });
  });

  test.each([[["lo"], "eth0"], [["eth0"], "lo"], [[2], "lo"], [[], "lo"]])(
    "with all known but %o gives at once another that is there",
    async (except, name) => {
      network.tables = { link: [{ ...LO, state: "up" }, ETH0] };
      expect(await waitForNewLink({ ...network.options, except })).toMatchObject({ name });
      const state = await network.follow({ topics: ["link"] });
      expect(await waitForNewLink({ state, changes: state.changes(), except })).toMatchObject({ name });
    },
  );
});

describe("waitForRemovedLink", () => {
  test("gives a link that is gone as it was, and where it went", async () => {
    const waiting = waitForRemovedLink(network.options);
    await turn();
    network.kernel.announce({ type: "link", action: "delete", link: { ...ETH0, family: "bridge" } });
    expect(await isSettled(waiting)).toBe(false);
    network.unlink({ ...ETH0, newNamespaceId: 3 });
    expect(await waiting).toMatchObject({ name: "eth0", mtu: 1500, newNamespaceId: 3 });
  });

  test("is told of a removal that only shows after a loss: CI-18", async () => {
    const waiting = waitForRemovedLink(network.options);
    await turn();
    network.tables = { link: [LO] };
    network.kernel.overrun();
    expect(await waiting).toMatchObject({ name: "eth0" });
  });
});

/** Each wait, with options. */
const WAITS: readonly (readonly [string, (options: object) => Promise<unknown>])[] = [
  ["waitForLink", (options) => waitForLink("eth9", "present", options)],
  ["waitForReconnect", (options) => waitForReconnect("eth0", options)],
  ["waitForNewLink", waitForNewLink],
  ["waitForRemovedLink", waitForRemovedLink],
];

describe.each(WAITS)("%s", (_, wait) => {
  test("ends with its signal, before and while it waits", async () => {
    const abort = new AbortController();
    const waiting = wait({ ...network.options, signal: abort.signal });
    await turn();
    abort.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await expect(wait({ ...network.options, signal: abort.signal })).rejects.toThrow("enough");
  });

  test("ends with the copy that it looks at", async () => {
    const state = await network.follow({ topics: ["link"] });
    const waiting = wait({ state });
    state.close();
    await expect(waiting).rejects.toMatchObject({ name: "NetlinkError", code: "EBADF" });
    await expect(wait({ state })).rejects.toMatchObject({ code: "EBADF" });
  });

  test("fails as the copy that it looks at fails", async () => {
    const state = await network.follow({ topics: ["link"] });
    const waiting = wait({ state });
    network.asked = () => {
      throw new NetlinkError("list", 12);
    };
    void state.refresh().catch(() => {});
    await expect(waiting).rejects.toThrow("ENOMEM");
  });

  test("refuses a copy that does not follow links, and options that do not exist", async () => {
    const state = await network.follow({ topics: ["route"] });
    await expect(wait({ state })).rejects.toThrow("Cannot read topic 'link': only route are followed");
    await expect(wait({ singal: 1 })).rejects.toThrow("Cannot wait: unknown option 'singal' (did you mean 'signal'?)");
    await expect(wait({ signal: 1 })).rejects.toThrow("Cannot wait: expected an AbortSignal as the signal, got 1");
    await expect(wait({ stat: state })).rejects.toThrow("Cannot wait: unknown option 'stat' (did you mean 'state'?)");
    for (const given of [{}, null, Promise.resolve(state)]) {
      await expect(wait({ state: given } as object)).rejects.toThrow(
        `Cannot wait: expected a NetworkState as the state, got ${shown(given)}`,
      );
    }
  });
});

describe("a wait that reads on from a reader", () => {
  test.each([
    ["waitForReconnect", (options: object) => waitForReconnect("eth0", options), { action: "remove" }],
    ["waitForRemovedLink", waitForRemovedLink, { action: "add", key: 8 }],
    ["waitForNewLink", waitForNewLink, { action: "add", key: 9 }],
  ])("leaves what comes behind: %s, CI-17", async (_, wait, behind) => {
    const state = await network.follow({ topics: ["link"] });
    using changes = state.changes();
    network.link(DOWN);
    network.link(UP);
    network.unlink(ETH0);
    network.link({ ...ETH1, index: 8 });
    network.link({ ...ETH1, index: 9 });
    await state.settled();
    await wait({ changes });
    expect(await changes.next()).toMatchObject({ value: behind });
    changes.close();
    await expect(wait({ changes })).rejects.toThrow("Cannot wait for a link after closing the copy: EBADF");
  });
});

describe("what is no link is refused", () => {
  test.each(["", "a/b", "a b", "eth0\n", "x".repeat(128), 0, -1, 1.5, NaN, 2 ** 31])("%j", async (link) => {
    const waits = {
      "a reconnect": waitForReconnect,
      link: (link: LinkReference, options: object) => waitForLink(link, "present", options),
      "a new link: except": (link: LinkReference, options: object) => waitForNewLink({ ...options, except: [link] }),
    };
    for (const [subject, wait] of Object.entries(waits)) {
      const error = await wait(link, network.options).catch((error) => error);
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toMatch(/: expected the name (or the index )?of a link/);
      expect(error.message).toContain(`Cannot wait for ${subject}: `);
    }
    expect(network.kernel.requests).toEqual([]);
  });

  test("as a condition too, and as a list", async () => {
    // The compiler knows these.
    await expect(waitForLink("eth0", "gone" as "absent", network.options)).rejects.toThrow(
      "Cannot wait for link 'eth0': expected up, down, present, absent or a function, got 'gone'",
    );
    await expect(waitForNewLink({ exept: [] } as object)).rejects.toThrow(
      "unknown option 'exept' (did you mean 'except'?)",
    );
    await expect(waitForReconnect("eth0", { chnges: 1 } as object)).rejects.toThrow("(did you mean 'changes'?)");
    await expect(waitForRemovedLink({ changes: {} } as object)).rejects.toThrow(
      new RangeError("Cannot wait: expected a reader of changes as the changes, got an object"),
    );
    for (const except of ["eth0", 7]) {
      await expect(waitForNewLink({ ...network.options, except: except as string })).rejects.toThrow(
        `Cannot wait for a new link: except: expected a list of names and indexes, got ${shown(except)}`,
      );
    }
  });
});
