import { afterAll, beforeAll, expect, test } from "vitest";
import { type NetworkEvent, Rtnetlink, type TrafficClass, watch } from "../../mod.ts";
import { script } from "./process.ts";
import { collect, describeLive, describeWhere, isPrivileged, namespace, run, type Sandbox } from "./sandbox.ts";
import { unknownIn } from "./unknown.ts";
import { type Context, type Table, witnessed } from "./witness.ts";
import { actions } from "./witness/tc-actions.ts";
import { CHAIN, classText, FILTER, QDISC } from "./witness/tc.ts";

/** How long nothing has happened when nothing is to happen. */
const QUIET = 300;

/** What every kernel with traffic control offers. */
const COMMANDS: readonly string[] = [
  "qdisc add dev v0 root handle 1: stab linklayer atm overhead 20 mtu 64 mpu 16 tsize 8 htb default 0x20 r2q 2000",
  "class add dev v0 parent 1: classid 1:1 htb rate 100mbit ceil 200mbit burst 15k",
  "class add dev v0 parent 1:1 classid 1:10 est 1sec 8sec htb rate 10mbit prio 2 quantum 3000",
  "class add dev v0 parent 1:1 classid 1:20 htb rate 40gbit ceil 50gbit",
  "qdisc add dev v0 parent 1:10 handle 10: tbf rate 1mbit burst 32k latency 400ms peakrate 2mbit minburst 1540",
  "qdisc add dev v0 parent 1:20 handle 20: pfifo limit 77",
  "filter add dev v0 parent 1: protocol ip prio 10 u32 match ip dst 198.51.100.0/24 match tcp dst 80 0xffff flowid 1:10",
  "filter add dev v0 parent 1: protocol ip prio 10 handle 2: u32 divisor 16",
  "filter add dev v0 parent 1: protocol ip prio 10 u32 ht 800: link 2: hashkey mask 0xff at 12 match u8 1 0xff at 3",
  "filter add dev v0 parent 1: protocol ip prio 10 u32 ht 2:7: match u32 0 0 indev v1 flowid 1:20",
  "qdisc add dev v1 clsact",
  "filter add dev v1 ingress protocol all prio 3 chain 4 u32 match u32 0 0 action mirred egress redirect dev v0 index 7 " +
  "cookie abcd",
  "filter add dev v1 egress protocol all prio 3 u32 match u32 1 1 at 8 action mirred egress mirror dev v0",
  "qdisc add dev v2 ingress_block 7 egress_block 8 clsact",
  "filter add block 7 protocol ipv6 prio 5 u32 match ip6 dst 2001:db8::/32 action mirred egress mirror dev v0",
  "chain add dev v1 ingress chain 9",
];

/** What only the administrator of the machine may make (`netlink_capable`). */
const ALONE = "actions add action mirred ingress mirror dev lo index 99";

/** Qdiscs that kernels are made without; what `tc` prints of each is also among the known messages. */
const OPTIONAL_QDISCS: readonly string[] = [
  "fq_codel limit 1000 flows 512 ecn ce_threshold 1ms",
  "prio bands 4",
  "fq limit 100 maxrate 1gbit",
  "cake bandwidth 100mbit diffserv4 nat wash ack-filter",
  "netem delay 10ms 1ms 25% loss 1% duplicate 1% reorder 25% 50% corrupt 0.1% rate 1mbit",
  "codel limit 100 target 4ms interval 30ms ecn",
  "pie limit 100 target 20ms ecn",
  "red limit 400000 min 30000 max 90000 avpkt 1000 burst 55 ecn bandwidth 10Mbit",
  "sfq quantum 1514 perturb 10 limit 100 flows 64",
  "hhf limit 1000",
  "ets bands 5 strict 2 quanta 3000 2000 1000",
];

/** The same of filters. */
const OPTIONAL_FILTERS: readonly (readonly string[])[] = [
  "ingress protocol ip prio 20 flower dst_ip 10.0.0.0/8 ip_proto tcp dst_port 80 action drop",
  "ingress protocol ip prio 21 matchall action police rate 1mbit burst 10k conform-exceed drop",
].map((line) => line.split(" ")).concat([
  ["egress", "protocol", "all", "prio", "4", "bpf", "bytecode", "1,6 0 0 4294967295,"],
]);

/** How `tc` says that the kernel was made without. */
const MISSING = /unknown|not found|Failed to load/;

describeLive("tc says the same of", () => {
  let home: Sandbox;
  let rtnetlink: Rtnetlink;
  let context: Context;
  let events: readonly NetworkEvent[];

  /** What `tc` prints. */
  async function tc(...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await run(["tc", "-n", home.name, ...args]);
    if (status !== 0) throw new Error(`Cannot run 'tc ${args.join(" ")}': ${stderr}`);
    return stdout;
  }

  /** What `tc -j -d -s` prints: a list of objects. */
  async function json(...args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
    return JSON.parse(await tc("-j", "-d", "-s", ...args)) as readonly Record<string, unknown>[];
  }

  /** Compares each object of a list, in its order, name by name. */
  function compare<T>(table: Table<T>, ours: readonly T[], theirs: readonly unknown[]): void {
    expect(ours.map((value, i) => witnessed(table, value, theirs[i] ?? {}, context))).toEqual(theirs);
    expect(theirs.length).toBeGreaterThan(0);
    expect([...unknownIn(ours)]).toEqual([]);
  }

  beforeAll(async () => {
    home = namespace();
    home.batch([
      "link set lo up",
      "link add v0 type veth peer name v1",
      "link add v2 type veth peer name v3",
      "link add v4 numtxqueues 2 type veth peer name v5",
    ]);
    await using watcher = await watch({ namespace: home.name, topics: ["tc"] });
    for (const line of [...COMMANDS, ...(isPrivileged ? [ALONE] : [])]) await tc(...line.split(" "));
    for (const line of OPTIONAL_FILTERS) {
      const { status, stderr } = await run(["tc", "-n", home.name, "filter", "add", "dev", "v1", ...line]);
      if (status !== 0) expect(stderr).toMatch(MISSING);
    }
    events = await collect(watcher, QUIET);
    // One packet is counted, and no other is sent: nobody has an IPv6 address or has to ask for a neighbor.
    home.batch([
      ...["v0", "v1"].flatMap((name) => [`link set ${name} addrgenmode none`, `link set ${name} up`]),
      "address add 10.0.0.1/24 dev v0",
      "neighbor add 10.0.0.2 lladdr 02:00:00:00:00:02 dev v0",
    ]);
    const { stderr } = await script(
      `import { createSocket } from "node:dgram";
       const socket = createSocket("udp4");
       socket.send(new Uint8Array(100), 9, "10.0.0.2", () => socket.close());`,
      ["ip", "netns", "exec", home.name],
      "--allow-net",
    );
    expect(stderr).toBe("");
    rtnetlink = await Rtnetlink.open({ namespace: home.name });
    context = { links: new Map((await rtnetlink.links.list()).map((link) => [link.index, link])) };
  });
  afterAll(async () => {
    await rtnetlink?.[Symbol.asyncDispose]();
    home[Symbol.dispose]();
  });

  test("qdiscs", async () => {
    const ours = await rtnetlink.qdiscs.list({ link: "v0" });
    compare(QDISC, ours, await json("qdisc", "show", "dev", "v0"));
    expect(ours.map(({ kind, stats }) => [kind, stats?.basic?.packets])).toEqual([["htb", 1], ["tbf", 0], [
      "pfifo",
      1,
    ]]);
    compare(
      QDISC,
      await rtnetlink.qdiscs.list({ kind: "clsact" }),
      (await json("qdisc")).filter(({ kind }) => kind === "clsact"),
    );
    expect(await rtnetlink.qdiscs.list({ parent: "1:20" })).toMatchObject([{ handle: "20:", kind: "pfifo" }]);
  });

  test.each([
    "root pfifo_fast",
    "root mq",
    "root noqueue",
    "root bfifo limit 5000",
    "ingress",
  ])("qdiscs that are replaced: %s", async (words) => {
    await tc("qdisc", "replace", "dev", "v4", ...words.split(" "));
    const ours = await rtnetlink.qdiscs.list({ link: "v4" });
    compare(QDISC, ours, await json("qdisc", "show", "dev", "v4"));
    expect(ours.map(({ kind }) => kind)).toContain(words.replace("root ", "").split(" ")[0]);
    await tc("qdisc", "delete", "dev", "v4", words.split(" ")[0] ?? "");
  });

  test.each(OPTIONAL_QDISCS)("qdiscs, where the kernel has them: %s", async (words) => {
    const args = ["qdisc", "replace", "dev", "v3", "root", "handle", "7:", ...words.split(" ")];
    const { status, stderr } = await run(["tc", "-n", home.name, ...args]);
    if (status !== 0) return expect(stderr).toMatch(MISSING);
    compare(QDISC, await rtnetlink.qdiscs.list({ link: "v3" }), await json("qdisc", "show", "dev", "v3"));
    await tc("qdisc", "delete", "dev", "v3", "root");
  });

  test("qdiscs that the kernel hides", async () => {
    const ours = await rtnetlink.qdiscs.list({ link: "v0", invisible: true });
    compare(QDISC, ours, await json("qdisc", "show", "dev", "v0", "invisible"));
    expect(ours.map(({ kind }) => kind)).toContain("bfifo");
  });

  test("classes", async () => {
    const ours = await rtnetlink.trafficClasses.list({ link: "v0", kind: "htb" });
    const theirs = (await tc("-d", "-s", "class", "show", "dev", "v0")).trim().split(/\n\n+/);
    // Those of another kind are none of those that were asked for.
    expect(ours.map((one) => classText(one as TrafficClass & { kind: "htb" })))
      .toEqual(theirs.filter((text) => text.startsWith("class htb")));
    expect(ours).toHaveLength(3);
    expect([...unknownIn(ours)]).toEqual([]);
    expect(await rtnetlink.trafficClasses.list({ link: "v0", parent: "10:" })).toMatchObject([{ kind: "tbf" }]);
  });

  test("filters of a qdisc", async () => {
    compare(FILTER, await rtnetlink.filters.list({ link: "v0" }), await json("filter", "show", "dev", "v0"));
    expect(await rtnetlink.filters.list({ link: "v0", priority: 11 })).toEqual([]);
    expect(await rtnetlink.filters.list({ link: "v0", protocol: 0x800, chain: 0 })).not.toEqual([]);
  });

  test.each(["ingress", "egress"] as const)("filters of what goes %s", async (parent) => {
    const ours = await rtnetlink.filters.list({ link: "v1", parent });
    compare(FILTER, ours, await json("filter", "show", "dev", "v1", parent));
    expect(ours.every((filter) => filter.parent === parent)).toBe(true);
  });

  test("filters of a block", async () => {
    const ours = await rtnetlink.filters.list({ block: 7 });
    compare(FILTER, ours, await json("filter", "show", "block", "7"));
    expect(ours.every(({ block, index }) => block === 7 && index === -1)).toBe(true);
    expect(await rtnetlink.filters.list({ block: 9 })).toEqual([]);
  });

  test("chains", async () => {
    const ours = await rtnetlink.chains.list({ link: "v1", parent: "ingress" });
    compare(CHAIN, ours, await json("chain", "show", "dev", "v1", "ingress"));
    expect(ours.map(({ chain }) => chain)).toEqual(expect.arrayContaining([4, 9]));
    expect(await rtnetlink.chains.list({ link: "v1", parent: "ingress", chain: 9 })).toHaveLength(1);
  });

  test("actions", async () => {
    const ours = await rtnetlink.trafficActions.list({ kind: "mirred" });
    const [, { actions: theirs } = { actions: [] }] = await json("actions", "list", "action", "mirred");
    expect(actions(ours, context, theirs, 0)).toEqual(theirs);
    expect(ours).toHaveLength(isPrivileged ? 4 : 3);
    expect([...unknownIn(ours)]).toEqual([]);
    const terse = await rtnetlink.trafficActions.list({ kind: "mirred", terse: true });
    expect(terse.map(({ index, options }) => [index, options])).toEqual(expect.arrayContaining([[7, undefined]]));
    expect(await rtnetlink.trafficActions.list({ kind: "nonsense" })).toEqual([]);
  });

  test("one filter, as it is told and as it is listed", async () => {
    const { filters } = rtnetlink;
    const words = ["dev", "v0", "parent", "1:", "protocol", "ip", "prio", "10", "handle", "800::800", "u32"];
    const key = { link: "v0", parent: "1:", protocol: 0x0800, priority: 10, handle: 0x80000800 } as const;
    const ours = await filters.get(key);
    compare(FILTER, [ours], await json("filter", "get", ...words));
    expect(await filters.get(ours)).toEqual(ours);
    const [inBlock] = (await filters.list({ block: 7 })).slice(-1);
    const { block, priority, handle, kind } = inBlock!;
    expect(await filters.get({ block: 7, protocol: 0x86dd, priority, handle: handle!, kind: `${kind}` })).toMatchObject(
      { block, handle },
    );
    expect(await filters.get(inBlock!)).toMatchObject({ block, priority, handle, kind });
    await expect(filters.get({ ...key, handle: 0x800008ff })).rejects.toMatchObject({ code: "ENOENT" });
    await expect(filters.get({ ...inBlock!, handle: 1 })).rejects.toThrow("Cannot get filter of block 7: ENOENT");
    await expect(filters.get({ ...key, kind: "flower" })).rejects.toMatchObject({ code: "EINVAL" });
  });

  test("one chain, and one action", async () => {
    const { chains, trafficActions } = rtnetlink;
    const place = { link: "v1", parent: "ingress" } as const;
    compare(
      CHAIN,
      [await chains.get({ ...place, chain: 9 })],
      await json("chain", "get", "dev", "v1", "ingress", "chain", "9"),
    );
    await expect(chains.get({ ...place, chain: 8 })).rejects.toMatchObject({ code: "EINVAL" });
    const action = await trafficActions.get({ kind: "mirred", index: 7 });
    const [, { actions: theirs } = { actions: [] }] = await json("actions", "get", "action", "mirred", "index", "7");
    expect(actions([action], context, theirs, 1)).toEqual(theirs);
    expect(action.options).toMatchObject({ parameters: { index: 7 } });
    expect([...unknownIn(action)]).toEqual([]);
    await expect(trafficActions.get({ kind: "mirred", index: 777 })).rejects.toMatchObject({ code: "ENOENT" });
  });

  describeWhere(isPrivileged, "CAP_NET_ADMIN outside of a user namespace", "actions", () => {
    test("of no filter, and their events", async () => {
      const ours = await rtnetlink.trafficActions.list({ kind: "mirred" });
      const [, { actions: theirs } = { actions: [] }] = await json("actions", "list", "action", "mirred");
      expect(actions(ours, context, theirs, 0)).toEqual(theirs);
      const terse = await rtnetlink.trafficActions.list({ kind: "mirred", terse: true });
      expect(terse.map(({ index }) => index)).toContain(99);
      const told = events.flatMap((event) => event.type === "trafficAction" ? [event.trafficAction] : []);
      expect(told).toMatchObject([{ actions: [{ kind: "mirred", options: { parameters: { index: 99 } } }] }]);
    });
  });

  test("what happened, as far as events tell it", async () => {
    expect([...unknownIn(events)]).toEqual([]);
    const told = events.flatMap((event) => event.type === "qdisc" && event.action === "new" ? [event.qdisc] : []);
    const last = new Map(told.map((qdisc) => [`${qdisc.index} ${qdisc.parent}`, qdisc]));
    const there = (await rtnetlink.qdiscs.list()).filter(({ kind }) => kind !== "noqueue");
    const settings = ({ stats: _, oldStats: _old, oldKindStats: _kind, references: _some, ...rest }: typeof there[0]) =>
      rest;
    expect(there.map(settings)).toEqual(
      there.map(({ index, parent }) => settings(last.get(`${index} ${parent}`) ?? there[0]!)),
    );
    const types = new Set(events.map(({ type }) => type).filter((type) => type !== "trafficAction"));
    expect(types).toEqual(new Set(["qdisc", "trafficClass", "filter", "chain"]));
  });
});
