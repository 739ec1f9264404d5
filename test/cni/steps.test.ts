import { describe, expect, test } from "vitest";
import { type Plugin, runPlugin } from "../../src/cni/mod.ts";
import { attachment, called } from "./called.ts";

const plugin: Plugin = { about: "CNI test plugin" };
const add = { ...attachment, CNI_COMMAND: "ADD" };

describe("steps", () => {
  /** A plugin that takes steps, the last of which fails, and tells what becomes of them. */
  const stepping = (log: string[], undoOf: (step: string) => Promise<void> = () => Promise.resolve()): Plugin => ({
    ...plugin,
    async add(request) {
      for (const step of ["one", "two", "three"]) {
        await request.step(
          `do ${step}`,
          () => {
            log.push(step);
            return step === "three" ? Promise.reject(new Error("no more")) : Promise.resolve();
          },
          () => {
            log.push(`un${step}`);
            return undoOf(step);
          },
        );
      }
      return {};
    },
  });

  test("are taken back in reverse, with the one that failed", async () => {
    const log: string[] = [];
    const { status, stdout } = await called(stepping(log), add);
    expect(status).toBe(1);
    expect(log).toEqual(["one", "two", "three", "unthree", "untwo", "unone"]);
    expect(JSON.parse(stdout)).toEqual({ cniVersion: "1.1.0", code: 999, msg: "failed to do three: no more" });
  });

  test("are taken back with what they gave, if they came that far", async () => {
    const log: unknown[] = [];
    const undo = (made: unknown): Promise<void> => Promise.resolve(void log.push(made));
    await called({
      ...plugin,
      async add(request) {
        await request.step("make", () => Promise.resolve("made"), undo);
        await request.step("fail", () => Promise.reject(new Error("no more")), undo);
        return {};
      },
    }, add);
    expect(log).toEqual([undefined, "made"]);
  });

  test("that cannot be taken back are told, and the others are taken back all the same", async () => {
    const log: string[] = [];
    const { stdout } = await called(
      stepping(log, (step) => step === "one" ? Promise.resolve() : Promise.reject(new Error(`${step} stays`))),
      add,
    );
    expect(log.slice(-3)).toEqual(["unthree", "untwo", "unone"]);
    expect(JSON.parse(stdout)).toEqual({
      cniVersion: "1.1.0",
      code: 999,
      msg: "failed to do three: no more",
      details: "failed to undo 'do three': three stays; failed to undo 'do two': two stays",
    });
  });

  test.each([
    ["cannot be written in the version of the configuration", "0.2.0", () => Promise.resolve(), {}],
    ["is none", "1.0.0", () => Promise.resolve(), { ips: [{ address: "10.0.0.1" }] }],
    [
      "cannot be printed",
      "1.0.0",
      (text: string) => text.includes("code") ? Promise.resolve() : Promise.reject(new Error("EPIPE")),
      {},
    ],
  ])("are taken back where the result %s", async (_, cniVersion, stdout, result) => {
    const log: string[] = [];
    const status = await runPlugin({
      ...plugin,
      async add(request) {
        await request.step("go", () => Promise.resolve(), () => Promise.resolve(void log.push("back")));
        return result;
      },
    }, {
      env: add,
      stdin: () => Promise.resolve(JSON.stringify({ cniVersion, name: "net" })),
      stdout,
      stderr: () => {},
    });
    expect({ status, log }).toEqual({ status: 1, log: ["back"] });
  });
});
