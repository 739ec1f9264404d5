import type { SocketOptions } from "./open-socket.ts";
import { nouns, type Topic } from "./route/mod.ts";
import { NetlinkSocket } from "./socket.ts";

/** What is told of where nobody says what. */
export const DEFAULT_TOPICS: readonly ("link" | "address" | "route")[] = ["link", "address", "route"];

/**
 * Opens a socket that the kernel sends the events of these topics to, from now on; as far as it takes a `filter`, only
 * what that passes.
 */
export async function subscribe(
  topics: readonly Topic[],
  options: SocketOptions,
  filter?: Uint8Array,
): Promise<NetlinkSocket> {
  const socket = await NetlinkSocket.open("route", options);
  try {
    // Before the first group, so that nothing gets in that it keeps out.
    if (filter !== undefined) socket.attachFilter(filter);
    for (const group of new Set(topics.flatMap((topic) => nouns[topic].groups))) socket.join(group);
    // What was lost between two of these calls belongs to nobody.
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}
