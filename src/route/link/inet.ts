import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { namedArray, type NamesOf } from "../../codec/named-array.ts";
import { i32 } from "../../codec/numbers.ts";
import type { Grown } from "../../codec/struct.ts";

/** How IPv4 treats a link (`/proc/sys/net/ipv4/conf`); switches are 0 for off, and on otherwise. */
export interface InetConfiguration extends Grown {
  /** Whether packets are forwarded (`IPV4_DEVCONF_FORWARDING`). */
  readonly forwarding?: number;
  /** Whether multicast packets are forwarded (`IPV4_DEVCONF_MC_FORWARDING`). */
  readonly multicastForwarding?: number;
  /** Whether ARP is answered for others (`IPV4_DEVCONF_PROXY_ARP`). */
  readonly proxyArp?: number;
  /** Whether routers may name better ways (`IPV4_DEVCONF_ACCEPT_REDIRECTS`). */
  readonly acceptRedirects?: number;
  /** Whether these may only lead to known gateways (`IPV4_DEVCONF_SECURE_REDIRECTS`). */
  readonly secureRedirects?: number;
  /** Whether better ways are named to others (`IPV4_DEVCONF_SEND_REDIRECTS`). */
  readonly sendRedirects?: number;
  /** Whether several networks may share the wire (`IPV4_DEVCONF_SHARED_MEDIA`). */
  readonly sharedMedia?: number;
  /** Whether the way back to the source is checked: 0 no, 1 strictly, 2 loosely (`IPV4_DEVCONF_RP_FILTER`). */
  readonly reversePathFilter?: number;
  /** Whether packets may name their way (`IPV4_DEVCONF_ACCEPT_SOURCE_ROUTE`). */
  readonly acceptSourceRoute?: number;
  /** Whether packets from 0.0.0.0/8 are accepted for a relay (`IPV4_DEVCONF_BOOTP_RELAY`). */
  readonly bootpRelay?: number;
  /** Whether packets with impossible addresses are logged (`IPV4_DEVCONF_LOG_MARTIANS`). */
  readonly logMartians?: number;
  /** A number of the administrator (`IPV4_DEVCONF_TAG`). */
  readonly tag?: number;
  /** Whether ARP is answered only where packets would leave by this link (`IPV4_DEVCONF_ARPFILTER`). */
  readonly arpFilter?: number;
  /** Number of the medium, of which links with the same share one; -1 for none (`IPV4_DEVCONF_MEDIUM_ID`). */
  readonly mediumId?: number;
  /** Whether IPsec is left out (`IPV4_DEVCONF_NOXFRM`). */
  readonly noXfrm?: number;
  /** Whether policies of IPsec are left out (`IPV4_DEVCONF_NOPOLICY`). */
  readonly noPolicy?: number;
  /** Version of IGMP; 0 for what the network speaks (`IPV4_DEVCONF_FORCE_IGMP_VERSION`). */
  readonly forceIgmpVersion?: number;
  /** Which own address ARP requests tell: 0 any, 1 rather one of the network, 2 the best (`IPV4_DEVCONF_ARP_ANNOUNCE`). */
  readonly arpAnnounce?: number;
  /** Which ARP requests are not answered, from 0 for none to 8 for all (`IPV4_DEVCONF_ARP_IGNORE`). */
  readonly arpIgnore?: number;
  /** Whether a secondary address takes the place of a removed primary one (`IPV4_DEVCONF_PROMOTE_SECONDARIES`). */
  readonly promoteSecondaries?: number;
  /** Whether unasked ARP makes new neighbors (`IPV4_DEVCONF_ARP_ACCEPT`). */
  readonly arpAccept?: number;
  /** Whether own addresses are announced when the link comes up (`IPV4_DEVCONF_ARP_NOTIFY`). */
  readonly arpNotify?: number;
  /** Whether packets from own addresses are accepted (`IPV4_DEVCONF_ACCEPT_LOCAL`). */
  readonly acceptLocal?: number;
  /** Whether the mark counts when the way back is checked (`IPV4_DEVCONF_SRC_VMARK`). */
  readonly sourceValidMark?: number;
  /** Whether ARP is answered for others of the same link (`IPV4_DEVCONF_PROXY_ARP_PVLAN`). */
  readonly proxyArpPrivateVlan?: number;
  /** Whether 127.0.0.0/8 is routed (`IPV4_DEVCONF_ROUTE_LOCALNET`). */
  readonly routeLocalnet?: number;
  /** Milliseconds between two reports of IGMP version 2 (`IPV4_DEVCONF_IGMPV2_UNSOLICITED_REPORT_INTERVAL`). */
  readonly igmpv2UnsolicitedReportInterval?: number;
  /** Milliseconds between two reports of IGMP version 3 (`IPV4_DEVCONF_IGMPV3_UNSOLICITED_REPORT_INTERVAL`). */
  readonly igmpv3UnsolicitedReportInterval?: number;
  /** Whether routes are passed over whose link has no carrier (`IPV4_DEVCONF_IGNORE_ROUTES_WITH_LINKDOWN`). */
  readonly ignoreRoutesWithLinkDown?: number;
  /** Whether packets to one host are dropped that were sent to many (`IPV4_DEVCONF_DROP_UNICAST_IN_L2_MULTICAST`). */
  readonly dropUnicastInLayer2Multicast?: number;
  /** Whether unasked ARP is dropped (`IPV4_DEVCONF_DROP_GRATUITOUS_ARP`). */
  readonly dropGratuitousArp?: number;
  /** Whether directed broadcasts are forwarded (`IPV4_DEVCONF_BC_FORWARDING`). */
  readonly broadcastForwarding?: number;
  /** Whether neighbors are forgotten when the carrier goes (`IPV4_DEVCONF_ARP_EVICT_NOCARRIER`). */
  readonly arpEvictNoCarrier?: number;
}

/** What IPv4 tells of a link. */
export interface InetSettings extends Extensible {
  /** How it treats the link (`IFLA_INET_CONF`). */
  readonly configuration?: InetConfiguration;
}

const CONFIGURATION: NamesOf<InetConfiguration> = [
  "forwarding",
  "multicastForwarding",
  "proxyArp",
  "acceptRedirects",
  "secureRedirects",
  "sendRedirects",
  "sharedMedia",
  "reversePathFilter",
  "acceptSourceRoute",
  "bootpRelay",
  "logMartians",
  "tag",
  "arpFilter",
  "mediumId",
  "noXfrm",
  "noPolicy",
  "forceIgmpVersion",
  "arpAnnounce",
  "arpIgnore",
  "promoteSecondaries",
  "arpAccept",
  "arpNotify",
  "acceptLocal",
  "sourceValidMark",
  "proxyArpPrivateVlan",
  "routeLocalnet",
  "igmpv2UnsolicitedReportInterval",
  "igmpv3UnsolicitedReportInterval",
  "ignoreRoutesWithLinkDown",
  "dropUnicastInLayer2Multicast",
  "dropGratuitousArp",
  "broadcastForwarding",
  "arpEvictNoCarrier",
];

/** `AF_INET` in `IFLA_AF_SPEC`. */
export const inetSettings: Codec<InetSettings> = attributes<InetSettings>({
  configuration: attribute(1, namedArray<InetConfiguration>(CONFIGURATION, i32)),
});
