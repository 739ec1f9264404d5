import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { message } from "../../codec/message.ts";
import { enumeration } from "../../codec/names.ts";
import { u16, u32, u8 } from "../../codec/numbers.ts";
import { field } from "../../codec/struct.ts";

/** Whether a port is taken for one that leads to a multicast router (`MDB_RTR_TYPE_*`). */
export type MulticastRouterType = "disabled" | "temporaryQuery" | "permanent" | "temporary" | number;

/** The fixed part of what is said of a port: four bytes. */
export interface MulticastRouterPortHeader {
  /** Index of the port (`ifindex`). */
  readonly index: number;
}

/** The attributes of a port (`MDBA_ROUTER_PATTR_*`); the kernel tells none of them in events. */
export interface MulticastRouterPortAttributes extends Extensible {
  /** Time until the router is forgotten, in hundredths of a second; 0 for never (`MDBA_ROUTER_PATTR_TIMER`). */
  readonly timer?: number;
  /** Why the port is one (`MDBA_ROUTER_PATTR_TYPE`). */
  readonly type?: MulticastRouterType;
  /** The same time, of a router of IPv4 (`MDBA_ROUTER_PATTR_INET_TIMER`). */
  readonly inetTimer?: number;
  /** The same time, of a router of IPv6 (`MDBA_ROUTER_PATTR_INET6_TIMER`). */
  readonly inet6Timer?: number;
  /** The VLAN in which the port is one; absent for all (`MDBA_ROUTER_PATTR_VID`). */
  readonly vlan?: number;
}

/** A port that leads to a multicast router. */
export interface MulticastRouterPort extends MulticastRouterPortHeader, MulticastRouterPortAttributes {}

/** Those ports of a bridge that lead to multicast routers. */
export interface MulticastRouters extends Extensible {
  /** The ports (`MDBA_ROUTER_PORT`). */
  readonly ports?: readonly MulticastRouterPort[];
}

/** When a port is taken for one that leads to a multicast router. */
export const multicastRouterType: FixedCodec<MulticastRouterType> = enumeration(u8, {
  disabled: 0,
  temporaryQuery: 1,
  permanent: 2,
  temporary: 3,
});

/** `MDBA_ROUTER`. */
export const multicastRouters: Codec<MulticastRouters> = attributes<MulticastRouters>({
  ports: repeated(
    1,
    message<MulticastRouterPortHeader, MulticastRouterPortAttributes>(4, { index: field(0, u32) }, {
      timer: attribute(1, u32),
      type: attribute(2, multicastRouterType),
      inetTimer: attribute(3, u32),
      inet6Timer: attribute(4, u32),
      vlan: attribute(5, u16),
    }),
  ),
});
