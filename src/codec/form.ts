import { codecOf } from "./choice.ts";
import type { Attribute, AttributeTable, Codec, FieldTable } from "./codec.ts";
import { expression, generate, property, wireType } from "./compile.ts";
import { isEnumeration } from "./names.ts";
import { isPlain } from "./numbers.ts";
import { HEADER_SIZE, walkAttributes } from "./walk.ts";
import { LITTLE_ENDIAN } from "./writer.ts";

/** Reads a message that has a form; `undefined` for one that has none. */
type FormReader = (view: DataView, offset: number, length: number) => Record<string, unknown> | undefined;

/** What messages of a kind are made of. */
export interface FormTables {
  /** The members of the header that are properties, whatever the attributes. */
  readonly own: FieldTable;
  /** The names of the members that count only where the attribute of the same name is missing. */
  readonly shared: readonly string[];
  /** The attributes. */
  readonly fields: AttributeTable;
}

/** Where a message lies, and in it the attributes. */
export interface Place {
  readonly offset: number;
  readonly start: number;
  readonly end: number;
}

/** One of how many messages without a form is looked at, and how many such in a row have to be alike to get one. */
const SAMPLE_INTERVAL = 64;
const SAMPLES = 3;
/** How many forms a kind of message gets at most; hostile bytes must not make them grow without end. */
const MOST_FORMS = 8;

/**
 * The forms of a kind of message: which attributes there are, in which order and of which lengths. Most messages of a
 * list have the same few.
 *
 * A form has a decoder that is one object literal, so that the engines make the object at once in its final shape. A list
 * of routes takes a fifth less time than with attributes that are stored one by one, and a route less memory.
 */
export class Forms {
  /** Reads a message that has a form; `undefined` for one that has none. What it throws, the slow way throws too. */
  read: FormReader = () => undefined;
  readonly #tables: FormTables;
  #count = 0;
  /** How many messages without a form were read, the attributes of the last sample, and how many samples had the same. */
  #unformed = 0;
  #sample = "";
  #alike = 0;

  /** There are none at first. */
  constructor(tables: FormTables) {
    this.#tables = tables;
  }

  /** Takes a message that was read and has no form: it gets one when many are like it. */
  learn(view: DataView, place: Place): void {
    if (++this.#unformed % SAMPLE_INTERVAL !== 0 || this.#count === MOST_FORMS) return;
    try {
      this.#look(view, place);
    } catch {
      // What could not be read in full has no form; and a codec of somebody else that fails when it is asked once more is
      // no reason to refuse a message that was read.
    }
  }

  #look(view: DataView, place: Place): void {
    const attributes = Array.from(walkAttributes(view, place.start, place.end));
    const sample = attributes.map(({ type, length }) => `${type} ${length}`).join();
    this.#alike = sample === this.#sample ? this.#alike + 1 : 1;
    this.#sample = sample;
    if (this.#alike < SAMPLES) return;
    this.#alike = 0;
    // One that there cannot be counts too, so that it is not tried again and again.
    this.#count++;
    this.read = compileForm(this.#tables, view, place, this.read) ?? this.read;
  }
}

/**
 * The decoder of the messages that have the attributes of this one, in its order and of its lengths; `others` reads what
 * has not. `undefined` where there is no such decoder, which only what is rare has not: unknown, repeated and late
 * attributes, text that may end in several ways.
 */
function compileForm(
  { own, shared, fields }: FormTables,
  view: DataView,
  { offset, start, end }: Place,
  others: FormReader,
): FormReader | undefined {
  const byType = new Map(Object.entries(fields).map(([name, attribute]) => [wireType(attribute), { name, attribute }]));
  const checks = new Set([`length !== ${end - offset}`]);
  /** What the text takes besides: codecs, and what bytes stand for. */
  const values: (Codec<unknown> | readonly unknown[])[] = [];
  const properties = new Map<string, string>();
  /** What was read of this message so far, by which others may be chosen. */
  const value: Record<string, unknown> = {};

  /** What is here has to be the same in each message of the form. */
  function check(method: "getUint8" | "getUint32", at: number): void {
    const here = view[method](at, LITTLE_ENDIAN);
    checks.add(`view.${method}(offset + ${at - offset}, ${LITTLE_ENDIAN}) !== ${here}`);
  }

  function add(name: string, codec: Codec<unknown>, at: number, length: number): void {
    value[name] = codec.read(view, at, length);
    const named = `c${values.length}`;
    const names = length === 1 ? namesOfBytes(codec) : undefined;
    values.push(names ?? codec);
    const place = at - offset;
    properties.set(
      name,
      names === undefined ? expression(codec, place, length, named) : `${named}[view.getUint8(offset + ${place})]`,
    );
  }

  /** The codec that this message chooses: one in which all that the choice looks at is the same makes the same choice. */
  function choose(attribute: Attribute<unknown>): Codec<unknown> | undefined {
    const asked = new Set<string>();
    const get = (target: object, name: string): unknown => (asked.add(name), Reflect.get(target, name));
    const codec = codecOf(attribute, new Proxy(value, { get }));
    // What asks nothing may choose by what is not in the message.
    if (asked.size === 0) return undefined;
    for (const name of asked) {
      const member = Object.hasOwn(own, name) ? own[name] : undefined;
      if (member === undefined) return undefined;
      for (let i = 0; i < member.codec.size; i++) check("getUint8", offset + member.offset + i);
    }
    return codec;
  }

  for (const [name, { offset: at, codec }] of Object.entries(own)) add(name, codec, offset + at, codec.size);
  for (const { type, offset: at, length } of walkAttributes(view, start, end)) {
    check("getUint32", at - HEADER_SIZE);
    const { name = "", attribute } = byType.get(type) ?? {};
    if (attribute?.skipped) continue;
    if (attribute === undefined || attribute.late || attribute.element || properties.has(name)) return undefined;
    const codec = attribute.codec ?? choose(attribute);
    if (codec === undefined || codec.layout.type === "text" && codec.layout.size === undefined) return undefined;
    add(name, codec, at, length);
  }
  // One that can read as nothing would leave the member of the header, which is not looked at here.
  const counts = (name: string): boolean => properties.has(name) && isPlainAttribute(fields[name]);
  if (!shared.every(counts)) return undefined;
  const literal = Array.from(properties, ([name, text]) => `${property(name)}: ${text}`).join(",\n    ");
  return generate(
    "form",
    ["others", ...values.map((_, i) => `c${i}`)],
    `function readForm(view, offset, length) {
  if (${[...checks].join(" || ")}) return others(view, offset, length);
  return {
    ${literal},
  };
}`,
    [others, ...values],
  );
}

/** What each byte stands for, where that is a name or a number: to look it up takes no call. */
function namesOfBytes(codec: Codec<unknown>): readonly unknown[] | undefined {
  if (!isEnumeration(codec)) return undefined;
  const view = new DataView(new ArrayBuffer(1));
  const names = Array.from({ length: 256 }, (_, byte) => (view.setUint8(0, byte), codec.read(view, 0, 1)));
  return names.every((name) => typeof name === "string" || typeof name === "number") ? names : undefined;
}

function isPlainAttribute(attribute: Attribute<unknown> | undefined): boolean {
  return attribute?.codec !== undefined && isPlain(attribute.codec);
}
