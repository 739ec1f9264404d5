import type { Codec } from "../../codec/codec.ts";
import { namedArray, type NamesOf } from "../../codec/named-array.ts";
import { i32 } from "../../codec/numbers.ts";
import type { Grown } from "../../codec/struct.ts";

/** How IPv6 treats a link (`/proc/sys/net/ipv6/conf`); switches are 0 for off, and on otherwise. */
export interface Inet6Configuration extends Grown {
  /** Whether packets are forwarded, and the host is a router (`DEVCONF_FORWARDING`). */
  readonly forwarding?: number;
  /** Hop limit of packets (`DEVCONF_HOPLIMIT`). */
  readonly hopLimit?: number;
  /** Largest packet in bytes (`DEVCONF_MTU6`). */
  readonly mtu?: number;
  /** Whether routers may tell the configuration: 0 no, 1 unless packets are forwarded, 2 always (`DEVCONF_ACCEPT_RA`). */
  readonly acceptRa?: number;
  /** Whether routers may name better ways (`DEVCONF_ACCEPT_REDIRECTS`). */
  readonly acceptRedirects?: number;
  /** Whether addresses are made of advertised prefixes (`DEVCONF_AUTOCONF`). */
  readonly autoconf?: number;
  /** How often others are asked before an address is used (`DEVCONF_DAD_TRANSMITS`). */
  readonly dadTransmits?: number;
  /** How often routers are asked for; -1 for ever (`DEVCONF_RTR_SOLICITS`). */
  readonly routerSolicitations?: number;
  /** Milliseconds between two such questions (`DEVCONF_RTR_SOLICIT_INTERVAL`). */
  readonly routerSolicitationInterval?: number;
  /** Milliseconds before the first (`DEVCONF_RTR_SOLICIT_DELAY`). */
  readonly routerSolicitationDelay?: number;
  /** Whether there are temporary addresses: 0 no, 1 beside others, 2 preferred (`DEVCONF_USE_TEMPADDR`). */
  readonly useTemporaryAddresses?: number;
  /** Seconds for which they are valid (`DEVCONF_TEMP_VALID_LFT`). */
  readonly temporaryValidLifetime?: number;
  /** Seconds for which they are preferred (`DEVCONF_TEMP_PREFERED_LFT`). */
  readonly temporaryPreferredLifetime?: number;
  /** Attempts to make one that nobody has (`DEVCONF_REGEN_MAX_RETRY`). */
  readonly regenerateMaxRetry?: number;
  /** Seconds by which their time is shortened at random at most (`DEVCONF_MAX_DESYNC_FACTOR`). */
  readonly maxDesyncFactor?: number;
  /** Most addresses that are made of prefixes; 0 for any number (`DEVCONF_MAX_ADDRESSES`). */
  readonly maxAddresses?: number;
  /** Version of MLD; 0 for what the network speaks (`DEVCONF_FORCE_MLD_VERSION`). */
  readonly forceMldVersion?: number;
  /** Whether a router may become the default one (`DEVCONF_ACCEPT_RA_DEFRTR`). */
  readonly acceptRaDefaultRouter?: number;
  /** Whether advertised prefixes are accepted (`DEVCONF_ACCEPT_RA_PINFO`). */
  readonly acceptRaPrefixInfo?: number;
  /** Whether routers may tell how preferred they are (`DEVCONF_ACCEPT_RA_RTR_PREF`). */
  readonly acceptRaRouterPreference?: number;
  /** Milliseconds between two questions to a silent router (`DEVCONF_RTR_PROBE_INTERVAL`). */
  readonly routerProbeInterval?: number;
  /** Longest prefix of advertised routes (`DEVCONF_ACCEPT_RA_RT_INFO_MAX_PLEN`). */
  readonly acceptRaRouteInfoMaxPrefixLength?: number;
  /** Whether ND is answered for others (`DEVCONF_PROXY_NDP`). */
  readonly proxyNdp?: number;
  /** Whether addresses are used while others are still asked (`DEVCONF_OPTIMISTIC_DAD`). */
  readonly optimisticDad?: number;
  /** Whether packets may name their way; negative for no (`DEVCONF_ACCEPT_SOURCE_ROUTE`). */
  readonly acceptSourceRoute?: number;
  /** Whether multicast packets are forwarded (`DEVCONF_MC_FORWARDING`). */
  readonly multicastForwarding?: number;
  /** Whether there is no IPv6 on the link (`DEVCONF_DISABLE_IPV6`). */
  readonly disableIpv6?: number;
  /** Whether others are asked before an address is used: 0 no, 1 yes, 2 and give up IPv6 where the link-local one is taken (`DEVCONF_ACCEPT_DAD`). */
  readonly acceptDad?: number;
  /** Whether answers to a single neighbor tell the link-layer address too (`DEVCONF_FORCE_TLLAO`). */
  readonly forceTargetLinkLayerAddress?: number;
  /** Whether own addresses are announced when the link changes (`DEVCONF_NDISC_NOTIFY`). */
  readonly ndiscNotify?: number;
  /** Milliseconds between two reports of MLD version 1 (`DEVCONF_MLDV1_UNSOLICITED_REPORT_INTERVAL`). */
  readonly mldv1UnsolicitedReportInterval?: number;
  /** Milliseconds between two reports of MLD version 2 (`DEVCONF_MLDV2_UNSOLICITED_REPORT_INTERVAL`). */
  readonly mldv2UnsolicitedReportInterval?: number;
  /** Whether fragmented ND is dropped (`DEVCONF_SUPPRESS_FRAG_NDISC`). */
  readonly suppressFragmentedNdisc?: number;
  /** Whether own router advertisements are accepted (`DEVCONF_ACCEPT_RA_FROM_LOCAL`). */
  readonly acceptRaFromLocal?: number;
  /** Whether addresses are preferred while others are still asked (`DEVCONF_USE_OPTIMISTIC`). */
  readonly useOptimistic?: number;
  /** Whether routers may tell the MTU (`DEVCONF_ACCEPT_RA_MTU`). */
  readonly acceptRaMtu?: number;
  /** Always 0: the secret is not told (`DEVCONF_STABLE_SECRET`). */
  readonly stableSecret?: number;
  /** Whether packets leave only with addresses of their link (`DEVCONF_USE_OIF_ADDRS_ONLY`). */
  readonly useOutputAddressesOnly?: number;
  /** Smallest hop limit that routers may tell (`DEVCONF_ACCEPT_RA_MIN_HOP_LIMIT`). */
  readonly acceptRaMinHopLimit?: number;
  /** Whether routes are passed over whose link has no carrier (`DEVCONF_IGNORE_ROUTES_WITH_LINKDOWN`). */
  readonly ignoreRoutesWithLinkDown?: number;
  /** Whether packets to one host are dropped that were sent to many (`DEVCONF_DROP_UNICAST_IN_L2_MULTICAST`). */
  readonly dropUnicastInLayer2Multicast?: number;
  /** Whether unasked neighbor advertisements are dropped (`DEVCONF_DROP_UNSOLICITED_NA`). */
  readonly dropUnsolicitedNa?: number;
  /** Whether addresses stay when the link goes down: 1 yes, 0 no, -1 whatever the system says (`DEVCONF_KEEP_ADDR_ON_DOWN`). */
  readonly keepAddressesOnDown?: number;
  /** Milliseconds between two questions for routers at most (`DEVCONF_RTR_SOLICIT_MAX_INTERVAL`). */
  readonly routerSolicitationMaxInterval?: number;
  /** Whether segment routing is accepted (`DEVCONF_SEG6_ENABLED`). */
  readonly seg6Enabled?: number;
  /** Whether it has to be signed: 1 yes, 0 where it is, -1 no (`DEVCONF_SEG6_REQUIRE_HMAC`). */
  readonly seg6RequireHmac?: number;
  /** Whether own questions that come back are known by a number (`DEVCONF_ENHANCED_DAD`). */
  readonly enhancedDad?: number;
  /** How addresses are made of prefixes, as `addressGenerationMode` beside it says in words (`DEVCONF_ADDR_GEN_MODE`). */
  readonly addressGenerationMode?: number;
  /** Whether policies of IPsec are left out (`DEVCONF_DISABLE_POLICY`). */
  readonly disablePolicy?: number;
  /** Shortest prefix of advertised routes (`DEVCONF_ACCEPT_RA_RT_INFO_MIN_PLEN`). */
  readonly acceptRaRouteInfoMinPrefixLength?: number;
  /** Traffic class of ND (`DEVCONF_NDISC_TCLASS`). */
  readonly ndiscTrafficClass?: number;
  /** Whether source routes of RPL are accepted (`DEVCONF_RPL_SEG_ENABLED`). */
  readonly rplSegmentEnabled?: number;
  /** Metric of the default route to an advertised router (`DEVCONF_RA_DEFRTR_METRIC`). */
  readonly raDefaultRouterMetric?: number;
  /** Whether measurements on the way (IOAM) are accepted (`DEVCONF_IOAM6_ENABLED`). */
  readonly ioam6Enabled?: number;
  /** Number of the link in them (`DEVCONF_IOAM6_ID`). */
  readonly ioam6Id?: number;
  /** The same in 32 bits; -1 for none (`DEVCONF_IOAM6_ID_WIDE`). */
  readonly ioam6IdWide?: number;
  /** Whether neighbors are forgotten when the carrier goes (`DEVCONF_NDISC_EVICT_NOCARRIER`). */
  readonly ndiscEvictNoCarrier?: number;
  /** Whether unasked advertisements make new neighbors: 0 no, 1 yes, 2 of own networks (`DEVCONF_ACCEPT_UNTRACKED_NA`). */
  readonly acceptUntrackedNa?: number;
  /** Seconds below which an advertised lifetime is passed over (`DEVCONF_ACCEPT_RA_MIN_LFT`). */
  readonly acceptRaMinLifetime?: number;
  /** Whether packets are forwarded though `forwarding` is off for all (`DEVCONF_FORCE_FORWARDING`). */
  readonly forceForwarding?: number;
}

const CONFIGURATION: NamesOf<Inet6Configuration> = [
  "forwarding",
  "hopLimit",
  "mtu",
  "acceptRa",
  "acceptRedirects",
  "autoconf",
  "dadTransmits",
  "routerSolicitations",
  "routerSolicitationInterval",
  "routerSolicitationDelay",
  "useTemporaryAddresses",
  "temporaryValidLifetime",
  "temporaryPreferredLifetime",
  "regenerateMaxRetry",
  "maxDesyncFactor",
  "maxAddresses",
  "forceMldVersion",
  "acceptRaDefaultRouter",
  "acceptRaPrefixInfo",
  "acceptRaRouterPreference",
  "routerProbeInterval",
  "acceptRaRouteInfoMaxPrefixLength",
  "proxyNdp",
  "optimisticDad",
  "acceptSourceRoute",
  "multicastForwarding",
  "disableIpv6",
  "acceptDad",
  "forceTargetLinkLayerAddress",
  "ndiscNotify",
  "mldv1UnsolicitedReportInterval",
  "mldv2UnsolicitedReportInterval",
  "suppressFragmentedNdisc",
  "acceptRaFromLocal",
  "useOptimistic",
  "acceptRaMtu",
  "stableSecret",
  "useOutputAddressesOnly",
  "acceptRaMinHopLimit",
  "ignoreRoutesWithLinkDown",
  "dropUnicastInLayer2Multicast",
  "dropUnsolicitedNa",
  "keepAddressesOnDown",
  "routerSolicitationMaxInterval",
  "seg6Enabled",
  "seg6RequireHmac",
  "enhancedDad",
  "addressGenerationMode",
  "disablePolicy",
  "acceptRaRouteInfoMinPrefixLength",
  "ndiscTrafficClass",
  "rplSegmentEnabled",
  "raDefaultRouterMetric",
  "ioam6Enabled",
  "ioam6Id",
  "ioam6IdWide",
  "ndiscEvictNoCarrier",
  "acceptUntrackedNa",
  "acceptRaMinLifetime",
  "forceForwarding",
];

/** `IFLA_INET6_CONF`. */
export const inet6Configuration: Codec<Inet6Configuration> = namedArray<Inet6Configuration>(CONFIGURATION, i32);
