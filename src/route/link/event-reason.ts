import type { FixedCodec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { u32 } from "../../codec/numbers.ts";

/** Why the kernel announced a link (`IFLA_EVENT_*`); a number where the reason has no name here. */
export type LinkEventReason =
  | "none"
  | "reboot"
  | "features"
  | "bondingFailover"
  | "notifyPeers"
  | "igmpResend"
  | "bondingOptions"
  | number;

/** `IFLA_EVENT`. */
export const linkEventReason: FixedCodec<LinkEventReason> = enumeration(u32, {
  none: 0,
  reboot: 1,
  features: 2,
  bondingFailover: 3,
  notifyPeers: 4,
  igmpResend: 5,
  bondingOptions: 6,
});
