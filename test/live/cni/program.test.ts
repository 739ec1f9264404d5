import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { describeLive, root, run } from "../sandbox.ts";
import { ip, onHost, Stage } from "./stage.ts";

/** A file as this runtime runs it. */
function program(...words: readonly string[]): readonly string[] {
  return process.versions["bun"] !== undefined
    ? [process.execPath, ...words]
    : [process.execPath, "run", "--no-config", "--allow-all", ...words];
}

/** The plugin as the programs that it is. */
const PROGRAMS: readonly (readonly [name: string, command: readonly string[]])[] = [
  ["host-device", program(`${root}src/cni/host-device/main.ts`)],
  ["netlink host-device", program(`${root}src/cli/main.ts`, "host-device")],
];

let containers = 0;

describeLive("the program", () => {
  describe.each(PROGRAMS)("%s", (_, command) => {
    test("tells its versions", async () => {
      expect(await run(command, { env: { CNI_COMMAND: "VERSION" } })).toEqual({
        status: 0,
        signal: null,
        stdout:
          '{"cniVersion":"1.1.0","supportedVersions":["0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","1.0.0","1.1.0"]}\n',
        stderr: "",
      });
    });

    test("tells people what it is", async () => {
      expect(await run(command, { env: { CNI_COMMAND: "" } })).toMatchObject({
        status: 0,
        stdout: "",
        stderr: expect.stringMatching(/^CNI host-device plugin\nCNI protocol versions supported: 0\.1\.0, /),
      });
    });

    test("moves a device into a container and back", async () => {
      await using stage = await Stage.open();
      const { device, netns } = stage;
      stage.ipam({ ips: [{ address: "10.0.0.1/24", gateway: "10.0.0.2" }], routes: [{ dst: "0.0.0.0/0" }] });
      const input = JSON.stringify(stage.config({ ipam: { type: "ipam" } }));
      const env = { CNI_CONTAINERID: `program-${process.pid}-${containers++}` };
      const added = await run(command, { input, env: stage.env("ADD", env) });
      expect(added).toMatchObject({ status: 0, stderr: "" });
      expect(JSON.parse(added.stdout)).toMatchObject({ interfaces: [{ name: "eth0", sandbox: netns }] });
      expect(stage.container.ip("address", "show", "dev", "eth0")).toContain("inet 10.0.0.1/24");
      const removed = await run(command, { input, env: stage.env("DEL", env) });
      expect(removed).toEqual({ status: 0, signal: null, stdout: "", stderr: "" });
      expect(await onHost(device)).toMatchObject({ ifname: device });
    });

    test("leaves nothing behind where nobody reads what it says", async () => {
      await using stage = await Stage.open();
      const before = await onHost(stage.device);
      const id = `unread-${process.pid}-${containers++}`;
      const [file = "", ...args] = command;
      const env = { ...process.env, ...stage.env("ADD", { CNI_CONTAINERID: id }) };
      const child = spawn(file, args, { env, stdio: ["pipe", "pipe", "pipe"] });
      child.stdout.destroy();
      await once(child.stdout, "close");
      child.stdin.end(JSON.stringify(stage.config()));
      const [status] = await once(child, "exit");
      expect(status).toBe(1);
      expect({ ...await onHost(stage.device), addr_info: [] }).toEqual({ ...before, addr_info: [] });
      expect((await readdir("/run/cni/host-device")).filter((name) => name.startsWith(id))).toEqual([]);
    });

    test("fails where what it says cannot be written", async () => {
      const words = command.map((word) => `'${word}'`).join(" ");
      const env = { CNI_COMMAND: "VERSION" };
      expect(await run(["sh", "-c", `exec ${words} >/dev/full`], { env })).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/no space left on device/i),
      });
    });

    test("leaves nothing behind where there is no standard output", async () => {
      await using stage = await Stage.open();
      const before = await onHost(stage.device);
      const env = stage.env("ADD", { CNI_CONTAINERID: `closed-${process.pid}-${containers++}` });
      const words = command.map((word) => `'${word}'`).join(" ");
      const input = JSON.stringify(stage.config());
      const closed = await run(["sh", "-c", `exec ${words} >&-`], { env, input });
      expect(closed).toEqual({ status: 1, signal: null, stdout: "", stderr: "standard output is closed\n" });
      expect({ ...await onHost(stage.device), addr_info: [] }).toEqual({ ...before, addr_info: [] });
      // It is another thing where nobody wants to see the result.
      expect(await run(["sh", "-c", `exec ${words} >/dev/null`], { env, input })).toMatchObject({ status: 0 });
      expect(await run(command, { env: { ...env, CNI_COMMAND: "DEL" }, input })).toMatchObject({ status: 0 });
    });

    test("tells what is wrong with the environment", async () => {
      const { status, stdout, stderr } = await run(command, { env: { CNI_COMMAND: "ADD", CNI_PATH: "/" }, input: "" });
      expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
      expect(JSON.parse(stdout)).toMatchObject({ code: 4 });
    });
  });
});

describeLive("the command line", () => {
  test("refuses what the plugin does not take", async () => {
    const { status, stderr } = await run(program(`${root}src/cli/main.ts`, "host-device", "eth0"));
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "netlink: Cannot run the plugin: unexpected argument 'eth0'\nTry 'netlink host-device --help'.\n",
    });
  });
});

describeLive("an executable", () => {
  test("is made by one command of the README, and runs in a bare environment", async () => {
    await using stage = await Stage.open();
    const { folder, device } = stage;
    const name = process.versions["bun"] === undefined ? "deno" : "bun";
    symlinkSync(process.execPath, join(folder, name));
    const PATH = [folder, "/usr/bin", "/bin"].join(":");
    const [command = ""] =
      new RegExp(`^${name} (build|install) .*$`, "m").exec(readFileSync(`${root}README.md`, "utf8")) ?? [];
    const made = await run(["sh", "-c", command.replaceAll("/opt/cni", folder)], { env: { PATH }, timeout: 50_000 });
    expect(made).toMatchObject({ status: 0 });
    // What happens to be in the folder where the container runtime was started is none of its business.
    const cwd = join(folder, "elsewhere");
    mkdirSync(cwd);
    writeFileSync(join(cwd, ".env"), "CNI_COMMAND=VERSION\n");
    writeFileSync(join(cwd, "bunfig.toml"), 'preload = ["./preload.ts"]\n');
    writeFileSync(join(cwd, "preload.ts"), 'console.log("loaded");\n');
    writeFileSync(join(cwd, "deno.json"), "{");
    const asked = await run(["sh", "-c", `cd '${cwd}' && exec env -i PATH='${PATH}' '${folder}/bin/host-device'`]);
    expect(asked).toMatchObject({ status: 0, stdout: "", stderr: expect.stringMatching(/^CNI host-device plugin\n/) });
    const id = `executable-${process.pid}-${containers++}`;
    const input = JSON.stringify(stage.config());
    for (const command of ["ADD", "DEL"]) {
      const env = Object.entries(stage.env(command, { CNI_CONTAINERID: id, PATH })).map((pair) => pair.join("="));
      const outcome = await run(["env", "-i", ...env, join(folder, "bin/host-device")], { input });
      expect(outcome).toMatchObject({ status: 0, stderr: "" });
    }
    expect(await ip("link", "show", "dev", device)).toContain(device);
  });
});
