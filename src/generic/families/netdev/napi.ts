import { attribute, attributes, type Extensible } from "../../../codec/attributes.ts";
import type { Codec } from "../../../codec/codec.ts";
import { enumeration } from "../../../codec/names.ts";
import { u32, uint } from "../../../codec/numbers.ts";

/** Whether a NAPI instance has a thread of its own, and whether that polls without end (`NETDEV_NAPI_THREADED_*`). */
export type NapiThreaded = "disabled" | "enabled" | "busyPoll";

/** A NAPI instance, which has the packets of some queues handled. */
export interface Napi extends Extensible {
  /** Index of the link (`NETDEV_A_NAPI_IFINDEX`). */
  readonly linkIndex?: number;
  /** Number of the instance, which sockets tell too (`SO_INCOMING_NAPI_ID`, `NETDEV_A_NAPI_ID`). */
  readonly id?: number;
  /** Number of its interrupt (`NETDEV_A_NAPI_IRQ`). */
  readonly irq?: number;
  /** Number of its thread, where it has one (`NETDEV_A_NAPI_PID`). */
  readonly pid?: number;
  /** How many times it polls in vain before interrupts are let in again (`NETDEV_A_NAPI_DEFER_HARD_IRQS`). */
  readonly deferHardIrqs?: number;
  /** Nanoseconds that packets may wait to be put together (`NETDEV_A_NAPI_GRO_FLUSH_TIMEOUT`). */
  readonly groFlushTimeout?: number | bigint;
  /** Nanoseconds that interrupts stay off while a program polls (`NETDEV_A_NAPI_IRQ_SUSPEND_TIMEOUT`). */
  readonly irqSuspendTimeout?: number | bigint;
  /** Whether it has a thread (`NETDEV_A_NAPI_THREADED`). */
  readonly threaded?: NapiThreaded | number | bigint;
}

/** `NETDEV_A_NAPI_*`. */
export const napi: Codec<Napi> = attributes<Napi>({
  linkIndex: attribute(1, u32),
  id: attribute(2, u32),
  irq: attribute(3, u32),
  pid: attribute(4, u32),
  deferHardIrqs: attribute(5, u32),
  groFlushTimeout: attribute(6, uint),
  irqSuspendTimeout: attribute(7, uint),
  threaded: attribute(8, enumeration<NapiThreaded>(uint, { disabled: 0, enabled: 1, busyPoll: 2 })),
});
