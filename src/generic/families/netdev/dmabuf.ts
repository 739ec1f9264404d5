import { attribute, attributes, type Extensible, repeated } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/numbers.ts";
import { type QueueKey, queueKey } from "./queue.ts";

/** A dma-buf that the packets of a device stand in; it is bound as long as the socket that asked for it is open. */
export interface DmabufBinding extends Extensible {
  /** Index of the link (`NETDEV_A_DMABUF_IFINDEX`). */
  readonly linkIndex?: number;
  /** The queues that receive into it (`NETDEV_A_DMABUF_QUEUES`). */
  readonly queues?: readonly QueueKey[];
  /** Descriptor of the dma-buf in this process (`NETDEV_A_DMABUF_FD`). */
  readonly fd?: number;
  /** Number of the binding (`NETDEV_A_DMABUF_ID`). */
  readonly id?: number;
  /** Length of its buffers in bytes (`NETDEV_A_DMABUF_RX_PAGE_SIZE`). @default the size of a page */
  readonly rxPageSize?: number;
}

/** `NETDEV_A_DMABUF_*`. */
export const dmabufBinding: Codec<DmabufBinding> = attributes<DmabufBinding>({
  linkIndex: attribute(1, u32),
  queues: repeated(2, queueKey, { nested: true }),
  fd: attribute(3, u32),
  id: attribute(4, u32),
  rxPageSize: attribute(5, u32),
});
