import type { Codec } from "../../codec/codec.ts";
import { u16, u64, u8 } from "../../codec/numbers.ts";
import { field, struct } from "../../codec/struct.ts";

/** What of the hardware a driver can move (`struct rtnl_link_ifmap`). */
export interface LinkMap {
  /** Start of the shared memory (`mem_start`). */
  readonly memoryStart: bigint;
  /** End of the shared memory (`mem_end`). */
  readonly memoryEnd: bigint;
  /** Base address of the ports (`base_addr`). */
  readonly baseAddress: bigint;
  /** Interrupt (`irq`). */
  readonly interrupt: number;
  /** DMA channel (`dma`). */
  readonly dma: number;
  /** Port (`port`). */
  readonly port: number;
}

/** `IFLA_MAP`. */
export const linkMap: Codec<LinkMap> = struct<LinkMap>(32, {
  memoryStart: field(0, u64),
  memoryEnd: field(8, u64),
  baseAddress: field(16, u64),
  interrupt: field(24, u16),
  dma: field(26, u8),
  port: field(27, u8),
});
