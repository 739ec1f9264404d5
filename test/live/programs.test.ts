import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { examples, located, permissions } from "../examples/collect.ts";
import { cli, describeLive, namespace, root, type Sandbox } from "./sandbox.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netlink-programs-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What runs the program of the README that calls a function. */
function program(name: string): readonly string[] {
  const [found] = examples().filter(({ place, code }) => place.startsWith("README.md") && code.includes(`${name}(`));
  expect(found, `a program with ${name}`).toBeDefined();
  // It was found.
  const example = found!;
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, located(example));
  return process.versions["bun"] === undefined
    ? [process.execPath, "run", "--no-config", "--no-check", ...permissions(example), file]
    : [process.execPath, file];
}

/** What runs the line of the README's shell programs that has this text; the programs are those of our folder. */
function shellLine(text: string): readonly string[] {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
  const [line] = blocks.flatMap((code) => code.split("\n")).filter((line) => line.includes(text));
  expect(line, `a line with ${text}`).toBeDefined();
  return ["env", `PATH=${folder}:${process.env["PATH"]}`, "sh", "-c", `exec ${line}`];
}

/** Puts a program into our folder. */
function place(name: string, code: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${code}\n`, { mode: 0o755 });
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

  constructor(home: Sandbox, program: readonly string[]) {
    const [command = "", ...args] = ["ip", "netns", "exec", home.name, ...program];
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

  test("tell a function what happens to the network of a sandbox", async () => {
    await using home = host();
    await using telling = new Running(home, program("runNetmon"));
    let addresses = 0;
    // It may not be there to hear of the first ones.
    const plug = (): string => {
      home.ip("address", "add", `10.7.${++addresses}.1/24`, "dev", "eth0");
      return telling.output;
    };
    await expect.poll(plug, { timeout: 10_000, interval: 300 }).toMatch(/^add-iface \{"Device":"eth0",.*"10\.7\./m);
  });

  test("reload a proxy when an address changes", async () => {
    await using home = host();
    place("netlink", `exec ${cli(["monitor", "--exec"]).slice(0, -2).join(" ")} "$@"`);
    place("systemctl", 'echo "$@" with "$(cat)"');
    await using reloading = new Running(home, shellLine("reload haproxy"));
    let addresses = 0;
    const change = (): string => {
      home.ip("address", "add", `10.7.${++addresses}.1/24`, "dev", "eth0");
      return reloading.output;
    };
    const told = /^reload haproxy with \[\{"type":"address","action":"add",.*"address":"10\.7\./m;
    await expect.poll(change, { timeout: 10_000, interval: 300 }).toMatch(told);
  });
});
