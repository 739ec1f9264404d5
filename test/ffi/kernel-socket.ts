import { AF_NETLINK, CLOEXEC, type Libc, SOCK_RAW } from "../../ffi/mod.ts";
import { AddressBuffer, kernelAddress } from "../../src/codec/socket-address.ts";

/** A bare netlink socket to which the kernel replies as often as it is asked. */
export class KernelSocket implements Disposable {
  readonly #libc: Libc;
  /** Its descriptor. */
  readonly fd: number;

  /** Opens it, by nothing but the C library. */
  constructor(libc: Libc) {
    this.#libc = libc;
    this.fd = libc.socket(AF_NETLINK, SOCK_RAW | CLOEXEC, 0);
    libc.connect(this.fd, kernelAddress());
  }

  /** Makes it readable: sends a message that says nothing and wants that confirmed (`NLMSG_NOOP`, `NLM_F_ACK`). */
  ask(): void {
    this.#libc.send(this.fd, Uint8Array.of(16, 0, 0, 0, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0);
  }

  /** Receives a datagram; returns its length, or the negative error number. */
  receive(flags: number): number {
    return this.#libc.recv(this.fd, new Uint8Array(4096), flags, new AddressBuffer().bytes);
  }

  /** Closes the descriptor. */
  [Symbol.dispose](): void {
    this.#libc.close(this.fd);
  }
}
