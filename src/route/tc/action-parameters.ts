import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { i32, u32, u64 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type FieldsOf, type Grown, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";
import { control, type ControlAction, controlIn } from "./control.ts";
import { type RateSpecification, rateSpecification } from "./rate.ts";

/** What every action has (`tc_gen`). */
export interface ActionParameters extends Grown {
  /** Number of the action among those of its kind (`index`). */
  readonly index: number;
  /** Of no meaning (`capab`). */
  readonly capabilities: number;
  /** What happens with a packet after it (`action`). */
  readonly action: ControlAction;
  /** How many hold on to it, in what the kernel tells (`refcnt`). */
  readonly references: number;
  /** How many filters use it, in what the kernel tells (`bindcnt`). */
  readonly bindings: number;
}

/** What every action has (`tc_gen`), for those that have more. */
export const actionParametersFields: FieldsOf<ActionParameters> = {
  index: field(0, u32),
  capabilities: field(4, u32),
  action: field(8, control),
  references: field(12, i32),
  bindings: field(16, i32),
};

/** `tc_gen`. */
export const actionParameters: FixedCodec<ActionParameters> = struct<ActionParameters>(20, actionParametersFields);

/** Times of an action, in hundredths of a second (`struct tcf_t`). */
export interface ActionTimes extends Grown {
  /** How long ago it was made (`install`). */
  readonly installed: bigint;
  /** How long ago it was used (`lastuse`). */
  readonly lastUsed: bigint;
  /** When it ends; 0 for never (`expires`). */
  readonly expires: bigint;
  /** How long ago it was used first; 0 for never (`firstuse`). */
  readonly firstUsed?: bigint;
}

/** `struct tcf_t`. */
export const actionTimes: FixedCodec<ActionTimes> = struct<ActionTimes>(32, {
  installed: field(0, u64),
  lastUsed: field(8, u64),
  expires: field(16, u64),
  firstUsed: field(24, u64),
}, { minimum: 24 });

/** Rate and burst (`struct tc_police`). */
export interface PoliceParameters extends Grown {
  /** Number of the action among those of its kind (`index`). */
  readonly index: number;
  /** What happens with packets that come too fast (`action`). */
  readonly action: ControlAction;
  /** Bytes that may wait; of no meaning (`limit`). */
  readonly limit: number;
  /** How long the rate takes to fill the bucket, in ticks of 64 nanoseconds (`burst`). */
  readonly burst: number;
  /** Largest packet in bytes (`mtu`). */
  readonly mtu: number;
  /** What passes in the long run (`rate`). */
  readonly rate: RateSpecification;
  /** What passes in a burst at most; all 0 for any (`peakrate`). */
  readonly peakRate: RateSpecification;
  /** How many hold on to it, in what the kernel tells (`refcnt`). */
  readonly references: number;
  /** How many filters use it, in what the kernel tells (`bindcnt`). */
  readonly bindings: number;
  /** Of no meaning (`capab`). */
  readonly capabilities: number;
}

const policeParameters: FixedCodec<PoliceParameters> = struct<PoliceParameters>(56, {
  index: field(0, u32),
  action: field(4, control),
  limit: field(8, u32),
  burst: field(12, u32),
  mtu: field(16, u32),
  rate: field(20, rateSpecification),
  peakRate: field(32, rateSpecification),
  references: field(44, i32),
  bindings: field(48, i32),
  capabilities: field(52, u32),
});

/** Options of an action of the kind `police`, which measures a rate; of filters too. */
export interface PoliceOptions extends Extensible {
  /** Rate and burst (`TCA_POLICE_TBF`). */
  readonly parameters?: PoliceParameters;
  /** Rate table, as old kernels want it (`TCA_POLICE_RATE`). */
  readonly rateTable?: Uint8Array;
  /** Table of the peak rate, as old kernels want it (`TCA_POLICE_PEAKRATE`). */
  readonly peakTable?: Uint8Array;
  /** Bytes a second, as estimated, from which packets are too fast (`TCA_POLICE_AVRATE`). */
  readonly averageRate?: number;
  /** What happens with packets that do not come too fast (`TCA_POLICE_RESULT`). */
  readonly result?: ControlAction;
  /** When it was used (`TCA_POLICE_TM`). */
  readonly times?: ActionTimes;
  /** Alignment on machines that need it (`TCA_POLICE_PAD`). */
  readonly padding?: Uint8Array;
  /** Bytes a second, where they need more than 32 bits (`TCA_POLICE_RATE64`). */
  readonly rate64?: bigint;
  /** Bytes a second of the peak rate, where they need more than 32 bits (`TCA_POLICE_PEAKRATE64`). */
  readonly peakRate64?: bigint;
  /** Packets a second (`TCA_POLICE_PKTRATE64`). */
  readonly packetRate64?: bigint;
  /**
   * Packets of a burst, as the time that the rate takes for them in ticks of 64 nanoseconds (`TCA_POLICE_PKTBURST64`).
   */
  readonly packetBurst64?: bigint;
}

/** `TCA_ACT_OPTIONS` of the kind `police`. */
export const policeOptions: Codec<PoliceOptions> = onDemand(() =>
  attributes<PoliceOptions>({
    parameters: attribute(1, policeParameters),
    rateTable: attribute(2, bytes),
    peakTable: attribute(3, bytes),
    averageRate: attribute(4, u32),
    result: attribute(5, controlIn(u32)),
    times: attribute(6, actionTimes),
    padding: attribute(7, bytes),
    rate64: attribute(8, u64),
    peakRate64: attribute(9, u64),
    packetRate64: attribute(10, u64),
    packetBurst64: attribute(11, u64),
  })
);
