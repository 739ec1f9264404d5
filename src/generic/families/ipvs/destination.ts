import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { type IpFamily, ipFamily } from "../../../codec/ip-family.ts";
import { enumeration, type Flags, flags } from "../../../codec/names.ts";
import { be16, i32, u16, u32, u8 } from "../../../codec/numbers.ts";
import { unionAddress } from "./address.ts";
import { type IpvsStats, ipvsStats, type IpvsStats64, ipvsStats64 } from "./stats.ts";

/**
 * How packets get to a destination (`IP_VS_CONN_F_*`): with its address in place of the service's (`masquerade`), to this
 * host (`localNode`), inside of other packets (`tunnel`), or as they are over the same link (`directRoute`); `bypass` is
 * the kernel's own way around destinations that are gone.
 */
export type IpvsForwardingMethod = "masquerade" | "localNode" | "tunnel" | "directRoute" | "bypass";

/** What tunnelled packets are inside of (`IP_VS_CONN_F_TUNNEL_TYPE_*`). */
export type IpvsTunnelType = "ipip" | "gue" | "gre";

/** Whether packets of tunnels have a checksum, of their own or of what is inside (`IP_VS_TUNNEL_ENCAP_FLAG_*`). */
export type IpvsTunnelFlag = "checksum" | "remoteChecksum";

/** A real server that connections of a service go to (`IPVS_DEST_ATTR_*`). */
export interface IpvsDestination extends Extensible {
  /** Its address (`IPVS_DEST_ATTR_ADDR`). */
  readonly address?: string;
  /** Its port; 0 where that is the port of the packet (`IPVS_DEST_ATTR_PORT`). */
  readonly port?: number;
  /** How packets get to it (`IPVS_DEST_ATTR_FWD_METHOD`). */
  readonly forwardingMethod?: IpvsForwardingMethod | number;
  /** Its share of the connections; 0 for no new ones (`IPVS_DEST_ATTR_WEIGHT`). */
  readonly weight?: number;
  /** Connections from which on it gets no new ones; 0 for no limit (`IPVS_DEST_ATTR_U_THRESH`). */
  readonly upperThreshold?: number;
  /** Connections below which it gets new ones again; 0 for three quarters of the other (`IPVS_DEST_ATTR_L_THRESH`). */
  readonly lowerThreshold?: number;
  /** Connections that are open (`IPVS_DEST_ATTR_ACTIVE_CONNS`). */
  readonly activeConnections?: number;
  /** Connections that are not open, or no longer (`IPVS_DEST_ATTR_INACT_CONNS`). */
  readonly inactiveConnections?: number;
  /** Clients that stay with it (`IPVS_DEST_ATTR_PERSIST_CONNS`). */
  readonly persistentConnections?: number;
  /** Counters (`IPVS_DEST_ATTR_STATS`). */
  readonly stats?: IpvsStats;
  /** Family of `address`, since Linux 3.18; before, it is that of the service (`IPVS_DEST_ATTR_ADDR_FAMILY`). */
  readonly addressFamily?: IpFamily | number;
  /** Counters of 64 bits (`IPVS_DEST_ATTR_STATS64`). */
  readonly stats64?: IpvsStats64;
  /** What tunnelled packets are inside of (`IPVS_DEST_ATTR_TUN_TYPE`). */
  readonly tunnelType?: IpvsTunnelType | number;
  /** UDP port of tunnelled packets, for `gue` (`IPVS_DEST_ATTR_TUN_PORT`). */
  readonly tunnelPort?: number;
  /** Whether tunnelled packets have a checksum (`IPVS_DEST_ATTR_TUN_FLAGS`). */
  readonly tunnelFlags?: Flags<IpvsTunnelFlag>;
}

/** `IPVS_CMD_ATTR_DEST`. */
export const ipvsDestination: Codec<IpvsDestination> = attributes<IpvsDestination>({
  address: unionAddress(1, ({ addressFamily }: IpvsDestination) => addressFamily),
  port: attribute(2, be16),
  forwardingMethod: attribute(
    3,
    enumeration(u32, { masquerade: 0, localNode: 1, tunnel: 2, directRoute: 3, bypass: 4 }),
  ),
  weight: attribute(4, i32),
  upperThreshold: attribute(5, u32),
  lowerThreshold: attribute(6, u32),
  activeConnections: attribute(7, u32),
  inactiveConnections: attribute(8, u32),
  persistentConnections: attribute(9, u32),
  stats: attribute(10, ipvsStats),
  addressFamily: attribute(11, ipFamily),
  stats64: attribute(12, ipvsStats64),
  tunnelType: attribute(13, enumeration(u8, { ipip: 0, gue: 1, gre: 2 })),
  tunnelPort: attribute(14, be16),
  tunnelFlags: attribute(15, flags(u16, { checksum: 0x1, remoteChecksum: 0x2 })),
});
