import { afterAll, beforeAll, expect, test } from "vitest";
import { type Link, NetlinkError, Rtnetlink } from "../../../mod.ts";
import { describeLive, namespace, type Sandbox } from "../sandbox.ts";
import { type Context, witnessed } from "../witness.ts";
import { LINK } from "../witness/link.ts";

const NAMES: readonly string[] = ["lo", "v1", "v0", "br0", "vx0", "i0"];

describeLive("links", () => {
  let home: Sandbox;
  let rtnetlink: Rtnetlink;

  beforeAll(async () => {
    home = namespace();
    home.batch([
      "link set lo up",
      "link add v0 type veth peer name v1",
      "link add br0 type bridge",
      "link add vx0 type vxlan id 7 dstport 4789",
      "link add i0 type ifb",
      "link set v0 master br0 up",
      "link set vx0 master br0 group 5",
    ]);
    rtnetlink = await Rtnetlink.open({ namespace: home.name });
  });
  afterAll(async () => {
    await rtnetlink?.[Symbol.asyncDispose]();
    home?.[Symbol.dispose]();
  });

  const names = (links: readonly Link[]) => links.map(({ name }) => name);

  test("are listed as ip lists them, with counters only where these are asked for", async () => {
    const { links } = rtnetlink;
    const all = await links.list();
    expect(names(all)).toEqual(NAMES);
    const context: Context = { links: new Map(all.map((link) => [link.index, link])) };
    expect(all.map((link, i) => witnessed(LINK, link, home.json("link")[i], context))).toEqual(home.json("link"));
    expect(all.flatMap(Object.keys)).not.toContain("stats");
    expect(all.flatMap(Object.keys)).not.toContain("stats32");
    const counted = await links.list({ stats: true });
    expect(counted.map(({ stats }) => typeof stats?.rxPackets)).toEqual(NAMES.map(() => "bigint"));
    const theirs = home.json("-s", "-s", "link");
    expect(counted.map((link, i) => witnessed(LINK, link, theirs[i], context))).toEqual(theirs);
  });

  test.each([
    [{ kind: "veth" }, ["v1", "v0"]],
    [{ kind: "nosuch" }, []],
    [{ master: "br0" }, ["v0", "vx0"]],
    [{ master: "br0", kind: "vxlan" }, ["vx0"]],
    [{ master: 0 }, ["lo", "v1", "br0", "i0"]],
    [{ up: true }, ["lo", "v0"]],
    [{ up: false, master: "br0" }, ["vx0"]],
    [{ group: 5 }, ["vx0"]],
  ])("are listed by %j", async (query, expected) => {
    expect(names(await rtnetlink.links.list(query))).toEqual(expected);
  });

  test("are not listed where their master is not there", async () => {
    await expect(rtnetlink.links.list({ master: "br9" })).rejects
      .toThrow("Cannot list links: link 'br9': ENODEV, No such device");
  });

  test("are got one by one, by name and by index", async () => {
    const { links } = rtnetlink;
    const v0 = await links.get("v0");
    expect(v0).toMatchObject({ name: "v0", kind: "veth", flags: expect.arrayContaining(["up"]) });
    expect(await links.get(v0.index)).toEqual(v0);
    expect(Object.keys(v0)).not.toContain("stats");
    expect((await links.get("v0", { stats: true })).stats?.txBytes).toBeTypeOf("bigint");
    const error = await links.get("eth9").catch((error) => error);
    expect(error).toBeInstanceOf(NetlinkError);
    expect(error).toMatchObject({ code: "ENODEV", operation: "get link 'eth9'" });
    await expect(links.get(4711)).rejects.toThrow("Cannot get link 4711: ENODEV, No such device");
  });

  test("are removed, one end of a cable with the other", async () => {
    const { links } = rtnetlink;
    await links.remove("v1");
    await links.remove((await links.get("i0")).index);
    expect(home.json("link").map(({ ifname }) => ifname)).toEqual(["lo", "br0", "vx0"]);
    await expect(links.remove("v0")).rejects.toThrow("Cannot remove link 'v0': ENODEV, No such device");
    await expect(links.remove("lo")).rejects.toThrow("Cannot remove link 'lo': EOPNOTSUPP, Operation not supported");
  });
});
