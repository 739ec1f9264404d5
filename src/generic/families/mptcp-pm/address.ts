import { ipv4, ipv6 } from "../../../codec/address.ts";
import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { type IpFamily, ipFamily } from "../../../codec/ip-family.ts";
import { type Flags, flags } from "../../../codec/names.ts";
import { i32, u16, u32, u8 } from "../../../codec/numbers.ts";

/**
 * What an endpoint is for (`MPTCP_PM_ADDR_FLAG_*`): `signal` to be told to the peers, `subflow` to connect from, `backup`
 * while nothing else works, `fullmesh` to be connected with every address of the peer, `implicit` for one that the kernel
 * made itself, `laminar` to connect from to addresses that the peer tells.
 */
export type MptcpEndpointFlag = "signal" | "subflow" | "backup" | "fullmesh" | "implicit" | "laminar";

const FLAGS: Readonly<Record<MptcpEndpointFlag, number>> = {
  signal: 1,
  subflow: 2,
  backup: 4,
  fullmesh: 8,
  implicit: 16,
  laminar: 32,
};

/** An address that connections can use: an endpoint, or an end of one subflow. */
export interface MptcpAddress extends Extensible {
  /** Which of the two addresses there is (`MPTCP_PM_ADDR_ATTR_FAMILY`). */
  readonly family?: IpFamily | number;
  /** Number, from 1 to 255, which the kernel chooses where it is absent (`MPTCP_PM_ADDR_ATTR_ID`). */
  readonly id?: number;
  /** IPv4 address (`MPTCP_PM_ADDR_ATTR_ADDR4`). */
  readonly address4?: string;
  /** IPv6 address (`MPTCP_PM_ADDR_ATTR_ADDR6`). */
  readonly address6?: string;
  /** Port, 0 where it is that of the connection (`MPTCP_PM_ADDR_ATTR_PORT`). */
  readonly port?: number;
  /** What it is for (`MPTCP_PM_ADDR_ATTR_FLAGS`). */
  readonly flags?: Flags<MptcpEndpointFlag>;
  /** Index of the link that has to be used (`MPTCP_PM_ADDR_ATTR_IF_IDX`). */
  readonly linkIndex?: number;
}

/** `MPTCP_PM_ADDR_ATTR_*`. */
export const mptcpAddress: Codec<MptcpAddress> = attributes<MptcpAddress>({
  family: attribute(1, ipFamily),
  id: attribute(2, u8),
  address4: attribute(3, ipv4),
  address6: attribute(4, ipv6),
  port: attribute(5, u16),
  flags: attribute(6, flags(u32, FLAGS)),
  linkIndex: attribute(7, i32),
});
