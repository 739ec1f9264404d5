import { ip, ipv4, ipv6 } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { be16, be32, boolean, flag, u16, u32, u8 } from "../../codec/numbers.ts";

/** What lies between the outer IP header and a tunnel (`TUNNEL_ENCAP_*`); a number where it has no name here. */
export type TunnelEncapsulation = "none" | "fou" | "gue" | "mpls" | number;

/** What a UDP header around a tunnel has (`TUNNEL_ENCAP_FLAG_*`): checksums over IPv4, over IPv6, completed remotely. */
export type TunnelEncapsulationFlag = "checksum" | "checksum6" | "remoteChecksum";

/** A flag of a tunnel over IPv6 (`IP6_TNL_F_*`). */
export type Ip6TunnelFlag =
  | "ignoreEncapsulationLimit"
  | "useOriginalTrafficClass"
  | "useOriginalFlowLabel"
  | "mobility"
  | "copyReceivedDscp"
  | "useOriginalMark"
  | "allowLocalRemote";

/** What all tunnels of IP packets in IP packets are made of. */
export interface AnyIpTunnelData extends Extensible {
  /** Index of the link that carries the tunnel; 0 for any (`IFLA_IPTUN_LINK`). */
  readonly link?: number;
  /** Address of this end; `"0.0.0.0"` or `"::"` for any (`IFLA_IPTUN_LOCAL`). */
  readonly local?: string;
  /** Address of the other end; `"0.0.0.0"` or `"::"` for any (`IFLA_IPTUN_REMOTE`). */
  readonly remote?: string;
  /** TTL or hop limit of the outer packets; 0 for that of the inner (`IFLA_IPTUN_TTL`). */
  readonly ttl?: number;
  /** Type of service of the outer packets; 1 for that of the inner (`IFLA_IPTUN_TOS`). */
  readonly tos?: number;
  /** How many more tunnels may be around a packet (`IFLA_IPTUN_ENCAP_LIMIT`). */
  readonly encapsulationLimit?: number;
  /** Traffic class and flow label of the outer packets (`IFLA_IPTUN_FLOWINFO`). */
  readonly flowInfo?: number;
  /** Number of the IP protocol inside; 0 for any (`IFLA_IPTUN_PROTO`). */
  readonly protocol?: number;
  /** Whether the smallest MTU of the path is looked for (`IFLA_IPTUN_PMTUDISC`). */
  readonly pathMtuDiscovery?: boolean;
  /** IPv6 prefix of a provider (6rd) (`IFLA_IPTUN_6RD_PREFIX`). */
  readonly prefix6rd?: string;
  /** IPv4 prefix of its relays (`IFLA_IPTUN_6RD_RELAY_PREFIX`). */
  readonly relayPrefix6rd?: string;
  /** Bits of the IPv6 prefix (`IFLA_IPTUN_6RD_PREFIXLEN`). */
  readonly prefixLength6rd?: number;
  /** Bits of the IPv4 prefix (`IFLA_IPTUN_6RD_RELAY_PREFIXLEN`). */
  readonly relayPrefixLength6rd?: number;
  /** What lies around the tunnel (`IFLA_IPTUN_ENCAP_TYPE`). */
  readonly encapsulation?: TunnelEncapsulation;
  /** Flags of that (`IFLA_IPTUN_ENCAP_FLAGS`). */
  readonly encapsulationFlags?: Flags<TunnelEncapsulationFlag>;
  /** UDP port that packets are sent from; 0 for one that the flow chooses (`IFLA_IPTUN_ENCAP_SPORT`). */
  readonly encapsulationSourcePort?: number;
  /** UDP port that packets are sent to (`IFLA_IPTUN_ENCAP_DPORT`). */
  readonly encapsulationPort?: number;
  /** Present where routes and filters decide about each packet (`IFLA_IPTUN_COLLECT_METADATA`). */
  readonly collectMetadata?: true;
  /** Mark of the outer packets when their route is sought (`IFLA_IPTUN_FWMARK`). */
  readonly mark?: number;
}

/** The data of a link of the kind `ipip` or `sit`. */
export interface IpTunnelData extends AnyIpTunnelData {
  /** Flags of a `sit` (`IFLA_IPTUN_FLAGS`). */
  readonly flags?: Flags<"isatap">;
}

/** The data of a link of the kind `ip6tnl`. */
export interface Ip6TunnelData extends AnyIpTunnelData {
  /** Flags (`IFLA_IPTUN_FLAGS`). */
  readonly flags?: Flags<Ip6TunnelFlag>;
}

/** What lies around a tunnel, as tunnels of every kind have it. */
export const tunnelEncapsulation: FixedCodec<TunnelEncapsulation> = enumeration(u16, {
  none: 0,
  fou: 1,
  gue: 2,
  mpls: 3,
});

/** Its flags. */
export const tunnelEncapsulationFlags: FixedCodec<Flags<TunnelEncapsulationFlag>> = flags(u16, {
  checksum: 1 << 0,
  checksum6: 1 << 1,
  remoteChecksum: 1 << 2,
});

/** The flags of a tunnel over IPv6, in the order of the host. */
export const ip6TunnelFlags: FixedCodec<Flags<Ip6TunnelFlag>> = flags(u32, {
  ignoreEncapsulationLimit: 0x1,
  useOriginalTrafficClass: 0x2,
  useOriginalFlowLabel: 0x4,
  mobility: 0x8,
  copyReceivedDscp: 0x10,
  useOriginalMark: 0x20,
  allowLocalRemote: 0x40,
});

const FIELDS = {
  link: attribute(1, u32),
  local: attribute(2, ip),
  remote: attribute(3, ip),
  ttl: attribute(4, u8),
  tos: attribute(5, u8),
  encapsulationLimit: attribute(6, u8),
  flowInfo: attribute(7, be32),
  protocol: attribute(9, u8),
  pathMtuDiscovery: attribute(10, boolean(u8)),
  prefix6rd: attribute(11, ipv6),
  relayPrefix6rd: attribute(12, ipv4),
  prefixLength6rd: attribute(13, u16),
  relayPrefixLength6rd: attribute(14, u16),
  encapsulation: attribute(15, tunnelEncapsulation),
  encapsulationFlags: attribute(16, tunnelEncapsulationFlags),
  encapsulationSourcePort: attribute(17, be16),
  encapsulationPort: attribute(18, be16),
  collectMetadata: attribute(19, flag),
  mark: attribute(20, u32),
};

/** `IFLA_INFO_DATA` of an `ipip` or a `sit`. */
export const ipTunnelData: Codec<IpTunnelData> = attributes<IpTunnelData>({
  ...FIELDS,
  // A member of the type `__be16` that holds the number as the host has it (`SIT_ISATAP`).
  flags: attribute(8, flags(u16, { isatap: 0x1 })),
});

/** `IFLA_INFO_DATA` of an `ip6tnl`. */
export const ip6TunnelData: Codec<Ip6TunnelData> = attributes<Ip6TunnelData>({
  ...FIELDS,
  flags: attribute(8, ip6TunnelFlags),
});
