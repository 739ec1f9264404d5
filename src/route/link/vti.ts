import { ip } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { be32, u32 } from "../../codec/numbers.ts";

/** The data of a link of the kind `vti` or `vti6`: a tunnel of IPsec. */
export interface VtiData extends Extensible {
  /** Index of the link that carries the tunnel; 0 for any (`IFLA_VTI_LINK`). */
  readonly link?: number;
  /** Mark by which the policies of packets that arrive are found (`IFLA_VTI_IKEY`). */
  readonly inputKey?: number;
  /** Mark by which the policies of packets that leave are found (`IFLA_VTI_OKEY`). */
  readonly outputKey?: number;
  /** Address of this end (`IFLA_VTI_LOCAL`). */
  readonly local?: string;
  /** Address of the other end (`IFLA_VTI_REMOTE`). */
  readonly remote?: string;
  /** Mark of the outer packets when their route is sought (`IFLA_VTI_FWMARK`). */
  readonly mark?: number;
}

/** `IFLA_INFO_DATA` of a `vti` or `vti6`. */
export const vtiData: Codec<VtiData> = attributes<VtiData>({
  link: attribute(1, u32),
  inputKey: attribute(2, be32),
  outputKey: attribute(3, be32),
  local: attribute(4, ip),
  remote: attribute(5, ip),
  mark: attribute(6, u32),
});
