import type { FixedCodec } from "./codec.ts";
import { type Flags, flags } from "./names.ts";
import { u32 } from "./numbers.ts";
import { field, type Grown, struct } from "./struct.ts";

/** Flags, and which of them are told (`struct nla_bitfield32`). */
export interface Bitfield<Name extends string> extends Grown {
  /** Those that are set (`value`). */
  readonly value: Flags<Name>;
  /** Those that are told; all others stay as they are (`selector`). */
  readonly selector: Flags<Name>;
}

/** `struct nla_bitfield32`. */
export function bitfield<Name extends string>(values: Readonly<Record<Name, number>>): FixedCodec<Bitfield<Name>> {
  const names = flags(u32, values);
  return struct<Bitfield<Name>>(8, { value: field(0, names), selector: field(4, names) });
}
