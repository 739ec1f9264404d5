import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { mplsLabels } from "../../../codec/labels.ts";
import { u8 } from "../../../codec/numbers.ts";

/** Labels in front of the packets: the encapsulation `mpls`. */
export interface MplsEncap extends Extensible {
  /** The labels, outermost first, such as `"100/200"` (`MPLS_IPTUNNEL_DST`). */
  readonly destination?: string;
  /** TTL of the labels; absent for the default (`MPLS_IPTUNNEL_TTL`). */
  readonly ttl?: number;
}

/** `RTA_ENCAP` of the type `mpls`. */
export const mplsEncap: Codec<MplsEncap> = attributes<MplsEncap>({
  destination: attribute(1, mplsLabels),
  ttl: attribute(2, u8),
});
