import { ipv4, ipv6 } from "../../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { type Flags, flags } from "../../../codec/names.ts";
import { be16, be64, u8 } from "../../../codec/numbers.ts";
import { bytes } from "../../../codec/text.ts";
import { type TunnelOptions, tunnelOptions } from "./tunnel-options.ts";

/** What a tunnel puts into its packets, and how they may be treated (`TUNNEL_*`). */
export type TunnelFlag =
  | "checksum"
  | "routing"
  | "key"
  | "sequence"
  | "strict"
  | "recursion"
  | "version"
  | "noKey"
  | "dontFragment"
  | "oam"
  | "criticalOption"
  | "geneveOption"
  | "vxlanOption"
  | "noCache"
  | "erspanOption"
  | "gtpOption";

/** What is told to the tunnel link that packets leave by: the encapsulation `ip`. */
export interface IpEncap extends Extensible {
  /** Key or network number of the tunnel (`LWTUNNEL_IP_ID`). */
  readonly id?: bigint;
  /** IPv4 address of the other end (`LWTUNNEL_IP_DST`). */
  readonly destination?: string;
  /** IPv4 address of this end; `"0.0.0.0"` for any (`LWTUNNEL_IP_SRC`). */
  readonly source?: string;
  /** TTL of the outer packets; 0 for the default (`LWTUNNEL_IP_TTL`). */
  readonly ttl?: number;
  /** Type of service of the outer packets (`LWTUNNEL_IP_TOS`). */
  readonly tos?: number;
  /** Flags (`LWTUNNEL_IP_FLAGS`). */
  readonly flags?: Flags<TunnelFlag>;
  /** Alignment on machines that need it (`LWTUNNEL_IP_PAD`). */
  readonly padding?: Uint8Array;
  /** What is special to the kind of tunnel (`LWTUNNEL_IP_OPTS`). */
  readonly options?: TunnelOptions;
}

/** The same for tunnels over IPv6: the encapsulation `ip6`. */
export interface Ip6Encap extends Extensible {
  /** Key or network number of the tunnel (`LWTUNNEL_IP6_ID`). */
  readonly id?: bigint;
  /** IPv6 address of the other end (`LWTUNNEL_IP6_DST`). */
  readonly destination?: string;
  /** IPv6 address of this end; `"::"` for any (`LWTUNNEL_IP6_SRC`). */
  readonly source?: string;
  /** Hop limit of the outer packets; 0 for the default (`LWTUNNEL_IP6_HOPLIMIT`). */
  readonly hopLimit?: number;
  /** Traffic class of the outer packets (`LWTUNNEL_IP6_TC`). */
  readonly trafficClass?: number;
  /** Flags (`LWTUNNEL_IP6_FLAGS`). */
  readonly flags?: Flags<TunnelFlag>;
  /** Alignment on machines that need it (`LWTUNNEL_IP6_PAD`). */
  readonly padding?: Uint8Array;
  /** What is special to the kind of tunnel (`LWTUNNEL_IP6_OPTS`). */
  readonly options?: TunnelOptions;
}

const tunnelFlags = flags<TunnelFlag>(be16, {
  checksum: 0x1,
  routing: 0x2,
  key: 0x4,
  sequence: 0x8,
  strict: 0x10,
  recursion: 0x20,
  version: 0x40,
  noKey: 0x80,
  dontFragment: 0x100,
  oam: 0x200,
  criticalOption: 0x400,
  geneveOption: 0x800,
  vxlanOption: 0x1000,
  noCache: 0x2000,
  erspanOption: 0x4000,
  gtpOption: 0x8000,
});

/** `RTA_ENCAP` of the type `ip`. */
export const ipEncap: Codec<IpEncap> = attributes<IpEncap>({
  id: attribute(1, be64),
  destination: attribute(2, ipv4),
  source: attribute(3, ipv4),
  ttl: attribute(4, u8),
  tos: attribute(5, u8),
  flags: attribute(6, tunnelFlags),
  padding: attribute(7, bytes),
  options: attribute(8, tunnelOptions, { nested: true }),
});

/** `RTA_ENCAP` of the type `ip6`. */
export const ip6Encap: Codec<Ip6Encap> = attributes<Ip6Encap>({
  id: attribute(1, be64),
  destination: attribute(2, ipv6),
  source: attribute(3, ipv6),
  hopLimit: attribute(4, u8),
  trafficClass: attribute(5, u8),
  flags: attribute(6, tunnelFlags),
  padding: attribute(7, bytes),
  options: attribute(8, tunnelOptions, { nested: true }),
});
