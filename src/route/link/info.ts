import { attribute, attributes, chosen, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { cstring } from "../../codec/text.ts";
import { type AmtData, amtData } from "./amt.ts";
import { type BareudpData, bareudpData } from "./bareudp.ts";
import { type BatadvData, batadvData } from "./batadv.ts";
import { type BondData, bondData } from "./bond.ts";
import { type BondPortData, bondPortData } from "./bond-port.ts";
import { type BridgeData, bridgeData } from "./bridge.ts";
import { type BridgePortData, bridgePortData } from "./bridge-port.ts";
import { type CanData, canData, type CanStats, canStats } from "./can.ts";
import { type DsaData, dsaData } from "./dsa.ts";
import { type GeneveData, geneveData } from "./geneve.ts";
import { type GreData, greData } from "./gre.ts";
import { type GtpData, gtpData } from "./gtp.ts";
import { type HsrData, hsrData } from "./hsr.ts";
import { type Ip6TunnelData, ip6TunnelData, type IpTunnelData, ipTunnelData } from "./ip-tunnel.ts";
import { type IpoibData, ipoibData } from "./ipoib.ts";
import { type IpvlanData, ipvlanData } from "./ipvlan.ts";
import { type MacsecData, macsecData } from "./macsec.ts";
import { type MacvlanData, macvlanData } from "./macvlan.ts";
import { type NetkitData, netkitData } from "./netkit.ts";
import { type OvpnData, ovpnData } from "./ovpn.ts";
import { type PppData, pppData } from "./ppp.ts";
import { type RmnetData, rmnetData } from "./rmnet.ts";
import { type TunData, tunData } from "./tun.ts";
import { type VethData, vethData } from "./veth.ts";
import { type VlanData, vlanData } from "./vlan.ts";
import { type VrfData, vrfData, type VrfPortData, vrfPortData } from "./vrf.ts";
import { type VtiData, vtiData } from "./vti.ts";
import { type VxlanData, vxlanData } from "./vxlan.ts";
import { type WwanData, wwanData } from "./wwan.ts";
import { type XfrmData, xfrmData } from "./xfrm.ts";

/** The kinds of links whose data has a schema, and the type of it. */
export interface LinkDataByKind {
  /** Multicast over networks that have none. */
  readonly amt: AmtData;
  /** A tunnel of one protocol in UDP. */
  readonly bareudp: BareudpData;
  /** A mesh of B.A.T.M.A.N. */
  readonly batadv: BatadvData;
  /** A bond of several links. */
  readonly bond: BondData;
  /** A bridge. */
  readonly bridge: BridgeData;
  /** A controller of a CAN bus. */
  readonly can: CanData;
  /** A port of a switch. */
  readonly dsa: DsaData;
  /** Mirrored packets in GRE. */
  readonly erspan: GreData;
  /** An Ethernet in UDP tunnel with options. */
  readonly geneve: GeneveData;
  /** A GRE tunnel. */
  readonly gre: GreData;
  /** An Ethernet in GRE tunnel. */
  readonly gretap: GreData;
  /** Tunnels of mobile networks. */
  readonly gtp: GtpData;
  /** A ring, or two networks, over which every packet is sent twice. */
  readonly hsr: HsrData;
  /** Mirrored packets in GRE over IPv6. */
  readonly ip6erspan: GreData;
  /** A GRE tunnel over IPv6. */
  readonly ip6gre: GreData;
  /** An Ethernet in GRE tunnel over IPv6. */
  readonly ip6gretap: GreData;
  /** An IP in IPv6 tunnel. */
  readonly ip6tnl: Ip6TunnelData;
  /** An IPv4 in IPv4 tunnel. */
  readonly ipip: IpTunnelData;
  /** IP over InfiniBand. */
  readonly ipoib: IpoibData;
  /** A link that shares its parent's hardware address and has addresses of its own. */
  readonly ipvlan: IpvlanData;
  /** An `ipvlan` behind a character device. */
  readonly ipvtap: IpvlanData;
  /** Ethernet that is encrypted from neighbor to neighbor. */
  readonly macsec: MacsecData;
  /** A link with a hardware address of its own on its parent. */
  readonly macvlan: MacvlanData;
  /** A `macvlan` behind a character device. */
  readonly macvtap: MacvlanData;
  /** One end of a virtual cable with programs of BPF. */
  readonly netkit: NetkitData;
  /** OpenVPN in the kernel. */
  readonly ovpn: OvpnData;
  /** A connection of PPP. */
  readonly ppp: PppData;
  /** A channel of a modem. */
  readonly rmnet: RmnetData;
  /** An IPv6 in IPv4 tunnel. */
  readonly sit: IpTunnelData;
  /** A link whose packets a program reads and writes. */
  readonly tun: TunData;
  /** One end of a virtual cable. */
  readonly veth: VethData;
  /** A link that tags its parent's packets. */
  readonly vlan: VlanData;
  /** A routing domain of its own. */
  readonly vrf: VrfData;
  /** A tunnel of IPsec. */
  readonly vti: VtiData;
  /** A tunnel of IPsec over IPv6. */
  readonly vti6: VtiData;
  /** One end of a virtual CAN bus. */
  readonly vxcan: VethData;
  /** An Ethernet in UDP tunnel. */
  readonly vxlan: VxlanData;
  /** A session of a modem. */
  readonly wwan: WwanData;
  /** A link of IPsec whose policies name it. */
  readonly xfrm: XfrmData;
}

/** The kinds of links that tell nothing but their kind. */
export type KindWithoutData =
  | "dummy"
  | "ifb"
  | "lowpan"
  | "netdevsim"
  | "nlmon"
  | "openvswitch"
  | "team"
  | "vcan"
  | "virt_wifi"
  | "wireguard";

/** The kinds of links that count something of their own, and the type of it. */
export interface LinkStatisticsByKind {
  /** A controller of a CAN bus. */
  readonly can: CanStats;
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
  amt: amtData,
  bareudp: bareudpData,
  batadv: batadvData,
  bond: bondData,
  bridge: bridgeData,
  can: canData,
  dsa: dsaData,
  erspan: greData,
  geneve: geneveData,
  gre: greData,
  gretap: greData,
  gtp: gtpData,
  hsr: hsrData,
  ip6erspan: greData,
  ip6gre: greData,
  ip6gretap: greData,
  ip6tnl: ip6TunnelData,
  ipip: ipTunnelData,
  ipoib: ipoibData,
  ipvlan: ipvlanData,
  ipvtap: ipvlanData,
  macsec: macsecData,
  macvlan: macvlanData,
  macvtap: macvlanData,
  netkit: netkitData,
  ovpn: ovpnData,
  ppp: pppData,
  rmnet: rmnetData,
  sit: ipTunnelData,
  tun: tunData,
  veth: vethData,
  vlan: vlanData,
  vrf: vrfData,
  vti: vtiData,
  vti6: vtiData,
  vxcan: vethData,
  vxlan: vxlanData,
  wwan: wwanData,
  xfrm: xfrmData,
};

const PORT_DATA: { readonly [Kind in keyof PortDataByKind]: Codec<PortDataByKind[Kind]> } = {
  bond: bondPortData,
  bridge: bridgePortData,
  vrf: vrfPortData,
};

const LINK_STATISTICS: { readonly [Kind in keyof LinkStatisticsByKind]: Codec<LinkStatisticsByKind[Kind]> } = {
  can: canStats,
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
    /** What the link is (`IFLA_INFO_KIND`). */
    readonly kind: KindWithoutData;
    /** Absent, since there is nothing special to the kind (`IFLA_INFO_DATA`). */
    readonly data?: undefined;
  }
  | {
    /** What the link is (`IFLA_INFO_KIND`). */
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
  /** What only links of the kind count (`IFLA_INFO_XSTATS`). */
  readonly statistics?: LinkStatisticsByKind[keyof LinkStatisticsByKind];
}

/** The kind of a link, its data, and its data as a port of its master (`IFLA_LINKINFO`). */
export type LinkInfo = KindInfo & PortInfo & KindStatistics;

/** `IFLA_LINKINFO`. */
export const linkInfo: Codec<LinkInfo> = attributes<LinkInfo>({
  kind: attribute(1, cstring),
  data: chosen<LinkInfo["data"] & object, LinkInfo>(2, LINK_DATA, ({ kind }) => kind, { late: true, by: "kind" }),
  statistics: chosen<CanStats, LinkInfo>(3, LINK_STATISTICS, ({ kind }) => kind, { late: true, by: "kind" }),
  portKind: attribute(4, cstring),
  portData: chosen<LinkInfo["portData"] & object, LinkInfo>(5, PORT_DATA, ({ portKind }) => portKind, {
    late: true,
    by: "portKind",
  }),
});
