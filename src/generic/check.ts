import { unknownName } from "../options.ts";
import { shown } from "../shown.ts";

/** The largest number of a port. */
export const MAX_PORT = 0xffff;

/** Throws a `RangeError` that starts with `subject` where `value` is no object, or has other fields than these. */
export function checkFields(subject: string, value: object, names: readonly string[]): void {
  const wrong = unknownName("field", value, names);
  if (wrong !== undefined) throw new RangeError(`${subject}: ${wrong}`);
}

/** Throws a `RangeError` that starts with `subject` where `value` is no list. */
export function checkList(subject: string, value: readonly unknown[]): void {
  if (!Array.isArray(value)) throw new RangeError(`${subject}: expected a list, got ${shown(value)}`);
}

/** Throws a `RangeError` that starts with `subject` where `value` is no whole number of that range. */
export function checkNumber(subject: string, value: unknown, least: number, most: number): void {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${subject}: expected a number from ${least} to ${most}, got ${shown(value)}`);
}
