/**
 * Watch Linux networking: typed netlink events behind `for await`.
 *
 * @example Print what happens to network interfaces
 * ```ts ignore
 * import { watch } from "@netlink/ffi";
 *
 * for await (const event of await watch({ topics: ["link"] })) {
 *   if (event.type === "link") console.log(event.action, event.link.name, event.link.state);
 * }
 * ```
 *
 * @module
 */
export { DecodeError, NetlinkError } from "./src/errors.ts";
export { watch, Watcher, type WatchOptions } from "./src/watch.ts";
export { NetlinkSocket, type SocketOptions } from "./src/socket.ts";
export { type NetworkEvent, type OverrunEvent, type UndecodedEvent } from "./src/events.ts";
export * from "./src/decode.ts";
export type * from "./src/route/mod.ts";
