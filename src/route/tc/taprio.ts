import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { i32, i64, u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { bytes } from "../../codec/text.ts";
import { type MqprioParameters, mqprioParameters } from "./mqprio.ts";

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
  /** Whether the device helps (`TCA_TAPRIO_ATTR_FLAG_*`) (`TCA_TAPRIO_ATTR_FLAGS`). */
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
