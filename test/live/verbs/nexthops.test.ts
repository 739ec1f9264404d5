import { afterAll, beforeAll, expect, test } from "vitest";
import type { NewNexthop, Nexthop, NexthopQuery } from "../../../mod.ts";
import { describeLive } from "../sandbox.ts";
import { Twins } from "./twins.ts";

const COMMANDS: readonly string[] = [
  "address add 10.0.0.1/24 dev v0",
  "address add fd00::1/64 dev v0 nodad",
  "link add br0 type bridge",
  "link set v1 master br0",
];

/** What is added, and the same in the words of `ip`. */
const ADDED: readonly (readonly [NewNexthop, string])[] = [
  [{ id: 1, gateway: "10.0.0.2", link: "v0" }, "id 1 via 10.0.0.2 dev v0"],
  [{ id: 2, gateway: "192.0.2.1", link: "v0", onlink: true }, "id 2 via 192.0.2.1 dev v0 onlink"],
  [{ id: 3, gateway: "FD00::0:2", link: "v0" }, "id 3 via fd00::2 dev v0"],
  [{ id: 4, link: "v0" }, "id 4 dev v0"],
  [{ id: 5, link: "v1", family: "inet6" }, "-6 id 5 dev v1"],
  [{ id: 6, blackhole: true }, "id 6 blackhole"],
  [{ id: 7, blackhole: true, family: "inet6" }, "-6 id 7 blackhole"],
  [{ id: 8, gateway: "10.0.0.9", fdb: true }, "id 8 via 10.0.0.9 fdb"],
  [{ id: 9, group: [{ id: 8 }], fdb: true }, "id 9 group 8 fdb"],
  [{ id: 10, group: [{ id: 1, weight: 12 }, { id: 2, weight: 200 }, { id: 4 }] }, "id 10 group 1,12/2,200/4"],
  [
    {
      id: 11,
      group: [{ id: 1 }, { id: 2, weight: 3 }],
      resilientGroup: { buckets: 8, idleTimer: 6000, unbalancedTimer: 30000 },
    },
    "id 11 group 1/2,3 type resilient buckets 8 idle_timer 60 unbalanced_timer 300",
  ],
  [
    {
      id: 12,
      gateway: "fd00::3",
      link: "v0",
      encapType: "seg6",
      encap: { routingHeader: { mode: "encap", segments: ["2001:db8::a", "2001:db8::b"] } },
    },
    "id 12 via fd00::3 dev v0 encap seg6 mode encap segs 2001:db8::a,2001:db8::b",
  ],
];

describeLive("nexthop objects", () => {
  let twins: Twins;

  beforeAll(async () => {
    twins = await Twins.make(...COMMANDS);
  });
  afterAll(() => twins?.[Symbol.asyncDispose]());

  /** Lets `ip` do something with an object, whose maker is by default another than ours. */
  async function ip(verb: string, nexthop: string): Promise<void> {
    const [, family = "", rest = ""] = /^(-6 )?(.*)$/.exec(nexthop) ?? [];
    expect(await twins.change(`ip ${family}nexthop ${verb} ${rest}`)).toBe("");
  }

  async function numbers(query: NexthopQuery): Promise<readonly (number | undefined)[]> {
    return (await twins.rtnetlink.nexthops.list(query)).map(({ id }) => id);
  }

  test("that are added are those that ip adds, and come back as they are listed", async () => {
    const { nexthops } = twins.rtnetlink;
    const made: Nexthop[] = [];
    for (const [nexthop, theirs] of ADDED) {
      made.push(await nexthops.add(nexthop));
      await ip("add", `${theirs} proto static`);
    }
    await twins.expectSame("ip nexthop show");
    expect(await nexthops.list()).toEqual(made);
  });

  test("get a number where they have none", async () => {
    const { nexthops } = twins.rtnetlink;
    const { id = 0 } = await nexthops.add({ gateway: "10.0.0.3", link: "v0", protocol: "bgp" });
    expect(id).toBeGreaterThan(ADDED.length);
    expect(await nexthops.get(id)).toMatchObject({ id, gateway: "10.0.0.3", protocol: "bgp" });
    await nexthops.remove(id);
    await expect(nexthops.get(id)).rejects.toThrow(`Cannot get nexthop ${id}: ENOENT`);
  });

  test("are listed by what they have", async () => {
    expect(await numbers({})).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await numbers({ groups: true })).toEqual([9, 10, 11]);
    expect(await numbers({ groups: false, fdb: false, family: "inet" })).toEqual([1, 2, 4, 6]);
    expect(await numbers({ fdb: true })).toEqual([8, 9]);
    expect(await numbers({ link: "v1" })).toEqual([5]);
    expect(await numbers({ master: "br0" })).toEqual([5]);
    await expect(numbers({ link: "nothing" })).rejects.toThrow("Cannot list nexthops: link 'nothing': ENODEV");
  });

  test("tell what the members of a group have sent, where they are asked", async () => {
    const { nexthops } = twins.rtnetlink;
    const sent = [1, 2, 4].map((id) => expect.objectContaining({ id }));
    expect((await nexthops.get(10)).groupStats).toBeUndefined();
    expect((await nexthops.get(10, { stats: true })).groupStats).toEqual({ entries: sent });
    const [, group] = await nexthops.list({ groups: true, stats: true });
    expect(group).toMatchObject({ id: 10, groupStats: { entries: sent } });
  });

  test("have buckets where they are resilient groups", async () => {
    const { nexthops } = twins.rtnetlink;
    const buckets = await nexthops.buckets(11);
    const printed = twins.ours.json("nexthop", "bucket", "show", "id", "11");
    expect(buckets.map(({ id, resilientBucket: bucket }) => [id, bucket?.index, bucket?.nexthopId]))
      .toEqual(printed.map(({ id, bucket }) => {
        const { index, nhid } = bucket as { readonly index: number; readonly nhid: number };
        return [id, index, nhid];
      }));
    expect(buckets).toHaveLength(8);
    expect(await nexthops.buckets()).toHaveLength(8);
    await expect(nexthops.buckets(10)).rejects.toMatchObject({ code: "EINVAL" });
    await expect(nexthops.buckets(99)).rejects.toThrow("Cannot list buckets of nexthop 99: ENOENT");
  });

  test("that are set take the place of others, or are added", async () => {
    const { nexthops } = twins.rtnetlink;
    const changes: readonly (readonly [NewNexthop, string])[] = [
      [{ id: 1, gateway: "10.0.0.7", link: "v0" }, "id 1 via 10.0.0.7 dev v0"],
      [{ id: 10, group: [{ id: 4 }] }, "id 10 group 4"],
      [{ id: 20, link: "v0" }, "id 20 dev v0"],
    ];
    for (const [nexthop, theirs] of changes) {
      expect(await nexthops.set(nexthop)).toMatchObject({ id: nexthop.id });
      await ip("replace", `${theirs} proto static`);
    }
    await twins.expectSame("ip nexthop show");
  });

  test("take routes with them when they are removed", async () => {
    const { nexthops, routes } = twins.rtnetlink;
    const route = await routes.add({ destination: "10.9.0.0/16", nexthopId: 1 });
    expect(route).toMatchObject({ nexthopId: 1, gateway: "10.0.0.7" });
    await nexthops.remove(1);
    await ip("delete", "id 1");
    await twins.expectSame("ip nexthop show");
    expect(await routes.list({ destination: "10.9.0.0/16" })).toEqual([]);
    // Groups go with their last members.
    for (const nexthop of await nexthops.list({ groups: false })) await nexthops.remove(nexthop);
    expect(await nexthops.list()).toEqual([]);
  });
});
