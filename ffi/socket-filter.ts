/** Length of `struct sock_fprog`: how many instructions there are in 16 bits, and behind padding where they are. */
const SIZE = 16;
/** Offset of the address in it. */
const ADDRESS = 8;
/** Length of `struct sock_filter`, an instruction. */
const INSTRUCTION_SIZE = 8;

/** The options of every socket, and that of its filter (`SOL_SOCKET`, `SO_ATTACH_FILTER`). */
export const SOL_SOCKET = 1;
/** The option whose value is a `struct sock_fprog` (`SO_ATTACH_FILTER`). */
export const SO_ATTACH_FILTER = 26;

/**
 * The value of {@linkcode SO_ATTACH_FILTER}, with the program behind it in the same buffer: as long as the call has the
 * one, the other stays where it is.
 */
export class FilterProgram {
  /** All of it, to be passed to `setsockopt`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Length of what is the value of the option. */
  readonly size: number = SIZE;

  /** Takes a copy of the instructions; `addressOf` tells where a buffer is. */
  constructor(instructions: Uint8Array, addressOf: (bytes: Uint8Array<ArrayBuffer>) => number | bigint) {
    this.bytes = new Uint8Array(SIZE + instructions.length);
    this.bytes.set(instructions, SIZE);
    new Uint16Array(this.bytes.buffer, 0, 1)[0] = instructions.length / INSTRUCTION_SIZE;
    new BigUint64Array(this.bytes.buffer, ADDRESS, 1)[0] = BigInt(addressOf(this.bytes)) + BigInt(SIZE);
  }
}
