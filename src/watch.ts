import { setImmediate } from "node:timers";
import { deferred } from "./deferred.ts";
import { readEvents } from "./events.ts";
import type { NetworkEvent } from "./events.ts";
import { announced, type Topic } from "./route/mod.ts";
import { checkSocketOptions, type SocketOptions } from "./open-socket.ts";
import { copyOf, type NetlinkSocket } from "./socket.ts";
import { checkTopics, DEFAULT_TOPICS, subscribe } from "./subscribe.ts";

/** What is watched, and how. */
export interface WatchOptions extends SocketOptions {
  /** What to watch. @default {["link", "address", "route"]} */
  readonly topics?: readonly Topic[];
  /** Gets a copy of each datagram as it was received, before its events; for recordings. @default nobody */
  readonly onDatagram?: (datagram: Uint8Array) => void;
  /** Ends the watching: the iterator rejects with the reason. */
  readonly signal?: AbortSignal;
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
 * Watches the network: when the promise resolves, the kernel queues every event for us, and nothing that happens from
 * then on is missed.
 *
 * Throws a `RangeError` for an unknown topic or an impossible option, and a {@linkcode NetlinkError} where the kernel
 * refuses: `ENOENT` and `EINVAL` for a namespace that is none, `EPERM` for one that may not be entered.
 *
 * @example
 * ```ts
 * import { watch } from "@netlink/ffi";
 *
 * for await (const event of await watch({ topics: ["link"] })) {
 *   if (event.type === "link") console.log(event.action, event.link.name, event.link.state);
 * }
 * ```
 */
export async function watch(options: WatchOptions = {}): Promise<Watcher> {
  checkSocketOptions("watch", options, ["topics", "onDatagram"]);
  const { topics = DEFAULT_TOPICS, onDatagram, ...socketOptions } = options;
  checkTopics("watch", topics, announced);
  return new Watcher(await subscribe(topics, socketOptions), options.signal, onDatagram);
}

/** Events of the network in their order, for `for await`. Leaving the loop closes it. */
export class Watcher implements AsyncIterableIterator<NetworkEvent, undefined>, Disposable, AsyncDisposable {
  readonly #socket: NetlinkSocket;
  readonly #signal: AbortSignal | undefined;
  readonly #onDatagram: WatchOptions["onDatagram"];
  readonly #waiters: PromiseWithResolvers<IteratorResult<NetworkEvent, undefined>>[] = [];
  /** The events of the last datagram, and how many of them were delivered; all others wait in the kernel. */
  #events: NetworkEvent[] = [];
  #delivered = 0;
  #budget = BUDGET;
  #deadline = performance.now() + BUDGET_MILLISECONDS;
  #waiting = false;
  #closed = false;

  /** Makes a watcher of a socket that has joined its groups. */
  constructor(socket: NetlinkSocket, signal?: AbortSignal, onDatagram?: WatchOptions["onDatagram"]) {
    this.#socket = socket;
    this.#signal = signal;
    this.#onDatagram = onDatagram;
  }

  /** The next event; `done` once the watcher is closed. Rejects once with the reason after an abort. */
  next(): Promise<IteratorResult<NetworkEvent, undefined>> {
    if (this.#closed) return Promise.resolve({ done: true, value: undefined });
    try {
      this.#signal?.throwIfAborted();
      // Those who wait already come first.
      if (!this.#waiting && this.#fetch()) return Promise.resolve(this.#take());
    } catch (error) {
      const waited = this.#waiters.length > 0;
      this.#fail(error);
      return waited ? this.next() : Promise.reject(error);
    }
    const waiter = deferred<IteratorResult<NetworkEvent, undefined>>();
    this.#waiters.push(waiter);
    if (!this.#waiting) void this.#wait();
    return waiter.promise;
  }

  /** Closes the watcher, as leaving a loop does, and waits until its descriptor is free. */
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

  /** Closes the watcher and waits until its descriptor is free. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.#socket[Symbol.asyncDispose]();
  }

  /** The watcher itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(): IteratorYieldResult<NetworkEvent> {
    // Only called where one is there.
    return { done: false, value: this.#events[this.#delivered++]! };
  }

  /** Whether there is an event to take, after a look into the kernel's queue as far as the budget goes. */
  #fetch(): boolean {
    if (this.#delivered < this.#events.length) return true;
    const events = this.#events;
    events.length = this.#delivered = 0;
    while (events.length === 0 && this.#budget > 0) {
      const datagram = this.#socket.receiveNow();
      if (datagram === undefined) {
        // What was lost, was lost when the queue was full: behind everything that was in it.
        const lost = this.#socket.takeDrops();
        if (lost > 0) events.push({ type: "overrun", lost });
        break;
      }
      this.#onDatagram?.(copyOf(datagram));
      readEvents(datagram.view, datagram.length, events);
      this.#budget--;
      if (this.#budget % CLOCK_INTERVAL === 0 && performance.now() > this.#deadline) this.#budget = 0;
    }
    return events.length > 0;
  }

  /** Delivers to those who wait, until nobody does. */
  async #wait(): Promise<void> {
    this.#waiting = true;
    try {
      while (this.#waiters.length > 0) {
        // Once the budget is used up, nobody knows whether something is left, or was lost behind it.
        if (this.#budget > 0) await this.#socket.readable();
        else await new Promise<void>((resolve) => setImmediate(resolve));
        this.#budget = BUDGET;
        this.#deadline = performance.now() + BUDGET_MILLISECONDS;
        while (this.#waiters.length > 0 && this.#fetch()) this.#waiters.shift()?.resolve(this.#take());
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#waiting = false;
  }

  /** Closes the watcher; the one who waits longest is told why. */
  #fail(error: unknown): void {
    const waiter = this.#closed ? undefined : this.#waiters.shift();
    this.close();
    waiter?.reject(error);
  }
}
