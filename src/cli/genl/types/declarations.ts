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
import { printAttribute, type Printed, printNames, printValue } from "./values.ts";

/** The declarations of a module, each made when it is first needed, in the order in which they can stand. */
export class Declarations {
  readonly #identifiers: Identifiers;
  readonly #sets = new Map<AttributeSet, DeclaredSet>();
  readonly #structs = new Map<Struct, Printed>();
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
    let made = this.#structs.get(struct);
    if (made === undefined) {
      const type = this.#identifiers.type(struct.name, "Struct");
      const members = struct.members.map((member) => ({ ...member, printed: printValue(member.type, this) }));
      this.#interface(
        type,
        this.use("Grown"),
        described(struct.doc, struct.name),
        members.map(({ name, doc = `Member \`${name}\``, printed }) => ({ name, doc, type: printed.type, mark: "" })),
      );
      const codec = this.#identifiers.value(struct.name, "Struct");
      const fields = this.#fields(struct);
      this.#declare("", [
        `const ${codec} = `,
        generic(this.use("struct"), type),
        `(${struct.size}, `,
        fields,
        ");",
      ]);
      this.#structs.set(struct, made = { type, codec });
    }
    return made;
  }

  /** A list of attributes: its type, and its codec. */
  set(set: AttributeSet): Printed {
    const declared = this.#open(set);
    const { name, type, isMade } = declared;
    if (isMade) return { type, codec: name };
    declared.isRecursive = true;
    return { type, codec: `${this.use("lazy")}(() => ${name})` };
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
      const struct = this.struct(header);
      const front: Code = [`Omit<`, struct.type, `, "rest">`];
      const list = set === undefined ? this.use("Extensible") : this.#open(set).type;
      const table = set === undefined ? "{}" : this.#table(set, list);
      const type = this.#identifiers.type(`${set?.name ?? header.name}-message`, "With");
      const codec = this.#identifiers.value(`${set?.name ?? header.name}-message`, "With");
      this.#declare("", [`type ${type} = `, front, ` & ${list};`]);
      this.#declare("", [
        `const ${codec} = `,
        generic(this.use("message"), front, list),
        "(",
        `${header.size}, `,
        this.#fields(header),
        ", ",
        table,
        ");",
      ]);
      known.set(set, made = { type, codec });
    }
    return made;
  }

  /** The list that a set is declared as; where that is under way, it can be referred to all the same. */
  #open(set: AttributeSet): DeclaredSet {
    const known = this.#sets.get(set);
    if (known !== undefined) return known;
    const type = this.#identifiers.type(set.name, "Attributes");
    const made = { name: this.#identifiers.value(set.name, "Attributes"), type, isMade: false, isRecursive: false };
    this.#sets.set(set, made);
    const table = this.#table(set, type);
    this.#interface(type, this.use("Extensible"), described(set.doc, set.name), this.#properties(set, type));
    const { name, isRecursive } = made;
    const declared = isRecursive ? `const ${name}: ${this.use("Codec")}<${type}> = ` : `const ${name} = `;
    this.#declare("", [declared, generic(this.use("attributes"), type), "(", table, ");"]);
    made.isMade = true;
    return made;
  }

  #table(set: AttributeSet, type: string): Code {
    return object(this.#attributes(set, type).map(([, name, , entry]) => [name, entry]));
  }

  #properties(set: AttributeSet, type: string): readonly Property[] {
    return this.#attributes(set, type).map(([{ doc, constant }, name, own]) => ({
      name,
      type: own,
      doc: described(doc, constant),
      mark: "?",
    }));
  }

  #attributes(set: AttributeSet, type: string): readonly (readonly [AttributeModel, string, Code, Code])[] {
    return [...set.attributes.values()].map((attribute) => [attribute, ...printAttribute(attribute, type, this)]);
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
    const declaration = lines.length === 0
      ? `type ${name} = ${parent};`
      : `interface ${name} extends ${parent} {\n${lines.join("")}}`;
    this.text.push(`${comment(doc)}export ${declaration}\n`);
  }

  #declare(doc: string, code: readonly Code[]): void {
    this.text.push(`${doc === "" ? "" : comment(doc)}${layOut(code, 0, 0, 0)}\n`);
  }
}

/** A list that is declared, or being declared. */
interface DeclaredSet {
  readonly name: string;
  readonly type: string;
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
