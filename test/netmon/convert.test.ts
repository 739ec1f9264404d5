import { describe, expect, test } from "vitest";
import type { Address, Link, Route } from "../../mod.ts";
import { fileText, isTold, runtimeInterface, runtimeRoute } from "../../src/netmon/convert.ts";

/** A link as far as the conversion looks at it. */
function link(more: Partial<Link> = {}): Link {
  return { index: 5, name: "test_eth0", mtu: 12345, address: "02:00:ca:fe:00:48", kind: "veth", ...more } as Link;
}

/** An address as far as the conversion looks at it. */
function address(more: Partial<Address>): Address {
  return { index: 5, family: "inet", prefixLength: 0, ...more } as Address;
}

const IPV4 = address({ address: "192.168.0.15", local: "192.168.0.15" });
const IPV6 = address({ family: "inet6", address: "2001:db8:1::242:ac11:2" });

describe("an interface, in the words of the runtime,", () => {
  test("has Go's names in Go's order", () => {
    const told = runtimeInterface(link({ mtu: 1500 }), [address({ ...IPV4, prefixLength: 24 })], false);
    expect(fileText(told)).toBe(
      '{"Device":"test_eth0","Name":"test_eth0","IPAddresses":[{"Family":2,"Address":"192.168.0.15","Mask":"24"}],' +
        '"Mtu":1500,"HwAddr":"02:00:ca:fe:00:48","PciAddr":"","LinkType":"veth"}',
    );
  });

  test("has addresses of both families, whose prefixes are text", () => {
    expect(runtimeInterface(link(), [IPV4, IPV6], false).IPAddresses).toEqual([
      { Family: 2, Address: "192.168.0.15", Mask: "0" },
      { Family: 10, Address: "2001:db8:1::242:ac11:2", Mask: "0" },
    ]);
  });

  test("has those of IPv4 alone in the first version", () => {
    expect(runtimeInterface(link(), [IPV6, IPV4], true).IPAddresses).toEqual([
      { Family: 2, Address: "192.168.0.15", Mask: "0" },
    ]);
    expect(runtimeInterface(link(), [IPV6], true).IPAddresses).toBeNull();
  });

  test("has its own address, not that of the other end", () => {
    const own = address({ local: "10.0.0.1", address: "10.0.0.2", prefixLength: 32 });
    expect(runtimeInterface(link(), [own], false).IPAddresses).toEqual([
      { Family: 2, Address: "10.0.0.1", Mask: "32" },
    ]);
  });

  test("has null for no addresses, and is a device where it is of no kind", () => {
    const { kind: _, address: _own, ...bare } = link();
    expect(fileText(runtimeInterface(bare as Link, [], false))).toBe(
      '{"Device":"test_eth0","Name":"test_eth0","IPAddresses":null,"Mtu":12345,"HwAddr":"","PciAddr":"",' +
        '"LinkType":"device"}',
    );
  });

  test("passes on kinds that nobody knows", () => {
    expect(runtimeInterface(link({ kind: "link_type_test" }), [], false).LinkType).toBe("link_type_test");
  });

  test("is written as Go writes it", () => {
    expect(fileText(runtimeInterface(link({ name: "<&>\u2028" }), [], false))).toContain(
      '"Device":"\\u003c\\u0026\\u003e\\u2028"',
    );
  });
});

/** A route of the main table as far as the conversion looks at it. */
function route(more: Partial<Route>): Route {
  return {
    family: "inet",
    prefixLength: 0,
    table: 254,
    type: "unicast",
    protocol: "static",
    scope: "global",
    flags: [],
    ...more,
  } as Route;
}

const nameOf = (index: number): string | undefined => index === 5 ? "eth0" : undefined;
const HOST = route({
  destination: "192.168.0.15",
  prefixLength: 32,
  preferredSource: "192.168.0.15",
  gateway: "192.168.0.15",
  outputLink: -1,
  scope: 1,
});
const NETWORK6 = route({ family: "inet6", destination: "2001:db8:1::", prefixLength: 64 });

describe("a route, in the words of the runtime,", () => {
  test("has Go's names in Go's order, and its destination is a prefix", () => {
    expect(fileText([runtimeRoute(HOST, nameOf, false), runtimeRoute(NETWORK6, nameOf, false)])).toBe(
      '[{"Dest":"192.168.0.15/32","Gateway":"192.168.0.15","Device":"","Source":"192.168.0.15","Scope":1},' +
        '{"Dest":"2001:db8:1::/64","Gateway":"","Device":"","Source":"","Scope":0}]',
    );
  });

  test("has a bare destination in the first version, and nothing of IPv6", () => {
    expect(runtimeRoute(HOST, nameOf, true).Dest).toBe("192.168.0.15");
    expect(runtimeRoute({ ...NETWORK6, gateway: "fe80::1", preferredSource: "fe80::2" }, nameOf, true)).toEqual({
      Dest: "",
      Gateway: "",
      Device: "",
      Source: "",
      Scope: 0,
    });
  });

  test("has no destination where it is the default, and the name of an interface that is known", () => {
    expect(runtimeRoute(route({ gateway: "10.0.0.1", outputLink: 5 }), nameOf, false)).toEqual({
      Dest: "",
      Gateway: "10.0.0.1",
      Device: "eth0",
      Source: "",
      Scope: 0,
    });
  });

  test.each([["global", 0], ["site", 200], ["link", 253], ["host", 254], ["nowhere", 255], [42, 42]] as const)(
    "has the scope %s as %d",
    (scope, number) => expect(runtimeRoute(route({ scope }), nameOf, false).Scope).toBe(number),
  );

  test("has the first of several ways, and in the first version none", () => {
    const nextHops = [{ flags: [], weight: 1, outputLink: 5, gateway: "10.0.0.1" }, {
      flags: [],
      weight: 1,
      outputLink: 6,
      gateway: "10.0.0.2",
    }];
    expect(runtimeRoute(route({ nextHops }), nameOf, false)).toMatchObject({ Gateway: "10.0.0.1", Device: "eth0" });
    expect(runtimeRoute(route({ nextHops }), nameOf, true)).toMatchObject({ Gateway: "", Device: "" });
  });

  test.each<readonly [string, Partial<Route>, boolean, boolean]>([
    ["of the main table", {}, true, true],
    ["of another table", { table: 255 }, false, false],
    ["that is a copy of another", { flags: ["cloned"] }, false, false],
    ["that the kernel makes by itself", { protocol: "kernel" }, false, true],
    ["of IPv6", { family: "inet6" }, true, false],
    ["of MPLS", { family: "mpls" }, false, false],
    ["that leads to nowhere", { type: "blackhole" }, false, true],
  ])("%s: %o is told: %s, in the first version %s", (_, more, now, first) => {
    expect([isTold(route(more), false), isTold(route(more), true)]).toEqual([now, first]);
  });
});

test("no routes are null, as everything that is empty in Go", () => expect(fileText(null)).toBe("null"));
