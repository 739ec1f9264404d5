import { ipv4, ipv6 } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { be16, be32, boolean, flag, u32, u8 } from "../../codec/numbers.ts";
import { type VxlanPortRange, vxlanPortRange } from "./vxlan.ts";

/** The data of a link of the kind `geneve`. */
export interface GeneveData extends Extensible {
  /** Network number, 0 to 16777215 (`IFLA_GENEVE_ID`). */
  readonly id?: number;
  /** IPv4 address of the other end (`IFLA_GENEVE_REMOTE`). */
  readonly remote?: string;
  /** TTL of the outer packets; 0 for the default (`IFLA_GENEVE_TTL`). */
  readonly ttl?: number;
  /** Type of service of the outer packets; 1 for that of the inner (`IFLA_GENEVE_TOS`). */
  readonly tos?: number;
  /** UDP port that packets are sent to (`IFLA_GENEVE_PORT`). */
  readonly port?: number;
  /** Present where routes and filters decide about each packet (`IFLA_GENEVE_COLLECT_METADATA`). */
  readonly collectMetadata?: true;
  /** IPv6 address of the other end (`IFLA_GENEVE_REMOTE6`). */
  readonly remote6?: string;
  /** Whether IPv4 packets carry a UDP checksum (`IFLA_GENEVE_UDP_CSUM`). */
  readonly udpChecksum?: boolean;
  /** Whether IPv6 packets are sent without a UDP checksum (`IFLA_GENEVE_UDP_ZERO_CSUM6_TX`). */
  readonly udpZeroChecksum6Transmit?: boolean;
  /** Whether IPv6 packets without a UDP checksum are accepted (`IFLA_GENEVE_UDP_ZERO_CSUM6_RX`). */
  readonly udpZeroChecksum6Receive?: boolean;
  /** IPv6 flow label of the outer packets (`IFLA_GENEVE_LABEL`). */
  readonly label?: number;
  /** Whether the TTL is that of the inner packets (`IFLA_GENEVE_TTL_INHERIT`). */
  readonly ttlInherit?: boolean;
  /** Whether outer packets may be fragmented; a number where it has no name here (`IFLA_GENEVE_DF`). */
  readonly dontFragment?: "unset" | "set" | "inherit" | number;
  /** Present where packets are not only Ethernet (`IFLA_GENEVE_INNER_PROTO_INHERIT`). */
  readonly innerProtocolInherit?: true;
  /** UDP ports that packets are sent from (`IFLA_GENEVE_PORT_RANGE`). */
  readonly portRange?: VxlanPortRange;
  /** Present where packets tell how they were put together from several (`IFLA_GENEVE_GRO_HINT`). */
  readonly groHint?: true;
  /** IPv4 address of this end (`IFLA_GENEVE_LOCAL`). */
  readonly local?: string;
  /** IPv6 address of this end (`IFLA_GENEVE_LOCAL6`). */
  readonly local6?: string;
}

/** `IFLA_INFO_DATA` of a `geneve`. */
export const geneveData: Codec<GeneveData> = attributes<GeneveData>({
  id: attribute(1, u32),
  remote: attribute(2, ipv4),
  ttl: attribute(3, u8),
  tos: attribute(4, u8),
  port: attribute(5, be16),
  collectMetadata: attribute(6, flag),
  remote6: attribute(7, ipv6),
  udpChecksum: attribute(8, boolean(u8)),
  udpZeroChecksum6Transmit: attribute(9, boolean(u8)),
  udpZeroChecksum6Receive: attribute(10, boolean(u8)),
  label: attribute(11, be32),
  ttlInherit: attribute(12, boolean(u8)),
  dontFragment: attribute(13, enumeration(u8, { unset: 0, set: 1, inherit: 2 })),
  innerProtocolInherit: attribute(14, flag),
  portRange: attribute(15, vxlanPortRange),
  groHint: attribute(16, flag),
  local: attribute(17, ipv4),
  local6: attribute(18, ipv6),
});
