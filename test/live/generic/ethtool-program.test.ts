import { existsSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import {
  bitChange,
  bitNames,
  ethtool,
  type EthtoolCommands,
  type EthtoolNotifications,
  type Family,
  featureStates,
  Genetlink,
  namesIn,
} from "../../../src/generic/mod.ts";
import { describeLive, describeWhere, hasTunnels, namespace, run, type Sandbox } from "../sandbox.ts";
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

async function prepared(): Promise<
  { readonly home: Sandbox; readonly links: Links; readonly close: () => Promise<void> }
> {
  const home = namespace();
  home.batch([PAIR, ...(hasTunnels ? ["tuntap add t0 mode tap"] : []), "link set v0 up", "link set v1 up"]);
  const genetlink = await Genetlink.open({ namespace: home.name });
  const close = async (): Promise<void> => {
    await genetlink[Symbol.asyncDispose]();
    home[Symbol.dispose]();
  };
  return { home, links: genetlink.family(ethtool), close };
}

describeLive("of a link", () => {
  describeWhere(PROGRAM !== undefined, "ethtool", "the program ethtool says the same", () => {
    let home: Sandbox;
    let links: Links;
    beforeAll(async () => {
      const all = await prepared();
      ({ home, links } = all);
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
        const { ifname: _, ...theirs } = await json(home, "-k", "v0") as Readonly<Record<string, Feature>>;
        // Its own words stand for several features, or for some of the kernel.
        const ours = Object.entries(theirs).filter(([name]) => states.has(name));
        expect(ours.length).toBeGreaterThan(40);
        expect(ours.map(([name]) => {
          const { active, wanted, changeable } = states.get(name) ?? {};
          return [name, { active, fixed: !changeable, requested: wanted }];
        })).toEqual(ours);
      },
    );

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
      const counts = [...(await printed(home, "-l", "v0")).matchAll(/^[RT]X:\s+(\d+)$/gm)];
      expect([rxMax, txMax, rxCount, txCount]).toEqual(counts.map(([, count]) => Number(count)));
      expect(counts.map(([, count]) => count)).toEqual(["4", "4", "1", "2"]);
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
