import { afterAll, beforeAll, expect, test } from "vitest";
import type { Neighbor, NeighborQuery, NewNeighbor } from "../../../mod.ts";
import { describeLive, run } from "../sandbox.ts";
import { Twins } from "./twins.ts";

const LINKS: readonly string[] = [
  "link add br0 address 02:00:00:00:00:03 type bridge",
  "link set v1 master br0",
  "link add vx0 type vxlan id 5 dstport 4789 local 127.0.0.1",
];
const MAC = "02:00:00:00:01:00";
/** The entry of a tunnel for all addresses that it does not know. */
const UNKNOWN = "00:00:00:00:00:00";

/** What is added, and the same in the words of `ip`. */
const ADDED: readonly (readonly [NewNeighbor, string])[] = [
  [{ link: "v0", destination: "10.0.0.1", linkLayerAddress: MAC }, `10.0.0.1 lladdr ${MAC} dev v0`],
  [
    {
      link: "v0",
      destination: "10.0.0.2",
      linkLayerAddress: MAC,
      state: "stale",
      flags: ["router", "externallyLearned"],
    },
    `10.0.0.2 lladdr ${MAC} dev v0 nud stale router extern_learn`,
  ],
  [
    { link: "v0", destination: "10.0.0.3", linkLayerAddress: MAC, state: "noArp", protocol: "bgp" },
    `10.0.0.3 lladdr ${MAC} dev v0 nud noarp protocol bgp`,
  ],
  [{ link: "v0", destination: "FD00::0:1", linkLayerAddress: MAC }, `fd00::1 lladdr ${MAC} dev v0`],
  [{ link: "v0", destination: "10.0.0.4", proxy: true }, "proxy 10.0.0.4 dev v0"],
  [{ link: "v0", destination: "fd00::2", flags: ["proxy", "router"] }, "proxy fd00::2 dev v0 router"],
];

/** What is added to forwarding databases, and the same in the words of `bridge`. */
const ENTRIES: readonly (readonly [NewNeighbor, string])[] = [
  [{ family: "bridge", link: "v0", linkLayerAddress: MAC }, `${MAC} dev v0`],
  [{ family: "bridge", link: "v1", linkLayerAddress: MAC, flags: ["master"] }, `${MAC} dev v1 master`],
  [
    {
      family: "bridge",
      link: "v1",
      linkLayerAddress: "02:00:00:00:01:0A",
      flags: ["master", "sticky"],
      state: "noArp",
    },
    "02:00:00:00:01:0a dev v1 master static sticky",
  ],
  [{ family: "bridge", link: "br0", linkLayerAddress: "02:00:00:00:01:01" }, "02:00:00:00:01:01 dev br0 self"],
  [{ family: "bridge", link: "vx0", linkLayerAddress: MAC, destination: "10.0.0.1" }, `${MAC} dev vx0 dst 10.0.0.1`],
  [
    {
      family: "bridge",
      link: "vx0",
      linkLayerAddress: "02:00:00:00:01:02",
      destination: "10.0.0.2",
      port: 4790,
      vni: 7,
      tunnelLink: "v0",
    },
    "02:00:00:00:01:02 dev vx0 dst 10.0.0.2 port 4790 vni 7 via v0",
  ],
  [
    { family: "bridge", link: "vx0", linkLayerAddress: UNKNOWN, destination: "10.0.0.3" },
    `${UNKNOWN} dev vx0 dst 10.0.0.3`,
  ],
];

/** What is shown of them, but for what the kernel has of IPv6 groups. */
const SHOWN: readonly string[] = [
  "ip -4 neighbor show nud all",
  "ip -6 neighbor show nud permanent",
  "ip neighbor show proxy",
  "bridge fdb show",
];

describeLive("neighbors", () => {
  let twins: Twins;
  let v0: number;
  let v1: number;

  beforeAll(async () => {
    twins = await Twins.make(...LINKS);
    const links = twins.ours.json("link", "show");
    [v0, v1] = ["v0", "v1"].map((name) => Number(links.find(({ ifname }) => ifname === name)?.["ifindex"])) as [
      number,
      number,
    ];
  });
  afterAll(() => twins?.[Symbol.asyncDispose]());

  async function expectSame(): Promise<void> {
    for (const command of SHOWN) await twins.expectSame(command);
  }

  test("that are added are those that ip and bridge add, and come back as they are listed", async () => {
    const { neighbors } = twins.rtnetlink;
    const made: Neighbor[] = [];
    for (const [neighbor, theirs] of ADDED) {
      made.push(await neighbors.add(neighbor));
      expect(await twins.change(`ip neighbor add ${theirs}`)).toBe("");
    }
    for (const [neighbor, theirs] of ENTRIES) {
      made.push(await neighbors.add(neighbor));
      expect(await twins.change(`bridge fdb add ${theirs}`)).toBe("");
    }
    await expectSame();
    const lists = await Promise.all(
      [{}, { proxy: true }, { family: "bridge" } as const].map((query) => neighbors.list(query)),
    );
    // What they are used by, and when they were, goes on.
    const still = (neighbor: Neighbor): Neighbor => ({ ...neighbor, cacheInfo: undefined }) as never;
    const listed = lists.flat().map(still);
    for (const neighbor of made) expect(listed).toContainEqual(still(neighbor));
  });

  test("of tunnels have two states at once, and are added again as they are listed", async () => {
    const { neighbors } = twins.rtnetlink;
    const entry = {
      family: "bridge",
      link: "vx0",
      linkLayerAddress: "02:00:00:00:01:09",
      destination: "10.0.0.9",
    } as const;
    const add = ["fdb", "add", entry.linkLayerAddress, "dev", "vx0", "dst", entry.destination];
    expect((await run(["bridge", "-n", twins.ours.name, ...add])).stderr).toBe("");
    const { state } = await neighbors.get(entry);
    expect(state).toBe("noArpPermanent");
    await neighbors.remove(entry);
    expect(await neighbors.add({ ...entry, state })).toMatchObject({ state });
    expect(await twins.change(`bridge ${add.join(" ")}`)).toBe("");
    await expectSame();
  });

  test("are listed by what they have", async () => {
    const { neighbors } = twins.rtnetlink;
    const queries: readonly (readonly [NeighborQuery, NeighborQuery, (neighbor: Neighbor) => boolean])[] = [
      [{ family: "inet" }, {}, ({ family }) => family === "inet"],
      [{ state: "permanent" }, {}, ({ state }) => state === "permanent"],
      [{ proxy: true, family: "inet6" }, { proxy: true }, ({ family }) => family === "inet6"],
      [{ family: "bridge", link: "vx0" }, { family: "bridge" }, ({ destination }) => destination !== undefined],
      [{ family: "bridge", link: v1 }, { family: "bridge" }, ({ index }) => index === v1],
      [{ family: "bridge", master: "br0" }, { family: "bridge" }, ({ master }) => master !== undefined],
    ];
    for (const [query, wider, fits] of queries) {
      const all = await neighbors.list(wider);
      const some = all.filter(fits);
      expect(some.length).toBeGreaterThan(0);
      expect(some.length).toBeLessThan(all.length);
      const known = (list: readonly Neighbor[]) =>
        list.map((one) => [one.index, one.destination, one.linkLayerAddress]);
      expect(known(await neighbors.list(query))).toEqual(known(some));
    }
    expect(await neighbors.list({ link: v1, state: "permanent" })).toEqual([]);
  });

  test("get finds those that are there, and no others", async () => {
    const { neighbors } = twins.rtnetlink;
    expect(await neighbors.get({ link: "v0", destination: "10.0.0.3" })).toMatchObject({ index: v0, protocol: "bgp" });
    expect(await neighbors.get({ link: v0, destination: "fd00:0::1" })).toMatchObject({ linkLayerAddress: MAC });
    expect(await neighbors.get({ link: v0, destination: "10.0.0.4", proxy: true })).toMatchObject({ flags: ["proxy"] });
    for (const [neighbor] of ENTRIES) {
      expect(await neighbors.get(neighbor)).toMatchObject({
        linkLayerAddress: neighbor.linkLayerAddress?.toLowerCase(),
      });
    }
    for (
      const key of [
        { link: v0, destination: "10.0.0.4" },
        { link: v1, destination: "10.0.0.1" },
        { link: v0, destination: "10.0.0.1", proxy: true },
        { family: "bridge", link: "v0", linkLayerAddress: UNKNOWN },
        { family: "bridge", link: "v1", linkLayerAddress: UNKNOWN, flags: ["master"] },
        { family: "bridge", link: "vx0", linkLayerAddress: MAC, destination: "10.0.0.9" },
      ] as const
    ) await expect(neighbors.get(key)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("that are set change, or are added", async () => {
    const { neighbors } = twins.rtnetlink;
    const other = "02:00:00:00:01:99";
    const set = await neighbors.set({ link: "v0", destination: "10.0.0.1", linkLayerAddress: other, state: "noArp" });
    expect(set).toMatchObject({ linkLayerAddress: other, state: "noArp" });
    await neighbors.set({ link: "v0", destination: "10.0.0.5", linkLayerAddress: other });
    await neighbors.set({ family: "bridge", link: "vx0", linkLayerAddress: MAC, destination: "10.0.0.7" });
    expect(await twins.change(`ip neighbor replace 10.0.0.1 lladdr ${other} dev v0 nud noarp`)).toBe("");
    expect(await twins.change(`ip neighbor replace 10.0.0.5 lladdr ${other} dev v0`)).toBe("");
    expect(await twins.change(`bridge fdb replace ${MAC} dev vx0 dst 10.0.0.7`)).toBe("");
    await expectSame();
  });

  test("that are appended are one more other end of a tunnel's entry", async () => {
    const { neighbors } = twins.rtnetlink;
    const entry: NewNeighbor = { family: "bridge", link: "vx0", linkLayerAddress: UNKNOWN, destination: "10.0.0.9" };
    expect(await neighbors.append(entry)).toMatchObject({ linkLayerAddress: UNKNOWN, destination: "10.0.0.9" });
    expect(await twins.change(`bridge fdb append ${UNKNOWN} dev vx0 dst 10.0.0.9`)).toBe("");
    await expectSame();
    // The kernel ignores it, and says nothing.
    await expect(neighbors.append({ ...entry, linkLayerAddress: MAC })).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("that are removed are gone, described or as they were listed", async () => {
    const { neighbors } = twins.rtnetlink;
    await neighbors.remove({ link: "v0", destination: "10.0.0.2" });
    await neighbors.remove({ link: "v0", destination: "10.0.0.4", proxy: true });
    await neighbors.remove({ family: "bridge", link: "v1", linkLayerAddress: MAC, flags: ["master"] });
    await neighbors.remove({ family: "bridge", link: "vx0", linkLayerAddress: UNKNOWN, destination: "10.0.0.3" });
    expect(await twins.change("ip neighbor delete 10.0.0.2 dev v0")).toBe("");
    expect(await twins.change("ip neighbor delete proxy 10.0.0.4 dev v0")).toBe("");
    expect(await twins.change(`bridge fdb delete ${MAC} dev v1 master`)).toBe("");
    expect(await twins.change(`bridge fdb delete ${UNKNOWN} dev vx0 dst 10.0.0.3`)).toBe("");
    await expectSame();
    for (const query of [{ link: "v0", state: "permanent" }, { proxy: true }, { family: "bridge" }] as const) {
      // Groups of its own no link gives up.
      const isOurs = ({ linkLayerAddress = "" }: Neighbor) => !/^(33:33|01:00:5e)/.test(linkLayerAddress);
      const left = (await neighbors.list(query)).filter(isOurs);
      expect(left.length).toBeGreaterThan(0);
      for (const neighbor of left) await neighbors.remove(neighbor);
      expect((await neighbors.list(query)).filter(isOurs)).toEqual([]);
    }
  });
});
