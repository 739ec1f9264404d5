import { shown } from "../../shown.ts";

/** A routing table: its number, or the name that the kernel's own ones have (`RT_TABLE_*`). */
export type RoutingTable = "default" | "main" | "local" | number;

const NUMBERS: ReadonlyMap<unknown, number> = new Map([["default", 253], ["main", 254], ["local", 255]]);

/** The number of a routing table; throws a `RangeError` that starts with `subject`. */
export function tableNumber(subject: string, table: RoutingTable): number {
  const number = NUMBERS.get(table) ?? table;
  if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= 0xffffffff) return number;
  throw new RangeError(
    `${subject}: table: expected ${[...NUMBERS.keys()].join(", ")} or a number up to 4294967295, got ${shown(table)}`,
  );
}
