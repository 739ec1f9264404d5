import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import { type Codec, lazy } from "../../codec/codec.ts";
import { type Link, linkMessage } from "../link.ts";

/** The data of a link of the kind `veth`. */
export interface VethData extends Extensible {
  /** The other end, in a request that makes a pair; the kernel never tells it (`VETH_INFO_PEER`). */
  readonly peer?: Link;
}

/** `IFLA_INFO_DATA` of a `veth`. */
export const vethData: Codec<VethData> = attributes<VethData>({
  peer: attribute(1, lazy(() => linkMessage)),
});
