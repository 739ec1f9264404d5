import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { be64, u8 } from "../../../codec/numbers.ts";
import { bytes } from "../../../codec/text.ts";

/** What is done about the checksum of packets whose address changes (`ILA_CSUM_*`); a number where it has no name here. */
export type IlaChecksumMode = "adj-transport" | "neutral-map" | "no-action" | "neutral-map-auto" | number;

/** What the lower half of an address stands for (`ILA_ATYPE_*`); a number where it has no name here. */
export type IlaIdentifierType =
  | "iid"
  | "luid"
  | "virt-v4"
  | "virt-uni-v6"
  | "virt-multi-v6"
  | "nonlocal-addr"
  | "use-format"
  | number;

/** Another upper half for the destination address: the encapsulation `ila`. */
export interface IlaEncap extends Extensible {
  /** The upper half of the address that packets get (`ILA_ATTR_LOCATOR`). */
  readonly locator?: bigint;
  /** Alignment on machines that need it (`ILA_ATTR_PAD`). */
  readonly padding?: Uint8Array;
  /** What is done about checksums (`ILA_ATTR_CSUM_MODE`). */
  readonly checksumMode?: IlaChecksumMode;
  /** What the lower half stands for (`ILA_ATTR_IDENT_TYPE`). */
  readonly identifierType?: IlaIdentifierType;
  /** Whether packets are changed when they leave or when they come in (`ILA_ATTR_HOOK_TYPE`). */
  readonly hookType?: "output" | "input" | number;
}

/** `RTA_ENCAP` of the type `ila`. */
export const ilaEncap: Codec<IlaEncap> = attributes<IlaEncap>({
  locator: attribute(1, be64),
  padding: attribute(6, bytes),
  checksumMode: attribute(
    7,
    enumeration(u8, { "adj-transport": 0, "neutral-map": 1, "no-action": 2, "neutral-map-auto": 3 }),
  ),
  identifierType: attribute(
    8,
    enumeration(u8, {
      iid: 0,
      luid: 1,
      "virt-v4": 2,
      "virt-uni-v6": 3,
      "virt-multi-v6": 4,
      "nonlocal-addr": 5,
      "use-format": 32,
    }),
  ),
  hookType: attribute(9, enumeration(u8, { output: 0, input: 1 })),
});
