import type { Layout } from "../../src/codec/codec.ts";
import { type AnyCodec, type Choice, named, witnesses } from "./walk.ts";

/** A value that cannot be encoded, and where the error shall say that it is wrong. */
export interface Refusal {
  /** The names from the outermost to the one that is wrong. */
  readonly path: readonly string[];
  /** The whole value. */
  readonly value: unknown;
}

/** How deep the wrong values are put, since a schema can contain itself. */
const MAX_DEPTH = 8;

/** What no schema has a place for. */
const NOTHING = [null, Number.NaN];

/** Wrong values of each form of layout, beside those. A flag says nothing but that it is there: no value is wrong. */
const WRONG: Readonly<Record<Exclude<Layout["type"], "flag">, readonly unknown[]>> = {
  number: ["1", 1.5, 2 ** 64, -(2 ** 63) - 1, 2n ** 64n, -(2n ** 63n) - 1n],
  boolean: [1, "true"],
  enumeration: ["nonsense", 1.5, 2 ** 64],
  flags: [1, "up", ["nonsense"], ["0x10000000000000000"]],
  text: [1, "a\0b", "\ud800"],
  address: ["nonsense", "192.0.2.256", "::1::", "0:1", 1],
  bytes: ["00", [0]],
  uint: [-1, 2 ** 32, 2n ** 64n, "1"],
  mapped: ["nonsense"],
  labels: ["", "1/", "1048576", 16],
  array: ["", {}],
  records: ["", {}],
  indexed: ["", {}],
  keyed: ["", {}],
  prefixed: [{ nonsense: 1 }, "", 1],
  struct: [{ nonsense: 1 }, "", 1],
  namedArray: [{ nonsense: 1 }, "", 1],
  attributes: [{ nonsense: 1 }, "", 1],
  message: [{ nonsense: 1 }, "", 1],
};

/** Wrong attributes without a schema. */
const WRONG_UNKNOWN = [1, [null], [{ type: -1, data: new Uint8Array() }], [{ type: 0x4000, data: new Uint8Array() }], [{
  type: 1,
  data: "00",
}]];

/** For each place of a schema a value that is wrong there and nowhere else. */
export function* refusals(codec: AnyCodec, depth = 0): Generator<Refusal> {
  const { layout } = codec;
  if (layout.type === "flag" || depth > MAX_DEPTH) return;
  for (const value of [...NOTHING, ...WRONG[layout.type]]) yield { path: [], value };
  for (const [name, part] of named(layout)) {
    if ("alternatives" in part) yield* chosen(layout, name, part, depth);
    if (part.codec === undefined) continue;
    const element = "element" in part ? part.element : undefined;
    if (element === undefined) yield* below(name, part.codec, depth);
    // The elements are attributes of one name, which are not numbered.
    else {for (const { path, value } of refusals(element, depth + 1)) {
        yield { path: [name, ...path], value: { [name]: [value] } };
      }}
  }
  if (layout.type === "attributes" || layout.type === "message") {
    for (const unknown of WRONG_UNKNOWN) yield { path: ["unknown"], value: { unknown } };
  }
  if (layout.type === "message" && layout.body !== undefined) yield* below(layout.body.name, layout.body.codec, depth);
  if ("tail" in layout) yield* chosen(layout, layout.tail.name, layout.tail, depth);
  if ("element" in layout) {
    const others = Array.from({ length: ("count" in layout ? layout.count ?? 1 : 1) - 1 }, () => 0);
    for (const { path, value } of refusals(layout.element, depth + 1)) {
      const [name, element] = layout.type === "keyed" ? [["value"], { key: 1, value }] : [[], value];
      yield { path: ["0", ...name, ...path], value: [element, ...others] };
    }
  }
}

function* below(name: string, codec: AnyCodec, depth: number, beside: object = {}): Generator<Refusal> {
  for (const { path, value } of refusals(codec, depth + 1)) {
    yield { path: [name, ...path], value: { ...beside, [name]: value } };
  }
}

function* chosen(layout: Layout, name: string, choice: Choice, depth: number): Generator<Refusal> {
  for (const [alternative, beside] of witnesses(layout, choice)) {
    const codec = choice.alternatives?.[alternative];
    if (codec !== undefined) yield* below(name, codec, depth, beside);
  }
}
