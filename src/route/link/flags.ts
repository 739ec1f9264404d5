import type { FixedCodec } from "../../codec/codec.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { u32 } from "../../codec/numbers.ts";

/** A flag of a link (`IFF_*`). */
export type LinkFlag =
  | "up"
  | "broadcast"
  | "debug"
  | "loopback"
  | "pointToPoint"
  | "noTrailers"
  | "running"
  | "noArp"
  | "promiscuous"
  | "allMulticast"
  | "master"
  | "slave"
  | "multicast"
  | "portSelect"
  | "autoMedia"
  | "dynamic"
  | "lowerUp"
  | "dormant"
  | "echo";

/** The flags of a link, and which of them changed. */
export const linkFlags: FixedCodec<Flags<LinkFlag>> = flags<LinkFlag>(u32, {
  up: 1 << 0,
  broadcast: 1 << 1,
  debug: 1 << 2,
  loopback: 1 << 3,
  pointToPoint: 1 << 4,
  noTrailers: 1 << 5,
  running: 1 << 6,
  noArp: 1 << 7,
  promiscuous: 1 << 8,
  allMulticast: 1 << 9,
  master: 1 << 10,
  slave: 1 << 11,
  multicast: 1 << 12,
  portSelect: 1 << 13,
  autoMedia: 1 << 14,
  dynamic: 1 << 15,
  lowerUp: 1 << 16,
  dormant: 1 << 17,
  echo: 1 << 18,
});
