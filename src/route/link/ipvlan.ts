import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { u16 } from "../../codec/numbers.ts";

/** A flag of an `ipvlan` (`IPVLAN_F_*`): not to other links of the parent; to them by way of a switch. */
export type IpvlanFlag = "private" | "vepa";

/** The data of a link of the kind `ipvlan` or `ipvtap`. */
export interface IpvlanData extends Extensible {
  /** At which layer packets are told apart; a number where it has no name here (`IFLA_IPVLAN_MODE`). */
  readonly mode?: "l2" | "l3" | "l3s" | number;
  /** Whether links reach each other, and how (`IFLA_IPVLAN_FLAGS`). */
  readonly flags?: Flags<IpvlanFlag>;
}

/** `IFLA_INFO_DATA` of an `ipvlan` or `ipvtap`. */
export const ipvlanData: Codec<IpvlanData> = attributes<IpvlanData>({
  mode: attribute(1, enumeration(u16, { l2: 0, l3: 1, l3s: 2 })),
  flags: attribute(2, flags(u16, { private: 1, vepa: 2 })),
});
