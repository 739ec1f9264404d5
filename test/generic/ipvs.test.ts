import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FamilyNotFoundError, Ipvs, ipvs, type IpvsServiceKey, type NewIpvsService } from "../../src/generic/mod.ts";
import { type FakeKernel, fakeKernel } from "../../src/testing/mod.ts";
import { addIpvs, ipvsKernel } from "./ipvs-kernel.ts";

let kernel: FakeKernel;
let balancer: Ipvs;
beforeEach(async () => {
  kernel = ipvsKernel();
  balancer = await Ipvs.open({ kernel });
});
afterEach(async () => {
  await balancer[Symbol.asyncDispose]();
  expect(kernel.sockets).toBe(0);
});

/** What was asked of the balancer last. */
function asked(): object | undefined {
  return kernel.generic.requests.at(-1)?.value;
}

const web = { address: "192.0.2.1", port: 80 };
const marked = { firewallMark: 10 };

describe("a service", () => {
  const rest = { scheduler: "rr", flags: [], timeout: 0 };
  const ipv4 = { netmask: "255.255.255.255" };

  test.each<[string, NewIpvsService, object]>([
    ["tcp by default", web, { family: "inet", protocol: "tcp", ...web, ...rest, ...ipv4 }],
    ["udp", { ...web, protocol: "udp" }, { family: "inet", protocol: "udp", ...web, ...rest, ...ipv4 }],
    ["in capitals", { ...web, protocol: "UDP" }, { family: "inet", protocol: "udp", ...web, ...rest, ...ipv4 }],
    ["sctp", { ...web, protocol: "sctp" }, { family: "inet", protocol: "sctp", ...web, ...rest, ...ipv4 }],
    ["IPv6", { address: "2001:DB8::0:1", port: 443 }, {
      family: "inet6",
      protocol: "tcp",
      address: "2001:db8::1",
      port: 443,
      ...rest,
      netmask: 128,
    }],
    ["one-packet scheduling", { ...web, protocol: "udp", flags: ["onePacket"] }, {
      family: "inet",
      protocol: "udp",
      ...web,
      ...rest,
      flags: ["onePacket"],
      ...ipv4,
    }],
    ["a mark", marked, { family: "inet", ...marked, ...rest, ...ipv4 }],
    ["a mark in IPv6", { ...marked, family: "inet6" }, { family: "inet6", ...marked, ...rest, netmask: 128 }],
    ["the largest mark", { firewallMark: 2 ** 32 - 1 }, {
      family: "inet",
      firewallMark: 4294967295,
      ...rest,
      ...ipv4,
    }],
    ["a mark with one-packet scheduling, whose packets may be udp", { ...marked, flags: ["onePacket"] }, {
      family: "inet",
      ...marked,
      ...rest,
      flags: ["onePacket"],
      ...ipv4,
    }],
    [
      "settings",
      {
        ...web,
        port: 0,
        scheduler: "wlc",
        flags: ["persistent", "scheduler1"],
        timeout: 300,
        netmask: "255.255.255.0",
        persistenceEngine: "sip",
      },
      {
        family: "inet",
        protocol: "tcp",
        address: "192.0.2.1",
        port: 0,
        scheduler: "wlc",
        flags: ["persistent", "scheduler1"],
        timeout: 300,
        netmask: "255.255.255.0",
        persistenceEngine: "sip",
      },
    ],
  ])("is added with %s", async (_, service, expected) => {
    await balancer.services.add(service);
    expect(asked()).toEqual({ service: expected });
    expect(await balancer.services.list()).toEqual([expected]);
    expect(await balancer.services.get(service)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ["expected an object with fields, got null", null],
    ["unknown field 'adress' (did you mean 'address'?)", { adress: "192.0.2.1" }],
    ["unknown field 'stats', expected one of family, protocol, address, port,", { ...web, stats: {} }],
    ["expected an address and a port, or a firewallMark", {}],
    ["expected address or firewallMark, got both", { ...web, ...marked }],
    ["expected port or firewallMark, got both", { port: 1, ...marked }],
    ["expected protocol or firewallMark, got both", { protocol: "udp", ...marked }],
    ["address: expected an IPv4 or IPv6 address such as 192.0.2.1, got '1.2.3'", { ...web, address: "1.2.3" }],
    ["address: expected an IPv6 address such as 2001:db8::1, got '192.0.2.1'", { ...web, family: "inet6" }],
    ["family: expected inet or inet6, got 'ipv4'", { ...web, family: "ipv4" }],
    ["protocol: expected one of tcp, udp, sctp, got 'icmp'", { ...web, protocol: "icmp" }],
    ["port: expected a number from 1 to 65535, got 0", { ...web, port: 0 }],
    ["port: expected a number from 1 to 65535, got 65536", { ...web, port: 65536 }],
    ["port: expected a number from 1 to 65535, got '80'", { ...web, port: "80" }],
    ["port: expected a number from 1 to 65535, got undefined", { address: "192.0.2.1" }],
    ["firewallMark: expected a number from 1 to 4294967295, got 0", { firewallMark: 0 }],
    ["firewallMark: expected a number from 1 to 4294967295, got 4294967296", { firewallMark: 2 ** 32 }],
    ["flags: expected onePacket with udp alone, got it with tcp", { ...web, flags: ["onePacket"] }],
    ["flags: expected a list, got 'onePacket'", { ...web, flags: "onePacket" }],
  ])("cannot be: %s", async (reason, service) => {
    const before = kernel.generic.requests.length;
    // What the types forbid is the point.
    await expect(balancer.services.add(service as NewIpvsService)).rejects.toThrow(RangeError);
    await expect(balancer.services.add(service as NewIpvsService)).rejects.toThrow(`Cannot add service: ${reason}`);
    expect(kernel.generic.requests.length).toBe(before);
  });

  test("that cannot be encoded is named with what is wrong", async () => {
    await expect(balancer.services.add({ ...web, timeout: -1 })).rejects.toThrow(
      "Cannot add service tcp 192.0.2.1:80: service.timeout: expected a number from 0 to 4294967295, got -1",
    );
  });

  test("that there is cannot be added once more", async () => {
    await balancer.services.add(web);
    await expect(balancer.services.add(web)).rejects.toThrow(
      "Cannot add service tcp 192.0.2.1:80: EEXIST, File exists",
    );
  });

  test("is told from others by protocol, port, and family of a mark", async () => {
    const all: readonly NewIpvsService[] = [
      web,
      { ...web, protocol: "udp" },
      { ...web, port: 81 },
      marked,
      { ...marked, family: "inet6" },
    ];
    for (const service of all) await balancer.services.add(service);
    expect(await balancer.services.list()).toMatchObject(all);
    await balancer.services.remove({ ...web, protocol: "udp" });
    expect(await balancer.services.get({ ...web, protocol: "udp" })).toBeUndefined();
    expect(await balancer.services.list()).toHaveLength(4);
  });

  test("that is not there is undefined, and cannot be changed or removed", async () => {
    expect(await balancer.services.get(web)).toBeUndefined();
    await balancer.services.add(marked);
    for (const key of [web, { ...marked, family: "inet6" }] satisfies IpvsServiceKey[]) {
      await expect(balancer.services.remove(key)).rejects.toMatchObject({ code: "ESRCH" });
      await expect(balancer.services.set(key)).rejects.toMatchObject({ code: "ESRCH" });
      await expect(balancer.zero(key)).rejects.toMatchObject({ code: "ESRCH" });
    }
    await expect(balancer.services.remove({ address: "::1", port: 80 })).rejects.toThrow(
      "Cannot remove service tcp [::1]:80: ESRCH, No such process",
    );
    await expect(balancer.services.set({ ...marked, family: "inet6" })).rejects.toThrow(
      "Cannot set service of mark 10 (inet6): ESRCH, No such process",
    );
  });

  test("keeps what is not told of it when it is changed", async () => {
    await balancer.services.add({ ...web, flags: ["persistent"], timeout: 300, netmask: "255.255.255.0" });
    await balancer.services.set({ ...web, scheduler: "wlc" });
    const changed = { scheduler: "wlc", flags: ["persistent"], timeout: 300, netmask: "255.255.255.0" };
    expect(await balancer.services.get(web)).toMatchObject(changed);
    await balancer.services.set({ ...web, flags: [], timeout: 0 });
    expect(await balancer.services.get(web)).toMatchObject({ ...changed, flags: [], timeout: 0 });
  });

  test("that was listed is a key, with all that it tells", async () => {
    await balancer.services.add({ ...web, port: 0, flags: ["persistent"] });
    const [listed] = await balancer.services.list();
    if (listed === undefined) throw new Error("nothing was listed");
    expect(await balancer.services.get(listed)).toEqual(listed);
    const counted = { ...listed, stats: { connections: 1 } };
    await balancer.services.remove(counted);
    expect(await balancer.services.list()).toEqual([]);
  });
});

describe("a destination", () => {
  const server = { address: "198.51.100.7" };

  test.each<[string, IpvsServiceKey, object, object]>([
    ["the port of the service", web, server, { port: 80 }],
    ["a port of its own", web, { ...server, port: 8080 }, { port: 8080 }],
    ["port 0 where the service is a mark", marked, server, { port: 0 }],
    ["a port of its own where the service is a mark", marked, { ...server, port: 80 }, { port: 80 }],
    ["a weight", web, { ...server, weight: 0 }, { port: 80, weight: 0 }],
    ["masquerade", web, { ...server, forwardingMethod: "masquerade" }, { port: 80, forwardingMethod: "masquerade" }],
    ["localNode", web, { ...server, forwardingMethod: "localNode" }, { port: 80, forwardingMethod: "localNode" }],
    ["directRoute", web, { ...server, forwardingMethod: "directRoute" }, { port: 80, forwardingMethod: "directRoute" }],
    ["thresholds", web, { ...server, upperThreshold: 9, lowerThreshold: 5 }, {
      port: 80,
      upperThreshold: 9,
      lowerThreshold: 5,
    }],
    ["a form of tunnel", web, { ...server, tunnelType: "gue", tunnelPort: 6080, tunnelFlags: ["checksum"] }, {
      port: 80,
      tunnelType: "gue",
      tunnelPort: 6080,
      tunnelFlags: ["checksum"],
    }],
  ])("is added with %s", async (_, service, destination, expected) => {
    await balancer.services.add(service);
    // Each of them is one.
    await balancer.destinations.add(service, destination as typeof server);
    const defaults = { weight: 1, forwardingMethod: "tunnel", upperThreshold: 0, lowerThreshold: 0 };
    const value = { addressFamily: "inet", ...server, ...defaults, ...expected };
    expect(asked()).toEqual({
      service: { family: "inet", ...(service === web ? { protocol: "tcp", ...web } : marked) },
      destination: value,
    });
    expect(await balancer.destinations.list(service)).toEqual([{ ...value, activeConnections: 0 }]);
  });

  test("may be of another family than its service", async () => {
    await balancer.services.add(web);
    await balancer.destinations.add(web, { address: "2001:DB8::7" });
    expect(await balancer.destinations.list(web)).toMatchObject([{ addressFamily: "inet6", address: "2001:db8::7" }]);
  });

  test.each<[string, unknown]>([
    ["expected an object with fields, got undefined", undefined],
    ["unknown field 'wieght' (did you mean 'weight'?)", { ...server, wieght: 1 }],
    ["address: expected an IPv4 or IPv6 address such as 192.0.2.1, got undefined", {}],
    ["port: expected a number from 0 to 65535, got -1", { ...server, port: -1 }],
  ])("cannot be: %s", async (reason, destination) => {
    // What the types forbid is the point.
    await expect(balancer.destinations.add(web, destination as typeof server)).rejects.toThrow(
      `Cannot add destination to service tcp 192.0.2.1:80: ${reason}`,
    );
  });

  test.each<[string, object]>([
    ["weight: expected a number from -1 to 2147483647, got -2", { weight: -2 }],
    ["weight: expected a number from -1 to 2147483647, got 1.5", { weight: 1.5 }],
    [
      "forwardingMethod: expected one of masquerade, localNode, tunnel, directRoute, got 'bypass'",
      { forwardingMethod: "bypass" },
    ],
    ["forwardingMethod: expected one of masquerade, localNode, tunnel, directRoute, got 2", { forwardingMethod: 2 }],
    ["destination.upperThreshold: expected a number from 0 to 4294967295, got -1", { upperThreshold: -1 }],
  ])("cannot be like that: %s", async (reason, settings) => {
    await expect(balancer.destinations.add(web, { ...server, ...settings })).rejects.toThrow(
      `Cannot add destination 198.51.100.7:80 to service tcp 192.0.2.1:80: ${reason}`,
    );
    expect(asked()).toMatchObject({ name: "IPVS" });
  });

  test("with a weight of -1 is left to the kernel, which refuses it", async () => {
    await balancer.services.add(web);
    await expect(balancer.destinations.add(web, { ...server, weight: -1 })).rejects.toMatchObject({ code: "ERANGE" });
  });

  test("is listed with the newest first, changed and removed by its port", async () => {
    await balancer.services.add(web);
    await balancer.destinations.add(web, { ...server, port: 8080, forwardingMethod: "masquerade" });
    await balancer.destinations.add(web, { ...server, port: 8081 });
    expect((await balancer.destinations.list(web)).map(({ port }) => port)).toEqual([8081, 8080]);
    await balancer.destinations.set(web, { ...server, port: 8080, weight: 5 });
    expect(await balancer.destinations.list(web)).toMatchObject([
      { port: 8081, weight: 1, forwardingMethod: "tunnel" },
      // What was not told stayed.
      { port: 8080, weight: 5, forwardingMethod: "masquerade" },
    ]);
    const [newest] = await balancer.destinations.list(web);
    if (newest === undefined) throw new Error("nothing was listed");
    await balancer.destinations.remove(web, newest);
    expect((await balancer.destinations.list(web)).map(({ port }) => port)).toEqual([8080]);
  });

  test("of a mark is removed by the port that it was added with", async () => {
    await balancer.services.add(marked);
    await balancer.destinations.add(marked, server);
    await balancer.destinations.set(marked, { ...server, weight: 2 });
    expect(await balancer.destinations.list(marked)).toMatchObject([{ ...server, port: 0, weight: 2 }]);
    await expect(balancer.destinations.remove(marked, { ...server, port: 80 })).rejects.toThrow(
      "Cannot remove destination 198.51.100.7:80 of service of mark 10 (inet): ENOENT, No such file or directory",
    );
    await balancer.destinations.remove(marked, server);
    expect(await balancer.destinations.list(marked)).toEqual([]);
  });

  test("that there is, or is not, is refused by name; there are none where there is no service", async () => {
    await balancer.services.add(web);
    await balancer.destinations.add(web, server);
    await expect(balancer.destinations.add(web, server)).rejects.toThrow(
      "Cannot add destination 198.51.100.7:80 to service tcp 192.0.2.1:80: EEXIST, File exists",
    );
    await expect(balancer.destinations.set(web, { address: "198.51.100.8" })).rejects.toThrow(
      "Cannot set destination 198.51.100.8:80 of service tcp 192.0.2.1:80: ENOENT",
    );
    expect(await balancer.destinations.list({ ...web, port: 81 })).toEqual([]);
    for (const verb of ["add", "set", "remove"] as const) {
      await expect(balancer.destinations[verb]({ ...web, port: 81 }, server)).rejects.toMatchObject({ code: "ESRCH" });
    }
  });
});

describe("a kernel before 3.18, which does not tell the family of a destination", () => {
  const known = { port: 80, forwardingMethod: "masquerade", weight: 3 } as const;

  test.each([
    [web, [198, 51, 100, 7, ...Array<number>(12).fill(0)], { addressFamily: "inet", address: "198.51.100.7" }],
    [
      { address: "2001:db8::1", port: 80 },
      [0x20, 0x01, 0x0d, 0xb8, ...Array<number>(12).fill(0)],
      { addressFamily: "inet6", address: "2001:db8::" },
    ],
  ])("has that of the service %j", async (service, bytes, told) => {
    await balancer.services.add(service);
    const unknown = [{ type: 1, data: Uint8Array.from(bytes) }];
    kernel.generic.add(ipvs, { getDestination: () => [{ destination: { ...known, unknown } }] });
    const [destination, ...others] = await balancer.destinations.list(service);
    expect(destination).toEqual({ ...known, ...told });
    expect(others).toEqual([]);
    expect((await balancer.pools.get(service))?.destinations).toEqual([destination]);
  });
});

describe("pools", () => {
  test("are services with their destinations", async () => {
    expect(await balancer.pools.list()).toEqual([]);
    expect(await balancer.pools.get(web)).toBeUndefined();
    await balancer.services.add(web);
    await balancer.services.add(marked);
    await balancer.destinations.add(web, { address: "198.51.100.7" });
    expect(await balancer.pools.list()).toMatchObject([
      { service: web, destinations: [{ address: "198.51.100.7", port: 80 }] },
      { service: marked, destinations: [] },
    ]);
    expect(await balancer.pools.get(web)).toMatchObject({ service: web, destinations: [{ weight: 1 }] });
    await balancer.flush();
    expect(await balancer.pools.list()).toEqual([]);
  });

  test("come from files", async () => {
    const file = `[
      { "service": { "address": "192.0.2.1", "port": 80, "protocol": "TCP", "scheduler": "wrr" },
        "destinations": [{ "address": "198.51.100.7", "weight": 10 }, { "address": "198.51.100.8", "port": 8080 }] },
      { "service": { "firewallMark": 3, "family": "inet", "scheduler": "rr" }, "destinations": [] },
      { "service": { "address": "2001:db8::1", "port": 53, "protocol": "UDP" } }
    ]`;
    for (const pool of JSON.parse(file)) await balancer.pools.add(pool);
    expect(await balancer.pools.list()).toMatchObject([
      {
        service: { protocol: "tcp", ...web, scheduler: "wrr" },
        destinations: [{ address: "198.51.100.8", port: 8080 }, { address: "198.51.100.7", weight: 10 }],
      },
      { service: { firewallMark: 3, family: "inet" }, destinations: [] },
      { service: { protocol: "udp", address: "2001:db8::1", port: 53 }, destinations: [] },
    ]);
  });

  test.each<[string, unknown]>([
    ["Cannot add pool: unknown field 'dests', expected one of service, destinations", { service: web, dests: [] }],
    ["Cannot add pool: destinations: expected a list, got an object", { service: web, destinations: {} }],
    ["Cannot add service: expected an object with fields, got undefined", {}],
    ["weight: expected a number", {
      service: web,
      destinations: [{ address: "::1" }, { address: "::1", weight: "1" }],
    }],
  ])("that cannot be leave nothing behind: %s", async (reason, pool) => {
    // What the types forbid is the point.
    const added = balancer.pools.add(pool as { readonly service: NewIpvsService });
    await expect(added).rejects.toThrow(reason);
    await expect(added).rejects.toThrow(RangeError);
    expect(await balancer.services.list()).toEqual([]);
  });
});

describe("the balancer", () => {
  test("says what it is, and sets its counters to 0", async () => {
    expect(await balancer.info()).toEqual({ version: "1.2.1", connectionTableSize: 4096 });
    await balancer.zero();
    expect(asked()).toEqual({});
    await balancer.services.add(web);
    await balancer.zero(web);
    expect(asked()).toEqual({ service: { family: "inet", protocol: "tcp", ...web } });
  });

  test("has all commands of the kernel, one of which is a reply alone", () => {
    const { commands } = ipvs;
    const numbers = Object.values(commands).flatMap(({ number, replyNumber = number }) => [number, replyNumber]);
    expect([...new Set(numbers)].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 17 }, (_, i) => i + 1));
    expect(Object.values(commands).some(({ number }) => number === 14)).toBe(false);
    expect(commands.getInfo.replyNumber).toBe(14);
  });

  test("is loaded where the kernel does not have it, before it is looked for once more", async () => {
    const bare = fakeKernel();
    const loaded: string[] = [];
    const loadModule = (module: string): void => {
      loaded.push(module);
      addIpvs(bare);
    };
    await using balancer = await Ipvs.open({ kernel: bare, loadModule });
    expect(loaded).toEqual(["ip_vs"]);
    expect(await balancer.services.list()).toEqual([]);
  });

  test("that cannot be loaded is told when it is opened, and leaves no socket", async () => {
    const bare = fakeKernel();
    const failure = new Error("there is no such module");
    const opened = Ipvs.open({ kernel: bare, loadModule: () => Promise.reject(failure) });
    await expect(opened).rejects.toBeInstanceOf(FamilyNotFoundError);
    await expect(opened).rejects.toMatchObject({ family: "IPVS", cause: failure });
    expect(bare.sockets).toBe(0);
  });

  test("is not waited for any more by who gives up, and refuses options that do not exist", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(balancer.services.list({ signal })).rejects.toThrow("enough");
    await expect(balancer.pools.get(web, { signal })).rejects.toThrow("enough");
    // What the types forbid is the point.
    await expect(balancer.flush({ singal: signal } as object)).rejects.toThrow(
      "Cannot flush services: unknown option 'singal' (did you mean 'signal'?)",
    );
  });

  test("is closed at once", async () => {
    balancer.close();
    await expect(balancer.services.list()).rejects.toMatchObject({ code: "EBADF" });
  });
});
