import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { type Flags, flags } from "../../../codec/names.ts";
import { u32 } from "../../../codec/numbers.ts";
import { cstring } from "../../../codec/text.ts";

/**
 * What else is asked for: bit sets as numbers without names, no reply to a change, statistics too (`ETHTOOL_FLAG_*`).
 */
export type EthtoolHeaderFlag = "compactBitsets" | "omitReply" | "stats";

const HEADER_FLAGS: Readonly<Record<EthtoolHeaderFlag, number>> = {
  compactBitsets: 1,
  omitReply: 2,
  stats: 4,
};

/** Which link is meant, by its index or its name, and how the kernel shall answer (`ETHTOOL_A_HEADER_*`). */
export interface EthtoolHeader extends Extensible {
  /** Index of the link (`ETHTOOL_A_HEADER_DEV_INDEX`). */
  readonly deviceIndex?: number;
  /** Name of the link, one of its alternative names in a request (`ETHTOOL_A_HEADER_DEV_NAME`). */
  readonly deviceName?: string;
  /** What else is asked for; there is none in replies (`ETHTOOL_A_HEADER_FLAGS`). */
  readonly flags?: Flags<EthtoolHeaderFlag>;
  /** Number of the PHY of the link that is meant, where it has several (`ETHTOOL_A_HEADER_PHY_INDEX`). */
  readonly phyIndex?: number;
}

/** `ETHTOOL_A_HEADER_*`. */
export const header: Codec<EthtoolHeader> = attributes<EthtoolHeader>({
  deviceIndex: attribute(1, u32),
  deviceName: attribute(2, cstring),
  flags: attribute(3, flags(u32, HEADER_FLAGS)),
  phyIndex: attribute(4, u32),
});

/** What a request about one link has. */
export interface EthtoolRequest {
  /** Which link, by its index or its name. */
  readonly header: EthtoolHeader;
}

/** What a list is asked for with. */
export interface EthtoolListRequest {
  /** How the kernel shall answer; the lists of RSS contexts and PHYs can be those of one link. */
  readonly header?: EthtoolHeader;
}

/** What of a subject can be set by a request. */
export type EthtoolSetting<T, Name extends keyof T> = EthtoolRequest & Pick<T, Name>;
