import { describe, expect, test } from "vitest";
import { type Codec, decode, DecodeError, encode } from "../../src/codec/mod.ts";
import { type BondPortData, bondPortData } from "../../src/route/link/bond-port.ts";
import { type BondData, bondData } from "../../src/route/link/bond.ts";
import { type BridgePortData, bridgePortData } from "../../src/route/link/bridge-port.ts";
import { type BridgeData, bridgeData } from "../../src/route/link/bridge.ts";
import { type IpvlanData, ipvlanData } from "../../src/route/link/ipvlan.ts";
import { type MacvlanData, macvlanData } from "../../src/route/link/macvlan.ts";
import { type TunData, tunData } from "../../src/route/link/tun.ts";
import { type VlanData, vlanData } from "../../src/route/link/vlan.ts";
import { vrfData, vrfPortData } from "../../src/route/link/vrf.ts";
import { type VxlanData, vxlanData } from "../../src/route/link/vxlan.ts";
import { hex, toHex } from "../codec/golden.ts";
import { complete } from "./complete.ts";

// One attribute a line: length, number, payload, padding. The bytes are those of a little-endian host.

/** Expects that a few attributes are read and written so. */
function exact<T extends object>(codec: Codec<T>, value: T, bytes: readonly number[]): void {
  expect(decode(codec, Uint8Array.from(bytes))).toStrictEqual(value);
  expect(toHex(encode(codec, value))).toBe(toHex(Uint8Array.from(bytes)));
}

describe("every attribute of", () => {
  test("a bridge", () => {
    const data: BridgeData = {
      forwardDelay: 400,
      helloTime: 300,
      maxAge: 1200,
      ageingTime: 60000,
      stpState: 2,
      priority: 4096,
      vlanFiltering: true,
      vlanProtocol: "802.1ad",
      groupForwardMask: 0x4008,
      rootId: { priority: 0x1002, address: "02:00:00:0a:0b:0c" },
      bridgeId: { priority: 0x8003, address: "02:00:00:0d:0e:0f" },
      rootPort: 3,
      rootPathCost: 104,
      topologyChange: false,
      topologyChangeDetected: true,
      helloTimer: 17n,
      topologyNotificationTimer: 18n,
      topologyChangeTimer: 19n,
      garbageTimer: 0x1_0000_0002n,
      groupAddress: "01:80:c2:00:00:08",
      flushDatabase: true,
      multicastRouter: 2,
      multicastSnooping: false,
      multicastQueryUseAddress: true,
      multicastQuerier: true,
      multicastHashElasticity: 16,
      multicastHashMax: 2048,
      multicastLastMemberCount: 4,
      multicastStartupQueryCount: 5,
      multicastLastMemberInterval: 110n,
      multicastMembershipInterval: 25000n,
      multicastQuerierInterval: 24000n,
      multicastQueryInterval: 12000n,
      multicastQueryResponseInterval: 900n,
      multicastStartupQueryInterval: 3000n,
      callIptables: true,
      callIp6tables: false,
      callArptables: true,
      vlanDefaultPvid: 4094,
      padding: new Uint8Array(0),
      vlanStatsEnabled: true,
      multicastStatsEnabled: false,
      multicastIgmpVersion: 3,
      multicastMldVersion: 2,
      vlanStatsPerPort: true,
      options: {
        values: ["multicastVlanSnooping", "localDatabaseVlan0"],
        mask: [
          "noLinkLocalLearning",
          "multicastVlanSnooping",
          "multipleSpanningTrees",
          "mdbOffloadFailureNotification",
          "localDatabaseVlan0",
          "0x20",
        ],
      },
      multicastQuerierState: {
        address: "192.0.2.1",
        port: 3,
        otherTimer: 25500n,
        padding: new Uint8Array(0),
        address6: "fe80::1",
        port6: 4,
        otherTimer6: 1n,
      },
      databaseLearned: 7,
      databaseMaxLearned: 1000,
      stpMode: "kernel",
    };
    complete(
      bridgeData,
      data,
      `
      08 00 01 00 | 90 01 00 00                         # IFLA_BR_FORWARD_DELAY 400
      08 00 02 00 | 2c 01 00 00                         # IFLA_BR_HELLO_TIME 300
      08 00 03 00 | b0 04 00 00                         # IFLA_BR_MAX_AGE 1200
      08 00 04 00 | 60 ea 00 00                         # IFLA_BR_AGEING_TIME 60000
      08 00 05 00 | 02 00 00 00                         # IFLA_BR_STP_STATE 2
      06 00 06 00 | 00 10 | 00 00                       # IFLA_BR_PRIORITY 4096
      05 00 07 00 | 01 | 00 00 00                       # IFLA_BR_VLAN_FILTERING
      06 00 08 00 | 88 a8 | 00 00                       # IFLA_BR_VLAN_PROTOCOL 802.1ad, network order
      06 00 09 00 | 08 40 | 00 00                       # IFLA_BR_GROUP_FWD_MASK
      0c 00 0a 00 | 10 02 | 02 00 00 0a 0b 0c           # IFLA_BR_ROOT_ID, priority in network order
      0c 00 0b 00 | 80 03 | 02 00 00 0d 0e 0f           # IFLA_BR_BRIDGE_ID
      06 00 0c 00 | 03 00 | 00 00                       # IFLA_BR_ROOT_PORT 3
      08 00 0d 00 | 68 00 00 00                         # IFLA_BR_ROOT_PATH_COST 104
      05 00 0e 00 | 00 | 00 00 00                       # IFLA_BR_TOPOLOGY_CHANGE
      05 00 0f 00 | 01 | 00 00 00                       # IFLA_BR_TOPOLOGY_CHANGE_DETECTED
      0c 00 10 00 | 11 00 00 00 00 00 00 00             # IFLA_BR_HELLO_TIMER 17
      0c 00 11 00 | 12 00 00 00 00 00 00 00             # IFLA_BR_TCN_TIMER 18
      0c 00 12 00 | 13 00 00 00 00 00 00 00             # IFLA_BR_TOPOLOGY_CHANGE_TIMER 19
      0c 00 13 00 | 02 00 00 00 01 00 00 00             # IFLA_BR_GC_TIMER 2 ** 32 + 2
      0a 00 14 00 | 01 80 c2 00 00 08 | 00 00           # IFLA_BR_GROUP_ADDR
      04 00 15 00                                       # IFLA_BR_FDB_FLUSH
      05 00 16 00 | 02 | 00 00 00                       # IFLA_BR_MCAST_ROUTER 2
      05 00 17 00 | 00 | 00 00 00                       # IFLA_BR_MCAST_SNOOPING
      05 00 18 00 | 01 | 00 00 00                       # IFLA_BR_MCAST_QUERY_USE_IFADDR
      05 00 19 00 | 01 | 00 00 00                       # IFLA_BR_MCAST_QUERIER
      08 00 1a 00 | 10 00 00 00                         # IFLA_BR_MCAST_HASH_ELASTICITY 16
      08 00 1b 00 | 00 08 00 00                         # IFLA_BR_MCAST_HASH_MAX 2048
      08 00 1c 00 | 04 00 00 00                         # IFLA_BR_MCAST_LAST_MEMBER_CNT 4
      08 00 1d 00 | 05 00 00 00                         # IFLA_BR_MCAST_STARTUP_QUERY_CNT 5
      0c 00 1e 00 | 6e 00 00 00 00 00 00 00             # IFLA_BR_MCAST_LAST_MEMBER_INTVL 110
      0c 00 1f 00 | a8 61 00 00 00 00 00 00             # IFLA_BR_MCAST_MEMBERSHIP_INTVL 25000
      0c 00 20 00 | c0 5d 00 00 00 00 00 00             # IFLA_BR_MCAST_QUERIER_INTVL 24000
      0c 00 21 00 | e0 2e 00 00 00 00 00 00             # IFLA_BR_MCAST_QUERY_INTVL 12000
      0c 00 22 00 | 84 03 00 00 00 00 00 00             # IFLA_BR_MCAST_QUERY_RESPONSE_INTVL 900
      0c 00 23 00 | b8 0b 00 00 00 00 00 00             # IFLA_BR_MCAST_STARTUP_QUERY_INTVL 3000
      05 00 24 00 | 01 | 00 00 00                       # IFLA_BR_NF_CALL_IPTABLES
      05 00 25 00 | 00 | 00 00 00                       # IFLA_BR_NF_CALL_IP6TABLES
      05 00 26 00 | 01 | 00 00 00                       # IFLA_BR_NF_CALL_ARPTABLES
      06 00 27 00 | fe 0f | 00 00                       # IFLA_BR_VLAN_DEFAULT_PVID 4094
      04 00 28 00                                       # IFLA_BR_PAD
      05 00 29 00 | 01 | 00 00 00                       # IFLA_BR_VLAN_STATS_ENABLED
      05 00 2a 00 | 00 | 00 00 00                       # IFLA_BR_MCAST_STATS_ENABLED
      05 00 2b 00 | 03 | 00 00 00                       # IFLA_BR_MCAST_IGMP_VERSION 3
      05 00 2c 00 | 02 | 00 00 00                       # IFLA_BR_MCAST_MLD_VERSION 2
      05 00 2d 00 | 01 | 00 00 00                       # IFLA_BR_VLAN_STATS_PER_PORT
      0c 00 2e 00 | 12 00 00 00 | 3f 00 00 00           # IFLA_BR_MULTI_BOOLOPT: values, mask
      4c 00 2f 80                                       # IFLA_BR_MCAST_QUERIER_STATE, marked as nested
        08 00 01 00 | c0 00 02 01                       # BRIDGE_QUERIER_IP_ADDRESS
        08 00 02 00 | 03 00 00 00                       # BRIDGE_QUERIER_IP_PORT 3
        0c 00 03 00 | 9c 63 00 00 00 00 00 00           # BRIDGE_QUERIER_IP_OTHER_TIMER 25500
        04 00 04 00                                     # BRIDGE_QUERIER_PAD
        14 00 05 00 | fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 # BRIDGE_QUERIER_IPV6_ADDRESS
        08 00 06 00 | 04 00 00 00                       # BRIDGE_QUERIER_IPV6_PORT 4
        0c 00 07 00 | 01 00 00 00 00 00 00 00           # BRIDGE_QUERIER_IPV6_OTHER_TIMER 1
      08 00 30 00 | 07 00 00 00                         # IFLA_BR_FDB_N_LEARNED 7
      08 00 31 00 | e8 03 00 00                         # IFLA_BR_FDB_MAX_LEARNED 1000
      08 00 32 00 | 02 00 00 00                         # IFLA_BR_STP_MODE kernel
      `,
    );
  });

  test("a bridge port", () => {
    const data: BridgePortData = {
      state: "blocking",
      priority: 48,
      cost: 19,
      hairpin: true,
      guard: false,
      rootBlock: true,
      fastLeave: false,
      learning: true,
      unicastFlood: false,
      proxyArp: true,
      learningSync: false,
      proxyArpWifi: true,
      rootId: { priority: 0x1000, address: "02:00:00:00:00:11" },
      bridgeId: { priority: 0x2000, address: "02:00:00:00:00:22" },
      designatedPort: 0x8002,
      designatedCost: 4,
      id: 0x8005,
      number: 5,
      topologyChangeAck: true,
      configPending: false,
      messageAgeTimer: 1999n,
      forwardDelayTimer: 1498n,
      holdTimer: 97n,
      flush: true,
      multicastRouter: 3,
      padding: new Uint8Array(0),
      multicastFlood: false,
      multicastToUnicast: true,
      vlanTunnel: false,
      broadcastFlood: true,
      groupForwardMask: 8,
      neighborSuppress: false,
      isolated: true,
      backupPort: 12,
      mrpRingOpen: false,
      mrpInterconnectOpen: true,
      multicastHostsLimit: 256,
      multicastHosts: 6,
      locked: true,
      macAuthenticationBypass: false,
      multicastGroups: 9,
      multicastMaxGroups: 90,
      neighborVlanSuppress: true,
      backupNexthopId: 77,
      neighborForwardGratuitous: false,
    };
    complete(
      bridgePortData,
      data,
      `
      05 00 01 00 | 04 | 00 00 00                       # IFLA_BRPORT_STATE blocking
      06 00 02 00 | 30 00 | 00 00                       # IFLA_BRPORT_PRIORITY 48
      08 00 03 00 | 13 00 00 00                         # IFLA_BRPORT_COST 19
      05 00 04 00 | 01 | 00 00 00                       # IFLA_BRPORT_MODE
      05 00 05 00 | 00 | 00 00 00                       # IFLA_BRPORT_GUARD
      05 00 06 00 | 01 | 00 00 00                       # IFLA_BRPORT_PROTECT
      05 00 07 00 | 00 | 00 00 00                       # IFLA_BRPORT_FAST_LEAVE
      05 00 08 00 | 01 | 00 00 00                       # IFLA_BRPORT_LEARNING
      05 00 09 00 | 00 | 00 00 00                       # IFLA_BRPORT_UNICAST_FLOOD
      05 00 0a 00 | 01 | 00 00 00                       # IFLA_BRPORT_PROXYARP
      05 00 0b 00 | 00 | 00 00 00                       # IFLA_BRPORT_LEARNING_SYNC
      05 00 0c 00 | 01 | 00 00 00                       # IFLA_BRPORT_PROXYARP_WIFI
      0c 00 0d 00 | 10 00 | 02 00 00 00 00 11           # IFLA_BRPORT_ROOT_ID
      0c 00 0e 00 | 20 00 | 02 00 00 00 00 22           # IFLA_BRPORT_BRIDGE_ID
      06 00 0f 00 | 02 80 | 00 00                       # IFLA_BRPORT_DESIGNATED_PORT
      06 00 10 00 | 04 00 | 00 00                       # IFLA_BRPORT_DESIGNATED_COST 4
      06 00 11 00 | 05 80 | 00 00                       # IFLA_BRPORT_ID
      06 00 12 00 | 05 00 | 00 00                       # IFLA_BRPORT_NO 5
      05 00 13 00 | 01 | 00 00 00                       # IFLA_BRPORT_TOPOLOGY_CHANGE_ACK
      05 00 14 00 | 00 | 00 00 00                       # IFLA_BRPORT_CONFIG_PENDING
      0c 00 15 00 | cf 07 00 00 00 00 00 00             # IFLA_BRPORT_MESSAGE_AGE_TIMER 1999
      0c 00 16 00 | da 05 00 00 00 00 00 00             # IFLA_BRPORT_FORWARD_DELAY_TIMER 1498
      0c 00 17 00 | 61 00 00 00 00 00 00 00             # IFLA_BRPORT_HOLD_TIMER 97
      04 00 18 00                                       # IFLA_BRPORT_FLUSH
      05 00 19 00 | 03 | 00 00 00                       # IFLA_BRPORT_MULTICAST_ROUTER 3
      04 00 1a 00                                       # IFLA_BRPORT_PAD
      05 00 1b 00 | 00 | 00 00 00                       # IFLA_BRPORT_MCAST_FLOOD
      05 00 1c 00 | 01 | 00 00 00                       # IFLA_BRPORT_MCAST_TO_UCAST
      05 00 1d 00 | 00 | 00 00 00                       # IFLA_BRPORT_VLAN_TUNNEL
      05 00 1e 00 | 01 | 00 00 00                       # IFLA_BRPORT_BCAST_FLOOD
      06 00 1f 00 | 08 00 | 00 00                       # IFLA_BRPORT_GROUP_FWD_MASK
      05 00 20 00 | 00 | 00 00 00                       # IFLA_BRPORT_NEIGH_SUPPRESS
      05 00 21 00 | 01 | 00 00 00                       # IFLA_BRPORT_ISOLATED
      08 00 22 00 | 0c 00 00 00                         # IFLA_BRPORT_BACKUP_PORT 12
      05 00 23 00 | 00 | 00 00 00                       # IFLA_BRPORT_MRP_RING_OPEN
      05 00 24 00 | 01 | 00 00 00                       # IFLA_BRPORT_MRP_IN_OPEN
      08 00 25 00 | 00 01 00 00                         # IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT 256
      08 00 26 00 | 06 00 00 00                         # IFLA_BRPORT_MCAST_EHT_HOSTS_CNT 6
      05 00 27 00 | 01 | 00 00 00                       # IFLA_BRPORT_LOCKED
      05 00 28 00 | 00 | 00 00 00                       # IFLA_BRPORT_MAB
      08 00 29 00 | 09 00 00 00                         # IFLA_BRPORT_MCAST_N_GROUPS 9
      08 00 2a 00 | 5a 00 00 00                         # IFLA_BRPORT_MCAST_MAX_GROUPS 90
      05 00 2b 00 | 01 | 00 00 00                       # IFLA_BRPORT_NEIGH_VLAN_SUPPRESS
      08 00 2c 00 | 4d 00 00 00                         # IFLA_BRPORT_BACKUP_NHID 77
      05 00 2d 00 | 00 | 00 00 00                       # IFLA_BRPORT_NEIGH_FORWARD_GRAT
      `,
    );
  });

  test("a bond", () => {
    const data: BondData = {
      mode: "802.3ad",
      activePort: 4,
      miiInterval: 100,
      upDelay: 200,
      downDelay: 300,
      useCarrier: true,
      arpInterval: 250,
      arpTargets: ["192.0.2.1", "198.51.100.9"],
      arpValidate: "filter_backup",
      arpAllTargets: "all",
      primary: 5,
      primaryReselect: "failure",
      failOverMac: "follow",
      transmitHashPolicy: "vlan+srcmac",
      resendIgmp: 2,
      peerNotifications: 6,
      allPortsActive: false,
      minLinks: 1,
      learningInterval: 8,
      packetsPerPort: 64,
      lacpRate: "fast",
      aggregatorSelection: "count",
      aggregator: { id: 3, ports: 2, actorKey: 15, partnerKey: 9, partnerAddress: "02:00:00:00:0a:01" },
      actorSystemPriority: 65535,
      userPortKey: 1023,
      actorSystem: "02:00:00:00:0a:02",
      dynamicBalance: true,
      peerNotificationDelay: 400,
      lacpActive: false,
      missedMax: 2,
      ndTargets: ["2001:db8::1", "2001:db8::2"],
      coupledControl: true,
      broadcastNeighbor: false,
      lacpStrict: true,
    };
    complete(
      bondData,
      data,
      `
      05 00 01 00 | 04 | 00 00 00                       # IFLA_BOND_MODE 802.3ad
      08 00 02 00 | 04 00 00 00                         # IFLA_BOND_ACTIVE_SLAVE 4
      08 00 03 00 | 64 00 00 00                         # IFLA_BOND_MIIMON 100
      08 00 04 00 | c8 00 00 00                         # IFLA_BOND_UPDELAY 200
      08 00 05 00 | 2c 01 00 00                         # IFLA_BOND_DOWNDELAY 300
      05 00 06 00 | 01 | 00 00 00                       # IFLA_BOND_USE_CARRIER
      08 00 07 00 | fa 00 00 00                         # IFLA_BOND_ARP_INTERVAL 250
      14 00 08 00                                       # IFLA_BOND_ARP_IP_TARGET
        08 00 00 00 | c0 00 02 01                       #   0: 192.0.2.1
        08 00 01 00 | c6 33 64 09                       #   1: 198.51.100.9
      08 00 09 00 | 06 00 00 00                         # IFLA_BOND_ARP_VALIDATE filter_backup
      08 00 0a 00 | 01 00 00 00                         # IFLA_BOND_ARP_ALL_TARGETS all
      08 00 0b 00 | 05 00 00 00                         # IFLA_BOND_PRIMARY 5
      05 00 0c 00 | 02 | 00 00 00                       # IFLA_BOND_PRIMARY_RESELECT failure
      05 00 0d 00 | 02 | 00 00 00                       # IFLA_BOND_FAIL_OVER_MAC follow
      05 00 0e 00 | 05 | 00 00 00                       # IFLA_BOND_XMIT_HASH_POLICY vlan+srcmac
      08 00 0f 00 | 02 00 00 00                         # IFLA_BOND_RESEND_IGMP 2
      05 00 10 00 | 06 | 00 00 00                       # IFLA_BOND_NUM_PEER_NOTIF 6
      05 00 11 00 | 00 | 00 00 00                       # IFLA_BOND_ALL_SLAVES_ACTIVE
      08 00 12 00 | 01 00 00 00                         # IFLA_BOND_MIN_LINKS 1
      08 00 13 00 | 08 00 00 00                         # IFLA_BOND_LP_INTERVAL 8
      08 00 14 00 | 40 00 00 00                         # IFLA_BOND_PACKETS_PER_SLAVE 64
      05 00 15 00 | 01 | 00 00 00                       # IFLA_BOND_AD_LACP_RATE fast
      05 00 16 00 | 02 | 00 00 00                       # IFLA_BOND_AD_SELECT count
      30 00 17 00                                       # IFLA_BOND_AD_INFO
        06 00 01 00 | 03 00 | 00 00                     #   IFLA_BOND_AD_INFO_AGGREGATOR 3
        06 00 02 00 | 02 00 | 00 00                     #   IFLA_BOND_AD_INFO_NUM_PORTS 2
        06 00 03 00 | 0f 00 | 00 00                     #   IFLA_BOND_AD_INFO_ACTOR_KEY 15
        06 00 04 00 | 09 00 | 00 00                     #   IFLA_BOND_AD_INFO_PARTNER_KEY 9
        0a 00 05 00 | 02 00 00 00 0a 01 | 00 00         #   IFLA_BOND_AD_INFO_PARTNER_MAC
      06 00 18 00 | ff ff | 00 00                       # IFLA_BOND_AD_ACTOR_SYS_PRIO 65535
      06 00 19 00 | ff 03 | 00 00                       # IFLA_BOND_AD_USER_PORT_KEY 1023
      0a 00 1a 00 | 02 00 00 00 0a 02 | 00 00           # IFLA_BOND_AD_ACTOR_SYSTEM
      05 00 1b 00 | 01 | 00 00 00                       # IFLA_BOND_TLB_DYNAMIC_LB
      08 00 1c 00 | 90 01 00 00                         # IFLA_BOND_PEER_NOTIF_DELAY 400
      05 00 1d 00 | 00 | 00 00 00                       # IFLA_BOND_AD_LACP_ACTIVE
      05 00 1e 00 | 02 | 00 00 00                       # IFLA_BOND_MISSED_MAX 2
      2c 00 1f 80                                       # IFLA_BOND_NS_IP6_TARGET, marked as nested
        14 00 00 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 # 0: 2001:db8::1
        14 00 01 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 # 1: 2001:db8::2
      05 00 20 00 | 01 | 00 00 00                       # IFLA_BOND_COUPLED_CONTROL
      05 00 21 00 | 00 | 00 00 00                       # IFLA_BOND_BROADCAST_NEIGH
      05 00 22 00 | 01 | 00 00 00                       # IFLA_BOND_LACP_STRICT
      `,
    );
  });

  test("a bond port", () => {
    const data: BondPortData = {
      state: "backup",
      miiStatus: "goingBack",
      linkFailures: 3,
      permanentAddress: "02:00:00:00:0b:01",
      queueId: 7,
      aggregatorId: 2,
      actorPortState: 0x3d,
      partnerPortState: 0x3f,
      priority: -5,
      actorPortPriority: 255,
      churnActorState: "none",
      churnPartnerState: "churned",
    };
    complete(
      bondPortData,
      data,
      `
      05 00 01 00 | 01 | 00 00 00                       # IFLA_BOND_SLAVE_STATE backup
      05 00 02 00 | 03 | 00 00 00                       # IFLA_BOND_SLAVE_MII_STATUS goingBack
      08 00 03 00 | 03 00 00 00                         # IFLA_BOND_SLAVE_LINK_FAILURE_COUNT 3
      0a 00 04 00 | 02 00 00 00 0b 01 | 00 00           # IFLA_BOND_SLAVE_PERM_HWADDR
      06 00 05 00 | 07 00 | 00 00                       # IFLA_BOND_SLAVE_QUEUE_ID 7
      06 00 06 00 | 02 00 | 00 00                       # IFLA_BOND_SLAVE_AD_AGGREGATOR_ID 2
      05 00 07 00 | 3d | 00 00 00                       # IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE
      06 00 08 00 | 3f 00 | 00 00                       # IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE
      08 00 09 00 | fb ff ff ff                         # IFLA_BOND_SLAVE_PRIO -5
      06 00 0a 00 | ff 00 | 00 00                       # IFLA_BOND_SLAVE_ACTOR_PORT_PRIO 255
      05 00 0b 00 | 02 | 00 00 00                       # IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE none
      05 00 0c 00 | 01 | 00 00 00                       # IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE churned
      `,
    );
  });

  test("a vxlan", () => {
    const data: VxlanData = {
      id: 0xabcdef,
      group: "239.1.2.3",
      link: 6,
      local: "192.0.2.7",
      ttl: 64,
      tos: 1,
      learning: true,
      ageing: 120,
      limit: 500,
      portRange: { low: 32768, high: 61000 },
      proxy: false,
      routeShortCircuit: true,
      layer2Miss: false,
      layer3Miss: true,
      port: 4789,
      group6: "ff05::100",
      local6: "2001:db8::7",
      udpChecksum: true,
      udpZeroChecksum6Transmit: false,
      udpZeroChecksum6Receive: true,
      remoteChecksumTransmit: false,
      remoteChecksumReceive: true,
      groupPolicy: true,
      remoteChecksumNoPartial: true,
      collectMetadata: false,
      label: 0x12345,
      genericProtocol: true,
      ttlInherit: true,
      dontFragment: "inherit",
      vniFilter: false,
      localBypass: true,
      labelPolicy: "inherit",
      reservedBits: hex("f7 ff ff ff 00 00 00 ff"),
      multicastRoute: true,
    };
    complete(
      vxlanData,
      data,
      `
      08 00 01 00 | ef cd ab 00                         # IFLA_VXLAN_ID 0xabcdef
      08 00 02 00 | ef 01 02 03                         # IFLA_VXLAN_GROUP 239.1.2.3
      08 00 03 00 | 06 00 00 00                         # IFLA_VXLAN_LINK 6
      08 00 04 00 | c0 00 02 07                         # IFLA_VXLAN_LOCAL 192.0.2.7
      05 00 05 00 | 40 | 00 00 00                       # IFLA_VXLAN_TTL 64
      05 00 06 00 | 01 | 00 00 00                       # IFLA_VXLAN_TOS 1
      05 00 07 00 | 01 | 00 00 00                       # IFLA_VXLAN_LEARNING
      08 00 08 00 | 78 00 00 00                         # IFLA_VXLAN_AGEING 120
      08 00 09 00 | f4 01 00 00                         # IFLA_VXLAN_LIMIT 500
      08 00 0a 00 | 80 00 | ee 48                       # IFLA_VXLAN_PORT_RANGE 32768 to 61000, network order
      05 00 0b 00 | 00 | 00 00 00                       # IFLA_VXLAN_PROXY
      05 00 0c 00 | 01 | 00 00 00                       # IFLA_VXLAN_RSC
      05 00 0d 00 | 00 | 00 00 00                       # IFLA_VXLAN_L2MISS
      05 00 0e 00 | 01 | 00 00 00                       # IFLA_VXLAN_L3MISS
      06 00 0f 00 | 12 b5 | 00 00                       # IFLA_VXLAN_PORT 4789, network order
      14 00 10 00 | ff 05 00 00 00 00 00 00 00 00 00 00 00 00 01 00 # IFLA_VXLAN_GROUP6 ff05::100
      14 00 11 00 | 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 07 # IFLA_VXLAN_LOCAL6 2001:db8::7
      05 00 12 00 | 01 | 00 00 00                       # IFLA_VXLAN_UDP_CSUM
      05 00 13 00 | 00 | 00 00 00                       # IFLA_VXLAN_UDP_ZERO_CSUM6_TX
      05 00 14 00 | 01 | 00 00 00                       # IFLA_VXLAN_UDP_ZERO_CSUM6_RX
      05 00 15 00 | 00 | 00 00 00                       # IFLA_VXLAN_REMCSUM_TX
      05 00 16 00 | 01 | 00 00 00                       # IFLA_VXLAN_REMCSUM_RX
      04 00 17 00                                       # IFLA_VXLAN_GBP
      04 00 18 00                                       # IFLA_VXLAN_REMCSUM_NOPARTIAL
      05 00 19 00 | 00 | 00 00 00                       # IFLA_VXLAN_COLLECT_METADATA
      08 00 1a 00 | 00 01 23 45                         # IFLA_VXLAN_LABEL 0x12345, network order
      04 00 1b 00                                       # IFLA_VXLAN_GPE
      05 00 1c 00 | 01 | 00 00 00                       # IFLA_VXLAN_TTL_INHERIT
      05 00 1d 00 | 02 | 00 00 00                       # IFLA_VXLAN_DF inherit
      05 00 1e 00 | 00 | 00 00 00                       # IFLA_VXLAN_VNIFILTER
      05 00 1f 00 | 01 | 00 00 00                       # IFLA_VXLAN_LOCALBYPASS
      08 00 20 00 | 01 00 00 00                         # IFLA_VXLAN_LABEL_POLICY inherit
      0c 00 21 00 | f7 ff ff ff 00 00 00 ff             # IFLA_VXLAN_RESERVED_BITS
      05 00 22 00 | 01 | 00 00 00                       # IFLA_VXLAN_MC_ROUTE
      `,
    );
  });

  test("a macvlan", () => {
    const data: MacvlanData = {
      mode: "source",
      flags: ["noDestination"],
      addressMode: "set",
      address: "02:00:00:00:0c:01",
      addresses: { address: ["02:00:00:00:0c:02", "02:00:00:00:0c:03"] },
      addressCount: 2,
      broadcastQueueLength: 2000,
      broadcastQueueLengthUsed: 3000,
      broadcastCutoff: -1,
    };
    complete(
      macvlanData,
      data,
      `
      08 00 01 00 | 10 00 00 00                         # IFLA_MACVLAN_MODE source
      06 00 02 00 | 02 00 | 00 00                       # IFLA_MACVLAN_FLAGS nodst
      08 00 03 00 | 03 00 00 00                         # IFLA_MACVLAN_MACADDR_MODE set
      0a 00 04 00 | 02 00 00 00 0c 01 | 00 00           # IFLA_MACVLAN_MACADDR
      1c 00 05 00                                       # IFLA_MACVLAN_MACADDR_DATA
        0a 00 04 00 | 02 00 00 00 0c 02 | 00 00         #   IFLA_MACVLAN_MACADDR
        0a 00 04 00 | 02 00 00 00 0c 03 | 00 00         #   IFLA_MACVLAN_MACADDR
      08 00 06 00 | 02 00 00 00                         # IFLA_MACVLAN_MACADDR_COUNT 2
      08 00 07 00 | d0 07 00 00                         # IFLA_MACVLAN_BC_QUEUE_LEN 2000
      08 00 08 00 | b8 0b 00 00                         # IFLA_MACVLAN_BC_QUEUE_LEN_USED 3000
      08 00 09 00 | ff ff ff ff                         # IFLA_MACVLAN_BC_CUTOFF -1
      `,
    );
  });

  test("an ipvlan", () => {
    const data: IpvlanData = { mode: "l3s", flags: ["private"] };
    complete(
      ipvlanData,
      data,
      `
      06 00 01 00 | 02 00 | 00 00                       # IFLA_IPVLAN_MODE l3s
      06 00 02 00 | 01 00 | 00 00                       # IFLA_IPVLAN_FLAGS private
      `,
    );
  });

  test("a vrf and a member of one", () => {
    complete(vrfData, { table: 1001 }, "08 00 01 00 | e9 03 00 00 # IFLA_VRF_TABLE 1001");
    complete(vrfPortData, { table: 1002 }, "08 00 01 00 | ea 03 00 00 # IFLA_VRF_PORT_TABLE 1002");
  });

  test("a tun", () => {
    const data: TunData = {
      owner: 1000,
      group: 100,
      type: "tap",
      packetInformation: false,
      virtioHeader: true,
      persistent: true,
      multiQueue: true,
      queues: 3,
      disabledQueues: 1,
    };
    complete(
      tunData,
      data,
      `
      08 00 01 00 | e8 03 00 00                         # IFLA_TUN_OWNER 1000
      08 00 02 00 | 64 00 00 00                         # IFLA_TUN_GROUP 100
      05 00 03 00 | 02 | 00 00 00                       # IFLA_TUN_TYPE tap
      05 00 04 00 | 00 | 00 00 00                       # IFLA_TUN_PI
      05 00 05 00 | 01 | 00 00 00                       # IFLA_TUN_VNET_HDR
      05 00 06 00 | 01 | 00 00 00                       # IFLA_TUN_PERSIST
      05 00 07 00 | 01 | 00 00 00                       # IFLA_TUN_MULTI_QUEUE
      08 00 08 00 | 03 00 00 00                         # IFLA_TUN_NUM_QUEUES 3
      08 00 09 00 | 01 00 00 00                         # IFLA_TUN_NUM_DISABLED_QUEUES 1
      `,
    );
  });

  test("a vlan", () => {
    const data: VlanData = {
      id: 3000,
      flags: { flags: ["gvrp", "bridgeBinding"], mask: 0x13 },
      egressPriorities: { mappings: [{ from: 1, to: 2 }, { from: 3, to: 4 }] },
      ingressPriorities: { mappings: [{ from: 5, to: 6 }] },
      protocol: "802.1ad",
    };
    complete(
      vlanData,
      data,
      `
      06 00 01 00 | b8 0b | 00 00                       # IFLA_VLAN_ID 3000
      0c 00 02 00 | 12 00 00 00 | 13 00 00 00           # IFLA_VLAN_FLAGS gvrp, bridge binding; mask
      1c 00 03 00                                       # IFLA_VLAN_EGRESS_QOS
        0c 00 01 00 | 01 00 00 00 | 02 00 00 00         #   IFLA_VLAN_QOS_MAPPING 1 to 2
        0c 00 01 00 | 03 00 00 00 | 04 00 00 00         #   IFLA_VLAN_QOS_MAPPING 3 to 4
      10 00 04 00                                       # IFLA_VLAN_INGRESS_QOS
        0c 00 01 00 | 05 00 00 00 | 06 00 00 00         #   IFLA_VLAN_QOS_MAPPING 5 to 6
      06 00 05 00 | 88 a8 | 00 00                       # IFLA_VLAN_PROTOCOL 802.1ad, network order
      `,
    );
  });
});

/** The names of the values 0, 1, 2 ... of the attribute `type`, up to the first that has none. */
function names(codec: Codec<object>, type: number, size: 1 | 2 | 4): unknown[] {
  const found: unknown[] = [];
  for (let value = 0; value < 256; value++) {
    const [name] = Object.values(
      decode(codec, Uint8Array.of(4 + size, 0, type, 0, value, 0, 0, 0)),
    );
    if (typeof name === "number") break;
    found.push(name);
  }
  return found;
}

describe("names of values", () => {
  test.each<[string, Codec<object>, number, 1 | 2 | 4, string]>([
    [
      "the mode of a bond",
      bondData,
      1,
      1,
      "balance-rr active-backup balance-xor broadcast 802.3ad balance-tlb balance-alb",
    ],
    ["arpValidate of a bond", bondData, 9, 4, "none active backup all filter filter_active filter_backup"],
    ["arpAllTargets of a bond", bondData, 10, 4, "any all"],
    ["primaryReselect of a bond", bondData, 12, 1, "always better failure"],
    ["failOverMac of a bond", bondData, 13, 1, "none active follow"],
    ["transmitHashPolicy of a bond", bondData, 14, 1, "layer2 layer3+4 layer2+3 encap2+3 encap3+4 vlan+srcmac"],
    ["lacpRate of a bond", bondData, 21, 1, "slow fast"],
    ["aggregatorSelection of a bond", bondData, 22, 1, "stable bandwidth count actor_port_prio"],
    ["the state of a bond port", bondPortData, 1, 1, "active backup"],
    ["miiStatus of a bond port", bondPortData, 2, 1, "up goingDown down goingBack"],
    ["churnActorState of a bond port", bondPortData, 11, 1, "monitor churned none"],
    ["stpMode of a bridge", bridgeData, 50, 4, "auto user kernel"],
    ["the state of a bridge port", bridgePortData, 1, 1, "disabled listening learning forwarding blocking"],
    ["dontFragment of a vxlan", vxlanData, 29, 1, "unset set inherit"],
    ["labelPolicy of a vxlan", vxlanData, 32, 4, "fixed inherit"],
    ["addressMode of a macvlan", macvlanData, 3, 4, "add delete flush set"],
    ["the mode of an ipvlan", ipvlanData, 1, 2, "l2 l3 l3s"],
  ])("%s", (_name, codec, type, size, expected) => {
    expect(names(codec, type, size).join(" ")).toBe(expected);
  });

  test.each([[1, "private"], [2, "vepa"], [4, "bridge"], [8, "passthru"], [16, "source"]] as const)(
    "the mode %i of a macvlan",
    (value, mode) => exact(macvlanData, { mode }, [8, 0, 1, 0, value, 0, 0, 0]),
  );

  test.each([[1, "tun"], [2, "tap"]] as const)(
    "the type %i of a tun",
    (value, type) => exact(tunData, { type }, [5, 0, 3, 0, value, 0, 0, 0]),
  );

  test("a value without a name stays a number", () => {
    exact(bondData, { mode: 9 }, [5, 0, 1, 0, 9, 0, 0, 0]);
    exact(macvlanData, { mode: 3 }, [8, 0, 1, 0, 3, 0, 0, 0]);
    exact(tunData, { type: 0 }, [5, 0, 3, 0, 0, 0, 0, 0]);
  });
});

describe("what the schemas do not expect", () => {
  test("lists of targets without the nested flag, as some programs send them, come back without it", () => {
    const bytes = hex("18 00 1f 00 | 14 00 00 00 | fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01");
    const data = decode(bondData, bytes);
    expect(data).toStrictEqual({ ndTargets: ["fe80::1"] });
    expect(toHex(encode(bondData, data))).toBe(toHex(bytes));
  });

  test("attributes of a newer kernel are kept", () => {
    const bytes = hex("08 00 01 00 | 05 00 00 00 || 06 00 c8 80 | 01 02 | 00 00");
    const data = decode(vrfData, bytes);
    expect(data).toStrictEqual({ table: 5, unknown: [{ type: 200, nested: true, data: Uint8Array.of(1, 2) }] });
    expect(toHex(encode(vrfData, data))).toBe(toHex(bytes));
  });

  test("a switch that is neither on nor off is refused", () => {
    expect(() => decode(tunData, hex("05 00 06 00 | 02 | 00 00 00"))).toThrow(DecodeError);
  });

  test("an identity of another length is refused", () => {
    expect(() => decode(bridgeData, hex("0a 00 0a 00 | 80 00 02 00 00 00 | 00 00"))).toThrow(DecodeError);
  });
});
