/**
 * Watch Linux networking: typed netlink events behind `for await`.
 *
 * @example Print what happens to network interfaces
 * ```ts
 * import { watch } from "@netlink/ffi";
 *
 * for await (const event of await watch({ topics: ["link"] })) {
 *   if (event.type === "link") console.log(event.action, event.link.name, event.link.state);
 * }
 * ```
 *
 * @module
 */
export { DecodeError, InterruptedError, NetlinkError } from "./src/errors.ts";
export { Rtnetlink, type RtnetlinkOptions } from "./src/route/rtnetlink.ts";
export type { ReplyCallbacks, UndecodedReply, Warning } from "./src/conversation.ts";
export type { ExchangeOptions } from "./src/exchange.ts";
export type * from "./src/route/verbs/address-labels.ts";
export type * from "./src/route/verbs/addresses.ts";
export type * from "./src/route/verbs/bridge-vlans.ts";
export type * from "./src/route/verbs/chains.ts";
export type * from "./src/route/verbs/filters.ts";
export type * from "./src/route/verbs/links.ts";
export type { LinkChanges } from "./src/route/verbs/link-changes.ts";
export type { LinkNamespace } from "./src/route/verbs/link-namespace.ts";
export type { LinkSettings } from "./src/route/verbs/link-settings.ts";
export type { NewLink, NewLinkSettings, NewPeer } from "./src/route/verbs/new-link.ts";
export type * from "./src/route/verbs/multicast-databases.ts";
export type * from "./src/route/verbs/namespace-ids.ts";
export type * from "./src/route/verbs/neighbor-tables.ts";
export type * from "./src/route/verbs/neighbors.ts";
export type { MdbKey, NewMdbEntry } from "./src/route/verbs/new-mdb-entry.ts";
export type { NeighborFamily, NeighborKey, NewNeighbor } from "./src/route/verbs/new-neighbor.ts";
export type * from "./src/route/verbs/nexthops.ts";
export type * from "./src/route/verbs/object-list.ts";
export type * from "./src/route/verbs/qdiscs.ts";
export type { LinkReference } from "./src/route/verbs/reference.ts";
export type * from "./src/route/verbs/routes.ts";
export type { NewNextHop, NewRoute, RouteFamily } from "./src/route/verbs/new-route.ts";
export type { RoutingTable } from "./src/route/verbs/routing-table.ts";
export type * from "./src/route/verbs/rules.ts";
export type * from "./src/route/verbs/statistics.ts";
export type * from "./src/route/verbs/traffic-actions.ts";
export type * from "./src/route/verbs/traffic-classes.ts";
export type * from "./src/route/verbs/traffic-verbs.ts";
export type * from "./src/route/verbs/tunnels.ts";
export type { NewRule, RuleFamily } from "./src/route/verbs/new-rule.ts";
export type { RequestOptions } from "./src/route/verbs/requests.ts";
export { watch, Watcher, type WatcherOptions, type WatchOptions } from "./src/watch.ts";
export type { EventAction, EventFilter } from "./src/selection.ts";
export { type ChangesOptions, NetworkState, type NetworkStateOptions, type WaitOptions } from "./src/state.ts";
export type * from "./src/state/change.ts";
export type { ChangeReader } from "./src/state/change-queue.ts";
export type { Tracked } from "./src/route/tracking/mod.ts";
export type { Key } from "./src/route/tracking/tracking.ts";
export { ChangeDetector, detectChanges, type DetectOptions } from "./src/detect.ts";
export * from "./src/wait.ts";
export { NetlinkSocket, type ReceiveOptions } from "./src/socket.ts";
export type { Datagram } from "./src/socket.ts";
export type { Protocol, SocketOptions } from "./src/open-socket.ts";
export type { Binding, Libc, Watch, WatchReadable } from "./ffi/libc.ts";
export type { Namespace } from "./src/namespace.ts";
export { createNamespace, deleteNamespace, listNamespaces, type NamespaceOptions } from "./src/named-namespace.ts";
export { readSysctl, type SysctlOptions, writeSysctl } from "./src/sysctl.ts";
export type { EventSource, EventStream } from "./src/event-stream.ts";
export { type NetworkEvent, type OverrunEvent, type UndecodedEvent } from "./src/events.ts";
export * from "./src/decode.ts";
export type * from "./src/route/mod.ts";
export type { Verb } from "./src/route/message-type.ts";
export type { IpFamily } from "./src/codec/ip-family.ts";
export type { Flags, UnknownBit } from "./src/codec/names.ts";
export type { Extensible, UnknownAttribute } from "./src/codec/attributes.ts";
export type { Grown } from "./src/codec/struct.ts";
export type { AttributePolicy, ExtendedAck, NetlinkErrorOptions } from "./src/errors.ts";
