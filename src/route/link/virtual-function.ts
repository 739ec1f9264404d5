import { paddedHardwareAddress } from "../../codec/address.ts";
import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { i32, u32, u64 } from "../../codec/numbers.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";
import { type VlanProtocol, vlanProtocol } from "./vlan.ts";

/** What every struct about a virtual function starts with. */
export interface OfVirtualFunction extends Grown {
  /** Number of the virtual function, from 0 (`vf`). */
  readonly function: number;
}

/** The address of a virtual function (`struct ifla_vf_mac`). */
export interface FunctionAddress extends OfVirtualFunction {
  /** Link-layer address (`mac`). */
  readonly address: string;
}

/** The VLAN of a virtual function (`struct ifla_vf_vlan`). */
export interface FunctionVlan extends OfVirtualFunction {
  /** Number of the VLAN; 0 for none (`vlan`). */
  readonly vlan: number;
  /** Priority of its packets, 0 to 7 (`qos`). */
  readonly priority: number;
}

/** One of several VLANs of a virtual function (`struct ifla_vf_vlan_info`). */
export interface FunctionVlanInfo extends FunctionVlan {
  /** Protocol of the tags (`vlan_proto`). */
  readonly protocol: VlanProtocol;
}

/** The largest rate of a virtual function (`struct ifla_vf_tx_rate`). */
export interface FunctionTransmitRate extends OfVirtualFunction {
  /** Megabits in a second; 0 for no limit (`rate`). */
  readonly rate: number;
}

/** The rates of a virtual function (`struct ifla_vf_rate`). */
export interface FunctionRate extends OfVirtualFunction {
  /** Megabits in a second that it gets at least; 0 for none (`min_tx_rate`). */
  readonly min: number;
  /** Megabits in a second that it gets at most; 0 for no limit (`max_tx_rate`). */
  readonly max: number;
}

/** A switch of a virtual function (`struct ifla_vf_spoofchk`, `ifla_vf_trust`, `ifla_vf_rss_query_en`). */
export interface FunctionSetting extends OfVirtualFunction {
  /** 1 on, 0 off, -1 where the driver does not tell (`setting`). */
  readonly setting: number;
}

/** Who decides whether a virtual function has a carrier (`struct ifla_vf_link_state`). */
export interface FunctionLinkState extends OfVirtualFunction {
  /** As the link itself, always or never; a number where it has no name here (`link_state`). */
  readonly state: "auto" | "enable" | "disable" | number;
}

/** An identity of a virtual function in InfiniBand (`struct ifla_vf_guid`). */
export interface FunctionGuid extends OfVirtualFunction {
  /** The identity (`guid`). */
  readonly guid: bigint;
}

/** What a virtual function counts (`IFLA_VF_STATS`). */
export interface FunctionStats extends Extensible {
  /** Packets received (`IFLA_VF_STATS_RX_PACKETS`). */
  readonly rxPackets?: bigint;
  /** Packets sent (`IFLA_VF_STATS_TX_PACKETS`). */
  readonly txPackets?: bigint;
  /** Bytes received (`IFLA_VF_STATS_RX_BYTES`). */
  readonly rxBytes?: bigint;
  /** Bytes sent (`IFLA_VF_STATS_TX_BYTES`). */
  readonly txBytes?: bigint;
  /** Broadcasts received (`IFLA_VF_STATS_BROADCAST`). */
  readonly broadcast?: bigint;
  /** Multicast packets received (`IFLA_VF_STATS_MULTICAST`). */
  readonly multicast?: bigint;
  /** Alignment on machines that need it (`IFLA_VF_STATS_PAD`). */
  readonly padding?: Uint8Array;
  /** Packets received and dropped (`IFLA_VF_STATS_RX_DROPPED`). */
  readonly rxDropped?: bigint;
  /** Packets to be sent and dropped (`IFLA_VF_STATS_TX_DROPPED`). */
  readonly txDropped?: bigint;
}

/** VLANs of a virtual function (`IFLA_VF_VLAN_LIST`). */
export interface FunctionVlans extends Extensible {
  /** Each VLAN (`IFLA_VF_VLAN_INFO`). */
  readonly vlans?: readonly FunctionVlanInfo[];
}

/** A virtual function: a part of a device that is given to somebody else, such as a virtual machine (`IFLA_VF_INFO`). */
export interface VirtualFunction extends Extensible {
  /** Its address (`IFLA_VF_MAC`). */
  readonly address?: FunctionAddress;
  /** Its VLAN (`IFLA_VF_VLAN`). */
  readonly vlan?: FunctionVlan;
  /** Its largest rate, as older programs set it (`IFLA_VF_TX_RATE`). */
  readonly transmitRate?: FunctionTransmitRate;
  /** Whether it may send with its own address only (`IFLA_VF_SPOOFCHK`). */
  readonly spoofCheck?: FunctionSetting;
  /** Who decides about its carrier (`IFLA_VF_LINK_STATE`). */
  readonly linkState?: FunctionLinkState;
  /** Its rates (`IFLA_VF_RATE`). */
  readonly rate?: FunctionRate;
  /** Whether it may ask how packets are spread over queues (`IFLA_VF_RSS_QUERY_EN`). */
  readonly rssQuery?: FunctionSetting;
  /** What it counts (`IFLA_VF_STATS`). */
  readonly stats?: FunctionStats;
  /** Whether it is trusted, for example to become promiscuous (`IFLA_VF_TRUST`). */
  readonly trust?: FunctionSetting;
  /** Identity of its node in InfiniBand (`IFLA_VF_IB_NODE_GUID`). */
  readonly nodeGuid?: FunctionGuid;
  /** Identity of its port in InfiniBand (`IFLA_VF_IB_PORT_GUID`). */
  readonly portGuid?: FunctionGuid;
  /** Its VLANs (`IFLA_VF_VLAN_LIST`). */
  readonly vlanList?: FunctionVlans;
  /** Link-layer broadcast address (`IFLA_VF_BROADCAST`). */
  readonly broadcast?: string;
}

/** The virtual functions of a link (`IFLA_VFINFO_LIST`). */
export interface VirtualFunctions extends Extensible {
  /** Each of them (`IFLA_VF_INFO`). */
  readonly functions?: readonly VirtualFunction[];
}

/** Bytes of a link-layer address at most (`MAX_ADDR_LEN`). */
const ADDRESS_SIZE = 32;

const address = paddedHardwareAddress(ADDRESS_SIZE);
const setting: Codec<FunctionSetting> = struct<FunctionSetting>(8, { function: field(0, u32), setting: field(4, i32) });
const guid: Codec<FunctionGuid> = struct<FunctionGuid>(16, { function: field(0, u32), guid: field(8, u64) });

const vlanInfo: Codec<FunctionVlanInfo> = struct<FunctionVlanInfo>(16, {
  function: field(0, u32),
  vlan: field(4, u32),
  priority: field(8, u32),
  protocol: field(12, vlanProtocol),
});

const stats: Codec<FunctionStats> = attributes<FunctionStats>({
  rxPackets: attribute(0, u64),
  txPackets: attribute(1, u64),
  rxBytes: attribute(2, u64),
  txBytes: attribute(3, u64),
  broadcast: attribute(4, u64),
  multicast: attribute(5, u64),
  padding: attribute(6, bytes),
  rxDropped: attribute(7, u64),
  txDropped: attribute(8, u64),
});

const virtualFunction: Codec<VirtualFunction> = attributes<VirtualFunction>({
  address: attribute(
    1,
    struct<FunctionAddress>(4 + ADDRESS_SIZE, { function: field(0, u32), address: field(4, address) }),
  ),
  vlan: attribute(
    2,
    struct<FunctionVlan>(12, { function: field(0, u32), vlan: field(4, u32), priority: field(8, u32) }),
  ),
  transmitRate: attribute(3, struct<FunctionTransmitRate>(8, { function: field(0, u32), rate: field(4, u32) })),
  spoofCheck: attribute(4, setting),
  linkState: attribute(
    5,
    struct<FunctionLinkState>(8, {
      function: field(0, u32),
      state: field(4, enumeration(u32, { auto: 0, enable: 1, disable: 2 })),
    }),
  ),
  rate: attribute(6, struct<FunctionRate>(12, { function: field(0, u32), min: field(4, u32), max: field(8, u32) })),
  rssQuery: attribute(7, setting),
  stats: attribute(8, stats),
  trust: attribute(9, setting),
  nodeGuid: attribute(10, guid),
  portGuid: attribute(11, guid),
  vlanList: attribute(12, attributes<FunctionVlans>({ vlans: repeated(1, vlanInfo) })),
  broadcast: attribute(13, address),
});

/** `IFLA_VFINFO_LIST`. */
export const virtualFunctions: Codec<VirtualFunctions> = attributes<VirtualFunctions>({
  functions: repeated(1, virtualFunction),
});
