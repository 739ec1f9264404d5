import { closeSync, openSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type ExtendedAck, type LinkNamespace, NetlinkError, type NewLink } from "../../../mod.ts";
import { descriptors, gained, namespacesOfThreads, script, sleeper } from "../process.ts";
import { describeLive, run, UNPRIVILEGED } from "../sandbox.ts";
import { stable } from "./stable-link.ts";
import { Twins } from "./twins.ts";

/** The same hardware address for the same link of both networks. */
const A = { address: "02:00:00:00:00:0a" };
const B = { address: "02:00:00:00:00:0b" };
const ETHER = `address ${A.address}`;

/** The index of `v0`. */
const V0 = 3;

/** What kinds need that this kernel may not have. */
const KIND_DATA: Readonly<Record<string, object>> = { vlan: { data: { id: 7 } }, vrf: { data: { table: 7 } } };

/** What is added, and the same in the words of `ip`; whatever else `ip` needs for it follows. */
const ADDED: readonly [link: NewLink, ...commands: string[]][] = [
  [
    { name: "e0", kind: "veth", ...A, peer: { name: "e1", ...B } },
    `link add e0 ${ETHER} type veth peer e1 address ${B.address}`,
  ],
  [
    { name: "e0", index: 50, kind: "veth", mtu: 1400, ...A, peer: { name: "e1", index: 60, mtu: 1300, ...B } },
    `link add e0 index 50 ${ETHER} mtu 1400 type veth peer e1 index 60 ${`address ${B.address}`} mtu 1300`,
  ],
  [
    { name: "e0", kind: "veth", up: true, ...A, peer: { name: "e1", up: true, alias: "other", group: 7, ...B } },
    `link add e0 ${ETHER} type veth peer e1 address ${B.address}`,
    "link set e1 alias other group 7",
    "link set e0 up",
    "link set e1 up",
  ],
  [{ kind: "ifb", name: "i%d", ...A }, `link add i0 ${ETHER} type ifb`],
  [
    { kind: "ifb", name: "e0", transmitQueues: 3, receiveQueues: 2, transmitQueueLength: 9, group: 4, ...A },
    `link add e0 numtxqueues 3 numrxqueues 2 txqueuelen 9 ${ETHER} type ifb`,
    "link set e0 group 4",
  ],
  [
    { kind: "ifb", name: "e0", ...A, alias: "näme", alternativeNames: ["a-name-of-twenty-byt", "another"] },
    `link add e0 ${ETHER} type ifb`,
    "link set e0 alias näme",
    "link property add dev e0 altname a-name-of-twenty-byt altname another",
  ],
  [
    { kind: "ifb", name: "e0", ...A, arp: true, multicast: true, allMulticast: true, promiscuous: true },
    `link add e0 ${ETHER} type ifb`,
    "link set e0 arp on multicast on allmulticast on promisc on",
  ],
  [
    { kind: "ifb", name: "e0", ...A, gsoMaxSize: 9000, gsoMaxSegments: 10, groMaxSize: 8000 },
    `link add e0 ${ETHER} gso_max_size 9000 gso_max_segs 10 gro_max_size 8000 type ifb`,
  ],
  [
    { kind: "bridge", name: "e0", ...A, data: { ageingTime: 12300, priority: 4096, multicastSnooping: false } },
    `link add e0 ${ETHER} type bridge ageing_time 12300 priority 4096 mcast_snooping 0`,
  ],
  [
    { kind: "veth", name: "e0", master: "br0", ...A, peer: { name: "e1", ...B } },
    `link add e0 master br0 ${ETHER} type veth peer e1 address ${B.address}`,
  ],
  [
    {
      kind: "vxlan",
      name: "e0",
      ...A,
      data: { id: 16777215, local: "10.0.0.1", group: "239.0.0.1", port: 4789, ttl: 5, link: V0 },
    },
    `link add e0 ${ETHER} type vxlan id 16777215 local 10.0.0.1 group 239.0.0.1 dstport 4789 ttl 5 dev v0`,
  ],
  [
    { kind: "macvlan", name: "e0", ...A, parent: "v0", data: { mode: "bridge" } },
    `link add e0 link v0 ${ETHER} type macvlan mode bridge`,
  ],
  [
    { kind: "macvtap", name: "e0", ...A, parent: "v0", data: { mode: "private" } },
    `link add e0 link v0 ${ETHER} type macvtap mode private`,
  ],
];

describeLive("a link that is added", () => {
  let twins: Twins;

  beforeAll(async () => {
    twins = await Twins.make("link add br0 address 02:00:00:00:00:07 type bridge");
  });
  afterAll(() => twins?.[Symbol.asyncDispose]());

  test.each(ADDED)("is that which ip adds: %j", async (link, ...commands) => {
    const { links } = twins.rtnetlink;
    const made = await links.add(link);
    try {
      for (const command of commands) expect(await twins.change(`ip ${command}`)).toBe("");
      // A carrier takes its time.
      await vi.waitFor(() => twins.expectSame("ip link show"));
      expect(stable(made)).toEqual(stable(await links.get(made.index)));
    } finally {
      await links.remove(made.index);
      await twins.change(`ip link delete ${made.name}`);
    }
    await twins.expectSame("ip link show");
  });
});

describeLive("a link that is added in another namespace", () => {
  test("is there, by name, by path, by process and by descriptor", async () => {
    await using twins = await Twins.make();
    await using other = await sleeper("--net");
    const { links } = twins.rtnetlink;
    const path = `/run/netns/${twins.theirs.name}`;
    const descriptor = openSync(path, "r");
    try {
      const places: readonly LinkNamespace[] = [twins.theirs.name, path, pathToFileURL(path), { descriptor }];
      for (const [i, namespace] of places.entries()) {
        const made = await links.add({ name: `i${i}`, kind: "ifb", namespace, mtu: 1400, up: true });
        expect(made).toMatchObject({ name: `i${i}`, kind: "ifb", mtu: 1400, flags: expect.arrayContaining(["up"]) });
        expect(twins.theirs.json("link", "show", `i${i}`)).toMatchObject([{ ifindex: made.index, mtu: 1400 }]);
      }
    } finally {
      closeSync(descriptor);
    }
    const made = await links.add({ name: "i9", kind: "ifb", namespace: other.pid });
    const there = await run(["nsenter", "--net", "--target", `${other.pid}`, "ip", "-j", "link", "show", "i9"]);
    expect(JSON.parse(there.stdout)).toMatchObject([{ ifindex: made.index }]);
    expect((await links.list()).map(({ name }) => name)).toEqual(["lo", "v1", "v0"]);
  });

  test("has its peer here, and is a port of a bridge there", async () => {
    await using twins = await Twins.make();
    const { ours, theirs, rtnetlink: { links } } = twins;
    theirs.batch(["link add br0 type bridge"]);
    const end = await links.add({
      name: "e0",
      kind: "veth",
      namespace: theirs.name,
      master: "br0",
      up: true,
      peer: { name: "e1", up: true, mtu: 1400 },
    });
    const here = await links.get("e1");
    expect(end).toMatchObject({ name: "e0", kind: "veth", parent: here.index, linkInfo: { portKind: "bridge" } });
    expect(here).toMatchObject({ parent: end.index, mtu: 1400, flags: expect.arrayContaining(["up", "lowerUp"]) });
    await expect.poll(() => ours.json("link", "show", "e1"))
      .toMatchObject([{ ifindex: here.index, operstate: "UP" }]);
    await expect.poll(() => theirs.json("link", "show", "e0"))
      .toMatchObject([{ ifindex: end.index, master: "br0", operstate: "UP" }]);
  });

  test("can be the peer alone, with an index of its own", async () => {
    await using twins = await Twins.make();
    const { links } = twins.rtnetlink;
    const made = await links.add({ kind: "veth", peer: { name: "e1", index: 77, namespace: twins.theirs.name, ...B } });
    expect(made).toMatchObject({ kind: "veth", index: 78, parent: 77, parentNamespaceId: expect.any(Number) });
    expect(twins.theirs.json("link", "show", "e1")).toMatchObject([{ ifindex: 77, address: B.address }]);
  });

  test("is not made at all where there is no such namespace", async () => {
    await using twins = await Twins.make();
    const { links } = twins.rtnetlink;
    const before = descriptors();
    const home = new Set(namespacesOfThreads());
    const all = await links.list();
    const pair = { name: "e0", kind: "veth" } as const;
    await expect(links.add({ ...pair, namespace: "no-such-name" })).rejects
      .toThrow("Cannot open network namespace 'no-such-name': ENOENT, No such file or directory");
    await expect(links.add({ ...pair, peer: { namespace: "/no/such/path" } })).rejects.toMatchObject({
      code: "ENOENT",
    });
    await expect(links.add({ ...pair, namespace: 2 ** 22 + 1 })).rejects
      .toThrow("Cannot add link 'e0': network namespace of process 4194305: ESRCH, No such process");
    await expect(links.add({ ...pair, peer: { namespace: 2 ** 22 + 1 } })).rejects.toMatchObject({ code: "ESRCH" });
    await expect(links.add({ ...pair, namespace: { descriptor: 9999 } })).rejects
      .toThrow("Cannot add link 'e0': descriptor 9999: EBADF, Bad file descriptor");
    expect((await links.list()).map(stable)).toEqual(all.map(stable));
    expect(gained(before)).toEqual([]);
    expect(new Set(namespacesOfThreads())).toEqual(home);
  });
});

describeLive("a link that cannot be added", () => {
  let twins: Twins;
  let before: readonly unknown[];

  beforeAll(async () => {
    twins = await Twins.make("link add x0 type vxlan id 9 dstport 4789");
    before = (await twins.rtnetlink.links.list()).map(({ name }) => name);
  });
  afterAll(() => twins?.[Symbol.asyncDispose]());

  test.each<[NewLink, string, ExtendedAck]>([
    [{ name: "v0", kind: "ifb" }, "EEXIST, File exists (the name 'v0' may be taken)", {}],
    [{ name: "e0", kind: "nosuch" }, "EOPNOTSUPP, Operation not supported: Unknown device type (kind 'nosuch')", {}],
    [
      { name: "e0", kind: "tun", data: { type: "tun" } },
      "EOPNOTSUPP, Operation not supported: tun/tap creation via rtnetlink is not supported. (kind 'tun')",
      {},
    ],
    [
      { name: "e0", kind: "vxlan", data: { port: 4789, id: 2 ** 24 } },
      "ERANGE, Numerical result out of range: VXLAN ID must be lower than 16777216 (linkInfo.data.id)",
      { path: "linkInfo.data.id" },
    ],
    [
      { name: "e0", kind: "vxlan", data: { id: 7, dontFragment: 7 } },
      "EINVAL, Invalid argument: Invalid DF attribute (linkInfo.data.dontFragment)",
      { path: "linkInfo.data.dontFragment" },
    ],
    [{ name: "e0", kind: "veth", mtu: 10 }, "EINVAL, Invalid argument", {}],
    [{ name: "e0", kind: "ifb", address: "01:00:00:00:00:01" }, "EADDRNOTAVAIL, Cannot assign requested address", {}],
    [
      { name: "e0", kind: "veth", index: V0 },
      `EEXIST, File exists (the name 'e0' or the index ${V0} may be taken)`,
      {},
    ],
    [
      { name: "e0", kind: "veth", index: 70, peer: { index: V0 } },
      `EBUSY, Device or resource busy (the index 70 or the peer's index ${V0} may be taken)`,
      {},
    ],
    [
      { name: "e0", kind: "veth", peer: { name: "v1" } },
      "EEXIST, File exists (the name 'e0' or the peer's name 'v1' may be taken)",
      {},
    ],
    [
      { name: "e0", kind: "vxlan", data: { id: 9, port: 4789 } },
      "EEXIST, File exists: A VXLAN device with the specified VNI already exists",
      {},
    ],
    [{ name: "e0", kind: "macvlan", parent: "v9" }, "ENODEV, No such device", {}],
    [
      { name: "e0", kind: "ifb", transmitQueues: 5000 },
      "EINVAL, Invalid argument: Invalid number of transmit queues",
      {},
    ],
    // What is refused when the link is there takes it away again.
    [{ name: "e0", kind: "ifb", alternativeNames: ["v0"] }, "EEXIST, File exists", {}],
    [{ name: "e0", kind: "veth", peer: { name: "e1", master: "v0" } }, "EOPNOTSUPP, Operation not supported", {}],
  ])("says why: %j", async (link, why, ack) => {
    const error = await twins.rtnetlink.links.add(link).catch((error) => error);
    expect(error).toBeInstanceOf(NetlinkError);
    expect(error.message).toMatch(
      new RegExp(`^Cannot add link '${link.name}'(: [^:]+)?: ${why.replace(/[.()]/g, "\\$&")}$`),
    );
    expect(error.ack ?? {}).toMatchObject(ack);
    expect((await twins.rtnetlink.links.list()).map(({ name }) => name)).toEqual(before);
  });

  test.each(["vlan", "bond", "vrf", "ipvlan", "dummy"])(
    "is a %s, which this kernel makes or does not know",
    async (kind) => {
      const { links } = twins.rtnetlink;
      const parent = kind === "vlan" || kind === "ipvlan" ? { parent: "v0" } : {};
      const link = { name: "e0", kind, ...parent, ...KIND_DATA[kind] } as NewLink;
      const made = await links.add(link).catch((error) => error);
      if (!(made instanceof NetlinkError)) return await links.remove("e0");
      expect(made.message).toBe(
        `Cannot add link 'e0': EOPNOTSUPP, Operation not supported: Unknown device type (kind '${kind}')`,
      );
    },
  );

  test("by somebody without the privilege is refused, with what was tried", async () => {
    const { stdout } = await script(
      `const { links } = await netlink.Rtnetlink.open({ namespace: undefined });
      const tries = [
        links.add({ name: "e0", kind: "ifb" }),
        links.set("lo", { mtu: 1400 }),
        links.remove("lo"),
        links.addAlternativeName("lo", "home"),
      ];
      for (const tried of tries) await tried.catch((error) => console.log(error.message));
      process.exit();`,
      UNPRIVILEGED,
    );
    const why = "EPERM, Operation not permitted (it takes CAP_NET_ADMIN)";
    expect(stdout.split("\n")).toEqual([
      `Cannot add link 'e0': ${why}`,
      `Cannot set link 'lo': ${why}`,
      `Cannot remove link 'lo': ${why}`,
      `Cannot add alternative name 'home' to link 'lo': ${why}`,
      "",
    ]);
  });
});
