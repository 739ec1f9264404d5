import { describe, expect, test } from "vitest";
import { type BridgeVlanDatabase, decode, Rtnetlink } from "../../mod.ts";
import { encode } from "../../src/codec/codec.ts";
import { bridgeVlanMessage, bridgeVlanQuery } from "../../src/route/bridge-vlan.ts";
import { fakeKernel } from "../../src/testing/mod.ts";
import { golden, hex, toHex } from "../codec/golden.ts";
import { example } from "./example.ts";

// What the kernel's code writes for the commands of the test names, one attribute a line; no kernel was asked.

const RTM_NEWVLAN = 112;
const RTM_DELVLAN = 113;

describe("VLANs of a port", () => {
  test("bridge vlan add dev v0 vid 100-199 pvid untagged", () => {
    example(bridgeVlanMessage, RTM_NEWVLAN, {
      value: {
        family: "bridge",
        index: 3,
        entries: [{ info: { flags: ["pvid", "untagged"], id: 100 }, range: 199, state: "forwarding" }],
      },
      bytes: `
        07 | 00 | 00 00 | 03 00 00 00   # struct br_vlan_msg
        1c 00 01 80   # BRIDGE_VLANDB_ENTRY
          08 00 01 00 | 06 00 | 64 00   # BRIDGE_VLANDB_ENTRY_INFO: struct bridge_vlan_info
          06 00 02 00 | c7 00 | 00 00   # BRIDGE_VLANDB_ENTRY_RANGE
          05 00 03 00 | 03 | 00 00 00   # BRIDGE_VLANDB_ENTRY_STATE, BR_STATE_FORWARDING
      `,
      text: "dev v0 vlan 100-199 pvid untagged state forwarding",
    });
  });

  test("bridge -d -s vlan show, with every option", () => {
    example(bridgeVlanMessage, RTM_NEWVLAN, {
      value: {
        family: "bridge",
        index: 3,
        entries: [{
          info: { flags: [], id: 100 },
          state: "blocking",
          tunnel: { id: 5000 },
          multicastRouter: "temporaryQuery",
          multicastGroups: 2,
          multicastMaxGroups: 8,
          neighborSuppress: true,
          neighborForwardGratuitous: false,
          stats: { rxBytes: 4n, rxPackets: 3n, txBytes: 2n, txPackets: 1n },
        }, { info: { flags: ["bridgeEntry"], id: 101 } }],
      },
      bytes: `
        07 00 00 00 03 00 00 00
        7c 00 01 80 | 08 00 01 00 | 00 00 | 64 00
          05 00 03 00 | 04 | 00 00 00
          0c 00 04 80 | 08 00 01 00 | 88 13 00 00   # BRIDGE_VLANDB_ENTRY_TUNNEL_INFO, BRIDGE_VLANDB_TINFO_ID
          05 00 06 00 | 01 | 00 00 00   # BRIDGE_VLANDB_ENTRY_MCAST_ROUTER
          08 00 07 00 | 02 00 00 00   # BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS
          08 00 08 00 | 08 00 00 00   # BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS
          05 00 09 00 | 01 | 00 00 00   # BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS
          05 00 0a 00 | 00 | 00 00 00   # BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT
          34 00 05 80   # BRIDGE_VLANDB_ENTRY_STATS
            0c 00 01 00 | 04 00 00 00 00 00 00 00   # BRIDGE_VLANDB_STATS_RX_BYTES
            0c 00 02 00 | 03 00 00 00 00 00 00 00
            0c 00 03 00 | 02 00 00 00 00 00 00 00
            0c 00 04 00 | 01 00 00 00 00 00 00 00
        0c 00 01 80 | 08 00 01 00 | 20 00 | 65 00
      `,
      text: "dev v0 vlan 100 state blocking tunnel_id 5000 mcast_router temporaryQuery mcast_max_groups 8 " +
        "mcast_n_groups 2 neigh_suppress rx_packets 3 rx_bytes 4 tx_packets 1 tx_bytes 2, vlan 101 bridgeEntry",
    });
  });

  test("bridge vlan delete dev v0 vid 7", () => {
    example(bridgeVlanMessage, RTM_DELVLAN, {
      value: { family: "bridge", index: 3, entries: [{ info: { flags: ["onlyOptions"], id: 7 } }] },
      bytes: "07 00 00 00 03 00 00 00 | 0c 00 01 80 | 08 00 01 00 | 40 00 | 07 00",
      text: "Deleted dev v0 vlan 7 onlyOptions",
    });
  });
});

describe("VLANs of a whole bridge", () => {
  test("bridge vlan global show, with every option", () => {
    const number = (type: string, value: string) => `0c 00 ${type} 00 | ${value} 00 00 00 00 00 00 00`;
    example(bridgeVlanMessage, RTM_NEWVLAN, {
      value: {
        family: "bridge",
        index: 6,
        globalOptions: [{
          id: 1,
          range: 9,
          spanningTree: 3,
          multicastSnooping: true,
          multicastIgmpVersion: 2,
          multicastMldVersion: 1,
          multicastLastMemberCount: 2,
          multicastStartupQueryCount: 5,
          multicastQuerier: false,
          multicastQuerierState: { address: "10.0.0.9", port: 3, otherTimer: 7n },
          multicastLastMemberInterval: 100n,
          multicastMembershipInterval: 101n,
          multicastQuerierInterval: 102n,
          multicastQueryInterval: 103n,
          multicastQueryResponseInterval: 104n,
          multicastStartupQueryInterval: 105n,
          multicastRouterPorts: { routers: { ports: [{ index: 3, vlan: 1 }] } },
        }],
      },
      bytes: `
        07 00 00 00 06 00 00 00
        cc 00 02 80   # BRIDGE_VLANDB_GLOBAL_OPTIONS
          06 00 01 00 | 01 00 | 00 00   # BRIDGE_VLANDB_GOPTS_ID
          06 00 02 00 | 09 00 | 00 00   # BRIDGE_VLANDB_GOPTS_RANGE
          06 00 12 00 | 03 00 | 00 00   # BRIDGE_VLANDB_GOPTS_MSTI
          05 00 03 00 | 01 | 00 00 00   # BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING
          05 00 04 00 | 02 | 00 00 00   # BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION
          05 00 05 00 | 01 | 00 00 00   # BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION
          08 00 06 00 | 02 00 00 00   # BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT
          08 00 07 00 | 05 00 00 00   # BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT
          05 00 0f 00 | 00 | 00 00 00   # BRIDGE_VLANDB_GOPTS_MCAST_QUERIER
          20 00 11 80   # BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE
            08 00 01 00 | 0a 00 00 09   # BRIDGE_QUERIER_IP_ADDRESS
            08 00 02 00 | 03 00 00 00   # BRIDGE_QUERIER_IP_PORT
            0c 00 03 00 | 07 00 00 00 00 00 00 00   # BRIDGE_QUERIER_IP_OTHER_TIMER
          ${number("08", "64")}   # BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL
          ${number("0a", "65")}   # BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL
          ${number("0b", "66")}   # BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL
          ${number("0c", "67")}   # BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL
          ${number("0d", "68")}   # BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL
          ${number("0e", "69")}   # BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL
          18 00 10 80   # BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS
            14 00 02 00 | 10 00 01 00 | 03 00 00 00   # MDBA_ROUTER, MDBA_ROUTER_PORT
              06 00 05 00 | 01 00 | 00 00   # MDBA_ROUTER_PATTR_VID
      `,
      text: "dev br0 global 1-9 mcast_snooping 1 mcast_querier 0 mcast_igmp_version 2 mcast_mld_version 1 " +
        "mcast_query_interval 1.03 msti 3",
    });
  });

  // The bytes are those that `bridge` of iproute2 6.1 sends.
  test("bridge vlan global set dev br0 vid 5-9 mcast_snooping 1 mcast_igmp_version 2 mcast_mld_version 1 ...", async () => {
    const number = (type: string, value: string) => `0c 00 ${type} 00 | ${value} 00 00 00 00 00 00 00`;
    const kernel = fakeKernel(() => undefined);
    await using rtnetlink = await Rtnetlink.open({ kernel });
    await rtnetlink.bridgeVlans.setGlobal({
      link: 4,
      vlan: 5,
      end: 9,
      multicastSnooping: true,
      multicastIgmpVersion: 2,
      multicastMldVersion: 1,
      multicastLastMemberCount: 2,
      multicastStartupQueryCount: 5,
      multicastLastMemberInterval: 100n,
      multicastMembershipInterval: 101n,
      multicastQuerierInterval: 102n,
      multicastQueryInterval: 103n,
      multicastQueryResponseInterval: 104n,
      multicastStartupQueryInterval: 105n,
      multicastQuerier: true,
    });
    expect(kernel.requests).toMatchObject([{ verb: "new", topic: "bridgeVlan" }]);
    // The value of such a request is an object of its kind.
    const sent = kernel.requests.map(({ value }) => toHex(encode(bridgeVlanMessage, value as BridgeVlanDatabase)));
    expect(sent).toEqual([toHex(hex(`
      07 00 00 00 04 00 00 00
      8c 00 02 80 | 06 00 01 00 | 05 00 | 00 00 | 06 00 02 00 | 09 00 | 00 00
        05 00 03 00 | 01 | 00 00 00 | 05 00 04 00 | 02 | 00 00 00 | 05 00 05 00 | 01 | 00 00 00
        08 00 06 00 | 02 00 00 00 | 08 00 07 00 | 05 00 00 00
        ${number("08", "64")} ${number("0a", "65")} ${number("0b", "66")}
        ${number("0c", "67")} ${number("0d", "68")} ${number("0e", "69")}
        05 00 0f 00 | 01 | 00 00 00
    `))]);
  });
});

describe("a request for a list", () => {
  const bytes = "07 00 00 00 03 00 00 00 | 08 00 01 00 | 03 00 00 00 # BRIDGE_VLANDB_DUMP_FLAGS";

  test("has attributes of its own", () => {
    golden(bridgeVlanQuery, { family: "bridge", index: 3, dumpFlags: ["stats", "global"] }, bytes);
  });

  test("is decoded by them, and no other request is", () => {
    const message = (type: string) => hex(`20 00 00 00 ${type} 00 01 03 00 00 00 00 00 00 00 00 ${bytes}`);
    expect([...decode(message("72"))]).toMatchObject([{ type: "request", value: { dumpFlags: ["stats", "global"] } }]);
    expect([...decode(message("70"))]).toMatchObject([{ type: "request", value: { family: "bridge", unknown: [{}] } }, {
      type: "undecoded",
    }]);
  });
});
