/** Byte order of the host, which is the byte order of netlink. */
export const LITTLE_ENDIAN: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** A buffer that grows while values are appended to it. */
export class Writer {
  /** What the bytes are for, as it reads after "Cannot"; absent where they are for themselves. */
  readonly operation: string | undefined;
  /** The names of the fields that are being written, outermost first. */
  readonly path: string[] = [];
  /** Bytes written so far. */
  length = 0;
  /** A view of the whole buffer, to be fetched anew after each {@linkcode reserve}. */
  view: DataView<ArrayBuffer> = new DataView(new ArrayBuffer(256));

  /** Makes an empty buffer. */
  constructor(operation?: string) {
    this.operation = operation;
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

  /** A copy of what was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.view.buffer.slice(0, this.length));
  }
}
