import type { Attribute, Codec, Field, Layout } from "../../src/codec/codec.ts";

/** A codec, whatever it converts. */
export type AnyCodec = Codec<unknown>;

/** What is chosen by the values beside it: an attribute of a list, or the tail of a struct. */
export interface Choice {
  /** The codecs to choose from. */
  readonly alternatives?: Readonly<Record<string, AnyCodec>>;
  /** Names the alternative, from the values beside it. */
  readonly choose?: (parent: never) => string | undefined;
}

/** The members and attributes of a layout that have a name and a codec of their own. */
export function named(layout: Layout): readonly (readonly [string, Field<unknown> | Attribute<unknown>])[] {
  const parts = { ...("header" in layout ? layout.header : {}), ...("fields" in layout ? layout.fields : {}) };
  return Object.entries(parts);
}

/** The name of what a choice chooses beside `parent`; `undefined` where that is nothing. */
export function choose({ alternatives = {}, choose: name }: Choice, parent: object): string | undefined {
  // A choice is made from the object that it belongs to, which is what the callers pass.
  const chosen = name?.(parent as never);
  return chosen !== undefined && Object.hasOwn(alternatives, chosen) ? chosen : undefined;
}

/** For each alternative of a choice the values beside it that choose it; throws where no single value does. */
export function witnesses(layout: Layout, choice: Choice): ReadonlyMap<string, object> {
  const found = new Map<string, object>();
  const take = (parent: object): void => {
    const name = choose(choice, parent);
    if (name !== undefined && !found.has(name)) found.set(name, parent);
  };
  const alternatives = Object.keys(choice.alternatives ?? {});
  for (const [name, { codec }] of named(layout)) {
    if (codec?.layout.type === "text") alternatives.forEach((value) => take({ [name]: value }));
    if (codec?.layout.type === "namedArray") {
      take({ [name]: {} });
      take({ [name]: Object.fromEntries(Object.keys(codec.layout.fields).map((element) => [element, 0])) });
    }
    if (codec?.layout.type === "enumeration") {
      Object.keys(codec.layout.values).forEach((value) => take({ [name]: value }));
    }
  }
  take({});
  const missing = alternatives.filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`Cannot find the value that chooses '${missing.join("', '")}'`);
  return found;
}

/** The codecs that a codec is made of, by name; alternatives by theirs. */
export function* parts({ layout }: AnyCodec): Generator<readonly [name: string, codec: AnyCodec]> {
  for (const [name, part] of named(layout)) {
    const codec = "element" in part ? part.element : part.codec;
    if (codec !== undefined) yield [name, codec];
    else if ("alternatives" in part) yield* alternativesOf(name, part);
  }
  // A member of the header that is an attribute too is wider there, but has a codec of its own.
  if ("header" in layout) { for (const [name, { codec }] of Object.entries(layout.header)) yield [name, codec]; }
  if (layout.type === "message" && layout.body !== undefined) yield [layout.body.name, layout.body.codec];
  if ("element" in layout) yield ["*", layout.element];
  if (layout.type === "mapped") yield ["*", layout.codec];
  if ("tail" in layout) yield* alternativesOf(layout.tail.name, layout.tail);
}

function* alternativesOf(name: string, { alternatives = {} }: Choice): Generator<readonly [string, AnyCodec]> {
  for (const [alternative, codec] of Object.entries(alternatives)) yield [`${name}<${alternative}>`, codec];
}

/** Each layout that can be reached, once, by the first way to it. */
export function reach(roots: Readonly<Record<string, AnyCodec>>): ReadonlyMap<Layout, readonly [string, AnyCodec]> {
  const reached = new Map<Layout, readonly [string, AnyCodec]>();
  const queue = Object.entries(roots);
  for (const [path, codec] of queue) {
    if (reached.has(codec.layout)) continue;
    reached.set(codec.layout, [path, codec]);
    for (const [name, part] of parts(codec)) queue.push([`${path}.${name}`, part]);
  }
  return reached;
}
