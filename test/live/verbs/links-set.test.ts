import { closeSync, openSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type ExtendedAck, type LinkChanges, type LinkNamespace, NetlinkError } from "../../../mod.ts";
import { descriptors, gained, namespacesOfThreads, sleeper } from "../process.ts";
import { describeLive, run } from "../sandbox.ts";
import { stable } from "./stable-link.ts";
import { Twins } from "./twins.ts";

/** What is changed, of which link, and the same in the words of `ip`; one builds on the other. */
const CHANGED: [link: string | number, changes: LinkChanges, ...commands: string[]][] = [
  ["v0", { mtu: 1400, transmitQueueLength: 500, group: 7 }, "link set v0 mtu 1400 txqueuelen 500 group 7"],
  [
    3,
    { address: "02:00:00:00:01:00", broadcast: "ff:ff:ff:ff:ff:fe" },
    "link set v0 address 02:00:00:00:01:00 broadcast ff:ff:ff:ff:ff:fe",
  ],
  ["v0", { alias: "a".repeat(255) }, `link set v0 alias ${"a".repeat(255)}`],
  ["v0", { alias: "näme\u00a0of\tit" }, "link set v0 alias näme\u00a0of\tit"],
  ["v0", { alias: "" }, "link set v0 alias "],
  [
    "v0",
    { promiscuous: true, allMulticast: true, multicast: false, arp: false },
    "link set v0 promisc on allmulticast on multicast off arp off",
  ],
  [
    "v0",
    { promiscuous: false, allMulticast: false, multicast: true, arp: true },
    "link set v0 promisc off allmulticast off multicast on arp on",
  ],
  ["v0", { up: false }, "link set v0 down"],
  ["v0", { name: "w0" }, "link set v0 name w0"],
  ["w0", { name: "w1", up: true }, "link set w0 name w1", "link set w1 up"],
  ["w1", { name: "v0", up: false }, "link set w1 down", "link set w1 name v0"],
  ["v0", { up: true, mtu: 1300 }, "link set v0 up mtu 1300"],
  [
    "v0",
    { gsoMaxSize: 9000, gsoMaxSegments: 10, groMaxSize: 8000 },
    "link set v0 gso_max_size 9000 gso_max_segs 10 gro_max_size 8000",
  ],
  ["v0", { linkMode: "dormant" }, "link set v0 mode dormant"],
  ["v0", { linkMode: "default" }, "link set v0 mode default"],
  ["v0", {}],
  ["br0", { data: { ageingTime: 12300, priority: 4096 } }, "link set br0 type bridge ageing_time 12300 priority 4096"],
  [
    "v0",
    { master: "br0", port: { isolated: true, cost: 77 } },
    "link set v0 master br0",
    "link set v0 type bridge_slave isolated on cost 77",
  ],
  ["v0", { port: { priority: 5, learning: false } }, "link set v0 type bridge_slave priority 5 learning off"],
  ["v0", { master: 5 }, "link set v0 master br1"],
  ["v0", { master: 0 }, "link set v0 nomaster"],
];

describeLive("a link that is changed", () => {
  let twins: Twins;

  beforeAll(async () => {
    twins = await Twins.make(
      "link add br0 address 02:00:00:00:00:07 type bridge",
      "link add br1 address 02:00:00:00:00:08 type bridge",
    );
  });
  afterAll(() => twins?.[Symbol.asyncDispose]());

  test.each(CHANGED)("is that which ip changes: %j %j", async (link, changes, ...commands) => {
    const changed = await twins.rtnetlink.links.set(link, changes);
    for (const command of commands) expect(await twins.change(`ip ${command}`)).toBe("");
    await vi.waitFor(() => twins.expectSame("ip link show"));
    expect(stable(changed)).toEqual(stable(await twins.rtnetlink.links.get(changed.index)));
  });

  test.each<[LinkChanges, string, ExtendedAck]>([
    [{ name: "v1" }, "EEXIST, File exists (the name 'v1' may be taken)", {}],
    [{ mtu: 10 }, "EINVAL, Invalid argument: mtu less than device minimum", {
      message: "mtu less than device minimum",
    }],
    [{ address: "01:00:00:00:00:01" }, "EADDRNOTAVAIL, Cannot assign requested address", {}],
    [{ master: "v9" }, "link 'v9': ENODEV, No such device", {}],
    [{ master: 99 }, "link 99: ENODEV, No such device", {}],
    [{ master: "v1" }, "EOPNOTSUPP, Operation not supported", {}],
    [{ carrier: false }, "EOPNOTSUPP, Operation not supported", {}],
    [{ protoDown: true }, "EOPNOTSUPP, Operation not supported: Protodown not supported by device", {}],
  ])("says why it stays as it is: %j", async (changes, why, ack) => {
    const { links } = twins.rtnetlink;
    const before = await links.list();
    const error = await links.set("v0", changes).catch((error) => error);
    expect(error).toBeInstanceOf(NetlinkError);
    expect(error.message).toBe(`Cannot set link 'v0': ${why}`);
    expect(error.ack ?? {}).toMatchObject(ack);
    expect((await links.list()).map(stable)).toEqual(before.map(stable));
  });

  test("tells what of its data is refused", async () => {
    const { links } = twins.rtnetlink;
    await expect(links.set("br0", { data: { multicastIgmpVersion: 7 } })).rejects
      .toThrow("Cannot set link 'br0': EINVAL, Invalid argument");
    await expect(links.set("lo", { data: {} })).rejects
      .toThrow("Cannot set link 'lo': data: expected a link of some kind, got hardware");
    await expect(links.set("v0", { port: { isolated: true } })).rejects
      .toThrow("Cannot set link 'v0': port: expected a link with a master");
  });

  test("is down before it is renamed, where it is to be both", async () => {
    const { links } = twins.rtnetlink;
    await links.set("v0", { up: true });
    expect(await links.set("v0", { name: "w0", up: false })).toMatchObject({
      name: "w0",
      flags: expect.not.arrayContaining(["up"]),
    });
    await links.set("w0", { name: "v0", up: true });
  });
});

describeLive("alternative names", () => {
  test("are given and taken, and find their link", async () => {
    await using twins = await Twins.make();
    const { links } = twins.rtnetlink;
    const long = "long-".repeat(25);
    await links.addAlternativeName("v0", long);
    await links.addAlternativeName(3, "two words");
    await links.addAlternativeName(long, "short");
    expect(twins.ours.json("link", "show", "v0")).toMatchObject([{ altnames: [long, "two words", "short"] }]);
    for (const name of [long, "two words", "short"]) {
      expect(await links.get(name)).toMatchObject({ name: "v0", index: 3 });
    }
    expect((await links.set("short", { mtu: 1400 })).mtu).toBe(1400);
    await expect(links.addAlternativeName("v1", "short")).rejects
      .toThrow("Cannot add alternative name 'short' to link 'v1': EEXIST, File exists");
    await expect(links.addAlternativeName("v1", "v0")).rejects.toMatchObject({ code: "EEXIST" });
    await expect(links.removeAlternativeName("v1", "short")).rejects.toMatchObject({ code: "EINVAL" });
    await expect(links.removeAlternativeName("v0", "none")).rejects
      .toThrow("Cannot remove alternative name 'none' from link 'v0': ENOENT, No such file or directory");
    await expect(links.addAlternativeName("v9", "any")).rejects.toMatchObject({ code: "ENODEV" });
    for (const name of [long, "two words", "short"]) await links.removeAlternativeName(name, name);
    expect(twins.ours.json("link", "show", "v0")[0]?.["altnames"]).toBeUndefined();
  });
});

describeLive("a link that moves", () => {
  test("is there, by name, by path, by process and by descriptor", async () => {
    await using twins = await Twins.make();
    await using other = await sleeper("--net");
    const { links } = twins.rtnetlink;
    const path = `/run/netns/${twins.theirs.name}`;
    const descriptor = openSync(path, "r");
    try {
      const places: readonly LinkNamespace[] = [twins.theirs.name, path, pathToFileURL(path), { descriptor }];
      for (const [i, namespace] of places.entries()) {
        const made = await links.add({ name: `i${i}`, kind: "ifb" });
        const moved = await links.set(made.index, { namespace });
        expect(moved).toMatchObject({ name: `i${i}`, kind: "ifb", address: made.address });
        expect(twins.theirs.json("link", "show", `i${i}`)).toMatchObject([{
          ifindex: moved.index,
          address: made.address,
        }]);
      }
    } finally {
      closeSync(descriptor);
    }
    await links.add({ name: "i9", kind: "ifb" });
    const moved = await links.set("i9", { namespace: other.pid });
    const there = await run(["nsenter", "--net", "--target", `${other.pid}`, "ip", "-j", "link", "show", "i9"]);
    expect(JSON.parse(there.stdout)).toMatchObject([{ ifindex: moved.index }]);
    expect((await links.list()).map(({ name }) => name)).toEqual(["lo", "v1", "v0"]);
  });

  test("is changed there in the same request, and belongs to a bridge of there", async () => {
    await using twins = await Twins.make("link delete v0");
    const { theirs, rtnetlink: { links } } = twins;
    theirs.batch(["link add br0 index 70 type bridge"]);
    await links.add({ name: "br0", kind: "bridge" });
    await links.add({ name: "e0", kind: "veth", peer: { name: "e1", up: true } });
    const moved = await links.set("e0", {
      namespace: theirs.name,
      name: "eth0",
      alias: "moved",
      mtu: 1400,
      up: true,
      master: "br0",
    });
    expect(moved).toMatchObject({
      name: "eth0",
      alias: "moved",
      mtu: 1400,
      master: 70,
      flags: expect.arrayContaining(["up"]),
    });
    expect(theirs.json("link", "show", "eth0"))
      .toMatchObject([{ ifindex: moved.index, ifalias: "moved", mtu: 1400, master: "br0" }]);
    await expect(links.get("e0")).rejects.toMatchObject({ code: "ENODEV" });
    expect(await links.get("e1")).toMatchObject({ parent: moved.index, parentNamespaceId: expect.any(Number) });
  });

  test("stays where its name is taken there, or what it shall belong to is not there", async () => {
    await using twins = await Twins.make("link add br0 type bridge");
    const { theirs, rtnetlink: { links } } = twins;
    theirs.ip("link", "delete", "br0");
    const before = await links.get("v0");
    await expect(links.set("v0", { namespace: theirs.name })).rejects
      .toThrow("Cannot set link 'v0': EEXIST, File exists");
    await expect(links.set("v0", { namespace: theirs.name, name: "v5", master: "br0" })).rejects
      .toThrow("Cannot set link 'v0': link 'br0': ENODEV, No such device");
    expect(stable(await links.get("v0"))).toEqual(stable(before));
  });

  test("stays where there is no such namespace, and nothing is left open", async () => {
    await using twins = await Twins.make();
    const { links } = twins.rtnetlink;
    const before = descriptors();
    const home = new Set(namespacesOfThreads());
    const all = await links.list();
    await expect(links.set("v0", { namespace: "no-such-name" })).rejects
      .toThrow("Cannot open network namespace 'no-such-name': ENOENT, No such file or directory");
    await expect(links.set("v0", { namespace: "/dev/null" })).rejects.toMatchObject({ code: "EINVAL" });
    await expect(links.set("v0", { namespace: 2 ** 22 + 1 })).rejects
      .toThrow("Cannot set link 'v0': network namespace of process 4194305: ESRCH, No such process");
    await expect(links.set("v0", { namespace: { descriptor: 0 } })).rejects
      .toThrow("Cannot set link 'v0': descriptor 0: EINVAL, Invalid argument");
    await expect(links.set("v9", { namespace: twins.theirs.name })).rejects
      .toThrow("Cannot set link 'v9': ENODEV, No such device");
    expect((await links.list()).map(stable)).toEqual(all.map(stable));
    expect(gained(before)).toEqual([]);
    expect(new Set(namespacesOfThreads())).toEqual(home);
  });

  test("moves though nobody waits for it, and nothing is left open", async () => {
    await using twins = await Twins.make();
    const { links } = twins.rtnetlink;
    const before = descriptors();
    const controller = new AbortController();
    const moving = links.set("v0", { namespace: twins.theirs.name, name: "moved" }, { signal: controller.signal });
    controller.abort("enough");
    await expect(moving).rejects.toBe("enough");
    await expect.poll(() => twins.theirs.json("link").map(({ ifname }) => ifname)).toContain("moved");
    await expect.poll(() => gained(before)).toEqual([]);
  });
});
