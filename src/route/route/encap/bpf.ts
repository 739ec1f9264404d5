import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/numbers.ts";
import { cstring } from "../../../codec/text.ts";

/** A program that sees the packets of a route. */
export interface BpfProgram extends Extensible {
  /** Its file descriptor, only in a request (`LWT_BPF_PROG_FD`). */
  readonly fileDescriptor?: number;
  /** Its name (`LWT_BPF_PROG_NAME`). */
  readonly name?: string;
}

/** Programs that see the packets of a route: the encapsulation `bpf`. */
export interface BpfEncap extends Extensible {
  /** For packets that come in (`LWT_BPF_IN`). */
  readonly input?: BpfProgram;
  /** For packets that are routed out (`LWT_BPF_OUT`). */
  readonly output?: BpfProgram;
  /** For packets that are about to be sent, which it may wrap (`LWT_BPF_XMIT`). */
  readonly transmit?: BpfProgram;
  /** Bytes that it can put in front of them, 1 to 256 (`LWT_BPF_XMIT_HEADROOM`). */
  readonly transmitHeadroom?: number;
}

const program = attributes<BpfProgram>({ fileDescriptor: attribute(1, u32), name: attribute(2, cstring) });

/** `RTA_ENCAP` of the type `bpf`. */
export const bpfEncap: Codec<BpfEncap> = attributes<BpfEncap>({
  input: attribute(1, program),
  output: attribute(2, program),
  transmit: attribute(3, program),
  transmitHeadroom: attribute(4, u32),
});
