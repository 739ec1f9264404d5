import { ipv4 } from "../../codec/address.ts";
import { array } from "../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { counted } from "../../codec/counted.ts";
import { enumeration, type Flags, flags } from "../../codec/names.ts";
import { i32, u16, u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytes, cstring } from "../../codec/text.ts";
import {
  type ActionParameters,
  actionParameters,
  actionParametersFields,
  type ActionTimes,
  actionTimes,
} from "./action-parameters.ts";
import { control, type ControlAction } from "./control.ts";

/** An action that happens at times (`struct tc_gact_p`). */
export interface GactProbability extends Grown {
  /** How it is chosen when (`ptype`). */
  readonly type: "none" | "random" | "deterministic" | number;
  /** It happens once in so many packets (`pval`). */
  readonly value: number;
  /** What happens then (`paction`). */
  readonly action: ControlAction;
}

const gactProbability: FixedCodec<GactProbability> = struct<GactProbability>(8, {
  type: field(0, enumeration(u16, { none: 0, random: 1, deterministic: 2 })),
  value: field(2, u16),
  action: field(4, control),
});

/** Options of an action of the kind `gact`, which passes, drops and so on. */
export interface GactOptions extends Extensible {
  /** When it was used (`TCA_GACT_TM`). */
  readonly times?: ActionTimes;
  /** What happens with a packet (`TCA_GACT_PARMS`). */
  readonly parameters?: ActionParameters;
  /** What happens at times (`TCA_GACT_PROB`). */
  readonly probability?: GactProbability;
  /** Alignment on machines that need it (`TCA_GACT_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_ACT_OPTIONS` of the kind `gact`. */
export const gactOptions: Codec<GactOptions> = onDemand(() =>
  attributes<GactOptions>({
    times: attribute(1, actionTimes),
    parameters: attribute(2, actionParameters),
    probability: attribute(3, gactProbability),
    padding: attribute(4, bytes),
  })
);

/** Where packets go (`struct tc_mirred`). */
export interface MirredParameters extends ActionParameters {
  /** Whether they or their copies go, and which way (`eaction`). */
  readonly mode: "egressRedirect" | "egressMirror" | "ingressRedirect" | "ingressMirror" | number;
  /** Index of the link; 0 with a block (`ifindex`). */
  readonly link: number;
}

const mirredParameters: FixedCodec<MirredParameters> = struct<MirredParameters>(28, {
  ...actionParametersFields,
  mode: field(20, enumeration(i32, { egressRedirect: 1, egressMirror: 2, ingressRedirect: 3, ingressMirror: 4 })),
  link: field(24, u32),
});

/** Options of an action of the kind `mirred`, which sends packets or their copies elsewhere. */
export interface MirredOptions extends Extensible {
  /** When it was used (`TCA_MIRRED_TM`). */
  readonly times?: ActionTimes;
  /** Where packets go (`TCA_MIRRED_PARMS`). */
  readonly parameters?: MirredParameters;
  /** Alignment on machines that need it (`TCA_MIRRED_PAD`). */
  readonly padding?: Uint8Array;
  /** Number of the block to whose links copies go (`TCA_MIRRED_BLOCKID`). */
  readonly block?: number;
}

/** `TCA_ACT_OPTIONS` of the kind `mirred`. */
export const mirredOptions: Codec<MirredOptions> = onDemand(() =>
  attributes<MirredOptions>({
    times: attribute(1, actionTimes),
    parameters: attribute(2, mirredParameters),
    padding: attribute(3, bytes),
    block: attribute(4, u32),
  })
);

/** Addresses that are translated (`struct tc_nat`). */
export interface NatParameters extends ActionParameters {
  /** Address before (`old_addr`). */
  readonly from: string;
  /** Address after (`new_addr`). */
  readonly to: string;
  /** Which bits are translated (`mask`). */
  readonly mask: string;
  /** Whether it is done to the address that packets come from (`flags`). */
  readonly flags: Flags<"egress">;
}

const natParameters: FixedCodec<NatParameters> = struct<NatParameters>(36, {
  ...actionParametersFields,
  from: field(20, ipv4),
  to: field(24, ipv4),
  mask: field(28, ipv4),
  flags: field(32, flags(u32, { egress: 0x1 })),
});

/** Options of an action of the kind `nat`, which translates IPv4 addresses without knowing of connections. */
export interface NatOptions extends Extensible {
  /** Addresses (`TCA_NAT_PARMS`). */
  readonly parameters?: NatParameters;
  /** When it was used (`TCA_NAT_TM`). */
  readonly times?: ActionTimes;
  /** Alignment on machines that need it (`TCA_NAT_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_ACT_OPTIONS` of the kind `nat`. */
export const natOptions: Codec<NatOptions> = onDemand(() =>
  attributes<NatOptions>({
    parameters: attribute(1, natParameters),
    times: attribute(2, actionTimes),
    padding: attribute(3, bytes),
  })
);

/** What is computed anew (`struct tc_csum`). */
export interface CsumParameters extends ActionParameters {
  /** Checksums of these protocols (`update_flags`). */
  readonly update: Flags<"ipv4Header" | "icmp" | "igmp" | "tcp" | "udp" | "udplite" | "sctp">;
}

const csumParameters: FixedCodec<CsumParameters> = struct<CsumParameters>(24, {
  ...actionParametersFields,
  update: field(
    20,
    flags(u32, { ipv4Header: 0x1, icmp: 0x2, igmp: 0x4, tcp: 0x8, udp: 0x10, udplite: 0x20, sctp: 0x40 }),
  ),
});

/** Options of an action of the kind `csum`, which computes checksums anew. */
export interface CsumOptions extends Extensible {
  /** What is computed (`TCA_CSUM_PARMS`). */
  readonly parameters?: CsumParameters;
  /** When it was used (`TCA_CSUM_TM`). */
  readonly times?: ActionTimes;
  /** Alignment on machines that need it (`TCA_CSUM_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_ACT_OPTIONS` of the kind `csum`. */
export const csumOptions: Codec<CsumOptions> = onDemand(() =>
  attributes<CsumOptions>({
    parameters: attribute(1, csumParameters),
    times: attribute(2, actionTimes),
    padding: attribute(3, bytes),
  })
);

/** Options of an action of the kind `simple`, which logs. */
export interface SimpleOptions extends Extensible {
  /** When it was used (`TCA_DEF_TM`). */
  readonly times?: ActionTimes;
  /** What every action has (`TCA_DEF_PARMS`). */
  readonly parameters?: ActionParameters;
  /** What is logged (`TCA_DEF_DATA`). */
  readonly text?: string;
  /** Alignment on machines that need it (`TCA_DEF_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_ACT_OPTIONS` of the kind `simple`. */
export const simpleOptions: Codec<SimpleOptions> = onDemand(() =>
  attributes<SimpleOptions>({
    times: attribute(1, actionTimes),
    parameters: attribute(2, actionParameters),
    text: attribute(3, cstring),
    padding: attribute(4, bytes),
  })
);

/** Options of an action of the kind `sample`, which shows programs some of the packets. */
export interface SampleOptions extends Extensible {
  /** When it was used (`TCA_SAMPLE_TM`). */
  readonly times?: ActionTimes;
  /** What every action has (`TCA_SAMPLE_PARMS`). */
  readonly parameters?: ActionParameters;
  /** One packet in so many is taken (`TCA_SAMPLE_RATE`). */
  readonly rate?: number;
  /** Bytes of it that are shown (`TCA_SAMPLE_TRUNC_SIZE`). */
  readonly truncateSize?: number;
  /** Group of those who look (`TCA_SAMPLE_PSAMPLE_GROUP`). */
  readonly group?: number;
  /** Alignment on machines that need it (`TCA_SAMPLE_PAD`). */
  readonly padding?: Uint8Array;
}

/** `TCA_ACT_OPTIONS` of the kind `sample`. */
export const sampleOptions: Codec<SampleOptions> = onDemand(() =>
  attributes<SampleOptions>({
    times: attribute(1, actionTimes),
    parameters: attribute(2, actionParameters),
    rate: attribute(3, u32),
    truncateSize: attribute(4, u32),
    group: attribute(5, u32),
    padding: attribute(6, bytes),
  })
);

/** An instruction of a classic program (`struct sock_filter`). */
export interface BpfInstruction extends Grown {
  /** What is done (`code`). */
  readonly code: number;
  /** Instructions to skip where a comparison holds (`jt`). */
  readonly jumpTrue: number;
  /** Instructions to skip where it does not (`jf`). */
  readonly jumpFalse: number;
  /** Operand (`k`). */
  readonly operand: number;
}

/** `struct sock_filter`. */
export const bpfInstruction: FixedCodec<BpfInstruction> = struct<BpfInstruction>(8, {
  code: field(0, u16),
  jumpTrue: field(2, u8),
  jumpFalse: field(3, u8),
  operand: field(4, u32),
});

/** Options of an action of the kind `bpf`: a program decides. */
export interface BpfActionOptions extends Extensible {
  /** When it was used (`TCA_ACT_BPF_TM`). */
  readonly times?: ActionTimes;
  /** What every action has (`TCA_ACT_BPF_PARMS`). */
  readonly parameters?: ActionParameters;
  /** Instructions of a classic program, which a request does not have to count (`TCA_ACT_BPF_OPS_LEN`). */
  readonly instructionCount?: number;
  /** A classic program (`TCA_ACT_BPF_OPS`). */
  readonly instructions?: readonly BpfInstruction[];
  /** A program that is loaded, only in a request (`TCA_ACT_BPF_FD`). */
  readonly fileDescriptor?: number;
  /** Name of the program (`TCA_ACT_BPF_NAME`). */
  readonly name?: string;
  /** Alignment on machines that need it (`TCA_ACT_BPF_PAD`). */
  readonly padding?: Uint8Array;
  /** Hash of the program, 8 bytes (`TCA_ACT_BPF_TAG`). */
  readonly tag?: Uint8Array;
  /** Number of the program (`TCA_ACT_BPF_ID`). */
  readonly programId?: number;
}

/** `TCA_ACT_OPTIONS` of the kind `bpf`. */
export const bpfActionOptions: Codec<BpfActionOptions> = onDemand(() =>
  counted(
    attributes<BpfActionOptions>({
      times: attribute(1, actionTimes),
      parameters: attribute(2, actionParameters),
      instructionCount: attribute(3, u16),
      instructions: attribute(4, array(bpfInstruction)),
      fileDescriptor: attribute(5, u32),
      name: attribute(6, cstring),
      padding: attribute(7, bytes),
      tag: attribute(8, bytes),
      programId: attribute(9, u32),
    }),
    "instructionCount",
    "instructions",
  )
);
