import {
  type Acknowledgement,
  MessageCursor,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_MIN_TYPE,
  type RawMessage,
  readDone,
  readError,
} from "./codec/framing.ts";
import {
  type Conversation,
  converse,
  type ReadReply,
  type Reply,
  type ReplyCallbacks,
  type Request,
} from "./conversation.ts";
import { errno } from "./errno.ts";
import { closed, InterruptedError, NetlinkError } from "./errors.ts";
import { nextTurn } from "./next-turn.ts";
import { checkSocketOptions, type Protocol, type SocketOptions } from "./open-socket.ts";
import { NetlinkSocket, type ReceiveOptions } from "./socket.ts";

/** How an exchange is opened. */
export interface ExchangeOptions extends SocketOptions, ReplyCallbacks {}

/** How often a list is asked for again because the table changed meanwhile. */
const ATTEMPTS = 10;
/** How many requests travel in one datagram at most, and how many bytes. */
const MOST_REQUESTS = 64;
const MOST_BYTES = 32 * 1024;
/** What the reply to one request may take of the receive buffer: an object with its overhead, and the acknowledgement. */
const REPLY_MEMORY = 8 * 1024;
/** How long replies are read before others get their turn, in milliseconds; and how many datagrams between two looks. */
const TURN_MILLISECONDS = 4;
const CLOCK_INTERVAL = 8;

/**
 * Requests and their replies, on a socket of their own: events never crowd out a reply.
 *
 * What is asked for in one turn of the event loop travels in one datagram, and the kernel answers inside `send`. A reply
 * is told by sequence and port. Lists go one at a time.
 */
export class Exchange implements Disposable, AsyncDisposable {
  readonly #socket: NetlinkSocket;
  readonly #callbacks: ReplyCallbacks;
  readonly #most: number;
  #queue: Conversation[] = [];
  #underWay = new Map<number, Conversation>();
  #running = false;
  /** Whether some of the list that is under way was cut off, which may have been its end. */
  #isCut = false;
  #sequence = 0;
  /** Whether replies were read before, since the end of a turn was seen. */
  #isBusy = false;
  /** The turn of the event loop in which replies are read: when it has been long enough, and its end. */
  #turn: { readonly deadline: number; readonly end: Promise<void> } | undefined;

  private constructor(socket: NetlinkSocket, callbacks: ReplyCallbacks) {
    this.#socket = socket;
    this.#callbacks = callbacks;
    this.#most = Math.max(1, Math.min(MOST_REQUESTS, Math.floor(socket.receiveBuffer / REPLY_MEMORY)));
  }

  /** Opens a socket for requests; throws as {@linkcode NetlinkSocket.open} does. */
  static async open(protocol: Protocol | number, options: ExchangeOptions = {}): Promise<Exchange> {
    checkSocketOptions("open socket", options, ["onWarning", "onUndecoded"]);
    const { onWarning, onUndecoded, ...socketOptions } = options;
    const socket = await NetlinkSocket.open(protocol, socketOptions);
    try {
      // As an error, a loss would also have the kernel drop all that follows until the queue is empty.
      socket.countLosses();
      return new Exchange(socket, { onWarning, onUndecoded });
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /** The C library, for what has to be opened for a request. */
  get libc(): NetlinkSocket["libc"] {
    return this.#socket.libc;
  }

  /**
   * Sends a request and waits until the kernel has answered it; gives what it replied beside the acknowledgement.
   *
   * Rejects with a {@linkcode NetlinkError} for what the kernel refuses, `ENOBUFS` where the reply found no room in the
   * receive buffer, and with the reason of `signal`: what was sent by then is carried out all the same. A `RangeError`
   * for a value that cannot be encoded.
   */
  request<T, R = never>(
    request: Request<T>,
    read: ReadReply<R> = () => undefined,
    options: ReceiveOptions = {},
  ): Promise<readonly R[]> {
    return this.#start(request, NLM_F_ACK, read, options).then(({ values }) => values);
  }

  /**
   * Asks for a list. One during which the table changed is asked for again, and fails with an
   * {@linkcode InterruptedError} when that goes on.
   */
  async dump<T, R>(request: Request<T>, read: ReadReply<R>, options: ReceiveOptions = {}): Promise<readonly R[]> {
    let partial: readonly R[] = [];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { values, isWhole } = await this.#start(request, NLM_F_DUMP, read, options);
      if (isWhole) return values;
      partial = values;
    }
    throw new InterruptedError(request.operation, partial);
  }

  /** Closes the socket at once; what is under way is rejected. Further calls do nothing. */
  close(): void {
    this.#socket.close();
    this.#abandon([...this.#underWay.values(), ...this.#queue], closed("socket"));
    this.#queue = [];
  }

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Closes the socket and waits until its descriptor is free. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.#socket[Symbol.asyncDispose]();
  }

  #start<T, R>(
    request: Request<T>,
    mode: number,
    read: ReadReply<R>,
    { signal }: ReceiveOptions,
  ): Promise<Reply<R>> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const sequence = this.#sequence = (this.#sequence + 1) >>> 0;
    const isDump = mode === NLM_F_DUMP;
    try {
      const options = { request, mode, isDump, sequence, read, signal, callbacks: this.#callbacks };
      const { conversation, reply } = converse(options);
      this.#queue.push(conversation);
      if (!this.#running) void this.#run();
      return reply;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #run(): Promise<void> {
    this.#running = true;
    // What is asked for in the same turn goes into the same datagram.
    await null;
    while (this.#queue.length > 0) {
      const batch = this.#nextBatch().filter(({ isGivenUp }) => !isGivenUp());
      if (batch.length === 0) continue;
      for (const conversation of batch) this.#underWay.set(conversation.sequence, conversation);
      // Only lists have any, and they go alone.
      const groups = batch.flatMap((conversation) => conversation.groups);
      try {
        for (const group of groups) this.#socket.join(group);
        if (groups.length > 0) this.#socket.takeDrops();
        try {
          this.#socket.send(joined(batch));
          await this.#receive();
        } finally {
          for (const group of groups) this.#socket.leave(group);
        }
        // What is still announced must not crowd out the next reply.
        while (groups.length > 0 && this.#socket.receiveNow() !== undefined);
        if (groups.length > 0) this.#socket.takeDrops();
      } catch (error) {
        this.#abandon(batch, error);
      }
    }
    this.#running = false;
  }

  /** The next list alone, or as many of the next requests as may travel together. */
  #nextBatch(): readonly Conversation[] {
    const [first] = this.#queue;
    if (first?.isDump) return this.#queue.splice(0, 1);
    let bytes = 0;
    const end = this.#queue.findIndex((conversation, i) => {
      bytes += conversation.bytes.length;
      return i > 0 && (conversation.isDump || i >= this.#most || bytes > MOST_BYTES);
    });
    return this.#queue.splice(0, end < 0 ? this.#queue.length : end);
  }

  /** Reads until nothing is under way. */
  async #receive(): Promise<void> {
    this.#isCut = false;
    for (let count = 1; this.#underWay.size > 0; count++) {
      const datagram = this.#socket.receiveNow();
      if (datagram !== undefined) this.#take(datagram.view, datagram.length);
      // The kernel answers while it is asked: what is not there does not come any more.
      else if (this.#socket.takeDrops() > 0) this.#lose(this.#underWay.values(), errno("ENOBUFS"));
      // What was cut off of a list may have been its end: it is over, and is asked for again.
      else if (this.#isCut) this.#lose(this.#underWay.values(), 0);
      // This is for the day when it answers later.
      else await this.#socket.readable();
      if (count % CLOCK_INTERVAL !== 0 && this.#underWay.size > 0) continue;
      // One turn has many batches, and may have requests that were made one after the other. To know when it ends has its
      // price, most of all the first time: the only batch of a program needs no end.
      if (!this.#isBusy) {
        this.#isBusy = true;
        continue;
      }
      const { deadline, end } = this.#turn ??= this.#beginTurn();
      if (performance.now() >= deadline) await end;
    }
  }

  #beginTurn(): { readonly deadline: number; readonly end: Promise<void> } {
    const end = nextTurn().then(() => {
      this.#turn = undefined;
      this.#isBusy = false;
    });
    return { deadline: performance.now() + TURN_MILLISECONDS, end };
  }

  #take(view: DataView, length: number): void {
    if (length > view.byteLength) this.#cut();
    for (const message = new MessageCursor(view, Math.min(length, view.byteLength)); message.next();) {
      const conversation = this.#underWay.get(message.sequence);
      // Of another port is what others asked for and everybody gets told.
      if (message.port !== this.#socket.port) this.#change();
      else if (conversation !== undefined) this.#answer(conversation, view, message);
    }
  }

  /** Takes a message that answers a request. */
  #answer(conversation: Conversation, view: DataView, message: RawMessage): void {
    // The end of a list that changed at its end says so too.
    if ((message.flags & NLM_F_DUMP_INTR) !== 0) conversation.interrupt();
    if (message.type === NLMSG_DONE && conversation.groups.length > 0 && this.#socket.takeDrops() > 0) {
      conversation.interrupt();
    }
    if (message.type === NLMSG_DONE) this.#end(conversation, readDone(view, message));
    else if (message.type === NLMSG_ERROR) this.#end(conversation, readError(view, message));
    else if (message.type >= NLMSG_MIN_TYPE) conversation.reply(view, message);
  }

  /** A reply was longer than the buffer, which has grown meanwhile: a list is asked for again, all else is lost. */
  #cut(): void {
    for (const conversation of this.#underWay.values()) {
      if (!conversation.isDump) {
        this.#end(conversation, { error: -errno("EMSGSIZE") });
        continue;
      }
      this.#isCut = true;
      conversation.interrupt();
    }
  }

  /** Something changed of what is listed. */
  #change(): void {
    for (const conversation of this.#underWay.values()) conversation.change();
  }

  #end(conversation: Conversation, outcome: Acknowledgement): void {
    this.#underWay.delete(conversation.sequence);
    conversation.end(outcome);
  }

  /** Ends those whose replies are lost. */
  #lose(conversations: Iterable<Conversation>, error: number): void {
    for (const conversation of conversations) this.#end(conversation, { error: -error });
  }

  /** Gives up these, which are all that are under way, and maybe more. */
  #abandon(conversations: readonly Conversation[], failure: unknown): void {
    this.#underWay = new Map();
    for (const { operation, end } of conversations) {
      if (!(failure instanceof NetlinkError)) {
        end({ failure });
        continue;
      }
      // Nothing but closing it takes the descriptor away.
      const hint = failure.code === "EBADF" ? { hint: "after closing the socket" } : {};
      end({ failure: new NetlinkError(operation, failure.errno, { cause: failure, ...hint }) });
    }
  }
}

function joined(batch: readonly Conversation[]): Uint8Array {
  const [first] = batch;
  if (first !== undefined && batch.length === 1) return first.bytes;
  const all = new Uint8Array(batch.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let offset = 0;
  for (const { bytes } of batch) {
    all.set(bytes, offset);
    offset += bytes.length;
  }
  return all;
}
