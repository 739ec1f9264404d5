import { closest } from "../options.ts";
import { shown } from "../shown.ts";
import type { Attribute, Codec } from "./codec.ts";

/** The codec of an attribute, chosen by the object that it belongs to where it has no codec of its own. */
export function codecOf(attribute: Attribute<unknown>, parent: object): Codec<unknown> | undefined {
  if (attribute.codec !== undefined) return attribute.element ?? attribute.codec;
  // `choose` is declared beside the attribute, for the type of object that the list decodes to.
  const name = attribute.choose?.(parent as never);
  return name === undefined || !Object.hasOwn(attribute.alternatives ?? {}, name)
    ? undefined
    : attribute.alternatives?.[name];
}

/** Why there is no codec for an attribute that others choose. */
export function unchosen({ alternatives = {}, by }: Attribute<unknown>, parent: object): string {
  const names = Object.keys(alternatives);
  if (by === undefined) return `expected ${names.join(", ")} to choose it`;
  const value: unknown = Reflect.get(parent, by);
  const likely = closest(`${value}`, names);
  const advice = likely === undefined ? "" : ` (did you mean '${likely}'?)`;
  return `expected '${by}' to be one of ${names.join(", ")}, got ${shown(value)}${advice}`;
}
