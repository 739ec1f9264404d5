import { subset } from "../../codec/subset.ts";
import {
  defineFamily,
  type DoCommand,
  type DumpCommand,
  type FamilyDefinition,
  type NoAttributes,
  type NotificationDefinition,
} from "../definition.ts";
import { type NetdevDevice, netdevDevice } from "./netdev/device.ts";
import { type DmabufBinding, dmabufBinding } from "./netdev/dmabuf.ts";
import { type Napi, napi } from "./netdev/napi.ts";
import { type PagePool, pagePool, type PagePoolKey, type PagePoolStats, pagePoolStats } from "./netdev/page-pool.ts";
import { type NetdevQueue, netdevQueue } from "./netdev/queue.ts";
import { type NetdevQueueStats, netdevQueueStats } from "./netdev/queue-stats.ts";

/** Which device is meant. */
export interface NetdevKey extends Required<Pick<NetdevDevice, "index">> {}

/** Of which device page pools, queues or NAPI instances are listed. */
export interface NetdevFilter {
  /** Index of the link. @default all links */
  readonly linkIndex?: number;
}

/** Of which page pool, or pools, the counters are asked for. */
export interface PagePoolStatsQuery {
  /** The pool. */
  readonly info: PagePoolKey;
}

/** Which queue is meant. */
export interface NetdevQueueKey extends Required<Pick<NetdevQueue, "linkIndex" | "type" | "id">> {}

/** The queue that is made as a window to one of another device. */
export interface NewNetdevQueue extends Required<Pick<NetdevQueue, "linkIndex" | "type" | "lease">> {}

/** Which NAPI instance is meant. */
export interface NapiKey extends Required<Pick<Napi, "id">> {}

/** What can be set of a NAPI instance. */
export interface NapiSettings
  extends NapiKey, Pick<Napi, "deferHardIrqs" | "groFlushTimeout" | "irqSuspendTimeout" | "threaded"> {}

/** Of which device the counters are listed, and whether by queue. */
export interface QueueStatsQuery extends Pick<NetdevQueueStats, "linkIndex" | "scope"> {}

/** The dma-buf that queues shall receive into. */
export interface DmabufRx
  extends Required<Pick<DmabufBinding, "linkIndex" | "fd" | "queues">>, Pick<DmabufBinding, "rxPageSize"> {}

/** The dma-buf that a device shall send from. */
export interface DmabufTx extends Required<Pick<DmabufBinding, "linkIndex" | "fd">> {}

/** What can be asked of network devices. */
export interface NetdevCommands {
  /** What devices can do with XDP: one, or all there are (`NETDEV_CMD_DEV_GET`). */
  readonly getDevice: DoCommand<NetdevKey, NetdevDevice> & DumpCommand<NoAttributes, NetdevDevice>;
  /** A page pool, or all there are (`NETDEV_CMD_PAGE_POOL_GET`). */
  readonly getPagePool:
    & DoCommand<Required<Pick<PagePool, "id">>, PagePool>
    & DumpCommand<NetdevFilter, PagePool>;
  /** What page pools count; older kernels list all (`NETDEV_CMD_PAGE_POOL_STATS_GET`). */
  readonly getPagePoolStats:
    & DoCommand<PagePoolStatsQuery, PagePoolStats>
    & DumpCommand<Partial<PagePoolStatsQuery>, PagePoolStats>;
  /** A queue, or those of the links that are up (`NETDEV_CMD_QUEUE_GET`). */
  readonly getQueue: DoCommand<NetdevQueueKey, NetdevQueue> & DumpCommand<NetdevFilter, NetdevQueue>;
  /** A NAPI instance, or those of the links that are up (`NETDEV_CMD_NAPI_GET`). */
  readonly getNapi: DoCommand<NapiKey, Napi> & DumpCommand<NetdevFilter, Napi>;
  /** What devices, or their queues, have counted (`NETDEV_CMD_QSTATS_GET`). */
  readonly getQueueStats: DumpCommand<QueueStatsQuery, NetdevQueueStats>;
  /** Has queues receive into a dma-buf, and gives the number of the binding (`NETDEV_CMD_BIND_RX`). */
  readonly bindRx: DoCommand<DmabufRx, DmabufBinding>;
  /** Sets how a NAPI instance works; needs `CAP_NET_ADMIN` on the machine (`NETDEV_CMD_NAPI_SET`). */
  readonly setNapi: DoCommand<NapiSettings>;
  /** Lets a device send from a dma-buf, and gives the number of the binding (`NETDEV_CMD_BIND_TX`). */
  readonly bindTx: DoCommand<DmabufTx, DmabufBinding>;
  /** Makes a queue that is a window to one of another device, and gives its number (`NETDEV_CMD_QUEUE_CREATE`). */
  readonly createQueue: DoCommand<NewNetdevQueue, NetdevQueue>;
}

/** What is announced of network devices. */
export interface NetdevNotifications {
  /** There is a device (`NETDEV_CMD_DEV_ADD_NTF`). */
  readonly newDevice: NotificationDefinition<NetdevDevice>;
  /** A device has gone (`NETDEV_CMD_DEV_DEL_NTF`). */
  readonly deleteDevice: NotificationDefinition<NetdevDevice>;
  /** A device can do something else now (`NETDEV_CMD_DEV_CHANGE_NTF`). */
  readonly changeDevice: NotificationDefinition<NetdevDevice>;
  /** There is a page pool (`NETDEV_CMD_PAGE_POOL_ADD_NTF`). */
  readonly newPagePool: NotificationDefinition<PagePool>;
  /** A page pool has gone (`NETDEV_CMD_PAGE_POOL_DEL_NTF`). */
  readonly deletePagePool: NotificationDefinition<PagePool>;
  /** The driver has given up a page pool (`NETDEV_CMD_PAGE_POOL_CHANGE_NTF`). */
  readonly changePagePool: NotificationDefinition<PagePool>;
}

/**
 * Network devices beside what rtnetlink tells of them: XDP, page pools, queues, NAPI instances and their counters
 * (`netdev`).
 *
 * @example The queues of a link
 * ```ts
 * import { Genetlink, netdev } from "@netlink/ffi/generic";
 *
 * await using genetlink = await Genetlink.open();
 * for (const { type, id, napiId } of await genetlink.family(netdev).dump("getQueue", { linkIndex: 1 })) {
 *   console.log(type, id, napiId);
 * }
 * ```
 */
export const netdev: FamilyDefinition<NetdevCommands, NetdevNotifications, "mgmt" | "page-pool"> = defineFamily({
  name: "netdev",
  commands: {
    getDevice: {
      number: 1,
      do: { request: subset(netdevDevice, ["index"]), reply: netdevDevice },
      dump: { reply: netdevDevice },
    },
    getPagePool: {
      number: 5,
      do: { request: subset(pagePool, ["id"]), reply: pagePool },
      dump: { request: subset(pagePool, [], ["linkIndex"]), reply: pagePool },
    },
    getPagePoolStats: {
      number: 9,
      do: { request: subset(pagePoolStats, ["info"]), reply: pagePoolStats },
      dump: { request: subset(pagePoolStats, [], ["info"]), reply: pagePoolStats },
    },
    getQueue: {
      number: 10,
      do: { request: subset(netdevQueue, ["linkIndex", "type", "id"]), reply: netdevQueue },
      dump: { request: subset(netdevQueue, [], ["linkIndex"]), reply: netdevQueue },
    },
    getNapi: {
      number: 11,
      do: { request: subset(napi, ["id"]), reply: napi },
      dump: { request: subset(napi, [], ["linkIndex"]), reply: napi },
    },
    getQueueStats: {
      number: 12,
      dump: { request: subset(netdevQueueStats, [], ["linkIndex", "scope"]), reply: netdevQueueStats },
    },
    bindRx: {
      number: 13,
      do: { request: subset(dmabufBinding, ["linkIndex", "fd", "queues"], ["rxPageSize"]), reply: dmabufBinding },
      privileged: true,
    },
    setNapi: {
      number: 14,
      do: { request: subset(napi, ["id"], ["deferHardIrqs", "groFlushTimeout", "irqSuspendTimeout", "threaded"]) },
      privileged: true,
    },
    bindTx: { number: 15, do: { request: subset(dmabufBinding, ["linkIndex", "fd"]), reply: dmabufBinding } },
    createQueue: {
      number: 16,
      do: { request: subset(netdevQueue, ["linkIndex", "type", "lease"]), reply: netdevQueue },
      privileged: true,
    },
  },
  notifications: {
    newDevice: { number: 2, value: netdevDevice },
    deleteDevice: { number: 3, value: netdevDevice },
    changeDevice: { number: 4, value: netdevDevice },
    newPagePool: { number: 6, value: pagePool },
    deletePagePool: { number: 7, value: pagePool },
    changePagePool: { number: 8, value: pagePool },
  },
  groups: ["mgmt", "page-pool"],
});
