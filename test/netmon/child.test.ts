import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { runChild } from "../../src/netmon/child.ts";

/** How something is waited for. */
const POLL = { timeout: 10_000 };

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netlink-child-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function shell(code: string): readonly string[] {
  return ["sh", "-c", code];
}

/** The state of a process by its number; absent where there is none. */
function stateOf(pid: number): string | undefined {
  try {
    return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

describe("a program", () => {
  test.concurrent("reads what it is given, and what it prints is kept, as far as it is short", async () => {
    expect(await runChild(["cat"], { input: "one\n" })).toBe("one");
    expect(await runChild(["true"])).toBe("");
    expect(await runChild(shell("echo out; sleep 0.1; echo err >&2"))).toBe("out\nerr");
    expect(await runChild(["cat"], { input: "x".repeat(1_000_000) })).toBe("x".repeat(4096));
  });

  test.concurrent("need not read what it is given", async () => {
    expect(await runChild(["true"], { input: "x".repeat(1_000_000) })).toBe("");
  });

  test.concurrent.each([
    ["exit 3", "Cannot run 'sh -c exit 3': status 3"],
    ["echo why; exit 1", "Cannot run 'sh -c echo why; exit 1': status 1: why"],
    ["kill -USR2 $$", "Cannot run 'sh -c kill -USR2 $$': signal SIGUSR2"],
  ])("that fails tells how: %s", async (code, message) => {
    await expect(runChild(shell(code))).rejects.toThrow(new Error(message));
  });

  test.concurrent("that cannot be started tells why", async () => {
    await expect(runChild(["/nowhere/runtime", "x"])).rejects.toThrow(
      new Error("Cannot run '/nowhere/runtime x': there is no such file"),
    );
    const file = join(folder, "data");
    writeFileSync(file, "", { mode: 0o644 });
    await expect(runChild([file])).rejects.toThrow(new Error(`Cannot run '${file}': it may not be run`));
  });

  test.concurrent("whose time is up is ended with all that it has started", async () => {
    const file = join(folder, "pid");
    const begun = performance.now();
    await expect(runChild(shell(`sleep 60 & echo $! > ${file}; wait`), { timeLimit: 300 })).rejects.toThrow(
      /: its time of 0\.3 s was up$/,
    );
    expect(performance.now() - begun).toBeLessThan(5000);
    await vi.waitFor(() => expect(stateOf(Number(readFileSync(file, "utf8")))).toBeOneOf([undefined, "Z"]), POLL);
  });

  test.concurrent("that will not end is killed", async () => {
    const begun = performance.now();
    await expect(runChild(shell("trap '' TERM; while :; do sleep 0.1; done"), { timeLimit: 200 })).rejects.toThrow(
      /: its time of 0\.2 s was up$/,
    );
    expect(performance.now() - begun).toBeGreaterThan(1000);
  });

  test.concurrent("is ended with what it has started, though that ignores it", async () => {
    const file = join(folder, "deaf");
    const run = runChild(shell(`(trap '' TERM; echo begun; exec sleep 60) & echo $! > ${file}; wait`), {
      timeLimit: 300,
    });
    await expect(run).rejects.toThrow(/: its time of 0\.3 s was up: begun$/);
    await vi.waitFor(() => expect(stateOf(Number(readFileSync(file, "utf8")))).toBeOneOf([undefined, "Z"]), POLL);
  });

  test.concurrent("is ended by a signal, and waited for", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    const file = join(folder, "last");
    const run = runChild(
      shell(`trap 'sleep 0.2; echo done > ${file}; exit 0' TERM; echo begun > ${file}; sleep 60 & wait`),
      {
        signal: controller.signal,
      },
    );
    await vi.waitFor(() => expect(readFileSync(file, "utf8")).toBe("begun\n"), POLL);
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
    expect(readFileSync(file, "utf8")).toBe("done\n");
    await expect(runChild(["true"], { signal: controller.signal })).rejects.toBe(reason);
  });

  test.concurrent("that leaves others behind with its output is not waited for any longer", async () => {
    const begun = performance.now();
    expect(await runChild(shell("sleep 5 & echo $! ; exit 0"))).toMatch(/^\d+$/);
    expect(performance.now() - begun).toBeLessThan(4000);
  });
});
