import { afterAll, beforeAll, expect, test } from "vitest";
import type { Filter, NewFilter, NewQdisc, NewTrafficClass, Qdisc, TrafficClass } from "../../../mod.ts";
import { describeLive, run } from "../sandbox.ts";
import { Twins } from "./twins.ts";

/** What `tc` adds to either side: what is listed of ours is removed, and added again. */
const COMMANDS: readonly string[] = [
  "qdisc add dev v0 root handle 1: htb default 0x20 r2q 20",
  "class add dev v0 parent 1: classid 1:1 htb rate 100mbit burst 15k quantum 20000",
  "class add dev v0 parent 1:1 classid 1:20 htb rate 10mbit ceil 20mbit prio 3 burst 15k cburst 15k quantum 20000",
  "qdisc add dev v0 parent 1:20 handle 20: tbf rate 1mbit burst 32k limit 60000",
  "filter add dev v0 parent 1: protocol ip prio 10 u32 match ip dst 198.51.100.0/24 match ip dport 80 0xffff flowid 1:20",
  "filter add dev v0 parent 1: protocol all prio 11 bpf bytecode 1,6_0_0_4294967295, flowid 1:20",
  "qdisc add dev v1 clsact",
  "filter add dev v1 ingress protocol ip prio 3 chain 4 u32 match u32 0 0 action mirred egress redirect dev lo",
  "filter add dev v1 egress prio 4 bpf direct-action bytecode 1,6_0_0_0,",
  "qdisc add dev v2 root handle 5: pfifo limit 77",
  "qdisc add dev v3 root handle 6: bfifo limit 7777",
  "qdisc add dev v3 ingress",
];

/** What is shown of all that. */
const SHOWN: readonly string[] = [
  ...["v0", "v1", "v2", "v3"].map((link) => `qdisc show dev ${link}`),
  "class show dev v0",
  "filter show dev v0 parent 1:",
  "filter show dev v1 ingress",
  "filter show dev v1 egress",
];

describeLive("what is listed of traffic control can be removed and added again:", () => {
  let twins: Twins;

  beforeAll(async () => {
    twins = await Twins.make("link add v2 type veth peer name v3");
    for (const { name } of [twins.ours, twins.theirs]) {
      for (const command of COMMANDS) {
        const words = command.split(" ").map((word) => word.replaceAll("_", " "));
        expect((await run(["tc", "-n", name, ...words])).stderr).toBe("");
      }
    }
  });
  afterAll(() => twins?.[Symbol.asyncDispose]());

  /** What `tc` shows of one of the two, without what is numbered anew. */
  async function shown(name: string): Promise<readonly string[]> {
    const texts = await Promise.all(SHOWN.map((command) => run(["tc", "-n", name, "-d", ...command.split(" ")])));
    expect(texts.map(({ stderr }) => stderr).join("")).toBe("");
    return texts.map(({ stdout }) => stdout.replaceAll(/ id \d+| index \d+|key ht 800 bkt/g, ""));
  }

  test("qdiscs, classes and filters of every kind", async () => {
    const { qdiscs, trafficClasses, filters } = twins.rtnetlink;
    const before = await shown(twins.theirs.name);
    const listedQdiscs = (await qdiscs.list()).filter(({ kind }) => kind !== "noqueue");
    const [classes, seen] = [await trafficClasses.list({ link: "v0", kind: "htb" }), [] as Filter[]];
    for (
      const place of [{ link: "v0", parent: "1:" }, { link: "v1", parent: "ingress" }, {
        link: "v1",
        parent: "egress",
      }] as const
    ) {
      // What filters have in common has no number.
      seen.push(...(await filters.list(place)).filter(({ handle, options }) => handle !== 0 && !isTable(options)));
    }
    expect([listedQdiscs.length, classes.length, seen.length]).toEqual([6, 2, 4]);

    for (const filter of seen) await filters.remove(filter);
    for (const { index, parent } of listedQdiscs.filter(({ parent }) => parent === "root" || parent === "ingress")) {
      await qdiscs.remove({ link: index, parent });
    }
    expect((await qdiscs.list()).filter(({ kind }) => kind !== "noqueue")).toEqual([]);

    for (const qdisc of listedQdiscs.filter(({ parent }) => !parent.includes(":"))) await qdiscs.add(newQdisc(qdisc));
    for (const one of classes.toSorted((one) => one.parent === "root" ? -1 : 1)) {
      await trafficClasses.add(newClass(one));
    }
    for (const qdisc of listedQdiscs.filter(({ parent }) => parent.includes(":"))) await qdiscs.add(newQdisc(qdisc));
    for (const filter of seen) await filters.add(newFilter(filter));
    // The kernel lets go of the actions of filters that are gone a moment later.
    await expect.poll(() => shown(twins.ours.name), { timeout: 20_000 }).toEqual(before);
  });

  test("all filters of a chain go at once, and those of others stay", async () => {
    const { filters } = twins.rtnetlink;
    for (const place of [{ link: "v0", parent: "1:" }, { link: "v1", parent: "ingress" }] as const) {
      await filters.flush(place);
      await filters.flush(place);
    }
    expect(await twins.change("tc filter del dev v0 parent 1:")).toBe("");
    expect(await twins.change("tc filter del dev v1 ingress")).toBe("");
    expect(await shown(twins.ours.name)).toEqual(await shown(twins.theirs.name));
    expect(await filters.list({ link: "v0", parent: "1:" })).toEqual([]);
    expect(await filters.list({ link: "v1", parent: "ingress" })).not.toEqual([]);
    await filters.flush({ link: "v1", parent: "ingress", chain: 4 });
    expect(await filters.list({ link: "v1", parent: "ingress" })).toEqual([]);
  });

  test("a qdisc of the kind htb needs no options", async () => {
    await twins.rtnetlink.qdiscs.replace({ link: "v2", handle: "1:", kind: "htb" });
    expect(await twins.change("tc qdisc replace dev v2 root handle 1: htb")).toBe("");
    await twins.expectSame("tc qdisc show dev v2");
  });

  test("a qdisc of the kind htb is not changed, with options or without", async () => {
    const { qdiscs } = twins.rtnetlink;
    const htb = { link: "v2", handle: "1:", kind: "htb" } as const;
    for (const change of [htb, { ...htb, options: { global: { defaultClass: 7 } } }]) {
      await expect(qdiscs.set(change)).rejects.toThrow("Change operation not supported by specified qdisc");
    }
    for (const words of ["htb", "htb default 7"]) {
      expect(await twins.change(`tc qdisc change dev v2 root handle 1: ${words}`))
        .toContain("Change operation not supported by specified qdisc");
    }
    await twins.expectSame("tc qdisc show dev v2");
  });
});

/** Whether options are those of a table of `u32`. */
function isTable(options: object | undefined): boolean {
  return options !== undefined && "divisor" in options;
}

// What is listed of a kind is how it is described.

function newQdisc({ index, parent, handle, kind, options }: Qdisc): NewQdisc {
  return { link: index, parent, handle, kind, ...(options !== undefined && { options }) } as NewQdisc;
}

function newClass({ index, parent, handle, kind, options }: TrafficClass): NewTrafficClass {
  return { link: index, parent, handle, kind, options } as NewTrafficClass;
}

function newFilter({ index, parent, protocol, priority, chain = 0, handle, kind, options }: Filter): NewFilter {
  return { link: index, parent, protocol, priority, chain, handle, kind, options } as NewFilter;
}
