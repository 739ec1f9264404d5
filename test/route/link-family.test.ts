import { describe, expect, test } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import { linkMessage } from "../../src/route/link.ts";
import { familySpecific, type SettingsByFamily } from "../../src/route/link/family-specific.ts";
import { type Inet6Configuration, inet6Configuration } from "../../src/route/link/inet6-configuration.ts";
import { type Icmp6Stats, icmp6Stats, type Inet6Stats, inet6Stats } from "../../src/route/link/inet6-stats.ts";
import { inet6Settings } from "../../src/route/link/inet6.ts";
import { type InetConfiguration, inetSettings } from "../../src/route/link/inet.ts";
import { golden, hex, survives, toHex } from "../codec/golden.ts";
import { complete } from "./complete.ts";

// One attribute a line: length, number, payload, padding. The bytes are those of a little-endian host.

/** Elements of four or eight bytes, each with its place as its value, from `first`. */
function counted(size: 4 | 8, length: number, first = 0): string {
  return Array.from({ length }, (_, i) => `${toHex(Uint8Array.of(first + i))} ${"00 ".repeat(size - 1)}`).join("");
}

/** The header of an attribute whose payload has these bytes. */
function header(type: number, payload: string): string {
  return toHex(Uint8Array.of((hex(payload).length + 4) & 0xff, (hex(payload).length + 4) >> 8, type, 0));
}

/** In the order of `enum { IPV4_DEVCONF_FORWARDING = 1, ... }` of `linux/ip.h`. */
const INET: Required<Omit<InetConfiguration, "rest">> = {
  forwarding: 1,
  multicastForwarding: 2,
  proxyArp: 3,
  acceptRedirects: 4,
  secureRedirects: 5,
  sendRedirects: 6,
  sharedMedia: 7,
  reversePathFilter: 8,
  acceptSourceRoute: 9,
  bootpRelay: 10,
  logMartians: 11,
  tag: 12,
  arpFilter: 13,
  mediumId: 14,
  noXfrm: 15,
  noPolicy: 16,
  forceIgmpVersion: 17,
  arpAnnounce: 18,
  arpIgnore: 19,
  promoteSecondaries: 20,
  arpAccept: 21,
  arpNotify: 22,
  acceptLocal: 23,
  sourceValidMark: 24,
  proxyArpPrivateVlan: 25,
  routeLocalnet: 26,
  igmpv2UnsolicitedReportInterval: 27,
  igmpv3UnsolicitedReportInterval: 28,
  ignoreRoutesWithLinkDown: 29,
  dropUnicastInLayer2Multicast: 30,
  dropGratuitousArp: 31,
  broadcastForwarding: 32,
  arpEvictNoCarrier: 33,
};

/** In the order of `enum { DEVCONF_FORWARDING = 0, ... }` of `linux/ipv6.h`. */
const INET6: Required<Omit<Inet6Configuration, "rest">> = {
  forwarding: 0,
  hopLimit: 1,
  mtu: 2,
  acceptRa: 3,
  acceptRedirects: 4,
  autoconf: 5,
  dadTransmits: 6,
  routerSolicitations: 7,
  routerSolicitationInterval: 8,
  routerSolicitationDelay: 9,
  useTemporaryAddresses: 10,
  temporaryValidLifetime: 11,
  temporaryPreferredLifetime: 12,
  regenerateMaxRetry: 13,
  maxDesyncFactor: 14,
  maxAddresses: 15,
  forceMldVersion: 16,
  acceptRaDefaultRouter: 17,
  acceptRaPrefixInfo: 18,
  acceptRaRouterPreference: 19,
  routerProbeInterval: 20,
  acceptRaRouteInfoMaxPrefixLength: 21,
  proxyNdp: 22,
  optimisticDad: 23,
  acceptSourceRoute: 24,
  multicastForwarding: 25,
  disableIpv6: 26,
  acceptDad: 27,
  forceTargetLinkLayerAddress: 28,
  ndiscNotify: 29,
  mldv1UnsolicitedReportInterval: 30,
  mldv2UnsolicitedReportInterval: 31,
  suppressFragmentedNdisc: 32,
  acceptRaFromLocal: 33,
  useOptimistic: 34,
  acceptRaMtu: 35,
  stableSecret: 36,
  useOutputAddressesOnly: 37,
  acceptRaMinHopLimit: 38,
  ignoreRoutesWithLinkDown: 39,
  dropUnicastInLayer2Multicast: 40,
  dropUnsolicitedNa: 41,
  keepAddressesOnDown: 42,
  routerSolicitationMaxInterval: 43,
  seg6Enabled: 44,
  seg6RequireHmac: 45,
  enhancedDad: 46,
  addressGenerationMode: 47,
  disablePolicy: 48,
  acceptRaRouteInfoMinPrefixLength: 49,
  ndiscTrafficClass: 50,
  rplSegmentEnabled: 51,
  raDefaultRouterMetric: 52,
  ioam6Enabled: 53,
  ioam6Id: 54,
  ioam6IdWide: 55,
  ndiscEvictNoCarrier: 56,
  acceptUntrackedNa: 57,
  acceptRaMinLifetime: 58,
  forceForwarding: 59,
};

/** `enum { IPSTATS_MIB_NUM = 0, ... }` of `linux/snmp.h` since Linux 6.15. */
const STATS: Required<Omit<Inet6Stats, "rest">> = {
  count: 0n,
  inPackets: 1n,
  inOctets: 2n,
  inDelivers: 3n,
  noEctPackets: 4n,
  ect1Packets: 5n,
  ect0Packets: 6n,
  cePackets: 7n,
  outRequests: 8n,
  outPackets: 9n,
  outOctets: 10n,
  outForwardedDatagrams: 11n,
  inHeaderErrors: 12n,
  inTooBigErrors: 13n,
  inNoRoutes: 14n,
  inAddressErrors: 15n,
  inUnknownProtocols: 16n,
  inTruncatedPackets: 17n,
  inDiscards: 18n,
  outDiscards: 19n,
  outNoRoutes: 20n,
  reassemblyTimeouts: 21n,
  reassemblyRequests: 22n,
  reassemblyOks: 23n,
  reassemblyFails: 24n,
  fragmentOks: 25n,
  fragmentFails: 26n,
  fragmentCreates: 27n,
  inMulticastPackets: 28n,
  outMulticastPackets: 29n,
  inBroadcastPackets: 30n,
  outBroadcastPackets: 31n,
  inMulticastOctets: 32n,
  outMulticastOctets: 33n,
  inBroadcastOctets: 34n,
  outBroadcastOctets: 35n,
  checksumErrors: 36n,
  reassemblyOverlaps: 37n,
};

/** The same until Linux 6.14. */
const OLD_STATS: Required<Omit<Inet6Stats, "rest">> = {
  count: 0n,
  inPackets: 1n,
  inOctets: 2n,
  inDelivers: 3n,
  outForwardedDatagrams: 4n,
  outRequests: 5n,
  outOctets: 6n,
  inHeaderErrors: 7n,
  inTooBigErrors: 8n,
  inNoRoutes: 9n,
  inAddressErrors: 10n,
  inUnknownProtocols: 11n,
  inTruncatedPackets: 12n,
  inDiscards: 13n,
  outDiscards: 14n,
  outNoRoutes: 15n,
  reassemblyTimeouts: 16n,
  reassemblyRequests: 17n,
  reassemblyOks: 18n,
  reassemblyFails: 19n,
  fragmentOks: 20n,
  fragmentFails: 21n,
  fragmentCreates: 22n,
  inMulticastPackets: 23n,
  outMulticastPackets: 24n,
  inBroadcastPackets: 25n,
  outBroadcastPackets: 26n,
  inMulticastOctets: 27n,
  outMulticastOctets: 28n,
  inBroadcastOctets: 29n,
  outBroadcastOctets: 30n,
  checksumErrors: 31n,
  noEctPackets: 32n,
  ect1Packets: 33n,
  ect0Packets: 34n,
  cePackets: 35n,
  reassemblyOverlaps: 36n,
  outPackets: 37n,
};

const ICMP: Required<Omit<Icmp6Stats, "rest">> = {
  count: 0n,
  inMessages: 1n,
  inErrors: 2n,
  outMessages: 3n,
  outErrors: 4n,
  checksumErrors: 5n,
  rateLimitHost: 6n,
};

describe("every element of", () => {
  test("the configuration of IPv4", () => {
    const elements = counted(4, 33, 1);
    golden(inetSettings, { configuration: INET }, `${header(1, elements)} ${elements}`);
  });

  test("the configuration of IPv6", () => complete(inet6Configuration, INET6, counted(4, 60)));

  test("the counters of IPv6, in either order", () => {
    complete(inet6Stats.new, STATS, counted(8, 38));
    complete(inet6Stats.old, OLD_STATS, counted(8, 38));
  });

  test("the counters of ICMPv6", () => complete(icmp6Stats, ICMP, counted(8, 7)));
});

describe("the counters of IPv6", () => {
  /** `IFLA_INET6_CONF` and `IFLA_INET6_STATS` with these many elements. */
  const settings = (configuration: number, stats: number): string => {
    const [conf, counts] = [counted(4, configuration), counted(8, stats)];
    return `${header(2, conf)} ${conf} ${header(3, counts)} ${counts}`;
  };

  test.each([
    ["5.10", 52, 36, "old"],
    ["6.6", 59, 37, "old"],
    ["6.12", 59, 38, "old"],
    ["6.18", 60, 38, "new"],
    ["a later version", 61, 39, "new"],
  ])("have the order of Linux %s where there is its configuration", (_version, configuration, count, order) => {
    const { stats = {} } = survives(inet6Settings, settings(configuration, count));
    const { outRequests, outPackets, noEctPackets, reassemblyOverlaps, rest } = stats;
    expect({ outRequests, outPackets, noEctPackets, reassemblyOverlaps }).toEqual(
      order === "new" ? { outRequests: 8n, outPackets: 9n, noEctPackets: 4n, reassemblyOverlaps: 37n } : {
        outRequests: 5n,
        outPackets: count < 38 ? undefined : 37n,
        noEctPackets: 32n,
        reassemblyOverlaps: count < 37 ? undefined : 36n,
      },
    );
    expect(rest?.length).toBe(count > 38 ? 8 : undefined);
  });

  test("have the order of the newest where there is no configuration, and wherever it stands", () => {
    const counts = counted(8, 38);
    expect(survives(inet6Settings, `${header(3, counts)} ${counts}`).stats).toEqual(STATS);
    const conf = counted(4, 59);
    expect(survives(inet6Settings, `${header(3, counts)} ${counts} ${header(2, conf)} ${conf}`).stats).toEqual(
      OLD_STATS,
    );
  });
});

describe("every attribute of", () => {
  test("IPv6", () => {
    const [conf, counts, icmp] = [counted(4, 60), counted(8, 38), counted(8, 7)];
    complete(
      inet6Settings,
      {
        flags: ["routerSolicitationSent", "routerAdvertisementReceived", "managed", "otherConfiguration", "ready"],
        cacheInfo: { maxReassemblyLength: 65535, timestamp: 100, reachableTime: 42357, retransmitTime: 1000 },
        configuration: INET6,
        stats: STATS,
        multicast: Uint8Array.of(1),
        icmpStats: ICMP,
        token: "::1:2",
        addressGenerationMode: "stablePrivacy",
        routerMtu: 1480,
      },
      `
      08 00 01 00 | f0 00 00 80                         # IFLA_INET6_FLAGS IF_RS_SENT ... IF_READY
      14 00 05 00 | ff ff 00 00 64 00 00 00 75 a5 00 00 e8 03 00 00 # IFLA_INET6_CACHEINFO
      ${header(2, conf)} ${conf}                        # IFLA_INET6_CONF
      ${header(3, counts)} ${counts}                    # IFLA_INET6_STATS
      05 00 04 00 | 01 | 00 00 00                       # IFLA_INET6_MCAST
      ${header(6, icmp)} ${icmp}                        # IFLA_INET6_ICMP6STATS
      14 00 07 00 | 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 02 # IFLA_INET6_TOKEN
      05 00 08 00 | 02 | 00 00 00                       # IFLA_INET6_ADDR_GEN_MODE IN6_ADDR_GEN_MODE_STABLE_PRIVACY
      08 00 09 00 | c8 05 00 00                         # IFLA_INET6_RA_MTU 1480
      `,
    );
  });

  test("address families", () => {
    complete<SettingsByFamily>(
      familySpecific.unspec,
      {
        inet: { configuration: { forwarding: 1 } },
        inet6: { addressGenerationMode: "none" },
        mctp: { network: 8, physicalBinding: "smbus" },
      },
      `
      0c 00 02 00 | 08 00 01 00 01 00 00 00             # AF_INET: IFLA_INET_CONF
      0c 00 0a 00 | 05 00 08 00 01 00 00 00             # AF_INET6: IFLA_INET6_ADDR_GEN_MODE
      14 00 2d 00 | 08 00 01 00 08 00 00 00 | 05 00 02 00 01 00 00 00 # AF_MCTP: IFLA_MCTP_NET, IFLA_MCTP_PHYS_BINDING
      `,
    );
  });

  test("a table of multicast routes", () => {
    complete(
      familySpecific.ipmr,
      {
        table: 253,
        unresolvedQueueLength: 2,
        registerInterface: -1,
        assert: true,
        pim: false,
        interfaceList: {
          interfaces: [{
            index: 4,
            id: 0,
            flags: ["tunnel", "sourceRoute", "register", "useIndex"],
            bytesIn: 1n,
            bytesOut: 2n,
            packetsIn: 3n,
            packetsOut: 4n,
            local: "10.0.0.1",
            remote: "10.0.0.2",
            padding: new Uint8Array(0),
          }],
        },
        wrongInterfaceWhole: true,
      },
      `
      08 00 01 00 | fd 00 00 00                         # IPMRA_TABLE_ID 253
      08 00 02 00 | 02 00 00 00                         # IPMRA_TABLE_CACHE_RES_QUEUE_LEN
      08 00 03 00 | ff ff ff ff                         # IPMRA_TABLE_MROUTE_REG_VIF_NUM none
      05 00 04 00 | 01 | 00 00 00                       # IPMRA_TABLE_MROUTE_DO_ASSERT
      05 00 05 00 | 00 | 00 00 00                       # IPMRA_TABLE_MROUTE_DO_PIM
      64 00 06 00                                       # IPMRA_TABLE_VIFS
        60 00 01 00                                     # IPMRA_VIF
          08 00 01 00 | 04 00 00 00                     # IPMRA_VIFA_IFINDEX
          08 00 02 00 | 00 00 00 00                     # IPMRA_VIFA_VIF_ID
          06 00 03 00 | 0f 00 | 00 00                   # IPMRA_VIFA_FLAGS
          0c 00 04 00 | 01 00 00 00 00 00 00 00         # IPMRA_VIFA_BYTES_IN
          0c 00 05 00 | 02 00 00 00 00 00 00 00         # IPMRA_VIFA_BYTES_OUT
          0c 00 06 00 | 03 00 00 00 00 00 00 00         # IPMRA_VIFA_PACKETS_IN
          0c 00 07 00 | 04 00 00 00 00 00 00 00         # IPMRA_VIFA_PACKETS_OUT
          08 00 08 00 | 0a 00 00 01                     # IPMRA_VIFA_LOCAL_ADDR
          08 00 09 00 | 0a 00 00 02                     # IPMRA_VIFA_REMOTE_ADDR
          04 00 0a 00                                   # IPMRA_VIFA_PAD
      05 00 07 00 | 01 | 00 00 00                       # IPMRA_TABLE_MROUTE_DO_WRVIFWHOLE
      `,
    );
  });
});

describe("the family of a message tells what is in it:", () => {
  /** `struct ifinfomsg` of a family. */
  const link = (family: number): string =>
    `${toHex(Uint8Array.of(family))} 00 01 00 | 02 00 00 00 | ${"00 ".repeat(8)}`;
  /** `IFLA_AF_SPEC` with one attribute of the number 2 and four bytes. */
  const AF_SPEC = "0c 00 1a 00 | 08 00 02 00 02 00 0a 00";

  test("a bridge tells VLANs", () => {
    expect(survives(linkMessage, `${link(7)} | ${AF_SPEC}`).familySpecific).toEqual({
      vlans: [{ flags: ["pvid"], id: 10 }],
    });
  });

  test("multicast routing tells a table", () => {
    expect(survives(linkMessage, `${link(128)} | ${AF_SPEC}`).familySpecific).toEqual({
      unresolvedQueueLength: 0x000a0002,
    });
  });

  test.each([["unspec", 0], ["inet6", 10], ["mctp", 45]])("%s tells what families say", (_family, number) => {
    const text = `${link(number)} | 14 00 1a 00 | 10 00 02 00 | 0c 00 01 00 01 00 00 00 00 00 00 00`;
    expect(survives(linkMessage, text).familySpecific).toEqual({
      inet: { configuration: { forwarding: 1, multicastForwarding: 0 } },
    });
  });

  test("IPv6 tells itself in the information of the protocol, without the nested flag", () => {
    const text = `${link(10)} | 0c 00 0c 00 | 08 00 01 00 30 00 00 80`;
    const { protocolInfo } = survives(linkMessage, text);
    expect(protocolInfo).toEqual({ flags: ["routerSolicitationSent", "routerAdvertisementReceived", "ready"] });
  });

  test("a family that tells none keeps it as it is", () => {
    const { protocolInfo, unknown } = survives(linkMessage, `${link(2)} | 08 00 0c 00 | 01 02 03 04`);
    expect({ protocolInfo, unknown }).toEqual({
      protocolInfo: undefined,
      unknown: [{ type: 12, data: hex("01020304") }],
    });
  });

  test("a request that makes no addresses is what ip sends", () => {
    const request = { family: "unspec", type: "netrom", index: 2, flags: [], change: [] } as const;
    const bytes = encode(linkMessage, { ...request, familySpecific: { inet6: { addressGenerationMode: "none" } } });
    expect(toHex(bytes)).toBe(toHex(hex(`
      00 00 00 00 | 02 00 00 00 | 00 00 00 00 | 00 00 00 00
      10 00 1a 00 | 0c 00 0a 00 | 05 00 08 00 01 00 00 00
    `)));
    expect(decode(linkMessage, bytes).familySpecific?.inet6).toEqual({ addressGenerationMode: "none" });
  });
});
