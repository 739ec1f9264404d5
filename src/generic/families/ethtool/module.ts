import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { u32, u8, uint } from "../../../codec/numbers.ts";
import { cstring } from "../../../codec/text.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** When a module may draw much power: always, or while its link is up (`ETHTOOL_MODULE_POWER_MODE_POLICY_*`). */
export type EthtoolModulePowerPolicy = "high" | "auto";

const POWER_POLICIES: Readonly<Record<EthtoolModulePowerPolicy, number>> = {
  high: 1,
  auto: 2,
};

/** How much power a module may draw (`ETHTOOL_MODULE_POWER_MODE_*`). */
export type EthtoolModulePower = "low" | "high";

const POWER_MODES: Readonly<Record<EthtoolModulePower, number>> = {
  low: 1,
  high: 2,
};

/** How far new firmware is (`ETHTOOL_MODULE_FW_FLASH_STATUS_*`). */
export type EthtoolFlashStatus = "started" | "inProgress" | "completed" | "error";

const FLASH_STATUSES: Readonly<Record<EthtoolFlashStatus, number>> = {
  started: 1,
  inProgress: 2,
  completed: 3,
  error: 4,
};

/** The power of the pluggable module of a link (`ETHTOOL_A_MODULE_*`). */
export interface EthtoolModule extends Extensible {
  /** Which link (`ETHTOOL_A_MODULE_HEADER`). */
  readonly header?: EthtoolHeader;
  /** When it may draw much (`ETHTOOL_A_MODULE_POWER_MODE_POLICY`). */
  readonly powerModePolicy?: EthtoolModulePowerPolicy | number;
  /** How much it may draw now (`ETHTOOL_A_MODULE_POWER_MODE`). */
  readonly powerMode?: EthtoolModulePower | number;
}

/** `ETHTOOL_A_MODULE_*`. */
export const module: Codec<EthtoolModule> = attributes<EthtoolModule>({
  header: attribute(1, header, { nested: true }),
  powerModePolicy: attribute(2, enumeration(u8, POWER_POLICIES)),
  powerMode: attribute(3, enumeration(u8, POWER_MODES)),
});

/** New firmware for the module of a link: what is asked for, and how far it is (`ETHTOOL_A_MODULE_FW_FLASH_*`). */
export interface EthtoolModuleFlash extends Extensible {
  /** Which link (`ETHTOOL_A_MODULE_FW_FLASH_HEADER`). */
  readonly header?: EthtoolHeader;
  /**
   * File with the firmware, below the folders where the kernel looks for such (`ETHTOOL_A_MODULE_FW_FLASH_FILE_NAME`).
   */
  readonly fileName?: string;
  /** Password of the module (`ETHTOOL_A_MODULE_FW_FLASH_PASSWORD`). */
  readonly password?: number;
  /** How far it is (`ETHTOOL_A_MODULE_FW_FLASH_STATUS`). */
  readonly status?: EthtoolFlashStatus | number;
  /** What the module says to it (`ETHTOOL_A_MODULE_FW_FLASH_STATUS_MSG`). */
  readonly statusMessage?: string;
  /** Bytes that are written (`ETHTOOL_A_MODULE_FW_FLASH_DONE`). */
  readonly done?: number | bigint;
  /** Bytes of the firmware (`ETHTOOL_A_MODULE_FW_FLASH_TOTAL`). */
  readonly total?: number | bigint;
}

/** `ETHTOOL_A_MODULE_FW_FLASH_*`. */
export const moduleFlash: Codec<EthtoolModuleFlash> = attributes<EthtoolModuleFlash>({
  header: attribute(1, header, { nested: true }),
  fileName: attribute(2, cstring),
  password: attribute(3, u32),
  status: attribute(4, enumeration(u32, FLASH_STATUSES)),
  statusMessage: attribute(5, cstring),
  done: attribute(6, uint),
  total: attribute(7, uint),
});
