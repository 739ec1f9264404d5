import { beforeEach, expect, test } from "vitest";
import {
  type Link,
  NetworkState,
  waitForLink,
  waitForNewLink,
  waitForReconnect,
  waitForRemovedLink,
} from "../../../mod.ts";
import { script } from "../process.ts";
import { describeLive, namespace, type Sandbox } from "../sandbox.ts";

/** Long enough for a kernel that has something else to do. */
const PATIENCE = 20_000;

/** A namespace with a pair of links, `v0` with its carrier and `v1`. */
class Pair implements AsyncDisposable {
  readonly home: Sandbox = namespace();

  constructor() {
    const names = ["v0", "v1"];
    this.home.batch([
      "link add v0 type veth peer name v1",
      ...names.flatMap((name) => [`link set ${name} addrgenmode none`, `link set ${name} up`]),
    ]);
  }

  /** Opens a copy of the links, when `v0` is up in it. */
  async follow(): Promise<NetworkState> {
    const state = await NetworkState.open({ namespace: this.home.name, topics: ["link"] });
    await waitForLink("v0", ({ state }) => state === "up", { state, signal: AbortSignal.timeout(PATIENCE) });
    await state.settled();
    return state;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.home[Symbol.asyncDispose]();
  }
}

let signal: AbortSignal;
beforeEach(() => {
  signal = AbortSignal.timeout(PATIENCE);
});

describeLive("a wait for a link", () => {
  test("ends when it can carry packets, and when it cannot any more", async () => {
    await using home = namespace();
    const options = { namespace: home.name, signal };
    const waiting = waitForLink("v0", "up", options);
    home.batch(["link add v0 type veth peer name v1", "link set v0 up"]);
    // Its other end is down.
    expect(await waitForLink("v0", ({ flags }) => flags.includes("up"), options)).toMatchObject({
      state: "lowerLayerDown",
    });
    home.ip("link", "set", "v1", "up");
    expect(await waiting).toMatchObject({ name: "v0", flags: expect.arrayContaining(["up", "running"]) });
    const down = waitForLink("v0", "down", options);
    home.ip("link", "set", "v1", "down");
    expect(await down).toMatchObject({ name: "v0", flags: expect.not.arrayContaining(["running"]) });
    home.ip("link", "delete", "v1");
    expect(await waitForLink("v0", "absent", options)).toBeUndefined();
  });

  test("finds it by an alternative name, and is not misled by another with its name", async () => {
    await using pair = new Pair();
    await using state = await pair.follow();
    const waiting = waitForLink("the-uplink-of-this-machine", "present", { state, signal });
    pair.home.ip("link", "property", "add", "dev", "v0", "altname", "the-uplink-of-this-machine");
    expect(await waiting).toMatchObject({ name: "v0" });
  });

  test("is for everybody, without privileges", async () => {
    await using home = namespace();
    const { status, stdout, stderr } = await script(
      `const { index } = await netlink.waitForLink("lo", "present");
      using changes = await netlink.detectChanges({ topics: ["link", "address", "route", "neighbor", "rule"] });
      console.log(index, changes.take());`,
      ["nsenter", `--net=/run/netns/${home.name}`, "setpriv", "--bounding-set=-all", "--inh-caps=-all"],
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "1 false\n", stderr: "" });
  });
});

describeLive("a wait for a reconnect", () => {
  test.each<[string, (home: Sandbox, state: NetworkState) => Promise<void> | void]>([
    ["the other end goes down and up", async (home, state) => {
      home.ip("link", "set", "v1", "down");
      await waitForLink("v0", "down", { state, signal });
      home.ip("link", "set", "v1", "up");
    }],
    ["so fast that nobody sees it", (home) => home.batch(["link set v1 down", "link set v1 up"])],
    ["it is set down and up itself", (home) => home.batch(["link set v0 down", "link set v0 up"])],
    [
      "it is deleted and made again under its name",
      (home) =>
        home.batch([
          "link delete v0",
          "link add v0 type veth peer name v1",
          "link set v1 up",
          "link set v0 up",
        ]),
    ],
  ])("ends when %s: CI-12", async (_, happen) => {
    await using pair = new Pair();
    await using state = await pair.follow();
    const waiting = waitForReconnect("v0", { state, signal });
    await happen(pair.home, state);
    expect(await waiting).toMatchObject({ name: "v0", state: "up" });
  });

  test("goes on while something else happens", async () => {
    await using pair = new Pair();
    await using state = await pair.follow();
    const isOver = { value: false };
    const waiting = waitForReconnect("v0", { state, signal }).then((link) => (isOver.value = true, link));
    pair.home.batch([
      "link set v0 mtu 1400",
      "link add br0 type bridge",
      "link set v0 master br0",
      "link set v0 nomaster",
      "link set v0 alias uplink",
      "link add w0 type veth peer name w1",
      "link set w0 up",
      "link set w1 up",
      "link set w1 down",
      "link set w1 up",
      "link delete w0",
      "link delete br0",
    ]);
    await state.settled();
    expect(isOver.value).toBe(false);
    pair.home.batch(["link set v1 down", "link set v1 up"]);
    await waiting;
  });
});

describeLive("a wait for a link that goes", () => {
  test("is not for one that leaves its bridge: KF-01", async () => {
    await using pair = new Pair();
    await using state = await pair.follow();
    const waiting = waitForRemovedLink({ state, signal });
    pair.home.batch(["link add br0 type bridge", "link set v0 master br0", "link set v0 nomaster", "link delete br0"]);
    expect(await waiting).toMatchObject({ name: "br0" });
  });

  test("gives where it moved to: KF-06, KF-18", async () => {
    await using pair = new Pair();
    await using away = namespace();
    await using state = await pair.follow();
    const { index } = [...state.links.values()].find(({ name }) => name === "v0") as Link;
    away.ip("link", "add", "ifb0", "index", `${index}`, "type", "ifb");
    const waits = [
      waitForRemovedLink({ state, signal }),
      waitForLink("v0", "absent", { state, signal }),
      waitForNewLink({ namespace: away.name, except: ["lo", "ifb0"], signal }),
    ];
    pair.home.ip("link", "set", "v0", "netns", away.name);
    const [gone, absent, come] = await Promise.all(waits);
    expect(gone).toMatchObject({ index, name: "v0", newNamespaceId: expect.any(Number), newIndex: come?.index });
    expect(absent).toBeUndefined();
    expect(come).toMatchObject({ name: "v0", state: "down" });
    expect(come?.index).not.toBe(index);
  });

  test("ends when the namespace of the other end ends", async () => {
    await using home = namespace();
    await using state = await NetworkState.open({ namespace: home.name, topics: ["link"] });
    const waiting = waitForRemovedLink({ state, signal });
    {
      await using away = namespace();
      home.ip("link", "add", "v0", "type", "veth", "peer", "name", "v1", "netns", away.name);
    }
    expect(await waiting).toMatchObject({ name: "v0" });
  });
});

describeLive("waits for links that come", () => {
  test("give a new one, and none that is only called otherwise", async () => {
    await using pair = new Pair();
    await using state = await pair.follow();
    const waits = [
      waitForNewLink({ state, signal }),
      waitForNewLink({ state, except: ["lo", "v0", "v1"], signal }),
    ];
    pair.home.batch([
      "link set v0 down",
      "link set v0 name wan0",
      "link set wan0 up",
      "link add ifb7 type ifb",
    ]);
    expect(await Promise.all(waits)).toMatchObject([{ name: "ifb7", state: "down" }, { name: "ifb7" }]);
  });

  test("and go miss nothing, when one is for what the other brings: a device is taken away, another is put in", async () => {
    await using pair = new Pair();
    await using state = await pair.follow();
    // The reader is there before anybody is asked for anything; the waits begin when all is over.
    using changes = state.changes();
    const seen = [...state.links.values()].map(({ index }) => index);
    pair.home.batch([
      "link delete v0",
      "link add eth1 type veth peer name peer1",
      "link set peer1 up",
      "link set eth1 up",
      "link set peer1 down",
      "link set peer1 up",
    ]);
    await state.settled();
    const gone = await waitForRemovedLink({ changes, signal });
    expect(["v0", "v1"]).toContain(gone.name);
    const { index } = await waitForNewLink({ changes, except: seen, signal });
    expect(["eth1", "peer1"]).toContain(state.links.get(index)?.name);
    expect(await waitForReconnect("eth1", { changes, signal })).toMatchObject({ name: "eth1", state: "up" });
  });
});
