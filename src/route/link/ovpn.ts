import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { u8 } from "../../codec/numbers.ts";

/** The data of a link of the kind `ovpn`: OpenVPN in the kernel. */
export interface OvpnData extends Extensible {
  /** Whether there is one peer or there are many; a number where it has no name here (`IFLA_OVPN_MODE`). */
  readonly mode?: "p2p" | "mp" | number;
}

/** `IFLA_INFO_DATA` of an `ovpn`. */
export const ovpnData: Codec<OvpnData> = attributes<OvpnData>({
  mode: attribute(1, enumeration(u8, { p2p: 0, mp: 1 })),
});
