import { type Binding, binding, EAGAIN, EINTR, type Libc, MSG_DONTWAIT, MSG_TRUNC, type Watch } from "../ffi/mod.ts";
import { AddressBuffer } from "./codec/socket-address.ts";
import { deferred } from "./deferred.ts";
import { errno } from "./errno.ts";
import { closed, NetlinkError } from "./errors.ts";
import { check } from "./namespace.ts";
import {
  checkDatagram,
  checkSocketOptions,
  type OpenedSocket,
  openSocket,
  type Protocol,
  protocolNumber,
  receiveBufferSize,
  setOption,
  type SocketOptions,
  SOL_NETLINK,
  SOL_SOCKET,
} from "./open-socket.ts";

const SO_MEMINFO = 55;
/** `SK_MEMINFO_DROPS`: the place of the drop counter among the numbers of `SO_MEMINFO`, and how many there are. */
const MEMINFO_DROPS = 8;
const MEMINFO_COUNT = 9;

const NETLINK_ADD_MEMBERSHIP = 1;
const NETLINK_DROP_MEMBERSHIP = 2;
const NETLINK_NO_ENOBUFS = 5;

/**
 * A dump fills datagrams of up to 32 KiB where the reader has room for them. One link can take more than 64 KiB, with
 * hundreds of alternative names.
 */
const BUFFER_SIZE = 128 * 1024;
/** Datagrams were lost, since the queue was full. */
const ENOBUFS = errno("ENOBUFS");

/** How long a single receive waits. */
export interface ReceiveOptions {
  /** Gives up waiting; the promise rejects with the reason, and the socket stays open. */
  readonly signal?: AbortSignal;
}

/** A datagram where it was received: valid until the next one is received. */
export interface Datagram {
  /** The bytes, in a buffer that is used again. */
  readonly view: DataView;
  /** Length in bytes. */
  readonly length: number;
}

/** The bytes of a datagram as far as they were received, to be kept. */
export function copyOf({ view, length }: Datagram): Uint8Array<ArrayBuffer> {
  return new Uint8Array(view.buffer, view.byteOffset, Math.min(length, view.byteLength)).slice();
}

/**
 * One bound netlink socket of any protocol.
 *
 * It is connected to the kernel, which refuses datagrams of other processes from then on. What others multicast, as
 * only privileged ones can, is dropped by its sender's address, but for a datagram that the runtime receives itself
 * while somebody waits: that has no sender.
 *
 * @example The bytes of the next link event
 * ```ts
 * import { NetlinkSocket } from "@netlink/ffi";
 *
 * await using socket = await NetlinkSocket.open("route");
 * socket.join(1); // RTNLGRP_LINK
 * console.log(await socket.receive());
 * ```
 */
export class NetlinkSocket implements Disposable, AsyncDisposable {
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #watch: Watch;
  readonly #sender = new AddressBuffer();
  readonly #memory = new Uint32Array(MEMINFO_COUNT);
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => {
    this.#failure = { reason: this.#signal?.reason };
    this.close();
  };
  #buffer = new Uint8Array(BUFFER_SIZE);
  #view = new DataView(this.#buffer.buffer);
  #early: Uint8Array[] = [];
  #farewell: Uint8Array | undefined;
  #waiting: Omit<PromiseWithResolvers<void>, "promise">[] = [];
  #closing: Promise<void> | undefined;
  #failure: { readonly reason: unknown } | undefined;
  #drops = 0;
  #foreign = 0;

  /** Port of the socket, its address among all sockets of the protocol (`nl_pid`); chosen by the kernel. */
  readonly port: number;
  /** Bytes that the kernel queues at most, as it granted them: twice what was asked for, where that is allowed. */
  readonly receiveBuffer: number;

  private constructor({ libc, watchReadable }: Binding, opened: OpenedSocket, signal: AbortSignal | undefined) {
    const { fd, port, receiveBuffer } = opened;
    this.#libc = libc;
    this.#fd = fd;
    this.port = port;
    this.receiveBuffer = receiveBuffer;
    this.#signal = signal;
    this.#watch = watchReadable(fd, (datagram) => this.#ready(datagram));
    signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** How many datagrams were dropped because the kernel did not send them. */
  get foreign(): number {
    return this.#foreign;
  }

  /**
   * Opens a socket of a protocol, by its name or its number (`NETLINK_*`).
   *
   * Throws a `RangeError` for a protocol or an option that cannot be, and a {@linkcode NetlinkError} for what the kernel
   * refuses.
   */
  static async open(protocol: Protocol | number, options: SocketOptions = {}): Promise<NetlinkSocket> {
    const number = protocolNumber(protocol);
    checkSocketOptions("open socket", options);
    const receiveBuffer = receiveBufferSize(options);
    const { namespace, signal } = options;
    signal?.throwIfAborted();
    const bound = options.kernel ?? await binding(options.libc);
    signal?.throwIfAborted();
    const opened = openSocket(bound.libc, number, { namespace, receiveBuffer });
    try {
      return new NetlinkSocket(bound, opened, signal);
    } catch (error) {
      bound.libc.close(opened.fd);
      throw error;
    }
  }

  /**
   * Joins the multicast group with this number; when the call returns, the kernel queues what it announces, and counts
   * what it cannot queue, see {@linkcode countLosses}.
   */
  join(group: number): void {
    this.countLosses();
    check(`join group ${group}`, setOption(this.#libc, this.#fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group));
  }

  /** From now on an overrun of the queue is told by {@linkcode takeDrops}, and never as an error of a receive. */
  countLosses(): void {
    this.#checkOpen();
    check("count lost datagrams", setOption(this.#libc, this.#fd, SOL_NETLINK, NETLINK_NO_ENOBUFS, 1));
  }

  /**
   * Has the kernel drop what a program of classic BPF does not pass, before it is queued: it wakes nobody, takes no room,
   * and counts as no loss. Gives whether the kernel took the program, which has to fit into `net.core.optmem_max`.
   */
  attachFilter(program: Uint8Array): boolean {
    this.#checkOpen();
    return this.#libc.attachFilter(this.#fd, program) === 0;
  }

  /** Leaves a multicast group; what was queued stays queued. */
  leave(group: number): void {
    this.#checkOpen();
    check(`leave group ${group}`, setOption(this.#libc, this.#fd, SOL_NETLINK, NETLINK_DROP_MEMBERSHIP, group));
  }

  /** The C library that the socket calls. */
  get libc(): Libc {
    return this.#libc;
  }

  /** Sends one datagram to the kernel, which handles it before the call returns. */
  send(datagram: Uint8Array): void {
    this.#checkOpen();
    checkDatagram("send", datagram);
    check("send", this.#libc.send(this.#fd, datagram, 0));
  }

  /**
   * Waits for the next datagram of the kernel and returns a copy of it. One that is longer than any before may be cut
   * off, which its headers tell; the next one of that length is whole.
   */
  async receive(options: ReceiveOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    for (;;) {
      options.signal?.throwIfAborted();
      const datagram = this.receiveNow();
      if (datagram !== undefined) return copyOf(datagram);
      await this.readable(options);
    }
  }

  /**
   * The next datagram of the kernel, where one is queued; its bytes are valid until the next call. A `length` beyond
   * the view means that the rest was cut off; the buffer is larger from then on.
   */
  receiveNow(): Datagram | undefined {
    this.#checkOpen();
    const early = this.#early.shift();
    if (early !== undefined) {
      // A view of its own would take three times as long, for what one runtime has received.
      if (early.length > this.#buffer.length) this.#grow(early.length);
      this.#buffer.set(early);
      return { view: this.#view, length: early.length };
    }
    for (let attempt = 0;;) {
      const view = this.#view;
      const length = this.#libc.recv(this.#fd, this.#buffer, MSG_DONTWAIT | MSG_TRUNC, this.#sender.bytes);
      if (length >= 0) {
        if (this.#sender.port !== 0) {
          this.#foreign++;
          continue;
        }
        if (length > view.byteLength) this.#grow(length);
        return { view, length };
      }
      if (length === -EAGAIN || length === -EINTR) return undefined;
      // Told once, to sockets that do not count their losses.
      if (length === -ENOBUFS) throw new NetlinkError("receive", "ENOBUFS");
      // The error number of a foreign call is not beyond doubt; one that persists is.
      if (++attempt > 1) throw new NetlinkError("receive", length);
    }
  }

  /** Has a datagram received once more, behind others of which the same was said, and before those of the kernel. */
  putBack(datagram: Uint8Array): void {
    checkDatagram("put back", datagram);
    this.#early.push(datagram);
  }

  /**
   * Has a datagram sent when the socket is closed, whatever closes it: for what the kernel would otherwise go on telling
   * to the next socket with this port.
   */
  atClose(datagram: Uint8Array): void {
    checkDatagram("send at the end", datagram);
    this.#farewell = datagram;
  }

  /** Resolves when a datagram can be received, at once where one can be now. */
  readable({ signal }: ReceiveOptions = {}): Promise<void> {
    if (this.#closing === undefined && signal?.aborted) return Promise.reject(signal.reason);
    const waiter = deferred<void>();
    this.whenReadable(waiter);
    if (signal === undefined) return waiter.promise;
    const abort = (): void => {
      this.#waiting = this.#waiting.filter((other) => other !== waiter);
      waiter.reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
    return waiter.promise.finally(() => signal.removeEventListener("abort", abort));
  }

  /** Waits as {@linkcode readable} does, but calls `waiter` at once, without the turns that a promise takes. */
  whenReadable(waiter: Omit<PromiseWithResolvers<void>, "promise">): void {
    if (this.#closing !== undefined) return waiter.reject(this.#closedError());
    if (this.#early.length > 0) return waiter.resolve();
    this.#waiting.push(waiter);
    this.#watch.arm();
  }

  /** How many datagrams the kernel could not queue since the last call, exactly. */
  takeDrops(): number {
    this.#checkOpen();
    const bytes = new Uint8Array(this.#memory.buffer);
    check("read the drop counter", this.#libc.getsockopt(this.#fd, SOL_SOCKET, SO_MEMINFO, bytes));
    const drops = this.#memory[MEMINFO_DROPS] ?? 0;
    // The counter has 32 bits and wraps.
    const lost = (drops - this.#drops) >>> 0;
    this.#drops = drops;
    return lost;
  }

  /** Closes the socket at once; what waits for it is rejected. Further calls do nothing. */
  close(): void {
    if (this.#closing !== undefined) return;
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#early = [];
    if (this.#farewell !== undefined) this.#libc.send(this.#fd, this.#farewell, 0);
    this.#closing = this.#watch.stop().then(() => void this.#libc.close(this.#fd));
    for (const waiter of this.#waiting.splice(0)) waiter.reject(this.#closedError());
  }

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Closes the socket and waits until its descriptor is free. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.#closing;
  }

  #ready(datagram?: Uint8Array): void {
    if (this.#closing !== undefined) return;
    if (datagram !== undefined) this.#early.push(datagram);
    // They may wait once more meanwhile.
    for (const waiter of this.#waiting.splice(0)) waiter.resolve();
  }

  #grow(length: number): void {
    this.#buffer = new Uint8Array(2 ** Math.ceil(Math.log2(length)));
    this.#view = new DataView(this.#buffer.buffer);
  }

  #closedError(): unknown {
    return this.#failure === undefined ? closed("socket") : this.#failure.reason;
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw this.#closedError();
  }
}
