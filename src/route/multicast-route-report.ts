import { ip } from "../codec/address.ts";
import { attribute, type Extensible } from "../codec/attributes.ts";
import { message, type MessageCodec } from "../codec/message.ts";
import { enumeration } from "../codec/names.ts";
import { u32, u8 } from "../codec/numbers.ts";
import { field } from "../codec/struct.ts";
import { bytes } from "../codec/text.ts";
import { type Family, family } from "./family.ts";
import type { Action, MessageInfo, Noun } from "./noun.ts";

/** What a report is about (`IGMPMSG_*`, `MRT6MSG_*`); a number where it has no name here. */
export type MulticastRouteReportType =
  | "noCache"
  | "wrongInterface"
  | "wholePacket"
  | "wrongInterfaceWholePacket"
  | number;

/** The fixed part of a report (`struct rtgenmsg`). */
export interface MulticastRouteReportHeader {
  /** `"ipmr"` or `"ip6mr"` (`rtgen_family`). */
  readonly family: Family;
}

/** The attributes of a report (`IPMRA_CREPORT_*`). */
export interface MulticastRouteReportAttributes extends Extensible {
  /** What it is about: a packet without a route, one that came in by another link, or the packet (`IPMRA_CREPORT_MSGTYPE`). */
  readonly reportType?: MulticastRouteReportType;
  /** Number of the interface among those of multicast routing, not that of its link (`IPMRA_CREPORT_VIF_ID`). */
  readonly interfaceId?: number;
  /** Source of the packet (`IPMRA_CREPORT_SRC_ADDR`). */
  readonly source?: string;
  /** Group that the packet is for (`IPMRA_CREPORT_DST_ADDR`). */
  readonly destination?: string;
  /** The packet, as far as it is told (`IPMRA_CREPORT_PKT`). */
  readonly packet?: Uint8Array;
  /** The multicast routing table (`IPMRA_CREPORT_TABLE`). */
  readonly table?: number;
}

/** A question of the kernel to the program that routes multicast packets. */
export interface MulticastRouteReport extends MulticastRouteReportHeader, MulticastRouteReportAttributes {}

/** Every report: `struct rtgenmsg` and `IPMRA_CREPORT_*`. */
export const multicastRouteReportMessage: MessageCodec<MulticastRouteReport> = message<
  MulticastRouteReportHeader,
  MulticastRouteReportAttributes
>(1, { family: field(0, family) }, {
  reportType: attribute(
    1,
    enumeration(u8, { noCache: 1, wrongInterface: 2, wholePacket: 3, wrongInterfaceWholePacket: 4 }),
  ),
  interfaceId: attribute(2, u32),
  source: attribute(3, ip),
  destination: attribute(4, ip),
  packet: attribute(5, bytes),
  table: attribute(6, u32),
});

/** The kernel asks the program that routes multicast packets. */
export interface MulticastRouteReportEvent {
  /** Tells what the event is about. */
  readonly type: "multicastRouteReport";
  /** Always `new`. */
  readonly action: Action;
  /** What it asks. */
  readonly multicastRouteReport: MulticastRouteReport;
  /** The message that told it. */
  readonly message: MessageInfo;
}

/** Reports to programs that route multicast packets: `RTM_NEWCACHEREPORT`. They are only told of, and cannot be listed. */
export const multicastRouteReportNoun: Noun<MulticastRouteReport, MulticastRouteReportEvent> = {
  kernelName: "CACHEREPORT",
  newType: 96,
  // RTNLGRP_IPV4_MROUTE_R, RTNLGRP_IPV6_MROUTE_R
  groups: [30, 31],
  codec: multicastRouteReportMessage,
  event: (action, multicastRouteReport, message) => ({
    type: "multicastRouteReport",
    action,
    multicastRouteReport,
    message,
  }),
};
