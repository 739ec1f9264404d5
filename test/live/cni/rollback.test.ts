import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { runPlugin } from "../../../src/cni/mod.ts";
import { describeLive } from "../sandbox.ts";
import { Faults, SETTING_A_LINK } from "./faults.ts";
import { expectNothing, furnished, seen } from "./furnished.ts";
import { ip, onHost, Stage } from "./stage.ts";

const RESULT = { cniVersion: "1.0.0", ips: [{ address: "10.10.0.1/24", gateway: "10.10.0.254" }] };
const IPAM = { ipam: { type: "ipam" } };

describeLive("an ADD that fails", () => {
  test.each([
    [
      "with an error of its own",
      'echo \'{"code": 11, "msg": "no address is free", "details": "10.0.0.0/8"}\'; exit 1',
      {
        code: 11,
        msg: "no address is free",
        details: "10.0.0.0/8",
      },
    ],
    ["without a word", "exit 3", { code: 999, msg: "netplugin failed with no error message: exit status 3" }],
    ["with words on standard error", "echo sorry >&2; exit 1", {
      code: 999,
      msg: 'netplugin failed: "sorry\n": exit status 1',
    }],
    ["by a signal", "kill -9 $$", { code: 999, msg: "netplugin failed with no error message: signal: SIGKILL" }],
    ["with what is no error", "echo oops; exit 1", {
      code: 999,
      msg: expect.stringMatching(/^netplugin failed but error parsing its diagnostic message "oops\n": /),
    }],
    ["with what is no result", "echo oops", {
      code: 6,
      msg: expect.stringMatching(/^could not parse result of plugin "ipam": /),
    }],
    ["without an address", "echo '{}'", { code: 999, msg: "IPAM plugin returned missing IP config" }],
    ["with an address that cannot be", 'echo \'{"ips": [{"address": 5}]}\'', {
      code: 6,
      msg: 'could not parse result of plugin "ipam": result.ips[0].address: expected a text, got 5',
    }],
    ["with an address that the kernel refuses", 'echo \'{"ips": [{"address": "0.0.0.0/0"}]}\'', {
      code: 999,
      msg: expect.stringMatching(/^failed to add IP addr 0\.0\.0\.0\/0 to "eth0": /),
    }],
    [
      "with a route that the kernel refuses",
      'echo \'{"ips": [{"address": "10.10.0.1/24"}], "routes": [{"dst": "10.0.0.0/8", "gw": "192.0.2.1"}]}\'',
      { code: 999, msg: expect.stringMatching(/^failed to add route '10\.0\.0\.0\/8 via 192\.0\.2\.1 dev eth0': /) },
    ],
  ])("as its IPAM plugin ends %s leaves nothing behind", async (_, lines, error) => {
    await using stage = await furnished();
    stage.script("ipam", `test "$CNI_COMMAND" = ADD || exit 0\n${lines}`);
    const before = await seen(stage.device);
    expect(await stage.refused("ADD", IPAM)).toEqual({ cniVersion: "1.0.0", ...error });
    await expectNothing(stage, before);
    // The specification wants DEL of a plugin whose ADD failed.
    expect(stage.commands()).toEqual(["ADD", "DEL"]);
  });

  /** A furnished host, and whether anything was asked of its kernel that changes links. */
  async function watched(): Promise<readonly [stage: Stage, isChanged: () => boolean]> {
    const faults = await Faults.open();
    const stage = await furnished({ kernel: faults.kernel });
    return [stage, () => faults.take().some(({ name }) => name === SETTING_A_LINK)];
  }

  test("as its IPAM plugin is nowhere moves nothing", async () => {
    const [stage, isChanged] = await watched();
    await using _stage = stage;
    const before = await seen(stage.device);
    expect(await stage.refused("ADD", { ipam: { type: "nowhere" } })).toEqual({
      cniVersion: "1.0.0",
      code: 999,
      msg: `failed to find plugin "nowhere" in path [${stage.folder}]`,
    });
    expect(isChanged()).toBe(false);
    await expectNothing(stage, before);
  });

  test("puts the device back below the bridge that it was taken from", async () => {
    await using stage = await Stage.open();
    const bridge = stage.device.replace("d", "b");
    await ip("link", "add", bridge, "type", "bridge");
    await ip("link", "set", stage.device, "master", bridge);
    stage.script("ipam", "exit 1");
    await stage.refused("ADD", IPAM);
    const after = await onHost(stage.device);
    await ip("link", "delete", bridge);
    expect(after).toMatchObject({ ifname: stage.device, master: bridge });
  });

  test("as the container goes meanwhile leaves nothing behind", async () => {
    await using stage = await furnished();
    const { container, device, folder } = stage;
    // Its only program ends as the addresses are asked for. The kernel has nowhere to keep a device of this sort.
    stage.script(
      "ipam",
      `test "$CNI_COMMAND" = ADD || exit 0\nip -n ${container.name} link set eth0 netns ${process.pid} && ip netns delete ${container.name}; exit 1`,
    );
    expect(await stage.refused("ADD", IPAM)).not.toHaveProperty("details");
    expect(await onHost(device)).toMatchObject({ ifname: device, ifalias: "uplink" });
    expect(await readdir(join(folder, "records"))).toEqual([]);
    await ip("netns", "add", container.name);
  });

  test("as its result cannot be printed leaves nothing behind", async () => {
    await using stage = await furnished();
    stage.ipam(RESULT);
    const before = await seen(stage.device);
    const printed: string[] = [];
    const status = await runPlugin(stage.plugin, {
      env: stage.env("ADD"),
      stdin: () => Promise.resolve(JSON.stringify(stage.config(IPAM))),
      stdout(text) {
        printed.push(text);
        return printed.length === 1 ? Promise.reject(new Error("nobody reads")) : Promise.resolve();
      },
    });
    expect(status).toBe(1);
    expect(JSON.parse(printed[1] ?? "")).toEqual({ cniVersion: "1.0.0", code: 999, msg: "nobody reads" });
    await expectNothing(stage, before);
    expect(stage.commands()).toEqual(["ADD", "DEL"]);
  });

  test.each(["0.1.0", "0.2.0"])(
    "as results of version %s have to have an address moves nothing",
    async (cniVersion) => {
      const [stage, isChanged] = await watched();
      await using _stage = stage;
      const before = await seen(stage.device);
      expect(await stage.refused("ADD", { cniVersion })).toEqual({
        cniVersion,
        code: 999,
        msg: "cannot convert: no valid IP addresses",
      });
      expect(isChanged()).toBe(false);
      await expectNothing(stage, before);
    },
  );

  test("as nothing can be noted moves nothing", async () => {
    const [stage, isChanged] = await watched();
    await using _stage = stage;
    await writeFile(join(stage.folder, "records"), "not a folder");
    const before = await seen(stage.device);
    expect(await stage.refused("ADD")).toMatchObject({
      code: 999,
      msg: expect.stringMatching(new RegExp(`^failed to read older records: .*ENOTDIR`)),
    });
    expect(isChanged()).toBe(false);
    await expectNothing(stage, before);
  });

  test("with a plugin whose DEL fails too tells of both, and brings the device home", async () => {
    await using stage = await furnished();
    stage.script("ipam", `echo "{\\"code\\": 11, \\"msg\\": \\"no $CNI_COMMAND\\"}"; exit 1`);
    const before = await seen(stage.device);
    expect(await stage.refused("ADD", IPAM)).toEqual({
      cniVersion: "1.0.0",
      code: 11,
      msg: "no ADD",
      details: "failed to undo 'run IPAM plugin \"ipam\"': no DEL",
    });
    await expectNothing(stage, before);
  });
});

describeLive("a DEL that fails", () => {
  test("as its IPAM plugin fails moves nothing, and can be tried again", async () => {
    await using stage = await furnished();
    stage.ipam(RESULT);
    await stage.done("ADD", IPAM);
    const before = stage.container.json("address", "show", "eth0");
    stage.script("ipam", 'echo \'{"code": 11, "msg": "busy"}\'; exit 1');
    expect(await stage.refused("DEL", IPAM)).toEqual({ cniVersion: "1.0.0", code: 11, msg: "busy" });
    expect(stage.container.json("address", "show", "eth0")).toEqual(before);
    stage.ipam(RESULT);
    await stage.done("DEL", IPAM);
    expect(await onHost(stage.device)).toMatchObject({ ifname: stage.device, ifalias: "uplink" });
  });
});

describeLive("a record", () => {
  const fileOf = ({ folder }: Stage): string => join(folder, "records", "container-1:eth0.json");

  test.each([
    ["broken", "{", /container-1:eth0\.json is no record of a device: .*JSON.*\n$/],
    ["empty", "{}", /container-1:eth0\.json is no record of a device\n$/],
    ["of nothing", "null", /container-1:eth0\.json is no record of a device\n$/],
  ])("that is %s is told of, and DEL goes by the alias", async (_, text, stderr) => {
    await using stage = await furnished();
    await stage.done("ADD");
    await writeFile(fileOf(stage), text);
    expect(await stage.call("DEL")).toEqual({ status: 0, stdout: "", stderr: expect.stringMatching(stderr) });
    expect(await onHost(stage.device)).toMatchObject({ ifname: stage.device });
    expect(await readdir(join(stage.folder, "records"))).toEqual([]);
  });

  test("that is broken, of an ADD long ago, is in the way of none", async () => {
    await using stage = await furnished();
    await mkdir(join(stage.folder, "records"));
    await writeFile(fileOf(stage), "{");
    expect(await stage.call("ADD")).toMatchObject({ status: 0, stderr: expect.stringContaining("is no record") });
    expect(JSON.parse(await readFile(fileOf(stage), "utf8"))).toMatchObject({ containerId: "container-1" });
  });

  test("of which half was written goes with DEL", async () => {
    await using stage = await furnished();
    await stage.done("ADD");
    await writeFile(`${fileOf(stage)}.new`, "{");
    await stage.done("DEL");
    expect(await readdir(join(stage.folder, "records"))).toEqual([]);
  });

  test("is kept for containers of identifiers of any length", async () => {
    await using stage = await furnished();
    const ids = ["a", "b"].map((letter) => ({ CNI_CONTAINERID: `${"x".repeat(254)}${letter}` }));
    for (const id of ids) {
      await stage.done("ADD", {}, id);
      // One of another container is none of this one.
      expect(await readdir(join(stage.folder, "records"))).toHaveLength(1);
      await stage.done("DEL", {}, id);
      expect(await onHost(stage.device)).toMatchObject({ ifname: stage.device, ifalias: "uplink" });
      expect(await readdir(join(stage.folder, "records"))).toEqual([]);
    }
  });
});
