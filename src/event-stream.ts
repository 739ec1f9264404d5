import { deferred } from "./deferred.ts";
import { nextTurn } from "./next-turn.ts";
import { copyOf, type NetlinkSocket } from "./socket.ts";

/** Events were lost, because the kernel's queue was full; those that follow may be newer than the loss. */
export interface OverrunEvent {
  /** Tells what the event is about. */
  readonly type: "overrun";
  /** How many datagrams the kernel could not queue since the last such event; each holds one event. */
  readonly lost: number;
}

/** Where a stream has its events from. */
export interface EventSource<Event> {
  /** Appends the events of a datagram to `events`; throws nothing, whatever the bytes. */
  read(view: DataView, length: number, events: (Event | OverrunEvent)[]): void;
  /** Ends the stream: it rejects with the reason. */
  readonly signal?: AbortSignal | undefined;
  /** Gets a copy of each datagram as it was received, before its events. */
  readonly onDatagram?: ((datagram: Uint8Array) => void) | undefined;
}

/**
 * How many datagrams are received, and for how many milliseconds, before the event loop gets its turn: timers and other
 * sockets are not kept waiting by a flood, and the detour costs little for so many.
 */
const BUDGET = 256;
const BUDGET_MILLISECONDS = 4;
/** How many datagrams go by between two looks at the clock. */
const CLOCK_INTERVAL = 16;

/**
 * What a socket is told, in its order, for `for await`. Leaving the loop closes it.
 *
 * A datagram is received when somebody asks for what is in it: until then it waits in the kernel, whose queue is the only
 * one. What found no room there is told as an `overrun`, with its exact number.
 */
export class EventStream<Event> implements AsyncIterableIterator<Event | OverrunEvent, undefined> {
  readonly #socket: NetlinkSocket;
  readonly #source: EventSource<Event>;
  readonly #waiters: PromiseWithResolvers<IteratorResult<Event | OverrunEvent, undefined>>[] = [];
  /** The events of the last datagram, and how many of them were delivered; all others wait in the kernel. */
  #events: (Event | OverrunEvent)[] = [];
  #delivered = 0;
  #budget = BUDGET;
  #deadline = 0;
  #waiting = false;
  readonly #wakeUp = { resolve: () => this.#deliver(), reject: (reason: unknown) => this.#fail(reason) };
  #closed = false;

  /** Makes a stream of a socket that has joined its groups, and closes it in the end. */
  constructor(socket: NetlinkSocket, source: EventSource<Event>) {
    this.#socket = socket;
    this.#source = source;
  }

  /** The next event; `done` once the stream is closed. Rejects once with the reason after an abort. */
  next(): Promise<IteratorResult<Event | OverrunEvent, undefined>> {
    if (this.#closed) return Promise.resolve({ done: true, value: undefined });
    try {
      this.#source.signal?.throwIfAborted();
      // Those who wait already come first.
      if (!this.#waiting && this.#fetch()) return Promise.resolve(this.#take());
    } catch (error) {
      const waited = this.#waiters.length > 0;
      this.#fail(error);
      return waited ? this.next() : Promise.reject(error);
    }
    // Whoever sees the datagrams may have closed it.
    if (this.#closed) return this.next();
    const waiter = deferred<IteratorResult<Event | OverrunEvent, undefined>>();
    this.#waiters.push(waiter);
    if (!this.#waiting) this.#wait();
    return waiter.promise;
  }

  /** Closes the stream, as leaving a loop does, and waits until its descriptor is free. */
  async return(): Promise<IteratorReturnResult<undefined>> {
    await this[Symbol.asyncDispose]();
    return { done: true, value: undefined };
  }

  /** Ends the iteration at once: what is waited for is `done`. Further calls do nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#events = [];
    this.#delivered = 0;
    this.#socket.close();
    for (const waiter of this.#waiters.splice(0)) waiter.resolve({ done: true, value: undefined });
  }

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Closes the stream and waits until its descriptor is free. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.#socket[Symbol.asyncDispose]();
  }

  /** The stream itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(): IteratorYieldResult<Event | OverrunEvent> {
    // Only called where one is there.
    return { done: false, value: this.#events[this.#delivered++]! };
  }

  /** Whether there is an event to take, after a look into the kernel's queue as far as the budget goes. */
  #fetch(): boolean {
    if (this.#delivered < this.#events.length) return true;
    const events = this.#events;
    const source = this.#source;
    events.length = this.#delivered = 0;
    while (events.length === 0 && this.#budget > 0 && !this.#closed) {
      const datagram = this.#socket.receiveNow();
      if (datagram === undefined) {
        // What was lost, was lost when the queue was full: behind everything that was in it.
        const lost = this.#socket.takeDrops();
        if (lost > 0) events.push({ type: "overrun", lost });
        break;
      }
      source.onDatagram?.(copyOf(datagram));
      source.read(datagram.view, datagram.length, events);
      this.#budget--;
      // The first one is mostly the only one, which has no time to lose.
      if (this.#budget === BUDGET - 2) this.#deadline = performance.now() + BUDGET_MILLISECONDS;
      else if (this.#budget % CLOCK_INTERVAL === 0 && performance.now() > this.#deadline) this.#budget = 0;
    }
    return events.length > 0 && !this.#closed;
  }

  /** Waits until there may be something for those who wait. */
  #wait(): void {
    this.#waiting = true;
    // Once the budget is used up, nobody knows whether something is left, or was lost behind it.
    if (this.#budget > 0) this.#socket.whenReadable(this.#wakeUp);
    else void nextTurn().then(this.#wakeUp.resolve);
  }

  /** Delivers to those who wait; who asks meanwhile, comes behind them. */
  #deliver(): void {
    this.#budget = BUDGET;
    try {
      while (this.#waiters.length > 0 && this.#fetch()) this.#waiters.shift()?.resolve(this.#take());
    } catch (error) {
      this.#fail(error);
    }
    this.#waiting = false;
    if (this.#waiters.length > 0) this.#wait();
  }

  /** Closes the stream; the one who waits longest is told why. */
  #fail(error: unknown): void {
    const waiter = this.#closed ? undefined : this.#waiters.shift();
    this.close();
    waiter?.reject(error);
  }
}
