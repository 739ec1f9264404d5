import { encode } from "./codec.ts";
import type { Codec, FixedCodec } from "./codec.ts";
import { u16, u32, u8 } from "./numbers.ts";
import { field, struct } from "./struct.ts";
import { Writer } from "./writer.ts";

/** An instruction of classic BPF (`struct sock_filter`). */
interface Instruction {
  /** What it does (`code`). */
  readonly code: number;
  /** How many instructions are passed over where a comparison holds (`jt`). */
  readonly whenTrue: number;
  /** How many where it does not (`jf`). */
  readonly whenFalse: number;
  /** Its operand (`k`). */
  readonly operand: number;
}

const instruction: Codec<Instruction> = struct<Instruction>(8, {
  code: field(0, u16),
  whenTrue: field(2, u8),
  whenFalse: field(3, u8),
  operand: field(4, u32),
});

/** The codes of what is used here (`BPF_*`): A is the accumulator, X the index register, M a number in memory. */
const LOAD_ABSOLUTE = { 1: 0x30, 2: 0x28, 4: 0x20 } as const;
const LOAD_INDEXED = { 1: 0x50, 2: 0x48, 4: 0x40 } as const;
const LOAD_NUMBER = 0x00;
const LOAD_LENGTH = 0x80;
const LOAD_INDEX_NUMBER = 0x01;
const SHIFT_LEFT = 0x64;
const OR_INDEX = 0x4c;
const JUMP = 0x05;
const JUMP_EQUAL = 0x15;
const JUMP_EQUAL_INDEX = 0x1d;
const JUMP_AT_LEAST = 0x35;
const RETURN = 0x06;
const MOVE_TO_INDEX = 0x07;

/** A load from here looks for the attribute X from A on, and gives its offset or 0 (`SKF_AD_OFF + SKF_AD_NLATTR`). */
const FIND_ATTRIBUTE = 0xfffff000 + 12;

/** What a program returns to have the whole datagram passed, or nothing of it. */
const WHOLE = 0xffffffff;
const NOTHING = 0;

/** Instructions that a program has at most (`BPF_MAXINSNS`). */
const MOST_INSTRUCTIONS = 4096;

/** A size that can be loaded, in bytes. */
export type LoadSize = keyof typeof LOAD_ABSOLUTE;

/** A place in a program that can be jumped to. */
export interface Label {
  /** Number of the instruction; absent until the place is known. */
  at?: number;
}

/** Whether a value of this codec can be loaded whole. */
export function isLoadable(codec: Codec<unknown> | undefined): codec is FixedCodec<unknown> & { size: LoadSize } {
  return codec?.size !== undefined && Object.hasOwn(LOAD_ABSOLUTE, codec.size);
}

/** What a load gives, which takes all bytes for the order of the network, where the bytes are those of `value`. */
export function loaded<T>(codec: Codec<T>, value: T): number {
  return encode(codec, value).reduce((number, byte) => number * 0x100 + byte, 0);
}

/** A program of classic BPF, written one instruction after the other. */
export class BpfProgram {
  readonly #steps: { readonly code: number; readonly operand: number | Label; readonly over?: "true" | "false" }[] = [];

  /** Loads what stands at an offset of the datagram. */
  load(size: LoadSize, offset: number): void {
    this.#steps.push({ code: LOAD_ABSOLUTE[size], operand: offset });
  }

  /** Loads what stands so many bytes behind the place that {@linkcode findAttribute} found. */
  loadFound(size: LoadSize, offset: number): void {
    this.#steps.push({ code: LOAD_INDEXED[size], operand: offset });
  }

  /** Loads the length of the datagram. */
  loadLength(): void {
    this.#steps.push({ code: LOAD_LENGTH, operand: 0 });
  }

  /** Loads the bytes at these offsets as one number, the most significant one first. */
  loadBytes([first = 0, ...others]: readonly number[]): void {
    this.load(1, first);
    for (const offset of others) {
      this.#steps.push({ code: SHIFT_LEFT, operand: 8 }, { code: MOVE_TO_INDEX, operand: 0 });
      this.load(1, offset);
      this.#steps.push({ code: OR_INDEX, operand: 0 });
    }
  }

  /** Looks for an attribute of this type among those from `offset` on; goes to `missing` where there is none. */
  findAttribute(type: number, offset: number, missing: Label): void {
    this.#steps.push(
      { code: LOAD_INDEX_NUMBER, operand: type },
      { code: LOAD_NUMBER, operand: offset },
      { code: LOAD_ABSOLUTE[4], operand: FIND_ATTRIBUTE },
    );
    this.jumpEqual(0, missing);
    this.#steps.push({ code: MOVE_TO_INDEX, operand: 0 });
  }

  /** Goes on at `label`. */
  jump(label: Label): void {
    this.#steps.push({ code: JUMP, operand: label });
  }

  /** Goes on at `label` where what was loaded is this number. */
  jumpEqual(number: number, label: Label): void {
    this.#branch(JUMP_EQUAL, number, "false", label);
  }

  /** Goes on at `label` where what was loaded is not the length of the datagram. */
  jumpUnlessLength(label: Label): void {
    this.#steps.push({ code: MOVE_TO_INDEX, operand: 0 });
    this.loadLength();
    this.#branch(JUMP_EQUAL_INDEX, 0, "true", label);
  }

  /** Goes on at `label` where what was loaded is less. */
  jumpLess(number: number, label: Label): void {
    this.#branch(JUMP_AT_LEAST, number, "true", label);
  }

  /** Makes this place one that can be jumped to. */
  place(label: Label): void {
    label.at = this.#steps.length;
  }

  /** Ends here, with the whole datagram or nothing of it. */
  end(passes: boolean): void {
    this.#steps.push({ code: RETURN, operand: passes ? WHOLE : NOTHING });
  }

  /** The instructions as the kernel takes them; `undefined` where there are too many. */
  finish(): Uint8Array<ArrayBuffer> | undefined {
    if (this.#steps.length > MOST_INSTRUCTIONS) return undefined;
    const out = new Writer();
    this.#steps.forEach(({ code, operand, over }, i) => {
      instruction.write(out, {
        code,
        whenTrue: over === "true" ? 1 : 0,
        whenFalse: over === "false" ? 1 : 0,
        // Who jumps to a label places it too, further down: all jumps of classic BPF go forward.
        operand: typeof operand === "number" ? operand : operand.at! - i - 1,
      });
    });
    return out.finish();
  }

  /** A comparison that passes over a jump: its own operand would not reach further than 255 instructions. */
  #branch(code: number, operand: number, over: "true" | "false", label: Label): void {
    this.#steps.push({ code, operand, over });
    this.jump(label);
  }
}
