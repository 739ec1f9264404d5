// What the facts tell in notes, or not at all: the importer's part of the knowledge.
import type { StructFact } from "./facts.ts";

/** Types of attributes that the facts describe in a note. */
export const TYPES: Readonly<Record<string, string>> = {
  BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS: "nest mdb-routers",
  IFA_ANYCAST: "ip",
  IFA_MULTICAST: "ip",
  IFLA_AF_SPEC: "one af-spec",
  IFLA_BR_FDB_FLUSH: "flag",
  IFLA_BR_MCAST_QUERIER_STATE: "nest bridge-querier-state",
  IFLA_DEVLINK_PORT: "nest devlink-port-handle",
  IFLA_GTP_LOCAL: "ipv4 4",
  IFLA_INET6_CONF: "array s32 at DEVCONF_",
  IFLA_INET6_ICMP6STATS: "array u64 at ICMP6_MIB_",
  IFLA_INET6_STATS: "array u64 at IPSTATS_MIB_",
  IFLA_INET6_TOKEN: "ipv6 16",
  IFLA_INET_CONF: "array s32 at IPV4_DEVCONF_",
  IFLA_INFO_XSTATS: "one linkinfo-xstats",
  IFLA_NETKIT_PEER_INFO: "message LINK",
  IFLA_OFFLOAD_XSTATS_CPU_HIT: "struct rtnl_link_stats64",
  IFLA_PORT_SELF: "nest port",
  IFLA_PROTINFO: "one protinfo",
  IFLA_PROTO_DOWN_REASON: "nest proto-down-reason",
  IFLA_STATS_AF_SPEC: "nest stats-af-spec",
  IFLA_STATS_LINK_XSTATS: "nest link-xstats",
  IFLA_STATS_LINK_XSTATS_SLAVE: "nest link-xstats",
  IFLA_VF_BROADCAST: "struct ifla_vf_broadcast",
  IFLA_VF_PORTS: "nest vf-ports",
  MDBA_ROUTER_PORT: "struct mdb_router_port nest mdb-router-port-attrs",
  MPLS_IPTUNNEL_DST: "labels",
  NDA_FDB_EXT_ATTRS: "nest fdb-ext",
  NHA_ENCAP: "one encap",
  NLMSGERR_ATTR_POLICY: "nest policy-attrs",
  RTA_ENCAP: "one encap",
  RTA_EXPIRES: "uint",
  RTA_MFC_STATS: "struct rta_mfc_stats",
  RTA_MULTIPATH: "records struct rtnexthop nest next-hop-attrs",
  RTA_NEWDST: "labels",
  RTA_VIA: "struct rtvia",
  SEG6_IPTUNNEL_SRH: "struct seg6_iptunnel_encap+ipv6_sr_hdr",
  TCA_ROOT_TAB: "indexed nest act-attrs",
  VETH_INFO_PEER: "message LINK",
  VXCAN_INFO_PEER: "message LINK",
};

/** Attributes that the facts lack, by set. */
export const ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "brvlan-global": {
    BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT: "6 u32",
    BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT: "7 u32",
  },
  "nexthop-res-bucket": { NHA_RES_BUCKET_PAD: "0 pad" },
  "nexthop-res-group": { NHA_RES_GROUP_PAD: "0 pad" },
};

/** Structs that have no name in C. */
export const STRUCTS: Readonly<Record<string, StructFact>> = {
  mdb_router_port: { size: 4, members: { ifindex: "0 u32" } },
};

/** What chooses among types by something else than the kind beside it. */
export const CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "af-spec": { unspec: "nest af-spec-attrs", bridge: "nest bridge-af-spec", ipmr: "nest ipmr-af-spec" },
  "linkinfo-xstats": { can: "struct can_device_stats" },
  "options-msg": { "hfsc class": "nest hfsc-attrs" },
  protinfo: { bridge: "nest linkinfo-brport-attrs", inet6: "nest ifla6-attrs" },
};

/** Sets of which something has a part alone. */
export const PARTS: Readonly<Record<string, { readonly of: string; readonly names: readonly string[] }>> = {
  "devlink-port-handle": {
    of: "devlink",
    names: ["DEVLINK_ATTR_BUS_NAME", "DEVLINK_ATTR_DEV_NAME", "DEVLINK_ATTR_PORT_INDEX"],
  },
  "mdb-routers": { of: "mdb", names: ["MDBA_ROUTER"] },
  "next-hop-attrs": {
    of: "route-attrs",
    names: ["RTA_GATEWAY", "RTA_FLOW", "RTA_VIA", "RTA_NEWDST", "RTA_ENCAP_TYPE", "RTA_ENCAP"],
  },
};

/** The sets of messages about which only a note tells them. */
export const SETS: Readonly<Record<string, string>> = { ANYCAST: "addr-attrs", LINKPROP: "link-attrs" };

/** Messages whose requests have other attributes than what the kernel tells. */
export const REQUESTS: Readonly<Record<string, string>> = { MDB: "mdb-set", VLAN: "brvlan-dump" };

/** The multicast groups of the messages that the specifications tell of (`RTNLGRP_*`). */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  ADDR: ["IPV4_IFADDR", "IPV6_IFADDR", "MCTP_IFADDR", "PHONET_IFADDR"],
  CHAIN: ["TC"],
  LINK: ["LINK", "IPV6_IFINFO"],
  MULTICAST: ["IPV4_MCADDR", "IPV6_MCADDR"],
  NEIGH: ["NEIGH"],
  NEIGHTBL: ["NEIGH"],
  QDISC: ["TC"],
  ROUTE: ["IPV4_ROUTE", "IPV6_ROUTE", "MPLS_ROUTE", "IPV4_MROUTE", "IPV6_MROUTE", "PHONET_ROUTE"],
  RULE: ["IPV4_RULE", "IPV6_RULE"],
  STATS: ["STATS"],
  TCLASS: ["TC"],
  TFILTER: ["TC"],
};

/** Constants that are newer than the headers of many systems. */
export const NEWER: Readonly<Record<string, number>> = {
  BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION: 3,
  BR_BOOLOPT_FDB_LOCAL_VLAN_0: 4,
  CAN_CTRLMODE_RESTRICTED: 0x800,
  CAN_CTRLMODE_XL: 0x1000,
  CAN_CTRLMODE_XL_TDC_AUTO: 0x2000,
  CAN_CTRLMODE_XL_TDC_MANUAL: 0x4000,
  CAN_CTRLMODE_XL_TMS: 0x8000,
  NHA_OP_FLAG_DUMP_STATS: 0x1,
  NHA_OP_FLAG_DUMP_HW_STATS: 0x2,
  NHA_OP_FLAG_RESP_GRP_RESVD_0: 0x80000000,
  VXLAN_LABEL_FIXED: 0,
  VXLAN_LABEL_INHERIT: 1,
};

/**
 * The constants that give values their names: their beginning where it ends in `_`, else a whole constant; several are
 * joined by `+`. Behind `bits`, the constants number bits.
 */
export const VALUES: Readonly<Record<string, string>> = {
  BRIDGE_VLANDB_DUMP_FLAGS: "BRIDGE_VLANDB_DUMPF_",
  BRIDGE_VLANDB_ENTRY_MCAST_ROUTER: "MDB_RTR_TYPE_",
  BRIDGE_VLANDB_ENTRY_STATE: "BR_STATE_",
  FRA_PROTOCOL: "RTPROT_",
  IFA_FLAGS: "IFA_F_",
  IFA_PROTO: "IFAPROT_",
  IFLA_AMT_MODE: "AMT_MODE_",
  IFLA_BOND_MODE: "BOND_MODE_",
  IFLA_BOND_SLAVE_MII_STATUS: "BOND_LINK_",
  IFLA_BOND_SLAVE_STATE: "BOND_STATE_",
  IFLA_BOND_XMIT_HASH_POLICY: "BOND_XMIT_POLICY_",
  IFLA_BRIDGE_FLAGS: "BRIDGE_FLAGS_",
  IFLA_BRIDGE_MODE: "BRIDGE_MODE_",
  IFLA_BRIDGE_MST_ENTRY_STATE: "BR_STATE_",
  IFLA_BRPORT_MULTICAST_ROUTER: "MDB_RTR_TYPE_",
  IFLA_BRPORT_STATE: "BR_STATE_",
  IFLA_BR_MCAST_ROUTER: "MDB_RTR_TYPE_",
  IFLA_BR_VLAN_PROTOCOL: "ETH_P_8021Q+ETH_P_8021AD",
  IFLA_CAN_CTRLMODE_SUPPORTED: "CAN_CTRLMODE_",
  IFLA_CAN_STATE: "CAN_STATE_",
  IFLA_EVENT: "IFLA_EVENT_",
  IFLA_GENEVE_DF: "GENEVE_DF_",
  IFLA_GRE_ENCAP_FLAGS: "TUNNEL_ENCAP_FLAG_",
  IFLA_GRE_ENCAP_TYPE: "TUNNEL_ENCAP_",
  IFLA_GRE_FLAGS: "IP6_TNL_F_",
  IFLA_GRE_IFLAGS: "GRE_",
  IFLA_GRE_OFLAGS: "GRE_",
  IFLA_GTP_ROLE: "GTP_ROLE_",
  IFLA_HSR_PROTOCOL: "HSR_PROTOCOL_",
  IFLA_INET6_ADDR_GEN_MODE: "IN6_ADDR_GEN_MODE_",
  IFLA_INET6_FLAGS: "IF_",
  IFLA_IPOIB_MODE: "IPOIB_MODE_",
  IFLA_IPTUN_ENCAP_FLAGS: "TUNNEL_ENCAP_FLAG_",
  IFLA_IPTUN_ENCAP_TYPE: "TUNNEL_ENCAP_",
  IFLA_IPTUN_FLAGS: "SIT_ISATAP",
  IFLA_IPVLAN_FLAGS: "IPVLAN_F_",
  IFLA_IPVLAN_MODE: "IPVLAN_MODE_",
  IFLA_LINKMODE: "IF_LINK_MODE_",
  IFLA_MACSEC_OFFLOAD: "MACSEC_OFFLOAD_",
  IFLA_MACSEC_VALIDATION: "MACSEC_VALIDATE_",
  IFLA_MACVLAN_FLAGS: "MACVLAN_FLAG_",
  IFLA_MACVLAN_MACADDR_MODE: "MACVLAN_MACADDR_",
  IFLA_MACVLAN_MODE: "MACVLAN_MODE_",
  IFLA_NETKIT_MODE: "NETKIT_L2+NETKIT_L3",
  IFLA_NETKIT_PEER_POLICY: "NETKIT_PASS+NETKIT_DROP+NETKIT_REDIRECT",
  IFLA_NETKIT_POLICY: "NETKIT_PASS+NETKIT_DROP+NETKIT_REDIRECT",
  IFLA_OPERSTATE: "IF_OPER_",
  IFLA_PORT_REQUEST: "PORT_REQUEST_",
  IFLA_PORT_RESPONSE: "PORT_VDP_RESPONSE_+PORT_PROFILE_RESPONSE_",
  IFLA_TUN_TYPE: "IFF_TUN+IFF_TAP",
  IFLA_VXLAN_DF: "VXLAN_DF_",
  IFLA_VLAN_PROTOCOL: "ETH_P_8021Q+ETH_P_8021AD",
  IFLA_VXLAN_LABEL_POLICY: "VXLAN_LABEL_",
  IFLA_XDP_ATTACHED: "XDP_ATTACHED_",
  IFLA_XDP_FLAGS: "XDP_FLAGS_",
  ILA_ATTR_CSUM_MODE: "ILA_CSUM_",
  ILA_ATTR_HOOK_TYPE: "ILA_HOOK_ROUTE_",
  ILA_ATTR_IDENT_TYPE: "ILA_ATYPE_",
  IOAM6_IPTUNNEL_MODE: "IOAM6_IPTUNNEL_MODE_",
  LWTUNNEL_IP6_FLAGS: "TUNNEL_",
  LWTUNNEL_IP_FLAGS: "TUNNEL_",
  MDBA_MDB_EATTR_GROUP_MODE: "MCAST_EXCLUDE+MCAST_INCLUDE",
  MDBA_MDB_EATTR_RTPROT: "RTPROT_",
  MDBA_ROUTER_PATTR_TYPE: "MDB_RTR_TYPE_",
  MDBE_ATTR_GROUP_MODE: "MCAST_EXCLUDE+MCAST_INCLUDE",
  MDBE_ATTR_RTPROT: "RTPROT_",
  NDA_PROTOCOL: "RTPROT_",
  NHA_ENCAP_TYPE: "LWTUNNEL_ENCAP_",
  NHA_OP_FLAGS: "NHA_OP_FLAG_",
  NHA_GROUP_TYPE: "NEXTHOP_GRP_TYPE_",
  RTA_ENCAP_TYPE: "LWTUNNEL_ENCAP_",
  RTA_PREF: "ICMPV6_ROUTER_PREF_",
  SEG6_LOCAL_ACTION: "SEG6_LOCAL_ACTION_",
  SEG6_LOCAL_FLV_OPERATION: "bits SEG6_LOCAL_FLV_OP_",
  "linkinfo-ip6tnl-attrs IFLA_IPTUN_FLAGS": "IP6_TNL_F_",
  "br_boolopt_multi.optmask": "bits BR_BOOLOPT_",
  "br_boolopt_multi.optval": "bits BR_BOOLOPT_",
  "br_mdb_entry.flags": "MDB_FLAGS_",
  "br_mdb_entry.state": "MDB_TEMPORARY+MDB_PERMANENT",
  "bridge_vlan_info.flags": "BRIDGE_VLAN_INFO_",
  "can_ctrlmode.flags": "CAN_CTRLMODE_",
  "can_ctrlmode.mask": "CAN_CTRLMODE_",
  "fib_rule_hdr.action": "FR_ACT_",
  "fib_rule_hdr.flags": "FIB_RULE_",
  "ifaddrmsg.ifa_flags": "IFA_F_",
  "ifaddrmsg.ifa_scope": "RT_SCOPE_",
  "ifinfomsg.ifi_change": "IFF_",
  "ifinfomsg.ifi_flags": "IFF_",
  "ifinfomsg.ifi_type": "ARPHRD_",
  "ifla_rmnet_flags.flags": "RMNET_FLAGS_",
  "ifla_vf_link_state.link_state": "IFLA_VF_LINK_STATE_",
  "ifla_vf_vlan_info.vlan_proto": "ETH_P_8021Q+ETH_P_8021AD",
  "ifla_vlan_flags.flags": "VLAN_FLAG_",
  "ipv6_sr_hdr.flags": "SR6_FLAG1_",
  "ndmsg.ndm_flags": "NTF_",
  "ndmsg.ndm_state": "NUD_",
  "ndmsg.ndm_type": "RTN_",
  "nhmsg.nh_flags": "RTNH_F_",
  "nhmsg.nh_protocol": "RTPROT_",
  "nhmsg.nh_scope": "RT_SCOPE_",
  "rtmsg.rtm_flags": "RTM_F_+RTNH_F_",
  "rtmsg.rtm_protocol": "RTPROT_",
  "rtmsg.rtm_scope": "RT_SCOPE_",
  "rtmsg.rtm_type": "RTN_",
  "rtnexthop.rtnh_flags": "RTNH_F_",
  "seg6_iptunnel_encap.mode": "SEG6_IPTUN_MODE_",
};
