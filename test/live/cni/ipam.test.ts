import { mkdir, open, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSysctl, writeSysctl } from "../../../mod.ts";
import { CNI_VERSIONS, hostDevice } from "../../../src/cni/mod.ts";
import { called } from "../../cni/called.ts";
import { describeLive } from "../sandbox.ts";
import { ip, Stage } from "./stage.ts";

const IPAM = { ipam: { type: "ipam" } };
/** The example of the specification's own library, with addresses of both families. */
const RESULT = {
  cniVersion: "1.0.0",
  // What it says of interfaces counts for nothing.
  interfaces: [{ name: "none" }],
  ips: [
    { address: "1.2.3.30/24", gateway: "1.2.3.1" },
    { address: "abcd:1234:ffff::cdde/64", gateway: "abcd:1234:ffff::1" },
  ],
  routes: [
    { dst: "15.5.6.0/24", gw: "1.2.3.5" },
    { dst: "1111:dddd::/80", gw: "abcd:1234:ffff::10" },
    { dst: "15.5.6.0/24", gw: "1.2.3.5", table: 5000 },
    { dst: "1.2.3.4/32", scope: 200 },
    { dst: "16.0.0.0/8" },
    { dst: "2222::/16" },
    { dst: "17.0.0.0/8", priority: 77, mtu: 1400, advmss: 1300 },
  ],
};

describeLive("what an IPAM plugin gives", () => {
  test("is what the interface of the container gets", async () => {
    await using stage = await Stage.open();
    const { container } = stage;
    stage.ipam(RESULT);
    expect(await stage.done("ADD", IPAM)).toMatchObject({
      interfaces: [{ name: "eth0", sandbox: stage.netns }],
      ips: RESULT.ips.map((ip) => ({ ...ip, interface: 0 })),
      routes: RESULT.routes,
    });
    const [link] = container.json("address", "show", "eth0");
    expect(link).toMatchObject({ flags: expect.arrayContaining(["UP"]) });
    const addresses = link?.["addr_info"] as readonly Record<string, unknown>[];
    expect(addresses.filter(({ scope }) => scope === "global")).toMatchObject([
      { local: "1.2.3.30", prefixlen: 24, broadcast: "1.2.3.255" },
      { local: "abcd:1234:ffff::cdde", prefixlen: 64 },
    ]);
    // A router is there, so no other station claims them any more.
    expect(addresses.filter((address) => "tentative" in address && address["scope"] === "global")).toEqual([]);
    const routes = container.json("route", "show", "table", "all").filter(({ protocol }) => protocol === "boot");
    expect(routes).toMatchObject([
      { dst: "15.5.6.0/24", gateway: "1.2.3.5", table: "5000" },
      { dst: "1.2.3.4", gateway: "1.2.3.1", scope: "site" },
      { dst: "15.5.6.0/24", gateway: "1.2.3.5" },
      { dst: "16.0.0.0/8", gateway: "1.2.3.1" },
      { dst: "17.0.0.0/8", gateway: "1.2.3.1", metric: 77, metrics: [{ mtu: 1400, advmss: 1300 }] },
      { dst: "1111:dddd::/80", gateway: "abcd:1234:ffff::10" },
      { dst: "2222::/16", gateway: "abcd:1234:ffff::1" },
    ]);
  });

  test("stays when the link goes down, as far as it is IPv6", async () => {
    await using stage = await Stage.open();
    await stage.claimAtOnce();
    const { container, netns } = stage;
    container.ip("link", "set", "lo", "up");
    stage.ipam(RESULT);
    await stage.done("ADD", IPAM);
    expect(await readSysctl("net/ipv6/conf/eth0/keep_addr_on_down", { namespace: netns })).toBe("1");
    container.ip("link", "set", "eth0", "down");
    container.ip("link", "set", "eth0", "up");
    expect(container.ip("-6", "address", "show", "dev", "eth0", "scope", "global")).toContain("abcd:1234:ffff::cdde");
  });

  test("has IPv6 switched on", async () => {
    await using stage = await Stage.open();
    await stage.claimAtOnce();
    const { container, netns } = stage;
    for (const name of ["default", "lo"]) {
      await writeSysctl(`net.ipv6.conf.${name}.disable_ipv6`, 1, { namespace: netns });
    }
    stage.ipam(RESULT);
    await stage.done("ADD", IPAM);
    expect(container.ip("-6", "address", "show", "dev", "eth0", "scope", "global")).toContain("abcd:1234:ffff::cdde");
    for (const name of ["eth0", "lo"]) {
      expect(await readSysctl(`net.ipv6.conf.${name}.disable_ipv6`, { namespace: netns })).toBe("0");
    }
  });

  test("may have several routers to one network", async () => {
    await using stage = await Stage.open();
    await stage.claimAtOnce();
    const { container } = stage;
    const routes = ["10.1.0.0/16", "2001:db8::/32"].flatMap((dst, i) =>
      [2, 3].map((host) => ({ dst, gw: i === 0 ? `1.2.3.${host}` : `abcd:1234:ffff::${host}` }))
    );
    stage.ipam({ ...RESULT, routes: [...routes, ...routes] });
    await stage.done("ADD", IPAM);
    expect(container.json("route", "show", "10.1.0.0/16")).toMatchObject([{ gateway: "1.2.3.2" }, {
      gateway: "1.2.3.3",
    }]);
    expect(container.json("-6", "route", "show", "2001:db8::/32")).toMatchObject([{
      nexthops: [{ gateway: "abcd:1234:ffff::2" }, { gateway: "abcd:1234:ffff::3" }],
    }]);
  });

  test("is told where a station has the address already", async () => {
    await using stage = await Stage.open();
    const { container, cable } = stage;
    await ip("address", "add", "abcd:1234:ffff::cdde/64", "dev", cable, "nodad");
    stage.ipam({ ...RESULT, routes: [] });
    expect(await stage.refused("ADD", IPAM)).toMatchObject({
      code: 999,
      msg: 'failed to settle addresses of "eth0": another station has one',
    });
    expect(container.json("link")).toHaveLength(1);
    expect(stage.commands()).toEqual(["ADD", "DEL"]);
  });

  test.each(CNI_VERSIONS)("comes as version %s tells it", async (cniVersion) => {
    await using stage = await Stage.open();
    const [ip] = RESULT.ips;
    stage.ipam(
      cniVersion < "0.3" ? { cniVersion, ip4: { ip: ip?.address, gateway: ip?.gateway } } : {
        cniVersion,
        ips: [{ version: "4", ...ip }],
      },
    );
    const result = await stage.done("ADD", { ...IPAM, cniVersion });
    expect(JSON.stringify(result)).toContain('"1.2.3.30/24"');
    expect(stage.container.ip("address", "show", "dev", "eth0")).toContain("inet 1.2.3.30/24");
  });

  test("is asked for with the same configuration and environment", async () => {
    await using stage = await Stage.open();
    const copy = join(stage.folder, "copy");
    stage.script(
      "ipam",
      `cat > "${copy}.$CNI_COMMAND"; env > "${copy}.$CNI_COMMAND.env"; echo '{"ips": [{"address": "10.0.0.1/24"}]}'`,
    );
    await stage.done("ADD", IPAM, { CNI_ARGS: "IgnoreUnknown=1;K8S_POD=x" });
    expect(JSON.parse(await readFile(`${copy}.ADD`, "utf8"))).toEqual(stage.config(IPAM));
    const env = await readFile(`${copy}.ADD.env`, "utf8");
    for (const [name, value] of Object.entries(stage.env("ADD", { CNI_ARGS: "IgnoreUnknown=1;K8S_POD=x" }))) {
      expect(env.split("\n")).toContain(`${name}=${value}`);
    }
    await stage.done("DEL", IPAM);
    expect(await readFile(`${copy}.DEL.env`, "utf8")).toContain("CNI_COMMAND=DEL\n");
  });

  test.each([
    [{ nameservers: ["1.1.1.1"] }, ["1.1.1.1"]],
    [{}, ["9.9.9.9"]],
    [undefined, ["9.9.9.9"]],
  ])("counts for names where the configuration says %j", async (dns, nameservers) => {
    await using stage = await Stage.open();
    stage.ipam({ ips: [{ address: "10.0.0.1/24" }], dns: { nameservers: ["9.9.9.9"] } });
    expect(await stage.done("ADD", { ...IPAM, dns })).toMatchObject({ dns: { nameservers } });
  });

  test("is looked for in all folders, and only among files", async () => {
    await using stage = await Stage.open();
    stage.ipam({ ips: [{ address: "10.0.0.1/24" }] });
    await mkdir(join(stage.folder, "first/ipam"), { recursive: true });
    const path = ["", join(stage.folder, "nowhere"), join(stage.folder, "first"), stage.folder].join(":");
    await stage.done("ADD", IPAM, { CNI_PATH: path });
    expect(stage.commands()).toEqual(["ADD"]);
  });

  test("may come from a program that is just being written", async () => {
    await using stage = await Stage.open();
    stage.ipam({ ips: [{ address: "10.0.0.1/24" }] });
    const file = await open(join(stage.folder, "ipam"), "a");
    setTimeout(() => void file.close(), 300);
    await stage.done("ADD", IPAM);
    expect(stage.commands()).toEqual(["ADD"]);
  });

  test.each([
    ["a/b", "invalid plugin name: a/b"],
    ["nope", /^failed to find plugin "nope" in path \[.*\]$/],
  ])("cannot come from '%s'", async (type, msg) => {
    await using stage = await Stage.open();
    const error = await stage.refused("ADD", { ipam: { type } });
    expect(error).toMatchObject({ code: 999, msg: typeof msg === "string" ? msg : expect.stringMatching(msg) });
  });

  test("goes into the log where it complains", async () => {
    await using stage = await Stage.open();
    stage.script("ipam", 'echo careful >&2; echo \'{"ips": [{"address": "10.0.0.1/24"}]}\'');
    expect(await stage.call("ADD", IPAM)).toMatchObject({ status: 0, stderr: "careful\n" });
  });

  test("is for a program that has the device, too", async () => {
    const pci = "0000:00:00.1";
    await using stage = await Stage.open();
    const sys = join(stage.folder, "sys");
    await mkdir(join(sys, "bus/pci/devices", pci), { recursive: true });
    await mkdir(join(sys, "bus/pci/drivers/vfio-pci"), { recursive: true });
    await symlink("../../drivers/vfio-pci", join(sys, "bus/pci/devices", pci, "driver"));
    const plugin = hostDevice({ sys, records: join(stage.folder, "records") });
    stage.ipam({ ips: [{ address: "10.10.0.1/24" }] });
    const config = stage.config({ ...IPAM, device: "", pciBusID: pci });
    const { status, stdout } = await called(plugin, stage.env("ADD"), config);
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toEqual({
      cniVersion: "1.0.0",
      interfaces: [{ name: "eth0", sandbox: stage.netns }],
      ips: [{ address: "10.10.0.1/24", interface: 0 }],
    });
    expect(stage.container.json("link")).toHaveLength(1);
    expect(await called(plugin, stage.env("CHECK"), { ...config, prevResult: result })).toMatchObject({ status: 0 });
    // A link of that name is the program's own, whatever its alias.
    stage.container.ip("link", "add", "eth0", "type", "ifb");
    stage.container.ip("link", "set", "eth0", "alias", "queue");
    expect(await called(plugin, stage.env("DEL"), config)).toMatchObject({ status: 0, stdout: "" });
    expect(stage.container.json("link", "show", "eth0")).toHaveLength(1);
    stage.container.ip("link", "delete", "eth0");
    // The device may be gone meanwhile.
    await rm(join(sys, "bus/pci/devices", pci), { recursive: true });
    expect(await called(plugin, stage.env("DEL"), config)).toMatchObject({ status: 0, stdout: "" });
    expect(stage.commands()).toEqual(["ADD", "CHECK", "DEL", "DEL"]);
  });
});
