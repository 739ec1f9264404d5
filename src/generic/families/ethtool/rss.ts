import { array } from "../../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { type Flags, flags } from "../../../codec/names.ts";
import { u32, uint } from "../../../codec/numbers.ts";
import { bytes } from "../../../codec/text.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** Part of a packet that is hashed (`RXH_*`). */
export type EthtoolFlowField =
  | "l2DestinationAddress"
  | "vlan"
  | "l3Protocol"
  | "ipSource"
  | "ipDestination"
  | "l4Bytes01"
  | "l4Bytes23"
  | "gtpTeid"
  | "ip6FlowLabel"
  | "discard";

const FIELDS: Readonly<Record<EthtoolFlowField, number>> = {
  l2DestinationAddress: 2,
  vlan: 4,
  l3Protocol: 8,
  ipSource: 16,
  ipDestination: 32,
  l4Bytes01: 64,
  l4Bytes23: 128,
  gtpTeid: 256,
  ip6FlowLabel: 512,
  discard: 0x80000000,
};

/** Which parts of a packet decide on its queue, by what it is (`ETHTOOL_A_FLOW_*`). */
export interface EthtoolFlows extends Extensible {
  /** Ethernet frames of other kinds (`ETHTOOL_A_FLOW_ETHER`). */
  readonly ether?: Flags<EthtoolFlowField>;
  /** IPv4 of other kinds (`ETHTOOL_A_FLOW_IP4`). */
  readonly ip4?: Flags<EthtoolFlowField>;
  /** IPv6 of other kinds (`ETHTOOL_A_FLOW_IP6`). */
  readonly ip6?: Flags<EthtoolFlowField>;
  /** TCP over IPv4 (`ETHTOOL_A_FLOW_TCP4`). */
  readonly tcp4?: Flags<EthtoolFlowField>;
  /** TCP over IPv6 (`ETHTOOL_A_FLOW_TCP6`). */
  readonly tcp6?: Flags<EthtoolFlowField>;
  /** UDP over IPv4 (`ETHTOOL_A_FLOW_UDP4`). */
  readonly udp4?: Flags<EthtoolFlowField>;
  /** UDP over IPv6 (`ETHTOOL_A_FLOW_UDP6`). */
  readonly udp6?: Flags<EthtoolFlowField>;
  /** SCTP over IPv4 (`ETHTOOL_A_FLOW_SCTP4`). */
  readonly sctp4?: Flags<EthtoolFlowField>;
  /** SCTP over IPv6 (`ETHTOOL_A_FLOW_SCTP6`). */
  readonly sctp6?: Flags<EthtoolFlowField>;
  /** IPsec with an authentication header, over IPv4 (`ETHTOOL_A_FLOW_AH4`). */
  readonly ah4?: Flags<EthtoolFlowField>;
  /** IPsec with an authentication header, over IPv6 (`ETHTOOL_A_FLOW_AH6`). */
  readonly ah6?: Flags<EthtoolFlowField>;
  /** Encrypted IPsec over IPv4 (`ETHTOOL_A_FLOW_ESP4`). */
  readonly esp4?: Flags<EthtoolFlowField>;
  /** Encrypted IPsec over IPv6 (`ETHTOOL_A_FLOW_ESP6`). */
  readonly esp6?: Flags<EthtoolFlowField>;
  /** IPsec of either kind over IPv4 (`ETHTOOL_A_FLOW_AH_ESP4`). */
  readonly ahEsp4?: Flags<EthtoolFlowField>;
  /** IPsec of either kind over IPv6 (`ETHTOOL_A_FLOW_AH_ESP6`). */
  readonly ahEsp6?: Flags<EthtoolFlowField>;
  /** GTP-U over IPv4 (`ETHTOOL_A_FLOW_GTPU4`). */
  readonly gtpu4?: Flags<EthtoolFlowField>;
  /** GTP-U over IPv6 (`ETHTOOL_A_FLOW_GTPU6`). */
  readonly gtpu6?: Flags<EthtoolFlowField>;
  /** GTP-C over IPv4 (`ETHTOOL_A_FLOW_GTPC4`). */
  readonly gtpc4?: Flags<EthtoolFlowField>;
  /** GTP-C over IPv6 (`ETHTOOL_A_FLOW_GTPC6`). */
  readonly gtpc6?: Flags<EthtoolFlowField>;
  /** GTP-C with a tunnel over IPv4 (`ETHTOOL_A_FLOW_GTPC_TEID4`). */
  readonly gtpcTeid4?: Flags<EthtoolFlowField>;
  /** GTP-C with a tunnel over IPv6 (`ETHTOOL_A_FLOW_GTPC_TEID6`). */
  readonly gtpcTeid6?: Flags<EthtoolFlowField>;
  /** GTP-U with an extension header over IPv4 (`ETHTOOL_A_FLOW_GTPU_EH4`). */
  readonly gtpuEh4?: Flags<EthtoolFlowField>;
  /** GTP-U with an extension header over IPv6 (`ETHTOOL_A_FLOW_GTPU_EH6`). */
  readonly gtpuEh6?: Flags<EthtoolFlowField>;
  /** GTP-U from the mobile over IPv4 (`ETHTOOL_A_FLOW_GTPU_UL4`). */
  readonly gtpuUl4?: Flags<EthtoolFlowField>;
  /** GTP-U from the mobile over IPv6 (`ETHTOOL_A_FLOW_GTPU_UL6`). */
  readonly gtpuUl6?: Flags<EthtoolFlowField>;
  /** GTP-U to the mobile over IPv4 (`ETHTOOL_A_FLOW_GTPU_DL4`). */
  readonly gtpuDl4?: Flags<EthtoolFlowField>;
  /** GTP-U to the mobile over IPv6 (`ETHTOOL_A_FLOW_GTPU_DL6`). */
  readonly gtpuDl6?: Flags<EthtoolFlowField>;
}

const flows: Codec<EthtoolFlows> = attributes<EthtoolFlows>({
  ether: attribute(1, flags(uint, FIELDS)),
  ip4: attribute(2, flags(uint, FIELDS)),
  ip6: attribute(3, flags(uint, FIELDS)),
  tcp4: attribute(4, flags(uint, FIELDS)),
  tcp6: attribute(5, flags(uint, FIELDS)),
  udp4: attribute(6, flags(uint, FIELDS)),
  udp6: attribute(7, flags(uint, FIELDS)),
  sctp4: attribute(8, flags(uint, FIELDS)),
  sctp6: attribute(9, flags(uint, FIELDS)),
  ah4: attribute(10, flags(uint, FIELDS)),
  ah6: attribute(11, flags(uint, FIELDS)),
  esp4: attribute(12, flags(uint, FIELDS)),
  esp6: attribute(13, flags(uint, FIELDS)),
  ahEsp4: attribute(14, flags(uint, FIELDS)),
  ahEsp6: attribute(15, flags(uint, FIELDS)),
  gtpu4: attribute(16, flags(uint, FIELDS)),
  gtpu6: attribute(17, flags(uint, FIELDS)),
  gtpc4: attribute(18, flags(uint, FIELDS)),
  gtpc6: attribute(19, flags(uint, FIELDS)),
  gtpcTeid4: attribute(20, flags(uint, FIELDS)),
  gtpcTeid6: attribute(21, flags(uint, FIELDS)),
  gtpuEh4: attribute(22, flags(uint, FIELDS)),
  gtpuEh6: attribute(23, flags(uint, FIELDS)),
  gtpuUl4: attribute(24, flags(uint, FIELDS)),
  gtpuUl6: attribute(25, flags(uint, FIELDS)),
  gtpuDl4: attribute(26, flags(uint, FIELDS)),
  gtpuDl6: attribute(27, flags(uint, FIELDS)),
});

/** What makes both directions of a connection hash alike: both ends XORed, or XORed and ORed (`RXH_XFRM_*`). */
export type EthtoolInputTransformation = "symmetricXor" | "symmetricOrXor";

const TRANSFORMATIONS: Readonly<Record<EthtoolInputTransformation, number>> = {
  symmetricXor: 1,
  symmetricOrXor: 2,
};

/** How a link spreads packets over its queues (receive side scaling) (`ETHTOOL_A_RSS_*`). */
export interface EthtoolRss extends Extensible {
  /** Which link (`ETHTOOL_A_RSS_HEADER`). */
  readonly header?: EthtoolHeader;
  /**
   * Number of the context, for flows that are steered to it; absent for that of all other packets
   * (`ETHTOOL_A_RSS_CONTEXT`).
   */
  readonly context?: number;
  /**
   * The hash function: the bit that has its number in the string set `rssHashFunctions`, 1 for Toeplitz
   * (`ETHTOOL_A_RSS_HFUNC`).
   */
  readonly hashFunction?: number;
  /** The queue by the last bits of the hash (`ETHTOOL_A_RSS_INDIR`). */
  readonly indirectionTable?: readonly number[];
  /** Key of the hash (`ETHTOOL_A_RSS_HKEY`). */
  readonly hashKey?: Uint8Array;
  /** What makes both directions hash alike (`ETHTOOL_A_RSS_INPUT_XFRM`). */
  readonly inputTransformation?: Flags<EthtoolInputTransformation>;
  /** First context that is listed, in a request (`ETHTOOL_A_RSS_START_CONTEXT`). */
  readonly startContext?: number;
  /** Which parts of a packet are hashed (`ETHTOOL_A_RSS_FLOW_HASH`). */
  readonly flowHash?: EthtoolFlows;
}

/** `ETHTOOL_A_RSS_*`. */
export const rss: Codec<EthtoolRss> = attributes<EthtoolRss>({
  header: attribute(1, header, { nested: true }),
  context: attribute(2, u32),
  hashFunction: attribute(3, u32),
  indirectionTable: attribute(4, array(u32)),
  hashKey: attribute(5, bytes),
  inputTransformation: attribute(6, flags(u32, TRANSFORMATIONS)),
  startContext: attribute(7, u32),
  flowHash: attribute(8, flows, { nested: true }),
});

/** What of a context can be told when it is made. */
export type EthtoolRssSetting = "context" | "hashFunction" | "indirectionTable" | "hashKey" | "inputTransformation";
