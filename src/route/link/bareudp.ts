import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { be16, flag, u16 } from "../../codec/numbers.ts";

/** The data of a link of the kind `bareudp`: packets of one protocol in UDP, with nothing between. */
export interface BareudpData extends Extensible {
  /** UDP port that packets are sent to (`IFLA_BAREUDP_PORT`). */
  readonly port?: number;
  /** EtherType of the packets inside, such as 0x8847 for MPLS (`IFLA_BAREUDP_ETHERTYPE`). */
  readonly etherType?: number;
  /** Smallest UDP port that packets are sent from (`IFLA_BAREUDP_SRCPORT_MIN`). */
  readonly sourcePortMin?: number;
  /** Present where kindred protocols are let in too: IPv6 beside IPv4, MPLS groups (`IFLA_BAREUDP_MULTIPROTO_MODE`). */
  readonly multiprotocol?: true;
}

/** `IFLA_INFO_DATA` of a `bareudp`. */
export const bareudpData: Codec<BareudpData> = attributes<BareudpData>({
  port: attribute(1, be16),
  etherType: attribute(2, be16),
  sourcePortMin: attribute(3, u16),
  multiprotocol: attribute(4, flag),
});
