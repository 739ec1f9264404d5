import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Link, type NetworkEvent, type Nexthop, watch } from "../../mod.ts";
import { Exchange } from "../../src/exchange.ts";
import { DecodeError } from "../../src/errors.ts";
import { type Noun, nouns } from "../../src/route/mod.ts";
import { Requests } from "../../src/route/verbs/requests.ts";
import { bpfObject } from "./bpf-object.ts";
import { TOPICS } from "./record.ts";
import {
  collect,
  describeLive,
  describeWhere,
  hasTunnels,
  isPrivileged,
  namespace,
  run,
  type Sandbox,
  userUpTo,
} from "./sandbox.ts";
import { type Context, near, type Table, witnessed } from "./witness.ts";
import { unknownIn } from "./unknown.ts";
import { ADDRESS } from "./witness/address.ts";
import { BRIDGE_PORT_LINK } from "./witness/bridge-port.ts";
import { LINK } from "./witness/link.ts";
import { FDB, NEIGHBOR } from "./witness/neighbor.ts";
import { NEXTHOP, NEXTHOP_BUCKET } from "./witness/nexthop.ts";
import { ROUTE } from "./witness/route.ts";
import { RULE } from "./witness/rule.ts";

/** How long nothing has happened when nothing is to happen: duplicate address detection takes a second. */
const QUIET = 1500;

const LINKS: readonly string[] = [
  "link set lo up",
  "link add v0 type veth peer name v1",
  "link add v2 numtxqueues 3 numrxqueues 2 type veth peer name v3",
  "link set v0 mtu 1400 txqueuelen 500 alias hello group 7",
  "link property add dev v0 altname long-name-of-v0 altname another",
  "link set v0 address 02:00:00:00:01:00",
  "link set v2 promisc on allmulticast on arp off multicast off",
  "link set v3 gso_max_size 30000 gso_max_segs 100 addrgenmode none",
  "link add br0 type bridge",
  "link add br1 type bridge stp_state 1 forward_delay 400 hello_time 300 max_age 900 ageing_time 12300 priority 4096 " +
  "group_fwd_mask 8 mcast_snooping 0 mcast_router 2 mcast_querier 1 mcast_hash_max 512 mcast_last_member_count 5 " +
  "mcast_startup_query_count 6 mcast_query_interval 7000 mcast_igmp_version 3 mcast_mld_version 2 " +
  "mcast_stats_enabled 1 no_linklocal_learn 1 group_address 01:80:c2:00:00:04",
  "link set v1 master br0",
  "link add v4 type veth peer name v5",
  "link set v4 master br0",
  "link set v3 master br1",
  "link add vx4 type vxlan id 42 local 10.0.0.1 group 239.0.0.1 dev v0 dstport 4789 ttl 5 tos 3 srcport 1000 2000 " +
  "ageing 77 maxaddress 7 nolearning proxy rsc l2miss l3miss gbp noudpcsum remcsumtx remcsumrx df set",
  "link add vx5 type vxlan id 16777215 remote 10.0.0.2 dstport 8472 tos inherit ttl inherit df inherit",
  "link add vx6 type vxlan id 43 local 2001:db8::1 remote 2001:db8::2 dstport 4790 udp6zerocsumtx udp6zerocsumrx " +
  "flowlabel 0x12345",
  "link add vx7 type vxlan id 44 group ff05::7 dev v0 dstport 4792",
  "link add vx9 type vxlan external gpe dstport 4793",
  "link add vx8 type vxlan external vnifilter dstport 4791",
  ...["private", "vepa", "bridge"].map((mode) => `link add mv-${mode} link v0 type macvlan mode ${mode}`),
  "link add mv-passthru link vx5 type macvlan mode passthru nopromisc",
  "link add mv-source link v0 type macvlan mode source macaddr set 02:00:00:00:00:01 02:00:00:00:00:02",
  "link add mv-queue link v0 type macvlan mode bridge nodst bcqueuelen 5000",
  "link add mt0 link v0 type macvtap mode bridge",
  "link add ifb0 type ifb",
  ...["v0", "v1", "v2", "v3", "br0", "br1", "mv-bridge"].map((name) => `link set ${name} up`),
  "link set v1 type bridge_slave state 3 priority 5 cost 77 hairpin on guard on root_block on fastleave on " +
  "learning off flood off mcast_flood off bcast_flood off mcast_to_unicast on neigh_suppress on isolated on " +
  "locked on proxy_arp on proxy_arp_wifi on mcast_router 2 group_fwd_mask 8 backup_port v4",
];

const TUNNELS: readonly string[] = [
  "tuntap add tun0 mode tun user 0 group 0 pi",
  `tuntap add tap0 mode tap multi_queue vnet_hdr user ${userUpTo(54321)}`,
];

const ADDRESSES: readonly string[] = [
  "address add 10.0.0.1/24 dev v0 broadcast + label v0:x",
  "address add 10.0.0.2/24 dev v0",
  "address add 10.9.0.1 peer 10.9.0.2/30 dev v0 valid_lft 1000 preferred_lft 500",
  "address add 10.10.0.1/16 dev v0 noprefixroute metric 77 scope link",
  "address add 2001:db8:1::1/64 dev v0 nodad",
  "address add 2001:db8:2::1 peer 2001:db8:2::2/128 dev v0 metric 77 nodad noprefixroute",
  "address add 2001:db8:3::1/64 dev v0 valid_lft 1000 preferred_lft 0 home nodad",
  "address add 2001:db8:4::1/64 dev v0 nodad mngtmpaddr",
];

const ROUTES: readonly string[] = [
  "route add 10.1.0.0/16 via inet6 fe80::1 dev v0",
  "route add 10.2.0.0/16 nexthop via 10.0.0.3 dev v0 weight 256 nexthop via inet6 fe80::2 dev v0 onlink",
  "route add 10.3.0.0/16 dev v0 mtu lock 1400 advmss 1300 window 5 rtt 100ms rttvar 50ms ssthresh 9 cwnd 10 " +
  "initcwnd 11 initrwnd 12 reordering 13 hoplimit 14 features ecn rto_min 20ms quickack 1 congctl reno " +
  "fastopen_no_cookie 1",
  "nexthop add id 5 via 10.0.0.9 dev v0",
  "route add 10.4.0.0/16 nhid 5",
  "route add 10.5.0.7 dev v0 table 4000000000",
  "route add blackhole 10.6.0.0/16",
  "route add unreachable 10.7.0.0/16 metric 5",
  "route add prohibit 10.7.0.0/16 metric 4294967295",
  "route add throw 10.7.0.0/16 table 100",
  "route add 10.8.0.0/16 dev v0 table 1000 tos 0x10 proto 77 src 10.0.0.1 realm 5/6 scope 77",
  "route add default via 192.0.2.1 dev v0 onlink proto static",
  "route add local 10.11.0.0/16 dev lo",
  "route add 2001:db8:5::/64 encap seg6 mode encap segs 2001:db8::a,2001:db8::b dev v0",
  "route add 2001:db8:6::/64 via fe80::1 dev v0 expires 600 pref high",
  "route add 2001:db8:7::/64 from 2001:db8::/32 via fe80::1 dev v0 pref low",
  "route add 2001:db8:8::/64 nexthop via fe80::1 dev v0 nexthop via fe80::2 dev v0 weight 3",
  "route add 2001:db8:9::1 via fe80::1 dev v0 metric 7 mtu 1300 hoplimit 9 table 1000 proto ra",
  "route add blackhole 2001:db8:a::/48",
  "route add default via fe80::99 dev v0 proto bird",
];

const ENCAPSULATED: readonly string[] = [
  "route add 10.12.0.0/16 encap ip id 7 dst 10.9.9.9 src 10.0.0.1 tos 4 ttl 3 key csum seq dev v0",
  "route add 10.13.0.0/16 nexthop encap ip id 8 dst 10.9.9.9 via 10.0.0.3 dev v0 nexthop via 10.0.0.4 dev v0",
  "route add 10.14.0.0/16 encap ip6 id 9 dst 2001:db8::9 hoplimit 5 tc 6 dev v0",
  "route add 2001:db8:b::/64 encap ip6 id 9 dst 2001:db8::9 csum dev v0",
  "route add 2001:db8:c::/64 encap seg6 mode inline segs 2001:db8::a,2001:db8::b dev v0",
  "route add 2001:db8:d::/64 encap seg6 mode l2encap segs 2001:db8::a dev v0",
  "route add 2001:db8:e::/64 nexthop via fe80::1 dev v0 encap seg6 mode encap segs 2001:db8::a " +
  "nexthop via fe80::2 dev v0 encap seg6 mode encap segs 2001:db8::b",
  "nexthop add id 30 encap ip id 7 dst 10.9.9.9 via 10.0.0.2 dev v0",
  "nexthop add id 31 encap ip6 id 6 dst 2001:db8::9 src 2001:db8::1 hoplimit 3 tc 4 csum via 10.0.0.2 dev v0",
  "-6 nexthop add id 32 encap seg6 mode encap segs 2001:db8::a,2001:db8::b via 2001:db8:1::7 dev v0",
];

/** What kernels are made without. */
const OPTIONAL: readonly string[] = [
  "route add 10.20.0.0/16 encap mpls 100/200 ttl 5 via 10.0.0.2 dev v0",
  "route add 2001:db8:20::/64 encap seg6local action End count dev v0",
  "route add 2001:db8:21::/64 encap seg6local action End.X nh6 2001:db8::5 dev v0",
  "route add 2001:db8:22::/64 encap seg6local action End.T table 100 dev v0",
  "route add 2001:db8:23::/64 encap seg6local action End.DX4 nh4 10.0.0.5 dev v0",
  "route add 2001:db8:24::/64 encap seg6local action End.DX2 oif v2 dev v0",
  "route add 2001:db8:25::/64 encap seg6local action End.B6 srh segs 2001:db8::a,2001:db8::b dev v0",
  "route add 2001:db8:26::/64 encap seg6local action End.B6.Encaps srh segs 2001:db8::a dev v0",
  "route add 2001:db8:27::/64 encap seg6local action End flavors psp dev v0",
  "route add 2001:db8:28::/64 encap seg6local action End flavors next-csid lblen 48 nflen 16 dev v0",
  "route add 2001:db8:29::/64 encap seg6 mode encap.red segs 2001:db8::a,2001:db8::b dev v0",
  "nexthop add id 41 group 11/12,7 type resilient buckets 8 idle_timer 60 unbalanced_timer 300",
];

/** Where a program of BPF may stand, and routes that have one there, of an object file that follows each section. */
const SECTIONS = ["lwt_in", "lwt_out", "lwt_xmit", "lwt_seg6local"] as const;
const PROGRAMS: readonly string[] = [
  "route add 10.15.0.0/16 encap bpf in obj FILE section lwt_in out obj FILE section lwt_out dev v0",
  "route add 10.16.0.0/16 encap bpf xmit obj FILE section lwt_xmit headroom 32 dev v0",
  "route add 2001:db8:2a::/64 encap seg6local action End.BPF endpoint obj FILE section lwt_seg6local dev v0",
];

const NEXTHOPS: readonly string[] = [
  "nexthop add id 11 via 10.0.0.2 dev v0",
  "nexthop add id 12 via 10.0.0.3 dev v0 onlink proto 77",
  "nexthop add id 13 via 2001:db8:1::3 dev v0 proto bgp",
  "nexthop add id 14 dev v0",
  "nexthop add id 15 blackhole",
  "-6 nexthop add id 16 blackhole",
  "nexthop add id 17 via 10.0.0.9 fdb",
  "nexthop add id 18 via 2001:db8::9 fdb",
  "nexthop add id 19 group 17 fdb",
  "nexthop add id 20 group 11/12,200",
];

const RULES: readonly string[] = [
  "fwmark 0x1/0xff table 100",
  "fwmark 7 table 4000000000",
  "not from 10.0.0.0/8 to 10.1.2.3 tos 0x10 oif v0 goto 32766 pref 50",
  "goto 90000 pref 51",
  `ipproto tcp sport 1-5 dport 80 uidrange 0-${userUpTo(99)} iif v0 table 5 pref 77`,
  "ipproto udp sport 53 dport 1000-2000 table 5 pref 76",
  "iif gone blackhole pref 78",
  "table 9 suppress_prefixlength 0 suppress_ifgroup 3 pref 79 protocol 77",
  "tun_id 9007199254740991 prohibit pref 80",
  "unreachable pref 90 l3mdev",
  "nop pref 91",
  "to 10.2.0.0/16 oif gone table 253 pref 92 realms 3/4",
];

const RULES6: readonly string[] = [
  "from 2001:db8::/32 table 1000",
  "not to 2001:db8::7 iif v0 ipproto udp dport 53 table 255 pref 60",
  "prohibit pref 61 fwmark 0xffffffff",
];

const NEIGHBORS: readonly string[] = [
  "neighbor add 10.0.0.5 lladdr 02:00:00:00:00:01 dev v0 nud permanent",
  "neighbor add 10.0.0.6 lladdr 02:00:00:00:00:02 dev v0 nud stale router extern_learn",
  "neighbor add 10.0.0.7 lladdr 02:00:00:00:00:03 dev v0 nud noarp protocol 77",
  "neighbor add 10.0.0.8 dev v0 nud failed",
  "neighbor add 2001:db8:1::5 lladdr 02:00:00:00:00:04 dev v0 nud stale",
  "neighbor add 2001:db8:1::6 lladdr 02:00:00:00:00:05 dev v0 nud permanent router",
  "neighbor add proxy 10.0.0.9 dev v0",
  "neighbor add proxy 2001:db8::9 dev v0 router protocol 77",
];

const FDB_ENTRIES: readonly string[] = [
  "fdb add 02:00:00:00:00:09 dev vx4 dst 10.0.0.7 port 99 vni 4 via v0",
  "fdb append 02:00:00:00:00:09 dev vx4 dst 10.0.0.8",
  "fdb add 02:00:00:00:00:0a dev vx8 dst 10.0.0.8 src_vni 5",
  "fdb add 02:00:00:00:00:0b dev vx6 dst 2001:db8::77 router static",
  "fdb add 02:00:00:00:00:0c dev v1 master static sticky",
  "fdb add 02:00:00:00:00:0d dev v1 master dynamic extern_learn",
  "fdb add 02:00:00:00:00:0e dev br0 self",
];

const NO_LINK: Link = { family: "unspec", type: 0, index: 0, flags: [], change: [] };
const NO_STATS: Partial<Link> = { family: "unspec", extendedMask: ["skipStats"] };

/** What the kernel lists of a kind of object, as it is. */
function list<T extends object>(exchange: Exchange, noun: Noun<T>, query: Partial<T>): Promise<readonly T[]> {
  return new Requests(exchange, noun).list(`list with RTM_GET${noun.kernelName}`, query, query, () => true, {});
}

async function contextOf(exchange: Exchange): Promise<Context> {
  const links = await list(exchange, nouns.link, NO_STATS);
  return { links: new Map(links.map((link) => [link.index, link])) };
}

/** Compares each object of a list, in its order, name by name. */
function compare<T>(table: Table<T>, ours: readonly T[], theirs: readonly unknown[], context: Context): void {
  expect(ours.map((value, i) => witnessed(table, value, theirs[i] ?? {}, context))).toEqual(theirs);
  expect(theirs.length).toBeGreaterThan(0);
}

describeLive("ip says the same of", () => {
  let home: Sandbox;
  let folder = "";
  let exchange: Exchange;
  let context: Context;
  let events: readonly NetworkEvent[];
  /** The last event of each link, and of each nexthop object. */
  const told = new Map<number, Link>();
  const toldNexthops = new Map<number | undefined, Nexthop>();

  beforeAll(async () => {
    home = namespace();
    await using watcher = await watch({ namespace: home.name, topics: [...new Set([...TOPICS, "nexthop" as const])] });
    home.batch([
      ...LINKS,
      ...(hasTunnels ? TUNNELS : []),
      ...ADDRESSES,
      ...ROUTES,
      ...NEIGHBORS,
      ...RULES.map((rule) => `rule add ${rule}`),
    ]);
    for (const line of [...NEXTHOPS, ...ENCAPSULATED]) home.ip(...line.split(" "));
    folder = mkdtempSync(join(tmpdir(), "netlink-witness-"));
    const file = join(folder, "pass.o");
    writeFileSync(file, bpfObject(SECTIONS));
    const programs = isPrivileged ? PROGRAMS.map((line) => line.replaceAll("FILE", file)) : [];
    for (const line of [...OPTIONAL, ...programs]) {
      const { status, stderr } = await run(["ip", "-n", home.name, ...line.split(" ")]);
      if (status !== 0) expect(stderr).toMatch(/not supported|Unsupported|is not enabled/i);
    }
    for (const rule of RULES6) home.ip("-6", "rule", "add", ...rule.split(" "));
    for (const entry of FDB_ENTRIES) {
      const { stderr } = await run(["bridge", "-n", home.name, ...entry.split(" ")]);
      expect(stderr).toBe("");
    }
    events = await collect(watcher, QUIET);
    for (const event of events) {
      if (event.type === "link" && event.link.family === "unspec") told.set(event.link.index, event.link);
      if (event.type === "nexthop") toldNexthops.set(event.nexthop.id, event.nexthop);
    }
    exchange = await Exchange.open("route", { namespace: home.name });
    context = await contextOf(exchange);
  });
  afterAll(async () => {
    await exchange?.[Symbol.asyncDispose]();
    home[Symbol.dispose]();
    rmSync(folder, { recursive: true });
  });

  test("links", async () => {
    compare(LINK, await list(exchange, nouns.link, NO_STATS), home.json("link", "show"), context);
  });

  describeWhere(hasTunnels, "leave to open /dev/net/tun", "links", () => {
    test("of programs", async () => {
      const ours = await list(exchange, nouns.link, { ...NO_STATS, linkInfo: { kind: "tun" } });
      expect(ours.map(({ name }) => name)).toEqual(["tun0", "tap0"]);
      compare(LINK, ours, home.json("link", "show", "type", "tun"), context);
    });
  });

  test("links, in their events", () => {
    // Those of which nothing changes without an event, as timers of bridges do.
    const theirs = home.json("link", "show").filter(({ ifname }) =>
      /^(lo|vx.|ifb.|mv-(bridge|queue))$/.test(`${ifname}`)
    );
    // Every link of ip has its number.
    compare(LINK, theirs.map(({ ifindex }) => told.get(ifindex as number) ?? NO_LINK), theirs, context);
  });

  test("ports of bridges", async () => {
    const { stdout } = await run(["bridge", "-n", home.name, "-j", "-d", "link", "show"]);
    const ours = await list(exchange, nouns.link, { family: "bridge" });
    // bridge prints a list of objects, without the bridges themselves.
    compare(
      BRIDGE_PORT_LINK,
      ours.filter(({ protocolInfo }) => protocolInfo),
      JSON.parse(stdout) as unknown[],
      context,
    );
  });

  test("addresses", async () => {
    const theirs = home.json("address", "show");
    const ours = await list(exchange, nouns.address, { family: "unspec" });
    for (const { ifindex, addr_info } of theirs) {
      const own = ours.filter(({ index }) => index === ifindex);
      // A list, empty for a link without addresses.
      expect(own.map((address, i) => witnessed(ADDRESS, address, (addr_info as unknown[])[i] ?? {}, context)))
        .toEqual(addr_info);
    }
    expect(ours.length).toBeGreaterThan(ADDRESSES.length);
  });

  test("routes", async () => {
    const ours = await list(exchange, nouns.route, { family: "unspec" });
    expect(new Set(ours.map(({ family }) => family))).toEqual(new Set(["inet", "inet6"]));
    compare(ROUTE, ours, home.json("route", "show", "table", "all"), context);
  });

  describeWhere(isPrivileged, "CAP_BPF outside of a user namespace", "routes", () => {
    test("through programs, with the name of each", async () => {
      const { stdout } = await run(["ip", "-n", home.name, "-j", "route", "show", "10.15.0.0/16"]);
      const there = JSON.parse(stdout) as readonly unknown[];
      const ours = await list(exchange, nouns.route, { family: "unspec" });
      const named = ours.flatMap(({ encapType, encap }) => encapType === "bpf" ? [encap] : []);
      expect(named).toEqual(
        there.length === 0 ? [] : [
          { input: { name: "pass.o:[lwt_in]" }, output: { name: "pass.o:[lwt_out]" } },
          { transmit: { name: "pass.o:[lwt_xmit]" } },
        ],
      );
    });
  });

  test("nexthop objects", async () => {
    compare(NEXTHOP, await list(exchange, nouns.nexthop, {}), home.json("nexthop", "show"), context);
  });

  test("nexthop objects, in their events", () => {
    const ours = [...toldNexthops.values()].toSorted((a, b) => (a.id ?? 0) - (b.id ?? 0));
    compare(NEXTHOP, ours, home.json("nexthop", "show"), context);
  });

  test("buckets of nexthop objects", async () => {
    const theirs = home.json("nexthop", "bucket", "show");
    const isResilient = [...toldNexthops.values()].some(({ groupType }) => groupType === "resilient");
    expect(theirs).toHaveLength(isResilient ? 8 : 0);
    const ours = await list(exchange, nouns.nexthopBucket, {});
    expect(ours.map((bucket, i) => witnessed(NEXTHOP_BUCKET, bucket, theirs[i] ?? {}, context))).toEqual(theirs);
  });

  test("rules", async () => {
    const [ours, ours6] = [
      await list(exchange, nouns.rule, { family: "inet" }),
      await list(exchange, nouns.rule, { family: "inet6" }),
    ];
    compare(RULE, ours, home.json("rule"), context);
    compare(RULE, ours6, home.json("-6", "rule"), context);
  });

  test("neighbors", async () => {
    const ours = await list(exchange, nouns.neighbor, { family: "unspec" });
    compare(NEIGHBOR, ours, home.json("-s", "neighbor", "show", "nud", "all"), context);
  });

  test("proxy neighbors", async () => {
    const ours = await list(exchange, nouns.neighbor, { family: "unspec", flags: ["proxy"] });
    compare(NEIGHBOR, ours, home.json("-s", "neighbor", "show", "proxy"), context);
  });

  test("forwarding databases", async () => {
    const { stdout } = await run(["bridge", "-n", home.name, "-j", "-d", "-s", "fdb", "show"]);
    const ours = await list(exchange, nouns.neighbor, { family: "bridge" });
    // bridge prints a list of objects.
    compare(FDB, ours, JSON.parse(stdout) as unknown[], context);
  });

  test("nothing but what we know, in all that the kernel lists and announces", async () => {
    const { link, address, route, neighbor, rule, nexthop } = nouns;
    const everything = {
      events,
      links: await list(exchange, link, { family: "unspec" }),
      virtual: await list(exchange, link, { family: "unspec", extendedMask: ["virtualFunctions"] }),
      ports: await list(exchange, link, {
        family: "bridge",
        extendedMask: ["bridgeVlans", "mrp", "cfmConfig", "cfmStatus", "mst"],
      }),
      inet6: await list(exchange, link, { family: "inet6" }),
      multicast: await list(exchange, link, { family: "ipmr" }),
      addresses: await list(exchange, address, { family: "unspec" }),
      routes: await list(exchange, route, { family: "unspec" }),
      neighbors: await list(exchange, neighbor, { family: "unspec" }),
      fdb: await list(exchange, neighbor, { family: "bridge" }),
      rules: await list(exchange, rule, { family: "inet" }),
      nexthops: await list(exchange, nexthop, {}),
    };
    for (const list of Object.values(everything)) expect(list.length).toBeGreaterThan(0);
    expect([...new Set(unknownIn(everything))]).toEqual([]);
  });
});

describeLive("ip counts as we do", () => {
  test("what links received and sent", async () => {
    await using home = namespace();
    await using watcher = await watch({ namespace: home.name, topics: ["link"] });
    home.batch(["link add v0 type veth peer name v1", "link set v0 up", "link set v1 up"]);
    await collect(watcher, QUIET);
    home.batch(["link set v1 down", "link set v0 down"]);
    await using exchange = await Exchange.open("route", { namespace: home.name });
    const ours = await list(exchange, nouns.link, { family: "unspec" });
    const [, { stats, stats32 } = NO_LINK] = ours;
    expect(stats?.txPackets).toBeGreaterThan(0n);
    const { rxOtherHostDropped: _, ...narrow } = stats ?? {};
    expect(stats32).toEqual(Object.fromEntries(Object.entries(narrow).map(([name, count]) => [name, Number(count)])));
    compare(LINK, ours, home.json("-s", "-s", "link", "show"), await contextOf(exchange));
  });
});

describe("what we do not know", () => {
  test("is found wherever it is", () => {
    const error = new DecodeError("expected 4 bytes, got 3", ["link", "mtu"]);
    const values = [
      { links: [{ a: { unknown: [{ type: 1 }] } }, { flags: ["up", "0x80"], address: "02:00:00:00:00:01" }] },
      { stats: { rest: new Uint8Array(2) } },
      { events: [{ type: "undecoded", bytes: new Uint8Array(1), error }] },
    ];
    expect(values.map((value) => [...unknownIn(value)])).toEqual([
      ['.links[].a.unknown: [{"type":1}]', ".links[].flags[]: 0x80"],
      ['.stats.rest: {"0":0,"1":0}'],
      [".events[]: DecodeError: Cannot decode link.mtu: expected 4 bytes, got 3"],
    ]);
  });
});

describe("the comparison", () => {
  test("fails for what has no row, what is not printed, and what is another value", () => {
    const context: Context = { links: new Map() };
    const table: Table<{ a: number }> = { rows: { a: ({ a }) => a }, ignored: { c: "for some reason" } };
    expect(witnessed(table, { a: 1 }, { a: 1, c: 3 }, context)).toEqual({ a: 1, c: 3 });
    expect(witnessed(table, { a: 1 }, { a: 1, b: 2 }, context)).not.toEqual({ a: 1, b: 2 });
    expect(witnessed(table, { a: 1 }, {}, context)).not.toEqual({});
    expect(witnessed(table, { a: 1 }, { a: 2 }, context)).not.toEqual({ a: 2 });
    const timers: Table<{ a: number }> = { rows: { a: ({ a }) => near(a, 2) } };
    expect(witnessed(timers, { a: 1 }, { a: 3 }, context)).toEqual({ a: 3 });
    expect(witnessed(timers, { a: 1 }, { a: 4 }, context)).not.toEqual({ a: 4 });
  });
});
