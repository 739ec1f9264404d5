import { datagramFilter } from "./codec/datagram-filter.ts";
import type { MessageInfo } from "./codec/message-info.ts";
import { type EventSource, EventStream } from "./event-stream.ts";
import { type NetworkEvent, readEvents } from "./events.ts";
import { Exchange } from "./exchange.ts";
import { LinkNames } from "./link-names.ts";
import { checkSocketOptions, type SocketOptions } from "./open-socket.ts";
import { checkTopics } from "./options.ts";
import { announced, kindsOf, type Link, type ObjectEvent, type Topic, type WatchTopic } from "./route/mod.ts";
import { linkWithoutStats } from "./route/verbs/reference.ts";
import { Requests } from "./route/verbs/requests.ts";
import { type EventFilter, FILTERS, Selection } from "./selection.ts";
import type { NetlinkSocket } from "./socket.ts";
import { DEFAULT_TOPICS, subscribe } from "./subscribe.ts";
import type { UndecodedEvent } from "./undecoded.ts";

/** What is watched, and how. */
export interface WatchOptions extends SocketOptions, EventFilter {
  /** What to watch. @default {["link", "address", "route"]} */
  readonly topics?: readonly WatchTopic[];
  /** Gets a copy of each datagram as it was received, before its events, wanted or not; for recordings. @default nobody */
  readonly onDatagram?: (datagram: Uint8Array) => void;
  /** Ends the watching: the iterator rejects with the reason. */
  readonly signal?: AbortSignal;
}

/**
 * Watches the network: when the promise resolves, the kernel queues every event for us, and nothing that happens from
 * then on is missed.
 *
 * What is filtered out, the kernel itself drops as far as it can tell: it costs nothing then, and is no loss. To tell what
 * belongs to a link by its name, all links are listed first, and their events are received, though only told on request.
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
  checkSocketOptions("watch", options, ["topics", "onDatagram", ...FILTERS]);
  const { topics = DEFAULT_TOPICS, onDatagram, links, tables, families, actions, ...socketOptions } = options;
  checkTopics("watch", topics, announced);
  const asked = kindsOf(topics);
  const selection = new Selection("watch", { links, tables, families, actions });
  if (selection.isEverything) {
    return new Watcher(await subscribe(asked, socketOptions), { signal: options.signal, onDatagram });
  }
  const needsNames = selection.needsNames(asked);
  const kinds: readonly Topic[] = needsNames ? [...new Set([...asked, "link" as const])] : asked;
  const socket = await subscribe(kinds, socketOptions, datagramFilter(selection.conditions(kinds)));
  try {
    const names = new LinkNames().add(needsNames ? await listLinks(socketOptions) : []);
    const isHidden = needsNames && !asked.includes("link");
    const read = selected((event) => !(isHidden && event.type === "link") && selection.wants(event, names), names);
    return new Watcher(socket, { read, signal: options.signal, onDatagram });
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** The links as they are now; what changes from now on is told by events. */
async function listLinks(options: SocketOptions): Promise<readonly Link[]> {
  await using exchange = await Exchange.open("route", options);
  const query: Partial<Link> = { family: "unspec", extendedMask: ["skipStats"] };
  return await new Requests(exchange, linkWithoutStats).list("list links", query, query, () => true, {});
}

/** Reads the events of a datagram as {@linkcode readEvents} does, and leaves out those that are not wanted. */
export function selected(isWanted: (event: NetworkEvent) => boolean, names: LinkNames): typeof readEvents {
  return (view, length, events) => {
    const all: NetworkEvent[] = [];
    readEvents(view, length, all);
    let unwanted: MessageInfo | undefined;
    for (const event of all) {
      // What cannot be read of a message goes with its event, which comes before it.
      if (event.type === "undecoded" ? event.message === undefined || event.message !== unwanted : isWanted(event)) {
        events.push(event);
      } else if (event.type !== "undecoded" && event.type !== "overrun") {
        unwanted = event.message;
      }
      names.learn(event);
    }
  };
}

/** How a watcher reads what it receives. */
export interface WatcherOptions {
  /** Appends the events of a datagram. @default all of them */
  readonly read?: EventSource<ObjectEvent | UndecodedEvent>["read"];
  /** Ends the watching. */
  readonly signal?: AbortSignal | undefined;
  /** Gets a copy of each datagram. */
  readonly onDatagram?: WatchOptions["onDatagram"];
}

/** Events of the network in their order, for `for await`. Leaving the loop closes it. */
export class Watcher extends EventStream<ObjectEvent | UndecodedEvent> {
  /** Makes a watcher of a socket that has joined its groups. */
  constructor(socket: NetlinkSocket, { read = readEvents, signal, onDatagram }: WatcherOptions = {}) {
    super(socket, { read, signal, onDatagram });
  }
}
