import { readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { CNI_VERSIONS } from "../../../src/cni/mod.ts";
import { describeLive, run } from "../sandbox.ts";
import { furnished } from "./furnished.ts";
import { ip, onHost, Stage } from "./stage.ts";

const RESULT = {
  cniVersion: "1.0.0",
  ips: [{ address: "10.10.0.1/24", gateway: "10.10.0.254" }, { address: "10.11.0.1/24" }],
  routes: [{ dst: "0.0.0.0/0" }],
};
const IPAM = { ipam: { type: "ipam" } };

describeLive("a device of the host", () => {
  for (const kind of ["veth", "ifb"] as const) {
    test.each(CNI_VERSIONS.filter((version) => version >= "0.3"))(
      `that is a ${kind} goes into a container and comes back, in version %s`,
      async (cniVersion) => {
        await using stage = await Stage.open({}, kind);
        const { device, container, netns } = stage;
        const before = await onHost(device);
        const { stdout, stderr, status } = await stage.call("ADD", { cniVersion });
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
        const interfaces = [{ name: "eth0", mac: before?.["address"], sandbox: netns }];
        const result = { cniVersion, ...(cniVersion < "1" && { dns: {} }), interfaces };
        expect(JSON.parse(stdout)).toEqual(result);
        expect(await onHost(device)).toBeUndefined();
        expect(container.json("link", "show", "eth0")).toMatchObject([{
          address: before?.["address"],
          ifalias: device,
          flags: expect.arrayContaining(["UP"]),
        }]);
        if (cniVersion >= "0.4") await stage.done("CHECK", { cniVersion, prevResult: result });
        await stage.done("DEL", { cniVersion });
        const { flags, addr_info: _, qdisc: __, operstate: ___, ...after } = await onHost(device) ?? {};
        expect(before).toMatchObject(after);
        expect(after).not.toHaveProperty("ifalias");
        expect(flags).not.toContain("UP");
        expect(container.json("link")).toHaveLength(1);
        // The specification wants DEL to succeed as often as it is called.
        await stage.done("DEL", { cniVersion });
        expect(await readdir(join(stage.folder, "records"))).toEqual([]);
      },
    );
  }

  test("gets another index in a container where its own is taken, and comes back", async () => {
    await using stage = await Stage.open();
    const { device, container } = stage;
    const index = (await onHost(device))?.["ifindex"];
    container.ip("link", "add", "other", "index", `${index}`, "type", "veth", "peer", "name", "cable");
    await stage.done("ADD");
    expect(container.json("link", "show", "eth0")[0]?.["ifindex"]).not.toBe(index);
    await stage.done("DEL");
    expect(await onHost(device)).toMatchObject({ ifname: device });
    expect(container.json("link", "show", "other")).toMatchObject([{ ifindex: index }]);
  });

  test("has its name in the container from the first moment on", async () => {
    await using stage = await Stage.open();
    const { device, container } = stage;
    // A link of that name is there already: what moved with it would not get in.
    container.ip("link", "add", device, "type", "veth", "peer", "name", "cable");
    await stage.done("ADD");
    expect(container.json("link", "show", "eth0")).toMatchObject([{ ifalias: device }]);
    await stage.done("DEL");
    expect(await onHost(device)).toMatchObject({ ifname: device });
    expect(container.json("link", "show", device)).toHaveLength(1);
  });

  test("does not disturb an interface of the container, under another name", async () => {
    await using stage = await Stage.open();
    const { device, container } = stage;
    container.ip("link", "add", "eth0", "type", "veth", "peer", "name", "cable");
    const before = container.json("link", "show", "eth0");
    await stage.done("ADD", {}, { CNI_IFNAME: "net1" });
    expect(container.json("link", "show", "net1")).toMatchObject([{ ifalias: device }]);
    await stage.done("DEL", {}, { CNI_IFNAME: "net1" });
    expect(await onHost(device)).toMatchObject({ ifname: device });
    expect(container.json("link", "show", "eth0")).toEqual(before);
  });

  test("stays where the container has its name already, and DEL takes nothing else away", async () => {
    await using stage = await Stage.open();
    const { device, container } = stage;
    container.ip("link", "add", "eth0", "type", "veth", "peer", "name", "cable");
    const before = await onHost(device);
    expect(await stage.refused("ADD")).toEqual({
      cniVersion: "1.0.0",
      code: 999,
      msg: `failed to move "${device}" to container netns as "eth0": container netns has another interface "eth0"`,
    });
    expect(await onHost(device)).toEqual(before);
    await stage.done("DEL");
    expect(container.json("link", "show", "eth0")).toHaveLength(1);
  });

  test("is remembered though another ADD fails for the same interface", async () => {
    await using stage = await Stage.open();
    const { device, cable } = stage;
    await ip("link", "set", device, "alias", "uplink");
    await stage.done("ADD");
    expect((await stage.refused("ADD", { device: cable })).msg).toContain('has another interface "eth0"');
    stage.container.ip("link", "set", "eth0", "alias", "changed");
    await stage.done("DEL");
    expect(await onHost(device)).toMatchObject({ ifname: device, ifalias: "uplink" });
  });

  test("keeps in the container what another of its name on the host is in the way of, until that is gone", async () => {
    await using stage = await Stage.open();
    const { device, container } = stage;
    stage.ipam(RESULT);
    await stage.done("ADD", IPAM);
    const before = container.json("address", "show", "eth0");
    await ip("link", "add", device, "type", "ifb");
    expect(await stage.refused("DEL", IPAM)).toEqual({
      cniVersion: "1.0.0",
      code: 999,
      msg: `failed to move "eth0" to host netns as "${device}": host netns has another interface "${device}"`,
    });
    expect(container.json("address", "show", "eth0")).toEqual(before);
    await ip("link", "delete", device);
    await stage.done("DEL", IPAM);
    expect(await onHost(device)).toMatchObject({ ifname: device });
  });

  test("gets back the alias that somebody gave it", async () => {
    await using stage = await Stage.open();
    const { device } = stage;
    await ip("link", "set", device, "alias", "uplink of rack 7");
    await stage.done("ADD");
    expect(stage.container.json("link", "show", "eth0")).toMatchObject([{ ifalias: device }]);
    await stage.done("DEL");
    expect(await onHost(device)).toMatchObject({ ifalias: "uplink of rack 7" });
  });

  test("gets back the addresses that it had, but those that run out", async () => {
    await using stage = await furnished();
    const { device } = stage;
    await ip("address", "add", "10.1.1.1/24", "dev", device, "valid_lft", "600", "preferred_lft", "600");
    const kept = async (): Promise<unknown> => {
      const addresses = (await onHost(device))?.["addr_info"] as readonly Record<string, unknown>[];
      return addresses.filter(({ scope, local }) => scope === "global" && local !== "10.1.1.1");
    };
    const before = await kept();
    await stage.done("ADD");
    await stage.done("DEL");
    await ip("link", "set", device, "up");
    expect(await kept()).toEqual(before);
    expect(await ip("address", "show", "dev", device)).not.toContain("10.1.1.1");
  });

  test.each([
    ["renamed", ["name renamed"]],
    ["of another alias", ["alias changed"]],
    ["of another address", ["address 02:00:00:00:00:07"]],
    ["renamed, of another alias", ["name renamed", "alias changed"]],
    ["renamed, of another address", ["name renamed", "address 02:00:00:00:00:07"]],
    ["renamed, of another alias and address", ["name renamed", "alias changed", "address 02:00:00:00:00:07"]],
  ])("comes back though it is %s in the container", async (_, changes) => {
    await using stage = await Stage.open();
    const { device, container } = stage;
    await stage.done("ADD");
    container.ip("link", "set", "eth0", "down");
    const { ifindex } = container.json("link", "show", "eth0")[0] ?? {};
    for (const change of changes) {
      const [{ ifname } = {}] = container.json("link").filter((link) => link["ifindex"] === ifindex);
      container.ip("link", "set", `${ifname}`, ...change.split(" "));
    }
    await stage.done("DEL");
    expect(await onHost(device)).toMatchObject({ ifname: device });
    expect(await onHost(device)).not.toHaveProperty("ifalias");
  });

  test.each([
    ["by its alias, though its address is another too", "address 02:00:00:00:00:07"],
    ["by its address, though its alias is another too", "alias changed"],
  ])("that has another index in the container comes back %s", async (_, change) => {
    await using stage = await Stage.open();
    const { device, container } = stage;
    const index = (await onHost(device))?.["ifindex"];
    container.ip("link", "add", "other", "index", `${index}`, "type", "veth", "peer", "name", "cable");
    await stage.done("ADD");
    container.ip("link", "set", "eth0", "down");
    container.ip("link", "set", "eth0", "name", "renamed");
    container.ip("link", "set", "renamed", ...change.split(" "));
    await stage.done("DEL");
    expect(await onHost(device)).toMatchObject({ ifname: device });
    expect(container.json("link", "show", "other")).toMatchObject([{ ifindex: index }]);
  });

  test("is not what has its address, under another name, where nobody wrote a record", async () => {
    await using stage = await Stage.open();
    const { container, netns } = stage;
    container.ip("link", "add", "br0", "address", "02:00:00:00:00:07", "type", "bridge");
    const interfaces = [{ name: "eth0", mac: "02:00:00:00:00:07", sandbox: netns }];
    await stage.done("DEL", { prevResult: { interfaces } });
    expect(container.json("link", "show", "br0")).toHaveLength(1);
  });

  test("comes back where another plugin of this name moved it, by alias", async () => {
    await using stage = await Stage.open();
    const { device, container } = stage;
    await ip("link", "set", device, "alias", device);
    await ip("link", "set", device, "netns", container.name);
    container.ip("link", "set", device, "name", "eth0");
    await stage.done("DEL");
    expect(await onHost(device)).toMatchObject({ ifname: device });
    expect(await onHost(device)).not.toHaveProperty("ifalias");
  });

  test("comes back by what ADD told, where its alias is gone", async () => {
    await using stage = await Stage.open();
    const { device, container, netns } = stage;
    const { address: mac } = await onHost(device) ?? {};
    await ip("link", "set", device, "netns", container.name);
    container.ip("link", "set", device, "name", "eth0");
    await stage.done("DEL", { prevResult: { interfaces: [{ name: "eth0", mac, sandbox: netns }] } });
    expect(await onHost(device)).toMatchObject({ ifname: device });
  });

  test("of which nothing tells the name on the host is told of", async () => {
    await using stage = await Stage.open();
    const { device, container, netns } = stage;
    const { address: mac } = await onHost(device) ?? {};
    await ip("link", "set", device, "netns", container.name);
    container.ip("link", "set", device, "name", "eth0");
    const prevResult = { interfaces: [{ name: "eth0", mac, sandbox: netns }] };
    expect(await stage.refused("DEL", { device: "", hwaddr: "02:00:00:00:00:99", prevResult }))
      .toMatchObject({ code: 999, msg: 'failed to find original ifname for "eth0" (alias is not set)' });
    expect(container.json("link", "show", "eth0")).toHaveLength(1);
  });
});

describeLive("an interface of the container itself", () => {
  test.each([
    ["hwaddr", { hwaddr: "02:00:00:00:00:99" }],
    ["device", { device: "nowhere0" }],
  ])("stays, whatever its alias, where another device is named by %s", async (_, selector) => {
    await using stage = await Stage.open();
    const { container } = stage;
    container.ip("link", "add", "eth0", "type", "veth", "peer", "name", "cable");
    container.ip("link", "set", "eth0", "alias", "somebody's");
    await stage.done("DEL", { device: "", ...selector });
    expect(container.json("link", "show", "eth0")).toHaveLength(1);
  });
});

describeLive("a container that is gone", () => {
  test.each([
    ["is not told any more", () => ""],
    ["has no namespace any more", (netns: string) => netns],
    ["has a file where its namespace was", () => "/etc/hostname"],
  ])("and %s: addresses are released all the same", async (_, netnsOf) => {
    await using stage = await Stage.open();
    stage.ipam(RESULT);
    await stage.done("ADD", IPAM);
    await run(["ip", "netns", "delete", stage.container.name]);
    await stage.done("DEL", IPAM, { CNI_NETNS: netnsOf(stage.netns) });
    expect(stage.commands()).toEqual(["ADD", "DEL"]);
    expect(await readdir(join(stage.folder, "records"))).toEqual([]);
    await run(["ip", "netns", "add", stage.container.name]);
  });

  test("had a device, which gets its name and alias back where the kernel put it", async () => {
    await using stage = await Stage.open();
    const { device, container } = stage;
    await ip("link", "set", device, "alias", "uplink");
    await stage.done("ADD", {}, { CNI_IFNAME: "lost0" });
    // What the kernel does with hardware when the namespace goes.
    container.ip("link", "set", "lost0", "netns", `${process.pid}`);
    await stage.done("DEL", {}, { CNI_IFNAME: "lost0", CNI_NETNS: "" });
    expect(await onHost(device)).toMatchObject({ ifname: device, ifalias: "uplink" });
  });
});
