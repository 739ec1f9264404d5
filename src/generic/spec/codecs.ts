import * as address from "../../codec/address.ts";
import { array, indexed, keyed } from "../../codec/array.ts";
import { attribute, attributes, type AttributesOf, chosen, repeated } from "../../codec/attributes.ts";
import { bitfield } from "../../codec/bitfield.ts";
import { type Attribute, type Codec, type FixedCodec, lazy } from "../../codec/codec.ts";
import { limited, limitedLength } from "../../codec/limited.ts";
import { message } from "../../codec/message.ts";
import { enumeration, flags } from "../../codec/names.ts";
import { flag, type NumberCodec } from "../../codec/numbers.ts";
import { field, type FieldsOf, struct } from "../../codec/struct.ts";
import { bytes, bytesOf, cstring, text } from "../../codec/text.ts";
import { wireValues } from "./definitions.ts";
import { NUMBERS } from "./numbers.ts";
import type { AttributeModel, AttributeSet, Content, Struct, ValueType } from "./specification.ts";

/** What a message tells, by the names of the specification in camelCase. */
export type SpecificationValue = Readonly<Record<string, unknown>>;

/** Any codec: those of values of one type are codecs of `unknown` to who takes values as they come. */
type AnyCodec = Codec<unknown>;
type Table = AttributesOf<SpecificationValue>;

/** Makes the codecs of a specification, each once. */
export class Codecs {
  readonly #sets = new Map<AttributeSet, Codec<SpecificationValue>>();
  readonly #structs = new Map<Struct, FixedCodec<SpecificationValue>>();

  /** The codec of a header with attributes behind it, as far as there are any. */
  content({ header, set }: Content): Codec<SpecificationValue> {
    if (header === undefined) return set === undefined ? attributes<SpecificationValue>({}) : this.#set(set);
    const table = set === undefined ? {} : this.#table(set);
    // The header is a struct whose members have no names of attributes.
    return message<SpecificationValue, SpecificationValue>(header.size, this.#fields(header), table);
  }

  #set(set: AttributeSet): Codec<SpecificationValue> {
    const known = this.#sets.get(set);
    if (known !== undefined) return known;
    // Whoever asks for it before it is made stands in it.
    this.#sets.set(set, lazy(() => made));
    const made = attributes<SpecificationValue>(this.#table(set));
    this.#sets.set(set, made);
    return made;
  }

  #table({ attributes }: AttributeSet): Table {
    return Object.fromEntries(
      [...attributes.values()].map((attribute) => [attribute.name, this.#attribute(attribute)]),
    );
  }

  #attribute({ number, type, isRepeated }: AttributeModel): Attribute<unknown> {
    if (type.kind === "choice") {
      const formats = type.formats.map((format) => [format.value, this.content(format) as AnyCodec] as const);
      return chosen(number, Object.fromEntries(formats), (parent: SpecificationValue) => {
        const value = parent[type.selector];
        return typeof value === "string" ? value : undefined;
      }, { late: true, nested: true, by: type.selector });
    }
    const nested = type.kind === "attributes" || type.kind === "indexed" || type.kind === "keyed";
    const make = isRepeated ? repeated : attribute;
    return make(number, this.#value(type), nested ? { nested } : {});
  }

  #value(type: ValueType): AnyCodec {
    switch (type.kind) {
      case "number":
        return numberCodec(type);
      case "text":
        if (type.size !== undefined) return text(type.size) as AnyCodec;
        return (type.limits === undefined ? cstring : limitedLength(cstring, type.limits)) as AnyCodec;
      case "bytes":
        if (type.size !== undefined) return bytesOf(type.size) as AnyCodec;
        return (type.limits === undefined ? bytes : limitedLength(bytes, type.limits)) as AnyCodec;
      case "address":
        return address[type.form] as AnyCodec;
      case "flag":
        return flag as AnyCodec;
      case "bitfield":
        return bitfield(type.naming === undefined ? {} : wireValues({ ...type.naming, asFlags: true })) as AnyCodec;
      case "struct":
        return this.#struct(type.struct) as AnyCodec;
      case "array":
        // What is in an array has one length: it was looked at.
        return array(this.#value(type.element) as FixedCodec<unknown>) as AnyCodec;
      case "indexed":
        return indexed(this.#value(type.element)) as AnyCodec;
      case "keyed":
        return keyed(this.#value(type.element)) as AnyCodec;
      case "attributes":
        return this.#set(type.set) as AnyCodec;
      case "choice":
        throw new TypeError("Cannot choose without values to choose by");
    }
  }

  #struct(model: Struct): FixedCodec<SpecificationValue> {
    let made = this.#structs.get(model);
    if (made === undefined) this.#structs.set(model, made = struct(model.size, this.#fields(model)));
    return made;
  }

  #fields({ members }: Struct): FieldsOf<SpecificationValue> {
    return Object.fromEntries(
      // What is in a struct has one length: it was looked at.
      members.map(({ name, offset, type }) => [name, field(offset, this.#value(type) as FixedCodec<unknown>)]),
    );
  }
}

function numberCodec({ number, naming, limits }: Extract<ValueType, { readonly kind: "number" }>): AnyCodec {
  const codec = limits === undefined ? NUMBERS[number] : limited(NUMBERS[number], limits);
  if (naming === undefined) return codec as AnyCodec;
  const named = naming.asFlags ? flags : enumeration;
  // Those with names are made of numbers of any length.
  return named(codec as NumberCodec, wireValues(naming)) as AnyCodec;
}
