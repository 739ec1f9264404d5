import { arrayOf } from "../../codec/array.ts";
import type { FixedCodec } from "../../codec/codec.ts";
import { i32, u16, u8 } from "../../codec/numbers.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";

/** Options of a qdisc of the kind `prio` or `pfifo_fast`, which sends by priority (`struct tc_prio_qopt`). */
export interface PrioOptions extends Grown {
  /** How many bands there are; the first goes first (`bands`). */
  readonly bands: number;
  /** Band of each of the 16 priorities of packets (`priomap`). */
  readonly priorityMap: readonly number[];
}

/** `struct tc_prio_qopt`. */
export const prioOptions: FixedCodec<PrioOptions> = struct<PrioOptions>(20, {
  bands: field(0, i32),
  priorityMap: field(4, arrayOf(16, u8)),
});

/** Options of a qdisc of the kind `multiq`, which has a band for each queue of the device (`struct tc_multiq_qopt`). */
export interface MultiqOptions extends Grown {
  /** Bands in use (`bands`). */
  readonly bands: number;
  /** Queues that the device has (`max_bands`). */
  readonly maxBands: number;
}

/** `struct tc_multiq_qopt`. */
export const multiqOptions: FixedCodec<MultiqOptions> = struct<MultiqOptions>(4, {
  bands: field(0, u16),
  maxBands: field(2, u16),
});
