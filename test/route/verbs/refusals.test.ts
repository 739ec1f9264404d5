import { describe, expect, test } from "vitest";
import { Rtnetlink } from "../../../mod.ts";
import { fakeKernel } from "../../../src/testing/mod.ts";

/** What a caller gives who has no type checker, and what is said of it behind "Cannot". */
type Wrong = readonly [verb: string, argument: unknown, said: string];

const WRONG: Readonly<Record<string, readonly Wrong[]>> = {
  addresses: [
    ["add", "192.0.2.1/24", "add address: expected an object with fields, got '192.0.2.1/24'"],
    ["add", undefined, "add address: expected an object with fields, got undefined"],
    ["set", null, "set address: expected an object with fields, got null"],
    ["remove", 5, "remove address: expected an object with fields, got 5"],
    ["add", { lnk: 2 }, "add address: unknown field 'lnk' (did you mean 'link'?)"],
    ["add", { dev: "eth0", address: "x" }, "add address: unknown field 'dev' (did you mean 'link'?)"],
    ["remove", { link: 2, adress: "x" }, "remove address: unknown field 'adress' (did you mean 'address'?)"],
    ["add", {}, "add address: expected a link"],
    ["add", { link: 2 }, "add address: expected an address"],
    ["remove", { link: "eth0" }, "remove address: expected an address"],
    ["get", { link: "eth0" }, "get address: expected an address"],
    [
      "add",
      { link: "eth0", address: "192.0.2" },
      "add address '192.0.2' to 'eth0': expected an IPv4 or IPv6 address such as 192.0.2.1/24, got '192.0.2'",
    ],
    [
      "set",
      { link: 2, address: "192.0.2.1/33" },
      "set address '192.0.2.1/33' of link 2: expected a prefix length from 0 to 32, got '192.0.2.1/33'",
    ],
    [
      "add",
      { link: -1, address: "192.0.2.1" },
      "add address '192.0.2.1' to link -1: expected the name or the index of a link, got -1",
    ],
    [
      "add",
      { link: "eth0", address: "192.0.2.1", peer: "2001:db8::1" },
      "add address '192.0.2.1' to 'eth0': peer: expected an IPv4 address such as 192.0.2.1/24, got '2001:db8::1'",
    ],
    [
      "add",
      { link: "eth0", address: "2001:db8::1", broadcast: "192.0.2.255" },
      "add address '2001:db8::1' to 'eth0': broadcast: expected none, as only IPv4 addresses have one",
    ],
    [
      "add",
      { link: "eth0", address: "192.0.2.1", broadcast: "everybody" },
      "add address '192.0.2.1' to 'eth0': broadcast: expected an IPv4 address such as 192.0.2.1, got 'everybody'",
    ],
    [
      "add",
      { link: "eth0", address: "192.0.2.1", validLifetime: "1d" },
      "add address '192.0.2.1' to 'eth0': validLifetime: expected seconds from 0 to 4294967294 or Infinity, got '1d'",
    ],
    [
      "add",
      { link: "eth0", address: "192.0.2.1", preferredLifetime: -1 },
      "add address '192.0.2.1' to 'eth0': preferredLifetime: expected seconds from 0 to 4294967294 or Infinity, got -1",
    ],
    [
      "add",
      { link: "eth0", address: "192.0.2.1", noDad: 1 },
      "add address '192.0.2.1' to 'eth0': noDad: expected true or false, got 1",
    ],
    [
      "add",
      { link: "eth0", address: "192.0.2.1", scope: "universe" },
      "add address '192.0.2.1' to 'eth0': scope: expected global, site, link, host, nowhere or a number, got 'universe'",
    ],
    [
      "set",
      { link: 2, address: "2001:db8::1", routePriority: -1 },
      "set address '2001:db8::1' of link 2: routePriority: expected a number from 0 to 4294967295, got -1",
    ],
    ["list", { lnk: "eth0" }, "list addresses: unknown option 'lnk' (did you mean 'link'?)"],
    [
      "list",
      { scope: "lnk" },
      "list addresses: scope: expected global, site, link, host, nowhere or a number, got 'lnk'",
    ],
    ["list", { family: "ipv4" }, "list addresses: family: expected inet, inet6, unspec, got 'ipv4'"],
    ["list", "eth0", "list addresses: expected an object with options, got 'eth0'"],
  ],
  routes: [
    ["add", "10.0.0.0/8", "add route: expected an object with fields, got '10.0.0.0/8'"],
    ["append", [], "append route: expected a destination"],
    ["add", { dest: "10.0.0.0/8" }, "add route: unknown field 'dest' (did you mean 'destination'?)"],
    ["add", { destination: "default", via: "10.0.0.1" }, "add route: unknown field 'via' (did you mean 'gateway'?)"],
    ["set", { destinaton: "10.0.0.0/8" }, "set route: unknown field 'destinaton' (did you mean 'destination'?)"],
    ["remove", { gateway: "10.0.0.1" }, "remove route: expected a destination"],
    [
      "add",
      { destination: "10.0.0.0/40" },
      "add route '10.0.0.0/40': expected a prefix length from 0 to 32, got '10.0.0.0/40'",
    ],
    [
      "add",
      { destination: "10.0.0.0/8", gateway: "10.0.0.300" },
      "add route '10.0.0.0/8': gateway: expected an IPv4 or IPv6 address such as 192.0.2.1, got '10.0.0.300'",
    ],
    [
      "add",
      { destination: "2001:db8::/32", gateway: "192.0.2.1" },
      "add route '2001:db8::/32': gateway: expected an IPv6 address such as 2001:db8::1, got '192.0.2.1'",
    ],
    [
      "add",
      { destination: "10.0.0.0/8", family: "inet6" },
      "add route '10.0.0.0/8': expected an IPv6 address such as 2001:db8::1/64, got '10.0.0.0/8'",
    ],
    [
      "add",
      { destination: "default", family: "ipv6" },
      "add route 'default': family: expected inet, inet6, mpls, got 'ipv6'",
    ],
    [
      "add",
      { destination: "10.0.0.0/8", source: "10.0.0.1" },
      "add route '10.0.0.0/8': source: expected none, as only IPv6 routes have one",
    ],
    [
      "add",
      { destination: "10.0.0.0/8", preferredSource: "2001:db8::1" },
      "add route '10.0.0.0/8': preferredSource: expected an IPv4 address such as 192.0.2.1, got '2001:db8::1'",
    ],
    [
      "add",
      { destination: "10.0.0.0/8", table: "mian" },
      "add route '10.0.0.0/8': table: expected default, main, local or a number up to 4294967295, got 'mian'",
    ],
    [
      "add",
      { destination: "10.0.0.0/8", nextHops: { gateway: "10.0.0.1" } },
      "add route '10.0.0.0/8': nextHops: expected a list, got an object",
    ],
    [
      "add",
      { destination: "10.0.0.0/8", nextHops: ["10.0.0.1"] },
      "add route '10.0.0.0/8': nextHops.0: expected an object with fields, got '10.0.0.1'",
    ],
    [
      "add",
      { destination: "10.0.0.0/8", nextHops: [{}, { gatway: "10.0.0.1" }] },
      "add route '10.0.0.0/8': unknown field 'nextHops.1.gatway' (did you mean 'nextHops.1.gateway'?)",
    ],
    [
      "add",
      { destination: "10.0.0.0/8", nextHops: [{ gateway: "10.0.0.1/8" }] },
      "add route '10.0.0.0/8': nextHops.0: gateway: expected an IPv4 or IPv6 address such as 192.0.2.1, got '10.0.0.1/8'",
    ],
    [
      "add",
      { destination: "10.0.0.0/8", nextHops: [{ link: "eth0", weight: 0 }] },
      "add route '10.0.0.0/8': nextHops.0.weight: expected a number from 1 to 256, got 0",
    ],
    [
      "add",
      { destination: "10.0.0.0/8", link: "eth0", metrics: { mut: 1400 } },
      "add route '10.0.0.0/8': metrics: unknown field 'mut' (did you mean 'mtu'?)",
    ],
    [
      "add",
      { destination: "10.0.0.0/8", link: "eth0", priority: 2 ** 32 },
      "add route '10.0.0.0/8': priority: expected a number from 0 to 4294967295, got 4294967296",
    ],
    [
      "get",
      "10.0.0.0/8",
      "get route '10.0.0.0/8': expected an IPv4 or IPv6 address such as 192.0.2.1, got '10.0.0.0/8'",
    ],
    ["get", undefined, "get route 'undefined': expected an IPv4 or IPv6 address such as 192.0.2.1, got undefined"],
    ["list", { cloned: "yes" }, "list routes: cloned: expected true or false, got 'yes'"],
    ["list", { tabel: 5 }, "list routes: unknown option 'tabel' (did you mean 'table'?)"],
    [
      "list",
      { destination: "x" },
      "list routes: destination: expected an IPv4 or IPv6 address such as 192.0.2.1/24, got 'x'",
    ],
  ],
  neighbors: [
    ["add", "10.0.0.1", "add neighbor: expected an object with fields, got '10.0.0.1'"],
    ["add", { lladdr: "x" }, "add neighbor: unknown field 'lladdr' (did you mean 'linkLayerAddress'?)"],
    ["get", { link: 2, destnation: "x" }, "get neighbor: unknown field 'destnation' (did you mean 'destination'?)"],
    ["add", { destination: "10.0.0.1" }, "add neighbor: expected a link"],
    ["add", { link: "eth0", linkLayerAddress: "02:00:00:00:00:01" }, "add neighbor: expected a destination"],
    ["set", { link: "eth0", family: "bridge" }, "set neighbor: expected a link-layer address"],
    [
      "remove",
      { link: "eth0", family: "brdige" },
      "remove neighbor: family: expected inet, inet6, bridge, got 'brdige'",
    ],
    [
      "add",
      { link: "eth0", destination: "10.0.0.1/24" },
      "add neighbor '10.0.0.1/24' to 'eth0': destination: expected an IPv4 or IPv6 address such as 192.0.2.1, got '10.0.0.1/24'",
    ],
    [
      "add",
      { link: "eth0", destination: "10.0.0.1", family: "inet6" },
      "add neighbor '10.0.0.1' to 'eth0': destination: expected an IPv6 address such as 2001:db8::1, got '10.0.0.1'",
    ],
    [
      "add",
      { link: "eth0", destination: "10.0.0.1", linkLayerAddress: "02:xx" },
      "add neighbor '10.0.0.1' to 'eth0': linkLayerAddress: expected hexadecimal bytes such as 02:00:00:00:00:01, got '02:xx'",
    ],
    [
      "add",
      { link: "eth0", destination: "10.0.0.1", flags: "router" },
      "add neighbor '10.0.0.1' to 'eth0': flags: expected a list, got 'router'",
    ],
    [
      "add",
      { link: "eth0", destination: "10.0.0.1", proxy: "yes" },
      "add neighbor '10.0.0.1' to 'eth0': proxy: expected true or false, got 'yes'",
    ],
    [
      "list",
      { state: "permanant" },
      "list neighbors: state: expected none, incomplete, reachable, stale, delay, probe, failed, noArp, permanent, noArpPermanent or a number, got 'permanant'",
    ],
    ["list", { proxy: "yes" }, "list neighbors: proxy: expected true or false, got 'yes'"],
    ["list", { master: "" }, "list neighbors: expected the name or the index of a link, got ''"],
  ],
  rules: [
    ["add", 100, "add rule: expected an object with fields, got 100"],
    ["add", { pref: 100 }, "add rule: unknown field 'pref' (did you mean 'priority'?)"],
    ["add", { iif: "eth0" }, "add rule: unknown field 'iif' (did you mean 'inputLink'?)"],
    ["add", { family: "ipv4" }, "add rule: family: expected inet, inet6, ipmr, ip6mr, got 'ipv4'"],
    ["remove", {}, "remove rule: expected a priority, or something else that tells it"],
    ["remove", { family: "inet6" }, "remove rule: expected a priority, or something else that tells it"],
    ["remove", { invert: true }, "remove rule: expected a priority, or something else that tells it"],
    ["remove", { source: undefined }, "remove rule: expected a priority, or something else that tells it"],
    [
      "add",
      { priority: 5, source: "10.0.0.0/8", destination: "2001:db8::1" },
      "add rule 5: destination: expected an IPv4 address such as 192.0.2.1/24, got '2001:db8::1'",
    ],
    [
      "add",
      { inputLink: 2, sourcePorts: { from: 5 } },
      "add rule: sourcePorts: unknown field 'from', expected one of start, end, rest",
    ],
    ["add", { table: -1 }, "add rule: table: expected default, main, local or a number up to 4294967295, got -1"],
    ["list", { priority: "70" }, "list rules: priority: expected a number from 0 to 4294967295, got '70'"],
    ["list", { family: "ipv4" }, "list rules: family: expected inet, inet6, ipmr, ip6mr, got 'ipv4'"],
    ["get", "70", "get rule 70: priority: expected a number from 0 to 4294967295, got '70'"],
    ["get", -1, "get rule -1: priority: expected a number from 0 to 4294967295, got -1"],
    ["get", undefined, "get rule undefined: expected a priority"],
    ["list", { family: "inet", prority: 5 }, "list rules: unknown option 'prority' (did you mean 'priority'?)"],
  ],
  nexthops: [
    ["add", 5, "add nexthop: expected an object with fields, got 5"],
    ["get", { id: 10 }, "get nexthop: expected its number, got an object"],
    ["buckets", { id: 11 }, "list buckets of nexthop: expected its number, got an object"],
    ["add", { id: 5, gatewy: "10.0.0.1" }, "add nexthop: unknown field 'gatewy' (did you mean 'gateway'?)"],
    ["add", { id: 5 }, "add nexthop: expected a gateway, a link, a group, or blackhole"],
    [
      "add",
      { id: 5, gateway: "x" },
      "add nexthop 5: gateway: expected an IPv4 or IPv6 address such as 192.0.2.1, got 'x'",
    ],
    [
      "set",
      { id: 5, gateway: "10.0.0.1", family: "inet6" },
      "set nexthop 5: gateway: expected an IPv6 address such as 2001:db8::1, got '10.0.0.1'",
    ],
    ["add", { gateway: "x", family: "ipv4" }, "add nexthop: family: expected inet, inet6, got 'ipv4'"],
    ["add", { group: 5 }, "add nexthop: group: expected a list, got 5"],
    ["add", { group: [5] }, "add nexthop: group.0: expected an object with fields, got 5"],
    ["add", { group: [{ weight: 5 }] }, "add nexthop: group.0: expected an id"],
    [
      "add",
      { group: [{ id: 1, wieght: 5 }] },
      "add nexthop: unknown field 'group.0.wieght' (did you mean 'group.0.weight'?)",
    ],
    ["add", { group: [{ id: 1, weight: 0 }] }, "add nexthop: group.0.weight: expected a number from 1 to 65536, got 0"],
    ["get", "5", "get nexthop 5: id: expected a number from 0 to 4294967295, got '5'"],
    ["list", { groups: "yes" }, "list nexthops: groups: expected true or false, got 'yes'"],
    ["list", { fdb: 1 }, "list nexthops: fdb: expected true or false, got 1"],
    [
      "list",
      { signal: new AbortController() },
      "list nexthops: expected an AbortSignal as the signal, got an AbortController",
    ],
    ["remove", undefined, "remove nexthop: expected its number, got undefined"],
    ["remove", {}, "remove nexthop: expected its number, got undefined"],
    ["buckets", "5", "list buckets of nexthop 5: id: expected a number from 0 to 4294967295, got '5'"],
  ],
};

describe.each(Object.entries(WRONG))("%s refuse before anything is sent", (noun, wrong) => {
  test.each(wrong)("%s %o", async (verb, argument, said) => {
    const kernel = fakeKernel();
    await using rtnetlink = await Rtnetlink.open({ kernel });
    // Each noun has these verbs, and what they get is nobody's type.
    const verbs = Reflect.get(rtnetlink, noun) as Record<string, (argument: unknown) => Promise<unknown>>;
    await expect(verbs[verb]?.(argument)).rejects.toThrow(new RangeError(`Cannot ${said}`));
    expect(kernel.requests).toEqual([]);
  });
});

test("options that do not exist are refused", async () => {
  const kernel = fakeKernel();
  await using rtnetlink = await Rtnetlink.open({ kernel });
  const calls = [
    rtnetlink.addresses.add({ link: 2, address: "10.0.0.1" }, { singal: 1 } as never),
    rtnetlink.nexthops.remove(5, { timeout: 1 } as never),
    rtnetlink.routes.get("10.0.0.1", { iif: "eth0" } as never),
    rtnetlink.rules.get(5, { famly: "inet" } as never),
  ];
  await expect(rtnetlink.routes.get("10.0.0.1", { family: "ipv4" } as never)).rejects
    .toThrow("Cannot get route '10.0.0.1': family: expected inet, inet6, mpls, got 'ipv4'");
  const { links, tunnels } = rtnetlink;
  for (const signal of [5, null, new AbortController()] as never[]) {
    for (const call of [links.get("lo", { signal }), links.remove("v0", { signal }), tunnels.list({ signal })]) {
      await expect(call).rejects.toThrow(/^Cannot .*: expected an AbortSignal as the signal, got /);
    }
  }
  for (const call of calls) await expect(call).rejects.toThrow(/^Cannot .*: unknown option '/);
  expect(kernel.requests).toEqual([]);
});
