import { ipv4, ipv6, mac } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration, type Flags } from "../../codec/names.ts";
import { be16, be32, boolean, flag, i32, u16, u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";
import { type TunnelOptions, tunnelOptions } from "../route/encap/tunnel-options.ts";
import {
  type ActionParameters,
  actionParameters,
  actionParametersFields,
  type ActionTimes,
  actionTimes,
} from "./action-parameters.ts";
import { flags64 } from "./bits.ts";

/** Options of an action of the kind `skbedit`, which changes what the kernel knows of a packet. */
export interface SkbeditOptions extends Extensible {
  /** When it was used (`TCA_SKBEDIT_TM`). */
  readonly times?: ActionTimes;
  /** What every action has (`TCA_SKBEDIT_PARMS`). */
  readonly parameters?: ActionParameters;
  /** New priority; a class, as the number of its handle (`TCA_SKBEDIT_PRIORITY`). */
  readonly priority?: number;
  /** Queue of the device (`TCA_SKBEDIT_QUEUE_MAPPING`). */
  readonly queueMapping?: number;
  /** New firewall mark (`TCA_SKBEDIT_MARK`). */
  readonly mark?: number;
  /** Alignment on machines that need it (`TCA_SKBEDIT_PAD`). */
  readonly padding?: Uint8Array;
  /** New type, such as 0 for this host (`TCA_SKBEDIT_PTYPE`, `PACKET_*`). */
  readonly packetType?: number;
  /** Bits of the mark that are changed (`TCA_SKBEDIT_MASK`). */
  readonly mask?: number;
  /** What is changed, and how (`TCA_SKBEDIT_FLAGS`, `SKBEDIT_F_*`). */
  readonly flags?: Flags<"priority" | "queueMapping" | "mark" | "packetType" | "mask" | "inheritDsField" | "queueHash">;
  /** Last queue of the device, where the hash of the packet chooses one (`TCA_SKBEDIT_QUEUE_MAPPING_MAX`). */
  readonly queueMappingMax?: number;
}

/** `TCA_ACT_OPTIONS` of the kind `skbedit`. */
export const skbeditOptions: Codec<SkbeditOptions> = onDemand(() =>
  attributes<SkbeditOptions>({
    times: attribute(1, actionTimes),
    parameters: attribute(2, actionParameters),
    priority: attribute(3, u32),
    queueMapping: attribute(4, u16),
    mark: attribute(5, u32),
    padding: attribute(6, bytes),
    packetType: attribute(7, u16),
    mask: attribute(8, u32),
    flags: attribute(
      9,
      flags64({
        priority: 0x1n,
        queueMapping: 0x2n,
        mark: 0x4n,
        packetType: 0x8n,
        mask: 0x10n,
        inheritDsField: 0x20n,
        queueHash: 0x40n,
      }),
    ),
    queueMappingMax: attribute(10, u16),
  })
);

/** What of a frame is changed (`struct tc_skbmod`). */
export interface SkbmodParameters extends ActionParameters {
  /** What is changed (`flags`, `SKBMOD_F_*`). */
  readonly flags: Flags<"destination" | "source" | "etherType" | "swap" | "ecn">;
}

const skbmodParameters: FixedCodec<SkbmodParameters> = struct<SkbmodParameters>(32, {
  ...actionParametersFields,
  flags: field(24, flags64({ destination: 0x1n, source: 0x2n, etherType: 0x4n, swap: 0x8n, ecn: 0x10n })),
});

/** Options of an action of the kind `skbmod`, which changes Ethernet headers. */
export interface SkbmodOptions extends Extensible {
  /** When it was used (`TCA_SKBMOD_TM`). */
  readonly times?: ActionTimes;
  /** What is changed (`TCA_SKBMOD_PARMS`). */
  readonly parameters?: SkbmodParameters;
  /** New link-layer address that frames go to (`TCA_SKBMOD_DMAC`). */
  readonly destination?: string;
  /** New link-layer address that frames come from (`TCA_SKBMOD_SMAC`). */
  readonly source?: string;
  /** New protocol, such as 0x0800 for IPv4 (`TCA_SKBMOD_ETYPE`). */
  readonly etherType?: number;
  /** Alignment on machines that need it (`TCA_SKBMOD_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_ACT_OPTIONS` of the kind `skbmod`. */
export const skbmodOptions: Codec<SkbmodOptions> = onDemand(() =>
  attributes<SkbmodOptions>({
    times: attribute(1, actionTimes),
    parameters: attribute(2, skbmodParameters),
    destination: attribute(3, mac),
    source: attribute(4, mac),
    etherType: attribute(5, u16),
    padding: attribute(6, bytes),
  })
);

/** What is done to VLAN tags (`struct tc_vlan`). */
export interface VlanParameters extends ActionParameters {
  /** What is done (`v_action`, `TCA_VLAN_ACT_*`). */
  readonly mode: "pop" | "push" | "modify" | "popEthernet" | "pushEthernet" | number;
}

const vlanParameters: FixedCodec<VlanParameters> = struct<VlanParameters>(24, {
  ...actionParametersFields,
  mode: field(20, enumeration(i32, { pop: 1, push: 2, modify: 3, popEthernet: 4, pushEthernet: 5 })),
});

/** Options of an action of the kind `vlan`, which puts tags in front of frames and takes them off. */
export interface VlanActionOptions extends Extensible {
  /** When it was used (`TCA_VLAN_TM`). */
  readonly times?: ActionTimes;
  /** What is done (`TCA_VLAN_PARMS`). */
  readonly parameters?: VlanParameters;
  /** Number of the VLAN (`TCA_VLAN_PUSH_VLAN_ID`). */
  readonly id?: number;
  /** EtherType of the tag, such as 0x8100 (`TCA_VLAN_PUSH_VLAN_PROTOCOL`). */
  readonly protocol?: number;
  /** Alignment on machines that need it (`TCA_VLAN_PAD`). */
  readonly padding?: Uint8Array;
  /** Priority, 0 to 7 (`TCA_VLAN_PUSH_VLAN_PRIORITY`). */
  readonly priority?: number;
  /** Link-layer address that frames go to (`TCA_VLAN_PUSH_ETH_DST`). */
  readonly destination?: string;
  /** Link-layer address that frames come from (`TCA_VLAN_PUSH_ETH_SRC`). */
  readonly source?: string;
}

/** `TCA_ACT_OPTIONS` of the kind `vlan`. */
export const vlanActionOptions: Codec<VlanActionOptions> = onDemand(() =>
  attributes<VlanActionOptions>({
    times: attribute(1, actionTimes),
    parameters: attribute(2, vlanParameters),
    id: attribute(3, u16),
    protocol: attribute(4, be16),
    padding: attribute(5, bytes),
    priority: attribute(6, u8),
    destination: attribute(7, mac),
    source: attribute(8, mac),
  })
);

/** What is done to MPLS labels (`struct tc_mpls`). */
export interface MplsParameters extends ActionParameters {
  /** What is done (`m_action`, `TCA_MPLS_ACT_*`). */
  readonly mode: "pop" | "push" | "modify" | "decrementTtl" | "macPush" | number;
}

const mplsParameters: FixedCodec<MplsParameters> = struct<MplsParameters>(24, {
  ...actionParametersFields,
  mode: field(20, enumeration(i32, { pop: 1, push: 2, modify: 3, decrementTtl: 4, macPush: 5 })),
});

/** Options of an action of the kind `mpls`, which puts labels in front of packets and takes them off. */
export interface MplsActionOptions extends Extensible {
  /** When it was used (`TCA_MPLS_TM`). */
  readonly times?: ActionTimes;
  /** What is done (`TCA_MPLS_PARMS`). */
  readonly parameters?: MplsParameters;
  /** Alignment on machines that need it (`TCA_MPLS_PAD`). */
  readonly padding?: Uint8Array;
  /** EtherType of the label, or of what follows (`TCA_MPLS_PROTO`). */
  readonly protocol?: number;
  /** Label, 0 to 1048575 (`TCA_MPLS_LABEL`). */
  readonly label?: number;
  /** Traffic class, 0 to 7 (`TCA_MPLS_TC`). */
  readonly trafficClass?: number;
  /** TTL (`TCA_MPLS_TTL`). */
  readonly ttl?: number;
  /** Whether the label is the last: 0 or 1 (`TCA_MPLS_BOS`). */
  readonly bottom?: number;
}

/** `TCA_ACT_OPTIONS` of the kind `mpls`. */
export const mplsActionOptions: Codec<MplsActionOptions> = onDemand(() =>
  attributes<MplsActionOptions>({
    times: attribute(1, actionTimes),
    parameters: attribute(2, mplsParameters),
    padding: attribute(3, bytes),
    protocol: attribute(4, be16),
    label: attribute(5, u32),
    trafficClass: attribute(6, u8),
    ttl: attribute(7, u8),
    bottom: attribute(8, u8),
  })
);

/** What is done to the header of a tunnel (`struct tc_tunnel_key`). */
export interface TunnelKeyParameters extends ActionParameters {
  /** What is done (`t_action`, `TCA_TUNNEL_KEY_ACT_*`). */
  readonly mode: "set" | "release" | number;
}

const tunnelKeyParameters: FixedCodec<TunnelKeyParameters> = struct<TunnelKeyParameters>(24, {
  ...actionParametersFields,
  mode: field(20, enumeration(i32, { set: 1, release: 2 })),
});

/** Options of an action of the kind `tunnel_key`, which tells a tunnel what its header shall be. */
export interface TunnelKeyOptions extends Extensible {
  /** When it was used (`TCA_TUNNEL_KEY_TM`). */
  readonly times?: ActionTimes;
  /** What is done (`TCA_TUNNEL_KEY_PARMS`). */
  readonly parameters?: TunnelKeyParameters;
  /** IPv4 address that the tunnel comes from (`TCA_TUNNEL_KEY_ENC_IPV4_SRC`). */
  readonly ipv4Source?: string;
  /** IPv4 address that the tunnel goes to (`TCA_TUNNEL_KEY_ENC_IPV4_DST`). */
  readonly ipv4Destination?: string;
  /** IPv6 address that the tunnel comes from (`TCA_TUNNEL_KEY_ENC_IPV6_SRC`). */
  readonly ipv6Source?: string;
  /** IPv6 address that the tunnel goes to (`TCA_TUNNEL_KEY_ENC_IPV6_DST`). */
  readonly ipv6Destination?: string;
  /** Number in the header, such as that of a VXLAN (`TCA_TUNNEL_KEY_ENC_KEY_ID`). */
  readonly id?: number;
  /** Alignment on machines that need it (`TCA_TUNNEL_KEY_PAD`). */
  readonly padding?: Uint8Array;
  /** UDP port that the tunnel goes to (`TCA_TUNNEL_KEY_ENC_DST_PORT`). */
  readonly destinationPort?: number;
  /** Whether the header has no checksum (`TCA_TUNNEL_KEY_NO_CSUM`). */
  readonly noChecksum?: boolean;
  /** What is special to a kind of tunnel (`TCA_TUNNEL_KEY_ENC_OPTS`). */
  readonly options?: TunnelOptions;
  /** Type of service of the tunnel (`TCA_TUNNEL_KEY_ENC_TOS`). */
  readonly tos?: number;
  /** TTL of the tunnel (`TCA_TUNNEL_KEY_ENC_TTL`). */
  readonly ttl?: number;
  /** Present where packets of the tunnel may not be fragmented (`TCA_TUNNEL_KEY_NO_FRAG`). */
  readonly noFragment?: true;
}

/** `TCA_ACT_OPTIONS` of the kind `tunnel_key`. */
export const tunnelKeyOptions: Codec<TunnelKeyOptions> = onDemand(() =>
  attributes<TunnelKeyOptions>({
    times: attribute(1, actionTimes),
    parameters: attribute(2, tunnelKeyParameters),
    ipv4Source: attribute(3, ipv4),
    ipv4Destination: attribute(4, ipv4),
    ipv6Source: attribute(5, ipv6),
    ipv6Destination: attribute(6, ipv6),
    id: attribute(7, be32),
    padding: attribute(8, bytes),
    destinationPort: attribute(9, be16),
    noChecksum: attribute(10, boolean(u8)),
    options: attribute(11, tunnelOptions),
    tos: attribute(12, u8),
    ttl: attribute(13, u8),
    noFragment: attribute(14, flag),
  })
);
