import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeLive, run } from "../sandbox.ts";
import { ip, onHost, Stage } from "./stage.ts";

const IPAM = { ipam: { type: "ipam" } };
const RESULT = {
  ips: [{ address: "10.10.0.1/24", gateway: "10.10.0.254" }, { address: "2001:db8::1/64" }],
  routes: [{ dst: "0.0.0.0/0" }, { dst: "10.20.0.0/16", gw: "10.10.0.253" }, {
    dst: "2001:db8:1::/48",
    gw: "2001:db8::2",
  }],
};

/** A container that has been connected, and what ADD told. */
async function connected(): Promise<readonly [Stage, Record<string, unknown>]> {
  const stage = await Stage.open();
  stage.ipam(RESULT);
  return [stage, await stage.done("ADD", IPAM) as Record<string, unknown>];
}

describeLive("CHECK", () => {
  test("is content with what ADD left, whatever the case of an address", async () => {
    const [stage, result] = await connected();
    await using _ = stage;
    await stage.done("CHECK", { ...IPAM, prevResult: result });
    const [one] = result["interfaces"] as readonly { readonly mac: string }[];
    await stage.done("CHECK", {
      ...IPAM,
      prevResult: { ...result, interfaces: [{ ...one, mac: one?.mac.toUpperCase() }] },
    });
    expect(stage.commands()).toEqual(["ADD", "CHECK", "CHECK"]);
  });

  test.each<[string, (stage: Stage) => readonly string[], string | RegExp]>([
    [
      "the interface is gone",
      ({ netns }) => ["link", "set", "eth0", "name", "other", "alias", netns],
      "Container Interface name in prevResult: eth0 not found",
    ],
    [
      "its address is another",
      () => ["link", "set", "eth0", "address", "02:00:00:00:00:07"],
      /^Interface eth0 Mac .* doesn't match container Mac: 02:00:00:00:00:07$/,
    ],
    [
      "it lost an IPv4 address",
      () => ["address", "delete", "10.10.0.1/24", "dev", "eth0"],
      "Failed to match addr 10.10.0.1/24 on interface eth0",
    ],
    [
      "it lost an IPv6 address",
      () => ["address", "delete", "2001:db8::1/64", "dev", "eth0"],
      "Failed to match addr 2001:db8::1/64 on interface eth0",
    ],
    [
      "the network of an address is not reached",
      () => ["route", "delete", "10.10.0.0/24"],
      "Failed to find Gateway 10.10.0.254 for interface eth0",
    ],
    [
      "a default route is gone",
      () => ["route", "delete", "default"],
      'Expected Route {"dst":"0.0.0.0/0"} not found in routing table',
    ],
    [
      "a route has another gateway",
      () => ["route", "replace", "10.20.0.0/16", "via", "10.10.0.252"],
      'Expected Route {"dst":"10.20.0.0/16","gw":"10.10.0.253"} not found in routing table',
    ],
    [
      "an IPv6 route is gone",
      () => ["-6", "route", "delete", "2001:db8:1::/48"],
      'Expected Route {"dst":"2001:db8:1::/48","gw":"2001:db8::2"} not found in routing table',
    ],
  ])("tells that %s", async (_, change, msg) => {
    const [stage, prevResult] = await connected();
    await using _stage = stage;
    const arguments_ = change(stage);
    if (arguments_[1] === "set" && arguments_[3] === "name") stage.container.ip("link", "set", "eth0", "down");
    stage.container.ip(...arguments_);
    const error = await stage.refused("CHECK", { ...IPAM, prevResult });
    expect(error).toMatchObject({ code: 999, msg: typeof msg === "string" ? msg : expect.stringMatching(msg) });
  });

  test("wants addresses with the prefixes that ADD told", async () => {
    const [stage, result] = await connected();
    await using _ = stage;
    const prevResult = { ...result, ips: [{ address: "10.10.0.1/25" }] };
    expect((await stage.refused("CHECK", { ...IPAM, prevResult })).msg).toBe(
      "Failed to match addr 10.10.0.1/25 on interface eth0",
    );
  });

  test("wants the result of ADD", async () => {
    const [stage] = await connected();
    await using _ = stage;
    expect(await stage.refused("CHECK", IPAM)).toMatchObject({ code: 999, msg: "Required prevResult missing" });
  });

  test.each([
    ["of another namespace", () => ({ name: "eth0", sandbox: "/run/netns/other" })],
    ["of the host", () => ({ name: "eth0" })],
    ["of another name", (sandbox: string) => ({ name: "eth1", sandbox })],
  ])("wants the result of this container, and not one %s", async (_, told) => {
    const [stage, result] = await connected();
    await using _stage = stage;
    const error = await stage.refused("CHECK", { ...IPAM, prevResult: { ...result, interfaces: [told(stage.netns)] } });
    expect(error.msg).toBe(`Sandbox in prevResult  doesn't match configured netns: ${stage.netns}`);
  });

  test("fails as the IPAM plugin does", async () => {
    const [stage, prevResult] = await connected();
    await using _ = stage;
    stage.script("ipam", 'echo \'{"code": 3, "msg": "who is that?"}\'; exit 1');
    expect(await stage.refused("CHECK", { ...IPAM, prevResult })).toMatchObject({ code: 3, msg: "who is that?" });
  });
});

describeLive("STATUS", () => {
  test("is that of the IPAM plugin", async () => {
    await using stage = await Stage.open();
    await stage.done("STATUS", { cniVersion: "1.1.0" });
    stage.ipam({});
    await stage.done("STATUS", { ...IPAM, cniVersion: "1.1.0" });
    expect(stage.commands()).toEqual(["STATUS"]);
    stage.script("ipam", 'echo \'{"code": 50, "msg": "no addresses left"}\'; exit 1');
    expect(await stage.refused("STATUS", { ...IPAM, cniVersion: "1.1.0" })).toEqual({
      cniVersion: "1.1.0",
      code: 50,
      msg: "no addresses left",
    });
  });

  test("is good though no device is named yet, which the container runtime may choose with ADD", async () => {
    await using stage = await Stage.open();
    await stage.done("STATUS", { cniVersion: "1.1.0", device: undefined });
    expect((await stage.refused("STATUS", { cniVersion: "1.1.0", device: 5 })).msg).toBe(
      "failed to load netconf: config.device: expected a text, got 5",
    );
  });
});

describeLive("GC", () => {
  const GC = { ...IPAM, cniVersion: "1.1.0" };

  test("brings home what belongs to nobody, and leaves alone what does", async () => {
    await using stage = await Stage.open();
    const { device, container, folder } = stage;
    stage.ipam(RESULT);
    await stage.done("ADD", GC);
    const mine = [{ containerID: "container-1", ifname: "eth0" }];
    await stage.done("GC", { ...GC, "cni.dev/valid-attachments": mine });
    await stage.done("GC", { ...GC, name: "other" });
    expect(container.json("link", "show", "eth0")).toHaveLength(1);
    await stage.done("GC", { ...GC, "cni.dev/valid-attachments": [{ containerID: "container-1", ifname: "eth1" }] });
    expect(await onHost(device)).toMatchObject({ ifname: device });
    expect(await readdir(join(folder, "records"))).toEqual([]);
    expect(stage.commands()).toEqual(["ADD", "GC", "GC", "GC"]);
  });

  test("forgets what is gone with its namespace", async () => {
    await using stage = await Stage.open();
    stage.ipam(RESULT);
    await stage.done("ADD", GC);
    await run(["ip", "netns", "delete", stage.container.name]);
    await stage.done("GC", GC);
    expect(await readdir(join(stage.folder, "records"))).toEqual([]);
    await run(["ip", "netns", "add", stage.container.name]);
  });

  test("goes on where something fails, and tells of all of it", async () => {
    await using stage = await Stage.open();
    const { device } = stage;
    stage.script(
      "ipam",
      'test "$CNI_COMMAND" = ADD || { echo \'{"code": 11, "msg": "busy"}\'; exit 1; }; echo \'{"ips": [{"address": "10.0.0.1/24"}]}\'',
    );
    await stage.done("ADD", GC);
    await ip("link", "add", device, "type", "ifb");
    expect(await stage.refused("GC", GC)).toEqual({
      cniVersion: "1.1.0",
      code: 999,
      msg: `host netns has another interface "${device}"; busy`,
    });
    expect(stage.commands()).toEqual(["ADD", "GC"]);
    await ip("link", "delete", device);
    expect(await stage.refused("GC", GC)).toMatchObject({ code: 11, msg: "busy" });
    expect(await onHost(device)).toMatchObject({ ifname: device });
  });

  test("removes what was written of records by halves, but for what may just be written", async () => {
    await using stage = await Stage.open();
    const folder = join(stage.folder, "records");
    await mkdir(folder);
    const [old, fresh] = ["old:eth0.json.new", "fresh:eth0.json.new"] as const;
    for (const name of [old, fresh]) await writeFile(join(folder, name), "{");
    const longAgo = Date.now() / 1000 - 61;
    await utimes(join(folder, old), longAgo, longAgo);
    await stage.done("GC", { cniVersion: "1.1.0" });
    expect(await readdir(folder)).toEqual([fresh]);
  });

  test("has addresses released also where there can be no records", async () => {
    await using stage = await Stage.open();
    stage.ipam({});
    await writeFile(join(stage.folder, "records"), "not a folder");
    expect((await stage.refused("GC", GC)).msg).toMatch(/^cannot list .*\/records: ENOTDIR/);
    expect(stage.commands()).toEqual(["GC"]);
  });

  test("tells of a record that it cannot read, and goes on", async () => {
    await using stage = await Stage.open();
    await stage.done("ADD", { cniVersion: "1.1.0" });
    await writeFile(join(stage.folder, "records", "broken:eth0.json"), "{");
    expect(await stage.call("GC", { cniVersion: "1.1.0" })).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("broken:eth0.json is no record of a device: "),
    });
    expect(await onHost(stage.device)).toMatchObject({ ifname: stage.device });
  });
});

describeLive("a namespace that is none", () => {
  test.each([
    ["/nowhere", 'failed to open netns "/nowhere": failed to Statfs "/nowhere": no such file or directory'],
    ["/dev/null", /^failed to open netns "\/dev\/null": unknown FS magic on "\/dev\/null": [0-9a-f]+$/],
  ])("is refused by ADD and CHECK: %s", async (netns, msg) => {
    await using stage = await Stage.open();
    const before = await onHost(stage.device);
    for (const command of ["ADD", "CHECK"]) {
      const error = await stage.refused(command, { prevResult: {} }, { CNI_NETNS: netns });
      expect(error).toMatchObject({ code: 999, msg: typeof msg === "string" ? msg : expect.stringMatching(msg) });
    }
    expect(await onHost(stage.device)).toEqual(before);
  });
});
