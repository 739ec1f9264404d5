import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NetlinkError } from "../../mod.ts";
import type { FakeObject } from "../../src/testing/mod.ts";
import { ETH0, ETH1, FakeNetwork, LO, newRoute } from "../state/network.ts";
import { Monitored, POLL } from "./monitored.ts";

const UP: FakeObject<"link"> = { ...ETH1, flags: ["up", "running"], mtu: 1400, address: "02:00:00:00:00:03" };
const ADDRESS: FakeObject<"address"> = { index: 3, address: "10.0.0.1", local: "10.0.0.1", prefixLength: 24 };
const ROUTE: FakeObject<"route"> = { destination: "10.9.0.0", prefixLength: 16, gateway: "10.0.0.2", outputLink: 2 };

let network: FakeNetwork;
beforeEach(() => {
  network = new FakeNetwork({ link: [LO, ETH0] });
});
afterEach(() => network.end());

/** A link of another index and name. */
function other(index: number, name: string): FakeObject<"link"> {
  return { ...UP, index, name, address: `02:00:00:00:00:0${index}` };
}

/** Tells that a route has come or gone, and so it is. */
function announce(action: "new" | "delete", route: FakeObject<"route">): void {
  const rest = (network.tables.route ?? []).filter((one) => one !== route);
  network.tables = { ...network.tables, route: action === "new" ? [...rest, route] : rest };
  network.kernel.announce({ type: "route", action, route });
}

/** Tells that an address has come, and so it is. */
function announceAddress(address: FakeObject<"address">): void {
  network.tables = { ...network.tables, address: [address] };
  network.kernel.announce({ type: "address", action: "new", address });
}

function start(
  options: ConstructorParameters<typeof Monitored>[0] = {},
  work?: ConstructorParameters<typeof Monitored>[1],
): Promise<Monitored> {
  return new Monitored({ ...network.options, ...options }, work).begun();
}

describe.each([["", false], [" of the first version", true]])("the monitor%s", (_, compat) => {
  test("tells of an interface that is new and usable, of its removal, and of the routes after each", async () => {
    await using monitored = await start({ compat });
    network.link(UP);
    await monitored.expectTold("add-iface eth1", "update-routes null");
    network.unlink(UP);
    await monitored.expectTold("add-iface eth1", "update-routes null", "del-iface eth1", "update-routes null");
    const [added, , removed] = monitored.calls.map(({ content }) => content);
    expect(removed).toEqual(added);
  });

  test("says nothing of what was there before, and tells of its removal", async () => {
    network.tables = { ...network.tables, address: [{ ...ADDRESS, index: 2 }] };
    await using monitored = await start({ compat });
    network.link({ ...ETH0 });
    await monitored.expectTold();
    network.unlink(ETH0);
    await monitored.expectTold("del-iface eth0", "update-routes null");
    expect(monitored.calls[0]?.content).toMatchObject({
      Mtu: 1500,
      IPAddresses: [{ Family: 2, Address: "10.0.0.1", Mask: "24" }],
    });
  });

  test("tells of an interface that has the index of one that it said nothing of", async () => {
    await using monitored = await start({ compat });
    network.link({ ...ETH1, name: "eth1_kata" });
    network.unlink({ ...ETH1, name: "eth1_kata" });
    await monitored.expectTold();
    network.link(UP);
    const told = ["add-iface eth1", "update-routes null"];
    await monitored.expectTold(...told);
    network.link({ ...UP, group: 7 });
    await monitored.expectTold(...told);
  });

  test("does not know an interface that has the index of one that was there before", async () => {
    await using monitored = await start({ compat });
    network.unlink(ETH0);
    const told = ["del-iface eth0", "update-routes null"];
    await monitored.expectTold(...told);
    network.link({ ...ETH1, index: 2 });
    announce("new", ROUTE);
    await monitored.expectTold(...told);
  });

  test("tells of routes to what was there before, though it says nothing of that itself", async () => {
    await using monitored = await start({ compat });
    announce("new", { ...ROUTE, outputLink: 1 });
    await monitored.expectTold("update-routes 1");
    expect(monitored.calls[0]?.content).toMatchObject([{ Device: "lo" }]);
  });

  test("goes on after messages that it does not know, or that are broken", async () => {
    await using monitored = await start({ compat });
    // The length, the type and no more: none, the end of a list, and one that there is not.
    for (const type of [0, 3, 999]) {
      network.kernel.deliver(Uint8Array.of(16, 0, 0, 0, type & 255, type >> 8, ...Array<number>(10).fill(0)));
    }
    network.kernel.deliver(Uint8Array.of(20, 0, 0, 0, 16));
    network.link({ index: 7, flags: ["up", "running"] });
    network.link(UP);
    await monitored.expectTold("add-iface eth1", "update-routes null");
  });

  test("says nothing of a link that is not up and running", async () => {
    await using monitored = await start({ compat });
    network.link(ETH1);
    network.link({ ...ETH1, flags: ["up"] });
    network.link({ ...ETH1, flags: ["running"] });
    await monitored.expectTold();
    network.link(UP);
    await monitored.expectTold("add-iface eth1", "update-routes null");
  });

  test("says nothing of links that the runtime makes for itself, whose names end with kata", async () => {
    await using monitored = await start({ compat });
    network.link(other(5, "foo_kata"));
    network.unlink(other(5, "foo_kata"));
    await monitored.expectTold();
  });

  test("tells of links that have kata elsewhere in their names, when they come and when they go", async () => {
    await using monitored = await start({ compat });
    network.link(other(5, "kata0"));
    await monitored.expectTold("add-iface kata0", "update-routes null");
    network.unlink(other(5, "kata0"));
    await monitored.expectTold("add-iface kata0", "update-routes null", "del-iface kata0", "update-routes null");
  });

  test("takes a port that leaves its bridge for no removal", async () => {
    await using monitored = await start({ compat });
    network.kernel.announce({
      type: "link",
      action: "delete",
      link: { family: "bridge", index: 2, name: "eth0", flags: ["up"], master: 7 },
    });
    await monitored.expectTold();
  });

  test("tells of routes to interfaces that are known, not of those to others, and of all that go", async () => {
    const elsewhere = { ...ROUTE, destination: "10.8.0.0", outputLink: 3 };
    await using monitored = await start({ compat });
    // It is there, but the runtime was not told of it.
    network.link(ETH1);
    announce("new", elsewhere);
    await monitored.expectTold();
    announce("new", ROUTE);
    await monitored.expectTold("update-routes 2");
    expect(monitored.calls[0]?.content).toEqual([
      { Dest: compat ? "10.8.0.0" : "10.8.0.0/16", Gateway: "10.0.0.2", Device: "", Source: "", Scope: 0 },
      { Dest: compat ? "10.9.0.0" : "10.9.0.0/16", Gateway: "10.0.0.2", Device: "eth0", Source: "", Scope: 0 },
    ]);
    announce("delete", elsewhere);
    await monitored.expectTold("update-routes 2", "update-routes 1");
  });

  test("says nothing of routes that have gone with their interface, though the kernel does not tell that", async () => {
    network.tables = { ...network.tables, route: [ROUTE] };
    await using monitored = await start({ compat, quietTime: 20 });
    // The list that shows it takes longer than the quiet time.
    network.asked = ({ topic }) => topic === "route" ? delay(60) : undefined;
    network.tables = { ...network.tables, route: [] };
    network.unlink(ETH0);
    await monitored.expectTold("del-iface eth0", "update-routes null");
  });

  test("tells of a route that is replaced by one to elsewhere, but not in the first version", async () => {
    await using monitored = await start({ compat });
    announce("new", ROUTE);
    await monitored.expectTold("update-routes 1");
    network.kernel.announce(newRoute({ ...ROUTE, outputLink: 9 }, "replace"));
    await monitored.expectTold("update-routes 1", ...(compat ? [] : ["update-routes 1"]));
    expect(monitored.calls.at(-1)?.content).toMatchObject([{ Device: compat ? "eth0" : "" }]);
  });

  test("tells routes together that change together, and during a call", async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => release = resolve);
    await using monitored = await start(
      { compat, quietTime: 50 },
      () => monitored.calls.length === 1 ? held : undefined,
    );
    const routes = Array.from({ length: 200 }, (_, i) => ({ ...ROUTE, destination: `10.9.${i}.0`, prefixLength: 24 }));
    for (const route of routes.slice(0, 100)) announce("new", route);
    await monitored.expectTold("update-routes 100");
    for (const route of routes.slice(100)) announce("new", route);
    await monitored.expectTold("update-routes 100");
    release();
    await monitored.expectTold("update-routes 100", "update-routes 200");
  });

  test("knows an interface again by no more than what it was called with", async () => {
    await using monitored = await start({ compat });
    network.link(UP);
    await monitored.expectTold("add-iface eth1", "update-routes null");
    // Between two looks at the network.
    network.unlink(UP);
    network.link({ ...UP, name: "eth9", address: "02:00:00:00:00:09" });
    await monitored.expectTold(
      "add-iface eth1",
      "update-routes null",
      "del-iface eth1",
      "add-iface eth9",
      "update-routes null",
    );
  });

  test("goes on after events were lost, with what is there", async () => {
    await using monitored = await start({ compat });
    network.tables = { link: [LO, other(5, "eth5")] };
    network.kernel.overrun();
    await monitored.expectTold("del-iface eth0", "add-iface eth5", "update-routes null");
    expect(monitored.log.filter(({ level }) => level === "warning")).toEqual([
      { level: "warning", message: "events were lost; what is there was listed anew", fields: { lost: 1 } },
    ]);
  });

  test("hands the runtime a file with what it is told, in a folder of its own", async () => {
    const files: string[] = [];
    await using monitored = await start({ compat }, ({ file }) => void files.push(readFileSync(file, "utf8")));
    expect(readdirSync(monitored.storage)).toEqual(["box"]);
    announceAddress(ADDRESS);
    network.link(UP);
    await monitored.expectTold("add-iface eth1", "update-routes null");
    expect(files).toEqual([
      '{"Device":"eth1","Name":"eth1","IPAddresses":[{"Family":2,"Address":"10.0.0.1","Mask":"24"}],"Mtu":1400,' +
      '"HwAddr":"02:00:00:00:00:03","PciAddr":"","LinkType":"device"}',
      "null",
    ]);
    expect(monitored.calls[0]).toMatchObject({ sandboxId: "box", file: join(monitored.storage, "box/shared.json") });
    expect(readdirSync(join(monitored.storage, "box"))).toEqual([]);
  });

  test("ends though a function goes on", async () => {
    await using monitored = await start({ compat }, () => new Promise(() => {}));
    network.link(UP);
    await monitored.expectTold("add-iface eth1");
    expect(await monitored.end("enough")).toBe("enough");
  });

  test("ends with the reason of its signal, though nothing happens", async () => {
    await using monitored = await start({ compat });
    const reason = new Error("enough");
    expect(await monitored.end(reason)).toBe(reason);
    expect(network.kernel.sockets).toBe(0);
  });
});

describe("the monitor", () => {
  test("tells again of an interface that gets an address, or another size", async () => {
    await using monitored = await start();
    announceAddress({ ...ADDRESS, index: 2 });
    await monitored.expectTold("add-iface eth0");
    expect(monitored.calls[0]?.content).toMatchObject({
      IPAddresses: [{ Family: 2, Address: "10.0.0.1", Mask: "24" }],
      Mtu: 1500,
    });
    network.link({ ...ETH0, mtu: 1400 });
    await monitored.expectTold("add-iface eth0", "add-iface eth0");
    expect(monitored.calls[1]?.content).toMatchObject({ Mtu: 1400 });
    network.link({ ...ETH0, mtu: 1400, alias: "told to nobody", group: 7 });
    await monitored.expectTold("add-iface eth0", "add-iface eth0");
  });

  test.each([
    ["is renamed", { name: "eth7" }, "eth7"],
    ["gets another hardware address", { address: "02:00:00:00:00:77" }, "eth0"],
  ])("takes an interface that %s for another one", async (_, more, name) => {
    await using monitored = await start();
    network.link({ ...ETH0, ...more });
    await monitored.expectTold("del-iface eth0", `add-iface ${name}`, "update-routes null");
  });

  test("tells of an interface that has come back once", async () => {
    await using monitored = await start();
    network.unlink(ETH0);
    await monitored.expectTold("del-iface eth0", "update-routes null");
    network.link(ETH0);
    const told = ["del-iface eth0", "update-routes null", "add-iface eth0", "update-routes null"];
    await monitored.expectTold(...told);
    network.link({ ...ETH0, group: 7 });
    await monitored.expectTold(...told);
  });

  test("takes an interface for gone that becomes one of the runtime's own", async () => {
    await using monitored = await start();
    network.link({ ...ETH0, name: "eth0_kata" });
    await monitored.expectTold("del-iface eth0", "update-routes null");
  });

  test("says nothing of an interface that goes down and comes up as it was", async () => {
    await using monitored = await start();
    network.link({ ...ETH0, flags: [] });
    await delay(100);
    network.link(ETH0);
    await monitored.expectTold();
  });

  test("tells of links that were down at the start when they come up, but never of the loopback", async () => {
    network.tables = { link: [LO, ETH0, ETH1] };
    await using monitored = await start();
    network.link({ ...LO, flags: ["up", "running", "loopback"] });
    network.link(UP);
    await monitored.expectTold("add-iface eth1", "update-routes null");
  });

  test("says nothing of the kernel's own routes, of other tables, and of routes that are back as they were", async () => {
    await using monitored = await start();
    announce("new", { ...ROUTE, protocol: "kernel" });
    announce("new", { ...ROUTE, table: 255 });
    await monitored.expectTold();
    const route = { ...ROUTE, destination: "10.7.0.0" };
    announce("new", route);
    announce("delete", route);
    await monitored.expectTold();
  });

  test("tells that an interface moved to another namespace, which is gone from here", async () => {
    await using monitored = await start();
    network.unlink({ ...ETH0, newNamespaceId: 4, newIndex: 9 });
    await monitored.expectTold("del-iface eth0", "update-routes null");
    expect(monitored.log).toContainEqual({
      level: "info",
      message: "an interface moved to another network namespace",
      fields: { name: "eth0", "namespace-id": 4 },
    });
  });

  test("tries a call again that fails, later and later, with how things are then", async () => {
    const times: number[] = [];
    await using monitored = await start({}, ({ action }) => {
      if (action === "update-routes" || times.push(performance.now()) > 2) return;
      if (times.length === 2) network.link({ ...UP, mtu: 1300 });
      throw new Error("busy");
    });
    network.link(UP);
    await expect.poll(() => monitored.told, POLL).toEqual([
      ...Array<string>(3).fill("add-iface eth1"),
      "update-routes null",
    ]);
    const pauses = times.slice(1).map((time, i) => time - times[i]!);
    expect(pauses.map((pause, i) => pause >= 95 * 2 ** i)).toEqual([true, true]);
    expect(monitored.calls.slice(0, 3).map(({ content }) => content)).toMatchObject(
      [1400, 1400, 1300].map((Mtu) => ({ Mtu })),
    );
    expect(monitored.log.filter(({ level }) => level === "error")).toEqual([100, 200].map((pause) => ({
      level: "error",
      message: "the runtime has failed",
      fields: { action: "add-iface", interface: "eth1", error: "busy", "again-after-ms": pause },
    })));
    await expect.poll(() => monitored.log.slice(-2).map(({ fields }) => fields), POLL).toEqual([
      { action: "add-iface", interface: "eth1" },
      { action: "update-routes" },
    ]);
  });

  test("tells of an interface in the place of another when the runtime knows that the other one is gone", async () => {
    await using monitored = await start({}, () => {
      if (monitored.calls.length === 1) throw new Error("busy");
    });
    network.unlink(ETH0);
    network.link(other(5, "eth0"));
    network.link({ ...ETH0, index: 6, name: "eth6" });
    await monitored.expectTold(
      "del-iface eth0",
      "del-iface eth0",
      "add-iface eth0",
      "add-iface eth6",
      "update-routes null",
    );
  });

  test("takes interfaces without a hardware address for as many as they are", async () => {
    const { address: _, ...tunnel } = { ...UP, index: 5, name: "tun0" };
    network.tables = { link: [LO, tunnel] };
    await using monitored = await start({}, () => {
      if (monitored.calls.length === 1) throw new Error("busy");
    });
    network.unlink(tunnel);
    network.link({ ...tunnel, index: 6, name: "tun1" });
    await monitored.expectTold(
      "del-iface tun0",
      "add-iface tun1",
      "update-routes null",
      "del-iface tun0",
      "update-routes null",
    );
  });

  test("says nothing of an interface that goes while others are told of", async () => {
    await using monitored = await start({}, () => {
      if (monitored.calls.length === 1) network.unlink(other(5, "eth5"));
    });
    network.link(UP);
    network.link(other(5, "eth5"));
    await monitored.expectTold("add-iface eth1", "update-routes null");
  });

  test("ends when it is told to while it logs, though a function would go on", async () => {
    await using monitored = new Monitored({
      ...network.options,
      log({ message }) {
        if (message === "monitoring") network.unlink({ ...ETH0, newNamespaceId: 4 });
        else void monitored.end("enough");
      },
    }, () => new Promise(() => {}));
    await expect(monitored.ended).rejects.toBe("enough");
  });

  test("does not have others wait for one that fails, and forgets it when it is gone", async () => {
    await using monitored = await start({}, ({ action, content }) => {
      if (action === "add-iface" && content !== null && "Device" in content && content.Device === "eth1") {
        throw new Error("never");
      }
    });
    network.link(UP);
    await expect.poll(() => monitored.told.filter((call) => call === "add-iface eth1").length, POLL).toBeGreaterThan(1);
    network.link(other(5, "eth5"));
    const calls = ["add-iface eth5", "update-routes null"];
    await expect.poll(() => monitored.told, POLL).toEqual(expect.arrayContaining(calls));
    network.unlink(UP);
    await delay(100);
    const before = monitored.told.length;
    const timers = vi.spyOn(globalThis, "setTimeout");
    await delay(300);
    expect(monitored.told.slice(before)).toEqual([]);
    // Nothing is waited for any more.
    expect(timers.mock.calls.length).toBeLessThan(5);
    timers.mockRestore();
  });

  test("ends where the network cannot be watched any more", async () => {
    await using monitored = await start();
    network.asked = () => {
      throw new NetlinkError("list", 12);
    };
    network.kernel.overrun();
    const error: unknown = await monitored.ended.catch((error) => error);
    expect(error).toMatchObject({
      message: "Error while listening on netlink socket",
      cause: expect.objectContaining({ code: "ENOMEM" }),
    });
  });

  test("leaves the file of a call that failed", async () => {
    await using monitored = await start({}, () => {
      throw new Error("never");
    });
    network.link(UP);
    await expect.poll(() => monitored.calls.length, POLL).toBeGreaterThan(0);
    expect(readdirSync(join(monitored.storage, "box"))).toEqual(["shared.json"]);
  });
});

describe("the monitor of the first version", () => {
  test("says nothing of what changes of an interface that is known", async () => {
    await using monitored = await start({ compat: true });
    network.link({ ...ETH0, mtu: 1400, name: "eth7" });
    announceAddress({ ...ADDRESS, index: 2 });
    await expect.poll(() => monitored.log, POLL).toContainEqual({
      level: "debug",
      message: "changes of addresses are not supported",
      fields: { index: 2 },
    });
    await monitored.expectTold();
  });

  test("takes links for known that were down at the start", async () => {
    network.tables = { link: [LO, ETH0, ETH1] };
    await using monitored = await start({ compat: true });
    network.link(UP);
    await monitored.expectTold();
  });

  test("tells of the kernel's own routes too, and whenever one of any table goes", async () => {
    const local = { ...ROUTE, table: 255 };
    network.tables = { ...network.tables, route: [local] };
    await using monitored = await start({ compat: true });
    announce("new", { ...ROUTE, protocol: "kernel" });
    await monitored.expectTold("update-routes 1");
    announce("delete", local);
    await monitored.expectTold("update-routes 1", "update-routes 1");
  });

  test("ends when the runtime fails", async () => {
    const failure = new Error("Container ID does not exist");
    await using monitored = await start({ compat: true }, () => Promise.reject(failure));
    network.link(UP);
    await expect(monitored.ended).rejects.toBe(failure);
    expect(monitored.told).toEqual(["add-iface eth1"]);
    expect(network.kernel.sockets).toBe(0);
  });
});

describe("the monitor does not begin", () => {
  test.each([
    [{ sandboxId: "../../x", runtime: "/nowhere/runtime" }, /^Cannot use sandbox id '\.\.\/\.\.\/x': /],
    [{ runtime: "" }, /^Cannot run netmon: expected the path of a runtime or a function, got ''$/],
    [{ storage: "" }, /^Cannot run netmon: expected a folder as storage, got ''$/],
    [{ quietTime: -1 }, /^Cannot run netmon: expected milliseconds as quietTime, up to 24 days, got -1$/],
    [{ timeLimit: NaN }, /^Cannot run netmon: expected milliseconds as timeLimit, up to 24 days, got NaN$/],
    [{ reciveBuffer: 1 }, /unknown option 'reciveBuffer' \(did you mean 'receiveBuffer'\?\)/],
  ])("with %o", async (options, message) => {
    await using monitored = new Monitored({ ...network.options, ...options });
    await expect(monitored.ended).rejects.toThrow(message);
    await expect(monitored.ended).rejects.toBeInstanceOf(RangeError);
    expect(readdirSync(monitored.storage)).toEqual([]);
  });

  test.each([
    ["/nowhere/runtime", "Cannot run '/nowhere/runtime kata-network --help': there is no such file"],
    ["false", "Cannot run 'false kata-network --help': status 1"],
  ])("with the runtime %s, unless it is that of the first version", async (runtime, message) => {
    await using monitored = new Monitored({ ...network.options, runtime });
    await expect(monitored.ended).rejects.toThrow(new Error(message));
    expect(readdirSync(monitored.storage)).toEqual([]);
    await using first = await start({ runtime, compat: true });
    network.link(UP);
    await expect(first.ended).rejects.toThrow(/^Cannot run '(\/nowhere\/runtime|false) kata-network add-iface box /);
  });
});

test("a route that is replaced is told once", async () => {
  await using monitored = await start();
  announce("new", ROUTE);
  await monitored.expectTold("update-routes 1");
  network.kernel.announce(newRoute({ ...ROUTE, gateway: "10.0.0.3" }, "replace"));
  await monitored.expectTold("update-routes 1", "update-routes 1");
  expect(monitored.calls[1]?.content).toMatchObject([{ Gateway: "10.0.0.3" }]);
  // By one that nobody is told of.
  network.kernel.announce(newRoute({ ...ROUTE, gateway: "10.0.0.3", protocol: "kernel" }, "replace"));
  await monitored.expectTold("update-routes 1", "update-routes 1", "update-routes null");
});
