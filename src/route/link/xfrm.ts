import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { flag, u32 } from "../../codec/numbers.ts";

/** The data of a link of the kind `xfrm`: a link of IPsec whose policies name it. */
export interface XfrmData extends Extensible {
  /** Index of the link that carries the packets; 0 for any (`IFLA_XFRM_LINK`). */
  readonly link?: number;
  /** Number by which policies and states name the link (`IFLA_XFRM_IF_ID`). */
  readonly interfaceId?: number;
  /** Present where routes decide about each packet (`IFLA_XFRM_COLLECT_METADATA`). */
  readonly collectMetadata?: true;
}

/** `IFLA_INFO_DATA` of an `xfrm`. */
export const xfrmData: Codec<XfrmData> = attributes<XfrmData>({
  link: attribute(1, u32),
  interfaceId: attribute(2, u32),
  collectMetadata: attribute(3, flag),
});
