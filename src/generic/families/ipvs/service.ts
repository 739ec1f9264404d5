import { ipv4 } from "../../../codec/address.ts";
import { attribute, attributes, chosen, type Extensible } from "../../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../../codec/codec.ts";
import { type IpFamily, ipFamily } from "../../../codec/ip-family.ts";
import { mapped } from "../../../codec/mapped.ts";
import { enumeration, type Flags, flags } from "../../../codec/names.ts";
import { be16, u16, u32 } from "../../../codec/numbers.ts";
import { field, struct } from "../../../codec/struct.ts";
import { cstring } from "../../../codec/text.ts";
import { unionAddress } from "./address.ts";
import { type IpvsStats, ipvsStats, type IpvsStats64, ipvsStats64 } from "./stats.ts";

/** A protocol whose connections are balanced (`IPPROTO_*`). */
export type IpvsProtocol = "tcp" | "udp" | "sctp";

/**
 * A flag of a service (`IP_VS_SVC_F_*`): clients stay with their destination (`persistent`), each packet is scheduled for
 * itself (`onePacket`), and what the scheduler makes of its own three; `hashed` is the kernel's.
 */
export type IpvsServiceFlag = "persistent" | "hashed" | "onePacket" | "scheduler1" | "scheduler2" | "scheduler3";

/** A virtual service (`IPVS_SVC_ATTR_*`): known by address, port and protocol, or by a firewall mark. */
export interface IpvsService extends Extensible {
  /** Family of the addresses of clients (`IPVS_SVC_ATTR_AF`). */
  readonly family?: IpFamily | number;
  /** Protocol (`IPVS_SVC_ATTR_PROTOCOL`). */
  readonly protocol?: IpvsProtocol | number;
  /** The address that clients connect to (`IPVS_SVC_ATTR_ADDR`). */
  readonly address?: string;
  /** The port that clients connect to; 0 for all where the service is persistent (`IPVS_SVC_ATTR_PORT`). */
  readonly port?: number;
  /** Mark of the packets that the service is for, in place of address, port and protocol (`IPVS_SVC_ATTR_FWMARK`). */
  readonly firewallMark?: number;
  /** Name of the scheduler, such as `"rr"`; `"none"` where there is none (`IPVS_SVC_ATTR_SCHED_NAME`). */
  readonly scheduler?: string;
  /** Flags, all of them: those that are not told, a request takes away (`IPVS_SVC_ATTR_FLAGS`). */
  readonly flags?: Flags<IpvsServiceFlag>;
  /** Seconds that a client stays with its destination, with the flag `persistent` (`IPVS_SVC_ATTR_TIMEOUT`). */
  readonly timeout?: number;
  /**
   * Which clients stay together: those of a network with this mask in IPv4, such as `"255.255.255.255"`, or of a prefix
   * with so many bits in IPv6 (`IPVS_SVC_ATTR_NETMASK`).
   */
  readonly netmask?: string | number;
  /** Counters (`IPVS_SVC_ATTR_STATS`). */
  readonly stats?: IpvsStats;
  /** Name of what finds the connection of a packet in its data, such as `"sip"` (`IPVS_SVC_ATTR_PE_NAME`). */
  readonly persistenceEngine?: string;
  /** Counters of 64 bits (`IPVS_SVC_ATTR_STATS64`). */
  readonly stats64?: IpvsStats64;
}

/** Flags, and which of them are told (`struct ip_vs_flags`). */
interface FlagsAndMask {
  /** The flags (`flags`). */
  readonly flags: Flags<IpvsServiceFlag>;
  /** Bits of those that are told (`mask`). */
  readonly mask: number;
}

const ALL_FLAGS = 0xffffffff;

const serviceFlags: FixedCodec<Flags<IpvsServiceFlag>> = mapped(
  struct<FlagsAndMask>(8, {
    flags: field(
      0,
      flags(u32, {
        persistent: 0x1,
        hashed: 0x2,
        onePacket: 0x4,
        scheduler1: 0x8,
        scheduler2: 0x10,
        scheduler3: 0x20,
      }),
    ),
    mask: field(4, u32),
  }),
  {
    // The kernel tells all of them.
    from: ({ flags }) => flags,
    to: (flags) => Array.isArray(flags) ? { flags, mask: ALL_FLAGS } : undefined,
    expected: "a list of flags",
  },
);

/** `IPVS_CMD_ATTR_SERVICE`. */
export const ipvsService: Codec<IpvsService> = attributes<IpvsService>({
  family: attribute(1, ipFamily),
  protocol: attribute(2, enumeration(u16, { tcp: 6, udp: 17, sctp: 132 })),
  address: unionAddress(3, ({ family }: IpvsService) => family),
  port: attribute(4, be16),
  firewallMark: attribute(5, u32),
  scheduler: attribute(6, cstring),
  flags: attribute(7, serviceFlags),
  timeout: attribute(8, u32),
  netmask: chosen<string | number, IpvsService>(9, { inet: ipv4, inet6: u32 }, ({ family }) => `${family}`, {
    late: true,
  }),
  stats: attribute(10, ipvsStats),
  persistenceEngine: attribute(11, cstring),
  stats64: attribute(12, ipvsStats64),
});
