import { attribute, attributes, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { flag, i32, u32, u64 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { bytes } from "../../codec/text.ts";
import { type ActionParameters, actionParameters, type ActionTimes, actionTimes } from "./action-parameters.ts";

/** A step of the schedule of `gate` (`TCA_GATE_ONE_ENTRY`). */
export interface GateEntry extends Extensible {
  /** Place in the schedule, from 0 (`TCA_GATE_ENTRY_INDEX`). */
  readonly index?: number;
  /** Present where packets pass (`TCA_GATE_ENTRY_GATE`). */
  readonly open?: true;
  /** Nanoseconds that the step lasts (`TCA_GATE_ENTRY_INTERVAL`). */
  readonly interval?: number;
  /** Priority that packets get inside; -1 for their own (`TCA_GATE_ENTRY_IPV`). */
  readonly internalPriority?: number;
  /** Most bytes that pass in the step; -1 for any number (`TCA_GATE_ENTRY_MAX_OCTETS`). */
  readonly maxOctets?: number;
}

const gateEntry: Codec<GateEntry> = onDemand(() =>
  attributes<GateEntry>({
    index: attribute(1, u32),
    open: attribute(2, flag),
    interval: attribute(3, u32),
    internalPriority: attribute(4, i32),
    maxOctets: attribute(5, i32),
  })
);

/** The steps of the schedule of `gate` (`TCA_GATE_ENTRY_LIST`). */
export interface GateEntries extends Extensible {
  /** One each (`TCA_GATE_ONE_ENTRY`). */
  readonly entries?: readonly GateEntry[];
}

const gateEntries: Codec<GateEntries> = onDemand(() =>
  attributes<GateEntries>({
    entries: repeated(1, gateEntry),
  })
);

/** Options of an action of the kind `gate`, which lets packets pass by the clock. */
export interface GateOptions extends Extensible {
  /** When it was used (`TCA_GATE_TM`). */
  readonly times?: ActionTimes;
  /** What every action has (`TCA_GATE_PARMS`). */
  readonly parameters?: ActionParameters;
  /** Alignment on machines that need it (`TCA_GATE_PAD`). */
  readonly padding?: Uint8Array;
  /** Priority that packets get; -1 for their own (`TCA_GATE_PRIORITY`). */
  readonly priority?: number;
  /** Steps of the schedule (`TCA_GATE_ENTRY_LIST`). */
  readonly entries?: GateEntries;
  /** Nanoseconds of the clock at which the schedule starts (`TCA_GATE_BASE_TIME`). */
  readonly baseTime?: bigint;
  /** Nanoseconds that a turn of the schedule lasts (`TCA_GATE_CYCLE_TIME`). */
  readonly cycleTime?: bigint;
  /** Nanoseconds by which the last turn may last longer (`TCA_GATE_CYCLE_TIME_EXT`). */
  readonly cycleTimeExtension?: bigint;
  /** Of no meaning (`TCA_GATE_FLAGS`). */
  readonly flags?: number;
  /** Clock of the times (`CLOCK_*`), such as 11 for `CLOCK_TAI` (`TCA_GATE_CLOCKID`). */
  readonly clock?: number;
}

/** `TCA_ACT_OPTIONS` of the kind `gate`. */
export const gateOptions: Codec<GateOptions> = onDemand(() =>
  attributes<GateOptions>({
    times: attribute(1, actionTimes),
    parameters: attribute(2, actionParameters),
    padding: attribute(3, bytes),
    priority: attribute(4, i32),
    entries: attribute(5, gateEntries),
    baseTime: attribute(6, u64),
    cycleTime: attribute(7, u64),
    cycleTimeExtension: attribute(8, u64),
    flags: attribute(9, u32),
    clock: attribute(10, i32),
  })
);
