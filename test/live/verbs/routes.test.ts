import { afterAll, beforeAll, expect, test } from "vitest";
import type { NewRoute, Route, RouteLookup, RouteQuery } from "../../../mod.ts";
import { describeLive } from "../sandbox.ts";
import { Twins } from "./twins.ts";

/** What both networks have before. */
const ADDRESSES: readonly string[] = [
  "address add 10.0.0.1/24 dev v0",
  "address add fd00::1/64 dev v0 nodad",
  "nexthop add id 5 via 10.0.0.9 dev v0",
  "nexthop add id 6 group 5",
];

/** What is added, and the same in the words of `ip`. */
const ADDED: readonly (readonly [NewRoute, string])[] = [
  [{ destination: "10.1.0.0/16", gateway: "10.0.0.2" }, "10.1.0.0/16 via 10.0.0.2"],
  [{ destination: "10.2.0.0/16", link: "v0" }, "10.2.0.0/16 dev v0"],
  [{ destination: "10.3.0.1", link: "v0", priority: 7, tos: 8 }, "10.3.0.1 dev v0 metric 7 tos 8"],
  [{ destination: "default", gateway: "10.0.0.2", priority: 5 }, "default via 10.0.0.2 metric 5"],
  [{ destination: "0.0.0.0/0", gateway: "10.0.0.3", priority: 6 }, "default via 10.0.0.3 metric 6"],
  [{ destination: "10.4.0.0/16", gateway: "fd00::2", link: "v0" }, "10.4.0.0/16 via inet6 fd00::2 dev v0"],
  [
    { destination: "default", family: "inet", gateway: "fd00::2", link: "v0", priority: 8 },
    "-4 default via inet6 fd00::2 dev v0 metric 8",
  ],
  [
    { destination: "10.5.0.0/16", gateway: "192.0.2.1", link: "v0", onlink: true },
    "10.5.0.0/16 via 192.0.2.1 dev v0 onlink",
  ],
  [
    {
      destination: "10.6.0.0/16",
      nextHops: [
        { gateway: "10.0.0.3", weight: 256, flow: 0x50006 },
        { gateway: "fd00::3", link: "v0" },
        { gateway: "192.0.2.2", link: "v0", onlink: true },
      ],
    },
    "10.6.0.0/16 nexthop via 10.0.0.3 weight 256 realm 5/6 nexthop via inet6 fd00::3 dev v0 " +
    "nexthop via 192.0.2.2 dev v0 onlink",
  ],
  [{ destination: "10.7.0.0/16", type: "blackhole" }, "blackhole 10.7.0.0/16"],
  [{ destination: "10.8.0.0/16", type: "throw", table: 100 }, "throw 10.8.0.0/16 table 100"],
  [{ destination: "10.9.0.1", type: "local", link: "lo" }, "local 10.9.0.1 dev lo"],
  [{ destination: "10.9.0.2", type: "broadcast", link: "v0" }, "broadcast 10.9.0.2 dev v0"],
  [{ destination: "10.9.0.3", type: "multicast", link: "v0" }, "multicast 10.9.0.3 dev v0"],
  [{ destination: "10.10.0.0/16", link: "v0", table: 4000000000 }, "10.10.0.0/16 dev v0 table 4000000000"],
  [{ destination: "10.10.0.0/16", link: "v0", table: "default" }, "10.10.0.0/16 dev v0 table default"],
  [
    { destination: "10.11.0.0/16", link: "v0", preferredSource: "10.0.0.1", scope: 77, flow: 0x50006 },
    "10.11.0.0/16 dev v0 src 10.0.0.1 scope 77 realm 5/6",
  ],
  [
    {
      destination: "10.12.0.0/16",
      link: "v0",
      metrics: { lock: 1 << 2, mtu: 1400, advertisedMss: 1300, initialCongestionWindow: 11, congestionControl: "reno" },
    },
    "10.12.0.0/16 dev v0 mtu lock 1400 advmss 1300 initcwnd 11 congctl reno",
  ],
  [{ destination: "10.13.0.0/16", nexthopId: 5 }, "10.13.0.0/16 nhid 5"],
  [{ destination: "10.14.0.0/16", nexthopId: 6 }, "10.14.0.0/16 nhid 6"],
  [{ destination: "FD01::0/64", gateway: "fd00::2" }, "fd01::/64 via fd00::2"],
  [{ destination: "fd02::/64", link: "v0", source: "fd00::/64" }, "fd02::/64 from fd00::/64 dev v0"],
  [{ destination: "fd03::1", link: "v0", preference: "high", expires: 600 }, "fd03::1 dev v0 pref high expires 600"],
  [
    { destination: "fd04::/64", nextHops: [{ gateway: "fd00::3", weight: 3 }, { gateway: "fd00::4", link: "v0" }] },
    "fd04::/64 nexthop via fd00::3 weight 3 nexthop via fd00::4 dev v0",
  ],
  [{ destination: "fd05::/64", type: "prohibit", table: 1000 }, "prohibit fd05::/64 table 1000"],
  [{ destination: "default", gateway: "fd00::2" }, "default via fd00::2"],
  [
    { destination: "default", family: "inet6", link: "v0", priority: 9, metrics: { mtu: 1300, hopLimit: 9 } },
    "-6 default dev v0 metric 9 mtu 1300 hoplimit 9",
  ],
  [
    { destination: "::/0", nextHops: [{ gateway: "fd00::5" }, { gateway: "fd00::6" }], priority: 10 },
    "default metric 10 nexthop via fd00::5 nexthop via fd00::6",
  ],
  [
    {
      destination: "fd06::/64",
      link: "v0",
      encapType: "seg6",
      encap: { routingHeader: { mode: "encap", segments: ["2001:db8::a", "2001:db8::b"] } },
    },
    "fd06::/64 dev v0 encap seg6 mode encap segs 2001:db8::a,2001:db8::b",
  ],
];

/** What is shown of routes; those of IPv6 that the kernel makes come in no order. */
const SHOWN: readonly string[] = ["ip -4 route show table all", "ip -6 route show table all proto static"];

describeLive("routes", () => {
  let twins: Twins;
  let index: number;

  beforeAll(async () => {
    twins = await Twins.make(...ADDRESSES);
    index = Number(twins.ours.json("link", "show", "v0")[0]?.["ifindex"]);
  });
  afterAll(() => twins?.[Symbol.asyncDispose]());

  /** Lets `ip` do something with a route, whose maker is by default another than ours. */
  async function ip(verb: string, route: string): Promise<void> {
    const [, family = "", rest = ""] = /^(-[46] )?(.*)$/.exec(route) ?? [];
    expect(await twins.change(`ip ${family}route ${verb} proto static ${rest}`)).toBe("");
  }

  async function expectSame(): Promise<void> {
    for (const command of SHOWN) expect((await twins.expectSame(command)).length).toBeGreaterThan(0);
  }

  test("that are added are those that ip adds, and come back as they are listed", async () => {
    const { routes } = twins.rtnetlink;
    const made: Route[] = [];
    for (const [route, theirs] of ADDED) {
      made.push(await routes.add(route));
      await ip("add", theirs);
    }
    await expectSame();
    const listed = await routes.list();
    // When a route expires is told to the hundredth of a second.
    const still = (route: Route): Route => ({ ...route, cacheInfo: { ...route.cacheInfo, expires: 0 } }) as Route;
    const all = listed.map(still);
    for (const route of made) expect(all).toContainEqual(still(route));
    expect(listed.filter(({ protocol }) => protocol === "static")).toHaveLength(ADDED.length);
  });

  test("are listed by what they have", async () => {
    const { routes } = twins.rtnetlink;
    const all = await routes.list();
    const uses = ({ outputLink, nextHops = [] }: Route): boolean =>
      outputLink === index || nextHops.some((hop) => hop.outputLink === index);
    const queries: readonly (readonly [RouteQuery, (route: Route) => boolean])[] = [
      [{ family: "inet" }, ({ family }) => family === "inet"],
      [{ family: "inet6", table: "main" }, ({ family, table }) => family === "inet6" && table === 254],
      [{ table: 4000000000 }, ({ table }) => table === 4000000000],
      [{ table: "local", family: "inet" }, ({ family, table }) => family === "inet" && table === 255],
      [{ link: "v0" }, uses],
      [{ link: index, protocol: "static" }, (route) => route.protocol === "static" && uses(route)],
      [
        { protocol: "kernel", type: "broadcast" },
        ({ protocol, type }) => protocol === "kernel" && type === "broadcast",
      ],
      [{ destination: "default" }, ({ prefixLength }) => prefixLength === 0],
      [{ destination: "::/0" }, ({ prefixLength, family }) => prefixLength === 0 && family === "inet6"],
      [{ destination: "10.1.0.0/16" }, ({ destination }) => destination === "10.1.0.0"],
      [{ destination: "fd01:0::/64" }, ({ destination }) => destination === "fd01::"],
    ];
    for (const [query, fits] of queries) {
      const some = all.filter(fits);
      expect(some.length).toBeGreaterThan(0);
      expect(some.length).toBeLessThan(all.length);
      const found = await routes.list(query);
      expect(found.map(({ destination, table }) => [destination, table]))
        .toEqual(some.map(({ destination, table }) => [destination, table]));
    }
  });

  test.each(
    [{ table: 777 }, { table: 777, family: "inet" }, { table: 777, family: "inet6" }, { cloned: true }] as const,
  )(
    "are none where %o",
    async (query) => expect(await twins.rtnetlink.routes.list(query)).toEqual([]),
  );

  const LOOKED_UP: readonly (readonly [string, RouteLookup, string])[] = [
    ["10.1.2.3", {}, "10.1.2.3"],
    ["10.4.2.3", { fibMatch: true }, "10.4.2.3 fibmatch"],
    ["10.0.0.7", { from: "10.0.0.1" }, "10.0.0.7 from 10.0.0.1"],
    ["192.0.2.7", { outputLink: "lo" }, "192.0.2.7 oif lo"],
    [
      "10.2.0.7",
      { mark: 5, user: 7, tos: 8, ipProtocol: 17, sourcePort: 5, destinationPort: 53 },
      "10.2.0.7 mark 5 uid 7 tos 8 ipproto udp sport 5 dport 53",
    ],
    ["fd01::7", {}, "fd01::7"],
    ["fd00::7", { from: "fd00::1", fibMatch: true }, "fd00::7 from fd00::1 fibmatch"],
    ["10.9.0.1", { from: "10.0.0.7", inputLink: "v0" }, "10.9.0.1 from 10.0.0.7 iif v0"],
  ];

  test.each(LOOKED_UP)(
    "that packets to %s with %o take are those that ip gets",
    async (destination, packets, theirs) => {
      const route = await twins.rtnetlink.routes.get(destination, packets);
      const [printed] = twins.ours.json("route", "get", ...theirs.split(" "));
      expect(printed).toBeDefined();
      const via = route.via && { family: route.via.family, host: route.via.address };
      expect({
        gateway: route.gateway,
        via,
        prefsrc: route.preferredSource,
        uid: route.user,
        mark: route.mark,
        dev: route.outputLink === index ? "v0" : route.outputLink === 1 ? "lo" : undefined,
      }).toEqual({
        gateway: printed?.["gateway"],
        via: printed?.["via"],
        prefsrc: printed?.["prefsrc"],
        uid: printed?.["uid"],
        mark: printed?.["mark"] === undefined ? undefined : Number(printed["mark"]),
        dev: printed?.["dev"],
      });
      expect(printed?.["dst"]).toBe(
        packets.fibMatch ? `${route.destination}/${route.prefixLength}` : route.destination,
      );
    },
  );

  test("that there are not reject with what packets get", async () => {
    const { routes } = twins.rtnetlink;
    await routes.add({ destination: "198.51.100.1", type: "unreachable" });
    await routes.add({ destination: "198.51.100.2", type: "prohibit" });
    await expect(routes.get("198.51.100.1")).rejects.toThrow("Cannot get route '198.51.100.1': EHOSTUNREACH");
    await expect(routes.get("198.51.100.2")).rejects.toThrow("Cannot get route '198.51.100.2': EACCES");
    await expect(routes.get("10.9.0.9", { outputLink: "nothing" })).rejects.toThrow("link 'nothing': ENODEV");
    for (const destination of ["198.51.100.1", "198.51.100.2"]) await routes.remove({ destination });
  });

  test("that are set take the place of others, or are added", async () => {
    const { routes } = twins.rtnetlink;
    const changes: readonly (readonly [NewRoute, string])[] = [
      [{ destination: "10.1.0.0/16", gateway: "10.0.0.7" }, "10.1.0.0/16 via 10.0.0.7"],
      [{ destination: "10.20.0.0/16", link: "v0" }, "10.20.0.0/16 dev v0"],
      [{ destination: "fd01::/64", gateway: "fd00::7" }, "fd01::/64 via fd00::7"],
      [{ destination: "fd20::/64", link: "v0" }, "fd20::/64 dev v0"],
    ];
    for (const [route, theirs] of changes) {
      expect(await routes.set(route)).toMatchObject({ outputLink: index, type: "unicast" });
      await ip("replace", theirs);
    }
    await expectSame();
  });

  test("that are appended come behind others", async () => {
    const { routes } = twins.rtnetlink;
    await routes.append({ destination: "10.1.0.0/16", gateway: "10.0.0.8" });
    const { nextHops = [] } = await routes.append({ destination: "fd01::/64", gateway: "fd00::8" });
    expect(nextHops.map(({ gateway }) => gateway).toSorted()).toEqual(["fd00::7", "fd00::8"]);
    await ip("append", "10.1.0.0/16 via 10.0.0.8");
    await ip("append", "fd01::/64 via fd00::8");
    await expectSame();
  });

  test("that are like others but for what they tell of packets are removed as they were listed", async () => {
    const { routes } = twins.rtnetlink;
    const destination = "10.77.0.0/16";
    const differences: readonly Partial<NewRoute>[] = [
      { metrics: { mtu: 1300 } },
      { metrics: { mtu: 1400 } },
      { flow: 5 },
      { flow: 6 },
      ...["2001:db8::a", "2001:db8::b"].map((segment) => ({
        encapType: "seg6" as const,
        encap: { routingHeader: { mode: "encap" as const, segments: [segment] } },
      })),
    ];
    for (const more of differences) await routes.append({ destination, link: "v0", ...more });
    const list = () => routes.list({ destination, family: "inet" });
    for (let rest = await list(); rest.length > 0; rest = rest.slice(0, -1)) {
      await routes.remove(rest[rest.length - 1]!);
      expect(await list()).toEqual(rest.slice(0, -1));
    }
  });

  test("that are removed are gone, described or as they were listed", async () => {
    const { routes } = twins.rtnetlink;
    const removed: readonly (readonly [NewRoute, string])[] = [
      [{ destination: "10.1.0.0/16", gateway: "10.0.0.8" }, "10.1.0.0/16 via 10.0.0.8"],
      [{ destination: "10.3.0.1", priority: 7, tos: 8 }, "10.3.0.1 metric 7 tos 8"],
      [{ destination: "10.8.0.0/16", table: 100, type: "throw" }, "throw 10.8.0.0/16 table 100"],
      [{ destination: "10.9.0.1", type: "local" }, "local 10.9.0.1"],
      [{ destination: "default", family: "inet6", priority: 9 }, "-6 default metric 9"],
      [{ destination: "fd02::/64", source: "fd00::/64" }, "fd02::/64 from fd00::/64"],
      [{ destination: "fd04::/64", nextHops: [{ gateway: "fd00::3" }] }, "fd04::/64 nexthop via fd00::3"],
    ];
    for (const [route, theirs] of removed) {
      await routes.remove(route);
      await ip("delete", theirs);
    }
    await expectSame();
    const own = await routes.list({ protocol: "static" });
    expect(own.length).toBeGreaterThan(ADDED.length - removed.length);
    for (const route of own) await routes.remove(route);
    expect(await routes.list({ protocol: "static" })).toEqual([]);
    for (const route of await routes.list({ protocol: "kernel" })) await routes.remove(route);
    expect(await routes.list()).toEqual([]);
  });
});
