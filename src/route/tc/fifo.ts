import { attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { i32, u32 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";

/**
 * Options of a plain queue: of the kinds `pfifo`, `pfifo_head_drop` and `skbprio`, or `bfifo` (`struct tc_fifo_qopt`).
 */
export interface FifoOptions extends Grown {
  /** Packets that may wait; bytes for `bfifo` (`limit`). */
  readonly limit: number;
}

/** `struct tc_fifo_qopt`. */
export const fifoOptions: FixedCodec<FifoOptions> = struct<FifoOptions>(4, {
  limit: field(0, u32),
});

/** What a qdisc of the kind `plug` is told to do, which holds packets back (`struct tc_plug_qopt`). */
export interface PlugOptions extends Grown {
  /** What to do; a number where it has no name here (`action`). */
  readonly action: "buffer" | "releaseOne" | "releaseIndefinite" | "limit" | number;
  /** Bytes that may wait, with `limit` (`limit`). */
  readonly limit: number;
}

/** `struct tc_plug_qopt`. */
export const plugOptions: FixedCodec<PlugOptions> = struct<PlugOptions>(8, {
  action: field(0, enumeration(i32, { buffer: 0, releaseOne: 1, releaseIndefinite: 2, limit: 3 })),
  limit: field(4, u32),
});

/** Options of a kind that has none: `ingress`, `clsact`. */
export interface EmptyOptions extends Extensible {}

/** `TCA_OPTIONS` without anything in it. */
export const emptyOptions: Codec<EmptyOptions> = onDemand(() => attributes<EmptyOptions>({}));
