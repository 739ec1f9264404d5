import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NetworkState } from "../../../mod.ts";
import { toJson } from "../../../src/cli/json.ts";
import { addRules } from "../rules.ts";
import { describeLive, namespace, type Sandbox } from "../sandbox.ts";
import { subscribed } from "../subscribed.ts";
import { Program } from "./program.ts";

/** Two cables, both ends of which are up. */
const CABLES: readonly string[] = [
  "link add v0 type veth peer name v1",
  "link add w0 type veth peer name w1",
  ...["v0", "v1", "w0", "w1"].flatMap((link) => [`link set ${link} addrgenmode none`, `link set ${link} up`]),
];

/** Something of everything that can be followed comes, changes and goes. */
const LIFE: readonly string[] = [
  "link set lo up",
  ...CABLES,
  "address add 10.0.0.1/24 dev v0",
  "address add 2001:db8::1/64 dev v0 nodad",
  "address add 10.1.0.1/24 dev w0",
  "route add 10.2.0.0/16 via 10.0.0.2",
  "route replace 10.2.0.0/16 via 10.0.0.3",
  "route add 10.3.0.0/16 via 10.0.0.2 table 1000",
  "neighbor add 10.0.0.9 lladdr 02:00:00:00:00:01 dev v0",
  "neighbor replace 10.0.0.9 lladdr 02:00:00:00:00:02 dev v0",
  "neighbor add 10.1.0.9 lladdr 02:00:00:00:00:03 dev w0",
  "rule add from 10.0.0.0/8 table 1000 pref 77",
  "rule add from 10.0.0.0/8 table 1000 pref 78",
  "rule delete pref 77",
  "nexthop add id 5 via 10.0.0.2 dev v0",
  "nexthop add id 6 via 10.1.0.2 dev w0",
  "nexthop add id 7 group 5/6",
  "link set v0 mtu 1400",
  "address delete 10.1.0.1/24 dev w0",
  "link set v0 down",
  "link set v0 name v7",
];

const ALL = ["link", "address", "route", "neighbor", "rule", "nexthop"] as const;

type Printed = Readonly<Record<string, unknown>>;

describeLive("monitor --changes", () => {
  let home: Sandbox;
  beforeEach(() => {
    home = namespace();
  });
  afterEach(() => home[Symbol.dispose]());

  function monitor(words: string): Program {
    return new Program("monitor", ...words.split(" "), "--namespace", home.name);
  }

  test("tells what is there, what comes, what of it changes, and what goes", async () => {
    await using program = monitor("--changes --snapshot link");
    expect(await program.linesUntil("synced")).toEqual([
      "+ link 1: lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN link/loopback 00:00:00:00:00:00",
      "synced",
    ]);
    home.ip("link", "add", "ifb7", "address", "02:00:00:00:00:01", "type", "ifb");
    const index = home.json("link", "show", "ifb7")[0]?.["ifindex"];
    const link = `${index}: ifb7`;
    const [added] = await program.linesUntil("ifb7");
    expect(added).toMatch(/^\+ link \d+: ifb7: <BROADCAST,NOARP> mtu 1500 .*kind ifb link\/ether 02:00:00:00:00:01/);
    home.ip("link", "set", "ifb7", "mtu", "1400");
    expect(await program.linesUntil("~")).toEqual([`~ link ${link} (mtu 1500 -> 1400)`]);
    home.ip("link", "set", "ifb7", "name", "ifb8");
    expect(await program.linesUntil("~")).toEqual([`~ link ${index}: ifb8 (name ifb7 -> ifb8)`]);
    home.ip("link", "delete", "ifb8");
    expect((await program.linesUntil("- link"))[0]).toMatch(/^- link \d+: ifb8: <BROADCAST,NOARP> mtu 1400 /);
  });

  test("begins with the next change where no snapshot is asked for", async () => {
    await using program = monitor("--changes rule --count 1");
    let priority = 0;
    const { stdout, ...rest } = await program.endedBy(() => addRules(home, ++priority, 1));
    expect(rest).toEqual({ status: 0, signal: null, stderr: "" });
    expect(stdout).toMatch(/^\+ rule [1-9]\d*: from all lookup main\b.*\n$/);
  });

  test("tells what the kernel does without a word, by the names of links that are gone", async () => {
    home.batch([...CABLES, "address add 10.0.0.1/24 dev v0", "route add 10.2.0.0/16 via 10.0.0.2"]);
    await using program = monitor("--changes --snapshot link route");
    await program.linesUntil("synced");
    home.ip("link", "delete", "v0");
    expect((await program.linesUntil("- route 10.2.0.0/16")).at(-1)).toBe(
      "- route 10.2.0.0/16 via 10.0.0.2 dev v0 proto boot [inferred]",
    );
  });

  test("tells changes as the module has them, one JSON object a line", async () => {
    await using program = monitor("--changes --snapshot link rule --json");
    await using state = await NetworkState.open({ namespace: home.name, topics: ["link", "rule"] });
    using told = state.changes({ snapshot: true });
    const lines = [...await program.linesUntil("synced")];
    home.batch(["link add ifb7 type ifb", "link set ifb7 mtu 1400", "link set ifb7 name ifb8", "link delete ifb8"]);
    addRules(home, 7, 1);
    lines.push(...await program.linesUntil('"priority":7'));
    const changes: string[] = [];
    for await (const change of told) {
      changes.push(toJson(change));
      if (change.type === "rule" && change.rule.priority === 7) break;
    }
    expect(lines).toEqual(changes);
    expect(lines.map((line): unknown => (JSON.parse(line) as Printed)["action"])).toEqual(
      expect.arrayContaining(["add", "change", "remove"]),
    );
  });

  test("keeps a copy exact that is made of what it tells", async () => {
    const copy = new Map<string, Printed>();
    await using program = monitor(`--changes --snapshot ${ALL.join(" ")} --json`);
    const followed = program.each((line) => {
      // A line is an object.
      const change = JSON.parse(line) as Printed;
      const { type, action, key, previousKey = key } = change;
      if (type === "synced") return;
      copy.delete(`${type} ${previousKey}`);
      // It has its object under the name of its type.
      if (action !== "remove") copy.set(`${type} ${key}`, change[`${type}`] as Printed);
    });
    home.batch(LIFE);
    /** The objects of a kind by what tells them from others. */
    function kept(type: typeof ALL[number], identity: (object: Printed) => unknown): readonly string[] {
      return [...copy].filter(([name]) => name.startsWith(`${type} `)).map(([, object]) =>
        JSON.stringify(identity(object))
      )
        .toSorted();
    }
    function seen(identity: (object: Printed) => unknown, ...commands: readonly string[]): readonly string[] {
      const objects = commands.flatMap((words) => home.json(...words.split(" ")));
      return objects.map((object) => JSON.stringify(identity(object))).toSorted();
    }
    await expect.poll(() => ({
      links: kept("link", ({ name, mtu, address }) => [name, mtu, address]),
      addresses: kept("address", ({ local, address }) => local ?? address),
      routes: kept("route", ({ destination = "default", prefixLength, gateway }) => [
        // Of a whole address `ip` prints no length.
        `${destination}${[32, 128].includes(Number(prefixLength)) ? "" : `/${prefixLength}`}`,
        gateway,
      ]),
      neighbors: kept("neighbor", ({ family, linkLayerAddress }) => [family === "bridge", linkLayerAddress]),
      rules: kept("rule", ({ priority = 0 }) => priority),
      nexthops: kept("nexthop", ({ id }) => id),
    }), { timeout: 10_000 }).toEqual({
      links: seen(({ ifname, mtu, address }) => [ifname, mtu, address], "link"),
      addresses: home.json("address").flatMap(({ addr_info: addresses }) => addresses as readonly Printed[])
        .map(({ local }) => JSON.stringify(local)).toSorted(),
      routes: seen(({ dst, gateway }) => [dst, gateway], "-4 route show table all", "-6 route show table all"),
      neighbors: seen(({ lladdr }) => [false, lladdr], "neighbor"),
      rules: seen(({ priority }) => priority, "-4 rule", "-6 rule"),
      nexthops: seen(({ id }) => id, "nexthop"),
    });
    program.kill("SIGTERM");
    expect((await program.outcome).status).toBe(143);
    await followed;
  });

  test("goes on after a loss: tells how much it was, and all that is other since", async () => {
    const count = 2000;
    await using program = monitor("--changes --snapshot rule --receive-buffer 4K");
    await program.linesUntil("synced");
    program.kill("SIGSTOP");
    addRules(home, 1, count);
    program.kill("SIGCONT");
    const lines = await program.linesUntil("synced");
    expect(lines.filter((line) => /^Lost [1-9]\d* events?$/.test(line))).toHaveLength(1);
    const told = lines.filter((line) => line.startsWith("+ rule ")).map((line) => parseInt(line.slice(7)));
    expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
    expect(lines.filter((line) => line.endsWith("[resync]")).length).toBeGreaterThan(0);
  });

  test("--link tells what is about one link alone, also of what leaves it", async () => {
    home.batch([...CABLES, "address add 10.0.0.1/24 dev v0", "address add 10.1.0.1/24 dev w0"]);
    await using program = monitor("--changes --snapshot address route --link v0");
    const there = await program.linesUntil("synced");
    expect(there.filter((line) => !/\bv0\b/.test(line))).toEqual(["synced"]);
    expect(there).toContain("+ route 10.0.0.0/24 dev v0 proto kernel scope link src 10.0.0.1");
    // It hears of all of that at once, however busy the machine is: what it asks the kernel for is as it is in the end.
    program.kill("SIGSTOP");
    home.batch([
      "link set w0 mtu 1400",
      "route add 10.2.0.0/16 dev w0",
      "route add 10.3.0.0/16 dev v0",
      "route replace 10.3.0.0/16 dev w0",
      "route delete 10.3.0.0/16 dev w0",
      "link set v0 name v7",
      "link set w0 down",
      "link set w0 name v0",
      "address add 10.9.0.1/24 dev v0",
    ]);
    program.kill("SIGCONT");
    const lines = await program.linesUntil("10.9.0.1/24");
    expect(lines.filter((line) => line.includes("10."))).toEqual([
      "+ route 10.3.0.0/16 dev v0 proto boot scope link",
      "~ route 10.3.0.0/16 dev w0 proto boot scope link (outputLink v0 -> w0)",
      expect.stringMatching(/^~ address \d+: v0 inet 10\.1\.0\.1\/24 .*\(label w0 -> v0\)$/),
      expect.stringMatching(/^\+ address \d+: v0 inet 10\.9\.0\.1\/24 /),
    ]);
  });

  describe("ends", () => {
    test("after so many lines", async () => {
      await using program = monitor("--changes --snapshot link --count 2");
      const { status, stdout } = await program.outcome;
      expect(status).toBe(0);
      expect(stdout).toMatch(/^\+ link 1: lo: .*\nsynced\n$/);
    });

    test("with status 124 when the time is up", async () => {
      await using program = monitor("--changes link --timeout 200ms");
      expect(await program.outcome).toEqual({ status: 124, signal: null, stdout: "", stderr: "" });
    });

    test.each([["SIGINT", 130], ["SIGTERM", 143]] as const)("with %s, status %d", async (signal, status) => {
      await using program = monitor("--changes --snapshot link");
      await program.linesUntil("synced");
      program.kill(signal);
      const { stdout: _, ...rest } = await program.outcome;
      expect(rest).toEqual({ status, signal: null, stderr: "" });
    });

    test("with status 1 where there is no such namespace", async () => {
      await using program = new Program("monitor", "--changes", "--namespace", "nowhere");
      const { status, stderr } = await program.outcome;
      expect(stderr).toBe("netlink: Cannot open network namespace 'nowhere': ENOENT, No such file or directory\n");
      expect(status).toBe(1);
    });
  });
});

describeLive("monitor --link", () => {
  test("tells of the nexthop objects of one link alone", async () => {
    await using home = namespace();
    home.batch(["link set lo up", ...CABLES, "address add 10.0.0.1/24 dev v0", "address add 10.1.0.1/24 dev w0"]);
    const words = ["nexthop", "nexthopBucket", "--link", "v0", "--count", "2", "--namespace", home.name];
    await using program = new Program("monitor", ...words);
    await subscribed(home, program.outcome);
    home.batch([
      "nexthop add id 6 via 10.1.0.2 dev w0",
      "nexthop add id 7 blackhole",
      "nexthop add id 5 via 10.0.0.2 dev v0",
      "nexthop add id 8 group 5/6 type resilient buckets 4",
      "nexthop delete id 8",
      "nexthop delete id 5",
    ]);
    expect(await program.outcome).toEqual({
      status: 0,
      signal: null,
      stdout: "id 5 via 10.0.0.2 dev v0 scope link\nDeleted id 5 via 10.0.0.2 dev v0 scope link\n",
      stderr: "",
    });
  });
});
