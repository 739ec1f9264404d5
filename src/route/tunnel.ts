import { ipv4, ipv6 } from "../codec/address.ts";
import { attribute, attributes, type Extensible, repeated } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { type Flags, flags } from "../codec/names.ts";
import { u32, u64, u8 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/** What a list has to hold beside numbers and groups (`TUNNEL_MSG_FLAG_*`). */
export type TunnelListFlag = "stats";

/** Packets of a network of a tunnel (`VNIFILTER_ENTRY_STATS_*`). */
export interface TunnelEntryStats extends Extensible {
  /** Bytes received (`VNIFILTER_ENTRY_STATS_RX_BYTES`). */
  readonly rxBytes?: bigint;
  /** Packets received (`VNIFILTER_ENTRY_STATS_RX_PKTS`). */
  readonly rxPackets?: bigint;
  /** Packets received and dropped (`VNIFILTER_ENTRY_STATS_RX_DROPS`). */
  readonly rxDrops?: bigint;
  /** Broken packets received (`VNIFILTER_ENTRY_STATS_RX_ERRORS`). */
  readonly rxErrors?: bigint;
  /** Bytes sent (`VNIFILTER_ENTRY_STATS_TX_BYTES`). */
  readonly txBytes?: bigint;
  /** Packets sent (`VNIFILTER_ENTRY_STATS_TX_PKTS`). */
  readonly txPackets?: bigint;
  /** Packets dropped on their way out (`VNIFILTER_ENTRY_STATS_TX_DROPS`). */
  readonly txDrops?: bigint;
  /** Packets that could not be sent (`VNIFILTER_ENTRY_STATS_TX_ERRORS`). */
  readonly txErrors?: bigint;
}

/** A network number, or a range of them, that a tunnel accepts (`VXLAN_VNIFILTER_ENTRY_*`). */
export interface TunnelEntry extends Extensible {
  /** The number, or the first of a range (`VXLAN_VNIFILTER_ENTRY_START`). */
  readonly start?: number;
  /** The last of a range (`VXLAN_VNIFILTER_ENTRY_END`). */
  readonly end?: number;
  /** The other end, or the group of others, of IPv4 (`VXLAN_VNIFILTER_ENTRY_GROUP`). */
  readonly group?: string;
  /** The other end, or the group of others, of IPv6 (`VXLAN_VNIFILTER_ENTRY_GROUP6`). */
  readonly group6?: string;
  /** What was received and sent (`VXLAN_VNIFILTER_ENTRY_STATS`). */
  readonly stats?: TunnelEntryStats;
}

/** The fixed part of a message about a tunnel (`struct tunnel_msg`). */
export interface TunnelHeader {
  /** Always `"bridge"` (`family`). */
  readonly family: Family;
  /** What a request wants (`flags`). */
  readonly flags: Flags<TunnelListFlag>;
  /** Index of the tunnel (`ifindex`). */
  readonly index: number;
}

/** The attributes of a message about a tunnel (`VXLAN_VNIFILTER_*`). */
export interface TunnelAttributes extends Extensible {
  /** Networks that it accepts (`VXLAN_VNIFILTER_ENTRY`). */
  readonly entries?: readonly TunnelEntry[];
}

/** The networks that a tunnel accepts, where it is a `vxlan` that filters them (`IFLA_VXLAN_VNIFILTER`). */
export interface Tunnel extends TunnelHeader, TunnelAttributes {}

const entry = attributes<TunnelEntry>({
  start: attribute(1, u32),
  end: attribute(2, u32),
  group: attribute(3, ipv4),
  group6: attribute(4, ipv6),
  stats: attribute(
    5,
    attributes<TunnelEntryStats>({
      rxBytes: attribute(1, u64),
      rxPackets: attribute(2, u64),
      rxDrops: attribute(3, u64),
      rxErrors: attribute(4, u64),
      txBytes: attribute(5, u64),
      txPackets: attribute(6, u64),
      txDrops: attribute(7, u64),
      txErrors: attribute(8, u64),
    }),
    { nested: true },
  ),
});

/** Every message about a tunnel: `struct tunnel_msg` and `VXLAN_VNIFILTER_*`. */
export const tunnelMessage: MessageCodec<Tunnel> = message<TunnelHeader, TunnelAttributes>(8, {
  family: field(0, family),
  flags: field(1, flags<TunnelListFlag>(u8, { stats: 0x1 })),
  index: field(4, u32),
}, {
  entries: repeated(1, entry, { nested: true }),
});

/** A tunnel accepts a network, or no longer. */
export interface TunnelEvent {
  /** Tells what the event is about. */
  readonly type: "tunnel";
  /** Whether the network is accepted now, or no longer. */
  readonly action: Action;
  /** The tunnel and the network. */
  readonly tunnel: Tunnel;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Networks of tunnels: `RTM_NEWTUNNEL`, `RTM_DELTUNNEL`. */
export const tunnelNoun: Noun<Tunnel, TunnelEvent> = {
  kernelName: "TUNNEL",
  newType: 120,
  // RTNLGRP_TUNNEL
  groups: [35],
  codec: tunnelMessage,
  links: [["index"]],
  event: (action, tunnel, message) => ({ type: "tunnel", action, tunnel, message }),
};
