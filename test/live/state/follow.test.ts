import { spawnSync } from "node:child_process";
import process from "node:process";
import { expect, test } from "vitest";
import { detectChanges, type NetworkChange, NetworkState } from "../../../mod.ts";
import { binding, type Libc } from "../../../ffi/mod.ts";
import { NLM_F_CREATE } from "../../../src/codec/framing.ts";
import { Exchange } from "../../../src/exchange.ts";
import { ruleNoun } from "../../../src/route/rule.ts";
import { Requests } from "../../../src/route/verbs/requests.ts";
import { record } from "../../state/network.ts";
import { sleeper } from "../process.ts";
import { describeLive, namespace } from "../sandbox.ts";

/** What was told, in a line each. */
function lines(told: readonly NetworkChange[]): readonly string[] {
  return told.map((change) => {
    if (!("action" in change)) return change.type;
    const changed = change.action === "change" ? ` ${change.changed.toSorted().join(",")}` : "";
    return `${change.type} ${change.action} ${change.cause}${changed}`;
  });
}

/** A pair of links without addresses of its own making. */
const PAIR = [
  "link add v0 type veth peer name v1",
  "link set v0 addrgenmode none",
  "link set v1 addrgenmode none",
];

/** One of each kind of link that this kernel has. */
const ZOO = [
  ...PAIR,
  "link add br0 type bridge",
  "link set v1 master br0",
  "link add vx0 type vxlan id 7 dstport 4789",
  "link add mv0 link v0 type macvlan mode bridge",
  "link add mt0 link v0 type macvtap mode bridge",
  "link add ifb7 type ifb",
];

/** Routes as commands of `ip`. */
function routes(verb: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `route ${verb} 10.${i >> 16}.${i >> 8 & 255}.${i & 255} dev v0`);
}

describeLive("a change", () => {
  test.each(["v0", "v1", "br0", "vx0", "mv0", "mt0", "ifb7", "lo"])(
    "of one field of %s is told as that, and as nothing else",
    async (name) => {
      await using home = namespace();
      home.batch(ZOO);
      await using state = await NetworkState.open({ namespace: home.name, topics: ["link"] });
      const told = record(state);
      for (const length of [1234, 4321]) {
        home.ip("link", "set", name, "txqueuelen", `${length}`);
        await state.settled();
      }
      expect(told).toMatchObject([1234, 4321].map((transmitQueueLength) => ({
        action: "change",
        cause: "event",
        changed: ["transmitQueueLength"],
        link: { name, transmitQueueLength },
      })));
    },
  );

  test("of the name of a link is a change, of its labels too: KF-05", async () => {
    await using home = namespace();
    home.batch([...PAIR, "address add 192.0.2.1/24 dev v0"]);
    await using state = await NetworkState.open({ namespace: home.name, topics: ["link", "address"] });
    const told = record(state);
    home.ip("link", "set", "v0", "name", "wan0");
    await state.settled();
    expect(lines(told)).toEqual(["link change event name", "address change event label"]);
  });

  test("of a route is told as that: replaced, appended, gone with the link: KF-04, KF-17", async () => {
    await using home = namespace();
    home.batch([...PAIR, "link set v1 up", "link set v0 up", "address add 192.0.2.1/24 dev v0"]);
    await using state = await NetworkState.open({ namespace: home.name, topics: ["route"] });
    const told = record(state);
    home.batch([
      "route add 198.51.100.0/24 via 192.0.2.2",
      "route replace 198.51.100.0/24 via 192.0.2.3",
      "route append 198.51.100.0/24 via 192.0.2.4",
    ]);
    await state.settled();
    expect(lines(told)).toEqual(["route add event", "route change event gateway", "route add event"]);
    const before = state.routes.size;
    home.ip("link", "set", "v0", "down");
    await state.settled();
    const gone = lines(told).slice(3);
    expect(gone).toContain("route remove inferred");
    expect(gone.filter((line) => line.startsWith("route remove"))).toHaveLength(before - state.routes.size);
    expect(state.routes.size).toBe(home.json("route", "show", "table", "all").length);
  });

  test("of addresses is there before it is announced, where the kernel makes them itself", async () => {
    await using home = namespace();
    home.batch(["link add v0 type veth peer name v1", "link set v1 up"]);
    await using state = await NetworkState.open({ namespace: home.name, topics: ["address"] });
    const told = record(state);
    home.ip("link", "set", "v0", "up");
    // The kernel takes its time to see the carrier of both ends; then they have an address that is still looked for.
    await state.waitFor(({ addresses }) => addresses.size === 2);
    expect(lines(told)).toEqual(["address add inferred", "address add inferred"]);
    for (const { flags } of state.addresses.values()) expect(flags).toContain("tentative");
    await state.waitFor(({ addresses }) => ![...addresses.values()].some(({ flags }) => flags.includes("tentative")));
    expect(lines(told).slice(2)).toEqual(["address change event flags", "address change event flags"]);
  });

  test("of rules is told, though the kernel has the same rule twice", async () => {
    await using home = namespace();
    await using exchange = await Exchange.open("route", { namespace: home.name });
    await using state = await NetworkState.open({ namespace: home.name, topics: ["rule"] });
    const told = record(state);
    const requests = new Requests(exchange, ruleNoun);
    const rule = { family: "inet", action: "table", table: 100, priority: 7 } as const;
    // Without NLM_F_EXCL, which ip always sets.
    for (let i = 0; i < 2; i++) await requests.send("add rule", "new", NLM_F_CREATE, rule, {});
    await state.settled();
    home.ip("rule", "delete", "pref", "7");
    await state.settled();
    expect(lines(told)).toEqual(["rule add event", "rule add event", "rule remove event"]);
    expect(home.json("rule", "show").filter(({ priority }) => priority === 7)).toHaveLength(1);
  });

  test.each([
    ["link set v0 alias uplink", "link change", "alias"],
    ["link property add dev v0 altname uplink", "link change", "propertyList"],
    ["link set v0 group 7", "link change", "group"],
    ["neighbor add proxy 192.0.2.7 dev v0", "neighbor add", ""],
  ])("that nobody announces shows when somebody asks: %s, KF-03", async (command, change, changed) => {
    await using home = namespace();
    home.batch(PAIR);
    await using state = await NetworkState.open({ namespace: home.name, topics: ["link", "neighbor"] });
    const told = record(state);
    home.ip(...command.split(" "));
    await state.refresh();
    // Other kernels may announce it.
    expect(lines(told)).toEqual([expect.stringMatching(new RegExp(`^${change} (resync|event) ?${changed}$`))]);
  });

  test("is told though events are lost: CI-18, BL-B7", async () => {
    await using home = namespace();
    home.batch([...PAIR, "link set v1 up", "link set v0 up"]);
    const options = { namespace: home.name, topics: ["route"], receiveBuffer: 4096 } as const;
    await using detector = await detectChanges(options);
    const { state } = detector;
    const told = record(state);
    const before = state.routes.size;
    // Nobody reads while it runs.
    home.batch(routes("add", 2000));
    await state.settled();
    expect(state.routes.size).toBe(before + 2000);
    expect(detector.take()).toBe(true);
    const lost = told.reduce((sum, change) => sum + (change.type === "overrun" ? change.lost : 0), 0);
    expect(lost).toBeGreaterThan(1000);
    expect(told.filter((change) => "cause" in change && change.cause === "resync")).toHaveLength(lost);
    expect(told.at(-1)).toEqual({ type: "synced" });
    home.ip("route", "delete", "10.0.0.1");
    await state.settled();
    expect([detector.take(), detector.take()]).toEqual([true, false]);
  });
});

describeLive("a copy", () => {
  test("of a namespace goes on when its last process ends and it has no name: the sockets keep it", async () => {
    const home = await sleeper("--net");
    await using state = await NetworkState.open({ namespace: home.pid, topics: ["link", "address", "route"] });
    const told = record(state);
    spawnSync("nsenter", [`--net=/proc/${home.pid}/ns/net`, "ip", "link", "add", "ifb7", "type", "ifb"]);
    await state.waitFor(({ links }) => links.size === 2 || undefined);
    await home[Symbol.asyncDispose]();
    await state.refresh();
    expect([...state.links.values()].map(({ name }) => name)).toEqual(["lo", "ifb7"]);
    expect(lines(told)[0]).toBe("link add event");
  });

  test("that nobody asks anything of makes no call while nothing happens", async () => {
    await using home = namespace();
    home.batch(PAIR);
    const { calls, kernel } = await counted();
    await using detector = await detectChanges({ namespace: home.name, topics: ["link", "address"], kernel });
    home.ip("link", "set", "v0", "mtu", "1400");
    await detector.state.settled();
    expect(detector.changed).toBe(true);
    await quiet(calls);
    const cpu = process.cpuUsage();
    calls.length = 0;
    for (let i = 0; i < 100; i++) expect(detector.changed).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(calls).toEqual([]);
    const { user, system } = process.cpuUsage(cpu);
    // Of a second, in microseconds; the test runner has its share.
    expect(user + system).toBeLessThan(300_000);
  });

  test("of links takes no memory for routes, and one of routes opens in a moment", async () => {
    const COUNT = 20_000;
    await using home = namespace();
    home.batch([...PAIR, "link set v1 up", "link set v0 up", ...routes("add", COUNT)]);
    const { calls, kernel } = await counted();
    await using links = await NetworkState.open({ namespace: home.name, topics: ["link"], kernel });
    expect(links.links.size).toBe(3);
    const few = calls.filter((name) => name === "recv").length;
    await links[Symbol.asyncDispose]();
    // Twice, since the first time is that of the compiler.
    let best = Infinity;
    for (let attempt = 0; attempt < 2; attempt++) {
      const start = performance.now();
      await using state = await NetworkState.open({ namespace: home.name, topics: ["route"], kernel });
      best = Math.min(best, performance.now() - start);
      expect(state.routes.size).toBeGreaterThanOrEqual(COUNT);
    }
    expect(best).toBeLessThan(1500);
    // Whoever follows links receives nothing of routes.
    expect(few).toBeLessThan(12);
    expect(calls.filter((name) => name === "recv").length).toBeGreaterThan(50);
  });
});

/** The C library with a list of the calls that are made. */
async function counted(): Promise<{ readonly calls: string[]; readonly kernel: Awaited<ReturnType<typeof binding>> }> {
  const { libc, watchReadable } = await binding();
  const calls: string[] = [];
  const wrapped = Object.entries(libc).map(([name, call]: [string, (...args: never[]) => number]) => [
    name,
    (...args: never[]) => {
      calls.push(name);
      return call(...args);
    },
  ]);
  // Each function is wrapped under its name.
  return { calls, kernel: { watchReadable, libc: Object.fromEntries(wrapped) as Libc } };
}

/** Waits until no call has been made for a while. */
async function quiet(calls: readonly string[]): Promise<void> {
  for (let before = -1; before !== calls.length;) {
    before = calls.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
