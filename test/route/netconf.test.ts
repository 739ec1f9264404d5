import { describe, expect, test } from "vitest";
import { netconfMessage } from "../../src/route/netconf.ts";
import { eventOf, example } from "./example.ts";

// What Linux 6.18 tells after the commands of the test names, one attribute a line.

const RTM_NEWNETCONF = 80;
const RTM_DELNETCONF = 81;

describe("settings of links", () => {
  test("ip netconf show dev v2, of IPv4", () => {
    example(netconfMessage, RTM_NEWNETCONF, {
      value: {
        family: "inet",
        index: 5,
        forwarding: 1,
        reversePathFilter: "loose",
        multicastForwarding: 0,
        broadcastForwarding: 0,
        proxyNeighbor: 0,
        ignoreRoutesWithLinkDown: 0,
      },
      bytes: `
        02 | 00 00 00               # struct netconfmsg: AF_INET, and its padding
        08 00 01 00 | 05 00 00 00   # NETCONFA_IFINDEX
        08 00 02 00 | 01 00 00 00   # NETCONFA_FORWARDING
        08 00 03 00 | 02 00 00 00   # NETCONFA_RP_FILTER
        08 00 04 00 | 00 00 00 00   # NETCONFA_MC_FORWARDING
        08 00 08 00 | 00 00 00 00   # NETCONFA_BC_FORWARDING
        08 00 05 00 | 00 00 00 00   # NETCONFA_PROXY_NEIGH
        08 00 06 00 | 00 00 00 00   # NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN
      `,
      text: "inet dev v2 forwarding on rp_filter loose mc_forwarding off bc_forwarding off proxy_neigh off " +
        "ignore_routes_with_linkdown off",
    });
  });

  test.each([
    ["ff ff ff ff", -1, "inet6 all forwarding on"],
    ["fe ff ff ff", -2, "inet6 default forwarding on"],
  ])("sysctl net.ipv6.conf.all.forwarding=1, with index %s", (bytes, index, text) => {
    example(netconfMessage, RTM_NEWNETCONF, {
      value: { family: "inet6", index, forwarding: 1 },
      bytes: `0a 00 00 00 | 08 00 01 00 ${bytes} | 08 00 02 00 01 00 00 00`,
      text,
    });
  });

  test("a switch that is neither 0 nor 1 keeps its number", () => {
    example(netconfMessage, RTM_NEWNETCONF, {
      value: { family: "mpls", index: 3, input: 7 },
      bytes: "1c 00 00 00 | 08 00 01 00 03 00 00 00 | 08 00 07 00 07 00 00 00",
      text: "mpls dev v0 input on",
    });
  });

  test("those that are gone have no values", () => {
    expect(eventOf(RTM_DELNETCONF, "02 00 00 00 | 08 00 01 00 05 00 00 00")).toMatchObject({
      type: "netconf",
      action: "delete",
      netconf: { family: "inet", index: 5 },
      message: { name: "RTM_DELNETCONF" },
    });
  });
});
