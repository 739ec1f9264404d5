import { attribute, attributes, chosen, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { bytes, cstring } from "../../codec/text.ts";
import { type BondPortData, bondPortData } from "./bond-port.ts";
import { type BondData, bondData } from "./bond.ts";
import { type BridgePortData, bridgePortData } from "./bridge-port.ts";
import { type BridgeData, bridgeData } from "./bridge.ts";
import { type IpvlanData, ipvlanData } from "./ipvlan.ts";
import { type MacvlanData, macvlanData } from "./macvlan.ts";
import { type TunData, tunData } from "./tun.ts";
import { type VethData, vethData } from "./veth.ts";
import { type VlanData, vlanData } from "./vlan.ts";
import { type VrfData, vrfData, type VrfPortData, vrfPortData } from "./vrf.ts";
import { type VxlanData, vxlanData } from "./vxlan.ts";

/** The kinds of links whose data has a schema, and the type of it. */
export interface LinkDataByKind {
  /** A bond of several links. */
  readonly bond: BondData;
  /** A bridge. */
  readonly bridge: BridgeData;
  /** A link that shares its parent's hardware address and has addresses of its own. */
  readonly ipvlan: IpvlanData;
  /** An `ipvlan` behind a character device. */
  readonly ipvtap: IpvlanData;
  /** A link with a hardware address of its own on its parent. */
  readonly macvlan: MacvlanData;
  /** A `macvlan` behind a character device. */
  readonly macvtap: MacvlanData;
  /** A link whose packets a program reads and writes. */
  readonly tun: TunData;
  /** One end of a virtual cable. */
  readonly veth: VethData;
  /** A link that tags its parent's packets. */
  readonly vlan: VlanData;
  /** A routing domain of its own. */
  readonly vrf: VrfData;
  /** An Ethernet in UDP tunnel. */
  readonly vxlan: VxlanData;
}

/** The kinds of masters whose port data has a schema, and the type of it. */
export interface PortDataByKind {
  /** A port of a bond. */
  readonly bond: BondPortData;
  /** A port of a bridge. */
  readonly bridge: BridgePortData;
  /** A member of a routing domain. */
  readonly vrf: VrfPortData;
}

const LINK_DATA: { readonly [Kind in keyof LinkDataByKind]: Codec<LinkDataByKind[Kind]> } = {
  bond: bondData,
  bridge: bridgeData,
  ipvlan: ipvlanData,
  ipvtap: ipvlanData,
  macvlan: macvlanData,
  macvtap: macvlanData,
  tun: tunData,
  veth: vethData,
  vlan: vlanData,
  vrf: vrfData,
  vxlan: vxlanData,
};

const PORT_DATA: { readonly [Kind in keyof PortDataByKind]: Codec<PortDataByKind[Kind]> } = {
  bond: bondPortData,
  bridge: bridgePortData,
  vrf: vrfPortData,
};

/** The kind of a link and what belongs to it; the data of a kind without a schema stays in `unknown`. */
export type KindInfo =
  | {
    readonly [Kind in keyof LinkDataByKind]: {
      /** What the link is (`IFLA_INFO_KIND`). */
      readonly kind: Kind;
      /** What is special to the kind (`IFLA_INFO_DATA`). */
      readonly data?: LinkDataByKind[Kind];
    };
  }[keyof LinkDataByKind]
  | {
    /** What the link is, such as `"dummy"` (`IFLA_INFO_KIND`). */
    readonly kind?: string;
    /** Absent, since the kind has no schema (`IFLA_INFO_DATA`). */
    readonly data?: undefined;
  };

/** The kind of a link's master and what the link is to it. */
export type PortInfo =
  | {
    readonly [Kind in keyof PortDataByKind]: {
      /** What the master is (`IFLA_INFO_SLAVE_KIND`). */
      readonly portKind: Kind;
      /** What the link is as a port of its master (`IFLA_INFO_SLAVE_DATA`). */
      readonly portData?: PortDataByKind[Kind];
    };
  }[keyof PortDataByKind]
  | {
    /** What the master is, such as `"team"` (`IFLA_INFO_SLAVE_KIND`). */
    readonly portKind?: string;
    /** Absent, since the kind has no schema (`IFLA_INFO_SLAVE_DATA`). */
    readonly portData?: undefined;
  };

/** What else belongs to the kind of a link. */
export interface KindStatistics extends Extensible {
  /** Statistics of the kind, which only some drivers send (`IFLA_INFO_XSTATS`). */
  readonly statistics?: Uint8Array;
}

/** The kind of a link, its data, and its data as a port of its master (`IFLA_LINKINFO`). */
export type LinkInfo = KindInfo & PortInfo & KindStatistics;

/** `IFLA_LINKINFO`. */
export const linkInfo: Codec<LinkInfo> = attributes<LinkInfo>({
  kind: attribute(1, cstring),
  data: chosen<LinkInfo["data"] & object, LinkInfo>(2, LINK_DATA, ({ kind }) => kind, { late: true }),
  statistics: attribute(3, bytes),
  portKind: attribute(4, cstring),
  portData: chosen<LinkInfo["portData"] & object, LinkInfo>(5, PORT_DATA, ({ portKind }) => portKind, { late: true }),
});
