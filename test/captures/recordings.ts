import { NLM_F_ACK, NLM_F_CREATE, NLM_F_EXCL } from "../../src/codec/framing.ts";
import type { Link, LinkHeader } from "../../mod.ts";
import { nouns } from "../../src/route/mod.ts";
import { list, request } from "./request.ts";

/** How a capture is made. */
export interface Recording {
  /** Name of its file, without `.hex`. */
  readonly name: string;
  /** What it holds. */
  readonly title: string;
  /** Commands before the recording starts. */
  readonly setup?: readonly string[];
  /** What is asked of the kernel; the answers are recorded too. */
  readonly requests?: readonly Uint8Array[];
  /** Commands whose announcements are recorded. */
  readonly events?: readonly string[];
}

/** A cable whose one end, `one`, has addresses. */
const CABLE: readonly string[] = [
  "ip link add one index 10 address 02:00:00:00:00:01 type veth peer name two index 11 address 02:00:00:00:00:02",
  "ip link set one up",
  "ip link set two up",
  "ip address add 192.0.2.1/24 dev one",
  "ip address add 2001:db8::1/64 dev one nodad",
];

const NO_LINK: LinkHeader = { family: "unspec", type: "netrom", index: 0, flags: [], change: [] };

/** A request that the kernel answers without a list. */
function ask(verb: "new" | "delete" | "get", value: Partial<Link>): Uint8Array {
  return request(nouns.link, {
    verb,
    flags: NLM_F_ACK | (verb === "new" ? NLM_F_CREATE | NLM_F_EXCL : 0),
    value: value,
  });
}

/** All captures. */
export const recordings: readonly Recording[] = [
  {
    name: "links",
    title: "Links of every kind that needs no hardware, and their ports",
    setup: [
      "ip link add one index 10 address 02:00:00:00:00:01 mtu 1400 type veth peer name two index 11 address 02:00:00:00:00:02",
      "ip link set one alias uplink",
      "ip link property add dev one altname an-alternative-name",
      "ip link add bridge index 12 address 02:00:00:00:00:03 type bridge priority 4096 mcast_querier 1 ageing_time 12000",
      "ip link set two master bridge",
      "ip link set two type bridge_slave cost 7 isolated on",
      "ip link add ifb index 13 address 02:00:00:00:00:04 type ifb",
      "ip link add four index 14 address 02:00:00:00:00:05 type vxlan id 42 local 192.0.2.1 remote 192.0.2.2 dstport 4789 srcport 32768 61000 ttl 64 noudpcsum",
      "ip link add six index 15 address 02:00:00:00:00:06 type vxlan id 43 group ff05::1 dev one dstport 4790 nolearning flowlabel 0x12345",
      "ip link add macvlan index 16 address 02:00:00:00:00:07 link one type macvlan mode source macaddr add 02:00:00:00:00:99",
      "ip link add macvtap index 17 address 02:00:00:00:00:08 link one type macvtap mode private",
      "ip tuntap add tun mode tun user 1000",
      "ip tuntap add tap mode tap multi_queue vnet_hdr",
      "ip link set one up",
      "ip link set two up",
      "ip link set bridge up",
    ],
    requests: [list(nouns.link, {})],
  },
  {
    name: "bridge-ports",
    title: "What a bridge says of its ports",
    setup: [
      "ip link add bridge index 12 address 02:00:00:00:00:03 type bridge",
      "ip link add one index 10 address 02:00:00:00:00:01 master bridge type veth peer name two",
      "ip link set one type bridge_slave priority 5 guard on root_block on",
    ],
    requests: [list(nouns.link, { family: "bridge" })],
  },
  {
    name: "addresses",
    title: "Addresses of both families",
    setup: [
      ...CABLE,
      "ip link set lo up",
      "ip address add 198.51.100.1 peer 198.51.100.2 dev one label one:peer metric 50",
      "ip address add 192.0.2.5/24 broadcast 192.0.2.255 dev one valid_lft 3600 preferred_lft 1800",
      "ip address add 2001:db8::5/64 dev one noprefixroute home nodad metric 70",
      "ip address add 2001:db8::6/64 dev one preferred_lft 0 nodad",
    ],
    requests: [list(nouns.address, {})],
  },
  {
    name: "routes-ipv4",
    title: "IPv4 routes",
    setup: [
      ...CABLE,
      "ip route add default via 192.0.2.254 metric 100",
      "ip route add 198.51.100.0/24 nexthop via 192.0.2.2 weight 3 nexthop via 192.0.2.3 dev one onlink",
      "ip route add 203.0.113.0/25 via inet6 2001:db8::2 dev one",
      "ip route add 203.0.113.128/25 dev one src 192.0.2.1 mtu lock 1300 advmss 1200 rtt 50ms hoplimit 9 congctl reno",
      "ip route add blackhole 192.0.2.128/25 table 1000 protocol 99",
      "ip route add unreachable 198.51.100.128/25 tos 0x10",
      "ip nexthop add id 5 via 192.0.2.2 dev one",
      "ip route add 198.51.100.1 nhid 5",
    ],
    requests: [list(nouns.route, { family: "inet" })],
  },
  {
    name: "routes-ipv6",
    title: "IPv6 routes",
    setup: [
      ...CABLE,
      "ip -6 route add default via 2001:db8::fe dev one metric 100 pref high",
      "ip -6 route add 2001:db8:1::/48 nexthop via 2001:db8::2 dev one weight 2 nexthop via 2001:db8::3 dev one",
      "ip -6 route add 2001:db8:2::/48 via 2001:db8::2 dev one expires 600",
      "ip -6 route add 2001:db8:3::/48 encap seg6 mode encap segs 2001:db8::a,2001:db8::b dev one",
      "ip -6 route add 2001:db8:4::/48 encap seg6local action End.DT6 table 254 dev one",
      "ip -6 route add prohibit 2001:db8:5::/48",
    ],
    requests: [list(nouns.route, { family: "inet6" })],
  },
  {
    name: "neighbors",
    title: "Neighbors of both families",
    setup: [
      ...CABLE,
      "ip neighbor add 192.0.2.9 lladdr 02:00:00:00:00:09 dev one nud permanent protocol 9",
      "ip neighbor add 192.0.2.10 lladdr 02:00:00:00:00:0a dev one nud stale extern_learn",
      "ip neighbor add 2001:db8::9 lladdr 02:00:00:00:00:0b dev one router nud noarp",
      "ip neighbor add 2001:db8::a dev one managed extern_learn",
    ],
    requests: [list(nouns.neighbor, {})],
  },
  {
    name: "fdb",
    title: "Forwarding databases of a bridge and of a tunnel",
    setup: [
      "ip link add bridge index 12 address 02:00:00:00:00:03 type bridge",
      "ip link add one index 10 address 02:00:00:00:00:01 master bridge type veth peer name two",
      "bridge fdb add 02:00:00:00:00:31 dev one master static",
      "bridge fdb add 02:00:00:00:00:32 dev one self",
      "ip link add tunnel index 14 type vxlan id 42 dstport 4789",
      "bridge fdb add 02:00:00:00:00:33 dev tunnel dst 192.0.2.33 vni 77 port 4790 via one",
    ],
    requests: [list(nouns.neighbor, { family: "bridge" })],
  },
  {
    name: "rules",
    title: "Rules of both families",
    setup: [
      "ip rule add from 192.0.2.0/24 to 198.51.100.0/24 iif lo fwmark 0x10/0xff priority 100 table 1000",
      "ip rule add ipproto tcp sport 1000-2000 dport 80 priority 101 prohibit",
      "ip rule add uidrange 1000-1999 priority 102 table 7 suppress_prefixlength 0 suppress_ifgroup 9",
      "ip rule add priority 103 goto 200",
      "ip rule add not tos 0x10 priority 104 table main protocol 99",
      "ip rule add l3mdev priority 105",
      "ip -6 rule add from 2001:db8::/32 oif lo priority 110 tun_id 12345 blackhole",
    ],
    requests: [list(nouns.rule, {})],
  },
  {
    name: "nexthops",
    title: "Nexthop objects and the buckets of a resilient group",
    setup: [
      ...CABLE,
      "ip link set lo up",
      "ip nexthop add id 1 via 192.0.2.2 dev one onlink protocol 99",
      "ip nexthop add id 2 via 2001:db8::2 dev one",
      "ip nexthop add id 3 blackhole",
      "ip nexthop add id 4 via 192.0.2.3 dev one",
      "ip nexthop add id 10 group 1,3/4,255",
      "ip nexthop add id 11 group 1/4 type resilient buckets 4 idle_timer 60 unbalanced_timer 300",
      "ip nexthop add id 12 via 192.0.2.12 fdb",
      "ip nexthop add id 13 group 12 fdb",
    ],
    requests: [
      list(nouns.nexthop, {}),
      list(nouns.nexthopBucket, {}),
    ],
  },
  {
    name: "events",
    title: "What the kernel announces of objects that come, change and go",
    setup: ["ip link add one index 10 address 02:00:00:00:00:01 type ifb", "ip link set one up"],
    events: [
      "ip address add 192.0.2.1/24 dev one",
      "ip address add 2001:db8::1/64 dev one nodad",
      "ip route add 198.51.100.0/24 via 192.0.2.2",
      "ip route replace 198.51.100.0/24 via 192.0.2.3 advmss 1000",
      "ip route delete 198.51.100.0/24",
      "ip neighbor add 192.0.2.9 lladdr 02:00:00:00:00:09 dev one nud permanent",
      "ip neighbor delete 192.0.2.9 dev one",
      "ip rule add priority 100 from 192.0.2.1 table 7",
      "ip rule delete priority 100",
      "ip nexthop add id 1 via 192.0.2.2 dev one",
      "ip nexthop delete id 1",
      "ip address delete 2001:db8::1/64 dev one",
      "ip link add bridge index 12 address 02:00:00:00:00:03 type bridge",
      "ip link set one master bridge",
      "ip link set one nomaster",
      "ip link delete one",
    ],
  },
  {
    name: "traffic-control",
    title: "Qdiscs, classes, filters with actions, and chains",
    setup: [
      ...CABLE,
      "tc qdisc add dev one root handle 1: stab linklayer atm overhead 20 mtu 64 mpu 16 tsize 8 htb default 0x20 r2q 2000",
      "tc class add dev one parent 1: classid 1:1 htb rate 100mbit ceil 200mbit burst 15k",
      "tc class add dev one parent 1:1 classid 1:10 estimator 1sec 8sec htb rate 10mbit prio 2 quantum 3000",
      "tc class add dev one parent 1:1 classid 1:20 htb rate 40gbit ceil 50gbit",
      "tc qdisc add dev one parent 1:10 handle 10: tbf rate 1mbit burst 32k latency 400ms peakrate 2mbit minburst 1540",
      "tc qdisc add dev one parent 1:20 handle 20: pfifo limit 77",
      "tc filter add dev one parent 1: protocol ip prio 10 u32 match ip dst 198.51.100.0/24 match tcp dst 80 0xffff flowid 1:10",
      "tc qdisc add dev two clsact",
      "tc filter add dev two egress prio 3 protocol all u32 match u32 0 0 action mirred egress mirror dev one cookie c0ffee",
    ],
    requests: [
      list(nouns.qdisc, {}),
      list(nouns.trafficClass, { index: 10 }),
      list(nouns.filter, { index: 10 }),
      list(nouns.filter, { index: 11, parent: "egress" }),
      list(nouns.chain, { index: 11, parent: "egress" }),
    ],
    events: [
      "tc qdisc replace dev one parent 1:20 handle 30: bfifo limit 7777",
      "tc class add dev one parent 1:1 classid 1:30 htb rate 1mbit",
      "tc class delete dev one classid 1:30",
      "tc qdisc add dev lo ingress_block 7 ingress",
      "tc filter add block 7 protocol ipv6 prio 5 chain 3 u32 match ip6 dst 2001:db8::/32 action mirred ingress redirect dev one",
      "tc filter delete block 7 protocol ipv6 prio 5 chain 3 u32",
      "tc actions add action mirred egress redirect dev two index 99",
      "tc actions delete action mirred index 99",
      "tc qdisc delete dev one root",
    ],
  },
  {
    name: "answers",
    title: "Answers to requests: success, errors with and without an explanation, and a list that fails",
    setup: CABLE,
    requests: [
      ask("new", { name: "three", linkInfo: { kind: "veth", data: { peer: { ...NO_LINK, name: "four" } } } }),
      ask("new", { name: "one", linkInfo: { kind: "veth" } }),
      ask("new", { name: "tunnel", linkInfo: { kind: "vxlan", data: { id: 2 ** 24 } } }),
      ask("new", { name: "a-name-that-is-too-long" }),
      ask("new", { name: "five", linkInfo: { kind: "nonsense" } }),
      ask("delete", { index: 9999 }),
      request(nouns.rule, {
        verb: "new",
        flags: NLM_F_ACK,
        value: { family: "inet", action: "table", table: 7, sourcePorts: { start: 1, end: 2 }, sourcePortMask: 0xff00 },
      }),
      list(nouns.route, { family: "inet", table: 4321 }),
    ],
  },
];
