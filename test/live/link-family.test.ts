import { afterAll, beforeAll, expect, test } from "vitest";
import { type FamilySpecific, type Link, watch } from "../../mod.ts";
import { Exchange } from "../../src/exchange.ts";
import { nouns } from "../../src/route/mod.ts";
import { Requests } from "../../src/route/verbs/requests.ts";
import { describeLive, namespace, run, type Sandbox } from "./sandbox.ts";
import { ICMP6_COUNTERS, INET6_COUNTERS, INET6_FILES, INET_FILES, SECONDS } from "./witness/link-family.ts";

/** What would take the settings away, or the link. */
const UNTOUCHED: ReadonlySet<string> = new Set(["disable_ipv6", "mtu", "stable_secret"]);

/** Numbers by name, as far as there are any. */
type Numbers = ReadonlyMap<string, number>;

/** `name value` a line; what is no number is left out. */
function numbersIn(text: string): Numbers {
  const entries = text.split("\n").map((line) => line.trim().split(/\s+/));
  return new Map(entries.flatMap(([name = "", value = ""]) => /^-?\d+$/.test(value) ? [[name, Number(value)]] : []));
}

/** Our numbers by the names of the kernel's files. */
function named(ours: object | undefined, names: Readonly<Record<string, string>>): Numbers {
  const entries = Object.entries(ours ?? {}).map(([name, value]) => [names[name] ?? name, Number(value)] as const);
  return new Map(entries.filter(([name]) => name !== ""));
}

describeLive("the kernel's own files say the same of", () => {
  let home: Sandbox;
  let exchange: Exchange;

  /** Runs a command of a shell where `/proc` shows the namespace. */
  async function shell(command: string): Promise<string> {
    const { stdout } = await run(["ip", "netns", "exec", home.name, "sh", "-c", command]);
    return stdout;
  }

  async function ours(query: Partial<Link>): Promise<FamilySpecific> {
    const asked: Partial<Link> = { family: "unspec", ...query };
    const links = await new Requests(exchange, nouns.link).list("list links", asked, asked, () => true, {});
    return links.find(({ name }) => name === "v0")?.familySpecific ?? {};
  }

  beforeAll(async () => {
    home = namespace();
    home.batch(["link add v0 type veth peer name v1", "link set v0 up", "link set v1 up"]);
    exchange = await Exchange.open("route", { namespace: home.name });
  });
  afterAll(async () => {
    await exchange?.[Symbol.asyncDispose]();
    home[Symbol.dispose]();
  });

  test.each<["ipv4" | "ipv6", "inet" | "inet6", Readonly<Record<string, string>>]>([
    ["ipv4", "inet", INET_FILES],
    ["ipv6", "inet6", INET6_FILES],
  ])("the configuration of %s, whatever it is", async (folder, family, files) => {
    const path = `/proc/sys/net/${folder}/conf/v0`;
    const names = Object.values(files).filter((name) => name !== "");
    let changed = 0;
    let before: Numbers = new Map();
    // In some round each two files have different values, as far as the kernel takes them.
    for (let bit = 1; bit < 2 * names.length; bit *= 2) {
      const written = names.map((name, i) => `echo ${(i & bit) === 0 ? 1 : 0} > ${name}`)
        .filter((_, i) => !UNTOUCHED.has(names[i] ?? ""));
      await shell(`cd ${path}; exec 2>/dev/null; ${written.join("; ")}`);
      const theirs = numbersIn(await shell(`cd ${path}; for name in *; do echo $name $(cat $name); done`));
      const { configuration } = (await ours({}))[family] ?? {};
      const told = named(configuration, files);
      for (const [name, number] of told) {
        const expected = theirs.get(name) ?? NaN;
        expect([name, number]).toEqual([name, SECONDS.has(name) ? expected * 1000 : expected | 0]);
        if (before.get(name) !== number) changed++;
      }
      expect(told.size).toBeGreaterThan(30);
      expect(configuration?.rest).toBeUndefined();
      before = told;
    }
    expect(changed).toBeGreaterThan(2 * names.length);
  });

  test("what IPv6 counts", async () => {
    await using watcher = await watch({ namespace: home.name, topics: ["address"] });
    home.batch(["address add 2001:db8::1/64 dev v0"]);
    for await (const event of watcher) {
      // It has been asked whether somebody has the address.
      if (event.type === "address" && !event.address.flags.includes("tentative")) break;
    }
    // Nothing more is sent then.
    home.ip("link", "set", "v0", "down");
    const theirs = numbersIn(await shell("cat /proc/net/dev_snmp6/v0"));
    const { inet6: { stats, icmpStats } = {} } = await ours({});
    const told = new Map([...named(stats, INET6_COUNTERS), ...named(icmpStats, ICMP6_COUNTERS)]);
    for (const [name, number] of told) expect([name, number]).toEqual([name, theirs.get(name)]);
    expect(told.get("Ip6OutTransmits")).toBeGreaterThan(0);
    expect(told.get("Icmp6OutMsgs")).toBeGreaterThan(0);
    expect(stats).toMatchObject({ count: BigInt(Object.keys(stats ?? {}).length) });
    expect(icmpStats).toMatchObject({ count: BigInt(Object.keys(icmpStats ?? {}).length) });
  });

  test("nothing that is counted, in a list without it", async () => {
    const { inet6 } = await ours({ extendedMask: ["skipStats"] });
    expect(inet6?.configuration).toBeDefined();
    expect(inet6?.stats).toBeUndefined();
    expect(inet6?.icmpStats).toBeUndefined();
  });
});
