import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { u32, uint } from "../../../codec/numbers.ts";
import { type IoUringProvider, ioUringProvider } from "./provider.ts";

/** Which page pool is meant. */
export interface PagePoolKey extends Extensible {
  /** Number of the pool, which no other ever gets (`NETDEV_A_PAGE_POOL_ID`). */
  readonly id?: number;
  /** Index of its link; absent where that has gone (`NETDEV_A_PAGE_POOL_IFINDEX`). */
  readonly linkIndex?: number;
}

/** The memory that a receive queue takes its packets from. */
export interface PagePool extends PagePoolKey {
  /** Number of the NAPI instance that uses it (`NETDEV_A_PAGE_POOL_NAPI_ID`). */
  readonly napiId?: number;
  /** Pages that have left the pool and not come back (`NETDEV_A_PAGE_POOL_INFLIGHT`). */
  readonly inflight?: number | bigint;
  /** Bytes of those pages (`NETDEV_A_PAGE_POOL_INFLIGHT_MEM`). */
  readonly inflightMemory?: number | bigint;
  /**
   * When the driver gave it up, in seconds since the system started; it ends when all of its pages are back
   * (`NETDEV_A_PAGE_POOL_DETACH_TIME`).
   */
  readonly detachTime?: number | bigint;
  /** Number of the dma-buf that its memory is (`NETDEV_A_PAGE_POOL_DMABUF`). */
  readonly dmabuf?: number;
  /** The io_uring that its memory comes from (`NETDEV_A_PAGE_POOL_IO_URING`). */
  readonly ioUring?: IoUringProvider;
}

/** `NETDEV_A_PAGE_POOL_*`. */
export const pagePool: Codec<PagePool> = attributes<PagePool>({
  id: attribute(1, u32),
  linkIndex: attribute(2, u32),
  napiId: attribute(3, u32),
  inflight: attribute(4, uint),
  inflightMemory: attribute(5, uint),
  detachTime: attribute(6, uint),
  dmabuf: attribute(7, u32),
  ioUring: attribute(8, ioUringProvider, { nested: true }),
});

/** What a page pool counts, where the kernel was built to (`CONFIG_PAGE_POOL_STATS`). */
export interface PagePoolStats extends Extensible {
  /** The pool (`NETDEV_A_PAGE_POOL_STATS_INFO`). */
  readonly info?: PagePoolKey;
  /** Pages from the cache (`NETDEV_A_PAGE_POOL_STATS_ALLOC_FAST`). */
  readonly allocFast?: number | bigint;
  /** Pages from the page allocator (`NETDEV_A_PAGE_POOL_STATS_ALLOC_SLOW`). */
  readonly allocSlow?: number | bigint;
  /** Several pages in one from the page allocator (`NETDEV_A_PAGE_POOL_STATS_ALLOC_SLOW_HIGH_ORDER`). */
  readonly allocSlowHighOrder?: number | bigint;
  /** How often the ring was empty, so that the page allocator had to be asked (`NETDEV_A_PAGE_POOL_STATS_ALLOC_EMPTY`). */
  readonly allocEmpty?: number | bigint;
  /** How often the cache was filled from the ring (`NETDEV_A_PAGE_POOL_STATS_ALLOC_REFILL`). */
  readonly allocRefill?: number | bigint;
  /** Pages of the ring that were of another memory node (`NETDEV_A_PAGE_POOL_STATS_ALLOC_WAIVE`). */
  readonly allocWaive?: number | bigint;
  /** Pages that came back to the cache (`NETDEV_A_PAGE_POOL_STATS_RECYCLE_CACHED`). */
  readonly recycleCached?: number | bigint;
  /** How often the cache was full (`NETDEV_A_PAGE_POOL_STATS_RECYCLE_CACHE_FULL`). */
  readonly recycleCacheFull?: number | bigint;
  /** Pages that came back to the ring (`NETDEV_A_PAGE_POOL_STATS_RECYCLE_RING`). */
  readonly recycleRing?: number | bigint;
  /** Pages that were freed, since the ring was full (`NETDEV_A_PAGE_POOL_STATS_RECYCLE_RING_FULL`). */
  readonly recycleRingFull?: number | bigint;
  /** Pages that were freed, since others used them too (`NETDEV_A_PAGE_POOL_STATS_RECYCLE_RELEASED_REFCNT`). */
  readonly recycleReleasedReferenced?: number | bigint;
}

/** `NETDEV_A_PAGE_POOL_STATS_*`. */
export const pagePoolStats: Codec<PagePoolStats> = attributes<PagePoolStats>({
  info: attribute(1, attributes<PagePoolKey>({ id: attribute(1, u32), linkIndex: attribute(2, u32) }), {
    nested: true,
  }),
  allocFast: attribute(8, uint),
  allocSlow: attribute(9, uint),
  allocSlowHighOrder: attribute(10, uint),
  allocEmpty: attribute(11, uint),
  allocRefill: attribute(12, uint),
  allocWaive: attribute(13, uint),
  recycleCached: attribute(14, uint),
  recycleCacheFull: attribute(15, uint),
  recycleRing: attribute(16, uint),
  recycleRingFull: attribute(17, uint),
  recycleReleasedReferenced: attribute(18, uint),
});
