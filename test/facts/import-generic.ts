// Makes `generic.json` from a folder of facts about netlink families (the kernel's own specifications of its messages,
// corrected against its headers, as JSON; this project does not hold it), and from C headers, for what these leave out:
//
//   bun test/facts/import-generic.ts FOLDER [/usr/include/linux]
//
// The result has the families of generic netlink that this project ships, whole.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Facts, GenericFact } from "./facts.ts";
import {
  GENERIC_CHOICES,
  GENERIC_SETS,
  GENERIC_STRUCTS,
  GENERIC_TYPES,
  HEADER_FAMILIES,
  type HeaderFamily,
  NEWER_CONSTANTS,
  SYSTEM_CONSTANTS,
} from "./generic-words.ts";
import { constantsOf } from "./headers.ts";
import { cName, type GenericFamily, type Part, typeOf } from "./source.ts";

/** The families, as their files are called. */
const FAMILIES = ["nlctrl", "wireguard", "ethtool"];

const [, , folder = "", headers = "/usr/include/linux"] = process.argv;

const headerFiles = readdirSync(headers).filter((file) => file.endsWith(".h")).map((file) => join(headers, file));
const constants: ReadonlyMap<string, number> = new Map([
  ...constantsOf(headerFiles),
  ...Object.entries(NEWER_CONSTANTS),
  ...Object.entries(SYSTEM_CONSTANTS),
]);

/** The number of a constant. */
function numberOf(constant: string): number {
  const number = constants.get(constant);
  if (number === undefined) throw new Error(`Cannot find the constant '${constant}'`);
  return number;
}

/** The values that types name by their constants, or by the beginning of these. */
function tablesOf(types: readonly string[]): Facts["values"] {
  const prefixes = types.flatMap((type) => / of ([\w+]+)$/.exec(type)?.[1]?.split("+") ?? []);
  return Object.fromEntries(prefixes.map((prefix) => {
    const names = prefix.endsWith("_")
      ? [...constants.keys()].filter((name) => name.startsWith(prefix) && !/_(MAX|COUNT)$/.test(name))
      : [prefix];
    return [prefix, Object.fromEntries(names.map((name) => [name, numberOf(name)]))];
  }));
}

/** The type of an attribute, with where its values have names. */
function words(part: Part & { readonly typeValue?: readonly string[] }, { enumMeta }: GenericFamily): string {
  const known = GENERIC_TYPES[part.cName ?? ""];
  if (known !== undefined) return known;
  const type = part.type === "nest-type-value"
    ? `${"keyed ".repeat(part.typeValue?.length ?? 0)}nest ${part.nested}`
    : typeOf(part);
  const prefix = enumMeta[part.enum ?? ""]?.cPrefix;
  return prefix === undefined ? type : `${type} of ${prefix}`;
}

/** Sets of attributes with the numbers of the headers. */
function numbered(sets: Readonly<Record<string, Readonly<Record<string, string>>>>): Facts["sets"] {
  return Object.fromEntries(
    Object.entries(sets).map(([set, parts]) => [
      set,
      Object.fromEntries(Object.entries(parts).map(([name, type]) => [name, `${numberOf(name)} ${type}`])),
    ]),
  );
}

function attributesOf(parts: readonly Part[], family: GenericFamily): Facts["sets"][string] {
  const told = parts.filter(({ name }) => name !== "unspec");
  return Object.fromEntries(told.map((part) => [
    part.cName ?? part.name,
    `${part.value} ${part.multi === true ? "many " : ""}${words(part, family)}`,
  ]));
}

function valuesOf({ enums, flags, enumMeta }: GenericFamily): Facts["values"] {
  return Object.fromEntries(
    Object.entries({ ...enums, ...flags }).map(([name, entries]) => {
      const { cPrefix = "", notInSpec = {} } = enumMeta[name] ?? {};
      const told = Object.entries(entries).map(([entry, value]) => [cPrefix + cName(entry).toUpperCase(), value]);
      return [cPrefix, { ...Object.fromEntries(told), ...notInSpec }];
    }),
  );
}

function structsOf(family: GenericFamily): Facts["structs"] {
  return Object.fromEntries(
    family.structs.map(({ name, cStruct = cName(name), size, members }) => [cStruct, {
      size,
      members: Object.fromEntries(members.map((part) => [cName(part.name), `${part.offset} ${words(part, family)}`])),
    }]),
  );
}

function factOf(family: GenericFamily): GenericFact {
  const { [family.family]: structs = {} } = GENERIC_STRUCTS;
  const { [family.family]: more = {} } = GENERIC_SETS;
  const { [family.family]: choices = {} } = GENERIC_CHOICES;
  const sets = {
    ...Object.fromEntries(
      Object.entries(family.attributeSets).map(([set, parts]) => [set, attributesOf(parts, family)]),
    ),
    ...numbered(more),
  };
  const types = [
    ...Object.values(sets),
    ...Object.values(structs).map(({ members }) => members),
    ...Object.values(choices),
  ].flatMap((parts) => Object.values(parts));
  const values = valuesOf(family);
  const untold = types.filter((type) => !Object.hasOwn(values, / of (\w+)$/.exec(type)?.[1] ?? ""));
  return {
    name: family.family,
    version: family.version,
    groups: family.mcastGroups.map(({ name }) => name),
    operations: Object.fromEntries(
      family.operations.map((
        { cName, requestValue, replyValue, attributeSet, do: does, dump, notify, event },
      ) => [cName, {
        ...(requestValue === null ? {} : { request: requestValue }),
        ...(replyValue === null ? {} : { reply: replyValue }),
        attributes: attributeSet,
        modes: Object.entries({ do: does, dump, notify: notify !== null || event }).filter(([, is]) => is)
          .map(([mode]) => mode),
      }]),
    ),
    facts: {
      messages: {},
      sets,
      structs: { ...structsOf(family), ...structs },
      choices,
      values: { ...values, ...tablesOf(untold) },
    },
  };
}

function factOfHeader({ name, version, operations, sets, structs, choices }: HeaderFamily): GenericFact {
  const types = [...Object.values(sets), ...Object.values(structs).map(({ members }) => members)].flatMap((parts) =>
    Object.values(parts)
  );
  return {
    name,
    version,
    groups: [],
    operations: Object.fromEntries(
      Object.entries(operations).map(([constant, { reply, attributes, modes }]) => [constant, {
        request: numberOf(constant),
        ...(reply === undefined ? {} : { reply: numberOf(reply) }),
        attributes,
        modes,
      }]),
    ),
    facts: {
      messages: {},
      sets: numbered(sets),
      structs,
      choices,
      values: tablesOf(types),
    },
  };
}

const families = FAMILIES.map((name) => {
  // The source has this form, as far as it is read here.
  return factOf(JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as GenericFamily);
});
const all = [...families, ...HEADER_FAMILIES.map(factOfHeader)];
writeFileSync(new URL("generic.json", import.meta.url), `${JSON.stringify(all, undefined, 2)}\n`);
