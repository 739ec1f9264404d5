import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { i32 } from "../../codec/numbers.ts";

/** The data of a link of the kind `ppp`: a connection of PPP. */
export interface PppData extends Extensible {
  /** Descriptor of the channel `/dev/ppp`, in a request (`IFLA_PPP_DEV_FD`). */
  readonly deviceDescriptor?: number;
}

/** `IFLA_INFO_DATA` of a `ppp`. */
export const pppData: Codec<PppData> = attributes<PppData>({ deviceDescriptor: attribute(1, i32) });
