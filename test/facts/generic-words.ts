// What the facts tell of generic netlink in notes, or not at all: the importer's part of the knowledge.
import type { StructFact } from "./facts.ts";

/** Types of attributes that the facts leave open. */
export const GENERIC_TYPES: Readonly<Record<string, string>> = {
  WGALLOWEDIP_A_FAMILY: "u16 of AF_INET+AF_INET6",
  WGPEER_A_ENDPOINT: "struct sockaddr then one sockaddr",
};

/** Structs that the facts lack, by family. */
export const GENERIC_STRUCTS: Readonly<Record<string, Readonly<Record<string, StructFact>>>> = {
  wireguard: { sockaddr: { size: 4, members: { sa_family: "0 u16 of AF_INET+AF_INET6", sin_port: "2 be16" } } },
};

/** What chooses among types, by family. */
export const GENERIC_CHOICES: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  wireguard: { sockaddr: { inet: "ipv4 12", inet6: "ipv6 24" } },
};

/** Constants that no header for user space of the kernel has. */
export const SYSTEM_CONSTANTS: Readonly<Record<string, number>> = { AF_INET: 2, AF_INET6: 10 };

/** A family that has no specification: the types are those of the kernel's sources, all numbers those of its headers. */
export interface HeaderFamily {
  /** Its name in the kernel. */
  readonly name: string;
  /** Its version. */
  readonly version: number;
  /** What it does, by the kernel's constant; `reply` is the constant of the answer. */
  readonly operations: Readonly<
    Record<string, { readonly reply?: string; readonly attributes: string; readonly modes: readonly string[] }>
  >;
  /** The types of its attributes. */
  readonly sets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Its structs. */
  readonly structs: Readonly<Record<string, StructFact>>;
  /** What chooses among types. */
  readonly choices: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const IPVS_MESSAGE = { attributes: "message", modes: ["do"] };

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

/** The families without a specification. */
export const HEADER_FAMILIES: readonly HeaderFamily[] = [{
  name: "IPVS",
  version: 1,
  operations: {
    IPVS_CMD_NEW_SERVICE: IPVS_MESSAGE,
    IPVS_CMD_SET_SERVICE: IPVS_MESSAGE,
    IPVS_CMD_DEL_SERVICE: IPVS_MESSAGE,
    IPVS_CMD_GET_SERVICE: { reply: "IPVS_CMD_NEW_SERVICE", attributes: "message", modes: ["do", "dump"] },
    IPVS_CMD_NEW_DEST: IPVS_MESSAGE,
    IPVS_CMD_SET_DEST: IPVS_MESSAGE,
    IPVS_CMD_DEL_DEST: IPVS_MESSAGE,
    IPVS_CMD_GET_DEST: { reply: "IPVS_CMD_NEW_DEST", attributes: "message", modes: ["dump"] },
    IPVS_CMD_NEW_DAEMON: IPVS_MESSAGE,
    IPVS_CMD_DEL_DAEMON: IPVS_MESSAGE,
    IPVS_CMD_GET_DAEMON: { reply: "IPVS_CMD_NEW_DAEMON", attributes: "message", modes: ["dump"] },
    IPVS_CMD_SET_CONFIG: IPVS_MESSAGE,
    IPVS_CMD_GET_CONFIG: { ...IPVS_MESSAGE, reply: "IPVS_CMD_SET_CONFIG" },
    IPVS_CMD_GET_INFO: { reply: "IPVS_CMD_SET_INFO", attributes: "info", modes: ["do"] },
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
}];
