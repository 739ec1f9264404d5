import type {
  AttributeModel,
  AttributeSet,
  Content,
  Names,
  Naming,
  Struct,
} from "../../../generic/spec/specification.ts";
import { type Code, comment, generic, layOut, object, propertyName, union } from "./code.ts";
import type { Identifiers } from "./identifiers.ts";
import type { Imports } from "./imports.ts";
import { type Declared, printAttribute, type Printed, printNames, printValue } from "./values.ts";

/** The declarations of a module, each made when it is first needed, in the order in which they can stand. */
export class Declarations implements Declared {
  readonly #identifiers: Identifiers;
  readonly #lists = new Map<AttributeSet, DeclaredList>();
  readonly #types = new Map<AttributeSet | Struct, string>();
  readonly #structs = new Map<Struct, string>();
  readonly #names = new Map<Names, { readonly type: string; readonly tables: Map<boolean, string> }>();
  readonly #contents = new Map<Struct, Map<AttributeSet | undefined, Printed>>();
  /** What was declared so far. */
  readonly text: string[] = [];
  /** Takes a name from what is imported. */
  readonly use: (name: string) => string;

  /** Makes an empty module. */
  constructor(identifiers: Identifiers, imports: Imports) {
    this.#identifiers = identifiers;
    this.use = (name) => imports.use(name);
  }

  /** Names of values or bits: their type, and the table of them. */
  names(naming: Naming): Printed {
    const { names, asFlags } = naming;
    let made = this.#names.get(names);
    if (made === undefined) {
      const type = this.#identifiers.type(names.name, names.isFlags ? "Flag" : "Value");
      this.#names.set(names, made = { type, tables: new Map() });
      const words = union(Object.keys(names.values).map((name) => JSON.stringify(name)));
      this.#declare(described(names.doc, `${names.prefix}*`), [`export type ${type} = `, words, ";"]);
    }
    const { type, tables } = made;
    let table = tables.get(asFlags);
    if (table === undefined) {
      tables.set(asFlags, table = this.#identifiers.value(names.name, asFlags ? "Bits" : "Values"));
      this.#declare("", [`const ${table}: `, `Readonly<Record<${type}, number>> = `, printNames(naming), ";"]);
    }
    return { type, codec: table };
  }

  /** A struct: its type, and its codec. */
  struct(struct: Struct): Printed {
    const type = this.#typeOfStruct(struct);
    let codec = this.#structs.get(struct);
    if (codec === undefined) {
      const fields = this.#fields(struct);
      this.#structs.set(struct, codec = this.#identifiers.value(struct.name, "Struct"));
      this.#declare("", [`const ${codec} = `, generic(this.use("struct"), type), `(${struct.size}, `, fields, ");"]);
    }
    return { type, codec };
  }

  /** A list of attributes: its type, and its codec; while that is made, it can be referred to all the same. */
  set(set: AttributeSet): Printed {
    const type = this.#typeOf(set);
    const known = this.#lists.get(set);
    if (known !== undefined) {
      if (known.isMade) return { type, codec: known.name };
      known.isRecursive = true;
      return { type, codec: `${this.use("lazy")}(() => ${known.name})` };
    }
    const made = { name: this.#identifiers.value(set.name, "Attributes"), isMade: false, isRecursive: false };
    this.#lists.set(set, made);
    const { name } = made;
    const table = this.#table(set);
    const declared = made.isRecursive ? `const ${name}: ${this.use("Codec")}<${type}> = ` : `const ${name} = `;
    this.#declare("", [declared, generic(this.use("attributes"), type), "(", table, ");"]);
    made.isMade = true;
    return { type, codec: name };
  }

  /** A header with attributes behind it, as far as there are any. */
  content({ header, set }: Content): Printed {
    if (header === undefined) {
      return set === undefined
        ? { type: this.use("Extensible"), codec: `${this.use("attributes")}<${this.use("Extensible")}>({})` }
        : this.set(set);
    }
    const known = this.#contents.get(header) ?? new Map<AttributeSet | undefined, Printed>();
    this.#contents.set(header, known);
    let made = known.get(set);
    if (made === undefined) {
      const front: Code = ["Omit<", this.#typeOfStruct(header), ', "rest">'];
      const list = set === undefined ? this.use("Extensible") : this.#typeOf(set);
      const table = set === undefined ? "{}" : this.#table(set);
      const name = `${set?.name ?? header.name}-message`;
      const type = this.#identifiers.type(name, "With");
      const codec = this.#identifiers.value(name, "With");
      const both: Code = { open: "", parts: [front, list], close: "", edge: "", between: "&" };
      this.#declare(`What stands behind \`${header.name}\`, and that itself.`, [`export type ${type} = `, both, ";"]);
      this.#declare("", [
        `const ${codec} = `,
        generic(this.use("message"), front, list),
        `(${header.size}, `,
        this.#fields(header),
        ", ",
        table,
        ");",
      ]);
      known.set(set, made = { type, codec });
    }
    return made;
  }

  /** The type of a struct, declared as an interface. */
  #typeOfStruct(struct: Struct): string {
    const known = this.#types.get(struct);
    if (known !== undefined) return known;
    const type = this.#identifiers.type(struct.name, "Struct");
    this.#types.set(struct, type);
    const properties = struct.members.map(({ name, doc, type }) => ({
      name,
      type: printValue(type, this).type,
      doc: described(doc, `${struct.name}.${name}`),
      mark: "" as const,
    }));
    this.#interface(type, this.use("Grown"), described(struct.doc, struct.name), properties);
    return type;
  }

  /** The type of a list, declared as an interface. */
  #typeOf(set: AttributeSet): string {
    const known = this.#types.get(set);
    if (known !== undefined) return known;
    const type = this.#identifiers.type(set.name, "Attributes");
    this.#types.set(set, type);
    const properties = this.#attributes(set).map(([{ doc, constant }, name, own]) => ({
      name,
      type: own,
      doc: described(doc, constant),
      mark: "?" as const,
    }));
    this.#interface(type, this.use("Extensible"), described(set.doc, set.name), properties);
    return type;
  }

  #table(set: AttributeSet): Code {
    return object(this.#attributes(set).map(([, name, , entry]) => [name, entry]));
  }

  #attributes(set: AttributeSet): readonly (readonly [AttributeModel, string, Code, Code])[] {
    return [...set.attributes.values()].map((
      attribute,
    ) => [attribute, ...printAttribute(attribute, this.#typeOf(set), this)]);
  }

  #fields({ members }: Struct): Code {
    return object(members.map(({ name, offset, type }) => [
      name,
      [`${this.use("field")}(${offset}, `, printValue(type, this).codec, ")"],
    ]));
  }

  #interface(name: string, parent: string, doc: string, properties: readonly Property[]): void {
    const lines = properties.map(({ name, type, doc, mark }) => {
      const front = `  readonly ${propertyName(name)}${mark}: `;
      return `${comment(doc, 2)}${layOut([front, type], 2, 0)};\n`;
    });
    const declaration: Code = lines.length === 0
      ? `export type ${name} = ${parent};`
      : [`export interface ${name} `, { open: "", parts: [`extends ${parent} {`], close: "", edge: "", between: "" }];
    const body = lines.length === 0 ? "" : `\n${lines.join("")}}`;
    this.text.push(`${comment(doc)}${layOut(declaration, 0, 0, 0)}${body}\n`);
  }

  #declare(doc: string, code: readonly Code[]): void {
    this.text.push(`${doc === "" ? "" : comment(doc)}${layOut(code, 0, 0, 0)}\n`);
  }
}

/** A list that is declared, or being declared. */
interface DeclaredList {
  readonly name: string;
  isMade: boolean;
  isRecursive: boolean;
}

interface Property {
  readonly name: string;
  readonly type: Code;
  readonly doc: string;
  readonly mark: "" | "?";
}

/** What something is for, with what the kernel calls it. */
export function described(doc: string | undefined, kernel: string): string {
  const name = `\`${kernel}\``;
  return doc === undefined ? `${name}.` : `${doc.replace(/\.$/, "")} (${name}).`;
}
