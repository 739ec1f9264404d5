import { mac } from "../../codec/address.ts";
import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { boolean, u32, u8 } from "../../codec/numbers.ts";
import { bytesOf } from "../../codec/text.ts";

/** Time between two messages (`BR_CFM_CCM_INTERVAL_*`); a number where it has no name here. */
export type CfmInterval = "none" | "3.3ms" | "10ms" | "100ms" | "1s" | "10s" | "1min" | "10min" | number;

/** What every statement about an end point starts with. */
export interface OfCfmInstance extends Extensible {
  /** Number of the end point in the bridge (`IFLA_BRIDGE_CFM_*_INSTANCE`). */
  readonly instance?: number;
}

/** An end point that is made (`IFLA_BRIDGE_CFM_MEP_CREATE`). */
export interface CfmEndPoint extends OfCfmInstance {
  /** What is supervised; a number where it has no name here (`IFLA_BRIDGE_CFM_MEP_CREATE_DOMAIN`). */
  readonly domain?: "port" | "vlan" | number;
  /** Where the other end points are; a number where it has no name here (`IFLA_BRIDGE_CFM_MEP_CREATE_DIRECTION`). */
  readonly direction?: "down" | "up" | number;
  /** Index of the port (`IFLA_BRIDGE_CFM_MEP_CREATE_IFINDEX`). */
  readonly port?: number;
}

/** How an end point is called (`IFLA_BRIDGE_CFM_MEP_CONFIG`). */
export interface CfmConfiguration extends OfCfmInstance {
  /** Address from which it sends (`IFLA_BRIDGE_CFM_MEP_CONFIG_UNICAST_MAC`). */
  readonly address?: string;
  /** Level of the domain, 0 to 7 (`IFLA_BRIDGE_CFM_MEP_CONFIG_MDLEVEL`). */
  readonly level?: number;
  /** Number of the end point, 1 to 8191 (`IFLA_BRIDGE_CFM_MEP_CONFIG_MEPID`). */
  readonly id?: number;
}

/** How connections are supervised (`IFLA_BRIDGE_CFM_CC_CONFIG`). */
export interface CfmSupervision extends OfCfmInstance {
  /** Whether they are (`IFLA_BRIDGE_CFM_CC_CONFIG_ENABLE`). */
  readonly enable?: boolean;
  /** Time between two messages that are expected (`IFLA_BRIDGE_CFM_CC_CONFIG_EXP_INTERVAL`). */
  readonly interval?: CfmInterval;
  /** Identity of the domain, 48 bytes (`IFLA_BRIDGE_CFM_CC_CONFIG_EXP_MAID`). */
  readonly domainId?: Uint8Array;
}

/** Another end point (`IFLA_BRIDGE_CFM_CC_PEER_MEP_ADD`). */
export interface CfmPeer extends OfCfmInstance {
  /** Number of the other end point (`IFLA_BRIDGE_CFM_CC_PEER_MEPID`). */
  readonly id?: number;
}

/** Whether the others are told of a defect (`IFLA_BRIDGE_CFM_CC_RDI`). */
export interface CfmDefectIndication extends OfCfmInstance {
  /** Whether there is one (`IFLA_BRIDGE_CFM_CC_RDI_RDI`). */
  readonly defect?: boolean;
}

/** The messages that an end point sends (`IFLA_BRIDGE_CFM_CC_CCM_TX`). */
export interface CfmTransmission extends OfCfmInstance {
  /** Address to which they go (`IFLA_BRIDGE_CFM_CC_CCM_TX_DMAC`). */
  readonly destination?: string;
  /** Whether their number stays the same (`IFLA_BRIDGE_CFM_CC_CCM_TX_SEQ_NO_UPDATE`). */
  readonly sequenceUpdate?: boolean;
  /** Seconds for which they are sent (`IFLA_BRIDGE_CFM_CC_CCM_TX_PERIOD`). */
  readonly period?: number;
  /** Whether they tell the state of the link (`IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV`). */
  readonly tellsLink?: boolean;
  /** That state (`IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV_VALUE`). */
  readonly linkState?: number;
  /** Whether they tell the state of the port (`IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV`). */
  readonly tellsPort?: boolean;
  /** That state (`IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV_VALUE`). */
  readonly portState?: number;
}

/** What an end point has seen since it was last asked (`IFLA_BRIDGE_CFM_MEP_STATUS_INFO`). */
export interface CfmStatus extends OfCfmInstance {
  /** Whether there was a message of an unknown kind (`IFLA_BRIDGE_CFM_MEP_STATUS_OPCODE_UNEXP_SEEN`). */
  readonly unexpectedOpcode?: boolean;
  /** Whether there was one of an unknown version (`IFLA_BRIDGE_CFM_MEP_STATUS_VERSION_UNEXP_SEEN`). */
  readonly unexpectedVersion?: boolean;
  /** Whether there was one of a lower level (`IFLA_BRIDGE_CFM_MEP_STATUS_RX_LEVEL_LOW_SEEN`). */
  readonly lowLevel?: boolean;
}

/** What is known of another end point (`IFLA_BRIDGE_CFM_CC_PEER_STATUS_INFO`). */
export interface CfmPeerStatus extends OfCfmInstance {
  /** Number of the other end point (`IFLA_BRIDGE_CFM_CC_PEER_STATUS_PEER_MEPID`). */
  readonly id?: number;
  /** Whether its messages do not come (`IFLA_BRIDGE_CFM_CC_PEER_STATUS_CCM_DEFECT`). */
  readonly lost?: boolean;
  /** Whether it tells of a defect (`IFLA_BRIDGE_CFM_CC_PEER_STATUS_RDI`). */
  readonly defect?: boolean;
  /** State of its port (`IFLA_BRIDGE_CFM_CC_PEER_STATUS_PORT_TLV_VALUE`). */
  readonly portState?: number;
  /** State of its link (`IFLA_BRIDGE_CFM_CC_PEER_STATUS_IF_TLV_VALUE`). */
  readonly linkState?: number;
  /** Whether there was a message since it was last asked (`IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEEN`). */
  readonly seen?: boolean;
  /** Whether there was one with these states (`IFLA_BRIDGE_CFM_CC_PEER_STATUS_TLV_SEEN`). */
  readonly statesSeen?: boolean;
  /** Whether there was one out of its order (`IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEQ_UNEXP_SEEN`). */
  readonly unexpectedSequence?: boolean;
}

/** Supervision of connections after IEEE 802.1Q (`IFLA_BRIDGE_CFM`): requests, and the same as it is (`...Info`). */
export interface BridgeCfm extends Extensible {
  /** End points that are to be made (`IFLA_BRIDGE_CFM_MEP_CREATE`). */
  readonly create?: readonly CfmEndPoint[];
  /** End points that are to be removed (`IFLA_BRIDGE_CFM_MEP_DELETE`). */
  readonly delete?: readonly OfCfmInstance[];
  /** How end points are to be called (`IFLA_BRIDGE_CFM_MEP_CONFIG`). */
  readonly configure?: readonly CfmConfiguration[];
  /** How connections are to be supervised (`IFLA_BRIDGE_CFM_CC_CONFIG`). */
  readonly supervise?: readonly CfmSupervision[];
  /** Other end points that are to be expected (`IFLA_BRIDGE_CFM_CC_PEER_MEP_ADD`). */
  readonly addPeer?: readonly CfmPeer[];
  /** Other end points that are no longer expected (`IFLA_BRIDGE_CFM_CC_PEER_MEP_REMOVE`). */
  readonly removePeer?: readonly CfmPeer[];
  /** Whether the others are to be told of a defect (`IFLA_BRIDGE_CFM_CC_RDI`). */
  readonly indicateDefect?: readonly CfmDefectIndication[];
  /** The messages that are to be sent (`IFLA_BRIDGE_CFM_CC_CCM_TX`). */
  readonly transmit?: readonly CfmTransmission[];
  /** End points (`IFLA_BRIDGE_CFM_MEP_CREATE_INFO`). */
  readonly endPointInfo?: readonly CfmEndPoint[];
  /** How they are called (`IFLA_BRIDGE_CFM_MEP_CONFIG_INFO`). */
  readonly configurationInfo?: readonly CfmConfiguration[];
  /** How connections are supervised (`IFLA_BRIDGE_CFM_CC_CONFIG_INFO`). */
  readonly supervisionInfo?: readonly CfmSupervision[];
  /** Whether the others are told of a defect (`IFLA_BRIDGE_CFM_CC_RDI_INFO`). */
  readonly defectInfo?: readonly CfmDefectIndication[];
  /** The messages that are sent (`IFLA_BRIDGE_CFM_CC_CCM_TX_INFO`). */
  readonly transmissionInfo?: readonly CfmTransmission[];
  /** Other end points (`IFLA_BRIDGE_CFM_CC_PEER_MEP_INFO`). */
  readonly peerInfo?: readonly CfmPeer[];
  /** What end points have seen (`IFLA_BRIDGE_CFM_MEP_STATUS_INFO`). */
  readonly statusInfo?: readonly CfmStatus[];
  /** What is known of others (`IFLA_BRIDGE_CFM_CC_PEER_STATUS_INFO`). */
  readonly peerStatusInfo?: readonly CfmPeerStatus[];
}

const NESTED = { nested: true };
const yes = boolean(u32);

const endPoint: Codec<CfmEndPoint> = attributes<CfmEndPoint>({
  instance: attribute(1, u32),
  domain: attribute(2, enumeration(u32, { port: 0, vlan: 1 })),
  direction: attribute(3, enumeration(u32, { down: 0, up: 1 })),
  port: attribute(4, u32),
});

const configuration: Codec<CfmConfiguration> = attributes<CfmConfiguration>({
  instance: attribute(1, u32),
  address: attribute(2, mac),
  level: attribute(3, u32),
  id: attribute(4, u32),
});

const supervision: Codec<CfmSupervision> = attributes<CfmSupervision>({
  instance: attribute(1, u32),
  enable: attribute(2, yes),
  interval: attribute(
    3,
    enumeration(u32, {
      none: 0,
      "3.3ms": 1,
      "10ms": 2,
      "100ms": 3,
      "1s": 4,
      "10s": 5,
      "1min": 6,
      "10min": 7,
    }),
  ),
  domainId: attribute(4, bytesOf(48)),
});

const peer: Codec<CfmPeer> = attributes<CfmPeer>({ instance: attribute(1, u32), id: attribute(2, u32) });

const defect: Codec<CfmDefectIndication> = attributes<CfmDefectIndication>({
  instance: attribute(1, u32),
  defect: attribute(2, yes),
});

const transmission: Codec<CfmTransmission> = attributes<CfmTransmission>({
  instance: attribute(1, u32),
  destination: attribute(2, mac),
  sequenceUpdate: attribute(3, yes),
  period: attribute(4, u32),
  tellsLink: attribute(5, yes),
  linkState: attribute(6, u8),
  tellsPort: attribute(7, yes),
  portState: attribute(8, u8),
});

const status: Codec<CfmStatus> = attributes<CfmStatus>({
  instance: attribute(1, u32),
  unexpectedOpcode: attribute(2, yes),
  unexpectedVersion: attribute(3, yes),
  lowLevel: attribute(4, yes),
});

const peerStatus: Codec<CfmPeerStatus> = attributes<CfmPeerStatus>({
  instance: attribute(1, u32),
  id: attribute(2, u32),
  lost: attribute(3, yes),
  defect: attribute(4, yes),
  portState: attribute(5, u8),
  linkState: attribute(6, u8),
  seen: attribute(7, yes),
  statesSeen: attribute(8, yes),
  unexpectedSequence: attribute(9, yes),
});

/** `IFLA_BRIDGE_CFM`. */
export const bridgeCfm: Codec<BridgeCfm> = attributes<BridgeCfm>({
  create: repeated(1, endPoint, NESTED),
  delete: repeated(2, attributes<OfCfmInstance>({ instance: attribute(1, u32) }), NESTED),
  configure: repeated(3, configuration, NESTED),
  supervise: repeated(4, supervision, NESTED),
  addPeer: repeated(5, peer, NESTED),
  removePeer: repeated(6, peer, NESTED),
  indicateDefect: repeated(7, defect, NESTED),
  transmit: repeated(8, transmission, NESTED),
  endPointInfo: repeated(9, endPoint, NESTED),
  configurationInfo: repeated(10, configuration, NESTED),
  supervisionInfo: repeated(11, supervision, NESTED),
  defectInfo: repeated(12, defect, NESTED),
  transmissionInfo: repeated(13, transmission, NESTED),
  peerInfo: repeated(14, peer, NESTED),
  statusInfo: repeated(15, status, NESTED),
  peerStatusInfo: repeated(16, peerStatus, NESTED),
});
