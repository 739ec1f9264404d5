import { spawnSync } from "node:child_process";
import process from "node:process";
import { expect, test } from "vitest";
import { type ChangeReader, type Key, type NetworkChange, NetworkState, type Tracked } from "../../../mod.ts";
import { trackings } from "../../../src/route/tracking/mod.ts";
import { differences } from "../../../src/state/compare.ts";
import { describeLive, namespace, run, Sandbox } from "../sandbox.ts";
import { commands, Random } from "./random-network.ts";

const SEED = Number(process.env["NETLINK_TEST_SEED"] ?? Date.now() % 2 ** 31);
const BURSTS = Number(process.env["NETLINK_TEST_BURSTS"] ?? 12);
const BURST = 120;
const TOPICS: readonly (keyof Tracked)[] = ["link", "address", "nexthop", "route", "neighbor", "rule"];
/** The kernel goes on by itself for a while: carriers, duplicate address detection, timers of bridges. */
const PATIENCE = 2000;
const PAUSE = 100;

type Objects = ReadonlyMap<Key, object>;

function copyOf(state: NetworkState, topic: keyof Tracked): Objects {
  const copies: { readonly [T in keyof Tracked]: Objects } = {
    link: state.links,
    address: state.addresses,
    nexthop: state.nexthops,
    route: state.routes,
    neighbor: state.neighbors,
    rule: state.rules,
  };
  return copies[topic];
}

/** What is different between two copies, in words. */
function disagreements(topic: keyof Tracked, ours: Objects, theirs: Objects): readonly string[] {
  const keys = new Set([...ours.keys(), ...theirs.keys()]);
  return [...keys].flatMap((key) => {
    const [own, other] = [ours.get(key), theirs.get(key)];
    if (own === undefined) return [`${topic} ${key} is missing`];
    if (other === undefined) return [`${topic} ${key} is not there any more`];
    return inside(own, other, "", trackings[topic].volatile).map((difference) => `${topic} ${key}: ${difference}`);
  });
}

/** The innermost fields that differ. */
function inside(own: object, other: object, path: string, volatile: ReadonlySet<string>): readonly string[] {
  const inner = new Set([...volatile].filter((name) => name.startsWith(path)).map((name) => name.slice(path.length)));
  return differences(own, other, inner).flatMap((name) => {
    const [mine, yours] = [Reflect.get(own, name), Reflect.get(other, name)];
    const isDeep = [mine, yours].every((value) => typeof value === "object" && value !== null && !Array.isArray(value));
    if (isDeep) return inside(mine, yours, `${path}${name}.`, volatile);
    return [`${path}${name} is ${show(mine)}, not ${show(yours)}`];
  });
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, part) => typeof part === "bigint" ? `${part}n` : part) ?? "absent";
}

/** What `ip -j` and we say, in few words each, to be compared as sets. */
const WITNESSES: readonly {
  readonly args: readonly string[];
  readonly theirs: (object: Record<string, unknown>) => readonly string[];
  readonly ours: (state: NetworkState) => readonly string[];
}[] = [
  {
    args: ["link", "show"],
    theirs: ({ ifindex, ifname, mtu, flags }) => [
      `${ifindex} ${ifname} ${mtu} ${(flags as string[]).includes("UP")}`,
    ],
    ours: ({ links }) =>
      [...links.values()].map(({ index, name, mtu, flags }) => `${index} ${name} ${mtu} ${flags.includes("up")}`),
  },
  {
    args: ["address", "show"],
    theirs: ({ ifindex, addr_info }) =>
      (addr_info as Record<string, unknown>[]).map(({ local, prefixlen }) => `${ifindex} ${local}/${prefixlen}`),
    ours: ({ addresses }) =>
      [...addresses.values()].map(({ index, local, address, prefixLength }) =>
        `${index} ${local ?? address}/${prefixLength}`
      ),
  },
  ...(["inet", "inet6"] as const).map((family) => ({
    args: ["-f", family, "route", "show", "table", "all"],
    theirs: ({ dst, metric }: Record<string, unknown>) => [
      `${dst === "default" ? "default" : `${dst}`.split("/")[0]} ${metric ?? 0}`,
    ],
    ours: ({ routes }: NetworkState) =>
      [...routes.values()].filter((route) => route.family === family)
        .map(({ destination, priority }) => `${destination ?? "default"} ${priority ?? 0}`),
  })),
  ...(["inet", "inet6"] as const).map((family) => ({
    args: ["-f", family, "rule", "show"],
    theirs: ({ priority }: Record<string, unknown>) => [`${priority}`],
    ours: ({ rules }: NetworkState) =>
      [...rules.values()].filter((rule) => rule.family === family).map(({ priority }) => `${priority ?? 0}`),
  })),
  {
    args: ["nexthop", "show"],
    theirs: ({ id }) => [`${id}`],
    ours: ({ nexthops }) => [...nexthops.keys()].map((id) => `${id}`),
  },
];

/** What is wrong with a copy: nothing, when it is what a fresh list and `ip` say. */
async function faults(state: NetworkState, home: Sandbox): Promise<readonly string[]> {
  await state.settled();
  await using fresh = await NetworkState.open({ namespace: home.name, topics: TOPICS });
  const ours = TOPICS.flatMap((topic) => disagreements(topic, copyOf(state, topic), copyOf(fresh, topic)));
  if (ours.length > 0) return ours;
  return WITNESSES.flatMap(({ args, theirs, ours }) => {
    const said = home.json(...args).filter((object) => Object.keys(object).length > 0).flatMap(theirs).toSorted();
    const known = ours(state).toSorted();
    return said.join() === known.join() ? [] : [`ip ${args.join(" ")} says ${said.join(", ")}, we ${known.join(", ")}`];
  });
}

/** Waits until nothing is wrong; gives what still is when patience ends. */
async function lastingFaults(state: NetworkState, home: Sandbox): Promise<readonly string[]> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const found = await faults(state, home);
    if (found.length === 0 || performance.now() > end) return found;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** What the changes make of an empty map, one for each kind. */
class Replay {
  readonly objects: ReadonlyMap<string, Map<Key, object>> = new Map(TOPICS.map((topic) => [topic, new Map()]));

  take(change: NetworkChange): void {
    if (!("action" in change)) return;
    const objects = this.objects.get(change.type);
    if (change.action === "change" && change.previousKey !== undefined) objects?.delete(change.previousKey);
    if (change.action === "remove") objects?.delete(change.key);
    // A change has its object in the property of its type.
    else objects?.set(change.key, Reflect.get(change, change.type) as object);
  }

  /** Takes everything that is queued. */
  async takeAll(changes: ChangeReader): Promise<void> {
    const end = AbortSignal.timeout(PAUSE);
    try {
      for (;;) {
        const { value } = await changes.next({ signal: end });
        if (value !== undefined) this.take(value);
      }
    } catch (error) {
      if (error !== end.reason) throw error;
    }
  }
}

/**
 * Runs commands, many of which fail, and returns how many did not. Each is a process of its own, since `ip -batch` ends
 * with the first link that is missing. While we wait for them in the same thread, nobody reads our events.
 */
async function change(home: Sandbox, lines: readonly string[], isBlocking: boolean): Promise<number> {
  const command = ["nsenter", `--net=/run/netns/${home.name}`, "sh", "-s"] as const;
  const input = lines.map((line) => `ip ${line} && echo done\n`).join("");
  const { stdout } = isBlocking
    ? spawnSync(command[0], command.slice(1), { input, encoding: "utf8" })
    : await run(command, { input });
  return stdout.split("done").length - 1;
}

describeLive("the copy", () => {
  test.each([
    ["with room for all events", undefined],
    ["with room for a few events", 4096],
  ])("is exact after random changes, %s", { timeout: 300_000 }, async (_, receiveBuffer) => {
    console.log(`The seed is ${SEED}: NETLINK_TEST_SEED=${SEED} replays it.`);
    const random = new Random(SEED);
    await using home = namespace();
    await using _other = new Sandbox("other");
    home.ip("link", "set", "lo", "up");
    await using state = await NetworkState.open({
      namespace: home.name,
      topics: TOPICS,
      ...(receiveBuffer === undefined ? {} : { receiveBuffer }),
    });
    using changes = state.changes({ snapshot: true });
    using slow = state.changes({ snapshot: true });
    const replay = new Replay();
    let overruns = 0;
    let done = 0;
    using _listening = {
      [Symbol.dispose]: state.listen((all) => void all.forEach(({ type }) => overruns += type === "overrun" ? 1 : 0)),
    };
    for (let burst = 0; burst < BURSTS; burst++) {
      const lines = commands(random, BURST);
      done += await change(home, lines, receiveBuffer !== undefined);
      const wrong = await lastingFaults(state, home);
      expect(wrong, `after burst ${burst} of seed ${SEED}`).toEqual([]);
      await replay.takeAll(changes);
      for (const topic of TOPICS) {
        const replayed = disagreements(topic, replay.objects.get(topic) ?? new Map(), copyOf(state, topic));
        expect(replayed, `replayed after burst ${burst} of seed ${SEED}`).toEqual([]);
      }
    }
    // Somebody who reads only now gets less to read, and the same in the end.
    const late = new Replay();
    await late.takeAll(slow);
    for (const topic of TOPICS) {
      expect(disagreements(topic, late.objects.get(topic) ?? new Map(), copyOf(state, topic))).toEqual([]);
    }
    if (receiveBuffer !== undefined) expect(overruns).toBeGreaterThan(0);
    console.log(`${done} of ${BURSTS * BURST} commands changed something.`);
    // What changes nothing shows nothing.
    expect(done).toBeGreaterThan(BURSTS * BURST / 4);
  });
});
