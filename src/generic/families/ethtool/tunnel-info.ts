import { attribute, attributes, type Extensible, repeated } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { be16, u32 } from "../../../codec/numbers.ts";
import { bitSet, type EthtoolBitSet } from "./bitset.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** What a UDP port carries (`ETHTOOL_UDP_TUNNEL_TYPE_*`). */
export type EthtoolUdpTunnelType = "vxlan" | "geneve" | "vxlanGpe";

const TUNNEL_TYPES: Readonly<Record<EthtoolUdpTunnelType, number>> = {
  vxlan: 0,
  geneve: 1,
  vxlanGpe: 2,
};

/** A port that a link knows (`ETHTOOL_A_TUNNEL_UDP_ENTRY_*`). */
export interface EthtoolUdpTunnelPort extends Extensible {
  /** The UDP port (`ETHTOOL_A_TUNNEL_UDP_ENTRY_PORT`). */
  readonly port?: number;
  /** What it carries (`ETHTOOL_A_TUNNEL_UDP_ENTRY_TYPE`). */
  readonly type?: EthtoolUdpTunnelType | number;
}

const udpTunnelPort: Codec<EthtoolUdpTunnelPort> = attributes<EthtoolUdpTunnelPort>({
  port: attribute(1, be16),
  type: attribute(2, enumeration(u32, TUNNEL_TYPES)),
});

/** A table of ports in a link (`ETHTOOL_A_TUNNEL_UDP_TABLE_*`). */
export interface EthtoolUdpTunnelTable extends Extensible {
  /** How many ports it has room for (`ETHTOOL_A_TUNNEL_UDP_TABLE_SIZE`). */
  readonly size?: number;
  /** What they can carry, by the names of the string set `udpTunnelTypes` (`ETHTOOL_A_TUNNEL_UDP_TABLE_TYPES`). */
  readonly types?: EthtoolBitSet;
  /** The ports that it knows (`ETHTOOL_A_TUNNEL_UDP_TABLE_ENTRY`). */
  readonly ports?: readonly EthtoolUdpTunnelPort[];
}

const udpTunnelTable: Codec<EthtoolUdpTunnelTable> = attributes<EthtoolUdpTunnelTable>({
  size: attribute(1, u32),
  types: attribute(2, bitSet, { nested: true }),
  ports: repeated(3, udpTunnelPort, { nested: true }),
});

/** The tables of ports of a link (`ETHTOOL_A_TUNNEL_UDP_*`). */
export interface EthtoolUdpTunnels extends Extensible {
  /** The tables (`ETHTOOL_A_TUNNEL_UDP_TABLE`). */
  readonly tables?: readonly EthtoolUdpTunnelTable[];
}

const udpTunnels: Codec<EthtoolUdpTunnels> = attributes<EthtoolUdpTunnels>({
  tables: repeated(1, udpTunnelTable, { nested: true }),
});

/** Which tunnels a link can look into (`ETHTOOL_A_TUNNEL_INFO_*`). */
export interface EthtoolTunnelInfo extends Extensible {
  /** Which link (`ETHTOOL_A_TUNNEL_INFO_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Tunnels in UDP (`ETHTOOL_A_TUNNEL_INFO_UDP_PORTS`). */
  readonly udpPorts?: EthtoolUdpTunnels;
}

/** `ETHTOOL_A_TUNNEL_INFO_*`. */
export const tunnelInfo: Codec<EthtoolTunnelInfo> = attributes<EthtoolTunnelInfo>({
  header: attribute(1, header, { nested: true }),
  udpPorts: attribute(2, udpTunnels, { nested: true }),
});
