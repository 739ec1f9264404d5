import { deferred } from "./deferred.ts";
import { closed } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import { checkSocketOptions, type SocketOptions } from "./open-socket.ts";
import { checkOptions } from "./options.ts";
import type { Topic } from "./route/mod.ts";
import { type Tracked, trackings } from "./route/tracking/mod.ts";
import type { Key } from "./route/tracking/tracking.ts";
import { checkAnswer, shown } from "./shown.ts";
import type { NetlinkSocket } from "./socket.ts";
import { ChangeQueue, type ChangeReader, type End } from "./state/change-queue.ts";
import type { NetworkChange } from "./state/change.ts";
import { Follower } from "./state/follower.ts";
import { Waits } from "./state/waits.ts";
import { checkTopics } from "./options.ts";
import { DEFAULT_TOPICS, subscribe } from "./subscribe.ts";

/** What is copied, and how. */
export interface NetworkStateOptions extends SocketOptions {
  /** What to keep a copy of; memory is taken for these alone. @default {["link", "address", "route"]} */
  readonly topics?: readonly (keyof Tracked)[];
  /** Whether iterating begins with everything that is there, as additions, and `synced` behind them. @default {false} */
  readonly snapshot?: boolean;
}

/** How changes are read, or waited for. */
export interface ChangesOptions {
  /** Whether they begin with everything that is there, as additions, and `synced` behind them. */
  readonly snapshot?: boolean;
}

/** How a condition is waited for. */
export interface WaitOptions {
  /** Gives up waiting; the promise rejects with the reason. */
  readonly signal?: AbortSignal;
}

/** What the events of a topic do not tell, but those of others do. */
const DEPENDENCIES: { readonly [T in keyof Tracked]: readonly Topic[] } = {
  link: [],
  address: ["link"],
  nexthop: ["link"],
  route: ["link", "address", "nexthop"],
  neighbor: ["link"],
  rule: ["link"],
};

/**
 * A live copy of the network: what is there now, and every change of it.
 *
 * The copy is exact: losses are repaired by listing again, and what the kernel does without an event is looked for when
 * an event tells that it may have happened. What nothing at all tells of shows when {@linkcode refresh} looks: alias,
 * alternative names and group of a link that is down; proxies; a neighbor that is looked for (`"incomplete"`) or
 * doubted (`"delay"`). Counters and ages are no changes.
 *
 * @example What changes, from now on
 * ```ts
 * import { NetworkState } from "@netlink/ffi";
 *
 * for await (const change of await NetworkState.open({ topics: ["link"], snapshot: true })) {
 *   if (change.type === "link") console.log(change.action, change.link.name, change.cause);
 * }
 * ```
 */
export class NetworkState implements AsyncIterable<NetworkChange>, Disposable, AsyncDisposable {
  readonly #socket: NetlinkSocket;
  readonly #exchange: Exchange;
  readonly #follower: Follower;
  readonly #snapshot: boolean;
  readonly #queues: Set<ChangeQueue> = new Set();
  readonly #listeners: Set<(changes: readonly NetworkChange[]) => void> = new Set();
  readonly #waits = new Waits();
  #listed: PromiseWithResolvers<void> = unobserved();
  #settled: PromiseWithResolvers<void> = unobserved();
  #end: End | undefined;

  private constructor(
    socket: NetlinkSocket,
    exchange: Exchange,
    topics: ReadonlySet<keyof Tracked>,
    snapshot: boolean,
  ) {
    this.#socket = socket;
    this.#exchange = exchange;
    this.#snapshot = snapshot;
    this.#follower = new Follower(socket, exchange, topics, {
      changed: (changes) => {
        for (const queue of this.#queues) queue.push(changes);
        for (const listener of [...this.#listeners]) {
          if (this.#listeners.has(listener)) listener(changes);
        }
        this.#waits.look();
      },
      listed: () => {
        this.#listed.resolve();
        this.#listed = unobserved();
      },
      settled: () => {
        this.#settled.resolve();
        this.#settled = unobserved();
      },
    });
  }

  /**
   * Opens a copy; it is complete when the promise resolves.
   *
   * Throws a `RangeError` for a topic or an option that cannot be, and a {@linkcode NetlinkError} for what the kernel
   * refuses.
   */
  static async open(options: NetworkStateOptions = {}): Promise<NetworkState> {
    checkSocketOptions("follow", options, ["topics", "snapshot"]);
    const { topics = DEFAULT_TOPICS, snapshot = false, ...rest } = options;
    checkTopics("follow", topics, Object.keys(trackings));
    const wanted = new Set(topics);
    const socket = await subscribe([...new Set([...wanted, ...topics.flatMap((topic) => DEPENDENCIES[topic])])], rest);
    let state: NetworkState | undefined;
    try {
      state = new NetworkState(socket, await Exchange.open("route", rest), wanted, snapshot);
      const listed = state.#listed.promise;
      void state.#run();
      await listed;
      return state;
    } catch (error) {
      await (state ?? socket)[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The links by their index. Throws a `RangeError` where their topic is not followed. */
  get links(): ReadonlyMap<number, Tracked["link"]> {
    return this.#copy("link") as ReadonlyMap<number, Tracked["link"]>;
  }

  /** The addresses, by an opaque key. Throws a `RangeError` where their topic is not followed. */
  get addresses(): ReadonlyMap<Key, Tracked["address"]> {
    return this.#copy("address");
  }

  /** The routes, by an opaque key. Throws a `RangeError` where their topic is not followed. */
  get routes(): ReadonlyMap<Key, Tracked["route"]> {
    return this.#copy("route");
  }

  /** The neighbors, by an opaque key. Throws a `RangeError` where their topic is not followed. */
  get neighbors(): ReadonlyMap<Key, Tracked["neighbor"]> {
    return this.#copy("neighbor");
  }

  /** The rules, by an opaque key. Throws a `RangeError` where their topic is not followed. */
  get rules(): ReadonlyMap<Key, Tracked["rule"]> {
    return this.#copy("rule");
  }

  /** The nexthop objects by their number. Throws a `RangeError` where their topic is not followed. */
  get nexthops(): ReadonlyMap<number, Tracked["nexthop"]> {
    return this.#copy("nexthop") as ReadonlyMap<number, Tracked["nexthop"]>;
  }

  /**
   * The changes from now on, for a reader of its own; leaving its loop leaves the copy open. A reader that is slow gets
   * several changes of one object as one.
   */
  changes(options: ChangesOptions = {}): ChangeReader {
    checkOptions("read changes", options, ["snapshot"]);
    const { snapshot = this.#snapshot } = options;
    const queue: ChangeQueue = new ChangeQueue(() => this.#queues.delete(queue));
    if (this.#end !== undefined) {
      queue.finish(this.#end);
      return queue;
    }
    this.#queues.add(queue);
    if (!snapshot) return queue;
    for (const mirror of this.#follower.mirrors.values()) queue.push(mirror.additions("snapshot"));
    // Told later where something was lost just now.
    if (this.#follower.isSynced) queue.push([{ type: "synced" }]);
    return queue;
  }

  /** The changes from now on; leaving the loop closes the copy. */
  [Symbol.asyncIterator](): AsyncIterableIterator<NetworkChange, undefined> {
    const queue = this.changes();
    return {
      next: () => queue.next(),
      return: async () => {
        await this[Symbol.asyncDispose]();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  /**
   * Waits until `condition` gives something else than `undefined` and `false`, and gives that. It is asked at once and
   * after each change; what it throws rejects the promise. A promise is no answer: that rejects with a `RangeError`.
   *
   * @example
   * ```ts
   * import { NetworkState } from "@netlink/ffi";
   *
   * await using state = await NetworkState.open({ topics: ["link"] });
   * const lo = await state.waitFor(({ links }) => [...links.values()].find(({ name }) => name === "lo"));
   * console.log(lo.index);
   * ```
   */
  async waitFor<T>(condition: (state: NetworkState) => T | undefined | false, options: WaitOptions = {}): Promise<T> {
    checkOptions("wait", options, ["signal"]);
    if (typeof condition !== "function") {
      throw new RangeError(`Cannot wait for a condition: expected a function, got ${shown(condition)}`);
    }
    const look = () => {
      this.throwIfClosed();
      const found = condition(this);
      checkAnswer(found);
      return found;
    };
    return await this.#waits.until(look, options.signal);
  }

  /**
   * Calls `listener` with what changed, each time and at once, until the function that it returns is called. What it
   * throws ends the copy.
   */
  listen(listener: (changes: readonly NetworkChange[]) => void): () => void {
    // The same function may listen twice.
    const own = (changes: readonly NetworkChange[]): void => listener(changes);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** Throws why the copy ended, where it did: what failed, or a {@linkcode NetlinkError} after closing it. */
  throwIfClosed(): void {
    if (this.#end !== undefined) {
      throw this.#end.failure === undefined ? closed("copy of the network") : this.#end.failure.reason;
    }
  }

  /** Resolves when nothing is in doubt: the copy is what the kernel has. Under changes without end, that never is. */
  async settled(): Promise<void> {
    this.throwIfClosed();
    this.#follower.wake();
    await this.#settled.promise;
  }

  /** Lists everything anew, for what the kernel announces to nobody; resolves when the differences have been told. */
  async refresh(): Promise<void> {
    this.throwIfClosed();
    this.#follower.refresh();
    await this.#listed.promise;
  }

  /** Closes the copy at once: who reads changes is told the end, who waits is rejected. Further calls do nothing. */
  close(): void {
    this.#finish({});
  }

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Closes the copy and waits until its descriptors are free. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await Promise.all([this.#socket[Symbol.asyncDispose](), this.#exchange[Symbol.asyncDispose]()]);
  }

  async #run(): Promise<void> {
    try {
      await this.#follower.run();
    } catch (reason) {
      this.#finish({ failure: { reason } });
    }
  }

  #finish(end: End): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#socket.close();
    this.#exchange.close();
    for (const queue of this.#queues) queue.finish(end);
    this.#queues.clear();
    this.#listeners.clear();
    // They find out that it has ended.
    this.#waits.look();
    for (const { reject } of [this.#listed, this.#settled]) {
      reject(end.failure === undefined ? closed("copy of the network") : end.failure.reason);
    }
  }

  #copy<T extends keyof Tracked>(topic: T): ReadonlyMap<Key, Tracked[T]> {
    const mirror = this.#follower.mirrors.get(topic);
    if (mirror === undefined) {
      const topics = [...this.#follower.mirrors.keys()].join(", ");
      throw new RangeError(`Cannot read topic '${topic}': only ${topics} are followed`);
    }
    // The mirror of a topic has its objects.
    return mirror.objects as ReadonlyMap<Key, Tracked[T]>;
  }
}

/** A promise that may be rejected without anybody having asked for it. */
function unobserved(): PromiseWithResolvers<void> {
  const made = deferred<void>();
  made.promise.catch(() => {});
  return made;
}
