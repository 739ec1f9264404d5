import type { Attribute, AttributeTable, FieldTable, Layout, TailLayout, Values } from "../../src/codec/codec.ts";
import { type Facts, parse, type TypeWords } from "../facts/facts.ts";
import type { AnyCodec } from "../schemas/walk.ts";
import { isDocumented, isShortFor, letters } from "./names.ts";

/** Something that a schema has otherwise than the facts. */
export interface Finding {
  /**
   * The kernel's name of it: a constant, `struct.member`, a constant and a `<choice>`. With ` values` behind, its values;
   * what the kernel has no name for is a number behind its owner.
   */
  readonly key: string;
  /** Where the schema has it, and what differs. */
  readonly problem: string;
}

/** What this project calls otherwise, or knows better. */
export interface Knowledge {
  /** Names of values that their constants are not short for. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Types that stand instead of those of the facts, by key, each with its reason. */
  readonly corrected: Readonly<Record<string, readonly [type: string, reason: string]>>;
}

/** Where a comparison is: the kernel's name, and the way to it in our schemas. */
interface Place {
  readonly key: string;
  readonly path: string;
  /** Name of the alternative that it is inside of. */
  readonly alternative?: string;
}

/** The kinds of our layouts, or forms of addresses, that a type may have; numbers aside. */
const LAYOUTS: Readonly<Record<string, readonly string[]>> = {
  string: ["text"],
  flag: ["flag"],
  pad: ["bytes"],
  binary: ["bytes"],
  labels: ["labels"],
  hardware: ["hardware"],
  ip: ["ip", "ipv4", "ipv6"],
  ipv4: ["ipv4"],
  ipv6: ["ipv6"],
};

/** Holds schemas against facts. */
export class Comparison {
  readonly #facts: Facts;
  readonly #knowledge: Knowledge;
  readonly #lists = new Map<AttributeTable, Set<string>>();
  /** What differs. */
  readonly findings: Finding[] = [];
  /** The layouts that were held against something. */
  readonly compared: Set<Layout> = new Set();
  /** What of the knowledge was needed, by its key. */
  readonly needed: Set<string> = new Set();

  constructor(facts: Facts, knowledge: Knowledge) {
    this.#facts = facts;
    this.#knowledge = knowledge;
  }

  /** Compares the messages about what the kernel calls `word`. */
  message(word: string, codec: AnyCodec, path: string): void {
    const { header = "", attributes } = this.#facts.messages[word] ?? {};
    const nest = attributes === undefined ? [] : ["nest", attributes];
    this.value(["struct", header, ...nest], codec, { key: word, path });
  }

  /** Compares a value with a type. */
  value(type: TypeWords, codec: AnyCodec, place: Place): void {
    if (type[0] === "bitfield") return this.#bitField(type, codec.layout, place);
    const words = Math.max(type.indexOf("of"), type.indexOf("at"));
    if (words > 0) this.#names(type.slice(words + 1), codec.layout, place);
    else if (namesOf(codec.layout) !== undefined) {
      this.#report({ ...place, key: `${place.key} values` }, "have names, which the facts do not tell");
    }
    this.#value(words > 0 ? type.slice(0, words) : type, codec, place);
  }

  #value(type: TypeWords, codec: AnyCodec, place: Place): void {
    const [kind = "", name = ""] = type;
    const { layout } = codec;
    this.compared.add(layout);
    if (layout.type === "mapped" && kind !== "binary") return this.value(type, layout.codec, place);
    if (kind === "nest" || kind === "struct") return this.#parts(type, layout, place);
    if (kind === "message") return this.message(name, codec, place.path);
    if (["array", "indexed", "keyed", "records"].includes(kind)) return this.#elements(type, layout, place);
    if (kind !== "unknown" && !fits(kind, name, codec)) this.#differs(type, layout, place);
  }

  /** Compares the two numbers of a bit field. */
  #bitField([, ...words]: TypeWords, layout: Layout, place: Place): void {
    this.#elements(["array", "2", "u32", ...words], layout, place);
    this.compared.add(layout);
  }

  /** Compares the elements of an array or a list, which may have names. */
  #elements(type: TypeWords, layout: Layout, place: Place): void {
    const [kind, first = "", ...rest] = type;
    const [count, element] = /^\d+$/.test(first) ? [Number(first), rest] : [undefined, [first, ...rest]];
    const inside = (name: string): Place => ({ ...place, path: `${place.path}.${name}` });
    if (kind === "array" && (layout.type === "namedArray" || layout.type === "struct")) {
      const fields = Object.entries(layout.fields);
      const isArray = fields.every(([, { offset, codec }], i) => offset === i * codec.size);
      if (!isArray || layout.type === "struct" && fields.length !== count) return this.#differs(type, layout, place);
      return fields.forEach(([name, { codec }]) => this.value(element, codec, inside(name)));
    }
    const ours = layout.type === "array" ? layout.count : undefined;
    if (layout.type !== kind || !("element" in layout) || ours !== count) return this.#differs(type, layout, place);
    this.value(element, layout.element, inside("*"));
  }

  /** Compares what consists of several values. */
  #parts(type: TypeWords, layout: Layout, place: Place): void {
    const [kind, name = "", next, ...rest] = type;
    if (kind === "nest" && layout.type === "attributes") return this.#list(name, layout.fields, place);
    if (kind === "struct" && layout.type === "prefixed" && next === "then") this.#tail(rest, layout.tail, place);
    if (kind === "struct" && (layout.type === "struct" || layout.type === "prefixed") && next !== "nest") {
      return this.#structs(name, layout.fields, layout.size, place);
    }
    if (kind !== "struct" || layout.type !== "message") return this.#differs(type, layout, place);
    this.#structs(name, layout.header, layout.size, place);
    if (next === "nest") this.#list(rest.join(" "), layout.fields, place);
  }

  /** Compares what follows a struct. */
  #tail(type: TypeWords, { name, alternatives }: TailLayout, place: Place): void {
    const [kind, choice = ""] = type;
    const inside = { ...place, path: `${place.path}.${name}` };
    if (kind === "one") return this.#choice(this.#facts.choices[choice] ?? {}, alternatives, inside);
    for (const codec of Object.values(alternatives)) this.value(type, codec, inside);
  }

  /** Compares structs that follow each other with one that has the members of all. */
  #structs(names: string, fields: FieldTable, size: number, { path }: Place): void {
    const ours = new Map(Object.entries(fields).map(([field, { offset, codec }]) => [offset, { field, codec }]));
    let start = 0;
    for (const name of names.split("+")) {
      const { members, size } = this.#facts.structs[name] ?? { members: {}, size: 0 };
      for (const [member, words] of Object.entries(members)) {
        const key = `${name}.${member}`;
        const [offset, type] = this.#parse(key, words);
        const found = ours.get(start + offset);
        ours.delete(start + offset);
        const place = { key, path: `${path}.${found?.field ?? `[${start + offset}]`}` };
        if (found !== undefined) this.#named(found.field, member, place);
        if (found !== undefined) this.value(type, found.codec, place);
        else if (type[0] !== "pad") this.#report(place, `is missing, expected ${type.join(" ")}`);
      }
      start += size;
    }
    if (start !== size) this.#report({ key: names, path }, `has ${size} bytes, expected ${start}`);
    for (const [offset, { field }] of ours) {
      this.#report({ key: `${names} ${offset}`, path: `${path}.${field}` }, "is no member in the facts");
    }
  }

  #list(set: string, fields: AttributeTable, { path, ...inside }: Place): void {
    const done = this.#lists.get(fields) ?? new Set();
    if (done.has(set)) return;
    this.#lists.set(fields, done.add(set));
    const ours = new Map(Object.entries(fields).map(([name, attribute]) => [attribute.type, { name, attribute }]));
    for (const [key, words] of Object.entries(this.#facts.sets[set] ?? {})) {
      const [number, type] = this.#parse(key, words, set);
      const found = ours.get(number);
      ours.delete(number);
      const place = { ...inside, key, path: `${path}.${found?.name ?? number}` };
      if (found !== undefined) this.#named(found.name, key, place);
      if (found !== undefined) this.#attribute(type, found.attribute, place);
      else if (type[0] !== "pad") this.#report(place, `is missing, expected ${type.join(" ")}`);
    }
    for (const [number, { name }] of ours) {
      this.#report({ key: `${set} ${number}`, path: `${path}.${name}` }, "is no attribute in the facts");
    }
  }

  #attribute(type: TypeWords, { codec, element, alternatives = {} }: Attribute<unknown>, place: Place): void {
    const [kind, choice = ""] = type;
    if ((kind === "many") !== (element !== undefined)) this.#report(place, `may come once, expected ${type.join(" ")}`);
    const words = kind === "many" ? type.slice(1) : type;
    if (codec !== undefined && kind === "one") return this.#chosen(choice, codec, place);
    if (codec !== undefined) return this.value(words, element ?? codec, place);
    if (kind === "one") return this.#choice(this.#facts.choices[choice] ?? {}, alternatives, place);
    for (const [name, alternative] of Object.entries(alternatives)) this.value(words, alternative, chosen(place, name));
  }

  #choice(forms: Readonly<Record<string, string>>, ours: Readonly<Record<string, AnyCodec>>, place: Place): void {
    const left = new Map(Object.entries(ours).map(([name, codec]) => [letters(name), { name, codec }]));
    for (const [name, form] of Object.entries(forms)) {
      const found = left.get(letters(name));
      left.delete(letters(name));
      if (form === "" && found !== undefined) this.compared.add(found.codec.layout);
      if (form === "") continue;
      if (found === undefined) this.#report(chosen(place, name), `is missing, expected ${form}`);
      else this.value(form.split(" "), found.codec, chosen(place, name));
    }
    // What has no form may stay as bytes.
    for (const { name, codec } of left.values()) {
      if (codec.layout.type !== "bytes") this.#report(chosen(place, name), "is no choice in the facts");
    }
  }

  /** Compares what is the only form where it stands, since an alternative around it is chosen already. */
  #chosen(choice: string, codec: AnyCodec, place: Place): void {
    const form = this.#facts.choices[choice]?.[place.alternative ?? ""];
    if (form !== undefined) return this.value(form.split(" "), codec, place);
    if (place.alternative === undefined || codec.layout.type !== "bytes") {
      this.#differs(["one", choice], codec.layout, place);
    }
  }

  /** Compares the names of values, bits or indexes: there is one for each constant, which is short for it. */
  #names(words: TypeWords, layout: Layout, { key, path }: Place): void {
    const values = namesOf(layout);
    if (values === undefined) {
      return this.#report({ key: `${key} values`, path }, `have no names, expected ${words.join(" ")}`);
    }
    const [prefixes = "", bits] = words.toReversed();
    const constants = new Map<number, string[]>();
    for (const prefix of prefixes.split("+")) {
      for (const [constant, value] of Object.entries(this.#facts.values[prefix] ?? {})) {
        const number = bits === undefined ? value : 2 ** value;
        if (layout.type === "flags" && !isBitOf(number, layout.number.size)) continue;
        constants.set(number, [...constants.get(number) ?? [], constant]);
      }
    }
    const left = new Map(Object.entries(values).map(([name, value]) => [value, name]));
    for (const [number, [constant = "", ...others]] of constants) {
      const name = left.get(number);
      left.delete(number);
      const isCalled = (constant: string): boolean => isShortFor(constant, prefixes.split("+"), name ?? "");
      if (name === undefined) this.#report({ key: constant, path }, `has no name for ${number}`);
      else if ([constant, ...others].some(isCalled)) continue;
      else if (this.#knowledge.renamed[constant] === name) this.needed.add(constant);
      else this.#report({ key: constant, path }, `calls it '${name}'`);
    }
    for (const [number, name] of left) {
      this.#report({ key: `${key} ${number}`, path }, `has '${name}', which is no value in the facts`);
    }
  }

  /** Holds the name of a property against its documentation, which tells the kernel's. */
  #named(name: string, kernel: string, place: Place): void {
    const isTold = kernel.split("+").some((word) => letters(word) === letters(name) || isDocumented(name, word));
    if (!isTold) this.#report(place, `does not tell in its documentation that the kernel calls it ${kernel}`);
  }

  /** A fact, or the correction of it; in a set that has others of its own, by both names. */
  #parse(key: string, words: string, set?: string): readonly [number, TypeWords] {
    const [number, type] = parse(words);
    const own = `${set} ${key}`;
    const known = this.#knowledge.corrected[own] === undefined ? key : own;
    const [corrected = type.join(" ")] = this.#knowledge.corrected[known] ?? [];
    if (corrected !== type.join(" ")) this.needed.add(known);
    return [number, corrected.split(" ")];
  }

  #differs(type: TypeWords, layout: Layout, place: Place): void {
    const ours = [numberType(layout) ?? formOf(layout), ...(numberType(layout) === undefined ? sizeOf(layout) : [])];
    this.#report(place, `is ${ours.join(" ")}, expected ${type.join(" ")}`);
  }

  #report({ key, path }: Place, problem: string): void {
    this.findings.push({ key, problem: `${path} ${problem}` });
  }
}

/** Whether a codec has what the facts call so; what they know the length of alone may have any form. */
function fits(kind: string, size: string, { layout, size: ours }: AnyCodec): boolean {
  if (kind === "binary" && size !== "") return `${ours}` === size;
  const isSoLong = ours === undefined || size === "" || `${ours}` === size;
  return numberType(layout) === kind || LAYOUTS[kind]?.includes(formOf(layout)) === true && isSoLong;
}

/** An alternative at a place. */
function chosen({ key, path }: Place, name: string): Place {
  return { key: `${key}<${name}>`, path: `${path}<${name}>`, alternative: name };
}

/** A number in the words of the facts. */
function numberType(layout: Layout): string | undefined {
  const number = "number" in layout
    ? layout.number
    : layout.type === "number" || layout.type === "uint"
    ? layout
    : undefined;
  if (number?.type === "uint") return number.signed ? "sint" : "uint";
  return number && `${number.bigEndian ? "be" : number.signed ? "s" : "u"}${number.size * 8}`;
}

/** Another value in the words of the facts, as far as they have the same. */
function formOf(layout: Layout): string {
  return layout.type === "address" ? layout.form : layout.type;
}

function sizeOf(layout: Layout): readonly number[] {
  return "size" in layout && layout.size !== undefined ? [layout.size] : [];
}

/** What has names: values, bits, or indexes. */
function namesOf(layout: Layout): Values | undefined {
  if (layout.type === "enumeration" || layout.type === "flags") return layout.values;
  return layout.type === "namedArray"
    ? Object.fromEntries(Object.keys(layout.fields).map((name, index) => [name, index]))
    : undefined;
}

/** Whether a number is one bit of so many bytes; those of several are masks. */
function isBitOf(number: number, bytes: number): boolean {
  return number > 0 && Number.isInteger(Math.log2(number)) && number < 2 ** (bytes * 8);
}
