// routes REPEATS: lists the IPv4 routes with the least that does so in a runtime, by hand and for this machine alone.
import process from "node:process";
import { Stopwatch } from "../stopwatch.ts";
import { RouteSums } from "../sums.ts";
import { libc, rtnetlink } from "./libc.ts";
import { type HandRoute, readRoute } from "./route.ts";

const fd = rtnetlink();
// RTM_GETROUTE with NLM_F_REQUEST and NLM_F_DUMP, struct rtmsg for AF_INET.
const request = Uint8Array.of(28, 0, 0, 0, 26, 0, 1, 3, 1, ...Array(7).fill(0), 2, ...Array(11).fill(0));
const bytes = new Uint8Array(128 * 1024);
const view = new DataView(bytes.buffer);

function list(): readonly HandRoute[] {
  const found: HandRoute[] = [];
  libc.send(fd, request, request.length, 0);
  for (;;) {
    const length = libc.recv(fd, bytes, bytes.length, 0);
    for (let at = 0; at < length;) {
      const end = at + view.getUint32(at, true);
      // NLMSG_DONE
      if (view.getUint16(at + 4, true) === 3) return found;
      found.push(readRoute(view, at, end));
      at = (end + 3) & ~3;
    }
  }
}

const stopwatch = new Stopwatch();
let sums = new RouteSums();
for (let i = 0; i < Number(process.argv[2]); i++) {
  stopwatch.start();
  const routes = list();
  stopwatch.stop();
  sums = new RouteSums();
  for (const route of routes) sums.add(route);
}
console.log(JSON.stringify({ ...stopwatch, sums }));
