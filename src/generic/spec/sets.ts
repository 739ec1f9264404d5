import { shown } from "../../shown.ts";
import type { AttributeEntry, AttributeWord, Document, FormatEntry, SetEntry } from "./document.ts";
import { byName, constantName, documentation, lookUp, OwnNumbers, PropertyNames } from "./names.ts";
import { type Place, refuse } from "./place.ts";
import type { AttributeModel, AttributeSet, Content, Format, Struct, ValueType } from "./specification.ts";
import { type Parts, plainType, plainWord } from "./values.ts";

/** A list whose attributes are yet to be filled in. */
interface OpenSet extends AttributeSet {
  readonly attributes: Map<string, AttributeModel>;
}

/** An attribute with its number. */
interface NumberedEntry {
  readonly entry: AttributeEntry;
  readonly number: number;
}

/** The attributes that hold no value. */
const EMPTY: readonly AttributeWord[] = ["unused", "pad"];

/** The lists of attributes of a specification by name. */
export function setsOf(document: Document, parts: Parts): ReadonlyMap<string, AttributeSet> {
  return new Sets(document, parts).all;
}

/** A header and attributes, by their names. */
export function contentOf(
  names: { readonly "fixed-header"?: string; readonly "attribute-set"?: string },
  sets: ReadonlyMap<string, AttributeSet>,
  structs: ReadonlyMap<string, Struct>,
  place: Place,
): Content {
  const { "fixed-header": header, "attribute-set": set } = names;
  const found = {
    ...(header === undefined ? {} : { header: lookUp(structs, header, "a struct", [...place, "fixed-header"]) }),
    ...(set === undefined ? {} : { set: lookUp(sets, set, "an attribute set", [...place, "attribute-set"]) }),
  };
  const attributes = [...found.set?.attributes.values() ?? []];
  const twice = found.header?.members.find(({ name }) => attributes.some((attribute) => attribute.name === name));
  if (twice === undefined) return found;
  return refuse([...place, "fixed-header"], `expected members with other names than attributes, got '${twice.name}'`);
}

/** The lists of a document; each is there when all are. */
class Sets {
  readonly #document: Document;
  readonly #parts: Parts;
  readonly #entries: ReadonlyMap<string, SetEntry>;
  readonly all: ReadonlyMap<string, OpenSet>;

  constructor(document: Document, parts: Parts) {
    this.#document = document;
    this.#parts = parts;
    const entries = document["attribute-sets"];
    this.#entries = byName(entries, ["attribute-sets"]);
    this.all = new Map(
      entries.map(({ name, doc }) => [name, { name, ...documentation(doc), attributes: new Map() }]),
    );
    for (const [i, entry] of entries.entries()) this.#fill(entry, ["attribute-sets", i]);
    // A header that has the name of an attribute is found when all lists are whole.
    for (const [i, message] of (document["sub-messages"] ?? []).entries()) {
      for (const [j, format] of message.formats.entries()) this.#format(format, ["sub-messages", i, "formats", j]);
    }
  }

  #fill(set: SetEntry, place: Place): void {
    const { attributes } = lookUp(this.all, set.name, "an attribute set", place);
    const whole = this.#wholeOf(set, place);
    const properties = new PropertyNames(["unknown", "__proto__"]);
    const numbers = new OwnNumbers();
    for (const [i, { entry, number }] of this.#entriesOf(set, place).entries()) {
      const at = [...place, "attributes", i];
      numbers.take(number, entry.name, at);
      const type = entry.type ?? refuse(at, "expected 'type'");
      if (EMPTY.includes(type)) continue;
      attributes.set(entry.name, {
        name: properties.take(entry.name, [...at, "name"]),
        number,
        constant: constantName(this.#prefixOf(whole), entry.name),
        type: this.#type(type, entry, whole, at),
        isRepeated: entry["multi-attr"] === true,
        ...documentation(entry.doc),
      });
    }
  }

  /** The list that another is a part of, or the list itself. */
  #wholeOf(set: SetEntry, place: Place): SetEntry {
    const { "subset-of": name } = set;
    if (name === undefined) return set;
    const at = [...place, "subset-of"];
    const whole = lookUp(this.#entries, name, "an attribute set", at);
    return whole["subset-of"] === undefined
      ? whole
      : refuse(at, `expected a list that is no part itself, got ${shown(name)}`);
  }

  /** The attributes of a list with their numbers; those of a part are as they are in the whole, but for what they tell. */
  #entriesOf(set: SetEntry, place: Place): readonly NumberedEntry[] {
    const whole = this.#wholeOf(set, place);
    let next = 1;
    const all = whole.attributes.map((entry): NumberedEntry => {
      const { value: number = next } = entry;
      next = number + 1;
      return { entry, number };
    });
    if (whole === set) return all;
    const known = new Map(all.map((numbered) => [numbered.entry.name, numbered]));
    return set.attributes.map((own, i) => {
      const at = [...place, "attributes", i, "name"];
      const { entry, number } = lookUp(known, own.name, `an attribute of '${whole.name}'`, at);
      return { entry: { ...entry, ...own }, number };
    });
  }

  #prefixOf({ name, "name-prefix": prefix }: SetEntry): string {
    return prefix ?? `${this.#document.name}-a-${name}-`;
  }

  #type(word: AttributeWord, entry: AttributeEntry, set: SetEntry, place: Place): ValueType {
    switch (word) {
      case "nest":
        return { kind: "attributes", set: this.#nested(entry, place) };
      case "indexed-array":
      case "array-nest":
        return { kind: "indexed", element: this.#element(entry, place) };
      case "nest-type-value": {
        const { "type-value": levels = [] } = entry;
        if (levels.length === 0) refuse(place, "expected 'type-value'");
        const inner: ValueType = { kind: "attributes", set: this.#nested(entry, place) };
        return levels.reduce((element): ValueType => ({ kind: "keyed", element }), inner);
      }
      case "sub-message":
        return this.#choice(entry, set, place);
      default:
        return plainType(plainWord(word, [...place, "type"]), entry, this.#parts, place);
    }
  }

  #nested({ "nested-attributes": name }: AttributeEntry, place: Place): AttributeSet {
    if (name === undefined) return refuse(place, "expected 'nested-attributes'");
    return lookUp(this.all, name, "an attribute set", [...place, "nested-attributes"]);
  }

  #element(entry: AttributeEntry, place: Place): ValueType {
    const { "sub-type": word = "nest", ...element } = entry;
    if (word === "nest") return { kind: "attributes", set: this.#nested(entry, place) };
    return plainType(plainWord(word, [...place, "sub-type"]), element, this.#parts, place);
  }

  #choice(entry: AttributeEntry, set: SetEntry, place: Place): ValueType {
    const { "sub-message": name = refuse(place, "expected 'sub-message'"), selector } = entry;
    if (selector === undefined) refuse(place, "expected 'selector'");
    const { "sub-messages": messages = [] } = this.#document;
    const index = messages.findIndex((message) => message.name === name);
    const known = byName(messages, ["sub-messages"]);
    const { formats } = lookUp(known, name, "a sub-message", [...place, "sub-message"]);
    const own = new Map(set.attributes.map((attribute) => [attribute.name, attribute]));
    const { type } = lookUp(own, selector, `an attribute of '${set.name}'`, [...place, "selector"]);
    if (type !== "string") refuse([...place, "selector"], `expected an attribute of type 'string', got '${type}'`);
    return {
      kind: "choice",
      selector: new PropertyNames().take(selector, [...place, "selector"]),
      formats: formats.map((format, i) => this.#format(format, ["sub-messages", index, "formats", i])),
    };
  }

  #format(format: FormatEntry, place: Place): Format {
    return { value: format.value, ...contentOf(format, this.all, this.#parts.structs, place) };
  }
}
