import type { BridgeData, BridgeId, BridgePortData, MacvlanData, TunData, VethData, VxlanData } from "../../../mod.ts";
import { hexadecimal, nameOf, near, nonZero, type Table } from "../witness.ts";

function digit(condition: boolean | undefined): number | undefined {
  return condition === undefined ? undefined : Number(condition);
}

function yes(condition: boolean | undefined): true | undefined {
  return condition === true ? true : undefined;
}

function number(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** A timer in hundredths of a second as `ip` prints it, in seconds. */
function timer(value: bigint | undefined): unknown {
  return value === undefined ? undefined : near(Number(value) / 100);
}

/** The identification of a bridge, whose address `ip` prints without leading zeros (`ether_ntoa`). */
function bridgeId(id: BridgeId | undefined): string | undefined {
  if (id === undefined) return undefined;
  const address = id.address.split(":").map((byte) => Number.parseInt(byte, 16).toString(16)).join(":");
  return `${id.priority.toString(16).padStart(4, "0")}.${address}`;
}

/** A mask as C prints it with `%#x`. */
function mask(value: number | undefined): string | undefined {
  return value === 0 ? "0" : hexadecimal(value);
}

const BRIDGE: Table<BridgeData> = {
  rows: {
    forward_delay: ({ forwardDelay }) => forwardDelay,
    hello_time: ({ helloTime }) => helloTime,
    max_age: ({ maxAge }) => maxAge,
    ageing_time: ({ ageingTime }) => ageingTime,
    stp_state: ({ stpState }) => stpState,
    priority: ({ priority }) => priority,
    vlan_filtering: ({ vlanFiltering }) => digit(vlanFiltering),
    bridge_id: (data) => bridgeId(data.bridgeId),
    root_id: ({ rootId }) => bridgeId(rootId),
    root_port: ({ rootPort }) => rootPort,
    root_path_cost: ({ rootPathCost }) => rootPathCost,
    topology_change: ({ topologyChange }) => digit(topologyChange),
    topology_change_detected: ({ topologyChangeDetected }) => digit(topologyChangeDetected),
    hello_timer: ({ helloTimer }) => timer(helloTimer),
    tcn_timer: ({ topologyNotificationTimer }) => timer(topologyNotificationTimer),
    topology_change_timer: ({ topologyChangeTimer }) => timer(topologyChangeTimer),
    gc_timer: ({ garbageTimer }) => timer(garbageTimer),
    group_fwd_mask: ({ groupForwardMask }) => mask(groupForwardMask),
    group_addr: ({ groupAddress }) => groupAddress,
    mcast_snooping: ({ multicastSnooping }) => digit(multicastSnooping),
    no_linklocal_learn: ({ options }) => digit(options?.values.includes("noLinkLocalLearning")),
    mcast_vlan_snooping: ({ options }) => digit(options?.values.includes("multicastVlanSnooping")),
    mcast_router: ({ multicastRouter }) => multicastRouter,
    mcast_query_use_ifaddr: ({ multicastQueryUseAddress }) => digit(multicastQueryUseAddress),
    mcast_querier: ({ multicastQuerier }) => digit(multicastQuerier),
    mcast_hash_elasticity: ({ multicastHashElasticity }) => multicastHashElasticity,
    mcast_hash_max: ({ multicastHashMax }) => multicastHashMax,
    mcast_last_member_cnt: ({ multicastLastMemberCount }) => multicastLastMemberCount,
    mcast_startup_query_cnt: ({ multicastStartupQueryCount }) => multicastStartupQueryCount,
    mcast_last_member_intvl: ({ multicastLastMemberInterval }) => number(multicastLastMemberInterval),
    mcast_membership_intvl: ({ multicastMembershipInterval }) => number(multicastMembershipInterval),
    mcast_querier_intvl: ({ multicastQuerierInterval }) => number(multicastQuerierInterval),
    mcast_query_intvl: ({ multicastQueryInterval }) => number(multicastQueryInterval),
    mcast_query_response_intvl: ({ multicastQueryResponseInterval }) => number(multicastQueryResponseInterval),
    mcast_startup_query_intvl: ({ multicastStartupQueryInterval }) => number(multicastStartupQueryInterval),
    mcast_stats_enabled: ({ multicastStatsEnabled }) => digit(multicastStatsEnabled),
    mcast_igmp_version: ({ multicastIgmpVersion }) => multicastIgmpVersion,
    mcast_mld_version: ({ multicastMldVersion }) => multicastMldVersion,
    nf_call_iptables: ({ callIptables }) => digit(callIptables),
    nf_call_ip6tables: ({ callIp6tables }) => digit(callIp6tables),
    nf_call_arptables: ({ callArptables }) => digit(callArptables),
  },
  sometimes: {
    vlan_protocol: ({ vlanProtocol }) => vlanProtocol,
    vlan_default_pvid: ({ vlanDefaultPvid }) => vlanDefaultPvid,
    vlan_stats_enabled: ({ vlanStatsEnabled }) => digit(vlanStatsEnabled),
    vlan_stats_per_port: ({ vlanStatsPerPort }) => digit(vlanStatsPerPort),
    fdb_n_learned: ({ databaseLearned }) => databaseLearned,
    fdb_max_learned: ({ databaseMaxLearned }) => databaseMaxLearned,
    mst_enabled: ({ options }) => digit(options?.values.includes("multipleSpanningTrees")),
    mdb_offload_fail_notification: ({ options }) => digit(options?.values.includes("mdbOffloadFailureNotification")),
    fdb_local_vlan_0: ({ options }) => digit(options?.values.includes("localDatabaseVlan0")),
    stp_mode: ({ stpMode }) => stpMode,
  },
};

const BRIDGE_PORT: Table<BridgePortData> = {
  rows: {
    state: ({ state }) => state,
    priority: ({ priority }) => priority,
    cost: ({ cost }) => cost,
    hairpin: ({ hairpin }) => hairpin,
    guard: ({ guard }) => guard,
    root_block: ({ rootBlock }) => rootBlock,
    fastleave: ({ fastLeave }) => fastLeave,
    learning: ({ learning }) => learning,
    flood: ({ unicastFlood }) => unicastFlood,
    id: ({ id }) => hexadecimal(id),
    no: ({ number }) => hexadecimal(number),
    designated_port: ({ designatedPort }) => designatedPort,
    designated_cost: ({ designatedCost }) => designatedCost,
    bridge_id: (data) => bridgeId(data.bridgeId),
    root_id: ({ rootId }) => bridgeId(rootId),
    hold_timer: ({ holdTimer }) => timer(holdTimer),
    message_age_timer: ({ messageAgeTimer }) => timer(messageAgeTimer),
    forward_delay_timer: ({ forwardDelayTimer }) => timer(forwardDelayTimer),
    topology_change_ack: ({ topologyChangeAck }) => digit(topologyChangeAck),
    config_pending: ({ configPending }) => digit(configPending),
    proxy_arp: ({ proxyArp }) => proxyArp,
    proxy_arp_wifi: ({ proxyArpWifi }) => proxyArpWifi,
    multicast_router: ({ multicastRouter }) => multicastRouter,
    mcast_flood: ({ multicastFlood }) => multicastFlood,
    bcast_flood: ({ broadcastFlood }) => broadcastFlood,
    mcast_to_unicast: ({ multicastToUnicast }) => multicastToUnicast,
    neigh_suppress: ({ neighborSuppress }) => neighborSuppress,
    group_fwd_mask: ({ groupForwardMask }) => mask(groupForwardMask),
    vlan_tunnel: ({ vlanTunnel }) => vlanTunnel,
    isolated: ({ isolated }) => isolated,
    locked: ({ locked }) => locked,
    backup_port: ({ backupPort }, context) => nameOf(backupPort, context),
  },
  sometimes: {
    mab: ({ macAuthenticationBypass }) => macAuthenticationBypass,
    neigh_vlan_suppress: ({ neighborVlanSuppress }) => neighborVlanSuppress,
    backup_nhid: ({ backupNexthopId }) => nonZero(backupNexthopId),
    mcast_n_groups: ({ multicastGroups }) => multicastGroups,
    mcast_max_groups: ({ multicastMaxGroups }) => multicastMaxGroups,
  },
  ignored: { group_fwd_mask_str: "it has words for the bits of group_fwd_mask" },
};

function isMulticast(address: string | undefined): boolean {
  return /^(ff|2(2[4-9]|3\d)\.)/.test(address ?? "");
}

const VXLAN: Table<VxlanData> = {
  rows: {
    external: ({ collectMetadata }) => yes(collectMetadata),
    vnifilter: ({ vniFilter }) => yes(vniFilter),
    id: ({ id }) => id,
    group: ({ group }) => isMulticast(group) ? group : undefined,
    remote: ({ group }) => isMulticast(group) ? undefined : group,
    group6: ({ group6 }) => isMulticast(group6) ? group6 : undefined,
    remote6: ({ group6 }) => isMulticast(group6) ? undefined : group6,
    local: ({ local }) => local,
    local6: ({ local6 }) => local6,
    link: ({ link }, context) => nameOf(link, context),
    port_range: ({ portRange }) => portRange,
    port: ({ port }) => port,
    learning: ({ learning }) => learning,
    proxy: ({ proxy }) => yes(proxy),
    rsc: ({ routeShortCircuit }) => yes(routeShortCircuit),
    l2miss: ({ layer2Miss }) => yes(layer2Miss),
    l3miss: ({ layer3Miss }) => yes(layer3Miss),
    tos: ({ tos }) => hexadecimal(nonZero(tos)),
    ttl: ({ ttl, ttlInherit }) => ttlInherit ? undefined : ttl,
    df: ({ dontFragment }) => dontFragment,
    label: ({ label }) => hexadecimal(nonZero(label)),
    ageing: ({ ageing }) => ageing,
    limit: ({ limit }) => nonZero(limit),
    udp_csum: ({ udpChecksum }) => udpChecksum,
    udp_zero_csum6_tx: ({ udpZeroChecksum6Transmit }) => udpZeroChecksum6Transmit,
    udp_zero_csum6_rx: ({ udpZeroChecksum6Receive }) => udpZeroChecksum6Receive,
    remcsum_tx: ({ remoteChecksumTransmit }) => yes(remoteChecksumTransmit),
    remcsum_rx: ({ remoteChecksumReceive }) => yes(remoteChecksumReceive),
    gbp: ({ groupPolicy }) => yes(groupPolicy),
    gpe: ({ genericProtocol }) => yes(genericProtocol),
  },
  sometimes: {
    localbypass: ({ localBypass }) => localBypass,
    label_policy: ({ labelPolicy }) => labelPolicy,
    mcroute: ({ multicastRoute }) => multicastRoute,
  },
};

const MACVLAN: Table<MacvlanData> = {
  rows: {
    mode: ({ mode }) => mode,
    nopromisc: ({ flags = [] }) => yes(flags.includes("noPromiscuous")),
    nodst: ({ flags = [] }) => yes(flags.includes("noDestination")),
    bcqueuelen: ({ broadcastQueueLength }) => broadcastQueueLength,
    usedbcqueuelen: ({ broadcastQueueLengthUsed }) => broadcastQueueLengthUsed,
    macaddr_count: ({ addressCount }) => nonZero(addressCount),
    macaddr_data: ({ addresses }) => addresses?.address,
  },
  sometimes: { bccutoff: ({ broadcastCutoff }) => broadcastCutoff },
};

/** A user or group: the first has a name everywhere, those of the tests have none. */
function owner(id: number | undefined): string | number | undefined {
  return id === 0 ? "root" : id;
}

const TUN: Table<TunData> = {
  rows: {
    type: ({ type }) => type,
    pi: ({ packetInformation }) => packetInformation,
    vnet_hdr: ({ virtioHeader }) => virtioHeader,
    multi_queue: ({ multiQueue }) => multiQueue,
    numqueues: ({ queues }) => queues,
    numdisabled: ({ disabledQueues }) => disabledQueues,
    persist: ({ persistent }) => persistent,
    user: (data) => owner(data.owner),
    group: ({ group }) => owner(group),
  },
};

const VETH: Table<VethData> = { rows: {} };

/** `info_data` by `info_kind`; the tables take what their kind has, which the key alone tells. */
export const LINK_DATA: Readonly<Record<string, Table<object>>> = {
  bridge: BRIDGE as Table<object>,
  macvlan: MACVLAN as Table<object>,
  macvtap: MACVLAN as Table<object>,
  tun: TUN as Table<object>,
  veth: VETH as Table<object>,
  vxlan: VXLAN as Table<object>,
};

/** `info_slave_data` by `info_slave_kind`, as above. */
export const PORT_DATA: Readonly<Record<string, Table<object>>> = { bridge: BRIDGE_PORT as Table<object> };
