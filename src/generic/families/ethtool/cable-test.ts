import { attribute, attributes, type Extensible, repeated } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { i16, u32, u8 } from "../../../codec/numbers.ts";
import { type EthtoolHeader, header } from "./header.ts";

/** A pair of wires (`ETHTOOL_A_CABLE_PAIR_*`). */
export type EthtoolCablePair = "a" | "b" | "c" | "d";

const PAIRS: Readonly<Record<EthtoolCablePair, number>> = {
  a: 0,
  b: 1,
  c: 2,
  d: 3,
};

/** What is wrong with a pair (`ETHTOOL_A_CABLE_RESULT_CODE_*`). */
export type EthtoolCableResult =
  | "unspecified"
  | "ok"
  | "open"
  | "sameShort"
  | "crossShort"
  | "impedanceMismatch"
  | "noise"
  | "resolutionNotPossible";

const RESULTS: Readonly<Record<EthtoolCableResult, number>> = {
  unspecified: 0,
  ok: 1,
  open: 2,
  sameShort: 3,
  crossShort: 4,
  impedanceMismatch: 5,
  noise: 6,
  resolutionNotPossible: 7,
};

/** How a result was found: by an echo, or from the signal while the link is up (`ETHTOOL_A_CABLE_INF_SRC_*`). */
export type EthtoolCableSource = "unspecified" | "tdr" | "alcd";

const SOURCES: Readonly<Record<EthtoolCableSource, number>> = {
  unspecified: 0,
  tdr: 1,
  alcd: 2,
};

/** How far a test is (`ETHTOOL_A_CABLE_TEST_NTF_STATUS_*`). */
export type EthtoolCableStatus = "unspecified" | "started" | "completed";

const STATUSES: Readonly<Record<EthtoolCableStatus, number>> = {
  unspecified: 0,
  started: 1,
  completed: 2,
};

/** What was found of a pair (`ETHTOOL_A_CABLE_RESULT_*`). */
export interface EthtoolCablePairResult extends Extensible {
  /** The pair (`ETHTOOL_A_CABLE_RESULT_PAIR`). */
  readonly pair?: EthtoolCablePair | number;
  /** What is wrong with it (`ETHTOOL_A_CABLE_RESULT_CODE`). */
  readonly code?: EthtoolCableResult | number;
  /** How it was found (`ETHTOOL_A_CABLE_RESULT_SRC`). */
  readonly source?: EthtoolCableSource | number;
}

const pairResult: Codec<EthtoolCablePairResult> = attributes<EthtoolCablePairResult>({
  pair: attribute(1, enumeration(u8, PAIRS)),
  code: attribute(2, enumeration(u8, RESULTS)),
  source: attribute(3, enumeration(u32, SOURCES)),
});

/** Where a pair is broken (`ETHTOOL_A_CABLE_FAULT_LENGTH_*`). */
export interface EthtoolCableFault extends Extensible {
  /** The pair (`ETHTOOL_A_CABLE_FAULT_LENGTH_PAIR`). */
  readonly pair?: EthtoolCablePair | number;
  /** How far from here, in centimeters (`ETHTOOL_A_CABLE_FAULT_LENGTH_CM`). */
  readonly centimeters?: number;
  /** How it was found (`ETHTOOL_A_CABLE_FAULT_LENGTH_SRC`). */
  readonly source?: EthtoolCableSource | number;
}

const cableFault: Codec<EthtoolCableFault> = attributes<EthtoolCableFault>({
  pair: attribute(1, enumeration(u8, PAIRS)),
  centimeters: attribute(2, u32),
  source: attribute(3, enumeration(u32, SOURCES)),
});

/** What a test found (`ETHTOOL_A_CABLE_NEST_*`). */
export interface EthtoolCableResults extends Extensible {
  /** The pairs (`ETHTOOL_A_CABLE_NEST_RESULT`). */
  readonly pairs?: readonly EthtoolCablePairResult[];
  /** The faults that have a place (`ETHTOOL_A_CABLE_NEST_FAULT_LENGTH`). */
  readonly faults?: readonly EthtoolCableFault[];
}

const cableResults: Codec<EthtoolCableResults> = attributes<EthtoolCableResults>({
  pairs: repeated(1, pairResult, { nested: true }),
  faults: repeated(2, cableFault, { nested: true }),
});

/** A test of a cable (`ETHTOOL_A_CABLE_TEST_*`). */
export interface EthtoolCableTest extends Extensible {
  /** Which link (`ETHTOOL_A_CABLE_TEST_HEADER`). */
  readonly header?: EthtoolHeader;
}

/** `ETHTOOL_A_CABLE_TEST_*`. */
export const cableTest: Codec<EthtoolCableTest> = attributes<EthtoolCableTest>({
  header: attribute(1, header, { nested: true }),
});

/** What a test tells: that it began, or what it found (`ETHTOOL_A_CABLE_TEST_NTF_*`). */
export interface EthtoolCableTestReport extends Extensible {
  /** Which link (`ETHTOOL_A_CABLE_TEST_NTF_HEADER`). */
  readonly header?: EthtoolHeader;
  /** How far the test is (`ETHTOOL_A_CABLE_TEST_NTF_STATUS`). */
  readonly status?: EthtoolCableStatus | number;
  /** What it found (`ETHTOOL_A_CABLE_TEST_NTF_NEST`). */
  readonly results?: EthtoolCableResults;
}

/** `ETHTOOL_A_CABLE_TEST_NTF_*`. */
export const cableTestReport: Codec<EthtoolCableTestReport> = attributes<EthtoolCableTestReport>({
  header: attribute(1, header, { nested: true }),
  status: attribute(2, enumeration(u8, STATUSES)),
  results: attribute(3, cableResults, { nested: true }),
});

/** Where a test measures echoes (`ETHTOOL_A_CABLE_TEST_TDR_CFG_*`). */
export interface EthtoolTdrSettings extends Extensible {
  /** Where it begins, in centimeters (`ETHTOOL_A_CABLE_TEST_TDR_CFG_FIRST`). */
  readonly first?: number;
  /** Where it ends, in centimeters (`ETHTOOL_A_CABLE_TEST_TDR_CFG_LAST`). */
  readonly last?: number;
  /** From one place to the next, in centimeters (`ETHTOOL_A_CABLE_TEST_TDR_CFG_STEP`). */
  readonly step?: number;
  /** The only pair, of all that there are (`ETHTOOL_A_CABLE_TEST_TDR_CFG_PAIR`). */
  readonly pair?: EthtoolCablePair | number;
}

const tdrSettings: Codec<EthtoolTdrSettings> = attributes<EthtoolTdrSettings>({
  first: attribute(1, u32),
  last: attribute(2, u32),
  step: attribute(3, u32),
  pair: attribute(4, enumeration(u8, PAIRS)),
});

/** A test of a cable that measures echoes (time domain reflectometry) (`ETHTOOL_A_CABLE_TEST_TDR_*`). */
export interface EthtoolTdrTest extends Extensible {
  /** Which link (`ETHTOOL_A_CABLE_TEST_TDR_HEADER`). */
  readonly header?: EthtoolHeader;
  /** Where it measures; absent for as far as the device can (`ETHTOOL_A_CABLE_TEST_TDR_CFG`). */
  readonly settings?: EthtoolTdrSettings;
}

/** `ETHTOOL_A_CABLE_TEST_TDR_*`. */
export const tdrTest: Codec<EthtoolTdrTest> = attributes<EthtoolTdrTest>({
  header: attribute(1, header, { nested: true }),
  settings: attribute(2, tdrSettings, { nested: true }),
});

/** Where echoes were measured (`ETHTOOL_A_CABLE_STEP_*`). */
export interface EthtoolTdrStep extends Extensible {
  /** Where it began, in centimeters (`ETHTOOL_A_CABLE_STEP_FIRST_DISTANCE`). */
  readonly firstDistance?: number;
  /** Where it ended, in centimeters (`ETHTOOL_A_CABLE_STEP_LAST_DISTANCE`). */
  readonly lastDistance?: number;
  /** From one place to the next, in centimeters (`ETHTOOL_A_CABLE_STEP_STEP_DISTANCE`). */
  readonly stepDistance?: number;
}

const tdrStep: Codec<EthtoolTdrStep> = attributes<EthtoolTdrStep>({
  firstDistance: attribute(1, u32),
  lastDistance: attribute(2, u32),
  stepDistance: attribute(3, u32),
});

/** An echo (`ETHTOOL_A_CABLE_AMPLITUDE_*`). */
export interface EthtoolTdrAmplitude extends Extensible {
  /** The pair (`ETHTOOL_A_CABLE_AMPLITUDE_PAIR`). */
  readonly pair?: EthtoolCablePair | number;
  /** How strong it was, in millivolts (`ETHTOOL_A_CABLE_AMPLITUDE_mV`). */
  readonly millivolts?: number;
}

const tdrAmplitude: Codec<EthtoolTdrAmplitude> = attributes<EthtoolTdrAmplitude>({
  pair: attribute(1, enumeration(u8, PAIRS)),
  millivolts: attribute(2, i16),
});

/** What was sent to get an echo (`ETHTOOL_A_CABLE_PULSE_*`). */
export interface EthtoolTdrPulse extends Extensible {
  /** How strong it was, in millivolts (`ETHTOOL_A_CABLE_PULSE_mV`). */
  readonly millivolts?: number;
}

const tdrPulse: Codec<EthtoolTdrPulse> = attributes<EthtoolTdrPulse>({
  millivolts: attribute(1, i16),
});

/** What was measured (`ETHTOOL_A_CABLE_TDR_NEST_*`). */
export interface EthtoolTdrResults extends Extensible {
  /** The places (`ETHTOOL_A_CABLE_TDR_NEST_STEP`). */
  readonly step?: EthtoolTdrStep;
  /** The echoes, place by place (`ETHTOOL_A_CABLE_TDR_NEST_AMPLITUDE`). */
  readonly amplitudes?: readonly EthtoolTdrAmplitude[];
  /** What was sent, place by place (`ETHTOOL_A_CABLE_TDR_NEST_PULSE`). */
  readonly pulses?: readonly EthtoolTdrPulse[];
}

const tdrResults: Codec<EthtoolTdrResults> = attributes<EthtoolTdrResults>({
  step: attribute(1, tdrStep, { nested: true }),
  amplitudes: repeated(2, tdrAmplitude, { nested: true }),
  pulses: repeated(3, tdrPulse, { nested: true }),
});

/** What such a test tells: that it began, or what it measured (`ETHTOOL_A_CABLE_TEST_TDR_NTF_*`). */
export interface EthtoolTdrReport extends Extensible {
  /** Which link (`ETHTOOL_A_CABLE_TEST_TDR_NTF_HEADER`). */
  readonly header?: EthtoolHeader;
  /** How far the test is (`ETHTOOL_A_CABLE_TEST_TDR_NTF_STATUS`). */
  readonly status?: EthtoolCableStatus | number;
  /** What it measured (`ETHTOOL_A_CABLE_TEST_TDR_NTF_NEST`). */
  readonly results?: EthtoolTdrResults;
}

/** `ETHTOOL_A_CABLE_TEST_TDR_NTF_*`. */
export const tdrReport: Codec<EthtoolTdrReport> = attributes<EthtoolTdrReport>({
  header: attribute(1, header, { nested: true }),
  status: attribute(2, enumeration(u8, STATUSES)),
  results: attribute(3, tdrResults, { nested: true }),
});
