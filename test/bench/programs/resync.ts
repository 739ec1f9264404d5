// resync REPEATS COUNT ADD DELETE: lets `ip -batch ADD` make COUNT changes of routes of which a copy is not told, and
// repairs it; the same with `ip -batch DELETE`.
import process from "node:process";
import { NetworkState } from "../../../mod.ts";
import { fill } from "./fill.ts";
import { Stopwatch } from "./stopwatch.ts";
import { RouteSums } from "./sums.ts";

const [, , repeats, count, add = "", remove = ""] = process.argv;
/** Room for what the kernel is asked, but not for all changes. */
const RECEIVE_BUFFER = 16 * 1024;

const stopwatch = new Stopwatch();
let told = 0;
let found = 0;
await using state = await NetworkState.open({ topics: ["route"], receiveBuffer: RECEIVE_BUFFER });
state.listen((changes) => {
  for (const change of changes) {
    if (change.type !== "route") continue;
    if (change.cause === "resync") found++;
    else told++;
  }
});
for (const batch of Array.from({ length: Number(repeats) }, () => [add, remove]).flat()) {
  fill(batch);
  told = found = 0;
  stopwatch.start();
  await state.refresh();
  stopwatch.stop();
  if (found === 0 || told + found !== Number(count)) throw new Error(`Cannot find ${count}: ${told} told + ${found}`);
}
const note = `${told} of ${count} differences told by events, ${found} found`;
console.log(JSON.stringify({ ...stopwatch, sums: RouteSums.of(state.routes.values()), note }));
