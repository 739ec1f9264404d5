import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { type Peer, peer } from "./peer.ts";

/** The data of a link of the kind `veth` or `vxcan`. */
export interface VethData extends Extensible {
  /** The other end, in a request that makes a pair; the kernel never tells it (`VETH_INFO_PEER`, `VXCAN_INFO_PEER`). */
  readonly peer?: Peer;
}

/** `IFLA_INFO_DATA` of a `veth` or `vxcan`. */
export const vethData: Codec<VethData> = attributes<VethData>({ peer: attribute(1, peer) });
