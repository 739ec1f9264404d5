// ip routes|links REPEATS: what `ip -j` lists, parsed; the time of its process is part of it.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { childrenSeconds, cpuSeconds, Stopwatch } from "./stopwatch.ts";
import { linkSums, RouteSums, type Sums } from "./sums.ts";

/** What `ip -j` says of a route. */
interface ListedRoute {
  readonly dst: string;
  readonly dev: string;
  readonly table: string;
}

/** What `ip -j -d` says of a link. */
interface ListedLink {
  readonly ifindex: number;
  readonly ifname: string;
  readonly mtu: number;
  readonly address: string;
  readonly txqlen: number;
  readonly promiscuity: number;
  readonly num_tx_queues: number;
  readonly max_mtu: number;
  readonly operstate: string;
  readonly linkinfo?: { readonly info_kind: string };
}

function list(args: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync("ip", args, { encoding: "utf8", maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`Cannot run 'ip ${args.join(" ")}': ${stderr}`);
  return JSON.parse(stdout);
}

// What ip prints, and nothing checks it but the sums.
const listRoutes = (): ListedRoute[] => list(["-4", "-N", "-j", "route", "show", "table", "all"]) as ListedRoute[];
const listLinks = (): ListedLink[] => list(["-d", "-j", "link", "show"]) as ListedLink[];

const MAIN_TABLE = 254;

function sumRoutes(routes: readonly ListedRoute[]): Sums {
  const indexes = new Map(listLinks().map(({ ifname, ifindex }) => [ifname, ifindex]));
  const sums = new RouteSums();
  for (const { dst, dev, table = MAIN_TABLE } of routes) {
    const [destination = "", prefixLength = 32] = dst.split("/");
    sums.add({
      table: Number(table),
      prefixLength: Number(prefixLength),
      outputLink: indexes.get(dev) ?? 0,
      destination,
    });
  }
  return sums.toJSON();
}

function sumLinks(links: readonly ListedLink[]): Sums {
  return linkSums(links.map((link) => ({
    index: link.ifindex,
    mtu: link.mtu,
    name: link.ifname,
    address: link.address,
    transmitQueueLength: link.txqlen,
    promiscuity: link.promiscuity,
    transmitQueues: link.num_tx_queues,
    maxMtu: link.max_mtu,
    kind: link.linkinfo?.info_kind ?? "",
    state: link.operstate === "UP" ? "up" : "unknown",
  })));
}

/** Lists again and again, and adds up what came last. */
function measure<T>(repeats: number, list: () => T, sum: (listed: T) => Sums): void {
  const stopwatch = new Stopwatch(() => cpuSeconds() + childrenSeconds());
  let sums: Sums = {};
  for (let i = 0; i < repeats; i++) {
    stopwatch.start();
    const listed = list();
    stopwatch.stop();
    if (i === repeats - 1) sums = sum(listed);
  }
  console.log(JSON.stringify({ ...stopwatch, sums }));
}

const [, , what, repeats] = process.argv;
if (what === "routes") measure(Number(repeats), listRoutes, sumRoutes);
else measure(Number(repeats), listLinks, sumLinks);
