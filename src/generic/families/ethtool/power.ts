import { attribute, attributes, type Extensible, repeated } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../../codec/names.ts";
import { u32, uint } from "../../../codec/numbers.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** Whether a port may give power (`ETHTOOL_PODL_PSE_ADMIN_STATE_*`, `ETHTOOL_C33_PSE_ADMIN_STATE_*`). */
export type EthtoolPowerAdmin = "unknown" | "disabled" | "enabled";

const ADMIN_STATES: Readonly<Record<EthtoolPowerAdmin, number>> = {
  unknown: 1,
  disabled: 2,
  enabled: 3,
};

/** Whether power is given over one pair (`ETHTOOL_PODL_PSE_PW_D_STATUS_*`). */
export type EthtoolPodlStatus = "unknown" | "disabled" | "searching" | "delivering" | "sleep" | "idle" | "error";

const PODL_STATUSES: Readonly<Record<EthtoolPodlStatus, number>> = {
  unknown: 1,
  disabled: 2,
  searching: 3,
  delivering: 4,
  sleep: 5,
  idle: 6,
  error: 7,
};

/** Whether power is given over several pairs (`ETHTOOL_C33_PSE_PW_D_STATUS_*`). */
export type EthtoolPoeStatus = "unknown" | "disabled" | "searching" | "delivering" | "test" | "fault" | "otherFault";

const POE_STATUSES: Readonly<Record<EthtoolPoeStatus, number>> = {
  unknown: 1,
  disabled: 2,
  searching: 3,
  delivering: 4,
  test: 5,
  fault: 6,
  otherFault: 7,
};

/** Why power is not given (`ETHTOOL_C33_PSE_EXT_STATE_*`). */
export type EthtoolPoeState =
  | "none"
  | "errorCondition"
  | "mrMpsValid"
  | "mrPseEnable"
  | "optionDetectTed"
  | "optionVportLimit"
  | "overloadDetected"
  | "pdDllPowerType"
  | "powerNotAvailable"
  | "shortDetected";

const POE_STATES: Readonly<Record<EthtoolPoeState, number>> = {
  none: 0,
  errorCondition: 1,
  mrMpsValid: 2,
  mrPseEnable: 3,
  optionDetectTed: 4,
  optionVportLimit: 5,
  overloadDetected: 6,
  pdDllPowerType: 7,
  powerNotAvailable: 8,
  shortDetected: 9,
};

/** What happens to power, or to what it is given to (`ETHTOOL_PSE_EVENT_*`, `ETHTOOL_C33_PSE_EVENT_*`). */
export type EthtoolPowerEvent =
  | "overCurrent"
  | "overTemperature"
  | "detection"
  | "classification"
  | "disconnection"
  | "overBudget"
  | "softwarePowerControlError";

const EVENTS: Readonly<Record<EthtoolPowerEvent, number>> = {
  overCurrent: 1,
  overTemperature: 2,
  detection: 4,
  classification: 8,
  disconnection: 16,
  overBudget: 32,
  softwarePowerControlError: 64,
};

/** A range that a limit of power can be in (`ETHTOOL_A_C33_PSE_PW_LIMIT_*`). */
export interface EthtoolPowerLimits extends Extensible {
  /** Least power in milliwatts (`ETHTOOL_A_C33_PSE_PW_LIMIT_MIN`). */
  readonly minimum?: number;
  /** Most power in milliwatts (`ETHTOOL_A_C33_PSE_PW_LIMIT_MAX`). */
  readonly maximum?: number;
}

const powerLimits: Codec<EthtoolPowerLimits> = attributes<EthtoolPowerLimits>({
  minimum: attribute(1, u32),
  maximum: attribute(2, u32),
});

/**
 * The power that a link gives to the other side: over one pair (PoDL), or over several (PoE, clause 33 of IEEE 802.3)
 * (`ETHTOOL_A_PSE_*`).
 */
export interface EthtoolPower extends Extensible {
  /** Which link (`ETHTOOL_A_PSE_HEADER`). */
  readonly header?: EthtoolHeader;
  /** PoDL: whether it may give power (`ETHTOOL_A_PODL_PSE_ADMIN_STATE`). */
  readonly podlAdminState?: EthtoolPowerAdmin | number;
  /** PoDL: whether it shall be allowed to, in a request (`ETHTOOL_A_PODL_PSE_ADMIN_CONTROL`). */
  readonly podlAdminControl?: EthtoolPowerAdmin | number;
  /** PoDL: whether it gives power (`ETHTOOL_A_PODL_PSE_PW_D_STATUS`). */
  readonly podlPowerStatus?: EthtoolPodlStatus | number;
  /** PoE: whether it may give power (`ETHTOOL_A_C33_PSE_ADMIN_STATE`). */
  readonly poeAdminState?: EthtoolPowerAdmin | number;
  /** PoE: whether it shall be allowed to, in a request (`ETHTOOL_A_C33_PSE_ADMIN_CONTROL`). */
  readonly poeAdminControl?: EthtoolPowerAdmin | number;
  /** PoE: whether it gives power (`ETHTOOL_A_C33_PSE_PW_D_STATUS`). */
  readonly poePowerStatus?: EthtoolPoeStatus | number;
  /** PoE: the class of power that was agreed on, 1 to 8 (`ETHTOOL_A_C33_PSE_PW_CLASS`). */
  readonly poePowerClass?: number;
  /** PoE: power that is given now, in milliwatts (`ETHTOOL_A_C33_PSE_ACTUAL_PW`). */
  readonly poeActualPower?: number;
  /** PoE: why it is not given (`ETHTOOL_A_C33_PSE_EXT_STATE`). */
  readonly poeState?: EthtoolPoeState | number;
  /** PoE: what more is known of why, as that state numbers it (`ETHTOOL_A_C33_PSE_EXT_SUBSTATE`). */
  readonly poeSubstate?: number;
  /** PoE: most power that is given, in milliwatts (`ETHTOOL_A_C33_PSE_AVAIL_PW_LIMIT`). */
  readonly poePowerLimit?: number;
  /** PoE: what that limit can be (`ETHTOOL_A_C33_PSE_PW_LIMIT_RANGES`). */
  readonly poePowerLimitRanges?: readonly EthtoolPowerLimits[];
  /** Number of the supply that the link shares with others (`ETHTOOL_A_PSE_PW_D_ID`). */
  readonly domainId?: number;
  /** Largest number of a priority (`ETHTOOL_A_PSE_PRIO_MAX`). */
  readonly priorityMax?: number;
  /** Priority where the supply does not suffice for all, 0 the highest (`ETHTOOL_A_PSE_PRIO`). */
  readonly priority?: number;
}

/** `ETHTOOL_A_PSE_*`. */
export const power: Codec<EthtoolPower> = attributes<EthtoolPower>({
  header: attribute(1, header, { nested: true }),
  podlAdminState: attribute(2, enumeration(u32, ADMIN_STATES)),
  podlAdminControl: attribute(3, enumeration(u32, ADMIN_STATES)),
  podlPowerStatus: attribute(4, enumeration(u32, PODL_STATUSES)),
  poeAdminState: attribute(5, enumeration(u32, ADMIN_STATES)),
  poeAdminControl: attribute(6, enumeration(u32, ADMIN_STATES)),
  poePowerStatus: attribute(7, enumeration(u32, POE_STATUSES)),
  poePowerClass: attribute(8, u32),
  poeActualPower: attribute(9, u32),
  poeState: attribute(10, enumeration(u32, POE_STATES)),
  poeSubstate: attribute(11, u32),
  poePowerLimit: attribute(12, u32),
  poePowerLimitRanges: repeated(13, powerLimits, { nested: true }),
  domainId: attribute(14, u32),
  priorityMax: attribute(15, u32),
  priority: attribute(16, u32),
});

/** What happens to the power that a link gives (`ETHTOOL_A_PSE_NTF_*`). */
export interface EthtoolPowerReport extends Extensible {
  /** Which link (`ETHTOOL_A_PSE_NTF_HEADER`). */
  readonly header?: EthtoolHeader;
  /** What happens (`ETHTOOL_A_PSE_NTF_EVENTS`). */
  readonly events?: Flags<EthtoolPowerEvent>;
}

/** `ETHTOOL_A_PSE_NTF_*`. */
export const powerReport: Codec<EthtoolPowerReport> = attributes<EthtoolPowerReport>({
  header: attribute(1, header, { nested: true }),
  events: attribute(2, flags(uint, EVENTS)),
});
