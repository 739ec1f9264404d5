import { existsSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { toJson } from "../../../src/cli/json.ts";
import {
  bitChange,
  bitNames,
  ethtool,
  type EthtoolCommands,
  type EthtoolNotifications,
  type Family,
  familyFromSpec,
  featureStates,
  Genetlink,
  namesIn,
} from "../../../src/generic/mod.ts";
import { describeLive, describeWhere, hasTunnels, namespace, run, type Sandbox } from "../sandbox.ts";
import { specification } from "../../generic/specs/read.ts";
import { PAIR } from "./channels.ts";

/** The program `ethtool`, where it is installed. */
const PROGRAM = ["/usr/sbin/ethtool", "/sbin/ethtool", "/usr/bin/ethtool"].find((path) => existsSync(path));

/** What the program prints in the namespace. */
async function printed({ name }: Sandbox, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(["ip", "netns", "exec", name, PROGRAM ?? "", ...args]);
  expect(stderr).toBe("");
  return stdout;
}

/** The lines `NAME: VALUE` of what it prints. */
function lines(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/^\s*(.+?):[ \t]+(.+)$/gm)].map(([, name = "", value = ""]) => [name, value]));
}

/** What it prints as JSON of the only link. */
async function json(home: Sandbox, ...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const [first = {}] = JSON.parse(await printed(home, "--json", ...args)) as readonly Readonly<
    Record<string, unknown>
  >[];
  return first;
}

/** What it says of a feature; `null` for one that stands for several. */
interface Feature {
  readonly active: boolean;
  readonly fixed: boolean | null;
  readonly requested: boolean | null;
}

const header = { deviceName: "v0" };
type Links = Family<EthtoolCommands, EthtoolNotifications, "monitor">;

interface Prepared {
  readonly home: Sandbox;
  readonly genetlink: Genetlink;
  readonly close: () => Promise<void>;
}

async function prepared(): Promise<Prepared> {
  const home = namespace();
  home.batch([PAIR, ...(hasTunnels ? ["tuntap add t0 mode tap"] : []), "link set v0 up", "link set v1 up"]);
  const genetlink = await Genetlink.open({ namespace: home.name });
  const close = async (): Promise<void> => {
    await genetlink[Symbol.asyncDispose]();
    home[Symbol.dispose]();
  };
  return { home, genetlink, close };
}

/** How many channels it prints: the most that receive and send, and those that do. */
async function channels(home: Sandbox): Promise<readonly number[]> {
  return [...(await printed(home, "-l", "v0")).matchAll(/^[RT]X:\s+(\d+)$/gm)].map(([, count]) => Number(count));
}

/** The features that it prints, but for its own words, which stand for several features or for some of the kernel. */
async function features(home: Sandbox, known: ReadonlySet<string>): Promise<ReadonlyMap<string, Feature>> {
  const { ifname: _, ...all } = await json(home, "-k", "v0") as Readonly<Record<string, Feature>>;
  return new Map(Object.entries(all).filter(([name]) => known.has(name)));
}

/** Those features in its words. */
function printable(states: ReturnType<typeof featureStates>, names: Iterable<string>): ReadonlyMap<string, unknown> {
  return new Map([...names].map((name) => {
    const { active, wanted, changeable } = states.get(name) ?? {};
    return [name, { active, fixed: !changeable, requested: wanted }];
  }));
}

describeLive("of a link", () => {
  describeWhere(PROGRAM !== undefined, "ethtool", "the program ethtool says the same", () => {
    let home: Sandbox;
    let genetlink: Genetlink;
    let links: Links;
    beforeAll(async () => {
      const all = await prepared();
      ({ home, genetlink } = all);
      links = genetlink.family(ethtool);
      return all.close;
    });

    /** The names of a string set of the kernel, or of the link. */
    async function names(id: Parameters<typeof namesIn>[1]): Promise<readonly string[]> {
      return namesIn(await links.request("getStrings", { header, stringSets: { sets: [{ id }] } }), id);
    }

    test.each([{}, { "tx-checksum-ip-generic": false }, { "rx-gro": true, "tx-checksum-ip-generic": true }])(
      "about features, after %o",
      async (change) => {
        await links.execute("setFeatures", { header, wanted: bitChange(change) });
        const states = featureStates(await links.request("getFeatures", { header }));
        const theirs = await features(home, new Set(states.keys()));
        expect(theirs.size).toBeGreaterThan(40);
        expect(printable(states, theirs.keys())).toEqual(theirs);
      },
    );

    test("about what it changes itself, when that is announced", async () => {
      const known = await names("features");
      await using events = await links.subscribe("monitor");
      await printed(home, "-L", "v0", "rx", "3", "tx", "1");
      const { value: first } = await events.next();
      if (first?.type !== "notification" || first.command !== "channels") throw new Error(`Got ${toJson(first)}`);
      const { rxMax, txMax, rxCount, txCount } = first.value;
      expect([rxMax, txMax, rxCount, txCount]).toEqual(await channels(home));
      expect([rxCount, txCount]).toEqual([3, 1]);
      await printed(home, "-K", "v0", "tx-checksum-ip-generic", "off");
      const { value: second } = await events.next();
      if (second?.type !== "notification" || second.command !== "features") throw new Error(`Got ${toJson(second)}`);
      const theirs = await features(home, new Set(known));
      expect(printable(featureStates(second.value, known), theirs.keys())).toEqual(theirs);
      expect(theirs.get("tx-checksum-ip-generic")).toMatchObject({ active: false });
      await printed(home, "-K", "v0", "tx-checksum-ip-generic", "on");
    });

    test("to a family of a specification", async () => {
      const family = genetlink.family(familyFromSpec(specification("ethtool")));
      const header = { devName: "v0" };
      const { link } = await family.request("linkstateGet", { header });
      expect(link).toBe(lines(await printed(home, "v0")).get("Link detected") === "yes" ? 1 : 0);
      const { rxMax, txMax, rxCount, txCount } = await family.request("channelsGet", { header });
      expect([rxMax, txMax, rxCount, txCount]).toEqual(await channels(home));
      const { stringsets } = await family.request("strsetGet", { header, stringsets: { stringset: [{ id: 1 }] } });
      const strings = (await names("stats")).map((value, index) => ({ index, value }));
      expect(stringsets).toEqual({ stringset: [{ id: 1, count: strings.length, strings: { string: strings } }] });

      // Of those that can be switched, all bits that there are are listed; of the others, those that are set.
      const { hw, active, wanted, nochange } = await family.request("featuresGet", { header }) as Readonly<
        Record<string, { readonly bits: { readonly bit: readonly { readonly name: string; readonly value?: true }[] } }>
      >;
      const bits = (set: typeof hw): ReadonlySet<string> =>
        new Set(set?.bits.bit?.filter(({ value }) => set === hw ? value : true).map(({ name }) => name));
      const [changeable, on, asked, fixed] = [hw, active, wanted, nochange].map(bits);
      const theirs = await features(home, new Set(hw?.bits.bit.map(({ name }) => name)));
      expect(theirs.size).toBeGreaterThan(40);
      expect(
        new Map([...theirs.keys()].map((name) => [name, {
          active: on?.has(name),
          fixed: !changeable?.has(name) || fixed?.has(name),
          requested: asked?.has(name),
        }])),
      ).toEqual(theirs);
    });

    test("about what it is connected by and how fast it is", async () => {
      const said = lines(await printed(home, "v0"));
      const info = await links.request("getLinkInfo", { header });
      const modes = await links.request("getLinkModes", { header });
      const state = await links.request("getLinkState", { header });
      expect({
        speed: `${modes.speed}Mb/s`,
        duplex: modes.duplex === "full" ? "Full" : "Half",
        autonegotiation: modes.autonegotiation ? "on" : "off",
        port: info.port === "tp" ? "Twisted Pair" : "None",
        address: `${info.phyAddress}`,
        transceiver: info.transceiver,
        link: state.link ? "yes" : "no",
      }).toEqual({
        speed: said.get("Speed"),
        duplex: said.get("Duplex"),
        autonegotiation: said.get("Auto-negotiation"),
        port: said.get("Port"),
        address: said.get("PHYAD"),
        transceiver: said.get("Transceiver"),
        link: said.get("Link detected"),
      });
    });

    test("about its channels", async () => {
      await links.execute("setChannels", { header, rxCount: 1, txCount: 2 });
      const { rxMax, txMax, rxCount, txCount } = await links.request("getChannels", { header });
      expect([rxMax, txMax, rxCount, txCount]).toEqual(await channels(home));
      expect([rxMax, txMax, rxCount, txCount]).toEqual([4, 4, 1, 2]);
    });

    test("about the names of its own counters", async () => {
      const said = (await printed(home, "-S", "v0")).matchAll(/^\s+(\S+): \d+$/gm);
      expect(await names("stats")).toEqual([...said].map(([, name]) => name));
      const { stringSets } = await links.request("getStrings", {
        header,
        stringSets: { sets: [{ id: "stats" }] },
        countsOnly: true,
      });
      expect(stringSets).toMatchObject({ sets: [{ id: "stats", count: (await names("stats")).length }] });
    });

    test("about the groups of counters that all links can have", async () => {
      const { ifname: _, ...groups } = await json(home, "-S", "v0", "--all-groups");
      const standard = await names("statsStandard");
      expect(Object.keys(groups)).toEqual(standard);
      const wanted = bitChange(Object.fromEntries(standard.map((name) => [name, true])));
      const { values = [] } = await links.request("getStats", { header, groups: wanted });
      // The driver has none of these counters, in either words.
      expect(values.map(({ counters = [] }) => counters)).toEqual(Object.values(groups).map(() => []));
      expect(Object.values(groups)).toEqual(standard.map(() => ({})));
    });

    test("about its timestamps", async () => {
      const [, said = ""] = /Capabilities:\n((?:\s+.*\n)*)/.exec(await printed(home, "-T", "v0")) ?? [];
      const { timestamping } = await links.request("getTimestampInfo", { header });
      expect(bitNames(timestamping)).toEqual(said.trim().split(/\s+/));
    });

    describeWhere(hasTunnels, "leave to open /dev/net/tun", "and of a tap", () => {
      test("about what its driver writes to the log, and how long interrupts wait", async () => {
        const tap = { deviceName: "t0" };
        await printed(home, "-s", "t0", "msglvl", "drv", "on", "tx_err", "on");
        expect(bitNames((await links.request("getDebug", { header: tap })).messageMask)).toEqual(["drv", "tx_err"]);
        await printed(home, "-C", "t0", "rx-frames", "7");
        expect((await links.request("getCoalesce", { header: tap })).rxMaxFrames).toBe(7);
        await links.execute("setCoalesce", { header: tap, rxMaxFrames: 9 });
        expect(lines(await printed(home, "-c", "t0")).get("rx-frames")).toBe("9");
      });
    });

    test("that it does not know of rings", async () => {
      const { stderr } = await run(["ip", "netns", "exec", home.name, PROGRAM ?? "", "-g", "v0"]);
      expect(stderr).toContain("Operation not supported");
      await expect(links.request("getRings", { header })).rejects.toThrow("Operation not supported");
    });
  });
});
