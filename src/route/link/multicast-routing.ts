import { ipv4 } from "../../codec/address.ts";
import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { boolean, i32, u16, u32, u64, u8 } from "../../codec/numbers.ts";
import { bytes } from "../../codec/text.ts";

/** What a virtual interface is (`VIFF_*`). */
export type MulticastInterfaceFlag = "tunnel" | "sourceRoute" | "register" | "useIndex";

/** A link that takes part in multicast routing (`IPMRA_VIF`). */
export interface MulticastInterface extends Extensible {
  /** Index of the link (`IPMRA_VIFA_IFINDEX`). */
  readonly index?: number;
  /** Number of the link in multicast routing (`IPMRA_VIFA_VIF_ID`). */
  readonly id?: number;
  /** What it is (`IPMRA_VIFA_FLAGS`). */
  readonly flags?: Flags<MulticastInterfaceFlag>;
  /** Bytes received (`IPMRA_VIFA_BYTES_IN`). */
  readonly bytesIn?: bigint;
  /** Bytes sent (`IPMRA_VIFA_BYTES_OUT`). */
  readonly bytesOut?: bigint;
  /** Packets received (`IPMRA_VIFA_PACKETS_IN`). */
  readonly packetsIn?: bigint;
  /** Packets sent (`IPMRA_VIFA_PACKETS_OUT`). */
  readonly packetsOut?: bigint;
  /** Address of this end of a tunnel (`IPMRA_VIFA_LOCAL_ADDR`). */
  readonly local?: string;
  /** Address of the other end of a tunnel (`IPMRA_VIFA_REMOTE_ADDR`). */
  readonly remote?: string;
  /** Alignment on machines that need it (`IPMRA_VIFA_PAD`). */
  readonly padding?: Uint8Array;
}

/** The links of a table of multicast routes (`IPMRA_TABLE_VIFS`). */
export interface MulticastInterfaces extends Extensible {
  /** Each of them (`IPMRA_VIF`). */
  readonly interfaces?: readonly MulticastInterface[];
}

/** A table of multicast routes, which a list of links of the family `ipmr` tells. */
export interface MulticastTable extends Extensible {
  /** Number of the table (`IPMRA_TABLE_ID`). */
  readonly table?: number;
  /** How many packets wait for a route (`IPMRA_TABLE_CACHE_RES_QUEUE_LEN`). */
  readonly unresolvedQueueLength?: number;
  /** Number of the interface for registrations of PIM; -1 for none (`IPMRA_TABLE_MROUTE_REG_VIF_NUM`). */
  readonly registerInterface?: number;
  /** Whether packets that come in by a wrong link are told of (`IPMRA_TABLE_MROUTE_DO_ASSERT`). */
  readonly assert?: boolean;
  /** Whether PIM is spoken (`IPMRA_TABLE_MROUTE_DO_PIM`). */
  readonly pim?: boolean;
  /** The links (`IPMRA_TABLE_VIFS`). */
  readonly interfaceList?: MulticastInterfaces;
  /** Whether such packets are handed over whole (`IPMRA_TABLE_MROUTE_DO_WRVIFWHOLE`). */
  readonly wrongInterfaceWhole?: boolean;
}

const multicastInterface: Codec<MulticastInterface> = attributes<MulticastInterface>({
  index: attribute(1, u32),
  id: attribute(2, u32),
  flags: attribute(3, flags(u16, { tunnel: 0x1, sourceRoute: 0x2, register: 0x4, useIndex: 0x8 })),
  bytesIn: attribute(4, u64),
  bytesOut: attribute(5, u64),
  packetsIn: attribute(6, u64),
  packetsOut: attribute(7, u64),
  local: attribute(8, ipv4),
  remote: attribute(9, ipv4),
  padding: attribute(10, bytes),
});

/** `IFLA_AF_SPEC` in messages of the family `ipmr`. */
export const multicastTable: Codec<MulticastTable> = attributes<MulticastTable>({
  table: attribute(1, u32),
  unresolvedQueueLength: attribute(2, u32),
  registerInterface: attribute(3, i32),
  assert: attribute(4, boolean(u8)),
  pim: attribute(5, boolean(u8)),
  interfaceList: attribute(
    6,
    attributes<MulticastInterfaces>({ interfaces: repeated(1, multicastInterface) }),
  ),
  wrongInterfaceWhole: attribute(7, boolean(u8)),
});
