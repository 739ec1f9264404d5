import {
  be16,
  be32,
  be64,
  i16,
  i32,
  i64,
  i8,
  type NumberCodec,
  sint,
  u16,
  u32,
  u64,
  u8,
  uint,
  type VariableCodec,
} from "../../codec/numbers.ts";
import type { NumberWord, ValueEntry } from "./document.ts";
import { type Place, refuse } from "./place.ts";

/** Name of a codec of numbers. */
export type NumberName =
  | ("u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64")
  | ("be16" | "be32" | "be64" | "uint" | "sint");

/** The codecs by their names. */
export const NUMBERS: Readonly<Record<NumberName, NumberCodec | NumberCodec<bigint> | VariableCodec>> = {
  u8,
  u16,
  u32,
  u64,
  i8,
  i16,
  i32,
  i64,
  be16,
  be32,
  be64,
  uint,
  sint,
};

/** The codec of a number of the specification. */
export function numberName(
  word: NumberWord | "uint" | "sint",
  { "byte-order": order }: ValueEntry,
  place: Place,
): NumberName {
  const name = word.replace(/^s(?=\d)/, "i");
  // One byte has no order; the hosts that this runs on are little-endian.
  const ordered = order === "big-endian" && name !== "u8" && name !== "i8" ? name.replace(/^u(?=\d)/, "be") : name;
  if (order === "big-endian" && !ordered.startsWith("be") && !ordered.endsWith("8")) {
    refuse([...place, "byte-order"], `expected that of the host for a number of type '${word}'`);
  }
  // Each word has its codec, and so has each unsigned one with the other order.
  return ordered as NumberName;
}
