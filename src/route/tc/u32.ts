import { array } from "../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { counted } from "../../codec/counted.ts";
import { type Flags, flags } from "../../codec/names.ts";
import { be16, be32, i16, u16, u32, u64, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { prefixed } from "../../codec/prefixed.ts";
import { field, type FieldsOf, type Grown, struct } from "../../codec/struct.ts";
import { bytes, cstring } from "../../codec/text.ts";
import { type PoliceOptions, policeOptions } from "./action-parameters.ts";
import { actionList, type TrafficAction } from "./action.ts";
import { type U32Key, u32Key } from "./ematch.ts";
import { FILTER_FLAGS, type FilterFlag } from "./filter-flags.ts";
import { handle, type TcHandle } from "./handle.ts";

/** What a filter of the kind `u32` looks at, without the keys (`struct tc_u32_sel`). */
export interface U32SelectorHead {
  /** What happens when all keys fit (`flags`, `TC_U32_*`). */
  readonly flags: Flags<"terminal" | "offset" | "variableOffset" | "eat">;
  /** Bits by which what is read for the next offset is shifted (`offshift`). */
  readonly offsetShift: number;
  /** How many keys there are, which a request does not have to tell (`nkeys`). */
  readonly keyCount: number;
  /** Which bits of what is read count for the next offset (`offmask`). */
  readonly offsetMask: number;
  /** Bytes that are added to the next offset (`off`). */
  readonly offset: number;
  /** Where the next offset is read, in bytes (`offoff`). */
  readonly offsetAt: number;
  /** Where the bits are that choose a bucket of the next table, in bytes (`hoff`). */
  readonly hashAt: number;
  /** Which bits choose a bucket (`hmask`). */
  readonly hashMask: number;
}

const u32SelectorHeadFields: FieldsOf<U32SelectorHead> = {
  flags: field(0, flags(u8, { terminal: 0x1, offset: 0x2, variableOffset: 0x4, eat: 0x8 })),
  offsetShift: field(1, u8),
  keyCount: field(2, u8),
  offsetMask: field(4, be16),
  offset: field(6, u16),
  offsetAt: field(8, i16),
  hashAt: field(10, i16),
  hashMask: field(12, be32),
};

/** What a filter of the kind `u32` looks at. */
export interface U32Selector extends U32SelectorHead {
  /** All that has to fit (`keys`). */
  readonly keys: readonly U32Key[];
}

const u32Selector: Codec<U32Selector> = onDemand(() =>
  counted(
    prefixed<U32SelectorHead, "keys", readonly U32Key[]>(16, u32SelectorHeadFields, {
      name: "keys",
      alternatives: { keys: array(u32Key) },
      choose: () => "keys",
    }),
    "keyCount",
    "keys",
  )
);

/** How often a filter of the kind `u32` was tried, without the keys (`struct tc_u32_pcnt`). */
export interface U32CountersHead {
  /** Packets that it looked at (`rcnt`). */
  readonly tried: bigint;
  /** Packets that it fitted (`rhit`). */
  readonly hits: bigint;
}

const u32CountersHeadFields: FieldsOf<U32CountersHead> = {
  tried: field(0, u64),
  hits: field(8, u64),
};

/** How often a filter of the kind `u32` was tried, and its keys. */
export interface U32Counters extends U32CountersHead {
  /** Packets that each key fitted (`kcnts`). */
  readonly keyHits: readonly bigint[];
}

const u32Counters: Codec<U32Counters> = onDemand(() =>
  prefixed<U32CountersHead, "keyHits", readonly bigint[]>(16, u32CountersHeadFields, {
    name: "keyHits",
    alternatives: { keyHits: array(u64) },
    choose: () => "keyHits",
  })
);

/** Firewall marks that a filter of the kind `u32` fits (`struct tc_u32_mark`). */
export interface U32Mark extends Grown {
  /** The mark (`val`). */
  readonly value: number;
  /** Which bits of it count (`mask`). */
  readonly mask: number;
  /** Packets whose mark fitted (`success`). */
  readonly hits: number;
}

const u32Mark: FixedCodec<U32Mark> = struct<U32Mark>(12, {
  value: field(0, u32),
  mask: field(4, u32),
  hits: field(8, u32),
});

/** Options of a filter of the kind `u32`, which compares any bits of packets. */
export interface U32Options extends Extensible {
  /** Class of the packets that fit (`TCA_U32_CLASSID`). */
  readonly classId?: TcHandle;
  /** Table in which the filter stands, and its bucket (`TCA_U32_HASH`). */
  readonly hash?: number;
  /** Table in which packets that fit are looked up next (`TCA_U32_LINK`). */
  readonly nextTable?: number;
  /** How many buckets the table has, where the filter is one (`TCA_U32_DIVISOR`). */
  readonly divisor?: number;
  /** What it looks at (`TCA_U32_SEL`). */
  readonly selector?: U32Selector;
  /** Rate of what fits (`TCA_U32_POLICE`). */
  readonly police?: PoliceOptions;
  /** What is done with packets that fit (`TCA_U32_ACT`). */
  readonly actions?: readonly TrafficAction[];
  /** Link that packets came in by (`TCA_U32_INDEV`). */
  readonly inputLink?: string;
  /** How often it was tried (`TCA_U32_PCNT`). */
  readonly counters?: U32Counters;
  /** Firewall marks that fit (`TCA_U32_MARK`). */
  readonly mark?: U32Mark;
  /** Whether hardware does it (`TCA_U32_FLAGS`). */
  readonly flags?: Flags<FilterFlag>;
  /** Alignment on machines that need it (`TCA_U32_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_OPTIONS` of the kind `u32`. */
export const u32Options: Codec<U32Options> = onDemand(() =>
  attributes<U32Options>({
    classId: attribute(1, handle),
    hash: attribute(2, u32),
    nextTable: attribute(3, u32),
    divisor: attribute(4, u32),
    selector: attribute(5, u32Selector),
    police: attribute(6, policeOptions),
    actions: attribute(7, actionList),
    inputLink: attribute(8, cstring),
    counters: attribute(9, u32Counters),
    mark: attribute(10, u32Mark),
    flags: attribute(11, flags(u32, FILTER_FLAGS)),
    padding: attribute(12, bytes),
  })
);
