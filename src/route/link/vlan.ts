import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { be16, u16, u32 } from "../../codec/numbers.ts";
import { field, struct } from "../../codec/struct.ts";

/** What a VLAN device does (`VLAN_FLAG_*`). */
export type VlanFlag = "reorderHeader" | "gvrp" | "looseBinding" | "mvrp" | "bridgeBinding";

/** A protocol that carries VLAN tags (`ETH_P_8021Q`, `ETH_P_8021AD`); another EtherType as a number. */
export type VlanProtocol = "802.1Q" | "802.1ad" | number;

/** The flags of a VLAN device, and which of them a request sets (`struct ifla_vlan_flags`). */
export interface VlanFlags {
  /** Flags that are set. */
  readonly flags: Flags<VlanFlag>;
  /** Bits that a request changes; all in what the kernel tells. */
  readonly mask: number;
}

/** A priority and what it becomes (`struct ifla_vlan_qos_mapping`). */
export interface VlanPriorityMapping {
  /** Priority of the packet outside: of the tag on its way in, of the socket buffer on its way out. */
  readonly from: number;
  /** Priority that it gets. */
  readonly to: number;
}

/** A list of priority mappings (`IFLA_VLAN_QOS_*`). */
export interface VlanPriorityMap extends Extensible {
  /** The mappings that are not the identity (`IFLA_VLAN_QOS_MAPPING`). */
  readonly mappings?: readonly VlanPriorityMapping[];
}

/** The data of a link of the kind `vlan`. */
export interface VlanData extends Extensible {
  /** VLAN number, 0 to 4094 (`IFLA_VLAN_ID`). */
  readonly id?: number;
  /** What the device does (`IFLA_VLAN_FLAGS`). */
  readonly flags?: VlanFlags;
  /** Priorities of packets that leave (`IFLA_VLAN_EGRESS_QOS`). */
  readonly egressPriorities?: VlanPriorityMap;
  /** Priorities of packets that arrive (`IFLA_VLAN_INGRESS_QOS`). */
  readonly ingressPriorities?: VlanPriorityMap;
  /** Protocol of the tags (`IFLA_VLAN_PROTOCOL`). */
  readonly protocol?: VlanProtocol;
}

/** The EtherType of VLAN tags, in network order. */
export const vlanProtocol: FixedCodec<VlanProtocol> = enumeration(be16, { "802.1Q": 0x8100, "802.1ad": 0x88a8 });

const vlanFlags: Codec<VlanFlags> = struct<VlanFlags>(8, {
  flags: field(0, flags(u32, { reorderHeader: 0x1, gvrp: 0x2, looseBinding: 0x4, mvrp: 0x8, bridgeBinding: 0x10 })),
  mask: field(4, u32),
});

const priorityMap: Codec<VlanPriorityMap> = attributes<VlanPriorityMap>({
  mappings: repeated(1, struct<VlanPriorityMapping>(8, { from: field(0, u32), to: field(4, u32) })),
});

/** `IFLA_INFO_DATA` of a `vlan`. */
export const vlanData: Codec<VlanData> = attributes<VlanData>({
  id: attribute(1, u16),
  flags: attribute(2, vlanFlags),
  egressPriorities: attribute(3, priorityMap),
  ingressPriorities: attribute(4, priorityMap),
  protocol: attribute(5, vlanProtocol),
});
