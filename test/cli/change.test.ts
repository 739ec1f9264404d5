import { describe, expect, test } from "vitest";
import type { Address, Link, Neighbor, NetworkChange, Nexthop, Route, Rule } from "../../mod.ts";
import { changeText } from "../../src/cli/text/change.ts";
import { Names } from "../../src/cli/text/names.ts";
import { aligned } from "../../src/cli/text/form.ts";
import { type Holder, nameOf, objectText } from "../../src/cli/text/object.ts";
import { coloured, plain } from "../../src/cli/text/paint.ts";

const names = new Names();
names.set(2, "br0");
names.set(3, "eth0");

const link: Link = { family: "unspec", type: "ether", index: 3, flags: ["up"], change: [], name: "eth0", mtu: 1500 };
const address: Address = {
  family: "inet",
  prefixLength: 24,
  flags: ["permanent"],
  scope: "global",
  index: 3,
  address: "192.0.2.1",
};
const route: Route = {
  family: "inet",
  prefixLength: 24,
  sourcePrefixLength: 0,
  tos: 0,
  table: 254,
  protocol: "static",
  scope: "global",
  type: "unicast",
  flags: [],
  destination: "198.51.100.0",
  gateway: "192.0.2.254",
  outputLink: 3,
};
const neighbor: Neighbor = {
  family: "inet",
  index: 3,
  state: "reachable",
  flags: [],
  type: "unicast",
  destination: "192.0.2.9",
};
const rule: Rule = {
  family: "inet6",
  destinationPrefixLength: 0,
  sourcePrefixLength: 0,
  tos: 0,
  table: 100,
  action: "table",
  flags: [],
  priority: 77,
};
const nexthop: Nexthop = { family: "inet", scope: "global", protocol: "unspec", flags: [], id: 5, outputLink: 3 };

/** The change of a link whose fields become those of `after`. */
function changed(before: Partial<Link>, after: Partial<Link>, more: Partial<NetworkChange> = {}): NetworkChange {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return {
    type: "link",
    action: "change",
    cause: "event",
    key: 3,
    link: { ...link, ...after },
    previous: { ...link, ...before },
    // They are those of a link.
    changed: [...keys] as (keyof Link)[],
    ...more,
  } as NetworkChange;
}

describe("a change in one line", () => {
  test.each<readonly [NetworkChange, string]>([
    [{ type: "synced" }, "synced"],
    [{ type: "overrun", lost: 7 }, "Lost 7 events"],
    [
      { type: "link", action: "add", cause: "event", key: 3, link },
      "+ link 3: eth0: <UP> mtu 1500 link/ether",
    ],
    [
      { type: "address", action: "add", cause: "snapshot", key: "a", address },
      "+ address 3: eth0 inet 192.0.2.1/24 scope global",
    ],
    [
      { type: "route", action: "remove", cause: "inferred", key: "r", route },
      "- route 198.51.100.0/24 via 192.0.2.254 dev eth0 proto static [inferred]",
    ],
    [
      {
        type: "route",
        action: "change",
        cause: "resync",
        key: "r",
        previousKey: "q",
        route,
        previous: { ...route, gateway: "192.0.2.253", outputLink: 2 },
        changed: ["gateway", "outputLink"],
      },
      "~ route 198.51.100.0/24 via 192.0.2.254 dev eth0 proto static " +
      "(gateway 192.0.2.253 -> 192.0.2.254, outputLink br0 -> eth0) [resync]",
    ],
    [
      {
        type: "neighbor",
        action: "change",
        cause: "event",
        key: "n",
        neighbor,
        previous: { ...neighbor, state: "stale" },
        changed: ["state"],
      },
      "~ neighbor 192.0.2.9 dev eth0 REACHABLE (state stale -> reachable)",
    ],
    [
      { type: "rule", action: "add", cause: "event", key: "u", rule },
      "+ rule 77: from all family inet6 lookup 100",
    ],
    [
      { type: "rule", action: "add", cause: "event", key: "u", rule: { ...rule, family: "inet" } },
      "+ rule 77: from all lookup 100",
    ],
    [{ type: "nexthop", action: "remove", cause: "event", key: 5, nexthop }, "- nexthop id 5 dev eth0"],
  ])("%j", (change, text) => expect(changeText(change, names, plain)).toBe(text));

  test.each<readonly [what: string, NetworkChange, string]>([
    ["a number", changed({ mtu: 1500 }, { mtu: 1400 }), "mtu 1500 -> 1400"],
    ["a link that came", changed({}, { master: 2 }), "master none -> br0"],
    ["no link at all", changed({ master: 2 }, { master: 0 }), "master br0 -> 0"],
    ["the text of somebody", changed({ alias: "a" }, { alias: "\x1b[2J" }), "alias a -> \\x1b[2J"],
    ["flags", changed({ flags: ["up", "running"] }, { flags: ["broadcast", "up"] }), "flags +broadcast -running"],
    [
      "the order of flags",
      changed({ flags: ["up", "running"] }, { flags: ["running", "up"] }),
      'flags ["up","running"] -> ["running","up"]',
    ],
    [
      "a part of a part, but not its clocks",
      changed(
        { linkInfo: { kind: "bridge", data: { ageingTime: 1, helloTimer: 1 } } as never },
        { linkInfo: { kind: "bridge", data: { ageingTime: 2, helloTimer: 2 } } as never },
      ),
      "linkInfo.data.ageingTime 1 -> 2",
    ],
    [
      "a name of several",
      changed(
        { propertyList: { alternativeNames: ["one"] } },
        { propertyList: { alternativeNames: ["one", "two\n"] } },
      ),
      "propertyList.alternativeNames +two\\x0a",
    ],
    [
      "what is short as a whole",
      changed({}, { propertyList: { alternativeNames: ["one"] } }),
      'propertyList none -> {"alternativeNames":["one"]}',
    ],
    [
      "what is long by its name alone",
      changed({ propertyList: { alternativeNames: ["one".repeat(30)] } }, {}),
      "propertyList {...} -> none",
    ],
    [
      "bytes and large numbers",
      changed(
        { unknown: [{ type: 7, bytes: Uint8Array.of(1, 2) }], hidden: 2n ** 63n } as never,
        { unknown: [{ type: 7, bytes: Uint8Array.of(1, 3) }], hidden: 1n } as never,
      ),
      "unknown.0.bytes 0102 -> 0103, hidden 9223372036854775808 -> 1",
    ],
    ["several things", changed({ mtu: 1, name: "a" }, { mtu: 2, name: "eth0" }), "mtu 1 -> 2, name a -> eth0"],
  ])("tells %s", (_, change, text) => {
    expect(changeText(change, names, plain)).toBe(`~ link 3: eth0 (${text})`);
  });

  test("tells nothing where nothing of it differs", () => {
    expect(changeText(changed({}, {}), names, plain)).toBe("~ link 3: eth0");
  });

  test("is coloured on a terminal", () => {
    const coming = changeText({ type: "rule", action: "add", cause: "event", key: "u", rule }, names, coloured);
    expect(coming.startsWith("\x1b[32m+\x1b[0m rule ")).toBe(true);
    const going = changeText({ type: "rule", action: "remove", cause: "event", key: "u", rule }, names, coloured);
    expect(going.startsWith("\x1b[31m-\x1b[0m rule ")).toBe(true);
    expect(changeText(changed({ state: "up" }, { state: "down" }), names, coloured)).toBe(
      "~ link 3: \x1b[36meth0\x1b[0m (state \x1b[32mup\x1b[0m -> \x1b[31mdown\x1b[0m)",
    );
  });
});

describe("a list", () => {
  const holders: readonly Holder[] = [
    { type: "route", route },
    { type: "route", route: { ...route, type: "local", destination: "198.51.100.100", prefixLength: 32 } },
    { type: "link", link },
    { type: "neighbor", neighbor },
    { type: "neighbor", neighbor: { ...neighbor, family: "bridge", destination: undefined } as never },
    { type: "rule", rule },
  ];

  test("has what follows the names in one column, coloured or not", () => {
    const expected = [
      "198.51.100.0/24      via ",
      "local 198.51.100.100 via ",
      "3: eth0:             <UP> ",
      "192.0.2.9            dev eth0 ",
      "dev eth0             family ",
      "77:                  from all ",
    ];
    for (const paint of [plain, coloured]) {
      const lines = aligned(holders.map((holder) => {
        const line = objectText(holder, names, paint);
        const name = nameOf(holder, line);
        return [name, line.slice(name.length + 1)] as const;
      }));
      // deno-lint-ignore no-control-regex -- colours are control sequences
      const bare = lines.map((line) => line.replace(/\x1b\[\d+m/g, ""));
      expect(bare.map((line, i) => line.slice(0, expected[i]?.length))).toEqual(expected);
    }
  });

  test("of nothing is empty", () => expect(aligned([])).toEqual([]));
});

describe("the name of a link", () => {
  const gone = (index: number): NetworkChange => ({
    type: "link",
    action: "remove",
    cause: "event",
    key: index,
    link: { ...link, index, name: `v${index}` },
  });

  test("is kept after it is gone, for what is told of it then, until many others are", () => {
    const names = new Names().add([{ ...link, index: 9, name: "v9" }]);
    names.learn(gone(9));
    expect(names.get(9)).toBe("v9");
    for (let index = 10; index < 1033; index++) names.learn(gone(index));
    expect(names.get(9)).toBe("v9");
    names.learn(gone(1033));
    expect(names.get(9)).toBe("if9");
  });

  test("stays where its link comes back", () => {
    const names = new Names();
    names.learn(gone(9));
    names.learn({ type: "link", action: "add", cause: "event", key: 9, link: { ...link, index: 9, name: "new9" } });
    for (let index = 10; index < 1100; index++) names.learn(gone(index));
    expect(names.get(9)).toBe("new9");
  });
});
