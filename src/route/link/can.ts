import { array } from "../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { u16, u32 } from "../../codec/numbers.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { text } from "../../codec/text.ts";

/** How a CAN controller works (`CAN_CTRLMODE_*`). */
export type CanMode =
  | "loopback"
  | "listenOnly"
  | "tripleSampling"
  | "oneShot"
  | "busErrorReporting"
  | "fd"
  | "presumeAck"
  | "fdNonIso"
  | "rawLength"
  | "tdcAuto"
  | "tdcManual"
  | "restricted"
  | "xl"
  | "xlTdcAuto"
  | "xlTdcManual"
  | "xlTransceiverSwitching";

/** The parts of a bit on the bus, each as a number of time quanta (`struct can_bittiming`). */
export interface CanBitTiming extends Grown {
  /** Bits in a second (`bitrate`). */
  readonly bitrate: number;
  /** Where in a bit its value is taken, in tenths of a percent (`sample_point`). */
  readonly samplePoint: number;
  /** Length of a time quantum in nanoseconds (`tq`). */
  readonly timeQuantum: number;
  /** Propagation segment (`prop_seg`). */
  readonly propagationSegment: number;
  /** First phase segment (`phase_seg1`). */
  readonly phaseSegment1: number;
  /** Second phase segment (`phase_seg2`). */
  readonly phaseSegment2: number;
  /** By how much the phases may be moved (`sjw`). */
  readonly synchronizationJumpWidth: number;
  /** By how much the clock is divided (`brp`). */
  readonly prescaler: number;
}

/** What a controller allows for a {@linkcode CanBitTiming} (`struct can_bittiming_const`). */
export interface CanBitTimingLimits extends Grown {
  /** Name of the hardware, up to 16 bytes (`name`). */
  readonly name: string;
  /** Shortest first segment, with the propagation in it (`tseg1_min`). */
  readonly segment1Min: number;
  /** Longest first segment (`tseg1_max`). */
  readonly segment1Max: number;
  /** Shortest second segment (`tseg2_min`). */
  readonly segment2Min: number;
  /** Longest second segment (`tseg2_max`). */
  readonly segment2Max: number;
  /** Largest jump width (`sjw_max`). */
  readonly synchronizationJumpWidthMax: number;
  /** Smallest divisor of the clock (`brp_min`). */
  readonly prescalerMin: number;
  /** Largest divisor of the clock (`brp_max`). */
  readonly prescalerMax: number;
  /** Step between divisors (`brp_inc`). */
  readonly prescalerStep: number;
}

/** The clock of a controller (`struct can_clock`). */
export interface CanClock extends Grown {
  /** Ticks in a second (`freq`). */
  readonly frequency: number;
}

/** How a controller works, and what of it a request changes (`struct can_ctrlmode`). */
export interface CanModes extends Grown {
  /** What a request changes (`mask`). */
  readonly mask: Flags<CanMode>;
  /** What is on (`flags`). */
  readonly flags: Flags<CanMode>;
}

/** Errors on the bus, which decide about the state (`struct can_berr_counter`). */
export interface CanErrorCounter extends Grown {
  /** Errors in sending (`txerr`). */
  readonly transmit: number;
  /** Errors in receiving (`rxerr`). */
  readonly receive: number;
}

/** What a controller counts (`struct can_device_stats`). */
export interface CanStats extends Grown {
  /** Errors on the bus (`bus_error`). */
  readonly busErrors: number;
  /** How often there were many errors (`error_warning`). */
  readonly errorWarnings: number;
  /** How often there were so many that the controller became passive (`error_passive`). */
  readonly errorPassive: number;
  /** How often it left the bus (`bus_off`). */
  readonly busOff: number;
  /** How often another sender came first (`arbitration_lost`). */
  readonly arbitrationLost: number;
  /** How often it was started again (`restarts`). */
  readonly restarts: number;
}

/** By how much the delay of the transceiver is made up for (`IFLA_CAN_TDC`, `IFLA_CAN_XL_TDC`). */
export interface CanDelayCompensation extends Extensible {
  /** Smallest measured delay (`IFLA_CAN_TDC_TDCV_MIN`). */
  readonly valueMin?: number;
  /** Largest measured delay (`IFLA_CAN_TDC_TDCV_MAX`). */
  readonly valueMax?: number;
  /** Smallest offset (`IFLA_CAN_TDC_TDCO_MIN`). */
  readonly offsetMin?: number;
  /** Largest offset (`IFLA_CAN_TDC_TDCO_MAX`). */
  readonly offsetMax?: number;
  /** Smallest filter window (`IFLA_CAN_TDC_TDCF_MIN`). */
  readonly filterMin?: number;
  /** Largest filter window (`IFLA_CAN_TDC_TDCF_MAX`). */
  readonly filterMax?: number;
  /** The delay (`IFLA_CAN_TDC_TDCV`). */
  readonly value?: number;
  /** What is added to it (`IFLA_CAN_TDC_TDCO`). */
  readonly offset?: number;
  /** The filter window (`IFLA_CAN_TDC_TDCF`). */
  readonly filter?: number;
}

/** What else belongs to the modes (`IFLA_CAN_CTRLMODE_EXT`). */
export interface CanModesExtension extends Extensible {
  /** Modes that the controller can change (`IFLA_CAN_CTRLMODE_SUPPORTED`). */
  readonly supported?: Flags<CanMode>;
}

/** Lengths of pulses on the line of CAN XL, in clock ticks (`IFLA_CAN_XL_PWM`). */
export interface CanPulses extends Extensible {
  /** Smallest short phase (`IFLA_CAN_PWM_PWMS_MIN`). */
  readonly shortMin?: number;
  /** Largest short phase (`IFLA_CAN_PWM_PWMS_MAX`). */
  readonly shortMax?: number;
  /** Smallest long phase (`IFLA_CAN_PWM_PWML_MIN`). */
  readonly longMin?: number;
  /** Largest long phase (`IFLA_CAN_PWM_PWML_MAX`). */
  readonly longMax?: number;
  /** Smallest offset (`IFLA_CAN_PWM_PWMO_MIN`). */
  readonly offsetMin?: number;
  /** Largest offset (`IFLA_CAN_PWM_PWMO_MAX`). */
  readonly offsetMax?: number;
  /** The short phase (`IFLA_CAN_PWM_PWMS`). */
  readonly short?: number;
  /** The long phase (`IFLA_CAN_PWM_PWML`). */
  readonly long?: number;
  /** The offset (`IFLA_CAN_PWM_PWMO`). */
  readonly offset?: number;
}

/** The data of a link of the kind `can`: a controller of the bus. */
export interface CanData extends Extensible {
  /** The parts of a bit (`IFLA_CAN_BITTIMING`). */
  readonly bitTiming?: CanBitTiming;
  /** What the controller allows for them (`IFLA_CAN_BITTIMING_CONST`). */
  readonly bitTimingLimits?: CanBitTimingLimits;
  /** The clock (`IFLA_CAN_CLOCK`). */
  readonly clock?: CanClock;
  /** What errors have made of the controller; a number where it has no name here (`IFLA_CAN_STATE`). */
  readonly state?: "errorActive" | "errorWarning" | "errorPassive" | "busOff" | "stopped" | "sleeping" | number;
  /** How the controller works (`IFLA_CAN_CTRLMODE`). */
  readonly modes?: CanModes;
  /** Milliseconds after which it returns to the bus; 0 for never (`IFLA_CAN_RESTART_MS`). */
  readonly restartDelay?: number;
  /** Returns to the bus at once, in a request (`IFLA_CAN_RESTART`). */
  readonly restart?: number;
  /** Errors on the bus (`IFLA_CAN_BERR_COUNTER`). */
  readonly errorCounter?: CanErrorCounter;
  /** The parts of a bit in the data of CAN FD (`IFLA_CAN_DATA_BITTIMING`). */
  readonly dataBitTiming?: CanBitTiming;
  /** What the controller allows for them (`IFLA_CAN_DATA_BITTIMING_CONST`). */
  readonly dataBitTimingLimits?: CanBitTimingLimits;
  /** Resistance at the end of the bus in ohms; 0 for none (`IFLA_CAN_TERMINATION`). */
  readonly termination?: number;
  /** Resistances that the controller can switch on (`IFLA_CAN_TERMINATION_CONST`). */
  readonly terminations?: readonly number[];
  /** Bit rates that the controller can do, where they are few (`IFLA_CAN_BITRATE_CONST`). */
  readonly bitrates?: readonly number[];
  /** The same for the data of CAN FD (`IFLA_CAN_DATA_BITRATE_CONST`). */
  readonly dataBitrates?: readonly number[];
  /** Largest bit rate; 0 for any (`IFLA_CAN_BITRATE_MAX`). */
  readonly bitrateMax?: number;
  /** Delay of the transceiver (`IFLA_CAN_TDC`). */
  readonly delayCompensation?: CanDelayCompensation;
  /** What else belongs to the modes (`IFLA_CAN_CTRLMODE_EXT`). */
  readonly modesExtension?: CanModesExtension;
  /** The parts of a bit in the data of CAN XL (`IFLA_CAN_XL_DATA_BITTIMING`). */
  readonly xlDataBitTiming?: CanBitTiming;
  /** What the controller allows for them (`IFLA_CAN_XL_DATA_BITTIMING_CONST`). */
  readonly xlDataBitTimingLimits?: CanBitTimingLimits;
  /** Bit rates for the data of CAN XL (`IFLA_CAN_XL_DATA_BITRATE_CONST`). */
  readonly xlDataBitrates?: readonly number[];
  /** Delay of the transceiver in CAN XL (`IFLA_CAN_XL_TDC`). */
  readonly xlDelayCompensation?: CanDelayCompensation;
  /** Pulses on the line of CAN XL (`IFLA_CAN_XL_PWM`). */
  readonly xlPulses?: CanPulses;
}

const modes: FixedCodec<Flags<CanMode>> = flags<CanMode>(u32, {
  loopback: 0x1,
  listenOnly: 0x2,
  tripleSampling: 0x4,
  oneShot: 0x8,
  busErrorReporting: 0x10,
  fd: 0x20,
  presumeAck: 0x40,
  fdNonIso: 0x80,
  rawLength: 0x100,
  tdcAuto: 0x200,
  tdcManual: 0x400,
  restricted: 0x800,
  xl: 0x1000,
  xlTdcAuto: 0x2000,
  xlTdcManual: 0x4000,
  xlTransceiverSwitching: 0x8000,
});

const bitTiming: Codec<CanBitTiming> = struct<CanBitTiming>(32, {
  bitrate: field(0, u32),
  samplePoint: field(4, u32),
  timeQuantum: field(8, u32),
  propagationSegment: field(12, u32),
  phaseSegment1: field(16, u32),
  phaseSegment2: field(20, u32),
  synchronizationJumpWidth: field(24, u32),
  prescaler: field(28, u32),
});

const bitTimingLimits: Codec<CanBitTimingLimits> = struct<CanBitTimingLimits>(48, {
  name: field(0, text(16)),
  segment1Min: field(16, u32),
  segment1Max: field(20, u32),
  segment2Min: field(24, u32),
  segment2Max: field(28, u32),
  synchronizationJumpWidthMax: field(32, u32),
  prescalerMin: field(36, u32),
  prescalerMax: field(40, u32),
  prescalerStep: field(44, u32),
});

const delayCompensation: Codec<CanDelayCompensation> = attributes<CanDelayCompensation>({
  valueMin: attribute(1, u32),
  valueMax: attribute(2, u32),
  offsetMin: attribute(3, u32),
  offsetMax: attribute(4, u32),
  filterMin: attribute(5, u32),
  filterMax: attribute(6, u32),
  value: attribute(7, u32),
  offset: attribute(8, u32),
  filter: attribute(9, u32),
});

const pulses: Codec<CanPulses> = attributes<CanPulses>({
  shortMin: attribute(1, u32),
  shortMax: attribute(2, u32),
  longMin: attribute(3, u32),
  longMax: attribute(4, u32),
  offsetMin: attribute(5, u32),
  offsetMax: attribute(6, u32),
  short: attribute(7, u32),
  long: attribute(8, u32),
  offset: attribute(9, u32),
});

/** `IFLA_INFO_DATA` of a `can`. */
export const canData: Codec<CanData> = attributes<CanData>({
  bitTiming: attribute(1, bitTiming),
  bitTimingLimits: attribute(2, bitTimingLimits),
  clock: attribute(3, struct<CanClock>(4, { frequency: field(0, u32) })),
  state: attribute(
    4,
    enumeration(u32, { errorActive: 0, errorWarning: 1, errorPassive: 2, busOff: 3, stopped: 4, sleeping: 5 }),
  ),
  modes: attribute(5, struct<CanModes>(8, { mask: field(0, modes), flags: field(4, modes) })),
  restartDelay: attribute(6, u32),
  restart: attribute(7, u32),
  errorCounter: attribute(8, struct<CanErrorCounter>(4, { transmit: field(0, u16), receive: field(2, u16) })),
  dataBitTiming: attribute(9, bitTiming),
  dataBitTimingLimits: attribute(10, bitTimingLimits),
  termination: attribute(11, u16),
  terminations: attribute(12, array(u16)),
  bitrates: attribute(13, array(u32)),
  dataBitrates: attribute(14, array(u32)),
  bitrateMax: attribute(15, u32),
  delayCompensation: attribute(16, delayCompensation, { nested: true }),
  modesExtension: attribute(17, attributes<CanModesExtension>({ supported: attribute(1, modes) }), { nested: true }),
  xlDataBitTiming: attribute(18, bitTiming),
  xlDataBitTimingLimits: attribute(19, bitTimingLimits),
  xlDataBitrates: attribute(20, array(u32)),
  xlDelayCompensation: attribute(21, delayCompensation, { nested: true }),
  xlPulses: attribute(22, pulses, { nested: true }),
});

/** `IFLA_INFO_XSTATS` of a `can`. */
export const canStats: Codec<CanStats> = struct<CanStats>(24, {
  busErrors: field(0, u32),
  errorWarnings: field(4, u32),
  errorPassive: field(8, u32),
  busOff: field(12, u32),
  arbitrationLost: field(16, u32),
  restarts: field(20, u32),
});
