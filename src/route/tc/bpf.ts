import { array } from "../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { u16, u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";
import { bytes, cstring } from "../../codec/text.ts";
import { type ActionParameters, actionParameters, type ActionTimes, actionTimes } from "./parameters.ts";

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
  /** Instructions of a classic program (`TCA_ACT_BPF_OPS_LEN`). */
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
  })
);
