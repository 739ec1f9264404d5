import { describe, expect, test } from "vitest";
import { Rtnetlink, watch } from "../../../mod.ts";
import { type FakeHandler, fakeKernel } from "../../../src/testing/mod.ts";

/** What a caller gives who has no type checker, and what is said of it behind "Cannot". */
type Wrong = readonly [verb: string, argument: unknown, said: string];

const WRONG: Readonly<Record<string, readonly Wrong[]>> = {
  netconfs: [
    ["list", { famly: "inet" }, "list netconfs: unknown option 'famly' (did you mean 'family'?)"],
    ["list", { family: "bridge" }, "list netconfs: family: expected inet, inet6, mpls, got 'bridge'"],
    ["list", { link: -1 }, "list netconfs: expected the name or the index of a link, got -1"],
  ],
  multicastAddresses: [
    ["list", { family: "mpls" }, "list multicast addresses: family: expected inet, inet6, got 'mpls'"],
  ],
  anycastAddresses: [["list", { family: "inet" }, "list anycast addresses: family: expected inet6, got 'inet'"]],
  multicastRoutes: [["list", { family: "inet" }, "list multicast routes: family: expected ipmr, ip6mr, got 'inet'"]],
  nsids: [
    ["get", { pid: 1 }, "get nsid of an object: expected a descriptor of a network namespace, got undefined"],
    [
      "add",
      { id: 5, namespace: 1 },
      "add nsid to an object: expected a descriptor of a network namespace, got undefined",
    ],
    ["list", { taget: 1 }, "list nsids: unknown option 'taget' (did you mean 'target'?)"],
    ["get", -5, "open network namespace: expected the number of a process, got -5"],
    [
      "get",
      { descriptor: "x" },
      "get nsid of descriptor x: expected a descriptor of a network namespace, got 'x'",
    ],
  ],
  addressLabels: [
    ["add", { prefix: "2001:db8::/32" }, "add address label: expected a label"],
    ["add", { label: 1 }, "add address label: expected a prefix"],
    ["add", { prefix: "2001:db8::/32", lable: 1 }, "add address label: unknown field 'lable' (did you mean 'label'?)"],
    [
      "set",
      { prefix: "10.0.0.0/8", label: 1 },
      "set address label of '10.0.0.0/8': expected an IPv6 address such as 2001:db8::1/64, got '10.0.0.0/8'",
    ],
    [
      "set",
      { prefix: "2001:db8::/32", label: -1 },
      "set address label of '2001:db8::/32': label: expected a number from 0 to 4294967295, got -1",
    ],
    ["remove", {}, "remove address label: expected a prefix"],
    ["remove", "::1", "remove address label: expected an object with fields, got '::1'"],
    [
      "get",
      "nonsense",
      "get address label of 'nonsense': expected an IPv6 address such as 2001:db8::1, got 'nonsense'",
    ],
  ],
  neighborTables: [
    ["set", {}, "set neighbor table: expected a family: inet or inet6"],
    ["set", { family: "mpls" }, "set neighbor table: family: expected inet, inet6, got 'mpls'"],
    [
      "set",
      { family: "inet", treshold1: 1 },
      "set neighbor table: unknown field 'treshold1' (did you mean 'threshold1'?)",
    ],
    [
      "set",
      { family: "inet", parameters: { unicastProbe: 1 } },
      "set neighbor table 'arp_cache': unknown field 'parameters.unicastProbe' (did you mean " +
      "'parameters.unicastProbes'?)",
    ],
    [
      "set",
      { family: "inet6", link: 5, parameters: { lockTime: 5 } },
      "set neighbor table 'ndisc_cache' of link 5: parameters.lockTime: expected a bigint from 0 to " +
      "18446744073709551615, got 5",
    ],
    ["list", { family: "bridge" }, "list neighbor tables: family: expected inet, inet6, got 'bridge'"],
  ],
  mdb: [
    ["add", {}, "add mdb entry: expected a link: the bridge or the tunnel"],
    ["add", { link: 5 }, "add mdb entry: expected a group"],
    [
      "set",
      { link: 5, group: "239.1.1.1", permanent: "yes" },
      "set mdb entry: permanent: expected true or false, got 'yes'",
    ],
    ["set", { link: 5, group: "239.1.1.1", sources: "::" }, "set mdb entry: sources: expected a list, got '::'"],
    [
      "add",
      { link: 5, group: "239.1.1.1", port: "v0" },
      "add mdb entry: port: expected the UDP port of the other end of a tunnel, got 'v0' (did you mean 'member'?)",
    ],
    ["add", { link: 5, gruop: "239.1.1.1" }, "add mdb entry: unknown field 'gruop' (did you mean 'group'?)"],
    [
      "remove",
      { link: 5, group: "nonsense" },
      "remove mdb entry 'nonsense' of link 5: entry.group: expected an IPv4, IPv6 or Ethernet address, got 'nonsense'",
    ],
  ],
  bridgeVlans: [
    ["list", { global: "yes" }, "list bridge vlans: global: expected true or false, got 'yes'"],
    ["list", { vlan: 1 }, "list bridge vlans: unknown option 'vlan', expected one of link, stats, global, signal"],
    ["add", { vlan: 1 }, "add bridge vlan: expected a link: the port or the bridge"],
    ["add", { link: 5 }, "add bridge vlan: expected a vlan"],
    ["add", { link: 5, vlan: 1, pvid: 1 }, "add bridge vlan: pvid: expected true or false, got 1"],
    ["add", { link: 5, vid: 1 }, "add bridge vlan: unknown field 'vid' (did you mean 'vlan'?)"],
    [
      "set",
      { link: 5, vlan: 1, pvid: true },
      "set bridge vlan: unknown field 'pvid', expected one of link, vlan, end, state, multicastRouter, " +
      "multicastMaxGroups, neighborSuppress, neighborForwardGratuitous",
    ],
    [
      "set",
      { link: 5, vlan: 1, state: "on" },
      "set bridge vlan 1 of link 5: entries.state: expected disabled, listening, learning, forwarding, " +
      "blocking or a number, got 'on'",
    ],
    [
      "setGlobal",
      { link: 5, vlan: 1, multicastQuerierState: {} },
      "set global bridge vlan: unknown field 'multicastQuerierState', expected one of link, vlan, end, " +
      "multicastSnooping, multicastIgmpVersion, multicastMldVersion, multicastLastMemberCount, " +
      "multicastStartupQueryCount, multicastLastMemberInterval, multicastMembershipInterval, " +
      "multicastQuerierInterval, multicastQueryInterval, multicastQueryResponseInterval, " +
      "multicastStartupQueryInterval, multicastQuerier, spanningTree",
    ],
    ["setGlobal", { vlan: 1 }, "set global bridge vlan: expected a link: the bridge"],
    ["setGlobal", { link: 5 }, "set global bridge vlan: expected a vlan"],
    [
      "setGlobal",
      { link: 5, vlan: 1, spanningTree: 65536 },
      "set global bridge vlan 1 of link 5: globalOptions.spanningTree: expected a number from 0 to 65535, got 65536",
    ],
    [
      "remove",
      { link: 5, vlan: -1 },
      "remove bridge vlan -1 of link 5: entries.info.id: expected a number from 0 to 65535, got -1",
    ],
  ],
  stats: [
    [
      "list",
      { filter: ["links"] },
      "list stats: filter: expected link, extended, portExtended, offload, " +
      "familySpecific or a bit such as 0x80, got 'links'",
    ],
    ["set", { l3Stats: true }, "set stats: expected a link"],
    ["set", { link: 5 }, "set stats: expected l3Stats: true or false"],
    ["set", { link: 5, l3_stats: true }, "set stats: unknown field 'l3_stats' (did you mean 'l3Stats'?)"],
    ["set", { link: 5, l3Stats: 1 }, "set stats of link 5: l3Stats: expected true or false, got 1"],
    ["get", "", "get stats of '': expected the name or the index of a link, got ''"],
  ],
  tunnels: [
    ["add", { link: 5 }, "add network: expected a vni"],
    ["remove", { vni: 5 }, "remove network: expected a link"],
    ["add", { link: 5, vni: 2 ** 24 }, "add network: vni: expected a number from 0 to 16777215, got 16777216"],
    ["add", { link: 5, vni: "7" }, "add network: vni: expected a number from 0 to 16777215, got '7'"],
    ["add", { link: 5, vni: 10, end: 5 }, "add network: end: expected a number from 10 to 16777215, got 5"],
    [
      "add",
      { link: 5, vni: 7, group: "x" },
      "add network 7 to link 5: group: expected an IPv4 or IPv6 address such as 192.0.2.1, got 'x'",
    ],
  ],
};

describe("nothing is asked of the kernel where the caller is wrong:", () => {
  const all = Object.entries(WRONG).flatMap(([noun, wrong]) => wrong.map((one) => [noun, ...one] as const));

  test.each(all)("%s.%s(%j)", async (noun, verb, argument, said) => {
    const kernel = fakeKernel();
    await using rtnetlink = await Rtnetlink.open({ kernel });
    // Each is a noun with this verb.
    const verbs = Reflect.get(rtnetlink, noun) as Record<string, (argument: unknown) => Promise<unknown>>;
    await expect(verbs[verb]?.(argument)).rejects.toThrow(new RangeError(`Cannot ${said}`));
    expect(kernel.requests).toEqual([]);
  });

  test("nsids.add with what is no number", async () => {
    await using rtnetlink = await Rtnetlink.open({ kernel: fakeKernel() });
    const said = "Cannot add nsid to network namespace of process 1: expected a number from 0 to 2147483647, got '7'";
    // What a caller gives who has no type checker.
    await expect(rtnetlink.nsids.add(1, "7" as never)).rejects.toThrow(new RangeError(said));
  });
});

/** A kernel with two links, and whatever else is asked for. */
function kernelWith(handler: FakeHandler) {
  return fakeKernel((request) =>
    request.topic === "link" ? [{ index: 3, name: "v0" }, { index: 4, name: "v1" }] : handler(request)
  );
}

describe("VLANs of bridges", () => {
  const VLANS = [{ family: "bridge", index: 3, entries: [{ info: { flags: [], id: 7 } }] }] as const;

  test("are listed with what is asked for", async () => {
    const kernel = kernelWith(() => VLANS);
    await using rtnetlink = await Rtnetlink.open({ kernel });
    expect(await rtnetlink.bridgeVlans.list({ stats: true, global: true })).toEqual(VLANS);
    expect(kernel.requests).toMatchObject([
      { verb: "get", topic: "bridgeVlan", value: { family: "bridge", index: 0, dumpFlags: ["stats", "global"] } },
    ]);
  });

  test("of a link are those of no other", async () => {
    const kernel = kernelWith(() => [...VLANS, { ...VLANS[0], index: 4 }]);
    await using rtnetlink = await Rtnetlink.open({ kernel });
    expect(await rtnetlink.bridgeVlans.list({ link: 3 })).toEqual(VLANS);
    expect(kernel.requests).toMatchObject([{ value: { index: 3 } }]);
    expect(kernel.requests[0]?.value).not.toHaveProperty("dumpFlags");
  });
});

test("VLANs are added with their settings, changed in these alone, and removed", async () => {
  const kernel = kernelWith(() => undefined);
  await using rtnetlink = await Rtnetlink.open({ kernel });
  const { bridgeVlans } = rtnetlink;
  await bridgeVlans.add({ link: "v0", vlan: 20, pvid: true, untagged: true });
  await bridgeVlans.add({ link: 3, vlan: 100, end: 110, state: "learning" });
  await bridgeVlans.set({ link: 3, vlan: 20, state: "forwarding", neighborSuppress: true });
  await bridgeVlans.remove({ link: 3, vlan: 100, end: 110 });
  const changes = kernel.requests.filter(({ topic }) => topic === "bridgeVlan");
  expect(changes.map(({ verb, value }) => [verb, value])).toEqual([
    ["new", { family: "bridge", index: 3, entries: [{ info: { flags: ["pvid", "untagged"], id: 20 } }] }],
    [
      "new",
      { family: "bridge", index: 3, entries: [{ info: { flags: [], id: 100 }, range: 110, state: "learning" }] },
    ],
    ["new", {
      family: "bridge",
      index: 3,
      entries: [{ info: { flags: ["onlyOptions"], id: 20 }, state: "forwarding", neighborSuppress: true }],
    }],
    ["delete", { family: "bridge", index: 3, entries: [{ info: { flags: [], id: 100 }, range: 110 }] }],
  ]);
});

test("multicast routes are listed by the link that packets come in by, of both families", async () => {
  const kernel = kernelWith(({ value }) => [
    { ...value, destination: "239.1.1.1", inputLink: 3 },
    { ...value, destination: "239.1.1.2", inputLink: 4 },
  ]);
  await using rtnetlink = await Rtnetlink.open({ kernel });
  const routes = await rtnetlink.multicastRoutes.list({ link: 4 });
  expect(routes.map(({ family, destination }) => `${family} ${destination}`)).toEqual([
    "ipmr 239.1.1.2",
    "ip6mr 239.1.1.2",
  ]);
});

test("a list of a family that the kernel takes for any holds no others", async () => {
  const kernel = kernelWith(() => [{ family: "inet", index: 3 }, { family: "mpls", index: 3, input: 1 }]);
  await using rtnetlink = await Rtnetlink.open({ kernel });
  expect(await rtnetlink.netconfs.list({ family: "mpls" })).toMatchObject([{ family: "mpls" }]);
});

test.each(["addressLabel", "neighborTable"] as const)(
  "%s is no topic, since the kernel announces none",
  async (topic) => {
    await expect(watch({ topics: [topic], kernel: fakeKernel() })).rejects.toThrow(
      `Cannot watch topic '${topic}': expected`,
    );
  },
);
