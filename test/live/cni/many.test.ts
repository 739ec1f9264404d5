import { mkdtempSync, rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { hostDevice } from "../../../src/cni/mod.ts";
import { called } from "../../cni/called.ts";
import { descriptors, gained, linkAt, namespacesOfThreads } from "../process.ts";
import { describeLive, namespace, run, type Sandbox } from "../sandbox.ts";
import { program } from "./program.ts";

/** How many interfaces a container gets. */
const EACH = 10;

/** A device of the host, and what it is to be in a container. */
interface Attachment {
  readonly device: string;
  readonly ifName: string;
  readonly container: Sandbox;
}

/** A host with many devices, ten for each container. */
class Crowd implements AsyncDisposable {
  readonly attachments: readonly Attachment[];
  readonly records: string = mkdtempSync(join(tmpdir(), "netlink-cni-"));
  readonly #containers: readonly Sandbox[];

  private constructor(count: number) {
    this.#containers = Array.from({ length: count / EACH }, () => namespace());
    this.attachments = this.#containers.flatMap((container, i) =>
      Array.from({ length: EACH }, (_, j) => ({
        device: `m${process.pid % 100_000}x${i * EACH + j}`,
        ifName: `net${j}`,
        container,
      }))
    );
  }

  /** Makes one whose devices are up. */
  static async open(count: number): Promise<Crowd> {
    const crowd = new Crowd(count);
    const lines = crowd.attachments.flatMap(({ device }) => [
      `link add ${device} type ifb\n`,
      `link set ${device} up group ${process.pid}\n`,
    ]);
    const { status, stderr } = await run(["ip", "-batch", "-"], { input: lines.join("") });
    if (status !== 0) throw new Error(`Cannot add devices: ${stderr}`);
    return crowd;
  }

  /** What a plugin is called with. */
  request(command: string, { device, ifName, container: { name } }: Attachment): [Record<string, string>, object] {
    const env = {
      CNI_COMMAND: command,
      CNI_CONTAINERID: name,
      CNI_NETNS: `/run/netns/${name}`,
      CNI_IFNAME: ifName,
      CNI_PATH: this.records,
    };
    return [env, { cniVersion: "1.0.0", name: "net", type: "host-device", device }];
  }

  /** Expects each device to be an interface of its container, and no other. */
  expectAway(): void {
    for (const container of this.#containers) {
      const links = container.json("link").map(({ ifname, ifalias, flags }) => ({ ifname, ifalias, flags }));
      const wanted = this.attachments.filter((one) => one.container === container).map(({ device, ifName }) => ({
        ifname: ifName,
        ifalias: device,
        flags: expect.arrayContaining(["UP"]),
      }));
      expect(links).toHaveLength(EACH + 1);
      expect(links).toEqual(expect.arrayContaining(wanted));
    }
  }

  /** Expects each device to be on the host, with nothing left of it elsewhere. */
  async expectHome(): Promise<void> {
    const { stdout } = await run(["ip", "-j", "link"]);
    const links: readonly Record<string, unknown>[] = JSON.parse(stdout);
    const names = new Map(links.map(({ ifname, ifalias }) => [ifname, ifalias]));
    expect(this.attachments.filter(({ device }) => !names.has(device) || names.get(device) !== undefined)).toEqual([]);
    for (const container of this.#containers) expect(container.json("link")).toHaveLength(1);
    expect(await readdir(this.records)).toEqual([]);
  }

  /** Removes all of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    // One by one takes seconds.
    await run(["ip", "link", "delete", "group", `${process.pid}`]);
    for (const container of this.#containers) container[Symbol.dispose]();
    rmSync(this.records, { recursive: true });
  }
}

describeLive("many requests at once", () => {
  test("are served by one process, a hundred of them", async () => {
    await using crowd = await Crowd.open(100);
    const plugin = hostDevice({ records: crowd.records });
    const call = (command: string): Promise<readonly unknown[]> =>
      Promise.all(crowd.attachments.map((one) => called(plugin, ...crowd.request(command, one))));
    const [home] = linkAt("/proc/self/ns/net");
    let before: readonly string[] = [];
    // With the first hundred a runtime may open what it keeps for good.
    for (let round = 0; round < 2; round++) {
      before = descriptors();
      expect(await call("ADD")).toEqual(crowd.attachments.map(({ ifName }) => ({
        status: 0,
        stdout: expect.stringContaining(`"name": "${ifName}"`),
        stderr: "",
      })));
      crowd.expectAway();
      expect(await call("DEL")).toEqual(crowd.attachments.map(() => ({ status: 0, stdout: "", stderr: "" })));
    }
    // Before any process is run, of which the runtime may keep something for a while.
    await expect.poll(() => gained(before), { timeout: 20_000 }).toEqual([]);
    await crowd.expectHome();
    expect(new Set(namespacesOfThreads())).toEqual(new Set([home]));
  });

  test("are served by as many processes, twenty of them", async () => {
    await using crowd = await Crowd.open(20);
    const call = (command: string): Promise<readonly unknown[]> =>
      Promise.all(crowd.attachments.map(async (one) => {
        const [env, config] = crowd.request(command, one);
        return await run(program(crowd.records), { env, input: JSON.stringify(config) });
      }));
    const done = { status: 0, signal: null, stderr: "" };
    expect(await call("ADD")).toMatchObject(crowd.attachments.map(() => done));
    crowd.expectAway();
    expect(await call("DEL")).toMatchObject(crowd.attachments.map(() => done));
    await crowd.expectHome();
  });
});
