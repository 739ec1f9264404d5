import { AF_NETLINK, type Binding, CLOEXEC, type Libc, SOCK_RAW } from "../ffi/mod.ts";
import { AddressBuffer, kernelAddress } from "./codec/socket-address.ts";
import { check, inNamespace, type Namespace } from "./namespace.ts";
import { checkOptions } from "./options.ts";
import { shown } from "./shown.ts";

/** The netlink protocols that this module knows by name (`NETLINK_*`). */
export type Protocol = "route" | "generic";

const PROTOCOLS: Readonly<Record<Protocol, number>> = { route: 0, generic: 16 };
/** One more than the largest protocol number (`MAX_LINKS`). */
const MAX_PROTOCOL = 32;

/** Options of every socket (`SOL_SOCKET`). */
export const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;

/** Options of netlink sockets (`SOL_NETLINK`). */
export const SOL_NETLINK = 270;
const NETLINK_EXT_ACK = 11;
const NETLINK_GET_STRICT_CHK = 12;

/** Bytes that the kernel shall queue at most, unless told otherwise. */
const DEFAULT_RECEIVE_BUFFER = 4 * 1024 * 1024;
/** The largest receive buffer: the kernel doubles the number, which has to stay a positive `int`. */
export const MAX_RECEIVE_BUFFER: number = 2 ** 30 - 1;

/** How a socket is opened. */
export interface SocketOptions {
  /** The network namespace in which it is; needs `CAP_SYS_ADMIN`. @default the namespace of the process */
  readonly namespace?: Namespace;
  /**
   * Bytes that the kernel queues at most, 0 to 1073741823; without `CAP_NET_ADMIN` at most what
   * `net.core.rmem_max` allows. An event takes about 800 of them. @default {4194304}
   */
  readonly receiveBuffer?: number;
  /** Closes the socket; what waits rejects with the reason. */
  readonly signal?: AbortSignal;
  /** Path of another C library than the system's; `NETLINK_LIBC` in the environment does the same. */
  readonly libc?: string;
  /** Another kernel than the machine's, for tests: what `fakeKernel` of `@netlink/ffi/testing` makes. */
  readonly kernel?: Binding;
}

/** The options of every socket. */
const SOCKET_OPTIONS: readonly (keyof SocketOptions)[] = ["namespace", "receiveBuffer", "signal", "libc", "kernel"];

/**
 * Throws a `RangeError` for an option that is neither one of every socket nor among `more`, and for values that no
 * system call would refuse.
 */
export function checkSocketOptions(operation: string, options: SocketOptions, more: readonly string[] = []): void {
  checkOptions(operation, options, [...more, ...SOCKET_OPTIONS]);
  for (const name of more) {
    const callback: unknown = Reflect.get(options, name);
    if (!/^on[A-Z]/.test(name) || callback === undefined || typeof callback === "function") continue;
    throw new RangeError(`Cannot ${operation}: expected a function as ${name}, got ${shown(callback)}`);
  }
  const { libc, kernel } = options;
  if (libc !== undefined && (typeof libc !== "string" || libc === "")) {
    throw new RangeError(`Cannot ${operation}: expected the path of a C library, got ${shown(libc)}`);
  }
  if (kernel !== undefined && (typeof kernel?.libc !== "object" || typeof kernel.watchReadable !== "function")) {
    throw new RangeError(`Cannot ${operation}: expected what fakeKernel gives as the kernel, got ${shown(kernel)}`);
  }
}

/** Throws a `RangeError` for what is no datagram. */
export function checkDatagram(operation: string, datagram: Uint8Array): void {
  if (datagram instanceof Uint8Array) return;
  throw new RangeError(`Cannot ${operation}: expected a Uint8Array, got ${shown(datagram)}`);
}

/** Sets an option whose value is a C `int`; returns 0, or a negative error number. */
export function setOption(libc: Libc, fd: number, level: number, name: number, value: number): number {
  return libc.setsockopt(fd, level, name, new Uint8Array(Int32Array.of(value).buffer));
}

/** The number of a protocol; throws a `RangeError` where there is no such protocol. */
export function protocolNumber(protocol: Protocol | number): number {
  const number = typeof protocol === "number" ? protocol : PROTOCOLS[protocol];
  if (Number.isInteger(number) && number >= 0 && number < MAX_PROTOCOL) return number;
  const expected = `expected the protocol ${Object.keys(PROTOCOLS).join(", ")} or a number from 0 to ${
    MAX_PROTOCOL - 1
  }`;
  throw new RangeError(`Cannot open socket: ${expected}, got ${shown(protocol)}`);
}

/** The size of the queue that `options` ask for; throws a `RangeError` where there is no such size. */
export function receiveBufferSize({ receiveBuffer = DEFAULT_RECEIVE_BUFFER }: SocketOptions): number {
  if (Number.isInteger(receiveBuffer) && receiveBuffer >= 0 && receiveBuffer <= MAX_RECEIVE_BUFFER) {
    return receiveBuffer;
  }
  const expected = `expected a receive buffer from 0 to ${MAX_RECEIVE_BUFFER} bytes`;
  throw new RangeError(`Cannot open socket: ${expected}, got ${shown(receiveBuffer)}`);
}

/** A socket that was opened. */
export interface OpenedSocket {
  /** Its descriptor. */
  readonly fd: number;
  /** Its port, which the kernel chose. */
  readonly port: number;
  /** Bytes that the kernel queues at most. */
  readonly receiveBuffer: number;
}

/** Opens a socket that is bound to a port of the kernel's choice and connected to the kernel. */
export function openSocket(
  libc: Libc,
  protocol: number,
  { namespace, receiveBuffer }: { readonly namespace: Namespace | undefined; readonly receiveBuffer: number },
): OpenedSocket {
  const make = (): number => check("open socket", libc.socket(AF_NETLINK, SOCK_RAW | CLOEXEC, protocol));
  const fd = namespace === undefined ? make() : inNamespace(libc, namespace, make);
  try {
    check("bind socket", libc.bind(fd, kernelAddress()));
    check("connect socket", libc.connect(fd, kernelAddress()));
    const own = new AddressBuffer();
    check("read the address of the socket", libc.getsockname(fd, own.bytes));
    // Beyond the system's limit where that is allowed, up to it otherwise.
    if (setOption(libc, fd, SOL_SOCKET, SO_RCVBUFFORCE, receiveBuffer) < 0) {
      check("set the receive buffer", setOption(libc, fd, SOL_SOCKET, SO_RCVBUF, receiveBuffer));
    }
    // Refused only by kernels before 4.12 and 4.20; replies carry less then, and filters are not checked.
    setOption(libc, fd, SOL_NETLINK, NETLINK_EXT_ACK, 1);
    setOption(libc, fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
    const granted = new Int32Array(1);
    check("read the receive buffer", libc.getsockopt(fd, SOL_SOCKET, SO_RCVBUF, new Uint8Array(granted.buffer)));
    return { fd, port: own.port, receiveBuffer: granted[0] ?? 0 };
  } catch (error) {
    libc.close(fd);
    throw error;
  }
}
