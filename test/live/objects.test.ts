import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type NetworkEvent, Rtnetlink, type Stats, watch } from "../../mod.ts";
import { announced } from "../../src/route/mod.ts";
import { collect, describeLive, namespace, run, type Sandbox } from "./sandbox.ts";
import { unknownIn } from "./unknown.ts";
import { type Context, type Table, witnessed } from "./witness.ts";
import { ADDRESS_LABEL } from "./witness/address-label.ts";
import { MDB_ENTRY, MDB_ROUTER, membersOf, routersOf } from "./witness/mdb.ts";
import { NAMESPACE_ID } from "./witness/namespace-id.ts";
import { NEIGHBOR_TABLE } from "./witness/neighbor-table.ts";
import { NETCONF } from "./witness/netconf.ts";
import { type Suite, suiteOf } from "./witness/stats.ts";
import { TUNNEL } from "./witness/tunnel.ts";

/** How long nothing has happened when nothing is to happen: duplicate address detection takes a second. */
const QUIET = 1500;

const LINKS: readonly string[] = [
  "link set lo up",
  "link add v0 type veth peer name v1",
  "link add v2 type veth peer name v3",
  "link add br0 type bridge mcast_igmp_version 3 mcast_mld_version 2 mcast_stats_enabled 1",
  "link set v0 master br0",
  "link add vx8 type vxlan external vnifilter dstport 4791 local 10.0.0.1",
  "link add v4 type veth peer name v5",
  ...["v0", "v1", "v2", "v3", "v4", "v5", "br0", "vx8"].map((name) => `link set ${name} up`),
  "link set v0 type bridge_slave mcast_router 2",
  "address add 10.0.0.1/24 dev v2",
  "address add 2001:db8::1/64 dev v2 nodad",
  "address add 2001:db8:4::1/64 dev v4 nodad",
  "addrlabel add prefix 2001:db8::/32 dev v2 label 77",
  "addrlabel add prefix 2001:db8:1::/48 label 4294967294",
  "ntable change name arp_cache dev v2 ucast_probes 7 queue 9 locktime 1240",
];

const BRIDGE: readonly string[] = [
  "mdb add dev br0 port v0 grp 239.1.1.1 permanent",
  "mdb add dev br0 port v0 grp ff05::1 src 2001:db8::9 permanent",
  "mdb add dev br0 port br0 grp 01:00:00:01:02:03 permanent",
  "mdb add dev br0 port v0 grp 239.1.1.2 src 10.0.0.9 temp",
  "mdb add dev br0 port v0 grp 239.1.1.3 permanent",
  "vni add dev vx8 vni 200-202",
  "vni add dev vx8 vni 300 remote 10.0.0.9",
];

const SYSCTL: readonly string[] = [
  "net.ipv6.conf.all.forwarding=1",
  "net.ipv4.conf.v2.rp_filter=2",
  "net.ipv4.conf.v2.proxy_arp=1",
  "net.ipv4.conf.v2.bc_forwarding=1",
];

describeLive("ip and bridge say the same of", () => {
  let home: Sandbox;
  let other: Sandbox;
  let rtnetlink: Rtnetlink;
  let context: Context;
  let events: readonly NetworkEvent[];

  /** What `bridge` prints. */
  async function bridge(...args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
    const { stdout, stderr } = await run(["bridge", "-n", home.name, ...args]);
    expect(stderr).toBe("");
    // With -j it prints a list of objects, and without nothing.
    return JSON.parse(stdout || "[]") as readonly Record<string, unknown>[];
  }

  /** Compares each object of a list, in its order, name by name. */
  function compare<T>(table: Table<T>, ours: readonly T[], theirs: readonly unknown[]): void {
    expect(ours.map((value, i) => witnessed(table, value, theirs[i] ?? {}, context))).toEqual(theirs);
    expect(theirs.length).toBeGreaterThan(0);
    expect([...unknownIn(ours)]).toEqual([]);
  }

  beforeAll(async () => {
    home = namespace();
    other = namespace();
    await using watcher = await watch({ namespace: home.name, topics: announced });
    home.batch(LINKS);
    for (const line of BRIDGE) await bridge(...line.split(" "));
    const { stderr } = await run(["ip", "netns", "exec", home.name, "sysctl", "-q", "-w", ...SYSCTL]);
    expect(stderr).toBe("");
    home.ip("netns", "set", other.name, "7");
    home.ip("link", "delete", "v4");
    await bridge("mdb", "delete", "dev", "br0", "port", "v0", "grp", "239.1.1.3");
    events = await collect(watcher, QUIET);
    rtnetlink = await Rtnetlink.open({ namespace: home.name });
    context = { links: new Map((await rtnetlink.links.list()).map((link) => [link.index, link])) };
  });
  afterAll(async () => {
    await rtnetlink?.[Symbol.asyncDispose]();
    home[Symbol.dispose]();
    other[Symbol.dispose]();
  });

  /** The events of a type, in their order. */
  function told<T extends NetworkEvent["type"]>(type: T): readonly Extract<NetworkEvent, { readonly type: T }>[] {
    return events.filter((event): event is Extract<NetworkEvent, { readonly type: T }> => event.type === type);
  }

  test("what happened, as far as events tell it", () => {
    const at = (name: string): number | undefined =>
      [...context.links.values()].find((link) => link.name === name)?.index;
    expect(told("netconf").map(({ action, netconf }) => ({ action, ...netconf }))).toEqual(expect.arrayContaining([
      { action: "new", family: "inet6", index: -1, forwarding: 1 },
      { action: "new", family: "inet", index: at("v2"), reversePathFilter: "loose" },
      { action: "new", family: "inet", index: at("v2"), proxyNeighbor: 1 },
    ]));
    expect(told("netconf").filter(({ action }) => action === "delete").length).toBeGreaterThan(0);
    expect(told("nsid")).toMatchObject([{ action: "new", nsid: { id: 7 } }]);
    expect(
      told("multicastAddress").map(({ action, multicastAddress: { multicast, index } }) => [
        action,
        multicast,
        index === at("v2"),
      ]),
    ).toEqual(expect.arrayContaining([["new", "ff02::2", true], ["delete", "ff02::1:ff00:1", false]]));
    expect(told("anycastAddress").map(({ action, anycastAddress: { anycast } }) => `${action} ${anycast}`))
      .toEqual(expect.arrayContaining(["new 2001:db8::", "delete 2001:db8:4::"]));
    expect(told("tunnel").flatMap(({ tunnel: { entries = [] } }) => entries.map(({ start }) => start)))
      .toEqual([200, 201, 202, 300]);
    const groups = told("mdb").flatMap(({ action, mdb }) => membersOf([mdb]).map(({ group }) => `${action} ${group}`));
    expect(groups).toEqual(expect.arrayContaining(["new 239.1.1.3", "delete 239.1.1.3", "new 01:00:00:01:02:03"]));
    expect(told("mdb").flatMap(({ mdb }) => mdb.routers?.ports ?? [])).toContainEqual({ index: at("v0") });
    // Of links, addresses and all else others ask.
    const mine = ["netconf", "nsid", "multicastAddress", "anycastAddress", "tunnel", "mdb", "undecoded"] as const;
    expect([...unknownIn(mine.map(told))]).toEqual([]);
  });

  test("settings of links", async () => {
    const ours = await rtnetlink.netconfs.list();
    compare(NETCONF, ours, home.json("netconf"));
    expect(ours.map(({ index }) => index)).toEqual(expect.arrayContaining([-1, -2]));
  });

  test("numbers of namespaces", async () => {
    compare(NAMESPACE_ID, await rtnetlink.nsids.list(), home.json("netns", "list-id"));
  });

  test("labels of prefixes", async () => {
    compare(ADDRESS_LABEL, await rtnetlink.addressLabels.list(), home.json("addrlabel", "list"));
  });

  test("multicast groups of links", async () => {
    const ours = await rtnetlink.multicastAddresses.list();
    for (const { ifindex, maddr } of home.json("maddress", "show")) {
      const own = ours.filter(({ index }) => index === ifindex).map(({ family, multicast }) =>
        `${family} ${multicast}`
      );
      // Groups of the link layer have no family, and are no addresses to the kernel.
      const theirs = (maddr as readonly { readonly family?: string; readonly address: string }[])
        .flatMap(({ family, address }) => family === undefined ? [] : [`${family} ${address}`]);
      expect(own.toSorted()).toEqual(theirs.toSorted());
      expect(theirs).toContain("inet6 ff02::1");
    }
    expect([...unknownIn(ours)]).toEqual([]);
  });

  test("anycast addresses of links, which the kernel shows in a file", async () => {
    const { stdout } = await run(["ip", "netns", "exec", home.name, "cat", "/proc/net/anycast6"]);
    const theirs = stdout.trim().split("\n").map((line) => line.split(/\s+/)).map(([index, , digits = ""]) =>
      `${index} ${digits.match(/..../g)?.join(":")}`
    );
    const ours = await rtnetlink.anycastAddresses.list();
    expect(ours.map(({ index, anycast = "" }) => `${index} ${expanded(anycast)}`).toSorted()).toEqual(
      theirs.toSorted(),
    );
    expect(ours.map(({ anycast }) => anycast)).toContain("2001:db8::");
    expect([...unknownIn(ours)]).toEqual([]);
  });

  test("tables of neighbors", async () => {
    const ours = await rtnetlink.neighborTables.list();
    compare(NEIGHBOR_TABLE, ours, home.json("-s", "ntable", "show"));
    const at = [...context.links.values()].find(({ name }) => name === "v2")?.index;
    expect(ours.find(({ name, parameters }) => name === "arp_cache" && parameters?.index === at)?.parameters)
      .toMatchObject({ unicastProbes: 7, lockTime: 1240n });
  });

  test("multicast databases", async () => {
    const ours = await rtnetlink.mdb.list();
    const [{ mdb, router } = {}] = await bridge("-j", "-d", "-s", "mdb", "show");
    // They are lists of objects.
    compare(MDB_ENTRY, membersOf(ours), mdb as readonly unknown[]);
    const [theirs] = Object.values(router as Readonly<Record<string, readonly unknown[]>>);
    compare(MDB_ROUTER, routersOf(ours, context)["br0"] ?? [], theirs ?? []);
    expect(Object.keys(routersOf(ours, context))).toEqual(Object.keys(router ?? {}));
  });

  test("networks of tunnels, with and without their counters", async () => {
    compare(TUNNEL, await rtnetlink.tunnels.list(), await bridge("-j", "vni", "show"));
    compare(TUNNEL, await rtnetlink.tunnels.list({ stats: true }), await bridge("-j", "-s", "vni", "show"));
  });

  test("counters of links", async () => {
    const filter = ["link", "extended", "portExtended", "offload", "familySpecific"] as const;
    let [ours, theirs]: [readonly Stats[], readonly Suite[]] = [await rtnetlink.stats.list({ filter }), []];
    for (let before: readonly Stats[] = []; !isDeepStrictEqual(before, ours);) {
      before = ours;
      // ip prints these words of each suite.
      theirs = home.json("stats", "show") as unknown as readonly Suite[];
      ours = await rtnetlink.stats.list({ filter });
    }
    expect(theirs.map((suite) => suiteOf(ours, suite, context))).toEqual(theirs);
    expect(theirs.filter(({ suite }) => suite === "stp").length).toBeGreaterThan(0);
    expect([...unknownIn(ours)]).toEqual([]);
  });
});

/** An IPv6 address with all its digits, in groups of four. */
function expanded(address: string): string {
  const [head = "", tail] = address.split("::");
  const [left, right] = [head, tail ?? ""].map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(8 - (left?.length ?? 0) - (right?.length ?? 0)).fill("0");
  return [...left ?? [], ...zeros, ...right ?? []].map((group) => group.padStart(4, "0")).join(":");
}
