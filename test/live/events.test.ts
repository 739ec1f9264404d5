import { beforeAll, expect, test } from "vitest";
import { type NetworkEvent, watch } from "../../mod.ts";
import { record, type Recording } from "./record.ts";
import { collect, describeLive, namespace } from "./sandbox.ts";

/** How long no event has come when no more are to come. */
const QUIET = 500;

/** The life of a link: everything that is watched happens, a command of `ip` each. */
const LIFE: readonly string[] = [
  "link add v0 type veth peer name v1",
  "link set v1 up",
  "link set v0 up",
  "address add 10.0.0.1/24 dev v0",
  "address add 2001:db8::1/64 dev v0 nodad",
  "address change 10.0.0.1/24 dev v0 valid_lft 1000 preferred_lft 500",
  "route add 10.1.0.0/16 via 10.0.0.2 dev v0",
  "route replace 10.1.0.0/16 via 10.0.0.3 dev v0",
  "route append 10.1.0.0/16 via 10.0.0.4 dev v0",
  "route add 2001:db8:1::/48 via 2001:db8::2 dev v0",
  "route delete 2001:db8:1::/48",
  "rule add from 10.0.0.0/8 table 1000 pref 77",
  "rule delete pref 77",
  "neighbor add 10.0.0.9 lladdr 02:00:00:00:00:01 dev v0",
  "neighbor replace 10.0.0.9 lladdr 02:00:00:00:00:02 dev v0",
  "neighbor delete 10.0.0.9 dev v0",
  "link set v0 down",
  "link set v0 name eth7",
  "link property add dev eth7 altname enp7s0",
  "link set eth7 up",
  "link add br0 type bridge",
  "link set eth7 master br0",
  "link set eth7 nomaster",
];

interface Moved extends Recording {
  /** The link in the namespace to which it moved, as `ip` has it. */
  readonly moved: Record<string, unknown>;
  /** The namespaces that have a number in the first, as `ip` has them. */
  readonly numbers: readonly Record<string, unknown>[];
}

/** Lets it all happen, the move to another namespace too. */
async function live(): Promise<Moved> {
  await using home = namespace();
  await using away = namespace();
  let moved: readonly Record<string, unknown>[] = [];
  const recording = await record(home, () => {
    home.batch(LIFE);
    home.ip("-6", "rule", "add", "from", "2001:db8::/32", "table", "1000", "pref", "78");
    // The index is taken there already, so the link gets another.
    away.ip("link", "add", "ifb0", "index", `${home.json("link", "show", "eth7")[0]?.["ifindex"]}`, "type", "ifb");
    home.ip("link", "set", "eth7", "netns", away.name);
    moved = away.json("link", "show", "eth7");
    home.batch(["link delete v1", "link delete br0"]);
  });
  const numbers = home.json("netns", "list-id");
  return { ...recording, moved: moved[0] ?? {}, numbers };
}

/** The kernel's names of its messages (`linux/rtnetlink.h`). */
const MESSAGE_NAMES: Readonly<Record<number, string>> = {
  16: "RTM_NEWLINK",
  17: "RTM_DELLINK",
  20: "RTM_NEWADDR",
  21: "RTM_DELADDR",
  24: "RTM_NEWROUTE",
  25: "RTM_DELROUTE",
  28: "RTM_NEWNEIGH",
  29: "RTM_DELNEIGH",
  32: "RTM_NEWRULE",
  33: "RTM_DELRULE",
};

/** What `ip monitor label` calls what we call otherwise. */
const LABELS: Readonly<Record<string, string>> = {
  link: "LINK",
  address: "ADDR",
  route: "ROUTE",
  neighbor: "NEIGH",
  rule: "RULE",
};

function isAbout<Type extends NetworkEvent["type"]>(type: Type) {
  return (event: NetworkEvent): event is Extract<NetworkEvent, { readonly type: Type }> => event.type === type;
}

/** The paths of all properties with this name. */
function pathsTo(name: string, value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(key === name ? [`${path}.${key}: ${JSON.stringify(member)}`] : []),
    ...pathsTo(name, member, `${path}.${key}`),
  ]);
}

describeLive("the life of a link", () => {
  let all: Moved;
  beforeAll(async () => {
    all = await live();
  });

  test("every message of the kernel arrives, in its order", () => {
    const messages = all.datagrams.map((datagram) => {
      const view = new DataView(datagram.buffer);
      return {
        name: MESSAGE_NAMES[view.getUint16(4, true)],
        sequence: view.getUint32(8, true),
        port: view.getUint32(12, true),
        family: view.getUint8(16),
      };
    });
    const families: Readonly<Record<string, number>> = { unspec: 0, inet: 2, bridge: 7, inet6: 10 };
    expect(messages.length).toBeGreaterThan(LIFE.length);
    expect(all.events.map((event) => {
      if (event.type === "overrun" || event.type === "undecoded") return event;
      const { name, sequence, port } = event.message;
      // Each event has its object under the name of its type.
      const { family } = (event as unknown as Record<string, { readonly family: string }>)[event.type] ?? {};
      return { name, sequence, port, family: families[`${family}`] };
    })).toEqual(messages);
  });

  test("ip monitor sees the same kinds of events, in the same order", () => {
    expect(all.events.map((event) => {
      const action = "action" in event ? event.action : undefined;
      return `${LABELS[event.type]} ${action}`;
    })).toEqual(all.witness.map((text) => {
      const [, label, deleted] = /^\[(\w+)\](Deleted )?/.exec(text) ?? [];
      return `${label} ${deleted === undefined ? "new" : "delete"}`;
    }));
  });

  test("everything is decoded, and nothing is unknown", () => {
    expect(all.events.filter(isAbout("undecoded"))).toEqual([]);
    expect(all.events.filter(isAbout("overrun"))).toEqual([]);
    expect(pathsTo("unknown", all.events)).toEqual([]);
  });

  test("monitor --json prints exactly the same events", () => {
    expect(all.lines.map((line): unknown => JSON.parse(line))).toEqual(
      all.events.map((event): unknown =>
        JSON.parse(JSON.stringify(event, (_, value: unknown) => {
          if (value instanceof Uint8Array) {
            return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
          }
          return typeof value === "bigint" ? Number(value) : value;
        }))
      ),
    );
  });

  test("a replaced IPv4 route is told by a flag alone", () => {
    const routes = all.events.filter(isAbout("route")).filter(({ route }) => route.destination === "10.1.0.0");
    expect(routes.slice(0, 3).map(({ action, route, message }) => [action, route.gateway, message.flags])).toEqual([
      ["new", "10.0.0.2", ["exclusive", "create"]],
      ["new", "10.0.0.3", ["replace"]],
      ["new", "10.0.0.4", ["create", "append"]],
    ]);
  });

  test("a renamed link keeps its index", () => {
    const links = all.events.filter(isAbout("link"));
    const [renamed] = links.filter(({ link }) => link.name === "eth7");
    expect(renamed).toMatchObject({ action: "new", link: { kind: "veth", family: "unspec" } });
    expect(renamed?.link.index).toBe(links.find(({ link }) => link.name === "v0")?.link.index);
    const named = links.filter(({ link }) => link.propertyList?.alternativeNames?.includes("enp7s0"));
    expect(named[0]).toMatchObject({ action: "new", link: { index: renamed?.link.index } });
  });

  test("leaving a bridge is a delete of the family bridge, after which the link is still there", () => {
    const links = all.events.filter(isAbout("link")).filter(({ link }) => link.name === "eth7");
    const left = links.findIndex(({ action }) => action === "delete");
    expect(links[left]?.link).toMatchObject({ family: "bridge", flags: expect.arrayContaining(["up"]) });
    expect(links.slice(0, left).some(({ action, link }) => action === "new" && link.family === "bridge")).toBe(true);
    expect(links[left + 1]).toMatchObject({ action: "new", link: { family: "unspec" } });
    expect(links[left + 1]?.link.master).toBeUndefined();
  });

  test("a link that moves away tells where to", () => {
    const gone = all.events.filter(isAbout("link")).filter(({ action, link }) => {
      return action === "delete" && link.family === "unspec" && link.name === "eth7";
    });
    expect(gone).toHaveLength(1);
    const [{ link }] = gone as [Extract<NetworkEvent, { readonly type: "link" }>];
    expect(link.newIndex).toBe(all.moved["ifindex"]);
    expect(link.newIndex).not.toBe(link.index);
    expect(link.newNamespaceId).toBe(all.numbers[0]?.["nsid"]);
    const other = all.events.filter(isAbout("link")).filter(({ link }) => link.name === "v1");
    expect(other.map(({ link }) => link.parentNamespaceId)).toContain(link.newNamespaceId);
  });

  test("what was deleted is told as deleted", () => {
    const deleted = all.events.filter((event) => "action" in event && event.action === "delete");
    expect(deleted.filter(isAbout("link")).map(({ link }) => `${link.family} ${link.name}`)).toEqual([
      "bridge eth7",
      "unspec eth7",
      "unspec v1",
      "unspec br0",
    ]);
    expect(deleted.filter(isAbout("rule")).map(({ rule }) => rule.priority)).toEqual([77]);
    expect(deleted.filter(isAbout("neighbor")).map(({ neighbor }) => neighbor.destination)).toContain("10.0.0.9");
    expect(deleted.filter(isAbout("route")).map(({ route }) => route.destination)).toContain("2001:db8:1::");
    expect(deleted.filter(isAbout("address")).map(({ address }) => address.local ?? address.address))
      .toEqual(expect.arrayContaining(["10.0.0.1", "2001:db8::1"]));
  });
});

describeLive("watch", () => {
  test("delivers what happened between its promise and the first next", async () => {
    await using home = namespace();
    await using watcher = await watch({ namespace: home.name, topics: ["link"] });
    home.ip("link", "add", "ifb7", "type", "ifb");
    expect(await watcher.next()).toMatchObject({
      done: false,
      value: { type: "link", action: "new", link: { name: "ifb7", kind: "ifb", change: expect.any(Array) } },
    });
  });

  test.each(
    [
      [["link"], ["link"]],
      [["address"], ["address"]],
      [["route"], ["route"]],
      [["neighbor"], ["neighbor"]],
      [["rule"], ["rule"]],
      [["rule", "address"], ["address", "rule"]],
      [undefined, ["address", "link", "route"]],
    ] as const,
  )("of the topics %j delivers %j", async (topics, types) => {
    await using home = namespace();
    await using watcher = await watch({ namespace: home.name, ...(topics === undefined ? {} : { topics }) });
    home.batch(LIFE);
    const events = await collect(watcher, QUIET);
    expect([...new Set(events.map(({ type }) => type))].toSorted()).toEqual(types);
  });
});
