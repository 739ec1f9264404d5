import type { SocketOptions } from "./open-socket.ts";
import { closest } from "./options.ts";
import { shown } from "./shown.ts";
import { nouns, type Topic } from "./route/mod.ts";
import { NetlinkSocket } from "./socket.ts";

/** What is told of where nobody says what. */
export const DEFAULT_TOPICS: readonly ("link" | "address" | "route")[] = ["link", "address", "route"];

/** Opens a socket that the kernel sends the events of these topics to, from now on. */
export async function subscribe(topics: readonly Topic[], options: SocketOptions): Promise<NetlinkSocket> {
  const socket = await NetlinkSocket.open("route", options);
  try {
    for (const group of new Set(topics.flatMap((topic) => nouns[topic].groups))) socket.join(group);
    // What was lost between two of these calls belongs to nobody.
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** Throws a `RangeError` where `topics` is no list of one or more of `known`. */
export function checkTopics(operation: string, topics: readonly string[], known: readonly string[]): void {
  if (!Array.isArray(topics) || topics.length === 0) {
    const got = Array.isArray(topics) ? "an empty one" : shown(topics);
    throw new RangeError(`Cannot ${operation} topics: expected a list of one or more, got ${got}`);
  }
  for (const topic of topics) {
    if (known.includes(topic)) continue;
    const likely = closest(`${topic}`, known);
    const advice = likely === undefined ? "" : ` (did you mean '${likely}'?)`;
    throw new RangeError(`Cannot ${operation} topic '${topic}': expected one of ${known.join(", ")}${advice}`);
  }
}
