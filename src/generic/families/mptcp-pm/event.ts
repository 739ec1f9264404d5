import { ipv4, ipv6 } from "../../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { type IpFamily, ipFamily } from "../../../codec/ip-family.ts";
import { enumeration, type Flags, flags } from "../../../codec/names.ts";
import { be16, boolean, i32, u16, u32, u8 } from "../../../codec/numbers.ts";

/** What the ends of a connection are, and do not want (`MPTCP_PM_EV_FLAG_*`). */
export type MptcpEventFlag = "denyJoinId0" | "serverSide";

/** Why a subflow was reset (`MPTCP_RST_*`, RFC 8684 section 3.6). */
export type MptcpResetReason =
  | "unspecified"
  | "mptcp"
  | "resources"
  | "prohibited"
  | "tooMuchData"
  | "badPerformance"
  | "middlebox";

const RESET_REASONS: Readonly<Record<MptcpResetReason, number>> = {
  unspecified: 0,
  mptcp: 1,
  resources: 2,
  prohibited: 3,
  tooMuchData: 4,
  badPerformance: 5,
  middlebox: 6,
};

/** What is announced of a connection, or of a subflow of it; which of it, depends on the event. */
export interface MptcpEvent extends Extensible {
  /** Number by which the connection is known on this machine (`MPTCP_ATTR_TOKEN`). */
  readonly token?: number;
  /** Which addresses there are (`MPTCP_ATTR_FAMILY`). */
  readonly family?: IpFamily | number;
  /** Number of the own address, 0 for that of the first subflow (`MPTCP_ATTR_LOC_ID`). */
  readonly localId?: number;
  /** Number of the peer's address, 0 for that of the first subflow (`MPTCP_ATTR_REM_ID`). */
  readonly remoteId?: number;
  /** Own address (`MPTCP_ATTR_SADDR4`). */
  readonly source4?: string;
  /** Own address (`MPTCP_ATTR_SADDR6`). */
  readonly source6?: string;
  /** Address of the peer (`MPTCP_ATTR_DADDR4`). */
  readonly destination4?: string;
  /** Address of the peer (`MPTCP_ATTR_DADDR6`). */
  readonly destination6?: string;
  /** Own port (`MPTCP_ATTR_SPORT`). */
  readonly sourcePort?: number;
  /** Port of the peer (`MPTCP_ATTR_DPORT`). */
  readonly destinationPort?: number;
  /** Whether the subflow is used while nothing else works alone (`MPTCP_ATTR_BACKUP`). */
  readonly backup?: boolean;
  /** Number of the error that ended the subflow (`MPTCP_ATTR_ERROR`). */
  readonly error?: number;
  /** What the ends are, and do not want (`MPTCP_ATTR_FLAGS`). */
  readonly flags?: Flags<MptcpEventFlag>;
  /** Not told by any kernel yet (`MPTCP_ATTR_TIMEOUT`). */
  readonly timeout?: number;
  /** Index of the link (`MPTCP_ATTR_IF_IDX`). */
  readonly linkIndex?: number;
  /** Why the subflow was reset (`MPTCP_ATTR_RESET_REASON`). */
  readonly resetReason?: MptcpResetReason | number;
  /** Bits of the reset, 1 where it may be tried again (`MPTCP_ATTR_RESET_FLAGS`). */
  readonly resetFlags?: number;
  /** Whether the peer began the connection (`MPTCP_ATTR_SERVER_SIDE`). */
  readonly serverSide?: boolean;
}

/** `MPTCP_ATTR_*`. */
export const mptcpEvent: Codec<MptcpEvent> = attributes<MptcpEvent>({
  token: attribute(1, u32),
  family: attribute(2, ipFamily),
  localId: attribute(3, u8),
  remoteId: attribute(4, u8),
  source4: attribute(5, ipv4),
  source6: attribute(6, ipv6),
  destination4: attribute(7, ipv4),
  destination6: attribute(8, ipv6),
  sourcePort: attribute(9, be16),
  destinationPort: attribute(10, be16),
  backup: attribute(11, boolean(u8)),
  error: attribute(12, u8),
  flags: attribute(13, flags<MptcpEventFlag>(u16, { denyJoinId0: 1, serverSide: 2 })),
  timeout: attribute(14, u32),
  linkIndex: attribute(15, i32),
  resetReason: attribute(16, enumeration(u32, RESET_REASONS)),
  resetFlags: attribute(17, u32),
  serverSide: attribute(18, boolean(u8)),
});
