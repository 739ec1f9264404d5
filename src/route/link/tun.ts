import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { boolean, u32, u8 } from "../../codec/numbers.ts";

/** The data of a link of the kind `tun`. */
export interface TunData extends Extensible {
  /** User who may attach; absent for anybody who may configure (`IFLA_TUN_OWNER`). */
  readonly owner?: number;
  /** Group whose members may attach (`IFLA_TUN_GROUP`). */
  readonly group?: number;
  /** Whether packets are IP (`tun`) or Ethernet (`tap`); a number where it has no name here (`IFLA_TUN_TYPE`). */
  readonly type?: "tun" | "tap" | number;
  /** Whether four bytes of information precede each packet (`IFLA_TUN_PI`). */
  readonly packetInformation?: boolean;
  /** Whether a virtio header precedes each packet (`IFLA_TUN_VNET_HDR`). */
  readonly virtioHeader?: boolean;
  /** Whether the link stays when nobody is attached (`IFLA_TUN_PERSIST`). */
  readonly persistent?: boolean;
  /** Whether several can attach at once (`IFLA_TUN_MULTI_QUEUE`). */
  readonly multiQueue?: boolean;
  /** How many queues are in use (`IFLA_TUN_NUM_QUEUES`). */
  readonly queues?: number;
  /** How many queues are attached but not in use (`IFLA_TUN_NUM_DISABLED_QUEUES`). */
  readonly disabledQueues?: number;
}

/** `IFLA_INFO_DATA` of a `tun`. */
export const tunData: Codec<TunData> = attributes<TunData>({
  owner: attribute(1, u32),
  group: attribute(2, u32),
  type: attribute(3, enumeration(u8, { tun: 1, tap: 2 })),
  packetInformation: attribute(4, boolean(u8)),
  virtioHeader: attribute(5, boolean(u8)),
  persistent: attribute(6, boolean(u8)),
  multiQueue: attribute(7, boolean(u8)),
  queues: attribute(8, u32),
  disabledQueues: attribute(9, u32),
});
