import { attributes, type AttributesOf } from "./attributes.ts";
import type { Codec } from "./codec.ts";

/** Some of the properties of `T`: those that have to be told, and those that can be. */
export type Subset<T, Needed extends keyof T, Other extends keyof T = never> =
  & Required<Pick<T, Needed>>
  & Partial<Pick<T, Other>>;

/**
 * Some attributes of a list, such as those that a command takes of all that an answer has: `needed` have to be told, `others`
 * can be. Throws a `TypeError` for a codec that is no list of attributes, or has none of such a name.
 *
 * @example
 * ```ts
 * import { cstring, numbered, subset, u32 } from "@netlink/ffi/codec";
 *
 * const port = numbered({ index: u32, name: cstring, speed: u32 });
 * const query = subset(port, ["index"]); // a Codec<{ index: number }>
 * ```
 */
export function subset<
  T extends object,
  Needed extends keyof T & string = never,
  Other extends keyof T & string = never,
>(
  { layout }: Codec<T>,
  needed: readonly Needed[],
  others: readonly Other[] = [],
): Codec<Subset<T, Needed, Other>> {
  if (layout.type !== "attributes") {
    throw new TypeError(`Cannot take some attributes: expected a list of them, got '${layout.type}'`);
  }
  const { fields } = layout;
  const chosen = [...needed, ...others].map((name) => {
    const field = fields[name];
    if (field === undefined) throw new TypeError(`Cannot take some attributes: expected one of '${name}'`);
    return [name, field] as const;
  });
  // Each has the codec that the property of `T` has.
  return attributes(Object.fromEntries(chosen) as AttributesOf<Subset<T, Needed, Other>>);
}
