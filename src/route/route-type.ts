import type { FixedCodec } from "../codec/codec.ts";
import { enumeration } from "../codec/names.ts";
import { u8 } from "../codec/numbers.ts";

/** What happens to packets of a route (`RTN_*`); a number where it has no name here. */
export type RouteType =
  | "unspec"
  | "unicast"
  | "local"
  | "broadcast"
  | "anycast"
  | "multicast"
  | "blackhole"
  | "unreachable"
  | "prohibit"
  | "throw"
  | "nat"
  | "xresolve"
  | number;

/** The type of a route or of a neighbor's destination. */
export const routeType: FixedCodec<RouteType> = enumeration(u8, {
  unspec: 0,
  unicast: 1,
  local: 2,
  broadcast: 3,
  anycast: 4,
  multicast: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
  throw: 9,
  nat: 10,
  xresolve: 11,
});
