import { shown } from "../shown.ts";
import type { AttributeTable, Codec } from "./codec.ts";
import { TYPE_MASK } from "./walk.ts";

/** Throws a `RangeError` for attributes that no list can have, which the types of their table do not all forbid. */
export function checkTable(fields: AttributeTable): void {
  const taken = new Map<number, string>();
  for (const [name, attribute] of Object.entries(fields)) {
    // Nothing but the type checker keeps a caller from giving another value.
    const given: unknown = attribute;
    if (name === "unknown") failAttribute(name, "expected another name, since what has no schema is called so");
    if (isCodec(given)) failAttribute(name, "expected attribute(NUMBER, CODEC), got a codec without a number");
    if (typeof given !== "object" || given === null) {
      failAttribute(name, `expected attribute(NUMBER, CODEC), got ${shown(given)}`);
    }
    const { type, codec, choose } = attribute;
    if (!(Number.isInteger(type) && type >= 0 && type <= TYPE_MASK)) {
      failAttribute(name, `expected a number from 0 to ${TYPE_MASK}, got ${shown(type)}`);
    }
    if (choose === undefined && !isCodec(codec)) failAttribute(name, `expected a codec, got ${shown(codec)}`);
    const other = taken.get(type);
    if (other !== undefined) failAttribute(name, `expected a number of its own, got ${type} of '${other}'`);
    taken.set(type, name);
  }
}

/** Throws a `RangeError` that says what is wrong with an attribute of a schema. */
export function failAttribute(name: string, reason: string): never {
  throw new RangeError(`Cannot declare attribute '${name}': ${reason}`);
}

/** Whether that is a codec; its layout is not asked for, which may be made only when it is needed. */
function isCodec(value: unknown): value is Codec<unknown> {
  return typeof value === "object" && value !== null && "read" in value && "write" in value;
}
