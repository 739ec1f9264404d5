import { ipv4, ipv6 } from "../../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { u16, u32, u8 } from "../../../codec/numbers.ts";
import { cstring } from "../../../codec/text.ts";

/** Whether a daemon tells of connections, or is told (`IP_VS_STATE_*`). */
export type IpvsDaemonState = "none" | "master" | "backup";

/** A daemon that tells other hosts of connections, or is told, so that one can take over (`IPVS_DAEMON_ATTR_*`). */
export interface IpvsDaemon extends Extensible {
  /** What it does (`IPVS_DAEMON_ATTR_STATE`). */
  readonly state?: IpvsDaemonState | number;
  /** Name of the link that it uses (`IPVS_DAEMON_ATTR_MCAST_IFN`). */
  readonly link?: string;
  /** Number by which it knows its like, 0 to 255 (`IPVS_DAEMON_ATTR_SYNC_ID`). */
  readonly syncId?: number;
  /** Bytes in a UDP packet at most (`IPVS_DAEMON_ATTR_SYNC_MAXLEN`). */
  readonly maximumLength?: number;
  /** IPv4 address of the multicast group (`IPVS_DAEMON_ATTR_MCAST_GROUP`). */
  readonly group?: string;
  /** IPv6 address of the multicast group (`IPVS_DAEMON_ATTR_MCAST_GROUP6`). */
  readonly group6?: string;
  /** UDP port, the first of several (`IPVS_DAEMON_ATTR_MCAST_PORT`). */
  readonly port?: number;
  /** How many routers its packets may pass (`IPVS_DAEMON_ATTR_MCAST_TTL`). */
  readonly ttl?: number;
}

/** `IPVS_CMD_ATTR_DAEMON`. */
export const ipvsDaemon: Codec<IpvsDaemon> = attributes<IpvsDaemon>({
  state: attribute(1, enumeration(u32, { none: 0, master: 1, backup: 2 })),
  link: attribute(2, cstring),
  syncId: attribute(3, u32),
  maximumLength: attribute(4, u16),
  group: attribute(5, ipv4),
  group6: attribute(6, ipv6),
  port: attribute(7, u16),
  ttl: attribute(8, u8),
});
