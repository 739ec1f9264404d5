import process from "node:process";
import { fileURLToPath } from "node:url";

const OPTIONS = process.versions["bun"] === undefined ? ["run", "--no-config", "--allow-all"] : ["run"];

/** The command line of the plugin as a process of its own, as `plugin.ts` takes it. */
export function program(records: string, ...killedAt: readonly string[]): readonly string[] {
  return [process.execPath, ...OPTIONS, fileURLToPath(new URL("plugin.ts", import.meta.url)), records, ...killedAt];
}
