import { mac } from "../../codec/address.ts";
import { array } from "../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { u16, u32 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, struct } from "../../codec/struct.ts";
import { bytes } from "../../codec/text.ts";
import { type ActionParameters, actionParametersFields, type ActionTimes, actionTimes } from "./action-parameters.ts";

/** What is done with frames (`struct tc_ife`). */
export interface IfeParameters extends ActionParameters {
  /** Whether metadata is taken off or put in front (`flags`). */
  readonly mode: "decode" | "encode" | number;
}

const ifeParameters: FixedCodec<IfeParameters> = struct<IfeParameters>(24, {
  ...actionParametersFields,
  mode: field(20, enumeration(u16, { decode: 0, encode: 1 })),
});

/** What metadata holds: an empty list for what the packet has, or one value for all packets (`TCA_IFE_METALST`). */
export interface IfeMetadata extends Extensible {
  /** Firewall mark (`IFE_META_SKBMARK`). */
  readonly mark?: readonly number[];
  /** Hash of the packet (`IFE_META_HASHID`). */
  readonly hash?: readonly number[];
  /** Priority (`IFE_META_PRIO`). */
  readonly priority?: readonly number[];
  /** Queue of the device (`IFE_META_QMAP`). */
  readonly queueMapping?: readonly number[];
  /** Index of traffic control (`IFE_META_TCINDEX`). */
  readonly tcIndex?: readonly number[];
}

const ifeMetadata: Codec<IfeMetadata> = onDemand(() =>
  attributes<IfeMetadata>({
    mark: attribute(1, array(u32)),
    hash: attribute(2, array(u32)),
    priority: attribute(3, array(u32)),
    queueMapping: attribute(4, array(u16)),
    tcIndex: attribute(5, array(u16)),
  })
);

/** Options of an action of the kind `ife`, which sends what the kernel knows of a packet along with it. */
export interface IfeOptions extends Extensible {
  /** What is done with frames (`TCA_IFE_PARMS`). */
  readonly parameters?: IfeParameters;
  /** When it was used (`TCA_IFE_TM`). */
  readonly times?: ActionTimes;
  /** Link-layer address that frames go to (`TCA_IFE_DMAC`). */
  readonly destination?: string;
  /** Link-layer address that frames come from (`TCA_IFE_SMAC`). */
  readonly source?: string;
  /** Protocol of such frames; 0xed3e by default (`TCA_IFE_TYPE`). */
  readonly etherType?: number;
  /** What is sent along (`TCA_IFE_METALST`). */
  readonly metadata?: IfeMetadata;
  /** Alignment on machines that need it (`TCA_IFE_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_ACT_OPTIONS` of the kind `ife`. */
export const ifeOptions: Codec<IfeOptions> = onDemand(() =>
  attributes<IfeOptions>({
    parameters: attribute(1, ifeParameters),
    times: attribute(2, actionTimes),
    destination: attribute(3, mac),
    source: attribute(4, mac),
    etherType: attribute(5, u16),
    metadata: attribute(6, ifeMetadata),
    padding: attribute(7, bytes),
  })
);
