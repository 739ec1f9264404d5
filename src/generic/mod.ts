/**
 * Generic netlink: families of the kernel, typed by schemas of your own.
 *
 * @example What the kernel says of network devices
 * ```ts
 * import { numbered, u32, u64 } from "@netlink/ffi/codec";
 * import { defineFamily, Genetlink } from "@netlink/ffi/generic";
 *
 * const device = numbered({ index: u32, padding: u32, xdpFeatures: u64 });
 * const netdev = defineFamily({
 *   name: "netdev",
 *   commands: { getDevice: { number: 1, dump: { reply: device } } },
 * });
 *
 * await using genetlink = await Genetlink.open();
 * for (const { index } of await genetlink.family(netdev).dump("getDevice")) console.log(index);
 * ```
 *
 * @module
 */
export { FamilyNotFoundError } from "./family-not-found.ts";
export { Genetlink, type GenetlinkOptions } from "./genetlink.ts";
export { defineFamily } from "./definition.ts";
export type {
  AnyFamily,
  CommandDefinition,
  DoCommand,
  DumpCommand,
  FamilyDefinition,
  Members,
  NoAttributes,
  NotificationDefinition,
  Operation,
} from "./definition.ts";
export type * from "./calls.ts";
export type { Family } from "./family.ts";
export type { Controller } from "./controller.ts";
export { type LoadModule, modprobe } from "./modules.ts";
export type { AcceptedAttribute, CommandPolicy } from "./policy.ts";
export { familyFromSpec, type SpecificationCommand, type SpecificationFamily } from "./spec/family.ts";
export type { SpecificationValue } from "./spec/codecs.ts";
export { SpecificationError } from "./spec/place.ts";
export type { ListenOptions } from "./listen.ts";
export type { SubscribeOptions } from "./subscription.ts";
export * from "./families/ethtool.ts";
export * from "./families/ethtool/mod.ts";
export * from "./families/nlctrl.ts";
export type {
  AttributeRule,
  AttributeType,
  Capability,
  CommandRule,
  ControllerMessage,
  GenericCommand,
  GenericFamily,
  GenericGroup,
} from "./families/nlctrl/message.ts";
export * from "./families/netdev.ts";
export type { NetdevDevice, XdpFeature, XdpRxMetadata, XskFeature } from "./families/netdev/device.ts";
export type { DmabufBinding } from "./families/netdev/dmabuf.ts";
export type { Napi, NapiThreaded } from "./families/netdev/napi.ts";
export type { PagePool, PagePoolKey, PagePoolStats } from "./families/netdev/page-pool.ts";
export type { IoUringProvider } from "./families/netdev/provider.ts";
export type { NetdevQueue, QueueKey, QueueLease, QueueType, XskInfo } from "./families/netdev/queue.ts";
export type { NetdevQueueStats, QueueStatsScope } from "./families/netdev/queue-stats.ts";
export {
  type TcpMetrics,
  tcpMetrics,
  type TcpMetricsCommands,
  type TcpMetricsKey,
  type TcpMetricValues,
} from "./families/tcp-metrics.ts";
export * from "./families/mptcp-pm.ts";
export type { MptcpAddress, MptcpEndpointFlag } from "./families/mptcp-pm/address.ts";
export type { MptcpEvent, MptcpEventFlag, MptcpResetReason } from "./families/mptcp-pm/event.ts";
export type { MptcpEndpoint, MptcpMessage } from "./families/mptcp-pm/message.ts";
export * from "./families/taskstats.ts";
export type { CgroupMessage, CgroupQuery, CgroupStats } from "./families/taskstats/cgroup.ts";
export type { TaskAggregate, TaskMessage, TaskQuery } from "./families/taskstats/message.ts";
export type { Scheduler, TaskFlag, TaskStats, TaskTime } from "./families/taskstats/stats.ts";
export * from "./families/wireguard.ts";
export type {
  WireguardDevice,
  WireguardDeviceFlag,
  WireguardPeer,
  WireguardPeerFlag,
  WireguardPrefix,
  WireguardPrefixFlag,
  WireguardTime,
} from "./families/wireguard/device.ts";
export * from "./families/ipvs.ts";
export type { IpvsInfo, IpvsMessage } from "./families/ipvs/message.ts";
export type { IpvsProtocol, IpvsService, IpvsServiceFlag } from "./families/ipvs/service.ts";
export type {
  IpvsDestination,
  IpvsForwardingMethod,
  IpvsTunnelFlag,
  IpvsTunnelType,
} from "./families/ipvs/destination.ts";
export type { IpvsDaemon, IpvsDaemonState } from "./families/ipvs/daemon.ts";
export type { IpvsCounters, IpvsStats, IpvsStats64 } from "./families/ipvs/stats.ts";
export { Ipvs } from "./ipvs.ts";
export type { IpvsServiceAddress, IpvsServiceKey, IpvsServiceMark, IpvsVirtualService } from "./ipvs/key.ts";
export type { IpvsServices, IpvsServiceSettings, NewIpvsService } from "./ipvs/services.ts";
export type {
  IpvsDestinationKey,
  IpvsDestinations,
  IpvsDestinationSettings,
  IpvsRealServer,
  NewIpvsDestination,
} from "./ipvs/destinations.ts";
export type { IpvsPool, IpvsPools, NewIpvsPool } from "./ipvs/pools.ts";
export { Wireguard } from "./wireguard.ts";
export type {
  WireguardEndpoint,
  WireguardPeerSettings,
  WireguardPeerState,
  WireguardSettings,
  WireguardState,
} from "./wireguard/model.ts";
