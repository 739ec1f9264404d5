import { hardwareAddress, ip } from "../../codec/address.ts";
import { attribute, type AttributesOf, type Extensible } from "../../codec/attributes.ts";
import { records } from "../../codec/array.ts";
import type { Codec } from "../../codec/codec.ts";
import { mplsLabels } from "../../codec/labels.ts";
import { message } from "../../codec/message.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { i32, plus, u32, u8 } from "../../codec/numbers.ts";
import { prefixed } from "../../codec/prefixed.ts";
import { field } from "../../codec/struct.ts";
import { type Family, family16 } from "../family.ts";
import { type EncapAttributes, encapAttributes } from "./encap.ts";

/** A flag of a next hop (`RTNH_F_*`). */
export type NextHopFlag = "dead" | "pervasive" | "onlink" | "offload" | "linkDown" | "unresolved" | "trap";

/** The bits of the flags of a next hop, which the flags of a route have too. */
export const NEXT_HOP_FLAGS: Readonly<Record<NextHopFlag, number>> = {
  dead: 0x01,
  pervasive: 0x02,
  onlink: 0x04,
  offload: 0x08,
  linkDown: 0x10,
  unresolved: 0x20,
  trap: 0x40,
};

/** A gateway of another address family (`struct rtvia`). */
export interface Via {
  /** Family of `address` (`rtvia_family`). */
  readonly family: Family;
  /** Address of the gateway: an IP address, or a link-layer address. */
  readonly address: string;
}

/** `RTA_VIA`. */
export const via: Codec<Via> = prefixed<Pick<Via, "family">, "address", string>(2, { family: field(0, family16) }, {
  name: "address",
  alternatives: { ip, hardware: hardwareAddress },
  choose: ({ family }) => family === "inet" || family === "inet6" ? "ip" : "hardware",
});

/** The fixed part of a next hop (`struct rtnexthop`). */
export interface NextHopHeader {
  /** Flags (`rtnh_flags`). */
  readonly flags: Flags<NextHopFlag>;
  /** Share of the packets that it gets, 1 to 256; for multicast routes the smallest TTL plus one (`rtnh_hops` + 1). */
  readonly weight: number;
  /** Index of the link that packets leave by; 0 for none (`rtnh_ifindex`). */
  readonly outputLink: number;
}

/** What a next hop and a route have in common (`RTA_*`). */
export interface NextHopAttributes extends EncapAttributes, Extensible {
  /** Address of the next router (`RTA_GATEWAY`). */
  readonly gateway?: string;
  /** Realms: source in the upper, destination in the lower 16 bits (`RTA_FLOW`). */
  readonly flow?: number;
  /** A gateway of another family (`RTA_VIA`). */
  readonly via?: Via;
  /** Labels that packets get instead of theirs, such as `"100/200"` (`RTA_NEWDST`). */
  readonly newDestination?: string;
}

/** One of several ways that a route's packets can take. */
export interface NextHop extends NextHopHeader, NextHopAttributes {}

/** The attributes that next hops and routes share, by name. */
export const nextHopAttributes: AttributesOf<NextHopAttributes> = {
  gateway: attribute(5, ip),
  flow: attribute(11, u32),
  via: attribute(18, via),
  newDestination: attribute(19, mplsLabels),
  ...encapAttributes(21, 22),
};

/** `RTA_MULTIPATH`. */
export const nextHops: Codec<readonly NextHop[]> = records(message<NextHopHeader, NextHopAttributes>(8, {
  flags: field(2, flags(u8, NEXT_HOP_FLAGS)),
  weight: field(3, plus(u8, 1)),
  outputLink: field(4, i32),
}, nextHopAttributes));
