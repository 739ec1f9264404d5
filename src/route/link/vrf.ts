import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { u32 } from "../../codec/numbers.ts";

/** The data of a link of the kind `vrf`. */
export interface VrfData extends Extensible {
  /** Routing table of the domain (`IFLA_VRF_TABLE`). */
  readonly table?: number;
}

/** What a link is as a member of a routing domain. */
export interface VrfPortData extends Extensible {
  /** Routing table of the domain (`IFLA_VRF_PORT_TABLE`). */
  readonly table?: number;
}

/** `IFLA_INFO_DATA` of a `vrf`. */
export const vrfData: Codec<VrfData> = attributes<VrfData>({ table: attribute(1, u32) });

/** `IFLA_INFO_SLAVE_DATA` of a member of a `vrf`. */
export const vrfPortData: Codec<VrfPortData> = attributes<VrfPortData>({ table: attribute(1, u32) });
