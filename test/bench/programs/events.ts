// events REPEATS COUNT ADD DELETE: fills the queue with `ip -batch ADD` and drains it, the same with `ip -batch DELETE`;
// in the end with the queue that is the default.
import process from "node:process";
import { watch, type Watcher } from "../../../mod.ts";
import { fill } from "./fill.ts";
import { Stopwatch } from "./stopwatch.ts";
import { RouteSums } from "./sums.ts";

const [, , repeats, count, add = "", remove = ""] = process.argv;
const all = Number(count);
/** Room for all of them. */
const RECEIVE_BUFFER = 32 * 1024 * 1024;

/** Reads until every event was received or told to be lost. */
async function drain(events: Watcher): Promise<{ readonly sums: RouteSums; readonly lost: number }> {
  const sums = new RouteSums();
  let lost = 0;
  for await (const event of events) {
    if (event.type === "route") sums.add(event.route);
    else if (event.type === "overrun") lost += event.lost;
    else throw new Error(`Cannot count an event of type '${event.type}'`);
    if (sums.count + lost >= all) break;
  }
  return { sums, lost };
}

const stopwatch = new Stopwatch();
let sums = new RouteSums();
for (const batch of Array.from({ length: Number(repeats) }, () => [add, remove]).flat()) {
  await using events = await watch({ topics: ["route"], receiveBuffer: RECEIVE_BUFFER });
  fill(batch);
  stopwatch.start();
  const drained = await drain(events);
  stopwatch.stop();
  if (drained.lost > 0) throw new Error(`Cannot keep all events in ${RECEIVE_BUFFER} bytes: ${drained.lost} were lost`);
  sums = drained.sums;
}

const notes: string[] = [];
for (const batch of [add, remove]) {
  await using events = await watch({ topics: ["route"] });
  fill(batch);
  const { sums: { count }, lost } = await drain(events);
  notes.push(`${count} received + ${lost} lost = ${all}`);
  if (count + lost !== all) throw new Error(`Cannot count: ${notes.at(-1)}`);
}
console.log(JSON.stringify({ ...stopwatch, sums, note: `default queue: ${notes.join(", ")}` }));
