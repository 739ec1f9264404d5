// routes REPEATS: lists the IPv4 routes.
import process from "node:process";
import { Rtnetlink } from "../../../mod.ts";
import { Stopwatch } from "./stopwatch.ts";
import { RouteSums } from "./sums.ts";

const repeats = Number(process.argv[2]);
const stopwatch = new Stopwatch();
let sums = new RouteSums();
await using rtnetlink = await Rtnetlink.open();
for (let i = 0; i < repeats; i++) {
  stopwatch.start();
  const routes = await rtnetlink.routes.list({ family: "inet" });
  stopwatch.stop();
  sums = RouteSums.of(routes);
}
console.log(JSON.stringify({ ...stopwatch, sums }));
