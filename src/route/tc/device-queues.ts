import { arrayOf } from "../../codec/array.ts";
import { attribute, attributes, type AttributesOf, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { message } from "../../codec/message.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { i32, i64, u16, u32, u64, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type FieldsOf, type Grown, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";

/** Traffic classes and their queues (`struct tc_mqprio_qopt`). */
export interface MqprioParameters extends Grown {
  /** How many traffic classes there are, up to 16 (`num_tc`). */
  readonly trafficClasses: number;
  /** Traffic class of each of the 16 priorities of packets (`prio_tc_map`). */
  readonly priorityMap: readonly number[];
  /** Whether the device is asked: 0 for no, 1 for its own queues, 2 for these (`hw`). */
  readonly hardware: number;
  /** How many queues each traffic class has (`count`). */
  readonly count: readonly number[];
  /** First queue of each traffic class (`offset`). */
  readonly offset: readonly number[];
}

/** Members of `struct tc_mqprio_qopt`. */
export const mqprioParametersFields: FieldsOf<MqprioParameters> = {
  trafficClasses: field(0, u8),
  priorityMap: field(1, arrayOf(16, u8)),
  hardware: field(17, u8),
  count: field(18, arrayOf(16, u16)),
  offset: field(50, arrayOf(16, u16)),
};

const mqprioParameters: FixedCodec<MqprioParameters> = struct<MqprioParameters>(82, mqprioParametersFields);

/** The smallest rates of traffic classes (`TCA_MQPRIO_MIN_RATE64`). */
export interface MqprioRates extends Extensible {
  /** Bytes a second of each class (`TCA_MQPRIO_MIN_RATE64`, `TCA_MQPRIO_MAX_RATE64`). */
  readonly rates?: readonly bigint[];
}

const mqprioMinRates: Codec<MqprioRates> = onDemand(() =>
  attributes<MqprioRates>({
    rates: repeated(3, u64),
  })
);

const mqprioMaxRates: Codec<MqprioRates> = onDemand(() =>
  attributes<MqprioRates>({
    rates: repeated(4, u64),
  })
);

/** What belongs to one traffic class (`TCA_MQPRIO_TC_ENTRY`). */
export interface TrafficClassEntry extends Extensible {
  /** Number of the class (`TCA_MQPRIO_TC_ENTRY_INDEX`). */
  readonly index?: number;
  /** Whether frames may be interrupted by others (`TCA_MQPRIO_TC_ENTRY_FP`). */
  readonly framePreemption?: "express" | "preemptible" | number;
}

const mqprioEntry: Codec<TrafficClassEntry> = onDemand(() =>
  attributes<TrafficClassEntry>({
    index: attribute(1, u32),
    framePreemption: attribute(2, enumeration(u32, { express: 1, preemptible: 2 })),
  })
);

/** What only newer versions of `mqprio` have (`TCA_MQPRIO_*`). */
export interface MqprioAttributes extends Extensible {
  /** What the device makes of the classes (`TCA_MQPRIO_MODE`). */
  readonly mode?: "dcb" | "channel" | number;
  /** Who limits their rates (`TCA_MQPRIO_SHAPER`). */
  readonly shaper?: "dcb" | "bandwidthRate" | number;
  /** Smallest rates of the classes (`TCA_MQPRIO_MIN_RATE64`). */
  readonly minRates?: MqprioRates;
  /** Largest rates of the classes (`TCA_MQPRIO_MAX_RATE64`). */
  readonly maxRates?: MqprioRates;
  /** What belongs to single classes (`TCA_MQPRIO_TC_ENTRY`). */
  readonly entries?: readonly TrafficClassEntry[];
}

const mqprioAttributesFields: AttributesOf<MqprioAttributes> = {
  mode: attribute(1, enumeration(u16, { dcb: 0, channel: 1 })),
  shaper: attribute(2, enumeration(u16, { dcb: 0, bandwidthRate: 1 })),
  minRates: attribute(3, mqprioMinRates),
  maxRates: attribute(4, mqprioMaxRates),
  entries: repeated(5, mqprioEntry, { nested: true }),
};

/** Options of a qdisc of the kind `mqprio`, which has the queues of the device in classes. */
export interface MqprioOptions extends MqprioParameters, MqprioAttributes {}

/** `TCA_OPTIONS` of the kind `mqprio`. */
export const mqprioOptions: Codec<MqprioOptions> = onDemand(() =>
  message<MqprioParameters, MqprioAttributes>(82, mqprioParametersFields, mqprioAttributesFields)
);

/** A step of the schedule of `taprio`. */
export interface TaprioEntry extends Extensible {
  /** Place in the schedule, from 0 (`TCA_TAPRIO_SCHED_ENTRY_INDEX`). */
  readonly index?: number;
  /** What is done (`TCA_TAPRIO_SCHED_ENTRY_CMD`). */
  readonly command?: "setGates" | "setAndHold" | "setAndRelease" | number;
  /** Which traffic classes may send, a bit each (`TCA_TAPRIO_SCHED_ENTRY_GATE_MASK`). */
  readonly gateMask?: number;
  /** Nanoseconds that the step lasts (`TCA_TAPRIO_SCHED_ENTRY_INTERVAL`). */
  readonly interval?: number;
}

const taprioEntry: Codec<TaprioEntry> = onDemand(() =>
  attributes<TaprioEntry>({
    index: attribute(1, u32),
    command: attribute(2, enumeration(u8, { setGates: 0, setAndHold: 1, setAndRelease: 2 })),
    gateMask: attribute(3, u32),
    interval: attribute(4, u32),
  })
);

/** The steps of the schedule of `taprio`. */
export interface TaprioEntries extends Extensible {
  /** One each (`TCA_TAPRIO_SCHED_ENTRY`). */
  readonly entries?: readonly TaprioEntry[];
}

const taprioEntries: Codec<TaprioEntries> = onDemand(() =>
  attributes<TaprioEntries>({
    entries: repeated(1, taprioEntry),
  })
);

/** What belongs to one traffic class of `taprio`. */
export interface TaprioTrafficClass extends Extensible {
  /** Number of the class (`TCA_TAPRIO_TC_ENTRY_INDEX`). */
  readonly index?: number;
  /** Largest packet in bytes, without link layer; 0 for any (`TCA_TAPRIO_TC_ENTRY_MAX_SDU`). */
  readonly maxSdu?: number;
  /** Whether frames may be interrupted by others (`TCA_TAPRIO_TC_ENTRY_FP`). */
  readonly framePreemption?: "express" | "preemptible" | number;
}

const taprioTrafficClass: Codec<TaprioTrafficClass> = onDemand(() =>
  attributes<TaprioTrafficClass>({
    index: attribute(1, u32),
    maxSdu: attribute(2, u32),
    framePreemption: attribute(3, enumeration(u32, { express: 1, preemptible: 2 })),
  })
);

/** A schedule of `taprio` that will be in use (`TCA_TAPRIO_ATTR_ADMIN_SCHED`). */
export interface TaprioSchedule extends Extensible {
  /** Its steps (`TCA_TAPRIO_ATTR_SCHED_ENTRY_LIST`). */
  readonly entries?: TaprioEntries;
  /** Nanoseconds of the clock at which it starts (`TCA_TAPRIO_ATTR_SCHED_BASE_TIME`). */
  readonly baseTime?: bigint;
  /** Nanoseconds that it lasts (`TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME`). */
  readonly cycleTime?: bigint;
  /** Nanoseconds by which its last turn may last longer (`TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME_EXTENSION`). */
  readonly cycleTimeExtension?: bigint;
}

const taprioSchedule: Codec<TaprioSchedule> = onDemand(() =>
  attributes<TaprioSchedule>({
    entries: attribute(2, taprioEntries),
    baseTime: attribute(3, i64),
    cycleTime: attribute(8, i64),
    cycleTimeExtension: attribute(9, i64),
  })
);

/** Options of a qdisc of the kind `taprio`, which opens and closes queues by the clock. */
export interface TaprioOptions extends Extensible {
  /** Traffic classes and their queues (`TCA_TAPRIO_ATTR_PRIOMAP`). */
  readonly queues?: MqprioParameters;
  /** Steps of the schedule (`TCA_TAPRIO_ATTR_SCHED_ENTRY_LIST`). */
  readonly entries?: TaprioEntries;
  /** Nanoseconds of the clock at which the schedule starts (`TCA_TAPRIO_ATTR_SCHED_BASE_TIME`). */
  readonly baseTime?: bigint;
  /** One step (`TCA_TAPRIO_ATTR_SCHED_SINGLE_ENTRY`). */
  readonly singleEntry?: TaprioEntry;
  /** Clock of all times (`CLOCK_*`), such as 11 for `CLOCK_TAI` (`TCA_TAPRIO_ATTR_SCHED_CLOCKID`). */
  readonly clock?: number;
  /** Alignment on machines that need it (`TCA_TAPRIO_ATTR_PAD`). */
  readonly padding?: Uint8Array;
  /** Schedule that takes over at its base time (`TCA_TAPRIO_ATTR_ADMIN_SCHED`). */
  readonly adminSchedule?: TaprioSchedule;
  /** Nanoseconds that a turn of the schedule lasts (`TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME`). */
  readonly cycleTime?: bigint;
  /** Nanoseconds by which the last turn may last longer (`TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME_EXTENSION`). */
  readonly cycleTimeExtension?: bigint;
  /** Whether the device helps (`TCA_TAPRIO_ATTR_FLAGS`, `TCA_TAPRIO_ATTR_FLAG_*`). */
  readonly flags?: Flags<"txtimeAssist" | "fullOffload">;
  /** Nanoseconds that a packet takes to the wire at most (`TCA_TAPRIO_ATTR_TXTIME_DELAY`). */
  readonly txtimeDelay?: number;
  /** What belongs to single traffic classes (`TCA_TAPRIO_ATTR_TC_ENTRY`). */
  readonly trafficClasses?: readonly TaprioTrafficClass[];
}

/** `TCA_OPTIONS` of the kind `taprio`. */
export const taprioOptions: Codec<TaprioOptions> = onDemand(() =>
  attributes<TaprioOptions>({
    queues: attribute(1, mqprioParameters),
    entries: attribute(2, taprioEntries),
    baseTime: attribute(3, i64),
    singleEntry: attribute(4, taprioEntry),
    clock: attribute(5, i32),
    padding: attribute(6, bytes),
    adminSchedule: attribute(7, taprioSchedule),
    cycleTime: attribute(8, i64),
    cycleTimeExtension: attribute(9, i64),
    flags: attribute(10, flags(u32, { txtimeAssist: 0x1, fullOffload: 0x2 })),
    txtimeDelay: attribute(11, u32),
    trafficClasses: repeated(12, taprioTrafficClass, { nested: true }),
  })
);

/** When `etf` sends (`struct tc_etf_qopt`). */
export interface EtfParameters extends Grown {
  /** Nanoseconds before its time that a packet is given to the device (`delta`). */
  readonly delta: number;
  /** Clock of the times (`CLOCK_*`), such as 11 for `CLOCK_TAI` (`clockid`). */
  readonly clock: number;
  /** How times are meant (`flags`, `TC_ETF_*`). */
  readonly flags: Flags<"deadlineMode" | "offload" | "skipSockCheck">;
}

const etfParameters: FixedCodec<EtfParameters> = struct<EtfParameters>(12, {
  delta: field(0, i32),
  clock: field(4, i32),
  flags: field(8, flags(u32, { deadlineMode: 0x1, offload: 0x2, skipSockCheck: 0x4 })),
});

/** Options of a qdisc of the kind `etf`, which sends each packet at its time. */
export interface EtfOptions extends Extensible {
  /** When packets are sent (`TCA_ETF_PARMS`). */
  readonly parameters?: EtfParameters;
}

/** `TCA_OPTIONS` of the kind `etf`. */
export const etfOptions: Codec<EtfOptions> = onDemand(() =>
  attributes<EtfOptions>({
    parameters: attribute(1, etfParameters),
  })
);

/** Credits of a `cbs` qdisc (`struct tc_cbs_qopt`). */
export interface CbsParameters extends Grown {
  /** Whether the device shapes: 0 or 1 (`offload`). */
  readonly offload: number;
  /** Most credit in bytes (`hicredit`). */
  readonly highCredit: number;
  /** Least credit in bytes, negative (`locredit`). */
  readonly lowCredit: number;
  /** Kilobits a second by which credit grows while packets wait (`idleslope`). */
  readonly idleSlope: number;
  /** Kilobits a second by which it falls while one is sent, negative (`sendslope`). */
  readonly sendSlope: number;
}

const cbsParameters: FixedCodec<CbsParameters> = struct<CbsParameters>(20, {
  offload: field(0, u8),
  highCredit: field(4, i32),
  lowCredit: field(8, i32),
  idleSlope: field(12, i32),
  sendSlope: field(16, i32),
});

/** Options of a qdisc of the kind `cbs`, which shapes by credit. */
export interface CbsOptions extends Extensible {
  /** Credits (`TCA_CBS_PARMS`). */
  readonly parameters?: CbsParameters;
}

/** `TCA_OPTIONS` of the kind `cbs`. */
export const cbsOptions: Codec<CbsOptions> = onDemand(() =>
  attributes<CbsOptions>({
    parameters: attribute(1, cbsParameters),
  })
);
