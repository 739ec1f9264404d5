// copy REPEATS: opens a copy of the routes, which is complete then.
import process from "node:process";
import { NetworkState } from "../../../mod.ts";
import { usedBytes } from "../../used-bytes.ts";
import { Stopwatch } from "./stopwatch.ts";
import { RouteSums } from "./sums.ts";

const repeats = Number(process.argv[2]);
const stopwatch = new Stopwatch();

/** Opens a copy; gives what is in it, and the memory that each route takes. */
async function measure(): Promise<{ readonly sums: RouteSums; readonly bytes: number }> {
  const before = await usedBytes();
  stopwatch.start();
  await using state = await NetworkState.open({ topics: ["route"] });
  stopwatch.stop();
  const bytes = (await usedBytes() - before) / state.routes.size;
  return { sums: RouteSums.of(state.routes.values()), bytes };
}

// In a function of its own, so that nothing holds the copy before.
let measured = {};
for (let i = 0; i < repeats; i++) measured = await measure();
console.log(JSON.stringify({ ...stopwatch, ...measured }));
