import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { i32, u32 } from "../../../codec/numbers.ts";
import { type IoUringProvider, ioUringProvider } from "./provider.ts";

/** Which way the packets of a queue go (`NETDEV_QUEUE_TYPE_*`). */
export type QueueType = "rx" | "tx";

/** `NETDEV_QUEUE_TYPE_*`. */
export const queueType: FixedCodec<QueueType | number> = enumeration<QueueType>(u32, { rx: 0, tx: 1 });

/** Which queue of a device is meant. */
export interface QueueKey extends Extensible {
  /** Number among the queues of this type (`NETDEV_A_QUEUE_ID`). */
  readonly id?: number;
  /** Which way its packets go (`NETDEV_A_QUEUE_TYPE`). */
  readonly type?: QueueType | number;
}

/** `NETDEV_A_QUEUE_ID`, `NETDEV_A_QUEUE_TYPE`. */
export const queueKey: Codec<QueueKey> = attributes<QueueKey>({
  id: attribute(1, u32),
  type: attribute(3, queueType),
});

/** The queue of another device that a queue is a window to. */
export interface QueueLease extends Extensible {
  /** Index of the other link (`NETDEV_A_LEASE_IFINDEX`). */
  readonly linkIndex?: number;
  /** The queue of it (`NETDEV_A_LEASE_QUEUE`). */
  readonly queue?: QueueKey;
  /** Number of the network namespace that it is in (`NETDEV_A_LEASE_NETNS_ID`). */
  readonly namespaceId?: number;
}

/** The AF_XDP socket that a queue belongs to; the kernel tells nothing of it yet (`NETDEV_A_XSK_INFO_*`). */
export interface XskInfo extends Extensible {}

/** A queue of a device. */
export interface NetdevQueue extends QueueKey {
  /** Index of the link (`NETDEV_A_QUEUE_IFINDEX`). */
  readonly linkIndex?: number;
  /** Number of the NAPI instance that serves it (`NETDEV_A_QUEUE_NAPI_ID`). */
  readonly napiId?: number;
  /** Number of the dma-buf that its packets stand in (`NETDEV_A_QUEUE_DMABUF`). */
  readonly dmabuf?: number;
  /** The io_uring that its memory comes from (`NETDEV_A_QUEUE_IO_URING`). */
  readonly ioUring?: IoUringProvider;
  /** The AF_XDP socket that it belongs to (`NETDEV_A_QUEUE_XSK`). */
  readonly xsk?: XskInfo;
  /** The queue that it is a window to (`NETDEV_A_QUEUE_LEASE`). */
  readonly lease?: QueueLease;
}

/** `NETDEV_A_QUEUE_*`. */
export const netdevQueue: Codec<NetdevQueue> = attributes<NetdevQueue>({
  id: attribute(1, u32),
  linkIndex: attribute(2, u32),
  type: attribute(3, queueType),
  napiId: attribute(4, u32),
  dmabuf: attribute(5, u32),
  ioUring: attribute(6, ioUringProvider, { nested: true }),
  xsk: attribute(7, attributes<XskInfo>({}), { nested: true }),
  lease: attribute(
    8,
    attributes<QueueLease>({
      linkIndex: attribute(1, u32),
      queue: attribute(2, queueKey, { nested: true }),
      namespaceId: attribute(3, i32),
    }),
    { nested: true },
  ),
});
