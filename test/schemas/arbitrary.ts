import fc from "fast-check";
import { decode, type Layout, type NumberLayout, type VariableLayout } from "../../src/codec/codec.ts";
import { ipv6 } from "../../src/codec/address.ts";
import { type AnyCodec, type Choice, choose, witnesses } from "./walk.ts";

// Values are those that decoding can give: the canonical ones. They are then the same after encoding and decoding.

type Values = fc.Arbitrary<unknown>;
type Properties = fc.Arbitrary<Readonly<Record<string, unknown>>>;
type OfType<Type extends Layout["type"]> = Extract<Layout, { readonly type: Type }>;
/** An enumeration or flags. */
type WithNames = OfType<"enumeration" | "flags">;

/** How deep lists are made inside each other, since a schema can contain itself. */
const MAX_DEPTH = 5;

/** Where a value stands. */
interface Place {
  /** In how many lists. */
  readonly depth: number;
  /** Whether its length is given, as that of a member of a struct. */
  readonly fixed: boolean;
}

/** The values of a schema whose values are objects. */
export function objectsOf(codec: AnyCodec): fc.Arbitrary<object> {
  // Such a schema has names for its values, and names are those of properties.
  return valuesOf(codec, { depth: 0, fixed: false }) as fc.Arbitrary<object>;
}

/** The values of a codec, as its layout tells. */
function valuesOf(codec: AnyCodec, place: Place): Values {
  const known = made.get(codec.layout)?.[place.depth * 2 + Number(place.fixed)];
  if (known !== undefined) return known;
  const values = make(codec.layout, place);
  const byPlace = made.get(codec.layout) ?? [];
  byPlace[place.depth * 2 + Number(place.fixed)] = values;
  made.set(codec.layout, byPlace);
  return values;
}

/** To make them anew for each value takes more time than the values. */
const made = new WeakMap<Layout, (Values | undefined)[]>();

/** The values of a layout, which count what they count. */
function make(layout: Layout, place: Place): Values {
  const values = ofLayout(layout, place);
  if (!("counted" in layout) || layout.counted === undefined) return values;
  const { count, list } = layout.counted;
  return values.map((value) => {
    // Only objects have properties that are counted.
    const object = value as Readonly<Record<string, unknown>>;
    const counted = object[list];
    return Array.isArray(counted) ? { ...object, [count]: counted.length } : object;
  });
}

function ofLayout(layout: Layout, place: Place): Values {
  const inside = { depth: place.depth + 1, fixed: false };
  switch (layout.type) {
    case "number":
      return numbers(layout);
    case "boolean":
      return fc.boolean();
    case "enumeration":
      return enumerated(layout);
    case "flags":
      return flagLists(layout);
    case "text":
      return texts(layout.size);
    case "address":
      return addresses(layout);
    case "bytes":
      return bytes(layout.size);
    case "flag":
      return fc.constant(true);
    case "uint":
      return ofEitherLength(layout);
    case "labels":
      return fc.array(fc.integer({ min: 0, max: 0xfffff }), { minLength: 1, maxLength: 4 }).map((all) => all.join("/"));
    case "array":
      return fc.array(valuesOf(layout.element, { ...inside, fixed: true }), {
        minLength: layout.count ?? 0,
        maxLength: layout.count ?? 3,
      });
    case "mapped":
      // What the codec reads has a form.
      return valuesOf(layout.codec, place).map((value) => layout.from(value as never));
    case "indexed":
    case "records":
      return place.depth < MAX_DEPTH ? fc.array(valuesOf(layout.element, inside), { maxLength: 3 }) : fc.constant([]);
    case "keyed":
      return fc.array(objects({ key: fc.nat(MAX_TYPE), value: valuesOf(layout.element, inside) }), { maxLength: 3 });
    case "struct":
      return structs(layout, place);
    case "namedArray":
      return namedArrays(layout, inside);
    case "prefixed":
      return prefixed(layout, inside);
    case "attributes":
    case "message":
      return lists(layout, inside);
  }
}

/** Plain objects with all of these properties, or with those of them that are not among `required` at times. */
function objects(
  properties: Readonly<Record<string, Values>>,
  options: { readonly requiredKeys?: string[] } = {},
): Properties {
  return fc.record(properties, { noNullPrototype: true, ...options });
}

function integers(least: bigint, most: bigint): fc.Arbitrary<number> {
  return fc.integer({ min: Math.max(Number(least), -(2 ** 31)), max: Number(most) });
}

function rangeOf({ size, signed, plus = 0 }: NumberLayout): readonly [least: bigint, most: bigint] {
  const half = 1n << BigInt(size * 8 - 1);
  const least = (signed ? -half : 0n) + BigInt(plus);
  return [least, least + 2n * half - 1n];
}

function numbers(layout: NumberLayout): fc.Arbitrary<number | bigint> {
  const [least, most] = rangeOf(layout);
  if (layout.size === 8) return fc.bigInt(least, most);
  return integers(least, most).filter((value) => value !== layout.except);
}

function ofEitherLength({ signed }: VariableLayout): fc.Arbitrary<number | bigint> {
  const form = { type: "number", signed, bigEndian: false } as const;
  return fc.oneof(numbers({ ...form, size: 4 }), numbers({ ...form, size: 8 }));
}

/** Names, and numbers without one. Of several names for a number the first is the one that is read. */
function enumerated({ number, values }: WithNames): Values {
  const names = new Map(Object.entries(values).toReversed().map(([name, value]) => [value, name]));
  const all = number.type === "uint" ? ofEitherLength(number) : numbers(number);
  const unknown = all.filter((value) => !names.has(Number(value)));
  return fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...names.values()) }, { weight: 1, arbitrary: unknown });
}

/** Bits with and without a name, in their order. */
function flagLists({ number, values }: WithNames): Values {
  const names = new Map(Object.entries(values).toReversed().map(([name, value]) => [value, name]));
  const bits = Array.from({ length: number.size * 8 }, (_, bit) => 2 ** bit);
  return fc.subarray(bits.map((bit) => names.get(bit) ?? `0x${bit.toString(16)}`));
}

/** UTF-8, and bytes that are none: 0xff is in none, so that each byte from 0x80 becomes a surrogate. */
function texts(size = 24): fc.Arbitrary<string> {
  const fits = (text: string): string => {
    while (new TextEncoder().encode(text).length > size) text = [...text].slice(0, -1).join("");
    return text;
  };
  const text = fc.string({ unit: "binary", maxLength: size }).map((some) => fits(some.replaceAll("\0", "")));
  const character = fc.integer({ min: 1, max: 0xff }).map((byte) =>
    String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)
  );
  const escaped = fc.array(character, { maxLength: size - 1 }).map((all) => `${all.join("")}\udcff`);
  return fc.oneof(fc.string({ maxLength: size }).map(fits), text, escaped);
}

function bytes(size?: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array(size === undefined ? { maxLength: 24 } : { minLength: size, maxLength: size });
}

const ipv4Values = bytes(4).map((octets) => octets.join("."));
/** Many zeros, so that there are runs of them; the tests of addresses hold what their text is. */
const ipv6Values = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xff })), {
  minLength: 16,
  maxLength: 16,
})
  .map((octets) => decode(ipv6, Uint8Array.from(octets)));

function addresses({ form, size }: OfType<"address">): Values {
  if (form === "ipv4") return ipv4Values;
  if (form === "ipv6") return ipv6Values;
  if (form === "ip") return fc.oneof(fc.constant(""), ipv4Values, ipv6Values);
  // What is filled up with zeros ends with another byte, unless it is an Ethernet address.
  const octets = form === "padded"
    ? fc.uint8Array({ minLength: 6, maxLength: size ?? 6 }).filter((all) => all.length === 6 || all.at(-1) !== 0)
    : bytes(size);
  return octets.map((octets) => Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join(":"));
}

/** Whole ones, ones that a newer kernel made longer, and ones of an older kernel, where the schema allows them. */
function structs({ size, minimum, fields }: OfType<"struct">, { depth, fixed }: Place): Values {
  const members = Object.entries(fields).map(([name, { offset, codec }]) => ({
    name,
    end: offset + codec.size,
    values: valuesOf(codec, { depth, fixed: true }),
  }));
  const upTo = (length: number): Properties =>
    objects(Object.fromEntries(members.filter(({ end }) => end <= length).map(({ name, values }) => [name, values])));
  if (fixed) return upTo(size);
  const rest = objects({ rest: fc.uint8Array({ minLength: 1, maxLength: 8 }) });
  const grown = fc.tuple(upTo(size), rest).map(([value, more]) => ({ ...value, ...more }));
  const lengths = members.map(({ end }) => end).filter((end) => end >= minimum && end < size);
  return fc.oneof(upTo(size), grown, ...lengths.map(upTo));
}

/** Arrays with fewer elements than names, as of older kernels, with as many, and with more. */
function namedArrays({ fields }: OfType<"namedArray">, { depth }: Place): Values {
  const elements = Object.entries(fields).map(([name, { codec }]): [string, Values] => [
    name,
    valuesOf(codec, { depth, fixed: true }),
  ]);
  const [, { codec: { size } } = { codec: { size: 1 } }] = Object.entries(fields)[0] ?? [];
  const first = (count: number): Properties => objects(Object.fromEntries(elements.slice(0, count)));
  const rest = fc.integer({ min: 1, max: 3 }).chain((count) => bytes(count * size)).map((rest) => ({ rest }));
  const grown = fc.tuple(first(elements.length), rest).map(([value, more]) => ({ ...value, ...more }));
  return fc.oneof(fc.nat(elements.length).chain(first), grown);
}

function prefixed(layout: OfType<"prefixed">, inside: Place): Values {
  const { fields, tail } = layout;
  const head = objects(
    Object.fromEntries(
      Object.entries(fields).map(([name, { codec }]) => [name, valuesOf(codec, { ...inside, fixed: true })]),
    ),
  );
  return beside(head, layout, [tail]).filter((value) => choose(tail, value) !== undefined).chain((value) =>
    withChosen(value, [[tail.name, tail]], inside, true)
  );
}

/** The values of `properties`, often with one that chooses an alternative. */
function beside(properties: Properties, layout: Layout, choices: readonly Choice[]): Properties {
  const forced = choices.map((choice) => fc.constantFrom({}, ...witnesses(layout, choice).values()));
  return fc.tuple(properties, ...forced).map((all) => Object.assign({}, ...all));
}

/** Adds what is chosen by the values beside it: always, or now and then. */
function withChosen(
  parent: Readonly<Record<string, unknown>>,
  choices: readonly (readonly [string, Choice])[],
  inside: Place,
  always: boolean,
): Properties {
  const chosen = choices.flatMap(([name, choice]) => {
    const codec = choice.alternatives?.[choose(choice, parent) ?? ""];
    return codec === undefined || !always && isTooDeep(codec, inside) ? [] : [[name, valuesOf(codec, inside)] as const];
  });
  return objects(Object.fromEntries(chosen), always ? {} : { requiredKeys: [] }).map((more) => ({
    ...parent,
    ...more,
  }));
}

function isTooDeep({ layout }: AnyCodec, { depth }: Place): boolean {
  return depth >= MAX_DEPTH && (layout.type === "attributes" || layout.type === "message");
}

/** Objects of attributes, behind a header or not: any of them, in either order, and what has no schema. */
function lists(layout: OfType<"attributes" | "message">, inside: Place): Values {
  const { header, body } = layout.type === "message" ? layout : { header: {}, body: undefined };
  const between = body === undefined ? {} : { [body.name]: valuesOf(body.codec, inside) };
  const derived = Object.entries("derived" in layout ? layout.derived : {});
  const choices = Object.entries(layout.fields).filter(([, { codec }]) => codec === undefined);
  const members = Object.entries(header).map((
    [name, { codec }],
  ) => [name, valuesOf(codec, { ...inside, fixed: true })]);
  const attributes = Object.entries(layout.fields).flatMap(([name, { codec, element }]) => {
    if (codec === undefined || isTooDeep(element ?? codec, inside)) return [];
    return [[name, element === undefined ? valuesOf(codec, inside) : several(element, inside)]];
  });
  // An attribute takes the place of the member of the header that has its name: it has room for every value.
  const properties: Record<string, Values> = { ...Object.fromEntries([...members, ...attributes]), ...between };
  const some: Properties = objects(properties, { requiredKeys: [...Object.keys(header), ...Object.keys(between)] });
  const all = choices.length === 0
    ? some
    : beside(some, layout, choices.map(([, choice]) => choice)).chain((value) =>
      withChosen(value, choices, inside, false)
    );
  const numbers = new Set(Object.values(layout.fields).map(({ type }) => type));
  return fc.tuple(all, fc.option(unknown(numbers), { nil: undefined }), fc.boolean()).map(([value, more, reversed]) => {
    const entries = Object.entries(more === undefined ? value : { ...value, unknown: more });
    const object: Record<string, unknown> = Object.fromEntries(reversed ? entries.reverse() : entries);
    for (const [name, derive] of derived) {
      // A property is derived from the message that it belongs to.
      const repeated = derive(object as never);
      if (repeated !== undefined) object[name] = repeated;
    }
    return object;
  });
}

/** The values of an attribute that comes several times; none at all would be no attribute. */
function several(element: AnyCodec, inside: Place): Values {
  return fc.array(valuesOf(element, inside), { minLength: 1, maxLength: 3 });
}

const MAX_TYPE = 0x3fff;

/** Attributes whose numbers the schema does not have. */
function unknown(known: ReadonlySet<number>): Values {
  const type = fc.integer({ min: 0, max: MAX_TYPE }).filter((number) => !known.has(number));
  const attribute = objects({ type, nested: fc.constant(true), data: bytes() }, { requiredKeys: ["type", "data"] });
  return fc.array(attribute, { minLength: 1, maxLength: 3 });
}
