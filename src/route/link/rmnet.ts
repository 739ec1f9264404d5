import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { u16, u32 } from "../../codec/numbers.ts";
import { field, struct } from "../../codec/struct.ts";

/** How a modem and its host wrap packets (`RMNET_FLAGS_*`): several in one, with commands, with checksums. */
export type RmnetFlag =
  | "ingressDeaggregation"
  | "ingressCommands"
  | "ingressChecksumV4"
  | "egressChecksumV4"
  | "ingressChecksumV5"
  | "egressChecksumV5";

/** The flags of an `rmnet`, and which of them a request sets (`struct ifla_rmnet_flags`). */
export interface RmnetFlags {
  /** Flags that are set. */
  readonly flags: Flags<RmnetFlag>;
  /** Bits that a request changes; all in what the kernel tells. */
  readonly mask: number;
}

/** The data of a link of the kind `rmnet`: one of the channels of a modem. */
export interface RmnetData extends Extensible {
  /** Number of the channel, 0 to 254 (`IFLA_RMNET_MUX_ID`). */
  readonly id?: number;
  /** How packets are wrapped (`IFLA_RMNET_FLAGS`). */
  readonly flags?: RmnetFlags;
}

const rmnetFlags: Codec<RmnetFlags> = struct<RmnetFlags>(8, {
  flags: field(
    0,
    flags(u32, {
      ingressDeaggregation: 1 << 0,
      ingressCommands: 1 << 1,
      ingressChecksumV4: 1 << 2,
      egressChecksumV4: 1 << 3,
      ingressChecksumV5: 1 << 4,
      egressChecksumV5: 1 << 5,
    }),
  ),
  mask: field(4, u32),
});

/** `IFLA_INFO_DATA` of an `rmnet`. */
export const rmnetData: Codec<RmnetData> = attributes<RmnetData>({
  id: attribute(1, u16),
  flags: attribute(2, rmnetFlags),
});
