import { mac } from "../../codec/address.ts";
import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { i32, u16, u32 } from "../../codec/numbers.ts";

/** A flag of a `macvlan` (`MACVLAN_FLAG_*`): the parent is not set promiscuous; other receivers are not looked for. */
export type MacvlanFlag = "noPromiscuous" | "noDestination";

/** Source addresses (`IFLA_MACVLAN_MACADDR_DATA`). */
export interface MacvlanAddresses extends Extensible {
  /** Each address (`IFLA_MACVLAN_MACADDR`). */
  readonly address?: readonly string[];
}

/** The data of a link of the kind `macvlan` or `macvtap`. */
export interface MacvlanData extends Extensible {
  /** Whom the link reaches on its parent; a number where it has no name here (`IFLA_MACVLAN_MODE`). */
  readonly mode?: "private" | "vepa" | "bridge" | "passthru" | "source" | number;
  /** Flags (`IFLA_MACVLAN_FLAGS`). */
  readonly flags?: Flags<MacvlanFlag>;
  /** What a request does with the source addresses; a number where it has no name here (`IFLA_MACVLAN_MACADDR_MODE`). */
  readonly addressMode?: "add" | "delete" | "flush" | "set" | number;
  /** A source address, in a request (`IFLA_MACVLAN_MACADDR`). */
  readonly address?: string;
  /** Source addresses from which packets are accepted (`IFLA_MACVLAN_MACADDR_DATA`). */
  readonly addresses?: MacvlanAddresses;
  /** How many source addresses there are (`IFLA_MACVLAN_MACADDR_COUNT`). */
  readonly addressCount?: number;
  /** Broadcasts that this link wants to be queued at most (`IFLA_MACVLAN_BC_QUEUE_LEN`). */
  readonly broadcastQueueLength?: number;
  /** Broadcasts that the parent queues at most (`IFLA_MACVLAN_BC_QUEUE_LEN_USED`). */
  readonly broadcastQueueLengthUsed?: number;
  /** Receivers from which on multicast is queued; -1 for never (`IFLA_MACVLAN_BC_CUTOFF`). */
  readonly broadcastCutoff?: number;
}

/** `IFLA_INFO_DATA` of a `macvlan` or `macvtap`. */
export const macvlanData: Codec<MacvlanData> = attributes<MacvlanData>({
  mode: attribute(1, enumeration(u32, { private: 1, vepa: 2, bridge: 4, passthru: 8, source: 16 })),
  flags: attribute(2, flags(u16, { noPromiscuous: 1, noDestination: 2 })),
  addressMode: attribute(3, enumeration(u32, { add: 0, delete: 1, flush: 2, set: 3 })),
  address: attribute(4, mac),
  addresses: attribute(5, attributes<MacvlanAddresses>({ address: repeated(4, mac) })),
  addressCount: attribute(6, u32),
  broadcastQueueLength: attribute(7, u32),
  broadcastQueueLengthUsed: attribute(8, u32),
  broadcastCutoff: attribute(9, i32),
});
