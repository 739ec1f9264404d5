// Makes `generic.json` from a folder of facts about netlink families (the kernel's own specifications of its messages,
// corrected against its headers, as JSON; this project does not hold it):
//
//   bun test/facts/import-generic.ts FOLDER
//
// The result has the families of generic netlink that this project ships, whole.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Facts, GenericFact } from "./facts.ts";
import { cName, type GenericFamily, type Part, typeOf } from "./source.ts";

/** The families, as their files are called. */
const FAMILIES = ["nlctrl"];

const [, , folder = ""] = process.argv;

/** The type of an attribute, with where its values have names. */
function words(part: Part & { readonly typeValue?: readonly string[] }, { enumMeta }: GenericFamily): string {
  const type = part.type === "nest-type-value"
    ? `${"keyed ".repeat(part.typeValue?.length ?? 0)}nest ${part.nested}`
    : typeOf(part);
  const prefix = enumMeta[part.enum ?? ""]?.cPrefix;
  return prefix === undefined ? type : `${type} of ${prefix}`;
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
      sets: Object.fromEntries(
        Object.entries(family.attributeSets).map(([set, parts]) => [set, attributesOf(parts, family)]),
      ),
      structs: structsOf(family),
      choices: {},
      values: valuesOf(family),
    },
  };
}

const families = FAMILIES.map((name) => {
  // The source has this form, as far as it is read here.
  return factOf(JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as GenericFamily);
});
writeFileSync(new URL("generic.json", import.meta.url), `${JSON.stringify(families, undefined, 2)}\n`);
