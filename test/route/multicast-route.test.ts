import { describe, expect, test } from "vitest";
import { routeMessage } from "../../src/route/route.ts";
import { multicastRouteReportMessage } from "../../src/route/multicast-route-report.ts";
import { hex } from "../codec/golden.ts";
import { eventOf, example } from "./example.ts";

// What Linux 6.18 tells a program that routes multicast packets, one attribute a line.

const RTM_NEWROUTE = 24;
const RTM_DELROUTE = 25;
const RTM_NEWCACHEREPORT = 96;

describe("a route of multicast packets", () => {
  test("from v2 to v0, of IPv4", () => {
    example(routeMessage, RTM_NEWROUTE, {
      value: {
        family: "ipmr",
        prefixLength: 32,
        sourcePrefixLength: 32,
        tos: 0,
        protocol: "mrouted",
        scope: "global",
        type: "multicast",
        flags: [],
        table: 253,
        source: "10.0.0.2",
        destination: "239.7.7.7",
        inputLink: 5,
        nextHops: [{ flags: [], weight: 2, outputLink: 3 }],
        multicastStats: { packets: 1n, bytes: 32n, wrongLink: 0n },
        expires: 105n,
      },
      bytes: `
        80 | 20 | 20 | 00 | fd | 11 | 00 | 05 | 00 00 00 00   # struct rtmsg: RTNL_FAMILY_IPMR, RTPROT_MROUTED
        08 00 0f 00 | fd 00 00 00   # RTA_TABLE
        08 00 02 00 | 0a 00 00 02   # RTA_SRC
        08 00 01 00 | ef 07 07 07   # RTA_DST
        08 00 03 00 | 05 00 00 00   # RTA_IIF
        0c 00 09 00   # RTA_MULTIPATH
          08 00 | 00 | 01 | 03 00 00 00   # struct rtnexthop: the TTL in the place of the number of hops
        1c 00 11 00   # RTA_MFC_STATS
          01 00 00 00 00 00 00 00 | 20 00 00 00 00 00 00 00 | 00 00 00 00 00 00 00 00
        0c 00 17 00 | 69 00 00 00 00 00 00 00   # RTA_EXPIRES
      `,
      text: "(10.0.0.2,239.7.7.7) iif v2 oifs v0 table default packets 1 bytes 32",
    });
  });

  test.each([["80", "ipmr"], ["81", "ip6mr"]])("of the family 0x%s is no other route", (family, name) => {
    expect(eventOf(RTM_DELROUTE, `${family} 00 00 00 fd 11 00 05 20 00 00 00`)).toMatchObject({
      type: "multicastRoute",
      action: "delete",
      multicastRoute: { family: name, flags: ["unresolved"], protocol: "mrouted" },
      message: { name: "RTM_DELROUTE" },
    });
    expect(eventOf(RTM_NEWROUTE, "02 00 00 00 fe 02 00 01 00 00 00 00")).toMatchObject({ type: "route" });
  });
});

test("a packet without a route", () => {
  example(multicastRouteReportMessage, RTM_NEWCACHEREPORT, {
    value: {
      family: "ipmr",
      reportType: "noCache",
      interfaceId: 0,
      source: "10.0.0.3",
      destination: "239.8.8.8",
      table: 253,
      packet: hex("01 00 00 00 02 00 10 00"),
    },
    bytes: `
      80 | 00 00 00   # struct rtgenmsg
      05 00 01 00 | 01 | 00 00 00   # IPMRA_CREPORT_MSGTYPE, IGMPMSG_NOCACHE
      08 00 02 00 | 00 00 00 00   # IPMRA_CREPORT_VIF_ID
      08 00 03 00 | 0a 00 00 03   # IPMRA_CREPORT_SRC_ADDR
      08 00 04 00 | ef 08 08 08   # IPMRA_CREPORT_DST_ADDR
      08 00 06 00 | fd 00 00 00   # IPMRA_CREPORT_TABLE
      0c 00 05 00 | 01 00 00 00 02 00 10 00   # IPMRA_CREPORT_PKT
    `,
    text: "noCache (10.0.0.3,239.8.8.8) vif 0 table default (8 bytes)",
  });
});
