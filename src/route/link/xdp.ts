import { attribute, attributes, type Extensible } from "../../codec/attributes.ts";
import type { Codec } from "../../codec/codec.ts";
import { enumeration } from "../../codec/names.ts";
import { i32, u32, u8 } from "../../codec/numbers.ts";

/** The program that sees the packets of a link first (`IFLA_XDP`). */
export interface LinkXdp extends Extensible {
  /** Descriptor of the program, in a request (`IFLA_XDP_FD`). */
  readonly descriptor?: number;
  /** Where the program runs (`IFLA_XDP_ATTACHED`); a number where it has no name here. */
  readonly attached?: "none" | "driver" | "generic" | "hardware" | "multiple" | number;
  /** Flags of the request that attached it (`IFLA_XDP_FLAGS`). */
  readonly flags?: number;
  /** Number of the only program (`IFLA_XDP_PROG_ID`). */
  readonly programId?: number;
  /** Number of the program in the driver (`IFLA_XDP_DRV_PROG_ID`). */
  readonly driverProgramId?: number;
  /** Number of the generic program (`IFLA_XDP_SKB_PROG_ID`). */
  readonly genericProgramId?: number;
  /** Number of the program in the hardware (`IFLA_XDP_HW_PROG_ID`). */
  readonly hardwareProgramId?: number;
  /** Descriptor of the program that a request wants to replace (`IFLA_XDP_EXPECTED_FD`). */
  readonly expectedDescriptor?: number;
}

/** `IFLA_XDP`. */
export const linkXdp: Codec<LinkXdp> = attributes<LinkXdp>({
  descriptor: attribute(1, i32),
  attached: attribute(2, enumeration(u8, { none: 0, driver: 1, generic: 2, hardware: 3, multiple: 4 })),
  flags: attribute(3, u32),
  programId: attribute(4, u32),
  driverProgramId: attribute(5, u32),
  genericProgramId: attribute(6, u32),
  hardwareProgramId: attribute(7, u32),
  expectedDescriptor: attribute(8, i32),
});
