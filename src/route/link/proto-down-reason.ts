import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { u32 } from "../../codec/numbers.ts";

/** Why a protocol keeps a link down (`IFLA_PROTO_DOWN_REASON`). */
export interface ProtoDownReason extends Extensible {
  /** Bits that a request changes (`IFLA_PROTO_DOWN_REASON_MASK`). */
  readonly mask?: number;
  /** Bits of the reasons, named in `/etc/iproute2/protodown_reasons.d` (`IFLA_PROTO_DOWN_REASON_VALUE`). */
  readonly value?: number;
}

/** `IFLA_PROTO_DOWN_REASON`. */
export const protoDownReason: Codec<ProtoDownReason> = attributes<ProtoDownReason>({
  mask: attribute(1, u32),
  value: attribute(2, u32),
});
