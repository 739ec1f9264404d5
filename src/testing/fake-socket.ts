import { EAGAIN, MSG_TRUNC, type Watch } from "../../ffi/libc.ts";
import { decode } from "../codec/codec.ts";
import { i32 } from "../codec/numbers.ts";
import { SOL_NETLINK, SOL_SOCKET } from "../open-socket.ts";
import { errno } from "../errno.ts";

const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
const SO_MEMINFO = 55;

/** Options of netlink sockets (`SOL_NETLINK`). */
const NETLINK_ADD_MEMBERSHIP = 1;
const NETLINK_DROP_MEMBERSHIP = 2;
const NETLINK_NO_ENOBUFS = 5;
const NETLINK_CAP_ACK = 10;
const NETLINK_EXT_ACK = 11;

/** What a socket may queue at first, in bytes (`net.core.rmem_default`), and at least (`SOCK_MIN_RCVBUF`). */
const DEFAULT_MEMORY = 212_992;
const LEAST_MEMORY = 2304;
/** What a datagram takes beside its bytes, and what it is rounded up to: `struct sk_buff` and the kernel's allocator. */
const OVERHEAD = 576;
const ALIGNMENT = 256;

/** What of the queue of the kernel a datagram takes, in bytes; about what was measured. */
function memoryOf(datagram: Uint8Array): number {
  return OVERHEAD + Math.ceil(datagram.length / ALIGNMENT) * ALIGNMENT;
}

/** Somebody who watches a socket: whether they wait for something, and whether they will be told in a moment. */
interface Watching {
  state: "idle" | "armed" | "called";
  readonly ready: () => void;
}

/** One socket of a fake kernel: its queue, its groups, its options. */
export class FakeSocket {
  /** The groups that it joined. */
  readonly groups: Set<number> = new Set();
  /** Address of the socket. */
  port: number;
  /** Number of its protocol (`NETLINK_*`). */
  readonly protocol: number;
  readonly #options = new Map<number, number>();
  readonly #watching = new Set<Watching>();
  readonly #queue: Uint8Array[] = [];
  /** Bytes that it queues at most, with what the kernel adds to each datagram; and what it queues. */
  #memory = DEFAULT_MEMORY;
  #used = 0;
  /** How many datagrams were lost; 32 bits, which wrap. */
  #drops = 0;
  #overrun = false;
  #failure: { readonly error: unknown } | undefined;
  /** Whether those who wait are to look at something that is not in the queue. */
  #alarm = false;
  #backlog: Promise<void> | undefined;

  /** Makes a socket with a port. */
  constructor(port: number, protocol: number) {
    this.port = port;
    this.protocol = protocol;
  }

  /** Whether errors shall carry what else there is to say. */
  get wantsExtendedAck(): boolean {
    return this.#isSet(NETLINK_EXT_ACK);
  }

  /** Whether errors shall not carry the request. */
  get wantsCappedAck(): boolean {
    return this.#isSet(NETLINK_CAP_ACK);
  }

  /** Sets an option, as `setsockopt` does. */
  setOption(level: number, name: number, bytes: Uint8Array): number {
    const value = decode(i32, bytes);
    if (level === SOL_NETLINK) return this.#setNetlinkOption(name, value);
    if (level !== SOL_SOCKET || name !== SO_RCVBUF && name !== SO_RCVBUFFORCE) return -errno("ENOPROTOOPT");
    // The kernel takes as much again for what it adds.
    this.#memory = Math.max(value * 2, LEAST_MEMORY);
    return 0;
  }

  /** Reads an option, as `getsockopt` does. */
  getOption(level: number, name: number, bytes: Uint8Array): number {
    const isMemory = level === SOL_SOCKET && name === SO_MEMINFO;
    if (!isMemory && (level !== SOL_SOCKET || name !== SO_RCVBUF)) return -errno("ENOPROTOOPT");
    // What is used, what may be used, six numbers about sending and the like, what was dropped.
    const value = isMemory ? [this.#used, this.#memory, 0, 0, 0, 0, 0, 0, this.#drops] : [this.#memory];
    bytes.set(new Uint8Array(Uint32Array.from(value).buffer).subarray(0, bytes.length));
    return 0;
  }

  /** Queues a datagram, or counts it as lost where there is no room; an empty queue has room for anything. */
  offer(datagram: Uint8Array): void {
    if (this.#used > 0 && this.#used + memoryOf(datagram) > this.#memory) this.#count(1);
    else this.push(datagram);
  }

  /** Queues a part of a list, which the kernel makes only when there is room. */
  push(datagram: Uint8Array): void {
    this.#queue.push(datagram);
    this.#used += memoryOf(datagram);
    this.#wake();
  }

  /** Has the socket lose datagrams, and wakes who waits, as the data would that fills a queue. */
  lose(count: number): void {
    this.#count(count);
    this.#alarm = true;
    this.#wake();
  }

  /**
   * Hands an answer on, at once where it is there and nothing else is waited for, else in its turn. What `deliver` throws
   * later, the next receive throws.
   */
  answer<T>(answer: T | Promise<T>, deliver: (answer: T) => void): void {
    const earlier = this.#backlog;
    if (earlier === undefined && !(answer instanceof Promise)) return deliver(answer);
    const turn = Promise.all([answer, earlier]).then(([value]) => deliver(value)).catch((error) => {
      this.#failure ??= { error };
      this.#alarm = true;
      this.#wake();
    }).finally(() => {
      if (this.#backlog === turn) this.#backlog = undefined;
    });
    this.#backlog = turn;
  }

  /** Takes the oldest datagram into `buffer`. */
  receive(buffer: Uint8Array, flags: number): number {
    if (this.#failure !== undefined) {
      const { error } = this.#failure;
      this.#failure = undefined;
      throw error;
    }
    if (this.#overrun) {
      this.#overrun = false;
      return -errno("ENOBUFS");
    }
    const datagram = this.#queue.shift();
    if (datagram === undefined) return -EAGAIN;
    this.#used -= memoryOf(datagram);
    const there = datagram.subarray(0, buffer.length);
    buffer.set(there);
    return (flags & MSG_TRUNC) === 0 ? there.length : datagram.length;
  }

  /** Watches for something to read. */
  watch(ready: () => void): Watch {
    const watching: Watching = { state: "idle", ready };
    this.#watching.add(watching);
    return {
      arm: () => {
        if (watching.state === "idle") watching.state = "armed";
        this.#wake();
      },
      stop: () => {
        this.#watching.delete(watching);
        return Promise.resolve();
      },
    };
  }

  /** Tells those who wait that there is something, as soon as the caller is done. */
  #wake(): void {
    if (this.#queue.length === 0 && !this.#alarm) return;
    for (const watching of this.#watching) {
      if (watching.state !== "armed") continue;
      watching.state = "called";
      this.#alarm = false;
      queueMicrotask(() => {
        watching.state = "idle";
        if (this.#watching.has(watching)) watching.ready();
      });
    }
  }

  /** Counts losses; a socket that did not ask for the number alone gets an error too. */
  #count(losses: number): void {
    this.#drops = (this.#drops + losses) >>> 0;
    this.#overrun ||= !this.#isSet(NETLINK_NO_ENOBUFS);
  }

  #setNetlinkOption(name: number, value: number): number {
    const isMembership = name === NETLINK_ADD_MEMBERSHIP || name === NETLINK_DROP_MEMBERSHIP;
    if (isMembership && value < 1) return -errno("EINVAL");
    if (name === NETLINK_ADD_MEMBERSHIP) this.groups.add(value);
    else if (name === NETLINK_DROP_MEMBERSHIP) this.groups.delete(value);
    else this.#options.set(name, value);
    return 0;
  }

  #isSet(option: number): boolean {
    return (this.#options.get(option) ?? 0) !== 0;
  }
}
