// latency COUNT PRODUCER...: starts the program that changes routes, and notes when it hears of each change.
// The processor time is that of a change after the first tenth of them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { watch } from "../../../mod.ts";
import { monotonicClock } from "./clock.ts";
import { cpuSeconds } from "./stopwatch.ts";
import { RouteSums } from "./sums.ts";

const [, , count, producer = "", ...args] = process.argv;
const all = Number(count);
const warmUp = Math.floor(all / 10);
const received: number[] = [];
let before = 0;
const sums = new RouteSums();
const clock = await monotonicClock();
const events = await watch({ topics: ["route"] });
const ended = once(spawn(producer, args, { stdio: "inherit" }), "exit");
for await (const event of events) {
  received.push(clock());
  if (event.type !== "route") throw new Error(`Cannot measure an event of type '${event.type}'`);
  sums.add(event.route);
  if (sums.count === warmUp) before = cpuSeconds();
  if (sums.count === all) break;
}
const cpu = [(cpuSeconds() - before) / (all - warmUp)];
// Both print to the same pipe, one after the other.
const [status] = await ended;
if (status !== 0) throw new Error(`Cannot run '${producer}': status ${status}`);
console.log(JSON.stringify({ received, cpu, sums }));
