import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/numbers.ts";

/** What is told to the IPsec link that packets leave by: the encapsulation `xfrm`. */
export interface XfrmEncap extends Extensible {
  /** Number that policies and states have to have, not 0 (`LWT_XFRM_IF_ID`). */
  readonly interfaceId?: number;
  /** Index of the link that carries the outer packets; absent for any (`LWT_XFRM_LINK`). */
  readonly link?: number;
}

/** `RTA_ENCAP` of the type `xfrm`. */
export const xfrmEncap: Codec<XfrmEncap> = attributes<XfrmEncap>({
  interfaceId: attribute(1, u32),
  link: attribute(2, u32),
});
