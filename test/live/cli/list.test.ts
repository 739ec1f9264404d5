import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Rtnetlink, waitForLink } from "../../../mod.ts";
import { toJson } from "../../../src/cli/json.ts";
import { cli, describeLive, namespace, type Outcome, run, type Sandbox } from "../sandbox.ts";

/** Something of everything that can be listed. */
const NETWORK: readonly string[] = [
  "link set lo up",
  "link add v0 type veth peer name v1",
  "link add br0 type bridge",
  ...["v0", "v1", "br0"].map((link) => `link set ${link} addrgenmode none`),
  "link set v1 master br0",
  "link property add dev v0 altname very-long-alternative-name",
  ...["v0", "v1", "br0"].map((link) => `link set ${link} up`),
  "address add 10.0.0.1/24 dev v0",
  "address add 2001:db8::1/64 dev v0 nodad",
  "route add default via 10.0.0.254",
  "route add 10.1.0.0/16 via 10.0.0.2 table 1000",
  "route add unreachable 10.2.0.0/16 metric 7",
  "route add 2001:db8:1::/48 via 2001:db8::2",
  "neighbor add 10.0.0.9 lladdr 02:00:00:00:00:01 dev v0",
  "neighbor add 10.0.0.8 lladdr 02:00:00:00:00:02 dev br0",
  "neighbor add 2001:db8::9 lladdr 02:00:00:00:00:01 dev v0",
  "rule add from 10.0.0.0/8 table 1000 pref 77",
  "rule add iif v0 table 1001 pref 78",
  "nexthop add id 5 via 10.0.0.2 dev v0",
  "nexthop add id 6 via 2001:db8::2 dev v0",
  "nexthop add id 7 dev lo",
  "nexthop add id 8 group 5/7",
];

type Printed = Readonly<Record<string, unknown>>;

/** How an object is told from others: of our JSON, and of that of `ip`. */
interface Identity {
  ours(object: Printed, nameOf: (index: unknown) => unknown): unknown;
  theirs(object: Printed): unknown;
}

const IDENTITIES: Readonly<Record<string, Identity>> = {
  links: {
    ours: ({ index, name, mtu }) => [index, name, mtu],
    theirs: ({ ifindex, ifname, mtu }) => [ifindex, ifname, mtu],
  },
  addresses: {
    ours: ({ index, local, address, prefixLength }) => [index, local ?? address, prefixLength],
    theirs: ({ ifindex, local, prefixlen }) => [ifindex, local, prefixlen],
  },
  routes: {
    ours: ({ destination = "default", prefixLength, outputLink, table }, nameOf) => [
      // `ip` says nothing of the length of a whole address.
      `${destination}${[0, 32, 128].includes(Number(prefixLength)) ? "" : `/${prefixLength}`}`,
      nameOf(outputLink),
      table,
    ],
    theirs: ({ dst, dev, table = "main" }) => [dst, dev, { main: 254, local: 255 }[`${table}`] ?? Number(table)],
  },
  neighbors: {
    ours: ({ destination, index, linkLayerAddress }, nameOf) => [destination, nameOf(index), linkLayerAddress],
    theirs: ({ dst, dev, lladdr }) => [dst, dev, lladdr],
  },
  rules: {
    ours: ({ priority = 0, source, table }) => [priority, source ?? "all", table],
    theirs: ({ priority, src, table }) => [
      priority,
      src,
      { main: 254, local: 255, default: 253 }[`${table}`] ?? Number(table),
    ],
  },
  nexthops: {
    ours: ({ id, gateway }) => [id, gateway],
    theirs: ({ id, gateway }) => [id, gateway],
  },
};

describeLive("list", () => {
  let home: Sandbox;
  let nameOf: (index: unknown) => unknown;
  beforeAll(async () => {
    home = namespace();
    home.batch(NETWORK);
    home.ip(..."-6 rule add from 2001:db8::/32 oif gone table 1000 pref 79".split(" "));
    // A bridge gets its carrier, and what follows from it, a while later.
    await waitForLink("br0", ({ state }) => state === "up", { namespace: home.name });
    const names = new Map(home.json("link").map(({ ifindex, ifname }) => [ifindex, ifname]));
    nameOf = (index) => names.get(index as number);
  });
  afterAll(() => home[Symbol.dispose]());

  function list(line: string): Promise<Outcome> {
    return run(cli(["list", ...line.split(" "), "--namespace", home.name]));
  }

  /** The list as programs get it. */
  async function listed(line: string): Promise<readonly Printed[]> {
    const { status, stdout, stderr } = await list(`${line} --json`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    // One array of objects.
    return JSON.parse(stdout) as readonly Printed[];
  }

  /** What `ip` prints for these words, an object each; what the options of the line name, it does not repeat. */
  function witnessed(line: string, witnesses: readonly string[]): readonly Printed[] {
    const [, table] = / --table (\S+)/.exec(line) ?? [];
    const [, dev] = / --link (\S+)/.exec(line) ?? [];
    return witnesses.flatMap((words) => home.json(...words.split(" "))).flatMap((object) => {
      const { addr_info: addresses, ...own } = object;
      // An object without anything is one that it does not print.
      if (Object.keys(own).length === 0) return [];
      if (!line.startsWith("addresses")) return [{ table, dev, ...own }];
      return (addresses as readonly Printed[]).map((address) => ({ ...own, ...address }));
    });
  }

  test.each<readonly [line: string, ...witnesses: readonly string[]]>([
    ["links", "link"],
    ["links --kind veth", "link show type veth"],
    ["links --kind dummy"],
    ["links --link v0", "link show v0"],
    ["links --link very-long-alternative-name", "link show v0"],
    ["links --link v0 --kind veth", "link show v0"],
    ["links --link v0 --kind bridge"],
    ["links --link 1", "link show lo"],
    ["links --master br0", "link show master br0"],
    ["links --master br0 --kind veth --link v1", "link show v1"],
    ["links --master br0 --link v0"],
    ["addresses --link 1", "address show lo"],
    ["addresses", "address"],
    ["addresses --family inet", "-4 address"],
    ["addresses --family inet6 --link v0", "-6 address show v0"],
    ["routes", "-4 route show table all", "-6 route show table all"],
    ["routes --family inet6", "-6 route show table all"],
    ["routes --table main", "-4 route show", "-6 route show"],
    ["routes --table 1000", "-4 route show table 1000"],
    ["routes --table 4000000000"],
    ["routes --table local --family inet --link v0", "-4 route show table local dev v0"],
    ["routes --family mpls"],
    ["neighbors", "-4 neighbor", "-6 neighbor"],
    ["neighbors --family inet6", "-6 neighbor"],
    ["neighbors --link br0", "neighbor show dev br0"],
    ["rules", "-4 rule", "-6 rule"],
    ["rules --family inet6", "-6 rule"],
    ["rules --table 1000", "-4 rule show table 1000", "-6 rule show table 1000"],
    ["rules --table default", "-4 rule show table default"],
    ["rules --link v0", "-4 rule show iif v0"],
    ["rules --link gone", "-6 rule show oif gone"],
    ["rules --link nowhere"],
    ["nexthops", "nexthop"],
    ["nexthops --family inet6", "-6 nexthop show"],
    ["nexthops --link lo", "nexthop show dev lo"],
  ])("%s prints what ip prints", async (line, ...witnesses) => {
    const { ours, theirs } = IDENTITIES[line.split(" ")[0] ?? ""]!;
    const expected = witnessed(line, witnesses);
    expect(expected.length > 0).toBe(witnesses.length > 0);
    // Nor does it print the neighbors that the kernel made for itself.
    const found = (await listed(line)).filter(({ state }) => !line.startsWith("neighbors") || state !== "noArp");
    const text = (identity: unknown): string => JSON.stringify(identity);
    expect(found.map((object) => text(ours(object, nameOf))).toSorted())
      .toEqual(expected.map((object) => text(theirs(object))).toSorted());
  });

  test("neighbors --family bridge prints the forwarding databases", async () => {
    const entries = await listed("neighbors --family bridge --link v1");
    expect(entries).toContainEqual(expect.objectContaining({ family: "bridge", state: "permanent" }));
    expect(new Set(entries.map(({ index }) => nameOf(index)))).toEqual(new Set(["v1"]));
  });

  test("prints the objects of the module, exactly", async () => {
    await using rtnetlink = await Rtnetlink.open({ namespace: home.name });
    expect((await list("rules --json")).stdout).toBe(
      `[${(await rtnetlink.rules.list()).map(toJson).join(",\n")}]\n`,
    );
    expect((await list("nexthops --json --family inet --link lo")).stdout).toBe(
      `[${toJson(await rtnetlink.nexthops.get(7))}]\n`,
    );
    expect((await list("routes --json --table 999")).stdout).toBe("[]\n");
  });

  test("prints counters of links where they are asked for", async () => {
    expect((await listed("links")).filter((link) => "stats" in link)).toEqual([]);
    const [lo] = await listed("links --link lo --stats");
    expect(lo).toMatchObject({ name: "lo", stats: { rxPackets: expect.any(Number), txDropped: 0 } });
    expect((await list("links --link lo --stats")).stdout).toMatch(
      /^1: lo: <\S+> .* RX: bytes \d+ packets \d+ errors 0 dropped 0 missed 0 mcast 0 TX: bytes \d+ packets \d+ errors 0 dropped 0 carrier 0 collsns 0\n$/,
    );
  });

  describe("for people", () => {
    test("prints a line each, the names in a column, and links by their names", async () => {
      expect((await list("routes --table main --family inet")).stdout).toBe(
        "default                 via 10.0.0.254 dev v0 proto boot\n" +
          "10.0.0.0/24             dev v0 proto kernel scope link src 10.0.0.1\n" +
          "unreachable 10.2.0.0/16 proto boot metric 7\n",
      );
      expect((await list("addresses --family inet")).stdout.split("\n").map((line) => line.slice(0, 23))).toEqual([
        "1: lo inet 127.0.0.1/8 ",
        `${home.json("link", "show", "v0")[0]?.["ifindex"]}: v0 inet 10.0.0.1/24 `,
        "",
      ]);
      expect((await list("nexthops")).stdout).toBe(
        "id 5 via 10.0.0.2 dev v0 scope link\n" +
          "id 6 via 2001:db8::2 dev v0 scope link\n" +
          "id 7 dev lo scope host\n" +
          "id 8 group 5/7\n",
      );
    });

    test("prints nothing where there is nothing", async () => {
      expect(await list("routes --table 999")).toEqual({ status: 0, signal: null, stdout: "", stderr: "" });
    });

    test.each([[{}, true], [{ NO_COLOR: "1" }, false]])("is coloured on a terminal, with %j: %j", async (env, is) => {
      const words = cli(["list", "rules", "--namespace", home.name]).map((word) => `'${word}'`).join(" ");
      const { status, stdout } = await run(["script", "-qec", words, "/dev/null"], { env: { NO_COLOR: "", ...env } });
      expect(status).toBe(0);
      expect(stdout.includes("\x1b[35m10.0.0.0/8\x1b[0m")).toBe(is);
      expect(stdout).toContain("10.0.0.0/8");
    });
  });

  test.each([
    ["links --link nowhere", "Cannot get link 'nowhere': ENODEV, No such device"],
    ["addresses --link nowhere", "Cannot list addresses: link 'nowhere': ENODEV, No such device"],
    ["links --namespace nowhere", "Cannot open network namespace 'nowhere': ENOENT, No such file or directory"],
  ])("%s fails with status 1", async (line, message) => {
    const inside = line.includes("--namespace") ? [] : ["--namespace", home.name];
    const { status, stdout, stderr } = await run(cli(["list", ...inside, ...line.split(" ")]));
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: `netlink: ${message}\n` });
  });

  test.each([
    ["nowhere", "'nowhere'"],
    ["-1", "'-1'"],
    ["4294967296", "4294967296"],
    ["1.5", "'1.5'"],
    ["", "''"],
  ])("no routing table '%s' is wrong usage", async (table, shown) => {
    const { status, stderr } = await run(cli(["list", "routes", `--table=${table}`, "--namespace", home.name]));
    const expected = "expected default, main, local or a number up to 4294967295";
    expect(stderr).toBe(
      `netlink: Cannot list routes: table: ${expected}, got ${shown}\nTry 'netlink list --help'.\n`,
    );
    expect(status).toBe(2);
  });

  test.each(["", " --json"])("routes%s ends quietly when its reader goes", async (json) => {
    await using large = namespace();
    large.batch([
      "link set lo up",
      ...Array.from({ length: 4000 }, (_, i) => `route add 10.0.${i >> 8}.${i & 255} dev lo`),
    ]);
    const started = run(cli(["list", "routes", "--namespace", large.name, ...json.trim().split(" ").filter(Boolean)]), {
      started: ({ stdout }) => stdout?.once("data", () => stdout.destroy()),
    });
    const { status, signal, stderr } = await started;
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: "" });
  });
});
