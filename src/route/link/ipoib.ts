import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { boolean, u16 } from "../../codec/numbers.ts";

/** The data of a link of the kind `ipoib`: IP over InfiniBand. */
export interface IpoibData extends Extensible {
  /** Key of the partition (`IFLA_IPOIB_PKEY`). */
  readonly partitionKey?: number;
  /** How packets are sent; a number where it has no name here (`IFLA_IPOIB_MODE`). */
  readonly mode?: "datagram" | "connected" | number;
  /** Whether programs may join multicast groups themselves (`IFLA_IPOIB_UMCAST`). */
  readonly userMulticast?: boolean;
}

/** `IFLA_INFO_DATA` of an `ipoib`. */
export const ipoibData: Codec<IpoibData> = attributes<IpoibData>({
  partitionKey: attribute(1, u16),
  mode: attribute(2, enumeration(u16, { datagram: 0, connected: 1 })),
  userMulticast: attribute(3, boolean(u16)),
});
