import type { FixedCodec } from "../../codec/codec.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { u32 } from "../../codec/numbers.ts";

/** What a dump of links is asked to contain (`RTEXT_FILTER_*`). */
export type ExtendedMask =
  | "virtualFunctions"
  | "bridgeVlans"
  | "bridgeVlansCompressed"
  | "skipStats"
  | "mrp"
  | "cfmConfig"
  | "cfmStatus"
  | "mst";

/** `IFLA_EXT_MASK`. */
export const extendedMask: FixedCodec<Flags<ExtendedMask>> = flags(u32, {
  virtualFunctions: 1 << 0,
  bridgeVlans: 1 << 1,
  bridgeVlansCompressed: 1 << 2,
  skipStats: 1 << 3,
  mrp: 1 << 4,
  cfmConfig: 1 << 5,
  cfmStatus: 1 << 6,
  mst: 1 << 7,
});
