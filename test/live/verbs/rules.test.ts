import { afterAll, beforeAll, expect, test } from "vitest";
import type { NewRule, Rule } from "../../../mod.ts";
import { describeLive, userUpTo } from "../sandbox.ts";
import { Twins } from "./twins.ts";

/** The last of a range of users, all of whom the user namespace has. */
const LAST = userUpTo(99);

/** What is added, and the same in the words of `ip`. */
const ADDED: readonly (readonly [NewRule, string])[] = [
  [{ priority: 100, source: "10.0.0.0/8", table: 1000 }, "from 10.0.0.0/8 table 1000 pref 100"],
  [{ source: "10.1.2.3" }, "from 10.1.2.3"],
  [{ priority: 101, destination: "10.0.0.0/8", source: "0.0.0.0/0" }, "to 10.0.0.0/8 pref 101"],
  [{ priority: 102, inputLink: "v0", outputLink: "gone", table: "local" }, "iif v0 oif gone table local pref 102"],
  [
    { priority: 103, mark: 1, markMask: 0xff, tos: 0x10, table: 4000000000 },
    "fwmark 1/0xff tos 0x10 table 4000000000 pref 103",
  ],
  [
    { priority: 104, invert: true, source: "10.0.0.0/8", action: "blackhole" },
    "not from 10.0.0.0/8 blackhole pref 104",
  ],
  [{ priority: 105, action: "prohibit", userRange: { start: 0, end: LAST } }, `uidrange 0-${LAST} prohibit pref 105`],
  [{ priority: 50, goto: 32766 }, "goto 32766 pref 50"],
  [{ priority: 51, goto: 90000 }, "goto 90000 pref 51"],
  [{ priority: 52, action: "nop" }, "nop pref 52"],
  [
    { priority: 106, ipProtocol: 6, sourcePorts: { start: 1, end: 5 }, destinationPorts: { start: 80, end: 80 } },
    "ipproto tcp sport 1-5 dport 80 pref 106",
  ],
  [
    { priority: 107, table: 9, suppressPrefixLength: 0, suppressLinkGroup: 3, flow: 0x30004 },
    "table 9 suppress_prefixlength 0 suppress_ifgroup 3 realms 3/4 pref 107",
  ],
  [{ priority: 108, tunnelId: 9007199254740991n }, "tun_id 9007199254740991 pref 108"],
  [{ priority: 109, l3Master: 1 }, "l3mdev pref 109"],
  [{ priority: 110, source: "FD00::0/8", table: 1000 }, "-6 from fd00::/8 table 1000 pref 110"],
  [{ family: "inet6", priority: 111, mark: 5 }, "-6 fwmark 5 pref 111"],
  [{ destination: "fd00::1", action: "unreachable" }, "-6 to fd00::1 unreachable"],
];

describeLive("rules", () => {
  let twins: Twins;

  beforeAll(async () => {
    twins = await Twins.make();
  });
  afterAll(() => twins?.[Symbol.asyncDispose]());

  /** Lets `ip` do something with a rule, whose maker is by default another than ours. */
  async function ip(verb: string, rule: string): Promise<void> {
    const [, family = "", rest = ""] = /^(-6 )?(.*)$/.exec(rule) ?? [];
    expect(await twins.change(`ip ${family}rule ${verb} ${rest} protocol static`)).toBe("");
  }

  async function expectSame(): Promise<void> {
    for (const command of ["ip -4 rule show", "ip -6 rule show"]) await twins.expectSame(command);
  }

  test("that are added are those that ip adds, and come back as they are listed", async () => {
    const { rules } = twins.rtnetlink;
    const made: Rule[] = [];
    for (const [rule, theirs] of ADDED) {
      made.push(await rules.add(rule));
      await ip("add", theirs);
    }
    await expectSame();
    const listed = await rules.list();
    for (const rule of made) expect(listed).toContainEqual(rule);
    expect(listed.filter(({ protocol }) => protocol === "static")).toHaveLength(ADDED.length);
  });

  test("can be given their links by their indexes", async () => {
    const { rules } = twins.rtnetlink;
    const index = Number(twins.ours.json("link", "show", "v0")[0]?.["ifindex"]);
    const rule = { priority: 200, inputLink: index } as const;
    expect(await rules.add(rule)).toMatchObject({ inputLink: "v0", table: 254, action: "table" });
    await rules.remove(rule);
    await expect(rules.add({ inputLink: 99 })).rejects.toThrow("Cannot add rule: link 99: ENODEV");
  });

  test("are listed by what they have", async () => {
    const { rules } = twins.rtnetlink;
    const all = await rules.list();
    expect(new Set(all.map(({ family }) => family))).toEqual(new Set(["inet", "inet6"]));
    expect(await rules.list({ family: "inet6" })).toEqual(all.filter(({ family }) => family === "inet6"));
    expect(await rules.list({ priority: 0 })).toEqual(all.filter(({ priority }) => priority === undefined));
    expect(await rules.list({ table: "main" })).toEqual(all.filter(({ table }) => table === 254));
    expect(await rules.list({ priority: 32766, family: "inet" })).toHaveLength(1);
    // Their own tables are where the kernel has multicast routing.
    for (const { family } of await rules.list({ family: "ipmr" })) expect(family).toBe("ipmr");
  });

  test("get finds those that are there, and no others", async () => {
    const { rules } = twins.rtnetlink;
    expect(await rules.get(100)).toMatchObject({ source: "10.0.0.0", sourcePrefixLength: 8, table: 1000 });
    expect(await rules.get(110, { family: "inet6" })).toMatchObject({ source: "fd00::", table: 1000 });
    expect(await rules.get(0)).toMatchObject({ table: 255, protocol: "kernel" });
    await expect(rules.get(110)).rejects.toThrow("Cannot get rule 110: ENOENT");
  });

  test("that are removed are gone, described or as they were listed", async () => {
    const { rules } = twins.rtnetlink;
    const removed: readonly (readonly [NewRule, string])[] = [
      [{ priority: 100 }, "pref 100"],
      [{ source: "10.1.2.3" }, "from 10.1.2.3"],
      [{ inputLink: "v0", table: "local" }, "iif v0 table local"],
      [{ family: "inet6", mark: 5 }, "-6 fwmark 5"],
      [{ invert: true, source: "10.0.0.0/8" }, "not from 10.0.0.0/8"],
    ];
    for (const [rule, theirs] of removed) {
      await rules.remove(rule);
      await ip("delete", theirs);
    }
    await expectSame();
    // A rule that leads to another tells when that is gone.
    const list = async () =>
      (await rules.list()).map((rule) => ({ ...rule, flags: rule.flags.filter((flag) => flag === "invert") }));
    const left = await list();
    expect(left).toHaveLength(ADDED.length - removed.length + 5);
    // The one that is removed is the one that is meant, and no other that is like it.
    for (let rest = left; rest.length > 0; rest = rest.slice(0, -1)) {
      await rules.remove(rest[rest.length - 1]!);
      expect(await list()).toEqual(rest.slice(0, -1));
    }
  });
});
