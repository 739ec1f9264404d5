import { arrayOf } from "../../codec/array.ts";
import { attribute, attributes, type AttributesOf, type Extensible, repeated } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { message } from "../../codec/message.ts";
import { enumeration } from "../../codec/names.ts";
import { u16, u32, u64, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type FieldsOf, type Grown, struct } from "../../codec/struct.ts";

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

/** `struct tc_mqprio_qopt`. */
export const mqprioParameters: FixedCodec<MqprioParameters> = struct<MqprioParameters>(82, mqprioParametersFields);

/** The smallest rates of traffic classes (`TCA_MQPRIO_MIN_RATE64`). */
export interface MqprioRates extends Extensible {
  /** Bytes a second of each class (`TCA_MQPRIO_MIN_RATE64`). */
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
