import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { expect } from "vitest";
import { writeSysctl } from "../../../mod.ts";
import { hostDevice, type HostDeviceOptions, type Plugin } from "../../../src/cni/mod.ts";
import { type Answer, called } from "../../cni/called.ts";
import { namespace, run, type Sandbox } from "../sandbox.ts";

/** How long to wait for what the kernel does by itself: it looks at carriers once a second at least. */
export const SOON = { timeout: 20_000 } as const;

let stages = 0;

/** Runs `ip` in the namespace of the tests, which stands for the host, and returns what it printed. */
export async function ip(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await run(["ip", ...args]);
  if (status !== 0) throw new Error(`Cannot run 'ip ${args.join(" ")}': ${stderr}`);
  return stdout;
}

/** What `ip -j -d` tells of a link of the host; absent where there is none. */
export async function onHost(name: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { status, stdout } = await run(["ip", "-j", "-d", "address", "show", "dev", name]);
  // A list of one.
  return status === 0 ? JSON.parse(stdout)[0] as Record<string, unknown> : undefined;
}

/** A host with a device, a container, and a folder of plugins of our own. */
export class Stage implements AsyncDisposable {
  /** The container. */
  readonly container: Sandbox = namespace();
  /** Name of the device on the host. */
  readonly device: string;
  /** Name of what the device is connected to, which stays on the host. */
  readonly cable: string;
  /** A folder of its own: plugins in `bin`, records in `records`, devices in `sys`. */
  readonly folder: string = mkdtempSync(join(tmpdir(), "netlink-cni-"));
  /** The plugin that is tried. */
  readonly plugin: Plugin;
  /** Folders in which plugins are. */
  path: string = this.folder;

  private constructor(options: HostDeviceOptions) {
    const number = `${process.pid % 100_000}x${stages++}`;
    this.device = `d${number}`;
    this.cable = `c${number}`;
    this.plugin = hostDevice({ records: join(this.folder, "records"), ...options });
  }

  /** Makes one; the device is up, and of this kind. */
  static async open(options: HostDeviceOptions = {}, kind: "veth" | "ifb" = "veth"): Promise<Stage> {
    const stage = new Stage(options);
    const { device, cable } = stage;
    await ip("link", "add", device, "type", kind, ...(kind === "veth" ? ["peer", "name", cable] : []));
    await ip("link", "set", device, "up");
    if (kind === "veth") await ip("link", "set", cable, "up");
    return stage;
  }

  /** Path of the namespace of the container. */
  get netns(): string {
    return `/run/netns/${this.container.name}`;
  }

  /** Has IPv6 addresses count at once in the container: otherwise, ADD waits a second for others who have them. */
  async claimAtOnce(): Promise<void> {
    await writeSysctl("net.ipv6.conf.default.accept_dad", 0, { namespace: this.netns });
  }

  /** Waits until the links of the container that are up are told to be so: the kernel looks at carriers a little later. */
  async settled(): Promise<void> {
    const waiting = (): readonly unknown[] =>
      this.container.json("link").filter(({ flags, operstate }) =>
        `${flags}`.split(",").includes("UP") && !["UP", "UNKNOWN"].includes(`${operstate}`)
      );
    await expect.poll(waiting, SOON).toEqual([]);
  }

  /** The variables of a request. */
  env(command: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
    return {
      CNI_COMMAND: command,
      CNI_CONTAINERID: "container-1",
      CNI_NETNS: this.netns,
      CNI_IFNAME: "eth0",
      CNI_PATH: this.path,
      PATH: process.env["PATH"] ?? "",
      ...more,
    };
  }

  /** A configuration that names the device. */
  config(more: object = {}): Readonly<Record<string, unknown>> {
    return { cniVersion: "1.0.0", name: "net", type: "host-device", device: this.device, ...more };
  }

  /** Calls the plugin. */
  call(command: string, more: object = {}, env: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return called(this.plugin, this.env(command, env), this.config(more));
  }

  /** Calls the plugin, which has to succeed; gives what it printed. */
  async done(command: string, more: object = {}, env: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const { status, stdout } = await this.call(command, more, env);
    if (status !== 0) throw new Error(`Cannot run ${command}: ${stdout}`);
    return stdout === "" ? undefined : JSON.parse(stdout);
  }

  /** Calls the plugin, which has to fail; gives its error. */
  async refused(
    command: string,
    more: object = {},
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly code: number; readonly msg: string; readonly details?: string }> {
    const { status, stdout } = await this.call(command, more, env);
    if (status !== 1) throw new Error(`Cannot fail with ${command}: ${stdout}`);
    return JSON.parse(stdout);
  }

  /** Makes a plugin: a script of the shell, which notes the commands that it is called with. */
  script(name: string, lines: string): void {
    const log = join(this.folder, `${name}.log`);
    const text = `#!/bin/sh\necho "$CNI_COMMAND" >> '${log}'\n${lines}\n`;
    writeFileSync(join(this.folder, name), text, { mode: 0o755 });
    writeFileSync(log, "");
  }

  /** Makes a plugin that gives a result to ADD. */
  ipam(result: object): void {
    this.script("ipam", `test "$CNI_COMMAND" = ADD || exit 0\ncat <<'END'\n${JSON.stringify(result)}\nEND`);
  }

  /** The commands that a script was called with. */
  commands(name = "ipam"): readonly string[] {
    return readFileSync(join(this.folder, `${name}.log`), "utf8").split("\n").filter((line) => line !== "");
  }

  /** Removes all of it, wherever the device is. */
  async [Symbol.asyncDispose](): Promise<void> {
    await run(["ip", "link", "delete", this.device]);
    await run(["ip", "link", "delete", this.cable]);
    this.container[Symbol.dispose]();
    rmSync(this.folder, { recursive: true });
  }
}
