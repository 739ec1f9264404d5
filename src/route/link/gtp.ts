import { ipv4, ipv6 } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { boolean, u32, u8 } from "../../codec/numbers.ts";

/** The data of a link of the kind `gtp`: tunnels of mobile networks. */
export interface GtpData extends Extensible {
  /** Descriptor of the UDP socket of version 0, in a request (`IFLA_GTP_FD0`). */
  readonly descriptor0?: number;
  /** Descriptor of the UDP socket of version 1, in a request (`IFLA_GTP_FD1`). */
  readonly descriptor1?: number;
  /** How many lists the tunnels are spread over (`IFLA_GTP_PDP_HASHSIZE`). */
  readonly hashSize?: number;
  /** Which end of the tunnels it is; a number where it has no name here (`IFLA_GTP_ROLE`). */
  readonly role?: "ggsn" | "sgsn" | number;
  /** Whether the kernel makes the sockets itself, in a request (`IFLA_GTP_CREATE_SOCKETS`). */
  readonly createSockets?: boolean;
  /** How often this end was started, as echo answers tell it (`IFLA_GTP_RESTART_COUNT`). */
  readonly restartCount?: number;
  /** IPv4 address of sockets that the kernel makes (`IFLA_GTP_LOCAL`). */
  readonly local?: string;
  /** IPv6 address of sockets that the kernel makes (`IFLA_GTP_LOCAL6`). */
  readonly local6?: string;
}

/** `IFLA_INFO_DATA` of a `gtp`. */
export const gtpData: Codec<GtpData> = attributes<GtpData>({
  descriptor0: attribute(1, u32),
  descriptor1: attribute(2, u32),
  hashSize: attribute(3, u32),
  role: attribute(4, enumeration(u32, { ggsn: 0, sgsn: 1 })),
  createSockets: attribute(5, boolean(u8)),
  restartCount: attribute(6, u8),
  local: attribute(7, ipv4),
  local6: attribute(8, ipv6),
});
