import { EventStream } from "./event-stream.ts";
import { readEvents } from "./events.ts";
import { checkSocketOptions, type SocketOptions } from "./open-socket.ts";
import { announced, kindsOf, type ObjectEvent, type WatchTopic } from "./route/mod.ts";
import type { NetlinkSocket } from "./socket.ts";
import { checkTopics } from "./options.ts";
import { DEFAULT_TOPICS, subscribe } from "./subscribe.ts";
import type { UndecodedEvent } from "./undecoded.ts";

/** What is watched, and how. */
export interface WatchOptions extends SocketOptions {
  /** What to watch. @default {["link", "address", "route"]} */
  readonly topics?: readonly WatchTopic[];
  /** Gets a copy of each datagram as it was received, before its events; for recordings. @default nobody */
  readonly onDatagram?: (datagram: Uint8Array) => void;
  /** Ends the watching: the iterator rejects with the reason. */
  readonly signal?: AbortSignal;
}

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
  return new Watcher(await subscribe(kindsOf(topics), socketOptions), options.signal, onDatagram);
}

/** Events of the network in their order, for `for await`. Leaving the loop closes it. */
export class Watcher extends EventStream<ObjectEvent | UndecodedEvent> {
  /** Makes a watcher of a socket that has joined its groups. */
  constructor(socket: NetlinkSocket, signal?: AbortSignal, onDatagram?: WatchOptions["onDatagram"]) {
    super(socket, { read: readEvents, signal, onDatagram });
  }
}
