import { DecodeError } from "../errors.ts";
import { codecOf } from "./choice.ts";
import type { AttributeTable, Codec } from "./codec.ts";
import { attributesStart } from "./message.ts";
import { u16 } from "./numbers.ts";
import { TYPE_MASK, walkAttributes } from "./walk.ts";

/** A place in encoded bytes, in the words of their schema. */
export interface Located {
  /** Names from the outermost field to the one at that place; short where the schema has no name. */
  readonly path: readonly string[];
  /** Codec of what stands there; absent where the schema has none. */
  readonly codec?: Codec<unknown>;
}

/**
 * Finds what the bytes at `target` stand for, where `offset` and `length` tell the bytes of a value that `codec` wrote.
 * (The kernel names the attribute that it refuses by its offset in the request.)
 */
export function locate(
  codec: Codec<unknown>,
  view: DataView,
  offset: number,
  length: number,
  target: number,
): Located {
  const { layout } = codec;
  const end = offset + length;
  try {
    switch (layout.type) {
      case "message":
        return target < offset + layout.size ? { path: [], codec } : inAttributes(
          layout.fields,
          codec,
          view,
          { offset, length, start: attributesStart(layout.size, layout.body, view, offset) },
          target,
        );
      case "attributes":
        return inAttributes(layout.fields, codec, view, { offset, length, start: offset }, target);
      case "indexed":
      case "keyed":
        for (const entry of walkAttributes(view, offset, end)) {
          if (target >= entry.offset + entry.length) continue;
          const first = layout.type === "indexed" ? layout.first : 0;
          return below(`${(entry.type & TYPE_MASK) - first}`, layout.element, view, entry, target);
        }
        break;
      case "records":
        for (let at = offset, i = 0; at < end; i++) {
          const size = u16.read(view, at, 2);
          if (target < at + size) return below(`${i}`, layout.element, view, { offset: at, length: size }, target);
          at += (size + 3) & ~3;
        }
        break;
    }
  } catch (error) {
    // Bytes that cannot be walked have no names; the place is as good as it got.
    if (!(error instanceof DecodeError)) throw error;
  }
  return { path: [], codec };
}

/** Name of the attribute with this number in a list; `undefined` where the schema has none. */
export function nameOf(codec: Codec<unknown>, type: number): string | undefined {
  const { layout } = codec;
  if (layout.type !== "message" && layout.type !== "attributes") return undefined;
  return Object.entries(layout.fields).find(([, attribute]) => attribute.type === type)?.[0];
}

interface Extent {
  readonly offset: number;
  readonly length: number;
}

function inAttributes(
  fields: AttributeTable,
  codec: Codec<unknown>,
  view: DataView,
  { offset, length, start }: Extent & { readonly start: number },
  target: number,
): Located {
  for (const entry of walkAttributes(view, start, offset + length)) {
    if (target >= entry.offset + entry.length) continue;
    const found = Object.entries(fields).find(([, { type }]) => type === (entry.type & TYPE_MASK));
    if (found === undefined) return { path: [`${entry.type & TYPE_MASK}`] };
    const [name, attribute] = found;
    // What chooses the codec stands in the object that the attributes make up, which a list always gives.
    const inner = codecOf(attribute, codec.read(view, offset, length) as object);
    return inner === undefined ? { path: [name] } : below(name, inner, view, entry, target);
  }
  return { path: [], codec };
}

/** The place in an element, or the element itself where the target is the header in front of it. */
function below(
  name: string,
  codec: Codec<unknown>,
  view: DataView,
  { offset, length }: Extent,
  target: number,
): Located {
  if (target < offset) return { path: [name], codec };
  const { path, codec: found } = locate(codec, view, offset, length, target);
  return { path: [name, ...path], ...(found === undefined ? {} : { codec: found }) };
}
