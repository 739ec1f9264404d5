import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { execute, type ExecuteOptions } from "../../src/cli/execute.ts";
import { ETH0, ETH1, FakeNetwork, LO } from "../state/network.ts";

let network: FakeNetwork;
let folder = "";
beforeEach(() => {
  network = new FakeNetwork({ link: [LO, ETH0] });
  folder = mkdtempSync(join(tmpdir(), "netlink-execute-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await network.end();
  rmSync(folder, { recursive: true });
});

/** Begins to run a command for what changes of the links, once where nothing else is said. */
async function start(options: Partial<ExecuteOptions>): Promise<{ readonly executed: Promise<void> }> {
  const state = await network.follow({ topics: ["link"] });
  const executed = execute(state, {
    command: "true",
    quietTime: 5,
    snapshot: false,
    isWanted: () => true,
    runs: 1,
    signal: new AbortController().signal,
    ...options,
  });
  return { executed };
}

test("no command is run for a loss that has changed nothing", async () => {
  const file = join(folder, "in");
  const { executed } = await start({ command: `cat >> ${file}` });
  network.kernel.overrun();
  await delay(200);
  expect(existsSync(file)).toBe(false);
  network.link(ETH1);
  await executed;
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject([{
    type: "link",
    action: "add",
    link: { name: "eth1" },
  }]);
});

test("a command is run when there was quiet for as long as was asked", async () => {
  const { executed } = await start({ quietTime: 300 });
  const begun = performance.now();
  network.link(ETH1);
  await executed;
  expect(performance.now() - begun).toBeGreaterThan(300);
});

test("a command that has failed is not waited for any more when nobody wants it", async () => {
  const stop = new AbortController();
  let failed = 0;
  vi.spyOn(process.stderr, "write").mockImplementation(() => {
    failed = performance.now();
    stop.abort("enough");
    return true;
  });
  const { executed } = await start({ command: "false", signal: stop.signal });
  network.link(ETH1);
  await expect(executed).rejects.toBe("enough");
  // It would be run again after a second.
  expect(performance.now() - failed).toBeLessThan(900);
});
