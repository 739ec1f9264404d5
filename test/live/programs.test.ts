import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { examples, located } from "../examples/collect.ts";
import { describeLive, namespace, type Sandbox } from "./sandbox.ts";

/** What starts a program in this runtime. */
const RUNTIME = process.versions["bun"] === undefined
  ? [process.execPath, "run", "--no-config", "--no-check", "--allow-ffi"]
  : [process.execPath];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netlink-programs-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The program of the README that calls a function. */
function program(name: string): string {
  const [found] = examples().filter(({ place, code }) => place.startsWith("README.md") && code.includes(`${name}(`));
  expect(found, `a program with ${name}`).toBeDefined();
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, found === undefined ? "" : located(found));
  return file;
}

/** A namespace in which `eth0` has its cable plugged in. */
function host(): Sandbox {
  const home = namespace();
  home.batch([
    "link add eth0 type veth peer name cable",
    "link set eth0 up",
    "link set cable up",
  ]);
  return home;
}

/** A program that runs in a namespace, with what it has printed so far. */
class Running implements AsyncDisposable {
  output = "";
  readonly #child;

  constructor(home: Sandbox, file: string) {
    const [command = "", ...args] = ["ip", "netns", "exec", home.name, ...RUNTIME, file];
    this.#child = spawn(command, args, { env: { ...process.env, NO_COLOR: "1" } });
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream.on("data", (text) => this.output += text);
  }

  async ended(): Promise<number | null> {
    if (this.#child.exitCode === null) await once(this.#child, "close");
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "close");
  }
}

describeLive("the programs of the README", () => {
  test("wait for a cable that is pulled and plugged in again", async () => {
    await using home = host();
    await using waiting = new Running(home, program("waitForReconnect"));
    await expect.poll(() => waiting.output, { timeout: 10_000 }).toBe("ready\n");
    home.ip("link", "set", "cable", "down");
    home.ip("link", "set", "cable", "up");
    expect(await waiting.ended()).toBe(0);
    expect(waiting.output).toMatch(/^ready\neth0 is back, carrier losses so far: [1-9]\d*\n$/);
  });

  test("check the health only when addresses have changed", async () => {
    await using home = host();
    await using checking = new Running(home, program("detectChanges"));
    const lines = () => checking.output.split("\n").filter((line) => line !== "");
    // Something else changes all the time, and does not count.
    const flapping = setInterval(() => home.batch(["link set cable down", "link set cable up"]), 100);
    try {
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(lines()).toEqual([]);
      home.ip("link", "set", "eth0", "address", "02:00:00:00:00:07");
      await expect.poll(lines, { timeout: 5000 }).toHaveLength(1);
      expect(lines()[0]).toMatch(/^changed: .*eth0 02:00:00:00:00:07/);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(lines()).toHaveLength(1);
    } finally {
      clearInterval(flapping);
    }
  });

  test("list the queues of links by a family of their own", async () => {
    await using home = namespace();
    home.batch(["link add eth0 numrxqueues 4 numtxqueues 4 type veth peer name cable numrxqueues 2 numtxqueues 2"]);
    await using listing = new Running(home, program("defineFamily"));
    expect(await listing.ended()).toBe(0);
    expect(listing.output.split("\n").toSorted()).toEqual([
      "",
      "cable: 2 of 2 queues receive",
      "eth0: 4 of 4 queues receive",
    ]);
  });
});
