import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { u32 } from "../../codec/numbers.ts";

/** The data of a link of the kind `dsa`: a port of a switch. */
export interface DsaData extends Extensible {
  /** Index of the link to the switch (`IFLA_DSA_CONDUIT`). */
  readonly conduit?: number;
}

/** `IFLA_INFO_DATA` of a `dsa`. */
export const dsaData: Codec<DsaData> = attributes<DsaData>({ conduit: attribute(1, u32) });
