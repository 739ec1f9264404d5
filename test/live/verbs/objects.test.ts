import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type NewAddressLabel, type NewMdbEntry, Rtnetlink, type TunnelNetworks, watch } from "../../../mod.ts";
import { describeLive, namespace, type Sandbox } from "../sandbox.ts";
import { unknownIn } from "../unknown.ts";
import { membersOf } from "../witness/mdb.ts";
import { Twins } from "./twins.ts";

const LINKS: readonly string[] = [
  "link add br0 type bridge mcast_igmp_version 3 mcast_mld_version 2",
  "link set br0 addrgenmode none",
  "link set v0 master br0",
  "link set br0 up",
  "link add vx8 type vxlan external vnifilter dstport 4791",
  "link set vx8 addrgenmode none",
  "link set vx8 up",
  "link add vx9 type vxlan id 6 local 10.0.0.1 dstport 4792",
  "link set vx9 addrgenmode none",
  "link set vx9 up",
];

/** Labels that are added, and the same in the words of `ip`. */
const LABELS: readonly (readonly [NewAddressLabel, string])[] = [
  [{ prefix: "2001:db8::/32", label: 77 }, "prefix 2001:db8::/32 label 77"],
  [{ prefix: "2001:DB8::1", label: 0, link: "v1" }, "prefix 2001:db8::1/128 dev v1 label 0"],
  [{ prefix: "::/0", label: 4294967294, link: "v0" }, "prefix ::/0 dev v0 label 4294967294"],
];

/** Members of groups, and the same in the words of `bridge`. */
const MEMBERS: readonly (readonly [NewMdbEntry, string])[] = [
  [{ link: "br0", member: "v0", group: "239.1.1.1" }, "dev br0 port v0 grp 239.1.1.1 permanent"],
  [{ link: "br0", group: "01:00:00:01:02:03" }, "dev br0 port br0 grp 01:00:00:01:02:03 permanent"],
  [
    { link: "br0", member: "v0", group: "FF05::1", source: "2001:db8::9" },
    "dev br0 port v0 grp ff05::1 src 2001:db8::9 permanent",
  ],
  [
    { link: "br0", member: "v0", group: "239.1.1.2", permanent: false, protocol: "static" },
    "dev br0 port v0 grp 239.1.1.2 temp",
  ],
];

/** Networks of tunnels, and the same in the words of `bridge`. */
const NETWORKS: readonly (readonly [TunnelNetworks, string])[] = [
  [{ link: "vx8", vni: 100 }, "dev vx8 vni 100"],
  [{ link: "vx8", vni: 200, end: 202 }, "dev vx8 vni 200-202"],
  [{ link: "vx8", vni: 300, group: "10.0.0.9" }, "dev vx8 vni 300 remote 10.0.0.9"],
  [{ link: "vx8", vni: 301, group: "2001:db8::9" }, "dev vx8 vni 301 remote 2001:db8::9"],
];

describeLive("what ip and bridge change, we change as well:", () => {
  let twins: Twins;

  beforeAll(async () => {
    twins = await Twins.make(...LINKS);
  });
  afterAll(() => twins?.[Symbol.asyncDispose]());

  test("labels of prefixes", async () => {
    const { addressLabels } = twins.rtnetlink;
    for (const [label, theirs] of LABELS) {
      expect(await twins.change(`ip addrlabel add ${theirs}`)).toBe("");
      await addressLabels.add(label);
      await expect(addressLabels.add(label)).rejects.toMatchObject({ code: "EEXIST" });
    }
    const labels = (await twins.expectSame("ip addrlabel list")).map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(LABELS.map(([{ label }]) => label)));
    await addressLabels.set({ prefix: "2001:db8::/32", label: 78 });
    expect(await addressLabels.get("2001:db8:7::7")).toMatchObject({ prefixLength: 32, label: 78 });
    expect(await addressLabels.get("2001:db8::1", "v1")).toMatchObject({ prefixLength: 128, label: 0 });
    for (const [{ label: _, ...key }, theirs] of LABELS.slice(1)) {
      expect(await twins.change(`ip addrlabel delete ${theirs}`)).toBe("");
      await addressLabels.remove(key);
      await expect(addressLabels.remove(key)).rejects.toMatchObject({ code: "ESRCH" });
    }
    const [listed] = (await addressLabels.list()).filter(({ label }) => label === 78);
    if (listed !== undefined) await addressLabels.remove(listed);
    expect(await twins.change("ip addrlabel delete prefix 2001:db8::/32 label 77")).toBe("");
    await twins.expectSame("ip addrlabel list");
  });

  test("members of multicast groups", async () => {
    const { mdb } = twins.rtnetlink;
    for (const [entry, theirs] of MEMBERS) {
      expect(await twins.change(`bridge mdb add ${theirs}`)).toBe("");
      await mdb.add(entry);
      await expect(mdb.add(entry)).rejects.toMatchObject({ code: "EEXIST" });
    }
    const [{ mdb: listed } = {}] = await twins.expectSame("bridge mdb show");
    // They are a list of objects.
    const groups = (listed as readonly { readonly grp: string }[]).map(({ grp }) => grp);
    expect(groups).toEqual(expect.arrayContaining(MEMBERS.map(([{ group }]) => group.toLowerCase())));
    for (const [{ permanent: _permanent, protocol: _protocol, ...key }, theirs] of MEMBERS) {
      expect(await twins.change(`bridge mdb delete ${theirs}`)).toBe("");
      await mdb.remove(key);
      await expect(mdb.remove(key)).rejects.toMatchObject({ code: "EINVAL" });
    }
    await twins.expectSame("bridge mdb show");
  });

  test("sources of members, which set replaces", async () => {
    const { mdb } = twins.rtnetlink;
    const entry = { link: "br0", member: "v0", group: "239.2.2.2" };
    await mdb.set({ ...entry, sources: ["10.0.0.7", "10.0.0.8"], groupMode: "include", protocol: "zebra" });
    await mdb.set({ ...entry, sources: ["10.0.0.9"], groupMode: "exclude" });
    const members = membersOf(await mdb.list({ link: "br0" })).filter(({ group }) => group === "239.2.2.2");
    expect(members).toMatchObject([
      { source: "10.0.0.9", flags: ["blocked"] },
      { state: "permanent", groupMode: "exclude", sourceList: { entries: [{ address: "10.0.0.9" }] } },
    ]);
    await mdb.remove(entry);
    expect(membersOf(await mdb.list({ link: "br0" })).map(({ group }) => group)).not.toContain("239.2.2.2");
  });

  test("members of groups behind a tunnel", async () => {
    const { mdb } = twins.rtnetlink;
    const entry = {
      link: "vx9",
      group: "239.6.6.6",
      destination: "10.0.0.77",
      port: 4799,
      vni: 5,
      sourceVni: 6,
      tunnelLink: "v1",
    };
    await mdb.add({ ...entry, sources: ["10.1.1.1"], groupMode: "include" });
    const [member] = membersOf(await mdb.list({ link: "vx9" })).filter(({ source }) => source === undefined);
    expect(member).toMatchObject({
      destination: "10.0.0.77",
      port: 4799,
      vni: 5,
      groupMode: "include",
      sourceList: { entries: [{ address: "10.1.1.1", timer: 0 }] },
    });
    await mdb.remove(entry);
    await expect(mdb.remove(entry)).rejects.toMatchObject({ code: "ENOENT" });
    expect(membersOf(await mdb.list({ link: "vx9" }))).toEqual([]);
  });

  test("networks of tunnels", async () => {
    const { tunnels } = twins.rtnetlink;
    for (const [networks, theirs] of NETWORKS) {
      expect(await twins.change(`bridge vni add ${theirs}`)).toBe("");
      await tunnels.add(networks);
    }
    const [{ vnis } = {}] = await twins.expectSame("bridge vni show");
    expect(vnis).toHaveLength(NETWORKS.length);
    for (const [{ group: _, ...networks }, theirs] of NETWORKS) {
      expect(await twins.change(`bridge vni delete ${theirs.replace(/ remote .*/, "")}`)).toBe("");
      await tunnels.remove(networks);
      await expect(tunnels.remove(networks)).rejects.toMatchObject({ code: "ENOENT" });
    }
    await twins.expectSame("bridge vni show");
  });

  test("how links look for neighbors", async () => {
    const { neighborTables } = twins.rtnetlink;
    const settings = {
      baseReachableTime: 20_000n,
      retransmitTime: 2000n,
      gcStaleTime: 30_000n,
      delayProbeTime: 4000n,
      queueLength: 7,
      applicationProbes: 1,
      unicastProbes: 4,
      multicastProbes: 5,
      anycastDelay: 500n,
      proxyDelay: 400n,
      proxyQueueLength: 32,
      lockTime: 600n,
    };
    const words = "base_reachable 20000 retrans 2000 gc_stale 30000 delay_probe 4000 queue 7 app_probes 1 " +
      "ucast_probes 4 mcast_probes 5 anycast_delay 500 proxy_delay 400 proxy_queue 32 locktime 600";
    for (const [family, name] of [["inet", "arp_cache"], ["inet6", "ndisc_cache"]] as const) {
      expect(await twins.change(`ip ntable change name ${name} dev v1 ${words}`)).toBe("");
      expect(await neighborTables.set({ family, link: "v1", parameters: settings })).toMatchObject({
        name,
        parameters: settings,
      });
      const [ours, theirs] = [twins.ours, twins.theirs].map((sandbox) => {
        // What is chosen at random, and who uses it, is another matter.
        const [{ reachable: _reachable, refcnt: _refcnt, ...shown } = {}] = sandbox.json(
          ...["-s", "ntable", "show", "dev", "v1", "name", name],
        );
        return shown;
      });
      expect(ours).toEqual(theirs);
      expect(ours).toMatchObject({ ucast_probes: 4 });
    }
    await expect(neighborTables.set({ family: "inet", threshold1: 9 })).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describeLive("numbers of namespaces", () => {
  let home: Sandbox;
  let others: readonly Sandbox[];
  let rtnetlink: Rtnetlink;

  beforeAll(async () => {
    home = namespace();
    others = [namespace(), namespace()];
    rtnetlink = await Rtnetlink.open({ namespace: home.name });
  });
  afterAll(async () => {
    await rtnetlink?.[Symbol.asyncDispose]();
    for (const sandbox of [home, ...others]) sandbox[Symbol.dispose]();
  });

  test("are given, told and listed", async () => {
    const [{ name: first }, { name: second }] = others as [Sandbox, Sandbox];
    const { nsids } = rtnetlink;
    expect(await nsids.list()).toEqual([]);
    await expect(nsids.get(first)).rejects.toMatchObject({ code: "ENOENT" });
    expect(await nsids.add(first, 7)).toMatchObject({ id: 7 });
    await expect(nsids.add(first)).rejects.toMatchObject({ code: "EEXIST" });
    await expect(nsids.add(second, 7)).rejects.toMatchObject({ code: "EEXIST" });
    const { id } = await nsids.add(second);
    expect(await nsids.get(second)).toMatchObject({ id });
    expect((await nsids.list()).map((nsid) => nsid.id)).toEqual([id, 7]);
    await expect(nsids.get("there is none")).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("are told of another namespace, with those of the same ones here", async () => {
    const [{ name: first }, { name: second }] = others as [Sandbox, Sandbox];
    await using there = await Rtnetlink.open({ namespace: first });
    await there.nsids.add(second, 3);
    const { id } = await rtnetlink.nsids.get(second);
    expect(await rtnetlink.nsids.list({ target: 7 })).toMatchObject([{ id: 3, currentId: id }]);
    expect(home.json("netns", "list-id", "target-nsid", "7")).toMatchObject([{ nsid: 3, "current-nsid": id }]);
  });
});

describeLive("counters", () => {
  test("are those of the link that is asked for", async () => {
    await using home = namespace();
    home.batch(["link add v0 type veth peer name v1", "link set v0 up", "link set v1 up", "link set v0 down"]);
    await using rtnetlink = await Rtnetlink.open({ namespace: home.name });
    const [index] = (await rtnetlink.links.list()).flatMap((link) => link.name === "v1" ? [link.index] : []);
    // What is on its way when the link goes down is counted a little later.
    await expect.poll(async () => {
      const { stats } = await rtnetlink.links.get("v1", { stats: true });
      return isDeepStrictEqual(await rtnetlink.stats.get("v1"), {
        family: "unspec",
        index,
        filter: ["link"],
        link: stats,
      });
    }).toBe(true);
    expect((await rtnetlink.stats.list()).map((one) => one.index)).toHaveLength(3);
    expect(await rtnetlink.stats.get("v1", { filter: ["offload"] })).not.toHaveProperty("link");
    await expect(rtnetlink.stats.get("v9")).rejects.toMatchObject({ code: "ENODEV" });
  });

  test("of hardware are asked for and given up, as ip does and tells, and announced", async () => {
    await using twins = await Twins.make();
    await using watcher = await watch({ namespace: twins.ours.name, topics: ["stats"] });
    const { stats } = twins.rtnetlink;
    const shown = "ip stats show dev v0 group offload subgroup hw_stats_info";
    const isAsked = async (): Promise<unknown> =>
      (await stats.get("v0", { filter: ["offload"] })).offload?.hardwareInfo?.l3Stats;
    for (const l3Stats of [true, false]) {
      expect(await twins.change(`ip stats set dev v0 l3_stats ${l3Stats ? "on" : "off"}`)).toBe("");
      for (let i = 0; i < 2; i++) await stats.set({ link: "v0", l3Stats });
      const [{ info } = {}] = await twins.expectSame(shown);
      expect(info).toMatchObject({ l3_stats: { request: l3Stats } });
      expect(await isAsked()).toMatchObject({ request: l3Stats });
      const { value: event } = await watcher.next();
      expect(event).toMatchObject({
        type: "stats",
        action: "new",
        stats: { filter: ["offload"], offload: { hardwareInfo: { l3Stats: { request: l3Stats } } } },
      });
      expect([...unknownIn(event)]).toEqual([]);
    }
    await expect(stats.set({ link: "v9", l3Stats: true })).rejects.toMatchObject({ code: "ENODEV" });
  });
});
