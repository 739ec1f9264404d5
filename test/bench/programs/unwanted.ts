// unwanted topic|filter|nothing ADD DELETE: watches while `ip -batch ADD` and `ip -batch DELETE` change routes: another
// topic, routes of another table, or all of them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { watch, type WatchOptions } from "../../../mod.ts";
import { cpuSeconds, Stopwatch } from "./stopwatch.ts";

const [, , what = "", ...batches] = process.argv;
const RECEIVE_BUFFER = 32 * 1024 * 1024;
const OPTIONS: Readonly<Record<string, WatchOptions>> = {
  topic: { topics: ["rule"] },
  filter: { topics: ["rule", "route"], tables: [500] },
  nothing: { topics: ["rule", "route"], receiveBuffer: RECEIVE_BUFFER },
};

/** Lets another process make changes while this one can do what it likes. */
async function change(...args: readonly string[]): Promise<void> {
  const [status] = await once(spawn("ip", args, { stdio: "inherit" }), "exit");
  if (status !== 0) throw new Error(`Cannot run 'ip ${args.join(" ")}': status ${status}`);
}

const stopwatch = new Stopwatch(cpuSeconds);
const events = await watch(OPTIONS[what]);
const counts: Record<string, number> = {};
const read = (async () => {
  for await (const { type } of events) {
    counts[type] = (counts[type] ?? 0) + 1;
    // Told behind all others.
    if (type === "rule") break;
  }
})();
stopwatch.start();
for (const batch of batches) await change("-batch", batch);
stopwatch.stop();
await change("rule", "add", "priority", "500", "table", "500");
await read;
await change("rule", "delete", "priority", "500");
const { rule = 0, route = 0 } = counts;
if (rule !== 1 || (route > 0) !== (what === "nothing")) throw new Error(`Cannot be: ${JSON.stringify(counts)}`);
console.log(JSON.stringify({ ...stopwatch, note: `${route} events of routes received` }));
