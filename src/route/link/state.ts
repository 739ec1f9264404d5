import type { FixedCodec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { u8 } from "../../codec/numbers.ts";

/** Whether a link can carry packets (`IF_OPER_*`, RFC 2863); a number where the state has no name here. */
export type LinkState =
  | "unknown"
  | "notPresent"
  | "down"
  | "lowerLayerDown"
  | "testing"
  | "dormant"
  | "up"
  | number;

/** `IFLA_OPERSTATE`. */
export const linkState: FixedCodec<LinkState> = enumeration(u8, {
  unknown: 0,
  notPresent: 1,
  down: 2,
  lowerLayerDown: 3,
  testing: 4,
  dormant: 5,
  up: 6,
});
