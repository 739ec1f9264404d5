import { wireValues } from "../../../generic/spec/definitions.ts";
import type { NumberName } from "../../../generic/spec/numbers.ts";
import type {
  AttributeModel,
  AttributeSet,
  Content,
  Naming,
  Struct,
  ValueType,
} from "../../../generic/spec/specification.ts";
import { call, type Code, generic, object, union } from "./code.ts";

/** A value as code: the type that it has, and the codec that reads and writes it. */
export interface Printed {
  readonly type: Code;
  readonly codec: Code;
}

/** What values refer to: each makes the declaration of something where there is none yet. */
export interface Declared {
  /** Takes a name from what is imported. */
  readonly use: (name: string) => string;
  /** Names of values or bits: their type, and the table of them. */
  names(naming: Naming): Printed;
  /** A struct. */
  struct(struct: Struct): Printed;
  /** A list of attributes. */
  set(set: AttributeSet): Printed;
  /** A header with attributes behind it, as far as there are any. */
  content(content: Content): Printed;
}

const NUMBER_TYPES: Readonly<Record<NumberName, string>> = {
  u8: "number",
  u16: "number",
  u32: "number",
  u64: "bigint",
  i8: "number",
  i16: "number",
  i32: "number",
  i64: "bigint",
  be16: "number",
  be32: "number",
  be64: "bigint",
  uint: "number | bigint",
  sint: "number | bigint",
};

/** An attribute of a list whose type is called `owner`: the type of its property, and its entry in the table. */
export function printAttribute(
  { name, number, type, isRepeated }: AttributeModel,
  owner: string,
  module: Declared,
): readonly [name: string, type: Code, entry: Code] {
  const { use } = module;
  if (type.kind === "choice") {
    const formats = type.formats.map((format) => [format.value, module.content(format)] as const);
    const types = union([...new Set(formats.map(([, { type }]) => type))]);
    const choose = `({ ${type.selector} }) => ${type.selector}`;
    const options = object([["late", "true"], ["nested", "true"], ["by", JSON.stringify(type.selector)]]);
    const table = object(formats.map(([value, { codec }]) => [value, codec]));
    const entry = [generic(use("chosen"), types, owner), call("", `${number}`, table, choose, options)];
    return [name, types, entry];
  }
  const { type: own, codec } = printValue(type, module);
  const isNested = type.kind === "attributes" || type.kind === "indexed" || type.kind === "keyed";
  const options = isNested ? [object([["nested", "true"]])] : [];
  const entry = call(use(isRepeated ? "repeated" : "attribute"), `${number}`, codec, ...options);
  return [name, isRepeated ? listOf(own) : own, entry];
}

/** A value that no other chooses. */
export function printValue(type: ValueType, module: Declared): Printed {
  const { use } = module;
  switch (type.kind) {
    case "number":
      return printNumber(type, module);
    case "text":
    case "bytes": {
      const isText = type.kind === "text";
      const own = isText ? "string" : "Uint8Array";
      if (type.size !== undefined) return { type: own, codec: `${use(isText ? "text" : "bytesOf")}(${type.size})` };
      const codec = use(isText ? "cstring" : "bytes");
      return { type: own, codec: limited("limitedLength", codec, type.limits, module) };
    }
    case "address":
      return { type: "string", codec: use(type.form) };
    case "flag":
      return { type: "true", codec: use("flag") };
    case "bitfield": {
      const names = type.naming === undefined ? undefined : module.names({ ...type.naming, asFlags: true });
      const codec = call(use("bitfield"), names?.codec ?? "{}");
      return { type: [`${use("Bitfield")}<`, names?.type ?? "never", ">"], codec };
    }
    case "struct":
      return module.struct(type.struct);
    case "attributes":
      return module.set(type.set);
    case "array":
    case "indexed":
    case "keyed": {
      const element = printValue(type.element, module);
      const own = type.kind === "keyed" ? [`${use("Keyed")}<`, element.type, ">"] : element.type;
      return { type: listOf(own), codec: call(use(type.kind), element.codec) };
    }
    case "choice":
      throw new TypeError("Cannot print a choice without its list");
  }
}

function printNumber(
  { number, naming, limits }: Extract<ValueType, { readonly kind: "number" }>,
  module: Declared,
): Printed {
  const codec = limited("limited", module.use(number), limits, module);
  if (naming === undefined) return { type: NUMBER_TYPES[number], codec };
  const names = module.names(naming);
  if (naming.asFlags) {
    return {
      type: [`${module.use("Flags")}<`, names.type, ">"],
      codec: call(module.use("flags"), codec, names.codec),
    };
  }
  const type = union([names.type, ...NUMBER_TYPES[number].split(" | ")]);
  return { type, codec: call(module.use("enumeration"), codec, names.codec) };
}

function limited(name: string, codec: Code, limits: object | undefined, { use }: Declared): Code {
  if (limits === undefined) return codec;
  return call(use(name), codec, object(Object.entries(limits).map(([limit, value]) => [limit, numeral(value)])));
}

function numeral(value: number | bigint): string {
  return Number.isSafeInteger(Number(value)) ? `${value}` : `${value}n`;
}

function listOf(type: Code): Code {
  const isUnion = typeof type === "string" ? type.includes(" | ") : "between" in type && type.between === "|";
  return isUnion ? ["readonly (", type, ")[]"] : ["readonly ", type, "[]"];
}

/** Values by name, bits in hexadecimal digits. */
export function printNames(naming: Naming): Code {
  const values = Object.entries(wireValues(naming));
  return object(values.map(([name, value]) => [name, naming.asFlags ? `0x${value.toString(16)}` : `${value}`]));
}
