import { AF_NETLINK, type Binding, type Libc, type WatchReadable } from "../../ffi/libc.ts";
import { HEADER_SIZE, NLM_F_REQUEST, NLMSG_MIN_TYPE, walkMessages } from "../codec/framing.ts";
import { readCapture } from "../codec/capture.ts";
import { AddressBuffer } from "../codec/socket-address.ts";
import { decode } from "../decode.ts";
import { errno } from "../errno.ts";
import { NetlinkError } from "../errors.ts";
import { type Protocol, protocolNumber } from "../open-socket.ts";
import { shown } from "../shown.ts";
import { answerRoute } from "./fake-answer.ts";
import { FakeFamilies } from "./fake-families.ts";
import { FakeGeneric } from "./fake-generic.ts";
import { unsupported } from "./fake-libc.ts";
import { type FakeHandler, type FakeRequest, outcome } from "./fake-handler.ts";
import { acknowledge, type Asked, refuse } from "./fake-message.ts";
import { type Announcement, announcement } from "./fake-object.ts";
import { FakeSocket } from "./fake-socket.ts";

/** The first descriptor: a program has three already. */
const FIRST_DESCRIPTOR = 3;
/** The first port: the kernel gives out numbers that are negative for those who take them for an `int`. */
const FIRST_PORT = 2 ** 31;
const MAX_U32 = 2 ** 32 - 1;

const ROUTE = protocolNumber("route");
const GENERIC = protocolNumber("generic");

/**
 * A kernel that a test makes up, see {@linkcode fakeKernel}.
 *
 * Every socket has a queue of its own, which overruns as the kernel's does: beyond the receive buffer what is announced
 * is lost, and counted.
 */
export class FakeKernel implements Binding {
  readonly #handler: FakeHandler;
  readonly #sockets = new Map<number, FakeSocket>();
  readonly #requests: FakeRequest[] = [];
  readonly #families = new FakeFamilies(() => this.#of(GENERIC));
  #made = 0;
  #interruptions = 0;
  /** The families of generic netlink: the controller, and those that a test adds. */
  readonly generic: FakeGeneric;

  /** Makes a kernel that answers as `handler` says; throws a `RangeError` where that is no function. */
  constructor(handler: FakeHandler) {
    if (typeof handler !== "function") {
      throw new RangeError(`Cannot make a kernel: expected a function that answers, got ${shown(handler)}`);
    }
    this.#handler = handler;
    this.generic = new FakeGeneric(this.#families);
  }

  /**
   * The requests that came so far, in their order.
   *
   * @example
   * ```ts
   * import { Rtnetlink } from "@netlink/ffi";
   * import { fakeKernel } from "@netlink/ffi/testing";
   *
   * const kernel = fakeKernel();
   * await using rtnetlink = await Rtnetlink.open({ kernel });
   * await rtnetlink.routes.list();
   * for (const { verb, topic, message } of kernel.requests) console.log(verb, topic, message.name); // get route RTM_GETROUTE
   * ```
   */
  get requests(): readonly FakeRequest[] {
    return this.#requests;
  }

  /**
   * How many sockets are open.
   *
   * @example A program that leaves nothing behind
   * ```ts
   * import { watch } from "@netlink/ffi";
   * import { fakeKernel } from "@netlink/ffi/testing";
   *
   * const kernel = fakeKernel();
   * const events = await watch({ kernel });
   * console.log(kernel.sockets); // 1
   * await events[Symbol.asyncDispose]();
   * console.log(kernel.sockets); // 0
   * ```
   */
  get sockets(): number {
    return this.#sockets.size;
  }

  /**
   * Sends an event to every socket that joined a group in which the kernel tells of such objects.
   *
   * Throws a `RangeError` that names the topic, the field or the value which cannot be, though nobody may listen.
   *
   * @example
   * ```ts
   * import { watch } from "@netlink/ffi";
   * import { fakeKernel } from "@netlink/ffi/testing";
   *
   * const kernel = fakeKernel();
   * using events = await watch({ topics: ["address"], kernel });
   * kernel.announce({ type: "address", action: "new", address: { index: 2, address: "192.0.2.1", prefixLength: 24 } });
   * const { value } = await events.next();
   * if (value?.type === "address") console.log(value.address.family, value.address.scope); // inet global
   * ```
   */
  announce(event: Announcement): void {
    const { bytes, groups } = announcement(event);
    for (const socket of this.#of(ROUTE)) {
      if (groups.some((group) => socket.groups.has(group))) socket.offer(bytes);
    }
  }

  /**
   * Sends a datagram as it is, sound or not, to every socket that joined a group.
   *
   * @example What a program makes of a message that breaks off
   * ```ts
   * import { watch } from "@netlink/ffi";
   * import { fakeKernel } from "@netlink/ffi/testing";
   *
   * const kernel = fakeKernel();
   * using events = await watch({ kernel });
   * kernel.deliver(Uint8Array.of(20, 0, 0, 0, 16));
   * console.log((await events.next()).value?.type); // undecoded
   * ```
   */
  deliver(datagram: Uint8Array, protocol: Protocol = "route"): void {
    for (const socket of this.#of(protocolNumber(protocol))) {
      if (socket.groups.size > 0) socket.offer(datagram.slice());
    }
  }

  /**
   * Sends the rtnetlink datagrams of a capture (pcap, pcapng, hexadecimal text) as {@linkcode deliver} does, and loses
   * what was lost: `kernel.replay(await readFile("monitor.pcapng"))`. Throws a `RangeError` for what is no capture.
   */
  replay(capture: Uint8Array): void {
    for (const captured of readCapture(capture)) {
      if ("lost" in captured) this.overrun(captured.lost);
      else if ("bytes" in captured && (captured.protocol ?? 0) === 0) this.deliver(captured.bytes);
    }
  }

  /**
   * Has every socket that joined a group lose as many datagrams, as it would with a full queue.
   *
   * @example
   * ```ts
   * import { watch } from "@netlink/ffi";
   * import { fakeKernel } from "@netlink/ffi/testing";
   *
   * const kernel = fakeKernel();
   * using events = await watch({ kernel });
   * kernel.overrun(1744);
   * console.log((await events.next()).value); // { type: "overrun", lost: 1744 }
   * ```
   */
  overrun(lost = 1): void {
    checkCount("lose datagrams", lost);
    for (const socket of this.#sockets.values()) {
      if (socket.groups.size > 0) socket.lose(lost);
    }
  }

  /**
   * Has the tables change while the next lists are read (`NLM_F_DUMP_INTR`): who asks for a list has to ask again.
   *
   * @example
   * ```ts
   * import { Rtnetlink } from "@netlink/ffi";
   * import { fakeKernel } from "@netlink/ffi/testing";
   *
   * const kernel = fakeKernel(() => [{ index: 1, name: "lo" }]);
   * await using rtnetlink = await Rtnetlink.open({ kernel });
   * kernel.interrupt();
   * await rtnetlink.links.list();
   * console.log(kernel.requests.length); // 2
   * ```
   */
  interrupt(lists = 1): void {
    checkCount("interrupt lists", lists);
    this.#interruptions += lists;
  }

  /** Tells when there is something to read, as soon as the running code is done; keeps no process alive. */
  readonly watchReadable: WatchReadable = (fd, ready) => {
    const socket = this.#sockets.get(fd);
    if (socket === undefined) throw new NetlinkError(`watch descriptor ${fd}`, "EBADF");
    return socket.watch(ready);
  };

  /** The calls that sockets need; all others fail with `ENOSYS`. */
  readonly libc: Libc = {
    ...unsupported,
    socket: (domain, _type, protocol) => {
      if (domain !== AF_NETLINK) return -errno("EAFNOSUPPORT");
      if (protocol !== ROUTE && protocol !== GENERIC) return -errno("EPROTONOSUPPORT");
      const made = this.#made++;
      this.#sockets.set(FIRST_DESCRIPTOR + made, new FakeSocket(FIRST_PORT + made, protocol));
      return FIRST_DESCRIPTOR + made;
    },
    bind: (fd, address) => this.#call(fd, (socket) => this.#bind(socket, new AddressBuffer(address).port)),
    connect: (fd) => this.#call(fd, () => 0),
    getsockname: (fd, address) =>
      this.#call(fd, ({ port }) => {
        new AddressBuffer(address).port = port;
        return 0;
      }),
    setsockopt: (fd, level, name, value) => this.#call(fd, (socket) => socket.setOption(level, name, value)),
    // A filter may pass whatever it likes: who asked for less looks at what comes.
    attachFilter: (fd) => this.#call(fd, () => 0),
    getsockopt: (fd, level, name, value) => this.#call(fd, (socket) => socket.getOption(level, name, value)),
    send: (fd, bytes) => this.#call(fd, (socket) => this.#send(socket, bytes)),
    recv: (fd, buffer, flags, sender) =>
      this.#call(fd, (socket) => {
        new AddressBuffer(sender).port = 0;
        return socket.receive(buffer, flags);
      }),
    close: (fd) => this.#sockets.delete(fd) ? 0 : -errno("EBADF"),
  };

  #call(fd: number, run: (socket: FakeSocket) => number): number {
    const socket = this.#sockets.get(fd);
    return socket === undefined ? -errno("EBADF") : run(socket);
  }

  /** The sockets of a protocol. */
  #of(protocol: number): FakeSocket[] {
    return [...this.#sockets.values()].filter((socket) => socket.protocol === protocol);
  }

  #bind(socket: FakeSocket, port: number): number {
    if (port === 0) return 0;
    for (const other of this.#sockets.values()) {
      if (other !== socket && other.port === port) return -errno("EADDRINUSE");
    }
    socket.port = port;
    return 0;
  }

  #send(socket: FakeSocket, bytes: Uint8Array): number {
    walkMessages(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes.length, (raw) => {
      const message = bytes.slice(raw.offset - HEADER_SIZE, raw.offset + raw.length);
      this.#handle({ socket, raw, bytes: message });
    });
    return bytes.length;
  }

  #handle(asked: Asked): void {
    const { socket, raw, bytes } = asked;
    if (raw.type < NLMSG_MIN_TYPE || (raw.flags & NLM_F_REQUEST) === 0) return acknowledge(asked);
    const isInterrupted = (): boolean => this.#takeInterruption();
    if (socket.protocol === GENERIC) return this.#families.handle(asked, isInterrupted);
    const [request, problem] = decode(bytes);
    if (request?.type !== "request") return refuse(asked, new NetlinkError("answer", "EOPNOTSUPP"));
    if (problem?.type === "undecoded") {
      return refuse(asked, new NetlinkError("answer", "EINVAL", { ack: { message: problem.error.message } }));
    }
    // The value was decoded in the form of the topic.
    const typed = request as FakeRequest;
    this.#requests.push(typed);
    const reply = outcome(() => this.#handler(typed));
    socket.answer(reply, (outcome) => answerRoute(asked, typed, outcome, isInterrupted));
  }

  #takeInterruption(): boolean {
    if (this.#interruptions === 0) return false;
    this.#interruptions--;
    return true;
  }
}

function checkCount(operation: string, count: number): void {
  if (Number.isInteger(count) && count > 0 && count <= MAX_U32) return;
  throw new RangeError(`Cannot ${operation}: expected a number from 1 to ${MAX_U32}, got ${shown(count)}`);
}

/**
 * Makes a kernel for tests, to be given as `kernel` to whatever opens a socket. It works in every runtime, without a
 * foreign function interface, without privileges, on any system.
 *
 * `handler` gets the requests of all sockets one by one, and what it returns becomes the answer:
 *
 * - to a list (`request.message.flags` has `"root"`): an array of objects, of which those of the family that is asked for
 *   are told, and the end
 * - to a question about one object: that object, or an array of all there are; where it is not among them, `ENODEV` for a
 *   link, `ESRCH` for a route, `ENOENT` for all else
 * - to a change: an acknowledgement; who asks for that (`"echo"`) gets the objects back, where there are none what it said
 * - a {@linkcode NetlinkError} that it throws: a refusal with that error number and what the kernel says besides; the
 *   number 0 is success with a warning
 * - a promise: the answer in its time, while later requests of the same socket wait for theirs
 *
 * Whatever else it throws, or an object that cannot be, is what the sending program gets, since the test is wrong. A
 * request that does not fit its schema is refused with `EINVAL`, one without a schema with `EOPNOTSUPP`.
 *
 * Without a handler, lists are empty, nothing is found, and changes succeed. Families of generic netlink are added to
 * `generic`. Sockets of other protocols than these two are refused with `EPROTONOSUPPORT`; and there is one namespace,
 * all others are refused with `ENOSYS`.
 *
 * @example A network with one link, which is for reading
 * ```ts
 * import { NetlinkError, Rtnetlink } from "@netlink/ffi";
 * import { fakeKernel } from "@netlink/ffi/testing";
 *
 * const kernel = fakeKernel(({ topic, verb }) => {
 *   if (verb !== "get") throw new NetlinkError("change", "EPERM", { ack: { message: "Look, do not touch" } });
 *   return topic === "link" ? [{ index: 2, name: "eth0", flags: ["up"], mtu: 1500 }] : [];
 * });
 * await using rtnetlink = await Rtnetlink.open({ kernel });
 * console.log((await rtnetlink.links.list())[0]?.mtu); // 1500
 * await rtnetlink.addresses.add({ link: "eth0", address: "192.0.2.1/24" }).catch((error) => {
 *   console.log(error.code, error.ack.message); // EPERM Look, do not touch
 * });
 * ```
 */
export function fakeKernel(handler: FakeHandler = () => undefined): FakeKernel {
  return new FakeKernel(handler);
}
