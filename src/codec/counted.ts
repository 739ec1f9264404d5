import { DecodeError } from "../errors.ts";
import { shown } from "../shown.ts";
import type { Codec } from "./codec.ts";

/**
 * A struct or attributes of which one number tells how long a list is: nobody has to tell it when they are written, and a
 * wrong one is refused, as it is when they are read. Throws a `TypeError` for a codec of anything else.
 *
 * @example
 * ```ts
 * import { array, counted, encode, field, prefixed, u16, u8 } from "@netlink/ffi/codec";
 *
 * const ports = counted(
 *   prefixed<{ count?: number }, "ports", readonly number[]>(2, { count: field(0, u8) }, {
 *     name: "ports",
 *     alternatives: { ports: array(u16) },
 *     choose: () => "ports",
 *   }),
 *   "count",
 *   "ports",
 * );
 * encode(ports, { ports: [80, 443] }); // 02 00 50 00 bb 01
 * ```
 */
export function counted<T extends object>(
  codec: Codec<T>,
  count: keyof T & string,
  list: keyof T & string,
): Codec<T> {
  const { layout } = codec;
  if (layout.type !== "prefixed" && layout.type !== "attributes") {
    throw new TypeError(
      `Cannot count '${list}': expected attributes, or a struct with a list behind it, got '${layout.type}'`,
    );
  }

  /** What is wrong with a number. */
  function wrong(told: unknown, counted: unknown): string | undefined {
    if (!Array.isArray(counted) || told === counted.length) return undefined;
    return `expected ${counted.length}, as many as there are ${list}, got ${shown(told)}`;
  }

  return {
    layout: { ...layout, counted: { count, list } },
    read(view, offset, length) {
      const value = codec.read(view, offset, length);
      const reason = wrong(value[count], value[list]);
      if (reason !== undefined) throw new DecodeError(reason, [count]);
      return value;
    },
    write(out, value) {
      const counted: unknown = value?.[list];
      // What is no object the codec refuses.
      if (!Array.isArray(counted)) return codec.write(out, value);
      const { [count]: told = counted.length } = value;
      const reason = wrong(told, counted);
      if (reason !== undefined) {
        out.within(count, () => {
          throw out.failure(reason);
        });
      }
      codec.write(out, value[count] === undefined ? { ...value, [count]: counted.length } : value);
    },
  };
}
