import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { u32, u8 } from "../../../codec/numbers.ts";
import { type MptcpAddress, mptcpAddress } from "./address.ts";

/** An endpoint of the network namespace, which any connection can use. */
export interface MptcpEndpoint extends Extensible {
  /** The endpoint (`MPTCP_PM_ENDPOINT_ADDR`). */
  readonly address?: MptcpAddress;
}

/** `MPTCP_PM_ENDPOINT_*`. */
export const mptcpEndpoint: Codec<MptcpEndpoint> = attributes<MptcpEndpoint>({
  address: attribute(1, mptcpAddress, { nested: true }),
});

/** What is said about connections, endpoints and limits; which of it, depends on the command. */
export interface MptcpMessage extends Extensible {
  /** An endpoint, or the own end of a subflow (`MPTCP_PM_ATTR_ADDR`). */
  readonly address?: MptcpAddress;
  /** How many addresses that a peer tells of are accepted for each connection (`MPTCP_PM_ATTR_RCV_ADD_ADDRS`). */
  readonly acceptedAddresses?: number;
  /** How many subflows a connection may have beside its first (`MPTCP_PM_ATTR_SUBFLOWS`). */
  readonly subflows?: number;
  /** Number by which a connection is known on this machine (`MPTCP_PM_ATTR_TOKEN`). */
  readonly token?: number;
  /** Number of an own address (`MPTCP_PM_ATTR_LOC_ID`). */
  readonly localId?: number;
  /** The end of the peer (`MPTCP_PM_ATTR_ADDR_REMOTE`). */
  readonly remoteAddress?: MptcpAddress;
}

/** `MPTCP_PM_ATTR_*`. */
export const mptcpMessage: Codec<MptcpMessage> = attributes<MptcpMessage>({
  address: attribute(1, mptcpAddress, { nested: true }),
  acceptedAddresses: attribute(2, u32),
  subflows: attribute(3, u32),
  token: attribute(4, u32),
  localId: attribute(5, u8),
  remoteAddress: attribute(6, mptcpAddress, { nested: true }),
});
