import { u16, u32 } from "./numbers.ts";
import { field, struct } from "./struct.ts";
import { type Codec, encode } from "./codec.ts";

/** Address of a netlink socket (`struct sockaddr_nl`). */
interface SocketAddress {
  readonly family: number;
  readonly port: number;
  readonly groups: number;
}

const PORT_OFFSET = 4;
const SIZE = 12;
const AF_NETLINK = 16;

const socketAddress: Codec<SocketAddress> = struct<SocketAddress>(SIZE, {
  family: field(0, u16),
  port: field(PORT_OFFSET, u32),
  groups: field(8, u32),
});

/** The address of the kernel, which is also that of a socket whose port the kernel shall choose. */
export function kernelAddress(): Uint8Array<ArrayBuffer> {
  return encode(socketAddress, { family: AF_NETLINK, port: 0, groups: 0 });
}

/** Where a path begins in the address of a local socket (`struct sockaddr_un`), behind its family. */
const PATH_OFFSET = 2;
const AF_UNIX = 1;

/** The address of the local socket at this path. */
export function unixAddress(path: string): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(`${path}\0`);
  const address = new Uint8Array(PATH_OFFSET + text.length);
  address.set(encode(u16, AF_UNIX));
  address.set(text, PATH_OFFSET);
  return address;
}

/** The place of a netlink address, such as one for the C library to write to. */
export class AddressBuffer {
  /** The bytes of the address. */
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  /** Makes it of bytes that are there, or of new ones. */
  constructor(bytes: Uint8Array = new Uint8Array(SIZE)) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The port in it; 0 is the kernel. */
  get port(): number {
    return u32.read(this.#view, PORT_OFFSET, 4);
  }

  /** Makes it the address of the socket with this port. */
  set port(port: number) {
    this.bytes.set(encode(socketAddress, { family: AF_NETLINK, port, groups: 0 }));
  }
}
