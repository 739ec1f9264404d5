// follow REPEATS COUNT ADD DELETE: fills the queue of a copy of the routes with `ip -batch ADD` and takes all of it into
// the copy, the same with `ip -batch DELETE`.
import process from "node:process";
import { NetworkState } from "../../../mod.ts";
import { fill } from "./fill.ts";
import { Stopwatch } from "./stopwatch.ts";
import { RouteSums } from "./sums.ts";

const [, , repeats, count, add = "", remove = ""] = process.argv;
/** Room for all of them. */
const RECEIVE_BUFFER = 32 * 1024 * 1024;

const stopwatch = new Stopwatch();
let sums = new RouteSums();
await using state = await NetworkState.open({ topics: ["route"], receiveBuffer: RECEIVE_BUFFER });
for (const batch of Array.from({ length: Number(repeats) }, () => [add, remove]).flat()) {
  const size = state.routes.size;
  const changes = state.changes();
  sums = new RouteSums();
  fill(batch);
  stopwatch.start();
  for await (const change of changes) {
    if (change.type !== "route" || change.cause !== "event") throw new Error(`Cannot count a '${change.type}'`);
    sums.add(change.route);
    if (sums.count === Number(count)) break;
  }
  stopwatch.stop();
  if (Math.abs(state.routes.size - size) !== sums.count) throw new Error(`Cannot follow: ${state.routes.size} routes`);
}
console.log(JSON.stringify({ ...stopwatch, sums }));
