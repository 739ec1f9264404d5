import { array } from "../../codec/array.ts";
import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec, FixedCodec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { i16, i32, u16, u32, u8 } from "../../codec/numbers.ts";
import { onDemand } from "../../codec/on-demand.ts";
import { field, type Grown, struct } from "../../codec/struct.ts";

/** What lies below IP for the rate of a class (`TC_LINKLAYER_*`); a number where it has no name here. */
export type LinkLayer = "unaware" | "ethernet" | "atm" | number;

/** A rate, and how the size of a packet counts against it (`struct tc_ratespec`). */
export interface RateSpecification extends Grown {
  /** Sizes are rounded to multiples of 2 to this power, in rate tables of old programs (`cell_log`). */
  readonly cellLog: number;
  /** What lies below, which adds to the size of packets (`linklayer`). */
  readonly linkLayer: LinkLayer;
  /** Bytes that are added to each packet (`overhead`). */
  readonly overhead: number;
  /** Bytes that rate tables are shifted by (`cell_align`). */
  readonly cellAlign: number;
  /** Bytes that a packet counts for at least (`mpu`). */
  readonly minimum: number;
  /** Bytes a second; 4294967295 where an attribute holds a larger rate (`rate`). */
  readonly rate: number;
}

/** `struct tc_ratespec`. */
export const rateSpecification: FixedCodec<RateSpecification> = struct<RateSpecification>(12, {
  cellLog: field(0, u8),
  linkLayer: field(1, enumeration(u8, { unaware: 0, ethernet: 1, atm: 2 })),
  overhead: field(2, u16),
  cellAlign: field(4, i16),
  minimum: field(6, u16),
  rate: field(8, u32),
});

/** How the size of a packet is computed (`struct tc_sizespec`). */
export interface SizeSpecification extends Grown {
  /** Sizes are looked up in steps of 2 to this power (`cell_log`). */
  readonly cellLog: number;
  /** Sizes in the table count in units of 2 to this power (`size_log`). */
  readonly sizeLog: number;
  /** Bytes that the table is shifted by (`cell_align`). */
  readonly cellAlign: number;
  /** Bytes that are added to each packet, or taken off (`overhead`). */
  readonly overhead: number;
  /** What lies below (`linklayer`). */
  readonly linkLayer: LinkLayer;
  /** Bytes that a packet counts for at least (`mpu`). */
  readonly minimum: number;
  /** Largest size in the table, in bytes (`mtu`). */
  readonly mtu: number;
  /** How many sizes the table has (`tsize`). */
  readonly entries: number;
}

const sizeSpecification: FixedCodec<SizeSpecification> = struct<SizeSpecification>(24, {
  cellLog: field(0, u8),
  sizeLog: field(1, u8),
  cellAlign: field(2, i16),
  overhead: field(4, i32),
  linkLayer: field(8, enumeration(u32, { unaware: 0, ethernet: 1, atm: 2 })),
  minimum: field(12, u32),
  mtu: field(16, u32),
  entries: field(20, u32),
});

/** Sizes that packets count for, instead of their own (`TCA_STAB`). */
export interface SizeTable extends Extensible {
  /** How sizes are looked up (`TCA_STAB_BASE`). */
  readonly base?: SizeSpecification;
  /** Sizes by cell (`TCA_STAB_DATA`). */
  readonly sizes?: readonly number[];
}

/** `TCA_STAB`. */
export const sizeTable: Codec<SizeTable> = onDemand(() =>
  attributes<SizeTable>({
    base: attribute(1, sizeSpecification),
    sizes: attribute(2, array(u16)),
  })
);
