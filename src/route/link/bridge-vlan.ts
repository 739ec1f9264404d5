import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { u16, u32, u8 } from "../../codec/numbers.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { type BridgeCfm, bridgeCfm } from "./bridge-cfm.ts";
import { type BridgeMrp, bridgeMrp } from "./bridge-mrp.ts";

/** What a VLAN of a bridge or of its port is, and how it is told (`BRIDGE_VLAN_INFO_*`). */
export type BridgeVlanFlag =
  | "master"
  | "pvid"
  | "untagged"
  | "rangeBegin"
  | "rangeEnd"
  | "bridgeEntry"
  | "onlyOptions";

/** A VLAN of a bridge or of its port, or one end of a range of them (`struct bridge_vlan_info`). */
export interface BridgeVlan extends Grown {
  /** What it is: packets without a tag belong to the `pvid`; `untagged` packets leave without one. */
  readonly flags: Flags<BridgeVlanFlag>;
  /** Number, 1 to 4094 (`vid`). */
  readonly id: number;
}

/** A VLAN whose packets go through a tunnel, or one end of a range of them (`IFLA_BRIDGE_VLAN_TUNNEL_INFO`). */
export interface BridgeVlanTunnel extends Extensible {
  /** Number of the network in the tunnel (`IFLA_BRIDGE_VLAN_TUNNEL_ID`). */
  readonly id?: number;
  /** Number of the VLAN (`IFLA_BRIDGE_VLAN_TUNNEL_VID`). */
  readonly vlan?: number;
  /** Whether it begins or ends a range (`IFLA_BRIDGE_VLAN_TUNNEL_FLAGS`). */
  readonly flags?: Flags<BridgeVlanFlag>;
}

/** The state of a port in one of several spanning trees (`IFLA_BRIDGE_MST_ENTRY`). */
export interface BridgeTreeState extends Extensible {
  /** Number of the tree (`IFLA_BRIDGE_MST_ENTRY_MSTI`). */
  readonly tree?: number;
  /** State; a number where it has no name here (`IFLA_BRIDGE_MST_ENTRY_STATE`). */
  readonly state?: BridgePortState;
}

/** The states of a port in several spanning trees (`IFLA_BRIDGE_MST`). */
export interface BridgeTreeStates extends Extensible {
  /** Each of them (`IFLA_BRIDGE_MST_ENTRY`). */
  readonly states?: readonly BridgeTreeState[];
}

/** What a bridge tells of itself or of its port beside the usual. */
export interface BridgeSettings extends Extensible {
  /** Whom a request is for: the bridge, or the port itself (`IFLA_BRIDGE_FLAGS`). */
  readonly flags?: Flags<"master" | "self">;
  /** How packets go between virtual functions; a number where it has no name here (`IFLA_BRIDGE_MODE`). */
  readonly mode?: "veb" | "vepa" | "undefined" | number;
  /** VLANs, in a list that asks for them; long rows as ranges, where it asks for that (`IFLA_BRIDGE_VLAN_INFO`). */
  readonly vlans?: readonly BridgeVlan[];
  /** VLANs that go through a tunnel (`IFLA_BRIDGE_VLAN_TUNNEL_INFO`). */
  readonly tunnels?: readonly BridgeVlanTunnel[];
  /** Rings of MRP (`IFLA_BRIDGE_MRP`). */
  readonly mrp?: BridgeMrp;
  /** Supervision of connections (`IFLA_BRIDGE_CFM`). */
  readonly cfm?: BridgeCfm;
  /** Several spanning trees (`IFLA_BRIDGE_MST`). */
  readonly trees?: BridgeTreeStates;
}

/** State of a port in a spanning tree (`BR_STATE_*`); a number where it has no name here. */
export type BridgePortState = "disabled" | "listening" | "learning" | "forwarding" | "blocking" | number;

/** The state of a port in a spanning tree. */
export const bridgePortState: FixedCodec<BridgePortState> = enumeration(u8, {
  disabled: 0,
  listening: 1,
  learning: 2,
  forwarding: 3,
  blocking: 4,
});

/** What a VLAN of a bridge is. */
export const bridgeVlanFlags: FixedCodec<Flags<BridgeVlanFlag>> = flags(u16, {
  master: 1 << 0,
  pvid: 1 << 1,
  untagged: 1 << 2,
  rangeBegin: 1 << 3,
  rangeEnd: 1 << 4,
  bridgeEntry: 1 << 5,
  onlyOptions: 1 << 6,
});

/** `struct bridge_vlan_info`. */
export const bridgeVlan: FixedCodec<BridgeVlan> = struct<BridgeVlan>(4, {
  flags: field(0, bridgeVlanFlags),
  id: field(2, u16),
});

const tunnel: Codec<BridgeVlanTunnel> = attributes<BridgeVlanTunnel>({
  id: attribute(1, u32),
  vlan: attribute(2, u16),
  flags: attribute(3, bridgeVlanFlags),
});

const treeState: Codec<BridgeTreeState> = attributes<BridgeTreeState>({
  tree: attribute(1, u16),
  state: attribute(2, bridgePortState),
});

/** `IFLA_AF_SPEC` in messages of the family `bridge`. */
export const bridgeSettings: Codec<BridgeSettings> = attributes<BridgeSettings>({
  flags: attribute(0, flags(u16, { master: 1 << 0, self: 1 << 1 })),
  mode: attribute(1, enumeration(u16, { veb: 0, vepa: 1, undefined: 0xffff })),
  vlans: repeated(2, bridgeVlan),
  tunnels: repeated(3, tunnel),
  mrp: attribute(4, bridgeMrp, { nested: true }),
  cfm: attribute(5, bridgeCfm, { nested: true }),
  trees: attribute(6, attributes<BridgeTreeStates>({ states: repeated(1, treeState, { nested: true }) }), {
    nested: true,
  }),
});
