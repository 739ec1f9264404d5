import { ipv4, ipv6 } from "../../codec/address.ts";
import { attribute, attributes, type AttributesOf, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { be16, be32, be64, u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import {
  type ErspanOption,
  erspanOption,
  type GeneveOption,
  geneveOptions,
  type VxlanOption,
  vxlanOption,
} from "../route/encap/tunnel-options.ts";

/** An entry of an MPLS label stack that a filter of the kind `flower` looks at. */
export interface FlowerMplsEntry extends Extensible {
  /** Which entry, 1 for the first (`TCA_FLOWER_KEY_MPLS_OPT_LSE_DEPTH`). */
  readonly depth?: number;
  /** Its TTL (`TCA_FLOWER_KEY_MPLS_OPT_LSE_TTL`). */
  readonly ttl?: number;
  /** Whether it is the last: 0 or 1 (`TCA_FLOWER_KEY_MPLS_OPT_LSE_BOS`). */
  readonly bottom?: number;
  /** Its traffic class, 0 to 7 (`TCA_FLOWER_KEY_MPLS_OPT_LSE_TC`). */
  readonly trafficClass?: number;
  /** Its label, 0 to 1048575 (`TCA_FLOWER_KEY_MPLS_OPT_LSE_LABEL`). */
  readonly label?: number;
}

const flowerMplsEntry: Codec<FlowerMplsEntry> = onDemand(() =>
  attributes<FlowerMplsEntry>({
    depth: attribute(1, u8),
    ttl: attribute(2, u8),
    bottom: attribute(3, u8),
    trafficClass: attribute(4, u8),
    label: attribute(5, u32),
  })
);

/** Entries of an MPLS label stack that a filter of the kind `flower` looks at. */
export interface FlowerMplsEntries extends Extensible {
  /** One each (`TCA_FLOWER_KEY_MPLS_OPTS_LSE`). */
  readonly entries?: readonly FlowerMplsEntry[];
}

/** `TCA_OPTIONS` of the kind `flower`. */
export const flowerMplsEntries: Codec<FlowerMplsEntries> = onDemand(() =>
  attributes<FlowerMplsEntries>({
    entries: repeated(1, flowerMplsEntry, { nested: true }),
  })
);

/** Connectivity fault management that a filter of the kind `flower` looks at. */
export interface FlowerCfm extends Extensible {
  /** Level of the maintenance domain, 0 to 7 (`TCA_FLOWER_KEY_CFM_MD_LEVEL`). */
  readonly domainLevel?: number;
  /** Kind of the message (`TCA_FLOWER_KEY_CFM_OPCODE`). */
  readonly opcode?: number;
}

/** `TCA_OPTIONS` of the kind `flower`. */
export const flowerCfm: Codec<FlowerCfm> = onDemand(() =>
  attributes<FlowerCfm>({
    domainLevel: attribute(1, u8),
    opcode: attribute(2, u8),
  })
);

/** A flag of a packet that a filter of the kind `flower` looks at (`TCA_FLOWER_KEY_FLAGS_*`). */
export type FlowerKeyFlag =
  | "fragment"
  | "firstFragment"
  | "tunnelChecksum"
  | "tunnelDontFragment"
  | "tunnelOam"
  | "tunnelCriticalOption";

/** Bits of these flags. */
export const KEY_FLAGS: Readonly<Record<FlowerKeyFlag, number>> = {
  fragment: 0x1,
  firstFragment: 0x2,
  tunnelChecksum: 0x4,
  tunnelDontFragment: 0x8,
  tunnelOam: 0x10,
  tunnelCriticalOption: 0x20,
};

/** What is special to GTP. */
export interface FlowerGtp extends Extensible {
  /** Type of the message (`TCA_FLOWER_KEY_ENC_OPT_GTP_PDU_TYPE`). */
  readonly pduType?: number;
  /** Number of the flow (`TCA_FLOWER_KEY_ENC_OPT_GTP_QFI`). */
  readonly qosFlow?: number;
}

const flowerGtp: Codec<FlowerGtp> = onDemand(() =>
  attributes<FlowerGtp>({
    pduType: attribute(1, u8),
    qosFlow: attribute(2, u8),
  })
);

/** What is special to PFCP. */
export interface FlowerPfcp extends Extensible {
  /** 0 for a node, 1 for a session (`TCA_FLOWER_KEY_ENC_OPT_PFCP_TYPE`). */
  readonly type?: number;
  /** Number of the session (`TCA_FLOWER_KEY_ENC_OPT_PFCP_SEID`). */
  readonly sessionId?: bigint;
}

const flowerPfcp: Codec<FlowerPfcp> = onDemand(() =>
  attributes<FlowerPfcp>({
    type: attribute(1, u8),
    sessionId: attribute(2, be64),
  })
);

/** What is special to a kind of tunnel that a filter of the kind `flower` looks at. */
export interface FlowerTunnelOptions extends Extensible {
  /**
   * Options of Geneve: one in each list in a request, all in one list in what the kernel tells
   * (`TCA_FLOWER_KEY_ENC_OPTS_GENEVE`).
   */
  readonly geneve?: readonly (readonly GeneveOption[])[];
  /** What is special to VXLAN (`TCA_FLOWER_KEY_ENC_OPTS_VXLAN`). */
  readonly vxlan?: VxlanOption;
  /** What is special to ERSPAN (`TCA_FLOWER_KEY_ENC_OPTS_ERSPAN`). */
  readonly erspan?: ErspanOption;
  /** What is special to GTP (`TCA_FLOWER_KEY_ENC_OPTS_GTP`). */
  readonly gtp?: FlowerGtp;
  /** What is special to PFCP (`TCA_FLOWER_KEY_ENC_OPTS_PFCP`). */
  readonly pfcp?: FlowerPfcp;
}

/** `TCA_OPTIONS` of the kind `flower`. */
export const flowerTunnelOptions: Codec<FlowerTunnelOptions> = onDemand(() =>
  attributes<FlowerTunnelOptions>({
    geneve: repeated(1, geneveOptions),
    vxlan: attribute(2, vxlanOption),
    erspan: attribute(3, erspanOption),
    gtp: attribute(4, flowerGtp),
    pfcp: attribute(5, flowerPfcp),
  })
);

/** What a filter of the kind `flower` looks at in the header of a tunnel. */
export interface FlowerTunnelKeys extends Extensible {
  /** Number in the header of a tunnel, such as that of a VXLAN (`TCA_FLOWER_KEY_ENC_KEY_ID`). */
  readonly tunnelId?: number;
  /** IPv4 address that a tunnel comes from (`TCA_FLOWER_KEY_ENC_IPV4_SRC`). */
  readonly tunnelIpv4Source?: string;
  /** Its mask (`TCA_FLOWER_KEY_ENC_IPV4_SRC_MASK`). */
  readonly tunnelIpv4SourceMask?: string;
  /** IPv4 address that a tunnel goes to (`TCA_FLOWER_KEY_ENC_IPV4_DST`). */
  readonly tunnelIpv4Destination?: string;
  /** Its mask (`TCA_FLOWER_KEY_ENC_IPV4_DST_MASK`). */
  readonly tunnelIpv4DestinationMask?: string;
  /** IPv6 address that a tunnel comes from (`TCA_FLOWER_KEY_ENC_IPV6_SRC`). */
  readonly tunnelIpv6Source?: string;
  /** Its mask (`TCA_FLOWER_KEY_ENC_IPV6_SRC_MASK`). */
  readonly tunnelIpv6SourceMask?: string;
  /** IPv6 address that a tunnel goes to (`TCA_FLOWER_KEY_ENC_IPV6_DST`). */
  readonly tunnelIpv6Destination?: string;
  /** Its mask (`TCA_FLOWER_KEY_ENC_IPV6_DST_MASK`). */
  readonly tunnelIpv6DestinationMask?: string;
  /** UDP port that a tunnel comes from (`TCA_FLOWER_KEY_ENC_UDP_SRC_PORT`). */
  readonly tunnelUdpSourcePort?: number;
  /** Its mask (`TCA_FLOWER_KEY_ENC_UDP_SRC_PORT_MASK`). */
  readonly tunnelUdpSourcePortMask?: number;
  /** UDP port that a tunnel goes to (`TCA_FLOWER_KEY_ENC_UDP_DST_PORT`). */
  readonly tunnelUdpDestinationPort?: number;
  /** Its mask (`TCA_FLOWER_KEY_ENC_UDP_DST_PORT_MASK`). */
  readonly tunnelUdpDestinationPortMask?: number;
  /** Type of service of a tunnel (`TCA_FLOWER_KEY_ENC_IP_TOS`). */
  readonly tunnelTos?: number;
  /** Its mask (`TCA_FLOWER_KEY_ENC_IP_TOS_MASK`). */
  readonly tunnelTosMask?: number;
  /** TTL of a tunnel (`TCA_FLOWER_KEY_ENC_IP_TTL`). */
  readonly tunnelTtl?: number;
  /** Its mask (`TCA_FLOWER_KEY_ENC_IP_TTL_MASK`). */
  readonly tunnelTtlMask?: number;
  /** What is special to a kind of tunnel (`TCA_FLOWER_KEY_ENC_OPTS`). */
  readonly tunnelOptions?: FlowerTunnelOptions;
  /** Which bits of it count (`TCA_FLOWER_KEY_ENC_OPTS_MASK`). */
  readonly tunnelOptionsMask?: FlowerTunnelOptions;
  /** Flags of a tunnel (`TCA_FLOWER_KEY_ENC_FLAGS`). */
  readonly tunnelFlags?: Flags<FlowerKeyFlag>;
  /** Which of these flags count (`TCA_FLOWER_KEY_ENC_FLAGS_MASK`). */
  readonly tunnelFlagsMask?: Flags<FlowerKeyFlag>;
}

/** The attributes of it. */
export const flowerTunnelKeysFields: AttributesOf<FlowerTunnelKeys> = {
  tunnelId: attribute(26, be32),
  tunnelIpv4Source: attribute(27, ipv4),
  tunnelIpv4SourceMask: attribute(28, ipv4),
  tunnelIpv4Destination: attribute(29, ipv4),
  tunnelIpv4DestinationMask: attribute(30, ipv4),
  tunnelIpv6Source: attribute(31, ipv6),
  tunnelIpv6SourceMask: attribute(32, ipv6),
  tunnelIpv6Destination: attribute(33, ipv6),
  tunnelIpv6DestinationMask: attribute(34, ipv6),
  tunnelUdpSourcePort: attribute(43, be16),
  tunnelUdpSourcePortMask: attribute(44, be16),
  tunnelUdpDestinationPort: attribute(45, be16),
  tunnelUdpDestinationPortMask: attribute(46, be16),
  tunnelTos: attribute(80, u8),
  tunnelTosMask: attribute(81, u8),
  tunnelTtl: attribute(82, u8),
  tunnelTtlMask: attribute(83, u8),
  tunnelOptions: attribute(84, flowerTunnelOptions),
  tunnelOptionsMask: attribute(85, flowerTunnelOptions),
  tunnelFlags: attribute(110, flags(be32, KEY_FLAGS)),
  tunnelFlagsMask: attribute(111, flags(be32, KEY_FLAGS)),
};
