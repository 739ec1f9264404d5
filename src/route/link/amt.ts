import { ipv4 } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { be16, u32 } from "../../codec/numbers.ts";

/** The data of a link of the kind `amt`: multicast over networks that have none (RFC 7450). */
export interface AmtData extends Extensible {
  /** Which end it is; a number where it has no name here (`IFLA_AMT_MODE`). */
  readonly mode?: "gateway" | "relay" | number;
  /** UDP port of the relay (`IFLA_AMT_RELAY_PORT`). */
  readonly relayPort?: number;
  /** UDP port of the gateway (`IFLA_AMT_GATEWAY_PORT`). */
  readonly gatewayPort?: number;
  /** Index of the link that carries the tunnel (`IFLA_AMT_LINK`). */
  readonly link?: number;
  /** Address of this end (`IFLA_AMT_LOCAL_IP`). */
  readonly local?: string;
  /** Address of the relay that was found (`IFLA_AMT_REMOTE_IP`). */
  readonly remote?: string;
  /** Address at which a relay is looked for (`IFLA_AMT_DISCOVERY_IP`). */
  readonly discovery?: string;
  /** Gateways that a relay serves at most (`IFLA_AMT_MAX_TUNNELS`). */
  readonly maxTunnels?: number;
}

/** `IFLA_INFO_DATA` of an `amt`. */
export const amtData: Codec<AmtData> = attributes<AmtData>({
  mode: attribute(1, enumeration(u32, { gateway: 0, relay: 1 })),
  relayPort: attribute(2, be16),
  gatewayPort: attribute(3, be16),
  link: attribute(4, u32),
  local: attribute(5, ipv4),
  remote: attribute(6, ipv4),
  discovery: attribute(7, ipv4),
  maxTunnels: attribute(8, u32),
});
