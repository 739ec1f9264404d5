import { ip } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { be16, be32, boolean, flag, u16, u32, u8 } from "../../codec/numbers.ts";
import {
  type Ip6TunnelFlag,
  ip6TunnelFlags,
  type TunnelEncapsulation,
  tunnelEncapsulation,
  type TunnelEncapsulationFlag,
  tunnelEncapsulationFlags,
} from "./ip-tunnel.ts";

/** What a GRE header has (`GRE_*`). */
export type GreFlag = "checksum" | "routing" | "key" | "sequence" | "strict" | "acknowledgement";

/** The data of a link of the kind `gre`, `gretap` or `erspan`, over IPv6 `ip6gre`, `ip6gretap` or `ip6erspan`. */
export interface GreData extends Extensible {
  /** Index of the link that carries the tunnel; 0 for any (`IFLA_GRE_LINK`). */
  readonly link?: number;
  /** What is asked of packets that arrive (`IFLA_GRE_IFLAGS`). */
  readonly inputFlags?: Flags<GreFlag>;
  /** What packets that leave have (`IFLA_GRE_OFLAGS`). */
  readonly outputFlags?: Flags<GreFlag>;
  /** Key of packets that arrive, where `inputFlags` has `key` (`IFLA_GRE_IKEY`). */
  readonly inputKey?: number;
  /** Key of packets that leave, where `outputFlags` has `key` (`IFLA_GRE_OKEY`). */
  readonly outputKey?: number;
  /** Address of this end; `"0.0.0.0"` or `"::"` for any (`IFLA_GRE_LOCAL`). */
  readonly local?: string;
  /** Address of the other end; `"0.0.0.0"` or `"::"` for any (`IFLA_GRE_REMOTE`). */
  readonly remote?: string;
  /** TTL or hop limit of the outer packets; 0 for that of the inner (`IFLA_GRE_TTL`). */
  readonly ttl?: number;
  /** Type of service of the outer packets; 1 for that of the inner (`IFLA_GRE_TOS`). */
  readonly tos?: number;
  /** Whether the smallest MTU of the path is looked for (`IFLA_GRE_PMTUDISC`). */
  readonly pathMtuDiscovery?: boolean;
  /** How many more tunnels may be around a packet (`IFLA_GRE_ENCAP_LIMIT`). */
  readonly encapsulationLimit?: number;
  /** Traffic class and flow label of the outer packets (`IFLA_GRE_FLOWINFO`). */
  readonly flowInfo?: number;
  /** Flags of a tunnel over IPv6 (`IFLA_GRE_FLAGS`). */
  readonly flags?: Flags<Ip6TunnelFlag>;
  /** What lies around the tunnel (`IFLA_GRE_ENCAP_TYPE`). */
  readonly encapsulation?: TunnelEncapsulation;
  /** Flags of that (`IFLA_GRE_ENCAP_FLAGS`). */
  readonly encapsulationFlags?: Flags<TunnelEncapsulationFlag>;
  /** UDP port that packets are sent from; 0 for one that the flow chooses (`IFLA_GRE_ENCAP_SPORT`). */
  readonly encapsulationSourcePort?: number;
  /** UDP port that packets are sent to (`IFLA_GRE_ENCAP_DPORT`). */
  readonly encapsulationPort?: number;
  /** Present where routes and filters decide about each packet (`IFLA_GRE_COLLECT_METADATA`). */
  readonly collectMetadata?: true;
  /** Whether packets may be fragmented though they say no (`IFLA_GRE_IGNORE_DF`). */
  readonly ignoreDontFragment?: boolean;
  /** Mark of the outer packets when their route is sought (`IFLA_GRE_FWMARK`). */
  readonly mark?: number;
  /** Number of the mirrored port, of version 1 (`IFLA_GRE_ERSPAN_INDEX`). */
  readonly erspanIndex?: number;
  /** Version of ERSPAN, 0 to 2 (`IFLA_GRE_ERSPAN_VER`). */
  readonly erspanVersion?: number;
  /** What is mirrored, of version 2; a number where it has no name here (`IFLA_GRE_ERSPAN_DIR`). */
  readonly erspanDirection?: "ingress" | "egress" | number;
  /** Number of the mirroring engine, 0 to 63, of version 2 (`IFLA_GRE_ERSPAN_HWID`). */
  readonly erspanHardwareId?: number;
}

const greFlags: FixedCodec<Flags<GreFlag>> = flags(be16, {
  checksum: 0x8000,
  routing: 0x4000,
  key: 0x2000,
  sequence: 0x1000,
  strict: 0x0800,
  acknowledgement: 0x0080,
});

/** `IFLA_INFO_DATA` of a GRE tunnel. */
export const greData: Codec<GreData> = attributes<GreData>({
  link: attribute(1, u32),
  inputFlags: attribute(2, greFlags),
  outputFlags: attribute(3, greFlags),
  inputKey: attribute(4, be32),
  outputKey: attribute(5, be32),
  local: attribute(6, ip),
  remote: attribute(7, ip),
  ttl: attribute(8, u8),
  tos: attribute(9, u8),
  pathMtuDiscovery: attribute(10, boolean(u8)),
  encapsulationLimit: attribute(11, u8),
  flowInfo: attribute(12, be32),
  flags: attribute(13, ip6TunnelFlags),
  encapsulation: attribute(14, tunnelEncapsulation),
  encapsulationFlags: attribute(15, tunnelEncapsulationFlags),
  encapsulationSourcePort: attribute(16, be16),
  encapsulationPort: attribute(17, be16),
  collectMetadata: attribute(18, flag),
  ignoreDontFragment: attribute(19, boolean(u8)),
  mark: attribute(20, u32),
  erspanIndex: attribute(21, u32),
  erspanVersion: attribute(22, u8),
  erspanDirection: attribute(23, enumeration(u8, { ingress: 0, egress: 1 })),
  erspanHardwareId: attribute(24, u16),
});
