/** Byte order of the host, which is the byte order of netlink. */
export const LITTLE_ENDIAN: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The buffer of a writer that has finished, all zeros, for the next one: new ones take longer than short messages. */
let spare: DataView<ArrayBuffer> | undefined;
/** Size of a buffer at first, and up to which it is kept, in bytes. */
const FIRST_SIZE = 256;
const LARGEST_SPARE = 64 * 1024;
/** The buffer of a writer that has given its own away. */
const NONE = new DataView(new ArrayBuffer(0));

/** A buffer that grows while values are appended to it. */
export class Writer {
  /** What the bytes are for, as it reads after "Cannot"; absent where they are for themselves. */
  readonly operation: string | undefined;
  /** The names of the fields that are being written, outermost first. */
  readonly path: string[] = [];
  /** Bytes written so far. */
  length = 0;
  /** A view of the whole buffer, to be fetched anew after each {@linkcode reserve}. */
  view: DataView<ArrayBuffer>;

  /** Makes an empty buffer. */
  constructor(operation?: string) {
    this.operation = operation;
    this.view = spare ?? new DataView(new ArrayBuffer(FIRST_SIZE));
    spare = undefined;
  }

  /** Appends `size` zero bytes and returns their offset. */
  reserve(size: number): number {
    const offset = this.length;
    this.length += size;
    if (this.length > this.view.byteLength) {
      const grown = new Uint8Array(Math.max(this.length, this.view.byteLength * 2));
      grown.set(new Uint8Array(this.view.buffer, 0, offset));
      this.view = new DataView(grown.buffer);
    }
    return offset;
  }

  /** Appends `bytes`. */
  append(bytes: Uint8Array): void {
    const offset = this.reserve(bytes.length);
    new Uint8Array(this.view.buffer).set(bytes, offset);
  }

  /** Appends zero bytes up to a multiple of four (`NLMSG_ALIGNTO`, `NLA_ALIGNTO`). */
  align(): void {
    this.reserve(-this.length & 3);
  }

  /** Runs `write` for the field `name`, so that a failure tells where it was. */
  within(name: string, write: () => void): void {
    this.path.push(name);
    write();
    this.path.pop();
  }

  /** The error about the field that is being written. */
  failure(reason: string): RangeError {
    const path = this.path.join(".");
    return new RangeError(
      this.operation === undefined
        ? `Cannot encode ${path || "value"}: ${reason}`
        : `Cannot ${this.operation}: ${path && `${path}: `}${reason}`,
    );
  }

  /** What was written. The writer is empty afterwards, and its buffer is for the next one. */
  finish(): Uint8Array<ArrayBuffer> {
    const written = new Uint8Array(this.view.buffer, 0, this.length);
    const copy = written.slice();
    if (this.view.byteLength <= LARGEST_SPARE) {
      written.fill(0);
      spare = this.view;
    }
    this.view = NONE;
    this.length = 0;
    return copy;
  }
}
