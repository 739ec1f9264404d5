// What the facts tell of generic netlink in notes, or not at all: the importer's part of the knowledge.
import type { OperationFact, StructFact } from "./facts.ts";

/** Groups that the specifications do not tell. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  mptcp_pm: ["mptcp_pm_cmds", "mptcp_pm_events"],
  nlctrl: ["notify"],
};

/** Attributes of requests that the specifications do not tell, by the kernel's constant, mode and name. */
export const REQUESTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  MPTCP_PM_CMD_GET_ADDR: { dumpRequest: ["token"] },
};

/** What is announced by numbers that the specifications have as values alone: the enumeration, and the set of attributes. */
export const EVENTS: Readonly<Record<string, readonly [values: string, attributes: string]>> = {
  mptcp_pm: ["event-type", "event-attr"],
};

/** Types of attributes that the facts leave open. */
export const GENERIC_TYPES: Readonly<Record<string, string>> = {
  ETHTOOL_A_C33_PSE_ADMIN_CONTROL: "u32 of ETHTOOL_C33_PSE_ADMIN_STATE_",
  ETHTOOL_A_C33_PSE_ADMIN_STATE: "u32 of ETHTOOL_C33_PSE_ADMIN_STATE_",
  ETHTOOL_A_C33_PSE_PW_D_STATUS: "u32 of ETHTOOL_C33_PSE_PW_D_STATUS_",
  ETHTOOL_A_CABLE_FAULT_LENGTH_PAIR: "u8 of ETHTOOL_A_CABLE_PAIR_",
  ETHTOOL_A_CABLE_FAULT_LENGTH_SRC: "u32 of ETHTOOL_A_CABLE_INF_SRC_",
  ETHTOOL_A_CABLE_RESULT_CODE: "u8 of ETHTOOL_A_CABLE_RESULT_CODE_",
  ETHTOOL_A_CABLE_RESULT_PAIR: "u8 of ETHTOOL_A_CABLE_PAIR_",
  ETHTOOL_A_CABLE_RESULT_SRC: "u32 of ETHTOOL_A_CABLE_INF_SRC_",
  ETHTOOL_A_CABLE_TEST_NTF_STATUS: "u8 of ETHTOOL_A_CABLE_TEST_NTF_STATUS_",
  ETHTOOL_A_CABLE_TEST_TDR_CFG_PAIR: "u8 of ETHTOOL_A_CABLE_PAIR_",
  ETHTOOL_A_CABLE_TEST_TDR_NTF_STATUS: "u8 of ETHTOOL_A_CABLE_TEST_NTF_STATUS_",
  ETHTOOL_A_LINKINFO_PORT: `u8 of ${
    ["TP", "AUI", "MII", "FIBRE", "BNC", "DA", "NONE", "OTHER"].map((name) => `PORT_${name}`).join("+")
  }`,
  ETHTOOL_A_LINKINFO_TP_MDIX: "u8 of ETH_TP_MDI_INVALID+ETH_TP_MDI+ETH_TP_MDI_X+ETH_TP_MDI_AUTO",
  ETHTOOL_A_LINKINFO_TP_MDIX_CTRL: "u8 of ETH_TP_MDI_INVALID+ETH_TP_MDI+ETH_TP_MDI_X+ETH_TP_MDI_AUTO",
  ETHTOOL_A_LINKINFO_TRANSCEIVER: "u8 of XCVR_",
  ETHTOOL_A_LINKMODES_DUPLEX: "u8 of DUPLEX_",
  ETHTOOL_A_LINKMODES_MASTER_SLAVE_CFG: "u8 of MASTER_SLAVE_CFG_",
  ETHTOOL_A_LINKMODES_MASTER_SLAVE_STATE: "u8 of MASTER_SLAVE_STATE_",
  ETHTOOL_A_LINKMODES_RATE_MATCHING: "u8 of RATE_MATCH_",
  ETHTOOL_A_LINKSTATE_EXT_STATE: "u8 of ETHTOOL_LINK_EXT_STATE_",
  ETHTOOL_A_LINKSTATE_EXT_SUBSTATE: "one link-ext-substate",
  ETHTOOL_A_MM_VERIFY_STATUS: "u8 of ETHTOOL_MM_VERIFY_STATUS_",
  ETHTOOL_A_MODULE_POWER_MODE: "u8 of ETHTOOL_MODULE_POWER_MODE_LOW+ETHTOOL_MODULE_POWER_MODE_HIGH",
  ETHTOOL_A_MODULE_POWER_MODE_POLICY: "u8 of ETHTOOL_MODULE_POWER_MODE_POLICY_",
  ETHTOOL_A_PAUSE_STATS_SRC: "u32 of ETHTOOL_MAC_STATS_SRC_",
  ETHTOOL_A_PODL_PSE_ADMIN_CONTROL: "u32 of ETHTOOL_PODL_PSE_ADMIN_STATE_",
  ETHTOOL_A_PODL_PSE_ADMIN_STATE: "u32 of ETHTOOL_PODL_PSE_ADMIN_STATE_",
  ETHTOOL_A_PODL_PSE_PW_D_STATUS: "u32 of ETHTOOL_PODL_PSE_PW_D_STATUS_",
  ETHTOOL_A_STATS_GRP_ID: "u32 of ETHTOOL_STATS_",
  ETHTOOL_A_STATS_GRP_SS_ID: "u32 of ETH_SS_",
  ETHTOOL_A_STATS_SRC: "u32 of ETHTOOL_MAC_STATS_SRC_",
  ETHTOOL_A_STRINGSET_ID: "u32 of ETH_SS_",
  ETHTOOL_A_TS_HWTSTAMP_PROVIDER_QUALIFIER: "u32 of HWTSTAMP_PROVIDER_QUALIFIER_",
  MPTCP_ATTR_DADDR4: "ipv4 4",
  MPTCP_ATTR_DADDR6: "ipv6 16",
  MPTCP_ATTR_FAMILY: "u16 of AF_INET+AF_INET6",
  MPTCP_ATTR_FLAGS: "u16 of MPTCP_PM_EV_FLAG_",
  MPTCP_ATTR_RESET_REASON: "u32 of MPTCP_RST_",
  MPTCP_ATTR_SADDR4: "ipv4 4",
  MPTCP_ATTR_SADDR6: "ipv6 16",
  MPTCP_PM_ADDR_ATTR_ADDR4: "ipv4 4",
  MPTCP_PM_ADDR_ATTR_ADDR6: "ipv6 16",
  MPTCP_PM_ADDR_ATTR_FAMILY: "u16 of AF_INET+AF_INET6",
  MPTCP_PM_ADDR_ATTR_FLAGS: "u32 of MPTCP_PM_ADDR_FLAG_",
  WGALLOWEDIP_A_FAMILY: "u16 of AF_INET+AF_INET6",
  WGPEER_A_ENDPOINT: "struct sockaddr then one sockaddr",
};

/** Structs that the facts lack, by family. */
export const GENERIC_STRUCTS: Readonly<Record<string, Readonly<Record<string, StructFact>>>> = {
  wireguard: { sockaddr: { size: 4, members: { sa_family: "0 u16 of AF_INET+AF_INET6", sin_port: "2 be16" } } },
};

/** Sets of attributes that the facts lack, by family; their numbers are those of the headers. */
export const GENERIC_SETS: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  ethtool: {
    "cable-amplitude": {
      ETHTOOL_A_CABLE_AMPLITUDE_PAIR: "u8 of ETHTOOL_A_CABLE_PAIR_",
      ETHTOOL_A_CABLE_AMPLITUDE_mV: "s16",
    },
    "cable-pulse": { ETHTOOL_A_CABLE_PULSE_mV: "s16" },
    "cable-step": {
      ETHTOOL_A_CABLE_STEP_FIRST_DISTANCE: "u32",
      ETHTOOL_A_CABLE_STEP_LAST_DISTANCE: "u32",
      ETHTOOL_A_CABLE_STEP_STEP_DISTANCE: "u32",
    },
    "cable-tdr-nest": {
      ETHTOOL_A_CABLE_TDR_NEST_STEP: "nest cable-step",
      ETHTOOL_A_CABLE_TDR_NEST_AMPLITUDE: "many nest cable-amplitude",
      ETHTOOL_A_CABLE_TDR_NEST_PULSE: "many nest cable-pulse",
    },
  },
};

/** What chooses among types, by family. */
export const GENERIC_CHOICES: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  ethtool: {
    "link-ext-substate": {
      autonegotiation: "u8 of ETHTOOL_LINK_EXT_SUBSTATE_AN_",
      linkTrainingFailure: "u8 of ETHTOOL_LINK_EXT_SUBSTATE_LT_",
      linkLogicalMismatch: "u8 of ETHTOOL_LINK_EXT_SUBSTATE_LLM_",
      badSignalIntegrity: "u8 of ETHTOOL_LINK_EXT_SUBSTATE_BSI_",
      cableIssue: "u8 of ETHTOOL_LINK_EXT_SUBSTATE_CI_",
      module: "u8 of ETHTOOL_LINK_EXT_SUBSTATE_MODULE_",
    },
  },
  wireguard: { sockaddr: { inet: "ipv4 12", inet6: "ipv6 24" } },
};

/** Constants that no header for user space of the kernel has, or none of many systems. */
export const SYSTEM_CONSTANTS: Readonly<Record<string, number>> = {
  AF_INET: 2,
  AF_INET6: 10,
  MPTCP_PM_ADDR_FLAG_LAMINAR: 32,
  MPTCP_PM_EV_FLAG_SERVER_SIDE: 2,
  SCHED_EXT: 7,
};

/** A struct that a header defines. */
export interface HeaderStruct {
  /** Name of the header. */
  readonly header: string;
  /** Members that newer headers have behind those of many systems, in C. @default none */
  readonly newer?: string;
  /** Types of members whose values have names. */
  readonly types?: Readonly<Record<string, string>>;
}

/** Constants that are newer than the headers of many systems. */
export const NEWER_CONSTANTS: Readonly<Record<string, number>> = {
  ETHTOOL_A_CABLE_INF_SRC_UNSPEC: 0,
  ETHTOOL_A_CABLE_INF_SRC_TDR: 1,
  ETHTOOL_A_CABLE_INF_SRC_ALCD: 2,
  ETHTOOL_A_CABLE_RESULT_CODE_IMPEDANCE_MISMATCH: 5,
  ETHTOOL_A_CABLE_RESULT_CODE_NOISE: 6,
  ETHTOOL_A_CABLE_RESULT_CODE_RESOLUTION_NOT_POSSIBLE: 7,
  ETHTOOL_C33_PSE_ADMIN_STATE_UNKNOWN: 1,
  ETHTOOL_C33_PSE_ADMIN_STATE_DISABLED: 2,
  ETHTOOL_C33_PSE_ADMIN_STATE_ENABLED: 3,
  ETHTOOL_C33_PSE_PW_D_STATUS_UNKNOWN: 1,
  ETHTOOL_C33_PSE_PW_D_STATUS_DISABLED: 2,
  ETHTOOL_C33_PSE_PW_D_STATUS_SEARCHING: 3,
  ETHTOOL_C33_PSE_PW_D_STATUS_DELIVERING: 4,
  ETHTOOL_C33_PSE_PW_D_STATUS_TEST: 5,
  ETHTOOL_C33_PSE_PW_D_STATUS_FAULT: 6,
  ETHTOOL_C33_PSE_PW_D_STATUS_OTHERFAULT: 7,
  ETHTOOL_MAC_STATS_SRC_AGGREGATE: 0,
  ETHTOOL_MAC_STATS_SRC_EMAC: 1,
  ETHTOOL_MAC_STATS_SRC_PMAC: 2,
  ETHTOOL_MM_VERIFY_STATUS_UNKNOWN: 0,
  ETHTOOL_MM_VERIFY_STATUS_INITIAL: 1,
  ETHTOOL_MM_VERIFY_STATUS_VERIFYING: 2,
  ETHTOOL_MM_VERIFY_STATUS_SUCCEEDED: 3,
  ETHTOOL_MM_VERIFY_STATUS_FAILED: 4,
  ETHTOOL_MM_VERIFY_STATUS_DISABLED: 5,
  ETHTOOL_STATS_PHY: 4,
  ETH_SS_STATS_PHY: 21,
  ETH_SS_TS_FLAGS: 22,
  HWTSTAMP_PROVIDER_QUALIFIER_PRECISE: 0,
  HWTSTAMP_PROVIDER_QUALIFIER_APPROX: 1,
};

/** A family that has no specification: the types are those of the kernel's sources, all numbers those of its headers. */
export interface HeaderFamily {
  /** Its name in the kernel. */
  readonly name: string;
  /** Its version. */
  readonly version: number;
  /** What it does, by the kernel's constant; `reply` is the constant of the answer. */
  readonly operations: Readonly<Record<string, Omit<OperationFact, "request" | "reply"> & { readonly reply?: string }>>;
  /** The types of its attributes. */
  readonly sets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Its structs, those that stand in others first. */
  readonly structs: Readonly<Record<string, StructFact | HeaderStruct>>;
  /** What chooses among types. */
  readonly choices: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const IPVS_MESSAGE = { attributes: "message", modes: ["do"], privileged: true };

/** The counters of IPVS, of which those of bytes always have 64 bits. */
function ipvsStats(type: string): Readonly<Record<string, string>> {
  return {
    IPVS_STATS_ATTR_CONNS: type,
    IPVS_STATS_ATTR_INPKTS: type,
    IPVS_STATS_ATTR_OUTPKTS: type,
    IPVS_STATS_ATTR_INBYTES: "u64",
    IPVS_STATS_ATTR_OUTBYTES: "u64",
    IPVS_STATS_ATTR_CPS: type,
    IPVS_STATS_ATTR_INPPS: type,
    IPVS_STATS_ATTR_OUTPPS: type,
    IPVS_STATS_ATTR_INBPS: type,
    IPVS_STATS_ATTR_OUTBPS: type,
    IPVS_STATS_ATTR_PAD: "pad",
  };
}

const METHODS = ["MASQ", "LOCALNODE", "TUNNEL", "DROUTE", "BYPASS"].map((name) => `IP_VS_CONN_F_${name}`).join("+");

/** The kinds of delays that tasks have, in their order. */
const DELAYS = ["cpu", "blkio", "swapin", "freepages", "thrashing", "compact", "wpcopy", "irq"];

/** The families without a specification. */
export const HEADER_FAMILIES: readonly HeaderFamily[] = [{
  name: "IPVS",
  version: 1,
  operations: {
    IPVS_CMD_NEW_SERVICE: IPVS_MESSAGE,
    IPVS_CMD_SET_SERVICE: IPVS_MESSAGE,
    IPVS_CMD_DEL_SERVICE: IPVS_MESSAGE,
    IPVS_CMD_GET_SERVICE: {
      reply: "IPVS_CMD_NEW_SERVICE",
      attributes: "message",
      modes: ["do", "dump"],
      privileged: true,
    },
    IPVS_CMD_NEW_DEST: IPVS_MESSAGE,
    IPVS_CMD_SET_DEST: IPVS_MESSAGE,
    IPVS_CMD_DEL_DEST: IPVS_MESSAGE,
    IPVS_CMD_GET_DEST: { reply: "IPVS_CMD_NEW_DEST", attributes: "message", modes: ["dump"], privileged: true },
    IPVS_CMD_NEW_DAEMON: IPVS_MESSAGE,
    IPVS_CMD_DEL_DAEMON: IPVS_MESSAGE,
    IPVS_CMD_GET_DAEMON: { reply: "IPVS_CMD_NEW_DAEMON", attributes: "message", modes: ["dump"], privileged: true },
    IPVS_CMD_SET_CONFIG: IPVS_MESSAGE,
    IPVS_CMD_GET_CONFIG: { ...IPVS_MESSAGE, reply: "IPVS_CMD_SET_CONFIG" },
    IPVS_CMD_GET_INFO: { reply: "IPVS_CMD_SET_INFO", attributes: "info", modes: ["do"], privileged: true },
    IPVS_CMD_ZERO: IPVS_MESSAGE,
    IPVS_CMD_FLUSH: IPVS_MESSAGE,
  },
  sets: {
    message: {
      IPVS_CMD_ATTR_SERVICE: "nest service",
      IPVS_CMD_ATTR_DEST: "nest destination",
      IPVS_CMD_ATTR_DAEMON: "nest daemon",
      IPVS_CMD_ATTR_TIMEOUT_TCP: "u32",
      IPVS_CMD_ATTR_TIMEOUT_TCP_FIN: "u32",
      IPVS_CMD_ATTR_TIMEOUT_UDP: "u32",
    },
    info: { IPVS_INFO_ATTR_VERSION: "u32", IPVS_INFO_ATTR_CONN_TAB_SIZE: "u32" },
    service: {
      IPVS_SVC_ATTR_AF: "u16 of AF_INET+AF_INET6",
      IPVS_SVC_ATTR_PROTOCOL: "u16 of IPPROTO_TCP+IPPROTO_UDP+IPPROTO_SCTP",
      IPVS_SVC_ATTR_ADDR: "one address",
      IPVS_SVC_ATTR_PORT: "be16",
      IPVS_SVC_ATTR_FWMARK: "u32",
      IPVS_SVC_ATTR_SCHED_NAME: "string",
      IPVS_SVC_ATTR_FLAGS: "struct ip_vs_flags",
      IPVS_SVC_ATTR_TIMEOUT: "u32",
      IPVS_SVC_ATTR_NETMASK: "one netmask",
      IPVS_SVC_ATTR_STATS: "nest stats",
      IPVS_SVC_ATTR_PE_NAME: "string",
      IPVS_SVC_ATTR_STATS64: "nest stats64",
    },
    destination: {
      IPVS_DEST_ATTR_ADDR: "one address",
      IPVS_DEST_ATTR_PORT: "be16",
      IPVS_DEST_ATTR_FWD_METHOD: `u32 of ${METHODS}`,
      IPVS_DEST_ATTR_WEIGHT: "s32",
      IPVS_DEST_ATTR_U_THRESH: "u32",
      IPVS_DEST_ATTR_L_THRESH: "u32",
      IPVS_DEST_ATTR_ACTIVE_CONNS: "u32",
      IPVS_DEST_ATTR_INACT_CONNS: "u32",
      IPVS_DEST_ATTR_PERSIST_CONNS: "u32",
      IPVS_DEST_ATTR_STATS: "nest stats",
      IPVS_DEST_ATTR_ADDR_FAMILY: "u16 of AF_INET+AF_INET6",
      IPVS_DEST_ATTR_STATS64: "nest stats64",
      IPVS_DEST_ATTR_TUN_TYPE: "u8 of IP_VS_CONN_F_TUNNEL_TYPE_",
      IPVS_DEST_ATTR_TUN_PORT: "be16",
      IPVS_DEST_ATTR_TUN_FLAGS: "u16 of IP_VS_TUNNEL_ENCAP_FLAG_",
    },
    daemon: {
      IPVS_DAEMON_ATTR_STATE: "u32 of IP_VS_STATE_",
      IPVS_DAEMON_ATTR_MCAST_IFN: "string",
      IPVS_DAEMON_ATTR_SYNC_ID: "u32",
      IPVS_DAEMON_ATTR_SYNC_MAXLEN: "u16",
      IPVS_DAEMON_ATTR_MCAST_GROUP: "ipv4 4",
      IPVS_DAEMON_ATTR_MCAST_GROUP6: "ipv6 16",
      IPVS_DAEMON_ATTR_MCAST_PORT: "u16",
      IPVS_DAEMON_ATTR_MCAST_TTL: "u8",
    },
    stats: ipvsStats("u32"),
    stats64: ipvsStats("u64"),
  },
  structs: { ip_vs_flags: { size: 8, members: { flags: "0 u32 of IP_VS_SVC_F_", mask: "4 u32" } } },
  choices: {
    address: { inet: "ipv4 16", inet6: "ipv6 16" },
    netmask: { inet: "ipv4 4", inet6: "u32" },
  },
}, {
  name: "TASKSTATS",
  version: 1,
  operations: {
    TASKSTATS_CMD_GET: {
      reply: "TASKSTATS_CMD_NEW",
      attributes: "tasks",
      requests: { do: "task-query" },
      modes: ["do"],
      privileged: true,
    },
    TASKSTATS_CMD_NEW: { reply: "TASKSTATS_CMD_NEW", attributes: "tasks", modes: ["notify"] },
    CGROUPSTATS_CMD_GET: {
      reply: "CGROUPSTATS_CMD_NEW",
      attributes: "cgroup",
      requests: { do: "cgroup-query" },
      modes: ["do"],
    },
  },
  sets: {
    "task-query": {
      TASKSTATS_CMD_ATTR_PID: "u32",
      TASKSTATS_CMD_ATTR_TGID: "u32",
      TASKSTATS_CMD_ATTR_REGISTER_CPUMASK: "string",
      TASKSTATS_CMD_ATTR_DEREGISTER_CPUMASK: "string",
    },
    tasks: { TASKSTATS_TYPE_AGGR_PID: "nest task", TASKSTATS_TYPE_AGGR_TGID: "nest task" },
    task: {
      TASKSTATS_TYPE_PID: "u32",
      TASKSTATS_TYPE_TGID: "u32",
      TASKSTATS_TYPE_STATS: "struct taskstats",
      TASKSTATS_TYPE_NULL: "pad",
    },
    "cgroup-query": { CGROUPSTATS_CMD_ATTR_FD: "u32" },
    cgroup: { CGROUPSTATS_TYPE_CGROUP_STATS: "struct cgroupstats" },
  },
  structs: {
    __kernel_timespec: { header: "time_types.h" },
    cgroupstats: { header: "cgroupstats.h" },
    taskstats: {
      header: "taskstats.h",
      newer: [
        "__u64 irq_count; __u64 irq_delay_total;",
        ...DELAYS.map((kind) => `__u64 ${kind}_delay_max; __u64 ${kind}_delay_min;`),
        ...DELAYS.map((kind) => `struct __kernel_timespec ${kind}_delay_max_ts;`),
      ].join("\n"),
      types: {
        ac_flag: "u8 of AFORK+ASU+ACOMPAT+ACORE+AXSIG+AGROUP",
        ac_sched: "u8 of SCHED_NORMAL+SCHED_FIFO+SCHED_RR+SCHED_BATCH+SCHED_IDLE+SCHED_DEADLINE+SCHED_EXT",
      },
    },
  },
  choices: {},
}];
