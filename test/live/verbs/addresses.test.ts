import { afterAll, beforeAll, expect, test } from "vitest";
import type { Address, NewAddress } from "../../../mod.ts";
import { describeLive } from "../sandbox.ts";
import { Twins } from "./twins.ts";

/** What is added, and the same in the words of `ip`. */
const ADDED: readonly (readonly [NewAddress, string])[] = [
  [{ link: "v0", address: "10.0.0.1/24" }, "10.0.0.1/24 dev v0"],
  [{ link: "v0", address: "10.0.0.2/24", broadcast: "+" }, "10.0.0.2/24 dev v0 broadcast +"],
  [{ link: "v0", address: "10.0.1.1/30", broadcast: "10.0.1.99" }, "10.0.1.1/30 dev v0 broadcast 10.0.1.99"],
  [{ link: "v0", address: "10.0.2.1/31", broadcast: "+" }, "10.0.2.1/31 dev v0 broadcast +"],
  [{ link: "v0", address: "10.0.3.1/1", broadcast: "+" }, "10.0.3.1/1 dev v0 broadcast +"],
  [{ link: "v0", address: "10.0.4.1", label: "v0:x" }, "10.0.4.1 dev v0 label v0:x"],
  [{ link: "v0", address: "10.0.5.1", peer: "10.0.6.1/30" }, "10.0.5.1 dev v0 peer 10.0.6.1/30"],
  [{ link: "v0", address: "10.0.7.1/24", scope: "link" }, "10.0.7.1/24 dev v0 scope link"],
  [{ link: "lo", address: "127.5.0.1/16" }, "127.5.0.1/16 dev lo"],
  [{ link: "v0", address: "10.0.8.1/24", noPrefixRoute: true }, "10.0.8.1/24 dev v0 noprefixroute"],
  [{ link: "v0", address: "10.0.9.1/24", routePriority: 77 }, "10.0.9.1/24 dev v0 metric 77"],
  [
    { link: "v0", address: "10.0.10.1/24", validLifetime: 1000, preferredLifetime: 500 },
    "10.0.10.1/24 dev v0 valid_lft 1000 preferred_lft 500",
  ],
  [{ link: "v0", address: "10.0.11.1/24", validLifetime: 800 }, "10.0.11.1/24 dev v0 valid_lft 800 preferred_lft 800"],
  [{ link: "v0", address: "10.0.12.1/24", validLifetime: Infinity }, "10.0.12.1/24 dev v0"],
  [{ link: "v0", address: "224.5.5.5/32", multicastAutoJoin: true }, "224.5.5.5/32 dev v0 autojoin"],
  [{ link: "v0", address: "fd00:1::1/64", noDad: true }, "fd00:1::1/64 dev v0 nodad"],
  [{ link: "v0", address: "FD00:2:0::1", noDad: true }, "fd00:2::1 dev v0 nodad"],
  [
    { link: "v0", address: "fd00:3::1", peer: "fd00:3::2/120", noDad: true, noPrefixRoute: true },
    "fd00:3::1 dev v0 peer fd00:3::2/120 nodad noprefixroute",
  ],
  [
    { link: "v0", address: "fd00:4::1/64", noDad: true, validLifetime: 1000, preferredLifetime: 0 },
    "fd00:4::1/64 dev v0 nodad valid_lft 1000 preferred_lft 0",
  ],
  [
    { link: "v0", address: "fd00:5::1/64", noDad: true, homeAddress: true, manageTemporary: true, routePriority: 7 },
    "fd00:5::1/64 dev v0 nodad home mngtmpaddr metric 7",
  ],
  [{ link: "v0", address: "fd00:6::1/64", noDad: true, optimistic: true }, "fd00:6::1/64 dev v0 nodad optimistic"],
];

describeLive("addresses", () => {
  let twins: Twins;
  let index: number;

  beforeAll(async () => {
    twins = await Twins.make();
    index = Number(twins.ours.json("link", "show", "v0")[0]?.["ifindex"]);
  });
  afterAll(() => twins?.[Symbol.asyncDispose]());

  test("that are added are those that ip adds, and come back as they are listed", async () => {
    const { addresses } = twins.rtnetlink;
    const made: Address[] = [];
    for (const [address, theirs] of ADDED) {
      made.push(await addresses.add(address));
      expect(await twins.change(`ip address add ${theirs}`)).toBe("");
    }
    const printed = await twins.expectSame("ip address show");
    // Those of `lo` are there already.
    expect(printed.flatMap(({ addr_info }) => addr_info)).toHaveLength(ADDED.length + 2);
    const listed = await addresses.list();
    // What is left of a life counts down, and was the same to ip.
    const lasting = ({ cacheInfo, ...rest }: Address) => ({ ...rest, times: [cacheInfo?.created, cacheInfo?.updated] });
    for (const address of made) expect(listed.map(lasting)).toContainEqual(lasting(address));
  });

  test("can be given their link by its index, and their maker", async () => {
    // Older versions of `ip` know no protocols of addresses.
    const address = await twins.rtnetlink.addresses.add({ link: index, address: "10.1.0.1/24", protocol: 99 });
    expect(address).toMatchObject({ index, family: "inet", local: "10.1.0.1", prefixLength: 24, protocol: 99 });
    await twins.rtnetlink.addresses.remove({ link: index, address: "10.1.0.1/24" });
  });

  test("are listed by link, family and scope", async () => {
    const { addresses } = twins.rtnetlink;
    const all = await addresses.list();
    const those = (fits: (address: Address) => boolean): Address[] => {
      const some = all.filter(fits);
      expect(some.length).toBeGreaterThan(0);
      expect(some.length).toBeLessThan(all.length);
      return some;
    };
    expect(await addresses.list({ link: "v0" })).toEqual(those((address) => address.index === index));
    expect(await addresses.list({ link: index, family: "inet6" }))
      .toEqual(those((address) => address.index === index && address.family === "inet6"));
    expect(await addresses.list({ family: "inet" })).toEqual(those(({ family }) => family === "inet"));
    expect(await addresses.list({ scope: "host" })).toEqual(those(({ scope }) => scope === "host"));
  });

  test.each(["10.0.0.1", "10.0.0.1/24", "10.0.5.1", "10.0.5.1/30", "fd00:1::1", "fd00:1:0::1/64", "fd00:3::1/120"])(
    "get finds %s, of any link or of its own",
    async (text) => {
      const { addresses } = twins.rtnetlink;
      const found = await addresses.get(text);
      expect(found).toMatchObject({ index });
      expect(await addresses.get({ link: "v0", address: text })).toEqual(found);
      expect(await addresses.list()).toContainEqual(found);
      await expect(addresses.get({ link: "v1", address: text })).rejects.toMatchObject({ code: "EADDRNOTAVAIL" });
    },
  );

  test.each(["10.0.0.1/25", "10.0.6.1", "10.9.9.9", "fd00:1::1/65", "fd00:9::9"])(
    "get does not find %s",
    async (text) => {
      await expect(twins.rtnetlink.addresses.get(text)).rejects.toThrow(`Cannot get address '${text}': EADDRNOTAVAIL`);
    },
  );

  test("that are set change, or are added", async () => {
    const { addresses } = twins.rtnetlink;
    const changes: readonly (readonly [NewAddress, string])[] = [
      [
        { link: "v0", address: "10.0.0.1/24", validLifetime: 600, preferredLifetime: 300 },
        "10.0.0.1/24 dev v0 valid_lft 600 preferred_lft 300",
      ],
      [
        { link: "v0", address: "fd00:1::1/64", noDad: true, validLifetime: 600 },
        "fd00:1::1/64 dev v0 nodad valid_lft 600 preferred_lft 600",
      ],
      [{ link: "v0", address: "10.0.13.1/24" }, "10.0.13.1/24 dev v0"],
      [{ link: "v0", address: "fd00:7::1/64", noDad: true }, "fd00:7::1/64 dev v0 nodad"],
    ];
    for (const [address, theirs] of changes) {
      const set = await addresses.set(address);
      expect(await addresses.get(address.address)).toEqual(set);
      expect(await twins.change(`ip address replace ${theirs}`)).toBe("");
    }
    await twins.expectSame("ip address show");
    expect((await addresses.get("10.0.0.1")).cacheInfo).toMatchObject({ valid: 600, preferred: 300 });
  });

  test("that are removed are gone, described or as they were listed", async () => {
    const { addresses } = twins.rtnetlink;
    const before = await addresses.list({ link: "v0" });
    await addresses.remove({ link: "v0", address: "10.0.5.1", peer: "10.0.6.1/30" });
    await addresses.remove({ link: "v0", address: "fd00:1::1/64" });
    expect(await twins.change("ip address delete 10.0.5.1 peer 10.0.6.1/30 dev v0")).toBe("");
    expect(await twins.change("ip address delete fd00:1::1/64 dev v0")).toBe("");
    await twins.expectSame("ip address show");
    const left = await addresses.list({ link: "v0" });
    expect(left).toHaveLength(before.length - 2);
    // The other way round, since a network's first address takes the others with it.
    for (const address of left.toReversed()) await addresses.remove(address);
    expect(await addresses.list({ link: "v0" })).toEqual([]);
  });
});
