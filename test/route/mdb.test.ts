import { describe, expect, test } from "vitest";
import { decode } from "../../mod.ts";
import { mdbMessage } from "../../src/route/mdb.ts";
import { mdbRequest } from "../../src/route/mdb/request.ts";
import { decodeFailure, encodeFailure, golden, hex, survives } from "../codec/golden.ts";
import { eventOf, example } from "./example.ts";

// What Linux 6.18 tells after the commands of the test names, one attribute a line.

const RTM_NEWMDB = 84;
const RTM_GETMDB = 86;

describe("a member of a group", () => {
  test("bridge mdb add dev br0 port v0 grp 239.1.1.2 src 10.0.0.9 temp", () => {
    example(mdbMessage, RTM_NEWMDB, {
      value: {
        family: "bridge",
        index: 6,
        groups: {
          entries: [{
            members: [{
              index: 3,
              state: "temporary",
              flags: [],
              vlan: 0,
              group: "239.1.1.2",
              timer: 26000,
              source: "10.0.0.9",
              protocol: "static",
            }],
          }],
        },
      },
      bytes: `
        07 | 00 00 00 | 06 00 00 00   # struct br_port_msg: AF_BRIDGE, pads, bridge
        40 00 01 00   # MDBA_MDB
          3c 00 01 00   # MDBA_MDB_ENTRY
            38 00 01 00   # MDBA_MDB_ENTRY_INFO
              03 00 00 00 | 00 | 00 | 00 00   # struct br_mdb_entry: port, state, flags, VLAN
              ef 01 01 02 00 00 00 00 00 00 00 00 00 00 00 00 | 08 00 | 00 00   # group, ETH_P_IP, padding
              08 00 01 00 | 90 65 00 00   # MDBA_MDB_EATTR_TIMER
              08 00 04 00 | 0a 00 00 09   # MDBA_MDB_EATTR_SOURCE
              05 00 05 00 | 04 | 00 00 00   # MDBA_MDB_EATTR_RTPROT
      `,
      text: "dev br0 port v0 grp 239.1.1.2 src 10.0.0.9 temp proto static timer 260.00",
    });
  });

  test("bridge mdb add dev br0 port br0 grp 01:00:00:01:02:03 permanent", () => {
    example(mdbMessage, RTM_NEWMDB, {
      value: {
        family: "bridge",
        index: 6,
        groups: {
          entries: [{
            members: [{ index: 6, state: "permanent", flags: [], vlan: 0, group: "01:00:00:01:02:03", timer: 0 }],
          }],
        },
      },
      bytes: `
        07 00 00 00 06 00 00 00
        30 00 01 00 | 2c 00 01 00 | 28 00 01 00
          06 00 00 00 01 00 00 00
          01 00 00 01 02 03 00 00 00 00 00 00 00 00 00 00 | 00 00 | 00 00   # no protocol: an Ethernet address
          08 00 01 00 | 00 00 00 00
      `,
      text: "dev br0 port br0 grp 01:00:00:01:02:03 permanent",
    });
  });

  test("bridge mdb add dev vx0 port vx0 grp ff05::1 source_list 2001:db8::1 filter_mode include dst 10.0.0.77", () => {
    example(mdbMessage, RTM_NEWMDB, {
      value: {
        family: "bridge",
        index: 7,
        groups: {
          entries: [{
            members: [{
              index: 7,
              state: "permanent",
              flags: ["fastLeave", "0x80"],
              vlan: 5,
              group: "ff05::1",
              groupMode: "include",
              sourceList: { entries: [{ address: "2001:db8::1", timer: 100 }] },
              destination: "10.0.0.77",
              port: 4799,
              vni: 5,
              tunnelIndex: 5,
              sourceVni: 6,
            }],
          }],
        },
      },
      bytes: `
        07 00 00 00 07 00 00 00
        7c 00 01 00 | 78 00 01 00 | 74 00 01 00
          07 00 00 00 01 82 05 00
          ff 05 00 00 00 00 00 00 00 00 00 00 00 00 00 01 | 86 dd | 00 00
          05 00 03 00 | 01 | 00 00 00   # MDBA_MDB_EATTR_GROUP_MODE
          24 00 02 80   # MDBA_MDB_EATTR_SRC_LIST
            20 00 01 80   # MDBA_MDB_SRCLIST_ENTRY
              14 00 01 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01   # MDBA_MDB_SRCATTR_ADDRESS
              08 00 02 00 | 64 00 00 00   # MDBA_MDB_SRCATTR_TIMER
          08 00 06 00 | 0a 00 00 4d   # MDBA_MDB_EATTR_DST
          06 00 07 00 | bf 12 | 00 00   # MDBA_MDB_EATTR_DST_PORT, in the order of the host
          08 00 08 00 | 05 00 00 00   # MDBA_MDB_EATTR_VNI
          08 00 09 00 | 05 00 00 00   # MDBA_MDB_EATTR_IFINDEX
          08 00 0a 00 | 06 00 00 00   # MDBA_MDB_EATTR_SRC_VNI
      `,
      text: "dev vx0 port vx0 grp ff05::1 permanent filter_mode include source_list 2001:db8::1/1.00 fastLeave 0x80 " +
        "vid 5 dst 10.0.0.77 dst_port 4799 vni 5 src_vni 6 via v2",
    });
  });

  test("whose group is of no known protocol stays as it is, and all else is read", () => {
    const bytes = `
      07 00 00 00 06 00 00 00
      28 00 01 00 | 24 00 01 00 | 20 00 01 00
        06 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 | 88 47 | 00 00
      04 00 02 00
    `;
    expect(decodeFailure(mdbMessage, bytes))
      .toBe("Cannot decode groups.entries.members.group: expected the protocol of a group, got 0x8847");
    const [first, second] = decode(hex(`44 00 00 00 54 00 00 00 00 00 00 00 00 00 00 00 ${bytes}`));
    expect(first).toMatchObject({ type: "mdb", mdb: { index: 6, routers: {}, unknown: [{ type: 1 }] } });
    expect(second).toMatchObject({ type: "undecoded" });
  });
});

describe("ports that lead to routers", () => {
  test("in an event", () => {
    example(mdbMessage, RTM_NEWMDB, {
      value: { family: "bridge", index: 6, routers: { ports: [{ index: 3 }] } },
      bytes: "07 00 00 00 06 00 00 00 | 0c 00 02 00 | 08 00 01 00 | 03 00 00 00 # MDBA_ROUTER, MDBA_ROUTER_PORT",
      text: "dev br0 router port v0",
    });
  });

  test("in a list, which has the type of its request and an unknown family", () => {
    example(mdbMessage, RTM_GETMDB, {
      value: {
        family: "unspec",
        index: 6,
        groups: {},
        routers: { ports: [{ index: 3, timer: 0, type: "permanent", inetTimer: 0, inet6Timer: 12345, vlan: 7 }] },
      },
      bytes: `
        00 00 00 00 06 00 00 00
        04 00 01 00
        34 00 02 00 | 30 00 01 00 | 03 00 00 00
          08 00 01 00 | 00 00 00 00   # MDBA_ROUTER_PATTR_TIMER
          05 00 02 00 | 02 | 00 00 00   # MDBA_ROUTER_PATTR_TYPE, MDB_RTR_TYPE_PERM
          08 00 03 00 | 00 00 00 00   # MDBA_ROUTER_PATTR_INET_TIMER
          08 00 04 00 | 39 30 00 00   # MDBA_ROUTER_PATTR_INET6_TIMER
          06 00 05 00 | 07 00 | 00 00   # MDBA_ROUTER_PATTR_VID
      `,
      text: "dev br0 router port v0 vid 7 type permanent",
    });
    expect(eventOf(RTM_GETMDB, "00 00 00 00 06 00 00 00")).toMatchObject({ type: "mdb", action: "new" });
  });
});

describe("a request", () => {
  const bytes = `
    07 00 00 00 06 00 00 00
    20 00 01 00   # MDBA_SET_ENTRY: struct br_mdb_entry
      03 00 00 00 01 00 00 00 ef 05 05 05 00 00 00 00 00 00 00 00 00 00 00 00 08 00 00 00
    24 00 02 80   # MDBA_SET_ENTRY_ATTRS
      10 00 02 80   # MDBE_ATTR_SRC_LIST
        0c 00 01 80 | 08 00 01 00 | 0a 00 00 07   # MDBE_SRC_LIST_ENTRY, MDBE_SRCATTR_ADDRESS
      05 00 03 00 | 01 | 00 00 00   # MDBE_ATTR_GROUP_MODE
      05 00 04 00 | 0b | 00 00 00   # MDBE_ATTR_RTPROT
  `;

  test("has attributes of its own", () => {
    golden(mdbRequest, {
      family: "bridge",
      index: 6,
      entry: { index: 3, state: "permanent", flags: [], vlan: 0, group: "239.5.5.5" },
      attributes: { sourceList: { entries: [{ address: "10.0.0.7" }] }, groupMode: "include", protocol: "zebra" },
    }, bytes);
  });

  test.each([[84, "new"], [85, "delete"], [86, "get"]])("of the type %i is decoded by them", (type, verb) => {
    const message = hex(`5c 00 00 00 ${type.toString(16)} 00 05 00 00 00 00 00 00 00 00 00 ${bytes}`);
    expect([...decode(message)]).toMatchObject([
      { type: "request", verb, topic: "mdb", value: { entry: { group: "239.5.5.5" } } },
    ]);
  });
});

describe("a group", () => {
  const at = (group: string) => ({
    family: "bridge",
    index: 6,
    entry: { index: 3, state: "permanent", flags: [], vlan: 0, group },
  });

  test("that none is told of is no text", () => {
    const value = survives(mdbRequest, `07 00 00 00 06 00 00 00 20 00 01 00 ${"00 ".repeat(28)}`);
    expect(value.entry?.group).toBe("");
  });

  test.each(["239.1.1", "01:00:00:01:02", "ff02::g", "nonsense"])("is not %s", (group) => {
    expect(encodeFailure(mdbRequest, at(group)))
      .toBe(`Cannot encode entry.group: expected an IPv4, IPv6 or Ethernet address, got '${group}'`);
  });
});
