import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { uint } from "../../../codec/numbers.ts";

/** The memory that io_uring provides, for packets that are received without being copied. */
export interface IoUringProvider extends Extensible {
  /** Length of its buffers in bytes (`NETDEV_A_IO_URING_PROVIDER_INFO_RX_BUF_LEN`). */
  readonly rxBufferLength?: number | bigint;
}

/** `NETDEV_A_IO_URING_PROVIDER_INFO_*`. */
export const ioUringProvider: Codec<IoUringProvider> = attributes<IoUringProvider>({
  rxBufferLength: attribute(1, uint),
});
