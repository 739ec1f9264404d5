import { describe, expect, test } from "vitest";
import { decode, type DecodedMessage } from "../../src/decode.ts";
import { captures } from "./file.ts";

// What the commands at the head of each capture asked for, in the words of the schemas.

/** The messages of a capture. */
function messages(name: string): readonly DecodedMessage[] {
  return captures.filter((capture) => capture.name === name).flatMap(({ datagrams }) => datagrams)
    .flatMap((datagram) => [...decode(datagram)]);
}

/** The messages of a capture of one type. */
function ofType<Type extends DecodedMessage["type"]>(name: string, type: Type) {
  return messages(name).filter((message): message is Extract<DecodedMessage, { readonly type: Type }> =>
    message.type === type
  );
}

describe("links", () => {
  const links = ofType("links", "link").map(({ link }) => link);

  test("each, in the order of the indexes", () => {
    expect(links.map(({ index, name, kind }) => [index, name, kind])).toEqual([
      [1, "lo", undefined],
      [2, "tun", "tun"],
      [3, "tap", "tun"],
      [10, "one", "veth"],
      [11, "two", "veth"],
      [12, "bridge", "bridge"],
      [13, "ifb", "ifb"],
      [14, "four", "vxlan"],
      [15, "six", "vxlan"],
      [16, "macvlan", "macvlan"],
      [17, "macvtap", "macvtap"],
    ]);
  });

  test.each([
    ["one", { address: "02:00:00:00:00:01", mtu: 1400, alias: "uplink", parent: 11, state: "up", carrier: true }],
    ["one", { propertyList: { alternativeNames: ["an-alternative-name"] }, type: "ether" }],
    ["one", { flags: ["up", "broadcast", "running", "multicast", "lowerUp"] }],
    ["two", { master: 12, parent: 10, promiscuity: 1 }],
    ["lo", { type: "loopback", address: "00:00:00:00:00:00", mtu: 65536, flags: ["loopback"] }],
    ["tun", { type: "none", flags: ["pointToPoint", "noArp", "multicast"] }],
  ])("%s: %j", (name, expected) => {
    expect(links.find((link) => link.name === name)).toMatchObject(expected);
  });

  test.each([
    ["bridge", { priority: 4096, multicastQuerier: true, ageingTime: 12000, vlanFiltering: false }],
    ["bridge", { bridgeId: { priority: 4096, address: "02:00:00:00:00:03" } }],
    ["four", { id: 42, local: "192.0.2.1", group: "192.0.2.2", port: 4789, ttl: 64, udpChecksum: false }],
    ["four", { portRange: { low: 32768, high: 61000 }, learning: true }],
    ["six", { id: 43, group6: "ff05::1", link: 10, port: 4790, learning: false, label: 0x12345 }],
    ["macvlan", { mode: "source", addresses: { address: ["02:00:00:00:00:99"] }, addressCount: 1 }],
    ["macvtap", { mode: "private" }],
    ["tun", { type: "tun", owner: 1000, persistent: true, multiQueue: false, virtioHeader: false }],
    ["tap", { type: "tap", persistent: true, multiQueue: true, virtioHeader: true }],
  ])("the data of %s: %j", (name, expected) => {
    expect(links.find((link) => link.name === name)?.linkInfo?.data).toMatchObject(expected);
  });

  test("a port of a bridge", () => {
    expect(links.find(({ name }) => name === "two")?.linkInfo).toMatchObject({
      portKind: "bridge",
      portData: { state: "forwarding", cost: 7, isolated: true, priority: 32, rootId: { priority: 4096 } },
    });
  });

  test("what a bridge says of its port", () => {
    expect(ofType("bridge-ports", "link").map(({ link }) => link)).toMatchObject([{
      family: "bridge",
      index: 10,
      master: 12,
      protocolInfo: { state: "disabled", priority: 5, guard: true, rootBlock: true, hairpin: false },
    }]);
  });
});

describe("addresses", () => {
  const addresses = ofType("addresses", "address").map(({ address }) => address);
  const forever = 2 ** 32 - 1;

  test.each([
    ["127.0.0.1", { family: "inet", index: 1, prefixLength: 8, scope: "host", label: "lo" }],
    ["192.0.2.1", { family: "inet", index: 10, prefixLength: 24, flags: ["permanent"], cacheInfo: { valid: forever } }],
    ["198.51.100.1", { address: "198.51.100.2", prefixLength: 32, label: "one:peer", routePriority: 50 }],
    ["192.0.2.5", { broadcast: "192.0.2.255", flags: ["secondary"], cacheInfo: { valid: 3600, preferred: 1800 } }],
    ["2001:db8::5", { family: "inet6", flags: ["noDad", "homeAddress", "permanent", "noPrefixRoute"] }],
    ["2001:db8::6", { prefixLength: 64, flags: ["noDad", "deprecated", "permanent"], cacheInfo: { preferred: 0 } }],
    ["fe80::ff:fe00:1", { index: 10, scope: "link", protocol: "kernelLinkLocal" }],
  ])("%s: %j", (text, expected) => {
    expect(addresses.find(({ local, address }) => (local ?? address) === text)).toMatchObject(expected);
  });
});

describe("routes", () => {
  const routes = ["routes-ipv4", "routes-ipv6"].flatMap((name) => ofType(name, "route")).map(({ route }) => route);
  const main = { table: 254, protocol: "boot", type: "unicast" };

  test.each([
    [undefined, { ...main, family: "inet", prefixLength: 0, gateway: "192.0.2.254", priority: 100, outputLink: 10 }],
    ["203.0.113.0", { ...main, prefixLength: 25, via: { family: "inet6", address: "2001:db8::2" }, outputLink: 10 }],
    ["203.0.113.128", { ...main, scope: "link", preferredSource: "192.0.2.1" }],
    // The round trip time is kept in eighths of a millisecond; bit 2 of the lock is that of the MTU.
    ["203.0.113.128", { metrics: { lock: 1 << 2, mtu: 1300, advertisedMss: 1200, rtt: 400, hopLimit: 9 } }],
    ["203.0.113.128", { metrics: { congestionControl: "reno" } }],
    ["192.0.2.128", { type: "blackhole", table: 1000, protocol: "openr", prefixLength: 25 }],
    ["198.51.100.128", { type: "unreachable", tos: 0x10 }],
    ["198.51.100.1", { nexthopId: 5, gateway: "192.0.2.2", outputLink: 10 }],
    ["192.0.2.255", { type: "broadcast", table: 255, protocol: "kernel", scope: "link" }],
    ["2001:db8:2::", { ...main, gateway: "2001:db8::2", prefixLength: 48 }],
    ["2001:db8:3::", { ...main, encapType: "seg6", outputLink: 10 }],
    ["2001:db8:3::", { encap: { routingHeader: { mode: "encap", segments: ["2001:db8::a", "2001:db8::b"] } } }],
    ["2001:db8:4::", { ...main, encapType: "seg6local", encap: { action: "End.DT6", table: 254 } }],
    ["2001:db8:5::", { type: "prohibit", priority: 1024 }],
  ])("%s: %j", (destination, expected) => {
    expect(routes.find((route) => route.destination === destination)).toMatchObject(expected);
  });

  test("IPv4 with several next hops", () => {
    expect(routes.find(({ destination }) => destination === "198.51.100.0")?.nextHops).toEqual([
      { flags: [], weight: 3, outputLink: 10, gateway: "192.0.2.2" },
      { flags: ["onlink"], weight: 1, outputLink: 10, gateway: "192.0.2.3" },
    ]);
  });

  test("IPv6 with several next hops", () => {
    expect(routes.find(({ destination }) => destination === "2001:db8:1::")?.nextHops).toEqual([
      { flags: [], weight: 2, outputLink: 10, gateway: "2001:db8::2" },
      { flags: [], weight: 1, outputLink: 10, gateway: "2001:db8::3" },
    ]);
  });

  test("one that expires 600 s after it was made", () => {
    const { expires = 0 } = routes.find(({ destination }) => destination === "2001:db8:2::")?.cacheInfo ?? {};
    expect(expires).toBeGreaterThan(595 * 100);
    expect(expires).toBeLessThanOrEqual(600 * 100);
  });

  test("the preference of a router", () => {
    const preferences = routes.filter(({ family, prefixLength }) => family === "inet6" && prefixLength === 0)
      .map(({ preference }) => preference);
    expect(preferences).toContain("high");
  });
});

describe("neighbors", () => {
  const neighbors = ofType("neighbors", "neighbor").map(({ neighbor }) => neighbor);

  test.each([
    ["192.0.2.9", { state: "permanent", linkLayerAddress: "02:00:00:00:00:09", protocol: "ra", flags: [] }],
    ["192.0.2.10", { state: "stale", linkLayerAddress: "02:00:00:00:00:0a", flags: ["externallyLearned"] }],
    ["2001:db8::9", { family: "inet6", state: "noArp", flags: ["router"], linkLayerAddress: "02:00:00:00:00:0b" }],
    ["2001:db8::a", { state: "incomplete", extendedFlags: ["managed"], flags: ["externallyLearned"] }],
  ])("%s", (destination, expected) => {
    expect(neighbors.find((neighbor) => neighbor.destination === destination)).toMatchObject({
      index: 10,
      ...expected,
    });
  });

  const entries = ofType("fdb", "neighbor").map(({ neighbor }) => neighbor);

  test.each([
    ["02:00:00:00:00:31", { index: 10, master: 12, state: "noArp", flags: [] }],
    ["02:00:00:00:00:32", { index: 10, state: "permanent", flags: ["self"] }],
    // noArp and permanent at once have no name.
    ["02:00:00:00:00:33", {
      index: 14,
      state: "noArpPermanent",
      destination: "192.0.2.33",
      vni: 77,
      port: 4790,
      tunnelIndex: 10,
    }],
    ["02:00:00:00:00:03", { index: 12, master: 12, state: "permanent" }],
  ])("of a forwarding database: %s", (address, expected) => {
    expect(entries.find(({ linkLayerAddress }) => linkLayerAddress === address)).toMatchObject({
      family: "bridge",
      ...expected,
    });
  });
});

describe("rules", () => {
  const rules = ofType("rules", "rule").map(({ rule }) => rule);

  test.each([
    [100, { source: "192.0.2.0", sourcePrefixLength: 24, destination: "198.51.100.0", destinationPrefixLength: 24 }],
    [100, { family: "inet", action: "table", table: 1000, inputLink: "lo", mark: 0x10, markMask: 0xff }],
    [101, { action: "prohibit", ipProtocol: 6, sourcePorts: { start: 1000, end: 2000 } }],
    [101, { destinationPorts: { start: 80, end: 80 } }],
    [102, { userRange: { start: 1000, end: 1999 }, table: 7, suppressPrefixLength: 0, suppressLinkGroup: 9 }],
    [103, { action: "goto", goto: 200, flags: ["unresolved"] }],
    [104, { tos: 0x10, flags: ["invert"], table: 254, protocol: "openr" }],
    [105, { l3Master: 1 }],
    [110, { family: "inet6", action: "blackhole", source: "2001:db8::", outputLink: "lo", tunnelId: 12345n }],
    [32766, { action: "table", table: 254, protocol: "kernel" }],
  ])("%i: %o", (priority, expected) => {
    expect(rules.find((rule) => rule.priority === priority)).toMatchObject(expected);
  });
});

describe("nexthop objects", () => {
  const nexthops = ofType("nexthops", "nexthop").map(({ nexthop }) => nexthop);

  test.each([
    [1, { family: "inet", gateway: "192.0.2.2", outputLink: 10, flags: ["onlink"], protocol: "openr" }],
    [2, { family: "inet6", gateway: "2001:db8::2", outputLink: 10 }],
    [3, { blackhole: true }],
    [10, { groupType: "multipath", group: [{ id: 1, weight: 3 }, { id: 4, weight: 255 }] }],
    [11, { groupType: "resilient", group: [{ id: 1, weight: 1 }, { id: 4, weight: 1 }] }],
    [11, { resilientGroup: { buckets: 4, idleTimer: 6000, unbalancedTimer: 30000 } }],
    [12, { fdb: true, gateway: "192.0.2.12" }],
    [13, { fdb: true, group: [{ id: 12, weight: 1 }] }],
  ])("%i: %j", (id, expected) => {
    expect(nexthops.find((nexthop) => nexthop.id === id)).toMatchObject(expected);
  });

  test("the buckets of a resilient group", () => {
    const buckets = ofType("nexthops", "nexthopBucket").map(({ nexthopBucket }) =>
      nexthopBucket.resilientBucket?.index
    );
    expect(buckets).toEqual([0, 1, 2, 3]);
  });
});

test("events, in their order", () => {
  const told = messages("events").flatMap((event) => {
    switch (event.type) {
      case "address":
        return event.address.index === 10 && event.address.scope === "global"
          ? [`${event.action} ${event.address.address}`]
          : [];
      case "route":
        return event.route.destination === "198.51.100.0"
          ? [`${event.action} ${event.message.flags.join(" ")} ${event.route.gateway}`]
          : [];
      case "neighbor":
        return event.neighbor.destination === "192.0.2.9" ? [`${event.action} ${event.neighbor.state}`] : [];
      case "rule":
        return [`${event.action} ${event.rule.priority}`];
      default:
        return [];
    }
  });
  expect(told).toEqual([
    "new 192.0.2.1",
    "new 2001:db8::1",
    "new exclusive create 192.0.2.2",
    "new replace 192.0.2.3",
    "delete  192.0.2.3",
    "new permanent",
    "new failed",
    "delete failed",
    "new 100",
    "delete 100",
    "delete 2001:db8::1",
    "delete 192.0.2.1",
  ]);
  const links = ofType("events", "link").map(({ action, link }) =>
    `${action} ${link.family} ${link.name} ${link.master}`
  );
  expect(links).toContain("new unspec one 12");
  expect(links).toContain("delete bridge one 12");
  expect(links.at(-1)).toBe("delete unspec one undefined");
});

test("answers", () => {
  const answers = messages("answers").filter((message) => message.type === "error" || message.type === "done");
  expect(answers).toMatchObject([
    { type: "error", errno: 0, request: { name: "RTM_NEWLINK", flags: ["request", "ack", "exclusive", "create"] } },
    { errno: 17, code: "EEXIST" },
    { errno: 34, code: "ERANGE", ack: { message: "VXLAN ID must be lower than 16777216", offset: 64 } },
    {
      code: "ERANGE",
      ack: { message: "Attribute failed policy validation", offset: 32, policy: { maximumLength: 15 } },
    },
    { errno: 95, code: "EOPNOTSUPP", ack: { message: "Unknown device type" } },
    { errno: 19, code: "ENODEV", request: { name: "RTM_DELLINK" } },
    { errno: 22, code: "EINVAL", ack: { message: "Cannot specify port mask for port range", offset: 44 } },
    { type: "done", errno: 2, code: "ENOENT", ack: { message: "ipv4: FIB table does not exist" } },
  ]);
  expect(answers[0]).not.toHaveProperty("code");
  expect(answers[1]).not.toHaveProperty("ack");
});
