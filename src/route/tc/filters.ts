import { array } from "../../codec/array.ts";
import { FILTER_FLAGS, type FilterFlag } from "./filter-flags.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { counted } from "../../codec/counted.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { u16, u32, u64 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytes, cstring } from "../../codec/text.ts";
import { type PoliceOptions, policeOptions } from "./action-parameters.ts";
import { actionList, type TrafficAction } from "./action.ts";
import { type BpfInstruction, bpfInstruction } from "./actions.ts";
import { type Ematches, ematches } from "./ematch.ts";
import { handle, type TcHandle } from "./handle.ts";

/** How often a filter of the kind `basic` was tried (`struct tc_basic_pcnt`). */
export interface BasicCounters extends Grown {
  /** Packets that it looked at (`rcnt`). */
  readonly tried: bigint;
  /** Packets that it fitted (`rhit`). */
  readonly hits: bigint;
}

const basicCounters: FixedCodec<BasicCounters> = struct<BasicCounters>(16, {
  tried: field(0, u64),
  hits: field(8, u64),
});

/** Options of a filter of the kind `basic`, which is made of extended matches. */
export interface BasicFilterOptions extends Extensible {
  /** Class of the packets that fit (`TCA_BASIC_CLASSID`). */
  readonly classId?: TcHandle;
  /** What has to fit (`TCA_BASIC_EMATCHES`). */
  readonly matches?: Ematches;
  /** What is done with packets that fit (`TCA_BASIC_ACT`). */
  readonly actions?: readonly TrafficAction[];
  /** Rate of what fits (`TCA_BASIC_POLICE`). */
  readonly police?: PoliceOptions;
  /** How often it was tried (`TCA_BASIC_PCNT`). */
  readonly counters?: BasicCounters;
  /** Alignment on machines that need it (`TCA_BASIC_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_OPTIONS` of the kind `basic`. */
export const basicFilterOptions: Codec<BasicFilterOptions> = onDemand(() =>
  attributes<BasicFilterOptions>({
    classId: attribute(1, handle),
    matches: attribute(2, ematches),
    actions: attribute(3, actionList),
    police: attribute(4, policeOptions),
    counters: attribute(5, basicCounters),
    padding: attribute(6, bytes),
  })
);

/** Options of a filter of the kind `cgroup`, which takes the class of the group of the process. */
export interface CgroupFilterOptions extends Extensible {
  /** What is done with packets that fit (`TCA_CGROUP_ACT`). */
  readonly actions?: readonly TrafficAction[];
  /** Rate of what fits (`TCA_CGROUP_POLICE`). */
  readonly police?: PoliceOptions;
  /** What has to fit (`TCA_CGROUP_EMATCHES`). */
  readonly matches?: Ematches;
}

/** `TCA_OPTIONS` of the kind `cgroup`. */
export const cgroupFilterOptions: Codec<CgroupFilterOptions> = onDemand(() =>
  attributes<CgroupFilterOptions>({
    actions: attribute(1, actionList),
    police: attribute(2, policeOptions),
    matches: attribute(3, ematches),
  })
);

/** Options of a filter of the kind `fw`, whose number is the firewall mark that fits. */
export interface FwFilterOptions extends Extensible {
  /** Class of the packets that fit (`TCA_FW_CLASSID`). */
  readonly classId?: TcHandle;
  /** Rate of what fits (`TCA_FW_POLICE`). */
  readonly police?: PoliceOptions;
  /** Link that packets came in by (`TCA_FW_INDEV`). */
  readonly inputLink?: string;
  /** What is done with packets that fit (`TCA_FW_ACT`). */
  readonly actions?: readonly TrafficAction[];
  /** Bits of the mark that count (`TCA_FW_MASK`). */
  readonly mask?: number;
}

/** `TCA_OPTIONS` of the kind `fw`. */
export const fwFilterOptions: Codec<FwFilterOptions> = onDemand(() =>
  attributes<FwFilterOptions>({
    classId: attribute(1, handle),
    police: attribute(2, policeOptions),
    inputLink: attribute(3, cstring),
    actions: attribute(4, actionList),
    mask: attribute(5, u32),
  })
);

/** Options of a filter of the kind `route`, which looks at the realms of the route. */
export interface RouteFilterOptions extends Extensible {
  /** Class of the packets that fit (`TCA_ROUTE4_CLASSID`). */
  readonly classId?: TcHandle;
  /** Realm that packets go to (`TCA_ROUTE4_TO`). */
  readonly to?: number;
  /** Realm that packets come from (`TCA_ROUTE4_FROM`). */
  readonly from?: number;
  /** Index of the link that packets came in by (`TCA_ROUTE4_IIF`). */
  readonly inputLink?: number;
  /** Rate of what fits (`TCA_ROUTE4_POLICE`). */
  readonly police?: PoliceOptions;
  /** What is done with packets that fit (`TCA_ROUTE4_ACT`). */
  readonly actions?: readonly TrafficAction[];
}

/** `TCA_OPTIONS` of the kind `route`. */
export const routeFilterOptions: Codec<RouteFilterOptions> = onDemand(() =>
  attributes<RouteFilterOptions>({
    classId: attribute(1, handle),
    to: attribute(2, u32),
    from: attribute(3, u32),
    inputLink: attribute(4, u32),
    police: attribute(5, policeOptions),
    actions: attribute(6, actionList),
  })
);

/** How often a filter of the kind `matchall` was used (`struct tc_matchall_pcnt`). */
export interface MatchallCounters extends Grown {
  /** Packets that it fitted (`rhit`). */
  readonly hits: bigint;
}

const matchallCounters: FixedCodec<MatchallCounters> = struct<MatchallCounters>(8, {
  hits: field(0, u64),
});

/** Options of a filter of the kind `matchall`, which every packet fits. */
export interface MatchallOptions extends Extensible {
  /** Class of the packets (`TCA_MATCHALL_CLASSID`). */
  readonly classId?: TcHandle;
  /** What is done with packets (`TCA_MATCHALL_ACT`). */
  readonly actions?: readonly TrafficAction[];
  /** Whether hardware does it (`TCA_MATCHALL_FLAGS`). */
  readonly flags?: Flags<FilterFlag>;
  /** How often it was used (`TCA_MATCHALL_PCNT`). */
  readonly counters?: MatchallCounters;
  /** Alignment on machines that need it (`TCA_MATCHALL_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_OPTIONS` of the kind `matchall`. */
export const matchallOptions: Codec<MatchallOptions> = onDemand(() =>
  attributes<MatchallOptions>({
    classId: attribute(1, handle),
    actions: attribute(2, actionList),
    flags: attribute(3, flags(u32, FILTER_FLAGS)),
    counters: attribute(4, matchallCounters),
    padding: attribute(5, bytes),
  })
);

/** Options of a filter of the kind `bpf`, which is a program. */
export interface BpfFilterOptions extends Extensible {
  /** What is done with packets that fit (`TCA_BPF_ACT`). */
  readonly actions?: readonly TrafficAction[];
  /** Rate of what fits (`TCA_BPF_POLICE`). */
  readonly police?: PoliceOptions;
  /** Class of the packets that fit (`TCA_BPF_CLASSID`). */
  readonly classId?: TcHandle;
  /** Instructions of a classic program, which a request does not have to count (`TCA_BPF_OPS_LEN`). */
  readonly instructionCount?: number;
  /** A classic program (`TCA_BPF_OPS`). */
  readonly instructions?: readonly BpfInstruction[];
  /** A program that is loaded, only in a request (`TCA_BPF_FD`). */
  readonly fileDescriptor?: number;
  /** Name of the program (`TCA_BPF_NAME`). */
  readonly name?: string;
  /** Whether the program itself says what is done (`TCA_BPF_FLAGS`, `TCA_BPF_FLAG_*`). */
  readonly flags?: Flags<"actDirect">;
  /** Whether hardware does it (`TCA_BPF_FLAGS_GEN`). */
  readonly filterFlags?: Flags<FilterFlag>;
  /** Hash of the program, 8 bytes (`TCA_BPF_TAG`). */
  readonly tag?: Uint8Array;
  /** Number of the program (`TCA_BPF_ID`). */
  readonly programId?: number;
}

/** `TCA_OPTIONS` of the kind `bpf`. */
export const bpfFilterOptions: Codec<BpfFilterOptions> = onDemand(() =>
  counted(
    attributes<BpfFilterOptions>({
      actions: attribute(1, actionList),
      police: attribute(2, policeOptions),
      classId: attribute(3, handle),
      instructionCount: attribute(4, u16),
      instructions: attribute(5, array(bpfInstruction)),
      fileDescriptor: attribute(6, u32),
      name: attribute(7, cstring),
      flags: attribute(8, flags(u32, { actDirect: 0x1 })),
      filterFlags: attribute(9, flags(u32, FILTER_FLAGS)),
      tag: attribute(10, bytes),
      programId: attribute(11, u32),
    }),
    "instructionCount",
    "instructions",
  )
);

/** What a filter of the kind `flow` looks at (`FLOW_KEY_*`). */
export type FlowKey =
  | "src"
  | "dst"
  | "proto"
  | "protoSrc"
  | "protoDst"
  | "iif"
  | "priority"
  | "mark"
  | "nfct"
  | "nfctSrc"
  | "nfctDst"
  | "nfctProtoSrc"
  | "nfctProtoDst"
  | "rtClassid"
  | "skuid"
  | "skgid"
  | "vlanTag"
  | "rxHash";

const FLOW_KEYS: Readonly<Record<FlowKey, number>> = {
  src: 0x1,
  dst: 0x2,
  proto: 0x4,
  protoSrc: 0x8,
  protoDst: 0x10,
  iif: 0x20,
  priority: 0x40,
  mark: 0x80,
  nfct: 0x100,
  nfctSrc: 0x200,
  nfctDst: 0x400,
  nfctProtoSrc: 0x800,
  nfctProtoDst: 0x1000,
  rtClassid: 0x2000,
  skuid: 0x4000,
  skgid: 0x8000,
  vlanTag: 0x10000,
  rxHash: 0x20000,
};

/** Options of a filter of the kind `flow`, which computes the class. */
export interface FlowFilterOptions extends Extensible {
  /** What it looks at (`TCA_FLOW_KEYS`). */
  readonly keys?: Flags<FlowKey>;
  /** Whether the one key is the class, or all are hashed (`TCA_FLOW_MODE`). */
  readonly mode?: "map" | "hash" | number;
  /** Class that the result is added to (`TCA_FLOW_BASECLASS`). */
  readonly baseClass?: TcHandle;
  /** Bits by which the key is shifted (`TCA_FLOW_RSHIFT`). */
  readonly rightShift?: number;
  /** What is added to the key (`TCA_FLOW_ADDEND`). */
  readonly addend?: number;
  /** Bits of the key that count (`TCA_FLOW_MASK`). */
  readonly mask?: number;
  /** Bits of the key that are turned (`TCA_FLOW_XOR`). */
  readonly xor?: number;
  /** How many classes there are (`TCA_FLOW_DIVISOR`). */
  readonly divisor?: number;
  /** What is done with packets (`TCA_FLOW_ACT`). */
  readonly actions?: readonly TrafficAction[];
  /** Rate of the packets (`TCA_FLOW_POLICE`). */
  readonly police?: PoliceOptions;
  /** What has to fit (`TCA_FLOW_EMATCHES`). */
  readonly matches?: Ematches;
  /** Seconds after which keys are hashed anew, times the frequency of the kernel's clock (`TCA_FLOW_PERTURB`). */
  readonly perturb?: number;
}

/** `TCA_OPTIONS` of the kind `flow`. */
export const flowFilterOptions: Codec<FlowFilterOptions> = onDemand(() =>
  attributes<FlowFilterOptions>({
    keys: attribute(1, flags(u32, FLOW_KEYS)),
    mode: attribute(2, enumeration(u32, { map: 0, hash: 1 })),
    baseClass: attribute(3, handle),
    rightShift: attribute(4, u32),
    addend: attribute(5, u32),
    mask: attribute(6, u32),
    xor: attribute(7, u32),
    divisor: attribute(8, u32),
    actions: attribute(9, actionList),
    police: attribute(10, policeOptions),
    matches: attribute(11, ematches),
    perturb: attribute(12, u32),
  })
);
