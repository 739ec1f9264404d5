import { DecodeError } from "../errors.ts";
import { bytes } from "./text.ts";
import type { UnknownAttribute } from "./unknown.ts";
import { TYPE_MASK, walkAttributes } from "./walk.ts";

/** An attribute as it stood on the wire. */
export interface WireAttribute {
  /** Type with its flag bits. */
  readonly type: number;
  /** The payload, where it is text, which can be sent in several ways. */
  readonly text?: Uint8Array;
  /** The attribute itself, where it has no schema or does not fit it. */
  readonly unknown?: UnknownAttribute;
}

/** A run of attributes as it stands, as far as it is sound, with those that were kept as `unknown`. */
export function wireOrder(
  view: DataView,
  offset: number,
  end: number,
  unknown: readonly UnknownAttribute[],
  isText: (type: number) => boolean,
): readonly WireAttribute[] {
  // Those of one type are in their order; to look through all for each would be slow for hostile lists.
  const kept = new Map<number, UnknownAttribute[]>();
  for (const attribute of unknown.toReversed()) {
    const same = kept.get(attribute.type);
    if (same === undefined) kept.set(attribute.type, [attribute]);
    else same.push(attribute);
  }
  const order: WireAttribute[] = [];
  try {
    for (const { type, offset: at, length } of walkAttributes(view, offset, end)) {
      const own = type & TYPE_MASK;
      const next = kept.get(own)?.at(-1);
      const payload = next !== undefined || isText(own) ? bytes.read(view, at, length) : undefined;
      if (next !== undefined && payload !== undefined && isEqual(next.data, payload)) {
        kept.get(own)?.pop();
        order.push({ type, unknown: next });
      } else {
        order.push(payload !== undefined && isText(own) ? { type, text: payload } : { type });
      }
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return order;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
