import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { deferred } from "../../../src/deferred.ts";
import { describeLive } from "../sandbox.ts";
import { expectNothing, furnish, seen } from "./furnished.ts";
import type { Stage } from "./stage.ts";
import { expectHome, IPAM, lasting, type Troubled, troubled } from "./troubled.ts";

/** What is done instead of a call of the file system, which can also be done by half. */
type Fault = (call: () => Promise<unknown>, half: () => Promise<unknown>) => Promise<unknown>;

/** The calls since the last time, and what is to happen to one of them, counted from 0. */
const files = vi.hoisted(() => ({ calls: [] as string[], next: -1, fault: undefined as Fault | undefined }));

vi.mock("node:fs/promises", async (original) => {
  const real = await original<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>();
  const faulty = (name: string) => async (...args: readonly unknown[]): Promise<unknown> => {
    const { next, fault, calls } = files;
    const made = async (...args: readonly unknown[]): Promise<unknown> => await real[name]?.(...args);
    const isNext = calls.push(`${name} ${args[0]}`) - 1 === next;
    if (!isNext || fault === undefined) return await made(...args);
    const [path, text] = args;
    const half = (): Promise<unknown> => name === "writeFile" ? made(path, `${text}`.slice(0, 20)) : Promise.resolve();
    return await fault(() => made(...args), half);
  };
  const names = ["mkdir", "readFile", "rename", "rm", "stat", "statfs", "writeFile"];
  return { ...real, ...Object.fromEntries(names.map((name) => [name, faulty(name)])) };
});

/** What of the calls changes files. */
const CHANGING = /^(mkdir|rename|rm|writeFile) /;

/** The file system does nothing, and says so. */
const refused: Fault = () => Promise.reject(Object.assign(new Error("EIO: i/o error"), { code: "EIO" }));

/** The file system does it, and we do not get to know. */
const unanswered: Fault = async (call, half) => {
  await call();
  return await refused(call, half);
};

/** Has one call of the next command be at fault; the others are as ever. */
async function faulted<T>(next: number, fault: Fault, run: () => Promise<T>): Promise<T> {
  Object.assign(files, { next, fault, calls: [] });
  try {
    return await run();
  } finally {
    files.next = -1;
  }
}

/** What a command, which succeeds, asks the file system. */
async function callsOf({ stage }: Troubled, command: string): Promise<readonly string[]> {
  files.calls = [];
  await stage.done(command, IPAM);
  return [...files.calls];
}

/** The calls of ADD and DEL, on a host whose device is home. */
async function callsOfBoth(host: Troubled): Promise<Readonly<Record<"ADD" | "DEL", readonly string[]>>> {
  const calls = { ADD: await callsOf(host, "ADD"), DEL: await callsOf(host, "DEL") };
  await furnish(host.stage);
  return calls;
}

/** The numbers of the calls that can be refused, or not answered. */
const FAULTS: readonly (readonly [string, Fault, (call: string) => boolean])[] = [
  ["is refused", refused, () => true],
  ["is not answered", unanswered, (call) => CHANGING.test(call)],
];

/** The step that an error names. */
function stepOf(stdout: string, { device }: Stage): string {
  return JSON.parse(stdout).msg.replace(/: .*/, "").replace(device, "DEVICE");
}

describeLive("a command of which one call of the file system", () => {
  test.each(FAULTS)("%s leaves nothing behind where it is ADD, whichever it is", async (_, fault, isMeant) => {
    await using host = await troubled();
    const { stage } = host;
    const before = await seen(stage.device);
    const { ADD } = await callsOfBoth(host);
    const told = new Set<string>();
    for (const [number, call] of ADD.entries()) {
      if (!isMeant(call)) continue;
      const { status, stdout } = await faulted(number, fault, () => stage.call("ADD", IPAM));
      if (status === 0) {
        // Whether the namespace is that of the plugin is asked of what may be none; that is told later.
        expect(call).toBe(`stat ${stage.netns}`);
        await stage.done("DEL", IPAM);
        await furnish(stage);
      } else {
        told.add(stepOf(stdout, stage));
        expect(JSON.parse(stdout)).not.toHaveProperty("details");
      }
      await expectNothing(stage, before);
      expect(existsSync(join(stage.folder, "lease"))).toBe(false);
    }
    expect([...told]).toContain('failed to take "DEVICE" from the host');
  });

  test.each(FAULTS)("%s can be tried again where it is DEL, whichever it is", async (_, fault, isMeant) => {
    await using host = await troubled();
    const { stage } = host;
    const before = await lasting(stage.device);
    const { DEL } = await callsOfBoth(host);
    const told = new Set<string>();
    for (const [number, call] of DEL.entries()) {
      if (!isMeant(call)) continue;
      await stage.done("ADD", IPAM);
      const { status, stdout } = await faulted(number, fault, () => stage.call("DEL", IPAM));
      if (status === 0) expect(call).toBe(`stat ${stage.netns}`);
      else {
        told.add(stepOf(stdout, stage));
        expect(JSON.parse(stdout)).not.toHaveProperty("details");
        expect(stage.container.json("link", "show", "eth0")).toHaveLength(1);
        await stage.done("DEL", IPAM);
      }
      await expectHome(stage, before);
    }
    expect([...told]).toContain("failed to forget what the device was like");
  });
});

describeLive("a command that comes no further than a call of the file system", () => {
  /** Has a command stop for good, as if it were killed: what has never an answer is never gone on with. */
  async function stopped({ stage }: Troubled, command: string, next: number, part: Fault): Promise<void> {
    const { promise, resolve } = deferred<void>();
    const fault: Fault = async (call, half) => {
      await part(call, half);
      resolve();
      return await new Promise(() => {});
    };
    await faulted(next, fault, () => Promise.race([promise, stage.call(command, IPAM)]));
  }

  /** Before a call, in the middle, and after it. */
  const PARTS: readonly Fault[] = [() => Promise.resolve(), (_, half) => half(), (call) => call()];

  test.each(["ADD", "DEL"] as const)("(%s) leaves what DEL brings home, with nothing left of it", async (command) => {
    await using host = await troubled();
    const { stage } = host;
    const before = await lasting(stage.device);
    const calls = (await callsOfBoth(host))[command];
    for (const part of PARTS) {
      for (const number of calls.keys()) {
        if (command === "DEL") await stage.done("ADD", IPAM);
        await stopped(host, command, number, part);
        await stage.done("DEL", IPAM);
        await expectHome(stage, before);
      }
    }
    // The records are among what it asks for.
    expect(calls.map((call) => call.replace(/ .*\//, " "))).toEqual(
      expect.arrayContaining(
        command === "ADD"
          ? ["mkdir records", "writeFile container-1:eth0.json.new", "rename container-1:eth0.json.new"]
          : ["rm container-1:eth0.json", "rm container-1:eth0.json.new"],
      ),
    );
  });
});
