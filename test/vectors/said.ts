import { codecOf } from "../../src/codec/choice.ts";
import { type Attribute, decode, encode, type FieldTable } from "../../src/codec/codec.ts";
import { corrected } from "../conformance/left-out.ts";
import { type Facts, parse, type TypeWords } from "../facts/facts.ts";
import { type AnyCodec, choose } from "../schemas/walk.ts";

/** What somebody says that bytes mean, by the kernel's names. */
export type Said = string | number | boolean | null | readonly Said[] | SaidObject;

/** The same of several things, by the kernel's names; `null` of what is not there. */
export interface SaidObject {
  readonly [name: string]: Said;
}

/** What says again what other names say: bits by their names, a number of hops and 1, attributes behind a struct. */
const REPEATED: ReadonlySet<string> = new Set(["flags", "weight", "attrs"]);

/** What stands behind a struct, of our property for both. */
const BEHIND: Readonly<Record<string, (ours: SaidObject) => Said | undefined>> = {
  rtvia_addr: ({ address }) => address,
  segments_wire_order: ({ segments }) => Array.isArray(segments) ? segments.toReversed() : undefined,
};

/** Holds decoded values against what others say of the same bytes, name by name. */
export class Judge {
  readonly #facts: Facts;
  /** What differs. */
  readonly problems: string[] = [];

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  /** Compares a message about what the kernel calls `word`: the members of its header, and its attributes. */
  message(word: string, codec: AnyCodec, ours: object, said: SaidObject): void {
    const { header = "", attributes = "" } = this.#facts.messages[word] ?? {};
    const { layout } = codec;
    if (layout.type !== "message") return this.#differ(word, ours, "a message");
    const attrs = objectOf(said["attrs"]);
    const numbers = Object.keys(attrs).map((constant) => this.#fact(attributes, constant)[0]);
    // Of a member that an attribute repeats in more bits there is one property, which the attribute makes.
    const repeated = Object.keys(layout.header).filter((name) => numbers.includes(layout.fields[name]?.type ?? NaN));
    this.#struct(header, codec, ours, objectOf(said[header]), header, repeated);
    this.list(attributes, layout.fields, ours, attrs, "");
  }

  #value(type: TypeWords, codec: AnyCodec, ours: unknown, said: Said, path: string): void {
    const [kind = "", name = "", next, ...rest] = type;
    const { layout } = codec;
    if (ours === undefined) return this.#differ(path, ours, said);
    if (isObject(said) && "hex" in said) return this.#same(path, hexOf(encode(codec, ours)), said["hex"]);
    if (layout.type === "mapped" && isObject(said)) {
      return this.#value(type, layout.codec, decode(layout.codec, encode(codec, ours)), said, path);
    }
    if (kind === "message" && isObject(said)) return this.message(name, codec, objectOf(ours), said);
    if (kind === "nest" && layout.type === "attributes") {
      return this.list(name, layout.fields, objectOf(ours), objectOf(said), path);
    }
    if (kind === "struct" && isObject(said)) {
      this.#struct(name, codec, objectOf(ours), said, path);
      if (next !== "nest" || layout.type !== "message") return;
      return this.list(rest.join(" "), layout.fields, objectOf(ours), objectOf(said["attrs"]), path);
    }
    if (Array.isArray(said)) return this.#elements(type, codec, ours, said, path);
    this.#leaf(kind, codec, ours, said, path);
  }

  #elements([kind, ...element]: TypeWords, codec: AnyCodec, ours: unknown, said: readonly Said[], path: string): void {
    const { layout } = codec;
    if (layout.type === "labels") return this.#same(path, ours, said.map((one) => objectOf(one)["label"]).join("/"));
    const inner = element.slice(/^\d+$/.test(element[0] ?? "") ? 1 : 0);
    if (layout.type === "namedArray") {
      for (const [name, { offset, codec }] of Object.entries(layout.fields)) {
        const expected = said[offset / codec.size];
        if (expected === undefined) continue;
        this.#value(inner, codec, Reflect.get(objectOf(ours), name), expected, `${path}.${name}`);
      }
      return;
    }
    if (!Array.isArray(ours) || ours.length !== said.length || !("element" in layout)) {
      return this.#differ(path, ours, said);
    }
    said.forEach((one, i) =>
      this.#value(kind === "many" ? element : inner, layout.element, ours[i], one, `${path}[${i}]`)
    );
  }

  #struct(
    names: string,
    codec: AnyCodec,
    ours: object,
    said: SaidObject,
    path: string,
    repeated: readonly string[] = [],
  ): void {
    const fields = fieldsOf(codec);
    const left = new Set(Object.keys(said).filter((name) => !REPEATED.has(name)));
    let start = 0;
    for (const name of names.split("+")) {
      const { members = {}, size = 0 } = this.#facts.structs[name] ?? {};
      for (const [member, words] of Object.entries(members)) {
        // Some put the beginning of all members of the C struct in front.
        const name = Object.hasOwn(said, member) ? member : `ndtc_${member}`;
        const expected = said[name];
        const [offset, type] = parse(words);
        const found = Object.entries(fields).find(([, field]) => field.offset === start + offset);
        if (expected === undefined || found !== undefined && repeated.includes(found[0])) left.delete(name);
        if (expected === undefined || !left.delete(name)) continue;
        const place = `${path}.${member}`;
        if (found !== undefined) this.#value(type, found[1].codec, Reflect.get(ours, found[0]), expected, place);
        else this.#derived(type, encode(codec, ours).subarray(start + offset), expected, place);
      }
      start += size;
    }
    for (const name of left) this.#same(`${path}.${name}`, text(BEHIND[name]?.(objectOf(ours))), text(said[name]));
  }

  /** Compares a member that is no property of ours, since it follows from others. */
  #derived([kind = ""]: TypeWords, bytes: Uint8Array, said: Said, path: string): void {
    const size = Number(/\d+$/.exec(kind)?.[0]) / 8;
    this.#same(path, `${numberOf(bytes.subarray(0, size), kind)}`, `${said}`);
  }

  /** Compares a list of attributes with what is said of each, by the kernel's constants. */
  list(
    set: string,
    fields: Readonly<Record<string, Attribute<unknown>>>,
    ours: object,
    said: SaidObject,
    path: string,
  ): void {
    for (const [constant, expected] of Object.entries(said)) {
      const place = `${path}.${constant}`;
      const [number, type] = this.#fact(set, constant);
      const found = Object.entries(fields).find(([, attribute]) => attribute.type === number);
      if (expected === null) {
        this.#same(place, found && Reflect.get(ours, found[0]), undefined);
        continue;
      }
      if (found === undefined || Reflect.get(ours, found[0]) === undefined) {
        this.#unknown(number, ours, expected, place);
        continue;
      }
      const [name, attribute] = found;
      this.#attribute(type, attribute, ours, Reflect.get(ours, name), expected, place);
    }
  }

  /** The number and the type of an attribute; of one without a name the number is what it is called by. */
  #fact(set: string, constant: string): readonly [number: number, type: TypeWords] {
    const words = this.#facts.sets[set]?.[constant];
    if (words === undefined) return [Number(constant.slice(1)), ["binary"]];
    const [number, type] = parse(words);
    const [own] = corrected[`${set} ${constant}`] ?? corrected[constant] ?? [];
    return [number, own?.split(" ") ?? type];
  }

  #attribute(
    type: TypeWords,
    attribute: Attribute<unknown>,
    parent: object,
    ours: unknown,
    said: Said,
    path: string,
  ): void {
    const codec = codecOf(attribute, parent);
    if (codec === undefined) return this.#differ(path, ours, said);
    if (type[0] === "one") {
      const form = this.#facts.choices[type[1] ?? ""]?.[choose(attribute, parent) ?? ""] ?? "binary";
      return this.#value(form.split(" "), codec, ours, said, path);
    }
    if (attribute.element === undefined) return this.#value(type, codec, ours, said, path);
    const list = Array.isArray(said) ? said : [said];
    if (!Array.isArray(ours) || ours.length !== list.length) return this.#differ(path, ours, said);
    list.forEach((one, i) => this.#value(type.slice(1), codec, ours[i], one, `${path}[${i}]`));
  }

  /** Compares an attribute that no schema knows. */
  #unknown(number: number, ours: object, said: Said, path: string): void {
    // What is there is a list of attributes.
    const unknown = (Reflect.get(ours, "unknown") ?? []) as readonly {
      readonly type: number;
      readonly data: Uint8Array;
    }[];
    const found = unknown.find(({ type }) => type === number);
    this.#same(path, found && hexOf(found.data), objectOf(said)["hex"]);
  }

  /** Compares what has no parts. Names of values stand for their numbers, which the bytes tell. */
  #leaf(kind: string, codec: AnyCodec, ours: unknown, said: Said, path: string): void {
    if (typeof said === typeof ours && ours === said) return;
    if (typeof ours === "bigint" || typeof ours === "number") {
      const { size = 0, plus = 0 } = codec.layout.type === "number" ? codec.layout : {};
      const wire = BigInt(ours) - BigInt(plus);
      // Some say -1 for all bits, and the digits of what is an address too.
      const expected = /[a-f]/.test(`${said}`) ? BigInt(`0x${said}`) : BigInt(`${said}`);
      return this.#same(
        path,
        `${wire}`,
        `${expected < 0n && wire > 0n ? BigInt.asUintN(size * 8, expected) : expected}`,
      );
    }
    const bytes = encode(codec, ours);
    if (typeof said === "number") return this.#same(path, `${numberOf(bytes, kind)}`, `${said}`);
    // The address of a tunnel is one of the other end, whose bytes some take for those of hardware.
    if (kind === "hardware") return this.#same(path, hexOf(bytes), `${said}`.replaceAll(":", ""));
    this.#differ(path, ours, said);
  }

  #same(path: string, ours: unknown, said: unknown): void {
    if (ours !== said) this.#differ(path, ours, said);
  }

  #differ(path: string, ours: unknown, said: unknown): void {
    this.problems.push(`${path}: expected ${text(said)}, got ${text(ours)}`);
  }
}

function text(value: unknown): string {
  return `${JSON.stringify(value, (_, part) => typeof part === "bigint" ? `${part}` : part)}`;
}

function isObject(value: unknown): value is SaidObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of a struct, whatever stands behind it. */
function fieldsOf({ layout }: AnyCodec): FieldTable {
  if (layout.type === "message") return layout.header;
  return layout.type === "struct" || layout.type === "prefixed" ? layout.fields : {};
}

/** A value where it is an object, else one without anything. */
export function objectOf(value: unknown): SaidObject {
  return isObject(value) ? value : {};
}

/** Bytes in digits. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Bytes as a number, in the order that the facts tell. */
function numberOf(bytes: Uint8Array, kind: string): bigint {
  const digits = hexOf(kind.startsWith("be") ? bytes : bytes.toReversed());
  const number = BigInt(`0x${digits || "0"}`);
  return kind.startsWith("s") ? BigInt.asIntN(bytes.length * 8, number) : number;
}
