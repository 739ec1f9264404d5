import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { cstring } from "../../codec/text.ts";

/** The data of a link of the kind `batadv`: a mesh of B.A.T.M.A.N.. */
export interface BatadvData extends Extensible {
  /** Name of the routing algorithm, such as `"BATMAN_IV"`, in a request (`IFLA_BATADV_ALGO_NAME`). */
  readonly algorithm?: string;
}

/** `IFLA_INFO_DATA` of a `batadv`. */
export const batadvData: Codec<BatadvData> = attributes<BatadvData>({ algorithm: attribute(1, cstring) });
