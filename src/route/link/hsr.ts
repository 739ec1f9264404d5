import { mac } from "../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { u16, u32, u8 } from "../../codec/numbers.ts";

/** The data of a link of the kind `hsr`: a ring, or two networks, over which every packet is sent twice. */
export interface HsrData extends Extensible {
  /** Index of the first port (`IFLA_HSR_SLAVE1`). */
  readonly port1?: number;
  /** Index of the second port (`IFLA_HSR_SLAVE2`). */
  readonly port2?: number;
  /** Last byte of the address to which supervision is sent, in a request (`IFLA_HSR_MULTICAST_SPEC`). */
  readonly multicastSpec?: number;
  /** Address to which supervision is sent (`IFLA_HSR_SUPERVISION_ADDR`). */
  readonly supervisionAddress?: string;
  /** Number of the packet that is sent next (`IFLA_HSR_SEQ_NR`). */
  readonly sequence?: number;
  /** Version of HSR, 0 or 1 (`IFLA_HSR_VERSION`). */
  readonly version?: number;
  /** Whether there is a ring or there are two networks; a number where it has no name here (`IFLA_HSR_PROTOCOL`). */
  readonly protocol?: "hsr" | "prp" | number;
  /** Index of the port to another ring (`IFLA_HSR_INTERLINK`). */
  readonly interlink?: number;
}

/** `IFLA_INFO_DATA` of an `hsr`. */
export const hsrData: Codec<HsrData> = attributes<HsrData>({
  port1: attribute(1, u32),
  port2: attribute(2, u32),
  multicastSpec: attribute(3, u8),
  supervisionAddress: attribute(4, mac),
  sequence: attribute(5, u16),
  version: attribute(6, u8),
  protocol: attribute(7, enumeration(u8, { hsr: 0, prp: 1 })),
  interlink: attribute(8, u32),
});
