import { afterAll, beforeAll, expect, test } from "vitest";
import type { MirredOptions, NewFilter, NewQdisc, NewTrafficClass } from "../../../mod.ts";
import { describeLive, describeWhere, isPrivileged, run } from "../sandbox.ts";
import { Twins } from "./twins.ts";

/** A rate in the form of the kernel, in bytes a second. */
function rateOf(rate: number) {
  return { rate, linkLayer: "ethernet" } as const;
}

/** How many ticks of 64 nanoseconds so many bytes take at a rate. */
function ticksOf(bytes: number, rate: number): number {
  return Math.floor(Math.floor(bytes * 1e6 / rate) * 1000 / 64);
}

/** Qdiscs that are added, and the same in the words of `tc`. */
const QDISCS: readonly (readonly [NewQdisc, string])[] = [
  [
    {
      link: "v0",
      handle: "1:",
      kind: "htb",
      options: { global: { version: 3, rateToQuantum: 10, defaultClass: 0x20 } },
    },
    "dev v0 root handle 1: htb default 0x20",
  ],
  [{ link: "v1", kind: "clsact" }, "dev v1 clsact"],
  [{ link: "v2", kind: "pfifo", options: { limit: 77 } }, "dev v2 root pfifo limit 77"],
  [
    {
      link: "v3",
      handle: "7:",
      kind: "tbf",
      options: {
        parameters: { rate: rateOf(125_000), limit: 60_000, buffer: ticksOf(32_768, 125_000) },
        burst: 32_768,
      },
    },
    "dev v3 root handle 7: tbf rate 1mbit burst 32k limit 60000",
  ],
];

/** The same of classes. */
const CLASSES: readonly (readonly [NewTrafficClass, string])[] = [
  [htbClass("1:1", 12_500_000), "dev v0 parent 1: classid 1:1 htb rate 100mbit burst 15k cburst 15k quantum 20000"],
  [
    { ...htbClass("1:10", 1_250_000), parent: "1:1" },
    "dev v0 parent 1:1 classid 1:10 htb rate 10mbit burst 15k cburst 15k quantum 20000",
  ],
];

function htbClass(handle: "1:1" | "1:10", rate: number): NewTrafficClass {
  const buffer = ticksOf(15 * 1024, rate);
  const parameters = { rate: rateOf(rate), ceiling: rateOf(rate), buffer, ceilingBuffer: buffer, quantum: 20_000 };
  return { link: "v0", handle, kind: "htb", options: { parameters } };
}

/** A key of a filter of the kind `u32`. */
const KEY = { mask: 0xffffff00, value: 0xc6336400, offset: 16, offsetMask: 0 } as const;

/** The same of filters. */
const FILTERS: readonly (readonly [NewFilter, string])[] = [
  [
    {
      link: "v0",
      parent: "1:",
      protocol: 0x0800,
      priority: 10,
      kind: "u32",
      options: { classId: "1:10", selector: { flags: ["terminal"], keyCount: 1, keys: [KEY] } },
    },
    "dev v0 parent 1: protocol ip prio 10 u32 match ip dst 198.51.100.0/24 flowid 1:10",
  ],
  [
    {
      link: "v1",
      parent: "ingress",
      priority: 3,
      chain: 4,
      kind: "u32",
      options: {
        selector: { flags: ["terminal"], keyCount: 1, keys: [{ mask: 0, value: 0, offset: 0, offsetMask: 0 }] },
        actions: [{ kind: "mirred", options: { parameters: { action: "stolen", mode: "egressRedirect", link: 1 } } }],
      },
    },
    "dev v1 ingress protocol all prio 3 chain 4 u32 match u32 0 0 action mirred egress redirect dev lo",
  ],
];

describeLive("what tc changes, we change as well:", () => {
  let twins: Twins;

  beforeAll(async () => {
    twins = await Twins.make("link add v2 type veth peer name v3");
  });
  afterAll(() => twins?.[Symbol.asyncDispose]());

  /** Expects that `tc` prints the same of both, in words. */
  async function expectSameText(command: string): Promise<void> {
    const [ours, theirs] = await Promise.all(
      [twins.ours, twins.theirs].map(async ({ name }) =>
        (await run(["tc", "-n", name, "-d", ...command.split(" ")])).stdout
      ),
    );
    expect(ours).toBe(theirs);
    expect(ours).not.toBe("");
  }

  test("qdiscs are added, and are what is returned", async () => {
    const { qdiscs } = twins.rtnetlink;
    for (const [qdisc, theirs] of QDISCS) {
      expect(await twins.change(`tc qdisc add ${theirs}`)).toBe("");
      const { handle, kind } = qdisc;
      const made = await qdiscs.add(qdisc);
      expect(made).toMatchObject({ kind, ...(handle !== undefined && { handle }) });
      expect(await qdiscs.list({ link: made.index, kind: `${kind}` })).toMatchObject([{ handle: made.handle }]);
      await expect(qdiscs.add(qdisc)).rejects.toMatchObject({ code: "EEXIST" });
    }
    await expectSameText("qdisc show dev v0");
    for (const link of ["v1", "v3"]) await twins.expectSame(`tc qdisc show dev ${link}`);
  });

  test("classes are added and changed", async () => {
    const { trafficClasses } = twins.rtnetlink;
    for (const [one, theirs] of CLASSES) {
      expect(await twins.change(`tc class add ${theirs}`)).toBe("");
      expect(await trafficClasses.add(one)).toMatchObject({ handle: one.handle, kind: "htb" });
      await expect(trafficClasses.add(one)).rejects.toMatchObject({ code: "EEXIST" });
    }
    await expectSameText("class show dev v0");
    const slower = { ...htbClass("1:10", 125_000), parent: "1:1" } as const;
    expect(await trafficClasses.set(slower)).toMatchObject({ options: { parameters: { rate: { rate: 125_000 } } } });
    expect(await twins.change(`tc class change ${CLASSES[1]?.[1].replace("10mbit", "1mbit")}`)).toBe("");
    await expectSameText("class show dev v0");
    await expect(trafficClasses.set({ ...slower, handle: "1:77" })).rejects.toMatchObject({
      code: "ENOENT",
    });
  });

  test("filters are added", async () => {
    const { filters } = twins.rtnetlink;
    for (const [filter, theirs] of FILTERS) {
      expect(await twins.change(`tc filter add ${theirs}`)).toBe("");
      const made = await filters.add(filter);
      expect(made).toMatchObject({ kind: filter.kind, priority: filter.priority });
      await expect(filters.add({ ...filter, handle: made.handle })).rejects.toMatchObject({ code: "EEXIST" });
    }
    await twins.expectSame("tc filter show dev v0");
    await expectSameText("filter show dev v0");
  });

  test("filters of what comes in have actions", async () => {
    const [listed] = (await twins.rtnetlink.filters.list({ link: "v1", parent: "ingress" })).slice(-1);
    expect(listed?.options).toMatchObject({ actions: [{ kind: "mirred", options: { parameters: { link: 1 } } }] });
    await expectSameText("chain show dev v1 ingress");
  });

  test("chains come and go", async () => {
    const { chains } = twins.rtnetlink;
    const nine = { link: "v1", parent: "ingress", chain: 9 } as const;
    await chains.add(nine);
    await expect(chains.add(nine)).rejects.toMatchObject({ code: "EEXIST" });
    expect(await twins.change("tc chain add dev v1 ingress chain 9")).toBe("");
    await twins.expectSame("tc chain show dev v1 ingress");
    await chains.remove(nine);
    await expect(chains.remove(nine)).rejects.toMatchObject({ code: "EINVAL" });
    expect(await twins.change("tc chain delete dev v1 ingress chain 9")).toBe("");
    await twins.expectSame("tc chain show dev v1 ingress");
  });

  test("chains of either side are told apart, and taken back as they are listed", async () => {
    const { chains } = twins.rtnetlink;
    for (const parent of ["ingress", "egress"] as const) await chains.add({ link: "v1", parent, chain: 9 });
    const [listed] = await chains.list({ link: "v1", parent: "egress", chain: 9 });
    expect(listed).toMatchObject({ parent: "egress", chain: 9 });
    expect(await chains.get(listed!)).toEqual(listed);
    await chains.remove(listed!);
    await expect(chains.get(listed!)).rejects.toThrow("Cannot get chain 9 of link");
    expect(await chains.get({ link: "v1", parent: "ingress", chain: 9 })).toMatchObject({ parent: "ingress" });
    expect(await twins.change("tc chain add dev v1 ingress chain 9")).toBe("");
    await twins.expectSame("tc chain show dev v1 ingress");
    await twins.expectSame("tc chain show dev v1 egress");
    await chains.remove({ link: "v1", parent: "ingress", chain: 9 });
    expect(await twins.change("tc chain delete dev v1 ingress chain 9")).toBe("");
  });

  test("one takes the place of another", async () => {
    const { qdiscs } = twins.rtnetlink;
    expect(await qdiscs.set({ link: "v2", kind: "pfifo", options: { limit: 78 } })).toMatchObject({
      options: { limit: 78 },
    });
    expect(await qdiscs.replace({ link: "v2", handle: "5:", kind: "bfifo", options: { limit: 5000 } })).toMatchObject({
      handle: "5:",
      kind: "bfifo",
    });
    expect(await twins.change("tc qdisc replace dev v2 root handle 5: bfifo limit 5000")).toBe("");
    await twins.expectSame("tc qdisc show dev v2");
  });

  test("all of it is removed, as it was told and as it is listed", async () => {
    const { filters, qdiscs, trafficClasses } = twins.rtnetlink;
    await filters.remove({ link: "v0", parent: "1:", protocol: 0x0800, priority: 10 });
    expect(await filters.list({ link: "v0" })).toEqual([]);
    for (const filter of (await filters.list({ link: "v1", parent: "ingress" })).slice(-1)) {
      await filters.remove(filter);
    }
    expect((await filters.list({ link: "v1", parent: "ingress" })).filter(({ options }) => options?.actions)).toEqual(
      [],
    );
    const [leaf] = await trafficClasses.list({ link: "v0", parent: "1:1" });
    await trafficClasses.remove(leaf!);
    await trafficClasses.remove({ link: "v0", handle: "1:1" });
    expect(await trafficClasses.list({ link: "v0" })).toEqual([]);
    await qdiscs.remove({ link: "v0" });
    await qdiscs.remove({ link: "v1", kind: "clsact" });
    for (const link of ["v2", "v3"]) {
      const [listed] = await qdiscs.list({ link });
      await qdiscs.remove(listed!);
    }
    expect((await qdiscs.list()).map(({ kind }) => kind)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/htb|fifo|tbf|clsact/)]),
    );
    await expect(qdiscs.remove({ link: "v1", kind: "clsact" })).rejects.toMatchObject({ code: "EINVAL" });
  });

  describeWhere(isPrivileged, "CAP_NET_ADMIN outside of a user namespace", "actions", () => {
    test("come and go by themselves", async () => {
      const { trafficActions } = twins.rtnetlink;
      const mirror = (mode: "egressMirror" | "ingressMirror") => ({
        kind: "mirred",
        options: { parameters: { index: 99, action: "pipe", mode, link: 1 } },
      } as const);
      expect(await trafficActions.add(mirror("ingressMirror"))).toMatchObject(mirror("ingressMirror"));
      await expect(trafficActions.add(mirror("ingressMirror"))).rejects.toMatchObject({ code: "EEXIST" });
      expect(await twins.change("tc actions add action mirred ingress mirror dev lo index 99")).toBe("");
      await expectSameText("actions get action mirred index 99");
      expect(await trafficActions.replace(mirror("egressMirror"))).toMatchObject(mirror("egressMirror"));
      expect(await twins.change("tc actions replace action mirred egress mirror dev lo index 99")).toBe("");
      await expectSameText("actions get action mirred index 99");
      await trafficActions.remove({ kind: "mirred", index: 99 });
      const left = await trafficActions.list({ kind: "mirred" });
      // Those of filters that are gone may take a while to go.
      expect(left.filter(({ options }) => (options as MirredOptions).parameters?.index === 99)).toEqual([]);
      await expect(trafficActions.remove({ kind: "mirred", index: 99 })).rejects.toMatchObject({ code: "ENOENT" });
    });
  });
});
