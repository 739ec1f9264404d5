// requests REPEATS COUNT LINK: adds routes and removes them, without waiting for one before the next.
import process from "node:process";
import { type NewRoute, Rtnetlink } from "../../../mod.ts";
import { Stopwatch } from "./stopwatch.ts";
import { RouteSums } from "./sums.ts";

const [, , repeats, count, link] = process.argv.map(Number);
const wanted: readonly NewRoute[] = Array.from({ length: count ?? 0 }, (_, i) => ({
  destination: `11.${i >> 16}.${(i >> 8) & 0xff}.${i & 0xff}/32`,
  link: link ?? 0,
}));

const stopwatch = new Stopwatch();
let sums = new RouteSums();
await using rtnetlink = await Rtnetlink.open();
for (let i = 0; i < (repeats ?? 0); i++) {
  stopwatch.start();
  const added = await Promise.all(wanted.map((route) => rtnetlink.routes.add(route)));
  await Promise.all(wanted.map((route) => rtnetlink.routes.remove(route)));
  stopwatch.stop();
  sums = RouteSums.of(added);
}
if ((await rtnetlink.routes.list({ family: "inet", link: link ?? 0 })).length > 0) {
  throw new Error("Cannot remove all routes");
}
console.log(JSON.stringify({ ...stopwatch, sums }));
