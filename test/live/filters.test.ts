import process from "node:process";
import { expect, test } from "vitest";
import { type Binding, type EventFilter, type NetworkEvent, watch } from "../../mod.ts";
import { binding } from "../../ffi/mod.ts";
import { collect, describeLive, namespace, run, type Sandbox } from "./sandbox.ts";
import { commands, Random } from "./state/random-network.ts";

const SEED = Number(process.env["NETLINK_TEST_SEED"] ?? Date.now() % 2 ** 31);
const FLOOD = 20_000;
/** How many random commands are run; many of them fail. */
const COMMANDS = 250;
const TOPICS = ["link", "address", "route", "neighbor", "nexthop"] as const;

/** Two pairs of links that can have routes: `v0` and `v1` by the indexes 10 and 11, `w0` and `w1` by 20 and 21. */
function prepared(): Sandbox {
  const home = namespace();
  home.batch([
    "link add v0 index 10 type veth peer name v1 index 11",
    "link add w0 index 20 type veth peer name w1 index 21",
    // Their IPv6 addresses would come, with routes, a second or two after the links.
    ...["v0", "v1", "w0", "w1"].flatMap((link) => [`link set ${link} addrgenmode none`, `link set ${link} up`]),
  ]);
  return home;
}

/** The machine's kernel, and what was asked of it since the last call. */
async function counting(): Promise<{ readonly kernel: Binding; readonly counts: () => object }> {
  const { libc, watchReadable } = await binding();
  let receives = 0;
  let wakes = 0;
  const recv: typeof libc.recv = (...call) => {
    receives++;
    return libc.recv(...call);
  };
  return {
    kernel: {
      libc: { ...libc, recv },
      watchReadable: (fd, ready) =>
        watchReadable(fd, (datagram) => {
          wakes++;
          ready(datagram);
        }),
    },
    counts() {
      const counted = { receives, wakes };
      receives = wakes = 0;
      return counted;
    },
  };
}

/** Runs commands of `ip`, each in a process of its own: a batch ends with the first that names what is not there. */
async function runEach(home: Sandbox, lines: readonly string[]): Promise<void> {
  const input = lines.map((line) => `ip ${line}\n`).join("");
  await run(["nsenter", `--net=/run/netns/${home.name}`, "sh"], { input });
}

describeLive(`${FLOOD} routes that nobody wants`, () => {
  const lines = Array.from({ length: FLOOD }, (_, i) => `route add 10.9.${i >> 8}.${i & 0xff}/32 dev v0 table 500`);

  test.each<[EventFilter]>([
    [{ links: [20] }],
    [{ tables: ["main", 1000] }],
    [{ families: ["inet6"] }],
    [{ actions: ["delete"] }],
    [{ links: [10, 20], tables: [500], families: ["inet6", "mpls"] }],
  ])("wake nobody, take no room and are no loss: %j", async (filter) => {
    using home = prepared();
    const { kernel, counts } = await counting();
    // Room for a few dozen events.
    const options = { namespace: home.name, kernel, receiveBuffer: 16 * 1024 };
    // Links go on telling for a while that they are up.
    await using events = await watch({ ...options, topics: ["address", "route"], ...filter });
    const next = events.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    counts();
    const { stderr } = await run(["ip", "-n", home.name, "-batch", "-"], { input: `${lines.join("\n")}\n` });
    expect(stderr).toBe("");
    expect(counts()).toEqual({ receives: 0, wakes: 0 });
    // What comes next is what is wanted, and no overrun before it.
    home.batch(["route add 192.0.2.0/24 dev w0", "route delete 192.0.2.0/24 dev w0"]);
    home.ip("-6", "route", "add", "2001:db8::/64", "dev", "w0", "table", "500");
    expect((await next).value).toMatchObject({ type: "route", route: { outputLink: 20 } });
  });

  test("are left out for somebody who goes by the name of a link, which the kernel cannot do", async () => {
    using home = prepared();
    await using events = await watch({ namespace: home.name, topics: ["route"], links: ["w0"], tables: [1000, 500] });
    home.batch([...lines.slice(0, 1000), "route add 192.0.2.0/24 dev w0 table 1000"]);
    expect((await events.next()).value).toMatchObject({ type: "route", route: { outputLink: 20 } });
  });
});

/** Whether an event is of one of these links, in words of its own. */
function isAbout(event: NetworkEvent, wanted: readonly number[]): boolean {
  const is = (index?: number): boolean => index !== undefined && wanted.includes(index);
  if (event.type === "link") return is(event.link.index);
  if (event.type === "address") return is(event.address.index);
  if (event.type === "neighbor") return is(event.neighbor.index);
  if (event.type === "nexthop") return is(event.nexthop.outputLink);
  if (event.type !== "route") return false;
  const { inputLink, outputLink, nextHops = [] } = event.route;
  return is(inputLink) || is(outputLink) || nextHops.some((hop) => is(hop.outputLink));
}

describeLive(`random changes (NETLINK_TEST_SEED=${SEED})`, () => {
  test.each<[EventFilter, (event: NetworkEvent) => boolean]>([
    [{ links: [10, 2, 3, 5] }, (event) => isAbout(event, [10, 2, 3, 5])],
    [{ tables: [100, "main"] }, (event) => event.type !== "route" || [100, 254].includes(event.route.table)],
    [{ families: ["inet6"] }, (event) => {
      const family = event.type === "route"
        ? event.route.family
        : event.type === "address"
        ? event.address.family
        : event.type === "neighbor"
        ? event.neighbor.family
        : event.type === "nexthop"
        ? event.nexthop.family
        : event.type === "link"
        ? event.link.family
        : "unspec";
      return family === "inet6" || family === "unspec";
    }],
    [{ actions: ["delete"] }, (event) => "action" in event && event.action === "delete"],
    [
      { links: [2, 3, 4, 5, 6, 7, 10], tables: [100, 1000], actions: ["new"] },
      (event) =>
        isAbout(event, [2, 3, 4, 5, 6, 7, 10]) && "action" in event && event.action === "new" &&
        (event.type !== "route" || [100, 1000].includes(event.route.table)),
    ],
  ])("are told as to somebody who hears all of them and chooses himself: %j", async (filter, isWanted) => {
    // Links that are down tell nothing by themselves while the two begin to listen.
    using home = namespace();
    home.ip("link", "add", "a0", "index", "10", "type", "veth", "peer", "name", "b0", "index", "11");
    const options = { namespace: home.name, topics: TOPICS, receiveBuffer: 32 * 1024 * 1024 };
    await using all = await watch(options);
    await using some = await watch({ ...options, ...filter });
    await runEach(home, commands(new Random(SEED), COMMANDS).filter((line) => !line.includes("netns")));
    const heard = (await collect(all, 500)).filter(isWanted);
    expect(heard.length).toBeGreaterThan(0);
    const told = await collect(some, 500);
    // The kernel goes on by itself for a while: what was told meanwhile, was heard too.
    const later = (await collect(all, 100)).filter(isWanted);
    expect(told.length).toBeGreaterThanOrEqual(heard.length);
    expect(told).toEqual([...heard, ...later].slice(0, told.length));
  });
});
