import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeLive, run } from "../sandbox.ts";
import { type Call, isChanging, SETTING_A_LINK } from "./faults.ts";
import { program } from "./program.ts";
import { expectHome, IPAM, lasting, type Troubled, troubled } from "./troubled.ts";

/** When a plugin is killed. */
type Moment =
  /** Before or after a call, or as it prints: what the program takes. */
  | { readonly args: readonly string[] }
  /** With its IPAM plugin, before that does its work; or by it, after. */
  | { readonly file: "kill-before" | "kill-after" };

/** When a command can be killed: before all that it asks of the kernel, and after what changes links. */
function momentsOf({ calls }: Troubled, command: "ADD" | "DEL"): readonly Moment[] {
  const changing = calls[command].filter(isChanging);
  const setting = changing.filter(({ name }) => name === SETTING_A_LINK);
  const momentOf = (when: string) => ({ name, number }: Call): Moment => ({ args: [name, `${number}`, when] });
  return [
    ...changing.map(momentOf("before")),
    ...setting.map(momentOf("after")),
    { file: "kill-before" },
    { file: "kill-after" },
  ];
}

/** How often a moment may not come: the kernel may let a call be needed once and not the next time. */
const MISSED = 3;

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
  test("while it serves ADD leaves what DEL brings home, whenever it is", async () => {
    await using host = await troubled();
    const { stage } = host;
    const before = await lasting(stage.device);
    for (const moment of [...momentsOf(host, "ADD"), { args: ["print"] }]) {
      for (let missed = 0; !await kill(host, "ADD", moment); missed++) {
        expect(missed).toBeLessThan(MISSED);
        await stage.done("DEL", IPAM);
      }
      await stage.done("DEL", IPAM);
      await expectHome(stage, before);
    }
  });

  test("while it serves DEL leaves what another DEL brings home, whenever it is", async () => {
    await using host = await troubled();
    const { stage } = host;
    const before = await lasting(stage.device);
    for (const moment of momentsOf(host, "DEL")) {
      await stage.done("ADD", IPAM);
      for (let missed = 0; !await kill(host, "DEL", moment); missed++) {
        expect(missed).toBeLessThan(MISSED);
        await stage.done("ADD", IPAM);
      }
      await stage.done("DEL", IPAM);
      await expectHome(stage, before);
    }
  });
});
