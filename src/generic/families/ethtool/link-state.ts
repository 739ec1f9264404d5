import { attribute, attributes, chosen, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { boolean, u32, u8 } from "../../../codec/numbers.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** Why a link is down, as far as its driver knows (`ETHTOOL_LINK_EXT_STATE_*`). */
export type EthtoolExtendedState =
  | "autonegotiation"
  | "linkTrainingFailure"
  | "linkLogicalMismatch"
  | "badSignalIntegrity"
  | "noCable"
  | "cableIssue"
  | "eepromIssue"
  | "calibrationFailure"
  | "powerBudgetExceeded"
  | "overheat"
  | "module";

const EXTENDED_STATES: Readonly<Record<EthtoolExtendedState, number>> = {
  autonegotiation: 0,
  linkTrainingFailure: 1,
  linkLogicalMismatch: 2,
  badSignalIntegrity: 3,
  noCable: 4,
  cableIssue: 5,
  eepromIssue: 6,
  calibrationFailure: 7,
  powerBudgetExceeded: 8,
  overheat: 9,
  module: 10,
};

/** What more is known of why a link is down; the words belong to the extended state (`ETHTOOL_LINK_EXT_SUBSTATE_*`). */
export type EthtoolExtendedSubstate =
  | "noPartnerDetected"
  | "ackNotReceived"
  | "nextPageExchangeFailed"
  | "noPartnerDetectedForceMode"
  | "fecMismatchDuringOverride"
  | "noHighestCommonDenominator"
  | "krFrameLockNotAcquired"
  | "krLinkInhibitTimeout"
  | "krLinkPartnerDidNotSetReceiverReady"
  | "remoteFault"
  | "pcsDidNotAcquireBlockLock"
  | "pcsDidNotAcquireAmLock"
  | "pcsDidNotGetAlignStatus"
  | "fcFecIsNotLocked"
  | "rsFecIsNotLocked"
  | "largeNumberOfPhysicalErrors"
  | "unsupportedRate"
  | "serdesReferenceClockLost"
  | "serdesAlos"
  | "unsupportedCable"
  | "cableTestFailure"
  | "cmisNotReady";

/** The substates of an extended state, numbered from 1. */
function substates(...names: readonly EthtoolExtendedSubstate[]): Codec<EthtoolExtendedSubstate | number> {
  // Some of the words, each with its number.
  const numbers = Object.fromEntries(names.map((name, i) => [name, i + 1])) as Record<EthtoolExtendedSubstate, number>;
  return enumeration(u8, numbers);
}

const SUBSTATES: Readonly<Record<string, Codec<EthtoolExtendedSubstate | number>>> = {
  autonegotiation: substates(
    "noPartnerDetected",
    "ackNotReceived",
    "nextPageExchangeFailed",
    "noPartnerDetectedForceMode",
    "fecMismatchDuringOverride",
    "noHighestCommonDenominator",
  ),
  linkTrainingFailure: substates(
    "krFrameLockNotAcquired",
    "krLinkInhibitTimeout",
    "krLinkPartnerDidNotSetReceiverReady",
    "remoteFault",
  ),
  linkLogicalMismatch: substates(
    "pcsDidNotAcquireBlockLock",
    "pcsDidNotAcquireAmLock",
    "pcsDidNotGetAlignStatus",
    "fcFecIsNotLocked",
    "rsFecIsNotLocked",
  ),
  badSignalIntegrity: substates(
    "largeNumberOfPhysicalErrors",
    "unsupportedRate",
    "serdesReferenceClockLost",
    "serdesAlos",
  ),
  cableIssue: substates("unsupportedCable", "cableTestFailure"),
  module: substates("cmisNotReady"),
};

/** Whether a link is up, and why not (`ETHTOOL_A_LINKSTATE_*`). */
export interface EthtoolLinkState extends Extensible {
  /** Which link (`ETHTOOL_A_LINKSTATE_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Whether the link is up (`ETHTOOL_A_LINKSTATE_LINK`). */
  readonly link?: boolean;
  /** How good the signal is, up to `signalQualityMax` (`ETHTOOL_A_LINKSTATE_SQI`). */
  readonly signalQuality?: number;
  /** How good it can be (`ETHTOOL_A_LINKSTATE_SQI_MAX`). */
  readonly signalQualityMax?: number;
  /** Why the link is down (`ETHTOOL_A_LINKSTATE_EXT_STATE`). */
  readonly extendedState?: EthtoolExtendedState | number;
  /**
   * What more is known of that; one that belongs to no state stays in `unknown` (`ETHTOOL_A_LINKSTATE_EXT_SUBSTATE`).
   */
  readonly extendedSubstate?: EthtoolExtendedSubstate | number;
  /** How often the link went down (`ETHTOOL_A_LINKSTATE_EXT_DOWN_CNT`). */
  readonly downCount?: number;
}

/** `ETHTOOL_A_LINKSTATE_*`. */
export const linkState: Codec<EthtoolLinkState> = attributes<EthtoolLinkState>({
  header: attribute(1, header, { nested: true }),
  link: attribute(2, boolean(u8)),
  signalQuality: attribute(3, u32),
  signalQualityMax: attribute(4, u32),
  extendedState: attribute(5, enumeration(u8, EXTENDED_STATES)),
  extendedSubstate: chosen(
    6,
    SUBSTATES,
    ({ extendedState }: EthtoolLinkState) => extendedState === undefined ? undefined : `${extendedState}`,
    { late: true, by: "extendedState" },
  ),
  downCount: attribute(7, u32),
});
