import { attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { cstring } from "../../codec/text.ts";

/** Further properties of a link (`IFLA_PROP_LIST`). */
export interface LinkProperties extends Extensible {
  /** Alternative names, each up to 127 bytes (`IFLA_ALT_IFNAME`). */
  readonly alternativeNames?: readonly string[];
}

/** `IFLA_PROP_LIST`. */
export const linkProperties: Codec<LinkProperties> = attributes<LinkProperties>({
  alternativeNames: repeated(53, cstring),
});
