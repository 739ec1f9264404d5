import { afterAll, beforeAll, expect, test } from "vitest";
import { Rtnetlink } from "../../../mod.ts";
import { toJson } from "../../../src/cli/json.ts";
import { cli, describeLive, namespace, type Outcome, run, type Sandbox } from "../sandbox.ts";

/** Something of everything that can be listed, but for what the other test of lists makes. */
const NETWORK: readonly string[] = [
  "ip link add v0 type veth peer name v1",
  "ip link add br0 type bridge",
  "ip link add vx8 type vxlan external vnifilter dstport 4791 local 10.0.0.1",
  ...["v0", "v1", "br0", "vx8"].map((link) => `ip link set ${link} addrgenmode none`),
  "ip link set v1 master br0",
  ...["lo", "v0", "v1", "br0", "vx8"].map((link) => `ip link set ${link} up`),
  "ip address add 2001:db8::1/64 dev v0 nodad",
  "ip addrlabel add prefix 2001:db8::/32 dev v0 label 77",
  "ip neighbor add proxy 10.0.0.9 dev v0",
  "bridge mdb add dev br0 port v1 grp 239.1.1.1 permanent",
  "bridge mdb add dev br0 port v1 grp 239.1.1.2 permanent",
  "bridge vni add dev vx8 vni 200-202",
  "bridge vni add dev vx8 vni 300 remote 10.0.0.9",
  "tc qdisc add dev v0 root handle 1: htb default 0x20",
  "tc class add dev v0 parent 1: classid 1:1 htb rate 100mbit ceil 200mbit burst 15k",
  "tc class add dev v0 parent 1:1 classid 1:10 htb rate 10mbit prio 2",
  "tc qdisc add dev v0 parent 1:10 handle 10: tbf rate 1mbit burst 32k latency 400ms",
  "tc filter add dev v0 parent 1: protocol ip prio 10 u32 match ip dst 198.51.100.0/24 flowid 1:10",
  "tc qdisc add dev v1 clsact",
  "tc filter add dev v1 ingress protocol all prio 3 chain 4 u32 match u32 0 0 action mirred egress redirect dev v0",
  "tc chain add dev v1 ingress chain 9",
  // By itself, only the administrator of the machine may make an action.
  "tc filter add dev v1 egress protocol all u32 match u32 0 0 action mirred ingress mirror dev lo index 99",
  "tc qdisc add dev lo ingress_block 7 clsact",
  "tc filter add block 7 protocol ipv6 prio 5 u32 match ip6 dst 2001:db8::/32 flowid 1:1",
];

/** What is printed for people, the command that says the same, and what of each line of the one and the other that is. */
interface Case {
  readonly line: string;
  readonly ours: RegExp;
  readonly witness: string;
  /** @default the same */
  readonly theirs?: RegExp;
}

const CASES: readonly Case[] = [
  { line: "neighbors --proxy", ours: /^(10\S+)/, witness: "ip neighbor show proxy" },
  {
    line: "netconfs",
    ours: /^(inet6?) +(?:dev )?(\S+) +forwarding (\S+)/,
    witness: "ip netconf",
    theirs: /^(inet6?) (\S+) forwarding (\S+)/,
  },
  { line: "netconfs --family inet6 --link v0", ours: /(mc_forwarding \S+)/, witness: "ip -6 netconf show dev v0" },
  { line: "nsids", ours: /^(nsid \d+)/, witness: "ip netns list-id" },
  { line: "address-labels", ours: /^prefix (\S+) +(?:dev (\S+) )?label (\d+)/, witness: "ip addrlabel list" },
  { line: "address-labels --link v0", ours: /(label 77)/, witness: "ip addrlabel list" },
  {
    line: "multicast-addresses --link v0 --family inet6",
    ours: /^\d+: v0 inet6 mcast (\S+)/,
    witness: "ip -6 maddress show dev v0",
    theirs: /^\tinet6 (\S+)/,
  },
  {
    line: "anycast-addresses",
    ours: /^(\d+): (\S+) inet6 any/,
    witness: "cat /proc/net/anycast6",
    theirs: /^(\d+) +(\S+)/,
  },
  { line: "neighbor-tables --link v0", ours: /^(inet6? \S+)/, witness: "ip ntable show dev v0" },
  { line: "neighbor-tables --family inet", ours: /^(inet) /, witness: "ip -4 ntable show" },
  { line: "mdb", ours: /^(dev \S+ port \S+ grp \S+ \S+)/, witness: "bridge mdb show" },
  {
    line: "mdb --link v1",
    ours: /^(dev \S+ port \S+ grp \S+ \S+)/,
    witness: "bridge mdb show",
    theirs: /^(dev br0 port v1 grp \S+ \S+)/,
  },
  { line: "mdb --link br0", ours: /^(dev \S+ port \S+ grp \S+ \S+)/, witness: "bridge mdb show dev br0" },
  {
    line: "stats",
    ours: /^dev (\S+) +RX: bytes \d+ /,
    witness: "ip stats show group link",
    theirs: /^\d+: (\S+): group link/,
  },
  { line: "stats --link v0", ours: /^dev (v0)/, witness: "ip stats show dev v0 group link", theirs: /^\d+: (v0): / },
  {
    line: "tunnels",
    ours: /^dev vx8 vni (\S+)(?: group (\S+))?/,
    witness: "bridge vni show",
    theirs: /^(?:vx8)? +(\d\S*)(?: +(\S+))?/,
  },
  { line: "qdiscs", ours: /^qdisc (\S+) (\S+) +dev (\S+)/, witness: "tc qdisc show" },
  { line: "qdiscs --link v0", ours: /^qdisc (\S+) (\S+)/, witness: "tc qdisc show dev v0" },
  { line: "qdiscs --link v0 --invisible", ours: /^qdisc (\S+) (\S+)/, witness: "tc qdisc show dev v0 invisible" },
  {
    line: "qdiscs --link v0 --stats",
    ours: /(Sent \d+ bytes \d+ pkt \(dropped \d+, overlimits \d+ requeues \d+\))/,
    witness: "tc -s qdisc show dev v0",
  },
  { line: "classes --link v0", ours: /^class (\S+) (\S+)/, witness: "tc class show dev v0" },
  {
    line: "classes --link v0 --kind htb",
    ours: /^class htb (\S+) .* rate (\S+) ceil (\S+) burst (\S+) cburst (\S+)/,
    witness: "tc class show dev v0",
  },
  { line: "classes --link v0 --parent 1:1", ours: /^class (htb) (1:10)/, witness: "tc class show dev v0" },
  { line: "filters --link v0", ours: /(protocol .* chain \d+(?: fh \S+)?)/, witness: "tc filter show dev v0" },
  {
    line: "filters --link v1 --parent ingress",
    ours: /(protocol .* chain \d+(?: fh \S+)?)/,
    witness: "tc filter show dev v1 ingress",
  },
  {
    line: "filters --block 7",
    ours: /block 7 +(protocol .*?) u32/,
    witness: "tc filter show block 7",
    theirs: /^filter (protocol .*?) u32/,
  },
  {
    line: "chains --link v1 --parent ingress",
    ours: /chain (\d+)$/,
    witness: "tc chain show dev v1 ingress",
    theirs: /chain (\d+) $/,
  },
  {
    line: "actions --kind mirred",
    ours: /^action mirred +index (\d+)/,
    witness: "tc actions list action mirred",
    theirs: /^\tindex (\d+)/,
  },
];

/** What the other test of lists holds against its witness. */
const ELSEWHERE: readonly string[] = ["links", "addresses", "routes", "neighbors", "rules", "nexthops"];
/** What a kernel need not have: the lists of the module alone are the witness. */
const RARE: readonly string[] = ["multicast-routes", "bridge-vlans"];

const ALL = ["link", "extended", "portExtended", "offload", "familySpecific"] as const;

/** JSON without the times that go on while we look. */
function still(json: string): string {
  return json.replace(/("(?:timer|installed|lastUsed)":)\d+/g, "$1 0");
}

describeLive("list prints the lines of", () => {
  let home: Sandbox;
  let other: Sandbox;
  let rtnetlink: Rtnetlink;

  /** What a program prints in the namespace. */
  async function said(command: string): Promise<string> {
    const { status, stdout, stderr } = await run(["ip", "netns", "exec", home.name, ...command.split(" ")]);
    if (status !== 0) throw new Error(`Cannot run '${command}': ${stderr}`);
    return stdout;
  }

  function list(line: string): Promise<Outcome> {
    return run(cli(["list", ...line.split(" "), "--namespace", home.name]));
  }

  beforeAll(async () => {
    home = namespace();
    other = namespace();
    home.ip("netns", "set", other.name, "7");
    await said("sysctl -q -w net.ipv6.conf.all.forwarding=1");
    for (const line of NETWORK) await said(line);
    rtnetlink = await Rtnetlink.open({ namespace: home.name });
  });
  afterAll(async () => {
    await rtnetlink?.[Symbol.asyncDispose]();
    home[Symbol.dispose]();
    other[Symbol.dispose]();
  });

  /** The words of each line that a pattern finds. */
  function found(text: string, pattern: RegExp): readonly string[] {
    return text.split("\n").flatMap((line) => pattern.exec(line)?.slice(1).join(" ") ?? []).toSorted();
  }

  test.each(CASES)("$line: $witness", async ({ line, ours, witness, theirs = ours }) => {
    const { status, stdout, stderr } = await list(line);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    const told = found(stdout, ours);
    expect(told).toEqual(found(await said(witness), theirs));
    // Every line has what is looked for.
    expect(told).toHaveLength(lines.length);
  });

  test.each<readonly [line: string, list: (rtnetlink: Rtnetlink) => Promise<readonly object[]>]>([
    ["netconfs --link v0", ({ netconfs }) => netconfs.list({ link: "v0" })],
    ["nsids", ({ nsids }) => nsids.list()],
    ["address-labels", ({ addressLabels }) => addressLabels.list()],
    ["multicast-addresses", ({ multicastAddresses }) => multicastAddresses.list()],
    ["anycast-addresses", ({ anycastAddresses }) => anycastAddresses.list()],
    ["neighbor-tables --link v0 --family inet6", (at) => at.neighborTables.list({ link: "v0", family: "inet6" })],
    ["mdb", ({ mdb }) => mdb.list()],
    ["stats --link vx8", async ({ stats }) => [await stats.get("vx8", { filter: ALL })]],
    ["tunnels", ({ tunnels }) => tunnels.list()],
    ["tunnels --stats", ({ tunnels }) => tunnels.list({ stats: true })],
    ["qdiscs --kind clsact", ({ qdiscs }) => qdiscs.list({ kind: "clsact" })],
    ["qdiscs --parent 1:10 --stats", ({ qdiscs }) => qdiscs.list({ parent: "1:10" })],
    ["classes --link v0 --kind htb", ({ trafficClasses }) => trafficClasses.list({ link: "v0", kind: "htb" })],
    ["filters --block 7", ({ filters }) => filters.list({ block: 7 })],
    ["filters --link v1 --parent ingress", ({ filters }) => filters.list({ link: "v1", parent: "ingress" })],
    [
      "chains --link v1 --parent ingress --chain 9",
      (at) => at.chains.list({ link: "v1", parent: "ingress", chain: 9 }),
    ],
  ])("%s --json: those of the module, exactly", async (line, listed) => {
    const objects = await listed(rtnetlink);
    expect(objects.length).toBeGreaterThan(0);
    const { status, stdout, stderr } = await list(`${line} --json`);
    expect({ status, stdout: still(stdout), stderr })
      .toEqual({ status: 0, stdout: still(`[${objects.map(toJson).join(",\n")}]\n`), stderr: "" });
  });

  test("multicast-routes: nothing, where nobody routes", async () => {
    expect(await list("multicast-routes --json")).toMatchObject({ status: 0, stdout: "[]\n" });
  });

  test.each(["bridge-vlans", "bridge-vlans --global", "bridge-vlans --link v1"])(
    "%s: what the module lists, or says",
    async (line) => {
      const query = { ...(/global/.test(line) && { global: true }), ...(/link/.test(line) && { link: "v1" }) };
      const expected = await rtnetlink.bridgeVlans.list(query).then(
        (vlans) => ({ status: 0, stdout: `[${vlans.map(toJson).join(",\n")}]\n`, stderr: "" }),
        (error) => ({ status: 1, stdout: "", stderr: `netlink: ${error.message}\n` }),
      );
      expect(await list(`${line} --json`)).toMatchObject(expected);
    },
  );

  test("everything that can be listed", async () => {
    const { stderr } = await run(cli(["list"]));
    const [, nouns = ""] = /expected one of (.*)$/m.exec(stderr) ?? [];
    const tested = CASES.map(({ line }) => line.split(" ")[0]);
    expect(nouns.split(", ").filter((noun) => ![...ELSEWHERE, ...RARE, ...tested].includes(noun))).toEqual([]);
  });
});
