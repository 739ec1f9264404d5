// links REPEATS: lists the links with all that is known of them but their counters.
import process from "node:process";
import { type Link, Rtnetlink } from "../../../mod.ts";
import { Stopwatch } from "./stopwatch.ts";
import { linkSums } from "./sums.ts";

const repeats = Number(process.argv[2]);
const stopwatch = new Stopwatch();
let links: readonly Link[] = [];
await using rtnetlink = await Rtnetlink.open();
for (let i = 0; i < repeats; i++) {
  stopwatch.start();
  links = await rtnetlink.links.list();
  stopwatch.stop();
}
console.log(JSON.stringify({ ...stopwatch, sums: linkSums(links) }));
