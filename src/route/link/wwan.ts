import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { u32 } from "../../codec/numbers.ts";

/** The data of a link of the kind `wwan`: a session of a modem. */
export interface WwanData extends Extensible {
  /** Number of the session (`IFLA_WWAN_LINK_ID`). */
  readonly linkId?: number;
}

/** `IFLA_INFO_DATA` of a `wwan`. */
export const wwanData: Codec<WwanData> = attributes<WwanData>({ linkId: attribute(1, u32) });
