import { describe, expect, test } from "vitest";
import type { Link } from "../../mod.ts";
import { linkText } from "../../src/cli/text/link.ts";
import { Names } from "../../src/cli/text/names.ts";
import { plain } from "../../src/cli/text/paint.ts";

const names = new Names();
names.set(3, "eth0");
names.set(4, "eth1");

/** A link of a kind in one line, from the kind on. */
function textOf(linkInfo: NonNullable<Link["linkInfo"]>): string {
  const { kind = "" } = linkInfo;
  const link: Link = {
    family: "unspec",
    type: "ether",
    index: 9,
    flags: ["up"],
    change: [],
    name: "x",
    kind,
    linkInfo,
  };
  return linkText(link, names, plain);
}

describe("a link in one line has what tells most of its kind:", () => {
  test.each<[NonNullable<Link["linkInfo"]>, string]>([
    [{ kind: "vlan", data: { id: 100, protocol: "802.1ad" } }, "vlan protocol 802.1ad id 100"],
    [
      { kind: "vxlan", data: { id: 42, group: "239.0.0.1", link: 3, local: "0.0.0.0", ttl: 5, port: 4789 } },
      "vxlan id 42 group 239.0.0.1 dev eth0 port 4789",
    ],
    [{ kind: "geneve", data: { id: 7, remote6: "2001:db8::1", link: 0 } as object }, "geneve id 7 remote 2001:db8::1"],
    [{ kind: "gre", data: { link: 0, local: "192.0.2.1", remote: "0.0.0.0" } }, "gre local 192.0.2.1"],
    [{ kind: "bond", data: { mode: "802.3ad", activePort: 3 } }, "bond mode 802.3ad"],
    [{ kind: "macvlan", data: { mode: "bridge", addressCount: 0 } }, "macvlan mode bridge"],
    [{ kind: "vrf", data: { table: 1001 } }, "vrf table 1001"],
    [{ kind: "hsr", data: { port1: 3, port2: 4, protocol: "prp" } }, "hsr protocol prp slave1 eth0 slave2 eth1"],
    [{ kind: "dsa", data: { conduit: 7 } }, "dsa conduit if7"],
    [{ kind: "batadv", data: { algorithm: "a\x1bb" } }, "batadv algorithm a\\x1bb"],
    [
      { kind: "bridge", data: { vlanFiltering: true, rootId: { priority: 1, address: "02:00:00:00:00:01" } } },
      "bridge",
    ],
    [{ kind: "tun", data: { type: "tap", owner: 1000 } }, "tun type tap"],
    [{ kind: "gtp", data: { role: "sgsn" } }, "gtp role sgsn"],
    [{ kind: "wwan", data: { linkId: 5 } }, "wwan id 5"],
    [{ kind: "xfrm", data: { interfaceId: 7, link: 4 } }, "xfrm if_id 7 dev eth1"],
    [{ kind: "ipoib", data: { mode: "datagram", partitionKey: 0x8001 } }, "ipoib mode datagram pkey 32769"],
    [
      { kind: "vxlan", data: { id: 8, group6: "ff05::1", local6: "2001:db8::1" } },
      "vxlan id 8 group ff05::1 local 2001:db8::1",
    ],
    [{ kind: "gre", data: { remote: "192.0.2.2", local: "192.0.2.1" } }, "gre remote 192.0.2.2 local 192.0.2.1"],
    [{ kind: "can", data: { state: "busOff" } }, "can state busOff"],
    [{ kind: "dummy" }, "dummy"],
    [{ kind: "novel" }, "novel"],
  ])("%j", (linkInfo, text) => expect(textOf(linkInfo)).toBe(`9: x: <UP> kind ${text} link/ether`));

  test.each<[Partial<Link>, string]>([
    [{}, "9: x: <> link/ether"],
    [
      { flags: ["up", "lowerUp", "noArp"], state: "lowerLayerDown" },
      "9: x: <UP,LOWER_UP,NOARP> state LOWERLAYERDOWN link/ether",
    ],
    [{ parent: 3 }, "9: x@eth0: <> link/ether"],
    [{ parent: 3, parentNamespaceId: 0 }, "9: x@if3: <> link/ether"],
    [{ parent: 0 }, "9: x: <> link/ether"],
    [{ newNamespaceId: 7, address: "02:00:00:00:00:01" }, "9: x: <> link/ether 02:00:00:00:00:01 new-nsid 7"],
    [{ mtu: 1400, qdisc: "a\nb", alias: "c\nd" }, "9: x: <> mtu 1400 qdisc a\\x0ab link/ether alias c\\x0ad"],
  ])("whatever its kind, %j", (fields, text) => {
    const link: Link = { family: "unspec", type: "ether", index: 9, flags: [], change: [], name: "x", ...fields };
    expect(linkText(link, names, plain)).toBe(text);
  });

  test("a link goes by the name that it had, where its message has none", () => {
    const link: Link = { family: "unspec", type: "ether", index: 3, flags: [], change: [] };
    expect(linkText(link, names, plain)).toBe("3: eth0: <> link/ether");
  });

  test("a port of a bridge has its state in the spanning tree", () => {
    const link: Link = {
      family: "bridge",
      type: "ether",
      index: 4,
      flags: [],
      change: [],
      master: 3,
      protocolInfo: { state: "forwarding", priority: 32, cost: 2, learning: true },
    };
    expect(linkText(link, names, plain)).toBe(
      "4: eth1: <> master eth0 family bridge port-state forwarding priority 32 cost 2 link/ether",
    );
  });
});
