import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeLive, run } from "../sandbox.ts";
import { CHANGING } from "./faults.ts";
import { program } from "./program.ts";
import { expectHome, IPAM, lasting, type Troubled, troubled } from "./troubled.ts";

/** When a plugin is killed. */
type Moment =
  /** Before or after a call, or as it prints: what the program takes. */
  | { readonly args: readonly string[] }
  /** With its IPAM plugin, before that does its work; or by it, after. */
  | { readonly file: "kill-before" | "kill-after" };

/** How many calls each command has at least that change something: it is killed before and after each of them. */
const LEAST = 8;

/** The moments at which a command can be killed beside those. */
const OTHERS: Readonly<Record<"ADD" | "DEL", readonly Moment[]>> = {
  ADD: [{ file: "kill-before" }, { file: "kill-after" }, { args: ["print"] }],
  DEL: [{ file: "kill-before" }, { file: "kill-after" }],
};

/** Runs the plugin as a process of its own, which is killed; tells whether the moment for that came. */
async function kill({ stage }: Troubled, command: string, moment: Moment): Promise<boolean> {
  const { folder } = stage;
  if ("file" in moment) writeFileSync(join(folder, moment.file), "");
  const args = "args" in moment ? moment.args : [];
  const outcome = await run(program(join(folder, "records"), ...args), {
    env: stage.env(command),
    input: JSON.stringify(stage.config(IPAM)),
  });
  if (outcome.signal === null) {
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
    return false;
  }
  expect(outcome).toMatchObject({ signal: "SIGKILL", stdout: "" });
  return true;
}

describeLive("a plugin that is killed", () => {
  test.each(["ADD", "DEL"] as const)(
    "while it serves %s leaves what DEL brings home, whenever it is",
    async (command) => {
      await using host = await troubled();
      const { stage } = host;
      const before = await lasting(stage.device);
      /** Kills a plugin at a moment, if that comes, and has another one bring the device home; tells whether it came. */
      const survives = async (moment: Moment): Promise<boolean> => {
        if (command === "DEL") await stage.done("ADD", IPAM);
        const isKilled = await kill(host, command, moment);
        await stage.done("DEL", IPAM);
        await expectHome(stage, before);
        return isKilled;
      };
      for (const when of ["before", "after"]) {
        let number = 1;
        // Until there are no more: the kernel may have a list asked for once more at times.
        while (await survives({ args: [CHANGING, `${number}`, when] })) number++;
        expect(number).toBeGreaterThan(LEAST);
      }
      for (const moment of OTHERS[command]) expect(await survives(moment)).toBe(true);
    },
  );
});
