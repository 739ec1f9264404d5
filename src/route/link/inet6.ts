import { ipv6 } from "../../codec/address.ts";
import { attribute, attributes, chosen, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { u32, u8 } from "../../codec/numbers.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";
import { type Inet6Configuration, inet6Configuration } from "./inet6-configuration.ts";
import { type Icmp6Stats, icmp6Stats, type Inet6Stats, inet6Stats } from "./inet6-stats.ts";

/** What IPv6 has done on a link, and what a router said (`IF_*`). */
export type Inet6Flag =
  | "routerSolicitationSent"
  | "routerAdvertisementReceived"
  | "managed"
  | "otherConfiguration"
  | "ready";

/** How addresses are made of prefixes (`IN6_ADDR_GEN_MODE_*`); a number where it has no name here. */
export type AddressGenerationMode = "eui64" | "none" | "stablePrivacy" | "random" | number;

/** Times and limits of a link (`struct ifla_cacheinfo`). */
export interface Inet6CacheInfo extends Grown {
  /** Bytes of a packet that is put together from fragments at most (`max_reasm_len`). */
  readonly maxReassemblyLength: number;
  /** When the settings changed last, in hundredths of a second since the system was started (`tstamp`). */
  readonly timestamp: number;
  /** Milliseconds for which a neighbor is taken for reachable; chosen anew now and then (`reachable_time`). */
  readonly reachableTime: number;
  /** Milliseconds between two questions to a neighbor (`retrans_time`). */
  readonly retransmitTime: number;
}

/** What IPv6 tells of a link. */
export interface Inet6Settings extends Extensible {
  /** What was done, and what a router said (`IFLA_INET6_FLAGS`). */
  readonly flags?: Flags<Inet6Flag>;
  /** How it treats the link (`IFLA_INET6_CONF`). */
  readonly configuration?: Inet6Configuration;
  /** Counters; events carry them, lists only on request (`IFLA_INET6_STATS`). */
  readonly stats?: Inet6Stats;
  /** Not used by the kernel (`IFLA_INET6_MCAST`). */
  readonly multicast?: Uint8Array;
  /** Times and limits (`IFLA_INET6_CACHEINFO`). */
  readonly cacheInfo?: Inet6CacheInfo;
  /** Counters of ICMPv6 (`IFLA_INET6_ICMP6STATS`). */
  readonly icmpStats?: Icmp6Stats;
  /** The lower half of addresses that are made of prefixes; `"::"` for none (`IFLA_INET6_TOKEN`). */
  readonly token?: string;
  /** How addresses are made of prefixes (`IFLA_INET6_ADDR_GEN_MODE`). */
  readonly addressGenerationMode?: AddressGenerationMode;
  /** Largest packet in bytes, as a router says (`IFLA_INET6_RA_MTU`). */
  readonly routerMtu?: number;
}

/** `AF_INET6` in `IFLA_AF_SPEC`, and `IFLA_PROTINFO` in messages of that family. */
export const inet6Settings: Codec<Inet6Settings> = attributes<Inet6Settings>({
  flags: attribute(
    1,
    flags(u32, {
      routerSolicitationSent: 0x10,
      routerAdvertisementReceived: 0x20,
      managed: 0x40,
      otherConfiguration: 0x80,
      ready: 0x80000000,
    }),
  ),
  configuration: attribute(2, inet6Configuration),
  stats: chosen<Inet6Stats, Inet6Settings>(
    3,
    inet6Stats,
    // The order changed without a sign in Linux 6.15. The setting came with 6.17: all kernels that are still cared for
    // have either both or neither.
    ({ configuration: { forceForwarding } = { forceForwarding: 0 } }) => forceForwarding === undefined ? "old" : "new",
    { late: true },
  ),
  multicast: attribute(4, bytes),
  cacheInfo: attribute(
    5,
    struct<Inet6CacheInfo>(16, {
      maxReassemblyLength: field(0, u32),
      timestamp: field(4, u32),
      reachableTime: field(8, u32),
      retransmitTime: field(12, u32),
    }),
  ),
  icmpStats: attribute(6, icmp6Stats),
  token: attribute(7, ipv6),
  addressGenerationMode: attribute(8, enumeration(u8, { eui64: 0, none: 1, stablePrivacy: 2, random: 3 })),
  routerMtu: attribute(9, u32),
});
