import { shown } from "../../shown.ts";
import { FAMILY_NAME, isFamilyName } from "../definition.ts";
import { refuse } from "./place.ts";
import { list, nameOr, object, oneOf, type Shape, text, whole, wholeFrom, wholeOrName, yesOrNo } from "./shape.ts";

// What a specification of the kernel consists of (`Documentation/netlink/genetlink-legacy.yaml`), in its own words. Of
// members that only matter to generated C there are but the names.

/** Largest number of an attribute (`NLA_TYPE_MASK`). */
const MAX_TYPE = 0x3fff;
/** Largest number of a command. */
const MAX_COMMAND = 0xff;

/** A number of a fixed length. */
export type NumberWord = "u8" | "u16" | "u32" | "u64" | "s8" | "s16" | "s32" | "s64";
/** The type of an attribute. */
export type AttributeWord =
  | NumberWord
  | ("unused" | "pad" | "flag" | "binary" | "bitfield32" | "uint" | "sint" | "string")
  | ("nest" | "indexed-array" | "array-nest" | "nest-type-value" | "sub-message");
/** The type of a member of a struct. */
export type MemberWord = NumberWord | "string" | "binary" | "pad" | "bitfield32";
/** How a value is told. */
export type HintWord = "hex" | "mac" | "fddi" | "ipv4" | "ipv6" | "ipv4-or-v6" | "uuid";

const NUMBERS: readonly NumberWord[] = ["u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64"];
const ATTRIBUTES: readonly AttributeWord[] = [
  ...NUMBERS,
  ...["unused", "pad", "flag", "binary", "bitfield32", "uint", "sint", "string"] as const,
  ...["nest", "indexed-array", "array-nest", "nest-type-value", "sub-message"] as const,
];
const MEMBERS: readonly MemberWord[] = [...NUMBERS, "string", "binary", "pad", "bitfield32"];
const HINTS: readonly HintWord[] = ["hex", "mac", "fddi", "ipv4", "ipv6", "ipv4-or-v6", "uuid"];

/** What attributes, elements and members of structs have in common. */
export interface ValueEntry {
  readonly "byte-order"?: "little-endian" | "big-endian";
  readonly enum?: string;
  readonly "enum-as-flags"?: boolean;
  readonly "display-hint"?: HintWord;
  readonly len?: number | string;
  readonly struct?: string;
}

/** An entry of an enumeration. */
export interface EntryEntry {
  readonly name: string;
  readonly value?: number;
  readonly doc?: string;
}

/** A member of a struct. */
export interface MemberEntry extends ValueEntry {
  readonly name: string;
  readonly type: MemberWord;
  readonly doc?: string;
}

/** A constant, an enumeration, flags, or a struct. */
export interface DefinitionEntry {
  readonly name: string;
  readonly type: "const" | "enum" | "flags" | "struct";
  readonly doc?: string;
  readonly value?: number | string;
  readonly "value-start"?: number | string;
  readonly entries?: readonly EntryEntry[];
  readonly members?: readonly MemberEntry[];
  readonly "name-prefix"?: string;
}

/** What the kernel checks of an attribute. */
export interface ChecksEntry {
  readonly min?: number | string;
  readonly max?: number | string;
  readonly "flags-mask"?: string;
  readonly "min-len"?: number | string;
  readonly "max-len"?: number | string;
  readonly "exact-len"?: number | string;
}

/** An attribute. */
export interface AttributeEntry extends ValueEntry {
  readonly name: string;
  readonly type?: AttributeWord;
  readonly doc?: string;
  readonly value?: number;
  readonly "type-value"?: readonly string[];
  readonly "multi-attr"?: boolean;
  readonly "nested-attributes"?: string;
  readonly checks?: ChecksEntry;
  readonly "sub-type"?: AttributeWord;
  readonly "sub-message"?: string;
  readonly selector?: string;
}

/** A list of attributes, or of some of another list. */
export interface SetEntry {
  readonly name: string;
  readonly "name-prefix"?: string;
  readonly "subset-of"?: string;
  readonly doc?: string;
  readonly attributes: readonly AttributeEntry[];
}

/** What a message consists of where another value says so. */
export interface FormatEntry {
  readonly value: string;
  readonly "fixed-header"?: string;
  readonly "attribute-set"?: string;
}

/** The messages to choose from. */
export interface SubMessageEntry {
  readonly name: string;
  readonly formats: readonly FormatEntry[];
}

/** The attributes that a message is said to have. */
export interface MessageEntry {
  readonly attributes?: readonly string[];
  readonly value?: number;
}

/** What goes to and fro. */
export interface ExchangeEntry {
  readonly request?: MessageEntry;
  readonly reply?: MessageEntry;
}

/** A command or a notification. */
export interface OperationEntry {
  readonly name: string;
  readonly doc?: string;
  readonly value?: number;
  readonly "attribute-set"?: string;
  readonly "fixed-header"?: string;
  readonly flags?: readonly ("admin-perm" | "uns-admin-perm")[];
  readonly do?: ExchangeEntry;
  readonly dump?: ExchangeEntry;
  readonly notify?: string;
  readonly event?: MessageEntry;
  readonly mcgrp?: string;
}

/** The commands and notifications of a family. */
export interface OperationsEntry {
  readonly "enum-model"?: "unified" | "directional";
  readonly "name-prefix"?: string;
  readonly "fixed-header"?: string;
  readonly list: readonly OperationEntry[];
}

/** A specification of a family of generic netlink. */
export interface Document {
  readonly name: string;
  readonly protocol?: "genetlink" | "genetlink-c" | "genetlink-legacy";
  readonly version?: number;
  readonly doc?: string;
  readonly definitions?: readonly DefinitionEntry[];
  readonly "attribute-sets": readonly SetEntry[];
  readonly "sub-messages"?: readonly SubMessageEntry[];
  readonly operations: OperationsEntry;
  readonly "mcast-groups"?: { readonly list: readonly { readonly name: string }[] };
}

const value = {
  "byte-order": oneOf(["little-endian", "big-endian"]),
  enum: text,
  "enum-as-flags": yesOrNo,
  "display-hint": oneOf(HINTS),
  len: wholeOrName,
  struct: text,
} as const;

const entry = object<EntryEntry>({ name: text, value: whole, doc: text }, ["name"]);

const definition = object<DefinitionEntry>(
  {
    name: text,
    type: oneOf(["const", "enum", "flags", "struct"]),
    doc: text,
    value: wholeOrName,
    "value-start": wholeOrName,
    entries: list(nameOr((name) => ({ name }), entry)),
    members: list(object<MemberEntry>(
      { ...value, name: text, type: oneOf(MEMBERS), doc: text },
      ["name", "type"],
    )),
    "name-prefix": text,
  },
  ["name", "type"],
  ["header", "render-max", "enum-name", "enum-cnt-name", "scope"],
);

const attribute = object<AttributeEntry>(
  {
    ...value,
    name: text,
    type: oneOf(ATTRIBUTES),
    doc: text,
    value: wholeFrom(0, MAX_TYPE),
    "type-value": list(text),
    "multi-attr": yesOrNo,
    "nested-attributes": text,
    checks: object<ChecksEntry>(
      {
        min: wholeOrName,
        max: wholeOrName,
        "flags-mask": text,
        "min-len": wholeOrName,
        "max-len": wholeOrName,
        "exact-len": wholeOrName,
      },
      [],
      ["unterminated-ok", "sparse"],
    ),
    "sub-type": oneOf(ATTRIBUTES),
    "sub-message": text,
    selector: text,
  },
  ["name"],
  ["name-prefix"],
);

const set = object<SetEntry>(
  { name: text, "name-prefix": text, "subset-of": text, doc: text, attributes: list(attribute) },
  ["name", "attributes"],
  ["enum-name", "attr-cnt-name", "attr-max-name", "header"],
);

const subMessage = object<SubMessageEntry>(
  {
    name: text,
    formats: list(object<FormatEntry>({ value: text, "fixed-header": text, "attribute-set": text }, ["value"])),
  },
  ["name", "formats"],
);

const message = object<MessageEntry>({ attributes: list(text), value: wholeFrom(0, MAX_COMMAND) }, []);
const exchange = object<ExchangeEntry>({ request: message, reply: message }, [], ["pre", "post"]);

const operations = object<OperationsEntry>(
  {
    "enum-model": oneOf(["unified", "directional"]),
    "name-prefix": text,
    "fixed-header": text,
    list: list(object<OperationEntry>(
      {
        name: text,
        doc: text,
        value: wholeFrom(0, MAX_COMMAND),
        "attribute-set": text,
        "fixed-header": text,
        flags: list(oneOf(["admin-perm", "uns-admin-perm"])),
        do: exchange,
        dump: exchange,
        notify: text,
        event: message,
        mcgrp: text,
      },
      ["name"],
      ["dont-validate", "config-cond"],
    )),
  },
  ["list"],
  ["enum-name", "async-prefix", "async-enum"],
);

const familyName: Shape<string> = (value, place) => {
  const name = text(value, place);
  return isFamilyName(name) ? name : refuse(place, `expected ${FAMILY_NAME}, got ${shown(name)}`);
};

/** A specification of a family of generic netlink, as a YAML or JSON library gives it. */
export const document: Shape<Document> = object<Document>(
  {
    name: familyName,
    protocol: oneOf(["genetlink", "genetlink-c", "genetlink-legacy"]),
    version: wholeFrom(0, MAX_COMMAND),
    doc: text,
    definitions: list(definition),
    "attribute-sets": list(set),
    "sub-messages": list(subMessage),
    operations,
    "mcast-groups": object<{ readonly list: readonly { readonly name: string }[] }>(
      { list: list(object<{ readonly name: string }>({ name: text }, ["name"], ["c-define-name", "flags", "value"])) },
      ["list"],
    ),
  },
  ["name", "attribute-sets", "operations"],
  [
    ...["uapi-header", "c-family-name", "c-version-name", "max-by-define", "cmd-max-name", "cmd-cnt-name"],
    ...["kernel-policy", "kernel-family"],
  ],
);
